package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import seawall.gateway.ws.SocketLimits;

/// What a connection may say, and how each mistake is answered.
class SocketProtocolTest {
    private static final String TICKERS = "\"channel\":\"tickers\",\"instId\":\"BTC-USDT\"";

    @TempDir
    Path directory;

    private @Nullable SocketScene scene;

    private SocketScene scene() {
        scene = new SocketScene(directory);
        return scene;
    }

    private SocketScene scene(SocketLimits limits) {
        scene = new SocketScene(directory, config -> config.withSockets(limits));
        return scene;
    }

    @AfterEach
    void stop() {
        if (scene != null) {
            scene.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "hello",
                "[]",
                "7",
                "{\"op\":\"subscribe\"}",
                "{\"op\":\"subscribe\",\"args\":\"tickers\"}",
                "{\"args\":[{\"channel\":\"status\"}]}",
                "{\"event\":\"ping\"}",
                "{\"op\":\"subscribe\",\"args\":[],\"id\":\"123456789012345678901234567890123\"}"
            })
    void a_message_that_is_no_request_is_called_illegal_and_repeated(String message) {
        SocketClient client = scene().client();
        client.send(message);
        assertThat(client.next())
                .matches(
                        "\\{\"event\":\"error\",\"code\":\"60012\",\"msg\":\"Illegal request: .*\",\"connId\":\"[0-9a-f]{8}\"}")
                .contains("Illegal request: " + message.replace("\"", "\\\"") + "\"");
    }

    @Test
    void an_illegal_request_with_an_id_is_answered_under_that_id() {
        SocketClient client = scene().client();
        client.send("{\"id\":\"1512\",\"op\":\"subscribe\",\"argss\":[]}");
        assertThat(client.next()).startsWith("{\"id\":\"1512\",\"event\":\"error\",\"code\":\"60012\",");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"op":"subscribe","args":[7]}                                                             | 60013 | Invalid args
            {"op":"unsubscribe","args":["tickers"]}                                                   | 60013 | Invalid args
            {"op":"login","args":[]}                                                                  | 60013 | Invalid args
            {"op":"subscribe","args":[]}                                                              | 60013 | Invalid args
            {"op":"unsubscribe","args":[]}                                                            | 60013 | Invalid args
            {"op":"login","args":["me"]}                                                              | 60013 | Invalid args
            {"op":"subscribe","args":[{"channel":"weather","instId":"BTC-USDT"}]}                     | 60018 | Wrong URL or channel:weather,instId:BTC-USDT doesn't exist. Please use the correct URL, channel and parameters referring to API document.
            {"op":"subscribe","args":[{"channel":"candle7m","instId":"BTC-USDT"}]}                    | 60018 | Wrong URL or channel:candle7m,instId:BTC-USDT doesn't exist. Please use the correct URL, channel and parameters referring to API document.
            {"op":"subscribe","args":[{"channel":"block-tickers","instId":"BTC-USDT"}]}               | 60018 | Wrong URL or channel:block-tickers,instId:BTC-USDT doesn't exist. Please use the correct URL, channel and parameters referring to API document.
            {"op":"subscribe","args":[{"channel":"tickers","instId":"X-Y"}]}                          | 60018 | Wrong URL or channel:tickers,instId:X-Y doesn't exist. Please use the correct URL, channel and parameters referring to API document.
            {"op":"subscribe","args":[{"channel":"books"}]}                                           | 60018 | Wrong URL or channel:books,instId: doesn't exist. Please use the correct URL, channel and parameters referring to API document.
            {"op":"subscribe","args":[{"channel":"instruments"}]}                                     | 60018 | Wrong URL or channel:instruments,instType: doesn't exist. Please use the correct URL, channel and parameters referring to API document.
            {"op":"subscribe","args":[{"channel":"instruments","instType":"ANY"}]}                    | 60018 | Wrong URL or channel:instruments,instType:ANY doesn't exist. Please use the correct URL, channel and parameters referring to API document.
            {"op":"subscribe","args":[{"channel":"orders","instType":"SPOT"}]}                        | 60011 | Please log in
            {"op":"subscribe","args":[{"channel":"account"}]}                                         | 60011 | Please log in
            {"op":"subscribe","args":[{"channel":"balance_and_position"}]}                            | 60011 | Please log in
            {"op":"subscribe","args":[{"channel":"fills"}]}                                           | 60011 | Please log in
            {"op":"subscribe","args":[{"channel":"books50-l2-tbt","instId":"BTC-USDT"}]}              | 60011 | Please log in
            {"op":"subscribe","args":[{"channel":"books-l2-tbt","instId":"BTC-USDT"}]}                | 60011 | Please log in
            {"op":"dance","args":[{}]}                                                                | 60019 | Invalid op: dance
            {"op":"order","args":[{"instId":"BTC-USDT"}]}                                             | 60027 | Parameter id can not be empty.
            """)
    void a_wrong_request_gets_the_code_of_its_mistake(String request, String code, String message) {
        SocketClient client = scene().client();
        client.send(request);
        assertThat(client.next())
                .startsWith("{\"event\":\"error\",\"code\":\"" + code + "\",\"msg\":\"" + message + "\",\"connId\":\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"id":"9","op":"order","args":[]}        | 60013
            {"id":"9","op":"order","args":[7]}       | 60013
            {"id":"9","op":"order","args":[{},{}]}   | 60013
            {"id":"9","op":"batch-orders","args":[]} | 60013
            """)
    void an_order_operation_of_the_wrong_shape_is_answered_as_an_operation(String request, String code) {
        SocketClient client = scene().alice();
        client.send(request);
        assertThat(client.next())
                .matches("\\{\"id\":\"9\",\"op\":\"(batch-)?order(s)?\",\"data\":\\[],\"code\":\"" + code
                        + "\",\"msg\":\"Invalid args\",\"inTime\":\"\\d{16}\",\"outTime\":\"\\d{16}\"}");
    }

    @Test
    void each_wrong_login_gets_its_own_code_and_the_connection_stays() {
        SocketClient client = scene().client();
        String valid = SocketClient.credentials("key-1", "secret-1", "pass-1");
        String now = valid.replaceAll(".*\"timestamp\":(\\d+),.*", "$1");
        String[][] wrong = {
            {valid.replace("key-1", ""), "60005", "Invalid apiKey"},
            {valid.replace("key-1", "key-9"), "60005", "Invalid apiKey"},
            {valid.replaceAll("\"sign\":\"[^\"]*\"", "\"sign\":\"\""), "60007", "Invalid sign"},
            {valid.replaceAll("\"sign\":\"[^\"]*\"", "\"sign\":\"c2lnbg==\""), "60007", "Invalid sign"},
            {valid.replace("pass-1", "pass-2"), "60024", "Wrong passphrase"},
            {valid.replace("pass-1", ""), "60024", "Wrong passphrase"},
            {valid.replace(now, "\"\""), "60004", "Invalid timestamp"},
            {valid.replace(now, "\"noon\""), "60004", "Invalid timestamp"},
            {valid.replace(now, Long.toString(Long.parseLong(now) - 60)), "60006", "Timestamp request expired"},
            {SocketClient.credentials("key-far", "secret-4", "pass-4"), "60009", "Login failed."},
        };
        for (String[] login : wrong) {
            client.send("{\"id\":\"3\",\"op\":\"login\",\"args\":[" + login[0] + "]}");
            assertThat(client.next())
                    .startsWith("{\"id\":\"3\",\"event\":\"error\",\"code\":\"" + login[1] + "\",\"msg\":\"" + login[2]
                            + "\",\"connId\":\"");
        }
        client.login("key-1", "secret-1", "pass-1");
        client.send("{\"op\":\"login\",\"args\":[" + valid + "]}");
        assertThat(client.next()).startsWith("{\"event\":\"error\",\"code\":\"60031\"");
        client.send("ping");
        assertThat(client.next()).isEqualTo("pong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"channel\":\"account\",\"ccy\":\"DOGE\"",
                "\"channel\":\"orders\",\"instType\":\"BONDS\"",
                "\"channel\":\"orders\",\"instType\":\"SPOT\",\"instId\":\"X-Y\"",
                "\"channel\":\"orders\",\"instType\":\"ANY\",\"instFamily\":\"123456789012345678901234567890123\""
            })
    void a_private_filter_that_names_nothing_is_refused(String arg) {
        SocketClient client = scene().alice();
        client.send("{\"op\":\"subscribe\",\"args\":[{" + arg + "}]}");
        assertThat(client.next()).contains("\"event\":\"error\",\"code\":\"60018\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"often\"", "\"[0]\"", "\"{\"", "{\"updateInterval\":\"0\"}", "7"})
    void extra_parameters_that_are_not_an_object_in_text_are_invalid(String extraParams) {
        SocketClient client = scene().alice();
        client.send("{\"id\":\"5\",\"op\":\"subscribe\",\"args\":[{\"channel\":\"account\",\"extraParams\":"
                + extraParams + "}]}");
        assertThat(client.next())
                .startsWith(
                        "{\"id\":\"5\",\"event\":\"error\",\"code\":\"60013\",\"msg\":\"Invalid args\",\"connId\":\"");
    }

    @Test
    void a_repeated_subscription_is_acknowledged_again_without_a_second_snapshot() {
        SocketClient client = scene().client();
        client.subscribe(TICKERS);
        client.until("\"data\":");
        client.subscribe(TICKERS);
        // The next channel's snapshot comes at once: a second one of the first channel would have come before it.
        client.subscribe("\"channel\":\"price-limit\",\"instId\":\"BTC-USDT\"");
        assertThat(client.next()).contains("\"channel\":\"price-limit\"");
    }

    @Test
    void what_was_unsubscribed_is_heard_no_more() {
        SocketScene scene = scene();
        SocketClient client = scene.client();
        client.subscribe("\"channel\":\"bbo-tbt\",\"instId\":\"BTC-USDT\"");
        client.until("\"data\":");
        client.send(
                "{\"id\":\"8\",\"op\":\"unsubscribe\",\"args\":[{\"channel\":\"bbo-tbt\",\"instId\":\"BTC-USDT\"}]}");
        assertThat(client.next())
                .startsWith(
                        "{\"id\":\"8\",\"event\":\"unsubscribe\",\"arg\":{\"channel\":\"bbo-tbt\",\"instId\":\"BTC-USDT\"},\"connId\":\"");
        client.subscribe("\"channel\":\"books\",\"instId\":\"BTC-USDT\"");
        client.until("\"action\":\"snapshot\"");
        scene.venue.level(seawall.wire.codec.Side.BUY, 499_999, 100, 1);
        assertThat(client.next()).contains("\"channel\":\"books\"").contains("\"action\":\"update\"");
    }

    @Test
    void a_binary_frame_is_unsupported_data() {
        SocketClient client = scene().client();
        client.sendBinary(new byte[] {1, 2, 3});
        assertThat(client.closed()).isEqualTo(1003);
    }

    @Test
    void a_message_of_many_small_fragments_is_too_long_all_the_same() {
        SocketClient client = scene().client();
        String part = "x".repeat(30_000);
        client.sendPart(part, false);
        client.sendPart(part, false);
        client.sendPart(part, true);
        assertThat(client.closed()).isEqualTo(1009);
    }

    @Test
    void arguments_above_64_kb_are_too_long() {
        SocketClient client = scene().client();
        client.send("{\"op\":\"subscribe\",\"args\":[{\"channel\":\"" + "x".repeat(65_536) + "\"}]}");
        assertThat(client.closed()).isEqualTo(1009);
    }

    @Test
    void more_than_480_requests_in_an_hour_are_too_frequent() {
        SocketClient client = scene(SocketLimits.standard()).client();
        String request = "{\"op\":\"unsubscribe\",\"args\":[{" + TICKERS + "}]}";
        for (int i = 0; i < 480; i++) {
            client.send(request);
            assertThat(client.next()).startsWith("{\"event\":\"unsubscribe\"");
        }
        client.send(request);
        assertThat(client.next())
                .startsWith("{\"event\":\"error\",\"code\":\"60014\",\"msg\":\"Requests too frequent\",\"connId\":\"");
        client.send("{\"id\":\"1\",\"op\":\"order\",\"args\":[{}]}");
        assertThat(client.next()).as("orders do not count").contains("\"code\":\"60011\"");
    }

    @Test
    void each_further_key_of_a_login_counts_as_a_request() {
        SocketClient client =
                scene(new SocketLimits(1, 500, 30, Duration.ofSeconds(30))).client();
        client.send("{\"op\":\"login\",\"args\":[" + SocketClient.credentials("key-1", "secret-1", "pass-1") + ","
                + SocketClient.credentials("key-2", "secret-2", "pass-2") + "]}");
        assertThat(client.next()).contains("\"event\":\"login\"");
        assertThat(client.next()).contains("\"code\":\"60023\"");
    }

    @Test
    void one_subscription_too_many_ends_the_connection() {
        SocketClient client =
                scene(new SocketLimits(480, 2, 30, Duration.ofSeconds(30))).client();
        client.subscribe("\"channel\":\"trades-all\",\"instId\":\"BTC-USDT\"");
        client.subscribe("\"channel\":\"trades\",\"instId\":\"BTC-USDT\"");
        client.send("{\"op\":\"subscribe\",\"args\":[{\"channel\":\"status\"}]}");
        assertThat(client.closed()).isEqualTo(4009);
    }

    @Test
    void a_connection_without_traffic_is_closed_and_a_ping_is_traffic() {
        SocketScene scene = scene(new SocketLimits(480, 500, 30, Duration.ofMillis(600)));
        SocketClient silent = scene.client();
        SocketClient pinging = scene.client();
        Until.holds(() -> {
            pinging.send("ping");
            return silent.closeCode != 0;
        });
        assertThat(silent.closeCode).isEqualTo(4004);
        assertThat(silent.closeReason).isEqualTo("No data received in 30s");
        assertThat(pinging.closeCode).isZero();
    }
}
