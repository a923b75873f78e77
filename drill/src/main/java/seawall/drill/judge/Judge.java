package seawall.drill.judge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import seawall.drill.evidence.Answer;
import seawall.drill.evidence.Asked;
import seawall.drill.evidence.Connection;
import seawall.drill.evidence.Evidence;
import seawall.drill.evidence.HashSample;
import seawall.drill.evidence.Kind;
import seawall.drill.evidence.Operation;
import seawall.drill.evidence.Operation.Truth;
import seawall.drill.evidence.OrderState;
import seawall.drill.evidence.Push;
import seawall.drill.judge.Finding.Law;

/// Holds everything that clients asked and were told against the journals of all members.
public final class Judge {
    /// Findings kept at most: the first ones tell enough.
    public static final int FINDINGS_MAX = 200;

    /// Levels of a side that the channel of books shows.
    private static final int DEPTH_MAX = 400;

    private final Evidence evidence;
    private final JournalFacts facts;
    private final List<Finding> findings = new ArrayList<>();

    private Judge(Evidence evidence) {
        this.evidence = evidence;
        facts = new JournalFacts(evidence.journals().getFirst());
    }

    /// Judges.
    ///
    /// @return what must not be, the first [#FINDINGS_MAX]; empty when all is well
    public static List<Finding> judge(Evidence evidence) {
        var judge = new Judge(evidence);
        judge.facts.findings.forEach(judge::add);
        judge.journals();
        judge.hashes();
        evidence.operations().forEach(judge::operation);
        OrderInTime.ofStreams(evidence.journals().getFirst()).forEach(judge::add);
        OrderInTime.ofOperations(evidence.operations(), judge.facts).forEach(judge::add);
        judge.pushes();
        if (!evidence.isComplete()) {
            judge.add(Law.COMPLETE, "more happened than the history has room for: drill shorter or slower");
        }
        return List.copyOf(judge.findings);
    }

    private void add(Law law, String what) {
        add(new Finding(law, what));
    }

    private void add(Finding finding) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add(finding);
        }
    }

    private void journals() {
        List<byte[]> first = evidence.journals().getFirst();
        for (int member = 1; member < evidence.journals().size(); member++) {
            List<byte[]> other = evidence.journals().get(member);
            if (other.size() != first.size()) {
                add(
                        Law.EQUAL_JOURNALS,
                        "member " + member + " has " + other.size() + " entries, member 0 has " + first.size());
            }
            for (int index = 0; index < Math.min(first.size(), other.size()); index++) {
                if (!Arrays.equals(first.get(index), other.get(index))) {
                    add(
                            Law.EQUAL_JOURNALS,
                            "entry " + (index + 1) + " of member " + member + " differs from member 0's");
                    break;
                }
            }
        }
    }

    private void hashes() {
        var told = new HashMap<Long, HashSample>();
        for (HashSample sample : evidence.hashes()) {
            HashSample other = told.putIfAbsent(sample.sequence(), sample);
            if (other != null && other.stateHash() != sample.stateHash()) {
                add(
                        Law.EQUAL_STATES,
                        "members " + other.member() + " and " + sample.member() + " differ in their state at entry "
                                + sample.sequence());
            }
        }
    }

    private void operation(Operation operation) {
        Asked asked = operation.asked();
        int done = switch (asked.kind()) {
            case PLACE -> placed(operation).size();
            case AMEND -> facts.amendments.getOrDefault(JournalFacts.key(asked.accountId(), asked.name()), 0);
            case TRANSFER ->
                facts.transfers
                        .getOrDefault(JournalFacts.key(asked.accountId(), asked.name()), List.of())
                        .size();
            // Orders are canceled by name, and at most once each: [JournalFacts] sees to that.
            case CANCEL -> placed(operation).stream().anyMatch(order -> order.isClosedByUser) ? 1 : 0;
            case READ -> 0;
        };
        if (done > 1) {
            add(Law.AT_MOST_ONCE, asked.label() + " was done " + done + " times");
        }
        switch (operation.answer()) {
            case Answer.Done answer -> done(operation, answer, done);
            case Answer.Refused refused -> refused(operation, refused, done);
            case Answer.Unknown unknown -> unknown(operation, done);
            case Answer.Missing missing -> add(Law.DEFINITE, asked.label() + " was never answered");
            case Answer.Seen seen -> seen(operation, seen.state());
        }
    }

    private List<JournalFacts.Order> placed(Operation operation) {
        Asked asked = operation.asked();
        return facts.ordersByName.getOrDefault(JournalFacts.key(asked.accountId(), asked.order()), List.of());
    }

    private void done(Operation operation, Answer.Done answer, int done) {
        Asked asked = operation.asked();
        if (done == 0) {
            add(Law.NOTHING_LOST, asked.label() + " was acknowledged and is not in the journal");
        } else if (!answer.orderId().isEmpty()
                && placed(operation).stream().noneMatch(order -> isNumber(order.id, answer.orderId()))) {
            add(
                    Law.NOTHING_LOST,
                    asked.label() + " was acknowledged as order " + answer.orderId() + ", the journal has "
                            + placed(operation).stream().map(order -> order.id).toList());
        }
    }

    private static boolean isNumber(long orderId, String told) {
        return told.equals(Long.toString(orderId));
    }

    private void refused(Operation operation, Answer.Refused refused, int done) {
        Asked asked = operation.asked();
        boolean isCancel = asked.kind() == Kind.CANCEL;
        // A cancel is refused because another one, or the market, was faster.
        if (done > 0 && !isCancel) {
            add(Law.NOTHING_REFUSED_DONE, asked.label() + " was refused with " + refused.code() + " and done");
        }
    }

    private void unknown(Operation operation, int done) {
        Asked asked = operation.asked();
        for (Truth truth : operation.truths()) {
            if (truth == Truth.UNDECIDED) {
                add(Law.DEFINITE, asked.label() + " had an unknown outcome, and a gateway does not tell it afterwards");
            } else if ((truth == Truth.APPLIED) != (done > 0)) {
                add(
                        Law.DEFINITE,
                        asked.label() + " is " + truth + " for a gateway, and done " + done + " times in the journal");
            }
        }
        if (operation.truths().isEmpty()) {
            add(Law.DEFINITE, asked.label() + " had an unknown outcome, and nobody found it out");
        }
    }

    private void seen(Operation operation, OrderState state) {
        List<JournalFacts.Order> orders = placed(operation);
        if (orders.stream().noneMatch(order -> indexOf(order, state, 0) >= 0)) {
            add(Law.PRIVATE_VIEWS, operation.asked().label() + " showed " + state + ", which the journal never had");
        }
    }

    /// Where an order was as it is shown, from an index of its states on; -1 for never.
    private static int indexOf(JournalFacts.Order order, OrderState shown, int from) {
        for (int index = from; index < order.states.size(); index++) {
            JournalFacts.State state = order.states.get(index);
            String name = !state.closed().isEmpty()
                    ? state.closed()
                    : state.filled().signum() > 0 ? "partially_filled" : "live";
            // One entry may change an order several times, of which views show the last.
            if (name.equals(shown.state())
                    && isEqual(state.filled(), shown.filled())
                    && isEqual(state.price(), shown.price())
                    && isEqual(state.size(), shown.size())) {
                return index;
            }
        }
        return -1;
    }

    private static boolean isEqual(BigDecimal one, BigDecimal other) {
        return one.compareTo(other) == 0;
    }

    /// Everything that a connection was told, in its order.
    private void pushes() {
        var shownOrders = new HashMap<String, Integer>();
        var shownBalances = new HashMap<String, Integer>();
        var books = new HashMap<String, ShownBook>();
        for (Push push : evidence.pushes()) {
            switch (push) {
                case Push.OfOrder order -> order(order, shownOrders);
                case Push.OfBalance balance -> balance(balance, shownBalances);
                case Push.OfBook book -> book(book, books);
            }
        }
    }

    private void order(Push.OfOrder push, Map<String, Integer> shown) {
        int accountId = evidence.connections().get(push.connection()).accountId();
        List<JournalFacts.Order> orders =
                facts.ordersByName.getOrDefault(JournalFacts.key(accountId, push.clientOrderId()), List.of());
        if (orders.size() != 1) {
            add(
                    Law.PRIVATE_VIEWS,
                    "account " + accountId + " was shown order " + push.clientOrderId() + ", the journal has "
                            + orders.size() + " of that name");
            return;
        }
        String key = push.connection() + " " + push.clientOrderId();
        int before = shown.getOrDefault(key, 0);
        int now = indexOf(orders.getFirst(), push.state(), before);
        if (now < 0) {
            add(
                    Law.PRIVATE_VIEWS,
                    "connection " + push.connection() + " was shown order " + push.clientOrderId() + " as "
                            + push.state() + ", which it was not after "
                            + orders.getFirst().states.get(before));
        } else {
            shown.put(key, now);
        }
    }

    private void balance(Push.OfBalance push, Map<String, Integer> shown) {
        Connection connection = evidence.connections().get(push.connection());
        List<JournalFacts.Balance> states =
                facts.balances.getOrDefault(JournalFacts.key(connection.accountId(), push.currency()), List.of());
        String key = push.connection() + " " + push.currency();
        int from = shown.getOrDefault(key, 0);
        for (int index = from; index < states.size(); index++) {
            JournalFacts.Balance state = states.get(index);
            if (isEqual(state.cash(), push.cash()) && isEqual(state.hold(), push.hold())) {
                shown.put(key, index);
                return;
            }
        }
        add(
                Law.PRIVATE_VIEWS,
                "connection " + push.connection() + " was shown " + push.cash() + " " + push.currency() + " with "
                        + push.hold() + " held, which the account did not have from then on");
    }

    private void book(Push.OfBook push, Map<String, ShownBook> books) {
        String key = push.connection() + " " + push.instrument();
        if (push.isSnapshot()) {
            books.put(key, new ShownBook(facts.levels.getOrDefault(push.instrument(), List.of())));
        }
        ShownBook book = books.get(key);
        if (book == null) {
            add(
                    Law.BOOKS,
                    "connection " + push.connection() + " was sent changes of " + push.instrument()
                            + " before a whole book");
            return;
        }
        String wrong = book.apply(push);
        if (!wrong.isEmpty()) {
            add(Law.BOOKS, "connection " + push.connection() + ", " + push.instrument() + ": " + wrong);
        }
    }

    /// The levels of both sides, each as text.
    private record Book(TreeMap<BigDecimal, String> asks, TreeMap<BigDecimal, String> bids) {
        Book() {
            this(new TreeMap<>(), new TreeMap<>());
        }

        void put(boolean isAsk, BigDecimal price, BigDecimal size, int orders) {
            TreeMap<BigDecimal, String> side = isAsk ? asks : bids;
            if (size.signum() == 0) {
                side.remove(price);
            } else {
                side.put(price, size.stripTrailingZeros().toPlainString() + " in " + orders);
            }
        }

        /// Whether the channel shows all of it.
        boolean isShallow() {
            return asks.size() <= DEPTH_MAX && bids.size() <= DEPTH_MAX;
        }
    }

    /// A book as a subscriber builds it, beside the same book as the journal gives it.
    private static final class ShownBook {
        private final List<JournalFacts.Level> recorded;
        private final Book shown = new Book();
        private final Book real = new Book();
        private int next;
        private long sequence = -1;

        ShownBook(List<JournalFacts.Level> recorded) {
            this.recorded = recorded;
        }

        String apply(Push.OfBook push) {
            if (!push.isSnapshot() && push.previousSequence() != sequence) {
                return "changes since " + push.previousSequence() + " follow the book of " + sequence;
            }
            sequence = push.sequence();
            push.asks().forEach(level -> shown.put(true, level.price(), level.size(), level.orders()));
            push.bids().forEach(level -> shown.put(false, level.price(), level.size(), level.orders()));
            while (next < recorded.size() && recorded.get(next).sequence() <= sequence) {
                JournalFacts.Level level = recorded.get(next++);
                real.put(level.isAsk(), level.price(), level.size(), level.orders());
            }
            return real.isShallow() && !real.equals(shown)
                    ? "at entry " + sequence + " it is shown as " + shown + ", the journal has " + real
                    : "";
        }
    }
}
