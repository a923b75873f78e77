package seawall.engine;

import org.jspecify.annotations.Nullable;

/// What an instrument admits at the moment.
public enum Phase {
    TRADING(1),
    POST_ONLY(2),
    AUCTION(3),
    CANCEL_ONLY(4),
    HALTED(5);

    private static final @Nullable Phase[] BY_CODE = new Phase[5 + 1];

    static {
        for (Phase value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    Phase(int code) {
        this.code = code;
    }

    /// False where nothing may be placed or amended.
    boolean admitsAlgos() {
        return this != CANCEL_ONLY && this != HALTED;
    }

    /// False where a resting order may only be canceled.
    boolean admitsAmendments() {
        return this == TRADING || this == POST_ONLY;
    }

    /// True where orders meet: a crossed book must be uncrossed before.
    boolean matches() {
        return this == TRADING || this == POST_ONLY;
    }

    /// Number of this value in the schema; it never changes, unlike the order of the constants.
    public int code() {
        return code;
    }

    /// The value with this number, or null when there is none.
    public static @Nullable Phase of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
