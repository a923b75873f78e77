package seawall.gateway.view;

import seawall.wire.codec.CloseReason;
import seawall.wire.codec.Outcome;

/// One thing that happened to an order, and the order after it.
///
/// @param sequence of the entry
public record OrderUpdate(OrderView order, Change change, long sequence, long timeNanos) {
    /// What happened.
    public sealed interface Change {
        record Accepted() implements Change {}

        record Filled(FillView fill) implements Change {}

        /// A new price or quantity.
        ///
        /// @param requestId what the client called the amendment; empty if nothing
        record Amended(String requestId, boolean keptPriority) implements Change {}

        record Closed(CloseReason reason) implements Change {}

        /// Canceled because an amendment was refused and its client wanted no order rather than the old one.
        ///
        /// @param refusal   why the amendment failed
        /// @param requestId what the client called the amendment; empty if nothing
        record ClosedByAmendment(CloseReason reason, Outcome refusal, String requestId) implements Change {}
    }

    /// True when the update before this one already showed the order filled: the end of a priced order is told with its
    /// last fill, while a market order ends with an update of its own.
    public boolean isRepetition() {
        return change instanceof Change.Closed(CloseReason reason) && reason == CloseReason.FILLED && !order.isMarket();
    }
}
