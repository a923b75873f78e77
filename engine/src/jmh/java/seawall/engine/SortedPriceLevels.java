package seawall.engine;

import org.jspecify.annotations.Nullable;

/// What the engine has: [BookSide], the keys of the levels sorted in an array, the best last.
final class SortedPriceLevels implements PriceLevels {
    private final BookSide side;

    SortedPriceLevels(int levelsMax) {
        side = BareBook.instrument(BareBook.limits(levelsMax)).bids;
    }

    @Override
    public @Nullable Level find(long priceTicks) {
        return side.find(priceTicks);
    }

    @Override
    public void add(Level level) {
        side.add(level);
    }

    @Override
    public void remove(Level level) {
        side.remove(level);
    }

    @Override
    public long bestLots(int depth) {
        long lots = 0;
        for (int rank = 0; rank < Math.min(depth, side.size()); rank++) {
            lots += side.level(rank).lots;
        }
        return lots;
    }
}
