package seawall.gateway.okx;

import java.time.Duration;
import java.util.function.Consumer;
import seawall.gateway.view.ApiKeyView;

/// Paths that clients ask at start and that have nothing to say on a spot venue with paper money: success and an empty
/// list, since an error would stop the client. A request that is faulty by itself is refused all the same.
final class EmptyEndpoints {
    private static final Endpoint.Handler NOTHING = (query, out) -> query.instrumentType();
    private static final Endpoint.Handler NOTHING_OF_A_TYPE = (query, out) -> {
        query.required("instType");
        query.instrumentType();
    };

    private EmptyEndpoints() {}

    static void addTo(Consumer<Endpoint> table) {
        open(table, "asset/exchange-list", 6, 1, NOTHING);
        open(table, "market/block-tickers", 20, 2, NOTHING);
        open(table, "market/exchange-rate", 1, 2, NOTHING);
        open(table, "market/index-candles", 20, 2, NOTHING);
        open(table, "market/history-index-candles", 10, 2, NOTHING);
        open(table, "market/mark-price-candles", 20, 2, NOTHING);
        open(table, "market/history-mark-price-candles", 10, 2, NOTHING);
        open(table, "market/option/instrument-family-trades", 20, 2, NOTHING);
        open(table, "public/block-trades", 20, 2, NOTHING);
        open(table, "public/delivery-exercise-history", 40, 2, NOTHING);
        open(table, "public/discount-rate-interest-free-quota", 2, 2, NOTHING);
        open(table, "public/economic-calendar", 1, 5, NOTHING);
        open(table, "public/estimated-price", 10, 2, NOTHING);
        open(table, "public/funding-rate", 10, 2, NOTHING);
        open(table, "public/funding-rate-history", 10, 2, NOTHING);
        open(table, "public/instrument-tick-bands", 5, 2, NOTHING);
        open(table, "public/insurance-fund", 10, 2, NOTHING);
        open(table, "public/interest-rate-loan-quota", 2, 2, NOTHING);
        open(table, "public/mark-price", 10, 2, NOTHING_OF_A_TYPE);
        open(table, "public/open-interest", 20, 2, NOTHING_OF_A_TYPE);
        open(table, "public/opt-summary", 20, 2, NOTHING);
        open(table, "public/position-tiers", 10, 2, NOTHING_OF_A_TYPE);
        open(table, "public/underlying", 20, 2, NOTHING_OF_A_TYPE);

        own(table, "account/adjust-leverage-info", 5, 2, NOTHING);
        own(table, "account/greeks", 10, 2, NOTHING);
        own(table, "account/interest-accrued", 5, 2, NOTHING);
        own(table, "account/interest-limits", 5, 2, NOTHING);
        own(table, "account/interest-rate", 5, 2, NOTHING);
        own(table, "account/max-loan", 20, 2, NOTHING);
        own(table, "account/position-tiers", 10, 2, NOTHING);
        own(table, "account/positions", 10, 2, NOTHING);
        own(table, "account/positions-history", 10, 2, NOTHING);
        own(table, "account/risk-state", 10, 2, NOTHING);
        own(table, "asset/convert/currencies", 6, 1, NOTHING);
        own(table, "asset/convert/history", 6, 1, NOTHING);
        own(table, "asset/deposit-withdraw-status", 1, 2, EmptyEndpoints::depositOrWithdrawal);
        own(table, "asset/non-tradable-assets", 6, 1, NOTHING);
        own(table, "asset/withdrawal-history", 6, 1, NOTHING);
        own(table, "trade/easy-convert-currency-list", 1, 2, NOTHING);
        own(table, "trade/easy-convert-history", 1, 2, NOTHING);
    }

    private static void depositOrWithdrawal(Query query, JsonOutput out) {
        if (query.has("wdId")) {
            return;
        }
        for (String name : new String[] {"txId", "ccy", "to", "chain"}) {
            query.required(name);
        }
    }

    private static void open(Consumer<Endpoint> table, String path, int count, int seconds, Endpoint.Handler handler) {
        add(table, path, Endpoint.PUBLIC, count, seconds, RateLimit.Scope.IP, handler);
    }

    private static void own(Consumer<Endpoint> table, String path, int count, int seconds, Endpoint.Handler handler) {
        add(table, path, ApiKeyView.READ, count, seconds, RateLimit.Scope.USER, handler);
    }

    private static void add(
            Consumer<Endpoint> table,
            String path,
            int permission,
            int count,
            int seconds,
            RateLimit.Scope scope,
            Endpoint.Handler handler) {
        table.accept(new Endpoint(
                "/api/v5/" + path, permission, new RateLimit(count, Duration.ofSeconds(seconds), scope), handler));
    }
}
