package seawall.drill.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.drill.evidence.Asked;
import seawall.drill.evidence.Operation;
import seawall.drill.judge.Finding.Law;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OpenStreamDecoder;
import seawall.wire.codec.Outcome;

/// Whether the journal's order is one that clients and gateways can have seen: the commands of a gateway's stream
/// follow each other without a gap, and what was answered before something else was asked for comes before it.
/// Together with one journal for all this is what is called linearizable.
final class OrderInTime {
    private OrderInTime() {}

    private record Stream(int gatewayId, long incarnation) {}

    private record Decided(Operation operation, long sequence) {}

    /// Streams whose commands are not executed once each and in their order.
    static List<Finding> ofStreams(List<byte[]> journal) {
        var findings = new ArrayList<Finding>();
        Map<Stream, Long> last = new HashMap<>();
        var head = new EntryPartDecoder();
        var header = new MessageHeaderDecoder();
        for (byte[] entry : journal) {
            head.wrapAndApplyHeader(new UnsafeBuffer(entry), 0, header);
            if (head.commandTemplateId() == 0 || head.streamSequence() == 0 || isAboutTheStream(head.outcome())) {
                continue;
            }
            var stream = new Stream(head.gatewayId(), head.incarnation());
            long before = last.getOrDefault(stream, 0L);
            if (head.commandTemplateId() != OpenStreamDecoder.TEMPLATE_ID && head.streamSequence() != before + 1) {
                findings.add(new Finding(
                        Law.IN_TIME,
                        "entry " + head.sequence() + " is command " + head.streamSequence() + " of gateway "
                                + head.gatewayId() + ", after its command " + before));
            }
            last.put(stream, head.streamSequence());
        }
        return findings;
    }

    private static boolean isAboutTheStream(Outcome outcome) {
        return outcome == Outcome.STREAM_REPEATED
                || outcome == Outcome.STREAM_GAP
                || outcome == Outcome.STREAM_FENCED
                || outcome == Outcome.STREAM_UNKNOWN;
    }

    /// Operations that were decided before something that had been answered before they were asked for.
    static List<Finding> ofOperations(List<Operation> operations, JournalFacts facts) {
        List<Decided> decided = operations.stream()
                .filter(Operation::isDone)
                .map(operation -> new Decided(operation, sequence(operation.asked(), facts)))
                .filter(each -> each.sequence > 0)
                .toList();
        List<Decided> byAnswer = decided.stream()
                .sorted(Comparator.comparingLong(each -> each.operation.answeredNanos()))
                .toList();
        var findings = new ArrayList<Finding>();
        long latest = 0;
        int answered = 0;
        List<Decided> byAsking = decided.stream()
                .sorted(Comparator.comparingLong(each -> each.operation.asked().intendedNanos()))
                .toList();
        for (Decided each : byAsking) {
            // It was not asked for before it should have been.
            long askedNanos = each.operation.asked().intendedNanos();
            while (answered < byAnswer.size()
                    && byAnswer.get(answered).operation.answeredNanos() < askedNanos) {
                latest = Math.max(latest, byAnswer.get(answered++).sequence);
            }
            if (each.sequence < latest) {
                findings.add(new Finding(
                        Law.IN_TIME,
                        each.operation.asked().label() + " is in entry " + each.sequence + ", although entry " + latest
                                + " was answered before it was asked for"));
            }
        }
        return findings;
    }

    /// The one entry that did it; 0 when there is none, or more than one, which is another finding.
    private static long sequence(Asked asked, JournalFacts facts) {
        List<JournalFacts.Order> orders =
                facts.ordersByName.getOrDefault(JournalFacts.key(asked.accountId(), asked.order()), List.of());
        return switch (asked.kind()) {
            case PLACE ->
                orders.size() == 1 ? orders.getFirst().states.getFirst().sequence() : 0;
            case CANCEL ->
                orders.size() == 1 && orders.getFirst().isClosedByUser
                        ? orders.getFirst().last().sequence()
                        : 0;
            case TRANSFER -> {
                List<Long> entries =
                        facts.transfers.getOrDefault(JournalFacts.key(asked.accountId(), asked.name()), List.of());
                yield entries.size() == 1 ? entries.getFirst() : 0;
            }
            case AMEND, READ -> 0;
        };
    }
}
