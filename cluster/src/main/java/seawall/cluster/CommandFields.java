package seawall.cluster;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/// Reads the fields of one command where it lies in the log.
final class CommandFields {
    /// Longest variable data of a command.
    static final int DATA_BYTES_MAX = 4096;

    private static final int FLAG_YES = 1;
    private static final int UNSIGNED_SHORT = 0xffff;
    private static final long LOWEST_BYTE = 0xff;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long FIRST_CHARACTERS = '!' * ONES;

    private DirectBuffer command;
    /// Offset of the block of the command, where its header starts.
    private int body;
    /// First offset behind the command.
    private int limit;

    CommandFields(DirectBuffer nothing) {
        this.command = nothing;
    }

    /// Moves to another command.
    void wrap(DirectBuffer buffer, int body, int limit) {
        command = buffer;
        this.body = body;
        this.limit = limit;
    }

    /// True when a block of a length lies within the command.
    boolean hasBlock(int blockLength) {
        return body + blockLength <= limit;
    }

    /// True when text is printable and padded with zeros only.
    boolean isText(int fieldOffset, int lengthMax) {
        boolean hasEnded = false;
        for (int offset = 0; offset < lengthMax; offset += Long.BYTES) {
            long word = wordAt(fieldOffset + offset, lengthMax - offset);
            if (hasEnded ? word != 0 : !isText(word)) {
                return false;
            }
            hasEnded = (word & LOWEST_BYTE) == 0;
        }
        return true;
    }

    /// Eight characters, or what a field has left of them and zeros; the first one is the highest byte.
    private long wordAt(int fieldOffset, int left) {
        if (left >= Long.BYTES) {
            return textAt(fieldOffset);
        }
        long word = 0;
        for (int index = 0; index < Long.BYTES; index++) {
            word = (word << Byte.SIZE) | (index < left ? byteAt(fieldOffset + index) : 0);
        }
        return word;
    }

    /// True for characters of the range, all eight at once, followed by nothing but zeros.
    private static boolean isText(long word) {
        int zeros = Long.numberOfTrailingZeros(word) / Byte.SIZE;
        if (zeros == Long.BYTES) {
            return true;
        }
        // The zeros give way to characters of the range, so that eight are left to judge.
        int shift = zeros * Byte.SIZE;
        long fill = zeros == 0 ? 0 : FIRST_CHARACTERS << (Long.SIZE - shift);
        long characters = (word >>> shift) | fill;
        boolean isAscii = (characters & HIGH_BITS) == 0;
        boolean isAboveSpace = (((characters | HIGH_BITS) - FIRST_CHARACTERS) & HIGH_BITS) == HIGH_BITS;
        boolean isBelowDelete = ((characters + ONES) & HIGH_BITS) == 0;
        return isAscii && isAboveSpace && isBelowDelete;
    }

    boolean isFlag(int fieldOffset) {
        return byteAt(fieldOffset) <= FLAG_YES;
    }

    boolean isYes(int fieldOffset) {
        return byteAt(fieldOffset) == FLAG_YES;
    }

    /// Variable data, or null when it is too long or ends behind the command.
    ///
    /// @param fieldOffset where its length is, from the start of the block
    byte @Nullable [] dataAt(int fieldOffset) {
        int offset = body + fieldOffset;
        if (offset + Short.BYTES > limit) {
            return null;
        }
        int length = unsignedShortAt(offset);
        if (length > DATA_BYTES_MAX || offset + Short.BYTES + length > limit) {
            return null;
        }
        byte[] data = new byte[length];
        command.getBytes(offset + Short.BYTES, data);
        return data;
    }

    long textAt(int fieldOffset) {
        return command.getLong(body + fieldOffset, ByteOrder.BIG_ENDIAN);
    }

    long longAt(int fieldOffset) {
        return command.getLong(body + fieldOffset, ByteOrder.LITTLE_ENDIAN);
    }

    int intAt(int fieldOffset) {
        return intAt(fieldOffset, ByteOrder.LITTLE_ENDIAN);
    }

    int intAt(int fieldOffset, ByteOrder order) {
        return command.getInt(body + fieldOffset, order);
    }

    int byteAt(int fieldOffset) {
        return command.getByte(body + fieldOffset) & 0xff;
    }

    private int unsignedShortAt(int offset) {
        return command.getShort(offset, ByteOrder.LITTLE_ENDIAN) & UNSIGNED_SHORT;
    }
}
