package seawall.gateway.fanout;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.OkxJson;
import seawall.gateway.view.Bar;
import seawall.gateway.view.CandleView;
import seawall.gateway.view.Views;

/// A candle channel: the running bar when it changed, and each bar once more when it is closed, also a bar in which
/// nothing traded. A message holds one bar, as clients expect.
final class CandleTopic extends Topic {
    private static final long INTERVAL_NANOS = 1_000_000_000L;
    /// A trade of the last moment of a bar may still be on its way when the bar ends.
    private static final long SETTLE_MILLIS = 100;

    private static final long UNTOLD = Long.MIN_VALUE;

    private final Views views;
    private final OkxJson render;
    private final int instrumentId;
    private final Bar bar;
    /// The bar whose end is to be told next; [#UNTOLD] before the first.
    private long openMillis = UNTOLD;

    private @Nullable CandleView told;

    CandleTopic(TopicKey key, Views views, OkxJson render, int instrumentId, Bar bar) {
        super(key, INTERVAL_NANOS);
        this.views = views;
        this.render = render;
        this.instrumentId = instrumentId;
        this.bar = bar;
    }

    @Override
    @Nullable
    JsonOutput update(long nowNanos, JsonOutput message) {
        long nowMillis = nowMillis(nowNanos);
        long runningMillis = bar.openMillis(nowMillis);
        if (openMillis != UNTOLD && openMillis < runningMillis) {
            CandleView closed = candle(openMillis, nowMillis);
            openMillis = bar.nextMillis(openMillis);
            told = null;
            takeNextTick(nowNanos);
            return closed == null ? null : message(message, closed, true);
        }
        CandleView running = candle(runningMillis, nowMillis);
        openMillis = runningMillis;
        if (running == null || running.equals(told)) {
            return null;
        }
        told = running;
        return message(message, running, false);
    }

    @Override
    @Nullable
    JsonOutput snapshot(long nowNanos, JsonOutput message) {
        long nowMillis = nowMillis(nowNanos);
        long runningMillis = bar.openMillis(nowMillis);
        CandleView running = candle(runningMillis, nowMillis);
        if (running == null) {
            return null;
        }
        if (openMillis == runningMillis) {
            told = running;
        }
        return message(message, running, false);
    }

    @Override
    void skipUpdate(long nowNanos) {
        openMillis = bar.openMillis(nowMillis(nowNanos));
        told = null;
    }

    private static long nowMillis(long nowNanos) {
        return nowNanos / 1_000_000 - SETTLE_MILLIS;
    }

    /// Null before the first trade.
    private @Nullable CandleView candle(long opensMillis, long nowMillis) {
        List<CandleView> rows = views.candles(instrumentId, bar, opensMillis + 1, opensMillis - 1, 1, nowMillis)
                .rows();
        return rows.isEmpty() ? null : rows.getFirst();
    }

    private JsonOutput message(JsonOutput message, CandleView candle, boolean isClosed) {
        message.key("data").beginArray();
        render.candle(message, Objects.requireNonNull(views.instrument(instrumentId)), candle, isClosed);
        return message.endArray().endObject();
    }
}
