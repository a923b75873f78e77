package seawall.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `seawall bench`.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Reproducible measurements, beside a peer or a bare limit in the same run.",
        subcommands = {
            BenchCommand.OrderPathCommand.class,
            BenchCommand.EngineCommand.class,
            BenchCommand.LargeCommand.class,
            BenchCommand.StructuresCommand.class
        })
final class BenchCommand {
    /// `seawall bench order-path`.
    @Command(
            name = "order-path",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "From a client's order to its durable answer, over WebSocket and over REST.",
                "",
                "Starts a whole exchange in this process (one member, file sync before each answer) and sends orders at fixed"
                        + " rates, each due at a time decided beforehand; then as many as it can with a bounded number in flight."
                        + " Beside each: a bare Aeron Cluster echo with the same syncing, and a bare Netty echo. Rounds go forwards"
                        + " and backwards in turn; the medians are reported. With the defaults it takes about six minutes.",
                ""
            })
    static final class OrderPathCommand implements Callable<Integer> {
        @Option(
                names = "--seconds",
                paramLabel = "N",
                defaultValue = "3",
                description = "Length of each measurement (${DEFAULT-VALUE}).")
        private int seconds = 3;

        @Option(
                names = "--rounds",
                paramLabel = "N",
                defaultValue = "3",
                description = "How often everything is measured (${DEFAULT-VALUE}).")
        private int rounds = 3;

        @Option(names = "--json", paramLabel = "FILE", description = "Also write the results as JSON.")
        private @Nullable Path json;

        @Override
        public Integer call() throws Exception {
            if (seconds < 1 || rounds < 1) {
                throw new IllegalArgumentException(
                        "expected at least one second and one round, found " + seconds + " and " + rounds);
            }
            new OrderPathBench(System.out, Duration.ofSeconds(seconds), rounds).run(json);
            return 0;
        }
    }

    /// `seawall bench engine`.
    @Command(
            name = "engine",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "The matching engine beside exchange-core 0.5.3, on the same commands, in one run.",
                "",
                "Ours is everything that a cluster member does with a command, on one thread and with assertions on: decode,"
                        + " check, hold funds, match, post the ledger, encode the journal entry. The peer runs with risk checks, in"
                        + " the best of its configurations on this machine. Each plays commands that were generated beforehand, in"
                        + " a process of its own; all must end with the same trades and the same books. Rounds go forwards and"
                        + " backwards in turn; medians are reported. With the defaults it takes 40 minutes to an hour, and the"
                        + " heap of one process at a time; --case and --rounds make it shorter.",
                "",
                "Cases:",
                "  common-1k, -100k         40 %% limit, 10 %% taking, 45 %% cancel, 5 %% amend",
                "  common-10k, -1m          what a command costs as live orders grow",
                "  published-single, -many  the mixes of exchange-core's own figures",
                "  real-cme, -bitstamp      recorded flow, if it is beside the repository",
                "  instruments-10 to -1000  what a command costs as instruments grow",
                ""
            })
    static final class EngineCommand implements Callable<Integer> {
        @Option(
                names = "--rounds",
                paramLabel = "N",
                defaultValue = "5",
                description = "How often everything is measured (${DEFAULT-VALUE}).")
        private int rounds = 5;

        @Option(
                names = "--case",
                paramLabel = "NAME",
                split = ",",
                description = "Measure only these cases; may be repeated.")
        private List<String> cases = List.of();

        @Option(
                names = "--commands",
                paramLabel = "N",
                defaultValue = "3000000",
                description = "Commands timed in each pass (${DEFAULT-VALUE}).")
        private int commands = 3_000_000;

        @Option(
                names = "--passes",
                paramLabel = "N",
                defaultValue = "2",
                description = "Timed passes in each process (${DEFAULT-VALUE}).")
        private int passes = 2;

        @Option(
                names = "--warm-ups",
                paramLabel = "N",
                defaultValue = "1",
                description = "Passes before them, besides one that counts (${DEFAULT-VALUE}).")
        private int warmUps = 1;

        @Option(
                names = "--seconds",
                paramLabel = "N",
                defaultValue = "2",
                description = "Length of each fixed rate; 0 measures throughput only (${DEFAULT-VALUE}).")
        private int seconds = 2;

        @Option(
                names = "--heap",
                paramLabel = "SIZE",
                defaultValue = "4g",
                description = "Heap of each candidate (${DEFAULT-VALUE}).")
        private String heap = "4g";

        @Option(
                names = "--peer",
                paramLabel = "NAME",
                description = "Take this configuration of exchange-core instead of looking for the best.")
        private @Nullable String peer;

        @Option(names = "--peer-configurations", description = "Only compare the configurations of exchange-core.")
        private boolean onlyPeers;

        @Option(names = "--json", paramLabel = "FILE", description = "Also write the results as JSON.")
        private @Nullable Path json;

        @Override
        public Integer call() throws Exception {
            var arguments = new ArrayList<>(List.of(
                    "rounds=" + rounds,
                    "cases=" + String.join(",", cases),
                    "commands=" + commands,
                    "passes=" + passes,
                    "warm-ups=" + warmUps,
                    "seconds=" + seconds,
                    "heap=" + heap,
                    "only-peers=" + onlyPeers));
            if (peer != null) {
                arguments.add("peer=" + peer);
            }
            if (json != null) {
                arguments.add("json=" + json.toAbsolutePath());
            }
            return EngineBench.run(arguments);
        }
    }

    /// `seawall bench large`.
    @Command(
            name = "large",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "What a large exchange takes: memory, the pause of a snapshot, storing and loading its image, replay.",
                "",
                "Fills one engine with accounts that have two balances each and with orders that rest, keeps it busy with"
                        + " cancels, orders and trades of random accounts, and takes snapshots as a member does: in steps"
                        + " between the commands. Then the image goes to the disk and into another engine, which must come to"
                        + " the same state hash. With the defaults it takes about a minute and 6 GB.",
                ""
            })
    static final class LargeCommand implements Callable<Integer> {
        @Option(
                names = "--accounts",
                paramLabel = "N",
                defaultValue = "1000000",
                description = "Accounts, at most 1048576 (${DEFAULT-VALUE}).")
        private int accounts = 1_000_000;

        @Option(
                names = "--orders",
                paramLabel = "N",
                defaultValue = "1000000",
                description = "Orders that rest, at most 1048575 (${DEFAULT-VALUE}).")
        private int orders = 1_000_000;

        @Option(
                names = "--instruments",
                paramLabel = "N",
                defaultValue = "1000",
                description = "Instruments, at most 1024 (${DEFAULT-VALUE}).")
        private int instruments = 1_000;

        @Option(
                names = "--rounds",
                paramLabel = "N",
                defaultValue = "5",
                description = "Snapshots of each kind; medians are reported (${DEFAULT-VALUE}).")
        private int rounds = 5;

        @Option(
                names = "--heap",
                paramLabel = "SIZE",
                defaultValue = "6g",
                description = "Heap of the process (${DEFAULT-VALUE}).")
        private String heap = "6g";

        @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures as JSON.")
        private @Nullable Path json;

        @Override
        public Integer call() throws Exception {
            String file = json == null ? "" : json.toAbsolutePath().toString();
            return EngineBench.runLarge(
                    heap,
                    List.of(
                            Integer.toString(accounts),
                            Integer.toString(orders),
                            Integer.toString(instruments),
                            Integer.toString(rounds),
                            file));
        }
    }

    /// `seawall bench structures`.
    @Command(
            name = "structures",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "The structures of the engine beside what they might be instead: micro-benchmarks.",
                "",
                "Price levels, the index of orders, and the way to a balance, each beside its alternatives at several sizes:"
                        + " nanoseconds an operation, and for balances bytes an account. Each case runs in a process of its own,"
                        + " with the collector and the assertions of an exchange. Rounds go forwards and backwards in turn;"
                        + " medians are reported. With the defaults it takes about six minutes and up to 2 GB of heap.",
                "",
                "A case is named STRUCTURE/OPERATION/ALTERNATIVE/SIZE, such as PriceLevels/findNear/tree/1000. Structures are"
                        + " PriceLevels, OrderIndex and AccountTable; docs/decisions says what was chosen and why.",
                ""
            })
    static final class StructuresCommand implements Callable<Integer> {
        @Option(
                names = "--filter",
                paramLabel = "PATTERN",
                defaultValue = "",
                description = "Measure only cases in whose name this regular expression is found.")
        private String filter = "";

        @Option(
                names = "--rounds",
                paramLabel = "N",
                defaultValue = "1",
                description = "How often everything is measured (${DEFAULT-VALUE}).")
        private int rounds = 1;

        @Option(
                names = "--millis",
                paramLabel = "N",
                defaultValue = "100",
                description = "Length of each of five iterations, after five to warm up (${DEFAULT-VALUE}).")
        private int millis = 100;

        @Option(
                names = "--collector",
                paramLabel = "NAME",
                defaultValue = "G1",
                description =
                        "Garbage collector of the processes: G1, as an exchange has by default, Parallel or Serial"
                                + " (${DEFAULT-VALUE}).")
        private String collector = "G1";

        @Option(names = "--json", paramLabel = "FILE", description = "Also write the results as JSON.")
        private @Nullable Path json;

        @Override
        public Integer call() throws Exception {
            String file = json == null ? "" : json.toAbsolutePath().toString();
            return EngineBench.runStructures(
                    List.of(Integer.toString(rounds), Integer.toString(millis), filter, collector, file));
        }
    }
}
