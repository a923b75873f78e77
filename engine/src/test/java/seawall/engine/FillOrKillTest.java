package seawall.engine;

import org.junit.jupiter.api.Test;

/// Section 5: who meets whom at which price, and how each kind of order ends.
class FillOrKillTest extends TableTest {
    @Test
    void a_fill_or_kill_order_trades_completely_or_not_at_all() {
        given("""
                sell A 100 x 3
                sell A 101 x 2
                """);
        when("""
                buy B 101 x 6 FOK
                buy B 100 x 4 FOK
                buy B 99 x 1 FOK
                buy B 101 x 4 FOK
                """);
        thenOrders("""
                accepted #3 B BUY FOK 101x6
                closed #3 FOK 0
                accepted #4 B BUY FOK 100x4
                closed #4 FOK 0
                accepted #5 B BUY FOK 99x1
                closed #5 FOK 0
                accepted #6 B BUY FOK 101x4
                fill t1 BUY #6 meets #1 100x3 =30/300
                closed #1 FILLED 3
                fill t2 BUY #6 meets #2 101x1 =10/101
                closed #6 FILLED 4
                """);
    }

    @Test
    void a_fill_or_kill_order_leaves_no_trace_when_it_is_killed() {
        given("sell A 100 x 3");
        when("buy B 100 x 4 FOK");
        then("""
                accepted #2 B BUY FOK 100x4
                closed #2 FOK 0
                """);
    }

    @Test
    void a_fill_or_kill_order_does_not_count_on_its_own_account() {
        given("""
                sell A 100 x 1
                sell B 100 x 2
                sell A 101 x 2
                """);
        when("""
                buy B 101 x 4 FOK
                buy B 100 x 2 FOK stp=CANCEL_TAKER
                buy B 100 x 1 FOK stp=CANCEL_TAKER
                buy B 101 x 2 FOK
                """);
        thenOrders("""
                accepted #4 B BUY FOK 101x4
                closed #4 FOK 0
                accepted #5 B BUY FOK CANCEL_TAKER 100x2
                closed #5 FOK 0
                accepted #6 B BUY FOK CANCEL_TAKER 100x1
                fill t1 BUY #6 meets #1 100x1 =10/100
                closed #1 FILLED 1
                closed #6 FILLED 1
                accepted #7 B BUY FOK 101x2
                closed #2 SELF_TRADE 0
                fill t2 BUY #7 meets #3 101x2 =20/202
                closed #3 FILLED 2
                closed #7 FILLED 2
                """);
    }

    @Test
    void a_fill_or_kill_order_counts_only_on_the_makers_that_it_may_meet() {
        given("""
                sell A 100 x 1
                sell B 100 x 1
                sell A 100 x 1
                sell C 100 x 1
                sell C 100 x 1
                """);
        when("""
                buy D 100 x 5 FOK
                buy B 100 x 4 FOK
                buy B 100 x 3 FOK
                """);
        thenOrders("""
                accepted #6 D BUY FOK 100x5
                closed #6 FOK 0
                accepted #7 B BUY FOK 100x4
                closed #7 FOK 0
                accepted #8 B BUY FOK 100x3
                fill t1 BUY #8 meets #1 100x1 =10/100
                closed #1 FILLED 1
                closed #2 SELF_TRADE 0
                fill t2 BUY #8 meets #3 100x1 =10/100
                closed #3 FILLED 1
                fill t3 BUY #8 meets #4 100x1 =10/100
                closed #4 FILLED 1
                closed #8 FILLED 3
                """);
    }
}
