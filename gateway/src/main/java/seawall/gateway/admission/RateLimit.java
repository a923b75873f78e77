package seawall.gateway.admission;

import java.time.Duration;

/// How often something may be asked for: up to `count` at once, refilled evenly over `period`.
///
/// @param name  stands in the key of each bucket, so that limits of one name share a bucket
/// @param count units a full bucket holds
public record RateLimit(String name, int count, Duration period) {
    public RateLimit {
        if (count < 1 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException(
                    "expected a positive count and period, found " + count + " per " + period);
        }
    }

    /// Nanoseconds that one unit takes to come back.
    long intervalNanos() {
        return Math.max(1, period.toNanos() / count);
    }

    /// The same limit, this many times as wide.
    public RateLimit times(int factor) {
        return new RateLimit(name, Math.multiplyExact(count, factor), period);
    }
}
