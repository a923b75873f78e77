package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import seawall.gateway.okx.StatusRow;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

class PublicChannelsTest {
    private static final String INSTRUMENT = ",\"instId\":\"BTC-USDT\"";

    @TempDir
    Path directory;

    private SocketScene scene;

    @BeforeEach
    void start() {
        scene = new SocketScene(directory);
        scene.entry()
                .level(Side.BUY, 499_999, 100, 1)
                .level(Side.SELL, 500_001, 300, 2)
                .end();
        scene.awaitApplied();
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void tickers_show_the_state_at_once_and_then_what_trades() {
        SocketClient client = scene.client();
        client.subscribe("\"channel\":\"tickers\"" + INSTRUMENT);
        assertThat(masked(client.next()))
                .isEqualTo(
                        "{\"arg\":{\"channel\":\"tickers\",\"instId\":\"BTC-USDT\"},\"data\":[{\"instType\":\"SPOT\",\"instId\":\"BTC-USDT\",\"last\":\"\",\"lastSz\":\"0\",\"askPx\":\"50000.1\",\"askSz\":\"0.003\",\"bidPx\":\"49999.9\",\"bidSz\":\"0.001\",\"open24h\":\"\",\"high24h\":\"\",\"low24h\":\"\",\"volCcy24h\":\"0\",\"vol24h\":\"0\",\"sodUtc0\":\"\",\"sodUtc8\":\"\",\"ts\":\"T\"}]}");
        scene.journal.print(1, nowNanos(), 500_000, 10);
        assertThat(masked(client.until("\"last\":\"50000\"")))
                .endsWith(
                        "\"last\":\"50000\",\"lastSz\":\"0.0001\",\"askPx\":\"50000.1\",\"askSz\":\"0.003\",\"bidPx\":\"49999.9\",\"bidSz\":\"0.001\",\"open24h\":\"50000\",\"high24h\":\"50000\",\"low24h\":\"50000\",\"volCcy24h\":\"5\",\"vol24h\":\"0.0001\",\"sodUtc0\":\"50000\",\"sodUtc8\":\"50000\",\"ts\":\"T\"}]}");
    }

    @Test
    void trades_are_told_by_order_and_price_and_trades_all_match_by_match() {
        SocketClient client = scene.client();
        client.subscribe("\"channel\":\"trades\"" + INSTRUMENT);
        SocketClient all = scene.client();
        all.subscribe("\"channel\":\"trades-all\"" + INSTRUMENT);
        sweep();
        String trades = client.next();
        assertThat(trades)
                .matches(
                        "\\{\"arg\":\\{\"channel\":\"trades\",\"instId\":\"BTC-USDT\"},\"data\":\\["
                                + "\\{\"instId\":\"BTC-USDT\",\"side\":\"buy\",\"sz\":\"0.005\",\"source\":\"0\",\"px\":\"50000.1\",\"tradeId\":\"2\",\"ts\":\"1700000000000\",\"count\":\"2\",\"seqId\":\\d+},"
                                + "\\{\"instId\":\"BTC-USDT\",\"side\":\"buy\",\"sz\":\"0.001\",\"source\":\"0\",\"px\":\"50000.2\",\"tradeId\":\"3\",\"ts\":\"1700000000000\",\"count\":\"1\",\"seqId\":\\d+}]}");
        SocketClient books = scene.client();
        books.subscribe("\"channel\":\"books5\"" + INSTRUMENT);
        String seqId = books.next().replaceAll(".*\"seqId\":(\\d+).*", "$1");
        assertThat(trades).as("the numbering of the book").contains("\"seqId\":" + seqId + "}");
        assertThat(all.next())
                .isEqualTo(
                        "{\"arg\":{\"channel\":\"trades-all\",\"instId\":\"BTC-USDT\"},\"data\":["
                                + "{\"instId\":\"BTC-USDT\",\"side\":\"buy\",\"sz\":\"0.002\",\"source\":\"0\",\"px\":\"50000.1\",\"tradeId\":\"1\",\"ts\":\"1700000000000\"},"
                                + "{\"instId\":\"BTC-USDT\",\"side\":\"buy\",\"sz\":\"0.003\",\"source\":\"0\",\"px\":\"50000.1\",\"tradeId\":\"2\",\"ts\":\"1700000000000\"},"
                                + "{\"instId\":\"BTC-USDT\",\"side\":\"buy\",\"sz\":\"0.001\",\"source\":\"0\",\"px\":\"50000.2\",\"tradeId\":\"3\",\"ts\":\"1700000000000\"}]}");
    }

    /// Bob buys from three orders of alice at two prices.
    private void sweep() {
        scene.entry();
        long[] ticks = {500_001, 500_001, 500_002};
        long[] lots = {200, 300, 100};
        for (int i = 0; i < 3; i++) {
            scene.journal.accepted(
                    11 + i, SocketScene.ALICE, Side.SELL, OrderType.LIMIT, SizeUnit.BASE, ticks[i], lots[i], "");
        }
        scene.journal.accepted(20, SocketScene.BOB, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 500_002, 1_000, "");
        for (int i = 0; i < 3; i++) {
            scene.journal.filled(i + 1, Side.BUY, 20, SocketScene.BOB, 11 + i, SocketScene.ALICE, ticks[i], lots[i]);
        }
        scene.journal.level(Side.SELL, 500_001, 0, 0).end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"candle1m", "candle1Dutc", "candle1s", "candle3M"})
    void candles_show_the_running_bar_and_its_trades(String channel) {
        scene.journal.print(1, nowNanos(), 500_000, 10);
        scene.awaitApplied();
        SocketClient client = scene.client();
        client.subscribe("\"channel\":\"" + channel + "\"" + INSTRUMENT);
        // The bar of a second may end before it is seen; then its last state, confirmed, comes first.
        assertThat(client.until("\"data\":"))
                .matches("\\{\"arg\":\\{\"channel\":\"" + channel
                        + "\",\"instId\":\"BTC-USDT\"},\"data\":\\[\\[\"\\d{13}\",\"50000\",\"50000\",\"50000\",\"50000\",\"0(.0001)?\",\"[05]\",\"[05]\",\""
                        + (channel.equals("candle1s") ? "[01]" : "0") + "\"]]}");
        scene.journal.print(2, nowNanos(), 500_020, 30);
        assertThat(client.until("\"50002\",\"")).contains("\"50002\",\"");
    }

    @Test
    void instruments_are_listed_once_and_then_only_what_changed() {
        SocketClient client = scene.client();
        client.subscribe("\"channel\":\"instruments\",\"instType\":\"SPOT\"");
        assertThat(client.next())
                .startsWith("{\"arg\":{\"channel\":\"instruments\",\"instType\":\"SPOT\"},\"data\":[{")
                .contains("\"instId\":\"BTC-USDT\"", "\"state\":\"live\"", "\"instIdCode\":1,");
        scene.entry().instrument(2, "BTC-EURT").end();
        assertThat(client.next()).contains("\"instId\":\"BTC-EURT\"").doesNotContain("\"instId\":\"BTC-USDT\"");
        scene.entry().phase(Phase.HALTED).end();
        assertThat(client.next())
                .contains("\"instId\":\"BTC-USDT\"", "\"state\":\"suspend\"")
                .doesNotContain("\"instId\":\"BTC-EURT\"");
    }

    @Test
    void instruments_of_another_type_are_acknowledged_and_never_come() {
        SocketClient client = scene.client();
        client.subscribe("\"channel\":\"instruments\",\"instType\":\"SWAP\"");
        client.subscribe("\"channel\":\"instruments\",\"instType\":\"SPOT\"");
        client.next();
        scene.entry().phase(Phase.HALTED).end();
        assertThat(client.next()).startsWith("{\"arg\":{\"channel\":\"instruments\",\"instType\":\"SPOT\"}");
        client.send("ping");
        assertThat(client.next()).isEqualTo("pong");
    }

    @Test
    void the_price_limit_is_shown_and_told_again_when_it_moves() {
        SocketClient client = scene.client();
        client.subscribe("\"channel\":\"price-limit\"" + INSTRUMENT);
        assertThat(masked(client.next()))
                .isEqualTo(
                        "{\"arg\":{\"channel\":\"price-limit\",\"instId\":\"BTC-USDT\"},\"data\":[{\"instType\":\"SPOT\",\"instId\":\"BTC-USDT\",\"buyLmt\":\"\",\"sellLmt\":\"\",\"ts\":\"T\",\"enabled\":false}]}");
        scene.entry().priceLimit(500_000, 525_000, 475_000).end();
        assertThat(client.next()).contains("\"buyLmt\":\"52500\",\"sellLmt\":\"47500\"", "\"enabled\":true");
    }

    @Test
    void status_tells_the_latest_change_at_once_and_then_every_change() {
        SocketClient early = scene.client();
        early.subscribe("\"channel\":\"status\"");
        scene.status = List.of(row("scheduled", 1_672_823_520_000L));
        String expected =
                "{\"arg\":{\"channel\":\"status\"},\"data\":[{\"title\":\"Upgrade\",\"state\":\"scheduled\",\"begin\":\"1672823400000\",\"end\":\"1672823520000\",\"preOpenBegin\":\"\",\"href\":\"\",\"serviceType\":\"5\",\"system\":\"unified\",\"scheDesc\":\"\",\"maintType\":\"1\",\"env\":\"1\",\"ts\":\"T\"}]}";
        assertThat(masked(early.next())).isEqualTo(expected);
        SocketClient late = scene.client();
        late.subscribe("\"channel\":\"status\"");
        assertThat(masked(late.next())).isEqualTo(expected);
        scene.status = List.of(row("ongoing", 1_672_823_520_000L));
        assertThat(early.next()).contains("\"state\":\"ongoing\"");
        assertThat(late.next()).contains("\"state\":\"ongoing\"");
        scene.status = List.of(row("ongoing", 1_672_823_580_000L));
        assertThat(early.next()).contains("\"end\":\"1672823580000\"");
        scene.status = List.of(row("completed", 1_672_823_570_000L));
        assertThat(early.next()).contains("\"state\":\"completed\"", "\"end\":\"1672823570000\"");
    }

    private static StatusRow row(String state, long endMillis) {
        return new StatusRow("Upgrade", state, 1_672_823_400_000L, endMillis, "", "", "5", "", "1");
    }

    @Test
    void the_best_prices_and_the_five_best_levels_come_whole_each_time() {
        SocketClient client = scene.client();
        client.subscribe("\"channel\":\"bbo-tbt\"" + INSTRUMENT);
        assertThat(masked(client.next()))
                .matches(
                        "\\{\"arg\":\\{\"channel\":\"bbo-tbt\",\"instId\":\"BTC-USDT\"},\"data\":\\[\\{\"asks\":\\[\\[\"50000.1\",\"0.003\",\"0\",\"2\"]],\"bids\":\\[\\[\"49999.9\",\"0.001\",\"0\",\"1\"]],\"ts\":\"T\",\"seqId\":\\d+}]}");
        SocketClient five = scene.client();
        five.subscribe("\"channel\":\"books5\"" + INSTRUMENT);
        assertThat(masked(five.next()))
                .matches(
                        "\\{\"arg\":\\{\"channel\":\"books5\",\"instId\":\"BTC-USDT\"},\"data\":\\[\\{\"asks\":\\[\\[\"50000.1\",\"0.003\",\"0\",\"2\"]],\"bids\":\\[\\[\"49999.9\",\"0.001\",\"0\",\"1\"]],\"instId\":\"BTC-USDT\",\"ts\":\"T\",\"seqId\":\\d+}]}");
        scene.entry();
        for (int i = 0; i < 7; i++) {
            scene.journal.level(Side.SELL, 500_010 + i, 10, 1);
        }
        scene.journal.level(Side.SELL, 500_001, 0, 0).end();
        assertThat(client.next()).contains("\"asks\":[[\"50001\",\"0.0001\",\"0\",\"1\"]],");
        assertThat(five.next())
                .contains("\"asks\":[[\"50001\",\"0.0001\",\"0\",\"1\"],", ",[\"50001.4\",\"0.0001\",\"0\",\"1\"]],")
                .doesNotContain("50001.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"books50-l2-tbt", "books-l2-tbt"})
    void tick_by_tick_books_start_with_a_snapshot_and_delete_with_zeros(String channel) {
        SocketClient client = scene.alice();
        client.subscribe("\"channel\":\"" + channel + "\"" + INSTRUMENT);
        assertThat(masked(client.next()))
                .matches(
                        "\\{\"arg\":\\{\"channel\":\"" + channel
                                + "\",\"instId\":\"BTC-USDT\"},\"action\":\"snapshot\",\"data\":\\[\\{\"asks\":\\[\\[\"50000.1\",\"0.003\",\"0\",\"2\"]],\"bids\":\\[\\[\"49999.9\",\"0.001\",\"0\",\"1\"]],\"ts\":\"T\",\"checksum\":-?\\d+,\"prevSeqId\":-1,\"seqId\":\\d+}]}");
        scene.entry().level(Side.SELL, 500_001, 0, 0).end();
        assertThat(client.next())
                .contains("\"action\":\"update\",\"data\":[{\"asks\":[[\"50000.1\",\"0\",\"0\",\"0\"]],\"bids\":[],");
    }

    @Test
    void the_tick_by_tick_book_excludes_the_other_books_of_its_instrument() {
        String conflict = "\"code\":\"64004\"";
        SocketClient client = scene.alice();
        client.subscribe("\"channel\":\"books\"" + INSTRUMENT);
        client.until("\"action\":\"snapshot\"");
        client.subscribe("\"channel\":\"books50-l2-tbt\"" + INSTRUMENT);
        client.until("\"action\":\"snapshot\"");
        client.send("{\"op\":\"subscribe\",\"args\":[{\"channel\":\"books-l2-tbt\"" + INSTRUMENT + "}]}");
        assertThat(client.next()).contains("\"event\":\"error\"", conflict);

        SocketClient other = scene.alice();
        other.subscribe("\"channel\":\"books-l2-tbt\"" + INSTRUMENT);
        other.until("\"action\":\"snapshot\"");
        for (String channel : List.of("books", "books50-l2-tbt")) {
            other.send("{\"op\":\"subscribe\",\"args\":[{\"channel\":\"" + channel + "\"" + INSTRUMENT + "}]}");
            assertThat(other.next()).contains("\"event\":\"error\"", conflict);
        }
        other.subscribe("\"channel\":\"books5\"" + INSTRUMENT);
    }

    @Test
    void two_hundred_subscribers_cost_one_encoding() {
        List<SocketClient> audience = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            SocketClient client = scene.client();
            client.subscribe("\"channel\":\"bbo-tbt\"" + INSTRUMENT);
            client.until("\"data\":");
            audience.add(client);
        }
        long before = scene.metric("frames_encoded_total");
        scene.entry().level(Side.BUY, 500_000, 7, 1).end();
        String told = audience.getFirst().next();
        assertThat(told).contains("\"bids\":[[\"50000\",\"0.00007\",\"0\",\"1\"]]");
        assertThat(audience.subList(1, 200))
                .allSatisfy(client -> assertThat(client.next()).isEqualTo(told));
        assertThat(scene.metric("frames_encoded_total")).isEqualTo(before + 1);
    }

    private static long nowNanos() {
        return System.currentTimeMillis() * 1_000_000;
    }

    private static String masked(String message) {
        return message.replaceAll("\"ts\":\"\\d{13}\"", "\"ts\":\"T\"");
    }
}
