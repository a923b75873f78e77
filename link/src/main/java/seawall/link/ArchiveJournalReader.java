package seawall.link;

import io.aeron.archive.client.PersistentSubscription;
import io.aeron.archive.client.PersistentSubscriptionListener;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.wire.MemberPorts;

/// Follows the journal of one member through its archive.
///
/// ```
/// LOCATING --found--> FOLLOWING --subscription failed--> LOCATING
/// ```
///
/// FOLLOWING is Aeron's persistent subscription: replay, join live, back to replay. It fails for good when this
/// reader had seen more of the live journal than was recorded before the member died. The missing entries come
/// again, since they were made by logged commands, so the reader locates its next entry afresh and skips what it
/// has delivered.
///
/// LOCATING asks the archive for the start of the term that holds the wanted entry (see [JournalIndex]) and runs
/// beside the polling thread, which never blocks.
public final class ArchiveJournalReader implements JournalReader {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveJournalReader.class);
    private static final Duration LOCATE_AGAIN = Duration.ofMillis(200);
    private static final int REPLAY_STREAM_ID = MemberPorts.JOURNAL_STREAM_ID + 1;
    private static final int ROUNDS_MAX = 64;
    private static final int FRAGMENTS_MIN = 16;
    private static final Executor LOCATORS =
            task -> Thread.ofPlatform().daemon().name("journal-locator").start(task);

    private final JournalSource source;
    private final LinkMedia media;
    private final EntryJoiner joiner;
    private final ControlledFragmentHandler fragmentHandler = this::onPart;
    private @Nullable CompletableFuture<JournalIndex.Location> locating;
    private @Nullable PersistentSubscription subscription;
    private @Nullable RuntimeException failure;
    private long locateAtNanos = System.nanoTime();
    private int entries;
    private int entriesMax;
    private boolean closed;

    /// @param afterSequence last entry that need not be delivered; 0 to read the journal from its beginning
    public ArchiveJournalReader(
            JournalSource source, LinkMedia media, long afterSequence, JournalEntryHandler handler) {
        this.source = source;
        this.media = media;
        joiner = new EntryJoiner(afterSequence, handler);
    }

    /// {@inheritDoc}
    ///
    /// @throws JournalGapException when an entry is missing; the reader is of no use after that
    @Override
    public int poll(int entriesMax) {
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            throw new IllegalStateException("the reader of member " + source.member() + " is closed");
        }
        this.entriesMax = entriesMax;
        entries = 0;
        if (subscription == null) {
            locate();
        } else {
            follow(subscription);
        }
        return entries;
    }

    private void locate() {
        if (locating == null) {
            if (System.nanoTime() - locateAtNanos < 0) {
                return;
            }
            long wanted = joiner.sequence() + 1;
            locating = CompletableFuture.supplyAsync(() -> JournalIndex.locate(source, media, wanted), LOCATORS);
        } else if (locating.isDone()) {
            var done = locating;
            locating = null;
            if (done.isCompletedExceptionally()) {
                LOG.debug(
                        "Member {} has no journal for us yet: {}",
                        source.member(),
                        done.exceptionNow().getMessage());
                locateAtNanos = System.nanoTime() + LOCATE_AGAIN.toNanos();
            } else {
                subscribe(done.resultNow());
            }
        }
    }

    private void subscribe(JournalIndex.Location location) {
        LOG.info(
                "Reading the journal of member {} after sequence {}, from position {}.",
                source.member(),
                joiner.sequence(),
                location.position());
        joiner.restart();
        subscription = PersistentSubscription.create(new PersistentSubscription.Context()
                .aeron(media.aeron())
                .recordingId(location.recordingId())
                .startPosition(location.position())
                .liveChannel(source.liveChannel())
                .liveStreamId(MemberPorts.JOURNAL_STREAM_ID)
                .replayChannel(source.replayChannel())
                .replayStreamId(REPLAY_STREAM_ID)
                .aeronArchiveContext(JournalIndex.archiveContext(source, media))
                .listener(new Listener()));
    }

    private void follow(PersistentSubscription from) {
        int work;
        int rounds = 0;
        do {
            work = from.controlledPoll(fragmentHandler, Math.max(FRAGMENTS_MIN, entriesMax));
            if (failure != null) {
                throw failure;
            }
        } while (work > 0 && entries == 0 && ++rounds < ROUNDS_MAX);
        if (from.hasFailed()) {
            LOG.info(
                    "The journal of member {} is located again after sequence {}: {}",
                    source.member(),
                    joiner.sequence(),
                    String.valueOf(from.failureReason()));
            CloseHelper.quietClose(from);
            subscription = null;
            locateAtNanos = System.nanoTime() + LOCATE_AGAIN.toNanos();
        }
    }

    private Action onPart(DirectBuffer buffer, int offset, int length, Header header) {
        try {
            if (joiner.onPart(buffer, offset, length) && ++entries >= entriesMax) {
                return Action.BREAK;
            }
            return Action.CONTINUE;
        } catch (RuntimeException e) {
            // Kept and thrown again by the poll: Aeron hands exceptions to an error handler of the client.
            failure = e;
            return Action.BREAK;
        }
    }

    @Override
    public long sequence() {
        return joiner.sequence();
    }

    @Override
    public boolean isLive() {
        return subscription != null && subscription.isLive();
    }

    @Override
    public void close() {
        closed = true;
        CloseHelper.close(subscription);
        subscription = null;
    }

    private final class Listener implements PersistentSubscriptionListener {
        @Override
        public void onLiveJoined() {
            LOG.info("Live with member {} at sequence {}.", source.member(), joiner.sequence());
        }

        @Override
        public void onLiveLeft() {
            LOG.info("Left the live journal of member {} at sequence {}.", source.member(), joiner.sequence());
        }

        @Override
        public void onError(Exception error) {
            LOG.info("Journal of member {} at sequence {}: {}", source.member(), joiner.sequence(), error.toString());
        }
    }
}
