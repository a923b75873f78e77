package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seawall.gateway.TestClient.Answer;
import seawall.gateway.auth.Seal;

/// What becomes of the same signed bytes when they come twice.
class RepeatedRequestsTest {
    private static final String LIMIT = """
            {"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","px":"50000.1","sz":"0.002"}""";
    private static final Pattern RESULT = Pattern.compile("\"sCode\":\"([0-9]+)\",\"sMsg\":\"([^\"]*)\"");

    @TempDir
    Path directory;

    private ScriptedVenue venue;
    private Gateway gateway;
    private TestClient client;

    @BeforeEach
    void start() {
        Path key = directory.resolve("venue.key");
        venue = ScriptedVenue.withOneMarket(Seal.fromFile(key), "key-1", "secret-1", "pass-1", "");
        gateway = Gateway.start(
                GatewayConfig.standard(0, 0, key).withHost("127.0.0.1").withRateLimitFactor(GatewayConfig.UNLIMITED),
                venue,
                venue::reader,
                null,
                List::of,
                problem -> {
                    throw new AssertionError(problem);
                });
        client = new TestClient(gateway.port(), "key-1", "secret-1", "pass-1");
        Until.holds(gateway::isLive);
        venue.acceptOrders();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void two_equal_orders_of_one_millisecond_are_two_orders() {
        long beganNanos;
        int before;
        List<String> results;
        do {
            // On a machine that stalls between the two, the second is a repetition: then they are sent once more.
            before = venue.offered.size();
            beganNanos = System.nanoTime();
            String sent = TestClient.now();
            results = Stream.generate(() -> client.send("POST", "/api/v5/trade/order", LIMIT, sent))
                    .limit(2)
                    .flatMap(answer -> results(answer).stream())
                    .toList();
        } while (System.nanoTime() - beganNanos > Duration.ofSeconds(1).toNanos());
        assertThat(results).containsExactly("0 Order placed", "0 Order placed");
        assertThat(venue.offered).hasSize(before + 2);
    }

    @Test
    void a_recorded_request_that_comes_later_is_refused_and_changes_nothing() {
        Answer repeated = new Answer(200, "{\"code\":\"50042\",\"data\":[],\"msg\":\"Repeated request\"}");
        String sent = TestClient.now();
        Until.holds(
                () -> client.send("POST", "/api/v5/trade/order", LIMIT, sent).equals(repeated));
        int offered = venue.offered.size();
        for (int i = 0; i < 3; i++) {
            assertThat(client.send("POST", "/api/v5/trade/order", LIMIT, sent)).isEqualTo(repeated);
        }
        assertThat(venue.offered).hasSize(offered);
        assertThat(results(client.post("trade/order", LIMIT))).containsExactly("0 Order placed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cancel-order         | {"instId":"BTC-USDT","ordId":"100000000000000001"}
            cancel-algos         | [{"instId":"BTC-USDT","algoId":"100000000000000001"}]
            cancel-advance-algos | [{"instId":"BTC-USDT","algoId":"100000000000000001"}]
            """)
    void a_cancel_may_be_sent_again_since_it_finds_its_order_gone(String path, String cancel) {
        String sent = TestClient.now();
        long beganNanos = System.nanoTime();
        Until.holds(() -> {
            assertThat(results(client.send("POST", "/api/v5/trade/" + path, cancel, sent)))
                    .containsExactly("0 ");
            return System.nanoTime() - beganNanos > Duration.ofMillis(1_200).toNanos();
        });
    }

    private static List<String> results(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return RESULT.matcher(answer.body())
                .results()
                .map(result -> result.group(1) + " " + result.group(2))
                .toList();
    }
}
