package seawall.engine;

/// How many orders one account has open on each instrument: open addressing, instrument and count in one number. An
/// instrument that was traded once keeps its place; there are at most as many as instruments.
final class OpenOrderCounts {
    private static final int CAPACITY_MIN = 2;
    private static final long[] NONE = new long[CAPACITY_MIN];

    /// Instrument id in the upper half, count in the lower; 0 is a free slot. Shared until the first order.
    private long[] counts = NONE;
    private int size;

    int of(int instrumentId) {
        return (int) counts[slot(counts, instrumentId)];
    }

    void change(int instrumentId, int difference) {
        int slot = slot(counts, instrumentId);
        if (counts[slot] == 0) {
            makeRoom();
            slot = slot(counts, instrumentId);
            counts[slot] = (long) instrumentId << Integer.SIZE;
            size++;
        }
        counts[slot] += difference;
        assert (int) counts[slot] >= 0 : "no more orders are closed than were opened";
    }

    private void makeRoom() {
        if (size == 0) {
            counts = new long[CAPACITY_MIN];
        } else if (2 * (size + 1) > counts.length) {
            long[] larger = new long[2 * counts.length];
            for (long count : counts) {
                if (count != 0) {
                    larger[slot(larger, (int) (count >>> Integer.SIZE))] = count;
                }
            }
            counts = larger;
        }
    }

    /// Where the instrument is, or where it would be.
    private static int slot(long[] table, int instrumentId) {
        int mask = table.length - 1;
        int slot = instrumentId & mask;
        while (table[slot] != 0 && (int) (table[slot] >>> Integer.SIZE) != instrumentId) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
