package seawall.gateway;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a condition, with a deadline.
final class Until {
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private Until() {}

    static void holds(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("expected a condition within 10 s, it never held");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
