package seawall.history;

import org.jspecify.annotations.Nullable;

/// Why a question has no answer. None of these says anything about the rows.
public final class HistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What happened.
    public enum Reason {
        /// As many questions are waiting as may wait: ask again later.
        BUSY,
        /// The answer would have come after the timeout.
        TIMED_OUT,
        /// The database is away or failed.
        UNAVAILABLE,
        /// This history is closed.
        CLOSED
    }

    private final Reason reason;

    HistoryException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /// What happened.
    public Reason reason() {
        return reason;
    }
}
