package seawall.cluster;

import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.Image;
import io.aeron.ImageFragmentAssembler;
import io.aeron.RethrowingErrorHandler;
import io.aeron.Subscription;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.status.RecordingPos;
import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.SessionMessageHeaderDecoder;
import io.aeron.cluster.codecs.SnapshotMark;
import io.aeron.cluster.codecs.SnapshotMarkerDecoder;
import io.aeron.cluster.codecs.TimerEventDecoder;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import java.nio.file.Path;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/// Replays the log of a stopped member through a fresh replica and compares what it makes, byte by byte, with the
/// member's journal. The latest snapshot is loaded into a second replica, which must end in the same state.
public final class JournalVerifier {
    private static final int LOG_STREAM_ID = 1850;
    private static final int SNAPSHOT_STREAM_ID = 1851;
    private static final int FRAGMENTS_PER_POLL = 64;
    private static final int TERM_BYTES = 1024 * 1024;

    private final Aeron aeron;
    private final AeronArchive archive;
    private final IdleStrategy idle = new BackoffIdleStrategy(1, 1, 1_000, 100_000);

    private JournalVerifier(Aeron aeron, AeronArchive archive) {
        this.aeron = aeron;
        this.archive = archive;
    }

    /// What a replay found.
    ///
    /// @param sequence          sequence number of the last entry that the log gives
    /// @param stateHash         hash of the state after it
    /// @param partsCompared     parts of the journal that were equal to those made again
    /// @param partsUnpublished  parts that the log gives and the journal does not have yet; a member that starts
    ///                          again publishes them
    /// @param snapshotSequence  sequence number of the latest snapshot, 0 without one
    public record Verification(
            long sequence, long stateHash, long partsCompared, long partsUnpublished, long snapshotSequence) {}

    /// Verifies a member that does not run.
    ///
    /// @param directory of the member
    /// @param replicas  makes a replica of the version and limits that the member had
    /// @throws IllegalStateException when the member runs, or at the first difference
    public static Verification verify(Path directory, Function<EntryPartSink, Replica> replicas) {
        Path work = directory.resolve("verify");
        IoUtil.delete(work.toFile(), true);
        String driverDirectory = work.resolve("driver").toString();
        try (var lock = DirectoryLock.acquire(directory);
                var driver = MediaDriver.launch(new MediaDriver.Context()
                        .aeronDirectoryName(driverDirectory)
                        .dirDeleteOnStart(true)
                        .dirDeleteOnShutdown(true)
                        .threadingMode(ThreadingMode.SHARED)
                        .termBufferSparseFile(true)
                        .ipcTermBufferLength(TERM_BYTES));
                var stored = Archive.launch(new Archive.Context()
                        .aeronDirectoryName(driverDirectory)
                        .archiveDir(directory.resolve("archive").toFile())
                        .markFileDir(work.toFile())
                        .controlChannelEnabled(false)
                        .archiveClientContext(
                                new AeronArchive.Context().controlResponseChannel("aeron:udp?endpoint=localhost:0"))
                        .replicationChannel("aeron:udp?endpoint=localhost:0")
                        .recordingEventsEnabled(false)
                        .threadingMode(ArchiveThreadingMode.SHARED)
                        .recordChecksum(Checksums.crc32c())
                        .replayChecksum(Checksums.crc32c()));
                var aeron = Aeron.connect(new Aeron.Context()
                        .aeronDirectoryName(driver.aeronDirectoryName())
                        .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE));
                var archive = AeronArchive.connect(new AeronArchive.Context()
                        .aeron(aeron)
                        .ownsAeronClient(false)
                        .controlRequestChannel(stored.context().localControlChannel())
                        .controlRequestStreamId(stored.context().localControlStreamId())
                        .controlResponseChannel("aeron:ipc"));
                var log = new RecordingLog(directory.resolve("cluster").toFile(), false)) {
            assert lock != null;
            return new JournalVerifier(aeron, archive).verify(log, replicas);
        } finally {
            IoUtil.delete(work.toFile(), true);
        }
    }

    private Verification verify(RecordingLog log, Function<EntryPartSink, Replica> replicas) {
        long logRecording = log.findLastTermRecordingId();
        if (logRecording == RecordingPos.NULL_RECORDING_ID) {
            return new Verification(0, 0, 0, 0, 0);
        }
        long logStart = archive.getStartPosition(logRecording);
        if (logStart != 0) {
            throw new IllegalStateException("the log starts at " + logStart + ", its beginning was removed");
        }
        var journal = RecordedParts.find(archive);
        try (var recorded = journal == null || journal.stopPosition() == journal.startPosition()
                ? null
                : new RecordedParts(aeron, archive, idle, journal, journal.startPosition())) {
            var comparison = new Comparison(recorded);
            var replica = replicas.apply(comparison);
            replayLog(logRecording, 0, replica);
            comparison.requireEnd(replica.sequence());
            long snapshotSequence = verifySnapshot(log, logRecording, replicas, replica);
            return new Verification(
                    replica.sequence(),
                    replica.stateHash(),
                    comparison.compared,
                    comparison.unpublished,
                    snapshotSequence);
        }
    }

    private long verifySnapshot(
            RecordingLog log, long logRecording, Function<EntryPartSink, Replica> replicas, Replica expected) {
        var snapshot = log.getLatestSnapshot(0);
        if (snapshot == null) {
            return 0;
        }
        var replica = replicas.apply((sequence, part, last, buffer, offset, length) -> {
            // These entries were compared when the whole log was replayed.
        });
        var loader = new SnapshotLoader(replica);
        replay(snapshot.recordingId, 0, SNAPSHOT_STREAM_ID, afterClusterState(loader));
        if (!loader.isComplete()) {
            throw new IllegalStateException("the snapshot ends after " + loader.messages() + " messages, incomplete");
        }
        long snapshotSequence = replica.sequence();
        replayLog(logRecording, snapshot.logPosition, replica);
        if (replica.sequence() != expected.sequence() || replica.stateHash() != expected.stateHash()) {
            throw new IllegalStateException("from the snapshot at " + snapshotSequence + " the log leads to sequence "
                    + replica.sequence() + " and state hash " + replica.stateHash() + ", from its beginning to "
                    + expected.sequence() + " and " + expected.stateHash());
        }
        return snapshotSequence;
    }

    /// Skips what the cluster itself stored in front of the replica's state.
    private static FragmentHandler afterClusterState(SnapshotLoader loader) {
        var header = new MessageHeaderDecoder();
        var marker = new SnapshotMarkerDecoder();
        boolean[] ended = {false};
        return (buffer, offset, length, frame) -> {
            if (ended[0]) {
                loader.onFragment(buffer, offset, length, frame);
                return;
            }
            header.wrap(buffer, offset);
            ended[0] = header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
                    && header.templateId() == SnapshotMarkerDecoder.TEMPLATE_ID
                    && marker.wrapAndApplyHeader(buffer, offset, header).mark() == SnapshotMark.END;
        };
    }

    private void replayLog(long logRecording, long from, Replica replica) {
        var header = new MessageHeaderDecoder();
        var message = new SessionMessageHeaderDecoder();
        var timer = new TimerEventDecoder();
        int messageHead = MessageHeaderDecoder.ENCODED_LENGTH + SessionMessageHeaderDecoder.BLOCK_LENGTH;
        replay(logRecording, from, LOG_STREAM_ID, (buffer, offset, length, frame) -> {
            header.wrap(buffer, offset);
            switch (header.templateId()) {
                case SessionMessageHeaderDecoder.TEMPLATE_ID -> {
                    message.wrapAndApplyHeader(buffer, offset, header);
                    replica.onCommand(message.timestamp(), buffer, offset + messageHead, length - messageHead);
                }
                case TimerEventDecoder.TEMPLATE_ID ->
                    replica.onTimer(
                            timer.wrapAndApplyHeader(buffer, offset, header).timestamp());
                default -> {
                    // Sessions, terms and snapshot requests do not reach the replica.
                }
            }
        });
    }

    private void replay(long recordingId, long from, int streamId, FragmentHandler handler) {
        long stop = archive.getStopPosition(recordingId);
        if (from == stop) {
            return;
        }
        int session = (int) archive.startReplay(recordingId, from, stop - from, "aeron:ipc", streamId);
        try (Subscription subscription =
                aeron.addSubscription(ChannelUri.addSessionId("aeron:ipc", session), streamId)) {
            idle.reset();
            Image image;
            while ((image = subscription.imageBySessionId(session)) == null) {
                archive.checkForErrorResponse();
                idle.idle();
            }
            var assembler = new ImageFragmentAssembler(handler);
            while (image.position() < stop) {
                int fragments = image.poll(assembler, FRAGMENTS_PER_POLL);
                if (fragments == 0) {
                    archive.checkForErrorResponse();
                    if (image.isClosed()) {
                        throw new IllegalStateException(
                                "recording " + recordingId + " ended at " + image.position() + ", expected " + stop);
                    }
                }
                idle.idle(fragments);
            }
        }
    }

    private static final class Comparison implements EntryPartSink {
        private final @Nullable RecordedParts recorded;
        private long compared;
        private long unpublished;

        Comparison(@Nullable RecordedParts recorded) {
            this.recorded = recorded;
        }

        @Override
        public void onPart(long sequence, int part, boolean last, DirectBuffer buffer, int offset, int length) {
            if (recorded != null && recorded.hasNext()) {
                recorded.check(sequence, part, buffer, offset, length);
                compared++;
            } else {
                unpublished++;
            }
        }

        void requireEnd(long sequence) {
            if (recorded != null && recorded.hasNext()) {
                throw new IllegalStateException(
                        "the journal goes on after sequence " + sequence + ", where the log ends");
            }
        }
    }
}
