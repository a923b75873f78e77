package seawall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MatchingTest {
    private final Venue venue = Venue.ready();

    @Test
    void a_taker_sweeps_the_best_price_first_and_the_oldest_order_within_it() {
        venue.given("""
                sell A 101 x 5
                sell B 100 x 3
                sell C 100 x 2
                """);
        assertThat(venue.everything("buy D 101 x 6")).isEqualTo("""
                accepted #4 1003 BUY LIMIT 101x6
                fill 1 BUY #4 #2 100x3 =30/300 fees 0 0
                post #17 1003 1 TRADE TAKER BUY +30 fee 0 -> 100030 #4 t1
                post #18 1003 2 TRADE TAKER BUY -300 fee 0 -> 99700 #4 t1
                post #19 1001 2 TRADE MAKER SELL +300 fee 0 -> 100300 #2 t1
                post #20 1001 1 TRADE MAKER SELL -30 fee 0 -> 99970 #2 t1
                closed #2 FILLED 3
                fill 2 BUY #4 #3 100x2 =20/200 fees 0 0
                post #21 1003 1 TRADE TAKER BUY +20 fee 0 -> 100050 #4 t2
                post #22 1003 2 TRADE TAKER BUY -200 fee 0 -> 99500 #4 t2
                post #23 1002 2 TRADE MAKER SELL +200 fee 0 -> 100200 #3 t2
                post #24 1002 1 TRADE MAKER SELL -20 fee 0 -> 99980 #3 t2
                closed #3 FILLED 2
                fill 3 BUY #4 #1 101x1 =10/101 fees 0 0
                post #25 1003 1 TRADE TAKER BUY +10 fee 0 -> 100060 #4 t3
                post #26 1003 2 TRADE TAKER BUY -101 fee 0 -> 99399 #4 t3
                post #27 1000 2 TRADE MAKER SELL +101 fee 0 -> 100101 #1 t3
                post #28 1000 1 TRADE MAKER SELL -10 fee 0 -> 99990 #1 t3
                closed #4 FILLED 6
                level SELL 100x0 0
                level SELL 101x4 1
                balance 1003 1 100060 0
                balance 1003 2 99399 0
                balance 1001 2 100300 0
                balance 1001 1 99970 0
                balance 1002 2 100200 0
                balance 1002 1 99980 0
                balance 1000 2 100101 0
                balance 1000 1 99990 40
                """);
    }
}
