package seawall.gateway.view;

/// One thing that happened to an algo order that is shown by itself, and the algo order after it.
public record AlgoUpdate(AlgoView algo, Change change) {
    /// What happened.
    public sealed interface Change {
        /// It waits for its price from now on.
        record Placed() implements Change {}

        /// Other terms.
        ///
        /// @param requestId what the client called the amendment; empty if nothing
        record Amended(String requestId) implements Change {}

        /// A trailing stop follows the price from now on.
        record Activated() implements Change {}

        /// It reached its price.
        record Triggered() implements Change {}

        record Canceled() implements Change {}

        /// Canceled because an amendment was refused and its client wanted none rather than the old one.
        record CanceledByAmendment() implements Change {}
    }
}
