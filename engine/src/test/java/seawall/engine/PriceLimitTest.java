package seawall.engine;

import org.junit.jupiter.api.Test;

/// Section 7: how far from the last trade an order may be.
class PriceLimitTest extends TableTest {
    private static final String BANDED = "list name=TWO base=BTC quote=USD band=100000 reference=105";

    @Test
    void a_buy_above_the_limit_or_a_sell_below_it_is_refused_and_told_the_limit() {
        given(BANDED);
        refused("""
                buy A 116 x 1 on=2                                -> PRICE_OUTSIDE_LIMIT 115
                sell A 94 x 1 on=2                                -> PRICE_OUTSIDE_LIMIT 95
                buy A 116 x 1 IOC on=2                            -> PRICE_OUTSIDE_LIMIT 115
                buy A 116 x 1 POST_ONLY on=2                      -> PRICE_OUTSIDE_LIMIT 115
                buy A 116 x 1 FOK on=2                            -> PRICE_OUTSIDE_LIMIT 115
                """);
        when("""
                buy A 115 x 1 on=2
                buy A 1 x 1 on=2
                sell B 1000 x 1 on=2
                """);
        thenOrders("""
                accepted #1 A BUY LIMIT 115x1 on=2
                accepted #2 A BUY LIMIT 1x1 on=2
                accepted #3 B SELL LIMIT 1000x1 on=2
                """);
    }

    @Test
    void an_order_may_ask_for_its_price_to_be_clamped_to_the_limit() {
        given(BANDED);
        when("""
                buy A 116 x 2 clamp on=2
                sell B 94 x 1 clamp on=2
                sell B 116 x 1 clamp on=2
                """);
        then("""
                accepted #1 A BUY LIMIT 115x2 on=2
                level BUY 115x2 orders 1 on=2
                balance A USD 100000 hold 230
                accepted #2 B SELL LIMIT 95x1 on=2
                fill t1 SELL #2 meets #1 115x1 =10/115 on=2 bills #17 #19
                post #17 B USD +115 -> 100115 TAKER SELL #2 t1 on=2
                post #18 B BTC -10 -> 99990 TAKER SELL #2 t1 on=2
                post #19 A BTC +10 -> 100010 MAKER BUY #1 t1 on=2
                post #20 A USD -115 -> 99885 MAKER BUY #1 t1 on=2
                closed #2 FILLED 1 on=2
                level BUY 115x1 orders 1 on=2
                balance B USD 100115 hold 0
                balance B BTC 99990 hold 0
                balance A BTC 100010 hold 0
                balance A USD 99885 hold 115
                limit 100000 of 115 is 104..126 on=2
                accepted #3 B SELL LIMIT 116x1 on=2
                level SELL 116x1 orders 1 on=2
                balance B BTC 99990 hold 10
                """);
    }

    @Test
    void the_limit_follows_the_last_trade_at_the_end_of_its_entry() {
        given(BANDED);
        given("""
                sell B 110 x 1 on=2
                sell B 115 x 1 on=2
                """);
        when("""
                buy A 115 x 2 on=2
                sell B 115 x 1 on=2
                buy A 0 x 1 MARKET on=2
                """);
        thenOrders("""
                accepted #3 A BUY LIMIT 115x2 on=2
                fill t1 BUY #3 meets #1 110x1 =10/110 on=2
                closed #1 FILLED 1 on=2
                fill t2 BUY #3 meets #2 115x1 =10/115 on=2
                closed #2 FILLED 1 on=2
                closed #3 FILLED 2 on=2
                limit 100000 of 115 is 104..126 on=2
                accepted #4 B SELL LIMIT 115x1 on=2
                accepted #5 A BUY MARKET 0x1 on=2
                fill t3 BUY #5 meets #4 115x1 =10/115 on=2
                closed #4 FILLED 1 on=2
                closed #5 FILLED 1 on=2
                """);
    }

    @Test
    void a_band_without_a_reference_price_limits_nothing_until_the_first_trade() {
        when("""
                band 10000
                buy A 1000 x 1
                sell B 1000 x 1
                buy A 1011 x 1
                """);
        thenOrders("""
                limit 10000 of 0 is 0..0
                accepted #1 A BUY LIMIT 1000x1
                accepted #2 B SELL LIMIT 1000x1
                fill t1 SELL #2 meets #1 1000x1 =10/1000
                closed #1 FILLED 1
                closed #2 FILLED 1
                limit 10000 of 1000 is 990..1010
                PRICE_OUTSIDE_LIMIT 1010
                """);
    }

    @Test
    void without_a_band_nothing_is_limited_or_reported() {
        when("""
                buy A 1000 x 1
                sell B 1000 x 1
                buy A 50000 x 1
                band 500000
                band 0
                """);
        thenOrders("""
                accepted #1 A BUY LIMIT 1000x1
                accepted #2 B SELL LIMIT 1000x1
                fill t1 SELL #2 meets #1 1000x1 =10/1000
                closed #1 FILLED 1
                closed #2 FILLED 1
                accepted #3 A BUY LIMIT 50000x1
                limit 500000 of 1000 is 500..1500
                limit 0 of 1000 is 0..0
                """);
    }

    @Test
    void a_limit_stays_within_the_prices_that_exist() {
        given("""
                list name=TWO base=BTC quote=USD reference=1099511627776
                list name=THREE base=BTC quote=USD reference=3
                """);
        when("""
                band 1000000 on=2
                band 1000000 on=3
                band 333333 on=3
                """);
        then("""
                limit 1000000 of 1099511627776 is 1..1099511627776 on=2
                limit 1000000 of 3 is 1..6 on=3
                limit 333333 of 3 is 3..3 on=3
                """);
    }

    @Test
    void a_band_is_at_most_the_whole_price() {
        refused("""
                band 1000001 on=2                                 -> INSTRUMENT_UNKNOWN
                band 1000001                                      -> RATE_INVALID
                band -1                                           -> RATE_INVALID
                """);
    }

    @Test
    void a_resting_order_that_the_limit_has_left_behind_still_trades_with_those_inside() {
        given("""
                sell B 200 x 1
                sell B 100 x 1
                buy A 100 x 1
                band 100000
                """);
        when("""
                buy A 0 x 1 MARKET
                buy A 110 x 1
                band 0
                buy A 200 x 1
                """);
        thenOrders("""
                accepted #4 A BUY MARKET 0x1
                closed #4 PRICE_LIMIT 0
                accepted #5 A BUY LIMIT 110x1
                limit 0 of 100 is 0..0
                accepted #6 A BUY LIMIT 200x1
                fill t2 BUY #6 meets #1 200x1 =10/200
                closed #1 FILLED 1
                closed #6 FILLED 1
                """);
    }
}
