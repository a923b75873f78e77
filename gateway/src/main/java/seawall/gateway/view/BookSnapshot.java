package seawall.gateway.view;

import seawall.wire.codec.Side;

/// The best levels of an order book at one moment. Immutable, for any thread.
public final class BookSnapshot implements BookLevels {
    private final int instrumentId;
    private final long sequence;
    private final long timeNanos;
    private final Half bids;
    private final Half asks;

    private BookSnapshot(int instrumentId, long sequence, long timeNanos, Half bids, Half asks) {
        this.instrumentId = instrumentId;
        this.sequence = sequence;
        this.timeNanos = timeNanos;
        this.bids = bids;
        this.asks = asks;
    }

    static BookSnapshot of(BookLevels book, int depthMax) {
        return new BookSnapshot(
                book.instrumentId(),
                book.sequence(),
                book.timeNanos(),
                Half.of(book, Side.BUY, depthMax),
                Half.of(book, Side.SELL, depthMax));
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
        return half(side).prices.length;
    }

    @Override
    public long priceTicks(Side side, int depth) {
        return half(side).prices[depth];
    }

    @Override
    public long quantityLots(Side side, int depth) {
        return half(side).quantities[depth];
    }

    @Override
    public int orders(Side side, int depth) {
        return half(side).orders[depth];
    }

    private Half half(Side side) {
        return side == Side.BUY ? bids : asks;
    }

    // Never shared outside this class, never changed after it is made.
    @SuppressWarnings("ArrayRecordComponent")
    private record Half(long[] prices, long[] quantities, int[] orders) {
        static Half of(BookLevels book, Side side, int depthMax) {
            int levels = Math.min(depthMax, book.levels(side));
            var half = new Half(new long[levels], new long[levels], new int[levels]);
            for (int i = 0; i < levels; i++) {
                half.prices[i] = book.priceTicks(side, i);
                half.quantities[i] = book.quantityLots(side, i);
                half.orders[i] = book.orders(side, i);
            }
            return half;
        }
    }
}
