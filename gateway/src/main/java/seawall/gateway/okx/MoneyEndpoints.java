package seawall.gateway.okx;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import seawall.gateway.view.AccountView;
import seawall.gateway.view.ApiKeyView;
import seawall.gateway.view.BalanceView;
import seawall.gateway.view.BillView;
import seawall.gateway.view.CurrencyView;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.OlderPages;
import seawall.gateway.view.Rows;
import seawall.gateway.view.TransferView;
import seawall.gateway.view.Views;
import seawall.wire.codec.Side;
import seawall.wire.codec.Wallet;

/// Balances, bills and what an account may do with its money.
final class MoneyEndpoints {
    private static final int PAGE_MAX = 100;
    private static final int CURRENCIES_MAX = 20;
    private static final int INSTRUMENTS_MAX = 5;
    private static final long DAY_MILLIS = 86_400_000;
    private static final Set<String> TRADE_MODES = Set.of("cash", "cross", "isolated", "spot_isolated");
    private static final Set<String> MARGIN_MODES = Set.of("cross", "isolated");
    private static final Set<String> BILL_MODES = Set.of("cross", "isolated", "cash");
    private static final Set<String> CONTRACT_TYPES = Set.of("linear", "inverse");
    private static final Set<String> TRANSFER_TYPES = Set.of("0", "1", "2", "3", "4");
    private static final Set<String> DEPOSIT_TYPES = Set.of("3", "4");

    private final Views views;
    private final OkxJson json;

    MoneyEndpoints(Views views, OkxJson json) {
        this.views = views;
        this.json = json;
    }

    void addTo(Consumer<Endpoint> table) {
        add(table, "account/balance", 10, 2, this::balance);
        add(table, "account/config", 5, 2, this::config);
        add(table, "account/account-position-risk", 10, 2, this::positionRisk);
        table.accept(new Endpoint(
                "/api/v5/account/instruments",
                ApiKeyView.READ,
                new RateLimit(20, Duration.ofSeconds(2), RateLimit.Scope.USER_INSTRUMENT_TYPE),
                (query, out) -> PublicEndpoints.instruments(query, out, json)));
        add(table, "account/trade-fee", 5, 2, this::tradeFee);
        add(table, "account/max-size", 20, 2, this::maxSize);
        add(table, "account/max-avail-size", 20, 2, this::maxAvailableSize);
        add(table, "account/max-withdrawal", 20, 2, this::maxWithdrawal);
        add(table, "account/bills", 5, 1, (query, out) -> bills(query, out, 7));
        add(table, "account/bills-archive", 5, 2, (query, out) -> bills(query, out, 92));
        add(table, "account/leverage-info", 20, 2, this::leverage);
        add(table, "asset/currencies", 6, 1, this::currencies);
        add(table, "asset/balances", 6, 1, this::assetBalances);
        add(table, "asset/asset-valuation", 1, 1, this::assetValuation);
        add(table, "asset/transfer-state", 10, 1, this::transferState);
        add(table, "asset/bills", 6, 1, this::assetBills);
        add(table, "asset/deposit-address", 6, 1, this::depositAddress);
        add(table, "asset/deposit-history", 6, 1, this::depositHistory);
    }

    private static void add(Consumer<Endpoint> table, String path, int count, int seconds, Endpoint.Handler handler) {
        table.accept(new Endpoint(
                "/api/v5/" + path,
                ApiKeyView.READ,
                new RateLimit(count, Duration.ofSeconds(seconds), RateLimit.Scope.USER),
                handler));
    }

    private void balance(Query query, JsonOutput out) {
        balance(query, out, query.request().accountId());
    }

    /// The balances that `account/balance` shows, of any account.
    void balance(Query query, JsonOutput out, int accountId) {
        List<String> codes = query.list("ccy", CURRENCIES_MAX);
        List<BalanceView> all = nonZero(accountId, Wallet.TRADING, List.of());
        List<BalanceView> shown = codes.isEmpty() ? all : nonZero(accountId, Wallet.TRADING, codes);
        json.balance(out, shown, all, query.request().nowNanos());
    }

    private List<BalanceView> nonZero(Query query, Wallet wallet, List<String> codes) {
        return nonZero(query.request().accountId(), wallet, codes);
    }

    private List<BalanceView> nonZero(int accountId, Wallet wallet, List<String> codes) {
        return views.balances(accountId, wallet).stream()
                .filter(balance -> balance.balanceAtoms() != 0 || balance.holdAtoms() != 0)
                .filter(balance ->
                        codes.isEmpty() || codes.contains(balance.currency().code()))
                .toList();
    }

    private AccountView account(Query query) {
        AccountView account = views.account(query.request().accountId());
        if (account == null) {
            throw new IllegalStateException("expected the account of an API key, found none with accountId "
                    + query.request().accountId());
        }
        return account;
    }

    private void config(Query query, JsonOutput out) {
        ApiKeyView apiKey = query.request().apiKey();
        if (apiKey == null) {
            throw new IllegalStateException("expected an authenticated request, found none for account/config");
        }
        json.config(out, account(query), apiKey);
    }

    private void positionRisk(Query query, JsonOutput out) {
        query.instrumentType();
        out.beginObject()
                .field("adjEq", "")
                .key("balData")
                .beginArray()
                .endArray()
                .key("posData")
                .beginArray()
                .endArray()
                .millis("ts", query.request().nowNanos())
                .endObject();
    }

    private void tradeFee(Query query, JsonOutput out) {
        boolean isSpot = query.isSpotRequired();
        query.optionalInstrument();
        if (isSpot && is(query.optional("groupId"), OkxJson.FEE_GROUP)) {
            json.tradeFee(out, account(query), query.request().nowNanos());
        }
    }

    private List<InstrumentView> instruments(Query query) {
        query.required("instId");
        List<InstrumentView> instruments = query.list("instId", INSTRUMENTS_MAX).stream()
                .map(query::instrument)
                .toList();
        query.required("tdMode");
        if (!query.choice("tdMode", TRADE_MODES).equals("cash")) {
            throw Refusal.unsupportedMode();
        }
        String tradeQuote = query.optional("tradeQuoteCcy");
        for (InstrumentView instrument : instruments) {
            if (!is(tradeQuote, instrument.quote().code())) {
                throw Refusal.invalid("tradeQuoteCcy");
            }
        }
        return instruments;
    }

    private long available(Query query, Wallet wallet, CurrencyView currency) {
        BalanceView balance = views.balance(query.request().accountId(), wallet, currency.currencyId());
        return balance == null ? 0 : balance.availableAtoms();
    }

    private void maxSize(Query query, JsonOutput out) {
        for (InstrumentView instrument : instruments(query)) {
            long priceTicks = PublicEndpoints.priceTicks(views, instrument, Side.SELL);
            if (query.has("px")) {
                priceTicks = Decimals.priceTicks(instrument, query.optional("px"));
                if (priceTicks <= 0) {
                    throw Refusal.invalid("px");
                }
            }
            long buyLots = priceTicks == 0
                    ? 0
                    : instrument.lotsFor(available(query, Wallet.TRADING, instrument.quote()), priceTicks);
            long sellLots = available(query, Wallet.TRADING, instrument.base()) / instrument.baseAtoms(1);
            out.beginObject()
                    .field("ccy", instrument.base().code())
                    .field("instId", instrument.name())
                    .field("maxBuy", Decimals.quantity(instrument, buyLots))
                    .field("maxSell", Decimals.quantity(instrument, sellLots))
                    .endObject();
        }
    }

    private void maxAvailableSize(Query query, JsonOutput out) {
        for (InstrumentView instrument : instruments(query)) {
            out.beginObject().field("instId", instrument.name());
            OkxJson.amount(out, "availBuy", instrument.quote(), available(query, Wallet.TRADING, instrument.quote()));
            OkxJson.amount(out, "availSell", instrument.base(), available(query, Wallet.TRADING, instrument.base()));
            out.endObject();
        }
    }

    private void maxWithdrawal(Query query, JsonOutput out) {
        maxWithdrawal(query, out, query.request().accountId());
    }

    /// What `account/max-withdrawal` shows, of any account.
    void maxWithdrawal(Query query, JsonOutput out, int accountId) {
        for (BalanceView balance : nonZero(accountId, Wallet.TRADING, query.list("ccy", CURRENCIES_MAX))) {
            out.beginObject().field("ccy", balance.currency().code());
            OkxJson.amount(out, "maxWd", balance.currency(), balance.availableAtoms());
            out.empty("maxWdEx", "spotOffsetMaxWd", "spotOffsetMaxWdEx").endObject();
        }
    }

    private void leverage(Query query, JsonOutput out) {
        query.required("mgnMode");
        query.choice("mgnMode", MARGIN_MODES);
        if (!query.has("instId") && !query.has("ccy")) {
            throw Refusal.eitherMissing("instId", "ccy");
        }
        for (String name : query.list("instId", CURRENCIES_MAX)) {
            out.beginObject()
                    .field("ccy", "")
                    .field("instId", query.instrument(name).name())
                    .field("mgnMode", query.optional("mgnMode"))
                    .field("posSide", "net")
                    .field("lever", "1")
                    .endObject();
        }
    }

    private void bills(Query query, JsonOutput out, int days) {
        boolean isSpot = query.isSpot();
        InstrumentView instrument = query.optionalInstrument();
        String marginMode = query.choice("mgnMode", BILL_MODES);
        boolean isContract = !query.choice("ctType", CONTRACT_TYPES).isEmpty();
        query.number("type", 0);
        query.number("subType", 0);
        long begin = Math.max(query.number("begin", 0), query.request().nowMillis() - days * DAY_MILLIS);
        long end = query.number("end", Long.MAX_VALUE);
        Predicate<BillView> filter =
                bill -> is(query.optional("ccy"), bill.currency().code())
                        && (instrument == null || bill.instrumentId() == instrument.instrumentId())
                        // A type of instrument is asked for: then a transfer, which has none, is not meant.
                        && (!query.has("instType") || bill.instrumentId() != 0)
                        && is(marginMode, bill.instrumentId() == 0 ? "" : "cash")
                        && is(query.optional("type"), OkxJson.billType(bill))
                        && is(query.optional("subType"), OkxJson.billSubType(bill))
                        && bill.timeNanos() / 1_000_000 >= begin
                        && bill.timeNanos() / 1_000_000 <= end;
        int limit = query.count("limit", PAGE_MAX, PAGE_MAX);
        var page = new OlderPages.Page(
                OrderEndpoints.id(instrument), 0, query.afterId(), query.beforeId(), begin, end, limit);
        if (isSpot && !isContract) {
            for (BillView bill : billPage(query, Wallet.TRADING, page, filter)) {
                json.bill(out, bill);
            }
        }
    }

    private List<BillView> billPage(Query query, Wallet wallet, OlderPages.Page page, Predicate<BillView> filter) {
        int accountId = query.request().accountId();
        CurrencyView currency = views.currency(query.optional("ccy"));
        if (currency == null && query.has("ccy")) {
            return List.of();
        }
        int currencyId = currency == null ? 0 : currency.currencyId();
        return OrderEndpoints.withOlder(
                query,
                views.bills(accountId, wallet, page.afterId(), page.beforeId(), page.limit(), filter),
                page,
                filter,
                BillView::billId,
                older -> query.waitForOlder().bills(accountId, wallet, currencyId, older));
    }

    private void assetBills(Query query, JsonOutput out) {
        boolean isById = query.choice("pagingType", Set.of("1", "2")).equals("2");
        query.number("type", 0);
        long after = query.afterId();
        long before = query.beforeId();
        int limit = query.count("limit", PAGE_MAX, PAGE_MAX);
        long begin = query.request().nowMillis() - 31 * DAY_MILLIS;
        Predicate<BillView> filter =
                bill -> is(query.optional("ccy"), bill.currency().code())
                        && is(query.optional("type"), OkxJson.assetBillType(bill))
                        && is(query.optional("clientId"), bill.clientId())
                        && bill.timeNanos() / 1_000_000 >= begin
                        && (isById || isBetween(bill.timeNanos() / 1_000_000, after, before));
        var page = isById
                ? new OlderPages.Page(0, 0, after, before, begin, Long.MAX_VALUE, limit)
                : new OlderPages.Page(0, 0, Long.MAX_VALUE, 0, Math.max(begin, before), after, limit);
        for (BillView bill : billPage(query, Wallet.FUNDING, page, filter)) {
            json.assetBill(out, bill);
        }
    }

    private static boolean isBetween(long value, long after, long before) {
        return value < after && value > before;
    }

    private static boolean is(String filter, String value) {
        return filter.isEmpty() || filter.equals(value);
    }

    private void currencies(Query query, JsonOutput out) {
        List<String> codes = query.list("ccy", CURRENCIES_MAX);
        for (CurrencyView currency : views.currencies()) {
            if (codes.isEmpty() || codes.contains(currency.code())) {
                json.currency(out, currency);
            }
        }
    }

    private void assetBalances(Query query, JsonOutput out) {
        assetBalances(query, out, query.request().accountId());
    }

    /// What `asset/balances` shows, of any account.
    void assetBalances(Query query, JsonOutput out, int accountId) {
        for (BalanceView balance : nonZero(accountId, Wallet.FUNDING, query.list("ccy", CURRENCIES_MAX))) {
            json.assetBalance(out, balance);
        }
    }

    private void assetValuation(Query query, JsonOutput out) {
        String code = query.has("ccy") ? query.optional("ccy") : "BTC";
        CurrencyView unit = views.currency(code);
        BigDecimal unitDollars = switch (code) {
            case "USD", "USDT", "USDC" -> BigDecimal.ONE;
            default -> unit == null ? BigDecimal.ZERO : json.valuation().dollars(unit);
        };
        if (unitDollars.signum() == 0 && query.has("ccy") && unit == null) {
            throw Refusal.invalid("ccy");
        }
        BigDecimal funding = json.valuation().dollars(nonZero(query, Wallet.FUNDING, List.of()));
        BigDecimal trading = json.valuation().dollars(nonZero(query, Wallet.TRADING, List.of()));
        out.beginObject()
                .key("details")
                .beginObject()
                .field("classic", "0")
                .field("earn", "0")
                .field("funding", inUnits(funding, unitDollars))
                .field("trading", inUnits(trading, unitDollars))
                .endObject()
                .field("totalBal", inUnits(funding.add(trading), unitDollars))
                .millis("ts", query.request().nowNanos())
                .endObject();
    }

    private static String inUnits(BigDecimal dollars, BigDecimal unitDollars) {
        return unitDollars.signum() == 0 ? "0" : Decimals.text(dollars.divide(unitDollars, 8, RoundingMode.HALF_EVEN));
    }

    private void transferState(Query query, JsonOutput out) {
        if (!query.has("transId") && !query.has("clientId")) {
            throw Refusal.eitherMissing("transId", "clientId");
        }
        query.choice("type", TRANSFER_TYPES);
        long transferId = query.number("transId", 0);
        String clientId = query.clientId("clientId");
        // The id of the venue decides, also when it is nobody's.
        TransferView transfer =
                views.transfer(query.request().accountId(), transferId, query.has("transId") ? "" : clientId);
        if (transfer != null) {
            json.transferState(out, transfer, query.request().accountId());
        }
    }

    private void depositAddress(Query query, JsonOutput out) {
        CurrencyView currency = views.currency(query.required("ccy"));
        if (currency == null) {
            throw Refusal.invalid("ccy");
        }
        long uid = OkxJson.uid(query.request().accountId());
        out.beginObject()
                .field("chain", OkxJson.chain(currency))
                .field("ctAddr", "")
                .field("ccy", currency.code())
                .field("to", OkxJson.wallet(Wallet.FUNDING))
                .field("addr", "seawall:" + uid + ":" + currency.code())
                .field("verifiedName", "")
                .field("selected", true)
                .endObject();
    }

    private void depositHistory(Query query, JsonOutput out) {
        long after = query.afterId();
        long before = query.beforeId();
        int limit = query.count("limit", PAGE_MAX, PAGE_MAX);
        query.number("depId", 0);
        query.number("state", 0);
        query.choice("type", DEPOSIT_TYPES);
        Predicate<BillView> filter =
                bill -> is(query.optional("ccy"), bill.currency().code())
                        // No deposit comes from the withdrawal of another account.
                        && !query.has("fromWdId")
                        && is(query.optional("depId"), Long.toString(bill.billId()))
                        && is(query.optional("txId"), bill.clientId())
                        && is(query.optional("state"), "2")
                        && is(query.optional("type"), "4")
                        && isBetween(bill.timeNanos() / 1_000_000, after, before);
        Rows<BillView> deposits = views.deposits(query.request().accountId(), Long.MAX_VALUE, 0, limit, filter);
        for (BillView deposit : deposits.rows()) {
            json.deposit(out, deposit);
        }
    }
}
