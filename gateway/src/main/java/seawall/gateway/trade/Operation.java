package seawall.gateway.trade;

import seawall.gateway.admission.OrderAdmission.Allowance;

/// What can be asked about orders and algo orders.
public enum Operation {
    PLACE,
    CANCEL,
    AMEND,
    PLACE_ALGO,
    CANCEL_ALGO,
    AMEND_ALGO;

    /// Most items of one request about orders.
    public static final int ITEMS_MAX = 20;

    private static final int ALGO_ITEMS_MAX = 10;

    int itemsMax() {
        return isAlgo() ? ALGO_ITEMS_MAX : ITEMS_MAX;
    }

    boolean isAlgo() {
        return this == PLACE_ALGO || this == CANCEL_ALGO || this == AMEND_ALGO;
    }

    boolean isPlacing() {
        return this == PLACE || this == PLACE_ALGO;
    }

    boolean isCanceling() {
        return this == CANCEL || this == CANCEL_ALGO;
    }

    /// True for those that count towards the account's total rate.
    boolean isCharged() {
        return this == PLACE || this == AMEND;
    }

    Allowance allowance(boolean isBatchOfSeveral) {
        if (isAlgo()) {
            return Allowance.ALGO;
        }
        return isBatchOfSeveral ? Allowance.BATCH : Allowance.SINGLE;
    }

    Problem tooMany() {
        return switch (this) {
            case PLACE, PLACE_ALGO -> Problem.of("51111", "Maximum " + itemsMax() + " orders can be placed in bulk.");
            case CANCEL, CANCEL_ALGO ->
                Problem.of("51406", "Canceled - order count exceeds the limit " + itemsMax() + ".");
            case AMEND, AMEND_ALGO -> Problem.of("51501", "Maximum " + itemsMax() + " orders can be modified.");
        };
    }
}
