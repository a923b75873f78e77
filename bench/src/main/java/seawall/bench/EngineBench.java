package seawall.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import seawall.bench.CandidateProcess.Name;

/// Our engine beside exchange-core, and our book beside its book, in one run: the same tapes, each candidate in a
/// process of its own with the same heap, forwards in one round and backwards in the next, so that a machine that slows
/// down favours nobody.
public final class EngineBench {
    private static final int[] RATES = {100_000, 500_000, 1_000_000};
    private static final Duration CANDIDATE_MAX = Duration.ofMinutes(15);
    private static final int PROBE_COMMANDS_MAX = 1_000_000;
    /// Those of our members, which both engines are faster with than with the defaults.
    private static final List<String> MEMORY_FLAGS = List.of("-XX:+UseParallelGC", "-XX:+UseTransparentHugePages");
    /// What exchange-core needs of a JDK 25; the rest it shares with Aeron.
    private static final List<String> PEER_FLAGS = List.of(
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final PrintStream out;
    private final Options options;
    private final Path tapes;
    private final Figures figures = new Figures();
    /// The candidate that was started last.
    private volatile @Nullable Process running;

    /// What to measure and how often.
    ///
    /// @param rounds    of everything
    /// @param commands  timed in each pass
    /// @param warmUps   passes before the timed ones, in each process
    /// @param passes    timed in each process
    /// @param seconds   at each fixed rate; 0 leaves the rates out
    /// @param heap      of each candidate, such as 4g
    /// @param cases     names of workloads; empty for all
    /// @param peer      configuration of exchange-core; null to try all and take the best
    /// @param onlyPeers true to compare the configurations of exchange-core and nothing else
    /// @param orderFlow folder of recorded order flow
    /// @param json      where to write the results as well
    record Options(
            int rounds,
            int commands,
            int warmUps,
            int passes,
            int seconds,
            String heap,
            List<String> cases,
            @Nullable PeerConfiguration peer,
            boolean onlyPeers,
            Path orderFlow,
            @Nullable Path json) {
        static final Options STANDARD = new Options(
                5, 3_000_000, 1, 2, 2, "4g", List.of(), null, false, Path.of("shared/data/orderflow"), null);

        Options {
            if (rounds < 1 || commands < 1_000 || warmUps < 0 || passes < 1 || seconds < 0) {
                throw new IllegalArgumentException("expected at least 1 round, 1000 commands and 1 pass, found "
                        + rounds + ", " + commands + " and " + passes);
            }
        }

        /// Reads what `seawall bench engine` passes on: name=value.
        static Options of(String[] arguments) {
            Map<String, String> given = new LinkedHashMap<>();
            for (String argument : arguments) {
                int equals = argument.indexOf('=');
                if (equals < 0) {
                    throw new IllegalArgumentException("expected name=value, found " + argument);
                }
                given.put(argument.substring(0, equals), argument.substring(equals + 1));
            }
            String cases = given.getOrDefault("cases", "");
            String peer = given.getOrDefault("peer", "");
            String json = given.getOrDefault("json", "");
            return new Options(
                    number(given, "rounds", STANDARD.rounds),
                    number(given, "commands", STANDARD.commands),
                    number(given, "warm-ups", STANDARD.warmUps),
                    number(given, "passes", STANDARD.passes),
                    number(given, "seconds", STANDARD.seconds),
                    given.getOrDefault("heap", STANDARD.heap),
                    cases.isEmpty() ? List.of() : Arrays.asList(cases.split(",", -1)),
                    peer.isEmpty() ? null : PeerConfiguration.of(peer),
                    Boolean.parseBoolean(given.getOrDefault("only-peers", "false")),
                    Path.of(given.getOrDefault("order-flow", STANDARD.orderFlow.toString())),
                    json.isEmpty() ? null : Path.of(json));
        }

        private static int number(Map<String, String> given, String name, int otherwise) {
            String value = given.get(name);
            return value == null ? otherwise : Integer.parseInt(value);
        }
    }

    EngineBench(PrintStream out, Options options, Path tapes) {
        this.out = out;
        this.options = options;
        this.tapes = tapes;
    }

    /// Runs the bench; the arguments are name=value. Exits with 0, or with 1 and a message.
    public static void main(String[] arguments) throws Exception {
        Path tapes = Files.createTempDirectory("seawall-bench");
        var bench = new EngineBench(System.out, Options.of(arguments), tapes);
        // Also when it is interrupted: tapes are large, and a candidate would go on without its bench.
        Runtime.getRuntime().addShutdownHook(new Thread(bench::stop));
        int status = 0;
        try {
            bench.run();
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            System.err.println("seawall: " + e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    /// @return the table that was printed
    String run() throws IOException, InterruptedException {
        List<Workload> workloads = workloads();
        Map<String, String> conditions = conditions();
        conditions.forEach((name, value) -> out.println(name + ": " + value));
        PeerConfiguration peer = options.peer;
        if (peer == null || options.onlyPeers) {
            peer = bestPeer();
            if (options.onlyPeers) {
                return "";
            }
        }
        conditions.put("peer", "exchange-core 0.5.3 " + peer.title() + ": " + peer.description());
        List<Workload> taped = tapes(workloads);
        for (int round = 0; round < options.rounds; round++) {
            out.println("Round " + (round + 1) + " of " + options.rounds);
            boolean forwards = round % 2 == 0;
            for (Workload workload : forwards ? taped : taped.reversed()) {
                List<Name> candidates = candidates(workload);
                for (Name candidate : forwards ? candidates : candidates.reversed()) {
                    measure(workload, candidate, peer);
                }
            }
        }
        var report = new Report(figures, taped, RATES, peer);
        String table = report.table();
        out.print(table);
        Path json = options.json;
        if (json != null) {
            Files.writeString(json, report.json(conditions));
            out.println("written to " + json);
        }
        return table;
    }

    private List<Workload> workloads() {
        List<Workload> all = Workload.all(options.orderFlow);
        List<String> names = all.stream().map(Workload::name).toList();
        for (String name : options.cases) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("expected one of " + names + ", found " + name);
            }
        }
        return all.stream()
                .filter(workload -> options.cases.isEmpty() || options.cases.contains(workload.name()))
                .toList();
    }

    /// Generates and saves the tapes; a workload without one is left out.
    private List<Workload> tapes(List<Workload> workloads) throws IOException {
        var taped = new ArrayList<Workload>();
        for (Workload workload : workloads) {
            Tape tape = workload.generator().tape(options.commands);
            if (tape == null) {
                out.println(workload.name() + ": skipped, its recording is not in " + options.orderFlow);
                continue;
            }
            tape.save(tape(workload.name()));
            taped.add(workload);
            out.printf(
                    Locale.ROOT,
                    "%s: %s; %,d commands of which %,d are timed, %,d trades, %,d orders rest at the end, at most %,d%n",
                    workload.name(),
                    workload.description(),
                    tape.size,
                    tape.timed(),
                    tape.digest.trades(),
                    tape.digest.restingOrders(),
                    tape.ordersMax);
        }
        return taped;
    }

    private Path tape(String name) {
        return tapes.resolve(name + ".tape");
    }

    private static List<Name> candidates(Workload workload) {
        return workload.isOneBook()
                ? List.of(Name.ENGINE, Name.PEER_ENGINE, Name.BOOK, Name.PEER_BOOK)
                : List.of(Name.ENGINE, Name.PEER_ENGINE);
    }

    /// Tries all configurations of exchange-core with the common mix and takes the one with the best pass.
    private PeerConfiguration bestPeer() throws IOException, InterruptedException {
        out.println("Trying the configurations of exchange-core with the common mix, 1,000 resting orders:");
        String name = "probe";
        Workload common = Workload.all(options.orderFlow).getFirst();
        Tape tape = common.generator().tape(Math.min(PROBE_COMMANDS_MAX, options.commands));
        if (tape == null) {
            throw new IllegalStateException("the common mix needs no recording");
        }
        tape.save(tape(name));
        PeerConfiguration best = PeerConfiguration.YIELDING;
        double bestNanos = Double.MAX_VALUE;
        for (PeerConfiguration configuration : PeerConfiguration.values()) {
            var found = new Figures();
            try {
                run(found, name, Name.PEER_ENGINE, configuration, 0, new int[0]);
            } catch (IllegalStateException e) {
                // Pinning, for one, is not possible everywhere; the others may still run.
                out.println("  " + configuration.title() + " does not run here: " + e.getMessage());
                continue;
            }
            double nanos = found.median(name, Name.PEER_ENGINE, "nanos");
            out.printf(
                    Locale.ROOT,
                    "  %-20s %10.0f commands/s (%.0f to %.0f)  %s%n",
                    configuration.title(),
                    1e9 / nanos,
                    1e9 / found.most(name, Name.PEER_ENGINE, "nanos"),
                    1e9 / found.least(name, Name.PEER_ENGINE, "nanos"),
                    configuration.description());
            // By its best pass: a bad moment of the machine must not cost the peer its best configuration.
            double least = found.least(name, Name.PEER_ENGINE, "nanos");
            if (least < bestNanos) {
                bestNanos = least;
                best = configuration;
            }
        }
        if (bestNanos == Double.MAX_VALUE) {
            throw new IllegalStateException("no configuration of exchange-core runs here");
        }
        out.println("  the best is " + best.title());
        return best;
    }

    private void measure(Workload workload, Name candidate, PeerConfiguration peer)
            throws IOException, InterruptedException {
        boolean isEngine = candidate == Name.ENGINE || candidate == Name.PEER_ENGINE;
        boolean isGrowing = candidate == Name.ENGINE && !workload.growsFrom().isEmpty();
        long chaseBytes = isGrowing ? workload.orders() * Report.BYTES_PER_ORDER : 0;
        int[] rates = isEngine && workload.hasRates() && options.seconds > 0 ? RATES : new int[0];
        var found = new Figures();
        run(found, workload.name(), candidate, peer, chaseBytes, rates);
        out.printf(
                Locale.ROOT,
                "  %-17s %-34s %10.0f commands/s, %.0f ns of core time a command%n",
                workload.name(),
                candidate.title,
                1e9 / found.median(workload.name(), candidate, "nanos"),
                found.median(workload.name(), candidate, "core"));
        figures.addAll(found);
    }

    private void run(Figures found, String tape, Name candidate, PeerConfiguration peer, long chaseBytes, int[] rates)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xms" + options.heap);
        command.add("-Xmx" + options.heap);
        command.addAll(MEMORY_FLAGS);
        // Ours pays for its assertions, as it does in production; exchange-core has none to pay for.
        command.add(candidate == Name.ENGINE || candidate == Name.BOOK ? "-ea" : "-da");
        command.addAll(PEER_FLAGS);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(CandidateProcess.class.getName());
        command.add(candidate.name());
        command.add(tape(tape).toString());
        command.add(peer.title());
        command.add(Integer.toString(options.warmUps));
        command.add(Integer.toString(options.passes));
        command.add(Integer.toString(options.seconds));
        command.add(Long.toString(chaseBytes));
        for (int rate : rates) {
            command.add(Integer.toString(rate));
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        running = process;
        Thread guard = Thread.ofVirtual().start(() -> destroyAfterTime(process));
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(CandidateProcess.FIGURE)) {
                    int space = line.lastIndexOf(' ');
                    found.add(
                            tape,
                            candidate,
                            line.substring(CandidateProcess.FIGURE.length(), space),
                            Double.parseDouble(line.substring(space + 1)));
                }
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(candidate.title + " failed on " + tape + " with status " + status);
            }
        } finally {
            process.destroyForcibly();
            guard.interrupt();
        }
    }

    private static void destroyAfterTime(Process process) {
        try {
            if (!process.waitFor(CANDIDATE_MAX.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("seawall: a candidate ran for more than " + CANDIDATE_MAX.toMinutes() + " minutes");
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // The candidate has ended in time.
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, String> conditions() throws IOException {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("processor", processor());
        conditions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        conditions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        conditions.put(
                "loadAtStart",
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        conditions.put("java", Runtime.version().toString());
        conditions.put(
                "flagsOfAll",
                "-Xms" + options.heap + " -Xmx" + options.heap + " " + String.join(" ", MEMORY_FLAGS) + " "
                        + String.join(" ", PEER_FLAGS));
        conditions.put("flagsOfOurs", "-ea");
        conditions.put(
                "passes",
                options.rounds + " rounds of " + options.passes + " passes of " + options.commands
                        + " commands, each after " + (1 + options.warmUps) + " to warm up");
        conditions.put("figures", "medians over all passes");
        conditions.put("load", "latency from the due time, open loop");
        return conditions;
    }

    static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    private void stop() {
        Process candidate = running;
        if (candidate != null) {
            candidate.destroyForcibly();
        }
        try (Stream<Path> files = Files.walk(tapes)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("deleting the tapes in " + tapes, e);
        }
    }
}
