package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static seawall.gateway.SocketScene.ALICE;
import static seawall.gateway.SocketScene.ALICE_UID;
import static seawall.gateway.SocketScene.BOB;
import static seawall.gateway.SocketScene.BOB_UID;
import static seawall.gateway.view.HandWrittenJournal.BTC;
import static seawall.gateway.view.HandWrittenJournal.USDT;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.Wallet;

/// What only the owner of an account hears.
class PrivateChannelsTest {
    private static final long COIN = 100_000_000;
    private static final String ORDERS = "\"channel\":\"orders\",\"instType\":\"ANY\"";

    @TempDir
    Path directory;

    private SocketScene scene;

    @BeforeEach
    void start() {
        scene = new SocketScene(directory);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void an_account_is_shown_whole_and_then_what_changed_down_to_zero() {
        scene.entry()
                .balance(ALICE, BTC, Wallet.TRADING, 2 * COIN, 0)
                .balance(ALICE, USDT, Wallet.TRADING, 900 * COIN, 100 * COIN)
                .balance(ALICE, USDT, Wallet.FUNDING, 7 * COIN, 0)
                .end();
        scene.awaitApplied();
        SocketClient client = scene.alice();
        client.subscribe("\"channel\":\"account\"");
        assertThat(client.next())
                .matches(
                        "\\{\"event\":\"channel-conn-count\",\"channel\":\"account\",\"connCount\":\"1\",\"connId\":\"[0-9a-f]{8}\"}");
        assertThat(client.next())
                .startsWith("{\"arg\":{\"channel\":\"account\",\"uid\":\"" + ALICE_UID
                        + "\"},\"eventType\":\"snapshot\",\"curPage\":1,\"lastPage\":true,\"data\":[{\"adjEq\":\"\"")
                .containsSubsequence(
                        "\"availBal\":\"2\"", "\"cashBal\":\"2\"", "\"ccy\":\"BTC\"", "\"frozenBal\":\"0\"")
                .containsSubsequence(
                        "\"availBal\":\"800\"", "\"cashBal\":\"900\"", "\"ccy\":\"USDT\"", "\"frozenBal\":\"100\"");
        scene.entry().balance(ALICE, BTC, Wallet.TRADING, 0, 0).end();
        assertThat(client.next())
                .startsWith("{\"arg\":{\"channel\":\"account\",\"uid\":\"" + ALICE_UID
                        + "\"},\"eventType\":\"event_update\",\"data\":[{")
                .containsSubsequence("\"availBal\":\"0\"", "\"cashBal\":\"0\"", "\"ccy\":\"BTC\"", "\"eq\":\"0\"")
                .doesNotContain("\"ccy\":\"USDT\"");
        scene.entry().balance(ALICE, USDT, Wallet.TRADING, 901 * COIN, 0).end();
        assertThat(client.next()).contains("\"cashBal\":\"901\"").doesNotContain("\"ccy\":\"BTC\"");
        SocketClient late = scene.alice();
        late.subscribe("\"channel\":\"account\",\"ccy\":\"USDT\"");
        assertThat(late.until("\"eventType\":\"snapshot\""))
                .contains("\"ccy\":\"USDT\"")
                .doesNotContain("\"ccy\":\"BTC\"");
    }

    @Test
    void an_account_is_repeated_unless_its_subscription_asks_for_events_only() {
        SocketClient client = scene.alice();
        String eventsOnly = "\"channel\":\"account\",\"extraParams\":\"{\\\"updateInterval\\\": \\\"0\\\"}\"";
        client.subscribe(eventsOnly);
        client.until("\"eventType\":\"snapshot\"");
        SocketClient regular = scene.alice();
        regular.subscribe("\"channel\":\"account\",\"extraParams\":\"\"");
        regular.until("\"eventType\":\"snapshot\"");
        regular.until("\"eventType\":\"snapshot\"");
        assertThat(client.received.stream().filter(message -> message.contains("\"eventType\":\"snapshot\"")))
                .as("what came while another was shown the account twice")
                .hasSize(1);
        scene.entry().balance(ALICE, BTC, Wallet.TRADING, COIN, 0).end();
        assertThat(client.next())
                .startsWith("{\"arg\":{\"channel\":\"account\",\"uid\":\"" + ALICE_UID
                        + "\"},\"eventType\":\"event_update\"");
        client.send("{\"op\":\"unsubscribe\",\"args\":[{" + eventsOnly + "}]}");
        assertThat(client.next()).startsWith("{\"event\":\"unsubscribe\",\"arg\":{" + eventsOnly + "}");
        scene.entry().balance(ALICE, BTC, Wallet.TRADING, 0, 0).end();
        regular.until("\"cashBal\":\"0\"");
        client.send("ping");
        assertThat(client.next()).isEqualTo("pong");
    }

    @Test
    void balances_and_positions_say_what_moved_the_money() {
        scene.entry().balance(ALICE, BTC, Wallet.TRADING, 2 * COIN, 0).end();
        scene.awaitApplied();
        SocketClient client = scene.alice();
        client.subscribe("\"channel\":\"balance_and_position\"");
        client.next();
        assertThat(timeless(client.next()))
                .isEqualTo(
                        "{\"arg\":{\"channel\":\"balance_and_position\",\"uid\":\"" + ALICE_UID
                                + "\"},\"data\":[{\"pTime\":\"T\",\"eventType\":\"snapshot\",\"balData\":[{\"ccy\":\"BTC\",\"cashBal\":\"2\",\"uTime\":\"T\"}],\"posData\":[],\"trades\":[]}]}");
        fill();
        assertThat(timeless(client.next()))
                .isEqualTo(
                        "{\"arg\":{\"channel\":\"balance_and_position\",\"uid\":\"" + ALICE_UID
                                + "\"},\"data\":[{\"pTime\":\"T\",\"eventType\":\"filled\",\"balData\":[{\"ccy\":\"BTC\",\"cashBal\":\"1\",\"uTime\":\"T\"}],\"posData\":[],\"trades\":[{\"instId\":\"BTC-USDT\",\"tradeId\":\"1\"}]}]}");
        scene.entry()
                .posting(ALICE, USDT, Wallet.FUNDING, PostingReason.TRANSFER_OUT, -5 * COIN, 0, "")
                .posting(ALICE, USDT, Wallet.TRADING, PostingReason.TRANSFER_IN, 5 * COIN, 5 * COIN, "")
                .balance(ALICE, USDT, Wallet.TRADING, 5 * COIN, 0)
                .end();
        assertThat(timeless(client.next()))
                .contains(
                        "\"eventType\":\"transferred\",\"balData\":[{\"ccy\":\"USDT\",\"cashBal\":\"5\",\"uTime\":\"T\"}],\"posData\":[],\"trades\":[]");
    }

    @Test
    void fills_are_told_to_both_sides_as_each_sees_them() {
        SocketClient alice = scene.alice();
        SocketClient bob = scene.bob();
        alice.subscribe("\"channel\":\"fills\"");
        bob.subscribe("\"channel\":\"fills\",\"instId\":\"BTC-USDT\"");
        fill();
        assertThat(alice.next())
                .isEqualTo(
                        "{\"arg\":{\"channel\":\"fills\",\"uid\":\"" + ALICE_UID
                                + "\"},\"data\":[{\"instId\":\"BTC-USDT\",\"fillSz\":\"1\",\"fillPx\":\"50000\",\"side\":\"sell\",\"ts\":\"1700000000000\",\"ordId\":\"11\",\"clOrdId\":\"\",\"tradeId\":\"1\",\"execType\":\"M\",\"count\":\"1\"}]}");
        assertThat(bob.next())
                .isEqualTo(
                        "{\"arg\":{\"channel\":\"fills\",\"instId\":\"BTC-USDT\",\"uid\":\"" + BOB_UID
                                + "\"},\"data\":[{\"instId\":\"BTC-USDT\",\"fillSz\":\"1\",\"fillPx\":\"50000\",\"side\":\"buy\",\"ts\":\"1700000000000\",\"ordId\":\"12\",\"clOrdId\":\"4711\",\"tradeId\":\"1\",\"execType\":\"T\",\"count\":\"1\"}]}");
    }

    /// Bob buys one coin from alice.
    private void fill() {
        scene.entry()
                .accepted(11, ALICE, Side.SELL, OrderType.LIMIT, SizeUnit.BASE, 500_000, 100_000, "ask")
                .accepted(12, BOB, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 500_000, 100_000, "4711")
                .filled(1, Side.BUY, 12, BOB, 11, ALICE, 500_000, 100_000)
                .balance(ALICE, BTC, Wallet.TRADING, COIN, 0)
                .end();
    }

    @Test
    void positions_and_deposits_are_acknowledged_and_silent() {
        SocketClient client = scene.alice();
        client.subscribe("\"channel\":\"positions\",\"instType\":\"ANY\"");
        assertThat(client.next()).contains("\"channel-conn-count\"");
        client.subscribe("\"channel\":\"deposit-info\"");
    }

    @Test
    void the_thirty_first_connection_to_a_channel_of_an_account_gets_no_seat() {
        List<SocketClient> seated = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            SocketClient client = scene.alice();
            client.subscribe(ORDERS);
            assertThat(client.next())
                    .startsWith("{\"event\":\"channel-conn-count\",\"channel\":\"orders\",\"connCount\":\"" + i
                            + "\",\"connId\":\"");
            seated.add(client);
        }
        seated.getFirst().subscribe("\"channel\":\"orders\",\"instType\":\"SPOT\"");
        assertThat(seated.getFirst().next())
                .as("a second filter takes no second seat")
                .contains("\"channel-conn-count\"", "\"connCount\":\"30\"");
        SocketClient late = scene.alice();
        late.subscribe(ORDERS);
        assertThat(late.next())
                .startsWith(
                        "{\"event\":\"channel-conn-count-error\",\"channel\":\"orders\",\"connCount\":\"30\",\"connId\":\"");
        SocketClient bob = scene.bob();
        bob.subscribe(ORDERS);
        assertThat(bob.next()).as("seats are counted by account").contains("\"connCount\":\"1\"");

        place("before");
        seated.get(1).until("\"clOrdId\":\"before\"");
        seated.get(2).send("{\"op\":\"unsubscribe\",\"args\":[{" + ORDERS + "}]}");
        seated.get(2).until("\"event\":\"unsubscribe\"");
        late.subscribe(ORDERS);
        assertThat(late.next()).contains("\"channel-conn-count\"", "\"connCount\":\"30\"");
        place("after");
        assertThat(late.next()).contains("\"clOrdId\":\"after\"");
        assertThat(late.received).noneMatch(message -> message.contains("\"clOrdId\":\"before\""));
    }

    private long lastOrderId = 100;

    private void place(String clientOrderId) {
        scene.entry()
                .accepted(++lastOrderId, ALICE, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 1_000, 10, clientOrderId)
                .end();
    }

    @Test
    void a_closed_connection_gives_its_seat_back() {
        SocketClient first = scene.alice();
        first.subscribe(ORDERS);
        first.next();
        first.close();
        Until.holds(() -> scene.metric("sockets") == 0);
        SocketClient second = scene.alice();
        second.subscribe(ORDERS);
        assertThat(second.next()).contains("\"connCount\":\"1\"");
    }

    @Test
    void a_deleted_key_closes_the_connections_it_let_in_and_no_others() {
        SocketClient idle = scene.alice();
        SocketClient listening = scene.alice();
        listening.subscribe(ORDERS);
        SocketClient otherKey = scene.client();
        otherKey.login("key-3", "secret-3", "pass-3");
        SocketClient both = scene.client();
        bulkLogin(both);
        SocketClient bob = scene.bob();
        scene.entry().apiKeyDeleted(ALICE, "key-1").end();
        for (SocketClient closed : List.of(idle, listening, both)) {
            assertThat(closed.closed()).isEqualTo(4007);
            assertThat(closed.closeReason).isEqualTo("API key has been updated or deleted");
        }
        for (SocketClient open : List.of(otherKey, bob)) {
            open.send("ping");
            assertThat(open.next()).isEqualTo("pong");
        }
        SocketClient late = scene.client();
        late.send("{\"op\":\"login\",\"args\":[" + SocketClient.credentials("key-1", "secret-1", "pass-1") + "]}");
        assertThat(late.next()).contains("\"code\":\"60005\"");
    }

    @Test
    void several_keys_on_one_connection_hear_each_account_under_its_own_uid() {
        SocketClient both = scene.client();
        bulkLogin(both);
        SocketClient bob = scene.bob();
        bob.subscribe("\"channel\":\"account\"");
        bob.until("\"eventType\":\"snapshot\"");
        both.subscribe("\"channel\":\"account\"");
        List<String> first =
                List.of(both.until("\"eventType\":\"snapshot\""), both.until("\"eventType\":\"snapshot\""));
        assertThat(first)
                .anyMatch(message -> message.contains(ALICE_UID))
                .anyMatch(message -> message.contains(BOB_UID));
        scene.entry().balance(ALICE, USDT, Wallet.TRADING, 5 * COIN, 0).end();
        assertThat(both.next()).contains("\"uid\":\"" + ALICE_UID + "\"", "\"cashBal\":\"5\"");
        scene.entry().balance(BOB, USDT, Wallet.TRADING, 7 * COIN, 0).end();
        assertThat(both.next()).contains("\"uid\":\"" + BOB_UID + "\"", "\"cashBal\":\"7\"");
        assertThat(bob.next()).contains("\"uid\":\"" + BOB_UID + "\"", "\"cashBal\":\"7\"");
        both.send("{\"op\":\"unsubscribe\",\"args\":[{\"channel\":\"account\"}]}");
        both.until("\"event\":\"unsubscribe\"");
        scene.entry().balance(BOB, USDT, Wallet.TRADING, 8 * COIN, 0).end();
        assertThat(bob.next()).contains("\"cashBal\":\"8\"");
        both.send("ping");
        assertThat(both.next()).isEqualTo("pong");
    }

    @Test
    void an_order_is_refused_where_nothing_says_whose_money_is_meant() {
        scene.venue.acceptOrders();
        SocketClient both = scene.client();
        bulkLogin(both);
        both.send(
                "{\"id\":\"1\",\"op\":\"order\",\"args\":[{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"limit\",\"px\":\"2.1\",\"sz\":\"2\"}]}");
        assertThat(both.next())
                .startsWith(
                        "{\"id\":\"1\",\"op\":\"order\",\"data\":[],\"code\":\"60028\",\"msg\":\"The current operation");
        assertThat(scene.venue.offered).isEmpty();
    }

    @Test
    void one_wrong_key_among_several_fails_alone_and_one_account_logs_in_once() {
        SocketClient client = scene.client();
        client.send("{\"op\":\"login\",\"args\":[" + SocketClient.credentials("key-2", "wrong", "pass-2") + ","
                + SocketClient.credentials("key-1", "secret-1", "pass-1") + ","
                + SocketClient.credentials("key-3", "secret-3", "pass-3") + "]}");
        assertThat(client.next()).contains("\"event\":\"error\"", "\"code\":\"60007\"");
        assertThat(client.next()).contains("\"event\":\"login\"", "\"code\":\"0\"");
        assertThat(client.next()).contains("\"event\":\"error\"", "\"code\":\"60031\"");
        client.subscribe("\"channel\":\"account\"");
        assertThat(client.until("\"eventType\":\"snapshot\"")).contains(ALICE_UID);
        scene.entry()
                .balance(BOB, USDT, Wallet.TRADING, 7 * COIN, 0)
                .balance(ALICE, USDT, Wallet.TRADING, 5 * COIN, 0)
                .end();
        assertThat(client.next()).contains("\"cashBal\":\"5\"");
        assertThat(client.received).noneMatch(message -> message.contains(BOB_UID));
    }

    private static void bulkLogin(SocketClient client) {
        client.send("{\"op\":\"login\",\"args\":[" + SocketClient.credentials("key-1", "secret-1", "pass-1") + ","
                + SocketClient.credentials("key-2", "secret-2", "pass-2") + "]}");
        for (int i = 0; i < 2; i++) {
            assertThat(client.next()).startsWith("{\"event\":\"login\",\"code\":\"0\",\"msg\":\"\",\"connId\":\"");
        }
    }

    private static String timeless(String message) {
        return message.replaceAll("\"(pTime|uTime)\":\"\\d{13}\"", "\"$1\":\"T\"");
    }
}
