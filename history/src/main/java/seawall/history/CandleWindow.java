package seawall.history;

import java.util.ArrayList;
import java.util.List;

/// Folds stored rows, oldest first, into the bars of one answer: at most `limit` bars without holes, the newest that
/// the bounds allow.
final class CandleWindow {
    private final Bar bar;
    private final long newestNanos;
    private final long notBeforeNanos;
    private final int limit;
    private final long nowNanos;
    private final List<CandleRow> bars = new ArrayList<>();
    private long fromNanos;
    private long nextNanos;
    private long closeTicks;

    CandleWindow(Bar bar, long afterNanos, long beforeNanos, int limit, long nowNanos) {
        this.bar = bar;
        this.limit = limit;
        this.nowNanos = nowNanos;
        this.newestNanos = bar.floorNanos(Math.min(nowNanos, afterNanos - 1));
        this.notBeforeNanos = beforeNanos == 0 ? Long.MIN_VALUE : bar.nextNanos(bar.floorNanos(beforeNanos));
    }

    Bar bar() {
        return bar;
    }

    /// Says when the first row there is happened.
    ///
    /// @return false if no bar can be in this window
    boolean startAt(long firstNanos) {
        long oldestNanos = Math.max(notBeforeNanos, bar.floorNanos(firstNanos));
        if (newestNanos < oldestNanos) {
            return false;
        }
        fromNanos = Math.max(oldestNanos, bar.earlierNanos(newestNanos, limit - 1));
        nextNanos = fromNanos;
        return true;
    }

    /// Rows from this time on belong here.
    long fromNanos() {
        return fromNanos;
    }

    /// Rows before this time belong here.
    long toNanos() {
        return bar.nextNanos(newestNanos);
    }

    /// The close that the first bar repeats if nothing traded in it.
    void previousClose(long ticks) {
        closeTicks = ticks;
    }

    void add(CandleRow row) {
        long openNanos = bar.floorNanos(row.openNanos());
        if (!bars.isEmpty() && bars.getLast().openNanos() == openNanos) {
            CandleRow last = bars.removeLast();
            row = new CandleRow(
                    openNanos,
                    last.openTicks(),
                    Math.max(last.highTicks(), row.highTicks()),
                    Math.min(last.lowTicks(), row.lowTicks()),
                    row.closeTicks(),
                    Batch.addSaturating(last.volumeLots(), row.volumeLots()),
                    Batch.addSaturating(last.baseAtoms(), row.baseAtoms()),
                    Batch.addSaturating(last.quoteAtoms(), row.quoteAtoms()),
                    last.closed());
        } else {
            fillUpTo(openNanos);
            nextNanos = bar.nextNanos(openNanos);
        }
        closeTicks = row.closeTicks();
        bars.add(new CandleRow(
                openNanos,
                row.openTicks(),
                row.highTicks(),
                row.lowTicks(),
                row.closeTicks(),
                row.volumeLots(),
                row.baseAtoms(),
                row.quoteAtoms(),
                isClosed(openNanos)));
    }

    List<CandleRow> newestFirst() {
        fillUpTo(toNanos());
        return List.copyOf(bars.reversed());
    }

    private void fillUpTo(long openNanos) {
        for (; nextNanos < openNanos; nextNanos = bar.nextNanos(nextNanos)) {
            bars.add(new CandleRow(
                    nextNanos, closeTicks, closeTicks, closeTicks, closeTicks, 0, 0, 0, isClosed(nextNanos)));
        }
    }

    private boolean isClosed(long openNanos) {
        return bar.nextNanos(openNanos) <= nowNanos;
    }
}
