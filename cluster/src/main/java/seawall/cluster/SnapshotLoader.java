package seawall.cluster;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// A snapshot as a member stores it: a header that says what to expect, then the messages of the replica.
final class SnapshotLoader implements FragmentHandler {
    private static final long VERSION = 1;
    private static final int VERSION_OFFSET = 0;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int STATE_HASH_OFFSET = 16;
    private static final int JOURNAL_POSITION_OFFSET = 24;
    private static final int HEADER_BYTES = 32;

    private final Replica replica;
    private boolean complete;
    private long messages;
    private long sequence;
    private long stateHash;
    private long journalPosition;

    SnapshotLoader(Replica replica) {
        this.replica = replica;
    }

    /// Writes header and state.
    static void write(Replica replica, long journalPosition, Replica.SnapshotSink sink) {
        var header = new UnsafeBuffer(new byte[HEADER_BYTES]);
        header.putLong(VERSION_OFFSET, VERSION);
        header.putLong(SEQUENCE_OFFSET, replica.sequence());
        header.putLong(STATE_HASH_OFFSET, replica.stateHash());
        header.putLong(JOURNAL_POSITION_OFFSET, journalPosition);
        sink.onMessage(header, 0, HEADER_BYTES);
        replica.writeSnapshot(sink);
    }

    @Override
    public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
        onMessage(buffer, offset, length);
    }

    /// Takes the next message; after the last one the replica must be in the state that the header promised.
    void onMessage(DirectBuffer buffer, int offset, int length) {
        if (messages++ == 0) {
            if (length != HEADER_BYTES || buffer.getLong(offset + VERSION_OFFSET) != VERSION) {
                throw new IllegalStateException("a snapshot starts with a header of " + HEADER_BYTES
                        + " bytes, version " + VERSION + ", found " + length + " bytes");
            }
            sequence = buffer.getLong(offset + SEQUENCE_OFFSET);
            stateHash = buffer.getLong(offset + STATE_HASH_OFFSET);
            journalPosition = buffer.getLong(offset + JOURNAL_POSITION_OFFSET);
            return;
        }
        complete = replica.onSnapshot(buffer, offset, length);
        if (complete && (replica.sequence() != sequence || replica.stateHash() != stateHash)) {
            throw new IllegalStateException("the snapshot says sequence " + sequence + " and state hash " + stateHash
                    + ", loading it gave " + replica.sequence() + " and " + replica.stateHash());
        }
    }

    boolean isComplete() {
        return complete;
    }

    long messages() {
        return messages;
    }

    /// Position of the member's journal at which the snapshot was taken.
    long journalPosition() {
        return journalPosition;
    }
}
