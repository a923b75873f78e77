package seawall.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the journals of one or two members at once and delivers each entry when the first of them has it: every
/// member's journal has the same entries under the same sequence numbers. With two, the death of a member costs
/// neither an answer nor a moment.
///
/// Members that do not lead are preferred, so that an audience costs the leader nothing. A member that fell silent is
/// left for another; one that leads is left once another one's journal is live.
public final class RovingJournalReader implements JournalReader {
    private static final Logger LOG = LoggerFactory.getLogger(RovingJournalReader.class);
    /// A member that is not followed live and has delivered nothing for this long is left.
    static final Duration PATIENCE = Duration.ofSeconds(3);

    /// The same while another member is followed live, so that nothing is lost by trying elsewhere.
    static final Duration PATIENCE_BESIDE_ANOTHER = Duration.ofSeconds(1);

    /// A member that leads is left at most this often: members that have just changed roles are busy.
    static final Duration MOVE_INTERVAL = Duration.ofSeconds(10);

    /// Journals with a gap that were left in a row, without an entry in between, before the gap is believed.
    static final int GAPS_MAX = 3;

    private static final int FOLLOWED_MAX = 2;
    private static final int NOBODY = -1;

    private final List<JournalSource> sources;
    private final int followedMax;
    private final IntSupplier leader;
    private final Opener opener;
    private final JournalEntryHandler handler;
    private final LongSupplier nanoTime;
    private final List<Leg> legs = new ArrayList<>();
    private @Nullable Leg successor;
    private long movedAtNanos;
    private long sequence;
    private int delivered;
    private int gaps;
    private int turn;

    /// Opens the journal of one member.
    interface Opener {
        JournalReader open(JournalSource source, long afterSequence, JournalEntryHandler handler);
    }

    /// One member that is followed.
    private final class Leg {
        final JournalSource source;
        final JournalReader reader;
        long seen;
        long workedAtNanos = nanoTime.getAsLong();

        Leg(JournalSource source) {
            this.source = source;
            reader = opener.open(source, sequence, RovingJournalReader.this::onEntry);
        }

        void poll(int entriesMax) {
            reader.poll(entriesMax);
            if (reader.sequence() != seen || reader.isLive()) {
                seen = reader.sequence();
                workedAtNanos = nanoTime.getAsLong();
            }
        }

        boolean isSilent() {
            Duration patience = RovingJournalReader.this.isLive() ? PATIENCE_BESIDE_ANOTHER : PATIENCE;
            return nanoTime.getAsLong() - workedAtNanos > patience.toNanos();
        }
    }

    private RovingJournalReader(
            List<JournalSource> sources,
            int followedMax,
            IntSupplier leader,
            Opener opener,
            long afterSequence,
            JournalEntryHandler handler,
            LongSupplier nanoTime) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("expected a member to read from, found none");
        }
        this.sources = List.copyOf(sources);
        this.followedMax = Math.min(followedMax, sources.size());
        this.leader = leader;
        this.opener = opener;
        this.handler = handler;
        this.nanoTime = nanoTime;
        sequence = afterSequence;
        movedAtNanos = nanoTime.getAsLong();
        legs.add(new Leg(this.sources.getFirst()));
    }

    /// Follows one member at a time: for readers that can wait some seconds when it dies.
    ///
    /// @param sources       every member, the preferred one first
    /// @param afterSequence last entry that need not be delivered; 0 to read the journal from its beginning
    public static RovingJournalReader ofOne(
            List<JournalSource> sources, LinkMedia media, long afterSequence, JournalEntryHandler handler) {
        return new RovingJournalReader(
                sources, 1, () -> NOBODY, opener(media), afterSequence, handler, System::nanoTime);
    }

    /// Follows two members at a time: for readers on whom somebody waits.
    ///
    /// @param sources       every member, the preferred one first
    /// @param leader        number of the member that leads, as far as it is known; negative for none
    /// @param afterSequence last entry that need not be delivered; 0 to read the journal from its beginning
    public static RovingJournalReader ofTwo(
            List<JournalSource> sources,
            LinkMedia media,
            IntSupplier leader,
            long afterSequence,
            JournalEntryHandler handler) {
        return new RovingJournalReader(
                sources, FOLLOWED_MAX, leader, opener(media), afterSequence, handler, System::nanoTime);
    }

    static RovingJournalReader scripted(
            List<JournalSource> sources,
            int followedMax,
            IntSupplier leader,
            Opener opener,
            JournalEntryHandler handler,
            LongSupplier nanoTime) {
        return new RovingJournalReader(sources, followedMax, leader, opener, 0, handler, nanoTime);
    }

    private static Opener opener(LinkMedia media) {
        return (source, after, handler) -> new ArchiveJournalReader(source, media, after, handler);
    }

    /// {@inheritDoc}
    ///
    /// @throws JournalGapException when an entry is missing in one journal after the other; the reader is of no use
    ///                             after that
    @Override
    public int poll(int entriesMax) {
        delivered = 0;
        for (int index = 0; index < legs.size() && delivered < entriesMax; index++) {
            // In turn, so that none is starved when one fills the poll.
            Leg leg = legs.get((index + turn) % legs.size());
            try {
                leg.poll(entriesMax - delivered);
            } catch (JournalGapException e) {
                leave(leg, e);
                return delivered;
            }
        }
        turn++;
        if (delivered == 0) {
            tend();
        }
        return delivered;
    }

    private void onEntry(long entry, DirectBuffer buffer, int offset, int length) {
        // Each leg began after an entry that had been delivered, and has no gaps: what it brings is old or next.
        if (entry == sequence + 1) {
            sequence = entry;
            delivered++;
            gaps = 0;
            handler.onEntry(entry, buffer, offset, length);
        }
    }

    private void tend() {
        for (Leg leg : List.copyOf(legs)) {
            if (leg.isSilent() && sources.size() > 1) {
                leave(leg, null);
            }
        }
        // A second journal from the beginning would only make the first one slower.
        if (legs.size() < followedMax && isLive()) {
            JournalSource next = next(NOBODY);
            if (next != null) {
                legs.add(new Leg(next));
                LOG.info("Following member {} as well, after sequence {}.", next.member(), sequence);
            }
        }
        moveFromLeader();
    }

    /// Goes on with another member instead.
    private void leave(Leg leg, @Nullable JournalGapException gap) {
        if (gap != null && (sources.size() == 1 || ++gaps >= GAPS_MAX)) {
            throw gap;
        }
        leg.reader.close();
        legs.remove(leg);
        if (leg == successor) {
            successor = null;
            return;
        }
        JournalSource next = next(leg.source.member());
        if (next == null) {
            next = leg.source;
        }
        LOG.warn(
                "{} Going on after {} with member {}.",
                gap == null
                        ? "Nothing from the journal of member " + leg.source.member() + " for too long."
                        : "The journal of member " + leg.source.member() + " is not to be trusted: " + gap.getMessage()
                                + ".",
                sequence,
                next.member());
        legs.add(new Leg(next));
    }

    private void moveFromLeader() {
        Leg moving = successor;
        if (moving != null) {
            if (moving.reader.isLive() && moving.reader.sequence() >= sequence) {
                successor = null;
                // If nobody followed leads any more, there was no reason to move.
                Leg dropped = legs.stream()
                        .filter(leg -> leg != moving && leg.source.member() == leader.getAsInt())
                        .findFirst()
                        .orElse(moving);
                dropped.reader.close();
                legs.remove(dropped);
                LOG.info("Following the members {}, not {} any more.", members(), dropped.source.member());
            }
            return;
        }
        long nowNanos = nanoTime.getAsLong();
        if (nowNanos - movedAtNanos < MOVE_INTERVAL.toNanos() || legs.size() < followedMax || !isLive()) {
            return;
        }
        movedAtNanos = nowNanos;
        int leads = leader.getAsInt();
        JournalSource next = next(leads);
        if (next != null && next.member() != leads && legs.stream().anyMatch(leg -> leg.source.member() == leads)) {
            var found = new Leg(next);
            legs.add(found);
            successor = found;
        }
    }

    /// A member that is not followed: after the given one in the order of preference, the leader last.
    private @Nullable JournalSource next(int after) {
        int start = 0;
        for (int index = 0; index < sources.size(); index++) {
            if (sources.get(index).member() == after) {
                start = index + 1;
            }
        }
        JournalSource last = null;
        for (int index = 0; index < sources.size(); index++) {
            JournalSource source = sources.get((start + index) % sources.size());
            if (source.member() == after || isFollowed(source)) {
                continue;
            }
            if (source.member() != leader.getAsInt()) {
                return source;
            }
            last = source;
        }
        return last;
    }

    private boolean isFollowed(JournalSource source) {
        return legs.stream().anyMatch(leg -> leg.source.member() == source.member());
    }

    /// The members whose journals are read now.
    public List<Integer> members() {
        return legs.stream().map(leg -> leg.source.member()).toList();
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public boolean isLive() {
        return legs.stream().anyMatch(leg -> leg.reader.isLive());
    }

    @Override
    public void close() {
        legs.forEach(leg -> leg.reader.close());
        legs.clear();
    }
}
