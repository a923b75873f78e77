package seawall.cluster;

import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import seawall.wire.MemberPorts;

/// The parts of a journal's recording, one ahead of those that a replica makes again, and compared with them.
final class RecordedParts implements AutoCloseable {
    private static final int STREAM_ID = MemberPorts.JOURNAL_STREAM_ID + 1;
    private static final int FRAGMENTS_PER_POLL = 16;
    private static final long IMAGE_DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final AeronArchive archive;
    private final IdleStrategy idle;
    private final Recording recording;
    private final long replaySession;
    private final Subscription subscription;
    private final Image image;
    private final UnsafeBuffer part = new UnsafeBuffer(new byte[EntryPartSink.PART_BYTES_MAX]);
    private final UnsafeBuffer made = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer kept = new UnsafeBuffer(0, 0);
    private int partBytes;
    private boolean complete;
    private long end;

    /// A recording of a journal.
    ///
    /// @param startPosition where it begins
    /// @param stopPosition  where it ends, which may be in the middle of a part
    record Recording(long id, long startPosition, long stopPosition, int initialTermId, int termBytes, int mtuBytes) {}

    /// Replays a recording that is not being extended.
    ///
    /// @param from start of a part
    RecordedParts(Aeron aeron, AeronArchive archive, IdleStrategy idle, Recording recording, long from) {
        this.archive = archive;
        this.idle = idle;
        this.recording = recording;
        end = from;
        replaySession = archive.startReplay(recording.id, from, recording.stopPosition - from, "aeron:ipc", STREAM_ID);
        int session = (int) replaySession;
        subscription = aeron.addSubscription(ChannelUri.addSessionId("aeron:ipc", session), STREAM_ID);
        long deadline = System.nanoTime() + IMAGE_DEADLINE_NANOS;
        Image available;
        idle.reset();
        while ((available = subscription.imageBySessionId(session)) == null) {
            archive.checkForErrorResponse();
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the archive does not replay the journal at " + from);
            }
            idle.idle();
        }
        image = available;
    }

    /// The member's journal, or null before its first start.
    static @Nullable Recording find(AeronArchive archive) {
        var found = new ArrayList<Recording>();
        archive.listRecordingsForUri(
                0,
                2,
                "control-mode=dynamic",
                MemberPorts.JOURNAL_STREAM_ID,
                (controlSession,
                        correlation,
                        id,
                        startTimestamp,
                        stopTimestamp,
                        startPosition,
                        stopPosition,
                        initialTermId,
                        segmentBytes,
                        termBytes,
                        mtuBytes,
                        sessionId,
                        streamId,
                        strippedChannel,
                        originalChannel,
                        source) ->
                        found.add(new Recording(id, startPosition, stopPosition, initialTermId, termBytes, mtuBytes)));
        if (found.size() > 1) {
            throw new IllegalStateException("a member has one journal, the archive has more: " + found);
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    Recording recording() {
        return recording;
    }

    /// Position after the last whole part that was read.
    long end() {
        return end;
    }

    /// Reads the next part, unless it was read already.
    ///
    /// @return false when no whole part is left
    boolean hasNext() {
        idle.reset();
        while (!complete && image.position() < recording.stopPosition) {
            if (image.controlledPoll(this::onFragment, FRAGMENTS_PER_POLL) == 0) {
                if (image.isClosed()) {
                    throw new IllegalStateException("the journal's replay ended at " + image.position() + ", expected "
                            + recording.stopPosition);
                }
                archive.checkForErrorResponse();
                idle.idle();
            }
        }
        return complete;
    }

    /// Compares the part read last with the one that was made again; they must be equal.
    void check(long sequence, int number, DirectBuffer buffer, int offset, int length) {
        made.wrap(buffer, offset, length);
        kept.wrap(part, 0, partBytes);
        if (!made.equals(kept)) {
            throw new IllegalStateException("entry " + sequence + " part " + number
                    + " differs from the journal before position " + end + ": made " + length + " bytes with hash "
                    + made.hashCode() + ", recorded " + partBytes + " bytes with hash " + kept.hashCode());
        }
        complete = false;
    }

    private Action onFragment(DirectBuffer buffer, int offset, int length, Header header) {
        if ((header.flags() & FrameDescriptor.BEGIN_FRAG_FLAG) == FrameDescriptor.BEGIN_FRAG_FLAG) {
            partBytes = 0;
        }
        part.putBytes(partBytes, buffer, offset, length);
        partBytes += length;
        if ((header.flags() & FrameDescriptor.END_FRAG_FLAG) == FrameDescriptor.END_FRAG_FLAG) {
            complete = true;
            end = header.position();
            return Action.BREAK;
        }
        return Action.CONTINUE;
    }

    @Override
    public void close() {
        subscription.close();
        // Else it lingers in the archive, which truncates no recording that is being replayed.
        archive.stopReplay(replaySession);
    }
}
