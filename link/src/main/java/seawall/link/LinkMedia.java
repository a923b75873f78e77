package seawall.link;

import io.aeron.Aeron;
import io.aeron.RethrowingErrorHandler;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import java.time.Duration;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Aeron client through which a process reaches the members; shared by its readers and its command link.
public final class LinkMedia implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkMedia.class);

    /// A journal that went silent is left after this time: the member died, or this reader was too slow. Aeron's
    /// default is 10 s, in which a gateway would show stale books.
    private static final Duration SILENCE_MAX = Duration.ofSeconds(2);

    /// A leader that acknowledges nothing for this long is gone, or was away long enough to be asked again.
    private static final Duration LEADER_SILENCE_MAX = Duration.ofSeconds(1);

    private static final Duration CLIENT_LIVENESS = Duration.ofSeconds(10);
    private static final int TERM_BYTES = 1024 * 1024;
    private static final int WINDOW_BYTES = 512 * 1024;
    private static final int SOCKET_BYTES = 2 * 1024 * 1024;
    private static final int MTU_BYTES = 1408;

    private final @Nullable MediaDriver driver;
    private final Aeron aeron;

    private LinkMedia(@Nullable MediaDriver driver, String driverDirectory) {
        this.driver = driver;
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driverDirectory)
                .clientName("seawall-link")
                .idleStrategy(idleStrategy())
                .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE)
                .errorHandler(error -> LOG.error("Aeron client.", error)));
    }

    /// Starts a media driver in this process, on one thread.
    ///
    /// @param directory of the driver's buffers, which only this process uses: what is in it is deleted, also what
    ///                  a process left that was killed a moment ago
    public static LinkMedia embedded(Path directory) {
        // Aeron itself takes a killed driver for a living one until its last sign of life is ten seconds old.
        IoUtil.delete(directory.toFile(), true);
        var driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(directory.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(idleStrategy())
                .termBufferSparseFile(true)
                .publicationTermBufferLength(TERM_BYTES)
                .ipcTermBufferLength(TERM_BYTES)
                .mtuLength(MTU_BYTES)
                .initialWindowLength(WINDOW_BYTES)
                .socketSndbufLength(SOCKET_BYTES)
                .socketRcvbufLength(SOCKET_BYTES)
                .imageLivenessTimeoutNs(SILENCE_MAX.toNanos())
                .publicationConnectionTimeoutNs(LEADER_SILENCE_MAX.toNanos())
                .clientLivenessTimeoutNs(CLIENT_LIVENESS.toNanos())
                .publicationUnblockTimeoutNs(CLIENT_LIVENESS.plusSeconds(5).toNanos())
                .errorHandler(error -> LOG.error("Media driver.", error)));
        try {
            return new LinkMedia(driver, driver.aeronDirectoryName());
        } catch (RuntimeException e) {
            driver.close();
            throw e;
        }
    }

    /// Uses a media driver that runs already; its own settings decide how soon silence is noticed.
    public static LinkMedia connect(Path driverDirectory) {
        return new LinkMedia(null, driverDirectory.toString());
    }

    Aeron aeron() {
        return aeron;
    }

    /// True when nothing can be reached any more: closed, or given up by Aeron because this process stood
    /// still for longer than its driver believes in it. Nothing brings it back but another start.
    public boolean isClosed() {
        return aeron.isClosed();
    }

    static IdleStrategy idleStrategy() {
        return new BackoffIdleStrategy(1, 1, 1_000, 100_000);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(aeron, driver);
    }
}
