package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
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
        // Seeds know nothing of each other: each processor takes some.
        List<Coverage> covered = LongStream.rangeClosed(1_001, 1_000 + TINY_SEEDS + SMALL_SEEDS)
                .parallel()
                .mapToObj(seed -> {
                    boolean tiny = seed <= 1_000 + TINY_SEEDS;
                    var agreement = Agreement.ofSeed(seed, tiny ? Limits.tiny() : ReferenceAgreementProperties.SMALL);
                    assertThat(agreement.run(new CommandStreams(seed, Agreement.SCOPE), COMMANDS_PER_SEED))
                            .as("seed %d", seed)
                            .isEmpty();
                    return agreement.coverage();
                })
                .toList();
        covered.forEach(coverage::add);
        pace.commands = (long) covered.size() * COMMANDS_PER_SEED;
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

    /// How fast the judges are, by the clock.
    private static final class Pace {
        private final long startNanos = System.nanoTime();
        private long commands;

        @Override
        public String toString() {
            long nanos = System.nanoTime() - startNanos;
            return commands + " commands in " + Duration.ofNanos(nanos).toSeconds() + " s: "
                    + commands * 1_000_000_000L / nanos + " a second";
        }
    }
}
