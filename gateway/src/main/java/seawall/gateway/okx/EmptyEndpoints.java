package seawall.gateway.okx;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import seawall.gateway.view.ApiKeyView;

/// Paths that clients ask at start and that have nothing to say on a spot venue with paper money: success and an empty
/// list, since an error would stop the client.
final class EmptyEndpoints {
    private static final List<String> PUBLIC = List.of(
            "asset/exchange-list",
            "market/block-tickers",
            "market/exchange-rate",
            "market/index-candles",
            "market/history-index-candles",
            "market/mark-price-candles",
            "market/history-mark-price-candles",
            "market/option/instrument-family-trades",
            "public/block-trades",
            "public/delivery-exercise-history",
            "public/discount-rate-interest-free-quota",
            "public/economic-calendar",
            "public/estimated-price",
            "public/funding-rate",
            "public/funding-rate-history",
            "public/instrument-tick-bands",
            "public/insurance-fund",
            "public/interest-rate-loan-quota",
            "public/mark-price",
            "public/open-interest",
            "public/opt-summary",
            "public/position-tiers",
            "public/underlying");

    private static final List<String> PRIVATE = List.of(
            "account/adjust-leverage-info",
            "account/greeks",
            "account/interest-accrued",
            "account/interest-limits",
            "account/interest-rate",
            "account/max-loan",
            "account/position-tiers",
            "account/positions",
            "account/positions-history",
            "account/risk-state",
            "asset/convert/currencies",
            "asset/convert/history",
            "asset/deposit-withdraw-status",
            "asset/non-tradable-assets",
            "asset/subaccount/bills",
            "asset/withdrawal-history",
            "trade/easy-convert-currency-list",
            "trade/easy-convert-history",
            "users/subaccount/apikey",
            "users/subaccount/list");

    private EmptyEndpoints() {}

    static void addTo(Consumer<Endpoint> table) {
        for (String path : PUBLIC) {
            add(table, path, Endpoint.PUBLIC, RateLimit.Scope.IP);
        }
        for (String path : PRIVATE) {
            add(table, path, ApiKeyView.READ, RateLimit.Scope.USER);
        }
    }

    private static void add(Consumer<Endpoint> table, String path, int permission, RateLimit.Scope scope) {
        table.accept(new Endpoint(
                "/api/v5/" + path, permission, new RateLimit(10, Duration.ofSeconds(2), scope), (query, out) -> {}));
    }
}
