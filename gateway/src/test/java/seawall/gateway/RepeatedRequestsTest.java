package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.gateway.TestClient.Answer;
import seawall.gateway.auth.Seal;

/// What becomes of the same signed bytes when they come twice.
class RepeatedRequestsTest {
    private static final String LIMIT = """
            {"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","px":"50000.1","sz":"0.002"}""";
    private static final Answer REPEATED =
            new Answer(200, "{\"code\":\"50042\",\"data\":[],\"msg\":\"Repeated request\"}");
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
    void the_same_signed_bytes_are_executed_once_and_then_refused() {
        String sent = TestClient.now();
        assertThat(results(client.send("POST", "/api/v5/trade/order", LIMIT, sent)))
                .containsExactly("0 Order placed");
        int offered = venue.offered.size();
        for (int i = 0; i < 3; i++) {
            assertThat(client.send("POST", "/api/v5/trade/order", LIMIT, sent)).isEqualTo(REPEATED);
        }
        assertThat(venue.offered).hasSize(offered);
        assertThat(results(client.post("trade/order", LIMIT))).containsExactly("0 Order placed");
    }

    @Test
    void of_many_at_once_one_is_executed() {
        String sent = TestClient.now();
        int before = venue.offered.size();
        List<Answer> answers = Stream.generate(() ->
                        CompletableFuture.supplyAsync(() -> client.send("POST", "/api/v5/trade/order", LIMIT, sent)))
                .limit(8)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(answers).filteredOn(REPEATED::equals).hasSize(7);
        assertThat(venue.offered).hasSize(before + 1);
    }

    @Test
    void a_repeated_cancel_cannot_reach_a_later_order_with_the_same_client_id() {
        String sent = TestClient.now();
        String cancel = "{\"instId\":\"BTC-USDT\",\"clOrdId\":\"again\"}";
        assertThat(results(client.send("POST", "/api/v5/trade/cancel-order", cancel, sent)))
                .containsExactly("0 ");
        assertThat(client.send("POST", "/api/v5/trade/cancel-order", cancel, sent))
                .isEqualTo(REPEATED);
    }

    @Test
    void what_was_signed_before_the_gateway_started_is_refused() {
        String before =
                Instant.now().minusSeconds(5).truncatedTo(ChronoUnit.MILLIS).toString();
        int offered = venue.offered.size();
        assertThat(client.send("POST", "/api/v5/trade/order", LIMIT, before)).isEqualTo(REPEATED);
        assertThat(venue.offered).hasSize(offered);
    }

    private static List<String> results(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return RESULT.matcher(answer.body())
                .results()
                .map(result -> result.group(1) + " " + result.group(2))
                .toList();
    }
}
