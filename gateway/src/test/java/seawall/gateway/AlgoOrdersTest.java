package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seawall.gateway.TestClient.Answer;
import seawall.gateway.view.AlgoTerms;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceAlgoDecoder;
import seawall.wire.codec.PlaceOrderDecoder;
import seawall.wire.codec.PlaceProtectedOrderDecoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// Requests about algo orders: what command each becomes, and what the engine's outcome is called.
class AlgoOrdersTest {
    private static final long ALGO = 100_000_000_000_000_007L;
    private static final String TRIGGER = order("buy", "trigger", "\"triggerPx\":\"51000\",\"orderPx\":\"50000\"");
    private static final String STOP = order("sell", "conditional", "\"slTriggerPx\":\"90\",\"slOrdPx\":\"-1\"");
    private static final String OCO = order(
            "sell", "oco", "\"tpTriggerPx\":\"120\",\"tpOrdPx\":\"119.5\",\"slTriggerPx\":\"90\",\"slOrdPx\":\"-1\"");
    private static final String TRAILING = order("sell", "move_order_stop", "\"callbackRatio\":\"0.05\"");

    @TempDir
    Path directory;

    private SocketScene scene;
    private ScriptedVenue venue;
    private TestClient rest;

    @BeforeEach
    void start() {
        scene = new SocketScene(directory);
        venue = scene.venue;
        venue.answerAll(Outcome.ACCEPTED, ALGO);
        rest = new TestClient(scene.gateway.port(), "key-1", "secret-1", "pass-1");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private static String order(String side, String type, String own) {
        return "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"" + side + "\",\"ordType\":\"" + type
                + "\",\"sz\":\"0.02\",\"algoClOrdId\":\"mine1\",\"tag\":\"bot\"," + own + "}";
    }

    // What is asked of the engine.

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            buy  | trigger         | "triggerPx":"51000","orderPx":"50000"                                      | TRIGGER BUY LIMIT BASE 2000 510000 500000 0 0 0 0 0 0 0
            buy  | trigger         | "triggerPx":"51000","orderPx":"-1","triggerPxType":"last"                  | TRIGGER BUY MARKET BASE 2000 510000 0 0 0 0 0 0 0 0
            sell | trigger         | "triggerPx":"51000","orderPx":"50000","advanceOrdType":"fok"               | TRIGGER SELL FOK BASE 2000 510000 500000 0 0 0 0 0 0 0
            sell | trigger         | "triggerPx":"51000","orderPx":"50000","advanceOrdType":"ioc"               | TRIGGER SELL IOC BASE 2000 510000 500000 0 0 0 0 0 0 0
            sell | conditional     | "tpTriggerPx":"120","tpOrdPx":"119.5"                                      | CONDITIONAL SELL LIMIT BASE 2000 0 0 1200 1195 0 0 0 0 0
            sell | conditional     | "slTriggerPx":"90","slOrdPx":"-1","tpTriggerPx":"120","tpOrdPx":"-1"       | CONDITIONAL SELL LIMIT BASE 2000 0 0 0 0 900 0 0 0 0
            buy  | conditional     | "tpTriggerPx":"90","tpOrdPx":"-1"                                          | CONDITIONAL BUY LIMIT QUOTE 2000000 0 0 900 0 0 0 0 0 0
            buy  | conditional     | "tpTriggerPx":"90","tpOrdPx":"-1","tgtCcy":"base_ccy"                      | CONDITIONAL BUY LIMIT BASE 2000 0 0 900 0 0 0 0 0 0
            buy  | conditional     | "tpTriggerPx":"90","tpOrdPx":"89","tgtCcy":"quote_ccy"                     | CONDITIONAL BUY LIMIT BASE 2000 0 0 900 890 0 0 0 0 0
            sell | oco             | "tpTriggerPx":"120","tpOrdPx":"-1","slTriggerPx":"90","slOrdPx":"89.9"     | OCO SELL LIMIT BASE 2000 0 0 1200 0 900 899 0 0 0
            sell | move_order_stop | "callbackRatio":"0.05","activePx":"60000"                                  | TRAILING SELL LIMIT BASE 2000 0 0 0 0 0 0 50000 0 600000
            buy  | move_order_stop | "callbackSpread":"12.5"                                                    | TRAILING BUY LIMIT BASE 2000 0 0 0 0 0 0 0 125 0
            """)
    void an_algo_order_becomes_one_command_that_says_what_was_asked(
            String side, String type, String own, String expected) {
        Answer answer = rest.post("trade/order-algo", order(side, type, own));
        assertThat(answer)
                .isEqualTo(new Answer(
                        200,
                        "{\"code\":\"0\",\"data\":[{\"algoClOrdId\":\"mine1\",\"algoId\":\"" + ALGO
                                + "\",\"clOrdId\":\"\",\"sCode\":\"0\",\"sMsg\":\"\",\"tag\":\"bot\"}],\"msg\":\"\"}"));
        assertThat(venue.offered).hasSize(1);
        PlaceAlgoDecoder command = venue.offered.getFirst().placeAlgo();
        assertThat(command.accountId()).isEqualTo(SocketScene.ALICE);
        assertThat(command.instrumentId()).isEqualTo(1);
        assertThat(command.clientAlgoId()).isEqualTo("mine1");
        assertThat(command.tag()).isEqualTo("bot");
        assertThat(command.stp()).isEqualTo(SelfTradePrevention.CANCEL_MAKER);
        String numbers = LongStream.of(
                        command.quantity(),
                        command.triggerTicks(),
                        command.priceTicks(),
                        command.takeProfitTriggerTicks(),
                        command.takeProfitPriceTicks(),
                        command.stopLossTriggerTicks(),
                        command.stopLossPriceTicks(),
                        command.callbackMillionths(),
                        command.callbackTicks(),
                        command.activationTicks())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" "));
        assertThat(Stream.of(command.kind(), command.side(), command.orderType(), command.sizeUnit(), numbers)
                        .map(Object::toString)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @Test
    void the_older_name_of_its_client_id_and_the_margin_mode_that_a_client_sends_are_taken() {
        rest.post("trade/order-algo", STOP.replace("algoClOrdId", "clOrdId").replace("\"cash\"", "\"cross\""));
        assertThat(venue.offered.getFirst().placeAlgo().clientAlgoId()).isEqualTo("mine1");
    }

    @Test
    void an_algo_order_among_orders_is_placed_as_one_and_answers_with_its_algo_id() {
        String limit =
                "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"limit\",\"px\":\"2\",\"sz\":\"1\"}";
        Answer answer = rest.post("trade/batch-orders", "[" + OCO.replace("\"cash\"", "\"cross\"") + "," + limit + "]");
        assertThat(venue.offered.stream().map(ScriptedVenue.Offered::templateId))
                .containsExactly(PlaceAlgoDecoder.TEMPLATE_ID, PlaceOrderDecoder.TEMPLATE_ID);
        assertThat(venue.offered.getFirst().placeAlgo().kind()).isEqualTo(AlgoKind.OCO);
        assertThat(answer.body())
                .startsWith("{\"code\":\"0\",\"data\":[{\"algoClOrdId\":\"mine1\",\"algoId\":\"" + ALGO + "\"")
                .contains("\"ordId\":\"" + ALGO + "\"");
    }

    @Test
    void stops_that_are_attached_to_an_order_go_with_it_in_one_command() {
        String order =
                "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"limit\",\"px\":\"100\""
                        + ",\"sz\":\"0.02\",\"clOrdId\":\"parent\",\"attachAlgoOrds\":[{\"attachAlgoClOrdId\":\"child\","
                        + "\"slTriggerPx\":\"90\",\"slOrdPx\":\"-1\",\"slTriggerPxType\":\"last\",\"tpTriggerPx\":\"120\","
                        + "\"tpOrdPx\":\"121\",\"tpTriggerPxType\":\"last\"}]}";
        assertThat(rest.post("trade/order", order).body()).contains("\"ordId\":\"" + ALGO + "\"", "Order placed");
        assertThat(rest.post("trade/batch-orders", "[" + order + "]").body()).contains("Order placed");
        SocketClient client = scene.alice();
        client.send("{\"id\":\"1\",\"op\":\"order\",\"args\":[" + order + "]}");
        assertThat(client.next()).contains("Order placed");
        assertThat(venue.offered).hasSize(3);
        for (ScriptedVenue.Offered offered : venue.offered) {
            assertThat(offered.templateId()).isEqualTo(PlaceProtectedOrderDecoder.TEMPLATE_ID);
            PlaceProtectedOrderDecoder command = offered.placeProtected();
            assertThat(command.accountId()).isEqualTo(SocketScene.ALICE);
            assertThat(command.side()).isEqualTo(Side.BUY);
            assertThat(command.orderType()).isEqualTo(OrderType.LIMIT);
            assertThat(command.priceTicks()).isEqualTo(1_000);
            assertThat(command.quantity()).isEqualTo(2_000);
            assertThat(command.takeProfitTriggerTicks()).isEqualTo(1_200);
            assertThat(command.takeProfitPriceTicks()).isEqualTo(1_210);
            assertThat(command.stopLossTriggerTicks()).isEqualTo(900);
            assertThat(command.stopLossPriceTicks()).isZero();
            assertThat(command.clientOrderId()).isEqualTo("parent");
            assertThat(command.clientAlgoId()).isEqualTo("child");
        }
    }

    @Test
    void algo_orders_are_canceled_by_either_id_ten_at_a_time() {
        String byId = "{\"instId\":\"BTC-USDT\",\"algoId\":\"" + ALGO + "\"}";
        Answer answer =
                rest.post("trade/cancel-algos", "[" + byId + ",{\"instId\":\"BTC-USDT\",\"algoClOrdId\":\"mine1\"}]");
        assertThat(answer)
                .isEqualTo(new Answer(
                        200,
                        "{\"code\":\"0\",\"data\":[{\"algoClOrdId\":\"\",\"algoId\":\"" + ALGO
                                + "\",\"clOrdId\":\"\",\"sCode\":\"0\",\"sMsg\":\"\",\"tag\":\"\"},"
                                + "{\"algoClOrdId\":\"mine1\",\"algoId\":\"" + ALGO
                                + "\",\"clOrdId\":\"\",\"sCode\":\"0\",\"sMsg\":\"\",\"tag\":\"\"}],\"msg\":\"\"}"));
        assertThat(venue.offered.getFirst().cancelAlgo().algoId()).isEqualTo(ALGO);
        assertThat(venue.offered.getLast().cancelAlgo().algoId()).isZero();
        assertThat(venue.offered.getLast().cancelAlgo().clientAlgoId()).isEqualTo("mine1");
        rest.post("trade/cancel-advance-algos", "[" + byId + "]");
        assertThat(venue.offered).hasSize(3);
        assertThat(rest.post("trade/cancel-algos", "[" + (byId + ",").repeat(10) + byId + "]"))
                .isEqualTo(new Answer(
                        400,
                        "{\"code\":\"51406\",\"data\":[],\"msg\":\"Canceled - order count exceeds the limit 10.\"}"));
    }

    @Test
    void an_amendment_says_only_what_becomes_different() {
        Answer answer = rest.post(
                "trade/amend-algos",
                "{\"instId\":\"BTC-USDT\",\"algoId\":\"" + ALGO
                        + "\",\"newSz\":\"0.03\",\"newTpTriggerPx\":\"0\",\"newSlTriggerPx\":\"91\",\"newSlOrdPx\":\"-1\",\"cxlOnFail\":true,\"reqId\":\"r7\"}");
        assertThat(answer)
                .isEqualTo(
                        new Answer(
                                200,
                                "{\"code\":\"0\",\"data\":[{\"algoClOrdId\":\"\",\"algoId\":\"" + ALGO
                                        + "\",\"clOrdId\":\"\",\"reqId\":\"r7\",\"sCode\":\"0\",\"sMsg\":\"\"}],\"msg\":\"\"}"));
        var command = venue.offered.getFirst().amendAlgo();
        assertThat(command.algoId()).isEqualTo(ALGO);
        assertThat(command.newQuantity()).isEqualTo(3_000);
        assertThat(command.newTakeProfitTriggerTicks())
                .as("a leg that is taken away")
                .isEqualTo(-1);
        assertThat(command.newTakeProfitPriceTicks()).as("unchanged").isZero();
        assertThat(command.newStopLossTriggerTicks()).isEqualTo(910);
        assertThat(command.newStopLossPriceTicks()).as("at the market").isEqualTo(-1);
        assertThat(command.newTriggerTicks()).isZero();
        assertThat(command.newPriceTicks()).isZero();
        assertThat(command.requestId()).isEqualTo("r7");
    }

    @Test
    void a_new_size_counts_in_what_the_algo_order_is_sized_in() {
        scene.entry()
                .algo(
                        ALGO,
                        SocketScene.ALICE,
                        new AlgoTerms(
                                AlgoKind.CONDITIONAL,
                                Side.BUY,
                                OrderType.LIMIT,
                                SizeUnit.QUOTE,
                                SelfTradePrevention.CANCEL_MAKER,
                                200_00000000L,
                                0,
                                0,
                                0,
                                0,
                                510_000,
                                0,
                                0,
                                0,
                                0),
                        0,
                        "mine1")
                .end();
        scene.awaitApplied();
        rest.post("trade/amend-algos", "{\"instId\":\"BTC-USDT\",\"algoClOrdId\":\"mine1\",\"newSz\":\"150\"}");
        assertThat(venue.offered.getFirst().amendAlgo().newQuantity()).isEqualTo(150_00000000L);
    }

    // What never reaches the engine.

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "instId":"BTC-USDT"       | "instId":"NONE-USDT"    | 51001 Instrument ID, Instrument ID code or Spread ID doesn't exist.
            "tdMode":"cash"           | "tdMode":"isolated"     | 51010 Request unsupported under current account mode
            "tdMode":"cash"           | "tdMode":""             | 51000 Parameter tdMode error
            "side":"buy"              | "side":"long"           | 51000 Parameter side error
            "ordType":"trigger"       | "ordType":"iceberg"     | 51000 Parameter ordType error
            "ordType":"trigger"       | "ordType":"limit"       | 51000 Parameter ordType error
            "ordType":"trigger"       | "ordType":"oco"         | 51000 Parameter slTriggerPx error
            "ordType":"trigger"       | "ordType":"conditional" | 51000 Parameter slTriggerPx error
            "ordType":"trigger"       | "ordType":"move_order_stop" | 51000 Parameter callbackRatio error
            "sz":"0.02"               | "sz":"0"                | 51000 Parameter sz error
            "sz":"0.02"               | "sz":["1"]              | 51000 Parameter sz error
            "sz":"0.02"               | "sz":"0.020001"         | 51121 Order quantity must be a multiple of the lot size.
            "sz":"0.02"               | "sz":"1e30"             | 51005 Your order amount exceeds the max order amount.
            "triggerPx":"51000"       | "triggerPx":""          | 51000 Parameter triggerPx error
            "triggerPx":"51000"       | "triggerPx":"-1"        | 51000 Parameter triggerPx error
            "triggerPx":"51000"       | "triggerPx":"0.15"      | 51150 The precision of the number of trades or the price exceeds the limit.
            "orderPx":"50000"         | "orderPx":"-2"          | 51000 Parameter orderPx error
            "orderPx":"50000"         | "orderPx":"0.15"        | 51150 The precision of the number of trades or the price exceeds the limit.
            "orderPx":"50000"         | "orderPx":"-1","advanceOrdType":"fok" | 51000 Parameter advanceOrdType error
            "orderPx":"50000"         | "orderPx":"1","advanceOrdType":"gtc"  | 51000 Parameter advanceOrdType error
            "tag":"bot"               | "triggerPxType":"mark"  | 51415 Failed to place order. Spot trading only supports using the last price as trigger price. Please select "Last" and try again.
            "tag":"bot"               | "triggerPxType":"x"     | 51000 Parameter triggerPxType error
            "tag":"bot"               | "tag":"no-dashes"       | 51000 Parameter tag error
            "tag":"bot"               | "reduceOnly":true       | 51139 Reduce-only feature is unavailable for the spot transactions by spot mode.
            "tag":"bot"               | "closeFraction":"1"     | 51000 Parameter closeFraction error
            "tag":"bot"               | "attachAlgoOrds":[{"slTriggerPx":"1"}] | 51000 Parameter attachAlgoOrds error
            "algoClOrdId":"mine1"     | "algoClOrdId":"a b"     | 51000 Parameter algoClOrdId error
            "algoClOrdId":"mine1"     | "algoClOrdId":{"a":1}   | 51000 Parameter algoClOrdId error
            """)
    void a_trigger_order_that_cannot_be_is_refused_by_name(String from, String to, String problem) {
        refuses("trade/order-algo", TRIGGER.replace(from, to), problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "slOrdPx":"-1"      | "slOrdPx":""               | 51000 Parameter slOrdPx error
            "slTriggerPx":"90"  | "slTriggerPx":""           | 51000 Parameter slTriggerPx error
            "tpTriggerPx":"120" | "tpTriggerPx":"","tag":""  | 51000 Parameter tpTriggerPx error
            "tpOrdPx":"119.5"   | "tpOrdPx":"119.55"         | 51150 The precision of the number of trades or the price exceeds the limit.
            "tpOrdPx":"119.5"   | "tpOrdPx":"119","tpOrdKind":"limit" | 51094 You can't place TP limit orders in spot, margin, or options trading.
            "slOrdPx":"-1"      | "slOrdPx":"-1","slTriggerPxType":"index" | 51415 Failed to place order. Spot trading only supports using the last price as trigger price. Please select "Last" and try again.
            """)
    void a_pair_of_stops_that_cannot_be_is_refused_by_name(String from, String to, String problem) {
        refuses("trade/order-algo", OCO.replace(from, to), problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "callbackRatio":"0.05" | "callbackRatio":"1"                           | 51257 Trailing stop order callback rate should be within the range of 0.1%~99.9999%.
            "callbackRatio":"0.05" | "callbackRatio":"0.0000001"                   | 51000 Parameter callbackRatio error
            "callbackRatio":"0.05" | "callbackRatio":"0.05","callbackSpread":"1"   | 51000 Parameter callbackSpread error
            "callbackRatio":"0.05" | "callbackSpread":"0.01"                       | 51150 The precision of the number of trades or the price exceeds the limit.
            "callbackRatio":"0.05" | "callbackRatio":"0.05","activePx":"0"         | 51000 Parameter activePx error
            """)
    void a_trailing_stop_that_cannot_be_is_refused_by_name(String from, String to, String problem) {
        refuses("trade/order-algo", TRAILING.replace(from, to), problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            amend-algos  | {"instId":"BTC-USDT","newSz":"1"}                                    | 50015 Either parameter algoId or algoClOrdId is required
            amend-algos  | {"instId":"BTC-USDT","algoId":"1"}                                   | 51500 You must enter a price, quantity, or TP/SL.
            amend-algos  | {"instId":"BTC-USDT","algoId":"x","newSz":"1"}                       | 51000 Parameter algoId error
            amend-algos  | {"instId":"BTC-USDT","algoId":"1","newSz":"0"}                       | 51000 Parameter newSz error
            amend-algos  | {"instId":"BTC-USDT","algoId":"1","newOrdPx":"0"}                    | 51000 Parameter newOrdPx error
            amend-algos  | {"instId":"BTC-USDT","algoId":"1","newTriggerPx":"0"}                | 51000 Parameter newTriggerPx error
            amend-algos  | {"instId":"BTC-USDT","algoId":"1","newTpTriggerPx":"-1"}             | 51000 Parameter newTpTriggerPx error
            amend-algos  | {"instId":"BTC-USDT","algoId":"1","newSz":"1","reqId":"a b"}         | 51000 Parameter reqId error
            cancel-algos | [{"instId":"BTC-USDT"}]                                              | 50015 Either parameter algoId or algoClOrdId is required
            cancel-algos | [{"algoId":"1"}]                                                     | 51000 Parameter instId error
            cancel-algos | [{"instId":"BTC-USDT","algoId":"0"}]                                 | 51000 Parameter algoId error
            cancel-algos | [7]                                                                  | 51000 Parameter instId error
            """)
    void a_cancel_or_an_amendment_that_names_nothing_is_refused(String path, String body, String problem) {
        refuses("trade/" + path, body, problem);
    }

    @Test
    void cancels_come_in_an_array() {
        assertThat(rest.post("trade/cancel-algos", "{\"instId\":\"BTC-USDT\",\"algoId\":\"1\"}"))
                .isEqualTo(new Answer(400, "{\"code\":\"51000\",\"data\":[],\"msg\":\"Parameter body error\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit  | px  | [{"attachAlgoClOrdId":"c"}]                                        | 51178 tp/sl prices can't be empty when using attachAlgoClOrdId.
            limit  | px  | [{"slTriggerPxType":"last"}]                                       | 51000 Parameter attachAlgoOrds error
            limit  | px  | ["x"]                                                              | 51000 Parameter attachAlgoOrds error
            limit  | px  | [{"slTriggerPx":"90","slOrdPx":"-1"},{"slTriggerPx":"80","slOrdPx":"-1"}] | 51077 Setting multiple TP and cost-price SL orders isn't supported for spot and margin trading.
            limit  | px  | [{"slTriggerPx":"90","slOrdPx":"-1","sz":"1"}]                     | 51000 Parameter sz error
            limit  | px  | [{"slTriggerPx":["90"],"slOrdPx":"-1"}]                            | 51000 Parameter slTriggerPx error
            limit  | px  | [{"tpTriggerPx":"120","tpOrdPx":"-1","tpOrdKind":"limit"}]         | 51094 You can't place TP limit orders in spot, margin, or options trading.
            market | tag | [{"slTriggerPx":"90","slOrdPx":"-1"}]                              | 51044 The order type market, base_ccy is not allowed to set stop loss and take profit
            """)
    void stops_that_cannot_be_attached_are_refused_by_name(String type, String px, String attached, String problem) {
        refuses(
                "trade/order",
                "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"tgtCcy\":\"base_ccy\",\"ordType\":\""
                        + type + "\",\"" + px + "\":\"100\",\"sz\":\"0.02\",\"attachAlgoOrds\":" + attached + "}",
                problem);
    }

    private void refuses(String path, String body, String problem) {
        assertThat(problem(rest.post(path, body))).isEqualTo(problem);
        assertThat(venue.offered).isEmpty();
    }

    private static String problem(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"code\":\"1\",\"data\":[{");
        return answer.body()
                .replaceFirst(".*\"sCode\":\"(\\d+)\",\"sMsg\":\"((?:[^\"\\\\]|\\\\.)*)\".*", "$1 $2")
                .replace("\\\"", "\"");
    }

    // What the engine's outcomes are called.

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trigger | ALGO_CLIENT_ID_EXISTS | 0    | 51065 algoClOrdId already exists.
            trigger | ALGOS_MAX_INSTRUMENT  | 0    | 51299 You've reached the maximum number of open orders of this order type.
            stop    | ALGOS_MAX_INSTRUMENT  | 0    | 51261 The number of pending stop orders with the same trading pair exceeds the limit.
            oco     | ALGOS_MAX_INSTRUMENT  | 0    | 51261 The number of pending stop orders with the same trading pair exceeds the limit.
            trail   | ALGOS_MAX_INSTRUMENT  | 0    | 51260 The number of pending trailing stop orders with the same trading pair exceeds the limit.
            trail   | RATE_INVALID          | 0    | 51257 Trailing stop order callback rate should be within the range of 0.1%~99.9999%.
            stop    | REFERENCE_MISSING     | 0    | 52000 No market data found.
            stop    | PRICE_INVALID         | 0    | 51250 Algo order price is out of the available range.
            stop    | QUANTITY_BELOW_MIN    | 0    | 51020 Your order should meet or exceed the minimum order amount.
            stop    | QUANTITY_ABOVE_MAX    | 0    | 51252 Algo order amount is out of the available range.
            stop    | NOTIONAL_OVERFLOW     | 0    | 51252 Algo order amount is out of the available range.
            stop    | PHASE_FORBIDS         | 0    | 51022 Contract suspended.
            stop    | TRIGGER_SIDE_INVALID  | 800  | 51280 SL trigger price cannot be higher than the last price
            oco     | TRIGGER_SIDE_INVALID  | 1200 | 51279 TP trigger price cannot be lower than the last price
            oco     | TRIGGER_SIDE_INVALID  | 900  | 51280 SL trigger price cannot be higher than the last price
            buyOco  | TRIGGER_SIDE_INVALID  | 1200 | 51277 TP trigger price cannot be higher than the last price
            buyOco  | TRIGGER_SIDE_INVALID  | 1300 | 51278 SL trigger price cannot be lower than the last price
            cancel  | ALGO_UNKNOWN          | 0    | 51400 Order cancellation failed as the order has been filled, canceled or does not exist.
            amend   | ALGO_UNKNOWN          | 0    | 51503 Your order has already been filled or canceled.
            amend   | AMEND_FORBIDDEN       | 0    | 51503 Your order has already been filled or canceled.
            amend   | ALGO_INVALID          | 0    | 51000 Parameter error
            protect | TRIGGER_SIDE_INVALID  | 1200 | 51046 The take profit trigger price must be higher than the order price
            protect | TRIGGER_SIDE_INVALID  | 900  | 51047 The stop loss trigger price must be lower than the order price
            protectSell | TRIGGER_SIDE_INVALID | 900  | 51048 The take profit trigger price must be lower than the order price
            protectSell | TRIGGER_SIDE_INVALID | 1300 | 51049 The stop loss trigger price must be higher than the order price
            protect | ALGO_CLIENT_ID_EXISTS | 0    | 51065 algoClOrdId already exists.
            protect | ALGOS_MAX_INSTRUMENT  | 0    | 51261 The number of pending stop orders with the same trading pair exceeds the limit.
            protect | BALANCE_INSUFFICIENT  | 0    | 51008 Order failed. Insufficient USDT balance in account
            protect | CLIENT_ORDER_ID_EXISTS | 0   | 51016 Client order ID already exists.
            """)
    void each_outcome_has_its_code(String request, Outcome outcome, long detail, String problem) {
        venue.answerAll(outcome, detail);
        assertThat(problem(request(request))).isEqualTo(problem);
    }

    private Answer request(String name) {
        String protectedOrder =
                "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"limit\",\"px\":\"100\",\"sz\":\"0.02\","
                        + "\"attachAlgoOrds\":[{\"tpTriggerPx\":\"120\",\"tpOrdPx\":\"-1\",\"slTriggerPx\":\"90\",\"slOrdPx\":\"-1\"}]}";
        String buyOco = OCO.replace("\"sell\"", "\"buy\"")
                .replace("\"tpTriggerPx\":\"120\"", "\"tpTriggerPx\":\"129\"")
                .replace("\"slTriggerPx\":\"90\"", "\"slTriggerPx\":\"130\"");
        return switch (name) {
            case "trigger" -> rest.post("trade/order-algo", TRIGGER);
            case "stop" -> rest.post("trade/order-algo", STOP);
            case "oco" -> rest.post("trade/order-algo", OCO);
            case "buyOco" -> rest.post("trade/order-algo", buyOco);
            case "trail" -> rest.post("trade/order-algo", TRAILING);
            case "cancel" -> rest.post("trade/cancel-algos", "[{\"instId\":\"BTC-USDT\",\"algoId\":\"7\"}]");
            case "amend" ->
                rest.post("trade/amend-algos", "{\"instId\":\"BTC-USDT\",\"algoId\":\"7\",\"newSz\":\"1\"}");
            case "protect" -> rest.post("trade/order", protectedOrder);
            case "protectSell" ->
                rest.post(
                        "trade/order",
                        protectedOrder
                                .replace("\"buy\"", "\"sell\"")
                                .replace("\"tpTriggerPx\":\"120\"", "\"tpTriggerPx\":\"90\"")
                                .replace("\"slTriggerPx\":\"90\"", "\"slTriggerPx\":\"120\""));
            default -> throw new AssertionError(name);
        };
    }

    @Test
    void an_engine_that_is_busy_is_told_as_such() {
        venue.answerAll(Outcome.ALGOS_MAX, 0);
        assertThat(request("stop"))
                .isEqualTo(new Answer(
                        429, "{\"code\":\"50013\",\"data\":[],\"msg\":\"Systems are busy. Please try again later.\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            market | AUCTION     | 0 | 51124 You can only place limit orders during call auction.
            ioc    | AUCTION     | 0 | 51124 You can only place limit orders during call auction.
            limit  | AUCTION     | 0 | 51022 Contract suspended.
            limit  | CANCEL_ONLY | 0 | 51022 Contract suspended.
            limit  | CANCEL_ONLY | 9 | 51110 You can only place a limit order after Call Auction has started.
            limit  | HALTED      | 9 | 51022 Contract suspended.
            limit  | POST_ONLY   | 0 | 54012 Only canceling and post-only orders are available now.
            """)
    void what_an_auction_and_the_phases_around_it_refuse_has_its_code(
            String type, Phase phase, long auctionNanos, String problem) {
        scene.entry().reopening(auctionNanos, 0, auctionNanos).phase(phase).end();
        scene.awaitApplied();
        venue.answerAll(Outcome.PHASE_FORBIDS, 0);
        assertThat(problem(rest.post(
                        "trade/order",
                        "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"" + type
                                + "\",\"px\":\"100\",\"sz\":\"0.02\"}")))
                .isEqualTo(problem);
    }

    @Test
    void an_amendment_during_an_auction_has_its_code() {
        scene.entry().phase(Phase.AUCTION).end();
        scene.awaitApplied();
        venue.answerAll(Outcome.AMEND_FORBIDDEN, 0);
        assertThat(problem(rest.post("trade/amend-order", "{\"instId\":\"BTC-USDT\",\"ordId\":\"7\",\"newSz\":\"1\"}")))
                .isEqualTo("51508 Orders are not allowed to be modified during the call auction.");
    }

    @Test
    void the_limit_of_algo_orders_holds_for_those_among_orders_as_well() {
        scene.close();
        scene = new SocketScene(directory, config -> config.withRateLimitFactor(1));
        scene.venue.answerAll(Outcome.ACCEPTED, ALGO);
        rest = new TestClient(scene.gateway.port(), "key-1", "secret-1", "pass-1");
        String ten = Stream.generate(() -> STOP).limit(10).collect(Collectors.joining(",", "[", "]"));
        assertThat(rest.post("trade/batch-orders", ten).status()).isEqualTo(200);
        assertThat(rest.post("trade/batch-orders", ten.replace("mine1", "mine2"))
                        .status())
                .isEqualTo(200);
        assertThat(rest.post("trade/order-algo", TRIGGER).status()).isEqualTo(429);
    }
}
