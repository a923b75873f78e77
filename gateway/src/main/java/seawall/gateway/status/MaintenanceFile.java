package seawall.gateway.status;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.gateway.okx.StatusRow;

/// The plan in a file that operators edit, looked at once a second on a thread of its own; whoever asks gets what was
/// read last, at once. No file is no plan. What cannot be read leaves the plan as it was, and is reported once.
public final class MaintenanceFile implements Supplier<List<StatusRow>>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceFile.class);
    private static final int FILE_BYTES_MAX = 1 << 20;
    private static final byte[] NOTHING = {};

    private final Path file;
    private final Clock clock;
    private final ScheduledExecutorService thread;
    private volatile MaintenancePlan plan = MaintenancePlan.NONE;
    private byte @Nullable [] tried = NOTHING;

    private MaintenanceFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("maintenance").factory());
    }

    /// Reads the file now, and again whenever it changes.
    public static MaintenanceFile watch(Path file, Clock clock) {
        var watched = new MaintenanceFile(file, clock);
        watched.look();
        watched.thread.scheduleWithFixedDelay(watched::look, 1, 1, TimeUnit.SECONDS);
        return watched;
    }

    @Override
    public List<StatusRow> get() {
        return plan.rows(clock.instant());
    }

    private void look() {
        byte[] bytes;
        try {
            bytes = read();
        } catch (IOException problem) {
            if (tried != null) {
                tried = null;
                LOG.error("keeping the maintenance plan, {} cannot be read", file, problem);
            }
            return;
        }
        if (Arrays.equals(bytes, tried)) {
            return;
        }
        tried = bytes;
        try {
            plan = bytes.length == 0 ? MaintenancePlan.NONE : MaintenancePlan.parse(bytes);
            LOG.info("{} announces {} maintenance windows", file, plan.windows().size());
        } catch (IllegalArgumentException problem) {
            LOG.error("keeping the maintenance plan, {} is wrong: {}", file, problem.getMessage());
        }
    }

    private byte[] read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw new IOException("expected at most " + FILE_BYTES_MAX + " bytes in " + file);
            }
            return bytes;
        } catch (NoSuchFileException absent) {
            return NOTHING;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
