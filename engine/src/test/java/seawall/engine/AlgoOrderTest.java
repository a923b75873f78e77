package seawall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Section 8: take profit, stop loss, pairs of them and trigger orders. The last trade of these tables was at 100.
class AlgoOrderTest extends TableTest {
    @BeforeEach
    void the_last_trade_was_at_100() {
        given("""
                sell D 100 x 1
                buy C 100 x 1
                """);
    }

    @Test
    void a_stop_loss_sells_at_market_when_the_price_falls_to_its_trigger() {
        given("""
                buy B 95 x 1
                buy B 90 x 5
                algo A CONDITIONAL SELL 3 sl=95
                """);
        when("sell C 95 x 1");
        then("""
                accepted #5 C SELL LIMIT 95x1
                fill t2 SELL #5 meets #3 95x1 =10/95 bills #21 #23
                post #21 C USD +95 -> 99995 TAKER SELL #5 t2
                post #22 C BTC -10 -> 100000 TAKER SELL #5 t2
                post #23 B BTC +10 -> 100010 MAKER BUY #3 t2
                post #24 B USD -95 -> 99905 MAKER BUY #3 t2
                closed #3 FILLED 1
                closed #5 FILLED 1
                level BUY 95x0 orders 0
                balance C USD 99995 hold 0
                balance C BTC 100000 hold 0
                balance B BTC 100010 hold 0
                balance B USD 99905 hold 450
                triggered @1 A STOP_LOSS #6
                accepted #6 A SELL MARKET 0x3
                fill t3 SELL #6 meets #4 90x3 =30/270 bills #25 #27
                post #25 A USD +270 -> 100270 TAKER SELL #6 t3
                post #26 A BTC -30 -> 99970 TAKER SELL #6 t3
                post #27 B BTC +30 -> 100040 MAKER BUY #4 t3
                post #28 B USD -270 -> 99635 MAKER BUY #4 t3
                closed #6 FILLED 3
                level BUY 90x2 orders 1
                balance A USD 100270 hold 0
                balance A BTC 99970 hold 0
                balance B BTC 100040 hold 0
                balance B USD 99635 hold 180
                """);
    }

    @Test
    void an_accepted_algo_order_is_told_whole_and_holds_no_money() {
        when("""
                algo A CONDITIONAL BUY 500 QUOTE tp=90 id=mine tag=bot stp=CANCEL_BOTH
                algo A OCO SELL 2 tp=110:109 sl=90
                algo A TRIGGER BUY 4 FOK at=120:121
                algo A TRIGGER SELL 4 MARKET at=120
                """);
        then("""
                algo @1 A CONDITIONAL BUY QUOTE CANCEL_BOTH x500 tp=90:market id=mine tag=bot
                algo @2 A OCO SELL x2 tp=110:109 sl=90:market
                algo @3 A TRIGGER BUY FOK x4 at=120:121
                algo @4 A TRIGGER SELL MARKET x4 at=120:market
                """);
    }

    @Test
    void what_does_not_make_an_algo_order_of_its_kind_is_refused() {
        refused("""
                algo A CONDITIONAL SELL 1                         -> ALGO_INVALID
                algo A CONDITIONAL SELL 1 tp=110 sl=90            -> ALGO_INVALID
                algo A CONDITIONAL SELL 1 tp=:110                 -> ALGO_INVALID
                algo A CONDITIONAL SELL 1 tp=110 sl=:90           -> ALGO_INVALID
                algo A CONDITIONAL SELL 1 tp=110 at=120           -> ALGO_INVALID
                algo A CONDITIONAL SELL 1 tp=110 at=:120          -> ALGO_INVALID
                algo A CONDITIONAL SELL 1 tp=110 rate=5000        -> ALGO_INVALID
                algo A CONDITIONAL SELL 1 tp=110 back=5           -> ALGO_INVALID
                algo A CONDITIONAL SELL 1 tp=110 from=5           -> ALGO_INVALID
                algo A OCO SELL 1 tp=110                          -> ALGO_INVALID
                algo A OCO SELL 1 sl=90                           -> ALGO_INVALID
                algo A OCO SELL 1 tp=110 sl=90 at=100             -> ALGO_INVALID
                algo A OCO SELL 1 tp=110 sl=90 back=1             -> ALGO_INVALID
                algo A TRIGGER SELL 1                             -> ALGO_INVALID
                algo A TRIGGER SELL 1 at=110                      -> ALGO_INVALID
                algo A TRIGGER SELL 1 MARKET at=110:100           -> ALGO_INVALID
                algo A TRIGGER SELL 1 at=110:100 tp=110           -> ALGO_INVALID
                algo A TRIGGER SELL 1 at=110:100 sl=90            -> ALGO_INVALID
                algo A TRIGGER SELL 1 at=110:100 from=90          -> ALGO_INVALID
                algo A TRAILING SELL 1                            -> ALGO_INVALID
                algo A TRAILING SELL 1 from=120                   -> ALGO_INVALID
                algo A TRAILING SELL 1 rate=5000 back=5           -> ALGO_INVALID
                algo A TRAILING SELL 1 back=5 at=110:100          -> ALGO_INVALID
                algo A TRAILING SELL 1 back=5 tp=110              -> ALGO_INVALID
                algo A TRAILING SELL 1 back=5 sl=90               -> ALGO_INVALID
                """);
    }

    @Test
    void order_types_and_units_are_those_of_the_kind() {
        refused("""
                algo A CONDITIONAL SELL 1 MARKET tp=110           -> ORDER_TYPE_INVALID
                algo A OCO SELL 1 IOC tp=110 sl=90                -> ORDER_TYPE_INVALID
                algo A TRAILING SELL 1 MARKET back=5              -> ORDER_TYPE_INVALID
                algo A TRIGGER SELL 1 POST_ONLY at=110:100        -> ORDER_TYPE_INVALID
                algo A TRIGGER SELL 1 OPTIMAL_LIMIT_IOC at=110    -> ORDER_TYPE_INVALID
                algo A CONDITIONAL SELL 1 QUOTE tp=110            -> ORDER_TYPE_INVALID
                algo A CONDITIONAL BUY 1 QUOTE tp=90:90           -> ORDER_TYPE_INVALID
                algo A OCO BUY 1 QUOTE tp=90 sl=110               -> ORDER_TYPE_INVALID
                algo A TRIGGER BUY 1 QUOTE MARKET at=110          -> ORDER_TYPE_INVALID
                algo A TRAILING BUY 1 QUOTE back=5                -> ORDER_TYPE_INVALID
                algo A TRIGGER BUY 1 FOK at=110:100 stp=CANCEL_BOTH -> STP_FORBIDS_FOK
                """);
    }

    @Test
    void prices_triggers_and_callbacks_have_their_ranges() {
        refused("""
                algo A CONDITIONAL SELL 1 tp=-                    -> PRICE_INVALID
                algo A CONDITIONAL SELL 1 tp=1099511627777        -> PRICE_INVALID
                algo A CONDITIONAL SELL 1 tp=110:-                -> PRICE_INVALID
                algo A CONDITIONAL SELL 1 sl=90:1099511627777     -> PRICE_INVALID
                algo A TRIGGER SELL 1 at=-:100                    -> PRICE_INVALID
                algo A TRIGGER SELL 1 at=110:1099511627777        -> PRICE_INVALID
                algo A TRAILING SELL 1 back=-5                    -> PRICE_INVALID
                algo A TRAILING SELL 1 back=1099511627777         -> PRICE_INVALID
                algo A TRAILING SELL 1 back=5 from=-5             -> PRICE_INVALID
                algo A TRAILING SELL 1 back=5 from=1099511627777  -> PRICE_INVALID
                algo A TRAILING SELL 1 rate=999                   -> RATE_INVALID
                algo A TRAILING SELL 1 rate=-5                    -> RATE_INVALID
                algo A TRAILING SELL 1 rate=1000000               -> RATE_INVALID
                """);
    }

    @Test
    void the_quantity_must_fit_every_order_that_may_come_of_it() {
        given("sizes min=2 max=10 market=5 market-quote=1000");
        refused("""
                algo A CONDITIONAL SELL 0 tp=110                  -> QUANTITY_INVALID
                algo A CONDITIONAL SELL 9007199254740992 tp=110   -> QUANTITY_INVALID
                algo A CONDITIONAL SELL 1 tp=110                  -> QUANTITY_BELOW_MIN
                algo A CONDITIONAL SELL 6 tp=110                  -> QUANTITY_ABOVE_MAX
                algo A CONDITIONAL SELL 11 tp=110:110             -> QUANTITY_ABOVE_MAX
                algo A OCO SELL 6 tp=110:110 sl=90                -> QUANTITY_ABOVE_MAX
                algo A OCO SELL 6 tp=110 sl=90:80                 -> QUANTITY_ABOVE_MAX
                algo A TRIGGER SELL 6 MARKET at=110               -> QUANTITY_ABOVE_MAX
                algo A TRAILING SELL 6 back=5                     -> QUANTITY_ABOVE_MAX
                algo A CONDITIONAL BUY 0 QUOTE tp=90              -> QUANTITY_INVALID
                algo A CONDITIONAL BUY 1001 QUOTE tp=90           -> VALUE_ABOVE_MAX
                sizes
                algo A CONDITIONAL BUY 9007199254740991 tp=90:1099511627776 -> NOTIONAL_OVERFLOW
                algo A OCO BUY 9007199254740991 tp=90 sl=110:1099511627776 -> NOTIONAL_OVERFLOW
                algo A TRIGGER BUY 9007199254740991 at=90:1099511627776 -> NOTIONAL_OVERFLOW
                """);
        when("algo A OCO SELL 6 tp=110:110 sl=90:80");
        then("""
                algo @1 A OCO SELL x6 tp=110:110 sl=90:80
                """);
    }

    @Test
    void a_trigger_lies_on_the_side_to_which_the_price_must_move() {
        refused("""
                algo A CONDITIONAL SELL 1 tp=100                  -> TRIGGER_SIDE_INVALID 100
                algo A CONDITIONAL SELL 1 sl=100                  -> TRIGGER_SIDE_INVALID 100
                algo A CONDITIONAL BUY 1 tp=100                   -> TRIGGER_SIDE_INVALID 100
                algo A CONDITIONAL BUY 1 sl=100                   -> TRIGGER_SIDE_INVALID 100
                algo A OCO SELL 1 tp=101 sl=101                   -> TRIGGER_SIDE_INVALID 100
                algo A OCO BUY 1 tp=101 sl=101                    -> TRIGGER_SIDE_INVALID 100
                """);
    }

    @Test
    void without_any_price_nothing_can_wait_for_one() {
        given("list name=TWO base=BTC quote=USD");
        refused("""
                algo A CONDITIONAL SELL 1 tp=100 on=2             -> REFERENCE_MISSING
                algo A TRIGGER SELL 1 at=100:100 on=2             -> REFERENCE_MISSING
                algo A TRAILING SELL 1 back=1 on=2                -> REFERENCE_MISSING
                """);
        given("list name=THREE base=BTC quote=USD reference=50");
        when("algo A CONDITIONAL SELL 1 tp=51 on=3");
        then("""
                algo @1 A CONDITIONAL SELL x1 tp=51:market on=3
                """);
    }

    @Test
    void an_account_an_instrument_and_a_phase_come_first() {
        refused("""
                algo Z OCO SELL 0 on=9                            -> ACCOUNT_UNKNOWN
                algo A OCO SELL 0 on=9                            -> INSTRUMENT_UNKNOWN
                phase CANCEL_ONLY
                algo A OCO SELL 0 IOC                             -> PHASE_FORBIDS
                phase HALTED
                algo A OCO SELL 0 IOC                             -> PHASE_FORBIDS
                """);
        given("phase POST_ONLY");
        when("""
                algo A CONDITIONAL SELL 1 sl=90
                phase AUCTION
                algo A CONDITIONAL SELL 1 sl=90
                """);
        then("""
                algo @1 A CONDITIONAL SELL x1 sl=90:market
                phase AUCTION
                algo @2 A CONDITIONAL SELL x1 sl=90:market
                """);
    }

    @Test
    void client_algo_ids_are_an_accounts_own_and_do_not_meet_client_order_ids() {
        given("""
                buy A 50 x 1 id=mine
                algo A CONDITIONAL SELL 1 sl=90 id=mine
                algo B CONDITIONAL SELL 1 sl=90 id=mine
                """);
        refused("""
                algo A CONDITIONAL BUY 1 sl=110 id=mine           -> ALGO_CLIENT_ID_EXISTS
                """);
        given("cancel-algo A id=mine");
        when("algo A CONDITIONAL BUY 1 sl=110 id=mine");
        then("""
                algo @3 A CONDITIONAL BUY x1 sl=110:market id=mine
                """);
    }

    @Test
    void the_kinds_of_an_account_are_limited_on_each_instrument_and_all_together_everywhere() {
        given("""
                list name=TWO base=BTC quote=USD reference=100
                algo A CONDITIONAL SELL 1 sl=90
                algo A OCO SELL 1 sl=90 tp=110
                algo A CONDITIONAL SELL 1 sl=90
                """);
        refused("""
                algo A CONDITIONAL SELL 1 sl=90                   -> ALGOS_MAX_INSTRUMENT
                algo A OCO SELL 1 sl=90 tp=110                    -> ALGOS_MAX_INSTRUMENT
                algo A TRIGGER SELL 1 at=90:90
                algo A TRIGGER SELL 1 at=90:90
                algo A TRIGGER SELL 1 at=90:90
                algo A TRIGGER SELL 1 at=90:90                    -> ALGOS_MAX_INSTRUMENT
                algo A TRAILING SELL 1 back=9
                algo A TRAILING SELL 1 back=9
                algo A TRAILING SELL 1 back=9                     -> ALGOS_MAX_INSTRUMENT
                algo A CONDITIONAL SELL 1 sl=90 on=2
                algo B CONDITIONAL SELL 1 sl=90                   -> ALGOS_MAX
                """);
        given("cancel-algo A @8");
        when("algo B CONDITIONAL SELL 1 sl=90");
        then("""
                algo @10 B CONDITIONAL SELL x1 sl=90:market
                """);
    }

    @Test
    void the_leg_that_is_reached_places_its_order_and_takes_the_other_with_it() {
        given("""
                algo A OCO SELL 2 tp=110:108 sl=90:80
                sell B 110 x 1
                buy B 109 x 1
                """);
        when("buy C 110 x 1");
        thenOrders("""
                accepted #5 C BUY LIMIT 110x1
                fill t2 BUY #5 meets #3 110x1 =10/110
                closed #3 FILLED 1
                closed #5 FILLED 1
                triggered @1 A TAKE_PROFIT #6
                accepted #6 A SELL LIMIT 108x2
                fill t3 SELL #6 meets #4 109x1 =10/109
                closed #4 FILLED 1
                """);
        refused("""
                cancel-algo A @1                                  -> ALGO_UNKNOWN
                """);
    }

    @Test
    void a_trigger_order_waits_on_the_side_from_which_it_was_given() {
        given("""
                algo A TRIGGER BUY 1 at=105:50
                algo A TRIGGER BUY 1 at=95:50
                sell B 104 x 1
                sell B 106 x 1
                """);
        when("""
                buy C 104 x 1
                buy C 106 x 1
                """);
        thenOrders("""
                accepted #5 C BUY LIMIT 104x1
                fill t2 BUY #5 meets #3 104x1 =10/104
                closed #3 FILLED 1
                closed #5 FILLED 1
                accepted #6 C BUY LIMIT 106x1
                fill t3 BUY #6 meets #4 106x1 =10/106
                closed #4 FILLED 1
                closed #6 FILLED 1
                triggered @1 A TRIGGER #7
                accepted #7 A BUY LIMIT 50x1
                """);
    }

    @Test
    void a_trigger_at_the_last_price_is_due_at_once() {
        when("algo A TRIGGER BUY 1 IOC at=100:99 tag=bot stp=CANCEL_TAKER");
        thenOrders("""
                algo @1 A TRIGGER BUY IOC CANCEL_TAKER x1 at=100:99 tag=bot
                triggered @1 A TRIGGER #3
                accepted #3 A BUY IOC CANCEL_TAKER 99x1 tag=bot
                closed #3 IOC 0
                """);
    }

    @Test
    void the_order_of_an_algo_order_meets_every_check_and_the_algo_order_ends_either_way() {
        when("""
                algo A TRIGGER BUY 5000 at=100:99
                algo A TRIGGER SELL 1 MARKET at=100
                sizes min=3
                algo A TRIGGER SELL 3 MARKET at=100
                """);
        then("""
                algo @1 A TRIGGER BUY x5000 at=100:99
                triggered @1 A TRIGGER BALANCE_INSUFFICIENT
                algo @2 A TRIGGER SELL MARKET x1 at=100:market
                triggered @2 A TRIGGER NO_LIQUIDITY
                sizes min=3 max=9007199254740992 market=9007199254740992 market-quote=4611686018427387904
                algo @3 A TRIGGER SELL MARKET x3 at=100:market
                triggered @3 A TRIGGER NO_LIQUIDITY
                """);
    }

    @Test
    void an_order_that_an_algo_order_places_is_judged_by_the_sizes_of_that_moment() {
        given("""
                algo A CONDITIONAL SELL 2 sl=90:80
                sizes min=3
                sell B 90 x 3
                """);
        when("buy C 90 x 3");
        thenOrders("""
                accepted #4 C BUY LIMIT 90x3
                fill t2 BUY #4 meets #3 90x3 =30/270
                closed #3 FILLED 3
                closed #4 FILLED 3
                triggered @1 A STOP_LOSS QUANTITY_BELOW_MIN
                """);
    }

    @Test
    void an_order_outside_the_price_limit_is_not_clamped() {
        given("""
                band 50000
                algo A CONDITIONAL SELL 2 sl=97:80
                sell B 97 x 1
                """);
        when("buy C 97 x 1");
        thenOrders("""
                accepted #4 C BUY LIMIT 97x1
                fill t2 BUY #4 meets #3 97x1 =10/97
                closed #3 FILLED 1
                closed #4 FILLED 1
                limit 50000 of 97 is 93..101
                triggered @1 A STOP_LOSS PRICE_OUTSIDE_LIMIT
                """);
    }

    @Test
    void what_becomes_due_together_goes_by_price_first_and_age_second() {
        given("""
                algo A TRIGGER BUY 1 at=104:10
                algo B TRIGGER BUY 1 at=102:10
                algo C TRIGGER BUY 1 at=104:10
                algo A TRIGGER BUY 1 at=103:10
                sell D 104 x 1
                """);
        when("""
                buy C 104 x 1
                fire
                """);
        thenOrders("""
                accepted #4 C BUY LIMIT 104x1
                fill t2 BUY #4 meets #3 104x1 =10/104
                closed #3 FILLED 1
                closed #4 FILLED 1
                triggered @2 B TRIGGER #5
                accepted #5 B BUY LIMIT 10x1
                triggered @4 A TRIGGER #6
                accepted #6 A BUY LIMIT 10x1
                triggered @1 A TRIGGER #7
                accepted #7 A BUY LIMIT 10x1
                triggered @3 C TRIGGER #8
                accepted #8 C BUY LIMIT 10x1
                """);
    }

    @Test
    void triggers_below_are_reached_downwards() {
        given("""
                algo A TRIGGER BUY 1 at=96:10
                algo B TRIGGER BUY 1 at=98:10
                sell D 96 x 1
                """);
        when("buy C 96 x 1");
        thenOrders("""
                accepted #4 C BUY LIMIT 96x1
                fill t2 BUY #4 meets #3 96x1 =10/96
                closed #3 FILLED 1
                closed #4 FILLED 1
                triggered @2 B TRIGGER #5
                accepted #5 B BUY LIMIT 10x1
                triggered @1 A TRIGGER #6
                accepted #6 A BUY LIMIT 10x1
                """);
    }

    @Test
    void a_sweep_reaches_what_its_first_price_and_then_what_its_last_price_reach() {
        given("""
                algo A TRIGGER BUY 1 at=105:10
                algo B TRIGGER SELL 1 at=98:200
                sell D 98 x 1
                sell D 105 x 1
                """);
        when("buy C 105 x 2");
        thenOrders("""
                accepted #5 C BUY LIMIT 105x2
                fill t2 BUY #5 meets #3 98x1 =10/98
                closed #3 FILLED 1
                fill t3 BUY #5 meets #4 105x1 =10/105
                closed #4 FILLED 1
                closed #5 FILLED 2
                triggered @2 B TRIGGER #6
                accepted #6 B SELL LIMIT 200x1
                triggered @1 A TRIGGER #7
                accepted #7 A BUY LIMIT 10x1
                """);
    }

    @Test
    void one_trigger_sets_off_the_next() {
        given("""
                buy D 95 x 1
                buy D 90 x 1
                algo A CONDITIONAL SELL 1 sl=97:1
                algo B CONDITIONAL SELL 1 sl=95:1
                algo C CONDITIONAL SELL 1 sl=90:1
                sell B 97 x 1
                """);
        when("buy C 97 x 1");
        thenOrders("""
                accepted #6 C BUY LIMIT 97x1
                fill t2 BUY #6 meets #5 97x1 =10/97
                closed #5 FILLED 1
                closed #6 FILLED 1
                triggered @1 A STOP_LOSS #7
                accepted #7 A SELL LIMIT 1x1
                fill t3 SELL #7 meets #3 95x1 =10/95
                closed #3 FILLED 1
                closed #7 FILLED 1
                triggered @2 B STOP_LOSS #8
                accepted #8 B SELL LIMIT 1x1
                fill t4 SELL #8 meets #4 90x1 =10/90
                closed #4 FILLED 1
                closed #8 FILLED 1
                """);
        // At most two follow-ups each time; the third is due at once.
        when("fire");
        thenOrders("""
                triggered @3 C STOP_LOSS #9
                accepted #9 C SELL LIMIT 1x1
                """);
    }

    @Test
    void follow_ups_that_are_left_are_due_at_once_by_the_timer() {
        given("""
                now 50
                algo A TRIGGER BUY 1 at=100:10
                hold
                algo A TRIGGER BUY 1 at=100:10
                """);
        assertThat(venue.engine.nextTimerNanos()).isEqualTo(50_000_000_000L);
        venue.engine.followUp(0);
        assertThat(venue.engine.timeNanos()).isEqualTo(50_000_000_000L);
        assertThat(venue.engine.nextTimerNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void what_is_due_waits_until_its_instrument_trades() {
        given("""
                phase POST_ONLY
                algo A TRIGGER BUY 1 at=100:10
                phase HALTED
                """);
        when("""
                fire
                phase AUCTION
                phase TRADING
                """);
        thenOrders("""
                phase AUCTION
                phase TRADING
                triggered @1 A TRIGGER #3
                accepted #3 A BUY LIMIT 10x1
                """);
    }

    @Test
    void an_algo_order_can_be_canceled_in_every_phase_also_when_it_is_due() {
        given("""
                algo A CONDITIONAL SELL 1 sl=90
                algo A CONDITIONAL SELL 1 sl=90 id=mine
                phase HALTED
                """);
        when("""
                cancel-algo A @1
                cancel-algo A id=mine
                """);
        then("""
                algo-closed @1 A USER
                algo-closed @2 A USER
                """);
        given("""
                phase POST_ONLY
                algo A TRIGGER BUY 1 at=100:10
                """);
        when("""
                cancel-algo A @3
                phase TRADING
                """);
        then("""
                algo-closed @3 A USER
                phase TRADING
                """);
    }

    @Test
    void only_the_owner_finds_an_algo_order_and_only_on_its_instrument() {
        given("""
                list name=TWO base=BTC quote=USD
                algo A CONDITIONAL SELL 1 sl=90 id=mine
                """);
        refused("""
                cancel-algo Z @1                                  -> ACCOUNT_UNKNOWN
                cancel-algo A @1 on=9                             -> INSTRUMENT_UNKNOWN
                cancel-algo A @1 on=2                             -> ALGO_UNKNOWN
                cancel-algo B @1                                  -> ALGO_UNKNOWN
                cancel-algo B id=mine                             -> ALGO_UNKNOWN
                cancel-algo A @2                                  -> ALGO_UNKNOWN
                cancel-algo A @2 id=mine                          -> ALGO_UNKNOWN
                cancel-algo A -                                   -> ALGO_UNKNOWN
                """);
    }

    @Test
    void mass_cancels_and_the_dead_man_timer_leave_algo_orders_alone() {
        given("""
                algo A CONDITIONAL SELL 1 sl=90
                timer A 10
                mass-cancel A
                now 20
                fire
                """);
        when("cancel-algo A @1");
        then("""
                algo-closed @1 A USER
                """);
    }
}
