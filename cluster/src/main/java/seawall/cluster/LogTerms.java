package seawall.cluster;

import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.NodeStateFile;
import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.NewLeadershipTermEventDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;

/// The terms that a log itself tells of, and what the consensus module has noted beside it: its list of terms and
/// snapshots, and the term in which it voted last. These notes carry no checksums; the log does.
final class LogTerms {
    private static final int CONSENSUS_MODULE_ID = -1;
    /// Elections between two terms at most; a number beyond was not written by an election.
    private static final long ELECTIONS_IN_A_ROW_MAX = 1_000_000;

    private final TreeMap<Long, Long> basePositions = new TreeMap<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NewLeadershipTermEventDecoder event = new NewLeadershipTermEventDecoder();
    private long recordingId = -1;
    private long end;

    /// Lists the terms of the log that was copied to a member or a backup, as the log itself tells of them, and no
    /// snapshots: their images are with the member that took them.
    ///
    /// @param directory where the archive does not write to the log any more
    static void list(Path directory) {
        Path archive = directory.resolve("archive");
        Path cluster = ClusterMember.clusterDirectory(directory);
        StoredRecording log = StoppedMember.recordings(archive).stream()
                .filter(recording -> recording.streamId() == ConsensusModule.Configuration.logStreamId())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the log that was copied is not in " + archive));
        IoUtil.delete(cluster.resolve(RecordingLog.RECORDING_LOG_FILE_NAME).toFile(), false);
        var header = new MessageHeaderDecoder();
        var event = new NewLeadershipTermEventDecoder();
        try (var cursor = new RecordingCursor(archive, log, log.startPosition(), bytes -> {});
                var terms = new RecordingLog(cluster.toFile(), true)) {
            while (cursor.next()) {
                header.wrap(cursor.message(), 0);
                if (header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
                        && header.templateId() == NewLeadershipTermEventDecoder.TEMPLATE_ID) {
                    event.wrapAndApplyHeader(cursor.message(), 0, header);
                    terms.appendTerm(
                            log.id(), event.leadershipTermId(), event.termBaseLogPosition(), event.timestamp());
                }
            }
            if (cursor.damage() != null || terms.findLastTerm() == null) {
                throw new IllegalStateException("the log that was copied is damaged: " + cursor.damage());
            }
            terms.force(2);
        }
    }

    /// Takes note of the term that begins with a message of the log, if one does.
    void onMessage(DirectBuffer message) {
        header.wrap(message, 0);
        if (header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
                && header.templateId() == NewLeadershipTermEventDecoder.TEMPLATE_ID) {
            event.wrapAndApplyHeader(message, 0, header);
            basePositions.put(event.leadershipTermId(), event.termBaseLogPosition());
        }
    }

    /// Takes note of where the log ends.
    void onEnd(long recordingId, long position) {
        this.recordingId = recordingId;
        end = position;
    }

    /// Holds the notes of the consensus module against the log.
    ///
    /// @return what is wrong with them, null when nothing is
    @Nullable
    String contradiction(Path cluster, List<StoredRecording> recordings) {
        List<RecordingLog.Entry> entries;
        try (var terms = new RecordingLog(cluster.toFile(), false)) {
            entries = List.copyOf(terms.entries());
        }
        Set<Long> ids = recordings.stream().map(StoredRecording::id).collect(Collectors.toSet());
        var listed = new TreeMap<Long, Long>();
        for (RecordingLog.Entry entry : entries) {
            if (!entry.isValid) {
                continue;
            }
            String found = entry.type == RecordingLog.ENTRY_TYPE_TERM ? ofTerm(entry) : ofSnapshot(entry, entries, ids);
            if (found != null) {
                return "entry " + entry.entryIndex + " of the list of the log's terms: " + found;
            }
            if (entry.type == RecordingLog.ENTRY_TYPE_TERM) {
                listed.put(entry.leadershipTermId, entry.termBaseLogPosition);
            }
        }
        for (Map.Entry<Long, Long> told : basePositions.entrySet()) {
            if (!listed.containsKey(told.getKey())) {
                return "term " + told.getKey() + " of the log is not in the list of its terms";
            }
        }
        return ofVotes(cluster, listed.isEmpty() ? 0 : listed.lastKey());
    }

    private @Nullable String ofTerm(RecordingLog.Entry entry) {
        if (entry.recordingId != recordingId) {
            return "term " + entry.leadershipTermId + " is in recording " + entry.recordingId + ", "
                    + (recordingId == -1 ? "the log is gone" : "the log is recording " + recordingId);
        }
        Long told = basePositions.get(entry.leadershipTermId);
        if (told != null && told != entry.termBaseLogPosition) {
            return "expected term " + entry.leadershipTermId + " to begin at " + told + ", found "
                    + entry.termBaseLogPosition;
        }
        // A term is listed before it is in the log, and never comes there when its leader fails before.
        var before = basePositions.floorEntry(entry.leadershipTermId);
        var after = basePositions.ceilingEntry(entry.leadershipTermId);
        if ((before != null && entry.termBaseLogPosition < before.getValue())
                || (after != null && entry.termBaseLogPosition > after.getValue())) {
            return "term " + entry.leadershipTermId + " cannot begin at " + entry.termBaseLogPosition;
        }
        if (entry.termBaseLogPosition > end) {
            return "the log ends at " + end + ", before term " + entry.leadershipTermId + ", which begins at "
                    + entry.termBaseLogPosition;
        }
        return entry.logPosition == AeronArchive.NULL_POSITION || entry.logPosition >= entry.termBaseLogPosition
                ? null
                : "term " + entry.leadershipTermId + " ends at " + entry.logPosition + " before it begins";
    }

    private @Nullable String ofSnapshot(RecordingLog.Entry entry, List<RecordingLog.Entry> entries, Set<Long> ids) {
        if (entry.type != RecordingLog.ENTRY_TYPE_SNAPSHOT) {
            return "expected a term or a snapshot, found type " + entry.type;
        }
        if (!ids.contains(entry.recordingId)) {
            return "the snapshot at " + entry.logPosition + " is in recording " + entry.recordingId
                    + ", which the archive does not have";
        }
        if (entry.logPosition > end || entry.logPosition < entry.termBaseLogPosition) {
            return "a snapshot was taken at " + entry.logPosition + ", and the log ends at " + end;
        }
        // Those of the service and of the consensus module are noted one after the other: a kill may come between.
        boolean isLast = entry.entryIndex
                == entries.stream().mapToInt(each -> each.entryIndex).max().orElse(0);
        boolean isPaired = entries.stream()
                .anyMatch(other -> other.type == entry.type
                        && other.isValid
                        && other.logPosition == entry.logPosition
                        && other.leadershipTermId == entry.leadershipTermId
                        && (other.serviceId == CONSENSUS_MODULE_ID) != (entry.serviceId == CONSENSUS_MODULE_ID));
        return isLast || isPaired ? null : "half of the snapshot at " + entry.logPosition + " is missing";
    }

    private static @Nullable String ofVotes(Path cluster, long lastTerm) {
        if (!Files.exists(cluster.resolve(NodeStateFile.FILENAME))) {
            return null;
        }
        try (var votes = new NodeStateFile(cluster.toFile(), false, 0)) {
            long candidateTerm = votes.candidateTerm().candidateTermId();
            return candidateTerm <= lastTerm + ELECTIONS_IN_A_ROW_MAX && candidateTerm >= -1
                    ? null
                    : "the last vote was in term " + candidateTerm + ", the last term is " + lastTerm;
        } catch (IOException e) {
            throw new UncheckedIOException("reading the votes in " + cluster, e);
        }
    }
}
