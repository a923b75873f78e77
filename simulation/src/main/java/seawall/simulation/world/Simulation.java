package seawall.simulation.world;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs worlds.
public final class Simulation {
    private final Duration faultsFor;

    /// @param faultsFor virtual time for which things go wrong, before the world must come to rest
    public Simulation(Duration faultsFor) {
        this.faultsFor = faultsFor;
    }

    /// What a world lived through.
    ///
    /// @param lived      virtual time
    /// @param commands   taken by gateways
    /// @param entries    of the journal
    /// @param faults     crashes, pauses, partitions, clock jumps and slow readers; lost messages are not counted
    /// @param digest     of everything that was published and answered: equal for equal seeds
    /// @param violations broken promises, the first ones; empty when all were kept
    public record Result(
            long seed,
            @Nullable PlantedFault planted,
            Duration lived,
            long commands,
            long entries,
            long faults,
            long digest,
            List<String> violations) {
        /// True if every promise was kept.
        public boolean holds() {
            return violations.isEmpty();
        }
    }

    /// Runs the world of a seed; the same seed gives the same world.
    public Result run(long seed) {
        return run(seed, null, null);
    }

    /// Runs the world of a seed with a fault planted in it.
    public Result run(long seed, PlantedFault planted) {
        return run(seed, Planter.WEATHER, planted);
    }

    /// The world in which faults are planted, without one: what shows that it is they which break it.
    Result runUnplanted(long seed) {
        return run(seed, Planter.WEATHER, null);
    }

    private Result run(long seed, @Nullable Weather weather, @Nullable PlantedFault planted) {
        World.Result result = new World(seed, weather, planted).run(faultsFor);
        return new Result(
                seed,
                planted,
                result.lived(),
                result.commands(),
                result.entries(),
                result.faults(),
                result.digest(),
                result.violations());
    }
}
