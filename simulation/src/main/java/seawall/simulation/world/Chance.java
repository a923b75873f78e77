package seawall.simulation.world;

import java.util.List;
import java.util.SplittableRandom;

/// The whims of a world: the same seed has the same ones in the same order.
final class Chance {
    private static final long MILLI = 1_000_000;

    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /// True once in so many calls on average; never for 0.
    boolean oneIn(int calls) {
        return calls > 0 && random.nextInt(calls) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /// A number from the first to the last, both included.
    long between(long first, long last) {
        return random.nextLong(first, last + 1);
    }

    /// A time in nanoseconds between two numbers of milliseconds.
    long millis(long first, long last) {
        return random.nextLong(first * MILLI, last * MILLI + 1);
    }

    <T> T of(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
