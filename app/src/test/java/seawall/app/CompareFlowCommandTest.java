package seawall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `seawall compare-flow` as an engineer calls it, on recordings of a few lines.
class CompareFlowCommandTest {
    private static final String CME = """
            ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,price,size,channel_id,order_id,flags,ts_in_delta,sequence
            1,1,160,1,1,A,A,25000000000,3,0,7,40,0,1
            2,2,160,1,1,T,B,25000000000,3,0,8,0,0,2
            2,2,160,1,1,F,A,25000000000,3,0,7,0,0,2
            2,2,160,1,1,C,A,25000000000,3,0,7,128,0,2
            """;
    private static final String BITSTAMP = """
            1 order_created {"price": "100.00", "amount": "2.00000000", "datetime": "1", "id": 1, "order_type": 0}
            2 order_book {"bids": [["100.00", "2.00000000"]], "asks": [["110.00", "1.00000000"]]}
            """;
    private static final String TABLE = """
            id,timestamp,exchange.timestamp,price,volume,action,direction
            1,1,1000,100.00,200000000,created,bid
            """;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void recordings() throws IOException {
        write("cme-ESH4-mbo-2023-12-25.csv.gz", CME);
        write("bitstamp-BTCUSD-raw-2015-05-01.log.gz", BITSTAMP);
        write("bitstamp-BTCUSD-orders-2015-05-01.csv.gz", TABLE);
    }

    @Test
    void recordings_that_agree_or_are_explained_give_counts_and_status_0() {
        assertThat(compare()).as(this::text).isZero();
        assertThat(text())
                .contains("CME, cme-ESH4-mbo-2023-12-25.csv.gz", "  trades       1 compared, 1 equal")
                .contains("  differences  1, all explained", "       1 RESTED_BEFORE: an order rests")
                .doesNotContain("line 2");
    }

    @Test
    void every_difference_is_listed_when_asked_for() {
        assertThat(compare("--differences")).as(this::text).isZero();
        assertThat(text()).contains("line 2: RESTED_BEFORE: ours 0 lots at 11000, recorded 100000000 lots");
    }

    @Test
    void a_difference_without_a_cause_is_named_and_gives_status_1() throws IOException {
        write("cme-ESH4-mbo-2023-12-25.csv.gz", CME.replace(",F,A,25000000000,3", ",F,A,25000000000,2"));
        assertThat(compare()).isEqualTo(1);
        assertThat(text()).contains("NOT ALL EXPLAINED", "line 3: UNEXPLAINED");
    }

    @Test
    void a_missing_recording_is_named_and_gives_status_1() throws IOException {
        Files.delete(directory.resolve("bitstamp-BTCUSD-raw-2015-05-01.log.gz"));
        assertThat(compare()).isEqualTo(1);
        assertThat(errors.toString())
                .contains("expected the recording bitstamp-BTCUSD-raw-2015-05-01.log.gz in " + directory);
    }

    @Test
    void a_call_without_a_directory_gives_status_2() {
        assertThat(commandLine().execute("compare-flow")).isEqualTo(2);
    }

    private int compare(String... options) {
        PrintStream before = System.out;
        try (var out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            String[] arguments = new String[options.length + 2];
            arguments[0] = "compare-flow";
            arguments[1] = directory.toString();
            System.arraycopy(options, 0, arguments, 2, options.length);
            return commandLine().execute(arguments);
        } finally {
            System.setOut(before);
        }
    }

    private CommandLine commandLine() {
        return Seawall.commandLine().setErr(new PrintWriter(errors, true));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private void write(String name, String text) throws IOException {
        try (var writer = new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(directory.resolve(name))), StandardCharsets.US_ASCII)) {
            writer.write(text);
        }
    }
}
