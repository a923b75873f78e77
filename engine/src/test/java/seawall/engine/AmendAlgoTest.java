package seawall.engine;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Section 8: changing an algo order. The last trade of these tables was at 100.
class AmendAlgoTest extends TableTest {
    @BeforeEach
    void the_last_trade_was_at_100() {
        given("""
                sell D 100 x 1
                buy C 100 x 1
                """);
    }

    @Test
    void what_is_not_given_stays() {
        given("algo A OCO SELL 5 tp=110:109 sl=90:89 id=mine");
        when("""
                amend-algo A @1 size=6 request=r
                amend-algo A id=mine tp=111
                amend-algo A @1 tp=:108
                amend-algo A @1 sl=91:-
                """);
        then("""
                algo-amended @1 A OCO x6 tp=110:109 sl=90:89 request=r
                algo-amended @1 A OCO x6 tp=111:109 sl=90:89
                algo-amended @1 A OCO x6 tp=111:108 sl=90:89
                algo-amended @1 A OCO x6 tp=111:108 sl=91:market
                """);
    }

    @Test
    void the_new_trigger_is_the_one_that_counts() {
        given("""
                algo A CONDITIONAL SELL 5 sl=90
                amend-algo A @1 sl=95
                sell D 96 x 1
                buy C 96 x 1
                sell D 95 x 1
                """);
        when("buy C 95 x 1");
        thenOrders("""
                accepted #6 C BUY LIMIT 95x1
                fill t3 BUY #6 meets #5 95x1 =10/95
                closed #5 FILLED 1
                closed #6 FILLED 1
                triggered @1 A STOP_LOSS NO_LIQUIDITY
                """);
    }

    @Test
    void a_pair_may_lose_a_leg_but_no_order_gains_one_or_loses_its_last() {
        given("algo A OCO SELL 5 tp=110 sl=90");
        refused("""
                amend-algo A @1 tp=- sl=-                         -> ALGO_INVALID
                amend-algo A @1 tp=-:105                          -> ALGO_INVALID
                amend-algo A @1 tp=-:-                            -> ALGO_INVALID
                """);
        when("amend-algo A @1 tp=-");
        then("""
                algo-amended @1 A CONDITIONAL x5 sl=90:market
                """);
        refused("""
                amend-algo A @1 tp=110                            -> ALGO_INVALID
                amend-algo A @1 tp=:110                           -> ALGO_INVALID
                amend-algo A @1 tp=-                              -> ALGO_INVALID
                amend-algo A @1 sl=-                              -> ALGO_INVALID
                """);
    }

    @Test
    void fields_of_another_kind_and_numbers_that_mean_nothing_are_refused() {
        given("""
                algo A CONDITIONAL SELL 5 sl=90
                algo A TRIGGER SELL 5 at=90:80
                algo A TRIGGER SELL 5 MARKET at=90
                algo B CONDITIONAL BUY 500 QUOTE sl=110
                """);
        refused("""
                amend-algo A @1 at=90                             -> ALGO_INVALID
                amend-algo A @1 at=:90                            -> ALGO_INVALID
                amend-algo A @1 sl=-2                             -> ALGO_INVALID
                amend-algo A @1 sl=:-2                            -> ALGO_INVALID
                amend-algo A @2 sl=90                             -> ALGO_INVALID
                amend-algo A @2 tp=:90                            -> ALGO_INVALID
                amend-algo A @2 at=-                              -> ALGO_INVALID
                amend-algo A @2 at=:-                             -> ALGO_INVALID
                amend-algo A @2 at=-2                             -> ALGO_INVALID
                amend-algo A @3 at=:90                            -> ALGO_INVALID
                amend-algo B @4 sl=:105                           -> ALGO_INVALID
                """);
        when("""
                amend-algo A @3 at=91:-
                amend-algo A @2 at=91:81
                amend-algo B @4 sl=111:-
                """);
        then("""
                algo-amended @3 A TRIGGER x5 at=91:market
                algo-amended @2 A TRIGGER x5 at=91:81
                algo-amended @4 B CONDITIONAL x500 sl=111:market
                """);
    }

    @Test
    void the_result_meets_the_checks_of_a_new_algo_order() {
        given("""
                algo A OCO SELL 5 tp=110:109 sl=90
                sizes min=2 max=20 market=10
                """);
        refused("""
                amend-algo Z @1 size=1                            -> ACCOUNT_UNKNOWN
                amend-algo A @1 size=1 on=9                       -> INSTRUMENT_UNKNOWN
                amend-algo B @1 size=1                            -> ALGO_UNKNOWN
                amend-algo A @1                                   -> AMEND_EMPTY
                amend-algo A @1 tp=1099511627777                  -> PRICE_INVALID
                amend-algo A @1 tp=:1099511627777 size=1          -> PRICE_INVALID
                amend-algo A @1 size=-1                           -> QUANTITY_INVALID
                amend-algo A @1 size=1                            -> QUANTITY_BELOW_MIN
                amend-algo A @1 size=11                           -> QUANTITY_ABOVE_MAX
                amend-algo A @1 size=11 sl=:80 tp=100             -> TRIGGER_SIDE_INVALID 100
                amend-algo A @1 sl=100                            -> TRIGGER_SIDE_INVALID 100
                sizes min=6
                amend-algo A @1 sl=91                             -> QUANTITY_BELOW_MIN
                sizes
                amend-algo A @1 tp=:1099511627776 size=9007199254740991 -> NOTIONAL_OVERFLOW
                phase CANCEL_ONLY
                amend-algo A @1                                   -> AMEND_FORBIDDEN
                phase HALTED
                amend-algo A @1 size=3                            -> AMEND_FORBIDDEN
                """);
    }

    @Test
    void what_is_due_is_not_amended() {
        given("""
                phase POST_ONLY
                algo A TRIGGER SELL 5 at=100:80
                """);
        refused("""
                amend-algo A @1 size=4                            -> AMEND_FORBIDDEN
                """);
    }

    @Test
    void cancel_on_fail_closes_the_algo_order_and_still_names_the_fault() {
        given("""
                algo A CONDITIONAL SELL 5 sl=90
                algo A CONDITIONAL SELL 5 sl=90
                phase POST_ONLY
                algo A TRIGGER SELL 5 at=100:80
                """);
        when("""
                amend-algo A @1 sl=101 cancel-on-fail
                amend-algo A @1 sl=101 cancel-on-fail
                amend-algo A @2 cancel-on-fail
                amend-algo A @3 size=4 cancel-on-fail
                phase TRADING
                """);
        then("""
                algo-closed @1 A USER
                TRIGGER_SIDE_INVALID 100
                ALGO_UNKNOWN
                algo-closed @2 A USER
                AMEND_EMPTY
                algo-closed @3 A USER
                AMEND_FORBIDDEN
                phase TRADING
                """);
    }

    @Test
    void a_new_trigger_chooses_its_side_anew_and_is_due_at_once_at_the_last_price() {
        given("algo A TRIGGER BUY 5 at=90:80");
        given("""
                amend-algo A @1 at=105
                sell D 85 x 1
                buy C 85 x 1
                """);
        when("amend-algo A @1 size=4 at=85");
        thenOrders("""
                algo-amended @1 A TRIGGER x4 at=85:80
                triggered @1 A TRIGGER #5
                accepted #5 A BUY LIMIT 80x4
                """);
    }

    @Test
    void an_amended_trigger_that_stays_keeps_its_side() {
        given("""
                algo A TRIGGER BUY 5 at=105:80
                amend-algo A @1 at=:81
                """);
        given("sell D 105 x 1");
        when("buy C 105 x 1");
        thenOrders("""
                accepted #4 C BUY LIMIT 105x1
                fill t2 BUY #4 meets #3 105x1 =10/105
                closed #3 FILLED 1
                closed #4 FILLED 1
                triggered @1 A TRIGGER #5
                accepted #5 A BUY LIMIT 81x5
                """);
    }

    @Test
    void what_was_attached_is_amended_like_any_other_once_it_is_armed() {
        given("""
                buy A 100 x 5 tp=110
                sell B 100 x 5
                """);
        when("amend-algo A @1 size=3 tp=105:104");
        then("""
                algo-amended @1 A CONDITIONAL x3 tp=105:104
                """);
    }
}
