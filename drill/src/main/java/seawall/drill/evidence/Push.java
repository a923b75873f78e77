package seawall.drill.evidence;

import java.math.BigDecimal;
import java.util.List;

/// What a connection was told without asking again.
public sealed interface Push {
    /// Number of the connection: see [Connection].
    int connection();

    /// One state of one order.
    record OfOrder(int connection, long orderId, String clientOrderId, OrderState state) implements Push {}

    /// One balance of the trading wallet.
    record OfBalance(int connection, String currency, BigDecimal cash, BigDecimal hold, long updatedMillis)
            implements Push {
        public OfBalance {
            cash = cash.stripTrailingZeros();
            hold = hold.stripTrailingZeros();
        }
    }

    /// A book, or its changes.
    ///
    /// @param isSnapshot       true for the whole book
    /// @param previousSequence of the message before, -1 for a snapshot
    record OfBook(
            int connection,
            String instrument,
            boolean isSnapshot,
            List<Level> asks,
            List<Level> bids,
            long previousSequence,
            long sequence)
            implements Push {
        public OfBook {
            asks = List.copyOf(asks);
            bids = List.copyOf(bids);
        }
    }

    /// A price level.
    ///
    /// @param size 0 = gone
    record Level(BigDecimal price, BigDecimal size, int orders) {
        public Level {
            price = price.stripTrailingZeros();
            size = size.stripTrailingZeros();
        }
    }
}
