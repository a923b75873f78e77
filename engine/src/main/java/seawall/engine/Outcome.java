package seawall.engine;

import org.jspecify.annotations.Nullable;

/// The answer to a command, and how an algo order's own order fared. Everything but [#ACCEPTED] changed nothing,
/// except an amend with cancelOnFail.
public enum Outcome {
    ACCEPTED(0),
    STREAM_REPEATED(1),
    STREAM_GAP(2),
    STREAM_FENCED(3),
    STREAM_UNKNOWN(4),
    DEADLINE_PASSED(5),
    MALFORMED(6),
    CURRENCY_UNKNOWN(7),
    CURRENCY_EXISTS(8),
    INSTRUMENT_UNKNOWN(9),
    INSTRUMENT_EXISTS(10),
    INSTRUMENT_INVALID(11),
    ACCOUNT_UNKNOWN(12),
    API_KEY_EXISTS(13),
    API_KEY_UNKNOWN(14),
    LIMIT_REACHED(15),
    AMOUNT_INVALID(16),
    BALANCE_MAX_EXCEEDED(17),
    BALANCE_INSUFFICIENT(18),
    WALLETS_EQUAL(19),
    CLIENT_ID_EXISTS(20),
    PHASE_FORBIDS(21),
    PRICE_INVALID(22),
    PRICE_OUTSIDE_LIMIT(23),
    QUANTITY_INVALID(24),
    QUANTITY_BELOW_MIN(25),
    QUANTITY_ABOVE_MAX(26),
    VALUE_ABOVE_MAX(27),
    ORDERS_MAX_ACCOUNT(28),
    ORDERS_MAX_INSTRUMENT(29),
    ORDERS_MAX(30),
    CLIENT_ORDER_ID_EXISTS(31),
    ORDER_UNKNOWN(32),
    ORDER_TYPE_INVALID(33),
    STP_FORBIDS_FOK(34),
    NO_LIQUIDITY(35),
    AMEND_EMPTY(36),
    AMEND_WOULD_TAKE(37),
    TIMERS_MAX(38),
    TIMEOUT_INVALID(39),
    RATE_INVALID(40),
    AMEND_FORBIDDEN(41),
    NOTIONAL_OVERFLOW(42),
    ALGO_INVALID(43),
    ALGO_UNKNOWN(44),
    ALGO_CLIENT_ID_EXISTS(45),
    ALGOS_MAX_INSTRUMENT(46),
    ALGOS_MAX(47),
    REFERENCE_MISSING(48),
    TRIGGER_SIDE_INVALID(49),
    FEE_TIER_UNKNOWN(50),
    SUB_ACCOUNT_UNKNOWN(51),
    SUB_ACCOUNT_EXISTS(52),
    MAIN_ACCOUNT_ONLY(53),
    TRANSFER_OUT_FORBIDDEN(54),
    ACCOUNTS_EQUAL(55);

    private static final @Nullable Outcome[] BY_CODE = new Outcome[55 + 1];

    static {
        for (Outcome value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    /// Number of this value in the schema; it never changes, unlike the order of the constants.
    public int code() {
        return code;
    }

    /// The value with this number, or null when there is none.
    public static @Nullable Outcome of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
