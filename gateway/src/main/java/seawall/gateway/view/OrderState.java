package seawall.gateway.view;

/// Where an order is in its life.
public enum OrderState {
    LIVE,
    PARTIALLY_FILLED,
    FILLED,
    CANCELED;

    /// True for the states an order leaves.
    public boolean isOpen() {
        return this == LIVE || this == PARTIALLY_FILLED;
    }
}
