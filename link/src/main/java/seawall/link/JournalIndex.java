package seawall.link;

import io.aeron.Image;
import io.aeron.ImageFragmentAssembler;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import seawall.wire.MemberPorts;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.MessageHeaderDecoder;

/// Finds where in a member's journal an entry is, without an index file that could disagree with the journal.
///
/// Sequence numbers grow along the recording, and every term of it starts with a frame, so a binary search over the
/// terms needs one short replay per step: a journal of 100 GB in terms of 16 MB takes 13. What is left to skip is
/// less than a term.
final class JournalIndex {
    private static final int PROBE_STREAM_ID = MemberPorts.JOURNAL_STREAM_ID + 2;
    private static final long PARK_NANOS = 100_000;
    private static final int FRAGMENTS_PER_POLL = 16;

    private final AeronArchive archive;
    private final JournalSource source;
    private final LinkMedia media;

    /// A place from which the wanted entry follows soon.
    record Location(long recordingId, long position) {}

    private record Recording(long id, long startPosition, int termBytes) {}

    private JournalIndex(AeronArchive archive, JournalSource source, LinkMedia media) {
        this.archive = archive;
        this.source = source;
        this.media = media;
    }

    /// Blocks while the member is asked.
    ///
    /// @throws RuntimeException when the member does not answer or has no journal yet
    static Location locate(JournalSource source, LinkMedia media, long sequence) {
        try (var archive = AeronArchive.connect(archiveContext(source, media))) {
            return new JournalIndex(archive, source, media).locate(sequence);
        }
    }

    static AeronArchive.Context archiveContext(JournalSource source, LinkMedia media) {
        return new AeronArchive.Context()
                .aeron(media.aeron())
                .ownsAeronClient(false)
                .controlRequestChannel(source.archiveRequestChannel())
                .controlResponseChannel(source.archiveResponseChannel())
                .messageTimeoutNs(JournalSource.MESSAGE_TIMEOUT.toNanos())
                .idleStrategy(LinkMedia.idleStrategy());
    }

    private Location locate(long sequence) {
        var recording = recording();
        long first = recording.startPosition;
        if (sequence == 1) {
            return new Location(recording.id, first);
        }
        long end = archive.getMaxRecordedPosition(recording.id);
        // Invariant: the wanted entry does not start before term `low`; term `high` starts after it or is not recorded.
        long low = first / recording.termBytes;
        long high = (end + recording.termBytes - 1) / recording.termBytes;
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (firstSequence(recording, middle * recording.termBytes, end) < sequence) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new Location(recording.id, Math.max(first, low * recording.termBytes));
    }

    private Recording recording() {
        var found = new ArrayList<Recording>();
        archive.listRecordingsForUri(
                0,
                2,
                "control-mode=dynamic",
                MemberPorts.JOURNAL_STREAM_ID,
                (session,
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
                        sourceIdentity) -> found.add(new Recording(id, startPosition, termBytes)));
        if (found.size() != 1) {
            throw new IllegalStateException("member " + source.member() + " has " + found.size() + " journals");
        }
        return found.getFirst();
    }

    /// Sequence number of the first entry part that starts at the position or after it; `Long.MAX_VALUE` when none
    /// is recorded.
    private long firstSequence(Recording recording, long position, long end) {
        long deadline = System.nanoTime() + JournalSource.MESSAGE_TIMEOUT.toNanos();
        try (Subscription subscription = media.aeron().addSubscription(source.replayChannel(), PROBE_STREAM_ID)) {
            String channel;
            while ((channel = subscription.tryResolveChannelEndpointPort()) == null) {
                await(deadline, position);
            }
            long length = Math.min(recording.termBytes, end - position);
            int session = (int) archive.startReplay(recording.id, position, length, channel, PROBE_STREAM_ID);
            Image image;
            while ((image = subscription.imageBySessionId(session)) == null) {
                await(deadline, position);
            }
            var first = new FirstPart();
            var assembler = new ImageFragmentAssembler(first);
            while (first.sequence == Long.MAX_VALUE && image.position() < position + length) {
                if (image.poll(assembler, FRAGMENTS_PER_POLL) == 0) {
                    if (image.isClosed()) {
                        throw new IllegalStateException(
                                "member " + source.member() + " stopped replaying its journal at " + image.position());
                    }
                    await(deadline, image.position());
                }
            }
            return first.sequence;
        }
    }

    private void await(long deadlineNanos, long position) {
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new IllegalStateException("member " + source.member() + " did not replay its journal at " + position);
        }
        archive.checkForErrorResponse();
        LockSupport.parkNanos(PARK_NANOS);
    }

    private static final class FirstPart implements FragmentHandler {
        private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
        private final EntryPartDecoder entryPart = new EntryPartDecoder();
        private long sequence = Long.MAX_VALUE;

        @Override
        public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
            if (sequence == Long.MAX_VALUE) {
                sequence = entryPart
                        .wrapAndApplyHeader(buffer, offset, messageHeader)
                        .sequence();
            }
        }
    }
}
