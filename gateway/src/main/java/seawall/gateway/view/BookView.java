package seawall.gateway.view;

import java.util.Arrays;
import seawall.wire.codec.Side;

/// The order book of an instrument as of the latest entry, for the view thread only. Other threads read [BookSnapshot].
public final class BookView implements BookLevels {
    private final int instrumentId;
    private final Half bids;
    private final Half asks;
    private long sequence;
    private long timeNanos;

    BookView(int instrumentId, int levelsPerSideMax) {
        this.instrumentId = instrumentId;
        this.bids = new Half(levelsPerSideMax, 1);
        this.asks = new Half(levelsPerSideMax, -1);
    }

    void change(Side side, long priceTicks, long quantityLots, int orders, long entrySequence, long entryTimeNanos) {
        half(side).change(priceTicks, quantityLots, orders);
        sequence = entrySequence;
        timeNanos = entryTimeNanos;
    }

    BookSnapshot snapshot(int depthMax) {
        return BookSnapshot.of(this, depthMax);
    }

    @Override
    public int instrumentId() {
        return instrumentId;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long timeNanos() {
        return timeNanos;
    }

    @Override
    public int levels(Side side) {
        return half(side).size;
    }

    @Override
    public long priceTicks(Side side, int depth) {
        Half half = half(side);
        return half.sign * half.keys[half.index(depth)];
    }

    @Override
    public long quantityLots(Side side, int depth) {
        Half half = half(side);
        return half.quantities[half.index(depth)];
    }

    @Override
    public int orders(Side side, int depth) {
        Half half = half(side);
        return half.orders[half.index(depth)];
    }

    private Half half(Side side) {
        return side == Side.BUY ? bids : asks;
    }

    /// One side, sorted so that the best level is the last element: most changes happen there and move little.
    private static final class Half {
        private final int levelsMax;
        private final int sign;
        private long[] keys = new long[64];
        private long[] quantities = new long[64];
        private int[] orders = new int[64];
        private int size;

        Half(int levelsMax, int sign) {
            this.levelsMax = levelsMax;
            this.sign = sign;
        }

        int index(int depth) {
            if (depth < 0 || depth >= size) {
                throw new IndexOutOfBoundsException("expected a depth below " + size + ", found " + depth);
            }
            return size - 1 - depth;
        }

        void change(long priceTicks, long quantityLots, int orderCount) {
            long key = sign * priceTicks;
            int index = Arrays.binarySearch(keys, 0, size, key);
            if (quantityLots == 0) {
                if (index >= 0) {
                    remove(index);
                }
            } else if (index >= 0) {
                quantities[index] = quantityLots;
                orders[index] = orderCount;
            } else {
                insert(-index - 1, key, quantityLots, orderCount);
            }
        }

        private void remove(int index) {
            int behind = size - index - 1;
            System.arraycopy(keys, index + 1, keys, index, behind);
            System.arraycopy(quantities, index + 1, quantities, index, behind);
            System.arraycopy(orders, index + 1, orders, index, behind);
            size--;
        }

        private void insert(int index, long key, long quantityLots, int orderCount) {
            if (size == levelsMax) {
                throw new IllegalStateException("expected at most " + levelsMax + " price levels, found one more");
            }
            if (size == keys.length) {
                int capacity = 2 * size;
                keys = Arrays.copyOf(keys, capacity);
                quantities = Arrays.copyOf(quantities, capacity);
                orders = Arrays.copyOf(orders, capacity);
            }
            int behind = size - index;
            System.arraycopy(keys, index, keys, index + 1, behind);
            System.arraycopy(quantities, index, quantities, index + 1, behind);
            System.arraycopy(orders, index, orders, index + 1, behind);
            keys[index] = key;
            quantities[index] = quantityLots;
            orders[index] = orderCount;
            size++;
        }
    }
}
