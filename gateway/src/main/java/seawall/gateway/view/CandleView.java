package seawall.gateway.view;

/// The prices of one bar. A bar without trades repeats the close before it, with volumes of 0. A volume that would not
/// fit stops at the greatest long.
///
/// @param openMillis       when the bar opens, in milliseconds since 1970 UTC
/// @param volumeLots       traded quantity
/// @param volumeQuoteAtoms traded value
public record CandleView(
        long openMillis,
        long openTicks,
        long highTicks,
        long lowTicks,
        long closeTicks,
        long volumeLots,
        long volumeQuoteAtoms) {
    static CandleView of(long openMillis, long priceTicks, long quantityLots, long quoteAtoms) {
        return new CandleView(openMillis, priceTicks, priceTicks, priceTicks, priceTicks, quantityLots, quoteAtoms);
    }

    static CandleView empty(long openMillis, long closeTicks) {
        return of(openMillis, closeTicks, 0, 0);
    }

    CandleView with(long priceTicks, long quantityLots, long quoteAtoms) {
        return new CandleView(
                openMillis,
                openTicks,
                Math.max(highTicks, priceTicks),
                Math.min(lowTicks, priceTicks),
                priceTicks,
                addSaturated(volumeLots, quantityLots),
                addSaturated(volumeQuoteAtoms, quoteAtoms));
    }

    static long addSaturated(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
