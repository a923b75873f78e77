package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.gateway.auth.Seal;
import seawall.gateway.okx.RecordedShapes;
import seawall.wire.codec.Side;

/// Whole messages of a running gateway beside those that the real service was recorded sending.
class RecordedMessagesTest {
    @TempDir
    Path directory;

    private ScriptedVenue venue;
    private Gateway gateway;
    private TestClient rest;

    @BeforeEach
    void start() {
        Path key = directory.resolve("venue.key");
        venue = ScriptedVenue.withOneMarket(Seal.fromFile(key), "key-1", "secret-1", "pass-1", "");
        venue.level(Side.BUY, 499_999, 100, 1);
        venue.level(Side.SELL, 500_001, 300, 2);
        gateway = Gateway.start(
                GatewayConfig.standard(0, 0, key).withHost("127.0.0.1"),
                venue,
                venue::reader,
                null,
                List::of,
                problem -> {
                    throw new AssertionError(problem);
                });
        rest = new TestClient(gateway.port(), "key-1", "secret-1", "pass-1");
        Until.holds(gateway::isLive);
        venue.acceptOrders();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void a_book_is_pushed_with_every_field_that_the_service_sends() {
        SocketClient client = new SocketClient(gateway.port());
        client.send("{\"op\":\"subscribe\",\"args\":[{\"channel\":\"books\",\"instId\":\"BTC-USDT\"}]}");
        RecordedShapes.matchesMessage("ws_books_snapshot", client.until("\"action\":\"snapshot\""));
        venue.level(Side.BUY, 499_999, 250, 2);
        venue.level(Side.SELL, 500_001, 7, 1);
        RecordedShapes.matchesMessage("ws_books_update", client.until("\"action\":\"update\""));
    }

    @Test
    void commands_are_answered_with_every_field_that_the_service_sends() {
        String placed = rest.post(
                        "trade/order",
                        "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"limit\",\"px\":\"2.1\",\"sz\":\"2\"}")
                .body();
        assertThat(placed).contains("\"data\":[{");
        RecordedShapes.matchesMessage(
                "http_place_order_response",
                placed.substring(placed.indexOf("\"data\":[") + 8, placed.indexOf("}]") + 1));
        RecordedShapes.matchesMessage(
                "http_set_position_mode_response",
                rest.post("account/set-position-mode", "{\"posMode\":\"net_mode\"}")
                        .body());
        RecordedShapes.matchesMessage(
                "http_place_algo_order_rejected",
                rest.post("trade/order-algo", "{\"instId\":\"BTC-USDT\",\"ordType\":\"trigger\"}")
                        .body());
        RecordedShapes.matchesMessage(
                "http_place_algo_order_response",
                rest.post(
                                "trade/order-algo",
                                "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"trigger\",\"sz\":\"2\",\"triggerPx\":\"2.1\",\"orderPx\":\"-1\"}")
                        .body());
        RecordedShapes.matchesMessage(
                "http_cancel_algo_order_response",
                rest.post("trade/cancel-algos", "[{\"instId\":\"BTC-USDT\",\"algoId\":\"12345\"}]")
                        .body());
    }
}
