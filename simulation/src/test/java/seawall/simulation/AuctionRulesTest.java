package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import seawall.simulation.reference.ReferenceLimits;

/// §9 and §10 of the rules as tables: what the reference does is what the page says, worked out by hand.
final class AuctionRulesTest {
    private static final ReferenceLimits ONE_PAIR =
            new ReferenceLimits(5, 12, 12, 12, 60, 50, 120, 40, 25, 3, 20, 60, 20, 4, 200, 20, 30, 15, 2, 3);

    private ReferenceDesk desk = new ReferenceDesk();

    private void then(String commands, String expected) {
        assertThat(desk.on(commands.strip())).isEqualTo(expected.strip());
    }

    private String uncrossingOf(String orders) {
        desk = new ReferenceDesk(ONE_PAIR);
        desk.on("phase AUCTION");
        desk.on(orders.strip());
        return desk.on("phase TRADING").lines().findFirst().orElseThrow();
    }

    @Test
    void an_auction_gathers_limit_orders_that_do_not_match_and_are_not_amended() {
        then("""
                phase AUCTION
                order A side=BUY price=105 lots=3
                order B side=SELL price=95 lots=2
                order C side=SELL type=MARKET lots=2
                order C side=SELL type=POST_ONLY price=120 lots=2
                amend A order=1 lots=2
                amend A order=1 lots=2 cancelOnFail=YES
                cancel B order=2
                """, """
                PhaseChanged AUCTION
                OrderAccepted 1 BUY LIMIT 105 3
                OrderAccepted 2 SELL LIMIT 95 2
                refused PHASE_FORBIDS
                refused PHASE_FORBIDS
                refused AMEND_FORBIDDEN
                refused AMEND_FORBIDDEN
                OrderAmendRefused 1 AMEND_FORBIDDEN
                OrderClosed 1 USER 0
                OrderClosed 2 USER 0
                """);
    }

    @Test
    void a_crossed_book_trades_at_one_price_with_the_younger_order_as_the_taker_before_trading_begins() {
        then("""
                phase AUCTION
                order A side=BUY price=105 lots=3
                order B side=SELL price=95 lots=2
                order C side=SELL price=101 lots=4
                order D side=BUY price=102 lots=2
                phase TRADING
                """, """
                PhaseChanged AUCTION
                OrderAccepted 1 BUY LIMIT 105 3
                OrderAccepted 2 SELL LIMIT 95 2
                OrderAccepted 3 SELL LIMIT 101 4
                OrderAccepted 4 BUY LIMIT 102 2
                UncrossingStarted TRADING 101 5
                then
                OrderFilled 2 1 101 2
                OrderClosed 2 FILLED 2
                OrderFilled 3 1 101 1
                OrderClosed 1 FILLED 3
                OrderFilled 4 3 101 2
                OrderClosed 4 FILLED 2
                PhaseChanged TRADING
                """);
    }

    @Test
    void the_auction_price_trades_the_most_then_leaves_the_least_then_is_near_the_reference_then_low() {
        assertThat(uncrossingOf("""
                        order A side=BUY price=110 lots=5
                        order B side=SELL price=90 lots=2
                        order C side=SELL price=108 lots=3
                        """))
                .as("5 lots at 108 and at 110, and 108 is nearer to 100")
                .isEqualTo("UncrossingStarted TRADING 108 5");
        assertThat(uncrossingOf("""
                        order A side=BUY price=110 lots=5
                        order A side=BUY price=95 lots=4
                        order B side=SELL price=90 lots=5
                        """))
                .as("5 lots at 90, 95 and 110, where nothing is left over")
                .isEqualTo("UncrossingStarted TRADING 110 5");
        assertThat(uncrossingOf("""
                        order A side=BUY price=104 lots=5
                        order B side=SELL price=97 lots=5
                        """))
                .as("104 and 97 are alike, and 97 is nearer to 100")
                .isEqualTo("UncrossingStarted TRADING 97 5");
        assertThat(uncrossingOf("""
                        order A side=BUY price=103 lots=5
                        order B side=SELL price=97 lots=5
                        """)).as("both are 3 from 100").isEqualTo("UncrossingStarted TRADING 97 5");
    }

    @Test
    void an_uncrossing_goes_on_pair_by_pair_until_no_pair_is_left_and_takes_no_order_meanwhile() {
        desk = new ReferenceDesk(ONE_PAIR);
        desk.on("""
                phase AUCTION
                order A side=BUY price=105 lots=1
                order A side=BUY price=104 lots=1
                order A side=BUY price=103 lots=1
                order B side=SELL price=100 lots=3
                """.strip());
        then("""
                phase POST_ONLY
                order C side=BUY price=90 lots=1
                """, """
                UncrossingStarted POST_ONLY 100 3
                then
                OrderFilled 4 1 100 1
                OrderClosed 1 FILLED 1
                then
                OrderFilled 4 2 100 1
                OrderClosed 2 FILLED 1
                refused PHASE_FORBIDS
                then
                OrderFilled 4 3 100 1
                OrderClosed 3 FILLED 1
                OrderClosed 4 FILLED 3
                then
                PhaseChanged POST_ONLY
                """);
    }

    @Test
    void a_phase_asked_for_while_uncrossing_redirects_it_or_stops_it() {
        desk = new ReferenceDesk(ONE_PAIR);
        desk.on("""
                phase AUCTION
                order A side=BUY price=100 lots=9
                order B side=SELL price=100 lots=1
                order B side=SELL price=100 lots=1
                order B side=SELL price=100 lots=1
                order B side=SELL price=100 lots=1
                order B side=SELL price=100 lots=1
                order B side=SELL price=100 lots=1
                order B side=SELL price=100 lots=1
                """.strip());
        then("""
                phase TRADING
                phase POST_ONLY
                phase HALTED
                cancel B order=6
                phase TRADING
                """, """
                UncrossingStarted TRADING 100 7
                then
                OrderFilled 2 1 100 1
                OrderClosed 2 FILLED 1
                then
                OrderFilled 3 1 100 1
                OrderClosed 3 FILLED 1
                then
                OrderFilled 4 1 100 1
                OrderClosed 4 FILLED 1
                then
                OrderFilled 5 1 100 1
                OrderClosed 5 FILLED 1
                PhaseChanged HALTED
                OrderClosed 6 USER 0
                UncrossingStarted TRADING 100 2
                then
                OrderFilled 7 1 100 1
                OrderClosed 7 FILLED 1
                then
                OrderFilled 8 1 100 1
                OrderClosed 8 FILLED 1
                """);
        then("time 1", "then\nPhaseChanged TRADING");
    }

    @Test
    void orders_of_one_account_do_not_trade_in_an_auction_and_the_younger_one_says_which_is_canceled() {
        then("""
                phase AUCTION
                order A side=BUY price=105 lots=5
                order A side=SELL price=104 lots=5 stp=CANCEL_BOTH
                order C side=SELL price=102 lots=1
                phase TRADING
                """, """
                PhaseChanged AUCTION
                OrderAccepted 1 BUY LIMIT 105 5
                OrderAccepted 2 SELL LIMIT 104 5
                OrderAccepted 3 SELL LIMIT 102 1
                UncrossingStarted TRADING 104 5
                then
                OrderFilled 3 1 104 1
                OrderClosed 3 FILLED 1
                OrderClosed 1 SELF_TRADE 1
                OrderClosed 2 SELF_TRADE 0
                PhaseChanged TRADING
                """);
        then("""
                phase AUCTION
                order A side=SELL price=103 lots=5
                order A side=BUY price=103 lots=5 stp=CANCEL_TAKER
                phase TRADING
                """, """
                PhaseChanged AUCTION
                OrderAccepted 4 SELL LIMIT 103 5
                OrderAccepted 5 BUY LIMIT 103 5
                UncrossingStarted TRADING 103 5
                then
                OrderClosed 5 SELF_TRADE 0
                PhaseChanged TRADING
                """);
    }

    @Test
    void an_uncrossing_goes_on_at_a_new_price_when_orders_that_made_the_old_one_cancel_each_other() {
        then("""
                phase AUCTION
                order A side=BUY price=110 lots=20
                order B side=BUY price=105 lots=2
                order A side=SELL price=100 lots=9
                order C side=SELL price=104 lots=1
                order E side=SELL price=110 lots=20
                phase TRADING
                """, """
                PhaseChanged AUCTION
                OrderAccepted 1 BUY LIMIT 110 20
                OrderAccepted 2 BUY LIMIT 105 2
                OrderAccepted 3 SELL LIMIT 100 9
                OrderAccepted 4 SELL LIMIT 104 1
                OrderAccepted 5 SELL LIMIT 110 20
                UncrossingStarted TRADING 110 20
                then
                OrderClosed 1 SELF_TRADE 0
                UncrossingStarted TRADING 100 2
                then
                OrderFilled 3 2 100 2
                OrderClosed 2 FILLED 2
                PhaseChanged TRADING
                """);
    }

    @Test
    void a_cancel_may_leave_an_uncrossing_nothing_to_do_but_to_end() {
        desk = new ReferenceDesk(ONE_PAIR);
        desk.on("""
                phase AUCTION
                order A side=BUY price=100 lots=9
                order B side=SELL price=100 lots=1
                order B side=SELL price=100 lots=1
                order B side=SELL price=100 lots=1
                phase TRADING
                """.strip());
        then("cancel A order=1", """
                OrderClosed 1 USER 2
                then
                PhaseChanged TRADING
                """);
    }

    @Test
    void the_price_of_an_auction_reaches_triggers_which_place_their_orders_when_trading_begins() {
        then("""
                algo D kind=TRIGGER side=BUY trigger=104 price=90 lots=1
                phase AUCTION
                order A side=BUY price=105 lots=3
                order B side=SELL price=105 lots=3
                phase TRADING
                """, """
                AlgoAccepted 1 TRIGGER BUY 1 0
                PhaseChanged AUCTION
                OrderAccepted 1 BUY LIMIT 105 3
                OrderAccepted 2 SELL LIMIT 105 3
                UncrossingStarted TRADING 105 3
                then
                OrderFilled 2 1 105 3
                OrderClosed 1 FILLED 3
                OrderClosed 2 FILLED 3
                PhaseChanged TRADING
                then
                AlgoTriggered 1 TRIGGER ACCEPTED 3
                OrderAccepted 3 BUY LIMIT 90 1
                """);
    }

    @Test
    void a_reopening_goes_through_its_phases_by_its_timetable() {
        then("reopen BTC cancelOnly=10 auction=20 postOnly=30", """
                ReopeningScheduled 10 30 60
                PhaseChanged CANCEL_ONLY
                """);
        assertThat(desk.nextTimerNanos()).isEqualTo(10);
        then("time 9", "");
        then("time 10", "then\nPhaseChanged AUCTION");
        then("time 60", "then\nPhaseChanged POST_ONLY\nthen\nPhaseChanged TRADING");
        assertThat(desk.nextTimerNanos()).isEqualTo(-1);
        then("phase TRADING", "");
    }

    @Test
    void a_reopening_leaves_out_the_phases_that_last_no_time() {
        desk.on("time 5");
        then("reopen BTC postOnly=30", "ReopeningScheduled 0 5 35\nPhaseChanged POST_ONLY");
        then("time 35", "then\nPhaseChanged TRADING");
    }

    @Test
    void a_phase_by_command_ends_the_timetable_and_another_timetable_replaces_it() {
        then("""
                reopen BTC cancelOnly=10
                reopen BTC cancelOnly=20
                phase HALTED
                reopen BTC cancelOnly=-1
                reopen BTC auction=86400000000001
                reopen BTC instrument=2
                reopen BTC
                """, """
                ReopeningScheduled 0 0 10
                PhaseChanged CANCEL_ONLY
                ReopeningScheduled 0 0 20
                ReopeningScheduled 0 0 0
                PhaseChanged HALTED
                refused TIMEOUT_INVALID
                refused TIMEOUT_INVALID
                refused INSTRUMENT_UNKNOWN
                ReopeningScheduled 0 0 0
                PhaseChanged TRADING
                """);
        assertThat(desk.nextTimerNanos()).isEqualTo(-1);
    }

    @Test
    void a_timetable_comes_before_cancel_all_after_and_an_uncrossing_goes_on_towards_trading() {
        desk = new ReferenceDesk(ONE_PAIR);
        desk.on("""
                reopen BTC auction=9999999990 postOnly=10
                order A side=BUY price=100 lots=9
                order B side=SELL price=100 lots=4
                order B side=SELL price=100 lots=4
                order B side=SELL price=100 lots=1
                cancelAllAfter A timeout=10000000000
                """.strip());
        then("time 9999999990", """
                then
                UncrossingStarted POST_ONLY 100 9
                then
                OrderFilled 2 1 100 4
                OrderClosed 2 FILLED 4
                then
                OrderFilled 3 1 100 4
                OrderClosed 3 FILLED 4
                """);
        then("time 10000000000", """
                then
                then
                CancelAllAfterSet 0
                OrderClosed 1 CANCEL_ALL_AFTER 8
                then
                PhaseChanged TRADING
                """);
    }

    @Test
    void an_account_pays_the_rates_of_its_tier_as_they_are_until_it_has_its_own_again() {
        then("""
                tierOf A tier=1
                tier 0 maker=1 taker=2
                tier 5 maker=1 taker=2
                tier 1 maker=-3 taker=2
                tier 1 maker=1000 taker=2000
                tierOf A tier=1
                tierOf A tier=5
                tierOf Z tier=9
                tier 1 maker=-500 taker=3000
                fees A maker=7 taker=8
                """, """
                refused FEE_TIER_UNKNOWN
                refused LIMIT_REACHED
                refused LIMIT_REACHED
                refused RATE_INVALID
                FeeTierSet 1 1000 2000
                AccountFeeTierChanged 1000 1
                refused FEE_TIER_UNKNOWN
                refused ACCOUNT_UNKNOWN
                FeeTierSet 1 -500 3000
                AccountFeesChanged 1000 7 8
                """);
    }

    @Test
    void sizes_that_no_order_could_have_are_refused() {
        then("""
                sizes BTC min=0 maxLimit=10 maxMarket=10 maxQuote=10
                sizes BTC min=11 maxLimit=10 maxMarket=10 maxQuote=10
                sizes BTC min=1 maxLimit=10 maxMarket=0 maxQuote=10
                sizes BTC instrument=2 min=1 maxLimit=10 maxMarket=10 maxQuote=10
                sizes BTC min=2 maxLimit=10 maxMarket=1 maxQuote=10
                order A side=BUY price=100 lots=1
                order A side=BUY price=100 lots=11
                """, """
                refused INSTRUMENT_INVALID
                refused INSTRUMENT_INVALID
                refused INSTRUMENT_INVALID
                refused INSTRUMENT_UNKNOWN
                InstrumentChanged 2 10 1 10
                refused QUANTITY_BELOW_MIN
                refused QUANTITY_ABOVE_MAX
                """);
    }
}
