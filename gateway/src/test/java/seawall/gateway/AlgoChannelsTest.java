package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static seawall.gateway.SocketScene.ALICE;
import static seawall.gateway.SocketScene.ALICE_UID;
import static seawall.gateway.SocketScene.BOB;
import static seawall.gateway.view.HandWrittenJournal.START_NANOS;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.gateway.view.AlgoTerms;
import seawall.gateway.view.HandWrittenJournal;
import seawall.gateway.view.TestAlgos;
import seawall.wire.codec.AlgoLeg;
import seawall.wire.codec.AmendAlgoDecoder;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// Algo orders as their owner hears and reads of them, from the journal to the socket.
class AlgoChannelsTest {
    private static final long ALGO = 21;
    private static final long PARENT = 11;
    private static final long CHILD = 12;
    private static final long MAKER = 13;
    private static final AlgoTerms STOP = TestAlgos.stops(Side.SELL, 400, 0, 0, 490_000, 0);
    private static final AlgoTerms PAIR = TestAlgos.stops(Side.SELL, 0, 520_000, 519_990, 490_000, 0);
    private static final Pattern ALGO_ID = Pattern.compile("\"algoId\":\"(\\d+)\"");

    private static final Pattern MOVE_TRIGGER = Pattern.compile("\"moveTriggerPx\":\"([^\"]*)\"");

    @TempDir
    Path directory;

    private SocketScene scene;
    private TestClient rest;
    private int entries;

    @BeforeEach
    void start() {
        scene = new SocketScene(directory);
        rest = new TestClient(scene.gateway.port(), "key-1", "secret-1", "pass-1");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    /// The next entry, a second after the one before.
    private HandWrittenJournal entry() {
        return scene.journal.entry(START_NANOS + 1_000_000_000L * entries++);
    }

    private SocketClient listening(String channel) {
        SocketClient client = scene.alice();
        client.subscribe("\"channel\":\"" + channel + "\",\"instType\":\"SPOT\"");
        return client;
    }

    private SocketClient listeningToOrders() {
        SocketClient client = listening("orders");
        assertThat(client.next()).contains("\"channel-conn-count\"");
        return client;
    }

    // Orders that wait.

    @Test
    void a_stop_that_was_placed_is_pushed_and_read_with_every_documented_key() {
        SocketClient client = listening("orders-algo");
        entry().algo(ALGO, ALICE, STOP, 0, "stop1").end();
        assertThat(client.next())
                .isEqualTo(
                        "{\"arg\":{\"channel\":\"orders-algo\",\"instType\":\"SPOT\",\"uid\":\"" + ALICE_UID
                                + "\"},\"data\":[{\"actualPx\":\"\",\"actualSide\":\"\",\"actualSz\":\"0\",\"algoClOrdId\":\"stop1\",\"algoId\":\"21\",\"attachAlgoOrds\":[],\"amendResult\":\"\",\"cTime\":\"1700000000000\",\"uTime\":\"1700000000000\",\"ccy\":\"\",\"clOrdId\":\"\",\"closeFraction\":\"\",\"failCode\":\"\",\"instId\":\"BTC-USDT\",\"instType\":\"SPOT\",\"last\":\"50000\",\"lever\":\"0\",\"notionalUsd\":\"196\",\"ordId\":\"\",\"ordIdList\":[],\"ordPx\":\"\",\"ordType\":\"conditional\",\"posSide\":\"\",\"quickMgnType\":\"\",\"reduceOnly\":\"false\",\"reqId\":\"\",\"side\":\"sell\",\"slOrdPx\":\"-1\",\"slTriggerPx\":\"49000\",\"slTriggerPxType\":\"last\",\"state\":\"live\",\"sz\":\"0.004\",\"tag\":\"tag\",\"tdMode\":\"cash\",\"tgtCcy\":\"\",\"tpOrdPx\":\"\",\"tpTriggerPx\":\"\",\"tpTriggerPxType\":\"\",\"triggerPx\":\"\",\"triggerPxType\":\"\",\"triggerTime\":\"\",\"tradeQuoteCcy\":\"USDT\",\"amendPxOnTriggerType\":\"0\",\"linkedOrd\":{\"ordId\":\"\"},\"isTradeBorrowMode\":\"\"}]}");
        String read =
                "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"activePx\":\"\",\"actualPx\":\"\",\"actualSide\":\"\",\"actualSz\":\"0\",\"algoClOrdId\":\"stop1\",\"algoId\":\"21\",\"amendPxOnTriggerType\":\"0\",\"attachAlgoOrds\":[],\"cTime\":\"1700000000000\",\"callbackRatio\":\"\",\"callbackSpread\":\"\",\"ccy\":\"\",\"chaseType\":\"\",\"chaseVal\":\"\",\"clOrdId\":\"\",\"closeFraction\":\"\",\"failCode\":\"\",\"instId\":\"BTC-USDT\",\"instType\":\"SPOT\",\"isTradeBorrowMode\":\"\",\"last\":\"50000\",\"lever\":\"\",\"linkedOrd\":{\"ordId\":\"\"},\"maxChaseType\":\"\",\"maxChaseVal\":\"\",\"moveTriggerPx\":\"\",\"ordId\":\"\",\"ordIdList\":[],\"ordPx\":\"\",\"ordType\":\"conditional\",\"posSide\":\"net\",\"pxLimit\":\"\",\"pxSpread\":\"\",\"pxVar\":\"\",\"quickMgnType\":\"\",\"reduceOnly\":\"false\",\"side\":\"sell\",\"slOrdPx\":\"-1\",\"slTriggerPx\":\"49000\",\"slTriggerPxType\":\"last\",\"state\":\"live\",\"sz\":\"0.004\",\"szLimit\":\"\",\"tag\":\"tag\",\"tdMode\":\"cash\",\"tgtCcy\":\"\",\"timeInterval\":\"\",\"tpOrdPx\":\"\",\"tpTriggerPx\":\"\",\"tpTriggerPxType\":\"\",\"triggerPx\":\"\",\"triggerPxType\":\"\",\"triggerTime\":\"\",\"tradeQuoteCcy\":\"USDT\",\"uTime\":\"1700000000000\"}]}";
        assertThat(rest.get("trade/orders-algo-pending?ordType=conditional,oco").body())
                .isEqualTo(read);
        assertThat(rest.get("trade/order-algo?algoId=21").body()).isEqualTo(read);
        assertThat(rest.get("trade/order-algo?algoClOrdId=stop1").body()).isEqualTo(read);
        assertThat(rest.get("trade/orders-algo-pending?ordType=oco").body()).contains("\"data\":[]");
    }

    @Test
    void an_amendment_is_pushed_with_its_request_and_a_cancel_with_its_state() {
        entry().algo(ALGO, ALICE, TestAlgos.trigger(Side.BUY, 400, 510_000, 500_000), 0, "")
                .end();
        scene.awaitApplied();
        SocketClient client = listening("orders-algo");
        entry().algoAmended(ALGO, ALICE, TestAlgos.trigger(Side.BUY, 300, 511_000, 500_000), "r7")
                .end();
        assertThat(client.next())
                .as("the channel does not begin with what waits already")
                .contains(
                        "\"amendResult\":\"0\"",
                        "\"reqId\":\"r7\"",
                        "\"sz\":\"0.003\"",
                        "\"triggerPx\":\"51100\"",
                        "\"ordPx\":\"50000\"",
                        "\"state\":\"live\"",
                        "\"cTime\":\"1700000000000\"",
                        "\"uTime\":\"1700000001000\"");
        entry().algoClosed(ALGO, ALICE, CloseReason.USER).end();
        assertThat(client.next()).contains("\"state\":\"canceled\"", "\"amendResult\":\"\"", "\"triggerTime\":\"\"");
        assertThat(rest.get("trade/orders-algo-pending?ordType=trigger").body()).contains("\"data\":[]");
        assertThat(rest.get("trade/orders-algo-history?ordType=trigger&state=canceled")
                        .body())
                .contains("\"algoId\":\"21\"", "\"uTime\":\"1700000002000\"");
        assertThat(rest.get("trade/orders-algo-history?ordType=trigger&state=effective")
                        .body())
                .contains("\"data\":[]");
    }

    @Test
    void one_that_a_failed_amendment_canceled_says_so() {
        entry().algo(ALGO, ALICE, STOP, 0, "").end();
        scene.awaitApplied();
        SocketClient client = listening("orders-algo");
        scene.journal
                .entry(START_NANOS, AmendAlgoDecoder.TEMPLATE_ID, 0, Outcome.PRICE_INVALID, 0)
                .algoClosed(ALGO, ALICE, CloseReason.USER)
                .end();
        assertThat(client.next()).contains("\"state\":\"canceled\"", "\"amendResult\":\"1\"");
    }

    // Orders that reach their price.

    @Test
    void a_stop_at_the_market_and_the_order_it_placed_name_each_other() {
        entry().accepted(MAKER, BOB, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 489_000, 1_000, "")
                .algo(ALGO, ALICE, STOP, 0, "stop1")
                .end();
        scene.awaitApplied();
        SocketClient algos = listening("orders-algo");
        SocketClient orders = listeningToOrders();
        entry().algoTriggered(ALGO, ALICE, AlgoLeg.STOP_LOSS, Outcome.ACCEPTED, CHILD)
                .accepted(CHILD, ALICE, Side.SELL, OrderType.MARKET, SizeUnit.BASE, 0, 400, "")
                .filled(1, Side.SELL, CHILD, ALICE, MAKER, BOB, 489_000, 400)
                .closed(CHILD, ALICE, CloseReason.FILLED, 400)
                .end();
        assertThat(algos.next())
                .contains(
                        "\"state\":\"effective\"",
                        "\"actualSide\":\"sl\"",
                        "\"actualSz\":\"0.004\"",
                        "\"actualPx\":\"48900\"",
                        "\"ordId\":\"12\"",
                        "\"ordIdList\":[\"12\"]",
                        "\"triggerTime\":\"1700000001000\"");
        for (String state : List.of("live", "partially_filled", "filled")) {
            assertThat(orders.next())
                    .contains(
                            "\"algoClOrdId\":\"stop1\"",
                            "\"algoId\":\"21\"",
                            "\"source\":\"7\"",
                            "\"state\":\"" + state + "\"");
        }
        assertThat(rest.get("trade/order?instId=BTC-USDT&ordId=12").body())
                .contains("\"algoClOrdId\":\"stop1\",\"algoId\":\"21\"", "\"source\":\"7\"");
        assertThat(rest.get("trade/order-algo?algoClOrdId=stop1").body())
                .contains("\"state\":\"effective\"", "\"ordIdList\":[\"12\"]", "\"actualPx\":\"48900\"");
        assertThat(rest.get("trade/orders-algo-history?ordType=conditional&state=effective")
                        .body())
                .contains("\"algoId\":\"21\"");
        assertThat(rest.get("trade/orders-algo-history?ordType=conditional&algoId=21")
                        .body())
                .contains("\"algoId\":\"21\"");
        assertThat(rest.get("trade/orders-algo-history?ordType=conditional&algoId=22")
                        .body())
                .contains("\"data\":[]");
    }

    @Test
    void an_order_says_which_kind_of_algo_order_placed_it() {
        entry().algo(ALGO, ALICE, TestAlgos.trigger(Side.BUY, 400, 510_000, 509_000), 0, "")
                .algo(ALGO + 1, ALICE, TestAlgos.trailing(Side.SELL, 400, 0), 0, "")
                .end();
        scene.awaitApplied();
        SocketClient orders = listeningToOrders();
        entry().algoTriggered(ALGO, ALICE, AlgoLeg.TRIGGER, Outcome.ACCEPTED, CHILD)
                .accepted(CHILD, ALICE, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 509_000, 400, "")
                .end();
        assertThat(orders.next()).contains("\"source\":\"6\"", "\"algoId\":\"21\"");
        entry().algoTriggered(ALGO + 1, ALICE, AlgoLeg.TRAILING, Outcome.ACCEPTED, CHILD + 1)
                .accepted(CHILD + 1, ALICE, Side.SELL, OrderType.MARKET, SizeUnit.BASE, 0, 400, "")
                .end();
        assertThat(orders.next()).contains("\"source\":\"25\"", "\"algoId\":\"22\"");
        assertThat(rest.get("trade/order-algo?algoId=21").body())
                .contains("\"actualPx\":\"50900\"", "\"actualSide\":\"\"", "\"ordPx\":\"50900\"");
    }

    @Test
    void one_whose_order_was_refused_has_failed_with_the_code_of_the_refusal() {
        entry().algo(ALGO, ALICE, STOP, 0, "").end();
        scene.awaitApplied();
        SocketClient client = listening("orders-algo");
        entry().algoTriggered(ALGO, ALICE, AlgoLeg.STOP_LOSS, Outcome.BALANCE_INSUFFICIENT, 0)
                .end();
        assertThat(client.next())
                .contains(
                        "\"state\":\"order_failed\"",
                        "\"failCode\":\"51008\"",
                        "\"actualSz\":\"0\"",
                        "\"ordIdList\":[]",
                        "\"triggerTime\":\"1700000001000\"");
        assertThat(rest.get("trade/orders-algo-history?ordType=conditional&state=order_failed")
                        .body())
                .contains("\"failCode\":\"51008\"");
    }

    // Orders that are attached.

    @Test
    void attached_stops_are_shown_with_their_order_until_it_is_filled() {
        SocketClient orders = listeningToOrders();
        SocketClient algos = listening("orders-algo");
        entry().accepted(PARENT, ALICE, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 500_000, 400, "mine")
                .algo(ALGO, ALICE, PAIR, PARENT, "child")
                .end();
        String attached =
                "\"attachAlgoClOrdId\":\"child\",\"attachAlgoOrds\":[{\"attachAlgoId\":\"21\",\"attachAlgoClOrdId\":\"child\",\"amendPxOnTriggerType\":\"0\",\"failCode\":\"\",\"failReason\":\"\",\"slOrdPx\":\"-1\",\"slTriggerPx\":\"49000\",\"slTriggerPxType\":\"last\",\"slTriggerRatio\":\"\",\"sz\":\"\",\"tpOrdKind\":\"condition\",\"tpOrdPx\":\"51999\",\"tpTriggerPx\":\"52000\",\"tpTriggerPxType\":\"last\",\"tpTriggerRatio\":\"\"}]";
        assertThat(orders.next()).contains(attached, "\"state\":\"live\"");
        assertThat(rest.get("trade/orders-pending").body()).contains(attached);
        assertThat(rest.get("trade/orders-algo-pending?ordType=oco").body()).contains("\"data\":[]");
        assertThat(rest.get("trade/order-algo?algoId=21").body()).contains("\"code\":\"51603\"");
        entry().accepted(MAKER, BOB, Side.SELL, OrderType.LIMIT, SizeUnit.BASE, 500_000, 400, "")
                .filled(1, Side.SELL, MAKER, BOB, PARENT, ALICE, 500_000, 400)
                .closed(PARENT, ALICE, CloseReason.FILLED, 400)
                .algoArmed(ALGO, ALICE, 400)
                .end();
        assertThat(orders.next()).contains(attached, "\"state\":\"filled\"");
        assertThat(algos.next())
                .as("from now on it is an algo order like any other")
                .contains(
                        "\"algoId\":\"21\"",
                        "\"ordType\":\"oco\"",
                        "\"state\":\"live\"",
                        "\"sz\":\"0.004\"",
                        "\"side\":\"sell\"",
                        "\"cTime\":\"1700000001000\"");
        assertThat(rest.get("trade/orders-algo-pending?ordType=oco").body()).contains("\"algoId\":\"21\"");
    }

    @Test
    void stops_whose_order_ends_unfilled_leave_no_trace_but_with_it() {
        SocketClient algos = listening("orders-algo");
        entry().accepted(PARENT, ALICE, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 500_000, 400, "mine")
                .algo(ALGO, ALICE, PAIR, PARENT, "child")
                .end();
        entry().closed(PARENT, ALICE, CloseReason.USER, 0)
                .algoClosed(ALGO, ALICE, CloseReason.PARENT)
                .end();
        entry().algo(ALGO + 1, ALICE, STOP, 0, "").end();
        assertThat(algos.next()).contains("\"algoId\":\"22\"");
        assertThat(rest.get("trade/orders-algo-history?ordType=oco&state=canceled")
                        .body())
                .contains("\"data\":[]");
        assertThat(rest.get("trade/order?instId=BTC-USDT&ordId=11").body()).contains("\"attachAlgoId\":\"21\"");
    }

    @Test
    void stops_that_their_owner_canceled_are_attached_no_more() {
        entry().accepted(PARENT, ALICE, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 500_000, 400, "mine")
                .algo(ALGO, ALICE, PAIR, PARENT, "child")
                .end();
        entry().algoClosed(ALGO, ALICE, CloseReason.USER).end();
        scene.awaitApplied();
        assertThat(rest.get("trade/order?instId=BTC-USDT&ordId=11").body()).contains("\"attachAlgoOrds\":[]");
        assertThat(rest.get("trade/orders-algo-history?ordType=oco&state=canceled")
                        .body())
                .contains("\"algoId\":\"21\"");
    }

    // Trailing stops.

    @Test
    void trailing_stops_have_a_channel_of_their_own_that_begins_with_what_waits() {
        entry().algo(ALGO, ALICE, TestAlgos.trailing(Side.SELL, 400, 510_000), 0, "trail1")
                .end();
        scene.awaitApplied();
        SocketClient advanced = listening("algo-advance");
        SocketClient algos = listening("orders-algo");
        assertThat(advanced.next())
                .contains(
                        "\"channel\":\"algo-advance\"",
                        "\"algoId\":\"21\"",
                        "\"algoClOrdId\":\"trail1\"",
                        "\"ordType\":\"move_order_stop\"",
                        "\"callbackRatio\":\"0.05\"",
                        "\"callbackSpread\":\"\"",
                        "\"activePx\":\"51000\"",
                        "\"state\":\"live\"",
                        "\"sz\":\"0.004\"",
                        "\"pTime\":\"");
        entry().algoActivated(ALGO, ALICE, 510_000).end();
        assertThat(advanced.next()).contains("\"state\":\"live\"", "\"uTime\":\"1700000001000\"");
        entry().algoTriggered(ALGO, ALICE, AlgoLeg.TRAILING, Outcome.ACCEPTED, CHILD)
                .accepted(CHILD, ALICE, Side.SELL, OrderType.MARKET, SizeUnit.BASE, 0, 400, "")
                .closed(CHILD, ALICE, CloseReason.NO_LIQUIDITY, 0)
                .end();
        assertThat(advanced.next()).contains("\"state\":\"effective\"", "\"ordId\":\"12\"", "\"actualPx\":\"\"");
        entry().algo(ALGO + 1, ALICE, STOP, 0, "").end();
        assertThat(algos.next()).as("it was not told of the trailing stop").contains("\"algoId\":\"22\"");
    }

    @Test
    void a_trailing_stop_shows_where_it_would_trigger_by_now() {
        entry().algo(ALGO, ALICE, TestAlgos.trailing(Side.SELL, 400, 0), 0, "at-once")
                .algo(ALGO + 1, ALICE, TestAlgos.trailing(Side.SELL, 400, 510_000), 0, "later")
                .algo(ALGO + 2, ALICE, TestAlgos.trailing(Side.BUY, 400, 0), 0, "buys")
                .end();
        assertThat(moveTriggers()).containsExactly("52500", "", "47500");
        // The first trade activates the second stop, and the last is the higher one.
        trade(1, 510_000);
        scene.journal
                .filled(2, Side.SELL, CHILD, ALICE, MAKER, BOB, 520_000, 1)
                .algoActivated(ALGO + 1, ALICE, 510_000);
        scene.journal.end();
        assertThat(moveTriggers()).containsExactly("52500", "49400", "49400");
        trade(3, 480_000).end();
        assertThat(moveTriggers())
                .as("a price that falls moves the one that buys")
                .containsExactly("50400", "49400", "49400");
        entry().algoClosed(ALGO, ALICE, CloseReason.USER).end();
        trade(4, 600_000).end();
        assertThat(rest.get("trade/order-algo?algoId=21").body()).contains("\"moveTriggerPx\":\"49400\"");
        assertThat(moveTriggers()).containsExactly("50400", "57000");
    }

    /// The entry of a trade, to which more may happen.
    private HandWrittenJournal trade(long tradeId, long price) {
        HandWrittenJournal entry = entry();
        if (tradeId == 1) {
            entry.accepted(MAKER, BOB, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 489_000, 1_000, "")
                    .accepted(CHILD, ALICE, Side.SELL, OrderType.LIMIT, SizeUnit.BASE, 489_000, 1_000, "");
        }
        return entry.filled(tradeId, Side.SELL, CHILD, ALICE, MAKER, BOB, price, 1);
    }

    /// Newest first.
    private List<String> moveTriggers() {
        scene.awaitApplied();
        List<String> prices = new ArrayList<>();
        Matcher price = MOVE_TRIGGER.matcher(
                rest.get("trade/orders-algo-pending?ordType=move_order_stop").body());
        while (price.find()) {
            prices.add(price.group(1));
        }
        return prices;
    }

    // Whose they are, and which.

    @Test
    void nobody_else_hears_or_reads_of_an_algo_order() {
        SocketClient bob = scene.bob();
        bob.subscribe("\"channel\":\"orders-algo\",\"instType\":\"ANY\"");
        bob.subscribe("\"channel\":\"algo-advance\",\"instType\":\"ANY\"");
        entry().algo(ALGO, ALICE, STOP, 0, "same").end();
        entry().algo(ALGO + 1, ALICE, TestAlgos.trailing(Side.SELL, 400, 0), 0, "")
                .end();
        entry().algo(ALGO + 2, BOB, STOP, 0, "same").end();
        assertThat(bob.next()).contains("\"algoId\":\"23\"");
        TestClient bobsRest = new TestClient(scene.gateway.port(), "key-2", "secret-2", "pass-2");
        assertThat(bobsRest.get("trade/order-algo?algoId=21").body()).contains("\"code\":\"51603\"");
        assertThat(bobsRest.get("trade/order-algo?algoClOrdId=same").body()).contains("\"algoId\":\"23\"");
        assertThat(ids(bobsRest.get("trade/orders-algo-pending?ordType=conditional,move_order_stop")
                        .body()))
                .containsExactly("23");
    }

    @Test
    void pages_are_newest_first_and_filters_are_exact() {
        for (int i = 0; i < 5; i++) {
            entry().algo(ALGO + i, ALICE, i % 2 == 0 ? STOP : TestAlgos.trigger(Side.BUY, 1, 510_000, 0), 0, "")
                    .end();
        }
        scene.awaitApplied();
        String pending = "trade/orders-algo-pending?ordType=conditional,trigger";
        assertThat(ids(rest.get(pending).body())).containsExactly("25", "24", "23", "22", "21");
        assertThat(ids(rest.get(pending + "&limit=2").body())).containsExactly("25", "24");
        assertThat(ids(rest.get(pending + "&after=24&limit=2").body())).containsExactly("23", "22");
        assertThat(ids(rest.get(pending + "&before=23").body())).containsExactly("25", "24");
        assertThat(ids(rest.get(pending + "&algoId=22").body())).containsExactly("22");
        assertThat(ids(rest.get(pending + "&instId=BTC-USDT&instType=SPOT&limit=1")
                        .body()))
                .containsExactly("25");
        assertThat(ids(rest.get(pending + "&instType=SWAP").body())).isEmpty();
        assertThat(ids(rest.get("trade/orders-algo-pending?ordType=trigger").body()))
                .containsExactly("24", "22");
        for (int i = 4; i >= 0; i--) {
            entry().algoClosed(ALGO + i, ALICE, CloseReason.USER).end();
        }
        scene.awaitApplied();
        assertThat(ids(rest.get("trade/orders-algo-history?ordType=conditional,trigger&state=canceled&after=24&limit=2")
                        .body()))
                .containsExactly("23", "22");
    }

    private static List<String> ids(String body) {
        List<String> ids = new ArrayList<>();
        Matcher id = ALGO_ID.matcher(body);
        while (id.find()) {
            ids.add(id.group(1));
        }
        return ids;
    }
}
