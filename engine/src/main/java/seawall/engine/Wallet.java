package seawall.engine;

import org.jspecify.annotations.Nullable;

/// The two wallets of an account. Only the trading wallet has holds.
public enum Wallet {
    FUNDING(6),
    TRADING(18);

    private static final @Nullable Wallet[] BY_CODE = new Wallet[18 + 1];

    static {
        for (Wallet value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    Wallet(int code) {
        this.code = code;
    }

    /// Number of this value in the schema; it never changes, unlike the order of the constants.
    public int code() {
        return code;
    }

    /// The value with this number, or null when there is none.
    public static @Nullable Wallet of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
