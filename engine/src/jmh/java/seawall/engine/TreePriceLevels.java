package seawall.engine;

import java.util.Iterator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The JDK's red-black tree, keyed so that the best level comes first.
final class TreePriceLevels implements PriceLevels {
    private final TreeMap<Long, Level> levels = new TreeMap<>();

    @Override
    public @Nullable Level find(long priceTicks) {
        return levels.get(-priceTicks);
    }

    @Override
    public void add(Level level) {
        levels.put(-level.key, level);
    }

    @Override
    public void remove(Level level) {
        levels.remove(-level.key);
    }

    @Override
    public long bestLots(int depth) {
        Iterator<Level> best = levels.values().iterator();
        long lots = 0;
        for (int rank = 0; rank < depth && best.hasNext(); rank++) {
            lots += best.next().lots;
        }
        return lots;
    }
}
