package seawall.engine;

import org.junit.jupiter.api.Test;

/// Section 6: changing an order, and what that costs it.
class AmendingTest extends TableTest {
    @Test
    void an_order_keeps_its_priority_only_when_it_shrinks_at_its_price() {
        given("""
                sell A 100 x 5
                sell B 100 x 5
                """);
        when("""
                amend A #1 quantity=4
                buy C 100 x 1
                amend A #1 quantity=4 request=same
                buy C 100 x 1
                amend A #1 quantity=5 request=more
                buy C 100 x 1
                """);
        thenOrders("""
                amended #1 100x4 kept
                accepted #3 C BUY LIMIT 100x1
                fill t1 BUY #3 meets #1 100x1 =10/100
                closed #3 FILLED 1
                amended #1 100x4 kept request=same
                accepted #4 C BUY LIMIT 100x1
                fill t2 BUY #4 meets #1 100x1 =10/100
                closed #4 FILLED 1
                amended #1 100x5 lost request=more
                accepted #5 C BUY LIMIT 100x1
                fill t3 BUY #5 meets #2 100x1 =10/100
                closed #5 FILLED 1
                """);
    }

    @Test
    void an_order_that_moves_away_and_back_goes_to_the_end() {
        given("""
                sell A 100 x 5
                sell B 100 x 5
                """);
        when("""
                amend A #1 price=101
                amend A #1 price=100
                buy C 100 x 1
                """);
        thenOrders("""
                amended #1 101x5 lost
                amended #1 100x5 lost
                accepted #3 C BUY LIMIT 100x1
                fill t1 BUY #3 meets #2 100x1 =10/100
                closed #3 FILLED 1
                """);
    }

    @Test
    void shrinking_releases_the_hold_of_what_is_gone() {
        given("buy A 100 x 5 id=mine");
        when("amend A id=mine quantity=3");
        then("""
                amended #1 100x3 kept
                level BUY 100x3 orders 1
                balance A USD 100000 hold 300
                """);
    }

    @Test
    void growing_and_moving_holds_what_the_new_order_needs() {
        given("buy A 100 x 5");
        when("amend A #1 price=110 quantity=6");
        then("""
                amended #1 110x6 lost
                level BUY 100x0 orders 0
                level BUY 110x6 orders 1
                balance A USD 100000 hold 660
                """);
    }

    @Test
    void a_new_price_that_takes_trades_like_a_new_order() {
        given("""
                sell B 105 x 2
                sell B 106 x 2
                buy A 100 x 5
                """);
        when("amend A #3 price=105");
        then("""
                amended #3 105x5 lost
                fill t1 BUY #3 meets #1 105x2 =20/210 bills #17 #19
                post #17 A BTC +20 -> 100020 TAKER BUY #3 t1
                post #18 A USD -210 -> 99790 TAKER BUY #3 t1
                post #19 B USD +210 -> 100210 MAKER SELL #1 t1
                post #20 B BTC -20 -> 99980 MAKER SELL #1 t1
                closed #1 FILLED 2
                level BUY 100x0 orders 0
                level SELL 105x0 orders 0
                level BUY 105x3 orders 1
                balance A USD 99790 hold 315
                balance A BTC 100020 hold 0
                balance B USD 100210 hold 0
                balance B BTC 99980 hold 20
                """);
    }

    @Test
    void an_order_amended_to_what_is_filled_is_filled() {
        given("""
                sell A 100 x 5
                buy B 100 x 3
                """);
        when("amend A #1 price=90 quantity=3 request=stop");
        then("""
                amended #1 100x3 kept request=stop
                closed #1 FILLED 3
                level SELL 100x0 orders 0
                balance A BTC 99970 hold 0
                """);
    }

    @Test
    void an_order_amended_below_what_is_filled_is_filled_with_that() {
        given("""
                buy A 100 x 5
                sell B 100 x 3
                """);
        when("amend A #1 quantity=1");
        then("""
                amended #1 100x3 kept
                closed #1 FILLED 3
                level BUY 100x0 orders 0
                balance A USD 99700 hold 0
                """);
    }

    @Test
    void a_partly_filled_order_is_amended_as_a_whole() {
        given("""
                buy A 100 x 5
                sell B 100 x 3
                """);
        when("amend A #1 quantity=4");
        then("""
                amended #1 100x4 kept
                level BUY 100x1 orders 1
                balance A USD 99700 hold 100
                """);
    }

    @Test
    void an_amend_is_refused_for_the_first_of_its_faults() {
        given("""
                list name=TWO base=BTC quote=USD min=2 max=2000 band=100000 reference=100
                buy A 100 x 2 POST_ONLY on=2
                sell B 110 x 2 on=2
                phase HALTED on=2
                """);
        refused("""
                amend Z #1 on=3                                   -> ACCOUNT_UNKNOWN
                amend A #1 on=3                                   -> INSTRUMENT_UNKNOWN
                amend A #2 on=2                                   -> ORDER_UNKNOWN
                amend A #1 on=1                                   -> ORDER_UNKNOWN
                amend A #1 on=2                                   -> AMEND_FORBIDDEN
                phase CANCEL_ONLY on=2
                amend A #1 on=2                                   -> AMEND_FORBIDDEN
                phase TRADING on=2
                amend A #1 on=2                                   -> AMEND_EMPTY
                amend A #1 price=-1 quantity=-1 on=2              -> PRICE_INVALID
                amend A #1 price=1099511627777 quantity=-1 on=2   -> PRICE_INVALID
                amend A #1 price=111 quantity=-1 on=2             -> PRICE_OUTSIDE_LIMIT 110
                amend A #1 price=110 quantity=-1 on=2             -> QUANTITY_INVALID
                amend A #1 price=110 quantity=1 on=2              -> QUANTITY_BELOW_MIN
                amend A #1 price=110 quantity=2001 on=2           -> QUANTITY_ABOVE_MAX
                amend A #1 price=110 quantity=2000 on=2           -> AMEND_WOULD_TAKE
                amend A #1 price=109 quantity=2000 on=2           -> BALANCE_INSUFFICIENT
                """);
    }

    @Test
    void an_amend_to_a_value_that_no_number_can_hold_is_refused() {
        given("buy A 100 x 2");
        refused("""
                amend A #1 price=1099511627776 quantity=4194305   -> NOTIONAL_OVERFLOW
                amend A #1 price=1099511627776 quantity=4194304   -> BALANCE_INSUFFICIENT
                """);
    }

    @Test
    void an_amend_may_use_what_the_order_held() {
        given("buy A 100 x 1000");
        when("amend A #1 price=200 quantity=500");
        then("""
                amended #1 200x500 lost
                level BUY 100x0 orders 0
                level BUY 200x500 orders 1
                balance A USD 100000 hold 100000
                """);
        refused("amend A #1 quantity=501 -> BALANCE_INSUFFICIENT");
    }

    @Test
    void cancel_on_fail_closes_the_order_and_still_names_the_fault() {
        given("""
                buy A 100 x 5
                sell B 100 x 2
                """);
        when("amend A #1 quantity=100000 cancel-on-fail request=mine");
        then("""
                amend-refused #1 BALANCE_INSUFFICIENT request=mine
                closed #1 USER 2
                level BUY 100x0 orders 0
                balance A USD 99800 hold 0
                BALANCE_INSUFFICIENT
                """);
    }

    @Test
    void cancel_on_fail_covers_every_fault_from_the_phase_on_and_keeps_the_detail() {
        given("""
                buy A 100 x 1
                buy A 100 x 1
                buy A 100 x 1 POST_ONLY
                sell B 101 x 1
                """);
        when("""
                amend A #1 cancel-on-fail
                amend A #3 price=101 cancel-on-fail
                phase HALTED
                amend A #2 price=99 cancel-on-fail
                amend A #2 price=99 cancel-on-fail
                """);
        thenOrders("""
                amend-refused #1 AMEND_EMPTY
                closed #1 USER 0
                AMEND_EMPTY
                amend-refused #3 AMEND_WOULD_TAKE
                closed #3 USER 0
                AMEND_WOULD_TAKE
                phase HALTED
                amend-refused #2 AMEND_FORBIDDEN
                closed #2 USER 0
                AMEND_FORBIDDEN
                ORDER_UNKNOWN
                """);
    }

    @Test
    void an_amend_outside_the_price_limit_is_clamped_if_it_says_so() {
        given("""
                list name=TWO base=BTC quote=USD band=100000 reference=100
                buy A 100 x 5 on=2
                sell B 110 x 1 on=2
                """);
        when("""
                amend A #1 price=120 cancel-on-fail clamp on=2
                amend A #1 price=120 cancel-on-fail on=2
                """);
        thenOrders("""
                amended #1 110x5 lost on=2
                fill t1 BUY #1 meets #2 110x1 =10/110 on=2
                closed #2 FILLED 1 on=2
                limit 100000 of 110 is 99..121 on=2
                amended #1 120x5 lost on=2
                """);
    }

    @Test
    void a_post_only_order_may_be_moved_but_not_across_the_book() {
        given("""
                sell B 105 x 2
                buy A 100 x 5 POST_ONLY
                """);
        refused("amend A #2 price=105 -> AMEND_WOULD_TAKE");
        when("amend A #2 price=104");
        thenOrders("""
                amended #2 104x5 lost
                """);
    }

    @Test
    void no_order_may_be_moved_across_the_book_in_the_post_only_phase() {
        given("""
                sell B 105 x 2
                buy A 100 x 5
                phase POST_ONLY
                """);
        refused("amend A #2 price=105 -> AMEND_WOULD_TAKE");
        when("""
                amend A #2 price=104
                phase TRADING
                amend A #2 price=105
                """);
        thenOrders("""
                amended #2 104x5 lost
                phase TRADING
                amended #2 105x5 lost
                fill t1 BUY #2 meets #1 105x2 =20/210
                closed #1 FILLED 2
                """);
    }

    @Test
    void an_amended_order_that_meets_its_limit_of_makers_is_closed() {
        given("""
                sell B 105 x 1
                sell B 105 x 1
                sell B 105 x 1
                sell B 105 x 1
                sell B 105 x 1
                buy A 100 x 9
                """);
        when("amend A #6 price=105");
        thenOrders("""
                amended #6 105x9 lost
                fill t1 BUY #6 meets #1 105x1 =10/105
                closed #1 FILLED 1
                fill t2 BUY #6 meets #2 105x1 =10/105
                closed #2 FILLED 1
                fill t3 BUY #6 meets #3 105x1 =10/105
                closed #3 FILLED 1
                fill t4 BUY #6 meets #4 105x1 =10/105
                closed #4 FILLED 1
                closed #6 MAKERS_MAX 4
                """);
    }
}
