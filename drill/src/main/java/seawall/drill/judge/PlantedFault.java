package seawall.drill.judge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import seawall.drill.evidence.Answer;
import seawall.drill.evidence.Asked;
import seawall.drill.evidence.Evidence;
import seawall.drill.evidence.HashSample;
import seawall.drill.evidence.Kind;
import seawall.drill.evidence.Operation;
import seawall.drill.evidence.Push;
import seawall.drill.judge.Finding.Law;
import seawall.wire.EventReader;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.EntryPartEncoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OrderAcceptedDecoder;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.PostingDecoder;
import seawall.wire.codec.PostingEncoder;

/// What an exchange with a fault would have left behind, made from the evidence of one without. A judge that does not
/// find it proves nothing.
public enum PlantedFault {
    /// A command that was sent again after a failover is executed again.
    AT_MOST_ONCE_OFF(Law.AT_MOST_ONCE),
    /// A command that the dead leader had taken is never sent again, and never answered.
    RESEND_OFF(Law.DEFINITE),
    /// One member applies two commands in another order.
    REORDERED_RESEND(Law.EQUAL_JOURNALS),
    /// All members execute two commands of a gateway in another order than it sent them.
    REORDERED_STREAM(Law.IN_TIME),
    /// An order is acknowledged from what was decided before it was asked for.
    ANSWER_FROM_THE_PAST(Law.IN_TIME),
    /// An acknowledged order is lost with the leader.
    LOST_ACKNOWLEDGED(Law.NOTHING_LOST),
    /// An operation is refused for load and executed nevertheless.
    REFUSED_AND_DONE(Law.NOTHING_REFUSED_DONE),
    /// A gateway shows an order as it was before.
    STALE_VIEW(Law.PRIVATE_VIEWS),
    /// A balance comes out of nowhere.
    WRONG_BALANCE_SHOWN(Law.PRIVATE_VIEWS),
    /// A message with changes of a book is lost on its way.
    LOST_BOOK_CHANGE(Law.BOOKS),
    /// A level of a book is shown with a wrong size.
    WRONG_BOOK(Law.BOOKS),
    /// A fill pays out one atom too many.
    MONEY_FROM_NOTHING(Law.CONSERVATION),
    /// A member's state drifts away from that of the others.
    DIVERGED_MEMBER(Law.EQUAL_STATES),
    /// A gateway says of an unknown outcome what is not so.
    WRONG_RESOLUTION(Law.DEFINITE);

    private final Law law;

    PlantedFault(Law law) {
        this.law = law;
    }

    /// The law under which it has to be found.
    public Law law() {
        return law;
    }

    /// Plants it.
    ///
    /// @return null when the evidence has no place for it: too little happened
    public @Nullable Evidence plant(Evidence evidence) {
        return switch (this) {
            case AT_MOST_ONCE_OFF -> repeatedPlacement(evidence);
            case RESEND_OFF -> withAnswer(evidence, PlantedFault::isDonePlacement, new Answer.Missing());
            case REORDERED_RESEND -> swapped(evidence);
            case REORDERED_STREAM -> reorderedStream(evidence);
            case ANSWER_FROM_THE_PAST -> answerFromThePast(evidence);
            case LOST_ACKNOWLEDGED -> withoutPlacement(evidence);
            case REFUSED_AND_DONE -> withAnswer(evidence, PlantedFault::isDonePlacement, new Answer.Refused("50013"));
            case STALE_VIEW -> staleView(evidence);
            case WRONG_BALANCE_SHOWN -> wrongBalance(evidence);
            case LOST_BOOK_CHANGE -> withoutBookChange(evidence);
            case WRONG_BOOK -> wrongBook(evidence);
            case MONEY_FROM_NOTHING -> unbalanced(evidence);
            case DIVERGED_MEMBER -> diverged(evidence);
            case WRONG_RESOLUTION -> wrongResolution(evidence);
        };
    }

    private static boolean isDonePlacement(Operation operation) {
        return operation.asked().kind() == Kind.PLACE && operation.isDone();
    }

    private static <T> int indexOf(List<T> list, Predicate<T> wanted) {
        // From the middle on: beginnings and ends are special.
        for (int step = 0; step < list.size(); step++) {
            int index = (list.size() / 2 + step) % list.size();
            if (wanted.test(list.get(index))) {
                return index;
            }
        }
        return -1;
    }

    private static @Nullable Evidence withAnswer(Evidence evidence, Predicate<Operation> wanted, Answer answer) {
        int index = indexOf(evidence.operations(), wanted);
        if (index < 0) {
            return null;
        }
        var operations = new ArrayList<>(evidence.operations());
        operations.set(
                index, operations.get(index).with(answer, operations.get(index).answeredNanos()));
        return evidence.withOperations(operations);
    }

    private static @Nullable Evidence wrongResolution(Evidence evidence) {
        int index = indexOf(evidence.operations(), PlantedFault::isDonePlacement);
        if (index < 0) {
            return null;
        }
        var operations = new ArrayList<>(evidence.operations());
        Operation operation = operations.get(index);
        operations.set(
                index,
                operation
                        .with(new Answer.Unknown("planted"), operation.answeredNanos())
                        .with(List.of(Operation.Truth.NOT_APPLIED)));
        return evidence.withOperations(operations);
    }

    /// Index of an entry in the journal that accepts an order of a client; -1 for none.
    private static int placement(Evidence evidence) {
        int operation = indexOf(evidence.operations(), PlantedFault::isDonePlacement);
        if (operation < 0) {
            return -1;
        }
        String name = evidence.operations().get(operation).asked().order();
        var events = new EventReader();
        var accepted = new OrderAcceptedDecoder();
        return indexOf(evidence.journals().getFirst(), entry -> {
            events.wrap(new UnsafeBuffer(entry), 0, entry.length);
            while (events.next()) {
                if (events.templateId() == OrderAcceptedDecoder.TEMPLATE_ID
                        && accepted.wrap(events.buffer(), events.offset(), events.blockLength(), events.version())
                                .clientOrderId()
                                .equals(name)) {
                    return true;
                }
            }
            return false;
        });
    }

    private static byte[] numbered(byte[] entry, long sequence) {
        byte[] copy = entry.clone();
        new EntryPartEncoder()
                .wrap(new UnsafeBuffer(copy), MessageHeaderDecoder.ENCODED_LENGTH)
                .sequence(sequence);
        return copy;
    }

    private static @Nullable Evidence repeatedPlacement(Evidence evidence) {
        int index = placement(evidence);
        if (index < 0) {
            return null;
        }
        return evidence.withJournals(evidence.journals().stream()
                .map(journal -> {
                    var entries = new ArrayList<>(journal);
                    entries.add(numbered(journal.get(index), journal.size() + 1L));
                    return (List<byte[]>) entries;
                })
                .toList());
    }

    private static @Nullable Evidence withoutPlacement(Evidence evidence) {
        int index = placement(evidence);
        if (index < 0) {
            return null;
        }
        return evidence.withJournals(evidence.journals().stream()
                .map(journal -> {
                    var entries = new ArrayList<>(journal.subList(0, index));
                    for (int later = index + 1; later < journal.size(); later++) {
                        entries.add(numbered(journal.get(later), later));
                    }
                    return (List<byte[]>) entries;
                })
                .toList());
    }

    private static @Nullable Evidence swapped(Evidence evidence) {
        int last = evidence.journals().size() - 1;
        var entries = new ArrayList<>(evidence.journals().get(last));
        int index = entries.size() / 2;
        if (last == 0 || index < 1) {
            return null;
        }
        byte[] first = entries.get(index - 1);
        entries.set(index - 1, numbered(entries.get(index), index));
        entries.set(index, numbered(first, index + 1L));
        var journals = new ArrayList<>(evidence.journals());
        journals.set(last, entries);
        return evidence.withJournals(journals);
    }

    private static @Nullable Evidence reorderedStream(Evidence evidence) {
        List<byte[]> first = evidence.journals().getFirst();
        for (int index = first.size() - 1; index > 0; index--) {
            if (areSuccessive(first.get(index - 1), first.get(index))) {
                var entries = new ArrayList<>(first);
                entries.set(index - 1, numbered(first.get(index), index));
                entries.set(index, numbered(first.get(index - 1), index + 1L));
                return evidence.withJournals(evidence.journals().stream()
                        .map(journal -> (List<byte[]>) entries)
                        .toList());
            }
        }
        return null;
    }

    private static boolean areSuccessive(byte[] first, byte[] second) {
        var one = new EntryPartDecoder().wrapAndApplyHeader(new UnsafeBuffer(first), 0, new MessageHeaderDecoder());
        var two = new EntryPartDecoder().wrapAndApplyHeader(new UnsafeBuffer(second), 0, new MessageHeaderDecoder());
        return one.gatewayId() == two.gatewayId()
                && one.incarnation() == two.incarnation()
                && one.streamSequence() > 0
                && two.streamSequence() == one.streamSequence() + 1
                && one.outcome() == Outcome.ACCEPTED
                && two.outcome() == Outcome.ACCEPTED;
    }

    /// The first placement is asked for when the last one was answered, and answered at once.
    private static @Nullable Evidence answerFromThePast(Evidence evidence) {
        List<Operation> placements = evidence.operations().stream()
                .filter(PlantedFault::isDonePlacement)
                .toList();
        if (placements.size() < 2) {
            return null;
        }
        Operation first = placements.getFirst();
        Asked asked = first.asked();
        long answeredNanos = placements.getLast().answeredNanos();
        var late = new Asked(
                asked.id(),
                asked.client(),
                asked.accountId(),
                asked.kind(),
                asked.name(),
                asked.order(),
                asked.instrument(),
                asked.price(),
                asked.size(),
                asked.gateway(),
                asked.via(),
                answeredNanos + 1);
        var operations = new ArrayList<>(evidence.operations());
        operations.set(
                operations.indexOf(first), new Operation(late, first.answer(), answeredNanos + 2, first.truths()));
        return evidence.withOperations(operations);
    }

    private static @Nullable Evidence staleView(Evidence evidence) {
        int index = indexOf(
                evidence.pushes(),
                push -> push instanceof Push.OfOrder order
                        && order.state().state().equals("live")
                        && evidence.pushes().stream()
                                .anyMatch(other -> other instanceof Push.OfOrder closed
                                        && closed.connection() == order.connection()
                                        && closed.clientOrderId().equals(order.clientOrderId())
                                        && closed.state().state().equals("canceled")));
        if (index < 0) {
            return null;
        }
        var pushes = new ArrayList<>(evidence.pushes());
        pushes.add(pushes.get(index));
        return evidence.withPushes(pushes);
    }

    private static @Nullable Evidence wrongBalance(Evidence evidence) {
        int index = indexOf(evidence.pushes(), Push.OfBalance.class::isInstance);
        if (index < 0 || !(evidence.pushes().get(index) instanceof Push.OfBalance balance)) {
            return null;
        }
        var pushes = new ArrayList<>(evidence.pushes());
        pushes.set(
                index,
                new Push.OfBalance(
                        balance.connection(),
                        balance.currency(),
                        balance.cash().add(new BigDecimal("0.00000001")),
                        balance.hold(),
                        balance.updatedMillis()));
        return evidence.withPushes(pushes);
    }

    private static boolean isChange(Push push) {
        return push instanceof Push.OfBook book
                && !book.isSnapshot()
                && book.sequence() > book.previousSequence()
                && !(book.asks().isEmpty() && book.bids().isEmpty());
    }

    private static @Nullable Evidence withoutBookChange(Evidence evidence) {
        // Not the last one of its kind: another has to follow that does not fit.
        int index = indexOf(evidence.pushes().subList(0, evidence.pushes().size() * 3 / 4), PlantedFault::isChange);
        if (index < 0) {
            return null;
        }
        var pushes = new ArrayList<>(evidence.pushes());
        pushes.remove(index);
        return evidence.withPushes(pushes);
    }

    private static @Nullable Evidence wrongBook(Evidence evidence) {
        int index = indexOf(
                evidence.pushes(),
                push -> isChange(push)
                        && push instanceof Push.OfBook book
                        && !book.asks().isEmpty()
                        && book.asks().getFirst().size().signum() > 0);
        if (index < 0 || !(evidence.pushes().get(index) instanceof Push.OfBook book)) {
            return null;
        }
        var asks = new ArrayList<>(book.asks());
        Push.Level level = asks.getFirst();
        asks.set(0, new Push.Level(level.price(), level.size().multiply(BigDecimal.TEN), level.orders()));
        var pushes = new ArrayList<>(evidence.pushes());
        pushes.set(
                index,
                new Push.OfBook(
                        book.connection(),
                        book.instrument(),
                        false,
                        asks,
                        book.bids(),
                        book.previousSequence(),
                        book.sequence()));
        return evidence.withPushes(pushes);
    }

    private static @Nullable Evidence unbalanced(Evidence evidence) {
        var events = new EventReader();
        int index = indexOf(evidence.journals().getFirst(), entry -> postingAt(events, entry) >= 0);
        if (index < 0) {
            return null;
        }
        return evidence.withJournals(evidence.journals().stream()
                .map(journal -> {
                    byte[] entry = journal.get(index).clone();
                    var buffer = new UnsafeBuffer(entry);
                    int offset = postingAt(events, entry);
                    long amount = new PostingDecoder()
                            .wrap(buffer, offset, PostingDecoder.BLOCK_LENGTH, PostingDecoder.SCHEMA_VERSION)
                            .amountAtoms();
                    new PostingEncoder().wrap(buffer, offset).amountAtoms(amount + 1);
                    var entries = new ArrayList<>(journal);
                    entries.set(index, entry);
                    return (List<byte[]>) entries;
                })
                .toList());
    }

    private static int postingAt(EventReader events, byte[] entry) {
        events.wrap(new UnsafeBuffer(entry), 0, entry.length);
        while (events.next()) {
            if (events.templateId() == PostingDecoder.TEMPLATE_ID) {
                return events.offset();
            }
        }
        return -1;
    }

    private static @Nullable Evidence diverged(Evidence evidence) {
        if (evidence.hashes().isEmpty()) {
            return null;
        }
        var hashes = new ArrayList<>(evidence.hashes());
        HashSample last = hashes.getLast();
        hashes.add(new HashSample(last.member() + 1, last.sequence(), last.stateHash() ^ 1));
        return evidence.withHashes(hashes);
    }
}
