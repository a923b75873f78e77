package seawall.bench;

/// What a tape leads to: every candidate must end with the same.
///
/// @param trades        fills of the whole tape
/// @param tradedLots    quantity of those fills
/// @param restingOrders orders in all books at the end
/// @param restingLots   their quantity
/// @param levelsHash    sum over the price levels of [#levelHash]
record Digest(long trades, long tradedLots, long restingOrders, long restingLots, long levelsHash) {
    /// The same, with one more price level at the end.
    Digest withLevel(int instrument, boolean buys, long priceTicks, long lots, long orders) {
        return new Digest(
                trades,
                tradedLots,
                restingOrders + orders,
                restingLots + lots,
                levelsHash + levelHash(instrument, buys, priceTicks, lots, orders));
    }

    /// Mixes a level, so that a sum over levels in any order tells two books apart.
    static long levelHash(int instrument, boolean buys, long priceTicks, long lots, long orders) {
        long hash = mix(instrument * 2L + (buys ? 1 : 0));
        hash = mix(hash ^ priceTicks);
        hash = mix(hash ^ lots);
        return mix(hash ^ orders);
    }

    /// Throws if a candidate ended elsewhere.
    void requireEqual(Digest found, String who) {
        if (!equals(found)) {
            throw new IllegalStateException(who + ": expected " + this + ", found " + found);
        }
    }

    /// The finalizer of SplitMix64.
    private static long mix(long value) {
        long mixed = (value + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
