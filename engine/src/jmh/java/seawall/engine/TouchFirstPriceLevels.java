package seawall.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The engine's sorted array with another search: from the touch on, in steps that double, and only then by halves.
/// A level at rank r takes about twice the binary logarithm of r, however deep the book is.
final class TouchFirstPriceLevels implements PriceLevels {
    private final long[] keys;
    private final @Nullable Level[] levels;
    private int size;

    TouchFirstPriceLevels(int levelsMax) {
        keys = new long[levelsMax];
        levels = new Level[levelsMax];
    }

    @Override
    public @Nullable Level find(long priceTicks) {
        int index = search(priceTicks);
        return index >= 0 ? levels[index] : null;
    }

    @Override
    public void add(Level level) {
        int place = ~search(level.key);
        System.arraycopy(keys, place, keys, place + 1, size - place);
        System.arraycopy(levels, place, levels, place + 1, size - place);
        keys[place] = level.key;
        levels[place] = level;
        size++;
    }

    @Override
    public void remove(Level level) {
        int index = search(level.key);
        size--;
        System.arraycopy(keys, index + 1, keys, index, size - index);
        System.arraycopy(levels, index + 1, levels, index, size - index);
        levels[size] = null;
    }

    @Override
    public long bestLots(int depth) {
        long lots = 0;
        for (int index = size - 1; index >= Math.max(0, size - depth); index--) {
            lots += Objects.requireNonNull(levels[index], "levels have no gaps").lots;
        }
        return lots;
    }

    /// Index of the level with a key, or the complement of where it would be.
    private int search(long key) {
        int step = 1;
        while (step <= size && keys[size - step] > key) {
            step <<= 1;
        }
        int low = Math.max(0, size - step);
        int high = size - (step >> 1) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (keys[middle] < key) {
                low = middle + 1;
            } else if (keys[middle] > key) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return ~low;
    }
}
