package seawall.engine;

import org.jspecify.annotations.Nullable;

/// Which price of an algo order was reached.
public enum AlgoLeg {
    TAKE_PROFIT(1),
    STOP_LOSS(2),
    TRIGGER(3),
    TRAILING(4);

    private static final @Nullable AlgoLeg[] BY_CODE = new AlgoLeg[4 + 1];

    static {
        for (AlgoLeg value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    AlgoLeg(int code) {
        this.code = code;
    }

    /// Number of this value in the schema; it never changes, unlike the order of the constants.
    public int code() {
        return code;
    }

    /// The value with this number, or null when there is none.
    public static @Nullable AlgoLeg of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
