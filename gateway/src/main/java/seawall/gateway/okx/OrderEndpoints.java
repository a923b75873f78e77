package seawall.gateway.okx;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import seawall.gateway.view.ApiKeyView;
import seawall.gateway.view.FillView;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.OlderPages;
import seawall.gateway.view.OrderState;
import seawall.gateway.view.OrderView;
import seawall.gateway.view.Rows;
import seawall.gateway.view.Views;
import seawall.wire.codec.Side;

/// Orders and fills of the account that asks.
final class OrderEndpoints {
    private static final int PAGE_MAX = 100;
    private static final long DAY_MILLIS = 86_400_000;
    private static final long UNFILLED_MILLIS = 2 * 3_600_000;
    // A filter may reject all of an older page; then the next page is asked for, so many times at most.
    private static final int OLDER_PAGES_MAX = 5;
    private static final Set<String> ORDER_TYPES = Set.of(
            "market",
            "limit",
            "post_only",
            "fok",
            "ioc",
            "optimal_limit_ioc",
            "mmp",
            "mmp_and_post_only",
            "op_fok",
            "elp",
            "rpi");
    private static final Set<String> ORDER_STATES =
            Set.of("live", "partially_filled", "filled", "canceled", "mmp_canceled");
    private static final Set<String> CATEGORIES = Set.of(
            "normal", "twap", "adl", "full_liquidation", "partial_liquidation", "delivery", "ddh", "auto_conversion");

    private final Views views;
    private final OkxJson json;

    OrderEndpoints(Views views, OkxJson json) {
        this.views = views;
        this.json = json;
    }

    void addTo(Consumer<Endpoint> table) {
        table.accept(new Endpoint(
                "/api/v5/trade/order",
                ApiKeyView.READ,
                new RateLimit(60, Duration.ofSeconds(2), RateLimit.Scope.USER_INSTRUMENT),
                this::order));
        add(table, "trade/orders-pending", 60, 2, this::pending);
        add(table, "trade/orders-history", 40, 2, (query, out) -> history(query, out, 7, true));
        add(table, "trade/orders-history-archive", 20, 2, (query, out) -> history(query, out, 92, false));
        add(table, "trade/fills", 60, 2, (query, out) -> {
            if (query.isSpot()) {
                fills(query, out, 3);
            }
        });
        add(table, "trade/fills-history", 10, 2, (query, out) -> {
            if (query.isSpotRequired()) {
                fills(query, out, 92);
            }
        });
        add(table, "trade/account-rate-limit", 1, 1, this::rateLimit);
    }

    private static void add(Consumer<Endpoint> table, String path, int count, int seconds, Endpoint.Handler handler) {
        table.accept(new Endpoint(
                "/api/v5/" + path,
                ApiKeyView.READ,
                new RateLimit(count, Duration.ofSeconds(seconds), RateLimit.Scope.USER),
                handler));
    }

    private void order(Query query, JsonOutput out) {
        InstrumentView instrument = query.instrument();
        long orderId = query.number("ordId", 0);
        String clientOrderId = query.clientId("clOrdId");
        if (!query.has("ordId") && clientOrderId.isEmpty()) {
            throw new Refusal(200, "51003", "Either client order ID or order ID is required.");
        }
        if (isNobodys("ordId", query)) {
            throw Refusal.unknownOrder();
        }
        int accountId = query.request().accountId();
        OrderView order = views.order(accountId, instrument.instrumentId(), orderId, clientOrderId);
        if (order == null && query.hasOlder()) {
            order = query.waitForOlder().order(accountId, instrument.instrumentId(), orderId, clientOrderId);
        }
        if (order == null) {
            throw Refusal.unknownOrder();
        }
        json.order(out, order);
    }

    private void pending(Query query, JsonOutput out) {
        boolean isSpot = query.isSpot();
        Predicate<OrderView> filter = filter(query, Set.of("live", "partially_filled"))
                .and(order -> order.state().isOpen());
        int limit = query.count("limit", PAGE_MAX, PAGE_MAX);
        long after = query.afterId();
        long before = query.beforeId();
        if (isSpot) {
            for (OrderView order : views.openOrders(query.request().accountId(), after, before, limit, filter)) {
                json.order(out, order);
            }
        }
    }

    private void history(Query query, JsonOutput out, int days, boolean withUnfilled) {
        boolean isSpot = query.isSpotRequired();
        long nowMillis = query.request().nowMillis();
        long begin = Math.max(query.number("begin", 0), nowMillis - days * DAY_MILLIS);
        long end = query.number("end", Long.MAX_VALUE);
        query.choice("category", CATEGORIES);
        String state = query.choice("state", Set.of("filled", "canceled", "mmp_canceled"));
        Predicate<OrderView> filter = filter(query, ORDER_STATES)
                .and(order -> order.createdNanos() / 1_000_000 >= begin && order.createdNanos() / 1_000_000 <= end)
                .and(order -> order.filledLots() > 0
                        || (withUnfilled && order.updatedNanos() / 1_000_000 >= nowMillis - UNFILLED_MILLIS));
        int limit = query.count("limit", PAGE_MAX, PAGE_MAX);
        long after = query.afterId();
        long before = query.beforeId();
        boolean isNormal = !query.has("category") || query.optional("category").equals("normal");
        if (!isSpot || !isNormal || state.equals("mmp_canceled")) {
            return;
        }
        int accountId = query.request().accountId();
        InstrumentView instrument = query.optionalInstrument();
        OrderState onlyState = switch (state) {
            case "filled" -> OrderState.FILLED;
            case "canceled" -> OrderState.CANCELED;
            default -> null;
        };
        var page = new OlderPages.Page(id(instrument), 0, after, before, begin, end, limit);
        List<OrderView> orders = withOlder(
                query,
                views.closedOrders(accountId, after, before, limit, filter),
                page,
                filter,
                OrderView::orderId,
                older -> query.waitForOlder().orders(accountId, onlyState, withUnfilled, older));
        for (OrderView order : orders) {
            json.order(out, order);
        }
    }

    private static Predicate<OrderView> filter(Query query, Set<String> states) {
        InstrumentView instrument = query.optionalInstrument();
        String state = query.choice("state", states);
        List<String> types = query.list("ordType", ORDER_TYPES.size());
        if (!ORDER_TYPES.containsAll(types)) {
            throw Refusal.invalid("ordType");
        }
        return order -> (instrument == null || order.instrumentId() == instrument.instrumentId())
                && (state.isEmpty() || state.equals(OkxJson.state(order.state())))
                && (types.isEmpty() || types.contains(OkxJson.orderType(order.orderType())));
    }

    private void fills(Query query, JsonOutput out, int days) {
        InstrumentView instrument = query.optionalInstrument();
        long orderId = query.number("ordId", 0);
        String subType = query.optional("subType");
        query.number("subType", 0);
        long begin = Math.max(query.number("begin", 0), query.request().nowMillis() - days * DAY_MILLIS);
        long end = query.number("end", Long.MAX_VALUE);
        Predicate<FillView> filter = fill -> (instrument == null || fill.instrumentId() == instrument.instrumentId())
                && (orderId == 0 || fill.orderId() == orderId)
                && (subType.isEmpty() || subType.equals(fill.side() == Side.BUY ? "1" : "2"))
                && fill.timeNanos() / 1_000_000 >= begin
                && fill.timeNanos() / 1_000_000 <= end;
        int limit = query.count("limit", PAGE_MAX, PAGE_MAX);
        int accountId = query.request().accountId();
        var page = new OlderPages.Page(id(instrument), 0, query.afterId(), query.beforeId(), begin, end, limit);
        if (isNobodys("ordId", query)) {
            return;
        }
        List<FillView> fills = withOlder(
                query,
                views.fills(accountId, page.afterId(), page.beforeId(), limit, filter),
                page,
                filter,
                FillView::billId,
                older -> query.waitForOlder().fills(accountId, orderId, older));
        for (FillView fill : fills) {
            json.fill(out, fill);
        }
    }

    private void rateLimit(Query query, JsonOutput out) {
        out.beginObject()
                .field("accRateLimit", "1000")
                .empty("fillRatio", "mainFillRatio", "nextAccRateLimit")
                .millis("ts", query.request().nowNanos())
                .endObject();
    }

    /// True for an id of 0 that was asked for: the views and the history take 0 for "any".
    static boolean isNobodys(String name, Query query) {
        return query.has(name) && query.number(name, 0) == 0;
    }

    static int id(@Nullable InstrumentView instrument) {
        return instrument == null ? 0 : instrument.instrumentId();
    }

    /// Fills up a page from below the floor of the views.
    static <T> List<T> withOlder(
            Query query,
            Rows<T> recent,
            OlderPages.Page page,
            Predicate<? super T> filter,
            ToLongFunction<? super T> id,
            Function<OlderPages.Page, List<T>> older) {
        var rows = new ArrayList<>(recent.rows());
        if (recent.floorId() <= page.beforeId() || !query.hasOlder()) {
            return rows;
        }
        long after = page.afterId();
        for (int pages = 0; pages < OLDER_PAGES_MAX && rows.size() < page.limit(); pages++) {
            List<T> batch = older.apply(new OlderPages.Page(
                    page.instrumentId(),
                    recent.floorId(),
                    after,
                    page.beforeId(),
                    page.beginMillis(),
                    page.endMillis(),
                    page.limit()));
            for (T row : batch) {
                if (rows.size() < page.limit() && filter.test(row)) {
                    rows.add(row);
                }
            }
            if (batch.size() < page.limit()) {
                break;
            }
            after = id.applyAsLong(batch.getLast());
        }
        return rows;
    }
}
