package seawall.engine;

import org.jspecify.annotations.Nullable;

/// The bids of a book, as its price levels are kept by the engine or by an alternative to it: what
/// [PriceLevelsBenchmark] measures. A level has its place by [Level#key], which of bids is the price.
interface PriceLevels {
    @Nullable
    Level find(long priceTicks);

    /// Adds a level whose price has none.
    void add(Level level);

    /// Removes a level that is in the book and has the price with which it was added.
    void remove(Level level);

    /// Lots of the best levels, each read in its turn from the best on.
    long bestLots(int depth);

    /// An empty side of a book.
    ///
    /// @param alternative one of the names that the benchmark lists
    /// @param levelsMax   levels at once
    static PriceLevels of(String alternative, int levelsMax) {
        return switch (alternative) {
            case "sorted-array" -> new SortedPriceLevels(levelsMax);
            case "sorted-from-touch" -> new TouchFirstPriceLevels(levelsMax);
            case "pages" -> new PagedPriceLevels(levelsMax);
            case "tree" -> new TreePriceLevels();
            case "radix-tree" -> new RadixPriceLevels();
            case "window" -> new WindowPriceLevels();
            case "hash-and-links" -> new HashedPriceLevels(levelsMax);
            default -> throw new IllegalArgumentException("expected an alternative, found " + alternative);
        };
    }
}
