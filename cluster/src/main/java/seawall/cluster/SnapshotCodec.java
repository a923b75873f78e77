package seawall.cluster;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.engine.StateSink;

/// Packs the records of a state into messages and unpacks them. A message is whole records; a record is its kind (1
/// byte), its number of fields (1 byte), its number of bytes (2 bytes), the fields and the bytes, little-endian.
final class SnapshotCodec {
    private static final int FIELD_COUNT_OFFSET = 1;
    private static final int BYTES_OFFSET = 2;
    private static final int FIELDS_OFFSET = 4;
    private static final int UNSIGNED_SHORT = 0xffff;
    private static final int UNSIGNED_BYTE = 0xff;

    private SnapshotCodec() {}

    /// Collects records until a message is full.
    static final class Writer implements StateSink {
        private final Replica.SnapshotSink sink;
        private final UnsafeBuffer message = new UnsafeBuffer(new byte[EntryPartSink.PART_BYTES_MAX]);
        private int limit;

        Writer(Replica.SnapshotSink sink) {
            this.sink = sink;
        }

        @Override
        public boolean onRecord(int kind, long[] fields, int fieldCount, byte[] bytes) {
            int length = FIELDS_OFFSET + Long.BYTES * fieldCount + bytes.length;
            if (limit + length > EntryPartSink.PART_BYTES_MAX) {
                flush();
            }
            message.putByte(limit, (byte) kind);
            message.putByte(limit + FIELD_COUNT_OFFSET, (byte) fieldCount);
            message.putShort(limit + BYTES_OFFSET, (short) bytes.length, ByteOrder.LITTLE_ENDIAN);
            for (int index = 0; index < fieldCount; index++) {
                message.putLong(limit + FIELDS_OFFSET + Long.BYTES * index, fields[index], ByteOrder.LITTLE_ENDIAN);
            }
            message.putBytes(limit + FIELDS_OFFSET + Long.BYTES * fieldCount, bytes);
            limit += length;
            return false;
        }

        void flush() {
            if (limit > 0) {
                sink.onMessage(message, 0, limit);
                limit = 0;
            }
        }
    }

    /// Gives the records of one message to a state.
    ///
    /// @return true when the last record of the state was in it
    static boolean read(StateSink state, DirectBuffer buffer, int offset, int length) {
        long[] fields = new long[StateSink.FIELDS_MAX];
        int limit = offset + length;
        int position = offset;
        boolean complete = false;
        while (position < limit) {
            require(limit - position >= FIELDS_OFFSET, position);
            int fieldCount = buffer.getByte(position + FIELD_COUNT_OFFSET) & UNSIGNED_BYTE;
            int byteCount = buffer.getShort(position + BYTES_OFFSET, ByteOrder.LITTLE_ENDIAN) & UNSIGNED_SHORT;
            int bytesAt = position + FIELDS_OFFSET + Long.BYTES * fieldCount;
            require(!complete && fieldCount <= fields.length && bytesAt + byteCount <= limit, position);
            for (int index = 0; index < fieldCount; index++) {
                fields[index] = buffer.getLong(position + FIELDS_OFFSET + Long.BYTES * index, ByteOrder.LITTLE_ENDIAN);
            }
            byte[] bytes = new byte[byteCount];
            buffer.getBytes(bytesAt, bytes);
            complete = state.onRecord(buffer.getByte(position) & UNSIGNED_BYTE, fields, fieldCount, bytes);
            position = bytesAt + byteCount;
        }
        return complete;
    }

    private static void require(boolean condition, int position) {
        if (!condition) {
            throw new IllegalStateException("expected a whole record of a state at byte " + position);
        }
    }
}
