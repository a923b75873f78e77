package seawall.history;

/// The journal or the tables are not what they must be; trying again would not help.
final class Mistake extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Mistake(RuntimeException cause) {
        super(cause.getMessage(), cause);
    }
}
