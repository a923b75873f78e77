package seawall.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.app.market.DemoInstrument;
import seawall.drill.client.Credentials;
import seawall.drill.client.Json;
import seawall.drill.client.OrderSession;
import seawall.drill.client.PinnedCertificate;
import seawall.drill.client.RestClient;
import seawall.gateway.Identity;
import seawall.history.PostgresqlServer;

/// What somebody who starts the demo relies on.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DemoTest {
    private static final double READY_SECONDS_MAX = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /// How the table of orders says so.
    private static final int CANCELED = 4;

    private static final Pattern READY = Pattern.compile("ready in ([0-9.]+) s");
    private static final Pattern ELAPSED = Pattern.compile("\"elapsedMillis\":\"([0-9]+)\"");

    @TempDir
    Path directory;

    @Test
    void it_is_ready_within_fifteen_seconds_with_a_market_and_a_later_start_goes_on_in_the_same_day() throws Exception {
        long elapsed;
        try (DemoProcess demo = DemoProcess.start(directory)) {
            assertThat(readySeconds(demo)).isLessThan(READY_SECONDS_MAX);
            assertEverythingTrades(demo);
            eventually(() -> elapsedMillis() >= 2_000);
            assertThat(demo.stop()).isEqualTo(143);
            elapsed = elapsedMillis();
        }
        try (DemoProcess demo = DemoProcess.start(directory)) {
            assertThat(readySeconds(demo)).isLessThan(READY_SECONDS_MAX);
            assertEverythingTrades(demo);
            eventually(() -> elapsedMillis() > elapsed);
            // Everything since the second start, at most: time in which the demo did not run does not pass.
            assertThat(elapsedMillis() - elapsed)
                    .isLessThan(Duration.ofMinutes(1).toMillis());
            assertThat(demo.output()).noneMatch(line -> line.contains("ERROR"));
        }
    }

    @Test
    void with_a_certificate_it_speaks_tls_only_and_takes_a_new_one_while_it_trades() throws Exception {
        Identity first = Identity.create(directory, "first", "EC");
        Identity second = Identity.create(directory, "second", "EC");
        Path certificates = directory.resolve("chain.pem");
        Path privateKey = directory.resolve("key.pem");
        write(first, certificates, privateKey);
        try (DemoProcess demo = DemoProcess.start(
                directory.resolve("data"), "--tls-cert", certificates.toString(), "--tls-key", privateKey.toString())) {
            assertThat(demo.restBase().getScheme()).isEqualTo("https");
            assertThat(demo.webSocketBase().getScheme()).isEqualTo("wss");
            try (HttpClient client = client(certificates)) {
                assertEverythingTrades(demo, client);
                assertThat(accepts(demo, client)).isEqualTo("0");
            }
            write(second, certificates, privateKey);
            eventually(() -> {
                // A client that trusts the new one alone.
                try (HttpClient client = client(certificates)) {
                    return trades(demo, client) > 0;
                } catch (IOException | InterruptedException refused) {
                    return false;
                }
            });
            try (HttpClient client = client(certificates)) {
                long before = trades(demo, client);
                eventually(() -> {
                    try {
                        return trades(demo, client) > before;
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
            }
            assertThat(demo.output()).noneMatch(line -> line.contains("ERROR"));
        }
    }

    @Test
    void half_a_certificate_is_refused_with_what_to_do() throws Exception {
        try (DemoProcess demo = DemoProcess.launch(directory, "--tls-cert", "chain.pem")) {
            assertThat(demo.end()).isEqualTo(1);
            assertThat(demo.output())
                    .contains("seawall: expected --tls-cert and --tls-key together, found only --tls-cert");
        }
        try (DemoProcess demo =
                DemoProcess.launch(directory, "--no-market", "--tls-cert", "no.pem", "--tls-key", "no.key")) {
            assertThat(demo.end()).isEqualTo(1);
            assertThat(demo.output())
                    .anyMatch(line -> line.startsWith("seawall: expected a certificate chain in no.pem"));
        }
    }

    @Test
    void its_history_lives_in_postgresql_if_asked_for() throws Exception {
        Optional<String> missing = PostgresqlServer.missing();
        assumeTrue(missing.isEmpty(), missing::orElseThrow);
        try (PostgresqlServer server = PostgresqlServer.start()) {
            String url = server.freshDatabase();
            String[] options = {"--no-market", "--history", url, "--history-user", PostgresqlServer.USER};
            String orderId;
            try (DemoProcess demo = DemoProcess.start(directory, options)) {
                RestClient rest = demo.rest(demo.users().getFirst());
                orderId = Json.text(
                        rest.post(
                                        "/api/v5/trade/order",
                                        Json.fields(
                                                "instId",
                                                "BTC-USDT",
                                                "tdMode",
                                                "cash",
                                                "side",
                                                "buy",
                                                "ordType",
                                                "limit",
                                                "px",
                                                "30000",
                                                "sz",
                                                "0.01"))
                                .data()
                                .getFirst(),
                        "ordId");
                rest.post("/api/v5/trade/cancel-order", Json.fields("instId", "BTC-USDT", "ordId", orderId));
                eventually(() -> states(url, orderId).equals(List.of(CANCELED)));
                assertThat(demo.stop()).isEqualTo(143);
            }
            assertThat(directory.resolve("history.db")).doesNotExist();
            try (DemoProcess demo = DemoProcess.start(directory, options)) {
                RestClient rest = demo.rest(demo.users().getFirst());
                assertThat(Json.text(
                                rest.get("/api/v5/trade/order?instId=BTC-USDT&ordId=" + orderId)
                                        .data()
                                        .getFirst(),
                                "state"))
                        .isEqualTo("canceled");
                assertThat(states(url, orderId)).containsExactly(CANCELED);
            }
        }
        try (DemoProcess demo = DemoProcess.launch(
                directory.resolve("other"), "--no-market", "--history", "jdbc:postgresql://127.0.0.1:1/none")) {
            assertThat(demo.end()).isEqualTo(1);
            assertThat(demo.output()).anyMatch(line -> line.startsWith("seawall: ") && line.contains("127.0.0.1:1"));
        }
    }

    private static void write(Identity identity, Path certificates, Path privateKey) throws IOException {
        for (Map.Entry<Path, String> file : Map.of(
                        certificates, identity.certificatePem(), privateKey, identity.keyPem())
                .entrySet()) {
            Path draft = file.getKey().resolveSibling("draft");
            Files.writeString(draft, file.getValue());
            Files.move(draft, file.getKey(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static HttpClient client(Path certificates) {
        return HttpClient.newBuilder()
                .sslContext(PinnedCertificate.context(certificates))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private static double readySeconds(DemoProcess demo) {
        return demo.output().stream()
                .map(READY::matcher)
                .filter(Matcher::find)
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static void assertEverythingTrades(DemoProcess demo) throws IOException, InterruptedException {
        assertEverythingTrades(demo, demo.http());
    }

    private static void assertEverythingTrades(DemoProcess demo, HttpClient client)
            throws IOException, InterruptedException {
        List<Map<String, Object>> tickers = new RestClient(client, demo.restBase(), null)
                .get("/api/v5/market/tickers?instType=SPOT")
                .data();
        assertThat(tickers)
                .extracting(ticker -> Json.text(ticker, "instId"))
                .containsExactlyInAnyOrderElementsOf(
                        DemoInstrument.ALL.stream().map(DemoInstrument::name).toList());
        assertThat(tickers).allSatisfy(ticker -> {
            for (String price : List.of("last", "bidPx", "askPx")) {
                assertThat(Double.parseDouble(Json.text(ticker, price)))
                        .as(price + " of " + ticker)
                        .isPositive();
            }
        });
    }

    /// The latest trade id of BTC-USDT.
    private static long trades(DemoProcess demo, HttpClient client) throws IOException, InterruptedException {
        return Long.parseLong(Json.text(
                new RestClient(client, demo.restBase(), null)
                        .get("/api/v5/market/trades?instId=BTC-USDT&limit=1")
                        .data()
                        .getFirst(),
                "tradeId"));
    }

    /// Places an order over a WebSocket; its code.
    private static String accepts(DemoProcess demo, HttpClient client) throws Exception {
        Credentials user = demo.users().getFirst();
        var news = new LinkedBlockingQueue<String>();
        try (var executor = Executors.newSingleThreadExecutor();
                OrderSession session = OrderSession.open(
                        client,
                        demo.webSocketBase().resolve(demo.webSocketBase().getPath() + "/private"),
                        user,
                        4,
                        Clock.systemUTC(),
                        executor,
                        new OrderSession.Listener() {
                            @Override
                            public void onReady() {
                                news.add("ready");
                            }

                            @Override
                            public void onOrder(Map<String, Object> order) {}

                            @Override
                            public void onClosed(String why) {
                                news.add("closed: " + why);
                            }
                        })) {
            assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo("ready");
            String order = Json.fields(
                    "instId",
                    "BTC-USDT",
                    "tdMode",
                    "cash",
                    "side",
                    "buy",
                    "ordType",
                    "ioc",
                    "px",
                    "30000",
                    "sz",
                    "0.01");
            executor.execute(() -> session.request(
                    "order", order, reply -> news.add(reply.items().getFirst().code())));
            return news.poll(20, TimeUnit.SECONDS);
        }
    }

    private static List<Integer> states(String url, String orderId) {
        try (var connection = DriverManager.getConnection(url, PostgresqlServer.USER, "");
                var query = connection.prepareStatement("SELECT state FROM orders WHERE order_id = ?")) {
            query.setLong(1, Long.parseLong(orderId));
            var rows = query.executeQuery();
            var states = new ArrayList<Integer>();
            while (rows.next()) {
                states.add(rows.getInt(1));
            }
            return states;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private long elapsedMillis() {
        try {
            Matcher elapsed = ELAPSED.matcher(Files.readString(directory.resolve("demo-market.json")));
            return elapsed.find() ? Long.parseLong(elapsed.group(1)) : -1;
        } catch (IOException notYet) {
            return -1;
        }
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within " + PATIENCE).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
