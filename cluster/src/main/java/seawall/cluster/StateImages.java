package seawall.cluster;

import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The images of a member's state on its disk, one for each of its latest snapshots, named after the log position at
/// which the snapshot was taken.
///
/// The cluster waits while a replica takes a snapshot, so the replica only hands over its image, and the disk has it a
/// moment later. Until then the snapshot is worth nothing; a start after a kill takes it for what it is, see
/// [#dropSnapshotsWithout].
final class StateImages implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateImages.class);
    private static final String SUFFIX = ".image";
    private static final String DAMAGED = ".damaged";
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");
    /// One to start from and the one before it; as many that are damaged.
    private static final int KEPT = 2;
    private static final int REPLICA_SERVICE_ID = 0;
    private static final long STORE_TIMEOUT_SECONDS = 30;

    private final Path directory;
    private final ErrorHandler onError;
    /// One thread, and never more than one image waits for it: [#store] is not called while it [#isStoring].
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("state-images").daemon(true).factory());

    private Future<?> storing = CompletableFuture.completedFuture(null);
    private final AtomicLong stored = new AtomicLong();

    /// @param onError told when an image could not be stored; the log still has everything
    StateImages(Path directory, ErrorHandler onError) {
        this.directory = directory;
        this.onError = onError;
    }

    static Path file(Path directory, long logPosition) {
        return directory.resolve(logPosition + SUFFIX);
    }

    /// True while an image is on its way to the disk.
    boolean isStoring() {
        return !storing.isDone();
    }

    /// Waits, for a bounded time, until no image is on its way.
    ///
    /// @return false when one still is
    boolean awaitStored() {
        try {
            storing.get(STORE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.warn("An image was not stored within {} s.", STORE_TIMEOUT_SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("storing an image reports its errors itself", e);
        }
        return !isStoring();
    }

    /// Brings an image to the disk, without waiting for it.
    void store(StateImage image, long logPosition, long journalPosition) {
        assert !isStoring() : "one image at a time";
        storing = writer.submit(() -> storeNow(image, logPosition, journalPosition));
    }

    private void storeNow(StateImage image, long logPosition, long journalPosition) {
        long startNanos = System.nanoTime();
        try {
            Files.createDirectories(directory);
            ImageFile.write(file(directory, logPosition), image, logPosition, journalPosition);
        } catch (Throwable e) {
            onError.onError(new IllegalStateException(
                    "the image of sequence " + image.sequence() + " was not stored; a start goes back further", e));
            return;
        }
        stored.incrementAndGet();
        LOG.info(
                "Stored the image of sequence {}: {} bytes in {} ms.",
                image.sequence(),
                image.bytes(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        try {
            removeOld(directory, SUFFIX);
        } catch (IOException | RuntimeException e) {
            onError.onError(new IllegalStateException("an image that is not needed any more was not removed", e));
        }
    }

    /// Images stored since the start.
    long stored() {
        return stored.get();
    }

    private static void removeOld(Path directory, String suffix) throws IOException {
        List<Path> files = List.copyOf(list(directory, suffix).descendingMap().values());
        for (Path file : files.subList(Math.min(KEPT, files.size()), files.size())) {
            Files.delete(file);
        }
    }

    /// Makes a member start from its latest snapshot that has a whole image: the ones after it are called invalid, so
    /// that the log is replayed from further back. Images of no snapshot are removed: the log makes those that
    /// belong to it again, and others would outlive them by higher positions. Neither the member nor its archive
    /// may run.
    ///
    /// @param cluster directory of the consensus module, with or without anything in it
    static void dropSnapshotsWithout(Path cluster, Path directory) {
        var positions = new HashSet<Long>();
        if (Files.exists(cluster.resolve(RecordingLog.RECORDING_LOG_FILE_NAME))) {
            try (var snapshots = new RecordingLog(cluster.toFile(), false)) {
                RecordingLog.Entry latest = snapshots.getLatestSnapshot(REPLICA_SERVICE_ID);
                while (latest != null && !isWhole(directory, latest.logPosition)) {
                    LOG.warn(
                            "The snapshot at log position {} has no image; the start goes back further.",
                            latest.logPosition);
                    if (!snapshots.invalidateLatestSnapshot()) {
                        throw new IllegalStateException(
                                "the snapshot at log position " + latest.logPosition + " cannot be called invalid");
                    }
                    latest = snapshots.getLatestSnapshot(REPLICA_SERVICE_ID);
                }
                for (RecordingLog.Entry entry : snapshots.entries()) {
                    if (entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT) {
                        positions.add(entry.logPosition);
                    }
                }
            }
        }
        removeRemains(directory, positions);
    }

    private static void removeRemains(Path directory, Set<Long> snapshots) {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            for (Path unfinished :
                    list(directory, SUFFIX + ImageFile.UNFINISHED).values()) {
                Files.delete(unfinished);
            }
            var images = list(directory, SUFFIX);
            images.keySet().removeAll(snapshots);
            for (Path image : images.values()) {
                LOG.info("Removed {}, an image of no snapshot.", image);
                Files.delete(image);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("removing what is not needed from " + directory, e);
        }
    }

    private static boolean isWhole(Path directory, long logPosition) {
        Path file = file(directory, logPosition);
        if (!Files.exists(file)) {
            return false;
        }
        try {
            ImageFile.Head head = ImageFile.read(file, (buffer, offset, length) -> {
                // Its checksum is right.
            });
            if (head.logPosition() == logPosition) {
                return true;
            }
            LOG.warn("An image is set aside: {} is of log position {}.", file, head.logPosition());
        } catch (ImageFile.DamagedException e) {
            LOG.warn("An image is set aside.", e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
        setAside(file);
        return false;
    }

    /// Out of the way, but there for whoever wants to know what happened to the disk.
    private static void setAside(Path file) {
        try {
            // The log may have made an image again that was set aside before.
            Files.move(file, file.resolveSibling(file.getFileName() + DAMAGED), StandardCopyOption.REPLACE_EXISTING);
            removeOld(file.resolveSibling("."), SUFFIX + DAMAGED);
        } catch (IOException e) {
            throw new UncheckedIOException("setting " + file + " aside", e);
        }
    }

    /// Files that are called a log position and a suffix.
    private static TreeMap<Long, Path> list(Path directory, String suffix) throws IOException {
        var files = new TreeMap<Long, Path>();
        try (var found = Files.newDirectoryStream(directory, "*" + suffix)) {
            for (Path file : found) {
                String name = file.getFileName().toString();
                String position = name.substring(0, name.length() - suffix.length());
                if (POSITION.matcher(position).matches()) {
                    files.put(Long.parseLong(position), file);
                }
            }
        }
        return files;
    }

    /// Waits for the image that is on its way.
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(STORE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("An image was not stored within {} s; a start goes back further.", STORE_TIMEOUT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
