package seawall.app.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Sends at times decided beforehand and measures each answer against the time at which its request was due, so
/// that a pause of
/// the measured system, or of the sender, is counted in full (no coordinated omission). The sender's own lag is
/// measured and
/// shown beside the result.
final class Meter implements Load.Answers {
    private static final int RING = 1 << 17;
    private static final long LATENCY_MAX_NANOS = Duration.ofSeconds(60).toNanos();
    private static final Duration DRAIN_MAX = Duration.ofSeconds(20);
    private static final long REST_NANOS = 20_000;

    private final AtomicLongArray dueNanos = new AtomicLongArray(RING);
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private volatile Histogram latency = histogram();
    private volatile long recordFrom;

    /// What was measured.
    ///
    /// @param lag       of the sender, behind the due times
    /// @param perSecond good answers a second
    record Result(Histogram latency, Histogram lag, double perSecond, long answers, long refusals) {
        double micros(double percentile) {
            return latency.getValueAtPercentile(percentile) / 1_000.0;
        }

        double lagMicros(double percentile) {
            return lag.getValueAtPercentile(percentile) / 1_000.0;
        }
    }

    /// Sends at a fixed rate, whatever the answers do; the first fifth warms up and is not counted.
    Result atRate(Load load, int perSecond, Duration duration) {
        start();
        var lag = histogram();
        long requests = perSecond * duration.toMillis() / 1_000;
        recordFrom = requests / 5;
        long startNanos = System.nanoTime();
        for (long index = 0; index < requests; index++) {
            long due = startNanos + index * 1_000_000_000L / perSecond;
            while (System.nanoTime() - due < 0) {
                rest(load, due);
            }
            while (index - answers.get() >= RING - 1) {
                rest(load, Long.MAX_VALUE);
            }
            dueNanos.set((int) (index & (RING - 1)), due);
            while (!load.send(index)) {
                rest(load, Long.MAX_VALUE);
            }
            if (index >= recordFrom) {
                lag.recordValue(Math.clamp(System.nanoTime() - due, 0, LATENCY_MAX_NANOS));
            }
        }
        drain(load, requests);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return new Result(latency, lag, (answers.get() - refusals.get()) / seconds, answers.get(), refusals.get());
    }

    /// Keeps a number of requests in flight and counts what comes back; the first fifth warms up and is not counted.
    Result flatOut(Load load, int inFlight, Duration duration) {
        start();
        long startNanos = System.nanoTime();
        long warmNanos = duration.toNanos() / 5;
        long endNanos = startNanos + duration.toNanos();
        long index = 0;
        long countFromNanos = 0;
        long before = 0;
        long refusedBefore = 0;
        recordFrom = Long.MAX_VALUE;
        while (System.nanoTime() - endNanos < 0) {
            if (countFromNanos == 0 && System.nanoTime() - startNanos >= warmNanos) {
                countFromNanos = System.nanoTime();
                before = answers.get();
                refusedBefore = refusals.get();
                recordFrom = index;
            }
            if (index - answers.get() < inFlight) {
                dueNanos.set((int) (index & (RING - 1)), System.nanoTime());
                if (load.send(index)) {
                    index++;
                    continue;
                }
            }
            rest(load, Long.MAX_VALUE);
        }
        long refused = refusals.get() - refusedBefore;
        double seconds = (System.nanoTime() - countFromNanos) / 1e9;
        double rate = (answers.get() - before - refused) / seconds;
        drain(load, index);
        return new Result(latency, histogram(), rate, answers.get(), refusals.get());
    }

    @Override
    public void onAnswer(long index, boolean good) {
        if (index >= recordFrom) {
            long nanos = System.nanoTime() - dueNanos.get((int) (index & (RING - 1)));
            latency.recordValue(Math.clamp(nanos, 0, LATENCY_MAX_NANOS));
        }
        if (!good) {
            refusals.incrementAndGet();
        }
        answers.incrementAndGet();
    }

    private void start() {
        answers.set(0);
        refusals.set(0);
        latency = histogram();
    }

    private void drain(Load load, long requests) {
        long deadline = System.nanoTime() + DRAIN_MAX.toNanos();
        while (answers.get() < requests) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("expected " + requests + " answers within " + DRAIN_MAX.toSeconds()
                        + " s of the last request, found " + answers.get());
            }
            rest(load, Long.MAX_VALUE);
        }
    }

    /// Two cores are shared with what is measured: waiting must not spin.
    private static void rest(Load load, long untilNanos) {
        if (load.poll() == 0) {
            long left = untilNanos == Long.MAX_VALUE ? REST_NANOS : untilNanos - System.nanoTime();
            LockSupport.parkNanos(Math.clamp(left, 1, REST_NANOS));
        }
    }

    private static Histogram histogram() {
        return new ConcurrentHistogram(LATENCY_MAX_NANOS, 3);
    }
}
