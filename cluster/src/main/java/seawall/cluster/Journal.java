package seawall.cluster;

import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.ChannelUriStringBuilder;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.archive.status.RecordingPos;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
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
    private static final long ARCHIVE_DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long TRUNCATE_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Aeron aeron;
    private final AeronArchive archive;
    private final String channel;
    private final IdleStrategy idle;
    private final long archiveId;
    private long recordingId = Aeron.NULL_VALUE;
    private @Nullable RecordedParts recorded;
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
        var recording = RecordedParts.find(archive);
        if (recording == null) {
            if (position != 0) {
                throw new IllegalStateException(
                        "the snapshot was taken at journal position " + position + ", but there is no journal");
            }
            startRecording();
            return;
        }
        recordingId = recording.id();
        if (position < recording.startPosition() || position > recording.stopPosition()) {
            throw new IllegalStateException("the snapshot was taken at journal position " + position
                    + ", but the journal has " + recording.startPosition() + " to " + recording.stopPosition());
        }
        if (position == recording.stopPosition()) {
            extendRecording(recording, position);
        } else {
            LOG.info(
                    "Journal ends at {}, the snapshot at {}: checking what is between while the log replays.",
                    recording.stopPosition(),
                    position);
            recorded = new RecordedParts(aeron, archive, idle, recording, position);
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
            position = recorded.end();
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

    /// Requires that everything recorded was made again, as it is when the log was replayed to its end.
    void requireChecked() {
        if (recorded != null) {
            throw new IllegalStateException("the journal has entries after " + sequence
                    + " that the log does not: the log was lost or belongs to another journal");
        }
    }

    /// Waits until all parts are recorded, which a snapshot relies on. Those that are made again are recorded already.
    void awaitRecorded() {
        if (recorded != null) {
            return;
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
        // Called from background work too, which runs while we wait for the recording to begin.
        if (recordingCounter != CountersReader.NULL_COUNTER_ID
                && !RecordingPos.isActive(aeron.countersReader(), recordingCounter, recordingId)) {
            archive.checkForErrorResponse();
            throw new IllegalStateException("the archive stopped recording the journal at " + position);
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(recorded, publication, archive);
    }

    private void publish(DirectBuffer buffer, int offset, int length) {
        var to = Objects.requireNonNull(publication);
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
        if (from != null && !from.hasNext()) {
            from.close();
            recorded = null;
            var recording = from.recording();
            LOG.info("Journal checked up to its end at {}, sequence {}.", from.end(), sequence);
            if (from.end() < recording.stopPosition()) {
                LOG.info(
                        "Cutting {} bytes of an unfinished part off the journal.",
                        recording.stopPosition() - from.end());
                truncate(from.end());
            }
            extendRecording(recording, from.end());
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
                LockSupport.parkNanos(TRUNCATE_AGAIN_NANOS);
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
        LOG.info("New journal, recording {}.", recordingId);
    }

    private void extendRecording(RecordedParts.Recording recording, long position) {
        String extending = new ChannelUriStringBuilder(channel)
                .initialPosition(position, recording.initialTermId(), recording.termBytes())
                .mtu(recording.mtuBytes())
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
            int counter = RecordingPos.findCounterIdBySession(aeron.countersReader(), created.sessionId(), archiveId);
            if (counter != CountersReader.NULL_COUNTER_ID && created.isConnected()) {
                recordingId = RecordingPos.getRecordingId(aeron.countersReader(), counter);
                recordingCounter = counter;
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
}
