package seawall.engine;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Section 8: stops that follow the price. The last trade of these tables was at 100.
class TrailingStopTest extends TableTest {
    @BeforeEach
    void the_last_trade_was_at_100() {
        trade(100);
    }

    /// One lot between two accounts that have nothing else to do with the table.
    private void trade(long priceTicks) {
        given("sell D " + priceTicks + " x 1\nbuy C " + priceTicks + " x 1");
    }

    /// What the last trade at a price set off.
    private void tradeShows(long priceTicks, String answer) {
        given("sell D " + priceTicks + " x 1");
        when("buy C " + priceTicks + " x 1");
        var lines = new StringBuilder();
        for (String line : venue.transcript.take()) {
            if (line.startsWith("activated") || line.startsWith("triggered")) {
                lines.append(line.replaceFirst(" #\\d+$", "")).append('\n');
            }
        }
        org.assertj.core.api.Assertions.assertThat(lines.toString()).isEqualTo(answer);
    }

    @Test
    void a_sell_follows_the_price_up_and_is_due_when_it_falls_by_the_callback() {
        given("algo A TRAILING SELL 1 back=5");
        tradeShows(103, "");
        tradeShows(99, "");
        tradeShows(110, "");
        tradeShows(106, "");
        tradeShows(105, "triggered @1 A TRAILING NO_LIQUIDITY\n");
    }

    @Test
    void a_buy_follows_the_price_down_and_is_due_when_it_rises_by_the_callback() {
        given("algo A TRAILING BUY 1 rate=50000");
        tradeShows(104, "");
        tradeShows(90, "");
        // 5 percent of 90, rounded down, is 4.
        tradeShows(93, "");
        tradeShows(94, "triggered @1 A TRAILING NO_LIQUIDITY\n");
    }

    @Test
    void a_stop_that_is_not_active_yet_begins_to_follow_at_its_activation() {
        given("""
                algo A TRAILING SELL 1 back=5 from=110
                algo B TRAILING BUY 1 back=5 from=90
                """);
        tradeShows(95, "");
        tradeShows(112, "activated @1 A at 112\n");
        tradeShows(111, "");
        tradeShows(90, "activated @2 B at 90\ntriggered @1 A TRAILING NO_LIQUIDITY\n");
        tradeShows(95, "triggered @2 B TRAILING NO_LIQUIDITY\n");
    }

    @Test
    void an_activation_at_the_last_price_waits_for_the_next_trade_there_or_above() {
        given("algo A TRAILING SELL 1 back=5 from=100");
        tradeShows(99, "");
        tradeShows(100, "activated @1 A at 100\n");
    }

    @Test
    void a_callback_that_rounds_to_nothing_is_due_in_the_first_step_after_the_activation() {
        trade(10);
        given("algo A TRAILING SELL 1 rate=1000");
        tradeShows(11, "triggered @1 A TRAILING NO_LIQUIDITY\n");
        given("algo A TRAILING SELL 1 rate=1000 from=12");
        // The entry of one trade takes two steps at its price.
        tradeShows(12, "activated @2 A at 12\ntriggered @2 A TRAILING NO_LIQUIDITY\n");
    }

    @Test
    void a_sweep_is_two_steps_its_first_price_and_its_last() {
        given("""
                algo A TRAILING SELL 1 back=5 from=106
                algo A TRAILING BUY 1 back=5 from=94
                algo B TRAILING BUY 1 back=5
                sell D 94 x 1
                sell D 96 x 1
                sell D 106 x 1
                """);
        when("buy C 106 x 3");
        thenOrders("""
                accepted #6 C BUY LIMIT 106x3
                fill t2 BUY #6 meets #3 94x1 =10/94
                closed #3 FILLED 1
                fill t3 BUY #6 meets #4 96x1 =10/96
                closed #4 FILLED 1
                fill t4 BUY #6 meets #5 106x1 =10/106
                closed #5 FILLED 1
                closed #6 FILLED 3
                activated @1 A at 106
                activated @2 A at 94
                triggered @2 A TRAILING NO_LIQUIDITY
                triggered @3 B TRAILING NO_LIQUIDITY
                """);
    }

    @Test
    void legs_become_due_before_trailing_stops_of_the_same_step() {
        given("""
                algo A TRAILING SELL 1 back=5
                algo B CONDITIONAL SELL 1 sl=95
                """);
        tradeShows(95, "triggered @2 B STOP_LOSS NO_LIQUIDITY\ntriggered @1 A TRAILING NO_LIQUIDITY\n");
    }

    @Test
    void activations_are_told_after_the_price_limit() {
        given("""
                band 100000
                algo A TRAILING SELL 1 back=5 from=101
                sell D 101 x 1
                """);
        when("buy C 101 x 1");
        then("""
                accepted #4 C BUY LIMIT 101x1
                fill t2 BUY #4 meets #3 101x1 =10/101 bills #21 #23
                post #21 C BTC +10 -> 100020 TAKER BUY #4 t2
                post #22 C USD -101 -> 99799 TAKER BUY #4 t2
                post #23 D USD +101 -> 100201 MAKER SELL #3 t2
                post #24 D BTC -10 -> 99980 MAKER SELL #3 t2
                closed #3 FILLED 1
                closed #4 FILLED 1
                level SELL 101x0 orders 0
                balance C BTC 100020 hold 0
                balance C USD 99799 hold 0
                balance D USD 100201 hold 0
                balance D BTC 99980 hold 0
                limit 100000 of 101 is 91..111
                activated @1 A at 101
                """);
    }

    @Test
    void a_trailing_stop_cannot_be_amended() {
        given("algo A TRAILING SELL 1 back=5");
        refused("""
                amend-algo A @1                                   -> AMEND_EMPTY
                amend-algo A @1 size=2                            -> ALGO_INVALID
                """);
        when("amend-algo A @1 size=2 cancel-on-fail");
        then("""
                algo-closed @1 A USER
                ALGO_INVALID
                """);
        tradeShows(90, "");
    }

    @Test
    void a_canceled_stop_follows_nothing_and_the_others_go_on() {
        given("""
                algo A TRAILING SELL 1 back=5
                algo B TRAILING SELL 1 back=6
                algo C TRAILING SELL 1 back=7
                """);
        given("cancel-algo B @2");
        tradeShows(101, "");
        tradeShows(94, "triggered @1 A TRAILING NO_LIQUIDITY\ntriggered @3 C TRAILING NO_LIQUIDITY\n");
    }
}
