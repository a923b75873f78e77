package seawall.app.roles;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import seawall.gateway.Gateway;
import seawall.gateway.GatewayConfig;
import seawall.gateway.status.MaintenanceFile;
import seawall.history.HistoryConfig;
import seawall.history.HistoryQueries;
import seawall.link.ClusterCommandLink;
import seawall.link.JournalSource;
import seawall.link.LinkMedia;
import seawall.link.RovingJournalReader;

/// `seawall gateway`.
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Meets the clients of an exchange: OKX API v5 over REST and WebSocket.",
            "",
            "Keys of FILE (key = value):",
            "  id                     number of this gateway, 2 to 1000000, different from that of every other sender of commands",
            "  members                all members: NUMBER@HOST:PORT/REGION, separated by commas",
            "  read-from              number of the member whose journal is read first (the first of members)",
            "  local-host             name under which the members reach this machine (localhost)",
            "  media                  directory of this process alone, for its lock and its buffers",
            "  host, port             public address; port 0 = any free one",
            "  ops-port               operators' port on 127.0.0.1: metrics, health, drain",
            "  venue-key              file of the key that opens the secrets of API keys; the same for every gateway",
            "  tls-cert, tls-key      PEM files of the public port's certificate and key; without them plain text",
            "  maintenance            file of announced maintenance, read again when it changes",
            "  history                SQLite file or jdbc:postgresql: URL that history writes; without it old pages are empty",
            "  history-user, history-password-file",
            ""
        })
public final class GatewayCommand extends Role {
    private static final Duration LIVE_MAX = Duration.ofMinutes(2);

    @Override
    String start(RoleFile file) throws Exception {
        int id = file.number("id", 2, 1_000_000);
        List<JournalSource> journals = file.journals();
        Path mediaDirectory = file.path("media");
        GatewayConfig config = config(file);
        HistoryConfig history = file.isGiven("history") ? HistoryRole.config(file) : null;
        Path maintenanceFile = file.resolve(file.text("maintenance", "maintenance.json"));
        file.refuseUnknown();

        LinkMedia media = media(mediaDirectory);
        ClusterCommandLink link = add(new ClusterCommandLink(id, journals, media, correlationId -> {}));
        link.ended().whenComplete((done, reason) -> {
            if (reason != null) {
                fail("the command link stopped", reason);
            }
        });
        MaintenanceFile maintenance = add(MaintenanceFile.watch(maintenanceFile, Clock.systemUTC()));
        var started = new AtomicReference<@Nullable Gateway>();
        HistoryPages older = history == null
                ? null
                : new HistoryPages(add(HistoryQueries.open(history)), currencyId -> {
                    Gateway asking = started.get();
                    return asking == null ? null : asking.views().currency(currencyId);
                });
        Gateway gateway = add(Gateway.start(
                config,
                link,
                handler -> RovingJournalReader.ofTwo(journals, media, link::leader, 0, handler),
                older,
                maintenance,
                failure -> fail("the gateway failed", failure)));
        started.set(gateway);
        awaitLive(gateway, link);
        return "gateway " + id + " port " + gateway.port() + " ops " + gateway.opsPort();
    }

    private static GatewayConfig config(RoleFile file) {
        GatewayConfig config = GatewayConfig.standard(file.port("port"), file.port("ops-port"), file.path("venue-key"))
                .withHost(file.text("host", "127.0.0.1"));
        if (!file.isGiven("tls-cert") && !file.isGiven("tls-key")) {
            return config;
        }
        return config.withTls(new GatewayConfig.TlsFiles(file.path("tls-cert"), file.path("tls-key")));
    }

    private static void awaitLive(Gateway gateway, ClusterCommandLink link)
            throws InterruptedException, TimeoutException {
        long deadlineNanos = System.nanoTime() + LIVE_MAX.toNanos();
        while (!gateway.isLive() || !link.isConnected()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new TimeoutException("the gateway did not catch up within " + LIVE_MAX.toSeconds()
                        + " s: is a majority of the members running?");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
