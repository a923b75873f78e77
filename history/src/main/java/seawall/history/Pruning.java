package seawall.history;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Deletes what is older than the retention, a bounded number of rows at a time, oldest first.
final class Pruning {
    private final HistoryConfig.Retention retention;

    Pruning(HistoryConfig.Retention retention) {
        this.retention = retention;
    }

    /// One step inside the caller's transaction.
    ///
    /// @param nowNanos time of the journal, so that a replay prunes as the first run did
    /// @return deleted rows
    int step(Handle handle, long nowNanos) {
        long cutoffNanos = nowNanos - Duration.ofDays(retention.days()).toNanos();
        long minuteCutoffNanos =
                nowNanos - Duration.ofDays(retention.minuteCandleDays()).toNanos();
        // Ids grow with time, so looking at the oldest rows by id finds the expired ones without an index on time, and
        // looks at no more rows than it may delete.
        int deleted = delete(handle, cutoffNanos, """
                DELETE FROM fills WHERE bill_id IN (
                    SELECT bill_id FROM (SELECT bill_id, time_nanos FROM fills ORDER BY bill_id LIMIT :rowsMax) oldest
                    WHERE time_nanos < :cutoffNanos)
                """);
        deleted += delete(handle, cutoffNanos, """
                DELETE FROM bills WHERE bill_id IN (
                    SELECT bill_id FROM (SELECT bill_id, time_nanos FROM bills ORDER BY bill_id LIMIT :rowsMax) oldest
                    WHERE time_nanos < :cutoffNanos)
                """);
        deleted += delete(handle, cutoffNanos, """
                DELETE FROM transfers WHERE transfer_id IN (
                    SELECT transfer_id FROM (
                        SELECT transfer_id, time_nanos FROM transfers ORDER BY transfer_id LIMIT :rowsMax) oldest
                    WHERE time_nanos < :cutoffNanos)
                """);
        deleted += delete(handle, cutoffNanos, """
                DELETE FROM family_transfers WHERE transfer_id IN (
                    SELECT transfer_id FROM (
                        SELECT transfer_id, time_nanos FROM family_transfers
                        ORDER BY transfer_id LIMIT :rowsMax) oldest
                    WHERE time_nanos < :cutoffNanos)
                """);
        deleted += delete(handle, cutoffNanos, """
                DELETE FROM deposits WHERE deposit_id IN (
                    SELECT deposit_id FROM (
                        SELECT deposit_id, time_nanos FROM deposits ORDER BY deposit_id LIMIT :rowsMax) oldest
                    WHERE time_nanos < :cutoffNanos)
                """);
        // An open order may be older than all others, so here the expired are found by the time of their end.
        deleted += delete(handle, cutoffNanos, """
                DELETE FROM orders WHERE order_id IN (
                    SELECT order_id FROM orders WHERE state >= 3 AND updated_nanos < :cutoffNanos
                    ORDER BY updated_nanos LIMIT :rowsMax)
                """);
        List<Long> instruments = handle.createQuery("SELECT instrument_id FROM instruments ORDER BY instrument_id")
                .mapTo(Long.class)
                .list();
        for (long instrumentId : instruments) {
            deleted += delete(handle, cutoffNanos, instrumentId, """
                    DELETE FROM trades WHERE instrument_id = :instrumentId AND trade_id IN (
                        SELECT trade_id FROM (
                            SELECT trade_id, time_nanos FROM trades WHERE instrument_id = :instrumentId
                            ORDER BY trade_id LIMIT :rowsMax) oldest
                        WHERE time_nanos < :cutoffNanos)
                    """);
            deleted += delete(handle, minuteCutoffNanos, instrumentId, """
                    DELETE FROM candles WHERE instrument_id = :instrumentId AND minutes = 1 AND open_nanos IN (
                        SELECT open_nanos FROM candles
                        WHERE instrument_id = :instrumentId AND minutes = 1 AND open_nanos < :cutoffNanos
                        ORDER BY open_nanos LIMIT :rowsMax)
                    """);
        }
        return deleted;
    }

    private int delete(Handle handle, long cutoffNanos, String sql) {
        return handle.createUpdate(sql)
                .bind("cutoffNanos", cutoffNanos)
                .bind("rowsMax", retention.stepRowsMax())
                .execute();
    }

    private int delete(Handle handle, long cutoffNanos, long instrumentId, String sql) {
        return handle.createUpdate(sql)
                .bind("cutoffNanos", cutoffNanos)
                .bind("instrumentId", instrumentId)
                .bind("rowsMax", retention.stepRowsMax())
                .execute();
    }
}
