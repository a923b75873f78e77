package seawall.gateway.okx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.Wallet;

/// What we render has every key that a recorded reply has, with the same JSON type.
class RecordedShapesTest {
    private final Scene scene = new Scene();
    private final OkxJson json = new OkxJson(scene.views);
    private final InstrumentView instrument = scene.views.instrument("BTC-USDT");

    @Test
    void instruments() {
        matches("http_get_instruments_spot", scene.data("public/instruments", "instType", "SPOT"));
        matches("http_get_instruments_spot", scene.data("account/instruments", "instType", "SPOT"));
        matches("ws_instruments", render(out -> json.instrument(out, instrument)));
    }

    @Test
    void market_data() {
        matches("http_get_trades", scene.data("market/trades", "instId", "BTC-USDT"));
        matches("http_get_order_book", scene.data("market/books", "instId", "BTC-USDT"));
        matches("http_get_candlesticks", scene.data("market/candles", "instId", "BTC-USDT"));
        matches("http_get_candlesticks_full", scene.data("market/history-candles", "instId", "BTC-USDT"));
        matches("ws_candle", scene.data("market/candles", "instId", "BTC-USDT", "bar", "1D"));
        matches("ws_tickers", scene.data("market/ticker", "instId", "BTC-USDT"));
        matches("ws_bbo_tbt", scene.data("market/books", "instId", "BTC-USDT"));
        matches(
                "ws_trades",
                render(out -> json.trades(
                        out,
                        instrument,
                        scene.views.trades(1, Long.MAX_VALUE, 0, 1).rows().getFirst(),
                        7,
                        2,
                        3)));
    }

    @Test
    void orders() {
        matches("http_get_orders_pending", scene.data("trade/orders-pending"));
        matches("http_get_orders_history", scene.data("trade/orders-history", "instType", "SPOT"));
        for (String channel : List.of("ws_orders", "ws_orders_ioc", "ws_orders_fok", "ws_orders_optimal_limit_ioc")) {
            for (var update : scene.updates) {
                matches(channel, render(out -> json.orderUpdate(out, update)));
            }
        }
    }

    @Test
    void fills() {
        matches("http_transaction_detail", scene.data("trade/fills"));
    }

    @Test
    void money() {
        List<Object> balance = scene.data("account/balance");
        matches("http_get_account_balance", balance);
        matches("ws_account", balance);
        matches("ws_account_empty", scene.data("account/balance", "ccy", "BTC"));
        Object detail = JsonTree.list(JsonTree.object(balance.getFirst()).get("details"))
                .getFirst();
        matches("http_balance_detail_new_fields", List.of(detail));
        matches("http_get_trade_fee_response", scene.data("account/trade-fee", "instType", "SPOT"));
    }

    @Test
    void what_has_no_recording_has_the_documented_keys() {
        assertThat(scene.first("account/bills").keySet())
                .containsExactlyInAnyOrder(
                        ("bal balChg billId ccy clOrdId earnAmt earnApr execType fee fillFwdPx fillIdxPx fillMarkPx "
                                        + "fillMarkVol fillPxUsd fillPxVol fillTime from instId instType interest mgnMode "
                                        + "notes ordId pnl posBal posBalChg px subType sz tag to tradeId ts type")
                                .split(" "));
        assertThat(scene.first("trade/fills").keySet())
                .containsExactlyInAnyOrder(
                        ("side fillSz fillPx fillPxVol fillFwdPx fee fillPnl ordId feeRate instType fillPxUsd instId "
                                        + "clOrdId posSide billId subType fillMarkVol tag fillTime execType fillIdxPx "
                                        + "tradeId fillMarkPx feeCcy ts tradeQuoteCcy")
                                .split(" "));
        assertThat(scene.first("account/config").keySet())
                .containsExactlyInAnyOrder(
                        ("acctLv acctStpMode autoLoan ctIsoMode enableSpotBorrow greeksType feeType ip type kycLv label "
                                        + "level levelTmp liquidationGear mainUid mgnIsoMode opAuth perm posMode roleType "
                                        + "spotBorrowAutoRepay spotOffsetType spotRoleType spotTraderInsts stgyType "
                                        + "traderInsts uid settleCcy settleCcyList")
                                .split(" "));
        Map<String, Object> push = JsonTree.object(render(out -> json.balanceAndPosition(
                        out,
                        "filled",
                        scene.views.balances(1_000, Wallet.TRADING),
                        scene.views
                                .fills(1_000, Long.MAX_VALUE, 0, 1, fill -> true)
                                .rows(),
                        Scene.NOW_NANOS))
                .getFirst());
        assertThat(push.keySet()).containsExactly("pTime", "eventType", "balData", "posData", "trades");
        assertThat(push.get("trades")).isEqualTo(List.of(Map.of("instId", "BTC-USDT", "tradeId", "1")));
    }

    private static List<Object> render(Consumer<JsonOutput> renderer) {
        var out = new JsonOutput(1 << 16);
        renderer.accept(out);
        return List.of(JsonTree.parse(out.toString()));
    }

    private static void matches(String fixture, List<Object> rendered) {
        Object recorded = JsonTree.parse(SharedData.text("fixtures/" + fixture + ".json"));
        Object data = recorded instanceof Map && JsonTree.object(recorded).containsKey("data")
                ? JsonTree.object(recorded).get("data")
                : List.of(recorded);
        var differences = new ArrayList<String>();
        assertThat(rendered).as(fixture).isNotEmpty();
        for (Object element : rendered) {
            compare("", JsonTree.list(data).getFirst(), element, differences);
        }
        assertThat(differences).as(fixture).isEmpty();
    }

    private static void compare(String path, Object recorded, Object rendered, List<String> differences) {
        if (!recorded.getClass().equals(rendered.getClass())) {
            differences.add(path + ": expected " + recorded.getClass().getSimpleName() + ", found "
                    + rendered.getClass().getSimpleName());
        } else if (recorded instanceof Map) {
            Map<String, Object> ours = JsonTree.object(rendered);
            JsonTree.object(recorded).forEach((key, value) -> {
                if (!ours.containsKey(key)) {
                    differences.add(path + "." + key + ": missing");
                } else {
                    compare(path + "." + key, value, ours.get(key), differences);
                }
            });
        } else if (recorded instanceof List) {
            List<Object> theirs = JsonTree.list(recorded);
            List<Object> ours = JsonTree.list(rendered);
            boolean isTuple = !theirs.isEmpty() && theirs.getFirst() instanceof String;
            if (isTuple && theirs.size() != ours.size()) {
                differences.add(path + ": expected " + theirs.size() + " elements, found " + ours.size());
            }
            if (!theirs.isEmpty() && !ours.isEmpty()) {
                compare(path + "[]", theirs.getFirst(), ours.getFirst(), differences);
            }
        }
    }
}
