package seawall.history;

import com.zaxxer.hikari.HikariDataSource;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.Liquidity;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.Wallet;

/// Answers questions about what the journal position covers. Every question returns at once with a future; it runs on a
/// thread that may wait, when one of a bounded number of connections is free, and fails with a [HistoryException] when
/// too many are waiting or the timeout passes. Any thread.
public final class HistoryQueries implements AutoCloseable {
    private static final int SQLITE_STEPS_BETWEEN_CHECKS = 10_000;
    private static final int CANDLE_FETCH_ROWS = 1_000;

    private final Jdbi jdbi;
    private final boolean sqlite;
    private final long timeoutNanos;
    private final int rowsMax;
    private final Semaphore places;
    private final Semaphore connections;
    private final ExecutorService threads;
    private final Runnable whenClosed;
    private volatile boolean closed;

    /// Asks a database that another process writes; it may come and go.
    public static HistoryQueries open(HistoryConfig config) {
        HikariDataSource reading = Database.openReading(config);
        return new HistoryQueries(Jdbi.create(reading), config, reading::close);
    }

    HistoryQueries(Jdbi jdbi, HistoryConfig config) {
        this(jdbi, config, () -> {});
    }

    /// @param whenClosed run when nobody asks any more
    private HistoryQueries(Jdbi jdbi, HistoryConfig config, Runnable whenClosed) {
        this.whenClosed = whenClosed;
        this.jdbi = jdbi;
        this.sqlite = config.store().isSqlite();
        this.timeoutNanos = config.asking().timeout().toNanos();
        this.rowsMax = config.asking().rowsMax();
        this.places =
                new Semaphore(config.asking().runningMax() + config.asking().waitingMax());
        this.connections = new Semaphore(config.asking().runningMax());
        // SQLite works inside a native call, which would keep a virtual thread's carrier; there are as many carriers as
        // processors, and everything else virtual would wait for them.
        ThreadFactory factory = sqlite
                ? Thread.ofPlatform().name("seawall-history-query-", 0).daemon().factory()
                : Thread.ofVirtual().name("seawall-history-query-", 0).factory();
        this.threads = Executors.newThreadPerTaskExecutor(factory);
    }

    /// Orders of an account by order id, open and ended; the page's times are those of acceptance.
    public CompletableFuture<List<OrderRow>> orders(int accountId, OrderFilter filter, Page page) {
        return ask(handle -> {
            Selection orders = new Selection("SELECT * FROM orders")
                    .where("account_id = ?", accountId)
                    .whereId("instrument_id", filter.instrumentId())
                    .whereIn(
                            "order_type",
                            filter.orderTypes().stream().map(OrderType::value).toList())
                    .whereIn(
                            "state",
                            filter.states().stream().map(OrderState::code).toList());
            if (!filter.withUnfilled()) {
                orders.where("NOT (state = 4 AND filled_lots = 0)");
            }
            return orders.page(page, "order_id", "created_nanos", rowsMax)
                    .in(handle)
                    .map((row, context) -> order(row))
                    .list();
        });
    }

    /// One order of an account by its id.
    public CompletableFuture<Optional<OrderRow>> order(int accountId, long orderId) {
        return ask(handle -> new Selection("SELECT * FROM orders")
                .where("order_id = ?", orderId)
                .where("account_id = ?", accountId)
                .in(handle)
                .map((row, context) -> order(row))
                .findOne());
    }

    /// The newest order of an account with this client order id on this instrument.
    public CompletableFuture<Optional<OrderRow>> order(int accountId, int instrumentId, String clientOrderId) {
        return ask(handle -> new Selection("SELECT * FROM orders")
                .where("account_id = ?", accountId)
                .where("client_order_id = ?", clientOrderId)
                // Said again so that the planner may use the index that leaves out empty ones.
                .where("client_order_id <> ''")
                .whereId("instrument_id", instrumentId)
                .newest("order_id", 1)
                .in(handle)
                .map((row, context) -> order(row))
                .findOne());
    }

    /// Fills of an account by bill id.
    ///
    /// @param instrumentId 0 = any
    /// @param orderId      0 = any
    /// @param side         empty = any
    public CompletableFuture<List<FillRow>> fills(
            int accountId, int instrumentId, long orderId, Optional<Side> side, Page page) {
        return ask(handle -> {
            Selection fills = new Selection("""
                    SELECT f.*, COALESCE(o.client_order_id, '') AS client_order_id, COALESCE(o.tag, '') AS tag
                    FROM fills f LEFT JOIN orders o ON o.order_id = f.order_id
                    """)
                    .where("f.account_id = ?", accountId)
                    .whereId("f.instrument_id", instrumentId)
                    .whereId("f.order_id", orderId);
            side.ifPresent(only -> fills.where("f.side = ?", only.value()));
            return fills.page(page, "f.bill_id", "f.time_nanos", rowsMax)
                    .in(handle)
                    .map((row, context) -> fill(row))
                    .list();
        });
    }

    /// Bills of an account by bill id.
    public CompletableFuture<List<BillRow>> bills(int accountId, BillFilter filter, Page page) {
        return ask(handle -> {
            Selection bills = new Selection("""
                    SELECT b.*, COALESCE(o.client_order_id, '') AS client_order_id, COALESCE(o.tag, '') AS tag,
                        COALESCE(t.price_ticks, 0) AS price_ticks, COALESCE(t.quantity_lots, 0) AS quantity_lots
                    FROM bills b
                    LEFT JOIN orders o ON o.order_id = b.order_id
                    LEFT JOIN trades t ON t.instrument_id = b.instrument_id AND t.trade_id = b.trade_id
                    """)
                    .where("b.account_id = ?", accountId)
                    .whereId("b.currency_id", filter.currencyId())
                    .whereId("b.instrument_id", filter.instrumentId())
                    .whereId("b.side", filter.side())
                    .whereIn(
                            "b.reason",
                            filter.reasons().stream().map(PostingReason::value).toList());
            filter.wallet().ifPresent(wallet -> bills.where("b.wallet = ?", wallet.value()));
            if (!filter.clientId().isEmpty()) {
                bills.where("b.client_id = ?", filter.clientId());
            }
            return bills.page(page, "b.bill_id", "b.time_nanos", rowsMax)
                    .in(handle)
                    .map((row, context) -> bill(row))
                    .list();
        });
    }

    /// Trades of an instrument by trade id, or within times.
    public CompletableFuture<List<TradeRow>> trades(int instrumentId, Page page) {
        return ask(handle -> new Selection("SELECT * FROM trades")
                .where("instrument_id = ?", instrumentId)
                .page(page, "trade_id", "time_nanos", rowsMax)
                .in(handle)
                .map((row, context) -> trade(row))
                .list());
    }

    /// Transfers of an account by transfer id.
    ///
    /// @param currencyId 0 = any
    /// @param clientId   empty = any
    public CompletableFuture<List<TransferRow>> transfers(int accountId, int currencyId, String clientId, Page page) {
        return ask(handle -> {
            Selection transfers = new Selection("SELECT * FROM transfers")
                    .where("account_id = ?", accountId)
                    .whereId("currency_id", currencyId);
            if (!clientId.isEmpty()) {
                transfers.where("client_id = ?", clientId).where("client_id <> ''");
            }
            return transfers
                    .page(page, "transfer_id", "time_nanos", rowsMax)
                    .in(handle)
                    .map((row, context) -> transfer(row))
                    .list();
        });
    }

    /// Transfers of an account to and from others of its family, by transfer id.
    ///
    /// @param currencyId 0 = any
    public CompletableFuture<List<FamilyTransferRow>> familyTransfers(int accountId, int currencyId, Page page) {
        return ask(handle -> new Selection("SELECT * FROM family_transfers")
                .where("account_id = ?", accountId)
                .whereId("currency_id", currencyId)
                .page(page, "transfer_id", "time_nanos", rowsMax)
                .in(handle)
                .map((row, context) -> familyTransfer(row))
                .list());
    }

    /// Sub-accounts of a main account, by account id.
    public CompletableFuture<List<SubAccountRow>> subAccounts(int mainAccountId, Page page) {
        return ask(handle -> new Selection("SELECT * FROM sub_accounts")
                .where("main_account_id = ?", mainAccountId)
                .page(page, "account_id", "time_nanos", rowsMax)
                .in(handle)
                .map((row, context) -> new SubAccountRow(
                        row.getInt("account_id"),
                        row.getLong("sequence"),
                        row.getLong("time_nanos"),
                        row.getInt("main_account_id"),
                        row.getString("name"),
                        row.getString("label")))
                .list());
    }

    /// Deposits of an account by deposit id.
    ///
    /// @param currencyId 0 = any
    public CompletableFuture<List<DepositRow>> deposits(int accountId, int currencyId, Page page) {
        return ask(handle -> new Selection("SELECT * FROM deposits")
                .where("account_id = ?", accountId)
                .whereId("currency_id", currencyId)
                .page(page, "deposit_id", "time_nanos", rowsMax)
                .in(handle)
                .map((row, context) -> deposit(row))
                .list());
    }

    /// Bars of an instrument, newest first, without holes from its first trade that is kept up to now.
    ///
    /// @param afterNanos  only bars that opened before this time; [Long#MAX_VALUE] = no bound
    /// @param beforeNanos only bars that opened after this time; 0 = no bound
    /// @param nowNanos    the caller's time: the bar that contains it is the newest, and not closed
    public CompletableFuture<List<CandleRow>> candles(
            int instrumentId, Bar bar, long afterNanos, long beforeNanos, int limit, long nowNanos) {
        var window = new CandleWindow(bar, afterNanos, beforeNanos, Math.clamp(limit, 1, rowsMax), nowNanos);
        // In a transaction, because outside of one PostgreSQL ignores the fetch size, and so that the parts agree.
        return ask(handle -> handle.inTransaction(transaction -> candles(transaction, instrumentId, window)));
    }

    /// Refuses further questions; those that have begun end by themselves within the timeout.
    @Override
    public void close() {
        closed = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(2 * timeoutNanos, TimeUnit.NANOSECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException exception) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        whenClosed.run();
    }

    private static List<CandleRow> candles(Handle handle, int instrumentId, CandleWindow window) {
        int minutes = window.bar().storedMinutes();
        boolean fromTrades = minutes == 0;
        Optional<Long> first = fromTrades
                ? handle.createQuery("""
                                SELECT time_nanos FROM trades WHERE instrument_id = ? ORDER BY trade_id LIMIT 1
                                """)
                        .bind(0, instrumentId)
                        .mapTo(Long.class)
                        .findOne()
                : handle.createQuery("""
                                SELECT open_nanos FROM candles WHERE instrument_id = ? AND minutes = ?
                                ORDER BY open_nanos LIMIT 1
                                """)
                        .bind(0, instrumentId)
                        .bind(1, minutes)
                        .mapTo(Long.class)
                        .findOne();
        if (first.isEmpty() || !window.startAt(first.get())) {
            return List.of();
        }
        String previous = fromTrades ? """
                  SELECT price_ticks FROM trades WHERE instrument_id = :instrumentId AND time_nanos < :fromNanos
                  ORDER BY time_nanos DESC, trade_id DESC LIMIT 1
                  """ : """
                  SELECT close_ticks FROM candles
                  WHERE instrument_id = :instrumentId AND minutes = :minutes AND open_nanos < :fromNanos
                  ORDER BY open_nanos DESC LIMIT 1
                  """;
        var previousQuery =
                handle.createQuery(previous).bind("instrumentId", instrumentId).bind("fromNanos", window.fromNanos());
        var rows = handle.createQuery(fromTrades ? """
                        SELECT time_nanos, price_ticks, price_ticks, price_ticks, price_ticks, quantity_lots,
                            base_atoms, quote_atoms
                        FROM trades
                        WHERE instrument_id = :instrumentId AND time_nanos >= :fromNanos AND time_nanos < :toNanos
                        ORDER BY trade_id
                        """ : """
                        SELECT open_nanos, open_ticks, high_ticks, low_ticks, close_ticks, volume_lots, base_atoms,
                            quote_atoms
                        FROM candles
                        WHERE instrument_id = :instrumentId AND minutes = :minutes AND open_nanos >= :fromNanos
                            AND open_nanos < :toNanos
                        ORDER BY open_nanos
                        """)
                .bind("instrumentId", instrumentId)
                .bind("fromNanos", window.fromNanos())
                .bind("toNanos", window.toNanos())
                .setFetchSize(CANDLE_FETCH_ROWS);
        if (!fromTrades) {
            previousQuery.bind("minutes", minutes);
            rows.bind("minutes", minutes);
        }
        previousQuery.mapTo(Long.class).findOne().ifPresent(window::previousClose);
        rows.map((row, context) -> new CandleRow(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        true))
                .forEach(window::add);
        return window.newestFirst();
    }

    <T> CompletableFuture<T> ask(Function<Handle, T> question) {
        if (closed) {
            return refuse(HistoryException.Reason.CLOSED, "history is closed");
        }
        if (!places.tryAcquire()) {
            return refuse(HistoryException.Reason.BUSY, "as many questions are waiting as may wait");
        }
        long deadlineNanos = System.nanoTime() + timeoutNanos;
        var answer = new CompletableFuture<T>();
        try {
            threads.execute(() -> {
                try {
                    answer.complete(answer(question, deadlineNanos));
                } catch (HistoryException exception) {
                    answer.completeExceptionally(exception);
                } catch (RuntimeException exception) {
                    answer.completeExceptionally(explain(exception));
                } finally {
                    places.release();
                }
            });
        } catch (RejectedExecutionException exception) {
            places.release();
            return refuse(HistoryException.Reason.CLOSED, "history is closed");
        }
        return answer;
    }

    private <T> T answer(Function<Handle, T> question, long deadlineNanos) {
        boolean mine = false;
        try {
            mine = connections.tryAcquire(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!mine) {
                throw new HistoryException(
                        HistoryException.Reason.TIMED_OUT, "no connection became free in time", null);
            }
            return jdbi.withHandle(
                    handle -> sqlite ? withDeadline(handle, question, deadlineNanos) : question.apply(handle));
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw new HistoryException(HistoryException.Reason.CLOSED, "history is closed", exception);
        } finally {
            if (mine) {
                connections.release();
            }
        }
    }

    /// SQLite has no statement timeout of its own, but asks between steps whether to go on.
    private static <T> T withDeadline(Handle handle, Function<Handle, T> question, long deadlineNanos) {
        try {
            Connection connection = handle.getConnection().unwrap(SQLiteConnection.class);
            ProgressHandler.setHandler(connection, SQLITE_STEPS_BETWEEN_CHECKS, new ProgressHandler() {
                @Override
                protected int progress() {
                    return System.nanoTime() - deadlineNanos >= 0 ? 1 : 0;
                }
            });
            try {
                return question.apply(handle);
            } finally {
                ProgressHandler.clearHandler(connection);
            }
        } catch (SQLException exception) {
            throw new HistoryException(
                    HistoryException.Reason.UNAVAILABLE, "the database failed: " + exception.getMessage(), exception);
        }
    }

    private static HistoryException explain(RuntimeException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            boolean late =
                    (cause instanceof SQLiteException lite && lite.getResultCode() == SQLiteErrorCode.SQLITE_INTERRUPT)
                            || (cause instanceof SQLException sql && "57014".equals(sql.getSQLState()));
            if (late) {
                return new HistoryException(HistoryException.Reason.TIMED_OUT, "the answer took too long", exception);
            }
        }
        return new HistoryException(
                HistoryException.Reason.UNAVAILABLE, "the database failed: " + exception.getMessage(), exception);
    }

    private static <T> CompletableFuture<T> refuse(HistoryException.Reason reason, String message) {
        return CompletableFuture.failedFuture(new HistoryException(reason, message, null));
    }

    private static OrderRow order(ResultSet row) throws SQLException {
        short closeReason = row.getShort("close_reason");
        return new OrderRow(
                row.getLong("order_id"),
                row.getLong("sequence"),
                row.getInt("account_id"),
                row.getInt("instrument_id"),
                Side.get(row.getShort("side")),
                OrderType.get(row.getShort("order_type")),
                SizeUnit.get(row.getShort("size_unit")),
                SelfTradePrevention.get(row.getShort("stp")),
                row.getLong("price_ticks"),
                row.getLong("quantity"),
                row.getString("client_order_id"),
                row.getString("tag"),
                row.getLong("created_nanos"),
                row.getLong("updated_nanos"),
                OrderState.of(row.getShort("state")),
                closeReason == OrderRow.OPEN ? Optional.empty() : Optional.of(CloseReason.get(closeReason)),
                row.getLong("filled_lots"),
                row.getLong("filled_quote_atoms"),
                BigInteger.valueOf(row.getLong("turnover_high"))
                        .shiftLeft(32)
                        .add(BigInteger.valueOf(row.getLong("turnover_low"))),
                row.getLong("fee_atoms"),
                row.getLong("last_trade_id"),
                row.getLong("last_fill_price_ticks"),
                row.getLong("last_fill_lots"),
                row.getLong("last_fill_nanos"));
    }

    private static FillRow fill(ResultSet row) throws SQLException {
        return new FillRow(
                row.getLong("bill_id"),
                row.getLong("sequence"),
                row.getLong("time_nanos"),
                row.getInt("account_id"),
                row.getInt("instrument_id"),
                row.getLong("order_id"),
                row.getString("client_order_id"),
                row.getString("tag"),
                row.getLong("trade_id"),
                Side.get(row.getShort("side")),
                Liquidity.get(row.getShort("liquidity")),
                row.getLong("price_ticks"),
                row.getLong("quantity_lots"),
                row.getLong("base_atoms"),
                row.getLong("quote_atoms"),
                row.getLong("fee_atoms"),
                row.getInt("fee_millionths"));
    }

    private static BillRow bill(ResultSet row) throws SQLException {
        return new BillRow(
                row.getLong("bill_id"),
                row.getLong("sequence"),
                row.getLong("time_nanos"),
                row.getInt("account_id"),
                row.getInt("currency_id"),
                Wallet.get(row.getShort("wallet")),
                PostingReason.get(row.getShort("reason")),
                Liquidity.get(row.getShort("liquidity")),
                row.getInt("side"),
                row.getInt("instrument_id"),
                row.getLong("amount_atoms"),
                row.getLong("fee_atoms"),
                row.getLong("balance_atoms"),
                row.getLong("order_id"),
                row.getLong("trade_id"),
                row.getString("client_id"),
                row.getString("client_order_id"),
                row.getString("tag"),
                row.getLong("price_ticks"),
                row.getLong("quantity_lots"));
    }

    private static TradeRow trade(ResultSet row) throws SQLException {
        return new TradeRow(
                row.getInt("instrument_id"),
                row.getLong("trade_id"),
                row.getLong("sequence"),
                row.getLong("time_nanos"),
                Side.get(row.getShort("taker_side")),
                row.getLong("price_ticks"),
                row.getLong("quantity_lots"),
                row.getLong("base_atoms"),
                row.getLong("quote_atoms"));
    }

    private static TransferRow transfer(ResultSet row) throws SQLException {
        return new TransferRow(
                row.getLong("transfer_id"),
                row.getLong("sequence"),
                row.getLong("time_nanos"),
                row.getInt("account_id"),
                row.getInt("currency_id"),
                row.getLong("amount_atoms"),
                Wallet.get(row.getShort("from_wallet")),
                Wallet.get(row.getShort("to_wallet")),
                row.getLong("in_bill_id"),
                row.getString("client_id"));
    }

    private static FamilyTransferRow familyTransfer(ResultSet row) throws SQLException {
        return new FamilyTransferRow(
                row.getLong("transfer_id"),
                row.getLong("sequence"),
                row.getLong("time_nanos"),
                row.getInt("from_account_id"),
                row.getInt("to_account_id"),
                row.getInt("currency_id"),
                row.getLong("amount_atoms"),
                Wallet.get(row.getShort("from_wallet")),
                Wallet.get(row.getShort("to_wallet")),
                row.getLong("in_bill_id"),
                row.getString("client_id"));
    }

    private static DepositRow deposit(ResultSet row) throws SQLException {
        return new DepositRow(
                row.getLong("deposit_id"),
                row.getLong("sequence"),
                row.getLong("time_nanos"),
                row.getInt("account_id"),
                row.getInt("currency_id"),
                row.getLong("amount_atoms"),
                Wallet.get(row.getShort("wallet")),
                row.getString("client_id"));
    }
}
