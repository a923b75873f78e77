package seawall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RulesTest {
    private final Venue venue = Venue.ready();

    @Test
    void a_post_only_order_that_would_take_is_closed() {
        venue.given("sell A 100 x 5");
        assertThat(venue.trading("buy B 100 x 1 POST_ONLY")).isEqualTo("""
                accepted #2 1001 BUY POST_ONLY 100x1
                closed #2 POST_ONLY 0
                """);
    }

    @Test
    void a_fill_or_kill_order_trades_completely_or_not_at_all() {
        venue.given("sell A 100 x 5");
        assertThat(venue.trading("""
                buy B 100 x 6 FOK
                buy B 100 x 5 FOK
                """)).isEqualTo("""
                accepted #2 1001 BUY FOK 100x6
                closed #2 FOK 0
                accepted #3 1001 BUY FOK 100x5
                fill 1 BUY #3 #1 100x5 =50/500 fees 0 0
                closed #1 FILLED 5
                closed #3 FILLED 5
                """);
    }

    @Test
    void self_trade_prevention_cancels_the_maker_the_taker_or_both() {
        venue.given("sell A 100 x 5");
        assertThat(venue.trading("""
                buy A 100 x 1 stp=CANCEL_TAKER
                buy A 100 x 1 stp=CANCEL_BOTH
                """)).isEqualTo("""
                accepted #2 1000 BUY LIMIT 100x1
                closed #2 SELF_TRADE 0
                accepted #3 1000 BUY LIMIT 100x1
                closed #1 SELF_TRADE 0
                closed #3 SELF_TRADE 0
                """);
    }

    @Test
    void an_order_keeps_its_priority_only_when_it_shrinks_at_its_price() {
        venue.given("""
                sell A 100 x 5
                sell B 100 x 5
                """);
        assertThat(venue.trading("""
                amend A #1 quantity=4
                amend A #1 quantity=6 request=more
                buy C 100 x 1
                """)).isEqualTo("""
                amended #1 100x4 kept
                amended #1 100x6 lost more
                accepted #3 1002 BUY LIMIT 100x1
                fill 1 BUY #3 #2 100x1 =10/100 fees 0 0
                closed #3 FILLED 1
                """);
    }

    @Test
    void a_market_order_sized_in_quote_spends_at_most_its_size() {
        venue.given("sell A 100 x 5");
        assertThat(venue.trading("buy B 0 x 250 MARKET QUOTE")).isEqualTo("""
                accepted #2 1001 BUY MARKET QUOTE 0x250
                fill 1 BUY #2 #1 100x2 =20/200 fees 0 0
                closed #2 FILLED 2
                """);
    }

    @Test
    void a_timer_cancels_the_orders_with_its_tag() {
        venue.given("""
                buy A 100 x 5 tag=bot
                buy A 100 x 5
                timer A 10 bot
                now 11
                """);
        assertThat(venue.trading("fire")).isEqualTo("""
                timer
                cancel-all-after 1000 0 bot
                closed #1 CANCEL_ALL_AFTER 0
                """);
    }

    @Test
    void a_taker_meets_no_more_makers_than_its_limit() {
        venue.given("""
                sell A 100 x 1
                sell A 100 x 1
                sell A 100 x 1
                sell A 100 x 1
                sell A 100 x 1
                """);
        assertThat(venue.trading("buy B 100 x 5")).endsWith("closed #6 MAKERS_MAX 4\n");
    }
}
