package seawall.engine;

import org.jspecify.annotations.Nullable;

/// Why money moved.
public enum PostingReason {
    TRADE(1),
    FEE(2),
    TRANSFER_IN(3),
    TRANSFER_OUT(4),
    DEPOSIT(5),
    MINT(6),
    TO_SUB_ACCOUNT(7),
    FROM_SUB_ACCOUNT(8),
    TO_MAIN_ACCOUNT(9),
    FROM_MAIN_ACCOUNT(10);

    private static final @Nullable PostingReason[] BY_CODE = new PostingReason[10 + 1];

    static {
        for (PostingReason value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    PostingReason(int code) {
        this.code = code;
    }

    /// Number of this value in the schema; it never changes, unlike the order of the constants.
    public int code() {
        return code;
    }

    /// The value with this number, or null when there is none.
    public static @Nullable PostingReason of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
