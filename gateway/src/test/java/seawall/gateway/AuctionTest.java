package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static seawall.gateway.view.HandWrittenJournal.START_NANOS;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// An auction and its timetable as everybody sees them.
class AuctionTest {
    private static final String DETAILS = "market/call-auction-details?instId=BTC-USDT";
    private static final long SECOND = 1_000_000_000;

    @TempDir
    Path directory;

    private SocketScene scene;
    private TestClient rest;

    @BeforeEach
    void start() {
        scene = new SocketScene(directory);
        rest = new TestClient(scene.gateway.port(), "key-1", "secret-1", "pass-1");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private void gather() {
        // 300 lots would trade at 50010, with 200 lots of bids left over; fewer at any other price.
        scene.entry()
                .level(Side.BUY, 500_200, 100, 1)
                .level(Side.BUY, 500_100, 400, 1)
                .level(Side.SELL, 499_900, 200, 1)
                .level(Side.SELL, 500_100, 100, 1)
                .level(Side.SELL, 500_300, 900, 1)
                .end();
    }

    @Test
    void an_auction_shows_what_it_would_trade_and_when_it_ends() {
        SocketClient client = scene.client();
        client.subscribe("\"channel\":\"call-auction-details\",\"instId\":\"BTC-USDT\"");
        scene.entry()
                .reopening(START_NANOS + SECOND, START_NANOS + 2 * SECOND, START_NANOS + 3 * SECOND)
                .phase(Phase.AUCTION)
                .end();
        gather();
        String details =
                "{\"instId\":\"BTC-USDT\",\"unmatchedSz\":\"0.002\",\"eqPx\":\"50010\",\"matchedSz\":\"0.003\",\"state\":\"call_auction\",\"auctionEndTime\":\"1700000002000\",\"ts\":\"";
        assertThat(client.until("\"eqPx\":\"50010\"")).contains(details);
        Until.holds(() -> rest.get(DETAILS).body().contains(details));
        String books = rest.get("market/books?instId=BTC-USDT&sz=1").body();
        assertThat(books)
                .as("a crossed book is shown as it is")
                .contains(
                        "\"asks\":[[\"49990\",\"0.002\",\"0\",\"1\"]]", "\"bids\":[[\"50020\",\"0.001\",\"0\",\"1\"]]");
        SocketClient book = scene.client();
        book.subscribe("\"channel\":\"books5\",\"instId\":\"BTC-USDT\"");
        assertThat(book.next()).contains("[\"49990\",\"0.002\",\"0\",\"1\"]", "[\"50020\",\"0.001\",\"0\",\"1\"]");
    }

    @Test
    void an_auction_that_would_trade_nothing_and_an_instrument_without_one_show_zeros() {
        String zeros = "\"unmatchedSz\":\"0\",\"eqPx\":\"0\",\"matchedSz\":\"0\",\"state\":\"";
        assertThat(rest.get(DETAILS).body()).contains(zeros + "continuous_trading\",\"auctionEndTime\":\"\"");
        scene.entry()
                .phase(Phase.AUCTION)
                .level(Side.BUY, 500_000, 100, 1)
                .level(Side.SELL, 500_001, 100, 1)
                .end();
        scene.awaitApplied();
        assertThat(rest.get(DETAILS).body()).contains(zeros + "call_auction\"");
    }

    @Test
    void while_it_uncrosses_the_price_stands_that_it_uncrosses_at() {
        SocketClient client = scene.client();
        client.subscribe("\"channel\":\"call-auction-details\",\"instId\":\"BTC-USDT\"");
        scene.entry().phase(Phase.AUCTION).end();
        gather();
        scene.entry().uncrossing(Phase.TRADING, 500_100, 300).end();
        // The first pair has traded: of the rest alone, another price would be as good and lower.
        scene.entry()
                .level(Side.BUY, 500_200, 0, 0)
                .level(Side.SELL, 499_900, 100, 1)
                .level(Side.SELL, 500_100, 0, 0)
                .end();
        assertThat(client.until("\"matchedSz\":\"0.001\"")).contains("\"eqPx\":\"50010\"", "\"unmatchedSz\":\"0.003\"");
        scene.entry()
                .accepted(77, SocketScene.ALICE, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 499_800, 1, "")
                .level(Side.BUY, 499_800, 1, 1)
                .end();
        assertThat(client.until("\"eqPx\":\"49990\""))
                .as("an order was taken, so it does not uncross any more")
                .contains("\"matchedSz\":\"0.001\"");
    }

    @Test
    void an_instrument_tells_of_its_timetable_its_phases_and_its_sizes() {
        SocketClient client = scene.client();
        client.subscribe("\"channel\":\"instruments\",\"instType\":\"SPOT\"");
        assertThat(client.next())
                .contains(
                        "\"auctionEndTime\":\"\"",
                        "\"contTdSwTime\":\"1700000000000\"",
                        "\"openType\":\"\"",
                        "\"state\":\"live\"");
        scene.entry()
                .reopening(START_NANOS + SECOND, 0, START_NANOS + 3 * SECOND)
                .phase(Phase.CANCEL_ONLY)
                .end();
        assertThat(client.next())
                .contains(
                        "\"auctionEndTime\":\"1700000003000\"",
                        "\"contTdSwTime\":\"1700000003000\"",
                        "\"openType\":\"call_auction\"",
                        "\"state\":\"suspend\"");
        scene.entry().phase(Phase.AUCTION).end();
        assertThat(client.next()).contains("\"state\":\"preopen\"");
        scene.entry().phase(Phase.POST_ONLY).end();
        assertThat(client.next()).contains("\"state\":\"post_only\"");
        scene.entry().phase(Phase.TRADING).end();
        assertThat(client.next()).contains("\"state\":\"live\"", "\"openType\":\"call_auction\"");
        scene.entry().reopening(0, 0, 0).phase(Phase.HALTED).end();
        assertThat(client.next())
                .contains("\"state\":\"suspend\"", "\"openType\":\"\"", "\"auctionEndTime\":\"\"")
                .contains("\"contTdSwTime\":\"1700000000000\"");
        scene.entry().sizes(7, 2_000_000, 1_000, 5_000_00000000L).end();
        assertThat(client.next())
                .contains(
                        "\"minSz\":\"0.00007\"",
                        "\"maxLmtSz\":\"20\"",
                        "\"maxMktSz\":\"5000\"",
                        "\"maxMktAmt\":\"5000\"");
        assertThat(rest.get("public/instruments?instType=SPOT").body()).contains("\"minSz\":\"0.00007\"");
    }

    @Test
    void an_account_pays_the_rates_of_its_tier_as_they_are_by_now() {
        scene.entry().feeTier(3, -50, 400).accountFeeTier(SocketScene.ALICE, 3).end();
        scene.awaitApplied();
        assertThat(rest.get("account/trade-fee?instType=SPOT").body())
                .contains("\"level\":\"Lv3\"", "\"maker\":\"0.00005\"", "\"taker\":\"-0.0004\"");
        assertThat(rest.get("account/config").body()).contains("\"level\":\"Lv3\"");
        scene.entry().feeTier(3, 100, 300).end();
        scene.awaitApplied();
        assertThat(rest.get("account/trade-fee?instType=SPOT").body())
                .contains("\"level\":\"Lv3\"", "\"maker\":\"-0.0001\"", "\"taker\":\"-0.0003\"");
        scene.entry().accountFees(SocketScene.ALICE, 700, 900).end();
        scene.awaitApplied();
        assertThat(rest.get("account/trade-fee?instType=SPOT").body())
                .as("rates of its own end its tier")
                .contains("\"level\":\"Lv1\"", "\"maker\":\"-0.0007\"", "\"taker\":\"-0.0009\"");
        TestClient bob = new TestClient(scene.gateway.port(), "key-2", "secret-2", "pass-2");
        assertThat(bob.get("account/trade-fee?instType=SPOT").body())
                .contains("\"level\":\"Lv1\"", "\"maker\":\"0\"", "\"taker\":\"-0.001\"");
    }
}
