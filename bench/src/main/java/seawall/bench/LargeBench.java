package seawall.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import seawall.cluster.EngineReplica;
import seawall.cluster.ImageFile;
import seawall.cluster.StateImage;
import seawall.engine.Limits;

/// What a large exchange takes: memory, the pause of a snapshot, storing and loading its image, replay of the log.
public final class LargeBench {
    private static final int[] CHURNS = {10_000, 100_000, 1_000_000};
    private static final int REPLAYED = 1_000_000;
    /// What a member does between two looks at its image, see `ReplicaService`.
    private static final int COMMANDS_OF_CYCLE = 50;

    private static final int PAGES_OF_CYCLE = 32;
    private static final long HIGHEST_NANOS = 100_000_000_000L;

    private final PrintStream out;
    private final Options options;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    /// How large, and how often each pause is measured.
    ///
    /// @param json where to write the figures as well
    record Options(
            int accounts,
            int orders,
            int instruments,
            int rounds,
            @Nullable Path json) {
        Options {
            if (accounts < 2 || orders < 1 || instruments < 1 || rounds < 1 || instruments > accounts) {
                throw new IllegalArgumentException("expected two accounts, an order, an instrument and a round, and as"
                        + " many accounts as instruments, found " + accounts + ", " + orders + ", " + instruments
                        + " and " + rounds);
            }
            Limits limits = Limits.large();
            if (accounts > limits.accountsMax()
                    || orders >= limits.ordersMax()
                    || instruments > limits.instrumentsMax()) {
                throw new IllegalArgumentException("expected at most " + limits.accountsMax() + " accounts, "
                        + (limits.ordersMax() - 1) + " orders and " + limits.instrumentsMax() + " instruments");
            }
        }
    }

    LargeBench(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    /// Arguments: accounts, orders, instruments, rounds, and a file for the figures as JSON, which may be empty.
    public static void main(String[] arguments) throws Exception {
        int status = 0;
        try {
            new LargeBench(
                            System.out,
                            new Options(
                                    Integer.parseInt(arguments[0]),
                                    Integer.parseInt(arguments[1]),
                                    Integer.parseInt(arguments[2]),
                                    Integer.parseInt(arguments[3]),
                                    arguments[4].isEmpty() ? null : Path.of(arguments[4])))
                    .run();
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            System.err.println("seawall: " + e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    /// @return the figures
    Map<String, Double> run() throws Exception {
        say(String.format(
                Locale.ROOT,
                "%,d accounts with two balances each, %,d live orders, %,d instruments",
                options.accounts,
                options.orders,
                options.instruments));
        var empty = new LargeExchange(Limits.large(), options.accounts, options.orders, options.instruments);
        figure("heap of the empty exchange", usedMegabytes(), "MB");
        long startNanos = System.nanoTime();
        empty.fill();
        LargeExchange exchange = empty;
        figure("commands while it was filled", exchange.commands() / seconds(startNanos), "/s");
        figure("heap of the full exchange", usedMegabytes(), "MB");
        figure("first image in one go, all is new", millis(exchange.replica::image), "ms");
        figure("heap with an image", usedMegabytes(), "MB");
        for (int churn : CHURNS) {
            images(exchange, churn);
        }
        store(exchange);
        if (options.json != null) {
            Files.writeString(options.json, json());
        }
        return figures;
    }

    /// A snapshot as a member takes it: its beginning, during which everybody waits, and then steps between commands.
    private void images(LargeExchange exchange, int churn) throws Exception {
        exchange.replica.image();
        var begins = new ArrayList<Double>();
        var completes = new ArrayList<Double>();
        var rates = new ArrayList<Double>();
        var quiet = new Histogram(HIGHEST_NANOS, 3);
        var busy = new Histogram(HIGHEST_NANOS, 3);
        for (int round = 0; round < options.rounds; round++) {
            for (int done = 0; done < churn; done += COMMANDS_OF_CYCLE) {
                long startNanos = System.nanoTime();
                exchange.churn(COMMANDS_OF_CYCLE);
                quiet.recordValue(Math.min(HIGHEST_NANOS, System.nanoTime() - startNanos));
            }
            begins.add(millis(() -> {
                exchange.replica.beginImage();
                return exchange;
            }));
            long commandsBefore = exchange.commands();
            long beganNanos = System.nanoTime();
            boolean complete = false;
            while (!complete) {
                long startNanos = System.nanoTime();
                exchange.churn(COMMANDS_OF_CYCLE);
                complete = exchange.replica.continueImage(PAGES_OF_CYCLE) != null;
                busy.recordValue(Math.min(HIGHEST_NANOS, System.nanoTime() - startNanos));
            }
            completes.add(seconds(beganNanos) * 1e3);
            rates.add((exchange.commands() - commandsBefore) / seconds(beganNanos));
        }
        String after = String.format(Locale.ROOT, "after %,d commands: ", churn);
        figure(after + "snapshot taken", median(begins), "ms");
        figure(after + "its image complete", median(completes), "ms");
        figure(after + "commands meanwhile", median(rates), "/s");
        figure(after + "50 commands before, median", quiet.getValueAtPercentile(50) / 1e3, "us");
        figure(after + "50 commands before, p99", quiet.getValueAtPercentile(99) / 1e3, "us");
        figure(after + "50 commands meanwhile, median", busy.getValueAtPercentile(50) / 1e3, "us");
        figure(after + "50 commands meanwhile, p99", busy.getValueAtPercentile(99) / 1e3, "us");
        figure(after + "50 commands meanwhile, longest", busy.getMaxValue() / 1e3, "us");
    }

    /// To the disk, back into another replica, and on from there.
    private void store(LargeExchange exchange) throws Exception {
        StateImage image = exchange.replica.image();
        figure("bytes of the image", image.bytes() / 1e6, "MB");
        Path folder = Files.createTempDirectory("seawall-large");
        Path file = folder.resolve("state.image");
        try {
            figure(
                    "image stored and forced to the disk",
                    median(() -> millis(() -> {
                        ImageFile.write(file, image, 0, 0);
                        return image;
                    })),
                    "ms");
            long startNanos = System.nanoTime();
            var loaded = new EngineReplica(Limits.large(), (sequence, part, last, buffer, offset, length) -> {});
            ImageFile.read(file, loaded::onImage);
            figure("image loaded", seconds(startNanos) * 1e3, "ms");
            if (loaded.stateHash() != exchange.replica.stateHash()) {
                throw new IllegalStateException("expected state hash " + exchange.replica.stateHash()
                        + " after loading, found " + loaded.stateHash());
            }
            say("the state hash after loading is the one before");
            figure("heap with two exchanges", usedMegabytes(), "MB");
            figure("next image of the loaded exchange", millis(loaded::image), "ms");
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
        long startNanos = System.nanoTime();
        exchange.churn(REPLAYED);
        figure("commands replayed", REPLAYED / seconds(startNanos), "/s");
    }

    private double median(Callable<Double> measurement) throws Exception {
        var measured = new ArrayList<Double>();
        for (int round = 0; round < options.rounds; round++) {
            measured.add(measurement.call());
        }
        return median(measured);
    }

    private double median(List<Double> measured) {
        double[] sorted = measured.stream().mapToDouble(each -> each).sorted().toArray();
        if (sorted.length > 1) {
            say("    of " + rounded(sorted));
        }
        return sorted[sorted.length / 2];
    }

    private static List<String> rounded(double[] values) {
        return Arrays.stream(values)
                .mapToObj(value -> String.format(Locale.ROOT, "%.1f", value))
                .toList();
    }

    private static double millis(Callable<?> work) throws Exception {
        long startNanos = System.nanoTime();
        if (work.call() == null) {
            throw new IllegalStateException("expected a result");
        }
        return seconds(startNanos) * 1e3;
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /// What is left after a collection.
    private static double usedMegabytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }

    private void figure(String name, double value, String unit) {
        figures.put(name + ", " + unit, value);
        say(String.format(Locale.ROOT, "%-60s %,12.1f %s", name, value, unit));
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private String json() {
        var lines = new ArrayList<String>();
        figures.forEach((name, value) -> lines.add(String.format(Locale.ROOT, "  \"%s\": %.3f", name, value)));
        return "{\n" + String.join(",\n", lines) + "\n}\n";
    }
}
