package seawall.gateway.view;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The candles of one bar of one instrument. Only those with trades are kept; the others follow from them. The view
/// thread writes, any thread reads.
final class CandleSeries {
    private final Bar bar;
    private final RecentRing<CandleView> traded;
    private @Nullable CandleView latest;
    private long latestEndMillis = Long.MIN_VALUE;

    CandleSeries(Bar bar, int candlesMax) {
        this.bar = bar;
        this.traded = new RecentRing<>(candlesMax);
    }

    void trade(long millis, long priceTicks, long quantityLots, long quoteAtoms) {
        if (latest != null && millis < latestEndMillis) {
            latest = latest.with(priceTicks, quantityLots, quoteAtoms);
            traded.replaceLast(latest);
            return;
        }
        long openMillis = bar.openMillis(millis);
        latest = CandleView.of(openMillis, priceTicks, quantityLots, quoteAtoms);
        latestEndMillis = bar.nextMillis(openMillis);
        traded.add(latest);
    }

    /// Candles newest first, those without trades included, between the bounds, both excluded.
    ///
    /// @param nowMillis the bar that holds it is the newest
    Candles page(long afterMillis, long beforeMillis, int limit, long nowMillis) {
        long startMillis = startMillis(bar, afterMillis, nowMillis);
        var kept = new ArrayList<CandleView>();
        long index = traded.count() - 1;
        long floorMillis = Long.MIN_VALUE;
        while (index >= 0 && kept.size() <= limit) {
            CandleView candle = traded.get(index--);
            if (candle == null) {
                break;
            }
            floorMillis = candle.openMillis();
            if (candle.openMillis() <= startMillis) {
                kept.add(candle);
            }
        }
        boolean isAll = traded.get(0) != null || traded.count() == 0;
        List<CandleView> rows = expand(bar, startMillis, beforeMillis, limit, kept);
        long lowest =
                rows.isEmpty() ? bar.nextMillis(startMillis) : rows.getLast().openMillis();
        boolean isComplete = isAll || rows.size() == limit || bar.previousMillis(lowest) <= beforeMillis;
        return new Candles(rows, isComplete, floorMillis);
    }

    static long startMillis(Bar bar, long afterMillis, long nowMillis) {
        return bar.openMillis(Math.min(nowMillis, afterMillis - 1));
    }

    /// Adds the bars between those with trades.
    ///
    /// @param traded newest first, all candles with trades that the page needs and one more if there is one
    static List<CandleView> expand(Bar bar, long startMillis, long beforeMillis, int limit, List<CandleView> traded) {
        var rows = new ArrayList<CandleView>();
        int next = 0;
        for (long open = startMillis;
                open > beforeMillis && rows.size() < limit && next < traded.size();
                open = bar.previousMillis(open)) {
            CandleView candle = traded.get(next);
            if (candle.openMillis() == open) {
                rows.add(candle);
                next++;
            } else {
                rows.add(CandleView.empty(open, candle.closeTicks()));
            }
        }
        return rows;
    }
}
