package seawall.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import seawall.gateway.admission.OrderAdmission.Allowance;
import seawall.gateway.admission.OrderAdmission.Verdict;

class BucketsTest {
    private static final RateLimit TWO_A_SECOND = new RateLimit("test", 2, Duration.ofSeconds(1));

    @Test
    void a_bucket_gives_its_count_at_once_and_then_as_it_refills() {
        Buckets buckets = new Buckets(100);
        assertThat(buckets.take(TWO_A_SECOND, "a", 2, 0)).isTrue();
        assertThat(buckets.has(TWO_A_SECOND, "a", 1, 499_999_999)).isFalse();
        assertThat(buckets.take(TWO_A_SECOND, "a", 1, 500_000_000)).isTrue();
        assertThat(buckets.take(TWO_A_SECOND, "a", 1, 500_000_000)).isFalse();
        assertThat(buckets.take(TWO_A_SECOND, "b", 2, 500_000_000)).isTrue();
        assertThat(buckets.take(TWO_A_SECOND, "c", 3, 500_000_000)).isFalse();
    }

    @Test
    void a_flood_of_keys_takes_no_more_than_the_named_memory_and_refuses_nobody() {
        Buckets buckets = new Buckets(160);
        for (int i = 0; i < 100_000; i++) {
            assertThat(buckets.take(TWO_A_SECOND, "key " + i, 2, 0)).isTrue();
        }
        // Forgotten long ago, so forgiven.
        assertThat(buckets.take(TWO_A_SECOND, "key 0", 2, 0)).isTrue();
    }

    @Test
    void places_cancels_instruments_and_batches_are_counted_apart_and_a_batch_of_one_is_single() {
        OrderAdmission admission = new OrderAdmission(new Buckets(10_000), 1);
        for (int i = 0; i < 60; i++) {
            assertThat(place(admission, false, 1, "BTC-USDT")).isEqualTo(Verdict.ADMITTED);
        }
        assertThat(place(admission, false, 1, "BTC-USDT")).isEqualTo(Verdict.RATE_EXCEEDED);
        assertThat(place(admission, false, 1, "ETH-USDT")).isEqualTo(Verdict.ADMITTED);
        assertThat(admission.admit(1, false, Allowance.SINGLE, 1_000, Map.of("BTC-USDT", 1), 1, 0))
                .isEqualTo(Verdict.ADMITTED);
        for (int i = 0; i < 15; i++) {
            assertThat(place(admission, true, 20, "BTC-USDT")).isEqualTo(Verdict.ADMITTED);
        }
        assertThat(place(admission, true, 2, "BTC-USDT")).isEqualTo(Verdict.RATE_EXCEEDED);
    }

    @Test
    void algo_orders_have_a_limit_of_their_own_that_orders_do_not_touch() {
        OrderAdmission admission = new OrderAdmission(new Buckets(10_000), 1);
        for (int i = 0; i < 60; i++) {
            assertThat(place(admission, false, 1, "BTC-USDT")).isEqualTo(Verdict.ADMITTED);
        }
        for (int i = 0; i < 2; i++) {
            assertThat(admission.admit(3, false, Allowance.ALGO, 1_000, Map.of("BTC-USDT", 10), 10, 0))
                    .isEqualTo(Verdict.ADMITTED);
        }
        assertThat(admission.admit(3, false, Allowance.ALGO, 1_000, Map.of("BTC-USDT", 1), 1, 0))
                .isEqualTo(Verdict.RATE_EXCEEDED);
        assertThat(admission.admit(4, false, Allowance.ALGO, 1_000, Map.of("BTC-USDT", 1), 1, 0))
                .isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void an_account_has_a_total_over_all_its_instruments_that_cancels_do_not_touch() {
        OrderAdmission admission = new OrderAdmission(new Buckets(10_000), 1);
        for (int i = 0; i < 50; i++) {
            assertThat(place(admission, true, 20, "I" + i)).isEqualTo(Verdict.ADMITTED);
        }
        assertThat(place(admission, true, 20, "LAST")).isEqualTo(Verdict.ACCOUNT_RATE_EXCEEDED);
        assertThat(admission.isOpen(1_000, 0)).isFalse();
        assertThat(admission.admit(1, false, Allowance.BATCH, 1_000, Map.of("LAST", 20), 20, 0))
                .isEqualTo(Verdict.ADMITTED);
        assertThat(admission.isOpen(1_000, 2_000_000)).isTrue();
    }

    @Test
    void made_up_values_have_a_limit_each_and_one_over_all_of_them() {
        EndpointAdmission admission = new EndpointAdmission(new Buckets(10_000), 1);
        var limit = new seawall.gateway.okx.RateLimit(
                1, Duration.ofSeconds(1), seawall.gateway.okx.RateLimit.Scope.USER_TAG);
        assertThat(admission.admit("caa", limit, "", 1_000, "", "tag0", 0)).isTrue();
        assertThat(admission.admit("caa", limit, "", 1_000, "", "tag0", 0)).isFalse();
        for (int i = 1; i < 21; i++) {
            assertThat(admission.admit("caa", limit, "", 1_000, "", "tag" + i, 0))
                    .isTrue();
        }
        assertThat(admission.admit("caa", limit, "", 1_000, "", "tag21", 0)).isFalse();
        assertThat(admission.admit("caa", limit, "", 1_001, "", "tag21", 0)).isTrue();
    }

    private static Verdict place(OrderAdmission admission, boolean isBatch, int items, String instrument) {
        return admission.admit(
                0, true, isBatch ? Allowance.BATCH : Allowance.SINGLE, 1_000, Map.of(instrument, items), items, 0);
    }
}
