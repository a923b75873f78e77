package seawall.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepetitionsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_700_000_000L * SECOND;

    private final Repetitions repetitions = new Repetitions(4);

    @Test
    void a_request_is_repeated_from_a_second_after_its_first_until_its_timestamp_is_too_old() {
        assertThat(repetitions.isRepeated("a", START)).isFalse();
        assertThat(repetitions.isRepeated("a", START + SECOND)).isFalse();
        assertThat(repetitions.isRepeated("a", START + SECOND + 1)).isTrue();
        assertThat(repetitions.isRepeated("a", START + 60 * SECOND)).isTrue();
        assertThat(repetitions.isRepeated("b", START + 60 * SECOND)).isFalse();
    }

    @Test
    void a_request_executed_late_in_a_generation_is_remembered_through_the_next() {
        assertThat(repetitions.isRepeated("a", START)).isFalse();
        assertThat(repetitions.isRepeated("b", START + 59 * SECOND)).isFalse();
        assertThat(repetitions.isRepeated("c", START + 61 * SECOND)).isFalse();
        assertThat(repetitions.isRepeated("b", START + 118 * SECOND)).isTrue();
    }

    @Test
    void it_never_remembers_more_than_two_generations_and_forgets_the_oldest() {
        for (int index = 0; index < 12; index++) {
            assertThat(repetitions.isRepeated("request " + index, START + index))
                    .isFalse();
        }
        assertThat(repetitions.isRepeated("request 4", START + 5 * SECOND)).isTrue();
        assertThat(repetitions.isRepeated("request 3", START + 5 * SECOND)).isFalse();
    }
}
