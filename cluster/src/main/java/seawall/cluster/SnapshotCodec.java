package seawall.cluster;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import seawall.engine.PageSink;
import seawall.engine.StateSink;

/// Packs the records of a state into pages and unpacks them. A page is whole records; a record is its kind (1 byte),
/// its number of fields (1 byte), its number of bytes (2 bytes), the fields and the bytes, little-endian. Fields that
/// are 0 at the end of a record are left out, of which an order has many.
final class SnapshotCodec {
    private static final int FIELD_COUNT_OFFSET = 1;
    private static final int FIELD_COUNT_SHIFT = Byte.SIZE * FIELD_COUNT_OFFSET;
    private static final int BYTES_OFFSET = 2;
    private static final int BYTES_SHIFT = Byte.SIZE * BYTES_OFFSET;
    private static final int FIELDS_OFFSET = 4;
    private static final int UNSIGNED_SHORT = 0xffff;
    private static final int UNSIGNED_BYTE = 0xff;
    private static final byte[] NOTHING = {};
    /// A page may grow by an eighth before it needs another array.
    private static final int SPARE_ROOM = 8;
    /// An array that is larger than its page by so much is given back.
    private static final int SPARE_MAX_FACTOR = 4;

    private SnapshotCodec() {}

    /// Keeps every page as it was written last, and its array of before to write it the next time: half a gigabyte
    /// of new arrays for each image would be a pause of the collector.
    static final class Pages implements PageSink {
        private final byte[][] pages;
        private final int[] lengths;
        private final byte[][] spares;
        private final ExpandableArrayBuffer written = new ExpandableArrayBuffer(EntryPartSink.PART_BYTES_MAX);
        private int limit;
        private int page = -1;

        Pages(int pagesMax) {
            pages = new byte[pagesMax][];
            spares = new byte[pagesMax][];
            lengths = new int[pagesMax];
            Arrays.fill(pages, NOTHING);
            Arrays.fill(spares, NOTHING);
        }

        @Override
        public void onPage(int number) {
            endPage();
            page = number;
        }

        @Override
        public boolean onRecord(int kind, long[] fields, int fieldCount, byte[] bytes) {
            int kept = fieldCount;
            while (kept > 0 && fields[kept - 1] == 0) {
                kept--;
            }
            int head = kind | (kept << FIELD_COUNT_SHIFT) | (bytes.length << BYTES_SHIFT);
            written.putInt(limit, head, ByteOrder.LITTLE_ENDIAN);
            limit += FIELDS_OFFSET;
            for (int index = 0; index < kept; index++) {
                written.putLong(limit, fields[index], ByteOrder.LITTLE_ENDIAN);
                limit += Long.BYTES;
            }
            if (bytes.length > 0) {
                written.putBytes(limit, bytes);
                limit += bytes.length;
            }
            return false;
        }

        /// All pages as they are now.
        StateImage image(long sequence, long stateHash) {
            endPage();
            page = -1;
            return new StateImage(sequence, stateHash, pages, lengths);
        }

        private void endPage() {
            if (page >= 0) {
                byte[] array = spares[page];
                if (array.length < limit || array.length > SPARE_MAX_FACTOR * limit) {
                    array = limit == 0 ? NOTHING : new byte[limit + limit / SPARE_ROOM];
                }
                System.arraycopy(written.byteArray(), 0, array, 0, limit);
                spares[page] = pages[page];
                pages[page] = array;
                lengths[page] = limit;
                limit = 0;
            }
        }
    }

    /// Gives the records of one or more pages to a state.
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
            Arrays.fill(fields, fieldCount, fields.length, 0);
            byte[] bytes = byteCount == 0 ? NOTHING : new byte[byteCount];
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
