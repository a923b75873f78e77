package seawall.cluster;

import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
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
    /// One to start from and the one before it.
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
            stored.incrementAndGet();
            removeOld();
            LOG.info(
                    "Stored the image of sequence {}: {} bytes in {} ms.",
                    image.sequence(),
                    image.bytes(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        } catch (IOException | RuntimeException e) {
            onError.onError(new IllegalStateException(
                    "the image of sequence " + image.sequence() + " was not stored; a start goes back further", e));
        }
    }

    /// Images stored since the start.
    long stored() {
        return stored.get();
    }

    private void removeOld() throws IOException {
        List<Path> files = List.copyOf(list(directory).descendingMap().values());
        for (Path file : files.subList(Math.min(KEPT, files.size()), files.size())) {
            Files.delete(file);
        }
    }

    /// Makes a member start from its latest snapshot that has a whole image: the ones after it are called invalid, so
    /// that the log is replayed from further back. Neither the member nor its archive may run.
    ///
    /// @param cluster directory of the consensus module, with or without anything in it
    static void dropSnapshotsWithout(Path cluster, Path directory) {
        if (!Files.exists(cluster.resolve(RecordingLog.RECORDING_LOG_FILE_NAME))) {
            return;
        }
        try (var snapshots = new RecordingLog(cluster.toFile(), false)) {
            RecordingLog.Entry latest = snapshots.getLatestSnapshot(REPLICA_SERVICE_ID);
            while (latest != null && !isWhole(file(directory, latest.logPosition))) {
                LOG.warn(
                        "The snapshot at log position {} has no image; the start goes back further.",
                        latest.logPosition);
                if (!snapshots.invalidateLatestSnapshot()) {
                    throw new IllegalStateException(
                            "the snapshot at log position " + latest.logPosition + " cannot be called invalid");
                }
                latest = snapshots.getLatestSnapshot(REPLICA_SERVICE_ID);
            }
        }
    }

    private static boolean isWhole(Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            ImageFile.read(file, (buffer, offset, length) -> {
                // Its checksum is right.
            });
            return true;
        } catch (ImageFile.DamagedException e) {
            LOG.warn("An image is set aside.", e);
            setAside(file);
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    /// Out of the way, but there for whoever wants to know what happened to the disk.
    private static void setAside(Path file) {
        try {
            Files.move(file, file.resolveSibling(file.getFileName() + ".damaged"));
        } catch (IOException e) {
            throw new UncheckedIOException("setting " + file + " aside", e);
        }
    }

    private static TreeMap<Long, Path> list(Path directory) throws IOException {
        var files = new TreeMap<Long, Path>();
        try (var images = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path image : images) {
                String name = image.getFileName().toString();
                files.put(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())), image);
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
