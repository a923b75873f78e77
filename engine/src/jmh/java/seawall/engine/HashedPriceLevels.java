package seawall.engine;

import java.util.Objects;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/// Levels found by a hash table and linked from the best to the worst. A new level walks from the best to its place.
final class HashedPriceLevels implements PriceLevels {
    private static final float LOAD_FACTOR = 0.5f;

    private final Long2ObjectHashMap<Link> links;
    private @Nullable Link best;

    private static final class Link {
        final Level level;

        @Nullable
        Link better;

        @Nullable
        Link worse;

        Link(Level level) {
            this.level = level;
        }
    }

    HashedPriceLevels(int levelsMax) {
        links = new Long2ObjectHashMap<>(2 * levelsMax, LOAD_FACTOR);
    }

    @Override
    public @Nullable Level find(long priceTicks) {
        Link link = links.get(priceTicks);
        return link == null ? null : link.level;
    }

    @Override
    public void add(Level level) {
        Link link = new Link(level);
        links.put(level.key, link);
        Link better = null;
        Link worse = best;
        while (worse != null && worse.level.key > level.key) {
            better = worse;
            worse = worse.worse;
        }
        join(better, link);
        join(link, worse);
    }

    @Override
    public void remove(Level level) {
        Link link = Objects.requireNonNull(links.remove(level.key), "a level that is removed is there");
        join(link.better, link.worse);
    }

    private void join(@Nullable Link better, @Nullable Link worse) {
        if (better == null) {
            best = worse;
        } else {
            better.worse = worse;
        }
        if (worse != null) {
            worse.better = better;
        }
    }

    @Override
    public long bestLots(int depth) {
        long lots = 0;
        Link link = best;
        for (int rank = 0; rank < depth && link != null; rank++) {
            lots += link.level.lots;
            link = link.worse;
        }
        return lots;
    }
}
