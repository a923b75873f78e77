package seawall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.engine.Limits;

/// `seawall verify` as an operator calls it, on an exchange that has traded and was stopped.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class VerifyCommandTest {
    @TempDir
    static Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    static void an_exchange_has_traded() throws Exception {
        try (DemoProcess demo = DemoProcess.start(directory, "--no-market")) {
            var buyer = new Witness("buyer", "buy", new Random(1));
            var seller = new Witness("seller", "sell", new Random(2));
            for (int action = 0; action < 40; action++) {
                buyer.act(demo.rest(demo.users().get(0)));
                seller.act(demo.rest(demo.users().get(1)));
            }
            demo.stop();
        }
    }

    private int verify() {
        PrintStream before = System.out;
        try (var out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            return Seawall.commandLine().execute("verify", "--data", directory.toString());
        } finally {
            System.setOut(before);
        }
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_stopped_exchange_is_audited_and_replayed() {
        assertThat(verify()).as(this::text).isZero();
        assertThat(text().lines().map(line -> line.split(" ")[0]).filter(word -> !word.isEmpty()))
                .contains("entries", "BTC", "USDT", "state", "replay", "snapshot", "verified");
        // The hash after the last entry: as recorded, as the replay ends, and both side by side.
        String hash = text().lines()
                .filter(line -> line.startsWith("state hash"))
                .map(line -> line.split(" +")[2])
                .findFirst()
                .orElseThrow();
        assertThat(text().split(hash, -1)).hasSize(5);
    }

    @Test
    void one_flipped_byte_of_any_recording_gives_status_1_and_the_name_of_the_file() throws IOException {
        try (var files = Files.newDirectoryStream(directory.resolve("member/archive"), "*-0.rec")) {
            for (Path recording : files) {
                byte[] bytes = Files.readAllBytes(recording);
                bytes[40] ^= 1;
                Files.write(recording, bytes);
                printed.reset();
                int status = verify();
                bytes[40] ^= 1;
                Files.write(recording, bytes);
                assertThat(status).as(this::text).isEqualTo(1);
                assertThat(text())
                        .contains("BROKEN      the ")
                        .contains(recording + " at byte 0: expected checksum ")
                        .contains("verified    NOT everything holds");
            }
        }
    }

    @Test
    void a_recording_that_lost_its_end_or_its_file_gives_status_1_and_the_name_of_the_file() throws IOException {
        try (var files = Files.newDirectoryStream(directory.resolve("member/archive"), "*-0.rec")) {
            for (Path recording : files) {
                byte[] bytes = Files.readAllBytes(recording);
                Files.write(recording, Arrays.copyOf(bytes, 64));
                printed.reset();
                int truncated = verify();
                String ofTruncated = text();
                Files.delete(recording);
                printed.reset();
                int removed = verify();
                Files.write(recording, bytes);
                assertThat(truncated).as(ofTruncated).isEqualTo(1);
                assertThat(ofTruncated).contains(recording + ": expected " + bytes.length + " bytes, found 64");
                assertThat(removed).as(this::text).isEqualTo(1);
                assertThat(text()).contains(recording + " is missing");
            }
        }
    }

    @Test
    void an_engine_with_other_limits_gives_another_state() {
        var verification = Verification.of(directory.resolve("member"), Limits.tiny(), bytes -> more -> {});
        assertThat(verification.holds()).isFalse();
        assertThat(verification.text()).contains("BROKEN      entry 1 part 0 differs from the journal");
    }

    @Test
    void progress_is_told_once_a_second_has_passed() {
        var quick = new ByteArrayOutputStream();
        new VerifyProgress(new PrintStream(quick, true, StandardCharsets.UTF_8), 100, System.nanoTime()).accept(10);
        assertThat(quick.toString(StandardCharsets.UTF_8)).isEmpty();
        var slow = new ByteArrayOutputStream();
        long longAgo = System.nanoTime() - TimeUnit.SECONDS.toNanos(5);
        new VerifyProgress(new PrintStream(slow, true, StandardCharsets.UTF_8), 100, longAgo).accept(40);
        assertThat(slow.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("verifying   40 %");
    }
}
