package seawall.engine;

import org.jspecify.annotations.Nullable;

/// What the quantity of an order counts: lots, or atoms of the quote currency.
public enum SizeUnit {
    BASE(1),
    QUOTE(2);

    private static final @Nullable SizeUnit[] BY_CODE = new SizeUnit[2 + 1];

    static {
        for (SizeUnit value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    SizeUnit(int code) {
        this.code = code;
    }

    /// Number of this value in the schema; it never changes, unlike the order of the constants.
    public int code() {
        return code;
    }

    /// The value with this number, or null when there is none.
    public static @Nullable SizeUnit of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
