package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.gateway.TestClient.Answer;
import seawall.gateway.auth.Seal;
import seawall.link.CommandLink;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

class TradeOverHttpTest {
    private static final String ORDER =
            "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"clOrdId\":\"b15\",\"side\":\"buy\",\"ordType\":\"limit\",\"px\":\"50000.1\",\"sz\":\"0.002\"}";

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
                GatewayConfig.standard(0, 0, key)
                        .withHost("127.0.0.1")
                        .withDeadlines(Duration.ofMillis(300), Duration.ofMillis(500), Duration.ofMillis(100)),
                venue,
                venue::reader,
                null,
                java.util.List::of,
                problem -> {
                    throw new AssertionError(problem);
                });
        client = new TestClient(gateway.port(), "key-1", "secret-1", "pass-1");
        Until.holds(gateway::isLive);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void a_limit_order_becomes_one_command_in_ticks_and_lots() {
        venue.acceptOrders();
        Answer answer = client.post("trade/order", ORDER);

        assertThat(masked(answer))
                .isEqualTo(
                        new Answer(
                                200,
                                "{\"code\":\"0\",\"data\":[{\"clOrdId\":\"b15\",\"ordId\":\"100000000000000001\",\"tag\":\"\",\"ts\":\"1700000000006\",\"sCode\":\"0\",\"sMsg\":\"Order placed\",\"subCode\":\"\"}],\"inTime\":\"T\",\"msg\":\"\",\"outTime\":\"T\"}"));
        var order = venue.offered.getFirst().place();
        assertThat(order.accountId()).isEqualTo(1_000);
        assertThat(order.instrumentId()).isEqualTo(1);
        assertThat(order.side()).isEqualTo(Side.BUY);
        assertThat(order.orderType()).isEqualTo(OrderType.LIMIT);
        assertThat(order.sizeUnit()).isEqualTo(SizeUnit.BASE);
        assertThat(order.priceTicks()).isEqualTo(500_001);
        assertThat(order.quantity()).isEqualTo(200);
        assertThat(order.clientOrderId()).isEqualTo("b15");
        assertThat(venue.offered).hasSize(1);
    }

    @Test
    void a_batch_is_answered_in_its_order_with_the_reason_of_each_failure() {
        venue.acceptOrders();
        Answer answer = client.post(
                "trade/batch-orders",
                "[" + ORDER + "," + ORDER.replace("0.002", "0.0020001") + "," + ORDER.replace("50000.1", "50000.15")
                        + ",7]");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"code\":\"2\"", "\"msg\":\"Bulk operation partially succeeded.\"")
                .containsSubsequence(
                        "\"sCode\":\"0\"", "\"sCode\":\"51121\"", "\"sCode\":\"51150\"", "\"sCode\":\"51000\"");
        assertThat(venue.offered).hasSize(1);
    }

    @Test
    void the_engine_s_refusal_reaches_the_client_as_the_code_of_the_item() {
        venue.answerAll(Outcome.BALANCE_INSUFFICIENT, 0);
        assertThat(masked(client.post("trade/order", ORDER)))
                .isEqualTo(
                        new Answer(
                                200,
                                "{\"code\":\"1\",\"data\":[{\"clOrdId\":\"b15\",\"ordId\":\"\",\"tag\":\"\",\"ts\":\"1700000000006\",\"sCode\":\"51008\",\"sMsg\":\"Order failed. Insufficient USDT balance in account\",\"subCode\":\"1000\"}],\"inTime\":\"T\",\"msg\":\"All operations failed\",\"outTime\":\"T\"}"));
    }

    @Test
    void a_command_that_nobody_answers_ends_as_unknown_and_not_as_refused() {
        venue.fallSilent();
        Answer answer = client.post("trade/order", ORDER);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"code\":\"50004\",\"data\":[],\"msg\":\"API endpoint request timeout");
    }

    @Test
    void a_full_link_is_busy_and_a_missing_one_is_unavailable() {
        venue.next = CommandLink.Offer.FULL;
        assertThat(client.post("trade/order", ORDER))
                .isEqualTo(new Answer(
                        429, "{\"code\":\"50013\",\"data\":[],\"msg\":\"Systems are busy. Please try again later.\"}"));
        venue.connected = false;
        assertThat(client.post("trade/order", ORDER))
                .isEqualTo(
                        new Answer(
                                503,
                                "{\"code\":\"50001\",\"data\":[],\"msg\":\"Service temporarily unavailable. Please try again later.\"}"));
    }

    @Test
    void an_order_without_its_body_or_with_a_broken_one_never_becomes_a_command() {
        assertThat(client.post("trade/order", "").body()).contains("\"code\":\"50000\"");
        assertThat(client.post("trade/order", "{\"instId\":").body()).contains("\"code\":\"50002\"");
        assertThat(client.post("trade/order", "[]").body()).contains("\"code\":\"51000\"");
        assertThat(venue.offered).isEmpty();
    }

    @Test
    void a_gateway_that_still_catches_up_says_unavailable_and_never_an_authentication_code() {
        gateway.close();
        venue = ScriptedVenue.withOneMarket(
                Seal.fromFile(directory.resolve("venue.key")), "key-1", "secret-1", "pass-1", "");
        venue.isLive.set(false);
        gateway = Gateway.start(
                GatewayConfig.standard(0, 0, directory.resolve("venue.key")).withHost("127.0.0.1"),
                venue,
                venue::reader,
                null,
                java.util.List::of,
                problem -> {
                    throw new AssertionError(problem);
                });
        client = new TestClient(gateway.port(), "unknown", "wrong", "wrong");
        assertThat(client.post("trade/order", ORDER).body()).contains("\"code\":\"50001\"");
    }

    private static Answer masked(Answer answer) {
        return new Answer(answer.status(), answer.body().replaceAll("(inTime|outTime)\":\"[0-9]{16}\"", "$1\":\"T\""));
    }
}
