package seawall.engine;

import org.jspecify.annotations.Nullable;

/// How an order meets the book and what becomes of its remainder.
public enum OrderType {
    LIMIT(1),
    MARKET(2),
    POST_ONLY(3),
    FOK(4),
    IOC(5),
    OPTIMAL_LIMIT_IOC(6);

    private static final @Nullable OrderType[] BY_CODE = new OrderType[6 + 1];

    static {
        for (OrderType value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    OrderType(int code) {
        this.code = code;
    }

    /// Number of this value in the schema; it never changes, unlike the order of the constants.
    public int code() {
        return code;
    }

    /// The value with this number, or null when there is none.
    public static @Nullable OrderType of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
