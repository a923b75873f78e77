package seawall.engine;

import org.junit.jupiter.api.Test;

/// Section 4: what is checked of a new order, in which order, and what each bound still allows.
class PlacingTest extends TableTest {
    @Test
    void an_order_with_a_price_is_refused_for_the_first_of_its_faults() {
        given("""
                list name=TWO base=BTC quote=USD min=2 max=2000 band=100000 reference=100 phase=HALTED
                buy A 1 x 1 id=x
                buy A 1 x 1
                buy A 1 x 1
                buy A 1 x 1
                buy A 1 x 1
                """);
        refused("""
                buy Z 0 x 0 FOK QUOTE stp=CANCEL_BOTH id=x on=3   -> ACCOUNT_UNKNOWN
                buy A 0 x 0 FOK QUOTE stp=CANCEL_BOTH id=x on=3   -> INSTRUMENT_UNKNOWN
                buy A 0 x 0 FOK QUOTE stp=CANCEL_BOTH id=x on=2   -> PHASE_FORBIDS
                phase TRADING on=2
                buy A 0 x 0 FOK QUOTE stp=CANCEL_BOTH id=x on=2   -> ORDER_TYPE_INVALID
                buy A 0 x 0 FOK stp=CANCEL_BOTH id=x on=2         -> STP_FORBIDS_FOK
                buy A 0 x 0 FOK id=x on=2                         -> PRICE_INVALID
                buy A 111 x 0 FOK id=x on=2                       -> QUANTITY_INVALID
                buy A 111 x 1 FOK id=x on=2                       -> QUANTITY_BELOW_MIN
                buy A 111 x 2001 FOK id=x on=2                    -> QUANTITY_ABOVE_MAX
                buy A 111 x 2000 FOK id=x on=2                    -> PRICE_OUTSIDE_LIMIT 110
                buy A 110 x 2000 FOK id=x on=2                    -> CLIENT_ORDER_ID_EXISTS
                buy A 100 x 2 on=2
                buy A 100 x 2 on=2
                buy A 100 x 2 on=2
                buy A 110 x 2000 FOK                              -> ORDERS_MAX_ACCOUNT
                cancel A #6 on=2
                buy A 110 x 2000 FOK                              -> ORDERS_MAX_INSTRUMENT
                buy A 110 x 2000 FOK on=2                         -> BALANCE_INSUFFICIENT
                """);
    }

    @Test
    void an_order_without_a_price_is_refused_for_the_first_of_its_faults() {
        given("""
                list name=TWO base=BTC quote=USD min=2 market=20000 market-quote=200000
                list name=THREE base=BTC quote=USD
                phase POST_ONLY on=2
                buy A 1 x 1 id=x
                buy A 1 x 1
                buy A 1 x 1
                buy A 1 x 1
                buy A 1 x 1
                buy A 1 x 1 on=3
                buy A 1 x 1 on=3
                buy A 1 x 1 on=3
                """);
        refused("""
                sell Z 5 x 0 MARKET QUOTE id=x on=4               -> ACCOUNT_UNKNOWN
                sell A 5 x 0 MARKET QUOTE id=x on=4               -> INSTRUMENT_UNKNOWN
                sell A 5 x 0 MARKET QUOTE id=x on=2               -> PHASE_FORBIDS
                phase TRADING on=2
                sell A 5 x 0 OPTIMAL_LIMIT_IOC QUOTE id=x on=2    -> ORDER_TYPE_INVALID
                sell A 5 x 0 OPTIMAL_LIMIT_IOC id=x on=2          -> PRICE_INVALID
                sell A 5 x 0 MARKET QUOTE id=x on=2               -> PRICE_INVALID
                sell A 0 x 0 OPTIMAL_LIMIT_IOC id=x on=2          -> QUANTITY_INVALID
                sell A 0 x 0 MARKET QUOTE id=x on=2               -> QUANTITY_INVALID
                sell A 0 x 1 OPTIMAL_LIMIT_IOC id=x on=2          -> QUANTITY_BELOW_MIN
                sell A 0 x 20001 MARKET id=x on=2                 -> QUANTITY_ABOVE_MAX
                sell A 0 x 200001 MARKET QUOTE id=x on=2          -> VALUE_ABOVE_MAX
                sell A 0 x 20000 MARKET id=x on=2                 -> CLIENT_ORDER_ID_EXISTS
                sell A 0 x 20000 MARKET on=2                      -> ORDERS_MAX_ACCOUNT
                cancel A #8 on=3
                sell A 0 x 20000 MARKET                           -> ORDERS_MAX_INSTRUMENT
                sell A 0 x 20000 MARKET on=2                      -> NO_LIQUIDITY
                buy B 100 x 2 on=2
                sell A 0 x 20000 MARKET on=2                      -> BALANCE_INSUFFICIENT
                """);
    }

    @Test
    void a_value_that_no_number_can_hold_is_refused_before_its_price_is_compared() {
        given("list name=TWO base=BTC quote=USD band=100000 reference=100");
        refused("""
                buy A 1099511627776 x 4194305 on=2                -> NOTIONAL_OVERFLOW
                buy A 1099511627776 x 4194304 on=2                -> PRICE_OUTSIDE_LIMIT 110
                sell A 1099511627776 x 4194305                    -> NOTIONAL_OVERFLOW
                sell A 1099511627776 x 4194304                    -> BALANCE_INSUFFICIENT
                """);
    }

    @Test
    void the_venues_own_accounts_cannot_trade() {
        refused("""
                buy fee-account 100 x 1                           -> ACCOUNT_UNKNOWN
                buy mint 100 x 1                                  -> ACCOUNT_UNKNOWN
                """);
    }

    @Test
    void a_price_is_1_to_its_maximum() {
        refused("""
                sell A 0 x 1                                      -> PRICE_INVALID
                sell A -1 x 1                                     -> PRICE_INVALID
                sell A 1099511627777 x 1                          -> PRICE_INVALID
                """);
        when("""
                sell A 1099511627776 x 1
                buy B 1 x 1
                """);
        then("""
                accepted #1 A SELL LIMIT 1099511627776x1
                level SELL 1099511627776x1 orders 1
                balance A BTC 100000 hold 10
                accepted #2 B BUY LIMIT 1x1
                level BUY 1x1 orders 1
                balance B USD 100000 hold 1
                """);
    }

    @Test
    void a_quantity_is_within_what_the_instrument_allows() {
        given("list name=TWO base=BTC quote=USD min=2 max=5 market=3 market-quote=100");
        given("sell B 10 x 5 on=2");
        refused("""
                buy A 10 x -1 on=2                                -> QUANTITY_INVALID
                buy A 10 x 9007199254740992 on=2                  -> QUANTITY_INVALID
                buy A 0 x 4611686018427387905 MARKET QUOTE on=2   -> QUANTITY_INVALID
                buy A 10 x 9007199254740991 on=2                  -> QUANTITY_ABOVE_MAX
                buy A 10 x 6 IOC on=2                             -> QUANTITY_ABOVE_MAX
                buy A 0 x 4 OPTIMAL_LIMIT_IOC on=2                -> QUANTITY_ABOVE_MAX
                """);
        when("""
                buy A 9 x 2 on=2
                buy A 9 x 5 on=2
                buy A 0 x 3 MARKET on=2
                buy C 0 x 100 MARKET QUOTE on=2
                """);
        thenOrders("""
                accepted #2 A BUY LIMIT 9x2 on=2
                accepted #3 A BUY LIMIT 9x5 on=2
                accepted #4 A BUY MARKET 0x3 on=2
                fill t1 BUY #4 meets #1 10x3 =30/30 on=2
                closed #4 FILLED 3 on=2
                accepted #5 C BUY MARKET QUOTE 0x100 on=2
                fill t2 BUY #5 meets #1 10x2 =20/20 on=2
                closed #1 FILLED 5 on=2
                closed #5 NO_LIQUIDITY 2 on=2
                """);
    }

    @Test
    void each_open_order_counts_towards_the_maximum_of_its_account_and_of_its_instrument() {
        given("""
                list name=TWO base=BTC quote=USD
                buy A 1 x 1
                buy A 1 x 1
                buy A 1 x 1
                buy A 1 x 1
                """);
        when("""
                buy A 1 x 1
                buy A 1 x 1
                buy A 1 x 1 on=2
                buy A 1 x 1 on=2
                buy A 1 x 1 on=2
                buy A 1 x 1 on=2
                cancel A #1
                buy A 1 x 1 on=2
                """);
        thenOrders("""
                accepted #5 A BUY LIMIT 1x1
                ORDERS_MAX_INSTRUMENT
                accepted #6 A BUY LIMIT 1x1 on=2
                accepted #7 A BUY LIMIT 1x1 on=2
                accepted #8 A BUY LIMIT 1x1 on=2
                ORDERS_MAX_ACCOUNT
                closed #1 USER 0
                accepted #9 A BUY LIMIT 1x1 on=2
                """);
    }

    @Test
    void an_order_that_would_never_rest_is_still_refused_at_the_maximum() {
        given("""
                sell B 5 x 1
                buy A 1 x 1
                buy A 1 x 1
                buy A 1 x 1
                buy A 1 x 1
                buy A 1 x 1
                """);
        refused("""
                buy A 5 x 1 IOC                                   -> ORDERS_MAX_INSTRUMENT
                buy A 0 x 1 MARKET                                -> ORDERS_MAX_INSTRUMENT
                """);
    }

    @Test
    void the_whole_exchange_has_a_maximum_of_open_orders_too() {
        venue = Venue.ready(new Limits(6, 5, 5, 4, 6, 5, 3, 3, 4, 3, 3, 5, 2, 2, 9, 3, 3, 2, 2, 2));
        given("""
                buy A 1 x 1
                buy A 1 x 1
                buy A 1 x 1
                buy A 1 x 1
                buy A 1 x 1
                """);
        when("buy B 1 x 1");
        thenOrders("""
                accepted #6 B BUY LIMIT 1x1
                """);
        refused("""
                buy A 1 x 1                                       -> ORDERS_MAX_ACCOUNT
                buy B 1 x 1000000                                 -> ORDERS_MAX
                buy B 0 x 1 MARKET                                -> ORDERS_MAX
                """);
        when("""
                cancel A #1
                buy B 1 x 1
                """);
        thenOrders("""
                closed #1 USER 0
                accepted #7 B BUY LIMIT 1x1
                """);
    }

    @Test
    void a_client_order_id_is_free_again_when_its_order_is_closed() {
        given("""
                buy A 100 x 1 id=mine
                buy B 100 x 1 id=mine
                """);
        refused("buy A 1 x 1 id=mine -> CLIENT_ORDER_ID_EXISTS");
        when("""
                sell C 100 x 1
                buy A 100 x 1 id=mine
                cancel A id=mine
                buy A 100 x 1 id=mine IOC
                buy A 100 x 1 id=mine
                """);
        thenOrders("""
                accepted #3 C SELL LIMIT 100x1
                fill t1 SELL #3 meets #1 100x1 =10/100
                closed #1 FILLED 1
                closed #3 FILLED 1
                accepted #4 A BUY LIMIT 100x1 id=mine
                closed #4 USER 0
                accepted #5 A BUY IOC 100x1 id=mine
                closed #5 IOC 0
                accepted #6 A BUY LIMIT 100x1 id=mine
                """);
    }

    @Test
    void a_priced_order_needs_its_whole_price_and_a_sell_its_whole_quantity() {
        refused("""
                buy A 100 x 1001                                  -> BALANCE_INSUFFICIENT
                buy A 100 x 1001 IOC                              -> BALANCE_INSUFFICIENT
                sell A 100 x 10001                                -> BALANCE_INSUFFICIENT
                sell A 100 x 10001 FOK                            -> BALANCE_INSUFFICIENT
                """);
        when("""
                buy A 100 x 1000
                sell B 200 x 10000
                """);
        then("""
                accepted #1 A BUY LIMIT 100x1000
                level BUY 100x1000 orders 1
                balance A USD 100000 hold 100000
                accepted #2 B SELL LIMIT 200x10000
                level SELL 200x10000 orders 1
                balance B BTC 100000 hold 100000
                """);
        refused("""
                buy A 1 x 1                                       -> BALANCE_INSUFFICIENT
                sell B 200 x 1                                    -> BALANCE_INSUFFICIENT
                """);
    }

    @Test
    void a_market_order_needs_its_size_in_quote_or_its_lots_and_otherwise_something_to_start_with() {
        given("""
                buy C 10 x 5
                sell C 20 x 5
                transfer A USD 100000 TRADING FUNDING
                transfer B BTC 99991 TRADING FUNDING
                """);
        refused("""
                buy D 0 x 100001 MARKET QUOTE                     -> BALANCE_INSUFFICIENT
                buy A 0 x 1 MARKET                                -> BALANCE_INSUFFICIENT
                buy A 0 x 1 OPTIMAL_LIMIT_IOC                     -> BALANCE_INSUFFICIENT
                sell D 0 x 10001 MARKET                           -> BALANCE_INSUFFICIENT
                sell B 0 x 1 MARKET                               -> BALANCE_INSUFFICIENT
                sell B 0 x 1 MARKET QUOTE                         -> BALANCE_INSUFFICIENT
                sell B 0 x 1 OPTIMAL_LIMIT_IOC                    -> BALANCE_INSUFFICIENT
                """);
    }

    @Test
    void a_buy_that_forbids_a_smaller_size_must_afford_its_walk_through_the_book() {
        given("""
                sell B 100 x 300
                sell A 150 x 900
                sell C 200 x 350
                sell D 300 x 1
                """);
        // 300 lots at 100 and 350 at 200 are exactly the 100,000 of A, whose own order costs nothing.
        refused("buy A 0 x 651 MARKET ban -> BALANCE_INSUFFICIENT");
        when("buy A 0 x 650 MARKET ban");
        thenOrders("""
                accepted #5 A BUY MARKET 0x650
                fill t1 BUY #5 meets #1 100x300 =3000/30000
                closed #1 FILLED 300
                closed #2 SELF_TRADE 0
                fill t2 BUY #5 meets #3 200x350 =3500/70000
                closed #3 FILLED 350
                closed #5 FILLED 650
                """);
    }

    @Test
    void a_sell_for_an_amount_that_forbids_a_smaller_size_must_have_the_lots_of_its_walk_through_the_book() {
        given("""
                transfer D BTC 99950 TRADING FUNDING
                buy A 100 x 3
                buy B 90 x 4
                """);
        // D has 5 lots: 600 would take 3 at 100 and 3 at 90; 500 takes 3 and 2, and the rest buys no lot.
        refused("sell D 0 x 600 MARKET QUOTE ban -> BALANCE_INSUFFICIENT");
        when("sell D 0 x 500 MARKET QUOTE ban");
        thenOrders("""
                accepted #3 D SELL MARKET QUOTE 0x500
                fill t1 SELL #3 meets #1 100x3 =30/300
                closed #1 FILLED 3
                fill t2 SELL #3 meets #2 90x2 =20/180
                closed #3 FILLED 5
                """);
    }

    @Test
    void the_walk_ends_after_the_makers_that_a_taker_may_meet() {
        given("""
                sell B 100 x 1
                sell B 100 x 1
                sell C 100 x 1
                sell C 100 x 1
                sell D 1000000 x 1
                """);
        when("buy A 0 x 5 MARKET ban");
        thenOrders("""
                accepted #6 A BUY MARKET 0x5
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
}
