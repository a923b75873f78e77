package seawall.simulation.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Recordings of a few lines, each `action side price lots order [+]`: prices in quarters of a point, + when more of
/// the
/// event follows.
final class CmeComparisonTest {
    private static final String HEADER = "ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,price,size,"
            + "channel_id,order_id,flags,ts_in_delta,sequence\n";
    private static final String AUCTION = """
            A B 100 3 1
            A A 98 2 2
            A A 101 4 3
            T N 98 2 0 +
            F N 98 2 1 +
            F N 98 2 2 +
            M B 100 1 1 +
            C A 98 2 2
            """;
    /// A first trade, which opens the market.
    private static final String OPEN = """
            A A 101 1 7
            T B 101 1 8 +
            F A 101 1 7 +
            C A 101 1 7
            """;
    /// Two sellers of 4 and 2 at 101, the first the older.
    private static final String QUEUE = """
            A B 90 1 1
            A A 101 4 3
            A A 101 2 4
            """;

    private Findings findings = new Findings();

    @Test
    void an_engine_that_does_what_the_recording_says_has_no_difference() throws IOException {
        compare(OPEN + QUEUE + """
                T B 101 5 5 +
                F A 101 4 3 +
                F A 101 1 4 +
                C A 101 4 3 +
                M A 101 1 4
                A A 101 7 6
                T B 101 2 7 +
                F A 101 1 4 +
                F A 101 1 6 +
                C A 101 1 4 +
                M A 101 6 6
                M A 102 6 6
                """);
        assertThat(findings.causes()).isEmpty();
        assertThat(findings.trades()).isEqualTo(new Findings.Tally(5, 5));
        assertThat(findings.books().compared()).isEqualTo(findings.books().equal());
        assertThat(findings.resynchronisations()).isZero();
    }

    @Test
    void what_a_taker_leaves_over_rests_and_an_order_may_be_amended_into_a_trade() throws IOException {
        compare(OPEN + QUEUE + """
                T B 101 6 5 +
                F A 101 4 3 +
                F A 101 2 4 +
                A B 101 3 5 +
                C A 101 4 3 +
                C A 101 2 4
                A A 105 1 6
                T A 101 1 6 +
                F A 101 1 6 +
                F B 101 1 5 +
                C A 105 1 6 +
                M B 101 2 5
                """);
        assertThat(findings.causes()).isEmpty();
        assertThat(findings.orders().equal()).isEqualTo(findings.orders().compared());
    }

    @Test
    void a_fill_of_a_younger_order_is_unexplained() throws IOException {
        compare(OPEN + QUEUE + """
                T B 101 2 5 +
                F A 101 2 4 +
                C A 101 2 4
                """);
        assertUnexplained();
    }

    @Test
    void a_fill_of_another_size_is_unexplained() throws IOException {
        compare(OPEN + QUEUE + """
                T B 101 5 5 +
                F A 101 3 3 +
                F A 101 2 4 +
                M A 101 1 3 +
                C A 101 2 4
                """);
        assertUnexplained();
    }

    @Test
    void a_trade_at_another_price_is_unexplained() throws IOException {
        compare(OPEN + QUEUE + """
                T B 102 4 5 +
                F A 102 4 3 +
                C A 101 4 3
                """);
        assertUnexplained();
    }

    @Test
    void a_trade_that_is_missing_is_unexplained() throws IOException {
        compare(OPEN + QUEUE + "A B 101 4 5\n");
        assertUnexplained();
    }

    @Test
    void a_trade_that_the_book_does_not_allow_is_unexplained() throws IOException {
        compare(OPEN + QUEUE + """
                T B 101 2 5 +
                F A 101 2 9
                """);
        assertUnexplained();
    }

    @Test
    void an_order_that_shows_another_size_than_its_fills_leave_is_put_right_and_unexplained() throws IOException {
        compare(OPEN + QUEUE + """
                T B 101 1 5 +
                F A 101 1 3
                A B 91 1 6
                M A 101 4 3
                C A 101 4 3
                """);
        assertUnexplained();
    }

    @Test
    void a_cancel_of_another_size_is_unexplained() throws IOException {
        compare(OPEN + QUEUE + "C A 101 3 3\n");
        assertUnexplained();
    }

    @Test
    void a_trade_of_more_than_its_fills_contradicts_them() throws IOException {
        compare(OPEN + QUEUE + """
                T B 101 7 5 +
                F A 101 4 3 +
                F A 101 2 4 +
                C A 101 4 3 +
                C A 101 2 4
                """);
        assertUnexplained();
    }

    @Test
    void a_cancel_at_another_price_contradicts_the_add() throws IOException {
        compare(OPEN + QUEUE + "C A 102 4 3\n");
        assertUnexplained();
    }

    @Test
    void the_opening_auction_is_compared_in_price_quantity_and_orders() throws IOException {
        compare(AUCTION);
        assertThat(findings.causes()).isEmpty();
        // Price and quantity, and one fill for each of the two orders.
        assertThat(findings.trades()).isEqualTo(new Findings.Tally(3, 3));
    }

    @Test
    void an_auction_at_another_price_is_unexplained() throws IOException {
        compare(AUCTION.replace("N 98 2", "N 97 2"));
        assertUnexplained();
    }

    @Test
    void an_auction_of_other_orders_is_unexplained() throws IOException {
        compare("A B 100 2 7\n" + AUCTION);
        assertUnexplained();
    }

    @Test
    void an_auction_order_that_was_never_shown_needs_a_side_that_balances_buyers_and_sellers() throws IOException {
        String hidden = """
                A B 100 3 1
                A A 98 2 2
                A A 99 1 4
                T N 99 3 0 +
                F N 99 3 1 +
                F N 99 2 2 +
                C B 100 3 1 +
                C A 98 2 2
                """;
        compare(hidden.replace("C B", "F N 99 1 9 +\nC B"));
        assertThat(findings.causes()).containsKey(Cause.UNEXPLAINED);
        compare("""
                A B 100 3 1
                A A 98 2 2
                T N 98 3 0 +
                F N 98 2 1 +
                F N 98 2 2 +
                F N 98 1 8 +
                F N 98 1 9 +
                M B 100 1 1 +
                C A 98 2 2
                """);
        assertThat(findings.causes().get(Cause.NEVER_SHOWN)).isEqualTo(2);
    }

    @Test
    void an_order_that_trades_more_than_it_shows_hid_the_rest_behind_its_price() throws IOException {
        compare(OPEN + QUEUE + """
                T B 101 9 5 +
                F A 101 2 4 +
                F A 101 7 3 +
                C A 101 2 4 +
                M A 101 4 3
                T B 101 1 6 +
                F A 101 1 3 +
                M A 101 3 3
                """);
        assertThat(findings.causes()).isEqualTo(Map.of(Cause.HIDDEN_QUANTITY, 2L));
        assertThat(findings.books().equal()).isEqualTo(findings.books().compared());
    }

    @Test
    void an_order_that_is_skipped_and_canceled_in_one_event_belongs_to_the_taker() throws IOException {
        compare(OPEN + QUEUE + """
                T B 101 1 5 +
                F A 101 1 4 +
                M A 101 1 4 +
                C A 101 4 3
                """);
        assertThat(findings.causes()).isEqualTo(Map.of(Cause.SELF_TRADE_PREVENTED, 1L));
        assertThat(findings.trades()).isEqualTo(new Findings.Tally(2, 2));
    }

    @Test
    void an_order_that_is_skipped_and_stays_is_unexplained() throws IOException {
        compare(OPEN + QUEUE + """
                T B 101 1 5 +
                F A 101 1 4 +
                M A 101 1 4
                C A 101 4 3
                """);
        assertUnexplained();
    }

    @Test
    void an_older_order_listed_last_must_trade_whole_and_take_nothing_from_others() throws IOException {
        compare(OPEN + QUEUE + """
                T B 101 6 5 +
                F A 101 2 4 +
                F A 101 4 3 +
                C A 101 2 4 +
                C A 101 4 3
                """);
        assertThat(findings.causes()).isEqualTo(Map.of(Cause.LISTED_LAST, 1L));
        compare(OPEN + QUEUE + """
                T B 101 5 5 +
                F A 101 2 4 +
                F A 101 3 3 +
                C A 101 2 4 +
                M A 101 1 3
                """);
        assertUnexplained();
    }

    @Test
    void an_order_amended_in_the_auction_keeps_its_place_though_the_engine_takes_no_amendment_then()
            throws IOException {
        compare(QUEUE + """
                M A 101 3 3
                T B 101 4 5 +
                F A 101 3 3 +
                F A 101 1 4 +
                C A 101 3 3 +
                M A 101 1 4
                """);
        assertThat(findings.causes()).isEqualTo(Map.of(Cause.AMENDED_IN_AUCTION, 1L));
    }

    @Test
    void an_unreadable_line_is_named() {
        assertThatThrownBy(() -> compare("A B 100 1 1\nX B 100 1 2\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("recording:3: expected an action A, C, M, T or F, found X");
        assertThatThrownBy(() -> compare("A B 100 1 1 +\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("recording:2: expected the end of an event, found the end of the recording");
    }

    private void assertUnexplained() {
        assertThat(findings.explained()).isFalse();
    }

    private void compare(String recording) throws IOException {
        var text = new StringBuilder(HEADER);
        for (String line : recording.split("\n")) {
            String[] words = line.split(" ");
            long price = Long.parseLong(words[2]) * 250_000_000L;
            text.append("0,1,160,1,1,%s,%s,%d,%s,0,%s,%d,0,0\n"
                    .formatted(words[0], words[1], price, words[3], words[4], words.length > 5 ? 0 : 128));
        }
        var lines = new RecordingLines("recording", new StringReader(text.toString()));
        findings = CmeComparison.of(lines, read -> {});
    }
}
