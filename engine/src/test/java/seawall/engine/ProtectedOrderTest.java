package seawall.engine;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Section 8: orders that are placed together with their take profit and stop loss. The last trade was at 100.
class ProtectedOrderTest extends TableTest {
    @BeforeEach
    void the_last_trade_was_at_100() {
        given("""
                sell D 100 x 1
                buy C 100 x 1
                """);
    }

    @Test
    void what_is_attached_is_armed_when_its_order_is_filled_with_what_was_filled() {
        when("""
                buy A 99 x 5 tp=110:108 sl=90 id=entry algo-id=exit tag=bot stp=CANCEL_TAKER
                sell B 99 x 2
                sell B 99 x 3
                """);
        thenOrders("""
                accepted #3 A BUY LIMIT CANCEL_TAKER 99x5 id=entry tag=bot
                algo @1 A OCO SELL CANCEL_TAKER x0 tp=110:108 sl=90:market of #3 id=exit tag=bot
                accepted #4 B SELL LIMIT 99x2
                fill t2 SELL #4 meets #3 99x2 =20/198
                closed #4 FILLED 2
                accepted #5 B SELL LIMIT 99x3
                fill t3 SELL #5 meets #3 99x3 =30/297
                closed #3 FILLED 5
                armed @1 A x5
                closed #5 FILLED 3
                """);
        when("""
                sell D 110 x 1
                buy C 110 x 1
                """);
        thenOrders("""
                accepted #6 D SELL LIMIT 110x1
                accepted #7 C BUY LIMIT 110x1
                fill t4 BUY #7 meets #6 110x1 =10/110
                closed #6 FILLED 1
                closed #7 FILLED 1
                triggered @1 A TAKE_PROFIT #8
                accepted #8 A SELL LIMIT CANCEL_TAKER 108x5 tag=bot
                """);
    }

    @Test
    void a_taker_that_is_filled_at_once_arms_what_it_brought() {
        given("sell B 100 x 5");
        when("buy A 0 x 500 MARKET QUOTE tp=110");
        thenOrders("""
                accepted #4 A BUY MARKET QUOTE 0x500
                algo @1 A CONDITIONAL SELL x0 tp=110:market of #4
                fill t2 BUY #4 meets #3 100x5 =50/500
                closed #3 FILLED 5
                closed #4 FILLED 5
                armed @1 A x5
                """);
    }

    @Test
    void an_order_that_closes_otherwise_takes_what_is_attached_with_it() {
        given("""
                sell B 100 x 1
                buy A 99 x 5 tp=110
                sell A 101 x 5 sl=120
                """);
        when("""
                buy A 100 x 2 IOC tp=110
                cancel A #4
                mass-cancel A
                """);
        thenOrders("""
                accepted #6 A BUY IOC 100x2
                algo @3 A CONDITIONAL SELL x0 tp=110:market of #6
                fill t2 BUY #6 meets #3 100x1 =10/100
                closed #3 FILLED 1
                closed #6 IOC 1
                algo-closed @3 A PARENT
                closed #4 USER 0
                algo-closed @1 A PARENT
                closed #5 USER 0
                algo-closed @2 A PARENT
                done 1
                """);
    }

    @Test
    void what_is_armed_is_judged_by_the_price_at_the_end_of_its_entry() {
        given("buy A 105 x 1 POST_ONLY tp=106 sl=104");
        given("""
                buy B 103 x 1
                hold
                """);
        when("sell C 103 x 2");
        thenOrders("""
                accepted #5 C SELL LIMIT 103x2
                fill t2 SELL #5 meets #3 105x1 =10/105
                closed #3 FILLED 1
                armed @1 A x1
                fill t3 SELL #5 meets #4 103x1 =10/103
                closed #4 FILLED 1
                closed #5 FILLED 2
                """);
        venue.engine.followUp(venue.nowNanos());
        thenOrders("""
                triggered @1 A STOP_LOSS NO_LIQUIDITY
                """);
    }

    @Test
    void an_order_amended_to_what_is_filled_arms_what_is_attached() {
        given("""
                buy A 100 x 5 tp=110
                sell B 100 x 2
                """);
        when("""
                amend A #3 quantity=2
                """);
        thenOrders("""
                amended #3 100x2 kept
                closed #3 FILLED 2
                armed @1 A x2
                """);
    }

    @Test
    void an_amended_order_keeps_what_is_attached_as_it_is() {
        given("buy A 90 x 5 tp=95");
        when("""
                amend A #3 price=98 quantity=6
                sell B 98 x 6
                """);
        thenOrders("""
                amended #3 98x6 lost
                accepted #4 B SELL LIMIT 98x6
                fill t2 SELL #4 meets #3 98x6 =60/588
                closed #3 FILLED 6
                armed @1 A x6
                closed #4 FILLED 6
                triggered @1 A TAKE_PROFIT NO_LIQUIDITY
                """);
    }

    @Test
    void a_sell_that_was_attached_sells_no_more_than_there_is() {
        given("""
                transfer A BTC 100000 TRADING FUNDING
                fees A 0 100000
                sell B 100 x 10
                buy A 100 x 10 sl=90:50
                sell B 90 x 1
                """);
        // Ten lots are 100 atoms; a tenth was the fee.
        when("buy C 90 x 1");
        thenOrders("""
                accepted #6 C BUY LIMIT 90x1
                fill t3 BUY #6 meets #5 90x1 =10/90
                closed #5 FILLED 1
                closed #6 FILLED 1
                triggered @1 A STOP_LOSS #7
                accepted #7 A SELL LIMIT 50x9
                """);
        given("""
                cancel A #7
                buy A 100 x 1 sl=90:50
                sell B 100 x 1
                transfer A BTC 100 TRADING FUNDING
                sell B 90 x 1
                """);
        when("buy C 90 x 1");
        thenOrders("""
                accepted #11 C BUY LIMIT 90x1
                fill t5 BUY #11 meets #10 90x1 =10/90
                closed #10 FILLED 1
                closed #11 FILLED 1
                triggered @2 A STOP_LOSS QUANTITY_INVALID
                """);
    }

    @Test
    void what_is_attached_can_be_canceled_but_not_amended_and_its_order_stays() {
        given("buy A 99 x 5 tp=110 algo-id=exit");
        refused("""
                amend-algo A id=exit size=3                       -> AMEND_FORBIDDEN
                """);
        when("""
                cancel-algo A id=exit
                cancel A #3
                """);
        thenOrders("""
                algo-closed @1 A USER
                closed #3 USER 0
                """);
    }

    @Test
    void what_is_attached_counts_against_the_limits() {
        given("""
                buy A 99 x 1 tp=110
                buy A 99 x 1 tp=110
                buy A 99 x 1 tp=110
                """);
        refused("""
                buy A 99 x 1 tp=110                               -> ALGOS_MAX_INSTRUMENT
                algo A CONDITIONAL SELL 1 sl=90                   -> ALGOS_MAX_INSTRUMENT
                """);
        given("cancel A #3");
        when("buy A 99 x 1 tp=110");
        thenOrders("""
                accepted #6 A BUY LIMIT 99x1
                algo @4 A CONDITIONAL SELL x0 tp=110:market of #6
                """);
    }

    @Test
    void a_protected_order_is_refused_for_the_first_of_its_faults() {
        given("""
                list name=TWO base=BTC quote=USD
                list name=THREE base=BTC quote=USD reference=100 band=50000
                buy A 50 x 1 tp=110 id=mine algo-id=mine
                """);
        refused("""
                buy Z 99 x 5 tp=110                               -> ACCOUNT_UNKNOWN
                buy A 99 x 5 tp=110 on=9                          -> INSTRUMENT_UNKNOWN
                phase HALTED
                buy A 99 x 5 tp=:110 IOC QUOTE                    -> PHASE_FORBIDS
                phase TRADING
                buy A 99 x 5 IOC QUOTE tp=:110                    -> ORDER_TYPE_INVALID
                buy A 99 x 5 FOK stp=CANCEL_BOTH tp=:110          -> STP_FORBIDS_FOK
                buy A 0 x 5 tp=:110                               -> ALGO_INVALID
                buy A 0 x 5 tp=110 sl=:90                         -> ALGO_INVALID
                buy A 0 x 5 tp=0                                  -> ALGO_INVALID
                buy A 9 x 5 MARKET tp=-                           -> ORDER_TYPE_INVALID
                sell A 9 x 5 MARKET QUOTE tp=-                    -> ORDER_TYPE_INVALID
                buy A 0 x 0 tp=-                                  -> PRICE_INVALID
                buy A 9 x 5 MARKET QUOTE tp=110                   -> PRICE_INVALID
                buy A 99 x 0 tp=-                                 -> PRICE_INVALID
                buy A 99 x 0 tp=110:1099511627777                 -> PRICE_INVALID
                buy A 99 x 0 sl=1099511627777                     -> PRICE_INVALID
                buy A 99 x 0 sl=90:-                              -> PRICE_INVALID
                buy A 99 x 0 sl=110                               -> QUANTITY_INVALID
                buy A 106 x 5 tp=50 on=3                          -> PRICE_OUTSIDE_LIMIT 105
                buy A 106 x 5 tp=105 clamp on=3                   -> TRIGGER_SIDE_INVALID 105
                buy A 0 x 5 MARKET QUOTE tp=110 on=2              -> REFERENCE_MISSING
                buy A 0 x 5 MARKET QUOTE tp=100                   -> TRIGGER_SIDE_INVALID 100
                buy A 99 x 5 tp=99 sl=98 id=mine                  -> TRIGGER_SIDE_INVALID 99
                buy A 99 x 5 tp=100 sl=99 id=mine                 -> TRIGGER_SIDE_INVALID 99
                sell A 99 x 5 tp=99 id=mine                       -> TRIGGER_SIDE_INVALID 99
                sell A 99 x 5 sl=99 id=mine                       -> TRIGGER_SIDE_INVALID 99
                buy A 99 x 5 tp=110 id=mine algo-id=mine          -> CLIENT_ORDER_ID_EXISTS
                buy A 99 x 5000 tp=110 algo-id=mine               -> ALGO_CLIENT_ID_EXISTS
                buy A 99 x 5000 tp=110                            -> BALANCE_INSUFFICIENT
                buy A 0 x 5 MARKET QUOTE tp=110                   -> NO_LIQUIDITY
                """);
    }

    @Test
    void open_orders_are_counted_before_algo_orders_are() {
        given("""
                buy A 50 x 1 tp=110
                buy A 50 x 1 tp=110
                buy A 50 x 1 tp=110
                buy A 50 x 1
                buy A 50 x 1
                """);
        refused("""
                buy A 50 x 1 tp=110                               -> ORDERS_MAX_INSTRUMENT
                cancel A #7
                buy A 50 x 5000 tp=110                            -> ALGOS_MAX_INSTRUMENT
                """);
    }

    @Test
    void an_order_without_a_price_protects_against_the_last_trade() {
        given("buy B 95 x 9");
        when("sell A 0 x 5 MARKET tp=99 sl=101:102");
        thenOrders("""
                accepted #4 A SELL MARKET 0x5
                algo @1 A OCO BUY x0 tp=99:market sl=101:102 of #4
                fill t2 SELL #4 meets #3 95x5 =50/475
                closed #4 FILLED 5
                armed @1 A x5
                triggered @1 A TAKE_PROFIT NO_LIQUIDITY
                """);
    }
}
