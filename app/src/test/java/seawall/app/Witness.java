package seawall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import seawall.drill.client.Credentials;
import seawall.drill.client.Json;
import seawall.drill.client.RestClient;
import seawall.wire.codec.Wallet;

/// A trader who writes down what the exchange tells it, and holds the exchange to it after a crash. What was on its way
/// when the exchange died may have happened or not; everything else must be as it was told. One thread at a time.
final class Witness {
    private static final String INSTRUMENT = "BTC-USDT";
    private static final int PAGE = 100;
    private static final int PAGES_MAX = 100;
    /// What a user id of the API is above the account's number.
    private static final long UID_BASE = 100_000_000_000_000_000L;

    private static final int CANCELED = 4;
    private static final int BASE_PRICE = 31_990;
    private static final int PRICES = 20;
    private static final Map<String, BigDecimal> START =
            Map.of("USDT", BigDecimal.valueOf(1_000_000), "BTC", BigDecimal.valueOf(10));

    private final String name;
    private final String side;
    private final Random random;
    private final Map<String, String> placed = new LinkedHashMap<>();
    private final Set<String> canceled = new HashSet<>();
    private final Map<String, String> fills = new TreeMap<>();
    private final Map<String, Set<BigDecimal>> balances = new TreeMap<>();
    private final List<String> open = new ArrayList<>();
    private int orders;
    /// What was asked and has no definite answer: done or not, both are right.
    private final Set<String> placing = new HashSet<>();
    private final Set<String> canceling = new HashSet<>();

    /// @param name begins its client order ids
    /// @param side on which it mostly trades
    Witness(String name, String side, Random random) {
        this.name = name;
        this.side = side;
        this.random = random;
    }

    /// Does one thing that a trader does.
    ///
    /// @return true when the exchange answered that it is done
    boolean act(RestClient client) throws Exception {
        return switch (random.nextInt(10)) {
            case 0, 1 -> cancel(client);
            case 2 -> readFills(client, "", 0).size() > 0;
            case 3 -> readBalances(client).size() > 0;
            default -> place(client);
        };
    }

    private boolean place(RestClient client) throws Exception {
        String clientOrderId = name + ++orders;
        placing.add(clientOrderId);
        boolean usual = random.nextInt(5) > 0;
        boolean buys = usual == side.equals("buy");
        // Against the usual side at prices that never meet its own orders: self-trade prevention would cancel those.
        int price = usual ? BASE_PRICE : buys ? BASE_PRICE - PRICES : BASE_PRICE + PRICES;
        var reply = client.post(
                "/api/v5/trade/order",
                Json.fields(
                        "instId",
                        INSTRUMENT,
                        "tdMode",
                        "cash",
                        "clOrdId",
                        clientOrderId,
                        "side",
                        buys ? "buy" : "sell",
                        "ordType",
                        "limit",
                        "px",
                        Integer.toString(price + random.nextInt(PRICES)),
                        "sz",
                        BigDecimal.valueOf(1 + random.nextInt(9), 4).toPlainString()));
        if (isDefinite(reply)) {
            placing.remove(clientOrderId);
        }
        if (!isDone(reply)) {
            return false;
        }
        String orderId = Json.text(reply.data().getFirst(), "ordId");
        placed.put(orderId, clientOrderId);
        open.add(orderId);
        return true;
    }

    private boolean cancel(RestClient client) throws Exception {
        if (open.isEmpty()) {
            return false;
        }
        String orderId = open.remove(random.nextInt(open.size()));
        canceling.add(orderId);
        var reply = client.post("/api/v5/trade/cancel-order", Json.fields("instId", INSTRUMENT, "ordId", orderId));
        if (isDefinite(reply)) {
            canceling.remove(orderId);
        }
        // Refused when it was filled before.
        return isDone(reply) && canceled.add(orderId);
    }

    /// Asks again while it asks too often: the exchange lives, and so do its limits.
    private static RestClient.Reply ask(RestClient client, String path) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        RestClient.Reply reply = client.get(path);
        while (reply.code().equals("50011") && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            reply = client.get(path);
        }
        return reply;
    }

    /// Everything but the answer that says that nobody knows.
    private static boolean isDefinite(RestClient.Reply reply) {
        return !reply.code().equals("50004");
    }

    private static boolean isDone(RestClient.Reply reply) {
        return !reply.data().isEmpty()
                && Json.text(reply.data().getFirst(), "sCode").equals("0");
    }

    private List<Map<String, Object>> readFills(RestClient client, String after, int pages) throws Exception {
        var rows = ask(client, "/api/v5/trade/fills?instType=SPOT&limit=" + PAGE + after)
                .data();
        for (var fill : rows) {
            String before = fills.putIfAbsent(Json.text(fill, "billId"), fill.toString());
            assertThat(fill.toString()).as("a fill seen twice").isEqualTo(before == null ? fill.toString() : before);
        }
        if (pages == 0 || rows.size() < PAGE) {
            return rows;
        }
        var all = new ArrayList<>(rows);
        all.addAll(readFills(client, "&after=" + Json.text(rows.getLast(), "billId"), pages - 1));
        return all;
    }

    private Map<String, Map<String, Object>> readBalances(RestClient client) throws Exception {
        var details = new TreeMap<String, Map<String, Object>>();
        var reply = ask(client, "/api/v5/account/balance");
        if (reply.code().equals("0")) {
            for (var detail : Json.objects(reply.data().getFirst(), "details")) {
                details.put(Json.text(detail, "ccy"), detail);
                balances.computeIfAbsent(Json.text(detail, "ccy"), ccy -> new HashSet<>())
                        .add(number(detail, "cashBal"));
            }
        }
        return details;
    }

    /// Asks the exchange, after a restart, for everything that it has ever told this trader.
    void assertRemembered(RestClient client) throws Exception {
        var found = new TreeMap<String, Map<String, Object>>();
        readOrders(client, "orders-pending", found);
        readOrders(client, "orders-history", found);
        var ids = new TreeMap<String, String>();
        found.forEach((orderId, order) -> ids.put(orderId, Json.text(order, "clOrdId")));
        assertThat(ids).as("orders acknowledged to %s", name).containsAllEntriesOf(placed);
        var unknown = new HashSet<>(ids.values());
        unknown.removeAll(placed.values());
        assertThat(placing).as("orders of %s nobody answered", name).containsAll(unknown);
        placed.putAll(ids);

        var seenBefore = Map.copyOf(fills);
        var rows = readFills(client, "", PAGES_MAX);
        var billIds = rows.stream().map(fill -> Json.text(fill, "billId")).toList();
        assertThat(billIds).as("fills seen by %s", name).doesNotHaveDuplicates().containsAll(seenBefore.keySet());

        open.clear();
        var filled = new TreeMap<String, BigDecimal>();
        rows.forEach(fill -> filled.merge(Json.text(fill, "ordId"), number(fill, "fillSz"), BigDecimal::add));
        found.forEach((orderId, order) -> {
            String state = Json.text(order, "state");
            if (canceled.contains(orderId)) {
                assertThat(state)
                        .as("order %s, whose cancel was acknowledged", orderId)
                        .isEqualTo("canceled");
            } else if (state.equals("canceled")) {
                assertThat(canceling).as("orders whose cancel nobody answered").contains(orderId);
                canceled.add(orderId);
            } else if (!state.equals("filled")) {
                open.add(orderId);
            }
            assertThat(number(order, "accFillSz"))
                    .as("lots of order %s against its fills", orderId)
                    .isEqualByComparingTo(filled.getOrDefault(orderId, BigDecimal.ZERO));
        });
        assertBalances(readBalances(client), rows, found);
        placing.clear();
        canceling.clear();
    }

    private void assertBalances(
            Map<String, Map<String, Object>> details,
            List<Map<String, Object>> allFills,
            Map<String, Map<String, Object>> orders) {
        var cash = new TreeMap<>(START);
        for (var fill : allFills) {
            boolean buys = Json.text(fill, "side").equals("buy");
            BigDecimal base = number(fill, "fillSz");
            BigDecimal quote = base.multiply(number(fill, "fillPx"));
            cash.merge("BTC", buys ? base : base.negate(), BigDecimal::add);
            cash.merge("USDT", buys ? quote.negate() : quote, BigDecimal::add);
            cash.merge(Json.text(fill, "feeCcy"), number(fill, "fee"), BigDecimal::add);
        }
        var frozen = new TreeMap<String, BigDecimal>(Map.of("BTC", BigDecimal.ZERO, "USDT", BigDecimal.ZERO));
        for (String orderId : open) {
            var order = orders.get(orderId);
            BigDecimal rest = number(order, "sz").subtract(number(order, "accFillSz"));
            if (Json.text(order, "side").equals("buy")) {
                frozen.merge("USDT", rest.multiply(number(order, "px")), BigDecimal::add);
            } else {
                frozen.merge("BTC", rest, BigDecimal::add);
            }
        }
        for (String currency : cash.keySet()) {
            var detail = details.get(currency);
            assertThat(number(detail, "cashBal"))
                    .as("%s of %s, from its start by all its fills", currency, name)
                    .isEqualByComparingTo(cash.get(currency));
            assertThat(number(detail, "frozenBal"))
                    .as("%s of %s held by its open orders", currency, name)
                    .isEqualByComparingTo(frozen.get(currency));
        }
    }

    private static void readOrders(RestClient client, String path, Map<String, Map<String, Object>> into)
            throws Exception {
        String after = "";
        for (int page = 0; page < PAGES_MAX; page++) {
            var reply = ask(client, "/api/v5/trade/" + path + "?instType=SPOT&limit=" + PAGE + after);
            assertThat(reply.code()).as(path).isEqualTo("0");
            for (var order : reply.data()) {
                into.put(Json.text(order, "ordId"), order);
            }
            if (reply.data().size() < PAGE) {
                return;
            }
            after = "&after=" + Json.text(reply.data().getLast(), "ordId");
        }
        throw new IllegalStateException("more than " + PAGES_MAX + " pages of " + path);
    }

    /// Looks into the tables of a stopped exchange for everything that it has ever told this trader.
    void assertInHistory(Path database, Credentials user) throws SQLException {
        long accountId = user.uid() - UID_BASE;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            var orders = new TreeMap<String, String>();
            var canceledOrders = new HashSet<String>();
            query(
                    connection,
                    "SELECT order_id, client_order_id, state FROM orders WHERE account_id = " + accountId,
                    row -> {
                        orders.put(row.getString(1), row.getString(2));
                        if (row.getInt(3) == CANCELED) {
                            canceledOrders.add(row.getString(1));
                        }
                    });
            assertThat(orders).as("orders of %s in SQL", name).containsExactlyInAnyOrderEntriesOf(placed);
            assertThat(canceledOrders).as("canceled orders of %s in SQL", name).isEqualTo(canceled);

            var billIds = new HashSet<String>();
            query(
                    connection,
                    "SELECT bill_id FROM fills WHERE account_id = " + accountId,
                    row -> billIds.add(row.getString(1)));
            assertThat(billIds).as("fills of %s in SQL", name).isEqualTo(fills.keySet());

            for (var seen : balances.entrySet()) {
                var passed = new HashSet<BigDecimal>();
                query(
                        connection,
                        "SELECT b.balance_atoms, c.scale FROM bills b JOIN currencies c ON c.currency_id = b.currency_id"
                                + " WHERE b.account_id = " + accountId + " AND b.wallet = " + Wallet.TRADING.value()
                                + " AND c.code = '" + seen.getKey() + "'",
                        row -> passed.add(BigDecimal.valueOf(row.getLong(1), row.getInt(2))
                                .stripTrailingZeros()));
                assertThat(passed).as("balances of %s in SQL", name).containsAll(seen.getValue());
            }
        }
    }

    /// Takes one row of an answer.
    @FunctionalInterface
    private interface Row {
        void take(java.sql.ResultSet row) throws SQLException;
    }

    private static void query(Connection connection, String sql, Row each) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                each.take(rows);
            }
        }
    }

    private static BigDecimal number(Map<String, Object> object, String field) {
        return new BigDecimal(Json.text(object, field)).stripTrailingZeros();
    }

    @Override
    public String toString() {
        return name + ": " + placed.size() + " orders, " + canceled.size() + " cancels, " + fills.size() + " fills";
    }
}
