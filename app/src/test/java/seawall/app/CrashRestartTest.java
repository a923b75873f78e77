package seawall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.app.client.Json;
import seawall.app.client.RestClient;

/// The whole exchange as a process that dies by kill -9 under trade and comes back on the same data.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CrashRestartTest {
    private static final String INSTRUMENT = "BTC-USDT";

    @TempDir
    Path directory;

    /// What a client knows because it was told.
    private static final class Known {
        final Map<String, String> placed = new LinkedHashMap<>();
        final Set<String> canceled = new HashSet<>();
    }

    @Test
    void everything_acknowledged_before_a_kill_is_there_after_the_restart() throws Exception {
        var buyerKnows = new Known();
        String sold;
        Map<String, String> balancesBefore;
        List<String> fillsBefore;
        try (DemoProcess demo = DemoProcess.start(directory, "--no-market")) {
            RestClient buyer = demo.rest(demo.users().get(0));
            RestClient seller = demo.rest(demo.users().get(1));
            // A trade: both sides must remember it.
            place(buyer, "buy", "32000", "0.02", "maker");
            sold = place(seller, "sell", "32000", "0.01", "taker");
            balancesBefore = balances(seller);
            fillsBefore = fills(seller, sold);
            assertThat(fillsBefore).hasSize(1);

            // The kill comes while orders are on their way; those without an answer are nobody's promise.
            var running = new AtomicBoolean(true);
            Thread trader = Thread.ofPlatform().start(() -> {
                for (int number = 1; running.get(); number++) {
                    try {
                        String clientOrderId = "crash" + number;
                        String orderId = place(buyer, "buy", "31000", "0.0001", clientOrderId);
                        synchronized (buyerKnows) {
                            buyerKnows.placed.put(orderId, clientOrderId);
                        }
                        if (number % 3 == 0 && isCanceled(buyer, orderId)) {
                            synchronized (buyerKnows) {
                                buyerKnows.canceled.add(orderId);
                            }
                        }
                    } catch (Exception | AssertionError dead) {
                        return;
                    }
                }
            });
            while (true) {
                synchronized (buyerKnows) {
                    if (buyerKnows.canceled.size() >= 20) {
                        break;
                    }
                }
                assertThat(trader.isAlive()).as("the trader trades on").isTrue();
                Thread.onSpinWait();
                Thread.sleep(5);
            }
            demo.kill();
            running.set(false);
            trader.join();
        }

        try (DemoProcess demo = DemoProcess.start(directory, "--no-market")) {
            RestClient buyer = demo.rest(demo.users().get(0));
            RestClient seller = demo.rest(demo.users().get(1));
            assertThat(balances(seller)).isEqualTo(balancesBefore);
            assertThat(fills(seller, sold)).isEqualTo(fillsBefore);
            var expected = new TreeMap<String, String>();
            var found = new TreeMap<String, String>();
            for (var order : buyerKnows.placed.entrySet()) {
                expected.put(order.getValue(), buyerKnows.canceled.contains(order.getKey()) ? "canceled" : "live");
                var reply = buyer.get("/api/v5/trade/order?instId=" + INSTRUMENT + "&ordId=" + order.getKey());
                found.put(
                        order.getValue(),
                        reply.data().isEmpty()
                                ? reply.body().toString()
                                : Json.text(reply.data().getFirst(), "state"));
            }
            // An answer to the last cancel may have died with the process: canceled without our knowing it is true
            // as well.
            String last = "crash" + buyerKnows.placed.size();
            if ("canceled".equals(found.get(last))) {
                expected.put(last, "canceled");
            }
            assertThat(found).isEqualTo(expected);
            assertThat(place(buyer, "buy", "31000", "0.0001", "after")).isNotEmpty();
        }
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

    private static boolean isCanceled(RestClient client, String orderId) throws Exception {
        var reply = client.post("/api/v5/trade/cancel-order", Json.fields("instId", INSTRUMENT, "ordId", orderId));
        return itemCode(reply).equals("0");
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

    private static List<String> fills(RestClient client, String orderId) throws Exception {
        return client.get("/api/v5/trade/fills?instType=SPOT&ordId=" + orderId).data().stream()
                .map(fill -> fill.toString())
                .toList();
    }

    private static List<String> openOrders(RestClient client) throws Exception {
        return client.get("/api/v5/trade/orders-pending?instType=SPOT").data().stream()
                .map(order -> Json.text(order, "ordId"))
                .toList();
    }
}
