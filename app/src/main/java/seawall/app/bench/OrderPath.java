package seawall.app.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import seawall.drill.client.Credentials;
import seawall.drill.client.Json;

/// Measures acknowledged durable orders over WebSocket and over REST, beside a bare Aeron Cluster and a bare Netty.
///
/// Each case is measured in several rounds, forwards in one and backwards in the next, so that a machine that slows
/// down favours nobody; what is reported is the median over the rounds.
public final class OrderPath {
    private static final int[] WEB_SOCKET_RATES = {500, 2_000, 5_000};
    private static final int[] REST_RATES = {200, 1_000, 2_000};
    private static final int WEB_SOCKET_IN_FLIGHT = 512;
    private static final int REST_CONNECTIONS = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration FIRST_WARM_UP = Duration.ofSeconds(4);
    private static final int WARM_UP_RATE = 2_000;

    /// Far below the market, where nothing is offered.
    private static final String PRICE = "1000";

    private static final String SIZE = "0.001";

    private final PrintStream out;
    private final Duration duration;
    private final int rounds;
    private final Path peerDirectory;
    private final Meter meter = new Meter();
    private final Map<Run, List<Meter.Result>> results = new LinkedHashMap<>();

    /// @param duration      of each measurement
    /// @param rounds        of all measurements; the median is reported
    /// @param peerDirectory does not exist yet; the bare cluster's log goes there
    public OrderPath(PrintStream out, Duration duration, int rounds, Path peerDirectory) {
        this.out = out;
        this.duration = duration;
        this.rounds = rounds;
        this.peerDirectory = peerDirectory;
    }

    private enum Who {
        OURS("ours"),
        CLUSTER("bare Aeron Cluster echo, fsync"),
        NETTY("bare Netty echo");

        final String title;

        Who(String title) {
            this.title = title;
        }
    }

    /// What is asked of each of them.
    ///
    /// @param perSecond due times a second; 0 for as many as fit in flight
    private record Case(String door, int perSecond, int inFlight) {
        String name() {
            return perSecond > 0 ? door + " " + perSecond + "/s" : door + " most, " + inFlight + " in flight";
        }
    }

    private record Run(Case measured, Who who) {}

    private interface Opener {
        Load open(Case measured, Who who) throws IOException, InterruptedException;
    }

    private record Row(
            String name, String metric, String unit, double ours, double peer, String peerName, double ratio) {}

    /// Results as text and as JSON.
    public record Report(String table, String json) {}

    /// Measures everything, one after the other.
    public Report measure(URI rest, URI webSocket, List<Credentials> traders, String instrument)
            throws IOException, InterruptedException {
        String order = OrderText.order(instrument, PRICE, SIZE);
        Files.createDirectories(peerDirectory);
        try (var echo = new NettyEcho()) {
            Opener opener = (measured, who) -> {
                boolean isRest = measured.door().equals("REST");
                return switch (who) {
                    case CLUSTER -> new ClusterEcho(Files.createTempDirectory(peerDirectory, "cluster"), meter);
                    case OURS ->
                        isRest
                                ? new HttpLoad(rest, traders, REST_CONNECTIONS, order, meter)
                                : new WebSocketLoad(webSocket, traders, true, order, meter);
                    case NETTY ->
                        isRest
                                ? new HttpLoad(echo.http(), traders, REST_CONNECTIONS, order, meter)
                                : new WebSocketLoad(echo.webSocket(), traders, false, order, meter);
                };
            };
            for (int round = 1; round <= rounds; round++) {
                out.printf(Locale.ROOT, "round %d of %d%n", round, rounds);
                for (Case measured : cases()) {
                    List<Who> turns = round % 2 == 1
                            ? List.of(Who.values())
                            : List.of(Who.values()).reversed();
                    for (Who who : turns) {
                        measure(new Run(measured, who), opener, round == 1 ? FIRST_WARM_UP : WARM_UP);
                    }
                }
            }
        }
        List<Row> rows = rows();
        return new Report(table(rows), json(rows));
    }

    private static List<Case> cases() {
        var cases = new ArrayList<Case>();
        for (int rate : WEB_SOCKET_RATES) {
            cases.add(new Case("WebSocket", rate, 0));
        }
        cases.add(new Case("WebSocket", 0, WEB_SOCKET_IN_FLIGHT));
        for (int rate : REST_RATES) {
            cases.add(new Case("REST", rate, 0));
        }
        cases.add(new Case("REST", 0, REST_CONNECTIONS));
        return cases;
    }

    private void measure(Run run, Opener opener, Duration warmUp) throws IOException, InterruptedException {
        Case measured = run.measured();
        try (Load load = opener.open(measured, run.who())) {
            int rate = measured.perSecond();
            meter.atRate(load, rate == 0 ? WARM_UP_RATE : Math.min(rate, WARM_UP_RATE), warmUp);
            Meter.Result result =
                    rate > 0 ? meter.atRate(load, rate, duration) : meter.flatOut(load, measured.inFlight(), duration);
            // A refusal is quicker than an order: a figure that holds any would flatter.
            if (result.refusals() > 0) {
                throw new IllegalStateException(
                        measured.name() + ", " + run.who().title + ": expected every order to be taken, found "
                                + result.refusals() + " refusals of " + result.answers());
            }
            out.printf(
                    Locale.ROOT,
                    "  %-28s %-31s %8.0f/s  p50 %7.0f us  p99 %8.0f us  p99.9 %8.0f us  (sender late: p99 %.0f us)%n",
                    measured.name(),
                    run.who().title,
                    result.perSecond(),
                    result.micros(50),
                    result.micros(99),
                    result.micros(99.9),
                    result.lagMicros(99));
            results.computeIfAbsent(run, unused -> new ArrayList<>()).add(result);
        }
    }

    private List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (Case measured : cases()) {
            for (Who peer : List.of(Who.CLUSTER, Who.NETTY)) {
                if (measured.perSecond() == 0) {
                    double ours = median(measured, Who.OURS, Meter.Result::perSecond);
                    double theirs = median(measured, peer, Meter.Result::perSecond);
                    rows.add(new Row(
                            measured.name(), "throughput", "orders/s", ours, theirs, peer.title, ours / theirs));
                    continue;
                }
                for (double percentile : new double[] {50, 90, 99, 99.9}) {
                    rows.add(less(measured, "p" + text(percentile), peer, result -> result.micros(percentile)));
                }
            }
        }
        return rows;
    }

    /// A row of which less is better.
    private Row less(Case measured, String metric, Who peer, ToDoubleFunction<Meter.Result> figure) {
        double ours = median(measured, Who.OURS, figure);
        double theirs = median(measured, peer, figure);
        return new Row(measured.name(), metric, "us", ours, theirs, peer.title, theirs / ours);
    }

    private double median(Case measured, Who who, ToDoubleFunction<Meter.Result> figure) {
        double[] sorted = results.getOrDefault(new Run(measured, who), List.of()).stream()
                .mapToDouble(figure)
                .sorted()
                .toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static String text(double percentile) {
        return percentile == Math.rint(percentile)
                ? Long.toString(Math.round(percentile))
                : Double.toString(percentile);
    }

    /// The worst p99 of all runs, ours and theirs: what is measured is never more exact than this.
    private double sendLagMicros() {
        return results.values().stream()
                .flatMap(List::stream)
                .mapToDouble(result -> result.lagMicros(99))
                .max()
                .orElse(0);
    }

    private String table(List<Row> rows) {
        var table = new StringBuilder(String.format(
                Locale.ROOT,
                "%nMedians of %d rounds.%n%-28s %-12s %12s %12s %7s  %s%n",
                rounds,
                "case",
                "metric",
                "ours",
                "peer",
                "ratio",
                "peer is"));
        for (Row row : rows) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-28s %-12s %12.0f %12.0f %7.2f  %s%n",
                    row.name(),
                    row.metric() + (row.unit().equals("us") ? " us" : "/s"),
                    row.ours(),
                    row.peer(),
                    row.ratio(),
                    row.peerName()));
        }
        return table.append(String.format(
                        Locale.ROOT,
                        "A ratio above 1 means we are ahead of the peer. The sender was late by %.0f us at most (p99 of any run).%n",
                        sendLagMicros()))
                .toString();
    }

    private String json(List<Row> rows) {
        var conditions = Json.fields(
                "processors",
                Integer.toString(Runtime.getRuntime().availableProcessors()),
                "java",
                Runtime.version().toString(),
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "seconds",
                Long.toString(duration.toSeconds()),
                "rounds",
                Integer.toString(rounds),
                "durability",
                "one member, file sync level 2",
                "load",
                "open loop, latency from the due time; generator, exchange and peers in one process",
                "order",
                "IOC buy that finds nothing",
                "senderLateMicrosP99Max",
                Long.toString(Math.round(sendLagMicros())));
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
