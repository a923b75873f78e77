package seawall.engine;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sorted blocks of at most 64 levels under a sorted directory of their lowest keys, the best last in both: a level
/// that comes or goes far from the touch moves one block and seldom the directory, not everything that is better.
final class BlockedPriceLevels implements PriceLevels {
    private static final int LEVELS_OF_BLOCK = 64;

    private final long[] lowest;
    private final Block[] blocks;
    private int size;

    private static final class Block {
        final long[] keys = new long[LEVELS_OF_BLOCK];
        final @Nullable Level[] levels = new Level[LEVELS_OF_BLOCK];
        int size;

        /// Index of the level with a key, or the complement of where it would be.
        int search(long key) {
            return BlockedPriceLevels.search(keys, size, key);
        }

        void add(Level level) {
            int place = ~search(level.key);
            System.arraycopy(keys, place, keys, place + 1, size - place);
            System.arraycopy(levels, place, levels, place + 1, size - place);
            keys[place] = level.key;
            levels[place] = level;
            size++;
        }

        void remove(Level level) {
            int index = search(level.key);
            size--;
            System.arraycopy(keys, index + 1, keys, index, size - index);
            System.arraycopy(levels, index + 1, levels, index, size - index);
            levels[size] = null;
        }

        /// Gives its better half to a new block.
        Block split() {
            Block better = new Block();
            int kept = size / 2;
            better.size = size - kept;
            System.arraycopy(keys, kept, better.keys, 0, better.size);
            System.arraycopy(levels, kept, better.levels, 0, better.size);
            Arrays.fill(levels, kept, size, null);
            size = kept;
            return better;
        }
    }

    BlockedPriceLevels(int levelsMax) {
        lowest = new long[levelsMax + 1];
        blocks = new Block[levelsMax + 1];
        blocks[0] = new Block();
        lowest[0] = Long.MIN_VALUE;
        size = 1;
    }

    @Override
    public @Nullable Level find(long priceTicks) {
        Block block = blocks[place(priceTicks)];
        int index = block.search(priceTicks);
        return index >= 0 ? block.levels[index] : null;
    }

    @Override
    public void add(Level level) {
        int place = place(level.key);
        if (blocks[place].size == LEVELS_OF_BLOCK) {
            Block better = blocks[place].split();
            insert(place + 1, better);
            place = place(level.key);
        }
        blocks[place].add(level);
    }

    @Override
    public void remove(Level level) {
        int place = place(level.key);
        blocks[place].remove(level);
        // The first block stays, so that every key has one.
        if (blocks[place].size == 0 && place > 0) {
            size--;
            System.arraycopy(lowest, place + 1, lowest, place, size - place);
            System.arraycopy(blocks, place + 1, blocks, place, size - place);
        }
    }

    @Override
    public long bestLots(int depth) {
        long lots = 0;
        int left = depth;
        for (int place = size - 1; place >= 0; place--) {
            Block block = blocks[place];
            for (int index = block.size - 1; index >= 0 && left > 0; index--, left--) {
                lots += Objects.requireNonNull(block.levels[index], "levels have no gaps").lots;
            }
            if (left == 0) {
                break;
            }
        }
        return lots;
    }

    private void insert(int place, Block block) {
        System.arraycopy(lowest, place, lowest, place + 1, size - place);
        System.arraycopy(blocks, place, blocks, place + 1, size - place);
        lowest[place] = block.keys[0];
        blocks[place] = block;
        size++;
    }

    /// Place of the block whose keys are around one: the last that begins at or below it.
    private int place(long key) {
        int index = search(lowest, size, key);
        return index >= 0 ? index : ~index - 1;
    }

    private static int search(long[] keys, int size, long key) {
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
