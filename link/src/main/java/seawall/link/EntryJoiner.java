package seawall.link;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.EntryPartEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.MessageHeaderDecoder;

/// Turns entry parts, in the order of the journal, into whole entries, each exactly once.
///
/// Parts may come again, because a reader that moves between recording, live stream and members starts a little
/// earlier than where it stopped. What was delivered is skipped; what is missing is our mistake and throws.
public final class EntryJoiner {
    /// Largest whole entry in bytes; the engine's limits keep the effects of one command far below.
    static final int ENTRY_BYTES_MAX = 16 * 1024 * 1024;

    private static final int FIRST_CAPACITY = 64 * 1024;

    private final JournalEntryHandler handler;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final EntryPartDecoder entryPart = new EntryPartDecoder();
    private final EntryPartEncoder joinedPart = new EntryPartEncoder();
    private final ExpandableArrayBuffer joined = new ExpandableArrayBuffer(FIRST_CAPACITY);
    private int joinedBytes;
    private int nextPart;
    private long sequence;

    /// @param sequence last entry that need not be delivered
    public EntryJoiner(long sequence, JournalEntryHandler handler) {
        this.sequence = sequence;
        this.handler = handler;
    }

    /// Sequence number of the last entry delivered.
    public long sequence() {
        return sequence;
    }

    /// Forgets the parts of an unfinished entry: the stream starts again, not after its last part.
    public void restart() {
        nextPart = 0;
        joinedBytes = 0;
    }

    /// Takes the next part.
    ///
    /// @return true when it completed an entry, which was delivered
    public boolean onPart(DirectBuffer buffer, int offset, int length) {
        entryPart.wrapAndApplyHeader(buffer, offset, header);
        long partSequence = entryPart.sequence();
        if (partSequence <= sequence) {
            return false;
        }
        int part = entryPart.part();
        if (partSequence != sequence + 1 || part > nextPart) {
            // A stream may start in the middle of the entry before the one that is wanted, never after it.
            throw new JournalGapException("gap after " + sequence + ", received " + partSequence
                    + (part == 0 ? "" : " part " + part + ", expected part " + nextPart));
        }
        if (part < nextPart) {
            return false;
        }
        boolean last = entryPart.last() == Flag.YES;
        if (last && part == 0) {
            sequence = partSequence;
            handler.onEntry(partSequence, buffer, offset, length);
            return true;
        }
        int headBytes = MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength();
        if (part == 0) {
            append(buffer, offset, length);
        } else {
            append(buffer, offset + headBytes, length - headBytes);
        }
        nextPart = part + 1;
        if (!last) {
            return false;
        }
        // The header of the last part is the one that was written when all effects were known.
        joined.putBytes(0, buffer, offset, headBytes);
        joinedPart.wrap(joined, MessageHeaderDecoder.ENCODED_LENGTH).part(0);
        int entryBytes = joinedBytes;
        restart();
        sequence = partSequence;
        handler.onEntry(partSequence, joined, 0, entryBytes);
        return true;
    }

    private void append(DirectBuffer buffer, int offset, int length) {
        if (joinedBytes + length > ENTRY_BYTES_MAX) {
            throw new IllegalStateException("entry " + (sequence + 1) + " has more than " + ENTRY_BYTES_MAX + " bytes");
        }
        joined.putBytes(joinedBytes, buffer, offset, length);
        joinedBytes += length;
    }
}
