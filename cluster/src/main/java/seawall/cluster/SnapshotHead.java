package seawall.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// What the cluster stores of a replica's snapshot: which image is the state, and what it must lead to.
///
/// @param sequence        of the last entry before the snapshot
/// @param stateHash       of the state
/// @param logPosition     where the log goes on after it; names the image
/// @param journalPosition where the member's journal goes on after it
record SnapshotHead(long sequence, long stateHash, long logPosition, long journalPosition) {
    static final int BYTES = 40;
    private static final long VERSION = 2;
    private static final int VERSION_OFFSET = 0;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int STATE_HASH_OFFSET = 16;
    private static final int LOG_POSITION_OFFSET = 24;
    private static final int JOURNAL_POSITION_OFFSET = 32;

    DirectBuffer encode() {
        var head = new UnsafeBuffer(new byte[BYTES]);
        head.putLong(VERSION_OFFSET, VERSION);
        head.putLong(SEQUENCE_OFFSET, sequence);
        head.putLong(STATE_HASH_OFFSET, stateHash);
        head.putLong(LOG_POSITION_OFFSET, logPosition);
        head.putLong(JOURNAL_POSITION_OFFSET, journalPosition);
        return head;
    }

    static SnapshotHead decode(DirectBuffer buffer, int offset, int length) {
        if (length != BYTES || buffer.getLong(offset + VERSION_OFFSET) != VERSION) {
            throw new IllegalStateException(
                    "a snapshot is " + BYTES + " bytes, version " + VERSION + ", found " + length + " bytes");
        }
        return new SnapshotHead(
                buffer.getLong(offset + SEQUENCE_OFFSET),
                buffer.getLong(offset + STATE_HASH_OFFSET),
                buffer.getLong(offset + LOG_POSITION_OFFSET),
                buffer.getLong(offset + JOURNAL_POSITION_OFFSET));
    }

    /// Loads the image into a replica, which must then be in the state that this head promises.
    void load(Path images, Replica into) {
        Path file = StateImages.file(images, logPosition);
        var complete = new boolean[1];
        try {
            ImageFile.Head head = ImageFile.read(
                    file, (buffer, offset, length) -> complete[0] = into.onImage(buffer, offset, length));
            if (head.sequence() != sequence || head.stateHash() != stateHash) {
                throw new IllegalStateException("expected the image of " + this + " in " + file + ", found " + head);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        if (!complete[0]) {
            throw new IllegalStateException("the image in " + file + " has no end");
        }
        if (into.sequence() != sequence || into.stateHash() != stateHash) {
            throw new IllegalStateException("the snapshot says sequence " + sequence + " and state hash " + stateHash
                    + ", loading it gave " + into.sequence() + " and " + into.stateHash());
        }
    }
}
