package seawall.engine;

import org.junit.jupiter.api.Test;

/// Section 5: who meets whom at which price, and how each kind of order ends.
class QuoteSizedOrderTest extends TableTest {
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
}
