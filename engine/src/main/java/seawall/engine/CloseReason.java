package seawall.engine;

import org.jspecify.annotations.Nullable;

/// Why an order or an algo order is no longer open.
public enum CloseReason {
    SYSTEM(0),
    USER(1),
    FOK(13),
    IOC(14),
    PRICE_LIMIT(15),
    CANCEL_ALL_AFTER(20),
    POST_ONLY(31),
    SELF_TRADE(32),
    MAKERS_MAX(33),
    NO_LIQUIDITY(34),
    FUNDS(35),
    PARENT(36),
    FILLED(100);

    private static final @Nullable CloseReason[] BY_CODE = new CloseReason[100 + 1];

    static {
        for (CloseReason value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    CloseReason(int code) {
        this.code = code;
    }

    /// Number of this value in the schema; it never changes, unlike the order of the constants.
    public int code() {
        return code;
    }

    /// The value with this number, or null when there is none.
    public static @Nullable CloseReason of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
