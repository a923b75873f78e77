package seawall.engine;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The price levels of one side of a book: [BookSide] and what it might be instead.
///
/// Levels lie two to six ticks apart. Each operation reads the level that it was about and begins when the one before
/// has done so, as a command begins when the one before has ended.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls the set-up.
public class PriceLevelsBenchmark {
    private static final int DRAWS = 1 << 16;
    private static final int RANKS_NEAR = 10;
    private static final int WALKED = 5;
    private static final long SEED = 20261127;

    @Param({"sorted-array", "sorted-from-touch", "pages", "tree", "radix-tree", "window", "hash-and-links"})
    String alternative;

    @Param({"10", "100", "1000", "10000"})
    int size;

    private PriceLevels levels;
    /// The best first.
    private Level[] ranked;

    private int[] nearRanks;
    private int[] anyRanks;
    private long[] nearPrices;
    private long[] anyPrices;
    private int draw;

    @Setup
    public void setUp() {
        var random = new SplittableRandom(SEED);
        levels = PriceLevels.of(alternative, size);
        ranked = new Level[size];
        long priceTicks = WindowPriceLevels.TICKS;
        for (int rank = 0; rank < size; rank++) {
            priceTicks -= 2L * random.nextInt(1, 4);
            Level level = new Level();
            level.priceTicks = priceTicks;
            level.key = priceTicks;
            level.lots = 1;
            ranked[rank] = level;
        }
        for (int rank : shuffled(random)) {
            levels.add(ranked[rank]);
        }
        nearRanks = random.ints(DRAWS, 0, Math.min(RANKS_NEAR, size)).toArray();
        anyRanks = random.ints(DRAWS, 0, size).toArray();
        nearPrices = prices(nearRanks);
        anyPrices = prices(anyRanks);
    }

    private int[] shuffled(SplittableRandom random) {
        int[] order = new int[size];
        for (int place = 0; place < size; place++) {
            int other = random.nextInt(place + 1);
            order[place] = order[other];
            order[other] = place;
        }
        return order;
    }

    private long[] prices(int[] ranks) {
        long[] prices = new long[ranks.length];
        for (int place = 0; place < ranks.length; place++) {
            prices[place] = ranked[ranks[place]].priceTicks;
        }
        return prices;
    }

    /// Finds one of the ten best levels.
    @Benchmark
    public Level findNear() {
        return find(nearPrices);
    }

    /// Finds any level.
    @Benchmark
    public Level findAny() {
        return find(anyPrices);
    }

    /// Takes one of the ten best levels out and puts one in at the price beside it.
    @Benchmark
    public Level replaceNear() {
        return replace(nearRanks);
    }

    /// Takes any level out and puts one in at the price beside it.
    @Benchmark
    public Level replaceAny() {
        return replace(anyRanks);
    }

    /// Reads the five best levels.
    @Benchmark
    public long walkBest() {
        return levels.bestLots(WALKED);
    }

    private Level find(long[] prices) {
        return after(Objects.requireNonNull(levels.find(prices[draw])));
    }

    private Level replace(int[] ranks) {
        Level level = ranked[ranks[draw]];
        levels.remove(level);
        // Prices at the start are even and the next level is two ticks away, so this one is free.
        level.priceTicks ^= 1;
        level.key ^= 1;
        levels.add(level);
        return after(level);
    }

    /// No level was ever touched, but the processor has to read that before it can draw again.
    private Level after(Level level) {
        draw = (draw + 1 + (int) level.touchedSequence) & (DRAWS - 1);
        return level;
    }
}
