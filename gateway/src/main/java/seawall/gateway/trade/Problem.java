package seawall.gateway.trade;

/// Why an item failed, in the client's words: an `sCode` with its text.
record Problem(String code, String message, String subCode) {
    static final Problem NONE = new Problem("0", "", "");
    static final Problem BUSY = new Problem("50013", "Systems are busy. Please try again later.", "");
    static final Problem UNAVAILABLE =
            new Problem("50001", "Service temporarily unavailable. Please try again later.", "");
    static final Problem UNKNOWN_RESULT = new Problem(
            "51149",
            "Order timed out. Please try again. (This does not mean that the request was successful or failed, please"
                    + " check the order by its clOrdId)",
            "");

    static final Problem CANCELED_NOTHING =
            of("51400", "Order cancellation failed as the order has been filled, canceled or does not exist.");
    static final Problem AMENDED_NOTHING = of("51503", "Your order has already been filled or canceled.");
    static final Problem AMENDED_TWICE = new Problem(
            "51512",
            "Failed to amend orders in batches. You cannot have duplicate orders in the same amend-batch-orders request.",
            "");
    static final Problem AMENDMENTS_MAX = new Problem(
            "51513",
            "Number of modification requests that are currently in progress for an order cannot exceed "
                    + AmendmentsInFlight.PER_ORDER_MAX + " times.",
            "");

    static final Problem MAIN_ACCOUNT_ONLY = of("59500", "Only the API key of the main account has permission.");
    static final Problem SUB_ACCOUNT_UNKNOWN = of("59510", "Sub-account does not exist");
    static final Problem API_KEY_UNKNOWN = of("59506", "API key doesn't exist.");
    static final Problem TRANSFER_OUT_FORBIDDEN =
            of("58119", "This sub-account does not have permission to transfer out.");
    static final Problem ACCOUNTS_EQUAL =
            of("59507", "A transfer must be between two different sub-accounts of the same main account.");

    static Problem of(String code, String message) {
        return new Problem(code, message, "");
    }

    static Problem parameter(String name) {
        return of("51000", "Parameter " + name + " error");
    }

    static Problem missing(String name) {
        return of("50014", "Parameter " + name + " can not be empty.");
    }

    boolean isNone() {
        return code.equals("0");
    }
}
