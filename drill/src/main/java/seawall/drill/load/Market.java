package seawall.drill.load;

import java.math.BigDecimal;
import java.util.Random;
import seawall.drill.RunningExchange.Listing;

/// What a client may ask of an instrument: prices near its start, so that orders meet, and sizes about as usual.
final class Market {
    /// Prices are within so many millionths of the start.
    private static final int SPREAD_MILLIONTHS = 1_500;

    private static final int SIZES = 20;

    private final Listing listing;
    private final long spreadTicks;

    Market(Listing listing) {
        this.listing = listing;
        // At least a few prices, whatever the tick.
        spreadTicks = Math.max(10, Math.min(150, listing.startTicks() * SPREAD_MILLIONTHS / 1_000_000));
    }

    String name() {
        return listing.name();
    }

    /// A price on the usual side of the start, or a little beyond, where it meets others.
    long priceTicks(Random random, boolean buys) {
        long away = random.nextLong(spreadTicks) - spreadTicks / 8;
        return listing.startTicks() + (buys ? -away : away);
    }

    long sizeLots(Random random) {
        long step = Math.max(listing.minLots(), listing.usualLots() / SIZES);
        return step * (1 + random.nextInt(SIZES));
    }

    String price(long ticks) {
        return BigDecimal.valueOf(ticks, listing.tickScale())
                .stripTrailingZeros()
                .toPlainString();
    }

    String size(long lots) {
        return BigDecimal.valueOf(lots, listing.lotScale()).stripTrailingZeros().toPlainString();
    }
}
