package seawall.gateway.trade;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import seawall.gateway.auth.Seal;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.RateLimit;
import seawall.gateway.okx.RateLimit.Scope;
import seawall.gateway.trade.CommandWriter.Command;
import seawall.gateway.view.ApiKeyView;
import seawall.gateway.view.Views;

/// Every POST endpoint: what it needs, how often it may be asked, and what it does.
public final class TradeRoutes {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
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

    /// @param views who belongs to whom
    /// @param seal  under which the secrets of new keys travel
    public TradeRoutes(OrderDesk desk, Views views, Seal seal) {
        this.desk = desk;
        var transfers = new TransferDesk(desk, views);
        var subAccounts = new SubAccountDesk(desk, views, seal);
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
        put("asset/transfer", ApiKeyView.TRADE, new RateLimit(2, SECOND, Scope.USER_CURRENCY), transfers::transfer);
        for (String absent : List.of("asset/withdrawal", "asset/cancel-withdrawal")) {
            put(absent, ApiKeyView.WITHDRAW, new RateLimit(6, SECOND, Scope.USER), TradeRoutes::notOffered);
        }
        subAccounts("create-subaccount", subAccounts::create);
        subAccounts("apikey", subAccounts::createApiKey);
        subAccounts("modify-apikey", subAccounts::changeApiKey);
        subAccounts("delete-apikey", subAccounts::deleteApiKey);
        subAccounts("set-transfer-out", subAccounts::setTransferOut);
        put(
                "asset/subaccount/transfer",
                ApiKeyView.TRADE,
                new RateLimit(1, SECOND, Scope.USER),
                transfers::betweenSubAccounts);
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

    /// What a main account does with its sub-accounts.
    private void subAccounts(String name, Handler handler) {
        put("users/subaccount/" + name, ApiKeyView.TRADE, new RateLimit(1, SECOND, Scope.USER), handler);
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

    private static void notOffered(Request request, Executor executor, Consumer<TradeReply> answer) {
        answer.accept(TradeReply.refused(200, "50030", "You don't have permission to use this API endpoint"));
    }

    /// The `data` array with one object.
    static String one(Consumer<JsonOutput> fields) {
        JsonOutput json = new JsonOutput(JSON_BYTES_MAX);
        json.beginArray().beginObject();
        fields.accept(json);
        return json.endObject().endArray().toString();
    }
}
