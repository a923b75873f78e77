package seawall.engine;

import org.jspecify.annotations.Nullable;

/// What is canceled when the next maker belongs to the taker's own account.
public enum SelfTradePrevention {
    CANCEL_MAKER(1),
    CANCEL_TAKER(2),
    CANCEL_BOTH(3);

    private static final @Nullable SelfTradePrevention[] BY_CODE = new SelfTradePrevention[3 + 1];

    static {
        for (SelfTradePrevention value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    SelfTradePrevention(int code) {
        this.code = code;
    }

    /// Number of this value in the schema; it never changes, unlike the order of the constants.
    public int code() {
        return code;
    }

    /// The value with this number, or null when there is none.
    public static @Nullable SelfTradePrevention of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
