package seawall.simulation.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import seawall.link.EntryJoiner;
import seawall.simulation.JournalChecker;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OpenStreamDecoder;
import seawall.wire.codec.Outcome;

/// Hears every part of the journal from every member and every answer that a gateway gives, and objects:
///
/// - all members say the same bytes, also after a crash (equal bytes carry equal state hashes);
/// - money is conserved and orders, fills, books and balances agree ([JournalChecker]);
/// - a command is applied at most once, and those of one sender in the order in which it sent them;
/// - an answer is what the journal says.
final class Judge {
    private static final int VIOLATIONS_MAX = 20;

    /// What became of a command.
    ///
    /// @param sequence of its entry
    record Decision(long sequence, Outcome outcome) {}

    private final Schedule schedule;
    private final List<byte[]> parts = new ArrayList<>();
    private final JournalChecker checker = new JournalChecker();
    private final EntryJoiner entries = new EntryJoiner(0, this::onWholeEntry);
    private final Map<Long, Decision> decisions = new HashMap<>();
    private final Map<Long, Long> latestOfStream = new HashMap<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final EntryPartDecoder entryPart = new EntryPartDecoder();
    private final List<String> violations = new ArrayList<>();
    private long digest = 17;
    private long checked;

    Judge(Schedule schedule) {
        this.schedule = schedule;
    }

    /// Objects; the world ends with the first objection.
    void object(String violation) {
        if (violations.size() < VIOLATIONS_MAX) {
            violations.add(String.format("%.6f s: %s", schedule.nowNanos() / 1e9, violation));
        }
    }

    boolean isContent() {
        return violations.isEmpty();
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    /// Sequence number of the latest entry that any member has published.
    long sequence() {
        return entries.sequence();
    }

    /// Differs between two runs that differed anywhere in what they published or answered.
    long digest() {
        return digest;
    }

    /// A member published a part, or derived it again.
    void onPart(int member, int index, byte[] bytes) {
        if (index < parts.size()) {
            if (!Arrays.equals(parts.get(index), bytes)) {
                object("member " + member + " gives another part " + index + " of the journal than was published");
            }
            return;
        }
        if (index > parts.size()) {
            object("member " + member + " published part " + index + " after " + parts.size());
            return;
        }
        parts.add(bytes);
        digest = 31 * digest + Arrays.hashCode(bytes);
        entries.onPart(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    private void onWholeEntry(long sequence, DirectBuffer buffer, int offset, int length) {
        checker.onEntry(buffer, offset, length);
        if (checker.violationCount() > checked) {
            checked = checker.violationCount();
            object("the journal: " + checker.violations().getLast());
        }
        entryPart.wrapAndApplyHeader(buffer, offset, header);
        Outcome outcome = entryPart.outcome();
        if (entryPart.commandTemplateId() == 0
                || entryPart.commandTemplateId() == OpenStreamDecoder.TEMPLATE_ID
                || isAboutStreams(outcome)) {
            return;
        }
        long correlationId = entryPart.correlationId();
        Decision earlier = decisions.put(correlationId, new Decision(sequence, outcome));
        if (earlier != null) {
            object("command " + correlationId + " was applied in entry " + earlier.sequence() + " and again in entry "
                    + sequence);
        }
        long stream = entryPart.gatewayId();
        Long before = latestOfStream.put(stream, correlationId);
        if (before != null && before > correlationId) {
            object("gateway " + stream + " sent command " + correlationId + " before " + before
                    + ", which was applied first");
        }
    }

    static boolean isAboutStreams(Outcome outcome) {
        return switch (outcome) {
            case STREAM_REPEATED, STREAM_GAP, STREAM_FENCED, STREAM_UNKNOWN -> true;
            default -> false;
        };
    }

    /// A gateway told a client what became of a command.
    void onAnswer(int gateway, long correlationId, long sequence, Outcome outcome) {
        digest = 31 * (31 * digest + correlationId) + sequence;
        if (!new Decision(sequence, outcome).equals(decisions.get(correlationId))) {
            object("gateway " + gateway + " answered command " + correlationId + " with " + outcome + " of entry "
                    + sequence + ", the journal says " + decisions.get(correlationId));
        }
    }

    /// What the journal says of a command; null when it was never applied.
    @Nullable
    Decision decision(long correlationId) {
        return decisions.get(correlationId);
    }
}
