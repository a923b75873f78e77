package seawall.cluster;

import io.aeron.archive.CatalogView;
import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;
import seawall.wire.MemberPorts;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.MessageHeaderDecoder;

/// What a member that does not run has kept: log, journal and snapshots, read from their files and left as they are.
/// As long as it is open, the member cannot start.
public final class StoppedMember implements AutoCloseable {
    private static final String RECORDING_LOG = RecordingLog.RECORDING_LOG_FILE_NAME;
    private static final int REPLICA_SERVICE_ID = 0;
    /// By which Aeron knows the consensus module among the services.
    private static final int CONSENSUS_MODULE_ID = -1;

    private final DirectoryLock lock;
    private final Path archive;
    private final Path images;
    private final TreeMap<Long, StoredRecording> recordings = new TreeMap<>();
    private final @Nullable Long logId;
    private final @Nullable Snapshot snapshot;

    /// The latest snapshot, which the next start begins with.
    ///
    /// @param recordingId       of the replica's state
    /// @param clusterRecordingId of the consensus module's state
    /// @param logPosition       where the log goes on after it
    record Snapshot(long recordingId, long clusterRecordingId, long logPosition) {}

    private StoppedMember(DirectoryLock lock, Path directory) {
        this.lock = lock;
        archive = directory.resolve("archive");
        images = ClusterMember.imageDirectory(directory);
        for (StoredRecording recording : recordings(archive)) {
            recordings.put(recording.id(), recording);
        }
        Long foundLogId = null;
        Snapshot foundSnapshot = null;
        Path cluster = ClusterMember.clusterDirectory(directory);
        if (Files.exists(cluster.resolve(RECORDING_LOG))) {
            // Read from a copy, since Aeron's class opens the file for writing.
            Path copy = copyOfRecordingLog(cluster);
            try (var terms = new RecordingLog(copy.toFile(), false)) {
                RecordingLog.Entry term = terms.findLastTerm();
                foundLogId = term == null ? null : term.recordingId;
                RecordingLog.Entry replica = terms.getLatestSnapshot(REPLICA_SERVICE_ID);
                if (replica != null) {
                    long clusterId = Objects.requireNonNull(
                                    terms.getLatestSnapshot(CONSENSUS_MODULE_ID), "a snapshot is of both or of none")
                            .recordingId;
                    foundSnapshot = new Snapshot(replica.recordingId, clusterId, replica.logPosition);
                }
            } finally {
                IoUtil.delete(copy.toFile(), true);
            }
        }
        logId = foundLogId;
        snapshot = foundSnapshot;
    }

    /// Opens what a member has kept in its directory.
    ///
    /// @throws IllegalStateException if the member runs
    public static StoppedMember open(Path directory) {
        if (!Files.isDirectory(directory.resolve("archive"))) {
            throw new IllegalStateException("no member has run in " + directory + ": it has no archive");
        }
        var lock = DirectoryLock.acquire(directory);
        try {
            return new StoppedMember(lock, directory);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Reads the journal from its beginning to its end, or to where it is damaged, which [JournalVerifier] reports.
    ///
    /// @param parts    gets every part as it is recorded, in this order
    /// @param progress told from time to time how many bytes more have been read
    /// @return frames read, all with good checksums
    public long readJournal(EntryPartSink parts, LongConsumer progress) {
        var header = new MessageHeaderDecoder();
        var part = new EntryPartDecoder();
        try (var cursor = journal(progress)) {
            if (cursor == null) {
                return 0;
            }
            while (cursor.next() && isPart(cursor)) {
                part.wrapAndApplyHeader(cursor.message(), 0, header);
                parts.onPart(
                        part.sequence(),
                        part.part(),
                        part.last() == Flag.YES,
                        cursor.message(),
                        0,
                        cursor.message().capacity());
            }
            return cursor.frames();
        }
    }

    /// Bytes that reading the journal and verifying it report as progress, more or less.
    public long bytes() {
        StoredRecording log = log();
        StoredRecording journal = findJournal();
        return (log == null ? 0 : bytes(log)) + (journal == null ? 0 : 2 * bytes(journal));
    }

    /// True when the message is a part of a journal entry.
    static boolean isPart(RecordingCursor cursor) {
        var header = new MessageHeaderDecoder();
        if (cursor.message().capacity() < MessageHeaderDecoder.ENCODED_LENGTH + EntryPartDecoder.BLOCK_LENGTH) {
            return false;
        }
        header.wrap(cursor.message(), 0);
        return header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
                && header.templateId() == EntryPartDecoder.TEMPLATE_ID
                && header.blockLength() >= EntryPartDecoder.BLOCK_LENGTH;
    }

    /// The journal from its beginning, null when there is none.
    @Nullable
    RecordingCursor journal(LongConsumer progress) {
        StoredRecording journal = findJournal();
        return journal == null ? null : read(journal, progress);
    }

    /// The log's recording, null before the member's first term.
    @Nullable
    StoredRecording log() {
        if (logId == null) {
            return null;
        }
        return recording(logId);
    }

    @Nullable
    Snapshot snapshot() {
        return snapshot;
    }

    /// Where the states of the snapshots are.
    Path images() {
        return images;
    }

    /// A recording that the member relies on.
    StoredRecording recording(long id) {
        StoredRecording recording = recordings.get(id);
        if (recording == null) {
            throw new IllegalStateException(
                    "expected recording " + id + " in " + archive + ", found " + recordings.keySet());
        }
        return recording;
    }

    /// A recording from its beginning.
    RecordingCursor read(StoredRecording recording, LongConsumer progress) {
        return new RecordingCursor(archive, recording, recording.startPosition(), progress);
    }

    /// All recordings that the catalog of an archive has.
    static List<StoredRecording> recordings(Path archive) {
        var recordings = new ArrayList<StoredRecording>();
        CatalogView.listRecordings(
                archive.toFile(),
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
                        source) -> recordings.add(new StoredRecording(
                        id, startPosition, stopPosition, initialTermId, segmentBytes, termBytes, streamId)));
        return recordings;
    }

    private @Nullable StoredRecording findJournal() {
        var journals = recordings.values().stream()
                .filter(recording -> recording.streamId() == MemberPorts.JOURNAL_STREAM_ID)
                .toList();
        if (journals.size() > 1) {
            throw new IllegalStateException("a member has one journal, the archive has more: " + journals);
        }
        return journals.isEmpty() ? null : journals.getFirst();
    }

    private long bytes(StoredRecording recording) {
        try (var files = Files.newDirectoryStream(archive, recording.id() + "-*.rec")) {
            long segments = 0;
            for (Path ignored : files) {
                segments++;
            }
            // Half of the last segment is used, on average.
            long bytes = segments * recording.segmentBytes() - recording.segmentBytes() / 2;
            return recording.isClosed() ? recording.stopPosition() - recording.startPosition() : Math.max(bytes, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + archive, e);
        }
    }

    private static Path copyOfRecordingLog(Path cluster) {
        try {
            Path copy = Files.createTempDirectory("seawall-recording-log");
            Files.copy(cluster.resolve(RECORDING_LOG), copy.resolve(RECORDING_LOG));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException("copying the recording log of " + cluster, e);
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
