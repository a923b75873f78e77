package seawall.engine;

import org.junit.jupiter.api.Test;

/// Section 5: who meets whom at which price, and how each kind of order ends.
class MarketOrderTest extends TableTest {
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
}
