package seawall.link;

/// An entry is missing in the journal. A view that goes on without it would be wrong, so its reader stops.
public final class JournalGapException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    JournalGapException(String message) {
        super(message);
    }
}
