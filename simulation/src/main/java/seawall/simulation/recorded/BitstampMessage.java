package seawall.simulation.recorded;

import java.util.SortedMap;
import seawall.wire.codec.Side;

/// One line of a Bitstamp log.
sealed interface BitstampMessage {
    /// Where it stands.
    long line();

    /// When the recorder received it.
    long millis();

    /// What an order event says. A fill is an event of each of its two orders, `CHANGED` when something is left of the
    /// order and `DELETED` with nothing left when not, and a trade.
    enum Kind {
        CREATED,
        CHANGED,
        DELETED
    }

    /// An event of one order.
    ///
    /// @param lots satoshi left of it; of a cancel, what was left until now
    record OrderEvent(long line, long millis, Kind kind, long orderId, Side side, long priceTicks, long lots)
            implements BitstampMessage {
        boolean isCancel() {
            return kind == Kind.DELETED && lots > 0;
        }
    }

    /// A fill, without its orders.
    record Trade(long line, long millis, long priceTicks, long lots) implements BitstampMessage {}

    /// The best levels of both sides: lots by price.
    record Book(long line, long millis, SortedMap<Long, Long> bids, SortedMap<Long, Long> asks)
            implements BitstampMessage {
        SortedMap<Long, Long> side(Side side) {
            return side == Side.BUY ? bids : asks;
        }

        /// The price furthest from the middle that it shows.
        long furthestTicks(Side side) {
            return side == Side.BUY ? bids.firstKey() : asks.lastKey();
        }
    }
}
