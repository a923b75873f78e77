package seawall.cluster;

import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.wire.MemberPorts;

/// What a member finds of its own when it starts: its log and journal, read to their ends and held against their
/// checksums before anybody relies on them. Snapshots are looked at elsewhere, since a start can go back behind them.
///
/// A member votes by what it holds. One that has lost something and does not know it could help to elect a leader that
/// lacks what was acknowledged.
final class Holdings {
    private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);
    private static final String CATALOG = "archive.catalog";
    /// Holds what a damaged member had, for whoever wants to look; older ones go.
    private static final String QUARANTINE = "quarantine";

    private static final int QUARANTINED_MAX = 2;
    /// Exists while a log is being fetched from another member: until it is whole it counts for nothing.
    private static final String SEEDING = "seeding";

    private static final List<String> PARTS = List.of("archive", "cluster", "images");
    private static final int LOG_STREAM = ConsensusModule.Configuration.logStreamId();
    private static final Set<Integer> EXAMINED_STREAMS = Set.of(LOG_STREAM, MemberPorts.JOURNAL_STREAM_ID);

    private final Path directory;
    private final boolean hasLog;
    private final @Nullable String damage;

    private Holdings(Path directory, boolean hasLog, @Nullable String damage) {
        this.directory = directory;
        this.hasLog = hasLog;
        this.damage = damage;
    }

    /// Examines what a member has kept; nothing of it may be open. Takes as long as reading it does.
    static Holdings examine(Path directory) {
        Path archive = directory.resolve("archive");
        Path cluster = ClusterMember.clusterDirectory(directory);
        boolean hasCatalog = Files.exists(archive.resolve(CATALOG));
        boolean hasTerms = Files.exists(cluster.resolve(RecordingLog.RECORDING_LOG_FILE_NAME));
        if (Files.exists(directory.resolve(SEEDING))) {
            LOG.warn("The log that was being fetched from another member is not whole; it is fetched again.");
            clear(directory);
            return new Holdings(directory, false, null);
        }
        if (!hasCatalog && !hasTerms) {
            return new Holdings(directory, false, null);
        }
        try {
            List<StoredRecording> recordings = hasCatalog ? StoppedMember.recordings(archive) : List.of();
            return examine(directory, archive, recordings, hasTerms ? lastTerm(cluster) : null);
        } catch (RuntimeException e) {
            // Whatever keeps these files from being read: nobody can rely on them.
            LOG.warn("What is kept in {} cannot be read.", directory, e);
            return new Holdings(directory, true, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static RecordingLog.@Nullable Entry lastTerm(Path cluster) {
        try (var terms = new RecordingLog(cluster.toFile(), false)) {
            return terms.findLastTerm();
        }
    }

    private static Holdings examine(
            Path directory, Path archive, List<StoredRecording> recordings, RecordingLog.@Nullable Entry term) {
        boolean hasLog = false;
        for (StoredRecording recording : recordings) {
            if (!EXAMINED_STREAMS.contains(recording.streamId())) {
                continue;
            }
            try (var cursor = new RecordingCursor(archive, recording, recording.startPosition(), bytes -> {})) {
                while (cursor.next()) {
                    // To its end.
                }
                if (cursor.damage() != null) {
                    return new Holdings(directory, true, cursor.damage());
                }
                if (recording.streamId() == LOG_STREAM && cursor.frames() > 0) {
                    hasLog = true;
                    if (term == null) {
                        return new Holdings(directory, true, "the list of the log's terms is gone");
                    }
                    if (term.termBaseLogPosition > cursor.position()) {
                        return new Holdings(
                                directory,
                                true,
                                "the log ends at " + cursor.position() + ", before its last term, which begins at "
                                        + term.termBaseLogPosition);
                    }
                }
            }
        }
        return !hasLog && term != null && term.termBaseLogPosition > 0
                ? new Holdings(directory, true, "the log is gone")
                : new Holdings(directory, hasLog, null);
    }

    /// False for a member that begins with nothing, or has lost all that it had.
    boolean hasLog() {
        return hasLog;
    }

    /// What is wrong with log or journal; empty when every frame is as it was written.
    Optional<String> damage() {
        return Optional.ofNullable(damage);
    }

    /// Puts everything aside, so that the member begins with nothing.
    ///
    /// @return where it is now
    Path quarantine() {
        Path quarantine = directory.resolve(QUARANTINE);
        Path aside = quarantine.resolve(Instant.now().toString().replace(':', '-'));
        try {
            Files.createDirectories(aside);
            for (String part : PARTS) {
                if (Files.exists(directory.resolve(part))) {
                    Files.move(directory.resolve(part), aside.resolve(part), StandardCopyOption.ATOMIC_MOVE);
                }
            }
            try (var all = Files.list(quarantine)) {
                List<Path> oldestFirst = all.sorted().toList();
                oldestFirst.stream()
                        .limit(Math.max(0, oldestFirst.size() - QUARANTINED_MAX))
                        .forEach(old -> IoUtil.delete(old.toFile(), false));
            }
            return aside;
        } catch (IOException e) {
            throw new UncheckedIOException("putting aside what is damaged in " + directory, e);
        }
    }

    /// Notes on the disk that the log is incomplete from now on.
    static void beginSeeding(Path directory) {
        try {
            Files.writeString(directory.resolve(SEEDING), "The log is being fetched from another member.\n");
        } catch (IOException e) {
            throw new UncheckedIOException("writing to " + directory, e);
        }
    }

    /// Notes that the log is complete.
    static void endSeeding(Path directory) {
        try {
            Files.delete(directory.resolve(SEEDING));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to " + directory, e);
        }
    }

    private static void clear(Path directory) {
        for (String part : PARTS) {
            IoUtil.delete(directory.resolve(part).toFile(), true);
        }
        endSeeding(directory);
    }
}
