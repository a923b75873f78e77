package seawall.cluster;

import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterBackup;
import io.aeron.cluster.ClusterBackupEventsListener;
import io.aeron.cluster.RecordingLog;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.AeronException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A copy of the log of a running exchange in another place. As long as it is open it follows the log; what it holds is
/// committed. Whatever was committed behind the end of the copy is lost when only the copy is left: the loss window.
///
/// The log is all that is kept: journals and snapshots are made from it again. A later backup to the same place goes on
/// where the one before ended.
public final class LogBackup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogBackup.class);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);
    private static final Duration STALLED = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final int CONTROL_TERM_BYTES = 64 * 1024;
    private static final long CATALOG_BYTES = 1024 * 1024;

    private final Path directory;
    private final String host;
    private final Path driverDirectory;
    private final DirectoryLock lock;
    private final Listener listener = new Listener();
    private @Nullable MediaDriver driver;
    private @Nullable Archive archive;
    private @Nullable ClusterBackup backup;

    private LogBackup(Path directory, String host) {
        this.directory = directory;
        this.host = host;
        lock = DirectoryLock.acquire(directory, "backup");
        driverDirectory = ClusterMember.driverDirectory(directory);
    }

    /// Starts to copy the log.
    ///
    /// @param members   of the running exchange
    /// @param directory of the copy, with or without an earlier one
    /// @param host      name or address under which the members reach this process
    /// @param profile   that of the members
    /// @throws IllegalStateException when the copy that is there is damaged, or another process writes to it
    public static LogBackup start(List<MemberAddress> members, Path directory, String host, Profile profile) {
        var started = new LogBackup(directory, host);
        try {
            started.launch(members, profile);
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private void launch(List<MemberAddress> members, Profile profile) {
        Path recordings = directory.resolve("archive");
        Path mark = directory.resolve("mark");
        // We hold the lock: whoever wrote these is dead.
        IoUtil.delete(mark.toFile(), true);
        IoUtil.delete(driverDirectory.toFile(), true);
        if (Files.isDirectory(recordings)) {
            LogTerms.list(directory);
            requireSound(directory);
            TornRecordings.clearBehindEnds(recordings);
        }
        ErrorHandler onError = error -> LOG.warn("Backup: {}", error.toString());
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(driverDirectory.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(profile.idleStrategy())
                .termBufferSparseFile(true)
                .errorHandler(onError));
        archive = Archive.launch(new Archive.Context()
                .aeronDirectoryName(driverDirectory.toString())
                .archiveDir(recordings.toFile())
                .markFileDir(mark.toFile())
                .controlChannelEnabled(false)
                .archiveClientContext(new AeronArchive.Context()
                        .controlResponseChannel("aeron:udp?term-length=64k|endpoint=" + host + ":0"))
                .localControlChannel("aeron:ipc?term-length=64k|alias=archive-control")
                .controlTermBufferLength(CONTROL_TERM_BYTES)
                .recordingEventsEnabled(false)
                .replicationChannel("aeron:udp?endpoint=" + host + ":0")
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(profile::idleStrategy)
                // A backup that is not on its disk is none.
                .fileSyncLevel(1)
                .catalogFileSyncLevel(1)
                .catalogCapacity(CATALOG_BYTES)
                .segmentFileLength(profile.segmentBytes())
                .fileIoMaxLength(profile.segmentBytes())
                .recordChecksum(Checksums.crc32c())
                .replayChecksum(Checksums.crc32c())
                .errorHandler(onError));
        backup = ClusterBackup.launch(new ClusterBackup.Context()
                .aeronDirectoryName(driverDirectory.toString())
                .clusterId(0)
                .clusterDir(ClusterMember.clusterDirectory(directory).toFile())
                .markFileDir(mark.toFile())
                .clusterConsensusEndpoints(members.stream()
                        .map(member -> member.endpoint(member.ports().consensus()))
                        .collect(Collectors.joining(",")))
                .consensusChannel("aeron:udp?term-length=64k|endpoint=" + host + ":" + freePort())
                .catchupChannel("aeron:udp?term-length=" + profile.termBytes())
                .catchupEndpoint(host + ":" + freePort())
                .archiveContext(new AeronArchive.Context()
                        .controlRequestChannel("aeron:ipc?term-length=64k|alias=archive-control")
                        .controlResponseChannel("aeron:ipc?term-length=64k|alias=archive-response"))
                .clusterArchiveContext(new AeronArchive.Context()
                        .controlRequestChannel("aeron:udp?term-length=64k")
                        .controlResponseChannel("aeron:udp?term-length=64k|endpoint=" + host + ":0")
                        .messageTimeoutNs(ANSWER_MAX.toNanos()))
                .sourceType(ClusterBackup.SourceType.LEADER)
                .clusterBackupIntervalNs(TimeUnit.HOURS.toNanos(1))
                .clusterBackupResponseTimeoutNs(ANSWER_MAX.toNanos())
                .clusterBackupProgressTimeoutNs(STALLED.toNanos())
                .clusterBackupCoolDownIntervalNs(ASK_AGAIN.toNanos())
                .initialReplayStart(ClusterBackup.Configuration.ReplayStart.BEGINNING)
                .eventsListener(listener)
                .errorHandler(onError));
    }

    private static int freePort() {
        try (var socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        } catch (SocketException e) {
            throw new UncheckedIOException("finding a free port", e);
        }
    }

    /// Position in the log up to which it is copied; -1 before anything is.
    public long position() {
        var running = backup;
        return running == null
                        || ClusterBackup.State.get(running.context().stateCounter()) != ClusterBackup.State.BACKING_UP
                ? -1
                : running.context().liveLogPositionCounter().get();
    }

    /// How far the leader's log goes now.
    ///
    /// @throws IllegalStateException when no leader answers
    public long leaderPosition() {
        String endpoint = listener.leaderArchive;
        if (endpoint == null) {
            throw new IllegalStateException("no leader has answered yet");
        }
        try {
            return Seeding.logPosition(driverDirectory.toString(), endpoint, host, error -> {})
                    .orElseThrow(() -> new IllegalStateException("the leader has no log"));
        } catch (AeronException e) {
            throw new IllegalStateException("the leader does not answer: " + e.getMessage(), e);
        }
    }

    /// Waits until all is copied that the leader's log has now.
    ///
    /// @return the position up to which that is
    /// @throws IllegalStateException when that takes too long, as it does without a leader
    public long awaitCopied(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        long wanted = Long.MAX_VALUE;
        while (position() < wanted) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("waited " + patience.toSeconds() + " s for the log, copied up to "
                        + position() + (wanted == Long.MAX_VALUE ? ": no leader has answered" : " of " + wanted));
            }
            if (wanted == Long.MAX_VALUE && position() >= 0) {
                wanted = leaderPosition();
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return wanted;
    }

    /// Makes the directory of a member out of a backup that nobody writes to: it holds the log and nothing else.
    ///
    /// @param member directory without a member
    public static void restore(Path backup, Path member) {
        DirectoryLock source = DirectoryLock.acquire(backup, "backup");
        DirectoryLock target = null;
        try {
            target = DirectoryLock.acquire(member);
            restoreLocked(backup, member);
        } catch (IOException e) {
            throw new UncheckedIOException("copying " + backup + " to " + member, e);
        } finally {
            CloseHelper.closeAll(target, source);
        }
    }

    private static void restoreLocked(Path backup, Path member) throws IOException {
        if (!Files.isDirectory(backup.resolve("archive"))) {
            throw new IllegalStateException("expected a backup in " + backup + ", found none");
        }
        if (Files.exists(member.resolve("archive")) || Files.exists(ClusterMember.clusterDirectory(member))) {
            throw new IllegalStateException("expected no member in " + member + ", found one: move it away first");
        }
        // Until the copy is whole, it counts for nothing.
        Holdings.beginSeeding(member);
        copy(backup.resolve("archive"), member.resolve("archive"));
        Files.createDirectories(ClusterMember.clusterDirectory(member));
        LogTerms.list(member);
        Holdings.endSeeding(member);
        requireSound(member);
    }

    private static void requireSound(Path directory) {
        Holdings.examine(directory).damage().ifPresent(damage -> {
            throw new IllegalStateException("what is kept in " + directory + " is damaged: " + damage
                    + ". Make a new backup to another place, or use an older one.");
        });
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(backup, archive, driver, lock);
    }

    /// What the copying tells of itself, on its own thread.
    private static final class Listener implements ClusterBackupEventsListener {
        private volatile @Nullable String leaderArchive;

        @Override
        public void onBackupQuery() {
            LOG.debug("Asking for a leader.");
        }

        @Override
        public void onPossibleFailure(Exception reason) {
            LOG.info("The backup was interrupted and goes on: {}", reason.getMessage());
        }

        @Override
        public void onBackupResponse(
                io.aeron.cluster.ClusterMember[] members,
                io.aeron.cluster.ClusterMember source,
                List<RecordingLog.Snapshot> snapshots) {
            leaderArchive = source.archiveEndpoint();
        }

        @Override
        public void onUpdatedRecordingLog(RecordingLog terms, List<RecordingLog.Snapshot> snapshots) {
            LOG.debug("The terms of the log are noted.");
        }

        @Override
        public void onLiveLogProgress(long recordingId, long counterId, long position) {
            LOG.debug("Log copied up to {}.", position);
        }
    }
}
