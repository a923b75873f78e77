package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static seawall.gateway.SocketScene.ALICE;
import static seawall.gateway.SocketScene.ALICE_UID;
import static seawall.gateway.SocketScene.BOB;
import static seawall.gateway.view.HandWrittenJournal.START_NANOS;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seawall.gateway.trade.Fields;
import seawall.gateway.trade.JsonInput;
import seawall.gateway.trade.MalformedJsonException;
import seawall.gateway.view.HandWrittenJournal;
import seawall.wire.codec.AmendOrderEncoder;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// Every field of every push of the `orders` channel, order by order.
class OrdersChannelTest {
    private static final long ORDER = 11;
    private static final long OTHER = 12;
    private static final String CREATED = "1700000000000";
    private static final String LATER = "1700000001000";
    private static final String LAST = "1700000002000";

    @TempDir
    Path directory;

    private SocketScene scene;
    private SocketClient client;
    private int entries;

    @BeforeEach
    void subscribe() {
        scene = new SocketScene(directory);
        client = scene.alice();
        client.subscribe("\"channel\":\"orders\",\"instType\":\"SPOT\",\"instId\":\"BTC-USDT\"");
        assertThat(client.next()).contains("\"channel-conn-count\"");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void an_order_that_rests_and_fills_twice_is_live_partially_filled_and_filled() {
        rest();
        expect(Map.of());
        entry().accepted(OTHER, BOB, Side.SELL, OrderType.LIMIT, SizeUnit.BASE, 500_000, 100, "");
        scene.journal
                .filled(1, Side.SELL, OTHER, BOB, ORDER, ALICE, 500_000, 100)
                .end();
        expect(Map.ofEntries(
                Map.entry("state", "partially_filled"),
                Map.entry("accFillSz", "0.001"),
                Map.entry("avgPx", "50000"),
                Map.entry("execType", "M"),
                Map.entry("fillFeeCcy", "BTC"),
                Map.entry("fillNotionalUsd", "50"),
                Map.entry("fillPx", "50000"),
                Map.entry("fillSz", "0.001"),
                Map.entry("fillTime", LATER),
                Map.entry("lastPx", "50000"),
                Map.entry("tradeId", "1"),
                Map.entry("uTime", LATER)));
        entry().accepted(OTHER + 1, BOB, Side.SELL, OrderType.LIMIT, SizeUnit.BASE, 500_000, 300, "");
        scene.journal
                .filled(2, Side.SELL, OTHER + 1, BOB, ORDER, ALICE, 500_000, 300)
                .closed(ORDER, ALICE, CloseReason.FILLED, 400)
                .end();
        expect(Map.ofEntries(
                Map.entry("state", "filled"),
                Map.entry("accFillSz", "0.004"),
                Map.entry("avgPx", "50000"),
                Map.entry("execType", "M"),
                Map.entry("fillFeeCcy", "BTC"),
                Map.entry("fillNotionalUsd", "150"),
                Map.entry("fillPx", "50000"),
                Map.entry("fillSz", "0.003"),
                Map.entry("fillTime", LAST),
                Map.entry("lastPx", "50000"),
                Map.entry("tradeId", "2"),
                Map.entry("uTime", LAST)));
    }

    @Test
    void a_market_order_sized_in_quote_ends_with_an_empty_fill() {
        entry().accepted(OTHER, BOB, Side.SELL, OrderType.LIMIT, SizeUnit.BASE, 500_000, 400, "")
                .end();
        entry().accepted(ORDER, ALICE, Side.BUY, OrderType.MARKET, SizeUnit.QUOTE, 0, 201_00000000L, "mine");
        scene.journal
                .filled(1, Side.BUY, ORDER, ALICE, OTHER, BOB, 500_000, 400)
                .closed(ORDER, ALICE, CloseReason.FILLED, 400)
                .end();
        Map<String, String> market = Map.of(
                "ordType", "market",
                "px", "",
                "sz", "201",
                "tgtCcy", "quote_ccy",
                "notionalUsd", "201",
                "cTime", LATER,
                "uTime", LATER,
                "lastPx", "50000");
        expect(market, Map.of("lastPx", ""));
        Map<String, String> filled =
                Map.of("accFillSz", "0.004", "avgPx", "50000", "fee", "-0.000004", "lastPx", "50000");
        expect(
                market,
                filled,
                Map.of(
                        "state", "partially_filled",
                        "execType", "T",
                        "fillFee", "-0.000004",
                        "fillFeeCcy", "BTC",
                        "fillNotionalUsd", "200",
                        "fillPx", "50000",
                        "fillSz", "0.004",
                        "fillTime", LATER,
                        "tradeId", "1"));
        expect(market, filled, Map.of("state", "filled"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST_ONLY, POST_ONLY,        post_only, 31, The post-only order would have taken liquidity.",
        "IOC,       IOC,              ioc,       14, The unfilled part of an IOC order was canceled.",
        "FOK,       FOK,              fok,       13, FOK order was canceled because it could not be filled completely.",
        "LIMIT,     SELF_TRADE,       limit,     32, Self-trade prevention.",
        "LIMIT,     PRICE_LIMIT,      limit,     15, The order met the price limit.",
        "LIMIT,     MAKERS_MAX,       limit,     33, The order met too many makers.",
        "LIMIT,     CANCEL_ALL_AFTER, limit,     20, Cancel all after was triggered.",
        "LIMIT,     USER,             limit,     1,  Order canceled by user.",
        "LIMIT,     SYSTEM,           limit,     0,  Order canceled by system.",
    })
    void a_canceled_order_names_its_reason(
            OrderType type, CloseReason reason, String name, String source, String sourceReason) {
        entry().accepted(ORDER, ALICE, Side.BUY, type, SizeUnit.BASE, 500_000, 400, "mine")
                .end();
        expect(Map.of("ordType", name));
        entry().closed(ORDER, ALICE, reason, 0).end();
        expect(Map.of(
                "ordType", name,
                "state", "canceled",
                "cancelSource", source,
                "cancelSourceReason", sourceReason,
                "uTime", LATER));
    }

    @Test
    void an_amendment_keeps_the_state_and_echoes_its_request() {
        rest();
        expect(Map.of());
        entry().amended(ORDER, ALICE, 499_990, 300, "request7").end();
        Map<String, String> amended = Map.of("px", "49999", "sz", "0.003", "notionalUsd", "149.997", "uTime", LATER);
        expect(amended, Map.of("amendResult", "0", "amendSource", "1", "reqId", "request7"));
        entry().closed(ORDER, ALICE, CloseReason.USER, 0).end();
        expect(
                amended,
                Map.of(
                        "state", "canceled",
                        "cancelSource", "1",
                        "cancelSourceReason", "Order canceled by user.",
                        "uTime", LAST));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AMEND_FORBIDDEN      | 51022 | Contract suspended.
            AMEND_EMPTY          | 51500 | You must enter a price, quantity, or TP/SL.
            PRICE_INVALID        | 51000 | Parameter newPx error
            PRICE_OUTSIDE_LIMIT  | 51006 | Order price is not within the price limit (max buy price: 52500 , min sell price: 47500 )
            QUANTITY_INVALID     | 51000 | Parameter newSz error
            QUANTITY_BELOW_MIN   | 51020 | Your order should meet or exceed the minimum order amount.
            QUANTITY_ABOVE_MAX   | 51005 | Your order amount exceeds the max order amount.
            NOTIONAL_OVERFLOW    | 51203 | Order amount exceeds the limit.
            AMEND_WOULD_TAKE     | 51511 | Modification failed as the order price did not meet the requirement for Post Only.
            BALANCE_INSUFFICIENT | 51502 | Unable to edit order: insufficient balance or margin.
            """)
    void an_order_canceled_by_a_failed_amendment_says_why_it_failed(Outcome refusal, String code, String message) {
        scene.entry().priceLimit(500_000, 525_000, 475_000).end();
        rest();
        expect(Map.of());
        // The header may tell another outcome: what counts is the event.
        amendment(Outcome.ACCEPTED)
                .amendRefused(ORDER, ALICE, refusal, "request7")
                .closed(ORDER, ALICE, CloseReason.USER, 0)
                .end();
        expect(Map.of(
                "state", "canceled",
                "amendResult", "1",
                "amendSource", "1",
                "cancelSource", "1",
                "cancelSourceReason", "Order canceled by user.",
                "code", code,
                "msg", message,
                "reqId", "request7",
                "uTime", LATER));
    }

    @Test
    void a_failed_amendment_that_leaves_its_order_alone_is_told_in_its_reply_only() {
        rest();
        expect(Map.of());
        amendment(Outcome.BALANCE_INSUFFICIENT).end();
        entry().closed(ORDER, ALICE, CloseReason.USER, 0).end();
        expect(Map.of(
                "state", "canceled",
                "cancelSource", "1",
                "cancelSourceReason", "Order canceled by user.",
                "uTime", LAST));
    }

    /// The entry of a refused amendment.
    private HandWrittenJournal amendment(Outcome refusal) {
        return scene.journal.entry(
                START_NANOS + 1_000_000_000L * entries++, AmendOrderEncoder.TEMPLATE_ID, 0, refusal, 0);
    }

    private void rest() {
        entry().accepted(ORDER, ALICE, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 500_000, 400, "mine")
                .end();
    }

    /// The next entry, a second after the one before.
    private HandWrittenJournal entry() {
        return scene.journal.entry(START_NANOS + 1_000_000_000L * entries++);
    }

    /// Compares the next message, field for field, with a resting order but for these fields.
    @SafeVarargs
    private void expect(Map<String, String>... changes) {
        Map<String, Object> expected = resting();
        for (Map<String, String> change : changes) {
            assertThat(expected.keySet()).containsAll(change.keySet());
            expected.putAll(change);
        }
        assertThat(onlyOrder(client.next())).isEqualTo(expected);
    }

    private static Map<String, Object> onlyOrder(String message) {
        try {
            Fields push = (Fields) JsonInput.read(message);
            assertThat(push).isNotNull();
            assertThat(push.values()).containsOnlyKeys("arg", "data");
            assertThat(push.values().get("arg"))
                    .isEqualTo(new Fields(
                            Map.of("channel", "orders", "instType", "SPOT", "instId", "BTC-USDT", "uid", ALICE_UID)));
            List<?> data = (List<?>) push.values().get("data");
            assertThat(data).as("one event in one push").hasSize(1);
            return new TreeMap<>(((Fields) data.getFirst()).values());
        } catch (MalformedJsonException problem) {
            throw new AssertionError(message, problem);
        }
    }

    private static Map<String, Object> resting() {
        Map<String, Object> order = new TreeMap<>();
        for (String empty : List.of(
                "algoClOrdId",
                "algoId",
                "amendResult",
                "amendSource",
                "attachAlgoClOrdId",
                "cancelSource",
                "cancelSourceReason",
                "ccy",
                "execType",
                "fillFeeCcy",
                "fillFwdPx",
                "fillIdxPx",
                "fillMarkPx",
                "fillMarkVol",
                "fillNotionalUsd",
                "fillPx",
                "fillPxUsd",
                "fillPxVol",
                "fillTime",
                "lastPx",
                "msg",
                "posSide",
                "pxType",
                "pxUsd",
                "pxVol",
                "quickMgnType",
                "reqId",
                "slOrdPx",
                "slTriggerPx",
                "slTriggerPxType",
                "source",
                "stpId",
                "tgtCcy",
                "tpOrdPx",
                "tpTriggerPx",
                "tpTriggerPxType",
                "tradeId")) {
            order.put(empty, "");
        }
        for (String zero : List.of(
                "accFillSz", "avgPx", "code", "fee", "fillFee", "fillPnl", "fillSz", "lever", "pnl", "rebate")) {
            order.put(zero, "0");
        }
        order.put("attachAlgoOrds", List.of());
        order.put("cTime", CREATED);
        order.put("category", "normal");
        order.put("clOrdId", "mine");
        order.put("feeCcy", "BTC");
        order.put("instId", "BTC-USDT");
        order.put("instType", "SPOT");
        order.put("isTpLimit", "false");
        order.put("linkedAlgoOrd", new Fields(Map.of("algoId", "")));
        order.put("notionalUsd", "200");
        order.put("ordId", "11");
        order.put("ordType", "limit");
        order.put("px", "50000");
        order.put("rebateCcy", "USDT");
        order.put("reduceOnly", "false");
        order.put("side", "buy");
        order.put("state", "live");
        order.put("stpMode", "cancel_maker");
        order.put("sz", "0.004");
        order.put("tag", "tag");
        order.put("tdMode", "cash");
        order.put("tradeQuoteCcy", "USDT");
        order.put("uTime", CREATED);
        return order;
    }
}
