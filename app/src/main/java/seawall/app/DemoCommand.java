package seawall.app;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import seawall.app.market.DemoInstrument;
import seawall.app.market.Market;
import seawall.app.market.PricePath;
import seawall.drill.client.Credentials;
import seawall.drill.client.PinnedCertificate;
import seawall.gateway.Gateway;
import seawall.gateway.GatewayConfig;
import seawall.history.History;
import seawall.history.HistoryConfig;

/// `seawall demo`.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "The whole exchange in one process, with paper money and a lively market.",
            "",
            "Starts a cluster of one member (every acknowledged order is on disk), history in SQLite and a gateway that speaks"
                    + " OKX API v5 over REST and WebSocket. The first start lists five instruments and creates two funded traders;"
                    + " their API keys are printed and written to DIR/demo-credentials.json. A later start on the same DIR goes on"
                    + " where the last one ended, also after a crash.",
            "",
            "The market follows the course and the pace of 29 January 2021, from 08:20 UTC: a calm quarter of an hour, then the run-up."
                    + " A later start goes on in that day where the last one stopped.",
            "",
            "Maintenance is announced in DIR/maintenance.json, read again when it changes, and told by system/status and the status channel:",
            "  {\"maintenance\": [{\"title\": \"Upgrade\", \"begin\": \"2026-12-01T08:00:00Z\", \"end\": \"2026-12-01T08:30:00Z\"}]}",
            "with preOpenBegin, serviceType, href, scheDesc and canceled if wanted. Instruments that do not trade are told there by themselves.",
            ""
        })
final class DemoCommand implements Callable<Integer> {
    /// How long a start waits for quotes and trades before it says that there are none.
    private static final Duration LIVELY_MAX = Duration.ofSeconds(30);

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Public port, REST and WebSocket; 0 = any free one (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--ops-port",
            paramLabel = "PORT",
            defaultValue = "9090",
            description = "Operators' port on 127.0.0.1: metrics, health, drain; 0 = any free one (${DEFAULT-VALUE}).")
    private int opsPort;

    /// Taken so that a command line written for later versions works today.
    @Option(
            names = "--status-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description =
                    "Reserved for the status page (${DEFAULT-VALUE}). This version has none: nothing listens there.")
    private int statusPort;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address of the public port; 0.0.0.0 admits other machines (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Mixin
    private final TlsOptions tls = new TlsOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "seawall-data",
            description = "Where everything is kept; delete it to start afresh (${DEFAULT-VALUE}).")
    private Path data = Path.of("seawall-data");

    @Mixin
    private final HistoryOptions historyOptions = new HistoryOptions();

    @Option(names = "--no-market", description = "No robots: empty books, and nobody trades but you.")
    private boolean noMarket;

    @Option(
            names = "--pace",
            paramLabel = "N",
            defaultValue = "12",
            description =
                    "Orders a second of the market in a usual minute; the day makes it up to twelve times as many, at most 120 (${DEFAULT-VALUE}).")
    private double pace;

    private final PrintStream out = System.out;
    private final long startNanos = System.nanoTime();

    @Override
    public Integer call() throws Exception {
        if (statusPort < 0 || statusPort > 65_535) {
            throw new IllegalArgumentException("expected a status port from 0 to 65535, found " + statusPort);
        }
        if (pace <= 0 || pace > 120) {
            throw new IllegalArgumentException("expected a pace above 0 and at most 120, found " + pace);
        }
        Path directory = data.toAbsolutePath().normalize();
        GatewayConfig.TlsFiles certificate = tls.files();
        HistoryConfig historyConfig = historyOptions.config(directory, System.getenv());
        out.println("Seawall demo. Data: " + directory);
        var parts = new Parts(Exchange.start(directory), out);
        Runtime.getRuntime().addShutdownHook(new Thread(parts::close, "shutdown"));
        try {
            Exchange exchange = parts.exchange;
            progress("member", "leads a cluster of one; answers are on disk before they are given");
            DemoVenue venue = DemoVenue.open(exchange::open, exchange.seal(), directory);
            progress(
                    "venue",
                    DemoInstrument.ALL.size() + " instruments, " + venue.users().size() + " traders with paper money");
            History history = exchange.history(historyConfig);
            progress(
                    "history",
                    "orders, fills, bills and candles in "
                            + historyConfig.store().jdbcUrl().replaceFirst("^jdbc:", ""));
            Gateway gateway = exchange.gateway(
                    GatewayConfig.standard(port, opsPort, exchange.venueKeyFile())
                            .withHost(host)
                            .withTls(certificate),
                    history);
            String reached = host.equals("0.0.0.0") ? "127.0.0.1" : host;
            String secure = certificate == null ? "" : "s";
            String rest = "http" + secure + "://" + reached + ":" + gateway.port();
            String webSocket = "ws" + secure + "://" + reached + ":" + gateway.port() + "/ws/v5";
            DemoAccounts.write(directory, rest, webSocket, venue.users(), venue.robots());
            progress("gateway", rest);
            if (!noMarket) {
                var course = new DemoCourse(directory);
                var market = new Market(
                        URI.create(rest),
                        URI.create(webSocket + "/private"),
                        venue.robots().getFirst(),
                        venue.robots().subList(1, venue.robots().size()),
                        DemoInstrument.ALL,
                        PricePath.surgeDay(),
                        certificate == null ? null : PinnedCertificate.context(certificate.certificates()),
                        pace,
                        course.elapsed(),
                        course::save,
                        startNanos,
                        Clock.systemUTC());
                parts.market = market;
                market.start();
                List<String> quiet = market.awaitLively(LIVELY_MAX);
                progress(
                        "market",
                        quiet.isEmpty()
                                ? "a maker and two takers over the public API"
                                : "slow: no quotes or trades within " + LIVELY_MAX.toSeconds() + " s on " + quiet);
            }
            welcome(rest, webSocket, gateway.opsPort(), directory, venue);
            // A member that fails ends the process by itself; Ctrl-C and SIGTERM end it through the shutdown hook.
            exchange.member().member().awaitFailure();
            return 1;
        } catch (Exception | Error e) {
            parts.close();
            throw e;
        }
    }

    /// What has been started, and is stopped once.
    private static final class Parts {
        final Exchange exchange;
        final PrintStream out;
        volatile @Nullable Market market;
        private boolean closed;

        Parts(Exchange exchange, PrintStream out) {
            this.exchange = exchange;
            this.out = out;
        }

        synchronized void close() {
            if (closed) {
                return;
            }
            closed = true;
            out.println("stopping ...");
            Market trading = market;
            if (trading != null) {
                trading.close();
            }
            exchange.close();
            out.println(
                    "stopped at sequence " + exchange.member().member().status().sequence());
            out.flush();
        }
    }

    private void welcome(String rest, String webSocket, int boundOpsPort, Path directory, DemoVenue venue) {
        out.println();
        for (Credentials user : venue.users()) {
            out.println("trader " + user.uid() + "  key " + user.apiKey() + "  secret " + user.secretKey()
                    + "  passphrase " + user.passphrase());
        }
        out.println();
        out.println("REST        " + rest + "/api/v5");
        out.println("WebSocket   " + webSocket + "/public, /private, /business");
        out.println("operators   http://127.0.0.1:" + boundOpsPort + "/metrics");
        out.println("keys        " + directory.resolve(DemoAccounts.CREDENTIALS_FILE));
        out.println();
        out.println("Look:   curl '" + rest + "/api/v5/market/ticker?instId=BTC-USDT'");
        out.println("Trade:  point any OKX v5 client at these URLs with a trader's key");
        out.println("Check:  stop with Ctrl-C, then ./seawall verify --data " + directory);
        out.printf("ready in %.1f s%n", (System.nanoTime() - startNanos) / 1e9);
        out.flush();
    }

    private void progress(String what, String detail) {
        out.printf("%5.1f s  %-8s %s%n", (System.nanoTime() - startNanos) / 1e9, what, detail);
        out.flush();
    }
}
