package seawall.history;

/// Where an order stands; the code is what the table holds.
public enum OrderState {
    LIVE(1),
    PARTIALLY_FILLED(2),
    FILLED(3),
    CANCELED(4);

    private final int code;

    OrderState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static OrderState of(int code) {
        for (OrderState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalStateException("expected the code of an order state, found " + code);
    }
}
