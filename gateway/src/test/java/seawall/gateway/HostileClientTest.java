package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.gateway.auth.Seal;
import seawall.gateway.http.HttpLimits;

/// What a stranger may send, over real sockets: each gets a code or the end of his connection, changes nothing, and
/// does not keep the gateway from serving others, which is asked after every test.
class HostileClientTest {
    private static final int CONNECTIONS_MAX = 20;
    private static final String TIME = "GET /api/v5/public/time HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String NOWHERE = "GET /nowhere HTTP/1.1\r\n\r\n";
    private static final String ORDER =
            "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"limit\",\"px\":\"50000.1\",\"sz\":\"0.002\"}";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");

    @TempDir
    Path directory;

    private ScriptedVenue venue;
    private Gateway gateway;

    @BeforeEach
    void start() {
        Path key = directory.resolve("venue.key");
        venue = ScriptedVenue.withOneMarket(Seal.fromFile(key), "key-1", "secret-1", "pass-1", "");
        venue.acceptOrders();
        HttpLimits limits = new HttpLimits(
                65_536,
                16_384,
                8_192,
                CONNECTIONS_MAX,
                Duration.ofSeconds(1),
                Duration.ofSeconds(4),
                64 * 1024,
                16 * 1024,
                65_536);
        gateway = Gateway.start(
                GatewayConfig.standard(0, 0, key).withHost("127.0.0.1").withHttp(limits),
                venue,
                venue::reader,
                null,
                List::of,
                problem -> {
                    throw new AssertionError(problem);
                });
        Until.holds(gateway::isLive);
    }

    @AfterEach
    void others_are_served_and_nothing_was_ordered() {
        try {
            assertThat(venue.offered).isEmpty();
            // The connections of the test may take a moment to be counted out.
            Until.holds(() -> statuses(say(TIME.replace("Host", "Connection: close\r\nHost")))
                    .equals(List.of("200")));
            var honest = new TestClient(gateway.port(), "key-1", "secret-1", "pass-1");
            assertThat(honest.post("trade/order", ORDER).body()).contains("\"sCode\":\"0\"");
        } finally {
            gateway.close();
        }
    }

    @Test
    void a_request_with_two_lengths_is_refused_and_ends_its_connection() {
        assertThat(statuses(
                        say("POST /api/v5/trade/order HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\nGET /"
                                + TIME)))
                .containsExactly("400");
        assertThat(statuses(say("POST /api/v5/trade/order HTTP/1.1\r\nContent-Length: +5\r\n\r\nabcde" + TIME)))
                .containsExactly("400");
    }

    @Test
    void a_length_beside_chunks_never_lets_a_second_request_through() {
        String smuggled = "POST /api/v5/trade/order HTTP/1.1\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "0\r\n\r\nGET /api/v5/public/time HTTP/1.1\r\n\r\n";
        assertThat(statuses(say(smuggled))).containsExactly("400");
        for (String coding : List.of("identity, chunked, identity", "xchunked", "chunked\r\nTransfer-Encoding: cow")) {
            assertThat(statuses(say("POST /api/v5/trade/order HTTP/1.1\r\nTransfer-Encoding: " + coding
                            + "\r\n\r\n0\r\n\r\n" + TIME)))
                    .as(coding)
                    .doesNotContain("200");
        }
    }

    @Test
    void a_body_in_chunks_is_read_as_the_body_it_is() {
        // Not signed, so it ends at the first thing that authentication misses, and the next one is still answered.
        String chunked =
                "POST /api/v5/trade/order HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1;x=y\r\n}\r\n0\r\n"
                        + "Trailer: x\r\n\r\n";
        try (RawClient client = new RawClient(gateway.port())) {
            assertThat(client.send(chunked).readUntil("}"))
                    .startsWith("HTTP/1.1 401")
                    .contains("50103");
            assertThat(client.send(TIME).readUntil("}]")).startsWith("HTTP/1.1 200");
        }
        assertThat(statuses(say("POST /api/v5/trade/order HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")))
                .containsExactly("400");
        assertThat(statuses(say("POST /api/v5/trade/order HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + ("1000\r\n" + "x".repeat(4_096) + "\r\n").repeat(16)
                        + "1\r\nx\r\n")))
                .containsExactly("413");
    }

    @Test
    void a_target_is_taken_literally() {
        for (String target : List.of(
                "http://localhost/api/v5/public/time",
                "*",
                "localhost:80",
                "/api/v5/public/%74ime",
                "/api/v5/../v5/public/time",
                "//api/v5/public/time",
                "/API/V5/PUBLIC/TIME")) {
            assertThat(statuses(ask("GET " + target + " HTTP/1.1"))).as(target).containsExactly("404");
        }
        assertThat(statuses(ask("GET /api/v5/market/ticker?instId=BTC%00 HTTP/1.1")))
                .containsExactly("200");
        assertThat(ask("GET /api/v5/market/ticker?instId=%zz HTTP/1.1")).startsWith("HTTP/1.1 400");
        assertThat(statuses(ask("GET /api/v5/public/time\u0000 HTTP/1.1"))).doesNotContain("200");
        assertThat(statuses(ask("GET /api/v5/public/time HTTP/1.1\r\nx: a\u0000b")))
                .containsExactly("400");
    }

    @Test
    void lines_headers_and_bodies_have_their_limits() {
        assertThat(statuses(ask("GET /" + "a".repeat(8_200) + " HTTP/1.1"))).containsExactly("414");
        assertThat(statuses(ask("GET / HTTP/1.1\r\nx: " + "a".repeat(16_400)))).containsExactly("431");
        StringBuilder headers = new StringBuilder("GET / HTTP/1.1");
        for (int i = 0; i < 10_000; i++) {
            headers.append("\r\nh").append(i).append(": 1");
        }
        // The answer may be lost to the reset that ends a connection with so much of it unread.
        assertThat(statuses(ask(headers.toString()))).isSubsetOf("431");
        assertThat(statuses(say("POST /api/v5/trade/order HTTP/1.1\r\nContent-Length: 65537\r\n\r\n")))
                .containsExactly("413");
    }

    @Test
    void a_sender_has_his_time_for_a_whole_request_and_no_more_by_trickling() {
        for (String beginning : List.of(
                "G",
                "GET /api/v5/public/time HTTP/1.1\r\nslow: ",
                "POST /api/v5/trade/order HTTP/1.1\r\nContent-Length: 100\r\n\r\n{",
                "POST /api/v5/trade/order HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{")) {
            assertThat(say(beginning)).as(beginning).isEmpty();
        }
        long started = System.nanoTime();
        try (RawClient idle = new RawClient(gateway.port())) {
            assertThat(idle.readAll()).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(3_900));
    }

    @Test
    void a_hundred_requests_in_one_packet_are_answered_in_their_order() {
        StringBuilder requests = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            boolean isKnown = i % 3 != 0;
            requests.append("GET ")
                    .append(isKnown ? "/api/v5/public/instruments?instType=SPOT&instId=" : "/nowhere/")
                    .append("X-" + i)
                    .append(" HTTP/1.1\r\n")
                    .append(i == 99 ? "Connection: close\r\n\r\n" : "\r\n");
            expected.add(isKnown ? "200" : "404");
        }
        List<String> statuses = statuses(say(requests.toString()));
        // Beyond the published rate of the endpoint the answer is 429, still one for each.
        assertThat(statuses).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(statuses.get(i)).as("request " + i).isIn(expected.get(i), i % 3 == 0 ? "404" : "429");
        }
    }

    @Test
    void connections_beyond_the_limit_are_closed_and_those_within_it_served() {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS_MAX; i++) {
                clients.add(new RawClient(gateway.port()));
                assertThat(clients.getLast().send(NOWHERE).readUntil("}")).startsWith("HTTP/1.1 404");
            }
            assertThat(say(TIME)).isEmpty();
            assertThat(clients.getFirst().send(NOWHERE).readUntil("}")).startsWith("HTTP/1.1 404");
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void a_client_that_reads_no_answers_is_read_no_further_and_cut_off_after_the_idle_time()
            throws InterruptedException {
        // The next request is read when the answer before it is written, so what cannot be written stops all of it.
        String many = NOWHERE.repeat(1_000);
        int packetsMax = 1_000;
        AtomicInteger packets = new AtomicInteger();
        try (RawClient deaf = new RawClient(gateway.port())) {
            Thread sender = Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (packets.incrementAndGet() < packetsMax) {
                        deaf.send(many);
                    }
                } catch (UncheckedIOException cutOff) {
                    // What the test waits for.
                }
            });
            assertThat(statuses(ask("GET /nowhere HTTP/1.1"))).containsExactly("404");
            assertThat(sender.join(Duration.ofSeconds(60))).isTrue();
            assertThat(packets.get()).isLessThan(packetsMax);
        }
    }

    @Test
    void an_expectation_is_met_before_the_body_and_refused_when_it_is_too_large() {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST /api/v5/trade/order HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 Continue");
            assertThat(client.send("{}").readUntil("}")).startsWith("HTTP/1.1 401");
        }
        assertThat(statuses(say("POST /api/v5/trade/order HTTP/1.1\r\nExpect: 100-continue\r\n"
                        + "Content-Length: 65537\r\nConnection: close\r\n\r\n")))
                .containsExactly("413");
        assertThat(
                        statuses(
                                say(
                                        "POST / HTTP/1.1\r\nExpect: the-unexpected\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx")))
                .allMatch(status -> status.startsWith("4"));
    }

    @Test
    void other_methods_are_told_that_they_are_wrong_and_echo_nothing() {
        for (String method : List.of("OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "get", "PRI")) {
            String answer = ask(method + " /api/v5/public/time HTTP/1.1\r\nsecret: echo");
            assertThat(statuses(answer)).as(method).containsExactly("405");
            assertThat(answer).doesNotContain("echo");
        }
        assertThat(ask("HEAD /api/v5/public/time HTTP/1.1"))
                .startsWith("HTTP/1.1 405")
                .endsWith("\r\n\r\n");
    }

    @Test
    void whoever_guesses_at_a_key_is_shut_out_himself_and_its_owner_is_not() {
        String guess = "POST /api/v5/trade/order HTTP/1.1\r\nContent-Type: application/json\r\nOK-ACCESS-KEY: key-1\r\n"
                + "OK-ACCESS-SIGN: " + "A".repeat(43) + "=\r\nOK-ACCESS-PASSPHRASE: pass-1\r\nContent-Length: 2\r\n";
        try (RawClient stranger = new RawClient(gateway.port(), "127.0.0.2")) {
            int refused = 0;
            for (int i = 0; i < 60; i++) {
                String answer = stranger.send(guess + "OK-ACCESS-TIMESTAMP: " + TestClient.now() + "\r\n\r\n{}")
                        .readUntil("}");
                assertThat(answer).containsAnyOf("\"50113\"", "\"50011\"");
                refused += answer.contains("\"50011\"") ? 1 : 0;
            }
            assertThat(refused).as("of 60 guesses, 30 in ten seconds are heard").isBetween(20, 30);
        }
        try (RawClient stranger = socket("127.0.0.3")) {
            int refused = 0;
            for (int i = 0; i < 60; i++) {
                String answer = stranger.sendFrame(login("A".repeat(43) + "=")).readUntil("}");
                assertThat(answer).containsAnyOf("\"60007\"", "\"60014\"");
                refused += answer.contains("\"60014\"") ? 1 : 0;
            }
            assertThat(refused).isBetween(20, 30);
        }
        // The owner's signature is asked for after the limits, and both are as they were.
        try (RawClient owner = socket("127.0.0.1")) {
            String timestamp = timestamp();
            assertThat(owner.sendFrame(
                                    login(TestClient.sign("secret-1", timestamp + "GET/users/self/verify"), timestamp))
                            .readUntil("}"))
                    .contains("\"event\":\"login\",\"code\":\"0\"");
        }
        var owner = new TestClient(gateway.port(), "key-1", "secret-1", "pass-1");
        for (int i = 0; i < 30; i++) {
            assertThat(owner.post("trade/order", ORDER).body()).contains("\"sCode\":\"0\"");
        }
        venue.offered.clear();
    }

    @Test
    void the_owner_of_a_key_gets_through_from_the_very_address_that_guesses_at_it() {
        String guess = "POST /api/v5/trade/order HTTP/1.1\r\nContent-Type: application/json\r\nOK-ACCESS-KEY: key-1\r\n"
                + "OK-ACCESS-SIGN: " + "A".repeat(43) + "=\r\nOK-ACCESS-PASSPHRASE: pass-1\r\nContent-Length: 2\r\n";
        var owner = new TestClient(gateway.port(), "key-1", "secret-1", "pass-1");
        try (RawClient stranger = new RawClient(gateway.port(), "127.0.0.1")) {
            Until.holds(() -> stranger.send(guess + "OK-ACCESS-TIMESTAMP: " + TestClient.now() + "\r\n\r\n{}")
                    .readUntil("}")
                    .contains("\"50011\""));
            assertThat(owner.post("trade/order", ORDER).body()).contains("\"sCode\":\"0\"");
        }
        try (RawClient socket = socket("127.0.0.1")) {
            String timestamp = timestamp();
            assertThat(socket.sendFrame(
                                    login(TestClient.sign("secret-1", timestamp + "GET/users/self/verify"), timestamp))
                            .readUntil("}"))
                    .contains("\"event\":\"login\",\"code\":\"0\"");
        }
        venue.offered.clear();
    }

    private RawClient socket(String from) {
        RawClient client = new RawClient(gateway.port(), from);
        client.send("GET /ws/v5/private HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
                .readUntil("\r\n\r\n");
        return client;
    }

    private static String timestamp() {
        return Long.toString(System.currentTimeMillis() / 1_000);
    }

    private static String login(String sign) {
        return login(sign, timestamp());
    }

    private static String login(String sign, String timestamp) {
        return "{\"op\":\"login\",\"args\":[{\"apiKey\":\"key-1\",\"passphrase\":\"pass-1\",\"timestamp\":\""
                + timestamp + "\",\"sign\":\"" + sign + "\"}]}";
    }

    /// The answer to a head and nothing more.
    private String ask(String head) {
        return say(head + "\r\nConnection: close\r\n\r\n");
    }

    private String say(String bytes) {
        try (RawClient client = new RawClient(gateway.port())) {
            return client.send(bytes).readAll();
        }
    }

    private static List<String> statuses(String answers) {
        return STATUS.matcher(answers)
                .results()
                .map((MatchResult status) -> status.group(1))
                .toList();
    }
}
