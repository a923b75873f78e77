package seawall.gateway.okx;

/// Carries a refusal from the parameter that earned it to the reply. It has no stack trace: refusing must cost less
/// than
/// answering.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int httpStatus;
    private final String code;

    Refusal(int httpStatus, String code, String message) {
        super(message, null, false, false);
        this.httpStatus = httpStatus;
        this.code = code;
    }

    static Refusal missing(String parameter) {
        return new Refusal(400, "50014", "Parameter " + parameter + " can not be empty.");
    }

    static Refusal invalid(String parameter) {
        return new Refusal(400, "51000", "Parameter " + parameter + " error");
    }

    static Refusal eitherMissing(String one, String other) {
        return new Refusal(400, "50015", "Either parameter " + one + " or " + other + " is required");
    }

    static Refusal mismatch(String parameter, String other) {
        return new Refusal(400, "50016", "Parameter " + parameter + " does not match parameter " + other);
    }

    static Refusal unsupportedMode() {
        return new Refusal(200, "51010", "Request unsupported under current account mode");
    }

    static Refusal unknownSubAccount() {
        return new Refusal(200, "59510", "Sub-account does not exist");
    }

    static Refusal mainAccountOnly() {
        return new Refusal(200, "59500", "Only the API key of the main account has permission.");
    }

    static Refusal unknownApiKey() {
        return new Refusal(200, "59506", "API key doesn't exist.");
    }

    static Refusal tooMany(String parameter, int countMax) {
        return new Refusal(200, "50025", "Parameter " + parameter + " count exceeds the limit " + countMax + ".");
    }

    static Refusal unknownInstrument() {
        return new Refusal(200, "51001", "Instrument ID, Instrument ID code or Spread ID doesn't exist.");
    }

    static Refusal unknownOrder() {
        return new Refusal(200, "51603", "Order does not exist.");
    }

    Reply toReply() {
        String message = getMessage();
        return Reply.refused(httpStatus, code, message == null ? "" : message);
    }
}
