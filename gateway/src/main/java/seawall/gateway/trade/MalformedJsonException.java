package seawall.gateway.trade;

/// A text that is not JSON, or more of it than is accepted.
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedJsonException(String message) {
        super(message);
    }
}
