package seawall.simulation.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Logs of a few messages: `created|changed|deleted order buy|sell price amount`, `trade price amount`, and
/// `book price:amount ... / price:amount ...`, bids in front of asks.
final class BitstampComparisonTest {
    /// A buyer of 2 at 100 and a seller of 3 at 110.
    private static final String START = """
            created 1 buy 100 2
            created 2 sell 110 3
            book 100:2 / 110:3
            """;

    private Findings findings = new Findings();

    @Test
    void an_engine_that_does_what_the_log_says_has_no_difference() throws IOException {
        compare(START + """
                created 3 sell 100 5
                deleted 1 buy 100 0
                changed 3 sell 100 3
                trade 100 2
                created 4 buy 90 1
                book 90:1 / 100:3 110:3
                deleted 3 sell 100 3
                book 90:1 / 110:3
                """);
        assertThat(findings.causes()).isEmpty();
        assertThat(findings.trades()).isEqualTo(new Findings.Tally(1, 1));
        assertThat(findings.books()).isEqualTo(new Findings.Tally(3, 3));
        assertThat(findings.orders().equal()).isEqualTo(findings.orders().compared());
    }

    @Test
    void an_order_from_before_is_learned_from_what_becomes_of_it() throws IOException {
        compare("""
                book 100:2 / 110:3
                created 9 buy 110 2
                changed 5 sell 110 1
                deleted 9 buy 110 0
                trade 110 2
                deleted 4 buy 100 2
                deleted 5 sell 110 1
                """);
        assertThat(findings.causes()).isEmpty();
    }

    @Test
    void an_order_that_was_never_created_is_from_before_only_when_its_id_is() throws IOException {
        compare(START + "deleted 3 buy 99 1\n");
        assertThat(findings.explained()).isFalse();
    }

    @Test
    void an_order_that_gets_another_price_trades_there() throws IOException {
        compare(START + """
                changed 2 sell 100 3
                changed 2 sell 100 1
                deleted 1 buy 100 0
                trade 100 2
                """);
        assertThat(findings.causes()).isEmpty();
    }

    @Test
    void a_trade_of_another_amount_or_price_is_unexplained() throws IOException {
        String trade = """
                created 3 sell 100 2
                deleted 1 buy 100 0
                deleted 3 sell 100 0
                trade 100 2
                """;
        compare(START + trade);
        assertThat(findings.causes()).isEmpty();
        compare(START + trade.replace("trade 100 2", "trade 100 1.99"));
        assertThat(findings.explained()).isFalse();
        compare(START + trade.replace("trade 100 2", "trade 101 2"));
        assertThat(findings.explained()).isFalse();
    }

    @Test
    void a_trade_that_is_missing_or_told_of_the_wrong_order_is_unexplained() throws IOException {
        compare(START + "created 3 sell 100 2\n");
        assertThat(findings.explained()).isFalse();
        compare(START + """
                created 6 buy 100 2
                created 3 sell 100 2
                deleted 6 buy 100 0
                deleted 3 sell 100 0
                trade 100 2
                """);
        assertThat(findings.explained()).isFalse();
    }

    @Test
    void a_cancel_with_another_amount_left_is_unexplained() throws IOException {
        compare(START + "deleted 1 buy 100 1.5\n");
        assertThat(findings.explained()).isFalse();
    }

    @Test
    void a_book_with_another_level_is_unexplained() throws IOException {
        compare(START + "book 100:2.5 / 110:3\n");
        assertThat(findings.explained()).isFalse();
    }

    @Test
    void a_book_may_be_that_of_a_message_before_or_behind_it() throws IOException {
        compare(START + """
                created 3 buy 101 1
                book 100:2 / 110:3
                book 102:1 101:1 100:2 / 110:3
                created 4 buy 102 1
                """);
        assertThat(findings.causes()).isEqualTo(Map.of(Cause.BOOK_OF_ANOTHER_MOMENT, 2L));
    }

    @Test
    void what_a_deeper_book_shows_rested_before() throws IOException {
        compare(START + "book 100:2 99:7 / 110:3\n");
        assertThat(findings.causes()).isEqualTo(Map.of(Cause.RESTED_BEFORE, 1L));
    }

    @Test
    void a_deletion_may_come_twice_or_in_front_of_its_creation() throws IOException {
        compare(START + """
                deleted 1 buy 100 2
                deleted 1 buy 100 2
                deleted 3 buy 99 1
                created 3 buy 99 1
                """);
        assertThat(findings.causes()).isEqualTo(Map.of(Cause.DELETED_TWICE, 1L, Cause.DELETED_BEFORE_CREATED, 1L));
    }

    @Test
    void two_fills_may_be_told_in_the_other_order() throws IOException {
        compare(START + """
                created 3 buy 99 2
                created 4 sell 99 4
                deleted 1 buy 100 0
                deleted 4 sell 99 0
                deleted 3 buy 99 0
                changed 4 sell 99 2
                trade 100 2
                trade 99 2
                """);
        assertThat(findings.causes()).isEqualTo(Map.of(Cause.EVENTS_SWAPPED, 1L));
    }

    @Test
    void a_taker_without_money_for_all_is_deleted_and_its_maker_keeps_the_rest() throws IOException {
        String poor = START + """
                created 3 buy 110 2
                changed 2 sell 110 1.00000005
                deleted 3 buy 110 2
                trade 110 1.99999995
                book 100:2 / 110:1.00000005
                """;
        compare(poor);
        assertThat(findings.causes()).isEqualTo(Map.of(Cause.TAKER_OUT_OF_MONEY, 1L));
        assertThat(findings.resynchronisations()).isEqualTo(1);
        compare(poor.replace("deleted 3 buy 110 2", "deleted 3 buy 110 0"));
        assertThat(findings.explained()).isFalse();
    }

    @Test
    void an_unreadable_line_is_named() {
        assertThatThrownBy(() -> BitstampOpening.of(new BitstampLog(lines("1 order_vanished {}\n"))))
                .isInstanceOf(IOException.class)
                .hasMessage("log:1: expected an order event, a trade or an order book, found order_vanished");
        assertThatThrownBy(() -> BitstampOpening.of(new BitstampLog(lines(""))))
                .isInstanceOf(IOException.class)
                .hasMessage("expected an order book in the recording, found none");
    }

    private void compare(String messages) throws IOException {
        String log = log(messages);
        BitstampOpening opening = BitstampOpening.of(new BitstampLog(lines(log)));
        findings = BitstampComparison.of(opening, lines(log), read -> {});
    }

    private static RecordingLines lines(String log) {
        return new RecordingLines("log", new StringReader(log));
    }

    private static String log(String messages) {
        var log = new StringBuilder();
        for (String message : messages.split("\n")) {
            List<String> words = List.of(message.split(" "));
            log.append("1000 ").append(json(words)).append('\n');
        }
        return log.toString();
    }

    private static String json(List<String> words) {
        return switch (words.getFirst()) {
            case "trade" -> "trade {\"price\": %s, \"amount\": %s, \"id\": 1}".formatted(words.get(1), words.get(2));
            case "book" -> {
                int middle = words.indexOf("/");
                yield "order_book {\"bids\": [%s], \"asks\": [%s]}"
                        .formatted(levels(words.subList(1, middle)), levels(words.subList(middle + 1, words.size())));
            }
            default ->
                "order_%s {\"price\": \"%s\", \"amount\": \"%s\", \"datetime\": \"1\", \"id\": %s, \"order_type\": %d}"
                        .formatted(
                                words.getFirst(),
                                words.get(3),
                                words.get(4),
                                words.get(1),
                                words.get(2).equals("buy") ? 0 : 1);
        };
    }

    private static String levels(List<String> words) {
        List<String> levels = new ArrayList<>();
        for (String word : words) {
            String[] parts = word.split(":");
            levels.add("[\"" + parts[0] + "\", \"" + parts[1] + "\"]");
        }
        return String.join(", ", levels);
    }
}
