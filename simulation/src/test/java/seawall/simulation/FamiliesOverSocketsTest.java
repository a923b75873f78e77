package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.engine.Limits;
import seawall.gateway.Gateway;

/// Two families on the real engine, over real sockets: what each of their accounts can do and see, and what it cannot.
class FamiliesOverSocketsTest {
    private static final int ALICE = 1_000;
    private static final int BOB = 1_001;
    private static final int USDT = 2;
    private static final long DOLLAR = 100_000_000;
    private static final List<String> READS = List.of(
            "users/subaccount/list",
            "users/subaccount/apikey?subAcct=gridbot1",
            "account/subaccount/balances?subAcct=gridbot1",
            "asset/subaccount/balances?subAcct=gridbot1",
            "account/subaccount/max-withdrawal?subAcct=gridbot1",
            "asset/subaccount/bills");

    @TempDir
    Path directory;

    private VenueBehindSockets venue;
    private Gateway gateway;
    private Client alice;
    private Client bob;
    private Client grid;

    @BeforeEach
    void two_families() {
        venue = new VenueBehindSockets(directory, Limits.laptop());
        venue.account("alice");
        venue.account("bob");
        venue.apiKey(ALICE, "key-a", "secret-a", "pass-a");
        venue.apiKey(BOB, "key-b", "secret-b", "pass-b");
        venue.deposit(ALICE, USDT, 1_000 * DOLLAR);
        venue.deposit(BOB, USDT, 1_000 * DOLLAR);
        gateway = venue.gateway();
        alice = new Client(gateway.port(), "key-a", "secret-a", "pass-a");
        bob = new Client(gateway.port(), "key-b", "secret-b", "pass-b");
        create(alice, "gridbot1");
        create(alice, "dcabot01");
        create(bob, "gridbot1");
        grid = key(alice, "gridbot1", "read_only,trade");
    }

    @AfterEach
    void nothing_is_amiss() {
        gateway.close();
        assertThat(venue.violations()).isEmpty();
        venue.close();
    }

    private static void create(Client main, String name) {
        assertThat(main.post(
                        "users/subaccount/create-subaccount",
                        "{\"subAcct\":\"" + name + "\",\"type\":\"1\",\"label\":\"made by a test\"}"))
                .contains("\"code\":\"0\"");
    }

    private Client key(Client main, String name, String permissions) {
        String answer = main.post(
                "users/subaccount/apikey",
                "{\"subAcct\":\"" + name + "\",\"label\":\"" + permissions.length()
                        + "\",\"passphrase\":\"Pass-word1\",\"perm\":\"" + permissions + "\"}");
        return new Client(gateway.port(), word(answer, "apiKey"), word(answer, "secretKey"), "Pass-word1");
    }

    private static String word(String json, String field) {
        var matcher = Pattern.compile("\"" + field + "\":\"([^\"]*)\"").matcher(json);
        assertThat(matcher.find()).as(field + " in " + json).isTrue();
        return matcher.group(1);
    }

    private static String transfer(String type, String name, String amount, String clientId) {
        return "{\"ccy\":\"USDT\",\"amt\":\"" + amount + "\",\"from\":\"6\",\"to\":\"6\",\"type\":\"" + type
                + "\",\"subAcct\":\"" + name + "\",\"clientId\":\"" + clientId + "\"}";
    }

    private static String code(String json) {
        return word(json, "code");
    }

    @Test
    void a_sub_account_trades_with_the_money_of_its_main_account_and_shows_its_orders_to_nobody() {
        assertThat(
                        code(
                                alice.post(
                                        "asset/transfer",
                                        "{\"ccy\":\"USDT\",\"amt\":\"100\",\"from\":\"6\",\"to\":\"18\",\"type\":\"1\",\"subAcct\":\"gridbot1\"}")))
                .isEqualTo("0");
        String order = grid.post(
                "trade/order",
                "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"limit\",\"px\":\"1000\",\"sz\":\"0.01\"}");
        assertThat(code(order)).isEqualTo("0");
        assertThat(grid.get("trade/orders-pending")).contains(word(order, "ordId"));
        assertThat(alice.get("trade/orders-pending")).contains("\"data\":[]");
        assertThat(alice.get("account/subaccount/balances?subAcct=gridbot1"))
                .contains("\"cashBal\":\"100\"", "\"frozenBal\":\"10\"");
        assertThat(
                        code(
                                alice.post(
                                        "asset/transfer",
                                        "{\"ccy\":\"USDT\",\"amt\":\"90.00000001\",\"from\":\"18\",\"to\":\"6\",\"type\":\"2\",\"subAcct\":\"gridbot1\"}")))
                .as("what an order holds stays")
                .isEqualTo("58350");
        assertThat(alice.post(
                        "trade/cancel-order", "{\"instId\":\"BTC-USDT\",\"ordId\":\"" + word(order, "ordId") + "\"}"))
                .contains("\"sCode\":\"51400\"");
        assertThat(grid.get("trade/orders-pending")).contains(word(order, "ordId"));
    }

    @Test
    void money_moves_within_a_family_by_its_rules_and_is_neither_made_nor_lost() {
        assertThat(code(alice.post("asset/transfer", transfer("1", "gridbot1", "100", "t1"))))
                .isEqualTo("0");
        assertThat(code(alice.post("asset/transfer", transfer("1", "gridbot1", "100", "t1"))))
                .isEqualTo("58404");
        assertThat(code(alice.post("asset/transfer", transfer("1", "dcabot01", "901", "t2"))))
                .isEqualTo("58350");
        assertThat(code(alice.post("asset/transfer", transfer("1", "dcabot01", "46116860184.27387903", "t2"))))
                .isEqualTo("58350");
        assertThat(code(alice.post("asset/transfer", transfer("1", "dcabot01", "92233720368.54775807", "t2"))))
                .isEqualTo("58116");
        assertThat(code(alice.post("asset/transfer", transfer("1", "nobody01", "1", "t2"))))
                .isEqualTo("58115");
        assertThat(
                        code(
                                alice.post(
                                        "asset/subaccount/transfer",
                                        "{\"ccy\":\"USDT\",\"amt\":\"40\",\"from\":\"6\",\"to\":\"18\",\"fromSubAccount\":\"gridbot1\",\"toSubAccount\":\"dcabot01\"}")))
                .isEqualTo("0");
        assertThat(
                        code(
                                alice.post(
                                        "asset/subaccount/transfer",
                                        "{\"ccy\":\"USDT\",\"amt\":\"1\",\"from\":\"6\",\"to\":\"18\",\"fromSubAccount\":\"gridbot1\",\"toSubAccount\":\"gridbot1\"}")))
                .isEqualTo("59507");
        assertThat(code(grid.post("asset/transfer", transfer("3", "", "1", ""))))
                .isEqualTo("58119");
        assertThat(code(alice.post(
                        "users/subaccount/set-transfer-out", "{\"subAcct\":\"gridbot1\",\"canTransOut\":true}")))
                .isEqualTo("0");
        assertThat(code(grid.post("asset/transfer", transfer("3", "", "5", "mine"))))
                .isEqualTo("0");
        assertThat(code(grid.post("asset/transfer", transfer("4", "dcabot01", "7", ""))))
                .isEqualTo("0");
        assertThat(grid.get("asset/transfer-state?clientId=mine")).contains("\"type\":\"3\"", "\"amt\":\"5\"");
        assertThat(alice.get("asset/transfer-state?clientId=mine")).contains("\"type\":\"2\"", "\"amt\":\"5\"");
        assertThat(bob.get("asset/transfer-state?clientId=mine")).contains("\"data\":[]");

        BigDecimal all = balance(alice.get("asset/balances"), "bal")
                .add(balance(alice.get("asset/subaccount/balances?subAcct=gridbot1"), "bal"))
                .add(balance(alice.get("asset/subaccount/balances?subAcct=dcabot01"), "bal"))
                .add(balance(alice.get("account/subaccount/balances?subAcct=dcabot01"), "cashBal"));
        assertThat(all).isEqualByComparingTo("1000");
        assertThat(balance(grid.get("asset/balances"), "bal")).isEqualByComparingTo("48");
        assertThat(alice.get("asset/subaccount/bills"))
                .containsSubsequence("\"amt\":\"5\"", "\"type\":\"1\"", "\"amt\":\"100\"", "\"type\":\"0\"");
        assertThat(grid.get("asset/bills"))
                .containsSubsequence("\"type\":\"20\"", "\"type\":\"22\"", "\"type\":\"20\"", "\"type\":\"23\"");
    }

    private static BigDecimal balance(String json, String field) {
        return json.contains("\"" + field + "\"") ? new BigDecimal(word(json, field)) : BigDecimal.ZERO;
    }

    @Test
    void neither_a_sub_account_nor_another_family_sees_or_touches_anything() {
        alice.post("asset/transfer", transfer("1", "gridbot1", "123.4567", "t1"));
        for (String read : READS) {
            assertThat(grid.get(read)).contains("\"code\":\"59500\"", "\"data\":[]");
            assertThat(bob.get(read)).doesNotContain("dcabot01").doesNotContain("123.4567");
        }
        assertThat(word(bob.get("users/subaccount/list"), "uid")).isEqualTo("100000000000001004");
        String key = grid.key;
        for (String post : List.of("modify-apikey", "delete-apikey")) {
            assertThat(code(bob.post(
                            "users/subaccount/" + post, "{\"subAcct\":\"gridbot1\",\"apiKey\":\"" + key + "\"}")))
                    .isEqualTo("59506");
            assertThat(code(grid.post(
                            "users/subaccount/" + post, "{\"subAcct\":\"gridbot1\",\"apiKey\":\"" + key + "\"}")))
                    .isEqualTo("59500");
        }
        assertThat(code(bob.post("asset/transfer", transfer("2", "dcabot01", "1", ""))))
                .isEqualTo("58115");
        assertThat(code(bob.post("users/subaccount/set-transfer-out", "{\"subAcct\":\"dcabot01\"}")))
                .isEqualTo("59510");
        assertThat(code(grid.post("users/subaccount/create-subaccount", "{\"subAcct\":\"mybot001\",\"type\":\"1\"}")))
                .isEqualTo("59500");
        assertThat(balance(bob.get("asset/balances"), "bal")).isEqualByComparingTo("1000");
        assertThat(grid.get("account/config"))
                .contains("\"type\":\"1\"", "\"mainUid\":\"100000000000001000\"", "\"uid\":\"100000000000001002\"");
    }

    @Test
    void only_the_account_itself_hears_on_its_channel() {
        Client foreign = key(bob, "gridbot1", "read_only,trade");
        Listener mine = grid.listen("account");
        Listener main = alice.listen("account");
        Listener others = foreign.listen("account");
        alice.post(
                "asset/transfer",
                "{\"ccy\":\"USDT\",\"amt\":\"12.5\",\"from\":\"6\",\"to\":\"18\",\"type\":\"1\",\"subAcct\":\"gridbot1\"}");
        VenueBehindSockets.until(() -> mine.heard("\"cashBal\":\"12.5\""));
        bob.post(
                "asset/transfer",
                "{\"ccy\":\"USDT\",\"amt\":\"7.25\",\"from\":\"6\",\"to\":\"18\",\"type\":\"1\",\"subAcct\":\"gridbot1\"}");
        VenueBehindSockets.until(() -> others.heard("\"cashBal\":\"7.25\""));
        assertThat(others.heard("12.5")).isFalse();
        assertThat(main.heard("12.5")).isFalse();
        assertThat(mine.heard("7.25")).isFalse();
    }

    @Test
    void a_key_of_a_sub_account_does_what_it_may_until_it_is_deleted() {
        Client reader = key(alice, "gridbot1", "read_only");
        assertThat(code(reader.get("account/balance"))).isEqualTo("0");
        assertThat(reader.post("trade/mass-cancel", "{\"instType\":\"SPOT\"}")).contains("50120");
        assertThat(code(alice.post(
                        "users/subaccount/modify-apikey",
                        "{\"subAcct\":\"gridbot1\",\"apiKey\":\"" + reader.key + "\",\"perm\":\"trade\"}")))
                .isEqualTo("0");
        assertThat(code(reader.post("trade/mass-cancel", "{\"instType\":\"SPOT\"}")))
                .isEqualTo("0");
        Listener listener = reader.listen("account");
        assertThat(code(alice.post(
                        "users/subaccount/delete-apikey",
                        "{\"subAcct\":\"gridbot1\",\"apiKey\":\"" + reader.key + "\"}")))
                .isEqualTo("0");
        VenueBehindSockets.until(() -> listener.closeCode == 4007);
        assertThat(reader.get("account/balance")).contains("50111");
        assertThat(alice.get("users/subaccount/apikey?subAcct=gridbot1"))
                .contains(grid.key)
                .doesNotContain(reader.key);
    }

    @Test
    void families_have_an_end_and_names_are_taken_once() {
        for (int i = 10; i < 28; i++) {
            create(alice, "another" + i);
        }
        assertThat(code(alice.post("users/subaccount/create-subaccount", "{\"subAcct\":\"onemore1\",\"type\":\"1\"}")))
                .isEqualTo("59603");
        assertThat(code(alice.post("users/subaccount/create-subaccount", "{\"subAcct\":\"gridbot1\",\"type\":\"1\"}")))
                .isEqualTo("59601");
    }

    @Test
    void a_gateway_that_starts_later_knows_the_same_families() {
        alice.post("asset/transfer", transfer("1", "gridbot1", "100", "t1"));
        alice.post("users/subaccount/set-transfer-out", "{\"subAcct\":\"gridbot1\"}");
        List<String> before = READS.subList(0, 2).stream().map(alice::get).toList();
        gateway.close();
        gateway = venue.gateway();
        alice = alice.at(gateway.port());
        assertThat(READS.subList(0, 2).stream().map(alice::get).toList()).isEqualTo(before);
        assertThat(code(grid.at(gateway.port()).post("asset/transfer", transfer("3", "", "1", ""))))
                .isEqualTo("0");
        assertThat(alice.get("asset/subaccount/bills")).contains("\"amt\":\"1\"", "\"amt\":\"100\"");
    }

    /// A client that knows nothing of the gateway's code.
    private record Client(HttpClient http, int port, String key, String secret, String passphrase) {
        private static final AtomicLong LATEST_MILLIS = new AtomicLong();

        Client(int port, String key, String secret, String passphrase) {
            this(HttpClient.newHttpClient(), port, key, secret, passphrase);
        }

        Client at(int otherPort) {
            return new Client(http, otherPort, key, secret, passphrase);
        }

        String get(String path) {
            return send("GET", "/api/v5/" + path, "");
        }

        String post(String path, String body) {
            return send("POST", "/api/v5/" + path, body);
        }

        private String send(String method, String target, String body) {
            long millis = LATEST_MILLIS.updateAndGet(latest -> Math.max(latest + 1, System.currentTimeMillis()));
            String timestamp = Instant.ofEpochMilli(millis).toString();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .header("Content-Type", "application/json")
                    .header("OK-ACCESS-KEY", key)
                    .header("OK-ACCESS-SIGN", sign(timestamp + method + target + body))
                    .header("OK-ACCESS-TIMESTAMP", timestamp)
                    .header("OK-ACCESS-PASSPHRASE", passphrase)
                    .build();
            try {
                return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            } catch (IOException problem) {
                throw new IllegalStateException(problem);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }

        private String sign(String text) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException problem) {
                throw new IllegalStateException(problem);
            }
        }

        /// Logs in and subscribes a private channel.
        Listener listen(String channel) {
            var listener = new Listener();
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws/v5/private"), listener)
                    .join();
            String timestamp = Long.toString(System.currentTimeMillis() / 1000);
            String credentials = "{\"apiKey\":\"" + key + "\",\"passphrase\":\"" + passphrase + "\",\"timestamp\":\""
                    + timestamp + "\",\"sign\":\"" + sign(timestamp + "GET/users/self/verify") + "\"}";
            socket.sendText("{\"op\":\"login\",\"args\":[" + credentials + "]}", true)
                    .join();
            VenueBehindSockets.until(() -> listener.heard("\"event\":\"login\",\"code\":\"0\""));
            socket.sendText("{\"op\":\"subscribe\",\"args\":[{\"channel\":\"" + channel + "\"}]}", true)
                    .join();
            VenueBehindSockets.until(() -> listener.heard("\"event\":\"subscribe\""));
            return listener;
        }
    }

    private static final class Listener implements WebSocket.Listener {
        private final CopyOnWriteArrayList<String> messages = new CopyOnWriteArrayList<>();
        private final StringBuilder partial = new StringBuilder();
        volatile int closeCode;

        boolean heard(String part) {
            return messages.stream().anyMatch(message -> message.contains(part));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                messages.add(partial.toString());
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeCode = code;
            return null;
        }
    }
}
