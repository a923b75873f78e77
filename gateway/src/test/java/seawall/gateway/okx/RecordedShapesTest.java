package seawall.gateway.okx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import seawall.gateway.view.AlgoTerms;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.TestAlgos;
import seawall.gateway.view.TradeView;
import seawall.wire.codec.AlgoLeg;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.Wallet;

/// What we render has every key that a recorded reply has, with the same JSON type.
class RecordedShapesTest {
    private final Scene scene = new Scene();
    private final OkxJson json = new OkxJson(scene.views);
    private final InstrumentView instrument = scene.views.instrument("BTC-USDT");

    /// What a spot venue without margin, positions and spreads never says.
    private static final Set<String> NEVER_SAID = Set.of(
            "common_optional_string_to_u64",
            "http_get_account_positions-history",
            "http_get_funding_rate_history",
            "http_get_index_price",
            "http_get_instruments_futures",
            "http_get_instruments_margin",
            "http_get_instruments_option",
            "http_get_instruments_swap",
            "http_get_mark_price",
            "http_get_option_summary",
            "http_get_orders_algo_pending_close_fraction",
            "http_get_position_tiers",
            "http_get_positions",
            "http_get_spread_orders",
            "http_get_spread_trades",
            "http_get_spreads",
            "ws_funding_rate",
            "ws_opt_summary",
            "ws_orders_adl",
            "ws_orders_liquidation",
            "ws_orders_option",
            "ws_sprd_orders");
    /// What is said over a socket or in answer to a command, and compared there: RecordedMessagesTest.
    private static final Set<String> COMPARED_OVER_SOCKETS = Set.of(
            "http_cancel_algo_order_response",
            "http_place_algo_order_rejected",
            "http_place_algo_order_response",
            "http_place_order_response",
            "http_set_position_mode_response",
            "ws_books_snapshot",
            "ws_books_update");
    private static final Set<String> COMPARED_HERE = Set.of(
            "http_balance_detail_new_fields",
            "http_balance_detail_old_fields",
            "http_get_account_balance",
            "http_get_candlesticks",
            "http_get_candlesticks_full",
            "http_get_instruments_spot",
            "http_get_order_book",
            "http_get_orders_algo_history",
            "http_get_orders_algo_pending",
            "http_get_orders_algo_pending_attached_oco",
            "http_get_orders_history",
            "http_get_orders_pending",
            "http_get_orders_pending_with_attached_tp_sl",
            "http_get_trade_fee_response",
            "http_get_trades",
            "http_transaction_detail",
            "http_transaction_detail_empty_fee",
            "ws_account",
            "ws_account_empty",
            "ws_bbo_tbt",
            "ws_candle",
            "ws_instruments",
            "ws_orders",
            "ws_orders_algo",
            "ws_orders_fok",
            "ws_orders_ioc",
            "ws_orders_optimal_limit_ioc",
            "ws_orders_trigger",
            "ws_tickers",
            "ws_trades");

    @Test
    void every_fixture_is_compared_or_never_said_here() {
        Set<String> all = new TreeSet<>(NEVER_SAID);
        all.addAll(COMPARED_OVER_SOCKETS);
        all.addAll(COMPARED_HERE);
        assertThat(all).isEqualTo(SharedData.names("fixtures", ".json"));
        assertThat(all).hasSize(NEVER_SAID.size() + COMPARED_OVER_SOCKETS.size() + COMPARED_HERE.size());
    }

    @Test
    void a_key_that_is_missing_or_that_nobody_describes_is_a_difference() {
        Object recorded = JsonTree.parse("{\"ordId\":\"1\",\"px\":\"2\"}");
        RecordedShapes.matches("more", recorded, List.of(JsonTree.parse("{\"ordId\":\"\",\"px\":\"\",\"sz\":\"\"}")));
        assertThatThrownBy(() -> RecordedShapes.matches(
                        "less and strange", recorded, List.of(JsonTree.parse("{\"ordId\":\"1\",\"prise\":\"2\"}"))))
                .hasMessageContaining(".px: missing")
                .hasMessageContaining(".prise: in no recording and no description");
    }

    @Test
    void the_recorded_day_has_no_key_that_we_leave_out() {
        int compared = 0;
        for (String line :
                SharedData.text("recorded/okx-ws-public-2022-05-13.txt").split("\n")) {
            int start = line.indexOf(": {\"arg\"");
            if (start < 0) {
                continue;
            }
            Map<String, Object> message = JsonTree.object(JsonTree.parse(line.substring(start + 2)));
            List<Object> ours =
                    switch ((String) JsonTree.object(message.get("arg")).get("channel")) {
                        case "tickers" -> scene.data("market/ticker", "instId", "BTC-USDT");
                        case "trades" -> render(out -> json.trades(out, instrument, lastTrade(), 7, 2, 3));
                        default -> List.of();
                    };
            if (!ours.isEmpty()) {
                RecordedShapes.matches(line.substring(0, start), message, ours);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(28 + 74);
        String spot = SharedData.unzipped("recorded/okx-rest-public-instruments-2022-05-13.txt.gz")
                .lines()
                .filter(line -> line.contains("instType=SPOT"))
                .findFirst()
                .orElseThrow();
        RecordedShapes.matches(
                "instruments of 2022",
                JsonTree.parse(spot.substring(spot.indexOf(": {") + 2)),
                scene.data("public/instruments", "instType", "SPOT"));
    }

    private TradeView lastTrade() {
        return scene.views.trades(1, Long.MAX_VALUE, 0, 1).rows().getFirst();
    }

    @Test
    void instruments() {
        RecordedShapes.matches("http_get_instruments_spot", scene.data("public/instruments", "instType", "SPOT"));
        RecordedShapes.matches("http_get_instruments_spot", scene.data("account/instruments", "instType", "SPOT"));
        RecordedShapes.matches("ws_instruments", render(out -> json.instrument(out, instrument)));
    }

    @Test
    void market_data() {
        RecordedShapes.matches("http_get_trades", scene.data("market/trades", "instId", "BTC-USDT"));
        RecordedShapes.matches("http_get_order_book", scene.data("market/books", "instId", "BTC-USDT"));
        RecordedShapes.matches("http_get_candlesticks", scene.data("market/candles", "instId", "BTC-USDT"));
        RecordedShapes.matches(
                "http_get_candlesticks_full", scene.data("market/history-candles", "instId", "BTC-USDT"));
        RecordedShapes.matches("ws_candle", scene.data("market/candles", "instId", "BTC-USDT", "bar", "1D"));
        RecordedShapes.matches("ws_tickers", scene.data("market/ticker", "instId", "BTC-USDT"));
        RecordedShapes.matches("ws_bbo_tbt", scene.data("market/books", "instId", "BTC-USDT"));
        RecordedShapes.matches("ws_trades", render(out -> json.trades(out, instrument, lastTrade(), 7, 2, 3)));
    }

    @Test
    void orders() {
        RecordedShapes.matches("http_get_orders_pending", scene.data("trade/orders-pending"));
        RecordedShapes.matches("http_get_orders_history", scene.data("trade/orders-history", "instType", "SPOT"));
        for (String channel : List.of("ws_orders", "ws_orders_ioc", "ws_orders_fok", "ws_orders_optimal_limit_ioc")) {
            for (var update : scene.updates) {
                RecordedShapes.matches(channel, render(out -> json.orderUpdate(out, update)));
            }
        }
    }

    @Test
    void algo_orders() {
        AlgoTerms pair = TestAlgos.stops(Side.SELL, 0, 520_000, 0, 490_000, 489_900);
        scene.journal
                .entry(Scene.NOW_NANOS)
                .algo(21, 1_000, TestAlgos.trigger(Side.SELL, 100, 490_000, 489_990), 0, "a1")
                .algo(22, 1_000, TestAlgos.trigger(Side.SELL, 100, 490_000, 0), 0, "a2")
                .accepted(15, 1_000, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 499_990, 100, "parent")
                .algo(23, 1_000, pair, 15, "attached")
                .accepted(16, 1_000, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 499_990, 100, "other")
                .algo(24, 1_000, pair, 16, "armed")
                .end();
        scene.journal
                .entry(Scene.NOW_NANOS)
                .algoArmed(24, 1_000, 100)
                .algoTriggered(22, 1_000, AlgoLeg.TRIGGER, Outcome.ACCEPTED, 17)
                .accepted(17, 1_000, Side.SELL, OrderType.MARKET, SizeUnit.BASE, 0, 100, "")
                .end();
        RecordedShapes.matches(
                "http_get_orders_pending_with_attached_tp_sl",
                List.of(scene.first("trade/order", "instId", "BTC-USDT", "ordId", "15")));
        RecordedShapes.matches(
                "http_get_orders_algo_pending", scene.data("trade/orders-algo-pending", "ordType", "trigger"));
        RecordedShapes.matches(
                "http_get_orders_algo_pending_attached_oco", scene.data("trade/orders-algo-pending", "ordType", "oco"));
        RecordedShapes.matches(
                "http_get_orders_algo_history",
                scene.data("trade/orders-algo-history", "ordType", "trigger", "state", "effective"));
        AlgoJson algoJson = new AlgoJson(scene.views);
        assertThat(scene.algoUpdates).hasSize(4);
        for (var update : scene.algoUpdates) {
            RecordedShapes.matches("ws_orders_algo", render(out -> algoJson.update(out, update)));
        }
        var placed = scene.updates.getLast();
        RecordedShapes.matches("ws_orders_trigger", render(out -> json.orderUpdate(out, placed)));
        assertThat(placed.order().placedBy()).isNotNull();
    }

    @Test
    void fills() {
        RecordedShapes.matches("http_transaction_detail", scene.data("trade/fills"));
        RecordedShapes.matches("http_transaction_detail_empty_fee", scene.data("trade/fills"));
    }

    @Test
    void money() {
        List<Object> balance = scene.data("account/balance");
        RecordedShapes.matches("http_get_account_balance", balance);
        RecordedShapes.matches("ws_account", balance);
        RecordedShapes.matches("ws_account_empty", scene.data("account/balance", "ccy", "BTC"));
        Object detail = JsonTree.list(JsonTree.object(balance.getFirst()).get("details"))
                .getFirst();
        RecordedShapes.matches("http_balance_detail_new_fields", List.of(detail));
        // Both were renamed, to clSpotInUseAmt and spotInUseAmt.
        RecordedShapes.matches("http_balance_detail_old_fields", List.of(detail), "clSpotInUse", "spotInUse");
        RecordedShapes.matches("http_get_trade_fee_response", scene.data("account/trade-fee", "instType", "SPOT"));
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
}
