package seawall.engine;

import org.jspecify.annotations.Nullable;

/// Which way an order trades.
public enum Side {
    BUY(1),
    SELL(2);

    private static final @Nullable Side[] BY_CODE = new Side[2 + 1];

    static {
        for (Side value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    Side(int code) {
        this.code = code;
    }

    /// Number of this value in the schema; it never changes, unlike the order of the constants.
    public int code() {
        return code;
    }

    /// The value with this number, or null when there is none.
    public static @Nullable Side of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
