package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import seawall.engine.Limits;

/// The agreement of engine and reference, made wide: many seeds, limits so small that every edge is reached, and all
/// judges after every command. It says what it covered and fails if that is not everything.
@Tag("drill")
final class ReferenceAgreementSimulation {
    private static final int TINY_SEEDS = 80;
    private static final int SMALL_SEEDS = 20;
    private static final int COMMANDS_PER_SEED = 100_000;
    private static final int DEEP_SEEDS = 10;
    private static final int DEEP_COMMANDS_PER_SEED = 20_000;

    @Test
    void engine_and_reference_agree_over_ten_million_commands_that_reach_everything_the_engine_can_say() {
        var coverage = new Coverage();
        var pace = new Pace();
        for (long seed = 1_001; seed <= 1_000 + TINY_SEEDS + SMALL_SEEDS; seed++) {
            boolean tiny = seed <= 1_000 + TINY_SEEDS;
            var agreement = Agreement.ofSeed(seed, tiny ? Limits.tiny() : ReferenceAgreementProperties.SMALL);
            assertThat(agreement.run(new CommandStreams(seed, Agreement.SCOPE), COMMANDS_PER_SEED))
                    .isEmpty();
            pace.commands += COMMANDS_PER_SEED;
            coverage.add(agreement.coverage());
        }
        System.out.println(pace + "\n" + coverage);
        assertThat(pace.commands).isGreaterThanOrEqualTo(10_000_000);
        assertThat(coverage.missing()).isEmpty();
    }

    @Test
    void engine_and_reference_agree_on_more_than_a_hundred_entries_that_one_message_cannot_hold() {
        var coverage = new Coverage();
        var pace = new Pace();
        for (long seed = 2_001; seed <= 2_000 + DEEP_SEEDS; seed++) {
            var agreement = Agreement.ofSeed(seed, ReferenceAgreementProperties.DEEP);
            assertThat(agreement.run(CommandStreams.deep(seed, Agreement.SCOPE), DEEP_COMMANDS_PER_SEED))
                    .isEmpty();
            pace.commands += DEEP_COMMANDS_PER_SEED;
            coverage.add(agreement.coverage());
        }
        System.out.println(pace + "\n" + coverage);
        assertThat(coverage.multiPartEntries()).as("entries in parts").isGreaterThan(100);
        assertThat(coverage.partsMost()).isGreaterThan(2);
    }

    /// How fast the judges are, by the clock and by the processor time of this thread, which says more where others run
    /// beside it.
    private static final class Pace {
        private final long startNanos = System.nanoTime();
        private final long startCpuNanos = cpuNanos();
        private long commands;

        private static long cpuNanos() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        @Override
        public String toString() {
            long nanos = System.nanoTime() - startNanos;
            long nanosOfProcessor = cpuNanos() - startCpuNanos;
            return commands + " commands in " + Duration.ofNanos(nanos).toSeconds() + " s, "
                    + Duration.ofNanos(nanosOfProcessor).toSeconds() + " s of one processor: "
                    + commands * 1_000_000_000L / Math.max(1, nanosOfProcessor) + " commands for each of its seconds";
        }
    }
}
