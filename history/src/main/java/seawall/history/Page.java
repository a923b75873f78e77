package seawall.history;

/// Which rows of a list, newest first.
///
/// @param afterId    only rows with smaller ids (older); [Long#MAX_VALUE] = no bound
/// @param beforeId   only rows with greater ids (newer); 0 = no bound
/// @param beginNanos only rows from this time on; 0 = no bound
/// @param endNanos   only rows up to this time; [Long#MAX_VALUE] = no bound
/// @param limit      at most this many rows, and at most the configured maximum
public record Page(long afterId, long beforeId, long beginNanos, long endNanos, int limit) {
    public Page {
        if (limit < 1) {
            throw new IllegalArgumentException("expected a limit of at least 1, found " + limit);
        }
    }

    /// The newest rows.
    public static Page newest(int limit) {
        return new Page(Long.MAX_VALUE, 0, 0, Long.MAX_VALUE, limit);
    }

    /// The rows older than this id.
    public Page after(long id) {
        return new Page(id, beforeId, beginNanos, endNanos, limit);
    }

    /// The rows newer than this id.
    public Page before(long id) {
        return new Page(afterId, id, beginNanos, endNanos, limit);
    }

    /// The rows between these times, both included.
    public Page between(long begin, long end) {
        return new Page(afterId, beforeId, begin, end, limit);
    }
}
