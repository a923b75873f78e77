package seawall.cluster;

import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterBackup;
import io.aeron.cluster.ClusterBackupEventsListener;
import io.aeron.cluster.ClusterMember;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import io.aeron.exceptions.AeronException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives a member that holds no log the log of the others, before it may take part in an election.
///
/// The rule: such a member waits until it holds the log of a leader up to where that had come when the member began.
/// Only when every other member answers that it has no log either, the exchange is new and all begin with nothing. So
/// two members of three that lost their disks never agree on an empty log, as long as they are told of a third.
///
/// The archive of this member runs, its consensus module does not.
final class Seeding {
    private static final Logger LOG = LoggerFactory.getLogger(Seeding.class);
    private static final int LOG_STREAM = ConsensusModule.Configuration.logStreamId();
    private static final int RECORDINGS_ASKED_MAX = 1_000;
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration STALLED = Duration.ofSeconds(10);

    private final MemberConfig config;
    private final String driverDirectory;
    private final AeronArchive.Context localArchive;
    private final long deadlineNanos;
    private final Duration patience;
    private final ErrorHandler onError;

    /// @param patience how long to wait for the others
    Seeding(
            MemberConfig config,
            Path driverDirectory,
            AeronArchive.Context localArchive,
            Duration patience,
            ErrorHandler onError) {
        this.config = config;
        this.driverDirectory = driverDirectory.toString();
        this.localArchive = localArchive;
        this.patience = patience;
        this.onError = onError;
        deadlineNanos = System.nanoTime() + patience.toNanos();
    }

    /// Waits until this member may begin.
    ///
    /// @param hasLost whether this member is known to have had a log: then the exchange is not new, whatever the
    ///                others say
    /// @return true when it holds a log now, false when the whole exchange is new
    /// @throws IllegalStateException when the others did not help in time
    boolean seed(boolean hasLost) {
        LOG.info("Member {} holds no log; asking the others.", config.memberId());
        while (true) {
            int blank = 0;
            var silent = new StringBuilder();
            for (MemberAddress peer : peers()) {
                try {
                    if (logPosition(peer.endpoint(peer.ports().archive())).isPresent()) {
                        fetch();
                        return true;
                    }
                    blank++;
                } catch (AeronException e) {
                    LOG.debug("Member {} does not answer: {}", peer.id(), e.getMessage());
                    silent.append(silent.isEmpty() ? "" : ", ").append(peer.id());
                }
            }
            boolean areAllBlank = blank == peers().size();
            if (areAllBlank && !hasLost) {
                LOG.info("No member holds a log: the exchange is new.");
                return false;
            }
            if (areAllBlank) {
                pauseUntilDeadline("member " + config.memberId()
                        + " has lost its log, and the others hold none: restore"
                        + " a backup, or what was put aside in " + config.directory() + ", after  ./seawall verify");
                continue;
            }
            pauseUntilDeadline("member " + config.memberId() + " holds no log and waited " + patience.toSeconds()
                    + " s for the members " + silent
                    + ", which may hold one: start them. A new exchange begins when all of"
                    + " its members run.");
        }
    }

    private List<MemberAddress> peers() {
        return config.members().stream()
                .filter(member -> member.id() != config.memberId())
                .toList();
    }

    /// How far the log of a member goes that runs, or at least its archive; empty when it has none.
    private OptionalLong logPosition(String archiveEndpoint) {
        return logPosition(driverDirectory, archiveEndpoint, config.self().host(), onError);
    }

    /// How far the log goes that an archive has; empty when it has none.
    ///
    /// @param host under which the archive reaches this process
    static OptionalLong logPosition(String driverDirectory, String archiveEndpoint, String host, ErrorHandler onError) {
        try (var archive = AeronArchive.connect(new AeronArchive.Context()
                .aeronDirectoryName(driverDirectory)
                .controlRequestChannel("aeron:udp?term-length=64k|endpoint=" + archiveEndpoint)
                .controlResponseChannel("aeron:udp?term-length=64k|endpoint=" + host + ":0")
                .errorHandler(onError)
                .messageTimeoutNs(ANSWER_MAX.toNanos()))) {
            var ids = new ArrayList<Long>();
            archive.listRecordingsForUri(
                    0,
                    RECORDINGS_ASKED_MAX,
                    "",
                    LOG_STREAM,
                    (session,
                            correlation,
                            id,
                            startTimestamp,
                            stopTimestamp,
                            startPosition,
                            stopPosition,
                            initialTermId,
                            segmentBytes,
                            termBytes,
                            mtuBytes,
                            sessionId,
                            streamId,
                            strippedChannel,
                            originalChannel,
                            source) -> ids.add(id));
            return ids.stream().mapToLong(archive::getMaxRecordedPosition).max();
        }
    }

    /// Copies the leader's log as far as it goes now; what it has not committed by then, it will have to.
    private void fetch() {
        Holdings.beginSeeding(config.directory());
        var progress = new Progress();
        long position;
        try (ClusterBackup backup = ClusterBackup.launch(context(progress))) {
            AtomicCounter fetched = backup.context().liveLogPositionCounter();
            while (!progress.isComplete(fetched.get())) {
                progress.askLeader();
                pauseUntilDeadline(
                        "member " + config.memberId() + " holds no log and waited " + patience.toSeconds()
                                + " s for a leader among the others to fetch it from. If a majority of them is lost as well,"
                                + " no log is known to be complete: bring one of them back with its data, or restore a backup.");
            }
            position = fetched.get();
        }
        LogTerms.list(config.directory());
        Holdings.endSeeding(config.directory());
        LOG.info("Member {} holds the log up to {}.", config.memberId(), position);
    }

    private ClusterBackup.Context context(Progress progress) {
        MemberAddress self = config.self();
        return new ClusterBackup.Context()
                .aeronDirectoryName(driverDirectory)
                .clusterId(0)
                .clusterDir(seawall.cluster.ClusterMember.clusterDirectory(config.directory())
                        .toFile())
                .markFileDir(config.directory().resolve("mark").toFile())
                .clusterConsensusEndpoints(peers().stream()
                        .map(peer -> peer.endpoint(peer.ports().consensus()))
                        .collect(Collectors.joining(",")))
                .consensusChannel("aeron:udp?term-length=64k|endpoint="
                        + self.endpoint(self.ports().consensus()))
                .catchupChannel("aeron:udp?term-length=" + config.profile().termBytes())
                .catchupEndpoint(self.endpoint(self.ports().catchup()))
                .archiveContext(localArchive)
                .clusterArchiveContext(new AeronArchive.Context()
                        .controlRequestChannel("aeron:udp?term-length=64k")
                        .controlResponseChannel("aeron:udp?term-length=64k|endpoint=" + self.host() + ":0")
                        .messageTimeoutNs(ANSWER_MAX.toNanos()))
                .sourceType(ClusterBackup.SourceType.LEADER)
                .clusterBackupIntervalNs(TimeUnit.HOURS.toNanos(1))
                .clusterBackupResponseTimeoutNs(ANSWER_MAX.toNanos())
                .clusterBackupProgressTimeoutNs(STALLED.toNanos())
                .clusterBackupCoolDownIntervalNs(ASK_AGAIN.toNanos())
                .initialReplayStart(ClusterBackup.Configuration.ReplayStart.BEGINNING)
                .eventsListener(progress)
                .errorHandler(onError);
    }

    private void pauseUntilDeadline(String otherwise) {
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new IllegalStateException(otherwise);
        }
        LockSupport.parkNanos(LOOK.toNanos());
    }

    /// How far the fetching has come; told by the backup's thread, asked by the member's.
    private final class Progress implements ClusterBackupEventsListener {
        private volatile @Nullable String leaderArchive;
        private volatile boolean hasTerms;
        private final long askNanos =
                System.nanoTime() + 2 * config.profile().heartbeatTimeout().toNanos();
        private long wanted = Long.MAX_VALUE;

        boolean isComplete(long position) {
            return hasTerms && position >= wanted;
        }

        /// Finds out, once, how far the leader's log goes. Not at once: a leader that was cut off while this member
        /// still had its log notices, after a silence, that it leads no more.
        void askLeader() {
            String endpoint = leaderArchive;
            if (endpoint == null || wanted != Long.MAX_VALUE || System.nanoTime() - askNanos < 0) {
                return;
            }
            try {
                wanted = logPosition(endpoint).orElse(Long.MAX_VALUE);
                LOG.info("Fetching the log of the leader up to {}.", wanted);
            } catch (AeronException e) {
                LOG.info("The leader does not tell how far its log goes: {}", e.getMessage());
            }
        }

        @Override
        public void onBackupQuery() {
            LOG.debug("Asking for a leader.");
        }

        @Override
        public void onPossibleFailure(Exception reason) {
            LOG.info("Fetching the log was interrupted: {}", reason.getMessage());
        }

        @Override
        public void onBackupResponse(
                ClusterMember[] members, ClusterMember source, List<RecordingLog.Snapshot> snapshots) {
            leaderArchive = source.archiveEndpoint();
        }

        @Override
        public void onUpdatedRecordingLog(RecordingLog terms, List<RecordingLog.Snapshot> snapshots) {
            hasTerms = true;
        }

        @Override
        public void onLiveLogProgress(long recordingId, long counterId, long position) {
            LOG.debug("Log fetched up to {}.", position);
        }
    }
}
