package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import seawall.engine.Limits;

/// The engine and the reference exchange were written independently from the rules page; here they take the same
/// commands and must write the same journal. A seed that fails replays exactly.
final class ReferenceAgreementProperties {
    /// Larger than tiny, so that books become deep and a taker meets many makers.
    static final Limits SMALL =
            new Limits(120, 40, 25, 10, 14, 60, 50, 12, 12, 5, 20, 60, 20, 4, 200, 20, 30, 15, 8, 3);
    /// Large enough for entries that one message cannot hold.
    static final Limits DEEP =
            new Limits(6_000, 2_500, 2_500, 300, 12, 60, 50, 12, 12, 5, 20, 60, 20, 4, 200, 20, 30, 15, 8, 3);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void engine_and_reference_write_the_same_journal_when_every_limit_is_near(long seed) {
        assertThat(Agreement.ofSeed(seed, Limits.tiny()).run(new CommandStreams(seed, Agreement.SCOPE), 10_000))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void engine_and_reference_write_the_same_journal_with_deeper_books(long seed) {
        assertThat(Agreement.ofSeed(seed, SMALL).run(new CommandStreams(seed, Agreement.SCOPE), 10_000))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void engine_and_reference_write_the_same_journal_in_entries_that_one_message_cannot_hold(long seed) {
        var agreement = Agreement.ofSeed(seed, DEEP);

        assertThat(agreement.run(CommandStreams.deep(seed, Agreement.SCOPE), 8_000))
                .isEmpty();
        System.out.println("seed " + seed + ": " + agreement.coverage());
        assertThat(agreement.coverage().multiPartEntries())
                .as("entries in parts")
                .isPositive();
    }

    @Test
    void a_short_run_reaches_everything_that_the_engine_can_say() {
        var coverage = new Coverage();
        for (long seed = 31; seed <= 36; seed++) {
            var agreement = Agreement.ofSeed(seed, Limits.tiny());
            assertThat(agreement.run(new CommandStreams(seed, Agreement.SCOPE), 20_000))
                    .isEmpty();
            coverage.add(agreement.coverage());
        }
        System.out.println(coverage);
        assertThat(coverage.missing()).isEmpty();
    }
}
