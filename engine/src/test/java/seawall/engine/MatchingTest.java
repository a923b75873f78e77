package seawall.engine;

import org.junit.jupiter.api.Test;

/// Section 5: who meets whom at which price, and how each kind of order ends.
class MatchingTest extends TableTest {
    @Test
    void a_taker_sweeps_the_best_price_first_and_the_oldest_order_within_it() {
        given("""
                sell A 101 x 5
                sell B 100 x 3
                sell C 100 x 2
                """);
        when("buy D 101 x 6");
        then("""
                accepted #4 D BUY LIMIT 101x6
                fill t1 BUY #4 meets #2 100x3 =30/300 bills #17 #19
                post #17 D BTC +30 -> 100030 TAKER BUY #4 t1
                post #18 D USD -300 -> 99700 TAKER BUY #4 t1
                post #19 B USD +300 -> 100300 MAKER SELL #2 t1
                post #20 B BTC -30 -> 99970 MAKER SELL #2 t1
                closed #2 FILLED 3
                fill t2 BUY #4 meets #3 100x2 =20/200 bills #21 #23
                post #21 D BTC +20 -> 100050 TAKER BUY #4 t2
                post #22 D USD -200 -> 99500 TAKER BUY #4 t2
                post #23 C USD +200 -> 100200 MAKER SELL #3 t2
                post #24 C BTC -20 -> 99980 MAKER SELL #3 t2
                closed #3 FILLED 2
                fill t3 BUY #4 meets #1 101x1 =10/101 bills #25 #27
                post #25 D BTC +10 -> 100060 TAKER BUY #4 t3
                post #26 D USD -101 -> 99399 TAKER BUY #4 t3
                post #27 A USD +101 -> 100101 MAKER SELL #1 t3
                post #28 A BTC -10 -> 99990 MAKER SELL #1 t3
                closed #4 FILLED 6
                level SELL 100x0 orders 0
                level SELL 101x4 orders 1
                balance D BTC 100060 hold 0
                balance D USD 99399 hold 0
                balance B USD 100300 hold 0
                balance B BTC 99970 hold 0
                balance C USD 100200 hold 0
                balance C BTC 99980 hold 0
                balance A USD 100101 hold 0
                balance A BTC 99990 hold 40
                """);
    }

    @Test
    void a_selling_taker_sweeps_the_bids_from_the_highest_down() {
        given("""
                buy A 99 x 5
                buy B 100 x 3
                buy C 100 x 2
                """);
        when("sell D 99 x 6");
        thenOrders("""
                accepted #4 D SELL LIMIT 99x6
                fill t1 SELL #4 meets #2 100x3 =30/300
                closed #2 FILLED 3
                fill t2 SELL #4 meets #3 100x2 =20/200
                closed #3 FILLED 2
                fill t3 SELL #4 meets #1 99x1 =10/99
                closed #4 FILLED 6
                """);
    }

    @Test
    void a_limit_order_is_filled_or_rests_with_what_is_left() {
        given("""
                sell A 100 x 5
                sell A 102 x 5
                """);
        when("""
                buy B 100 x 2
                buy B 101 x 7
                buy B 99 x 1
                """);
        then("""
                accepted #3 B BUY LIMIT 100x2
                fill t1 BUY #3 meets #1 100x2 =20/200 bills #17 #19
                post #17 B BTC +20 -> 100020 TAKER BUY #3 t1
                post #18 B USD -200 -> 99800 TAKER BUY #3 t1
                post #19 A USD +200 -> 100200 MAKER SELL #1 t1
                post #20 A BTC -20 -> 99980 MAKER SELL #1 t1
                closed #3 FILLED 2
                level SELL 100x3 orders 1
                balance B BTC 100020 hold 0
                balance B USD 99800 hold 0
                balance A USD 100200 hold 0
                balance A BTC 99980 hold 80
                accepted #4 B BUY LIMIT 101x7
                fill t2 BUY #4 meets #1 100x3 =30/300 bills #21 #23
                post #21 B BTC +30 -> 100050 TAKER BUY #4 t2
                post #22 B USD -300 -> 99500 TAKER BUY #4 t2
                post #23 A USD +300 -> 100500 MAKER SELL #1 t2
                post #24 A BTC -30 -> 99950 MAKER SELL #1 t2
                closed #1 FILLED 5
                level SELL 100x0 orders 0
                level BUY 101x4 orders 1
                balance B BTC 100050 hold 0
                balance B USD 99500 hold 404
                balance A USD 100500 hold 0
                balance A BTC 99950 hold 50
                accepted #5 B BUY LIMIT 99x1
                level BUY 99x1 orders 1
                balance B USD 99500 hold 503
                """);
    }

    @Test
    void a_post_only_order_rests_or_is_closed_without_a_trade() {
        given("sell A 100 x 5");
        when("""
                buy B 99 x 1 POST_ONLY
                buy B 100 x 1 POST_ONLY
                sell B 99 x 1 POST_ONLY
                """);
        then("""
                accepted #2 B BUY POST_ONLY 99x1
                level BUY 99x1 orders 1
                balance B USD 100000 hold 99
                accepted #3 B BUY POST_ONLY 100x1
                closed #3 POST_ONLY 0
                accepted #4 B SELL POST_ONLY 99x1
                closed #4 POST_ONLY 0
                """);
    }

    @Test
    void a_fill_may_be_worth_less_than_an_atom() {
        given("""
                list name=DUST base=BTC quote=USD tick-scale=2
                sell A 30 x 5 on=2
                """);
        when("""
                buy B 30 x 1 on=2
                buy B 0 x 1 MARKET QUOTE on=2
                """);
        then("""
                accepted #2 B BUY LIMIT 30x1 on=2
                fill t1 BUY #2 meets #1 30x1 =10/0 on=2 bills #17 #19
                post #17 B BTC +10 -> 100010 TAKER BUY #2 t1 on=2
                post #18 B USD 0 -> 100000 TAKER BUY #2 t1 on=2
                post #19 A USD 0 -> 100000 MAKER SELL #1 t1 on=2
                post #20 A BTC -10 -> 99990 MAKER SELL #1 t1 on=2
                closed #2 FILLED 1 on=2
                level SELL 30x4 orders 1 on=2
                balance B BTC 100010 hold 0
                balance B USD 100000 hold 0
                balance A USD 100000 hold 0
                balance A BTC 99990 hold 40
                accepted #3 B BUY MARKET QUOTE 0x1 on=2
                fill t2 BUY #3 meets #1 30x4 =40/1 on=2 bills #21 #23
                post #21 B BTC +40 -> 100050 TAKER BUY #3 t2 on=2
                post #22 B USD -1 -> 99999 TAKER BUY #3 t2 on=2
                post #23 A USD +1 -> 100001 MAKER SELL #1 t2 on=2
                post #24 A BTC -40 -> 99950 MAKER SELL #1 t2 on=2
                closed #1 FILLED 5 on=2
                closed #3 FILLED 4 on=2
                level SELL 30x0 orders 0 on=2
                balance B BTC 100050 hold 0
                balance B USD 99999 hold 0
                balance A USD 100001 hold 0
                balance A BTC 99950 hold 0
                """);
    }

    @Test
    void a_taker_meets_no_more_makers_than_its_limit() {
        given("""
                sell A 100 x 1
                sell A 100 x 1
                sell A 100 x 1
                sell A 100 x 1
                sell A 100 x 1
                """);
        when("buy B 100 x 5");
        thenOrders("""
                accepted #6 B BUY LIMIT 100x5
                fill t1 BUY #6 meets #1 100x1 =10/100
                closed #1 FILLED 1
                fill t2 BUY #6 meets #2 100x1 =10/100
                closed #2 FILLED 1
                fill t3 BUY #6 meets #3 100x1 =10/100
                closed #3 FILLED 1
                fill t4 BUY #6 meets #4 100x1 =10/100
                closed #4 FILLED 1
                closed #6 MAKERS_MAX 4
                """);
    }

    @Test
    void a_taker_that_has_met_every_maker_of_its_limit_rests_if_no_other_is_acceptable() {
        given("""
                sell A 100 x 1
                sell A 100 x 1
                sell A 100 x 1
                sell A 100 x 1
                sell A 101 x 1
                """);
        when("buy B 100 x 5");
        thenOrders("""
                accepted #6 B BUY LIMIT 100x5
                fill t1 BUY #6 meets #1 100x1 =10/100
                closed #1 FILLED 1
                fill t2 BUY #6 meets #2 100x1 =10/100
                closed #2 FILLED 1
                fill t3 BUY #6 meets #3 100x1 =10/100
                closed #3 FILLED 1
                fill t4 BUY #6 meets #4 100x1 =10/100
                closed #4 FILLED 1
                """);
    }

    @Test
    void a_maker_canceled_by_self_trade_prevention_counts_as_met() {
        given("""
                sell B 100 x 1
                sell B 100 x 1
                sell A 100 x 1
                sell B 100 x 1
                sell A 100 x 1
                """);
        when("buy B 100 x 5 IOC");
        thenOrders("""
                accepted #6 B BUY IOC 100x5
                closed #1 SELF_TRADE 0
                closed #2 SELF_TRADE 0
                fill t1 BUY #6 meets #3 100x1 =10/100
                closed #3 FILLED 1
                closed #4 SELF_TRADE 0
                closed #6 MAKERS_MAX 1
                """);
    }

    @Test
    void a_market_order_that_met_its_last_maker_is_closed_for_that_whatever_money_it_has_left() {
        given("""
                sell A 25000 x 1
                sell A 25000 x 1
                sell A 25000 x 1
                sell A 25000 x 1
                sell A 25000 x 1
                """);
        when("buy B 0 x 5 MARKET");
        thenOrders("""
                accepted #6 B BUY MARKET 0x5
                fill t1 BUY #6 meets #1 25000x1 =10/25000
                closed #1 FILLED 1
                fill t2 BUY #6 meets #2 25000x1 =10/25000
                closed #2 FILLED 1
                fill t3 BUY #6 meets #3 25000x1 =10/25000
                closed #3 FILLED 1
                fill t4 BUY #6 meets #4 25000x1 =10/25000
                closed #4 FILLED 1
                closed #6 MAKERS_MAX 4
                """);
    }
}
