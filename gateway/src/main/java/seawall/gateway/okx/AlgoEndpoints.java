package seawall.gateway.okx;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import seawall.gateway.view.AlgoView;
import seawall.gateway.view.ApiKeyView;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.Views;

/// Algo orders of the account that asks. Those that ended are shown as long as the views keep them.
final class AlgoEndpoints {
    private static final int PAGE_MAX = 100;
    private static final Set<String> TYPES =
            Set.of("conditional", "oco", "trigger", "move_order_stop", "iceberg", "twap", "chase");
    private static final Set<String> ENDED = Set.of("effective", "canceled", "order_failed");

    private final Views views;
    private final AlgoJson json;

    AlgoEndpoints(Views views) {
        this.views = views;
        this.json = new AlgoJson(views);
    }

    void addTo(Consumer<Endpoint> table) {
        add(table, "trade/order-algo", this::one);
        add(table, "trade/orders-algo-pending", this::pending);
        add(table, "trade/orders-algo-history", this::history);
    }

    private static void add(Consumer<Endpoint> table, String path, Endpoint.Handler handler) {
        table.accept(new Endpoint(
                "/api/v5/" + path,
                ApiKeyView.READ,
                new RateLimit(20, Duration.ofSeconds(2), RateLimit.Scope.USER),
                handler));
    }

    private void one(Query query, JsonOutput out) {
        long algoId = query.number("algoId", 0);
        String clientAlgoId = query.clientId("algoClOrdId");
        if (!query.has("algoId") && clientAlgoId.isEmpty()) {
            throw Refusal.eitherMissing("algoId", "algoClOrdId");
        }
        AlgoView algo = OrderEndpoints.isNobodys("algoId", query)
                ? null
                : views.algo(query.request().accountId(), algoId, clientAlgoId);
        if (algo == null) {
            throw Refusal.unknownOrder();
        }
        json.algo(out, algo);
    }

    private void pending(Query query, JsonOutput out) {
        Predicate<AlgoView> filter = filter(query);
        int limit = query.count("limit", PAGE_MAX, PAGE_MAX);
        long after = query.afterId();
        long before = query.beforeId();
        if (query.isSpot()) {
            write(out, views.openAlgos(query.request().accountId(), after, before, limit, filter));
        }
    }

    private void history(Query query, JsonOutput out) {
        Predicate<AlgoView> filter = filter(query);
        String state = query.choice("state", ENDED);
        if (state.isEmpty() && !query.has("algoId")) {
            throw Refusal.eitherMissing("state", "algoId");
        }
        int limit = query.count("limit", PAGE_MAX, PAGE_MAX);
        long after = query.afterId();
        long before = query.beforeId();
        if (query.isSpot()) {
            write(
                    out,
                    views.closedAlgos(
                            query.request().accountId(),
                            after,
                            before,
                            limit,
                            filter.and(algo -> state.isEmpty() || state.equals(AlgoJson.state(algo.state())))));
        }
    }

    private Predicate<AlgoView> filter(Query query) {
        query.required("ordType");
        List<String> types = query.list("ordType", TYPES.size());
        if (!TYPES.containsAll(types)) {
            throw Refusal.invalid("ordType");
        }
        long algoId = query.number("algoId", 0);
        boolean isOfOne = query.has("algoId");
        InstrumentView instrument = query.optionalInstrument();
        return algo -> types.contains(AlgoJson.orderType(algo.terms().kind()))
                && (!isOfOne || algo.algoId() == algoId)
                && (instrument == null || algo.instrumentId() == instrument.instrumentId());
    }

    private void write(JsonOutput out, List<AlgoView> algos) {
        for (AlgoView algo : algos) {
            json.algo(out, algo);
        }
    }
}
