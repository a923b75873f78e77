package seawall.engine;

import org.junit.jupiter.api.Test;

/// Section 5: an account never trades with itself; the taker's mode says who gives way.
class SelfTradePreventionTest extends TableTest {
    private static final String OWN_ORDER_BETWEEN_TWO_OTHERS = """
            sell B 100 x 1
            sell A 100 x 5
            sell C 100 x 1
            """;

    @Test
    void cancel_maker_closes_the_resting_order_and_goes_on() {
        given(OWN_ORDER_BETWEEN_TWO_OTHERS);
        when("buy A 100 x 3 stp=CANCEL_MAKER");
        then("""
                accepted #4 A BUY LIMIT 100x3
                fill t1 BUY #4 meets #1 100x1 =10/100 bills #17 #19
                post #17 A BTC +10 -> 100010 TAKER BUY #4 t1
                post #18 A USD -100 -> 99900 TAKER BUY #4 t1
                post #19 B USD +100 -> 100100 MAKER SELL #1 t1
                post #20 B BTC -10 -> 99990 MAKER SELL #1 t1
                closed #1 FILLED 1
                closed #2 SELF_TRADE 0
                fill t2 BUY #4 meets #3 100x1 =10/100 bills #21 #23
                post #21 A BTC +10 -> 100020 TAKER BUY #4 t2
                post #22 A USD -100 -> 99800 TAKER BUY #4 t2
                post #23 C USD +100 -> 100100 MAKER SELL #3 t2
                post #24 C BTC -10 -> 99990 MAKER SELL #3 t2
                closed #3 FILLED 1
                level SELL 100x0 orders 0
                level BUY 100x1 orders 1
                balance A BTC 100020 hold 0
                balance A USD 99800 hold 100
                balance B USD 100100 hold 0
                balance B BTC 99990 hold 0
                balance C USD 100100 hold 0
                balance C BTC 99990 hold 0
                """);
    }

    @Test
    void cancel_taker_closes_what_is_left_of_the_incoming_order() {
        given(OWN_ORDER_BETWEEN_TWO_OTHERS);
        when("buy A 100 x 3 stp=CANCEL_TAKER");
        thenOrders("""
                accepted #4 A BUY LIMIT CANCEL_TAKER 100x3
                fill t1 BUY #4 meets #1 100x1 =10/100
                closed #1 FILLED 1
                closed #4 SELF_TRADE 1
                """);
    }

    @Test
    void cancel_both_closes_the_resting_order_first_and_then_the_incoming_one() {
        given(OWN_ORDER_BETWEEN_TWO_OTHERS);
        when("buy A 100 x 3 stp=CANCEL_BOTH");
        thenOrders("""
                accepted #4 A BUY LIMIT CANCEL_BOTH 100x3
                fill t1 BUY #4 meets #1 100x1 =10/100
                closed #1 FILLED 1
                closed #2 SELF_TRADE 0
                closed #4 SELF_TRADE 1
                """);
    }

    @Test
    void market_orders_obey_each_mode() {
        given("""
                sell A 100 x 1
                sell B 101 x 1
                sell A 102 x 1
                sell A 103 x 1
                """);
        when("""
                buy A 0 x 3 MARKET stp=CANCEL_TAKER
                buy A 0 x 1 MARKET stp=CANCEL_MAKER
                buy A 0 x 3 MARKET stp=CANCEL_BOTH
                buy A 0 x 3 MARKET stp=CANCEL_MAKER
                """);
        thenOrders("""
                accepted #5 A BUY MARKET CANCEL_TAKER 0x3
                closed #5 SELF_TRADE 0
                accepted #6 A BUY MARKET 0x1
                closed #1 SELF_TRADE 0
                fill t1 BUY #6 meets #2 101x1 =10/101
                closed #2 FILLED 1
                closed #6 FILLED 1
                accepted #7 A BUY MARKET CANCEL_BOTH 0x3
                closed #3 SELF_TRADE 0
                closed #7 SELF_TRADE 0
                accepted #8 A BUY MARKET 0x3
                closed #4 SELF_TRADE 0
                closed #8 NO_LIQUIDITY 0
                """);
    }

    @Test
    void immediate_or_cancel_orders_obey_each_mode() {
        given("""
                sell A 100 x 1
                sell B 101 x 1
                sell A 102 x 1
                sell A 103 x 1
                """);
        when("""
                buy A 103 x 3 IOC stp=CANCEL_TAKER
                buy A 103 x 1 IOC stp=CANCEL_MAKER
                buy A 103 x 3 IOC stp=CANCEL_BOTH
                buy A 103 x 3 IOC stp=CANCEL_MAKER
                """);
        thenOrders("""
                accepted #5 A BUY IOC CANCEL_TAKER 103x3
                closed #5 SELF_TRADE 0
                accepted #6 A BUY IOC 103x1
                closed #1 SELF_TRADE 0
                fill t1 BUY #6 meets #2 101x1 =10/101
                closed #2 FILLED 1
                closed #6 FILLED 1
                accepted #7 A BUY IOC CANCEL_BOTH 103x3
                closed #3 SELF_TRADE 0
                closed #7 SELF_TRADE 0
                accepted #8 A BUY IOC 103x3
                closed #4 SELF_TRADE 0
                closed #8 IOC 0
                """);
    }

    @Test
    void orders_sized_in_quote_obey_each_mode() {
        given("""
                sell A 100 x 1
                sell B 101 x 1
                sell A 102 x 1
                """);
        when("""
                buy A 0 x 50 MARKET QUOTE stp=CANCEL_TAKER
                buy A 0 x 50 MARKET QUOTE stp=CANCEL_MAKER
                buy A 0 x 303 MARKET QUOTE stp=CANCEL_BOTH
                """);
        thenOrders("""
                accepted #4 A BUY MARKET QUOTE CANCEL_TAKER 0x50
                closed #4 SELF_TRADE 0
                accepted #5 A BUY MARKET QUOTE 0x50
                closed #1 SELF_TRADE 0
                closed #5 FUNDS 0
                accepted #6 A BUY MARKET QUOTE CANCEL_BOTH 0x303
                fill t1 BUY #6 meets #2 101x1 =10/101
                closed #2 FILLED 1
                closed #3 SELF_TRADE 0
                closed #6 SELF_TRADE 1
                """);
    }

    @Test
    void a_post_only_order_that_would_meet_its_own_account_is_closed_whatever_its_mode() {
        given("sell A 100 x 1");
        when("""
                buy A 100 x 1 POST_ONLY stp=CANCEL_MAKER
                buy A 100 x 1 POST_ONLY stp=CANCEL_TAKER
                buy A 100 x 1 POST_ONLY stp=CANCEL_BOTH
                """);
        thenOrders("""
                accepted #2 A BUY POST_ONLY 100x1
                closed #2 POST_ONLY 0
                accepted #3 A BUY POST_ONLY CANCEL_TAKER 100x1
                closed #3 POST_ONLY 0
                accepted #4 A BUY POST_ONLY CANCEL_BOTH 100x1
                closed #4 POST_ONLY 0
                """);
    }

    @Test
    void the_mode_of_the_resting_order_does_not_matter() {
        given("sell A 100 x 1 stp=CANCEL_TAKER");
        when("buy A 100 x 1 stp=CANCEL_MAKER");
        thenOrders("""
                accepted #2 A BUY LIMIT 100x1
                closed #1 SELF_TRADE 0
                """);
    }

    @Test
    void an_own_order_behind_the_last_fill_stays() {
        given("""
                sell B 100 x 1
                sell A 100 x 1
                """);
        when("buy A 100 x 1 stp=CANCEL_MAKER");
        thenOrders("""
                accepted #3 A BUY LIMIT 100x1
                fill t1 BUY #3 meets #1 100x1 =10/100
                closed #1 FILLED 1
                closed #3 FILLED 1
                """);
    }

    @Test
    void an_amended_order_takes_with_the_mode_it_was_placed_with() {
        given("""
                sell A 100 x 1
                buy A 90 x 2 stp=CANCEL_BOTH
                """);
        when("amend A #2 price=100");
        then("""
                amended #2 100x2 lost
                closed #1 SELF_TRADE 0
                closed #2 SELF_TRADE 0
                level BUY 90x0 orders 0
                level SELL 100x0 orders 0
                balance A USD 100000 hold 0
                balance A BTC 100000 hold 0
                """);
    }
}
