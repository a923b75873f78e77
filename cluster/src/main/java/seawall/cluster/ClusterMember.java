package seawall.cluster;

import io.aeron.Counter;
import io.aeron.archive.Archive;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.ElectionState;
import io.aeron.cluster.NanosecondClusterClock;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MaxMulticastFlowControl;
import io.aeron.driver.MediaDriver;
import io.aeron.exceptions.AeronException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.wire.MemberPorts;

/// A member of the cluster in this process: media driver, archive, consensus module and the service that hosts the
/// replica. Every setting that decides about safety, time or size is written here by name, whatever Aeron's default
/// is.
public final class ClusterMember implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterMember.class);

    /// Gateways and other senders of commands that may be connected at once.
    private static final int SESSIONS_MAX = 64;
    /// Recordings in progress: log, journal and a snapshot of each service, with room for restarts.
    private static final int RECORDINGS_MAX = 16;
    /// Readers that replay the journal at once, and replays of log and snapshot.
    private static final int REPLAYS_MAX = 64;

    private static final int MTU_BYTES = 1408;
    private static final int CONTROL_TERM_BYTES = 64 * 1024;
    private static final int INGRESS_TERM_BYTES = 1024 * 1024;
    private static final int INGRESS_FRAGMENTS_MAX = 50;
    private static final int LOG_FRAGMENTS_MAX = 50;
    private static final int ERROR_BUFFER_BYTES = 1024 * 1024;
    private static final long CATALOG_BYTES = 1024 * 1024;
    private static final int SOCKET_BYTES = 2 * 1024 * 1024;
    private static final int WINDOW_BYTES = 512 * 1024;
    private static final long LOW_STORAGE_BYTES = StorageWatch.FULL_BYTES;
    /// Below this the archive begins and extends no recording: no member can join.
    private static final long LAST_STORAGE_BYTES = 64L * 1024 * 1024;
    /// Shared memory below this is left alone: a full one kills the process.
    private static final long SHARED_MEMORY_BYTES_MIN = 1024L * 1024 * 1024;

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CANVASS_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MESSAGE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IMAGE_LIVENESS = Duration.ofSeconds(5);
    private static final Duration CLIENT_LIVENESS = Duration.ofSeconds(10);
    private static final Duration SNAPSHOT_DEADLINE = Duration.ofSeconds(30);
    /// Followers need to see the end of the log before the driver goes, or they wait for a heartbeat that never
    /// comes.
    private static final Duration STEP_DOWN_LINGER = Duration.ofSeconds(1);

    /// Ends the process. Not by exit: shutdown hooks would run code on state that is in doubt. The log line before says
    /// why.
    static final Consumer<Throwable> HALT = failure -> Runtime.getRuntime().halt(70);

    /// How long a member that holds no log waits for the others to start, and for one of them to lead.
    static final Duration SEED_PATIENCE = Duration.ofMinutes(10);

    private final MemberConfig config;
    private final Duration seedPatience;
    private final Consumer<StorageWatch.Verdict> onUnfit;
    private final @Nullable Disk disk;
    private final AtomicLong errors = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final Consumer<Throwable> onFailure;
    private final ReplicaService service;
    private final DirectoryLock lock;
    private final Path driverDirectory;
    private @Nullable MediaDriver driver;
    private @Nullable Archive archive;
    private @Nullable ConsensusModule consensus;
    private @Nullable ClusteredServiceContainer container;
    private @Nullable StorageWatch storageWatch;
    private volatile boolean closing;

    private ClusterMember(
            MemberConfig config,
            Function<EntryPartSink, Replica> replicas,
            Consumer<Throwable> onFailure,
            Duration seedPatience,
            Consumer<StorageWatch.Verdict> onUnfit,
            @Nullable Disk disk) {
        this.config = config;
        this.seedPatience = seedPatience;
        this.onUnfit = onUnfit;
        this.disk = disk;
        this.onFailure = onFailure;
        lock = DirectoryLock.acquire(config.directory());
        driverDirectory = driverDirectory(config.directory());
        service = new ReplicaService(
                replicas,
                journalChannel(config),
                imageDirectory(config.directory()),
                config.snapshotInterval().toNanos(),
                this::fail,
                errorHandler("state images"));
    }

    /// Starts a member whose process ends when the replica, the journal or the archive fails.
    public static ClusterMember launch(MemberConfig config, Function<EntryPartSink, Replica> replicas) {
        return launch(config, replicas, HALT);
    }

    /// Starts a member.
    ///
    /// @param replicas  makes the replica that publishes its entries to the given sink
    /// @param onFailure told once, on any thread, when the member has stopped because of an error
    public static ClusterMember launch(
            MemberConfig config, Function<EntryPartSink, Replica> replicas, Consumer<Throwable> onFailure) {
        return launch(config, replicas, onFailure, SEED_PATIENCE);
    }

    static ClusterMember launch(
            MemberConfig config,
            Function<EntryPartSink, Replica> replicas,
            Consumer<Throwable> onFailure,
            Duration seedPatience) {
        return launch(config, replicas, onFailure, seedPatience, verdict -> {}, null);
    }

    /// @param onUnfit asked, again and again, to have another member lead, since the disk of this one is not good
    /// @param disk    to be watched; null for that of the member's directory
    static ClusterMember launch(
            MemberConfig config,
            Function<EntryPartSink, Replica> replicas,
            Consumer<Throwable> onFailure,
            Duration seedPatience,
            Consumer<StorageWatch.Verdict> onUnfit,
            @Nullable Disk disk) {
        var member = new ClusterMember(config, replicas, onFailure, seedPatience, onUnfit, disk);
        try {
            member.start();
            return member;
        } catch (RuntimeException e) {
            member.closing = true;
            member.closeParts();
            throw e;
        }
    }

    private void start() {
        if (config.majoritySharesARegion()) {
            LOG.warn("A majority of the members shares one region: its loss stops the exchange. {}", config.members());
        }
        var self = config.self();
        var profile = config.profile();
        Path markDirectory = config.directory().resolve("mark");
        // We hold the lock, so whoever wrote these is dead, and they carry no state: votes are in node-state.dat.
        IoUtil.delete(markDirectory.toFile(), true);
        IoUtil.delete(driverDirectory.toFile(), true);

        Holdings found = examine();
        // Not before: a catalog that is damaged must not say what is cut.
        TornRecordings.clearBehindEnds(config.directory().resolve("archive"));

        driver = MediaDriver.launch(driverContext());
        if (!found.hasLog() && config.members().size() > 1) {
            seed(found.hasLost(), self, profile, markDirectory);
        }
        if (archive == null) {
            archive = launchArchive(self, profile, markDirectory, true);
        }
        StateImages.dropSnapshotsWithout(clusterDirectory(config.directory()), imageDirectory(config.directory()));
        var startedConsensus = ConsensusModule.launch(consensusContext(self, profile, markDirectory));
        consensus = startedConsensus;
        service.controlToggle(startedConsensus.context().controlToggleCounter());
        container = ClusteredServiceContainer.launch(serviceContext(profile, markDirectory));
        try {
            storageWatch = new StorageWatch(
                    config,
                    driverDirectory,
                    disk != null ? disk : Disk.of(config.directory(), config.durability() == Durability.FSYNC),
                    new Watched(startedConsensus));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to " + config.directory(), e);
        }
        LOG.info("Member {} started in {}.", config.memberId(), config.directory());
    }

    /// This member, as the watch over its disk sees it.
    private final class Watched implements StorageWatch.Watched {
        private final ConsensusModule running;

        Watched(ConsensusModule running) {
            this.running = running;
        }

        @Override
        public boolean leads() {
            return !closing
                    && terminated.getCount() > 0
                    && service.progress().role().equals("LEADER");
        }

        @Override
        public void stepDown(StorageWatch.Verdict because) {
            onUnfit.accept(because);
        }

        @Override
        public boolean isSuspended() {
            return ConsensusModule.State.get(running.context().moduleStateCounter()) == ConsensusModule.State.SUSPENDED;
        }

        @Override
        public void suspend() {
            toggle(ClusterControl.ToggleState.SUSPEND);
        }

        @Override
        public void resume() {
            toggle(ClusterControl.ToggleState.RESUME);
        }

        private void toggle(ClusterControl.ToggleState state) {
            if (!state.toggle(running.context().controlToggleCounter())) {
                LOG.debug("{} waits for what the consensus module does now.", state);
            }
        }

        @Override
        public void fail(Throwable reason) {
            ClusterMember.this.fail(reason);
        }
    }

    /// Looks at every frame that this member has kept. What is damaged is put aside when others can replace it.
    ///
    /// @return what is left
    private Holdings examine() {
        Holdings found = Holdings.examine(config.directory());
        if (found.damage().isEmpty()) {
            return found;
        }
        String damage = found.damage().get();
        if (config.members().size() == 1) {
            throw new IllegalStateException("what is kept in " + config.directory() + " is damaged: " + damage
                    + ". There is no other member to replace it:  ./seawall verify  tells how far it is whole, and a backup"
                    + " of the directory starts as it was.");
        }
        LOG.error("What is kept in {} is damaged: {}.", config.directory(), damage);
        LOG.error("It is put aside in {}; the other members have the log.", found.quarantine());
        return Holdings.examine(config.directory());
    }

    /// Fetches the log of the others. Whoever has lost a log does not answer them as long as it holds none: they would
    /// take it for a sign that the exchange is new.
    private void seed(boolean hasLost, MemberAddress self, Profile profile, Path markDirectory) {
        var seedingArchive = launchArchive(self, profile, markDirectory, !hasLost);
        archive = seedingArchive;
        new Seeding(config, driverDirectory, localArchive(), seedPatience, errorHandler("fetching the log"))
                .seed(hasLost);
        if (hasLost) {
            seedingArchive.close();
            IoUtil.delete(markDirectory.toFile(), true);
            archive = null;
        }
    }

    private Archive launchArchive(MemberAddress self, Profile profile, Path markDirectory, boolean answers) {
        var context = archiveContext(self, profile, markDirectory).controlChannelEnabled(answers);
        try {
            return Archive.launch(context);
        } catch (ArchiveException e) {
            LOG.warn("The archive does not start; looking for recordings that a kill tore.", e);
            // What the failed start left behind would keep the second one out.
            CloseHelper.quietClose(context::close);
            CloseHelper.quietClose(driver);
            IoUtil.delete(markDirectory.toFile(), true);
            TornRecordings.cut(config.directory().resolve("archive"), e);
            driver = MediaDriver.launch(driverContext());
            return Archive.launch(archiveContext(self, profile, markDirectory).controlChannelEnabled(answers));
        }
    }

    private MediaDriver.Context driverContext() {
        var profile = config.profile();
        return new MediaDriver.Context()
                .aeronDirectoryName(driverDirectory.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(profile.driverThreads())
                .sharedIdleStrategy(profile.idleStrategy())
                .conductorIdleStrategy(profile.idleStrategy())
                .senderIdleStrategy(profile.idleStrategy())
                .receiverIdleStrategy(profile.idleStrategy())
                .termBufferSparseFile(true)
                .performStorageChecks(true)
                .lowStorageWarningThreshold(LOW_STORAGE_BYTES)
                .publicationTermBufferLength(profile.termBytes())
                .ipcTermBufferLength(profile.termBytes())
                .mtuLength(MTU_BYTES)
                .ipcMtuLength(MTU_BYTES)
                .initialWindowLength(Math.min(WINDOW_BYTES, profile.termBytes() / 2))
                .socketSndbufLength(SOCKET_BYTES)
                .socketRcvbufLength(SOCKET_BYTES)
                .spiesSimulateConnection(false)
                .multicastFlowControlSupplier((channel, streamId, registrationId) ->
                        streamId == MemberPorts.JOURNAL_STREAM_ID ? new JournalPace() : new MaxMulticastFlowControl())
                .imageLivenessTimeoutNs(IMAGE_LIVENESS.toNanos())
                .clientLivenessTimeoutNs(CLIENT_LIVENESS.toNanos())
                .publicationUnblockTimeoutNs(CLIENT_LIVENESS.plusSeconds(5).toNanos())
                .errorHandler(errorHandler("media driver"));
    }

    private Archive.Context archiveContext(MemberAddress self, Profile profile, Path markDirectory) {
        int syncLevel = config.durability().fileSyncLevel();
        return new Archive.Context()
                .aeronDirectoryName(driverDirectory.toString())
                .archiveDir(config.directory().resolve("archive").toFile())
                .markFileDir(markDirectory.toFile())
                .archiveId(config.memberId())
                .deleteArchiveOnStart(false)
                .controlChannelEnabled(true)
                .controlChannel(
                        "aeron:udp?endpoint=" + self.endpoint(self.ports().archive()))
                .localControlChannel("aeron:ipc?term-length=64k|alias=archive-control")
                .controlTermBufferLength(CONTROL_TERM_BYTES)
                .controlTermBufferSparse(true)
                .controlMtuLength(MTU_BYTES)
                .archiveClientContext(new AeronArchive.Context()
                        .controlResponseChannel("aeron:udp?term-length=64k|endpoint=" + self.host() + ":0"))
                .recordingEventsEnabled(false)
                .replicationChannel(
                        "aeron:udp?endpoint=" + self.endpoint(self.ports().replication()))
                .threadingMode(profile.archiveThreads())
                .idleStrategySupplier(profile::idleStrategy)
                .recorderIdleStrategySupplier(profile::idleStrategy)
                .replayerIdleStrategySupplier(profile::idleStrategy)
                .fileSyncLevel(syncLevel)
                .catalogFileSyncLevel(syncLevel)
                .catalogCapacity(CATALOG_BYTES)
                .segmentFileLength(profile.segmentBytes())
                // After a kill, Aeron looks for the end of a recording in pieces of this size. When the last frame
                // ends exactly where a piece does, it takes the checksum of memory in front of its buffer (seen with
                // 1.51.0: the process dies by SIGSEGV, at every start). A segment in one piece has none inside.
                .fileIoMaxLength(profile.segmentBytes())
                .recordChecksum(Checksums.crc32c())
                .replayChecksum(Checksums.crc32c())
                .maxConcurrentRecordings(RECORDINGS_MAX)
                .maxConcurrentReplays(REPLAYS_MAX)
                .lowStorageSpaceThreshold(LAST_STORAGE_BYTES)
                .errorBufferLength(ERROR_BUFFER_BYTES)
                .errorHandler(errorHandler("archive"));
    }

    private ConsensusModule.Context consensusContext(MemberAddress self, Profile profile, Path markDirectory) {
        return new ConsensusModule.Context()
                .aeronDirectoryName(driverDirectory.toString())
                .clusterDir(clusterDirectory(config.directory()).toFile())
                .markFileDir(markDirectory.toFile())
                .clusterId(0)
                .clusterMemberId(config.memberId())
                .clusterMembers(config.clusterMembers())
                .serviceCount(1)
                .fileSyncLevel(config.durability().fileSyncLevel())
                .ingressChannel("aeron:udp?term-length=" + INGRESS_TERM_BYTES + "|alias=ingress")
                .isIpcIngressAllowed(true)
                .ingressFragmentLimit(INGRESS_FRAGMENTS_MAX)
                .egressChannel("aeron:udp?term-length=64k|alias=egress")
                .logChannel("aeron:udp?term-length=" + profile.termBytes() + "|alias=log")
                .logFragmentLimit(LOG_FRAGMENTS_MAX)
                .consensusChannel("aeron:udp?term-length=64k|alias=consensus")
                .snapshotChannel("aeron:ipc?term-length=" + profile.termBytes() + "|alias=snapshot")
                .replicationChannel("aeron:udp?endpoint=" + self.host() + ":0")
                .followerCatchupChannel("aeron:udp?term-length=" + profile.termBytes() + "|alias=catchup")
                .leaderArchiveControlChannel("aeron:udp?term-length=64k|alias=leader-archive")
                .maxConcurrentSessions(SESSIONS_MAX)
                .sessionTimeoutNs(SESSION_TIMEOUT.toNanos())
                .leaderHeartbeatTimeoutNs(profile.heartbeatTimeout().toNanos())
                .leaderHeartbeatIntervalNs(profile.heartbeatTimeout().toNanos() / 10)
                .electionTimeoutNs(profile.electionTimeout().toNanos())
                .electionStatusIntervalNs(profile.electionTimeout().toNanos() / 10)
                .startupCanvassTimeoutNs(CANVASS_TIMEOUT.toNanos())
                .terminationTimeoutNs(TERMINATION_TIMEOUT.toNanos())
                .clusterClock(new NanosecondClusterClock())
                .idleStrategySupplier(profile::idleStrategy)
                .archiveContext(localArchive())
                .errorBufferLength(ERROR_BUFFER_BYTES)
                .errorHandler(errorHandler("consensus module"))
                .terminationHook(() -> terminated("the consensus module ended"));
    }

    private ClusteredServiceContainer.Context serviceContext(Profile profile, Path markDirectory) {
        return new ClusteredServiceContainer.Context()
                .aeronDirectoryName(driverDirectory.toString())
                .clusterDir(clusterDirectory(config.directory()).toFile())
                .markFileDir(markDirectory.toFile())
                .clusterId(0)
                .serviceId(0)
                .serviceName("replica")
                .clusteredService(service)
                // Answers travel in the journal; egress would reach only the sessions of a leader that lives.
                .isRespondingService(false)
                .logFragmentLimit(LOG_FRAGMENTS_MAX)
                .snapshotChannel("aeron:ipc?term-length=" + profile.termBytes() + "|alias=snapshot")
                .idleStrategySupplier(profile::idleStrategy)
                .archiveContext(localArchive())
                .errorBufferLength(ERROR_BUFFER_BYTES)
                .errorHandler(errorHandler("service"))
                .terminationHook(() -> terminated("the service ended"));
    }

    static Path clusterDirectory(Path member) {
        return member.resolve("cluster");
    }

    static Path imageDirectory(Path member) {
        return member.resolve("images");
    }

    private AeronArchive.Context localArchive() {
        return new AeronArchive.Context()
                .aeronDirectoryName(driverDirectory.toString())
                .controlRequestChannel("aeron:ipc?term-length=64k|alias=archive-control")
                .controlResponseChannel("aeron:ipc?term-length=64k|alias=archive-response")
                .messageTimeoutNs(MESSAGE_TIMEOUT.toNanos());
    }

    /// Readers announce themselves at the control port; how far they may slow the journal down, [JournalPace] says.
    /// `ssc=true`: the local recording counts as a reader, so the journal flows when nobody listens, and never
    /// faster than it is recorded.
    private static String journalChannel(MemberConfig config) {
        var self = config.self();
        return "aeron:udp?control=" + self.endpoint(self.ports().journal())
                + "|control-mode=dynamic|fc=max|ssc=true|term-length="
                + config.profile().termBytes() + "|mtu=" + MTU_BYTES + "|sparse=true|alias=journal";
    }

    /// Where a process that keeps its state in the given directory has the buffers of its media driver: in
    /// shared memory when there is enough of it, else in the directory itself.
    public static Path driverDirectory(Path directory) {
        Path sharedMemory = Path.of("/dev/shm");
        String name = "seawall-"
                + Integer.toHexString(
                        directory.toAbsolutePath().normalize().toString().hashCode()) + "-"
                + System.getProperty("user.name", "user");
        return sharedMemory.toFile().getUsableSpace() >= SHARED_MEMORY_BYTES_MIN
                ? sharedMemory.resolve(name)
                : directory.resolve("driver");
    }

    /// A picture of this member for its operator; from any thread.
    public MemberStatus status() {
        var progress = service.progress();
        return new MemberStatus(
                config.memberId(),
                progress.role(),
                phase(progress),
                progress.logPosition(),
                progress.sequence(),
                progress.stateHash(),
                progress.journalPosition(),
                progress.snapshots(),
                progress.backPressure(),
                errors.get());
    }

    private String phase(ReplicaService.Progress progress) {
        if (terminated.getCount() == 0) {
            return "STOPPED";
        }
        var running = consensus;
        if (closing || running == null || !progress.phase().equals("RUNNING")) {
            return progress.phase();
        }
        Counter state = running.context().moduleStateCounter();
        Counter election = running.context().electionStateCounter();
        // The memory of a closed counter may be gone.
        if (state.isClosed() || election.isClosed()) {
            return "STOPPED";
        }
        if (ConsensusModule.State.get(state) == ConsensusModule.State.SUSPENDED) {
            return "SUSPENDED";
        }
        return ElectionState.get(election) == ElectionState.CLOSED ? "RUNNING" : "ELECTING";
    }

    /// Directory of this member's media driver, for clients in the same process or machine.
    public Path driverDirectory() {
        return driverDirectory;
    }

    /// Asks all members for a snapshot.
    ///
    /// @return false when this member does not lead, or the snapshot before is under way or not on its disk yet
    public boolean requestSnapshot() {
        var progress = service.progress();
        return "LEADER".equals(progress.role())
                && !progress.imageOnItsWay()
                && ClusterControl.ToggleState.SNAPSHOT.toggle(
                        Objects.requireNonNull(consensus).context().controlToggleCounter());
    }

    /// Waits until this member has stopped by itself.
    ///
    /// @return the reason
    public Throwable awaitFailure() throws InterruptedException {
        terminated.await();
        return Objects.requireNonNull(failure.get());
    }

    private void fail(Throwable reason) {
        if (!closing && failure.compareAndSet(null, reason)) {
            errors.incrementAndGet();
            terminated.countDown();
            onFailure.accept(reason);
        }
    }

    private void terminated(String what) {
        if (!closing && failure.get() == null) {
            LOG.error("Member {} stops: {}.", config.memberId(), what);
            fail(new IllegalStateException(what));
        }
    }

    private ErrorHandler errorHandler(String part) {
        return error -> {
            if (error instanceof AeronException known && known.category() == AeronException.Category.WARN) {
                LOG.warn("Member {}, {}: {}", config.memberId(), part, error.getMessage());
            } else if (closing) {
                LOG.info("Member {}, {} while closing: {}", config.memberId(), part, error.toString());
            } else {
                errors.incrementAndGet();
                LOG.error("Member {}, {}.", config.memberId(), part, error);
            }
        };
    }

    /// Takes a snapshot, if the configuration has an interval for them and this member leads; then leaves the cluster.
    @Override
    public void close() {
        if (terminated.getCount() > 0) {
            snapshotBeforeClose();
        }
        leave();
    }

    /// Leaves the cluster at once, so that another member leads as soon as it can.
    void leave() {
        closing = true;
        CloseHelper.quietClose(storageWatch);
        // The consensus module goes first, so that followers see the end of the log and elect at once.
        CloseHelper.quietClose(consensus);
        if (config.members().size() > 1) {
            LockSupport.parkNanos(STEP_DOWN_LINGER.toNanos());
        }
        closeParts();
        terminated.countDown();
    }

    private void snapshotBeforeClose() {
        var progress = service.progress();
        // Not skipped when nothing seems to have happened: what the service shows of itself may be a moment old.
        if (config.snapshotInterval().isZero() || !"LEADER".equals(progress.role())) {
            return;
        }
        var counter = Objects.requireNonNull(consensus).context().snapshotCounter();
        long before = counter.get();
        long deadline = System.nanoTime() + SNAPSHOT_DEADLINE.toNanos();
        boolean requested = false;
        while (counter.get() == before) {
            if (terminated.getCount() == 0 || System.nanoTime() - deadline > 0) {
                LOG.warn(
                        "Member {} closes without the snapshot it asked for; the log has everything.",
                        config.memberId());
                return;
            }
            requested = requested || requestSnapshot();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private void closeParts() {
        CloseHelper.closeAll(
                error -> LOG.info("Member {} while closing: {}", config.memberId(), error.toString()),
                storageWatch,
                consensus,
                container,
                service,
                archive,
                driver,
                lock);
    }

    /// Ports of this member, for those who build addresses from the same configuration.
    public MemberPorts ports() {
        return config.self().ports();
    }
}
