package seawall.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Pages of 64 ticks, a slot for each tick and a bit for each slot, under a sorted directory of the pages that have a
/// level, the best last in it. A search is one of few pages, and a change moves the directory only when a page comes or
/// goes. Pages are used again, as levels are.
final class PagedPriceLevels implements PriceLevels {
    private static final int TICK_BITS = 6;
    private static final int TICKS = 1 << TICK_BITS;

    private final long[] numbers;
    private final @Nullable Page[] pages;
    private int size;
    private final Page[] free;
    private int freePages;

    private static final class Page {
        final @Nullable Level[] levels = new Level[TICKS];
        long taken;
    }

    PagedPriceLevels(int levelsMax) {
        numbers = new long[levelsMax];
        pages = new Page[levelsMax];
        free = new Page[levelsMax];
        for (int page = 0; page < levelsMax; page++) {
            free[page] = new Page();
        }
        freePages = levelsMax;
    }

    @Override
    public @Nullable Level find(long priceTicks) {
        int index = search(priceTicks >> TICK_BITS);
        return index >= 0 ? page(index).levels[slot(priceTicks)] : null;
    }

    @Override
    public void add(Level level) {
        long number = level.key >> TICK_BITS;
        int index = search(number);
        if (index < 0) {
            index = ~index;
            insert(index, number);
        }
        Page page = page(index);
        page.levels[slot(level.key)] = level;
        page.taken |= 1L << level.key;
    }

    @Override
    public void remove(Level level) {
        int index = search(level.key >> TICK_BITS);
        Page page = page(index);
        page.levels[slot(level.key)] = null;
        page.taken &= ~(1L << level.key);
        if (page.taken == 0) {
            size--;
            System.arraycopy(numbers, index + 1, numbers, index, size - index);
            System.arraycopy(pages, index + 1, pages, index, size - index);
            pages[size] = null;
            free[freePages++] = page;
        }
    }

    @Override
    public long bestLots(int depth) {
        long lots = 0;
        int left = depth;
        for (int index = size - 1; index >= 0 && left > 0; index--) {
            Page page = page(index);
            for (long taken = page.taken; taken != 0 && left > 0; left--) {
                int slot = TICKS - 1 - Long.numberOfLeadingZeros(taken);
                lots += Objects.requireNonNull(page.levels[slot], "a taken slot has a level").lots;
                taken ^= 1L << slot;
            }
        }
        return lots;
    }

    private void insert(int index, long number) {
        System.arraycopy(numbers, index, numbers, index + 1, size - index);
        System.arraycopy(pages, index, pages, index + 1, size - index);
        numbers[index] = number;
        pages[index] = free[--freePages];
        size++;
    }

    private Page page(int index) {
        return Objects.requireNonNull(pages[index], "the directory has no gaps");
    }

    private static int slot(long key) {
        return (int) key & (TICKS - 1);
    }

    /// Index of the page with a number, or the complement of where it would be.
    private int search(long number) {
        int low = 0;
        int high = size - 1;
        // Most of what is sought is near the touch, which is in the last page.
        if (high >= 0 && numbers[high] == number) {
            return high;
        }
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (numbers[middle] < number) {
                low = middle + 1;
            } else if (numbers[middle] > number) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return ~low;
    }
}
