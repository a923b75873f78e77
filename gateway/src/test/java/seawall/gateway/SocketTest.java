package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.gateway.auth.Seal;
import seawall.wire.codec.Side;

class SocketTest {
    @TempDir
    Path directory;

    private ScriptedVenue venue;
    private Gateway gateway;

    @BeforeEach
    void start() {
        Path key = directory.resolve("venue.key");
        Seal seal = Seal.fromFile(key);
        venue = ScriptedVenue.withOneMarket(seal, "key-1", "secret-1", "pass-1", "");
        venue.account(1_001, "bob");
        venue.apiKey(1_001, "key-2", 3, seal.seal("key-2", "secret-2", "pass-2"), "");
        venue.level(Side.BUY, 499_999, 100, 1);
        venue.level(Side.SELL, 500_001, 300, 2);
        gateway = Gateway.start(
                GatewayConfig.standard(0, 0, key)
                        .withHost("127.0.0.1")
                        .withRateLimitFactor(100)
                        .withDeadlines(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(100)),
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
    void stop() {
        gateway.close();
    }

    @Test
    void a_ping_is_a_word_and_so_is_its_answer() {
        SocketClient client = new SocketClient(gateway.port());
        client.send("ping");
        assertThat(client.next()).isEqualTo("pong");
        client.send("{\"op\":\"ping\"}");
        assertThat(client.next())
                .startsWith(
                        "{\"event\":\"error\",\"code\":\"60012\",\"msg\":\"Illegal request: {\\\"op\\\":\\\"ping\\\"}\"");
    }

    @Test
    void a_book_follows_from_its_snapshot_by_one_chain_with_valid_checksums() {
        SocketClient first = new SocketClient(gateway.port());
        first.send("{\"id\":\"7\",\"op\":\"subscribe\",\"args\":[{\"channel\":\"books\",\"instId\":\"BTC-USDT\"}]}");
        assertThat(first.next())
                .startsWith(
                        "{\"id\":\"7\",\"event\":\"subscribe\",\"arg\":{\"channel\":\"books\",\"instId\":\"BTC-USDT\"},\"connId\":\"");
        Book book = new Book();
        book.apply(first.next());
        assertThat(book.asks).containsExactly(java.util.Map.entry(new java.math.BigDecimal("50000.1"), "0.003"));
        venue.level(Side.BUY, 499_999, 250, 2);
        venue.level(Side.SELL, 500_001, 0, 0);
        venue.level(Side.SELL, 500_003, 7, 1);
        SocketClient second = new SocketClient(gateway.port());
        second.send("{\"op\":\"subscribe\",\"args\":[{\"channel\":\"books\",\"instId\":\"BTC-USDT\"}]}");
        second.next();
        Book late = new Book();
        late.apply(second.next());
        while (!book.asks.equals(late.asks) || !book.bids.equals(late.bids)) {
            book.apply(first.next());
        }
        venue.level(Side.BUY, 499_990, 1, 1);
        String update = first.next();
        assertThat(second.next()).isEqualTo(update);
        book.apply(update);
        late.apply(update);
        assertThat(book.bids).isEqualTo(late.bids).hasSize(2);
    }

    @Test
    void orders_over_a_socket_need_a_login_and_echo_their_id() {
        venue.acceptOrders();
        SocketClient client = new SocketClient(gateway.port());
        String order =
                "{\"id\":\"1512\",\"op\":\"order\",\"args\":[{\"instIdCode\":1,\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"limit\",\"px\":\"2.1\",\"sz\":\"2\"}]}";
        client.send(order);
        assertThat(client.next()).startsWith("{\"id\":\"1512\",\"event\":\"error\",\"code\":\"60011\"");
        client.login("key-1", "secret-1", "pass-1");
        client.send(order);
        assertThat(client.next())
                .matches(
                        "\\{\"id\":\"1512\",\"op\":\"order\",\"data\":\\[\\{\"clOrdId\":\"\",\"ordId\":\"100000000000000001\",\"tag\":\"\",\"ts\":\"\\d+\",\"sCode\":\"0\",\"sMsg\":\"Order placed\",\"subCode\":\"\"}],\"code\":\"0\",\"msg\":\"\",\"inTime\":\"\\d{16}\",\"outTime\":\"\\d{16}\"}");
    }

    @Test
    void nobody_hears_of_another_user_s_orders_or_money() {
        venue.acceptOrders();
        SocketClient alice = new SocketClient(gateway.port());
        SocketClient bob = new SocketClient(gateway.port());
        alice.login("key-1", "secret-1", "pass-1");
        bob.login("key-2", "secret-2", "pass-2");
        for (SocketClient client : List.of(alice, bob)) {
            client.send(
                    "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"orders\",\"instType\":\"ANY\"},{\"channel\":\"account\"}]}");
            client.until("\"eventType\":\"snapshot\"");
        }
        alice.send(
                "{\"id\":\"1\",\"op\":\"order\",\"args\":[{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"clOrdId\":\"mine\",\"side\":\"buy\",\"ordType\":\"limit\",\"px\":\"2.1\",\"sz\":\"2\"}]}");
        assertThat(alice.until("\"channel\":\"orders\",\"instType\":\"ANY\",\"uid\":"))
                .contains("\"clOrdId\":\"mine\"");
        venue.balance(1_000, 2, 5_000_000);
        assertThat(alice.until("event_update")).contains("\"cashBal\":\"5\"");
        venue.balance(1_001, 2, 7_000_000);
        assertThat(bob.until("event_update")).contains("\"cashBal\":\"7\"").doesNotContain("\"cashBal\":\"5\"");
        assertThat(bob.seen).noneMatch(message -> message.contains("mine") || message.contains("\"cashBal\":\"5\""));
    }

    @Test
    void a_gateway_that_leaves_announces_it_and_then_closes() {
        SocketClient client = new SocketClient(gateway.port());
        client.send("ping");
        client.next();
        gateway.drain();
        assertThat(client.next()).contains("\"event\":\"notice\"", "\"code\":\"64008\"");
        Until.holds(() -> client.closeCode == 1001);
    }

    /// A book as a client keeps it, checked at each step against the chain and the checksum.
    private static final class Book {
        private static final Pattern LEVEL = Pattern.compile("\\[\"([^\"]+)\",\"([^\"]+)\",\"0\",\"(\\d+)\"]");
        final TreeMap<java.math.BigDecimal, String> asks = new TreeMap<>();
        final TreeMap<java.math.BigDecimal, String> bids = new TreeMap<>(java.util.Comparator.reverseOrder());
        private long sequence = -1;

        void apply(String message) {
            boolean isSnapshot = message.contains("\"action\":\"snapshot\"");
            assertThat(number(message, "prevSeqId")).isEqualTo(isSnapshot ? -1 : sequence);
            sequence = number(message, "seqId");
            int middle = message.indexOf("\"bids\"");
            levels(message.substring(0, middle), asks);
            levels(message.substring(middle), bids);
            assertThat(number(message, "checksum")).isEqualTo(checksum());
        }

        private static void levels(String text, TreeMap<java.math.BigDecimal, String> side) {
            Matcher level = LEVEL.matcher(text);
            while (level.find()) {
                if (level.group(2).equals("0")) {
                    side.remove(new java.math.BigDecimal(level.group(1)));
                } else {
                    side.put(new java.math.BigDecimal(level.group(1)), level.group(2));
                }
            }
        }

        private long checksum() {
            StringBuilder text = new StringBuilder();
            var bid = bids.entrySet().iterator();
            var ask = asks.entrySet().iterator();
            for (int i = 0; i < 25; i++) {
                for (var side : List.of(bid, ask)) {
                    if (side.hasNext()) {
                        var level = side.next();
                        text.append(text.isEmpty() ? "" : ":")
                                .append(level.getKey().toPlainString())
                                .append(':')
                                .append(level.getValue());
                    }
                }
            }
            CRC32 crc = new CRC32();
            crc.update(text.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return (int) crc.getValue();
        }

        private static long number(String message, String name) {
            Matcher matcher = Pattern.compile("\"" + name + "\":(-?\\d+)").matcher(message);
            assertThat(matcher.find()).as(message).isTrue();
            return Long.parseLong(matcher.group(1));
        }
    }
}
