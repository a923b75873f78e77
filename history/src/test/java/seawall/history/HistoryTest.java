package seawall.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What must hold on every database; the subclasses bring one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HistoryTest {
    private static final int ROUNDS = 7;
    /// Measured on either database with two batches: 36 calls reach it, and each dies once before and once after.
    private static final int FAULTS_MIN = 72;

    @TempDir
    static Path directory;

    abstract Databases.Kind kind();

    private Jdbi migrated(HistoryConfig.Store store) {
        DataSource source = Database.source(store);
        Database.migrate(source);
        return Jdbi.create(source);
    }

    private Map<String, List<String>> uninterrupted(Entries journal) {
        HistoryConfig.Store store = kind().fresh();
        Jdbi jdbi = migrated(store);
        Databases.follow(jdbi, journal, Databases.config(store, 1_000_000));
        return Databases.tables(jdbi);
    }

    @Test
    void rows_say_what_the_entries_say() {
        Map<String, List<String>> tables = uninterrupted(Entries.market(1));
        assertEquals(
                """
                id=1 sequence=13 time_nanos=1700000705000000000\s
                currency_id=1 sequence=1 time_nanos=1700000000000000000 code=BTC scale=8 balance_atoms_max=4611686018427387904\s
                currency_id=2 sequence=2 time_nanos=1700000000000000000 code=USDT scale=8 balance_atoms_max=4611686018427387904\s
                instrument_id=1 sequence=3 time_nanos=1700000000000000000 name=BTC-USDT base_id=1 quote_id=2 tick_mantissa=1 tick_scale=1 lot_mantissa=1 lot_scale=4 min_lots=1 max_limit_lots=1000 max_market_lots=900 max_market_quote_atoms=800\s
                order_id=100000000000000001 sequence=9 account_id=1000 instrument_id=1 side=2 order_type=1 size_unit=1 stp=1 price_ticks=101 quantity=12 client_order_id= tag=tag created_nanos=1700000702000000000 updated_nanos=1700000705000000000 state=4 close_reason=1 filled_lots=5 filled_quote_atoms=506 fee_atoms=-2 turnover_high=0 turnover_low=506 last_trade_id=2 last_fill_price_ticks=102 last_fill_lots=1 last_fill_nanos=1700000704000000000\s
                order_id=100000000000000002 sequence=11 account_id=1001 instrument_id=1 side=1 order_type=5 size_unit=1 stp=1 price_ticks=101 quantity=9 client_order_id=t0 tag=tag created_nanos=1700000704000000000 updated_nanos=1700000704000000000 state=4 close_reason=14 filled_lots=5 filled_quote_atoms=506 fee_atoms=4 turnover_high=0 turnover_low=506 last_trade_id=2 last_fill_price_ticks=102 last_fill_lots=1 last_fill_nanos=1700000704000000000\s
                bill_id=100000000000000009 sequence=11 time_nanos=1700000704000000000 account_id=1001 instrument_id=1 order_id=100000000000000002 trade_id=1 side=1 liquidity=2 price_ticks=101 quantity_lots=4 base_atoms=40 quote_atoms=404 fee_atoms=2 fee_millionths=1000\s
                bill_id=100000000000000011 sequence=11 time_nanos=1700000704000000000 account_id=1000 instrument_id=1 order_id=100000000000000001 trade_id=1 side=2 liquidity=1 price_ticks=101 quantity_lots=4 base_atoms=40 quote_atoms=404 fee_atoms=-1 fee_millionths=-100\s
                bill_id=100000000000000014 sequence=11 time_nanos=1700000704000000000 account_id=1001 instrument_id=1 order_id=100000000000000002 trade_id=2 side=1 liquidity=2 price_ticks=102 quantity_lots=1 base_atoms=10 quote_atoms=102 fee_atoms=2 fee_millionths=1000\s
                bill_id=100000000000000016 sequence=11 time_nanos=1700000704000000000 account_id=1000 instrument_id=1 order_id=100000000000000001 trade_id=2 side=2 liquidity=1 price_ticks=102 quantity_lots=1 base_atoms=10 quote_atoms=102 fee_atoms=-1 fee_millionths=-100\s
                bill_id=100000000000000002 sequence=5 time_nanos=1700000001000000000 account_id=1000 currency_id=2 wallet=6 reason=5 liquidity=0 side=0 instrument_id=0 amount_atoms=500 fee_atoms=0 balance_atoms=500 order_id=0 trade_id=0 client_id=d1\s
                bill_id=100000000000000003 sequence=6 time_nanos=1700000001000000000 account_id=1000 currency_id=2 wallet=6 reason=4 liquidity=0 side=0 instrument_id=0 amount_atoms=-400 fee_atoms=0 balance_atoms=100 order_id=0 trade_id=0 client_id=t1\s
                bill_id=100000000000000004 sequence=6 time_nanos=1700000001000000000 account_id=1000 currency_id=2 wallet=18 reason=3 liquidity=0 side=0 instrument_id=0 amount_atoms=400 fee_atoms=0 balance_atoms=400 order_id=0 trade_id=0 client_id=t1\s
                bill_id=100000000000000006 sequence=7 time_nanos=1700000002000000000 account_id=1001 currency_id=2 wallet=6 reason=5 liquidity=0 side=0 instrument_id=0 amount_atoms=500 fee_atoms=0 balance_atoms=500 order_id=0 trade_id=0 client_id=d1\s
                bill_id=100000000000000007 sequence=8 time_nanos=1700000002000000000 account_id=1001 currency_id=2 wallet=6 reason=4 liquidity=0 side=0 instrument_id=0 amount_atoms=-400 fee_atoms=0 balance_atoms=100 order_id=0 trade_id=0 client_id=t1\s
                bill_id=100000000000000008 sequence=8 time_nanos=1700000002000000000 account_id=1001 currency_id=2 wallet=18 reason=3 liquidity=0 side=0 instrument_id=0 amount_atoms=400 fee_atoms=0 balance_atoms=400 order_id=0 trade_id=0 client_id=t1\s
                bill_id=100000000000000009 sequence=11 time_nanos=1700000704000000000 account_id=1001 currency_id=1 wallet=18 reason=1 liquidity=2 side=1 instrument_id=1 amount_atoms=38 fee_atoms=2 balance_atoms=38 order_id=100000000000000002 trade_id=1 client_id=\s
                bill_id=100000000000000010 sequence=11 time_nanos=1700000704000000000 account_id=1001 currency_id=2 wallet=18 reason=1 liquidity=2 side=1 instrument_id=1 amount_atoms=-404 fee_atoms=0 balance_atoms=1 order_id=100000000000000002 trade_id=1 client_id=\s
                bill_id=100000000000000011 sequence=11 time_nanos=1700000704000000000 account_id=1000 currency_id=2 wallet=18 reason=1 liquidity=1 side=2 instrument_id=1 amount_atoms=405 fee_atoms=-1 balance_atoms=805 order_id=100000000000000001 trade_id=1 client_id=\s
                bill_id=100000000000000012 sequence=11 time_nanos=1700000704000000000 account_id=1000 currency_id=1 wallet=18 reason=1 liquidity=1 side=2 instrument_id=1 amount_atoms=-40 fee_atoms=0 balance_atoms=7 order_id=100000000000000001 trade_id=1 client_id=\s
                instrument_id=1 trade_id=1 sequence=11 time_nanos=1700000704000000000 taker_side=1 price_ticks=101 quantity_lots=4 base_atoms=40 quote_atoms=404\s
                instrument_id=1 trade_id=2 sequence=11 time_nanos=1700000704000000000 taker_side=1 price_ticks=102 quantity_lots=1 base_atoms=10 quote_atoms=102\s
                instrument_id=1 minutes=1 open_nanos=1700000700000000000 open_ticks=101 high_ticks=102 low_ticks=101 close_ticks=102 volume_lots=5 base_atoms=50 quote_atoms=506\s
                instrument_id=1 minutes=60 open_nanos=1699999200000000000 open_ticks=101 high_ticks=102 low_ticks=101 close_ticks=102 volume_lots=5 base_atoms=50 quote_atoms=506\s
                transfer_id=100000000000000003 sequence=6 time_nanos=1700000001000000000 account_id=1000 currency_id=2 amount_atoms=400 from_wallet=6 to_wallet=18 in_bill_id=100000000000000004 client_id=t1\s
                transfer_id=100000000000000007 sequence=8 time_nanos=1700000002000000000 account_id=1001 currency_id=2 amount_atoms=400 from_wallet=6 to_wallet=18 in_bill_id=100000000000000008 client_id=t1\s
                deposit_id=100000000000000002 sequence=5 time_nanos=1700000001000000000 account_id=1000 currency_id=2 amount_atoms=500 wallet=6 client_id=d1\s
                deposit_id=100000000000000006 sequence=7 time_nanos=1700000002000000000 account_id=1001 currency_id=2 amount_atoms=500 wallet=6 client_id=d1\s
                """,
                String.join("\n", tables.values().stream().flatMap(List::stream).toList()) + "\n");
    }

    @Test
    void rows_are_the_same_wherever_batches_are_cut() {
        Entries journal = Entries.market(ROUNDS);
        Map<String, List<String>> expected = uninterrupted(journal);
        for (int entriesMax = 1; entriesMax <= 9; entriesMax++) {
            HistoryConfig.Store store = kind().fresh();
            Jdbi jdbi = migrated(store);
            Databases.follow(jdbi, journal, Databases.config(store, entriesMax));
            assertEquals(expected, Databases.tables(jdbi), "batches of " + entriesMax);
        }
    }

    @Test
    void a_connection_killed_at_any_step_repeats_nothing_and_skips_nothing() {
        Entries journal = Entries.market(2);
        Map<String, List<String>> expected = uninterrupted(journal);
        HistoryConfig.Store store = kind().fresh();
        Jdbi jdbi = migrated(store);
        HistoryConfig config = Databases.config(store, 9);
        int faults = 0;
        // Held open, because SQLite empties its log whenever the last connection closes, which is most of the time
        // that hundreds of runs would take.
        try (Handle watching = jdbi.open()) {
            for (boolean afterwards : new boolean[] {false, true}) {
                for (int step = 1; ; step++) {
                    clear(watching);
                    String killed = "killed " + (afterwards ? "after" : "before") + " step " + step;
                    var source = new FaultySource(Database.source(store), step, afterwards);
                    follow(source, journal, config, killed);
                    assertEquals(0, source.open(), killed + " leaves no connection behind");
                    assertEquals(expected, Databases.tables(watching), killed);
                    if (!source.hasFailed()) {
                        break;
                    }
                    faults++;
                }
            }
        }
        System.out.println(getClass().getSimpleName() + ": " + faults + " planted faults");
        assertThat(faults).isGreaterThanOrEqualTo(FAULTS_MIN);
    }

    /// Follows the whole journal, going on after the planted fault, which must be the only one.
    private static void follow(FaultySource source, Entries journal, HistoryConfig config, String killed) {
        try (var follower = new Follower(Jdbi.create(source), journal, config, 0)) {
            // Each round reads what is left or commits it; one more for the fault, and none to spare for a second.
            int roundsLeft = 6;
            int failures = 0;
            long now = 0;
            while (follower.committedSequence() < journal.size()) {
                assertTrue(roundsLeft-- > 0, killed + " gets stuck after entry " + follower.committedSequence());
                try {
                    follower.work(now += 1_000_000_000L);
                } catch (RuntimeException exception) {
                    failures++;
                    if (failures > 1 || !source.hasFailed()) {
                        throw new AssertionError(killed + " fails on its own", exception);
                    }
                    assertFalse(History.isMistake(exception), () -> killed + " is taken for a mistake: " + exception);
                    follower.restart();
                }
            }
        }
    }

    @Test
    void a_gap_in_the_journal_stops_history_and_is_shown() throws InterruptedException {
        Entries journal = Entries.market(1);
        JournalSource gapped = (nextSequence, handler) -> journal.open(nextSequence == 5 ? 6 : nextSequence, handler);
        var config = Databases.config(kind().fresh(), 4);
        try (var history = History.start(config, journal.first(4))) {
            assertTrue(history.awaitSequence(4, Duration.ofSeconds(20)));
        }
        try (var history = History.start(config, gapped)) {
            assertEquals(false, history.awaitSequence(6, Duration.ofSeconds(20)));
            assertEquals(
                    Optional.of("Mistake: gap after 4, received 6"),
                    history.state().trouble());
            assertTrue(history.state().stopped());
        }
    }

    @Test
    void pages_are_newest_first_bounded_and_filtered() throws Exception {
        Entries journal = Entries.market(ROUNDS);
        try (var history = History.start(Databases.config(kind().fresh(), 7), journal)) {
            assertTrue(history.awaitSequence(journal.size(), Duration.ofSeconds(20)));
            HistoryQueries queries = history.queries();
            assertThat(orderIds(queries, OrderFilter.ANY, Page.newest(3))).containsExactly(12, 10, 8);
            assertThat(orderIds(queries, OrderFilter.ANY, Page.newest(3).after(Entries.id(8))))
                    .containsExactly(6, 4, 2);
            assertThat(orderIds(queries, OrderFilter.ANY, Page.newest(9).before(Entries.id(8))))
                    .containsExactly(12, 10);
            assertThat(orderIds(
                            queries,
                            new OrderFilter(
                                    1, List.of(seawall.wire.codec.OrderType.LIMIT), List.of(OrderState.FILLED), false),
                            Page.newest(9)))
                    .containsExactly(8, 2);
            assertThat(orderIds(queries, new OrderFilter(2, List.of(), List.of(), true), Page.newest(9)))
                    .isEmpty();
            long created = get(queries.order(1000, Entries.id(4))).orElseThrow().createdNanos();
            assertThat(orderIds(queries, OrderFilter.ANY, Page.newest(9).between(created, created)))
                    .containsExactly(4);
            assertEquals(
                    Entries.id(2),
                    get(queries.order(1000, 1, "c1")).orElseThrow().orderId());
            assertEquals(Optional.empty(), get(queries.order(1000, 1, "")));
            assertEquals(Optional.empty(), get(queries.order(1001, Entries.id(4))));

            List<FillRow> fills = get(queries.fills(1001, 1, Entries.id(3), Optional.empty(), Page.newest(100)));
            assertThat(fills).extracting(FillRow::tradeId).containsExactly(4L, 3L);
            assertThat(fills).extracting(FillRow::clientOrderId).containsOnly("t1");
            List<BillRow> bills = get(queries.bills(
                    1001,
                    new BillFilter(
                            2,
                            0,
                            Optional.of(seawall.wire.codec.Wallet.TRADING),
                            List.of(seawall.wire.codec.PostingReason.TRADE),
                            1,
                            ""),
                    Page.newest(1)));
            assertThat(bills)
                    .extracting(BillRow::priceTicks, BillRow::quantityLots, BillRow::clientOrderId)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(107L, 4L, "t6"));
            assertThat(get(queries.trades(1, Page.newest(2).after(4))))
                    .extracting(TradeRow::tradeId)
                    .containsExactly(3L, 2L);
            assertThat(get(queries.transfers(1000, 0, "t1", Page.newest(9))))
                    .extracting(TransferRow::amountAtoms)
                    .containsExactly(400L);
            assertThat(get(queries.deposits(1001, 2, Page.newest(9))))
                    .extracting(DepositRow::amountAtoms)
                    .containsExactly(500L);
        }
    }

    @Test
    void a_family_is_told_by_its_accounts_transfers_and_bills() throws Exception {
        Entries journal = Entries.family();
        try (var history = History.start(Databases.config(kind().fresh(), 2), journal)) {
            assertTrue(history.awaitSequence(journal.size(), Duration.ofSeconds(20)));
            HistoryQueries queries = history.queries();
            assertThat(get(queries.subAccounts(1000, Page.newest(9))))
                    .extracting(SubAccountRow::accountId, SubAccountRow::name, SubAccountRow::label)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(1002, "dca", ""),
                            org.assertj.core.groups.Tuple.tuple(1001, "grid", "my  bot"));
            assertThat(get(queries.familyTransfers(1000, 2, Page.newest(9))))
                    .extracting(
                            FamilyTransferRow::fromAccountId,
                            FamilyTransferRow::toAccountId,
                            FamilyTransferRow::amountAtoms,
                            FamilyTransferRow::clientId)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(1002, 1000, 200L, ""),
                            org.assertj.core.groups.Tuple.tuple(1000, 1001, 400L, "t1"));
            assertThat(get(queries.familyTransfers(1002, 0, Page.newest(1))))
                    .containsExactly(new FamilyTransferRow(
                            Entries.id(7),
                            5,
                            5,
                            1002,
                            1000,
                            2,
                            200,
                            seawall.wire.codec.Wallet.TRADING,
                            seawall.wire.codec.Wallet.FUNDING,
                            Entries.id(8),
                            ""));
            assertThat(get(queries.familyTransfers(1000, 1, Page.newest(9)))).isEmpty();
            assertThat(get(queries.transfers(1000, 0, "", Page.newest(9)))).isEmpty();
            assertThat(get(queries.bills(1001, BillFilter.ANY, Page.newest(9))))
                    .extracting(BillRow::reason, BillRow::amountAtoms)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(seawall.wire.codec.PostingReason.TO_SUB_ACCOUNT, -300L),
                            org.assertj.core.groups.Tuple.tuple(
                                    seawall.wire.codec.PostingReason.FROM_MAIN_ACCOUNT, 400L));
        }
    }

    @Test
    void transfers_of_a_family_are_pruned_and_its_accounts_are_not() {
        HistoryConfig.Store store = kind().fresh();
        Jdbi jdbi = migrated(store);
        Databases.follow(jdbi, Entries.family(), Databases.config(store, 100));
        var pruning = new Pruning(new HistoryConfig.Retention(1, 1, 100, Duration.ofSeconds(1)));
        jdbi.useTransaction(handle -> pruning.step(handle, Duration.ofDays(3).toNanos()));
        Map<String, List<String>> tables = Databases.tables(jdbi);
        assertThat(tables.get("family_transfers")).isEmpty();
        assertThat(tables.get("sub_accounts")).hasSize(2);
    }

    @Test
    void bars_have_no_holes_and_agree_with_the_trades_whatever_their_length() throws Exception {
        Entries journal = Entries.market(ROUNDS);
        try (var history = History.start(Databases.config(kind().fresh(), 7), journal)) {
            assertTrue(history.awaitSequence(journal.size(), Duration.ofSeconds(20)));
            HistoryQueries queries = history.queries();
            List<TradeRow> trades = get(queries.trades(1, Page.newest(100))).reversed();
            long now = trades.getLast().timeNanos() + 3_000_000_000L;
            for (Bar bar : Bar.values()) {
                var slow = new java.util.ArrayList<CandleRow>();
                long close = 0;
                for (long open = bar.floorNanos(trades.getFirst().timeNanos());
                        open <= now;
                        open = bar.nextNanos(open)) {
                    long from = open;
                    long to = bar.nextNanos(open);
                    List<TradeRow> inside = trades.stream()
                            .filter(trade -> trade.timeNanos() >= from && trade.timeNanos() < to)
                            .toList();
                    if (inside.isEmpty()) {
                        slow.add(new CandleRow(open, close, close, close, close, 0, 0, 0, to <= now));
                    } else {
                        close = inside.getLast().priceTicks();
                        slow.add(new CandleRow(
                                open,
                                inside.getFirst().priceTicks(),
                                inside.stream()
                                        .mapToLong(TradeRow::priceTicks)
                                        .max()
                                        .orElseThrow(),
                                inside.stream()
                                        .mapToLong(TradeRow::priceTicks)
                                        .min()
                                        .orElseThrow(),
                                close,
                                inside.stream()
                                        .mapToLong(TradeRow::quantityLots)
                                        .sum(),
                                inside.stream().mapToLong(TradeRow::baseAtoms).sum(),
                                inside.stream().mapToLong(TradeRow::quoteAtoms).sum(),
                                to <= now));
                    }
                }
                List<CandleRow> expected = List.copyOf(slow.reversed());
                assertEquals(
                        expected.subList(0, Math.min(100, expected.size())),
                        get(queries.candles(1, bar, Long.MAX_VALUE, 0, 300, now)),
                        bar.text());
                if (expected.size() > 20) {
                    assertEquals(
                            expected.subList(5, 9),
                            get(queries.candles(1, bar, expected.get(4).openNanos(), 0, 4, now)),
                            bar.text());
                    assertEquals(
                            expected.subList(5, 9),
                            get(queries.candles(
                                    1,
                                    bar,
                                    expected.get(4).openNanos(),
                                    expected.get(9).openNanos(),
                                    50,
                                    now)),
                            bar.text());
                }
            }
            assertEquals(List.of(), get(queries.candles(9, Bar.HOUR, Long.MAX_VALUE, 0, 5, now)));
        }
    }

    @Test
    void connections_that_answer_questions_cannot_write() {
        try (var database = Database.open(Databases.config(kind().fresh(), 1))) {
            Jdbi reading = Jdbi.create(database.reading());
            var refused = assertThrows(
                    JdbiException.class,
                    () -> reading.useHandle(handle -> handle.execute("DELETE FROM journal_position")));
            assertThat(refused).rootCause().message().containsAnyOf("readonly", "read-only");
            List<Long> rows = reading.withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM journal_position")
                    .mapTo(Long.class)
                    .list());
            assertEquals(List.of(1L), rows);
        }
    }

    @Test
    void a_question_that_takes_too_long_is_given_up() throws Exception {
        HistoryConfig.Store store = kind().fresh();
        HistoryConfig standard = Databases.config(store, 100);
        var config = new HistoryConfig(
                store,
                standard.batches(),
                new HistoryConfig.Asking(1, 1, Duration.ofMillis(300), 5),
                standard.retention());
        Entries journal = Entries.market(1);
        try (var history = History.start(config, journal)) {
            assertTrue(history.awaitSequence(journal.size(), Duration.ofSeconds(20)));
            var endless = history.queries()
                    .ask(handle -> handle.createQuery("""
                        WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT COUNT(*) FROM numbers
                        """).mapTo(Long.class).one());
            var waiting = history.queries().order(1000, 1);
            var refused = history.queries().order(1000, 1);
            assertEquals(HistoryException.Reason.BUSY, reason(refused));
            assertEquals(HistoryException.Reason.TIMED_OUT, reason(endless));
            // It waited for the one connection: whether that came free in its own time or not, it has an answer.
            waiting.handle((answer, refusal) -> "answered").get(20, TimeUnit.SECONDS);
            assertEquals(Optional.empty(), get(history.queries().order(1000, 1)));
        }
    }

    @Test
    void pruning_deletes_the_expired_a_step_at_a_time_and_keeps_open_orders_and_hours() {
        HistoryConfig.Store store = kind().fresh();
        Jdbi jdbi = migrated(store);
        Entries journal = Entries.market(ROUNDS);
        Databases.follow(jdbi, journal, Databases.config(store, 100));
        var pruning = new Pruning(new HistoryConfig.Retention(1, 1, 2, Duration.ofSeconds(1)));
        long late = 1_700_000_000_000_000_000L + Duration.ofDays(3).toNanos();
        int first = jdbi.inTransaction(handle -> pruning.step(handle, late));
        // Two rows each of fills, bills, transfers, deposits, orders, trades and candles.
        assertEquals(14, first);
        int steps = 1;
        while (jdbi.inTransaction(handle -> pruning.step(handle, late)) > 0) {
            steps++;
        }
        assertThat(steps).isGreaterThan(5);
        Map<String, List<String>> tables = Databases.tables(jdbi);
        for (String emptied : List.of("fills", "bills", "trades", "transfers", "deposits")) {
            assertEquals(List.of(), tables.get(emptied), emptied);
        }
        assertThat(tables.get("orders")).hasSize(2).allMatch(order -> order.contains(" state=2 "));
        assertThat(tables.get("candles")).isNotEmpty().allMatch(candle -> candle.contains(" minutes=60 "));
    }

    private static List<Integer> orderIds(HistoryQueries queries, OrderFilter filter, Page page) throws Exception {
        return get(queries.orders(1000, filter, page)).stream()
                .map(order -> (int) (order.orderId() - Entries.id(0)))
                .toList();
    }

    private static <T> T get(java.util.concurrent.CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static HistoryException.Reason reason(java.util.concurrent.CompletableFuture<?> future) throws Exception {
        try {
            throw new AssertionError("expected a refusal, found " + get(future));
        } catch (ExecutionException exception) {
            return ((HistoryException) exception.getCause()).reason();
        }
    }

    private static void clear(Handle handle) {
        handle.useTransaction(transaction -> {
            for (String table : Databases.TABLES) {
                if (!table.equals("journal_position")) {
                    transaction.execute("DELETE FROM " + table);
                }
            }
            transaction.execute("UPDATE journal_position SET sequence = 0, time_nanos = 0");
        });
    }

    /// Connections of which one dies, at the n-th call to it or its statements, before or after the call reached the
    /// database.
    private static final class FaultySource implements org.jdbi.v3.core.ConnectionFactory {
        /// The calls that reach the database; binding a value does not.
        private static final Set<String> STEPS = Set.of(
                "setAutoCommit",
                "prepareStatement",
                "execute",
                "executeQuery",
                "executeUpdate",
                "executeBatch",
                "commit");

        private final DataSource source;
        private final boolean afterwards;
        private int stepsLeft;
        private boolean failed;
        private int open;

        FaultySource(DataSource source, int step, boolean afterwards) {
            this.source = source;
            this.stepsLeft = step;
            this.afterwards = afterwards;
        }

        boolean hasFailed() {
            return failed;
        }

        /// Connections that were opened and not closed.
        int open() {
            return open;
        }

        @Override
        public Connection openConnection() throws SQLException {
            Connection connection = source.getConnection();
            open++;
            return wrap(Connection.class, connection, connection);
        }

        private <T> T wrap(Class<T> type, T target, Connection connection) {
            return type.cast(Proxy.newProxyInstance(
                    HistoryTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        if (target == connection && method.getName().equals("close") && !connection.isClosed()) {
                            open--;
                        }
                        boolean dies = !failed && STEPS.contains(method.getName()) && --stepsLeft == 0;
                        if (dies && !afterwards) {
                            kill(connection);
                        }
                        Object result;
                        try {
                            result = method.invoke(target, arguments);
                        } catch (InvocationTargetException exception) {
                            throw exception.getCause();
                        }
                        if (dies) {
                            kill(connection);
                        }
                        return switch (result) {
                            case PreparedStatement statement -> wrap(PreparedStatement.class, statement, connection);
                            case Statement statement -> wrap(Statement.class, statement, connection);
                            case null, default -> result;
                        };
                    }));
        }

        private void kill(Connection connection) throws SQLException {
            failed = true;
            open--;
            connection.close();
            throw new SQLException("planted fault", "08006");
        }
    }
}
