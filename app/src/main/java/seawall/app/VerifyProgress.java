package seawall.app;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// Tells a person how far a verification has come, once it takes long enough to ask. One thread.
final class VerifyProgress implements LongConsumer {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PrintStream out;
    private final long bytesExpected;
    private long bytes;
    private long nextNanos;

    /// @param bytesExpected about as many as there will be
    VerifyProgress(PrintStream out, long bytesExpected, long startNanos) {
        this.out = out;
        this.bytesExpected = bytesExpected;
        nextNanos = startNanos + INTERVAL_NANOS;
    }

    @Override
    public void accept(long more) {
        bytes += more;
        long nowNanos = System.nanoTime();
        if (nowNanos - nextNanos >= 0 && bytesExpected > 0) {
            nextNanos = nowNanos + INTERVAL_NANOS;
            // What is expected is an estimate; only the end is 100 %.
            out.println("verifying   " + Math.min(99, 100 * bytes / bytesExpected) + " %");
        }
    }
}
