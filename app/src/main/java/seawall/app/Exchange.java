package seawall.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.app.roles.HistoryPages;
import seawall.engine.Limits;
import seawall.gateway.Gateway;
import seawall.gateway.GatewayConfig;
import seawall.gateway.auth.Seal;
import seawall.gateway.status.MaintenanceFile;
import seawall.gateway.view.OlderPages;
import seawall.history.History;
import seawall.history.HistoryConfig;
import seawall.link.CommandLink;

/// A whole exchange in one process: a member, history and a gateway, in this order; closed in the reverse one.
///
/// ```
/// clients -> gateway -> link -> member (log, engine, journal) -> gateway's views
///                                                             -> history (SQLite or PostgreSQL)
/// ```
final class Exchange implements AutoCloseable {
    /// Of the engine of every exchange that this program starts; [VerifyCommand] replays with the same.
    static final Limits LIMITS = Limits.laptop();

    /// Where operators announce maintenance.
    static final String MAINTENANCE_FILE = "maintenance.json";

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final Duration LIVE_MAX = Duration.ofSeconds(60);

    // Each sender has a stream of its own at the engine.
    private static final int OPENING_GATEWAY_ID = 1;
    private static final int GATEWAY_ID = 2;

    private final Path directory;
    private final LocalMember member;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Exchange(Path directory, LocalMember member) {
        this.directory = directory;
        this.member = member;
        parts.push(member);
    }

    /// Starts the member; everything else is added by the other calls.
    ///
    /// @param directory of the whole exchange; created if it does not exist
    static Exchange start(Path directory) throws IOException {
        DataDirectory.requireDemo(directory);
        Files.createDirectories(directory);
        return new Exchange(
                directory, new LocalMember(DataDirectory.demoMember(directory), LocalMember.freePorts(), LIMITS));
    }

    LocalMember member() {
        return member;
    }

    /// The key under which secrets of API keys travel; only gateways open them.
    Seal seal() {
        return Seal.fromFile(venueKeyFile());
    }

    Path venueKeyFile() {
        return directory.resolve("venue.key");
    }

    /// Lets somebody issue commands and hear the answers, before there is a gateway.
    void open(Consumer<Opening> commands) {
        try (CommandLink link = member.link(OPENING_GATEWAY_ID)) {
            Opening.with(link, handler -> member.reader(0, handler), commands);
        }
    }

    /// Starts to write history.
    History history(HistoryConfig config) {
        History history = History.start(config, (nextSequence, handler) -> member.reader(nextSequence - 1, handler));
        parts.push(history);
        return history;
    }

    /// Starts a gateway and waits until it answers from live views.
    ///
    /// @param history answers for rows older than the views keep; null for none
    Gateway gateway(GatewayConfig config, @Nullable History history) throws InterruptedException, TimeoutException {
        CommandLink link = member.link(GATEWAY_ID);
        parts.push(link);
        var started = new AtomicReference<@Nullable Gateway>();
        @Nullable
        OlderPages olderPages = history == null
                ? null
                : new HistoryPages(history.queries(), currencyId -> {
                    Gateway asking = started.get();
                    return asking == null ? null : asking.views().currency(currencyId);
                });
        MaintenanceFile maintenance = MaintenanceFile.watch(directory.resolve(MAINTENANCE_FILE), Clock.systemUTC());
        parts.push(maintenance);
        Gateway gateway = Gateway.start(
                config,
                link,
                handler -> member.reader(0, handler),
                olderPages,
                maintenance,
                failure -> stop("the gateway failed", failure));
        started.set(gateway);
        parts.push(gateway);
        long deadlineNanos = System.nanoTime() + LIVE_MAX.toNanos();
        while (!gateway.isLive() || !link.isConnected()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new TimeoutException("the gateway did not catch up within " + LIVE_MAX.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return gateway;
    }

    /// Ends the process when a part of it is beyond trust; on a thread of its own, since the failed one is waited for.
    private static void stop(String what, Throwable failure) {
        LOG.error("{}; the process ends", what, failure);
        Thread.ofPlatform().name("stop").start(() -> System.exit(70));
    }

    /// Stops the parts, the latest first; the member takes a snapshot.
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("a part did not close cleanly", e);
            }
        }
    }
}
