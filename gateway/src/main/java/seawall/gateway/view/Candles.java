package seawall.gateway.view;

import java.util.List;

/// A page of candles, newest first.
///
/// @param isComplete  false when bars that were asked for are older than what the views keep
/// @param floorMillis the views have all bars from this one on
public record Candles(List<CandleView> rows, boolean isComplete, long floorMillis) {
    /// The whole page, from the candles with trades of the views and of a store.
    ///
    /// @param traded newest first; everything the page needs, and one candle more if there is one
    public static List<CandleView> page(
            Bar bar, long afterMillis, long beforeMillis, int limit, long nowMillis, List<CandleView> traded) {
        return CandleSeries.expand(
                bar, CandleSeries.startMillis(bar, afterMillis, nowMillis), beforeMillis, limit, traded);
    }
}
