package seawall.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static seawall.gateway.view.HandWrittenJournal.BTC;
import static seawall.gateway.view.HandWrittenJournal.BTC_USDT;
import static seawall.gateway.view.HandWrittenJournal.START_NANOS;
import static seawall.gateway.view.HandWrittenJournal.USDT;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import seawall.gateway.okx.StatusRow;
import seawall.gateway.view.HandWrittenJournal;
import seawall.gateway.view.ViewLimits;
import seawall.gateway.view.Views;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.Wallet;

/// What is said when, with the clock in the hands of the test.
class FanOutTest {
    private static final Duration TICK = Duration.ofMillis(10);
    private static final int MAKER = 1_000;
    private static final long COIN = 100_000_000;

    private final Views views = new Views(ViewLimits.standard());
    private final FanOut fanOut = new FanOut(views);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final HandWrittenJournal journal;
    // A minute ends ten seconds after this.
    private long nowNanos = 1_700_000_030_000_000_000L;

    FanOutTest() {
        views.listen(fanOut);
        journal = new HandWrittenJournal((sequence, buffer, offset, length) -> {
            fanOut.takeRequests();
            views.onEntry(sequence, buffer, offset, length);
        });
        journal.venue();
        journal.entry(START_NANOS)
                .level(Side.BUY, 499_999, 100, 1)
                .level(Side.SELL, 500_001, 300, 2)
                .end();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void a_quiet_book_says_so_after_a_minute_and_its_chain_goes_on() {
        Heard books = listen("books");
        Heard best = listen("bbo-tbt");
        pass(Duration.ofSeconds(59));
        assertThat(books.take()).singleElement().asString().contains("\"action\":\"snapshot\"", "\"seqId\":2}");
        assertThat(best.take()).hasSize(1);
        pass(Duration.ofSeconds(2));
        assertThat(books.take())
                .singleElement()
                .asString()
                .contains("\"action\":\"update\",\"data\":[{\"asks\":[],\"bids\":[],")
                .contains("\"prevSeqId\":2,\"seqId\":2}");
        assertThat(best.take()).singleElement().asString().contains("\"asks\":[[\"50000.1\",\"0.003\",\"0\",\"2\"]]");
        journal.entry(START_NANOS).level(Side.SELL, 500_001, 0, 0).end();
        pass(Duration.ofMillis(200));
        assertThat(books.take()).singleElement().asString().contains("\"prevSeqId\":2,\"seqId\":3}");
    }

    @Test
    void a_change_below_what_a_channel_shows_is_neither_told_nor_in_the_way_of_its_heartbeat() {
        Heard best = listen("bbo-tbt");
        Heard five = listen("books5");
        pass(Duration.ofSeconds(30));
        best.take();
        five.take();
        journal.entry(START_NANOS).level(Side.BUY, 400_000, 1, 1).end();
        pass(Duration.ofSeconds(29));
        assertThat(best.take()).isEmpty();
        assertThat(five.take()).hasSize(1);
        pass(Duration.ofSeconds(2));
        assertThat(best.take()).hasSize(1);
    }

    @Test
    void the_books_of_one_tick_come_in_the_documented_order_whoever_subscribed_first() {
        List<Heard> all = new ArrayList<>();
        List<String> order = new ArrayList<>();
        for (String name : List.of("books5", "books", "books50-l2-tbt", "books-l2-tbt", "bbo-tbt")) {
            all.add(listen(name, order));
        }
        pass(TICK);
        order.clear();
        pass(Duration.ofMillis(90));
        journal.entry(START_NANOS).level(Side.BUY, 499_999, 0, 0).end();
        pass(TICK);
        assertThat(order).containsExactly("bbo-tbt", "books-l2-tbt", "books50-l2-tbt", "books", "books5");
        assertThat(all).allSatisfy(heard -> assertThat(heard.take()).hasSize(2));
    }

    @Test
    void a_ticker_moves_with_trades_and_the_best_prices_only() {
        Heard ticker = listen("tickers");
        Heard limit = listen("price-limit");
        pass(TICK);
        assertThat(ticker.take()).hasSize(1);
        assertThat(limit.take()).hasSize(1);
        journal.entry(START_NANOS).level(Side.BUY, 400_000, 1, 1).end();
        pass(Duration.ofSeconds(1));
        assertThat(ticker.take()).isEmpty();
        assertThat(limit.take()).isEmpty();
        journal.entry(START_NANOS).level(Side.BUY, 500_000, 1, 1).end();
        pass(Duration.ofSeconds(1));
        assertThat(ticker.take()).singleElement().asString().contains("\"bidPx\":\"50000\",\"bidSz\":\"0.00001\"");
        journal.entry(START_NANOS).priceLimit(500_000, 525_000, 475_000).end();
        pass(Duration.ofSeconds(1));
        assertThat(limit.take())
                .singleElement()
                .asString()
                .contains("\"buyLmt\":\"52500\",\"sellLmt\":\"47500\"", "\"enabled\":true");
    }

    @Test
    void an_index_ticker_is_told_again_each_minute_though_nothing_trades_and_others_join() {
        Heard index = listen("index-tickers");
        pass(Duration.ofSeconds(59));
        assertThat(index.take()).singleElement().asString().contains("\"idxPx\":\"\"");
        Heard late = listen("index-tickers");
        pass(Duration.ofSeconds(2));
        assertThat(index.take()).singleElement().asString().contains("\"idxPx\":\"\"");
        assertThat(late.take()).as("the state, and the repetition for all").hasSize(2);
        journal.print(1, nowNanos, 500_000, 10);
        pass(Duration.ofSeconds(59));
        assertThat(index.take()).singleElement().asString().contains("\"idxPx\":\"50000\"");
        pass(Duration.ofSeconds(2));
        assertThat(index.take()).singleElement().asString().contains("\"idxPx\":\"50000\"");
    }

    @Test
    void a_call_auction_is_told_of_each_second_while_it_lasts_and_not_at_all_outside() {
        Heard auction = listen("call-auction-details");
        pass(Duration.ofSeconds(10));
        assertThat(auction.take()).isEmpty();
        journal.entry(START_NANOS).phase(Phase.AUCTION).end();
        pass(Duration.ofSeconds(5));
        assertThat(auction.take()).hasSize(5).allMatch(message -> message.contains("\"state\":\"call_auction\""));
        Heard late = listen("call-auction-details");
        pass(Duration.ofSeconds(1));
        assertThat(late.take()).as("what goes on now is shown at once").isNotEmpty();
        journal.entry(START_NANOS).phase(Phase.TRADING).end();
        pass(Duration.ofSeconds(1));
        auction.take();
        pass(Duration.ofSeconds(10));
        assertThat(auction.take()).isEmpty();
    }

    @Test
    void each_candle_is_told_closed_once_also_when_nothing_trades() {
        journal.print(1, nowNanos, 500_000, 10);
        Heard minutes = listen("candle1m");
        pass(TICK);
        long first = 1_699_999_980_000L;
        assertThat(minutes.take()).singleElement().asString().endsWith(candle(first, "0.0001", "5", "0"));
        pass(Duration.ofSeconds(9));
        assertThat(minutes.take()).isEmpty();
        pass(Duration.ofMillis(2_500));
        assertThat(minutes.take())
                .satisfiesExactly(
                        closed -> assertThat(closed).endsWith(candle(first, "0.0001", "5", "1")),
                        running -> assertThat(running).endsWith(candle(first + 60_000, "0", "0", "0")));
        pass(Duration.ofSeconds(60));
        assertThat(minutes.take())
                .satisfiesExactly(
                        closed -> assertThat(closed).endsWith(candle(first + 60_000, "0", "0", "1")),
                        running -> assertThat(running).endsWith(candle(first + 120_000, "0", "0", "0")));
    }

    private static String candle(long openMillis, String volume, String turnover, String confirm) {
        return "\"data\":[[\"" + openMillis + "\",\"50000\",\"50000\",\"50000\",\"50000\",\"" + volume + "\",\""
                + turnover + "\",\"" + turnover + "\",\"" + confirm + "\"]]}";
    }

    @Test
    void a_message_is_encoded_once_whatever_its_audience() {
        List<Heard> audience = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            audience.add(listen("books"));
        }
        pass(TICK);
        assertThat(fanOut.frames()).isEqualTo(1);
        journal.entry(START_NANOS).level(Side.BUY, 499_999, 7, 1).end();
        pass(Duration.ofMillis(100));
        assertThat(fanOut.frames()).isEqualTo(2);
        List<String> first = audience.getFirst().take();
        assertThat(first).hasSize(2);
        assertThat(audience.subList(1, 200))
                .allSatisfy(heard -> assertThat(heard.take()).isEqualTo(first));
    }

    @Test
    void whoever_joined_before_an_entry_hears_of_it_even_within_one_tick() {
        Heard orders = listen(new TopicKey("orders", "SPOT", "", "", "", 1_000));
        journal.entry(START_NANOS)
                .accepted(1, 1_000, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 1_000, 10, "mine")
                .end();
        pass(TICK);
        assertThat(orders.take()).singleElement().asString().contains("\"clOrdId\":\"mine\"");
    }

    @Test
    void an_entry_of_thousands_of_events_is_told_in_messages_of_one_order_each() {
        Heard orders = listen(new TopicKey("orders", "ANY", "", "", "", 1_000));
        pass(TICK);
        int count = 4_000;
        for (int i = 1; i <= count; i++) {
            journal.entry(START_NANOS)
                    .accepted(i, 1_000, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 1_000, 10, "")
                    .end();
        }
        pass(TICK);
        assertThat(orders.take()).hasSize(count);
        journal.entry(START_NANOS);
        for (int i = 1; i <= count; i++) {
            journal.closed(i, 1_000, CloseReason.USER, 0);
        }
        journal.end();
        pass(TICK);
        assertThat(orders.take())
                .hasSize(count)
                .allMatch(message -> message.contains("\"state\":\"canceled\"") && message.split("ordId").length == 2);
    }

    @Test
    void an_orders_channel_of_another_type_or_instrument_stays_silent() {
        Heard swaps = listen(new TopicKey("orders", "SWAP", "", "", "", 1_000));
        Heard family = listen(new TopicKey("orders", "ANY", "BTC-USD", "", "", 1_000));
        Heard bob = listen(new TopicKey("orders", "ANY", "", "", "", 1_001));
        Heard spot = listen(new TopicKey("orders", "SPOT", "", "BTC-USDT", "", 1_000));
        journal.print(1, START_NANOS, 500_000, 10);
        pass(TICK);
        assertThat(swaps.take()).isEmpty();
        assertThat(family.take()).isEmpty();
        assertThat(spot.take()).hasSize(2).allMatch(message -> message.contains("\"side\":\"sell\""));
        assertThat(bob.take()).hasSize(2).allMatch(message -> message.contains("\"side\":\"buy\""));
    }

    @Test
    void the_status_channel_tells_the_latest_change_and_then_each_new_state_or_end() {
        fanOut.onStatus(List.of(row("scheduled", 20)), nowNanos);
        Heard status = listen(new TopicKey("status", "", "", "", "", 0));
        pass(TICK);
        assertThat(status.take()).singleElement().asString().contains("\"state\":\"scheduled\"");
        for (StatusRow row :
                List.of(row("scheduled", 20), row("ongoing", 20), row("ongoing", 30), row("ongoing", 30))) {
            fanOut.onStatus(List.of(row), nowNanos);
            pass(Duration.ofMillis(100));
        }
        assertThat(status.take())
                .satisfiesExactly(
                        begun -> assertThat(begun).contains("\"state\":\"ongoing\"", "\"end\":\"20\""),
                        later -> assertThat(later).contains("\"state\":\"ongoing\"", "\"end\":\"30\""));
        fanOut.onStatus(List.of(), nowNanos);
        Heard late = listen(new TopicKey("status", "", "", "", "", 0));
        pass(Duration.ofMillis(100));
        assertThat(late.take()).as("the page is empty").isEmpty();
    }

    @Test
    void an_account_is_shown_whole_every_five_seconds_unless_its_listener_wants_events_only() {
        journal.entry(START_NANOS)
                .balance(MAKER, BTC, Wallet.TRADING, 5 * COIN, 0)
                .balance(MAKER, USDT, Wallet.TRADING, 7 * COIN, 0)
                .end();
        Heard regular = listen(new TopicKey("account", "", "", "", "", MAKER));
        Heard eventsOnly = listen(new TopicKey("account", "", "", "", "", true, MAKER));
        pass(Duration.ofMillis(4_900));
        assertThat(regular.take()).hasSize(1).allMatch(message -> message.contains("\"eventType\":\"snapshot\""));
        assertThat(eventsOnly.take()).hasSize(1).allMatch(message -> message.contains("\"eventType\":\"snapshot\""));
        List<Heard> late = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            late.add(listen(new TopicKey("account", "", "", "", "", MAKER)));
        }
        pass(Duration.ofMillis(50));
        assertThat(regular.take()).as("the snapshot of newcomers").isEmpty();
        long before = fanOut.frames();
        pass(Duration.ofMillis(150));
        assertThat(fanOut.frames()).as("one encoding for all").isEqualTo(before + 1);
        String whole = regular.take().getFirst();
        assertThat(whole)
                .contains("\"eventType\":\"snapshot\",\"curPage\":1,\"lastPage\":true,\"data\":[{")
                .contains("\"ccy\":\"BTC\"", "\"ccy\":\"USDT\"");
        assertThat(late).allSatisfy(heard -> assertThat(heard.take()).hasSize(2).endsWith(whole));
        assertThat(eventsOnly.take()).isEmpty();
    }

    @Test
    void what_fell_to_zero_is_told_before_a_snapshot_that_is_due_and_a_busy_account_is_shown_whole_too() {
        Heard heard = listen(new TopicKey("account", "", "", "", "", MAKER));
        pass(TICK);
        heard.take();
        for (int i = 1; i <= 600; i++) {
            journal.entry(START_NANOS)
                    .balance(MAKER, BTC, Wallet.TRADING, i % 2 == 0 ? 0 : COIN, 0)
                    .end();
            pass(TICK);
        }
        List<String> messages = heard.take();
        List<String> snapshots = messages.stream()
                .filter(message -> message.contains("\"eventType\":\"snapshot\""))
                .toList();
        assertThat(snapshots).hasSize(1);
        assertThat(messages.get(messages.indexOf(snapshots.getFirst()) - 1)).contains("\"eventType\":\"event_update\"");
        assertThat(messages).hasSizeGreaterThan(100);
    }

    @Test
    void an_account_without_listeners_costs_nothing() {
        Heard heard = listen(new TopicKey("account", "", "", "", "", MAKER));
        pass(TICK);
        heard.end();
        assertThat(fanOut.request(heard)).isTrue();
        pass(TICK);
        long before = fanOut.frames();
        pass(Duration.ofSeconds(11));
        assertThat(fanOut.frames()).isEqualTo(before);
        assertThat(fanOut.topics()).isZero();
    }

    @Test
    void a_hold_moves_no_balance_and_what_moved_one_is_told_in_order() {
        journal.entry(START_NANOS)
                .balance(MAKER, BTC, Wallet.TRADING, 5 * COIN, 0)
                .balance(MAKER, USDT, Wallet.TRADING, 0, 0)
                .end();
        Heard heard = listen(new TopicKey("balance_and_position", "", "", "", "", MAKER));
        pass(TICK);
        assertThat(heard.take()).singleElement().asString().contains("\"snapshot\"", "\"cashBal\":\"5\"");

        journal.entry(START_NANOS)
                .accepted(1, MAKER, Side.SELL, OrderType.LIMIT, SizeUnit.BASE, 500_000, 200_000, "")
                .balance(MAKER, BTC, Wallet.TRADING, 5 * COIN, 2 * COIN)
                .balance(MAKER, USDT, Wallet.TRADING, 0, 0)
                .end();
        pass(TICK);
        assertThat(heard.take()).as("an order was placed").isEmpty();

        transfer(6);
        transfer(7);
        trade(1, 6);
        trade(2, 5);
        transfer(8);
        pass(TICK);
        assertThat(heard.take().stream().map(FanOutTest::movement))
                .containsExactly("transferred BTC 7 trades", "filled BTC 5 trades 1 2", "transferred BTC 8 trades");

        journal.entry(START_NANOS)
                .balance(MAKER, BTC, Wallet.FUNDING, 9 * COIN, 0)
                .balance(MAKER, BTC, Wallet.TRADING, 8 * COIN, 0)
                .end();
        pass(TICK);
        assertThat(heard.take()).as("the hold was released").isEmpty();
        journal.entry(START_NANOS).balance(MAKER, BTC, Wallet.TRADING, 0, 0).end();
        pass(TICK);
        assertThat(heard.take().stream().map(FanOutTest::movement)).containsExactly("transferred BTC 0 trades");
    }

    private void transfer(long coinsAfter) {
        journal.entry(START_NANOS)
                .posting(MAKER, BTC, Wallet.TRADING, PostingReason.TRANSFER_IN, COIN, coinsAfter * COIN, "")
                .balance(MAKER, BTC, Wallet.TRADING, coinsAfter * COIN, 0)
                .end();
    }

    /// The maker's first order sells some to a new order of the taker.
    private void trade(long tradeId, long coinsAfter) {
        long taker = 100 + tradeId;
        journal.entry(START_NANOS)
                .accepted(taker, MAKER + 1, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 500_000, 10, "")
                .filled(tradeId, Side.BUY, taker, MAKER + 1, 1, MAKER, 500_000, 10)
                .balance(MAKER, BTC, Wallet.TRADING, coinsAfter * COIN, 0)
                .end();
    }

    private static String movement(String message) {
        return message.replaceAll(
                        ".*\"eventType\":\"(\\w+)\",\"balData\":\\[\\{\"ccy\":\"(\\w+)\",\"cashBal\":\"(\\d+)\",\"uTime\":\"\\d+\"}],\"posData\":\\[],(.*)",
                        "$1 $2 $3 $4")
                .replaceAll("\\{\"instId\":\"BTC-USDT\",\"tradeId\":\"(\\d+)\"}", " $1")
                .replaceAll("[^A-Za-z0-9 ]", "");
    }

    private static StatusRow row(String state, long endMillis) {
        return new StatusRow("Upgrade", state, 10, endMillis, "", "", "5", "", "1");
    }

    private Heard listen(String channelName) {
        return listen(channelName, new ArrayList<>());
    }

    private Heard listen(String channelName, List<String> order) {
        return listen(new TopicKey(channelName, "", "", "BTC-USDT", "", 0), order);
    }

    private Heard listen(TopicKey key) {
        return listen(key, new ArrayList<>());
    }

    private Heard listen(TopicKey key, List<String> order) {
        assertThat(views.instrument(BTC_USDT)).isNotNull();
        Heard heard = new Heard(key, order);
        assertThat(fanOut.request(heard)).isTrue();
        return heard;
    }

    /// Lets time pass, tick by tick.
    private void pass(Duration time) {
        long endNanos = nowNanos + time.toNanos();
        while (nowNanos < endNanos) {
            nowNanos += TICK.toNanos();
            fanOut.onTick(nowNanos);
            channel.runPendingTasks();
        }
    }

    private final class Heard extends Subscription {
        private final List<String> order;
        private final List<String> messages = new ArrayList<>();

        Heard(TopicKey key, List<String> order) {
            super(key, channel.eventLoop());
            this.order = order;
        }

        List<String> take() {
            List<String> taken = List.copyOf(messages);
            messages.clear();
            return taken;
        }

        @Override
        protected void push(ByteBuf frame) {
            int length = frame.getByte(1);
            int header = length == 127 ? 10 : length == 126 ? 4 : 2;
            messages.add(frame.toString(header, frame.readableBytes() - header, StandardCharsets.UTF_8));
            frame.release();
            order.add(key().channel());
        }

        @Override
        protected void flush() {}
    }
}
