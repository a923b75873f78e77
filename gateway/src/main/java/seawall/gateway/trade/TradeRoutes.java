package seawall.gateway.trade;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.RateLimit;
import seawall.gateway.okx.RateLimit.Scope;
import seawall.gateway.trade.CommandWriter.Command;
import seawall.gateway.view.ApiKeyView;
import seawall.gateway.view.CurrencyView;
import seawall.wire.codec.Wallet;

/// Every POST endpoint: what it needs, how often it may be asked, and what it does.
public final class TradeRoutes {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final int CLIENT_ID_LENGTH_MAX = 32;
    private static final int JSON_BYTES_MAX = 64 * 1024;

    /// One endpoint.
    ///
    /// @param permission what the key needs
    /// @param limit      how often; null where the desk counts for itself
    public record Route(int permission, @Nullable RateLimit limit, Handler handler) {}

    /// Answers on the executor given, or at once.
    @FunctionalInterface
    public interface Handler {
        void handle(Request request, Executor executor, Consumer<TradeReply> answer);
    }

    /// A verified request.
    ///
    /// @param body    parsed JSON: [Fields], a list, or a scalar
    /// @param expTime value of the `expTime` header, empty if none
    public record Request(@Nullable Object body, String expTime, int accountId) {
        Fields fields() {
            return body instanceof Fields fields ? fields : new Fields(Map.of());
        }
    }

    private final OrderDesk desk;
    private final Map<String, Route> routes = new LinkedHashMap<>();

    public TradeRoutes(OrderDesk desk) {
        this.desk = desk;
        trade("order", null, orders(Operation.PLACE, false));
        trade("batch-orders", null, orders(Operation.PLACE, true));
        trade("cancel-order", null, orders(Operation.CANCEL, false));
        trade("cancel-batch-orders", null, orders(Operation.CANCEL, true));
        trade("amend-order", null, orders(Operation.AMEND, false));
        trade("amend-batch-orders", null, orders(Operation.AMEND, true));
        trade("cancel-all-after", new RateLimit(1, SECOND, Scope.USER_TAG), this::cancelAllAfter);
        trade("mass-cancel", new RateLimit(5, TWO_SECONDS, Scope.USER), this::massCancel);
        trade("order-algo", null, orders(Operation.PLACE_ALGO, false));
        trade("cancel-algos", null, orders(Operation.CANCEL_ALGO, true));
        trade("cancel-advance-algos", null, orders(Operation.CANCEL_ALGO, true));
        trade("amend-algos", null, orders(Operation.AMEND_ALGO, false));
        trade(
                "close-position",
                new RateLimit(20, TWO_SECONDS, Scope.USER),
                (request, executor, answer) ->
                        answer.accept(TradeReply.refused(200, "51023", "Position does not exist")));
        for (String absent : List.of("easy-convert", "one-click-repay", "order-precheck")) {
            trade(absent, new RateLimit(5, TWO_SECONDS, Scope.USER), TradeRoutes::notOffered);
        }
        put("asset/transfer", ApiKeyView.TRADE, new RateLimit(2, SECOND, Scope.USER_CURRENCY), this::transfer);
        for (String absent : List.of("asset/withdrawal", "asset/cancel-withdrawal")) {
            put(absent, ApiKeyView.WITHDRAW, new RateLimit(6, SECOND, Scope.USER), TradeRoutes::notOffered);
        }
        put(
                "users/subaccount/create-subaccount",
                ApiKeyView.TRADE,
                new RateLimit(1, SECOND, Scope.USER),
                TradeRoutes::notOffered);
        for (String subAccount : List.of(
                "users/subaccount/apikey",
                "users/subaccount/modify-apikey",
                "users/subaccount/delete-apikey",
                "users/subaccount/set-transfer-out")) {
            put(
                    subAccount,
                    ApiKeyView.TRADE,
                    new RateLimit(1, SECOND, Scope.USER),
                    (request, executor, answer) -> noSubAccount(request, answer, "subAcct"));
        }
        put(
                "asset/subaccount/transfer",
                ApiKeyView.TRADE,
                new RateLimit(1, SECOND, Scope.USER),
                (request, executor, answer) -> noSubAccount(request, answer, "fromSubAccount", "toSubAccount"));
        setting("set-position-mode", "posMode", "net_mode", "59000");
        setting("set-account-level", "acctLv", "1", "51010");
        setting("set-fee-type", "feeType", "0", "59679");
        put(
                "account/set-leverage",
                ApiKeyView.TRADE,
                new RateLimit(20, TWO_SECONDS, Scope.USER),
                (request, executor, answer) -> answer.accept(
                        TradeReply.refused(200, "51010", "Request unsupported under current account mode")));
    }

    /// The endpoint behind a path such as `/api/v5/trade/order`; null if there is none.
    public @Nullable Route find(String path) {
        return routes.get(path);
    }

    private void trade(String name, @Nullable RateLimit limit, Handler handler) {
        put("trade/" + name, ApiKeyView.TRADE, limit, handler);
    }

    private void put(String name, int permission, @Nullable RateLimit limit, Handler handler) {
        routes.put("/api/v5/" + name, new Route(permission, limit, handler));
    }

    private void setting(String name, String field, String only, String refusal) {
        put(
                "account/" + name,
                ApiKeyView.TRADE,
                new RateLimit(5, TWO_SECONDS, Scope.USER),
                (request, executor, answer) -> {
                    String value = request.fields().text(field);
                    if (value.isEmpty()) {
                        answer.accept(TradeReply.refused(400, "50014", "Parameter " + field + " can not be empty."));
                    } else if (value.equals(only)) {
                        JsonOutput json = new JsonOutput(JSON_BYTES_MAX);
                        json.beginArray()
                                .beginObject()
                                .field(field, value)
                                .endObject()
                                .endArray();
                        answer.accept(new TradeReply(200, "0", "", json.toString(), false));
                    } else {
                        answer.accept(TradeReply.refused(200, refusal, "This venue offers " + only + " only."));
                    }
                });
    }

    private static void noSubAccount(Request request, Consumer<TradeReply> answer, String... names) {
        for (String name : names) {
            if (!request.fields().isGiven(name)) {
                answer.accept(TradeReply.refused(400, "50014", "Parameter " + name + " can not be empty."));
                return;
            }
        }
        answer.accept(TradeReply.refused(200, "59510", "Sub-account does not exist"));
    }

    private Handler orders(Operation operation, boolean isBatch) {
        return (request, executor, answer) -> {
            List<? extends @Nullable Object> items;
            if (isBatch) {
                if (!(request.body() instanceof List<?> list)) {
                    answer.accept(TradeReply.refused(400, Problem.parameter("body")));
                    return;
                }
                items = list;
            } else {
                if (!(request.body() instanceof Fields fields)) {
                    answer.accept(TradeReply.refused(400, Problem.parameter("body")));
                    return;
                }
                items = List.of(fields);
            }
            desk.submit(operation, items, isBatch, request.expTime(), request.accountId(), executor, answer);
        };
    }

    private void cancelAllAfter(Request request, Executor executor, Consumer<TradeReply> answer) {
        String timeout = request.fields().text("timeOut");
        String tag = request.fields().text("tag");
        BigDecimal seconds = Amount.parse(timeout);
        long whole = seconds == null || seconds.signum() < 0 ? -1 : Amount.steps(seconds, 1, 0);
        if (timeout.isEmpty()) {
            answer.accept(TradeReply.refused(400, "50014", "Parameter timeOut can not be empty."));
        } else if (whole < 0 || (whole != 0 && (whole < 10 || whole > 120))) {
            answer.accept(TradeReply.refused(400, Problem.parameter("timeOut")));
        } else if (!ItemFields.isAlphanumeric(tag, 16)) {
            answer.accept(TradeReply.refused(400, Problem.parameter("tag")));
        } else {
            long nanos = whole * 1_000_000_000;
            desk.submitOne(
                    new Command.CancelAllAfter(request.accountId(), nanos, tag),
                    executor,
                    answer,
                    (detail, timeNanos) ->
                            // The one endpoint that the API documents with times in seconds.
                            one(json -> json.field("triggerTime", nanos == 0 ? 0 : (timeNanos + nanos) / 1_000_000_000)
                                    .field("tag", tag)
                                    .field("ts", timeNanos / 1_000_000_000)));
        }
    }

    /// OKX cancels only option orders this way; here it also cancels every spot order of the account, or those of one
    /// instrument.
    private void massCancel(Request request, Executor executor, Consumer<TradeReply> answer) {
        Fields fields = request.fields();
        String mistyped = fields.notText(List.of("instType", "instId", "instFamily", "lockInterval"));
        if (!mistyped.isEmpty()) {
            answer.accept(TradeReply.refused(400, Problem.parameter(mistyped)));
            return;
        }
        if (!fields.text("instType").equals("SPOT")) {
            answer.accept(TradeReply.refused(200, "51010", "Request unsupported under current account mode"));
            return;
        }
        int instrumentId = 0;
        if (fields.isGiven("instId")) {
            var instrument = desk.instruments().find(fields.text("instId"));
            if (instrument == null) {
                answer.accept(TradeReply.refused(
                        200, "51001", "Instrument ID, Instrument ID code or Spread ID doesn't exist."));
                return;
            }
            instrumentId = instrument.instrumentId();
        }
        desk.submitOne(
                new Command.MassCancel(request.accountId(), instrumentId),
                executor,
                answer,
                (detail, timeNanos) -> one(json -> json.field("result", true)));
    }

    private void transfer(Request request, Executor executor, Consumer<TradeReply> answer) {
        Fields fields = request.fields();
        for (String required : List.of("ccy", "amt", "from", "to")) {
            if (!fields.isGiven(required)) {
                answer.accept(TradeReply.refused(400, "50014", "Parameter " + required + " can not be empty."));
                return;
            }
        }
        String mistyped = fields.notText(List.of("ccy", "amt", "from", "to", "type", "clientId", "subAcct"));
        if (!mistyped.isEmpty()) {
            answer.accept(TradeReply.refused(400, Problem.parameter(mistyped)));
            return;
        }
        if (fields.isGiven("type") && !fields.text("type").equals("0")) {
            answer.accept(TradeReply.refused(200, "58127", "This API key does not support this transfer type."));
            return;
        }
        CurrencyView currency = desk.instruments().currency(fields.text("ccy"));
        if (currency == null) {
            answer.accept(TradeReply.refused(200, "51012", "Token doesn't exist."));
            return;
        }
        Wallet from = wallet(fields.text("from"));
        Wallet to = wallet(fields.text("to"));
        if (from == Wallet.NULL_VAL || to == Wallet.NULL_VAL) {
            answer.accept(TradeReply.refused(400, Problem.parameter(from == Wallet.NULL_VAL ? "from" : "to")));
            return;
        }
        String clientId = fields.text("clientId");
        if (!ItemFields.isAlphanumeric(clientId, CLIENT_ID_LENGTH_MAX)) {
            answer.accept(TradeReply.refused(400, Problem.parameter("clientId")));
            return;
        }
        BigDecimal amount = Amount.parse(fields.text("amt"));
        if (amount == null) {
            answer.accept(TradeReply.refused(400, Problem.parameter("amt")));
            return;
        }
        if (amount.signum() <= 0) {
            answer.accept(TradeReply.refused(400, "58114", "Transfer amount must be greater than 0"));
            return;
        }
        long atoms = Amount.steps(amount, 1, currency.scale());
        if (atoms < 0) {
            answer.accept(TradeReply.refused(400, Problem.parameter("amt")));
            return;
        }
        if (atoms == Amount.TOO_MANY) {
            answer.accept(TradeReply.refused(200, "58116", "Transfer exceeds the available amount."));
            return;
        }
        desk.submitOne(
                new Command.Transfer(request.accountId(), currency.currencyId(), atoms, from, to, clientId),
                executor,
                answer,
                (detail, timeNanos) -> one(json -> json.field("transId", detail)
                        .field("ccy", currency.code())
                        .field("clientId", clientId)
                        .field("from", fields.text("from"))
                        .key("amt")
                        .decimal(atoms, currency.scale())
                        .field("to", fields.text("to"))));
    }

    private static Wallet wallet(String number) {
        return switch (number) {
            case "6" -> Wallet.FUNDING;
            case "18" -> Wallet.TRADING;
            default -> Wallet.NULL_VAL;
        };
    }

    private static void notOffered(Request request, Executor executor, Consumer<TradeReply> answer) {
        answer.accept(TradeReply.refused(200, "50030", "You don't have permission to use this API endpoint"));
    }

    private static String one(Consumer<JsonOutput> fields) {
        JsonOutput json = new JsonOutput(JSON_BYTES_MAX);
        json.beginArray().beginObject();
        fields.accept(json);
        return json.endObject().endArray().toString();
    }
}
