package seawall.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepetitionsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_700_000_000L * SECOND;
    private static final String SIGNED = "1700000000.000";

    private final Repetitions repetitions = new Repetitions(START / 1_000_000, 4);

    @Test
    void a_request_is_repeated_from_its_first_on_until_its_timestamp_is_too_old() {
        assertThat(isRepeated("a", START)).isFalse();
        assertThat(isRepeated("a", START)).isTrue();
        assertThat(isRepeated("a", START + 60 * SECOND)).isTrue();
        assertThat(isRepeated("b", START + 60 * SECOND)).isFalse();
    }

    @Test
    void a_request_executed_late_in_a_generation_is_remembered_through_the_next() {
        assertThat(isRepeated("a", START)).isFalse();
        assertThat(isRepeated("b", START + 59 * SECOND)).isFalse();
        assertThat(isRepeated("c", START + 61 * SECOND)).isFalse();
        assertThat(isRepeated("b", START + 118 * SECOND)).isTrue();
    }

    @Test
    void it_never_remembers_more_than_two_generations_and_forgets_the_oldest() {
        for (int index = 0; index < 12; index++) {
            assertThat(isRepeated("request " + index, START + index)).isFalse();
        }
        assertThat(isRepeated("request 4", START + 5 * SECOND)).isTrue();
        assertThat(isRepeated("request 3", START + 5 * SECOND)).isFalse();
    }

    @Test
    void what_was_signed_before_the_memory_began_may_have_been_executed_by_a_predecessor() {
        assertThat(repetitions.isRepeated("a", "1699999999.999", START)).isTrue();
        assertThat(repetitions.isRepeated("b", "2023-11-14T22:13:19.999Z", START))
                .isTrue();
        assertThat(repetitions.isRepeated("c", "2023-11-14T22:13:20.000Z", START))
                .isFalse();
    }

    private boolean isRepeated(String signature, long nowNanos) {
        return repetitions.isRepeated(signature, SIGNED, nowNanos);
    }
}
