package seawall.engine;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One side of a book: its price levels in an array, best last. Orders come and go near the touch, which is at the end
/// of the array, so few levels move; a far level costs one move of memory. The keys lie in an array of their own: a
/// search reads only them, eight to a cache line, and no level but the one it finds.
final class BookSide {
    private static final int LEVELS_AT_START = 1024;

    final Instrument instrument;
    final Side side;
    private final int levelsMax;
    private long[] keys;
    private @Nullable Level[] levels;
    private int size;

    BookSide(Instrument instrument, Side side, int levelsMax) {
        this.instrument = instrument;
        this.side = side;
        this.levelsMax = levelsMax;
        keys = new long[Math.min(LEVELS_AT_START, levelsMax)];
        levels = new Level[keys.length];
    }

    /// Orders prices so that the better one has the higher key: bids by price, asks by its negative.
    long key(long priceTicks) {
        return side == Side.BUY ? priceTicks : -priceTicks;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// Level at a place, 0 being the best.
    Level level(int rank) {
        Level level = Objects.requireNonNull(levels[size - 1 - rank], "levels have no gaps");
        return level;
    }

    @Nullable
    Level best() {
        return size == 0 ? null : levels[size - 1];
    }

    @Nullable
    Level find(long priceTicks) {
        int index = search(key(priceTicks));
        return index >= 0 ? levels[index] : null;
    }

    void add(Level level) {
        int index = search(level.key);
        assert index < 0 : "a price has one level";
        if (size == levels.length) {
            // Grows a few times in the life of a book, up to one level for each order of the exchange.
            keys = Arrays.copyOf(keys, Math.min(2 * size, levelsMax));
            levels = Arrays.copyOf(levels, keys.length);
        }
        int place = ~index;
        System.arraycopy(keys, place, keys, place + 1, size - place);
        System.arraycopy(levels, place, levels, place + 1, size - place);
        keys[place] = level.key;
        levels[place] = level;
        size++;
    }

    void remove(Level level) {
        int index = search(level.key);
        assert index >= 0 && levels[index] == level : "a level is where its price says";
        size--;
        System.arraycopy(keys, index + 1, keys, index, size - index);
        System.arraycopy(levels, index + 1, levels, index, size - index);
        levels[size] = null;
    }

    /// Index of the level with a key, or the complement of where it would be.
    private int search(long key) {
        int low = 0;
        int high = size - 1;
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
