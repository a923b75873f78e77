package seawall.simulation.recorded;

import seawall.wire.codec.Side;

/// One record of a market-by-order recording.
///
/// @param line       where it stands
/// @param side       side of the order, [Side#NULL_VAL] when the venue names none, as in its auction
/// @param lots       contracts: of an add or modify what the order then shows, of a cancel what it takes away
/// @param orderId    the venue's; 0 when it names none
/// @param endsEvent  true for the last record of one event of the venue
/// @param isSnapshot true for an order that rested when the recording began
record CmeRecord(
        long line,
        long timeNanos,
        Action action,
        Side side,
        long priceTicks,
        long lots,
        long orderId,
        boolean endsEvent,
        boolean isSnapshot) {

    /// What a record says. A taker's `TRADE` is followed by the `FILL` of each order that it met, and these by the
    /// `CANCEL` or `MODIFY` that shows what the fills left of them.
    enum Action {
        ADD,
        CANCEL,
        MODIFY,
        TRADE,
        FILL
    }

    /// Whether it changes what the book shows.
    boolean changesBook() {
        return action == Action.ADD || action == Action.CANCEL || action == Action.MODIFY;
    }
}
