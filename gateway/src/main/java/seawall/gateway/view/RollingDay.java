package seawall.gateway.view;

import java.util.ArrayDeque;

/// Prices and volumes of the last 24 hours, a minute at a time: a minute leaves as a whole once all of it is older.
final class RollingDay {
    private static final long MINUTE_MILLIS = 60_000;
    private static final long DAY_MILLIS = 86_400_000;

    private final ArrayDeque<CandleView> minutes = new ArrayDeque<>();
    private long openTicks;
    private long highTicks;
    private long lowTicks;
    private long volumeLots;
    private long volumeQuoteAtoms;

    void trade(long millis, long priceTicks, long quantityLots, long quoteAtoms) {
        advance(millis);
        long open = millis - Math.floorMod(millis, MINUTE_MILLIS);
        CandleView minute = minutes.peekLast();
        if (minute != null && minute.openMillis() == open) {
            minutes.removeLast();
            minutes.addLast(minute.with(priceTicks, quantityLots, quoteAtoms));
        } else {
            minutes.addLast(CandleView.of(open, priceTicks, quantityLots, quoteAtoms));
        }
        if (openTicks == 0) {
            openTicks = priceTicks;
        }
        highTicks = Math.max(highTicks, priceTicks);
        lowTicks = lowTicks == 0 ? priceTicks : Math.min(lowTicks, priceTicks);
        volumeLots = CandleView.addSaturated(volumeLots, quantityLots);
        volumeQuoteAtoms = CandleView.addSaturated(volumeQuoteAtoms, quoteAtoms);
    }

    void advance(long millis) {
        boolean left = false;
        while (!minutes.isEmpty() && minutes.getFirst().openMillis() + MINUTE_MILLIS <= millis - DAY_MILLIS) {
            openTicks = minutes.removeFirst().closeTicks();
            left = true;
        }
        if (left) {
            sumUp();
        }
    }

    private void sumUp() {
        highTicks = openTicks;
        lowTicks = openTicks;
        volumeLots = 0;
        volumeQuoteAtoms = 0;
        for (CandleView minute : minutes) {
            highTicks = Math.max(highTicks, minute.highTicks());
            lowTicks = Math.min(lowTicks, minute.lowTicks());
            volumeLots = CandleView.addSaturated(volumeLots, minute.volumeLots());
            volumeQuoteAtoms = CandleView.addSaturated(volumeQuoteAtoms, minute.volumeQuoteAtoms());
        }
    }

    /// Price 24 hours ago, or the first price; 0 before any trade.
    long openTicks() {
        return openTicks;
    }

    long highTicks() {
        return highTicks;
    }

    long lowTicks() {
        return lowTicks;
    }

    long volumeLots() {
        return volumeLots;
    }

    long volumeQuoteAtoms() {
        return volumeQuoteAtoms;
    }
}
