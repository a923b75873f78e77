package seawall.gateway.trade;

/// What can be asked about orders.
public enum Operation {
    PLACE,
    CANCEL,
    AMEND;

    /// Most items of one request.
    public static final int ITEMS_MAX = 20;

    /// True for those that count towards the account's total rate.
    boolean isCharged() {
        return this != CANCEL;
    }

    Problem tooMany() {
        return switch (this) {
            case PLACE -> Problem.of("51111", "Maximum " + ITEMS_MAX + " orders can be placed in bulk.");
            case CANCEL -> Problem.of("51406", "Canceled - order count exceeds the limit " + ITEMS_MAX + ".");
            case AMEND -> Problem.of("51501", "Maximum " + ITEMS_MAX + " orders can be modified.");
        };
    }
}
