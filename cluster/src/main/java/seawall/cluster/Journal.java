package seawall.cluster;

import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.ChannelUriStringBuilder;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.archive.status.RecordingPos;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.wire.MemberPorts;

/// The journal of this member: a publication that the local archive records and that anyone may read.
///
/// After a restart the log is replayed from the last snapshot, and the replica makes entries again that are
/// recorded already. They are not published twice: as long as the recording has parts left (phase CHECKING), each
/// part made again is compared with the recorded one, byte by byte. A difference means that the engine is not
/// deterministic or that somebody mixed up directories: our mistake, the member stops. After the last recorded part
/// the recording is extended at its end (phase PUBLISHING).
///
/// A crash may leave the first fragments of a part at the end of the recording. They are cut off before it is
/// extended, so that one position in the journal always means the same bytes: a reader that had received a part
/// live, and falls back to the recording, must not join fragments of two attempts into one part.
///
/// One thread: that of the clustered service.
final class Journal implements EntryPartSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final int REPLAY_STREAM_ID = MemberPorts.JOURNAL_STREAM_ID + 1;
    private static final long ARCHIVE_DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int FRAGMENTS_PER_POLL = 16;

    private final Aeron aeron;
    private final AeronArchive archive;
    private final String channel;
    private final IdleStrategy idle;
    private final long archiveId;
    private long recordingId = Aeron.NULL_VALUE;
    private @Nullable Recorded recorded;
    private @Nullable ExclusivePublication publication;
    private int recordingCounter = CountersReader.NULL_COUNTER_ID;
    private long position;
    private long sequence;
    private long backPressure;

    /// @param archive a session with the local archive, which this journal closes
    /// @param channel where the journal is published
    /// @param idle    keeps the service alive while the journal waits
    Journal(Aeron aeron, AeronArchive archive, String channel, IdleStrategy idle) {
        this.aeron = aeron;
        this.archive = archive;
        this.channel = channel;
        this.idle = idle;
        archiveId = archive.archiveId();
    }

    /// Finds the recording and what of it must be made again before anything new is published.
    ///
    /// @param position of the journal when the replica was in the state it has now
    /// @param sequence of the replica
    void open(long position, long sequence) {
        this.position = position;
        this.sequence = sequence;
        var recording = findRecording();
        if (recording == null) {
            if (position != 0) {
                throw new IllegalStateException(
                        "the snapshot was taken at journal position " + position + ", but there is no journal");
            }
            startRecording();
            return;
        }
        recordingId = recording.id;
        if (position < recording.startPosition || position > recording.stopPosition) {
            throw new IllegalStateException("the snapshot was taken at journal position " + position
                    + ", but the journal has " + recording.startPosition + " to " + recording.stopPosition);
        }
        if (position == recording.stopPosition) {
            extendRecording(recording, position);
        } else {
            LOG.info(
                    "Journal ends at {}, the snapshot at {}: checking what is between while the log replays.",
                    recording.stopPosition,
                    position);
            recorded = new Recorded(recording, position);
            finishCheckingAtTheEnd();
        }
    }

    @Override
    public void onPart(long sequence, int part, boolean last, DirectBuffer buffer, int offset, int length) {
        if (sequence != this.sequence + 1) {
            throw new IllegalStateException("gap after " + this.sequence + ", the replica made " + sequence);
        }
        if (recorded != null) {
            recorded.check(sequence, part, buffer, offset, length);
            finishCheckingAtTheEnd();
        } else {
            publish(buffer, offset, length);
        }
        if (last) {
            this.sequence = sequence;
        }
    }

    /// Position after the last part, equal on every member that made the same entries.
    long position() {
        return position;
    }

    /// Times a part had to wait for its recording.
    long backPressure() {
        return backPressure;
    }

    boolean isChecking() {
        return recorded != null;
    }

    /// Waits until all parts are recorded, which a snapshot relies on.
    void awaitRecorded() {
        if (recorded != null) {
            throw new IllegalStateException("the journal has entries after " + sequence
                    + " that the log does not: the log was lost or belongs to another journal");
        }
        long deadline = System.nanoTime() + ARCHIVE_DEADLINE_NANOS;
        idle.reset();
        while (aeron.countersReader().getCounterValue(recordingCounter) < position) {
            checkRecording();
            waitUntil(deadline, "the journal to be recorded up to " + position);
        }
    }

    /// Stops the service when the recording stopped: what is published after that would be lost.
    void checkRecording() {
        if (publication != null && !RecordingPos.isActive(aeron.countersReader(), recordingCounter, recordingId)) {
            archive.checkForErrorResponse();
            throw new IllegalStateException("the archive stopped recording the journal at " + position);
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(recorded, publication, archive);
    }

    private void publish(DirectBuffer buffer, int offset, int length) {
        var to = java.util.Objects.requireNonNull(publication);
        long result = to.offer(buffer, offset, length);
        if (result < 0) {
            backPressure++;
            idle.reset();
            do {
                if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
                    throw new IllegalStateException("the journal refused a part: " + Publication.errorString(result));
                }
                // Waiting is right, losing a part is not: the archive is local, and if it stopped we stop too.
                checkRecording();
                idle.idle();
                result = to.offer(buffer, offset, length);
            } while (result < 0);
        }
        position = result;
    }

    private void finishCheckingAtTheEnd() {
        var from = recorded;
        if (from != null && !from.prepareNext()) {
            from.close();
            recorded = null;
            var recording = from.recording;
            LOG.info("Journal checked up to its end at {}, sequence {}.", from.end, sequence);
            if (from.end < recording.stopPosition) {
                LOG.info("Cutting {} bytes of an unfinished part off the journal.", recording.stopPosition - from.end);
                truncate(from.end);
            }
            extendRecording(recording, from.end);
        }
    }

    private void truncate(long position) {
        long deadline = System.nanoTime() + ARCHIVE_DEADLINE_NANOS;
        while (true) {
            try {
                archive.truncateRecording(recordingId, position);
                return;
            } catch (ArchiveException e) {
                // A reader may be replaying the recording, which ends by itself at its stop position.
                if (e.errorCode() != ArchiveException.ACTIVE_RECORDING) {
                    throw e;
                }
                LOG.debug("Truncating the journal waits for a replay to end.", e);
                waitUntil(deadline, "replays of the journal to end");
            }
        }
    }

    private void startRecording() {
        var created = aeron.addExclusivePublication(channel, MemberPorts.JOURNAL_STREAM_ID);
        publication = created;
        archive.startRecording(
                ChannelUri.addSessionId(channel, created.sessionId()),
                MemberPorts.JOURNAL_STREAM_ID,
                SourceLocation.LOCAL);
        awaitRecordingOf(created);
        recordingId = RecordingPos.getRecordingId(aeron.countersReader(), recordingCounter);
        LOG.info("New journal, recording {}.", recordingId);
    }

    private void extendRecording(Recording recording, long position) {
        String extending = new ChannelUriStringBuilder(channel)
                .initialPosition(position, recording.initialTermId, recording.termBytes)
                .mtu(recording.mtuBytes)
                .build();
        var created = aeron.addExclusivePublication(extending, MemberPorts.JOURNAL_STREAM_ID);
        publication = created;
        archive.extendRecording(
                recordingId,
                ChannelUri.addSessionId(channel, created.sessionId()),
                MemberPorts.JOURNAL_STREAM_ID,
                SourceLocation.LOCAL);
        awaitRecordingOf(created);
        this.position = position;
        LOG.info("Journal continues at {}, recording {}.", position, recordingId);
    }

    private void awaitRecordingOf(ExclusivePublication created) {
        long deadline = System.nanoTime() + ARCHIVE_DEADLINE_NANOS;
        idle.reset();
        while (true) {
            recordingCounter =
                    RecordingPos.findCounterIdBySession(aeron.countersReader(), created.sessionId(), archiveId);
            if (recordingCounter != CountersReader.NULL_COUNTER_ID && created.isConnected()) {
                return;
            }
            archive.checkForErrorResponse();
            waitUntil(deadline, "the archive to record the journal");
        }
    }

    private void waitUntil(long deadlineNanos, String what) {
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new IllegalStateException(
                    "waited " + TimeUnit.NANOSECONDS.toSeconds(ARCHIVE_DEADLINE_NANOS) + " s for " + what);
        }
        idle.idle();
    }

    private @Nullable Recording findRecording() {
        var found = new java.util.ArrayList<Recording>();
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
                        source) ->
                        found.add(new Recording(id, startPosition, stopPosition, initialTermId, termBytes, mtuBytes)));
        if (found.size() > 1) {
            throw new IllegalStateException("a member has one journal, the archive has more: " + found);
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    private record Recording(
            long id, long startPosition, long stopPosition, int initialTermId, int termBytes, int mtuBytes) {}

    /// The recorded parts that are made again, one ahead.
    private final class Recorded implements AutoCloseable {
        private final Recording recording;
        private final Subscription subscription;
        private final UnsafeBuffer part = new UnsafeBuffer(new byte[PART_BYTES_MAX]);
        private final Image image;
        private int partBytes;
        private boolean partComplete;
        /// Position after the last complete part.
        private long end;

        Recorded(Recording recording, long from) {
            this.recording = recording;
            end = from;
            long replaySession = archive.startReplay(
                    recording.id, from, recording.stopPosition - from, "aeron:ipc", REPLAY_STREAM_ID);
            int sessionId = (int) replaySession;
            subscription = aeron.addSubscription(ChannelUri.addSessionId("aeron:ipc", sessionId), REPLAY_STREAM_ID);
            long deadline = System.nanoTime() + ARCHIVE_DEADLINE_NANOS;
            Image available;
            while ((available = subscription.imageBySessionId(sessionId)) == null) {
                archive.checkForErrorResponse();
                waitUntil(deadline, "the journal to be replayed");
            }
            image = available;
        }

        /// Reads the next part, if there is a whole one.
        ///
        /// @return false when no whole part is left
        boolean prepareNext() {
            idle.reset();
            while (!partComplete) {
                int fragments = image.controlledPoll(this::onFragment, FRAGMENTS_PER_POLL);
                if (partComplete) {
                    return true;
                }
                if (image.position() >= recording.stopPosition) {
                    return false;
                }
                if (fragments == 0) {
                    if (image.isClosed()) {
                        throw new IllegalStateException("the journal's replay ended at " + image.position()
                                + ", expected " + recording.stopPosition);
                    }
                    archive.checkForErrorResponse();
                    idle.idle();
                }
            }
            return true;
        }

        private io.aeron.logbuffer.ControlledFragmentHandler.Action onFragment(
                DirectBuffer buffer, int offset, int length, Header header) {
            if ((header.flags() & FrameDescriptor.BEGIN_FRAG_FLAG) == FrameDescriptor.BEGIN_FRAG_FLAG) {
                partBytes = 0;
            }
            part.putBytes(partBytes, buffer, offset, length);
            partBytes += length;
            if ((header.flags() & FrameDescriptor.END_FRAG_FLAG) == FrameDescriptor.END_FRAG_FLAG) {
                partComplete = true;
                end = header.position();
                return io.aeron.logbuffer.ControlledFragmentHandler.Action.BREAK;
            }
            return io.aeron.logbuffer.ControlledFragmentHandler.Action.CONTINUE;
        }

        void check(long sequence, int number, DirectBuffer buffer, int offset, int length) {
            var made = new UnsafeBuffer(buffer, offset, length);
            var kept = new UnsafeBuffer(part, 0, partBytes);
            if (!made.equals(kept)) {
                throw new IllegalStateException("entry " + sequence + " part " + number
                        + " differs from the journal before position " + end + ": made " + length + " bytes with hash "
                        + made.hashCode() + ", recorded " + partBytes + " bytes with hash " + kept.hashCode());
            }
            position = end;
            partComplete = false;
        }

        @Override
        public void close() {
            subscription.close();
        }
    }
}
