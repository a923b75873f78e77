package seawall.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.OrderAcceptedDecoder;
import seawall.wire.codec.OrderAmendedDecoder;
import seawall.wire.codec.OrderClosedDecoder;

/// The rows of consecutive entries, and the transaction that writes them together with the journal position.
///
/// What happens to one order or one candle several times in a batch is folded here and written once. Folding only adds,
/// or takes the later value, so the rows are the same wherever the batches were cut.
final class Batch {
    private final List<@Nullable Object[]> currencies = new ArrayList<>();
    private final List<@Nullable Object[]> instruments = new ArrayList<>();
    private final List<@Nullable Object[]> fills = new ArrayList<>();
    private final List<@Nullable Object[]> bills = new ArrayList<>();
    private final List<@Nullable Object[]> trades = new ArrayList<>();
    private final List<@Nullable Object[]> transfers = new ArrayList<>();
    private final List<@Nullable Object[]> familyTransfers = new ArrayList<>();
    private final List<@Nullable Object[]> deposits = new ArrayList<>();
    private final List<@Nullable Object[]> subAccounts = new ArrayList<>();
    private final Map<Long, OrderChange> orders = new LinkedHashMap<>();
    private final Map<CandleKey, CandleChange> candles = new LinkedHashMap<>();

    private final long previousSequence;
    private long sequence;
    private long timeNanos;

    /// A batch whose first entry follows `previousSequence`.
    Batch(long previousSequence) {
        this.previousSequence = previousSequence;
        this.sequence = previousSequence;
    }

    /// Opens the next entry.
    ///
    /// @throws IllegalStateException if it is not the next one
    void beginEntry(EntryPartDecoder entry) {
        if (entry.sequence() != sequence + 1) {
            throw new IllegalStateException("gap after " + sequence + ", received " + entry.sequence());
        }
        sequence = entry.sequence();
        timeNanos = entry.timeNanos();
    }

    long sequence() {
        return sequence;
    }

    long timeNanos() {
        return timeNanos;
    }

    int entries() {
        return Math.toIntExact(sequence - previousSequence);
    }

    int rows() {
        return currencies.size()
                + instruments.size()
                + fills.size()
                + bills.size()
                + trades.size()
                + transfers.size()
                + familyTransfers.size()
                + subAccounts.size()
                + deposits.size()
                + orders.size()
                + candles.size();
    }

    void currency(@Nullable Object... row) {
        currencies.add(row);
    }

    void instrument(@Nullable Object... row) {
        instruments.add(row);
    }

    void fill(@Nullable Object... row) {
        fills.add(row);
    }

    void bill(@Nullable Object... row) {
        bills.add(row);
    }

    void trade(@Nullable Object... row) {
        trades.add(row);
    }

    void transfer(@Nullable Object... row) {
        transfers.add(row);
    }

    void familyTransfer(@Nullable Object... row) {
        familyTransfers.add(row);
    }

    void subAccount(@Nullable Object... row) {
        subAccounts.add(row);
    }

    void deposit(@Nullable Object... row) {
        deposits.add(row);
    }

    void accepted(OrderAcceptedDecoder event) {
        OrderChange order = order(event.orderId());
        order.accepted = new Object[] {
            event.orderId(),
            sequence,
            event.accountId(),
            event.instrumentId(),
            event.side().value(),
            event.orderType().value(),
            event.sizeUnit().value(),
            event.stp().value(),
            event.clientOrderId(),
            event.tag(),
            timeNanos
        };
        order.priceTicks = event.priceTicks();
        order.quantity = event.quantity();
        order.state = OrderState.LIVE;
    }

    /// One side of a fill, seen by its order.
    void filled(long orderId, long tradeId, long priceTicks, long lots, long quoteAtoms, long feeAtoms) {
        OrderChange order = order(orderId);
        order.state = OrderState.PARTIALLY_FILLED;
        order.filledLots += lots;
        order.filledQuoteAtoms = addSaturating(order.filledQuoteAtoms, quoteAtoms);
        order.feeAtoms += feeAtoms;
        long low = priceTicks * lots;
        order.turnoverHigh += Math.multiplyHigh(priceTicks, lots) << 32 | low >>> 32;
        order.turnoverLow += low & 0xffff_ffffL;
        order.lastTradeId = tradeId;
        order.lastFillPriceTicks = priceTicks;
        order.lastFillLots = lots;
        order.lastFillNanos = timeNanos;
    }

    void amended(OrderAmendedDecoder event) {
        OrderChange order = order(event.orderId());
        order.priceTicks = event.priceTicks();
        order.quantity = event.quantityLots();
    }

    void closed(OrderClosedDecoder event) {
        OrderChange order = order(event.orderId());
        order.state = event.reason() == CloseReason.FILLED ? OrderState.FILLED : OrderState.CANCELED;
        order.closeReason = event.reason().value();
    }

    /// One trade, seen by the candles it falls into.
    void traded(int instrumentId, long priceTicks, long lots, long baseAtoms, long quoteAtoms) {
        for (Bar bar : Bar.stored()) {
            var key = new CandleKey(instrumentId, bar.storedMinutes(), bar.floorNanos(timeNanos));
            CandleChange candle = candles.computeIfAbsent(key, ignored -> new CandleChange(priceTicks));
            candle.highTicks = Math.max(candle.highTicks, priceTicks);
            candle.lowTicks = Math.min(candle.lowTicks, priceTicks);
            candle.closeTicks = priceTicks;
            candle.volumeLots = addSaturating(candle.volumeLots, lots);
            candle.baseAtoms = addSaturating(candle.baseAtoms, baseAtoms);
            candle.quoteAtoms = addSaturating(candle.quoteAtoms, quoteAtoms);
        }
    }

    /// Writes everything inside the caller's transaction.
    ///
    /// @throws IllegalStateException if the database does not stand where this batch begins, or misses an order
    void write(Handle handle) {
        // First, because on PostgreSQL this row is the lock that keeps a second history from writing the same entries.
        int moved = handle.createUpdate("""
                        UPDATE journal_position SET sequence = :sequence, time_nanos = :timeNanos
                        WHERE id = 1 AND sequence = :previousSequence
                        """)
                .bind("sequence", sequence)
                .bind("timeNanos", timeNanos)
                .bind("previousSequence", previousSequence)
                .execute();
        if (moved != 1) {
            throw new IllegalStateException("expected the database at " + previousSequence
                    + ", found it elsewhere: another history writes to it");
        }
        insert(handle, currencies, """
                INSERT INTO currencies (currency_id, sequence, time_nanos, code, scale, balance_atoms_max)
                VALUES (?, ?, ?, ?, ?, ?)
                """);
        insert(handle, instruments, """
                INSERT INTO instruments (instrument_id, sequence, time_nanos, name, base_id, quote_id, tick_mantissa,
                    tick_scale, lot_mantissa, lot_scale, min_lots, max_limit_lots, max_market_lots,
                    max_market_quote_atoms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """);
        insert(handle, fills, """
                INSERT INTO fills (bill_id, sequence, time_nanos, account_id, instrument_id, order_id, trade_id, side,
                    liquidity, price_ticks, quantity_lots, base_atoms, quote_atoms, fee_atoms, fee_millionths)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """);
        insert(handle, bills, """
                INSERT INTO bills (bill_id, sequence, time_nanos, account_id, currency_id, wallet, reason, liquidity,
                    side, instrument_id, amount_atoms, fee_atoms, balance_atoms, order_id, trade_id, client_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """);
        insert(handle, trades, """
                INSERT INTO trades (instrument_id, trade_id, sequence, time_nanos, taker_side, price_ticks,
                    quantity_lots, base_atoms, quote_atoms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """);
        insert(handle, transfers, """
                INSERT INTO transfers (transfer_id, sequence, time_nanos, account_id, currency_id, amount_atoms,
                    from_wallet, to_wallet, in_bill_id, client_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """);
        insert(handle, familyTransfers, """
                INSERT INTO family_transfers (account_id, transfer_id, sequence, time_nanos, from_account_id,
                    to_account_id, currency_id, amount_atoms, from_wallet, to_wallet, in_bill_id, client_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """);
        insert(handle, subAccounts, """
                INSERT INTO sub_accounts (account_id, sequence, time_nanos, main_account_id, name, label)
                VALUES (?, ?, ?, ?, ?, ?)
                """);
        insert(handle, deposits, """
                INSERT INTO deposits (deposit_id, sequence, time_nanos, account_id, currency_id, amount_atoms, wallet,
                    client_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """);
        writeOrders(handle);
        writeCandles(handle);
    }

    private void writeOrders(Handle handle) {
        List<@Nullable Object[]> accepted = new ArrayList<>();
        List<@Nullable Object[]> changed = new ArrayList<>();
        for (Map.Entry<Long, OrderChange> entry : orders.entrySet()) {
            OrderChange order = entry.getValue();
            if (order.accepted != null) {
                accepted.add(order.insertRow(order.accepted));
            } else {
                changed.add(order.updateRow(entry.getKey()));
            }
        }
        insert(handle, accepted, """
                INSERT INTO orders (order_id, sequence, account_id, instrument_id, side, order_type, size_unit, stp,
                    client_order_id, tag, created_nanos, price_ticks, quantity, updated_nanos, state, close_reason,
                    filled_lots, filled_quote_atoms, fee_atoms, turnover_high, turnover_low, last_trade_id,
                    last_fill_price_ticks, last_fill_lots, last_fill_nanos)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """);
        int[] counts = insert(handle, changed, """
                UPDATE orders SET
                    price_ticks = COALESCE(?, price_ticks),
                    quantity = COALESCE(?, quantity),
                    updated_nanos = ?,
                    state = COALESCE(?, state),
                    close_reason = COALESCE(?, close_reason),
                    filled_lots = filled_lots + ?,
                    filled_quote_atoms = CASE WHEN filled_quote_atoms > 9223372036854775807 - ?
                        THEN 9223372036854775807 ELSE filled_quote_atoms + ? END,
                    fee_atoms = fee_atoms + ?,
                    turnover_high = turnover_high + ?,
                    turnover_low = turnover_low + ?,
                    last_trade_id = COALESCE(?, last_trade_id),
                    last_fill_price_ticks = COALESCE(?, last_fill_price_ticks),
                    last_fill_lots = COALESCE(?, last_fill_lots),
                    last_fill_nanos = COALESCE(?, last_fill_nanos)
                WHERE order_id = ?
                """);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 1) {
                @Nullable Object[] row = changed.get(i);
                throw new IllegalStateException(
                        "an event names order " + row[row.length - 1] + ", which was never accepted");
            }
        }
    }

    private void writeCandles(Handle handle) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        candles.forEach((key, candle) -> rows.add(new Object[] {
            key.instrumentId,
            key.minutes,
            key.openNanos,
            candle.openTicks,
            candle.highTicks,
            candle.lowTicks,
            candle.closeTicks,
            candle.volumeLots,
            candle.baseAtoms,
            candle.quoteAtoms
        }));
        insert(handle, rows, """
                INSERT INTO candles (instrument_id, minutes, open_nanos, open_ticks, high_ticks, low_ticks, close_ticks,
                    volume_lots, base_atoms, quote_atoms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (instrument_id, minutes, open_nanos) DO UPDATE SET
                    high_ticks = CASE WHEN candles.high_ticks > excluded.high_ticks
                        THEN candles.high_ticks ELSE excluded.high_ticks END,
                    low_ticks = CASE WHEN candles.low_ticks < excluded.low_ticks
                        THEN candles.low_ticks ELSE excluded.low_ticks END,
                    close_ticks = excluded.close_ticks,
                    volume_lots = CASE WHEN candles.volume_lots > 9223372036854775807 - excluded.volume_lots
                        THEN 9223372036854775807 ELSE candles.volume_lots + excluded.volume_lots END,
                    base_atoms = CASE WHEN candles.base_atoms > 9223372036854775807 - excluded.base_atoms
                        THEN 9223372036854775807 ELSE candles.base_atoms + excluded.base_atoms END,
                    quote_atoms = CASE WHEN candles.quote_atoms > 9223372036854775807 - excluded.quote_atoms
                        THEN 9223372036854775807 ELSE candles.quote_atoms + excluded.quote_atoms END
                """);
    }

    private static int[] insert(Handle handle, List<@Nullable Object[]> rows, String sql) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        try (PreparedBatch batch = handle.prepareBatch(sql)) {
            for (@Nullable Object[] row : rows) {
                batch.add(row);
            }
            return batch.execute();
        }
    }

    /// Sum of two amounts that are not negative, or the largest long: a column that cannot hold a sum must not wrap.
    static long addSaturating(long left, long right) {
        return left > Long.MAX_VALUE - right ? Long.MAX_VALUE : left + right;
    }

    private OrderChange order(long orderId) {
        OrderChange order = orders.computeIfAbsent(orderId, ignored -> new OrderChange());
        order.updatedNanos = timeNanos;
        return order;
    }

    /// What a batch does to one order; null means unchanged.
    private static final class OrderChange {
        private Object @Nullable [] accepted;
        private @Nullable Long priceTicks;
        private @Nullable Long quantity;
        private @Nullable OrderState state;
        private @Nullable Short closeReason;
        private @Nullable Long lastTradeId;
        private @Nullable Long lastFillPriceTicks;
        private @Nullable Long lastFillLots;
        private @Nullable Long lastFillNanos;
        private long updatedNanos;
        private long filledLots;
        private long filledQuoteAtoms;
        private long feeAtoms;
        private long turnoverHigh;
        private long turnoverLow;

        @Nullable
        Object[] insertRow(Object[] facts) {
            @Nullable Object[] row = new @Nullable Object[facts.length + 14];
            System.arraycopy(facts, 0, row, 0, facts.length);
            int column = facts.length;
            row[column++] = priceTicks;
            row[column++] = quantity;
            row[column++] = updatedNanos;
            row[column++] = state == null ? null : state.code();
            row[column++] = closeReason == null ? OrderRow.OPEN : closeReason;
            row[column++] = filledLots;
            row[column++] = filledQuoteAtoms;
            row[column++] = feeAtoms;
            row[column++] = turnoverHigh;
            row[column++] = turnoverLow;
            row[column++] = orZero(lastTradeId);
            row[column++] = orZero(lastFillPriceTicks);
            row[column++] = orZero(lastFillLots);
            row[column] = orZero(lastFillNanos);
            return row;
        }

        @Nullable
        Object[] updateRow(long orderId) {
            return new @Nullable Object[] {
                priceTicks,
                quantity,
                updatedNanos,
                state == null ? null : state.code(),
                closeReason,
                filledLots,
                filledQuoteAtoms,
                filledQuoteAtoms,
                feeAtoms,
                turnoverHigh,
                turnoverLow,
                lastTradeId,
                lastFillPriceTicks,
                lastFillLots,
                lastFillNanos,
                orderId
            };
        }

        private static long orZero(@Nullable Long value) {
            return value == null ? 0 : value;
        }
    }

    private record CandleKey(int instrumentId, int minutes, long openNanos) {}

    private static final class CandleChange {
        private final long openTicks;
        private long highTicks;
        private long lowTicks;
        private long closeTicks;
        private long volumeLots;
        private long baseAtoms;
        private long quoteAtoms;

        CandleChange(long openTicks) {
            this.openTicks = openTicks;
            this.highTicks = openTicks;
            this.lowTicks = openTicks;
            this.closeTicks = openTicks;
        }
    }
}
