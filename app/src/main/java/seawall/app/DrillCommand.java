package seawall.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import seawall.cluster.Profile;
import seawall.drill.FailoverDrill;
import seawall.drill.report.Gate;
import seawall.drill.report.Report;
import seawall.drill.report.ReportWriter;

/// `seawall drill`.
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "NAME",
        description = {
            "Rehearses a failure on an exchange of its own, with real processes, real sockets and clients that write down"
                    + " everything they are told. A judge then holds that against the journals of all members.",
            "",
            "  ./seawall drill failover --kills 10 --report DIR",
            "  ./seawall drill pause --report DIR",
            ""
        })
final class DrillCommand {
    private static final double SERVER_GAP_MILLIS_MAX = 1_300;
    private static final double LAPTOP_GAP_MILLIS_MAX = 3_000;
    private static final double PLANNED_GAP_MILLIS_MAX = 1_200;

    private final PrintStream out = System.out;

    /// What both drills can be told.
    static final class Options {
        @Option(
                names = "--report",
                paramLabel = "DIR",
                defaultValue = "seawall-drill",
                description = "For the report, and in DIR/data the exchange's data (${DEFAULT-VALUE}).")
        private Path report = Path.of("seawall-drill");

        @Option(names = "--members", paramLabel = "N", defaultValue = "3", description = "3 or 5 (${DEFAULT-VALUE}).")
        private int members;

        @Option(names = "--gateways", paramLabel = "N", defaultValue = "2", description = "1 to 8 (${DEFAULT-VALUE}).")
        private int gateways;

        @Option(
                names = "--clients",
                paramLabel = "N",
                defaultValue = "4",
                description = "Clients that ask, 1 to 100 (${DEFAULT-VALUE}).")
        private int clients;

        @Option(
                names = "--rate",
                paramLabel = "N",
                defaultValue = "200",
                description = "Operations a second of all clients together, 1 to 5000 (${DEFAULT-VALUE}).")
        private double rate;

        @Option(
                names = "--profile",
                paramLabel = "NAME",
                defaultValue = "laptop",
                description = "laptop or server: what the members take this machine for (${DEFAULT-VALUE}).")
        private Profile profile = Profile.LAPTOP;

        @Option(
                names = "--warm-up",
                paramLabel = "S",
                defaultValue = "8",
                description =
                        "Seconds under load before anything is judged: processes that have just started still compile what"
                                + " they do often (${DEFAULT-VALUE}).")
        private int warmUp;

        @Option(names = "--seed", paramLabel = "N", description = "Of everything random; printed if not given.")
        private @Nullable Long seed;

        void check() {
            require(members == 3 || members == 5, "3 or 5 members", members);
            require(gateways >= 1 && gateways <= 8, "1 to 8 gateways", gateways);
            require(clients >= 1 && clients <= 100, "1 to 100 clients", clients);
            require(rate >= 1 && rate <= 5_000, "a rate of 1 to 5000", rate);
            require(warmUp >= 0 && warmUp <= 600, "0 to 600 seconds", warmUp);
        }
    }

    @Command(
            name = "failover",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Kills the leader under load, again and again, and every other process once; or asks it to step down.",
                "",
                "Gates: how long a client goes without an answer (p95 below 1.3 s in the profile server, 3 s in laptop, 1.2 s for"
                        + " step-downs), nothing answered later than 3 s after the new leader, no connection closed by a"
                        + " gateway that lived, no election without a fault, and nothing found by the judge: every"
                        + " acknowledged command exactly once in the journal, every unknown outcome found out, views"
                        + " and books that are what the journal says, money conserved, equal journals and states on all members."
                        + " The judge must find every fault that is planted in the evidence afterwards.",
                "",
                "Exit status 0 only if all gates pass. DIR gets report.html and report.json.",
                ""
            })
    int failover(
            @Mixin Options options,
            @Option(
                            names = "--kills",
                            paramLabel = "N",
                            defaultValue = "10",
                            description = "Times that the leader is lost, 0 to 1000 (${DEFAULT-VALUE}).")
                    int kills,
            @Option(names = "--step-down", description = "Ask the leader to step down instead of killing it.")
                    boolean stepDown,
            @Option(
                            names = "--calm-minutes",
                            paramLabel = "M",
                            defaultValue = "0",
                            description = "Minutes under load before the first fault, in which nobody may be elected"
                                    + " (${DEFAULT-VALUE}).")
                    double calmMinutes,
            @Option(names = "--leader-only", description = "Lose no other process.") boolean leaderOnly)
            throws Exception {
        require(kills >= 0 && kills <= 1_000, "0 to 1000 kills", kills);
        require(calmMinutes >= 0 && calmMinutes <= 600, "0 to 600 minutes", calmMinutes);
        return run(
                options,
                stepDown ? "failover (step-down)" : "failover",
                kills,
                stepDown ? FailoverDrill.Loss.STEP_DOWN : FailoverDrill.Loss.KILL,
                Duration.of(Math.round(calmMinutes * 60), ChronoUnit.SECONDS),
                !leaderOnly,
                gapMillisMax(options.profile, stepDown));
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Stops the leader in the middle of what it does (SIGSTOP) and lets it go on (SIGCONT): for 0.3 s, 3 s and 20 s in"
                        + " turn. A leader that was away must not answer from before, nor apply anything twice.",
                "",
                "The gates are those of  ./seawall drill failover.",
                ""
            })
    int pause(
            @Mixin Options options,
            @Option(
                            names = "--pauses",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "How many, 1 to 1000 (${DEFAULT-VALUE}).")
                    int pauses)
            throws Exception {
        require(pauses >= 1 && pauses <= 1_000, "1 to 1000 pauses", pauses);
        return run(
                options,
                "pause",
                pauses,
                FailoverDrill.Loss.PAUSE,
                Duration.ZERO,
                false,
                gapMillisMax(options.profile, false));
    }

    private int run(
            Options options,
            String name,
            int losses,
            FailoverDrill.Loss loss,
            Duration calm,
            boolean othersToo,
            double gapMillisMax)
            throws Exception {
        options.check();
        Path directory = options.report.toAbsolutePath().normalize();
        Path data = directory.resolve("data");
        emptyData(data);
        out.printf("Starting %d members and %d gateways in %s ...%n", options.members, options.gateways, data);
        Report result;
        try (DrilledCluster exchange = DrilledCluster.start(data, options.members, options.gateways, options.profile)) {
            var plan = new FailoverDrill.Plan(
                    name,
                    losses,
                    loss,
                    options.clients,
                    options.rate,
                    Duration.ofSeconds(options.warmUp),
                    calm,
                    othersToo,
                    gapMillisMax,
                    options.seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : options.seed,
                    conditions(options));
            result = FailoverDrill.run(
                    exchange,
                    plan,
                    event -> out.printf("%s  %s%n", event.at().truncatedTo(ChronoUnit.MILLIS), event.what()));
        }
        ReportWriter.write(result, directory);
        tell(result, directory);
        return result.passed() ? 0 : 1;
    }

    private static double gapMillisMax(Profile profile, boolean stepDown) {
        if (stepDown) {
            return PLANNED_GAP_MILLIS_MAX;
        }
        return profile == Profile.SERVER ? SERVER_GAP_MILLIS_MAX : LAPTOP_GAP_MILLIS_MAX;
    }

    /// A drill starts afresh; it removes nothing but what a drill has left.
    private static void emptyData(Path data) throws IOException {
        if (!Files.exists(data)) {
            return;
        }
        try (Stream<Path> entries = Files.list(data)) {
            if (entries.findAny().isPresent() && !Files.exists(data.resolve(LocalCluster.WHO_IS_WHO_FILE))) {
                throw new IllegalArgumentException(
                        "expected nothing in " + data + ", or what an earlier drill has left; choose another --report");
            }
        }
        IoUtil.delete(data.toFile(), false);
    }

    private static Map<String, String> conditions(Options options) {
        var conditions = new LinkedHashMap<String, String>();
        conditions.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        conditions.put("JDK", Runtime.version().toString());
        conditions.put("members", Integer.toString(options.members));
        conditions.put("gateways", Integer.toString(options.gateways));
        conditions.put("profile", options.profile.name().toLowerCase(Locale.ROOT));
        return conditions;
    }

    private void tell(Report report, Path directory) {
        out.println();
        for (Gate gate : report.gates()) {
            out.printf(
                    Locale.ROOT,
                    "%-6s %-55s %-20s %10.1f %s%n",
                    gate.passed() ? "passed" : "FAILED",
                    gate.name(),
                    gate.goal(),
                    gate.measured(),
                    gate.unit());
        }
        out.println();
        report.conditions().forEach((name, value) -> out.printf("%-45s %s%n", name, value));
        report.findings().stream().limit(10).forEach(finding -> out.println("  " + finding));
        report.slowest().stream().limit(3).forEach(answer -> out.println("  slow: " + answer));
        out.printf("%n%s; %s%n", report.passed() ? "passed" : "FAILED", directory.resolve("report.html"));
    }

    private static void require(boolean condition, String expected, Object found) {
        if (!condition) {
            throw new IllegalArgumentException("expected " + expected + ", found " + found);
        }
    }
}
