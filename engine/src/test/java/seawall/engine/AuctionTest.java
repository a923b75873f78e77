package seawall.engine;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Section 9: orders that gather, and the price at which most of them trade. In these tables a follow-up meets at
/// most two pairs, and two follow-ups are made at a time.
class AuctionTest extends TableTest {
    @BeforeEach
    void an_auction_goes_on() {
        given("phase AUCTION");
    }

    @Test
    void limit_orders_gather_without_meeting() {
        refused("""
                buy A 100 x 1 POST_ONLY                           -> PHASE_FORBIDS
                buy A 100 x 1 FOK                                 -> PHASE_FORBIDS
                buy A 100 x 1 IOC                                 -> PHASE_FORBIDS
                buy A 0 x 1 MARKET                                -> PHASE_FORBIDS
                buy A 0 x 1 OPTIMAL_LIMIT_IOC                     -> PHASE_FORBIDS
                """);
        when("""
                sell A 90 x 2
                buy B 110 x 3
                cancel A #1
                """);
        then("""
                accepted #1 A SELL LIMIT 90x2
                level SELL 90x2 orders 1
                balance A BTC 100000 hold 20
                accepted #2 B BUY LIMIT 110x3
                level BUY 110x3 orders 1
                balance B USD 100000 hold 330
                closed #1 USER 0
                level SELL 90x0 orders 0
                balance A BTC 100000 hold 0
                """);
        refused("""
                amend B #2 quantity=1                             -> AMEND_FORBIDDEN
                """);
    }

    @Test
    void an_instrument_may_be_opened_by_an_auction() {
        given("""
                list name=TWO base=BTC quote=USD phase=AUCTION
                sell A 90 x 1 on=2
                buy B 110 x 1 on=2
                """);
        when("phase TRADING on=2");
        thenOrders("""
                uncrossing to TRADING at 90x1 on=2
                timer
                fill t1 BUY #2 meets #1 90x1 =10/90 on=2
                closed #1 FILLED 1 on=2
                closed #2 FILLED 1 on=2
                phase TRADING on=2
                """);
    }

    @Test
    void the_younger_order_of_a_pair_is_the_taker_and_both_change_their_holds() {
        given("""
                fees A 1000 20000
                fees B 1000 20000
                sell A 90 x 2
                buy B 110 x 3
                sell C 100 x 1
                hold
                phase TRADING
                """);
        given("");
        venue.engine.followUp(venue.nowNanos());
        then("""
                timer
                fill t1 BUY #2 meets #1 100x2 =20/200 fees 1 1 bills #17 #19
                post #17 B BTC +19 -> 100019 TAKER BUY #2 t1 fee 1
                post #18 B USD -200 -> 99800 TAKER BUY #2 t1
                post #19 A USD +199 -> 100199 MAKER SELL #1 t1 fee 1
                post #20 A BTC -20 -> 99980 MAKER SELL #1 t1
                post #21 fee-account BTC +1 -> 1 FEE #2 t1
                post #22 fee-account USD +1 -> 1 FEE #2 t1
                closed #1 FILLED 2
                fill t2 SELL #3 meets #2 100x1 =10/100 fees 0 1 bills #23 #25
                post #23 C USD +100 -> 100100 TAKER SELL #3 t2
                post #24 C BTC -10 -> 99990 TAKER SELL #3 t2
                post #25 B BTC +9 -> 100028 MAKER BUY #2 t2 fee 1
                post #26 B USD -100 -> 99700 MAKER BUY #2 t2
                post #27 fee-account BTC +1 -> 2 FEE #3 t2
                closed #2 FILLED 3
                closed #3 FILLED 1
                level SELL 90x0 orders 0
                level BUY 110x0 orders 0
                level SELL 100x0 orders 0
                balance B BTC 100028 hold 0
                balance B USD 99700 hold 0
                balance A USD 100199 hold 0
                balance A BTC 99980 hold 0
                balance fee-account BTC 2 hold 0
                balance fee-account USD 1 hold 0
                balance C USD 100100 hold 0
                balance C BTC 99990 hold 0
                timer
                phase TRADING
                """);
    }

    @Test
    void the_auction_price_is_the_one_at_which_most_trades() {
        given("""
                sell A 95 x 2
                sell A 97 x 3
                buy B 99 x 4
                buy B 97 x 4
                hold
                """);
        when("phase TRADING");
        thenOrders("""
                uncrossing to TRADING at 97x5
                """);
    }

    @Test
    void of_prices_at_which_as_much_trades_the_one_that_leaves_fewest_over() {
        given("""
                sell A 95 x 5
                buy B 99 x 4
                buy B 97 x 1
                buy B 95 x 3
                hold
                """);
        when("phase TRADING");
        thenOrders("""
                uncrossing to TRADING at 97x5
                """);
    }

    @Test
    void then_the_nearest_to_the_last_price_and_then_the_lowest() {
        given("""
                list name=TWO base=BTC quote=USD reference=98 phase=AUCTION
                list name=THREE base=BTC quote=USD reference=97 phase=AUCTION
                sell A 95 x 2
                buy B 99 x 2
                sell A 95 x 2 on=2
                buy B 99 x 2 on=2
                sell C 95 x 2 on=3
                buy D 99 x 2 on=3
                hold
                """);
        when("phase TRADING on=0");
        thenOrders("""
                uncrossing to TRADING at 95x2
                uncrossing to TRADING at 99x2 on=2
                uncrossing to TRADING at 95x2 on=3
                """);
    }

    @Test
    void while_it_uncrosses_an_instrument_takes_no_order_and_no_amendment_but_cancels() {
        given("""
                sell A 90 x 1
                buy B 110 x 1
                hold
                phase TRADING
                """);
        refused("""
                buy A 100 x 1                                     -> PHASE_FORBIDS
                amend A #1 quantity=2                             -> AMEND_FORBIDDEN
                """);
        when("cancel B #2");
        venue.engine.followUp(venue.nowNanos());
        thenOrders("""
                closed #2 USER 0
                timer
                phase TRADING
                """);
    }

    @Test
    void a_follow_up_meets_a_bounded_number_of_pairs_and_the_next_goes_on() {
        given("""
                sell A 90 x 1
                sell A 90 x 1
                sell A 90 x 1
                sell A 90 x 1
                buy B 90 x 4
                buy B 80 x 1
                """);
        when("phase TRADING");
        thenOrders("""
                uncrossing to TRADING at 90x4
                timer
                fill t1 BUY #5 meets #1 90x1 =10/90
                closed #1 FILLED 1
                fill t2 BUY #5 meets #2 90x1 =10/90
                closed #2 FILLED 1
                timer
                fill t3 BUY #5 meets #3 90x1 =10/90
                closed #3 FILLED 1
                fill t4 BUY #5 meets #4 90x1 =10/90
                closed #4 FILLED 1
                closed #5 FILLED 4
                """);
        when("fire");
        thenOrders("""
                timer
                phase TRADING
                """);
    }

    @Test
    void orders_of_one_account_do_not_trade_with_each_other() {
        given("""
                sell A 90 x 1
                buy A 110 x 1 stp=CANCEL_MAKER
                buy A 109 x 1 stp=CANCEL_TAKER
                sell A 91 x 1 stp=CANCEL_BOTH
                buy A 108 x 1
                hold
                phase POST_ONLY
                """);
        given("");
        venue.engine.followUp(venue.nowNanos());
        thenOrders("""
                timer
                closed #1 SELF_TRADE 0
                closed #2 SELF_TRADE 0
                closed #4 SELF_TRADE 0
                timer
                phase POST_ONLY
                """);
    }

    @Test
    void a_book_that_is_still_crossed_is_uncrossed_at_another_price() {
        // At 100 the best pair is of one account; without it 95 is the price.
        given("""
                sell A 95 x 1
                buy A 100 x 5 stp=CANCEL_TAKER
                sell B 100 x 5
                buy C 97 x 1
                hold
                """);
        when("phase TRADING");
        venue.engine.followUp(venue.nowNanos());
        thenOrders("""
                uncrossing to TRADING at 100x5
                timer
                closed #2 SELF_TRADE 0
                uncrossing to TRADING at 95x1
                timer
                fill t1 BUY #4 meets #1 95x1 =10/95
                closed #1 FILLED 1
                closed #4 FILLED 1
                phase TRADING
                """);
    }

    @Test
    void another_phase_stops_an_uncrossing_or_gives_it_another_end() {
        given("""
                sell A 90 x 1
                buy B 110 x 1
                hold
                phase TRADING
                """);
        when("""
                phase POST_ONLY
                phase AUCTION
                phase HALTED
                phase POST_ONLY
                phase TRADING
                """);
        venue.engine.followUp(venue.nowNanos());
        thenOrders("""
                done
                done
                phase HALTED
                uncrossing to POST_ONLY at 90x1
                done
                timer
                fill t1 BUY #2 meets #1 90x1 =10/90
                closed #1 FILLED 1
                closed #2 FILLED 1
                phase TRADING
                """);
    }

    @Test
    void a_book_that_is_not_crossed_opens_at_once() {
        given("""
                sell A 100 x 1
                buy B 99 x 1
                """);
        when("phase TRADING");
        then("""
                phase TRADING
                """);
    }

    @Test
    void the_price_limit_holds_for_orders_that_gather_and_moves_with_the_auction_price() {
        given("""
                list name=TWO base=BTC quote=USD reference=100 band=100000 phase=AUCTION
                algo C CONDITIONAL SELL 1 sl=92 on=2
                """);
        refused("""
                sell A 89 x 1 on=2                                -> PRICE_OUTSIDE_LIMIT 90
                """);
        given("""
                sell A 91 x 1 on=2
                buy B 91 x 1 on=2
                """);
        when("phase TRADING on=2");
        thenOrders("""
                uncrossing to TRADING at 91x1 on=2
                timer
                fill t1 BUY #2 meets #1 91x1 =10/91 on=2
                closed #1 FILLED 1 on=2
                closed #2 FILLED 1 on=2
                phase TRADING on=2
                limit 100000 of 91 is 82..100 on=2
                triggered @1 C STOP_LOSS NO_LIQUIDITY on=2
                """);
    }

    @Test
    void both_orders_of_a_pair_may_arm_what_is_attached_to_them() {
        given("""
                sell A 90 x 1 sl=150
                buy B 110 x 1 tp=200
                """);
        when("phase TRADING");
        thenOrders("""
                uncrossing to TRADING at 90x1
                timer
                fill t1 BUY #2 meets #1 90x1 =10/90
                closed #1 FILLED 1
                armed @1 A x1
                closed #2 FILLED 1
                armed @2 B x1
                phase TRADING
                """);
    }

    @Test
    void uncrossing_comes_before_what_is_due_on_the_same_instrument() {
        given("""
                phase TRADING
                sell D 100 x 1
                buy C 100 x 1
                phase AUCTION
                algo A TRIGGER BUY 1 at=100:50
                sell A 90 x 1
                buy B 110 x 1
                """);
        when("phase TRADING");
        thenOrders("""
                uncrossing to TRADING at 90x1
                timer
                fill t2 BUY #4 meets #3 90x1 =10/90
                closed #3 FILLED 1
                closed #4 FILLED 1
                phase TRADING
                triggered @1 A TRIGGER #5
                accepted #5 A BUY LIMIT 50x1
                """);
    }

    @Test
    void bids_that_add_up_to_more_than_a_number_holds_are_still_compared() {
        given("""
                create-currency code=EUR scale=0 max=1125899906842624
                list name=DUST base=BTC quote=EUR tick-scale=18 phase=AUCTION
                deposit A EUR 100000 id=dust
                buy A 1 x 9007199254740991 on=2
                buy A 2 x 9007199254740991 on=2
                sell B 1 x 5 on=2
                hold
                """);
        when("phase TRADING on=2");
        thenOrders("""
                uncrossing to TRADING at 2x5 on=2
                """);
    }

    @Test
    void one_pair_at_a_time_when_a_taker_may_meet_one_maker() {
        Limits tiny = Limits.tiny();
        venue = Venue.ready(new Limits(
                tiny.ordersMax(), 8, 5, 1, 6, 5, 3, 3, 4, 3, 3, 5, 2, 2, 9, 3, 3, 2, tiny.followUpsMax(), 2));
        given("""
                phase AUCTION
                sell A 90 x 1
                sell B 91 x 2
                buy C 110 x 1
                buy D 109 x 2
                """);
        when("""
                phase TRADING
                fire
                """);
        thenOrders("""
                uncrossing to TRADING at 91x3
                timer
                fill t1 BUY #3 meets #1 91x1 =10/91
                closed #1 FILLED 1
                closed #3 FILLED 1
                timer
                fill t2 BUY #4 meets #2 91x2 =20/182
                closed #2 FILLED 2
                closed #4 FILLED 2
                timer
                phase TRADING
                """);
    }
}
