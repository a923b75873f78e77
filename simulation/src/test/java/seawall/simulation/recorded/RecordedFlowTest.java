package seawall.simulation.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The recordings themselves, which lie beside the repository and not in it.
final class RecordedFlowTest {
    private static final Path FOLDER = Path.of("../../shared/data/orderflow");
    private static final Pattern EXPLANATION = Pattern.compile("([A-Z_]{4,}): .*");

    @Test
    void the_engine_does_what_a_day_of_cme_says_but_for_what_is_explained() throws IOException {
        assertThat(summary(RecordedFlow.CME)).isEqualTo("""
                  events       55747
                  commands     57748
                  trades       6265 compared, 6221 equal
                  books        55747 compared, 55747 equal
                  orders       59448 compared, 59448 equal
                  queues       38176 compared, 38176 equal
                  put right    0
                  differences  502, all explained
                     120 HIDDEN_QUANTITY
                     136 SELF_TRADE_PREVENTED
                      21 LISTED_LAST
                       7 NEVER_SHOWN
                     218 AMENDED_IN_AUCTION
                """);
    }

    @Test
    void the_engine_does_what_hours_of_bitstamp_say_but_for_what_is_explained() throws IOException {
        assertThat(summary(RecordedFlow.BITSTAMP)).isEqualTo("""
                  events       55994
                  commands     49446
                  trades       574 compared, 567 equal
                  books        5011 compared, 4958 equal
                  orders       25669 compared, 25660 equal
                  put right    4
                  differences  111, all explained
                      24 RESTED_BEFORE
                      21 DELETED_TWICE
                       5 DELETED_BEFORE_CREATED
                       4 EVENTS_SWAPPED
                       4 TAKER_OUT_OF_MONEY
                      53 BOOK_OF_ANOTHER_MOMENT
                """);
    }

    @Test
    void the_table_of_the_same_hours_has_the_order_events_of_the_log() throws IOException {
        assertThat(summary(RecordedFlow.BITSTAMP_ORDERS)).isEqualTo("""
                  events       50414
                  orders       50414 compared, 46348 equal
                  differences  4066, all explained
                    4066 SATOSHI_CUT_OFF
                """);
    }

    /// All counts, without the words that explain a cause.
    private static String summary(RecordedFlow flow) throws IOException {
        Path file = FOLDER.resolve(flow.fileName());
        if (!Files.isReadable(file)) {
            System.out.println("skipped: no recorded order flow at " + file);
        }
        assumeTrue(Files.isReadable(file), () -> "no recorded order flow at " + file);
        Findings findings = flow.compare(FOLDER, lines -> {});
        return EXPLANATION.matcher(findings.text()).replaceAll("$1");
    }
}
