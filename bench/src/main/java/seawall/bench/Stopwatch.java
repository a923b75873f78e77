package seawall.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// Takes the time of a pass, and what all threads of the process together spent on cores in it: on a busy machine the
/// first says how much of it one got, the second what the work cost.
final class Stopwatch {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long coreNanos = SYSTEM.getProcessCpuTime();
    private final long nanos = System.nanoTime();

    /// Length of a pass.
    ///
    /// @param coreNanos of all threads together, the compiler's and the collector's included
    record Time(long nanos, long coreNanos) {}

    Time stop() {
        long end = System.nanoTime();
        return new Time(end - nanos, SYSTEM.getProcessCpuTime() - coreNanos);
    }
}
