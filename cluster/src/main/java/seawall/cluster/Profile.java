package seawall.cluster;

import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.driver.ThreadingMode;
import java.time.Duration;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/// The kind of machine a member runs on.
public enum Profile {
    /// Two cores shared with everything else: shared threads that back off, small buffers, patient elections.
    LAPTOP(
            ThreadingMode.SHARED,
            ArchiveThreadingMode.SHARED,
            Duration.ofNanos(50_000),
            Duration.ofSeconds(1),
            Duration.ofMillis(200),
            1024 * 1024,
            16 * 1024 * 1024),
    /// Cores of its own: a thread for each job, quick elections.
    SERVER(
            ThreadingMode.DEDICATED,
            ArchiveThreadingMode.DEDICATED,
            Duration.ofNanos(1_000),
            Duration.ofMillis(500),
            Duration.ofMillis(100),
            16 * 1024 * 1024,
            32 * 1024 * 1024);

    private final ThreadingMode driverThreads;
    private final ArchiveThreadingMode archiveThreads;
    private final Duration parkMax;
    private final Duration heartbeatTimeout;
    private final Duration electionTimeout;
    private final int termBytes;
    private final int segmentBytes;

    Profile(
            ThreadingMode driverThreads,
            ArchiveThreadingMode archiveThreads,
            Duration parkMax,
            Duration heartbeatTimeout,
            Duration electionTimeout,
            int termBytes,
            int segmentBytes) {
        this.driverThreads = driverThreads;
        this.archiveThreads = archiveThreads;
        this.parkMax = parkMax;
        this.heartbeatTimeout = heartbeatTimeout;
        this.electionTimeout = electionTimeout;
        this.termBytes = termBytes;
        this.segmentBytes = segmentBytes;
    }

    ThreadingMode driverThreads() {
        return driverThreads;
    }

    ArchiveThreadingMode archiveThreads() {
        return archiveThreads;
    }

    /// How long a silent leader is believed to live.
    Duration heartbeatTimeout() {
        return heartbeatTimeout;
    }

    /// How long a candidate waits for votes.
    Duration electionTimeout() {
        return electionTimeout;
    }

    /// Length of one of the three terms of a log or journal buffer.
    int termBytes() {
        return termBytes;
    }

    /// Length of a segment file of a recording.
    int segmentBytes() {
        return segmentBytes;
    }

    /// An idle strategy of its own for each thread: a few spins, then ever longer parks up to this profile's bound.
    IdleStrategy idleStrategy() {
        return new BackoffIdleStrategy(1, 1, Math.min(1_000, parkMax.toNanos()), parkMax.toNanos());
    }
}
