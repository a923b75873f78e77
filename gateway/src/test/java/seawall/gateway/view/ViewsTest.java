package seawall.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static seawall.gateway.view.HandWrittenJournal.BTC_USDT;
import static seawall.gateway.view.HandWrittenJournal.START_NANOS;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import seawall.wire.codec.AlgoLeg;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.Wallet;

class ViewsTest {
    private static final ViewLimits TINY = new ViewLimits(4, 4, 4, 4, 8, 3, 8, 3, 4, 2, 2, 2, 2);
    private static final long MINUTE = 60_000_000_000L;

    private final List<String> heard = new ArrayList<>();
    private final Views views = new Views(TINY);
    private final HandWrittenJournal journal = new HandWrittenJournal(views);

    ViewsTest() {
        views.listen(new ViewListener() {
            @Override
            public void onOrder(OrderUpdate update) {
                OrderView order = update.order();
                String change = switch (update.change()) {
                    case OrderUpdate.Change.Accepted() -> "accepted";
                    case OrderUpdate.Change.Filled(FillView fill) ->
                        "filled " + fill.quantityLots() + " fee " + fill.feeAtoms() + " bill " + fill.billId() % 1_000
                                + " " + fill.liquidity();
                    case OrderUpdate.Change.Amended(String requestId, boolean kept) ->
                        "amended " + requestId + " " + kept;
                    case OrderUpdate.Change.Closed(CloseReason reason) ->
                        "closed " + reason + (update.isRepetition() ? " again" : "");
                    case OrderUpdate.Change.ClosedByAmendment(CloseReason reason, Outcome refusal, String requestId) ->
                        "closed " + reason + " since " + refusal + " " + requestId;
                };
                heard.add(order.orderId() + " " + change + ": " + order.state() + " " + order.filledLots() + "/"
                        + order.quantity());
            }

            @Override
            public void onLevel(int instrumentId, Side side, long priceTicks, long quantityLots, int orders) {
                heard.add("level " + side + " " + priceTicks + " x " + quantityLots + " " + orders);
            }

            @Override
            public void onTrade(TradeView trade) {
                heard.add("trade " + trade.tradeId() + " " + trade.takerSide());
            }

            @Override
            public void onEntry(EntryHeader header) {
                assertThat(header.sequence()).isEqualTo(views.sequence());
                heard.add("entry " + header.sequence() + " " + header.correlationId() + " " + header.outcome() + " "
                        + header.detail());
            }
        });
        journal.venue();
        heard.clear();
    }

    @Test
    void a_family_is_known_by_its_main_account_and_the_names_that_it_gave() {
        journal.entry(START_NANOS + 1)
                .subAccount(1_002, 1_000, "gridbot", "first")
                .subAccount(1_003, 1_001, "gridbot", "")
                .end();
        journal.entry(START_NANOS + 2).transferOut(1_002, true).end();
        assertThat(views.subAccounts(1_000))
                .containsExactly(
                        new AccountView(1_002, "gridbot", -100, 1_000, 0, 1_000, "first", true, START_NANOS + 1));
        assertThat(views.subAccount(1_000, "gridbot")).isEqualTo(views.account(1_002));
        assertThat(views.subAccount(1_001, "gridbot")).isEqualTo(views.account(1_003));
        assertThat(views.subAccount(1_002, "gridbot")).isNull();
        assertThat(views.subAccounts(1_002)).isEmpty();
        journal.entry(START_NANOS + 3).transferOut(1_002, false).end();
        assertThat(views.account(1_002))
                .isNotNull()
                .satisfies(account -> assertThat(account.canTransferOut()).isFalse());
    }

    @Test
    void a_sub_account_pays_what_the_tier_that_it_began_in_pays_now() {
        journal.entry(START_NANOS + 1).feeTier(1, 5, 6).end();
        journal.entry(START_NANOS + 1).subAccount(1_002, 1_000, "gridbot", "").end();
        journal.entry(START_NANOS + 2).accountFeeTier(1_002, 1).end();
        journal.entry(START_NANOS + 3).feeTier(1, 7, 8).end();
        assertThat(views.account(1_002))
                .isNotNull()
                .satisfies(account -> assertThat(account.takerFeeMillionths()).isEqualTo(8));
    }

    @Test
    void a_transfer_within_a_family_is_seen_by_both_sides_and_by_the_main_account() {
        journal.entry(START_NANOS + 1)
                .subAccount(1_002, 1_000, "gridbot", "")
                .subAccount(1_003, 1_000, "dcabot", "")
                .end();
        journal.entry(START_NANOS + 2)
                .posting(1_002, 2, Wallet.TRADING, PostingReason.TO_SUB_ACCOUNT, -200, 300, "t1")
                .posting(1_003, 2, Wallet.FUNDING, PostingReason.FROM_SUB_ACCOUNT, 200, 200, "t1")
                .end();
        TransferView transfer = views.transfer(1_000, 0, "t1");
        assertThat(transfer).isNotNull();
        assertThat(transfer.accountId()).isEqualTo(1_002);
        assertThat(transfer.toAccountId()).isEqualTo(1_003);
        assertThat(transfer.from()).isEqualTo(Wallet.TRADING);
        assertThat(transfer.to()).isEqualTo(Wallet.FUNDING);
        assertThat(views.transfer(1_002, transfer.transferId(), "")).isEqualTo(transfer);
        assertThat(views.transfer(1_003, transfer.transferId(), "")).isEqualTo(transfer);
        assertThat(views.transfer(1_001, transfer.transferId(), "")).isNull();
        assertThat(views.familyTransfers(1_001, 9, any -> true).rows()).isEmpty();
        assertThat(views.familyTransfers(1_000, 9, any -> true).rows()).containsExactly(transfer);
    }

    @Test
    void a_key_that_changes_keeps_its_secret_and_its_place() {
        journal.entry(START_NANOS + 1).apiKey(1_000, "second").end();
        journal.entry(START_NANOS + 2)
                .apiKeyChanged(1_000, "key-of-maker", 1, "10.0.0.2", "new")
                .end();
        ApiKeyView changed = views.apiKey("key-of-maker");
        assertThat(changed).isNotNull();
        assertThat(changed.permissions()).isEqualTo(1);
        assertThat(changed.ipList()).isEqualTo("10.0.0.2");
        assertThat(changed.label()).isEqualTo("new");
        assertThat(changed.sealedSecret()).containsExactly(1, 2, 3);
        assertThat(views.apiKeys(1_000)).extracting(ApiKeyView::apiKey).containsExactly("key-of-maker", "second");
        journal.entry(START_NANOS + 3).apiKeyDeleted(1_000, "key-of-maker").end();
        assertThat(views.apiKeys(1_000)).extracting(ApiKeyView::apiKey).containsExactly("second");
    }

    @Test
    void the_venue_is_shown_as_it_was_set_up() {
        assertThat(views.currencies().stream().map(CurrencyView::code)).containsExactly("BTC", "USDT");
        assertThat(views.instrument("BTC-USDT")).isEqualTo(views.instrument(1));
        assertThat(views.instruments()).hasSize(1);
        assertThat(views.account(1_001))
                .isEqualTo(new AccountView(1_001, "taker", 800, 1_000, 0, 0, "", false, START_NANOS));
        assertThat(views.account(999)).isNull();
        assertThat(views.account(1_002)).isNull();
        ApiKeyView key = views.apiKey("key-of-maker");
        assertThat(key).isNotNull();
        assertThat(key.sealedSecret()).containsExactly(1, 2, 3);
        assertThat(key.ipList() + key.label() + key.accountId() + key.permits(ApiKeyView.WITHDRAW))
                .isEqualTo("10.0.0.1bot1000false");
    }

    @Test
    void a_listener_hears_an_entry_in_the_order_of_its_events_and_its_end_last() {
        journal.entry(START_NANOS + 1, 9, 42, Outcome.ACCEPTED, 11)
                .accepted(11, 1_000, Side.SELL, OrderType.LIMIT, SizeUnit.BASE, 500_000, 7, "a")
                .level(Side.SELL, 500_000, 7, 1)
                .end();
        journal.entry(START_NANOS + 2, 9, 43, Outcome.ACCEPTED, 12)
                .accepted(12, 1_001, Side.BUY, OrderType.MARKET, SizeUnit.BASE, 0, 3, "")
                .filled(1, Side.BUY, 12, 1_001, 11, 1_000, 500_000, 3)
                .closed(12, 1_001, CloseReason.FILLED, 3)
                .level(Side.SELL, 500_000, 4, 1)
                .end();
        journal.entry(START_NANOS + 3, 11, 44, Outcome.ACCEPTED, 11)
                .amended(11, 1_000, 500_000, 3, "request")
                .closed(11, 1_000, CloseReason.FILLED, 3)
                .level(Side.SELL, 500_000, 0, 0)
                .end();
        journal.entry(START_NANOS + 4, 10, 45, Outcome.ORDER_UNKNOWN, 0).end();
        assertThat(heard)
                .containsExactly(
                        "11 accepted: LIVE 0/7",
                        "level SELL 500000 x 7 1",
                        "entry 2 42 ACCEPTED 11",
                        "12 accepted: LIVE 0/3",
                        "trade 1 BUY",
                        "12 filled 3 fee 3 bill 1 TAKER: PARTIALLY_FILLED 3/3",
                        "11 filled 3 fee 0 bill 3 MAKER: PARTIALLY_FILLED 3/7",
                        "12 closed FILLED: FILLED 3/3",
                        "level SELL 500000 x 4 1",
                        "entry 3 43 ACCEPTED 12",
                        "11 amended request true: FILLED 3/3",
                        "11 closed FILLED again: FILLED 3/3",
                        "level SELL 500000 x 0 0",
                        "entry 4 44 ACCEPTED 11",
                        "entry 5 45 ORDER_UNKNOWN 0");
    }

    @Test
    void an_order_is_found_by_either_id_while_it_is_open_and_after() {
        journal.entry(START_NANOS)
                .accepted(11, 1_000, Side.SELL, OrderType.LIMIT, SizeUnit.BASE, 500_000, 7, "a")
                .end();
        assertThat(views.order(1_000, 1, 0, "a")).isEqualTo(views.order(1_000, 1, 11, ""));
        assertThat(views.openOrders(1_000, Long.MAX_VALUE, 0, 10, order -> true))
                .hasSize(1);
        journal.entry(START_NANOS).closed(11, 1_000, CloseReason.USER, 0).end();
        journal.entry(START_NANOS)
                .accepted(12, 1_000, Side.SELL, OrderType.LIMIT, SizeUnit.BASE, 500_001, 7, "a")
                .end();
        OrderView second = views.order(1_000, 1, 0, "a");
        assertThat(second).isNotNull();
        assertThat(second.orderId()).isEqualTo(12);
        OrderView first = views.order(1_000, 1, 11, "");
        assertThat(first).isNotNull();
        assertThat(first.closeReason()).isEqualTo(CloseReason.USER);
        assertThat(views.order(1_001, 1, 11, "")).as("of another account").isNull();
        assertThat(views.order(1_000, 2, 11, "")).as("of another instrument").isNull();
    }

    @Test
    void closed_orders_beyond_the_maximum_leave_below_a_floor() {
        for (long id = 11; id <= 14; id++) {
            journal.entry(START_NANOS)
                    .accepted(id, 1_000, Side.SELL, OrderType.LIMIT, SizeUnit.BASE, 500_000, 7, "")
                    .closed(id, 1_000, CloseReason.USER, 0)
                    .end();
        }
        Rows<OrderView> rows = views.closedOrders(1_000, Long.MAX_VALUE, 0, 10, order -> true);
        assertThat(rows.rows().stream().map(OrderView::orderId)).containsExactly(14L, 13L);
        assertThat(rows.floorId()).isEqualTo(12);
    }

    @Test
    void of_closed_algo_orders_those_stay_that_closed_last() {
        for (long algoId = 1; algoId <= 4; algoId++) {
            journal.entry(START_NANOS)
                    .algo(algoId, 1_000, TestAlgos.trigger(Side.BUY, 1, 510_000, 0), 0, "a" + algoId)
                    .end();
        }
        for (long algoId : new long[] {4, 3, 2}) {
            journal.entry(START_NANOS)
                    .algoClosed(algoId, 1_000, CloseReason.USER)
                    .end();
        }
        journal.entry(START_NANOS)
                .algoTriggered(1, 1_000, AlgoLeg.TRIGGER, Outcome.ACCEPTED, 11)
                .accepted(11, 1_000, Side.BUY, OrderType.MARKET, SizeUnit.BASE, 0, 1, "")
                .end();
        assertThat(views.closedAlgos(1_000, Long.MAX_VALUE, 0, 10, algo -> true).stream()
                        .map(AlgoView::algoId))
                .as("the oldest id closed last")
                .containsExactly(2L, 1L);
        assertThat(views.algo(1_000, 0, "a1")).isEqualTo(views.algo(1_000, 1, ""));
        assertThat(views.algo(1_000, 0, "a3")).isNull();
        assertThat(views.openAlgo(1_000, 0, "a1")).isNull();
    }

    @Test
    void the_name_of_an_algo_order_that_ended_may_be_given_again() {
        AlgoTerms terms = TestAlgos.trigger(Side.BUY, 1, 510_000, 0);
        journal.entry(START_NANOS).algo(1, 1_000, terms, 0, "name").end();
        journal.entry(START_NANOS).algoClosed(1, 1_000, CloseReason.USER).end();
        journal.entry(START_NANOS).algo(2, 1_000, terms, 0, "name").end();
        AlgoView newest = views.algo(1_000, 0, "name");
        assertThat(newest).isNotNull();
        assertThat(newest.algoId()).isEqualTo(2);
        assertThat(newest.state()).isEqualTo(AlgoState.WAITING);
    }

    @Test
    void an_event_of_an_algo_order_that_does_not_wait_stops_the_view() {
        journal.entry(START_NANOS).algoArmed(1, 1_000, 5);
        assertThatThrownBy(journal::end)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected an open algo order, found none with algoId 1");
    }

    @Test
    void a_book_is_sorted_and_its_snapshot_stays_as_it_was_for_50_ms() {
        journal.entry(START_NANOS)
                .level(Side.BUY, 100, 1, 1)
                .level(Side.BUY, 102, 2, 1)
                .level(Side.BUY, 101, 3, 2)
                .level(Side.BUY, 99, 4, 1)
                .level(Side.SELL, 105, 5, 1)
                .level(Side.SELL, 103, 6, 1)
                .end();
        assertThat(prices(views.book(BTC_USDT), Side.BUY)).containsExactly(102L, 101L, 100L, 99L);
        assertThat(views.bookSnapshot(BTC_USDT).levels(Side.BUY)).isZero();
        views.refresh(START_NANOS);
        assertThat(prices(views.bookSnapshot(BTC_USDT), Side.BUY)).containsExactly(102L, 101L, 100L);
        assertThat(prices(views.bookSnapshot(BTC_USDT), Side.SELL)).containsExactly(103L, 105L);
        assertThat(views.bookFullSnapshot(BTC_USDT).levels(Side.BUY)).isEqualTo(4);
        journal.entry(START_NANOS).level(Side.BUY, 102, 0, 0).end();
        views.refresh(START_NANOS + 49_999_999);
        assertThat(views.ticker(BTC_USDT).bidTicks()).isEqualTo(102);
        views.refresh(START_NANOS + 50_000_000);
        assertThat(views.ticker(BTC_USDT).bidTicks()).isEqualTo(101);
        assertThat(views.bookSnapshot(BTC_USDT).sequence()).isEqualTo(3);
        assertThat(prices(views.bookSnapshot(BTC_USDT), Side.BUY)).containsExactly(101L, 100L, 99L);
    }

    @Test
    void the_book_agrees_with_a_sorted_map_whatever_happens() {
        long seed = 20_261_123;
        var random = new Random(seed);
        var book = new BookView(1, 1_000);
        var bids = new TreeMap<Long, Long>();
        for (int i = 0; i < 20_000; i++) {
            long price = 1 + random.nextInt(300);
            long quantity = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(9);
            book.change(Side.BUY, price, quantity, 1, i, i);
            if (quantity == 0) {
                bids.remove(price);
            } else {
                bids.put(price, quantity);
            }
            if (i % 100 == 0) {
                assertThat(prices(book, Side.BUY))
                        .as("seed " + seed + " step " + i)
                        .containsExactlyElementsOf(bids.descendingKeySet());
                for (int depth = 0; depth < bids.size(); depth++) {
                    assertThat(book.quantityLots(Side.BUY, depth))
                            .isEqualTo(bids.get(book.priceTicks(Side.BUY, depth)));
                }
            }
        }
    }

    @Test
    void a_journal_that_skips_a_number_stops_the_view() {
        assertThatThrownBy(() -> views.onEntry(3, new org.agrona.concurrent.UnsafeBuffer(new byte[0]), 0, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("gap after 1, received 3");
    }

    @Test
    void more_levels_than_the_limit_stop_the_view() {
        for (int i = 1; i <= 8; i++) {
            journal.entry(START_NANOS).level(Side.BUY, i, 1, 1).end();
        }
        journal.entry(START_NANOS).level(Side.BUY, 9, 1, 1);
        assertThatThrownBy(journal::end).hasMessage("expected at most 8 price levels, found one more");
    }

    @Test
    void trades_come_newest_first_and_say_below_which_id_they_left() {
        for (int i = 1; i <= 5; i++) {
            journal.print(i, START_NANOS + i, 500_000 + i, i);
        }
        Rows<TradeView> all = views.trades(BTC_USDT, Long.MAX_VALUE, 0, 10);
        assertThat(all.rows().stream().map(TradeView::tradeId)).containsExactly(5L, 4L, 3L);
        assertThat(all.floorId()).isEqualTo(2);
        assertThat(views.trades(BTC_USDT, 5, 3, 10).rows().stream().map(TradeView::tradeId))
                .containsExactly(4L);
    }

    @Test
    void bars_without_trades_repeat_the_close_before_them() {
        journal.print(1, START_NANOS, 500_000, 2);
        journal.print(2, START_NANOS + MINUTE, 500_010, 3);
        journal.print(3, START_NANOS + MINUTE + 1, 499_990, 1);
        journal.print(4, START_NANOS + 4 * MINUTE, 500_020, 1);
        long open = Bar.MINUTE_1.openMillis(START_NANOS / 1_000_000);
        long now = START_NANOS / 1_000_000 + 5 * 60_000;
        Candles candles = views.candles(BTC_USDT, Bar.MINUTE_1, Long.MAX_VALUE, Long.MIN_VALUE, 10, now);
        assertThat(candles.isComplete()).isTrue();
        assertThat(candles.rows())
                .containsExactly(
                        CandleView.empty(open + 300_000, 500_020),
                        CandleView.of(open + 240_000, 500_020, 1, 500_020 * 100L),
                        CandleView.empty(open + 180_000, 499_990),
                        CandleView.empty(open + 120_000, 499_990),
                        new CandleView(
                                open + 60_000, 500_010, 500_010, 499_990, 499_990, 4, 500_010 * 300L + 499_990 * 100L),
                        CandleView.of(open, 500_000, 2, 500_000 * 200L));
        assertThat(views.candles(BTC_USDT, Bar.MINUTE_1, open + 240_000, open + 60_000, 10, now).rows().stream()
                        .map(CandleView::openMillis))
                .containsExactly(open + 180_000, open + 120_000);
    }

    @Test
    void a_page_of_candles_says_when_older_ones_left() {
        for (int i = 0; i < 6; i++) {
            journal.print(i + 1, START_NANOS + i * MINUTE, 500_000 + i, 1);
        }
        long now = START_NANOS / 1_000_000 + 5 * 60_000;
        Candles page = views.candles(BTC_USDT, Bar.MINUTE_1, Long.MAX_VALUE, Long.MIN_VALUE, 10, now);
        assertThat(page.rows()).hasSize(4);
        assertThat(page.isComplete()).isFalse();
        assertThat(views.candles(BTC_USDT, Bar.MINUTE_1, Long.MAX_VALUE, Long.MIN_VALUE, 4, now)
                        .isComplete())
                .isTrue();
        assertThat(views.candles(BTC_USDT, Bar.HOUR_1, Long.MAX_VALUE, Long.MIN_VALUE, 10, now)
                        .isComplete())
                .isTrue();
    }

    @Test
    void the_ticker_covers_the_last_24_hours() {
        journal.print(1, START_NANOS, 500_000, 2);
        journal.print(2, START_NANOS + 60 * MINUTE, 510_000, 3);
        views.refresh(START_NANOS + 61 * MINUTE);
        TickerView first = views.ticker(BTC_USDT);
        assertThat(List.of(first.open24hTicks(), first.high24hTicks(), first.low24hTicks(), first.volume24hLots()))
                .containsExactly(500_000L, 510_000L, 500_000L, 5L);
        views.refresh(START_NANOS + 24 * 60 * MINUTE + 2 * MINUTE);
        TickerView next = views.ticker(BTC_USDT);
        assertThat(List.of(next.open24hTicks(), next.high24hTicks(), next.low24hTicks(), next.volume24hLots()))
                .containsExactly(500_000L, 510_000L, 500_000L, 3L);
        views.refresh(START_NANOS + 26 * 60 * MINUTE);
        TickerView last = views.ticker(BTC_USDT);
        assertThat(List.of(last.open24hTicks(), last.high24hTicks(), last.low24hTicks(), last.volume24hLots()))
                .containsExactly(510_000L, 510_000L, 510_000L, 0L);
        assertThat(last.sodUtc0Ticks()).isEqualTo(510_000);
    }

    @Test
    void money_moves_show_as_bills_a_transfer_and_balances() {
        journal.entry(START_NANOS)
                .posting(2, 2, Wallet.TRADING, PostingReason.MINT, -500, -500, "")
                .posting(1_000, 2, Wallet.FUNDING, PostingReason.DEPOSIT, 500, 500, "gift")
                .balance(2, 2, Wallet.TRADING, -500, 0)
                .balance(1_000, 2, Wallet.FUNDING, 500, 0)
                .end();
        journal.entry(START_NANOS + 1)
                .posting(1_000, 2, Wallet.FUNDING, PostingReason.TRANSFER_OUT, -200, 300, "t1")
                .posting(1_000, 2, Wallet.TRADING, PostingReason.TRANSFER_IN, 200, 200, "t1")
                .balance(1_000, 2, Wallet.FUNDING, 300, 0)
                .balance(1_000, 2, Wallet.TRADING, 200, 50)
                .end();
        CurrencyView usdt = views.currency("USDT");
        assertThat(usdt).isNotNull();
        assertThat(views.transfer(1_000, 0, "t1"))
                .isEqualTo(new TransferView(
                        100_000_000_000_000_003L,
                        1_000,
                        1_000,
                        usdt,
                        200,
                        Wallet.FUNDING,
                        Wallet.TRADING,
                        "t1",
                        START_NANOS + 1));
        assertThat(views.balances(1_000, Wallet.TRADING))
                .containsExactly(new BalanceView(1_000, usdt, Wallet.TRADING, 200, 50, START_NANOS + 1));
        assertThat(views.bills(1_000, Wallet.FUNDING, Long.MAX_VALUE, 0, 10, bill -> true).rows().stream()
                        .map(bill -> bill.reason() + " " + bill.amountAtoms()))
                .containsExactly("TRANSFER_OUT -200", "DEPOSIT 500");
        assertThat(views.deposits(1_000, Long.MAX_VALUE, 0, 10, bill -> true).rows())
                .hasSize(1);
        assertThat(views.balances(2, Wallet.TRADING)).isEmpty();
    }

    @Test
    void phases_price_limits_and_timers_are_shown_as_of_the_latest_entry() {
        journal.entry(START_NANOS)
                .phase(Phase.CANCEL_ONLY)
                .priceLimit(500_000, 525_000, 475_000)
                .cancelAllAfter(1_000, "bot", START_NANOS + 9)
                .end();
        InstrumentView instrument = views.instrument(BTC_USDT);
        assertThat(instrument).isNotNull();
        assertThat(instrument.phase()).isEqualTo(Phase.CANCEL_ONLY);
        assertThat(instrument.sellLimitTicks()).isEqualTo(475_000);
        assertThat(views.cancelAllAfterNanos(1_000, "bot")).isEqualTo(START_NANOS + 9);
        journal.entry(START_NANOS).cancelAllAfter(1_000, "bot", 0).end();
        assertThat(views.cancelAllAfterNanos(1_000, "bot")).isZero();
    }

    private static List<Long> prices(BookLevels book, Side side) {
        var prices = new ArrayList<Long>();
        for (int depth = 0; depth < book.levels(side); depth++) {
            prices.add(book.priceTicks(side, depth));
        }
        return prices;
    }
}
