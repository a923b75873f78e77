package seawall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.drill.client.Credentials;
import seawall.drill.client.Json;
import seawall.drill.client.RestClient;

/// The whole exchange as a process that dies by kill -9 under trade and comes back on the same data.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CrashRestartTest {
    private static final String INSTRUMENT = "BTC-USDT";
    private static final Duration TRADE_MAX = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void kill_minus_9_and_restart_keep_every_order_cancel_fill_and_balance_that_a_client_was_told() throws Exception {
        killRepeatedly(System.nanoTime(), 1);
    }

    @Test
    @Tag("drill")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void four_kills_at_random_moments_lose_nothing_that_a_client_was_told() throws Exception {
        killRepeatedly(System.nanoTime(), 4);
    }

    private void killRepeatedly(long seed, int kills) throws Exception {
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var witnesses = List.of(
                new Witness("buyer", "buy", new Random(random.nextLong())),
                new Witness("seller", "sell", new Random(random.nextLong())));
        long sequence = 0;
        for (int life = 0; life < kills; life++) {
            try (DemoProcess demo = DemoProcess.start(directory, "--no-market")) {
                assertRemembered(witnesses, demo);
                tradeAndKill(witnesses, demo, random);
            }
            if (random.nextInt(3) == 0) {
                // Also while it recovers from the kill before.
                try (DemoProcess demo = DemoProcess.launch(directory, "--no-market")) {
                    LockSupport.parkNanos(random.nextLong(TimeUnit.SECONDS.toNanos(5)));
                    demo.kill();
                }
            }
            sequence = verify(sequence, seed);
        }
        List<Credentials> users;
        try (DemoProcess demo = DemoProcess.start(directory, "--no-market")) {
            assertRemembered(witnesses, demo);
            users = demo.users();
            demo.stop();
        }
        // The snapshot of the stop is the state that the exchange had; the replay must lead to the same.
        verify(sequence, seed);
        assertThat(verification().text()).contains("snapshot    checked, taken at sequence ");
        for (int index = 0; index < witnesses.size(); index++) {
            witnesses.get(index).assertInHistory(directory.resolve("history.db"), users.get(index));
        }
        System.out.println(witnesses);
    }

    private static void assertRemembered(List<Witness> witnesses, DemoProcess demo) throws Exception {
        for (int index = 0; index < witnesses.size(); index++) {
            witnesses.get(index).assertRemembered(demo.rest(demo.users().get(index)));
        }
    }

    /// Lets both trade at once and kills the exchange while their commands are on their way.
    private static void tradeAndKill(List<Witness> witnesses, DemoProcess demo, Random random) throws Exception {
        var answers = new AtomicInteger();
        var wrong = new AtomicReference<Throwable>();
        var traders = new ArrayList<Thread>();
        for (int index = 0; index < witnesses.size(); index++) {
            Witness witness = witnesses.get(index);
            RestClient client = demo.rest(demo.users().get(index));
            traders.add(Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        if (witness.act(client)) {
                            answers.incrementAndGet();
                        }
                    }
                } catch (IOException dead) {
                    // The exchange is gone; what it did not answer is nobody's promise.
                } catch (Exception | AssertionError e) {
                    wrong.compareAndSet(null, e);
                }
            }));
        }
        int enough = 60 + random.nextInt(120);
        long deadline = System.nanoTime() + TRADE_MAX.toNanos();
        while (answers.get() < enough && wrong.get() == null) {
            assertThat(System.nanoTime()).as("time for %s answers", enough).isLessThan(deadline);
            LockSupport.parkNanos(random.nextInt(5_000_000));
        }
        demo.kill();
        for (Thread trader : traders) {
            trader.join();
        }
        assertThat(wrong).hasValue(null);
    }

    /// @return sequence number of the last entry, which is not below the one before
    private long verify(long before, long seed) {
        var verification = verification();
        assertThat(verification.holds())
                .as("seed %s\n%s", seed, verification.text())
                .isTrue();
        assertThat(verification.sequence()).as("seed %s", seed).isGreaterThanOrEqualTo(before);
        return verification.sequence();
    }

    private Verification verification() {
        return Verification.of(directory.resolve("member"), Exchange.LIMITS, bytes -> more -> {});
    }

    @Test
    void a_clean_stop_and_a_second_start_keep_keys_orders_and_money() throws Exception {
        List<?> users;
        Map<String, String> balances;
        String resting;
        try (DemoProcess demo = DemoProcess.start(directory, "--no-market")) {
            users = demo.users();
            RestClient trader = demo.rest(demo.users().getFirst());
            resting = place(trader, "buy", "32000", "0.5", "rests");
            balances = balances(trader);
            int status = demo.stop();
            assertThat(status).as(String.join("\n", demo.output())).isIn(0, 143);
        }
        try (DemoProcess demo = DemoProcess.start(directory, "--no-market")) {
            assertThat(demo.users()).isEqualTo(users);
            RestClient trader = demo.rest(demo.users().getFirst());
            assertThat(balances(trader)).isEqualTo(balances);
            assertThat(openOrders(trader)).containsExactly(resting);
        }
    }

    @Test
    void two_users_cannot_see_or_touch_each_others_orders() throws Exception {
        try (DemoProcess demo = DemoProcess.start(directory, "--no-market")) {
            RestClient owner = demo.rest(demo.users().get(0));
            RestClient other = demo.rest(demo.users().get(1));
            String orderId = place(owner, "buy", "32000", "0.5", "mine");
            String byId = "{\"instId\":\"" + INSTRUMENT + "\",\"ordId\":\"" + orderId + "\"";
            String byClientId = "{\"instId\":\"" + INSTRUMENT + "\",\"clOrdId\":\"mine\"";
            var answers = new ArrayList<String>();
            answers.add(itemCode(other.post("/api/v5/trade/cancel-order", byId + "}")));
            answers.add(itemCode(other.post("/api/v5/trade/cancel-order", byClientId + "}")));
            answers.add(itemCode(other.post("/api/v5/trade/amend-order", byId + ",\"newSz\":\"0.4\"}")));
            answers.add(other.get("/api/v5/trade/order?instId=" + INSTRUMENT + "&ordId=" + orderId)
                    .code());
            answers.add(other.get("/api/v5/trade/order?instId=" + INSTRUMENT + "&clOrdId=mine")
                    .code());
            assertThat(answers).containsExactly("51400", "51400", "51503", "51603", "51603");
            assertThat(openOrders(other)).isEmpty();
            assertThat(openOrders(owner)).containsExactly(orderId);
            var untouched = owner.get("/api/v5/trade/order?instId=" + INSTRUMENT + "&ordId=" + orderId)
                    .data()
                    .getFirst();
            assertThat(List.of(Json.text(untouched, "state"), Json.text(untouched, "sz")))
                    .containsExactly("live", "0.5");
        }
    }

    private static String place(RestClient client, String side, String price, String size, String clientOrderId)
            throws Exception {
        var reply = client.post(
                "/api/v5/trade/order",
                Json.fields(
                        "instId", INSTRUMENT,
                        "tdMode", "cash",
                        "clOrdId", clientOrderId,
                        "side", side,
                        "ordType", "limit",
                        "px", price,
                        "sz", size));
        assertThat(itemCode(reply)).as(reply.body().toString()).isEqualTo("0");
        return Json.text(reply.data().getFirst(), "ordId");
    }

    private static String itemCode(RestClient.Reply reply) {
        return reply.data().isEmpty() ? reply.code() : Json.text(reply.data().getFirst(), "sCode");
    }

    private static Map<String, String> balances(RestClient client) throws Exception {
        var balances = new TreeMap<String, String>();
        for (var detail :
                Json.objects(client.get("/api/v5/account/balance").data().getFirst(), "details")) {
            balances.put(
                    Json.text(detail, "ccy"),
                    Json.text(detail, "cashBal") + " of which frozen " + Json.text(detail, "frozenBal"));
        }
        assertThat(balances).isNotEmpty();
        return balances;
    }

    private static List<String> openOrders(RestClient client) throws Exception {
        return client.get("/api/v5/trade/orders-pending?instType=SPOT").data().stream()
                .map(order -> Json.text(order, "ordId"))
                .toList();
    }
}
