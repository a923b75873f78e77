package seawall.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A slot for each tick of a window of prices, and two levels of bits that say which slots are taken. Prices outside of
/// the window have no level here: a whole one needs a second structure for them and has to move with the market, so
/// this is the least that such a book costs.
final class WindowPriceLevels implements PriceLevels {
    static final int TICKS = 1 << 16;
    private static final int NONE = -1;

    private final @Nullable Level[] levels = new Level[TICKS];
    private final long[] taken = new long[TICKS / Long.SIZE];
    private final long[] takenWords = new long[taken.length / Long.SIZE];

    @Override
    public @Nullable Level find(long priceTicks) {
        return priceTicks >= 0 && priceTicks < TICKS ? levels[(int) priceTicks] : null;
    }

    @Override
    public void add(Level level) {
        int slot = (int) level.key;
        int word = slot >>> 6;
        levels[slot] = level;
        taken[word] |= 1L << slot;
        takenWords[word >>> 6] |= 1L << word;
    }

    @Override
    public void remove(Level level) {
        int slot = (int) level.key;
        int word = slot >>> 6;
        levels[slot] = null;
        taken[word] &= ~(1L << slot);
        if (taken[word] == 0) {
            takenWords[word >>> 6] &= ~(1L << word);
        }
    }

    @Override
    public long bestLots(int depth) {
        long lots = 0;
        int slot = atOrBelow(TICKS - 1);
        for (int rank = 0; rank < depth && slot != NONE; rank++) {
            lots += Objects.requireNonNull(levels[slot], "a taken slot has a level").lots;
            slot = atOrBelow(slot - 1);
        }
        return lots;
    }

    /// The highest taken slot that is not above one.
    private int atOrBelow(int slot) {
        if (slot < 0) {
            return NONE;
        }
        int word = slot >>> 6;
        long bits = taken[word] & upTo(slot);
        if (bits == 0) {
            word = wordBelow(word);
            if (word == NONE) {
                return NONE;
            }
            bits = taken[word];
        }
        return (word << 6) + highest(bits);
    }

    private int wordBelow(int word) {
        int group = word >>> 6;
        long bits = takenWords[group] & upTo(word) & ~(1L << word);
        while (bits == 0) {
            if (--group < 0) {
                return NONE;
            }
            bits = takenWords[group];
        }
        return (group << 6) + highest(bits);
    }

    /// Ones up to the place of a bit in its word.
    private static long upTo(int bit) {
        return -1L >>> (Long.SIZE - 1 - (bit & (Long.SIZE - 1)));
    }

    private static int highest(long bits) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(bits);
    }
}
