package seawall.link;

/// Follows the journal of a member from a chosen sequence number on: replays what is recorded, joins live, falls back
/// to replay
/// by itself when it was too slow, and moves on after the member restarts. One thread at a time.
public interface JournalReader extends AutoCloseable {
    /// Delivers entries that are ready.
    ///
    /// @param entriesMax at most this many entries are delivered
    /// @return entries delivered; 0 when there was nothing to do
    int poll(int entriesMax);

    /// Sequence number of the last delivered entry; 0 before the first.
    long sequence();

    /// True while the reader follows the live journal rather than a replay.
    boolean isLive();

    @Override
    void close();
}
