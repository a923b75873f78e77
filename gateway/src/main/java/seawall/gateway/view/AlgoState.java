package seawall.gateway.view;

/// Where an algo order is in its life.
public enum AlgoState {
    /// It waits for its parent order to be filled, and is shown with that order only.
    ATTACHED,
    /// It waits for its price.
    WAITING,
    /// It reached its price and placed an order.
    EFFECTIVE,
    /// It reached its price, and the order that it should have placed was refused.
    FAILED,
    CANCELED
}
