package seawall.app;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import seawall.simulation.world.PlantedFault;
import seawall.simulation.world.Simulation;

/// `seawall simulate`.
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Puts the exchange through worlds in which everything goes wrong, each from a seed, far faster than real time.",
            "",
            "A world is three members with the real engine on a simulated replicated log, three gateways with the real resend"
                    + " and view code, and traders who look at those views. Messages are lost, late and repeated; members and"
                    + " gateways die between any two steps, stand still and are cut off; readers are slow; snapshots are taken"
                    + " at any moment; clocks jump. Then the faults stop, and it must hold that all members say the same bytes"
                    + " and have the same state; that every command was applied at most once and in order, and every answer is"
                    + " what the journal says; that money is conserved; that every view is the engine's state; and that"
                    + " everything comes to rest.",
            "",
            "First it plants faults of that kind, one after the other, and shows that its judges find each of them.",
            "",
            "Exit status 0 means that every promise was kept and every planted fault was found. A world that breaks a promise"
                    + " does so again:  ./seawall simulate --seed N --seconds S",
            ""
        })
final class SimulateCommand implements Callable<Integer> {
    private static final int SEEDS_PER_FAULT_MAX = 50;
    private static final Duration PROGRESS = Duration.ofSeconds(5);

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "100",
            description = "Worlds to live through, of the seeds 1 to N (${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--seed", paramLabel = "N", description = "Only the world of this seed, and no planted faults.")
    private @Nullable Long seed;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "60",
            description = "Virtual seconds for which things go wrong, 1 to 3600 (${DEFAULT-VALUE}).")
    private int seconds;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        if (seeds < 1) {
            throw new IllegalArgumentException("expected at least one seed, found " + seeds);
        }
        if (seconds < 1 || seconds > 3_600) {
            throw new IllegalArgumentException("expected 1 to 3600 seconds, found " + seconds);
        }
        var simulation = new Simulation(Duration.ofSeconds(seconds));
        if (seed != null) {
            Simulation.Result result = simulation.run(seed);
            out.printf(
                    Locale.ROOT,
                    "seed %d: %.1f virtual seconds, %d commands, %d entries, %d faults, digest %016x%n",
                    seed,
                    seconds(result),
                    result.commands(),
                    result.entries(),
                    result.faults(),
                    result.digest());
            return report(result) ? 0 : 1;
        }
        boolean found = findPlanted(simulation);
        boolean kept = liveThrough(simulation);
        return found && kept ? 0 : 1;
    }

    private boolean findPlanted(Simulation simulation) {
        boolean allFound = true;
        for (PlantedFault fault : PlantedFault.values()) {
            Simulation.Result found = null;
            for (long number = 1; number <= SEEDS_PER_FAULT_MAX && found == null; number++) {
                Simulation.Result result = simulation.run(number, fault);
                found = result.holds() ? null : result;
            }
            allFound &= found != null;
            out.printf(
                    "planted %-22s %s%n",
                    fault,
                    found == null
                            ? "NOT FOUND in " + SEEDS_PER_FAULT_MAX + " worlds"
                            : "found in world " + found.seed() + ", "
                                    + found.violations().getFirst());
        }
        return allFound;
    }

    private boolean liveThrough(Simulation simulation) {
        long startNanos = System.nanoTime();
        long toldNanos = startNanos;
        double virtualSeconds = 0;
        long commands = 0;
        long entries = 0;
        long faults = 0;
        int broken = 0;
        for (long number = 1; number <= seeds; number++) {
            Simulation.Result result = simulation.run(number);
            virtualSeconds += seconds(result);
            commands += result.commands();
            entries += result.entries();
            faults += result.faults();
            broken += report(result) ? 0 : 1;
            if (System.nanoTime() - toldNanos > PROGRESS.toNanos() && number < seeds) {
                toldNanos = System.nanoTime();
                out.println(number + " of " + seeds + " worlds ...");
            }
        }
        double realSeconds = (System.nanoTime() - startNanos) / 1e9;
        out.printf(
                Locale.ROOT,
                "%d worlds, %.0f virtual seconds in %.1f s (%.0f times real time), %d commands, %d entries, %d faults: %s%n",
                seeds,
                virtualSeconds,
                realSeconds,
                virtualSeconds / realSeconds,
                commands,
                entries,
                faults,
                broken == 0 ? "every promise was kept" : broken + " worlds broke a promise");
        return broken == 0;
    }

    private boolean report(Simulation.Result result) {
        if (!result.holds()) {
            out.println("seed " + result.seed() + " breaks a promise; again with:  ./seawall simulate --seed "
                    + result.seed() + " --seconds " + seconds);
            result.violations().forEach(violation -> out.println("  " + violation));
        }
        return result.holds();
    }

    private static double seconds(Simulation.Result result) {
        return result.lived().toNanos() / 1e9;
    }
}
