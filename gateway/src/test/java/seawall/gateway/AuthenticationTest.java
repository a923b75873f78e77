package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.gateway.TestClient.Answer;
import seawall.gateway.auth.Seal;
import seawall.gateway.http.HttpLimits;

class AuthenticationTest {
    private static final String TARGET = "/api/v5/account/balance?ccy=BTC,ETH";

    @TempDir
    Path directory;

    private ScriptedVenue venue;
    private Gateway gateway;
    private TestClient client;

    @BeforeEach
    void start() {
        Path key = directory.resolve("venue.key");
        Seal seal = Seal.fromFile(key);
        venue = ScriptedVenue.withOneMarket(seal, "key-1", "secret-1", "pass-1", "127.0.0.0/8");
        venue.apiKey(1_000, "elsewhere", 7, seal.seal("elsewhere", "s", "p"), "10.0.0.1");
        venue.apiKey(1_000, "reader", 1, seal.seal("reader", "s", "p"), "");
        gateway = Gateway.start(
                GatewayConfig.standard(0, 0, key)
                        .withHost("127.0.0.1")
                        .withHttp(new HttpLimits(
                                65_536,
                                16_384,
                                8_192,
                                100,
                                Duration.ofMillis(300),
                                Duration.ofSeconds(5),
                                1 << 20,
                                1 << 18,
                                65_536)),
                venue,
                venue::reader,
                null,
                List::of,
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
    void a_signed_query_with_a_literal_comma_is_answered() {
        assertThat(client.send("GET", TARGET, "", TestClient.now()).body()).startsWith("{\"code\":\"0\"");
    }

    @Test
    void each_missing_or_wrong_part_has_its_own_code_and_no_data() {
        String table = Stream.of("OK-ACCESS-KEY", "OK-ACCESS-SIGN", "OK-ACCESS-TIMESTAMP", "OK-ACCESS-PASSPHRASE")
                .map(header -> without(header).status() + " " + without(header).body())
                .collect(Collectors.joining("\n"));
        assertThat(table + "\n").isEqualTo("""
                        401 {"msg":"Request header \\"OK-ACCESS-KEY\\" cannot be empty.","code":"50103"}
                        401 {"msg":"Request header \\"OK-ACCESS-SIGN\\" cannot be empty.","code":"50106"}
                        401 {"msg":"Request header \\"OK-ACCESS-TIMESTAMP\\" cannot be empty.","code":"50107"}
                        401 {"msg":"Request header \\"OK-ACCESS-PASSPHRASE\\" cannot be empty.","code":"50104"}
                        """);
        assertThat(client.send("GET", TARGET, "", "yesterday"))
                .isEqualTo(new Answer(401, "{\"msg\":\"Invalid OK-ACCESS-TIMESTAMP\",\"code\":\"50112\"}"));
        assertThat(client.send("GET", TARGET, "", Instant.now().minusSeconds(31).toString()))
                .isEqualTo(new Answer(401, "{\"msg\":\"Timestamp request expired\",\"code\":\"50102\"}"));
        assertThat(client.send("GET", TARGET, "", Instant.now().plusSeconds(35).toString()))
                .isEqualTo(new Answer(401, "{\"msg\":\"Timestamp request expired\",\"code\":\"50102\"}"));
        assertThat(as("nobody", "s", "p"))
                .isEqualTo(new Answer(401, "{\"msg\":\"Invalid OK-ACCESS-KEY\",\"code\":\"50111\"}"));
        assertThat(as("elsewhere", "s", "p"))
                .isEqualTo(
                        new Answer(
                                401,
                                "{\"msg\":\"Your IP 127.0.0.1 is not included in your API key's IP whitelist.\",\"code\":\"50110\"}"));
        assertThat(as("key-1", "secret-1", "wrong"))
                .isEqualTo(new Answer(
                        401,
                        "{\"msg\":\"Request header \\\"OK-ACCESS-PASSPHRASE\\\" incorrect.\",\"code\":\"50105\"}"));
        assertThat(as("key-1", "wrong", "pass-1"))
                .isEqualTo(new Answer(401, "{\"msg\":\"Invalid Sign\",\"code\":\"50113\"}"));
        client.key = "reader";
        client.secret = "s";
        client.passphrase = "p";
        assertThat(client.post("trade/order", "{}"))
                .isEqualTo(new Answer(
                        200,
                        "{\"msg\":\"This API key doesn't have permission to use this function\",\"code\":\"50120\"}"));
    }

    @Test
    void a_stranger_who_knows_a_key_id_spends_his_own_allowance_and_not_its_owner_s() {
        venue.acceptOrders();
        TestClient stranger = new TestClient(gateway.port(), "key-1", "guess", "guess");
        for (int i = 0; i < 20; i++) {
            assertThat(stranger.post("trade/cancel-all-after", "{\"timeOut\":0}")
                            .body())
                    .contains("50105");
        }
        assertThat(client.post("trade/cancel-all-after", "{\"timeOut\":0}").body())
                .startsWith("{\"code\":\"0\"");
        assertThat(client.post("trade/cancel-all-after", "{\"timeOut\":0}").body())
                .isEqualTo("{\"msg\":\"Too Many Requests\",\"code\":\"50011\"}");
    }

    @Test
    void a_verb_that_an_endpoint_does_not_know_is_told_so() {
        assertThat(client.send("GET", "/api/v5/trade/batch-orders", "", TestClient.now())
                        .body())
                .contains("\"code\":\"50115\"");
        assertThat(client.send(client.plain("DELETE", "/api/v5/public/time", ""))
                        .status())
                .isEqualTo(405);
    }

    @Test
    void hostile_bytes_end_their_connection_and_nothing_else() throws IOException {
        assertThat(raw("\u0000\u0001garbage\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(raw("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 414");
        assertThat(raw("GET / HTTP/1.1\r\nx: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(raw("POST /api/v5/trade/order HTTP/1.1\r\nContent-Length: 70000\r\n\r\n"))
                .startsWith("HTTP/1.1 413")
                .contains("\"code\":\"50002\"");
        assertThat(raw("GET /api/v5/public/time HTTP/1.1\r\nslow: "))
                .as("a slow sender")
                .isEmpty();
        assertThat(client.send(client.plain("GET", "/api/v5/public/time", "")).status())
                .isEqualTo(200);
    }

    @Test
    void pipelined_requests_are_answered_in_their_order() throws IOException {
        String answers = raw(
                "GET /api/v5/public/time HTTP/1.1\r\n\r\nGET /nowhere HTTP/1.1\r\n\r\nGET /api/v5/public/time HTTP/1.1\r\nConnection: close\r\n\r\n");
        assertThat(answers.lines()
                        .filter(line -> line.startsWith("HTTP/1.1") || line.contains("}HTTP/1.1"))
                        .map(line -> line.substring(line.indexOf("HTTP/1.1") + 9, line.indexOf("HTTP/1.1") + 12)))
                .containsExactly("200", "404", "200");
    }

    @Test
    void the_venue_key_is_for_its_owner_only_and_opens_nothing_for_another_key() throws IOException {
        Path file = directory.resolve("venue.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        venue.apiKey(1_000, "moved", 3, Seal.fromFile(file).seal("key-1", "s", "p"), "");
        Until.holds(() -> gateway.views().apiKey("moved") != null);
        assertThat(as("moved", "s", "p").body()).contains("50111");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Seal.fromFile(file))
                .hasMessageContaining("0600");
    }

    private Answer as(String key, String secret, String passphrase) {
        return new TestClient(gateway.port(), key, secret, passphrase).send("GET", TARGET, "", TestClient.now());
    }

    private Answer without(String header) {
        var request = client.plain("GET", TARGET, "");
        client.signed("GET", TARGET, "", TestClient.now())
                .build()
                .headers()
                .map()
                .forEach((name, values) -> {
                    if (!name.equalsIgnoreCase(header) && name.startsWith("OK-")) {
                        request.header(name, values.getFirst());
                    }
                });
        return client.send(request);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
