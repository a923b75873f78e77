package seawall.engine;

import org.junit.jupiter.api.Test;

/// Section 6: the dead-man timer. The clock of these tables starts at second 1.
class CancelAllAfterTest extends TableTest {
    @Test
    void a_timer_cancels_every_order_of_its_account_oldest_first() {
        given("""
                list name=TWO base=BTC quote=USD
                buy A 100 x 5
                buy B 100 x 5
                sell A 200 x 1 on=2 tag=bot
                timer A 10
                """);
        when("""
                now 11
                fire
                fire
                """);
        then("""
                timer
                cancel-all-after A 0
                closed #1 CANCEL_ALL_AFTER 0
                closed #3 CANCEL_ALL_AFTER 0 on=2
                level BUY 100x5 orders 1
                level SELL 200x0 orders 0 on=2
                balance A USD 100000 hold 0
                balance A BTC 100000 hold 0
                """);
    }

    @Test
    void a_timer_with_a_tag_cancels_only_the_orders_with_its_tag() {
        given("""
                buy A 100 x 5 tag=bot
                buy A 100 x 5
                buy A 100 x 5 tag=bots
                timer A 10 bot
                """);
        when("""
                now 11
                fire
                """);
        thenOrders("""
                timer
                cancel-all-after A 0 tag=bot
                closed #1 CANCEL_ALL_AFTER 0
                """);
    }

    @Test
    void a_timer_fires_at_its_time_and_not_before() {
        given("buy A 100 x 5");
        when("""
                timer A 10
                now 10
                fire
                buy B 1 x 1
                now 11
                buy C 1 x 1
                fire
                """);
        thenOrders("""
                cancel-all-after A 11
                accepted #2 B BUY LIMIT 1x1
                accepted #3 C BUY LIMIT 1x1
                timer
                cancel-all-after A 0
                closed #1 CANCEL_ALL_AFTER 0
                """);
    }

    @Test
    void setting_a_timer_again_moves_it() {
        given("""
                buy A 100 x 5
                timer A 10
                now 6
                timer A 10
                now 11
                """);
        when("""
                fire
                now 16
                fire
                """);
        thenOrders("""
                timer
                cancel-all-after A 0
                closed #1 CANCEL_ALL_AFTER 0
                """);
    }

    @Test
    void a_timer_is_disarmed_with_zero_and_disarming_nothing_is_harmless() {
        given("""
                buy A 100 x 5 tag=bot
                timer A 10
                timer A 10 bot
                """);
        when("""
                timer A 0
                timer A 0
                now 12
                fire
                timer A 0 bot
                """);
        thenOrders("""
                cancel-all-after A 0
                cancel-all-after A 0
                timer
                cancel-all-after A 0 tag=bot
                closed #1 CANCEL_ALL_AFTER 0
                cancel-all-after A 0 tag=bot
                """);
    }

    @Test
    void timers_that_are_due_together_fire_by_time_then_account_then_tag_one_entry_each() {
        given("""
                timer B 10 b
                timer B 10 a
                timer A 10 z
                later 1
                timer A 10
                timer C 10 c
                """);
        when("""
                now 60
                fire
                """);
        thenOrders("""
                timer
                cancel-all-after A 0 tag=z
                timer
                cancel-all-after B 0 tag=a
                timer
                cancel-all-after B 0 tag=b
                timer
                cancel-all-after A 0
                timer
                cancel-all-after C 0 tag=c
                """);
    }

    @Test
    void a_timeout_is_10_to_120_seconds() {
        refused("""
                timer Z 10                                        -> ACCOUNT_UNKNOWN
                timer A -1ns                                      -> TIMEOUT_INVALID
                timer A 1ns                                       -> TIMEOUT_INVALID
                timer A 9999999999ns                              -> TIMEOUT_INVALID
                timer A 120000000001ns                            -> TIMEOUT_INVALID
                """);
        when("""
                timer A 10
                timer A 120
                """);
        then("""
                cancel-all-after A 11
                cancel-all-after A 121
                """);
    }

    @Test
    void timers_with_a_tag_have_a_maximum_per_account_and_all_timers_one_together() {
        given("""
                timer A 10 a
                timer A 10 b
                """);
        refused("timer A 10 c -> TIMERS_MAX");
        when("""
                timer A 20 b
                timer A 10
                timer B 10 a
                timer B 10 b
                """);
        thenOrders("""
                cancel-all-after A 21 tag=b
                cancel-all-after A 11
                cancel-all-after B 11 tag=a
                cancel-all-after B 11 tag=b
                """);
        refused("""
                timer C 10                                        -> TIMERS_MAX
                timer C 5                                         -> TIMEOUT_INVALID
                """);
        when("""
                timer C 0
                timer A 0 a
                timer C 10
                """);
        thenOrders("""
                cancel-all-after C 0
                cancel-all-after A 0 tag=a
                cancel-all-after C 11
                """);
    }

    @Test
    void orders_placed_after_the_timer_was_set_are_covered_too() {
        given("timer A 10 bot");
        when("""
                buy A 100 x 1 tag=bot
                now 11
                fire
                buy A 100 x 1 tag=bot
                """);
        thenOrders("""
                accepted #1 A BUY LIMIT 100x1 tag=bot
                timer
                cancel-all-after A 0 tag=bot
                closed #1 CANCEL_ALL_AFTER 0
                accepted #2 A BUY LIMIT 100x1 tag=bot
                """);
    }
}
