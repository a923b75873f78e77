package seawall.cluster;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Binds a [Replica] to Aeron Cluster: log to commands, entries to journal, state to snapshot, one timer.
///
/// Whatever goes wrong in here is our mistake, since a refusal is an entry and not an exception: the service
/// reports it once and ends, before a replica that is in doubt can answer anyone.
final class ReplicaService implements ClusteredService, AutoCloseable {
    /// Pages of an image that are written between two looks at the log: a few tenths of a millisecond.
    private static final int PAGES_OF_STEP = 32;

    private static final long STATUS_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaService.class);

    private final Function<EntryPartSink, Replica> replicas;
    private final String journalChannel;
    private final Path imageDirectory;
    private final StateImages images;
    private final long snapshotIntervalNanos;
    private final Consumer<Throwable> onFailure;
    private @Nullable Cluster cluster;
    private @Nullable Journal journal;
    private @Nullable Replica replica;
    private @Nullable AtomicCounter controlToggle;
    /// When the cluster is to wake the replica, -1 for never.
    private long timerNanos = -1;
    private long snapshotDueNanos = -1;
    private long snapshotSequence;
    /// The snapshot whose image is being written.
    private @Nullable SnapshotHead imageHead;

    private long imageNanos;
    private long statusDueNanos;
    private volatile Progress progress = new Progress("STARTING", "FOLLOWER", 0, 0, 0, 0, 0, false, 0);

    /// What the service has done so far, published for other threads.
    record Progress(
            String phase,
            String role,
            long logPosition,
            long sequence,
            long stateHash,
            long journalPosition,
            long snapshots,
            boolean imageOnItsWay,
            long backPressure) {}

    ReplicaService(
            Function<EntryPartSink, Replica> replicas,
            String journalChannel,
            Path imageDirectory,
            long snapshotIntervalNanos,
            Consumer<Throwable> onFailure,
            ErrorHandler onError) {
        this.replicas = replicas;
        this.journalChannel = journalChannel;
        this.imageDirectory = imageDirectory;
        images = new StateImages(imageDirectory, onError);
        this.snapshotIntervalNanos = snapshotIntervalNanos;
        this.onFailure = onFailure;
    }

    Progress progress() {
        return progress;
    }

    /// Hands the service the switch by which a leader asks all members for a snapshot.
    void controlToggle(AtomicCounter toggle) {
        controlToggle = toggle;
    }

    @Override
    public void onStart(Cluster cluster, @Nullable Image snapshotImage) {
        guarded(() -> {
            this.cluster = cluster;
            var archive =
                    AeronArchive.connect(cluster.context().archiveContext().clone());
            var opened = new Journal(cluster.aeron(), archive, journalChannel, cluster.idleStrategy());
            journal = opened;
            var created = replicas.apply(opened);
            replica = created;
            long journalPosition = snapshotImage == null ? 0 : load(created, snapshotImage);
            opened.open(journalPosition, created.sequence());
            publishProgress("CHECKING");
        });
    }

    @Override
    public void onSessionOpen(ClientSession session, long timestamp) {
        LOG.info("Session {} opened from {}.", session.id(), session.responseChannel());
    }

    @Override
    public void onSessionClose(ClientSession session, long timestamp, CloseReason closeReason) {
        LOG.info("Session {} closed: {}.", session.id(), closeReason);
    }

    @Override
    public void onSessionMessage(
            @Nullable ClientSession session,
            long timestamp,
            DirectBuffer buffer,
            int offset,
            int length,
            Header header) {
        guarded(() -> {
            replica().onCommand(timestamp, buffer, offset, length);
            setTimer();
        });
    }

    @Override
    public void onTimerEvent(long correlationId, long timestamp) {
        guarded(() -> {
            timerNanos = -1;
            replica().onTimer(timestamp);
            setTimer();
        });
    }

    /// Takes note of the state. Its image is written in steps while commands go on, see [#writeImage].
    @Override
    public void onTakeSnapshot(ExclusivePublication snapshotPublication) {
        guarded(() -> {
            long startNanos = System.nanoTime();
            // A start from further back meets the snapshots again that it could not use, in the middle of its journal.
            // Only a leader has all of the log behind it.
            if (cluster().role() == Cluster.Role.LEADER) {
                journal().requireChecked();
            }
            journal().awaitRecorded();
            var replica = replica();
            var head = new SnapshotHead(
                    replica.sequence(),
                    replica.stateHash(),
                    cluster().logPosition(),
                    journal().position());
            write(snapshotPublication, head.encode(), SnapshotHead.BYTES);
            // While the log is replayed nobody waits for this member; later the cluster would.
            if (finishImage(journal().isChecking())) {
                imageHead = head;
                imageNanos = startNanos;
                replica.beginImage();
            } else {
                LOG.warn("The disk is too slow: the snapshot at sequence {} gets no image.", head.sequence());
            }
            publishProgress(journal().isChecking() ? "CHECKING" : "RUNNING");
            LOG.info(
                    "Snapshot at sequence {} taken in {} us.",
                    head.sequence(),
                    TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos));
        });
    }

    /// Completes the image of the snapshot before, if a new one comes so early: a leader asks for none as long as its
    /// own disk is not done with the last one.
    ///
    /// @param waits whether there is time to wait for the disk
    /// @return false when the disk has not come to an end with the one before that
    private boolean finishImage(boolean waits) {
        if (imageHead != null && (waits ? images.awaitStored() : !images.isStoring())) {
            writeImage(Integer.MAX_VALUE);
        }
        return imageHead == null;
    }

    /// Goes on with the image of the latest snapshot.
    private void writeImage(int pagesMax) {
        SnapshotHead head = imageHead;
        if (head == null || images.isStoring()) {
            return;
        }
        StateImage image = replica().continueImage(pagesMax);
        if (image != null) {
            imageHead = null;
            snapshotSequence = head.sequence();
            images.store(image, head.logPosition(), head.journalPosition());
            LOG.info(
                    "Image of sequence {} complete after {} ms: {} bytes.",
                    head.sequence(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - imageNanos),
                    image.bytes());
        }
    }

    @Override
    public void onRoleChange(Cluster.Role newRole) {
        LOG.info("Role is {} at sequence {}.", newRole, replica().sequence());
        publishProgress(journal().isChecking() ? "CHECKING" : "RUNNING");
    }

    @Override
    public void onTerminate(Cluster cluster) {
        publishProgress("STOPPED");
        CloseHelper.close(journal);
    }

    /// Brings the latest snapshot to the disk and waits for it. To be called when nothing else is any more.
    @Override
    public void close() {
        if (!finishImage(true)) {
            LOG.warn("The disk is too slow: the latest snapshot gets no image.");
        }
        images.close();
    }

    @Override
    public int doBackgroundWork(long nowNanos) {
        if (nowNanos - statusDueNanos >= 0) {
            statusDueNanos = nowNanos + STATUS_INTERVAL_NANOS;
            guarded(() -> {
                journal().checkRecording();
                publishProgress(journal().isChecking() ? "CHECKING" : "RUNNING");
                scheduleSnapshot(nowNanos);
            });
        }
        if (imageHead == null) {
            return 0;
        }
        guarded(() -> writeImage(PAGES_OF_STEP));
        return 1;
    }

    private void scheduleSnapshot(long nowNanos) {
        if (snapshotIntervalNanos == 0 || cluster().role() != Cluster.Role.LEADER) {
            snapshotDueNanos = -1;
        } else if (snapshotDueNanos == -1) {
            snapshotDueNanos = nowNanos + snapshotIntervalNanos;
        } else if (nowNanos - snapshotDueNanos >= 0) {
            snapshotDueNanos = nowNanos + snapshotIntervalNanos;
            // Nothing happened since the last one: another would say the same.
            if (replica().sequence() > snapshotSequence && !isImageOnItsWay() && controlToggle != null) {
                ClusterControl.ToggleState.SNAPSHOT.toggle(controlToggle);
            }
        }
    }

    /// Keeps the cluster's timer at the time the replica asks for.
    ///
    /// The time is the timer's name too. A fixed name would do harm: a timer that expired in the moment in which it
    /// was moved or cancelled leaves an event in the log, and a member that meets an event for a timer it does not
    /// have skips the next timer of that name.
    private void setTimer() {
        long due = replica().nextTimerNanos() == Long.MAX_VALUE ? -1 : replica().nextTimerNanos();
        if (due == timerNanos) {
            return;
        }
        if (timerNanos != -1) {
            long old = timerNanos;
            await(() -> cluster().cancelTimer(old));
        }
        if (due != -1) {
            await(() -> cluster().scheduleTimer(due, due));
        }
        timerNanos = due;
    }

    private void await(BooleanSupplier done) {
        var idle = cluster().idleStrategy();
        idle.reset();
        while (!done.getAsBoolean()) {
            idle.idle();
        }
    }

    private void write(ExclusivePublication publication, DirectBuffer buffer, int length) {
        var idle = cluster().idleStrategy();
        idle.reset();
        long result;
        while ((result = publication.offer(buffer, 0, length)) < 0) {
            if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
                throw new IllegalStateException("the snapshot refused a message: " + Publication.errorString(result));
            }
            idle.idle();
        }
    }

    /// Brings the replica to the state of the snapshot.
    ///
    /// @return journal position at which it was taken
    private long load(Replica into, Image image) {
        long startNanos = System.nanoTime();
        var head = new AtomicReference<@Nullable SnapshotHead>();
        FragmentHandler handler = (buffer, offset, length, header) -> {
            if (head.get() == null) {
                head.set(SnapshotHead.decode(buffer, offset, length));
            }
        };
        var idle = cluster().idleStrategy();
        idle.reset();
        while (head.get() == null) {
            int fragments = image.poll(handler, 1);
            if (fragments == 0 && image.isClosed()) {
                throw new IllegalStateException("the snapshot ended before it began");
            }
            idle.idle(fragments);
        }
        SnapshotHead snapshot = Objects.requireNonNull(head.get());
        snapshot.load(imageDirectory, into);
        // All of it stays: the collector moves it to where it will be now, and not when somebody waits for an answer.
        System.gc();
        snapshotSequence = into.sequence();
        // The cluster keeps its timers in the same snapshot.
        timerNanos = into.nextTimerNanos() == Long.MAX_VALUE ? -1 : into.nextTimerNanos();
        LOG.info(
                "Loaded the snapshot at sequence {} in {} ms.",
                snapshotSequence,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        return snapshot.journalPosition();
    }

    /// True until the disk has the image of the latest snapshot. Another snapshot might get none.
    private boolean isImageOnItsWay() {
        return imageHead != null || images.isStoring();
    }

    private void publishProgress(String phase) {
        progress = new Progress(
                phase,
                cluster().role().name(),
                cluster().logPosition(),
                replica().sequence(),
                replica().stateHash(),
                journal().position(),
                images.stored(),
                isImageOnItsWay(),
                journal().backPressure());
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (AgentTerminationException e) {
            // The container is being closed; it knows.
            throw e;
        } catch (Throwable e) {
            LOG.error("The member stops at sequence {}.", replica == null ? 0 : replica.sequence(), e);
            onFailure.accept(e);
            throw new AgentTerminationException(e);
        }
    }

    private Cluster cluster() {
        return Objects.requireNonNull(cluster);
    }

    private Journal journal() {
        return Objects.requireNonNull(journal);
    }

    private Replica replica() {
        return Objects.requireNonNull(replica);
    }
}
