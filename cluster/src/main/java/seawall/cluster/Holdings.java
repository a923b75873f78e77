package seawall.cluster;

import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a member finds of its own when it starts: log, journal and snapshots, read to their ends and held against their
/// checksums before anybody relies on them, and the list of the log's terms, held against the log. Images are looked at
/// elsewhere, since a start can go back behind them.
///
/// A member votes by what it holds. One that has lost something and does not know it could help to elect a leader that
/// lacks what was acknowledged.
final class Holdings {
    private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);
    private static final String CATALOG = "archive.catalog";
    /// Holds what a damaged member had, for whoever wants to look; older ones go.
    private static final String QUARANTINE = "quarantine";

    private static final int QUARANTINED_MAX = 2;
    /// Exists from the moment in which a member is known to have lost its log to the one in which it holds the log of
    /// the others: what it has until then counts for nothing.
    private static final String SEEDING = "seeding";

    private static final List<String> PARTS = List.of("archive", "cluster", "images");
    private static final int LOG_STREAM = ConsensusModule.Configuration.logStreamId();

    private final Path directory;
    private final boolean hasLog;
    private final boolean hasLost;
    private final @Nullable String damage;

    private Holdings(Path directory, boolean hasLog, boolean hasLost, @Nullable String damage) {
        this.directory = directory;
        this.hasLog = hasLog;
        this.hasLost = hasLost;
        this.damage = damage;
    }

    private static Holdings whole(Path directory, boolean hasLog) {
        return new Holdings(directory, hasLog, false, null);
    }

    private static Holdings damaged(Path directory, String damage) {
        return new Holdings(directory, true, true, damage);
    }

    /// Examines what a member has kept; nothing of it may be open. Takes as long as reading it does.
    static Holdings examine(Path directory) {
        Path archive = directory.resolve("archive");
        Path cluster = ClusterMember.clusterDirectory(directory);
        boolean hasCatalog = Files.exists(archive.resolve(CATALOG));
        boolean hasTerms = Files.exists(cluster.resolve(RecordingLog.RECORDING_LOG_FILE_NAME));
        if (Files.exists(directory.resolve(SEEDING))) {
            LOG.warn("This member has lost its log and does not hold that of the others yet; it is fetched again.");
            clear(directory);
            return new Holdings(directory, false, true, null);
        }
        if (!hasCatalog && !hasTerms) {
            return whole(directory, false);
        }
        try {
            CatalogCheck.requireSound(archive);
            List<StoredRecording> recordings = hasCatalog ? StoppedMember.recordings(archive) : List.of();
            return examine(directory, archive, recordings, hasTerms);
        } catch (RuntimeException e) {
            // Whatever keeps these files from being read: nobody can rely on them.
            LOG.warn("What is kept in {} cannot be read.", directory, e);
            return damaged(directory, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static Holdings examine(Path directory, Path archive, List<StoredRecording> recordings, boolean hasTerms) {
        boolean hasLog = false;
        var terms = new LogTerms();
        for (StoredRecording recording : recordings) {
            try (var cursor = new RecordingCursor(archive, recording, recording.startPosition(), bytes -> {})) {
                boolean isLog = recording.streamId() == LOG_STREAM;
                while (cursor.next()) {
                    if (isLog) {
                        terms.onMessage(cursor.message());
                    }
                }
                if (cursor.damage() != null) {
                    return damaged(directory, cursor.damage());
                }
                if (isLog) {
                    terms.onEnd(recording.id(), cursor.position());
                    hasLog |= cursor.frames() > 0;
                }
            }
        }
        if (!hasTerms) {
            return hasLog ? damaged(directory, "the list of the log's terms is gone") : whole(directory, false);
        }
        String contradiction = terms.contradiction(ClusterMember.clusterDirectory(directory), recordings);
        return contradiction == null ? whole(directory, hasLog) : damaged(directory, contradiction);
    }

    /// False for a member that begins with nothing, or has lost all that it had.
    boolean hasLog() {
        return hasLog;
    }

    /// True for a member that is known to have had a log and not to have it any more: it is no sign of a new exchange.
    boolean hasLost() {
        return hasLost;
    }

    /// What is wrong with log, journal, snapshots or the list of terms; empty when every frame is as it was written.
    Optional<String> damage() {
        return Optional.ofNullable(damage);
    }

    /// Puts everything aside, so that the member begins with nothing, and knows that it has lost something.
    ///
    /// @return where it is now
    Path quarantine() {
        Path quarantine = directory.resolve(QUARANTINE);
        Path aside = quarantine.resolve(Instant.now().toString().replace(':', '-'));
        beginSeeding(directory);
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
            Files.writeString(
                    directory.resolve(SEEDING),
                    "This member has lost its log and does not hold that of the others yet.\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
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
    }
}
