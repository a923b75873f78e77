package seawall.link;

import org.agrona.DirectBuffer;

/// Receives the journal, one whole entry at a time, in sequence, gapless.
@FunctionalInterface
public interface JournalEntryHandler {
    /// One entry. The buffer is only valid during the call. It starts with an `EntryPart` (with its message header)
    /// followed by
    /// the entry's events, each with its own message header, whatever number of parts the entry travelled in.
    ///
    /// @param sequence the entry's sequence number, one above that of the call before
    void onEntry(long sequence, DirectBuffer buffer, int offset, int length);
}
