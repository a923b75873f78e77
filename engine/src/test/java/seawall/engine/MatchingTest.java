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

    @Test
    void an_immediate_or_cancel_order_trades_what_it_can_and_never_rests() {
        given("sell A 100 x 5");
        when("""
                buy B 100 x 2 IOC
                buy B 100 x 5 IOC
                buy B 100 x 5 IOC
                """);
        then("""
                accepted #2 B BUY IOC 100x2
                fill t1 BUY #2 meets #1 100x2 =20/200 bills #17 #19
                post #17 B BTC +20 -> 100020 TAKER BUY #2 t1
                post #18 B USD -200 -> 99800 TAKER BUY #2 t1
                post #19 A USD +200 -> 100200 MAKER SELL #1 t1
                post #20 A BTC -20 -> 99980 MAKER SELL #1 t1
                closed #2 FILLED 2
                level SELL 100x3 orders 1
                balance B BTC 100020 hold 0
                balance B USD 99800 hold 0
                balance A USD 100200 hold 0
                balance A BTC 99980 hold 30
                accepted #3 B BUY IOC 100x5
                fill t2 BUY #3 meets #1 100x3 =30/300 bills #21 #23
                post #21 B BTC +30 -> 100050 TAKER BUY #3 t2
                post #22 B USD -300 -> 99500 TAKER BUY #3 t2
                post #23 A USD +300 -> 100500 MAKER SELL #1 t2
                post #24 A BTC -30 -> 99950 MAKER SELL #1 t2
                closed #1 FILLED 5
                closed #3 IOC 3
                level SELL 100x0 orders 0
                balance B BTC 100050 hold 0
                balance B USD 99500 hold 0
                balance A USD 100500 hold 0
                balance A BTC 99950 hold 0
                accepted #4 B BUY IOC 100x5
                closed #4 IOC 0
                """);
    }

    @Test
    void a_market_order_trades_at_any_price_until_nothing_is_left() {
        given("""
                sell A 100 x 2
                sell A 500 x 2
                """);
        when("""
                buy B 0 x 3 MARKET
                buy B 0 x 3 MARKET
                buy B 0 x 3 MARKET
                """);
        thenOrders("""
                accepted #3 B BUY MARKET 0x3
                fill t1 BUY #3 meets #1 100x2 =20/200
                closed #1 FILLED 2
                fill t2 BUY #3 meets #2 500x1 =10/500
                closed #3 FILLED 3
                accepted #4 B BUY MARKET 0x3
                fill t3 BUY #4 meets #2 500x1 =10/500
                closed #2 FILLED 2
                closed #4 NO_LIQUIDITY 1
                NO_LIQUIDITY
                """);
    }

    @Test
    void a_market_order_stops_at_the_price_limit() {
        given("""
                sell A 100 x 1
                sell A 150 x 5
                band 100000
                buy B 100 x 1
                """);
        when("""
                buy B 0 x 2 MARKET
                buy B 0 x 2 OPTIMAL_LIMIT_IOC
                sell A 105 x 1
                buy B 0 x 2 MARKET
                """);
        thenOrders("""
                accepted #4 B BUY MARKET 0x2
                closed #4 PRICE_LIMIT 0
                accepted #5 B BUY OPTIMAL_LIMIT_IOC 0x2
                closed #5 PRICE_LIMIT 0
                accepted #6 A SELL LIMIT 105x1
                accepted #7 B BUY MARKET 0x2
                fill t2 BUY #7 meets #6 105x1 =10/105
                closed #6 FILLED 1
                closed #7 PRICE_LIMIT 1
                limit 100000 of 105 is 95..115
                """);
    }

    @Test
    void an_optimal_limit_order_takes_what_is_there_and_never_rests() {
        given("sell A 100 x 5");
        when("""
                buy B 0 x 2 OPTIMAL_LIMIT_IOC
                buy B 0 x 5 OPTIMAL_LIMIT_IOC
                buy B 0 x 5 OPTIMAL_LIMIT_IOC
                """);
        thenOrders("""
                accepted #2 B BUY OPTIMAL_LIMIT_IOC 0x2
                fill t1 BUY #2 meets #1 100x2 =20/200
                closed #2 FILLED 2
                accepted #3 B BUY OPTIMAL_LIMIT_IOC 0x5
                fill t2 BUY #3 meets #1 100x3 =30/300
                closed #1 FILLED 5
                closed #3 IOC 3
                NO_LIQUIDITY
                """);
    }

    @Test
    void a_market_buy_ends_when_its_money_does() {
        given("""
                sell A 60000 x 2
                sell A 100000 x 1
                """);
        when("""
                buy B 0 x 2 MARKET
                buy C 0 x 2 OPTIMAL_LIMIT_IOC
                buy B 0 x 1 MARKET
                """);
        then("""
                accepted #3 B BUY MARKET 0x2
                fill t1 BUY #3 meets #1 60000x1 =10/60000 bills #17 #19
                post #17 B BTC +10 -> 100010 TAKER BUY #3 t1
                post #18 B USD -60000 -> 40000 TAKER BUY #3 t1
                post #19 A USD +60000 -> 160000 MAKER SELL #1 t1
                post #20 A BTC -10 -> 99990 MAKER SELL #1 t1
                closed #3 FUNDS 1
                level SELL 60000x1 orders 1
                balance B BTC 100010 hold 0
                balance B USD 40000 hold 0
                balance A USD 160000 hold 0
                balance A BTC 99990 hold 20
                accepted #4 C BUY OPTIMAL_LIMIT_IOC 0x2
                fill t2 BUY #4 meets #1 60000x1 =10/60000 bills #21 #23
                post #21 C BTC +10 -> 100010 TAKER BUY #4 t2
                post #22 C USD -60000 -> 40000 TAKER BUY #4 t2
                post #23 A USD +60000 -> 220000 MAKER SELL #1 t2
                post #24 A BTC -10 -> 99980 MAKER SELL #1 t2
                closed #1 FILLED 2
                closed #4 FUNDS 1
                level SELL 60000x0 orders 0
                balance C BTC 100010 hold 0
                balance C USD 40000 hold 0
                balance A USD 220000 hold 0
                balance A BTC 99980 hold 10
                accepted #5 B BUY MARKET 0x1
                closed #5 FUNDS 0
                """);
    }

    @Test
    void an_optimal_limit_sell_ends_when_its_lots_do() {
        given("""
                buy A 10 x 20
                transfer B BTC 99965 TRADING FUNDING
                """);
        when("sell B 0 x 9 OPTIMAL_LIMIT_IOC");
        thenOrders("""
                accepted #2 B SELL OPTIMAL_LIMIT_IOC 0x9
                fill t1 SELL #2 meets #1 10x3 =30/30
                closed #2 FUNDS 3
                """);
    }

    @Test
    void a_buy_sized_in_quote_spends_at_most_its_size_and_is_filled_with_dust_left() {
        given("""
                sell A 100 x 2
                sell B 70 x 1
                """);
        when("""
                buy C 0 x 269 MARKET QUOTE
                buy C 0 x 100 MARKET QUOTE
                """);
        then("""
                accepted #3 C BUY MARKET QUOTE 0x269
                fill t1 BUY #3 meets #2 70x1 =10/70 bills #17 #19
                post #17 C BTC +10 -> 100010 TAKER BUY #3 t1
                post #18 C USD -70 -> 99930 TAKER BUY #3 t1
                post #19 B USD +70 -> 100070 MAKER SELL #2 t1
                post #20 B BTC -10 -> 99990 MAKER SELL #2 t1
                closed #2 FILLED 1
                fill t2 BUY #3 meets #1 100x1 =10/100 bills #21 #23
                post #21 C BTC +10 -> 100020 TAKER BUY #3 t2
                post #22 C USD -100 -> 99830 TAKER BUY #3 t2
                post #23 A USD +100 -> 100100 MAKER SELL #1 t2
                post #24 A BTC -10 -> 99990 MAKER SELL #1 t2
                closed #3 FILLED 2
                level SELL 70x0 orders 0
                level SELL 100x1 orders 1
                balance C BTC 100020 hold 0
                balance C USD 99830 hold 0
                balance B USD 100070 hold 0
                balance B BTC 99990 hold 0
                balance A USD 100100 hold 0
                balance A BTC 99990 hold 10
                accepted #4 C BUY MARKET QUOTE 0x100
                fill t3 BUY #4 meets #1 100x1 =10/100 bills #25 #27
                post #25 C BTC +10 -> 100030 TAKER BUY #4 t3
                post #26 C USD -100 -> 99730 TAKER BUY #4 t3
                post #27 A USD +100 -> 100200 MAKER SELL #1 t3
                post #28 A BTC -10 -> 99980 MAKER SELL #1 t3
                closed #1 FILLED 2
                closed #4 FILLED 1
                level SELL 100x0 orders 0
                balance C BTC 100030 hold 0
                balance C USD 99730 hold 0
                balance A USD 100200 hold 0
                balance A BTC 99980 hold 0
                """);
    }

    @Test
    void a_buy_sized_in_quote_that_cannot_pay_one_lot_is_closed_without_funds() {
        given("sell A 100 x 2");
        when("buy C 0 x 99 MARKET QUOTE");
        then("""
                accepted #2 C BUY MARKET QUOTE 0x99
                closed #2 FUNDS 0
                """);
    }

    @Test
    void a_buy_sized_in_quote_ends_where_the_book_ends() {
        given("sell A 100 x 2");
        when("buy C 0 x 1000 MARKET QUOTE");
        thenOrders("""
                accepted #2 C BUY MARKET QUOTE 0x1000
                fill t1 BUY #2 meets #1 100x2 =20/200
                closed #1 FILLED 2
                closed #2 NO_LIQUIDITY 2
                """);
    }

    @Test
    void a_maker_that_is_too_dear_for_the_rest_of_a_quote_size_ends_the_order() {
        given("""
                sell A 100 x 1
                sell B 60 x 5
                sell C 200 x 5
                """);
        when("buy D 0 x 450 MARKET QUOTE");
        thenOrders("""
                accepted #4 D BUY MARKET QUOTE 0x450
                fill t1 BUY #4 meets #2 60x5 =50/300
                closed #2 FILLED 5
                fill t2 BUY #4 meets #1 100x1 =10/100
                closed #1 FILLED 1
                closed #4 FILLED 6
                """);
    }

    @Test
    void a_sell_sized_in_quote_counts_down_what_it_receives() {
        given("""
                buy A 100 x 2
                buy B 70 x 5
                """);
        when("""
                sell C 0 x 269 MARKET QUOTE
                sell C 0 x 140 MARKET QUOTE
                sell C 0 x 69 MARKET QUOTE
                sell C 0 x 1000 MARKET QUOTE
                """);
        thenOrders("""
                accepted #3 C SELL MARKET QUOTE 0x269
                fill t1 SELL #3 meets #1 100x2 =20/200
                closed #1 FILLED 2
                closed #3 FILLED 2
                accepted #4 C SELL MARKET QUOTE 0x140
                fill t2 SELL #4 meets #2 70x2 =20/140
                closed #4 FILLED 2
                accepted #5 C SELL MARKET QUOTE 0x69
                closed #5 FUNDS 0
                accepted #6 C SELL MARKET QUOTE 0x1000
                fill t3 SELL #6 meets #2 70x3 =30/210
                closed #2 FILLED 5
                closed #6 NO_LIQUIDITY 3
                """);
    }

    @Test
    void a_sell_sized_in_quote_ends_when_its_lots_do() {
        given("""
                buy A 100 x 20
                transfer B BTC 99965 TRADING FUNDING
                """);
        when("sell B 0 x 1500 MARKET QUOTE");
        thenOrders("""
                accepted #2 B SELL MARKET QUOTE 0x1500
                fill t1 SELL #2 meets #1 100x3 =30/300
                closed #2 FUNDS 3
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
