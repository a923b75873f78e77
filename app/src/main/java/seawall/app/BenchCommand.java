package seawall.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `seawall bench`.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Reproducible measurements, beside a peer or a bare limit in the same run.",
        subcommands = BenchCommand.OrderPathCommand.class)
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
}
