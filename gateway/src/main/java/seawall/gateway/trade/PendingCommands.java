package seawall.gateway.trade;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import seawall.gateway.view.EntryHeader;
import seawall.wire.codec.Outcome;

/// Commands on their way through the log, by correlation id. At most `pendingMax`; each is answered by its journal
/// entry,
/// or told "unknown" after its patience ends.
public final class PendingCommands {
    /// Receives the answer, on the view thread; must not block.
    interface Waiting {
        void onAnswer(Answer answer);
    }

    private record Pending(Waiting waiting, long patienceEndsNanos) {}

    private final int pendingMax;
    private final Long2ObjectHashMap<Pending> pending = new Long2ObjectHashMap<>();
    private long lastCorrelationId;
    private long unknown;

    public PendingCommands(int pendingMax, long firstCorrelationId) {
        this.pendingMax = pendingMax;
        this.lastCorrelationId = firstCorrelationId;
    }

    /// Registers who waits.
    ///
    /// @return the correlation id, or 0 when the table is full
    synchronized long add(Waiting waiting, long patienceEndsNanos) {
        if (pending.size() >= pendingMax) {
            return 0;
        }
        pending.put(++lastCorrelationId, new Pending(waiting, patienceEndsNanos));
        return lastCorrelationId;
    }

    /// Forgets a command that was never sent.
    synchronized void remove(long correlationId) {
        pending.remove(correlationId);
    }

    /// Answers the command of an entry of this gateway's own stream.
    public void onEntry(EntryHeader header) {
        if (isAboutTheStream(header.outcome())) {
            // Says that this copy was not applied, not what became of the command: the link sends it again, or an
            // earlier copy has been answered.
            return;
        }
        @Nullable Pending answered;
        synchronized (this) {
            answered = pending.remove(header.correlationId());
        }
        if (answered != null) {
            answered.waiting.onAnswer(new Answer.Decided(header.outcome(), header.detail(), header.timeNanos()));
        }
    }

    /// Tells those who waited too long that the outcome is unknown.
    public void onTick(long nowNanos) {
        List<Pending> late = new ArrayList<>();
        synchronized (this) {
            var values = pending.values().iterator();
            while (values.hasNext()) {
                Pending candidate = values.next();
                if (candidate.patienceEndsNanos <= nowNanos) {
                    late.add(candidate);
                    values.remove();
                }
            }
            unknown += late.size();
        }
        late.forEach(each -> each.waiting.onAnswer(new Answer.Unknown()));
    }

    public synchronized int size() {
        return pending.size();
    }

    public synchronized long unknown() {
        return unknown;
    }

    private static boolean isAboutTheStream(Outcome outcome) {
        return outcome == Outcome.STREAM_REPEATED
                || outcome == Outcome.STREAM_GAP
                || outcome == Outcome.STREAM_FENCED
                || outcome == Outcome.STREAM_UNKNOWN;
    }
}
