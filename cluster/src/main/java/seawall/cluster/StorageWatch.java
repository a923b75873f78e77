package seawall.cluster;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the disk of a member, tells the other members how it is, and lets a leader step down whose disk is slow or
/// nearly full while that of another is good.
///
/// The disk is asked by writing to it as the log does, on a thread that may be held up by it; another thread judges.
/// A verdict changes to SLOW when the median of the last five writes says so, and back when none was slow for a while.
///
/// A leader with nearly no room left, and nobody better, suspends the exchange: commands are not taken any more, and
/// nothing that was is lost. It goes on when there is room again.
final class StorageWatch implements AutoCloseable {
    /// How the disk of a member is.
    enum Verdict {
        GOOD,
        SLOW,
        FULL
    }

    /// What a watch asks of its member and does with it.
    interface Watched {
        boolean leads();

        /// Asks that another member lead.
        void stepDown(Verdict because);

        /// True while the exchange takes no commands.
        boolean isSuspended();

        void suspend();

        void resume();

        /// The disk does not work.
        void fail(Throwable reason);
    }

    /// A write that takes so long is slow: a hundred times what a good disk takes.
    static final Duration SLOW_MIN = Duration.ofMillis(20);
    /// Below this a member is full: it steps down while it can still extend its recordings.
    static final long FULL_BYTES = 256L * 1024 * 1024;
    /// Below this a leader takes no commands.
    static final long SUSPEND_BYTES = 128L * 1024 * 1024;
    /// Room must come back by so much before a verdict changes again.
    static final long MARGIN_BYTES = 64L * 1024 * 1024;

    /// A disk is good again when no write was slow for so long.
    private static final Duration CALM = Duration.ofSeconds(5);
    /// What another member has said is believed for so long.
    private static final Duration HEARD_MAX = Duration.ofSeconds(1);

    private static final Duration WRITE_EVERY = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration TELL_EVERY = Duration.ofMillis(200);
    private static final Duration END_MAX = Duration.ofSeconds(5);
    private static final int WRITES = 5;
    /// Beside the consensus module's streams, at the same port.
    private static final int STREAM_ID = 1849;

    private static final int MESSAGE_BYTES = 2 * Integer.BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(StorageWatch.class);

    private final MemberConfig config;
    private final Disk disk;
    private final Watched member;
    private final @Nullable Aeron aeron;
    private final @Nullable Subscription heard;
    private final List<ExclusivePublication> told = new ArrayList<>();
    private final FragmentHandler onTold = (buffer, offset, length, header) -> onTold(buffer, offset, length);
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE_BYTES]);
    private final Verdict[] verdicts = new Verdict[MemberAddress.MEMBERS_MAX];
    private final long[] heardNanos = new long[MemberAddress.MEMBERS_MAX];
    private final long[] latestNanos = new long[WRITES];
    private final Thread writer;
    private final Thread judge;
    private volatile Verdict verdict = Verdict.GOOD;
    private volatile boolean closing;

    // Guarded by latestNanos.
    private int writes;
    private long writingSinceNanos = -1;
    private long slowAtNanos;

    private long toldAtNanos = System.nanoTime() - TELL_EVERY.toNanos();

    /// Begins to watch.
    StorageWatch(MemberConfig config, Path driverDirectory, Disk disk, Watched member) {
        this.config = config;
        this.disk = disk;
        this.member = member;
        if (config.members().size() > 1) {
            var client = Aeron.connect(new Aeron.Context()
                    .aeronDirectoryName(driverDirectory.toString())
                    .idleStrategy(new SleepingMillisIdleStrategy(LOOK.toMillis()))
                    .errorHandler(error -> LOG.warn("Telling others of the disk: {}", error.toString())));
            aeron = client;
            var self = config.self();
            heard = client.addSubscription(
                    "aeron:udp?endpoint=" + self.endpoint(self.ports().consensus()) + "|alias=storage", STREAM_ID);
            for (MemberAddress peer : config.members()) {
                if (peer.id() != config.memberId()) {
                    told.add(client.addExclusivePublication(
                            "aeron:udp?term-length=64k|endpoint="
                                    + peer.endpoint(peer.ports().consensus()) + "|alias=storage",
                            STREAM_ID));
                }
            }
        } else {
            aeron = null;
            heard = null;
        }
        writer = Thread.ofPlatform().daemon().name("storage-writer").start(this::write);
        judge = Thread.ofPlatform().daemon().name("storage-watch").start(this::watch);
    }

    /// How the disk is.
    Verdict verdict() {
        return verdict;
    }

    private void write() {
        try {
            while (!closing) {
                long startNanos = System.nanoTime();
                synchronized (latestNanos) {
                    writingSinceNanos = startNanos;
                }
                disk.write();
                synchronized (latestNanos) {
                    writingSinceNanos = -1;
                    note(System.nanoTime() - startNanos);
                }
                LockSupport.parkNanos(WRITE_EVERY.toNanos());
            }
        } catch (IOException e) {
            onWriteFailure(e);
        }
    }

    private void onWriteFailure(IOException failure) {
        if (closing) {
            return;
        }
        LOG.error("The disk of member {} does not take a write.", config.memberId(), failure);
        member.fail(failure);
    }

    private void note(long nanos) {
        latestNanos[writes++ % WRITES] = nanos;
        if (nanos >= SLOW_MIN.toNanos()) {
            slowAtNanos = System.nanoTime();
        }
    }

    private void watch() {
        while (!closing) {
            try {
                long usable = disk.usableBytes();
                judge(usable);
                exchange();
                act(usable);
            } catch (IOException e) {
                onWriteFailure(e);
                return;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void judge(long usable) {
        Verdict before = verdict;
        boolean isFull = usable < FULL_BYTES + (before == Verdict.FULL ? MARGIN_BYTES : 0);
        verdict = isFull ? Verdict.FULL : isSlow(before == Verdict.SLOW) ? Verdict.SLOW : Verdict.GOOD;
        if (verdict != before) {
            LOG.warn(
                    "The disk of member {} is {}, was {}: {} MiB left, last writes {} us.",
                    config.memberId(),
                    verdict,
                    before,
                    usable >> 20,
                    latestMicros());
        }
    }

    private boolean isSlow(boolean was) {
        long now = System.nanoTime();
        synchronized (latestNanos) {
            long held = writingSinceNanos == -1 ? 0 : now - writingSinceNanos;
            if (held >= WRITES * SLOW_MIN.toNanos()) {
                slowAtNanos = now;
                return true;
            }
            if (was) {
                return now - slowAtNanos < CALM.toNanos();
            }
            long[] sorted = latestNanos.clone();
            Arrays.sort(sorted);
            return writes >= WRITES && sorted[WRITES / 2] >= SLOW_MIN.toNanos();
        }
    }

    private String latestMicros() {
        synchronized (latestNanos) {
            return Arrays.toString(
                    Arrays.stream(latestNanos).map(nanos -> nanos / 1_000).toArray());
        }
    }

    /// Tells the others and hears them.
    private void exchange() {
        Subscription others = heard;
        if (others == null) {
            return;
        }
        others.poll(onTold, told.size() * 2);
        long now = System.nanoTime();
        if (now - toldAtNanos >= TELL_EVERY.toNanos()) {
            toldAtNanos = now;
            message.putInt(0, config.memberId(), ByteOrder.LITTLE_ENDIAN);
            message.putInt(Integer.BYTES, verdict.ordinal(), ByteOrder.LITTLE_ENDIAN);
            for (ExclusivePublication to : told) {
                if (to.offer(message, 0, MESSAGE_BYTES) < 0) {
                    LOG.trace("A member does not listen; it is told again in a moment.");
                }
            }
        }
    }

    private void onTold(DirectBuffer buffer, int offset, int length) {
        if (length != MESSAGE_BYTES) {
            return;
        }
        int id = buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN);
        int number = buffer.getInt(offset + Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
        if (id >= 0 && id < verdicts.length && number >= 0 && number < Verdict.values().length) {
            verdicts[id] = Verdict.values()[number];
            heardNanos[id] = System.nanoTime();
        }
    }

    private boolean isAnotherGood() {
        long now = System.nanoTime();
        for (int id = 0; id < verdicts.length; id++) {
            if (verdicts[id] == Verdict.GOOD && now - heardNanos[id] < HEARD_MAX.toNanos()) {
                return true;
            }
        }
        return false;
    }

    private void act(long usable) {
        if (!member.leads()) {
            return;
        }
        if (verdict != Verdict.GOOD && isAnotherGood()) {
            member.stepDown(verdict);
        } else if (usable < SUSPEND_BYTES && !member.isSuspended()) {
            LOG.error("Member {} has {} MiB left and takes no commands.", config.memberId(), usable >> 20);
            member.suspend();
        } else if (usable >= SUSPEND_BYTES + MARGIN_BYTES && member.isSuspended()) {
            LOG.warn("Member {} has {} MiB left and takes commands again.", config.memberId(), usable >> 20);
            member.resume();
        }
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(writer);
        LockSupport.unpark(judge);
        try {
            if (Thread.currentThread() != judge) {
                judge.join(END_MAX);
            }
            // A disk that does not answer keeps its thread.
            writer.join(END_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        CloseHelper.closeAll(aeron, disk);
    }
}
