package seawall.cluster;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A place among the members, held for as long as its process lives: a leader that steps down leaves the cluster and
/// joins it again as a follower, in the same process, whose compiled code stays warm.
public final class Membership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    /// A leader steps down because of its disk once in this time at most: a pause for each is worse than a slow disk.
    private static final Duration DISK_STEP_DOWN_PAUSE = Duration.ofMinutes(5);

    private final MemberConfig config;
    private final Function<EntryPartSink, Replica> replicas;
    private final Consumer<Throwable> onFailure;
    private final Supplier<@Nullable Disk> disks;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("membership").factory());

    // Guarded by this object's monitor.
    private @Nullable ClusterMember member;
    private MemberStatus lastStatus;
    private long stepDowns;
    private boolean closed;
    private long diskStepDownNanos = System.nanoTime() - DISK_STEP_DOWN_PAUSE.toNanos();

    /// What became of a request to step down.
    public enum StepDown {
        /// The member leaves, and joins again as a follower.
        BEGUN,
        /// Only a leader can step down.
        NOT_LEADER,
        /// Nobody is there to lead instead.
        ALONE
    }

    private Membership(
            MemberConfig config,
            Function<EntryPartSink, Replica> replicas,
            Consumer<Throwable> onFailure,
            Supplier<@Nullable Disk> disks) {
        this.config = config;
        this.replicas = replicas;
        this.onFailure = onFailure;
        this.disks = disks;
        ClusterMember launched = join();
        member = launched;
        lastStatus = launched.status();
    }

    /// Starts a member whose process ends when the replica, the journal or the archive fails.
    public static Membership launch(MemberConfig config, Function<EntryPartSink, Replica> replicas) {
        return launch(config, replicas, ClusterMember.HALT);
    }

    /// Starts a member.
    ///
    /// @param onFailure told when the member has stopped because of an error, or does not start again
    public static Membership launch(
            MemberConfig config, Function<EntryPartSink, Replica> replicas, Consumer<Throwable> onFailure) {
        return launch(config, replicas, onFailure, () -> null);
    }

    /// @param disks makes the disk that is watched each time the member joins; null for that of its directory
    static Membership launch(
            MemberConfig config,
            Function<EntryPartSink, Replica> replicas,
            Consumer<Throwable> onFailure,
            Supplier<@Nullable Disk> disks) {
        return new Membership(config, replicas, onFailure, disks);
    }

    private ClusterMember join() {
        return ClusterMember.launch(
                config, replicas, onFailure, ClusterMember.SEED_PATIENCE, this::stepDownForDisk, disks.get());
    }

    private synchronized void stepDownForDisk(StorageWatch.Verdict verdict) {
        long now = System.nanoTime();
        if (now - diskStepDownNanos >= DISK_STEP_DOWN_PAUSE.toNanos() && stepDown() == StepDown.BEGUN) {
            diskStepDownNanos = now;
            LOG.warn("Member {} gives up leading: its disk is {}.", config.memberId(), verdict);
        }
    }

    /// A picture of the member for its operator; from any thread. Between leaving and joining again it is the last
    /// picture before, with the phase `STEPPING_DOWN`.
    public synchronized MemberStatus status() {
        ClusterMember joined = member;
        if (joined != null) {
            lastStatus = joined.status();
        }
        return joined != null ? lastStatus : lastStatus.steppingDown();
    }

    /// Times this process gave up leading on request.
    public synchronized long stepDowns() {
        return stepDowns;
    }

    /// Asks all members for a snapshot.
    ///
    /// @return false when this member does not lead, or the snapshot before is under way or not on its disk yet
    public synchronized boolean requestSnapshot() {
        return member != null && member.requestSnapshot();
    }

    /// Gives up leading: closes the log so that the followers see its end and elect one of them at once, without
    /// waiting for a silence; then joins again. Returns before either is done; [#status] tells.
    public synchronized StepDown stepDown() {
        ClusterMember leaving = member;
        if (config.members().size() == 1) {
            return StepDown.ALONE;
        }
        if (closed || leaving == null || !leaving.status().role().equals("LEADER")) {
            return StepDown.NOT_LEADER;
        }
        lastStatus = leaving.status();
        member = null;
        stepDowns++;
        thread.execute(() -> rejoin(leaving));
        return StepDown.BEGUN;
    }

    private void rejoin(ClusterMember leaving) {
        try {
            LOG.info("Member {} steps down.", config.memberId());
            leaving.leave();
            if (isClosed()) {
                return;
            }
            ClusterMember joined = join();
            // Not before: whoever asks for the status does not wait for a start.
            synchronized (this) {
                member = joined;
            }
            LOG.info("Member {} joins again.", config.memberId());
        } catch (RuntimeException e) {
            LOG.error("Member {} does not start again after it stepped down.", config.memberId(), e);
            onFailure.accept(e);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /// Leaves the cluster for good; a leader takes a snapshot before.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        // Whoever is about to join again does so first: it takes no longer than a start.
        thread.close();
        ClusterMember last;
        synchronized (this) {
            last = member;
            member = null;
        }
        if (last != null) {
            last.close();
        }
    }
}
