package seawall.drill.evidence;

/// How an operation ended for the client who asked.
public sealed interface Answer {
    /// It was done.
    ///
    /// @param orderId as the exchange numbered it; empty for a transfer
    record Done(String orderId) implements Answer {}

    /// It was not done and never will be.
    ///
    /// @param code as the API has it; `unsent` if no gateway could be reached
    record Refused(String code) implements Answer {}

    /// Nobody said whether it was done: a closed connection, or an answer that says so.
    record Unknown(String why) implements Answer {}

    /// The state of an order that was read.
    record Seen(OrderState state) implements Answer {}

    /// No answer came as long as the run lasted.
    record Missing() implements Answer {}
}
