package seawall.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// The structures of the engine beside what they might be instead: price levels, order index, account table. Each case
/// runs in a process of its own, forwards in one round and backwards in the next, so that a machine that slows down
/// favours nobody.
public final class StructuresBench {
    private static final int WARM_UPS = 5;
    private static final int ITERATIONS = 5;
    /// As an exchange runs: its assertions are part of what a structure costs.
    private static final List<String> FLAGS =
            List.of("-Xms2g", "-Xmx2g", "-ea", "--sun-misc-unsafe-memory-access=allow");

    private final PrintStream out;
    private final Options options;

    /// What to measure and how often.
    ///
    /// @param rounds of everything
    /// @param millis of each iteration
    /// @param filter found in the names of the cases to measure
    /// @param collector of garbage, which is told of each reference that a structure stores: G1, Parallel or Serial
    /// @param json   where to write the results as well
    record Options(
            int rounds,
            int millis,
            Pattern filter,
            String collector,
            @Nullable Path json) {
        Options {
            if (rounds < 1 || millis < 1) {
                throw new IllegalArgumentException(
                        "expected at least 1 round and 1 millisecond, found " + rounds + " and " + millis);
            }
        }
    }

    StructuresBench(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    /// Arguments: rounds, milliseconds, filter, collector, and a file for the results as JSON, which may be empty.
    /// Exits with 0,
    /// or
    /// with 1 and a message.
    public static void main(String[] arguments) {
        int status = 0;
        try {
            new StructuresBench(
                            System.out,
                            new Options(
                                    Integer.parseInt(arguments[0]),
                                    Integer.parseInt(arguments[1]),
                                    Pattern.compile(arguments[2]),
                                    arguments[3],
                                    arguments[4].isEmpty() ? null : Path.of(arguments[4])))
                    .run();
        } catch (IllegalArgumentException | IOException | RunnerException e) {
            System.err.println("seawall: " + e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    /// @return the tables that were printed
    String run() throws IOException, RunnerException {
        // The harness would refuse to run beside another of its kind, such as a test in a build.
        System.setProperty("jmh.ignoreLock", "true");
        List<StructureCase> cases = StructureCase.all().stream()
                .filter(each -> options.filter.matcher(each.name()).find())
                .toList();
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("expected a filter that finds a case such as "
                    + StructureCase.all().getFirst().name() + ", found " + options.filter);
        }
        Map<String, String> conditions = conditions();
        conditions.forEach((name, value) -> out.println(name + ": " + value));
        Map<StructureCase, List<Double>> nanos = new LinkedHashMap<>();
        for (int round = 1; round <= options.rounds; round++) {
            int measured = 0;
            for (StructureCase each : round % 2 == 1 ? cases : cases.reversed()) {
                List<Double> found = measure(each);
                nanos.computeIfAbsent(each, unused -> new ArrayList<>()).addAll(found);
                out.printf(
                        Locale.ROOT,
                        "round %d of %d, %d of %d: %-55s %10.1f ns%n",
                        round,
                        options.rounds,
                        ++measured,
                        cases.size(),
                        each.name(),
                        new Spread(found).median());
                out.flush();
            }
        }
        var report = new StructuresReport(nanos);
        String tables = report.tables();
        out.print(tables);
        Path json = options.json;
        if (json != null) {
            Files.writeString(json, report.json(conditions));
            out.println("written to " + json);
        }
        return tables;
    }

    /// Nanoseconds an operation takes, of each iteration.
    private List<Double> measure(StructureCase measured) throws IOException, RunnerException {
        Path log = Files.createTempFile("seawall-structures", ".log");
        try {
            var harness = new OptionsBuilder()
                    .include("^" + Pattern.quote(measured.operation().qualifiedMethod()) + "$")
                    .param("alternative", measured.alternative())
                    .param("size", Integer.toString(measured.size()))
                    .forks(1)
                    .warmupForks(0)
                    .warmupIterations(WARM_UPS)
                    .warmupTime(TimeValue.milliseconds(options.millis))
                    .measurementIterations(ITERATIONS)
                    .measurementTime(TimeValue.milliseconds(options.millis))
                    .threads(1)
                    .jvmArgs(flags().toArray(String[]::new))
                    .shouldFailOnError(true)
                    .output(log.toString())
                    .build();
            return nanos(new Runner(harness).runSingle());
        } catch (RunnerException e) {
            out.print(Files.readString(log));
            throw e;
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static List<Double> nanos(RunResult result) {
        var nanos = new ArrayList<Double>();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                nanos.add(iteration.getPrimaryResult().getScore());
            }
        }
        return nanos;
    }

    private List<String> flags() {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add("-XX:+Use" + options.collector + "GC");
        return flags;
    }

    private Map<String, String> conditions() throws IOException {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("processor", EngineBench.processor());
        conditions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        conditions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        conditions.put(
                "loadAtStart",
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        conditions.put("java", Runtime.version().toString());
        conditions.put("flags", String.join(" ", flags()));
        conditions.put(
                "iterations",
                options.rounds + " rounds of a process for each case with " + ITERATIONS + " iterations of "
                        + options.millis + " ms, after " + WARM_UPS + " to warm up");
        conditions.put("figures", "medians over all iterations, least and most beside them");
        return conditions;
    }
}
