package seawall.gateway.okx;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import seawall.gateway.view.AccountView;
import seawall.gateway.view.ApiKeyView;
import seawall.gateway.view.CurrencyView;
import seawall.gateway.view.OlderPages;
import seawall.gateway.view.TransferView;
import seawall.gateway.view.Views;

/// What a main account may see of its sub-accounts. A name means a sub-account of the account that asks, so nobody can
/// name one of another family; a sub-account itself sees nothing here.
final class SubAccountEndpoints {
    private static final int PAGE_MAX = 100;
    private static final Set<String> FLAGS = Set.of("true", "false");
    private static final Set<String> DIRECTIONS = Set.of("0", "1");

    private final Views views;
    private final OkxJson json;
    private final MoneyEndpoints money;

    SubAccountEndpoints(Views views, OkxJson json, MoneyEndpoints money) {
        this.views = views;
        this.json = json;
        this.money = money;
    }

    void addTo(Consumer<Endpoint> table) {
        add(table, "users/subaccount/list", 20, 2, this::list);
        add(table, "users/subaccount/apikey", 20, 2, this::apiKeys);
        add(table, "account/subaccount/balances", 6, 2, (query, out) -> money.balance(query, out, named(query)));
        add(table, "asset/subaccount/balances", 6, 2, (query, out) -> money.assetBalances(query, out, named(query)));
        add(
                table,
                "account/subaccount/max-withdrawal",
                20,
                2,
                (query, out) -> money.maxWithdrawal(query, out, named(query)));
        add(table, "asset/subaccount/bills", 6, 1, this::bills);
    }

    private static void add(Consumer<Endpoint> table, String path, int count, int seconds, Endpoint.Handler handler) {
        table.accept(new Endpoint(
                "/api/v5/" + path,
                ApiKeyView.READ,
                new RateLimit(count, Duration.ofSeconds(seconds), RateLimit.Scope.USER),
                handler));
    }

    /// The account that asks, which must be a main account.
    private int mainAccountId(Query query) {
        int accountId = query.request().accountId();
        AccountView account = views.account(accountId);
        if (account == null || account.isSubAccount()) {
            throw Refusal.mainAccountOnly();
        }
        return accountId;
    }

    private int named(Query query) {
        int mainAccountId = mainAccountId(query);
        return named(mainAccountId, query.required("subAcct"));
    }

    private int named(int mainAccountId, String name) {
        AccountView account = views.subAccount(mainAccountId, name);
        if (account == null) {
            throw Refusal.unknownSubAccount();
        }
        return account.accountId();
    }

    private void list(Query query, JsonOutput out) {
        int mainAccountId = mainAccountId(query);
        boolean isForDisabled = query.choice("enable", FLAGS).equals("false");
        String name = query.optional("subAcct");
        long after = query.afterId();
        long before = query.beforeId();
        int limit = query.count("limit", PAGE_MAX, PAGE_MAX);
        List<AccountView> newestFirst = views.subAccounts(mainAccountId).stream()
                .filter(account -> name.isEmpty() || account.name().equals(name))
                .filter(account -> account.createdNanos() / 1_000_000 < after)
                .filter(account -> account.createdNanos() / 1_000_000 > before)
                .sorted(Comparator.comparingInt(AccountView::accountId).reversed())
                .limit(limit)
                .toList();
        if (!isForDisabled) {
            newestFirst.forEach(account -> json.subAccount(out, account));
        }
    }

    private void apiKeys(Query query, JsonOutput out) {
        int accountId = named(query);
        String wanted = query.optional("apiKey");
        List<ApiKeyView> keys = views.apiKeys(accountId).stream()
                .filter(key -> wanted.isEmpty() || key.apiKey().equals(wanted))
                .toList();
        if (keys.isEmpty() && !wanted.isEmpty()) {
            throw Refusal.unknownApiKey();
        }
        keys.forEach(key -> json.apiKey(out, key));
    }

    private void bills(Query query, JsonOutput out) {
        int mainAccountId = mainAccountId(query);
        int subAccountId = query.has("subAcct") ? named(mainAccountId, query.optional("subAcct")) : 0;
        String direction = query.choice("type", DIRECTIONS);
        CurrencyView currency = views.currency(query.optional("ccy"));
        long after = query.afterId();
        long before = query.beforeId();
        int limit = query.count("limit", PAGE_MAX, PAGE_MAX);
        if (currency == null && query.has("ccy")) {
            return;
        }
        Predicate<TransferView> filter = transfer -> {
            boolean isSent = transfer.accountId() == mainAccountId;
            int otherId = isSent ? transfer.toAccountId() : transfer.accountId();
            long millis = transfer.timeNanos() / 1_000_000;
            return (isSent || transfer.toAccountId() == mainAccountId)
                    && (subAccountId == 0 || otherId == subAccountId)
                    && (direction.isEmpty() || direction.equals(isSent ? "0" : "1"))
                    && (currency == null || transfer.currency().currencyId() == currency.currencyId())
                    && millis < after
                    && millis > before;
        };
        int currencyId = currency == null ? 0 : currency.currencyId();
        List<TransferView> transfers = OrderEndpoints.withOlder(
                query,
                views.familyTransfers(mainAccountId, limit, filter),
                new OlderPages.Page(0, 0, Long.MAX_VALUE, 0, before, after, limit),
                filter,
                TransferView::transferId,
                older -> query.waitForOlder().familyTransfers(mainAccountId, currencyId, older));
        transfers.forEach(transfer -> json.familyTransfer(out, transfer));
    }
}
