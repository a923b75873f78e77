package seawall.gateway.view;

import seawall.wire.codec.Side;

/// Price levels of an order book, best first on each side. `BUY` is the bids, `SELL` the asks.
public interface BookLevels {
    int instrumentId();

    /// Sequence number of the entry that changed the book last; 0 before the first. The `seqId` of every book channel.
    long sequence();

    /// When the book changed last.
    long timeNanos();

    /// Number of levels on a side.
    int levels(Side side);

    /// Price of the level at a depth; 0 is the best.
    long priceTicks(Side side, int depth);

    long quantityLots(Side side, int depth);

    int orders(Side side, int depth);
}
