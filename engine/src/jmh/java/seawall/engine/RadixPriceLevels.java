package seawall.engine;

import exchange.core2.collections.art.LongAdaptiveRadixTreeMap;
import org.jspecify.annotations.Nullable;

/// The adaptive radix tree in which exchange-core finds its levels. Its book links the best orders besides, so its own
/// walk is shorter than the one here.
final class RadixPriceLevels implements PriceLevels {
    private final LongAdaptiveRadixTreeMap<Level> levels = new LongAdaptiveRadixTreeMap<>();
    private long lots;

    @Override
    public @Nullable Level find(long priceTicks) {
        return levels.get(priceTicks);
    }

    @Override
    public void add(Level level) {
        levels.put(level.key, level);
    }

    @Override
    public void remove(Level level) {
        levels.remove(level.key);
    }

    @Override
    public long bestLots(int depth) {
        lots = 0;
        levels.forEachDesc((key, level) -> lots += level.lots, depth);
        return lots;
    }
}
