package seawall.engine;

import org.jspecify.annotations.Nullable;

/// Whether a posting comes from the resting or the incoming side of a fill.
public enum Liquidity {
    NONE(0),
    MAKER(1),
    TAKER(2);

    private static final @Nullable Liquidity[] BY_CODE = new Liquidity[2 + 1];

    static {
        for (Liquidity value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    Liquidity(int code) {
        this.code = code;
    }

    /// Number of this value in the schema; it never changes, unlike the order of the constants.
    public int code() {
        return code;
    }

    /// The value with this number, or null when there is none.
    public static @Nullable Liquidity of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
