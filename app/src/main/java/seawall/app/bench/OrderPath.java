package seawall.app.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import seawall.app.client.Credentials;
import seawall.app.client.Json;

/// Measures acknowledged durable orders over WebSocket and over REST, beside a bare Aeron Cluster and a bare Netty.
public final class OrderPath {
    private static final int[] WEB_SOCKET_RATES = {500, 2_000, 5_000};
    private static final int[] REST_RATES = {200, 1_000, 2_000};
    private static final int WEB_SOCKET_IN_FLIGHT = 512;
    private static final int REST_CONNECTIONS = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final int WARM_UP_RATE = 2_000;

    /// Far below the market, where nothing is offered.
    private static final String PRICE = "1000";

    private static final String SIZE = "0.001";
    private static final String CLUSTER = "bare Aeron Cluster echo, fsync";
    private static final String NETTY = "bare Netty echo";

    private final PrintStream out;
    private final Duration duration;
    private final Path peerDirectory;
    private final Meter meter = new Meter();
    private final List<Row> rows = new ArrayList<>();

    /// @param peerDirectory does not exist yet; the bare cluster's log goes there
    public OrderPath(PrintStream out, Duration duration, Path peerDirectory) {
        this.out = out;
        this.duration = duration;
        this.peerDirectory = peerDirectory;
    }

    private record Row(
            String name, String metric, String unit, double ours, double peer, String peerName, double ratio) {}

    /// Results as text and as JSON.
    public record Report(String table, String json) {}

    private interface Opener {
        Load open() throws IOException, InterruptedException;
    }

    /// Measures everything, one after the other.
    public Report measure(URI rest, URI webSocket, List<Credentials> traders, String instrument)
            throws IOException, InterruptedException {
        String order = OrderText.order(instrument, PRICE, SIZE);
        Files.createDirectories(peerDirectory);
        try (var echo = new NettyEcho()) {
            Opener ours = () -> new WebSocketLoad(webSocket, traders, true, order, meter);
            Opener netty = () -> new WebSocketLoad(echo.webSocket(), traders, false, order, meter);
            Opener cluster = () -> new ClusterEcho(Files.createTempDirectory(peerDirectory, "cluster"), meter);
            for (int rate : WEB_SOCKET_RATES) {
                compareAt(rate, "WebSocket", ours, CLUSTER, cluster, NETTY, netty);
            }
            compareFlatOut("WebSocket", WEB_SOCKET_IN_FLIGHT, ours, CLUSTER, cluster, NETTY, netty);
            Opener oursRest = () -> new HttpLoad(rest, traders, REST_CONNECTIONS, order, meter);
            Opener nettyRest = () -> new HttpLoad(echo.http(), traders, REST_CONNECTIONS, order, meter);
            for (int rate : REST_RATES) {
                compareAt(rate, "REST", oursRest, CLUSTER, cluster, NETTY, nettyRest);
            }
            compareFlatOut("REST", REST_CONNECTIONS, oursRest, CLUSTER, cluster, NETTY, nettyRest);
        }
        return new Report(table(), json());
    }

    private void compareAt(int rate, String door, Opener ours, String peerA, Opener a, String peerB, Opener b)
            throws IOException, InterruptedException {
        String name = door + " " + rate + "/s";
        Meter.Result mine = atRate(name, "ours", rate, ours);
        for (var peer : List.of(new Peer(peerA, a), new Peer(peerB, b))) {
            Meter.Result theirs = atRate(name, peer.name, rate, peer.opener);
            rows.add(latency(name, "p50", mine.micros(50), theirs.micros(50), peer.name));
            rows.add(latency(name, "p99", mine.micros(99), theirs.micros(99), peer.name));
        }
    }

    private void compareFlatOut(String door, int inFlight, Opener ours, String peerA, Opener a, String peerB, Opener b)
            throws IOException, InterruptedException {
        String name = door + " most, " + inFlight + " in flight";
        double mine = flatOut(name, "ours", inFlight, ours);
        for (var peer : List.of(new Peer(peerA, a), new Peer(peerB, b))) {
            double theirs = flatOut(name, peer.name, inFlight, peer.opener);
            rows.add(new Row(name, "throughput", "orders/s", mine, theirs, peer.name, mine / theirs));
        }
    }

    private record Peer(String name, Opener opener) {}

    private Meter.Result atRate(String name, String who, int rate, Opener opener)
            throws IOException, InterruptedException {
        try (Load load = opener.open()) {
            meter.atRate(load, Math.min(rate, WARM_UP_RATE), WARM_UP);
            Meter.Result result = meter.atRate(load, rate, duration);
            out.printf(
                    Locale.ROOT,
                    "%-28s %-31s p50 %7.0f us  p99 %8.0f us  max %8.0f us  refused %d  (sender late: p50 %.0f us, p99 %.0f us)%n",
                    name,
                    who,
                    result.micros(50),
                    result.micros(99),
                    result.micros(100),
                    result.refusals(),
                    result.lagMicros(50),
                    result.lagMicros(99));
            requireNoRefusals(name, who, result);
            return result;
        }
    }

    private double flatOut(String name, String who, int inFlight, Opener opener)
            throws IOException, InterruptedException {
        try (Load load = opener.open()) {
            meter.atRate(load, WARM_UP_RATE, WARM_UP);
            Meter.Result result = meter.flatOut(load, inFlight, duration);
            out.printf(
                    Locale.ROOT,
                    "%-28s %-31s %9.0f orders/s  p50 %7.0f us  p99 %8.0f us  refused %d%n",
                    name,
                    who,
                    result.perSecond(),
                    result.micros(50),
                    result.micros(99),
                    result.refusals());
            requireNoRefusals(name, who, result);
            return result.perSecond();
        }
    }

    /// A refusal is quicker than an order: a figure that holds any would flatter.
    private static void requireNoRefusals(String name, String who, Meter.Result result) {
        if (result.refusals() > 0) {
            throw new IllegalStateException(name + ", " + who + ": expected every order to be taken, found "
                    + result.refusals() + " refusals of " + result.answers());
        }
    }

    private static Row latency(String name, String metric, double ours, double peer, String peerName) {
        return new Row(name, metric, "us", ours, peer, peerName, peer / ours);
    }

    private String table() {
        var table = new StringBuilder(String.format(
                Locale.ROOT,
                "%n%-28s %-10s %12s %12s %7s  %s%n",
                "case",
                "metric",
                "ours",
                "peer",
                "ratio",
                "peer is"));
        for (Row row : rows) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-28s %-10s %12.0f %12.0f %7.2f  %s%n",
                    row.name(),
                    row.metric(),
                    row.ours(),
                    row.peer(),
                    row.ratio(),
                    row.peerName()));
        }
        return table.append("A ratio above 1 means we are ahead of the peer.\n").toString();
    }

    private String json() {
        var conditions = Json.fields(
                "processors",
                Integer.toString(Runtime.getRuntime().availableProcessors()),
                "java",
                Runtime.version().toString(),
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "seconds",
                Long.toString(duration.toSeconds()),
                "durability",
                "one member, file sync level 2",
                "load",
                "open loop, latency from the due time; generator, exchange and peers in one process",
                "order",
                "IOC buy that finds nothing");
        var results = rows.stream()
                .map(row -> String.format(
                        Locale.ROOT,
                        "{\"case\":%s,\"metric\":%s,\"unit\":%s,\"ours\":%.1f,\"peer\":%.1f,\"peerName\":%s,\"ratio\":%.4f}",
                        Json.quoted(row.name()),
                        Json.quoted(row.metric()),
                        Json.quoted(row.unit()),
                        row.ours(),
                        row.peer(),
                        Json.quoted(row.peerName()),
                        row.ratio()))
                .toList();
        return "{\"bench\":\"order-path\",\"conditions\":" + conditions + ",\"results\":[\n"
                + String.join(",\n", results) + "]}\n";
    }
}
