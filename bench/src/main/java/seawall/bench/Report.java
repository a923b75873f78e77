package seawall.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import seawall.bench.CandidateProcess.Name;

/// The figures as a table and as JSON. A ratio above 1 means that we are ahead.
final class Report {
    /// What an order costs in memory, with its level and its places in the indexes: the working set for a pointer
    /// chase.
    static final long BYTES_PER_ORDER = 320;

    /// Dependent misses that a command may cost more in a large exchange than in a small one.
    private static final double MISSES_MAX = 4;

    /// Beyond this, growth is lost in the noise.
    private static final double GROWTH_RATIO_MAX = 100;

    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p99.9");

    private final Figures figures;
    private final String peerTitle;
    private final List<Row> rows = new ArrayList<>();

    /// @param spread of ours and of the peer's, least to most over all passes; empty for none
    private record Row(
            String workload,
            String metric,
            String unit,
            double ours,
            double peer,
            String peerName,
            double ratio,
            String spread) {}

    /// @param peer configuration of exchange-core that was used
    Report(Figures figures, List<Workload> workloads, int[] rates, PeerConfiguration peer) {
        this.figures = figures;
        peerTitle = Name.PEER_ENGINE.title + " " + peer.title();
        for (Workload workload : workloads) {
            String name = workload.name();
            throughput(name, "throughput", Name.ENGINE, Name.PEER_ENGINE, peerTitle);
            coreTime(name, "core time", Name.ENGINE, Name.PEER_ENGINE, peerTitle);
            throughput(name, "book alone", Name.BOOK, Name.PEER_BOOK, Name.PEER_BOOK.title);
            coreTime(name, "core time of the book", Name.BOOK, Name.PEER_BOOK, Name.PEER_BOOK.title);
            throughput(name, "engine beside its book", Name.ENGINE, Name.BOOK, Name.BOOK.title);
            for (int rate : rates) {
                latency(name, rate);
            }
            growth(workload);
        }
    }

    private void throughput(String workload, String metric, Name ours, Name peer, String peerName) {
        if (figures.has(workload, ours, "nanos") && figures.has(workload, peer, "nanos")) {
            double mine = 1e9 / figures.median(workload, ours, "nanos");
            double theirs = 1e9 / figures.median(workload, peer, "nanos");
            String spread = spread(workload, ours) + " beside " + spread(workload, peer);
            rows.add(new Row(workload, metric, "commands/s", mine, theirs, peerName, mine / theirs, spread));
        }
    }

    private void coreTime(String workload, String metric, Name ours, Name peer, String peerName) {
        if (figures.has(workload, ours, "core") && figures.has(workload, peer, "core")) {
            double mine = figures.median(workload, ours, "core");
            double theirs = figures.median(workload, peer, "core");
            String note = "all threads, their waiting included";
            rows.add(new Row(workload, metric, "ns a command", mine, theirs, peerName, theirs / mine, note));
        }
    }

    /// Least and most, in millions a second.
    private String spread(String workload, Name candidate) {
        return String.format(
                Locale.ROOT,
                "%.2f to %.2f M/s",
                1e3 / figures.most(workload, candidate, "nanos"),
                1e3 / figures.least(workload, candidate, "nanos"));
    }

    private void latency(String workload, int rate) {
        String at = "rate " + rate + " ";
        if (!figures.has(workload, Name.ENGINE, at + "p50")) {
            return;
        }
        String fallsBehind = (isHeld(workload, Name.ENGINE, at) ? "" : "ours cannot hold the rate ")
                + (isHeld(workload, Name.PEER_ENGINE, at) ? "" : "the peer cannot hold the rate");
        for (String percentile : PERCENTILES) {
            double ours = figures.median(workload, Name.ENGINE, at + percentile);
            double peer = figures.median(workload, Name.PEER_ENGINE, at + percentile);
            rows.add(new Row(
                    workload,
                    percentile + " at " + rate + "/s",
                    "us",
                    ours,
                    peer,
                    peerTitle,
                    peer / ours,
                    fallsBehind.trim()));
        }
    }

    private boolean isHeld(String workload, Name candidate, String at) {
        return figures.median(workload, candidate, at + "held") >= 1;
    }

    private void growth(Workload workload) {
        String small = workload.growsFrom();
        if (!figures.has(small, Name.ENGINE, "nanos") || !figures.has(workload.name(), Name.ENGINE, "miss")) {
            return;
        }
        double smaller = figures.median(small, Name.ENGINE, "nanos");
        double larger = figures.median(workload.name(), Name.ENGINE, "nanos");
        double miss = figures.median(workload.name(), Name.ENGINE, "miss");
        double misses = (larger - smaller) / miss;
        rows.add(new Row(
                workload.name(),
                "growth since " + small,
                "misses",
                misses,
                MISSES_MAX,
                "limit of dependent misses",
                MISSES_MAX / Math.max(misses, MISSES_MAX / GROWTH_RATIO_MAX),
                String.format(Locale.ROOT, "%.0f to %.0f ns a command, %.1f ns a miss", smaller, larger, miss)));
    }

    String table() {
        var table = new StringBuilder();
        table.append(String.format(
                Locale.ROOT,
                "%n%-17s %-27s %12s %12s %7s  %-44s %s%n",
                "case",
                "metric",
                "ours",
                "peer",
                "ratio",
                "peer is",
                "least to most"));
        for (Row row : rows) {
            String format = row.unit().equals("commands/s")
                    ? "%-17s %-27s %12.0f %12.0f %7.2f  %-44s %s%n"
                    : "%-17s %-27s %12.2f %12.2f %7.2f  %-44s %s%n";
            table.append(String.format(
                    Locale.ROOT,
                    format,
                    row.workload(),
                    row.metric() + (row.unit().equals("us") ? " us" : row.unit().startsWith("ns") ? " ns" : ""),
                    row.ours(),
                    row.peer(),
                    row.ratio(),
                    row.peerName(),
                    row.spread()));
        }
        return table.append("""
                A ratio above 1 means we are ahead of the peer. Goals: throughput 1.00, on the common mix 1.50; book alone 1.30;
                engine beside its own book 0.33; growth 1.00, which is four dependent cache misses a command.
                """).toString();
    }

    String json(Map<String, String> conditions) {
        var fields = new StringJoiner(",", "{", "}");
        conditions.forEach((name, value) -> fields.add(quoted(name) + ":" + quoted(value)));
        var results = new StringJoiner(",\n", "[\n", "]");
        for (Row row : rows) {
            results.add(String.format(
                    Locale.ROOT,
                    "{\"case\":%s,\"metric\":%s,\"unit\":%s,\"ours\":%.3f,\"peer\":%.3f,\"peerName\":%s,\"ratio\":%.4f,\"note\":%s}",
                    quoted(row.workload()),
                    quoted(row.metric()),
                    quoted(row.unit()),
                    row.ours(),
                    row.peer(),
                    quoted(row.peerName()),
                    row.ratio(),
                    quoted(row.spread())));
        }
        return "{\"bench\":\"engine\",\"conditions\":" + fields + ",\"results\":" + results + "}\n";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
