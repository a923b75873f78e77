package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import seawall.engine.Limits;

/// The engine and the reference exchange were written independently from the rules page; here they take the same
/// commands and must write the same journal. A seed that fails replays exactly.
final class ReferenceAgreementProperties {
    /// Larger than tiny, so that books become deep and a taker meets many makers.
    private static final Limits SMALL = new Limits(120, 40, 25, 10, 12, 60, 50, 12, 12, 5, 20, 60, 20);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void engine_and_reference_write_the_same_journal_when_every_limit_is_near(long seed) {
        assertThat(new Agreement(seed, Limits.tiny()).run(10_000)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void engine_and_reference_write_the_same_journal_with_deeper_books(long seed) {
        assertThat(new Agreement(seed, SMALL).run(10_000)).isEmpty();
    }

    @Tag("drill")
    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103, 104, 105, 106})
    void engine_and_reference_agree_for_a_very_long_time(long seed) {
        assertThat(new Agreement(seed, seed % 2 == 0 ? Limits.tiny() : SMALL).run(200_000))
                .isEmpty();
    }
}
