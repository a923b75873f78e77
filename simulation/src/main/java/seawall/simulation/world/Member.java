package seawall.simulation.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import seawall.cluster.EngineReplica;
import seawall.cluster.EntryPartSink;
import seawall.cluster.StateImage;
import seawall.engine.Limits;
import seawall.engine.StateSink;

/// One member: a log, a journal and snapshots that outlive a crash, and a replica of the engine that does not.
final class Member {
    private static final byte[] NOTHING = {};
    private static final int NO_IMAGE = -1;

    /// A state, and what of log and journal lies behind it.
    private record Snapshot(int applied, int journalParts, StateImage image) {}

    /// Makes the replica of a life; [PlantedFault]s are planted here.
    interface Life {
        EngineReplica begin(Limits limits, EntryPartSink parts);

        /// @return the page of an image as it is read again
        byte[] remembered(byte[] page);
    }

    final int id;
    final String name;
    private final Limits limits;
    private final Judge judge;
    private final Life life;

    // What survives a crash.
    private final List<LogEntry> log = new ArrayList<>();
    private final List<byte[]> journal = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private long term;

    // What does not.
    private @Nullable EngineReplica replica;
    private int committed;
    private int applied;
    private int journalAt;
    private int imageApplied = NO_IMAGE;
    private int imageJournalParts;
    private boolean leads;
    private int[] matched = {};
    private int[] next = {};
    private long heardNanos;
    private long pausedUntilNanos;
    private long clockSkewNanos;

    Member(int id, Limits limits, Judge judge, Life life) {
        this.id = id;
        this.name = "member " + id;
        this.limits = limits;
        this.judge = judge;
        this.life = life;
    }

    boolean isUp() {
        return replica != null;
    }

    boolean leads() {
        return leads;
    }

    long term() {
        return term;
    }

    int logLength() {
        return log.size();
    }

    long lastTerm() {
        return log.isEmpty() ? 0 : log.getLast().term();
    }

    int committed() {
        return committed;
    }

    int applied() {
        return applied;
    }

    long sequence() {
        return replica == null ? 0 : replica.sequence();
    }

    long stateHash() {
        return replica == null ? 0 : replica.stateHash();
    }

    void writeState(StateSink sink) {
        running().writeState(sink);
    }

    /// The journal as it is recorded here.
    List<byte[]> journal() {
        return journal;
    }

    long heardNanos() {
        return heardNanos;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    boolean isPaused(long nowNanos) {
        return nowNanos < pausedUntilNanos;
    }

    void pause(long untilNanos) {
        pausedUntilNanos = untilNanos;
    }

    long pausedUntilNanos() {
        return pausedUntilNanos;
    }

    void jump(long nanos) {
        clockSkewNanos = nanos;
    }

    long clockNanos(long nowNanos) {
        return World.EPOCH_NANOS + nowNanos + clockSkewNanos;
    }

    /// Dies, and may lose what of the journal was not recorded yet.
    void crash(int lostParts) {
        replica = null;
        imageApplied = NO_IMAGE;
        leads = false;
        committed = 0;
        pausedUntilNanos = 0;
        int kept = Math.max(snapshots.isEmpty() ? 0 : snapshots.getLast().journalParts(), journal.size() - lostParts);
        journal.subList(Math.min(kept, journal.size()), journal.size()).clear();
    }

    /// Starts: from the latest snapshot, then from the log as far as it is known to be committed.
    void start(long nowNanos) {
        EngineReplica starting = life.begin(limits, this::onPart);
        replica = starting;
        applied = 0;
        journalAt = 0;
        if (!snapshots.isEmpty()) {
            Snapshot latest = snapshots.getLast();
            boolean complete = false;
            for (int page = 0; page < latest.image().pages(); page++) {
                StateImage image = latest.image();
                byte[] read = life.remembered(Arrays.copyOf(image.page(page), image.length(page)));
                complete = starting.onImage(new UnsafeBuffer(read), 0, read.length);
            }
            if (!complete) {
                throw new IllegalStateException("the snapshot of " + name + " has no end");
            }
            applied = latest.applied();
            journalAt = latest.journalParts();
            committed = applied;
        }
        heardNanos = nowNanos;
    }

    /// Takes a snapshot of what is applied, which everything before it in the journal has been recorded for. It is
    /// worth nothing before [#writeImage] has written all of its image.
    void snapshot() {
        writeImage(Integer.MAX_VALUE);
        running().beginImage();
        imageApplied = applied;
        imageJournalParts = journalAt;
    }

    /// Goes on with the image of the latest snapshot; commands may have been applied since.
    void writeImage(int pagesMax) {
        if (imageApplied == NO_IMAGE) {
            return;
        }
        StateImage image = running().continueImage(pagesMax);
        if (image != null) {
            snapshots.add(new Snapshot(imageApplied, imageJournalParts, image));
            imageApplied = NO_IMAGE;
            // The one before is overwritten by the next.
            if (snapshots.size() > 1) {
                snapshots.removeFirst();
            }
        }
    }

    /// Becomes the leader of a term.
    void lead(long newTerm, int members, long nowNanos) {
        term = newTerm;
        leads = true;
        matched = new int[members];
        next = new int[members];
        Arrays.fill(next, log.size());
        log.add(new LogEntry(term, LogEntry.Kind.NEW_TERM, clockNanos(nowNanos), NOTHING));
    }

    void follow(long newTerm) {
        term = newTerm;
        leads = false;
    }

    /// Appends a command or a timer as the leader.
    void append(LogEntry.Kind kind, byte[] command, long nowNanos) {
        log.add(new LogEntry(term, kind, clockNanos(nowNanos), command));
    }

    /// What a follower is sent.
    record Append(long term, int previous, long previousTerm, List<LogEntry> entries, int committed) {}

    Append appendFor(int follower, int entriesMax) {
        int from = Math.min(next[follower], log.size());
        List<LogEntry> entries = List.copyOf(log.subList(from, Math.min(log.size(), from + entriesMax)));
        // Until it fails, what is sent is taken to arrive.
        next[follower] = from + entries.size();
        return new Append(term, from, from == 0 ? 0 : log.get(from - 1).term(), entries, committed);
    }

    /// What a follower answers.
    ///
    /// @param matched length of the log that it shares with the leader; where to go on when it did not fit
    record Appended(long term, boolean fits, int matched) {}

    Appended append(Append message, long nowNanos) {
        if (message.term() < term) {
            return new Appended(term, false, 0);
        }
        if (message.term() > term || leads) {
            follow(message.term());
        }
        heardNanos = nowNanos;
        int at = message.previous();
        if (at > log.size() || (at > 0 && log.get(at - 1).term() != message.previousTerm())) {
            return new Appended(term, false, Math.min(log.size(), Math.max(0, at - 1)));
        }
        for (LogEntry entry : message.entries()) {
            if (at < log.size() && log.get(at).term() != entry.term()) {
                if (at < committed) {
                    judge.object(name + " is told to forget entry " + at + " of its log, which is committed");
                }
                log.subList(at, log.size()).clear();
            }
            if (at == log.size()) {
                log.add(entry);
            }
            at++;
        }
        commitTo(Math.min(message.committed(), at));
        return new Appended(term, true, at);
    }

    /// The leader hears from a follower.
    void onAppended(int follower, Appended answer, int majority) {
        if (!leads || answer.term() < term) {
            return;
        }
        if (answer.term() > term) {
            follow(answer.term());
            return;
        }
        if (!answer.fits()) {
            next[follower] = Math.min(next[follower], answer.matched());
            return;
        }
        matched[follower] = Math.max(matched[follower], answer.matched());
        next[follower] = Math.max(next[follower], matched[follower]);
        commitWhatAMajorityHas(majority);
    }

    /// A follower that has not answered is sent again what it has not confirmed.
    void sendAgain(int follower) {
        next[follower] = matched[follower];
    }

    private void commitWhatAMajorityHas(int majority) {
        int[] lengths = matched.clone();
        lengths[id] = log.size();
        Arrays.sort(lengths);
        int length = lengths[lengths.length - majority];
        if (length > committed && log.get(length - 1).term() == term) {
            commitTo(length);
        }
    }

    void commitTo(int length) {
        committed = Math.max(committed, Math.min(length, log.size()));
    }

    /// Forgets the end of the log, as no member may.
    void loseTail(int entries) {
        log.subList(Math.max(0, log.size() - entries), log.size()).clear();
        committed = Math.min(committed, log.size());
    }

    /// Gives the engine what is committed.
    void apply() {
        EngineReplica engine = running();
        while (applied < committed) {
            LogEntry entry = log.get(applied++);
            switch (entry.kind()) {
                case COMMAND ->
                    engine.onCommand(entry.timeNanos(), new UnsafeBuffer(entry.command()), 0, entry.command().length);
                case TIMER -> engine.onTimer(entry.timeNanos());
                case NEW_TERM -> {}
            }
        }
    }

    /// True if a timer of the engine is due by this member's clock and none is on its way.
    boolean isTimerDue(long nowNanos) {
        return running().nextTimerNanos() <= clockNanos(nowNanos) && applied == log.size();
    }

    private void onPart(long sequence, int part, boolean last, DirectBuffer buffer, int offset, int length) {
        byte[] bytes = copy(buffer, offset, length);
        if (journalAt < journal.size()) {
            if (!Arrays.equals(journal.get(journalAt), bytes)) {
                judge.object(name + " derives another entry " + sequence + " than it has recorded");
            }
        } else {
            journal.add(bytes);
        }
        judge.onPart(id, journalAt++, bytes);
    }

    private EngineReplica running() {
        return Objects.requireNonNull(replica, "a member that is down does nothing");
    }

    private static byte[] copy(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }
}
