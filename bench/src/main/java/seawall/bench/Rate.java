package seawall.bench;

import org.HdrHistogram.Histogram;

/// Commands due at times decided beforehand. A command's latency runs from the time at which it was due to its end, so
/// that a pause counts for every command that was due in it. The first fifth warms up and is not counted.
final class Rate {
    private static final long LATENCY_MAX_NANOS = 60_000_000_000L;
    /// A rate is held when the last command ends this soon after it was due.
    private static final long LAG_MAX_NANOS = 10_000_000;

    private final int perSecond;
    private final int commands;
    private final Histogram latency = new Histogram(LATENCY_MAX_NANOS, 3);
    private long startNanos;
    private long ended;
    private long lastLagNanos;

    /// @param commands at most this many are offered
    Rate(int perSecond, int commands) {
        this.perSecond = perSecond;
        this.commands = commands;
    }

    /// What was measured, in microseconds.
    ///
    /// @param held false when the commands ended ever later than they were due
    record Result(int perSecond, boolean held, double p50, double p90, double p99, double p999, double max) {}

    int commands() {
        return commands;
    }

    void start() {
        startNanos = System.nanoTime();
    }

    /// When a command is due; returns at that time.
    @SuppressWarnings("ThreadPriorityCheck") // yields on purpose, see below
    long await(int index) {
        long due = startNanos + index * 1_000_000_000L / perSecond;
        while (System.nanoTime() - due < 0) {
            // Gives the core away: on few cores a spinning sender would measure itself.
            Thread.yield();
        }
        return due;
    }

    /// A command ended; one thread calls this for all of them, in order.
    void end(long dueNanos) {
        lastLagNanos = System.nanoTime() - dueNanos;
        if (ended++ >= commands / 5) {
            latency.recordValue(Math.clamp(lastLagNanos, 0, LATENCY_MAX_NANOS));
        }
    }

    Result result() {
        if (ended != commands) {
            throw new IllegalStateException("expected " + commands + " commands to end, found " + ended);
        }
        return new Result(
                perSecond,
                lastLagNanos <= LAG_MAX_NANOS,
                micros(50),
                micros(90),
                micros(99),
                micros(99.9),
                latency.getMaxValue() / 1_000.0);
    }

    private double micros(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1_000.0;
    }
}
