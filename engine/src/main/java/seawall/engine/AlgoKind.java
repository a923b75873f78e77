package seawall.engine;

import org.jspecify.annotations.Nullable;

/// What an algo order waits for.
public enum AlgoKind {
    CONDITIONAL(1),
    OCO(2),
    TRIGGER(3),
    TRAILING(4);

    private static final @Nullable AlgoKind[] BY_CODE = new AlgoKind[4 + 1];

    static {
        for (AlgoKind value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    AlgoKind(int code) {
        this.code = code;
    }

    /// Number of this value in the schema; it never changes, unlike the order of the constants.
    public int code() {
        return code;
    }

    /// The value with this number, or null when there is none.
    public static @Nullable AlgoKind of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
