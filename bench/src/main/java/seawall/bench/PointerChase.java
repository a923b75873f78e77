package seawall.bench;

import java.util.SplittableRandom;

/// What one dependent cache miss costs: follows a random cycle through a working set, one step to a cache line, each
/// step's address coming out of the step before. Misses of the translation buffer are in it, as they are in an engine.
final class PointerChase {
    static final int LINE_LONGS = 8;
    private static final int STEPS = 5_000_000;
    private static final int WARM_UPS = 2;

    private PointerChase() {}

    /// Nanoseconds of one step.
    static double nanosPerMiss(long workingSetBytes) {
        int lines = Math.toIntExact(Math.max(2, workingSetBytes / (LINE_LONGS * Long.BYTES)));
        long[] next = cycle(lines);
        double nanos = 0;
        for (int round = 0; round <= WARM_UPS; round++) {
            nanos = chase(next);
        }
        return nanos;
    }

    private static double chase(long[] next) {
        long startNanos = System.nanoTime();
        int at = 0;
        for (int step = 0; step < STEPS; step++) {
            at = (int) next[at];
        }
        long nanos = System.nanoTime() - startNanos;
        if (at < 0) {
            throw new IllegalStateException("a cycle stays within its lines, found " + at);
        }
        return (double) nanos / STEPS;
    }

    /// One cycle through all lines, by Sattolo's shuffle.
    static long[] cycle(int lines) {
        int[] order = new int[lines];
        for (int line = 0; line < lines; line++) {
            order[line] = line;
        }
        var random = new SplittableRandom(1);
        for (int line = lines - 1; line > 0; line--) {
            int other = random.nextInt(line);
            int swapped = order[line];
            order[line] = order[other];
            order[other] = swapped;
        }
        long[] next = new long[lines * LINE_LONGS];
        for (int line = 0; line < lines; line++) {
            next[line * LINE_LONGS] = (long) order[line] * LINE_LONGS;
        }
        return next;
    }
}
