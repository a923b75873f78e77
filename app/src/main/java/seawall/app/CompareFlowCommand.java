package seawall.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import seawall.simulation.recorded.Findings;
import seawall.simulation.recorded.RecordedFlow;

/// `seawall compare-flow`.
@Command(
        name = "compare-flow",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Replays order flow that real venues recorded through the engine, and compares what it makes of it with what the"
                    + " recordings say.",
            "",
            "A day of a CME future, market by order, with its auction; and five hours of Bitstamp. Each recorded event becomes"
                    + " commands, as a member takes them from its log. Trades are compared one by one, with the orders and the"
                    + " sequence where the recording names them; so are the orders and price levels that an event touched, the"
                    + " best prices, and whole books with their queues. The journal is audited at the same time.",
            "",
            "Each difference gets a cause, for which a condition on the recording must hold. Exit status 0 means that"
                    + " everything agrees or is explained so; 1 that a difference is not.",
            ""
        })
final class CompareFlowCommand implements Callable<Integer> {
    private static final Duration PROGRESS = Duration.ofSeconds(1);

    @Parameters(paramLabel = "DIR", description = "The directory with the recordings.")
    private Path directory = Path.of("");

    @Option(names = "--differences", description = "Lists every difference with its line, both sides, and why.")
    private boolean differences;

    private final PrintStream out = System.out;
    private final PrintStream progress = System.err;

    @Override
    public Integer call() throws IOException {
        for (RecordedFlow flow : RecordedFlow.values()) {
            if (!Files.isReadable(directory.resolve(flow.fileName()))) {
                throw new IllegalArgumentException(
                        "expected the recording " + flow.fileName() + " in " + directory + ", found none");
            }
        }
        boolean explained = true;
        for (RecordedFlow flow : RecordedFlow.values()) {
            explained &= compare(flow);
        }
        return explained ? 0 : 1;
    }

    private boolean compare(RecordedFlow flow) throws IOException {
        out.println(flow + ", " + flow.fileName());
        Findings findings = flow.compare(directory, progressOf(flow));
        out.print(findings.text());
        if (differences) {
            findings.differences().forEach(out::println);
        } else {
            findings.differences().stream()
                    .filter(difference -> !difference.isExplained())
                    .forEach(out::println);
        }
        return findings.explained();
    }

    private LongConsumer progressOf(RecordedFlow flow) {
        long[] toldNanos = {System.nanoTime()};
        return lines -> {
            if (System.nanoTime() - toldNanos[0] > PROGRESS.toNanos()) {
                toldNanos[0] = System.nanoTime();
                progress.println("comparing " + flow + ", " + lines + " lines ...");
            }
        };
    }
}
