package seawall.simulation.recorded;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Side;

/// Compares the engine with a market-by-order recording of CME. Until the first trade everything is an auction's; from
/// then on a taker is one order (or one amendment of an order) with all that it traded and left over, and what the
/// recording shows of the orders it met is held against the engine's fills. One use, one thread.
final class CmeComparison {
    /// Events between two comparisons of the whole book with all its queues.
    private static final int QUEUES_EVERY = 2_000;
    private static final int LINES_PER_TICK_OF_PROGRESS = 1_000;

    private final MemberExchange exchange = new MemberExchange(0, 0, Phase.AUCTION);
    private final RecordedBook book = new RecordedBook();
    private final Findings findings = new Findings();
    private final CmeBooks books = new CmeBooks(exchange, book, findings);
    private final CmeAuction auction = new CmeAuction(exchange, book, findings);
    private boolean isOpen;

    // Of the event at hand.
    private final Map<Long, Long> filledLots = new HashMap<>();
    private final Set<Long> takerIds = new HashSet<>();
    private final Set<Long> refilled = new HashSet<>();
    private final Set<Long> canceledAhead = new HashSet<>();

    private CmeComparison() {}

    /// Compares a whole recording.
    ///
    /// @param progress is told the number of lines read, every now and then
    static Findings of(RecordingLines lines, LongConsumer progress) throws IOException {
        var comparison = new CmeComparison();
        var events = new CmeEvents(lines);
        long told = 0;
        for (List<CmeRecord> event = events.next(); event != null; event = events.next()) {
            comparison.apply(event);
            if (lines.line() - told >= LINES_PER_TICK_OF_PROGRESS) {
                told = lines.line();
                progress.accept(told);
            }
        }
        comparison.books.compareQueues(lines.line());
        comparison.finish(lines.line());
        return comparison.findings;
    }

    private void apply(List<CmeRecord> event) {
        CmeRecord first = event.getFirst();
        if (!first.isSnapshot()) {
            exchange.at(first.timeNanos());
        }
        clearEvent();
        if (!isOpen && event.stream().anyMatch(record -> record.action() == CmeRecord.Action.TRADE)) {
            auction.open(event);
            isOpen = true;
        }
        if (isOpen) {
            trade(event);
        } else {
            event.forEach(record -> {
                touch(record);
                auction.gather(record);
            });
        }
        compareTouched(event);
        findings.event();
        if (findings.events() % QUEUES_EVERY == 0) {
            books.compareQueues(first.line());
        }
    }

    private void clearEvent() {
        filledLots.clear();
        takerIds.clear();
        refilled.clear();
        canceledAhead.clear();
    }

    private void trade(List<CmeRecord> event) {
        List<CmeTaker> takers = auction.isOf(event) ? List.of() : CmeTaker.of(event);
        takers.forEach(taker -> takerIds.add(taker.orderId()));
        for (CmeTaker taker : takers) {
            preventSelfTrades(taker.trade(), taker.side(), event, order -> isMetBy(taker, order));
            take(taker, event);
        }
        for (CmeRecord record : event) {
            if (record.changesBook()) {
                touch(record);
                if (record.action() != CmeRecord.Action.CANCEL && !takerIds.contains(record.orderId())) {
                    preventSelfTrades(record, record.side(), event, order -> isWithin(order, record.priceTicks()));
                }
                settle(record);
            }
        }
    }

    /// Orders that an order would have met, and that the venue canceled in the same event instead, go before it comes.
    private void preventSelfTrades(
            CmeRecord incoming, Side side, List<CmeRecord> event, Predicate<RecordedBook.Shown> isMet) {
        for (CmeRecord record : event) {
            RecordedBook.Shown order = book.order(record.orderId());
            OurOrder ours = exchange.order(record.orderId());
            if (record.action() == CmeRecord.Action.CANCEL
                    && record.line() > incoming.line()
                    && order != null
                    && ours != null
                    && order.side() != side
                    && !takerIds.contains(record.orderId())
                    && isFilledNowhere(record.orderId(), event)
                    && isMet.test(order)) {
                exchange.cancel(ours);
                canceledAhead.add(record.orderId());
                findings.differ(
                        record.line(),
                        Cause.SELF_TRADE_PREVENTED,
                        "the order of line " + incoming.line() + " meets " + order,
                        "it is canceled unfilled",
                        "it stood first for that order, and its cancel is in the same event");
            }
        }
    }

    private static boolean isFilledNowhere(long orderId, List<CmeRecord> event) {
        return event.stream()
                .noneMatch(record -> record.action() == CmeRecord.Action.FILL && record.orderId() == orderId);
    }

    /// Whether an order stands in front of one that the taker traded with, or within what the taker left over.
    private boolean isMetBy(CmeTaker taker, RecordedBook.Shown order) {
        if (taker.rest() != null && isWithin(order, taker.limitTicks())) {
            return true;
        }
        if (order.priceTicks() != taker.last()) {
            return isWithin(order, taker.last());
        }
        List<RecordedBook.Shown> queue = book.queue(order.side(), order.priceTicks());
        int place = queue.indexOf(order);
        return queue.stream()
                .skip(place + 1L)
                .anyMatch(other -> taker.makers().stream().anyMatch(maker -> maker.orderId() == other.orderId()));
    }

    private static boolean isWithin(RecordedBook.Shown order, long limitTicks) {
        return order.side() == Side.SELL ? order.priceTicks() <= limitTicks : order.priceTicks() >= limitTicks;
    }

    private void take(CmeTaker taker, List<CmeRecord> event) {
        String contradiction = taker.contradiction(event);
        if (!contradiction.isEmpty()) {
            findings.differ(
                    taker.trade().line(),
                    Cause.UNEXPLAINED,
                    contradiction,
                    taker.trade().toString(),
                    "the recording's own");
        }
        taker.makers().forEach(maker -> showHidden(maker, event));
        CmeRecord rest = taker.rest();
        long restLots = rest == null ? 0 : rest.lots();
        OurOrder ours = exchange.order(taker.orderId());
        if (ours != null) {
            exchange.amend(ours, taker.limitTicks(), taker.lots() + restLots);
        } else {
            OrderType type = rest == null ? OrderType.IOC : OrderType.LIMIT;
            exchange.place(taker.orderId(), taker.side(), type, taker.limitTicks(), taker.lots() + restLots);
        }
        compareFills(taker, exchange.fills());
    }

    /// What an order trades beyond what it shows stands behind all others of its price, where it comes into the book.
    private void showHidden(CmeRecord maker, List<CmeRecord> event) {
        long shownLots = leftLots(maker.orderId());
        long hiddenLots = maker.lots() - shownLots;
        filledLots.merge(maker.orderId(), maker.lots(), Long::sum);
        touch(maker);
        if (book.order(maker.orderId()) == null) {
            return;
        }
        if (hiddenLots > 0) {
            exchange.place(maker.orderId(), maker.side(), OrderType.LIMIT, maker.priceTicks(), hiddenLots);
            findings.differ(
                    maker.line(),
                    Cause.HIDDEN_QUANTITY,
                    "an order of " + shownLots + " lots",
                    maker.lots() + " lots of it trade",
                    "it trades more than it shows");
        }
        if (hiddenLots > 0 || (hiddenLots == 0 && isShownAgain(maker, event))) {
            refilled.add(maker.orderId());
        }
    }

    private static boolean isShownAgain(CmeRecord maker, List<CmeRecord> event) {
        return event.stream()
                .anyMatch(record -> record.action() == CmeRecord.Action.MODIFY && record.orderId() == maker.orderId());
    }

    private void compareFills(CmeTaker taker, List<MemberExchange.Fill> found) {
        Map<CmeFills.Place, Long> expected = new LinkedHashMap<>();
        for (CmeRecord maker : taker.makers()) {
            merge(expected, new CmeFills.Place(maker.orderId(), maker.priceTicks()), maker.lots());
        }
        Map<CmeFills.Place, Long> ours = new LinkedHashMap<>();
        for (MemberExchange.Fill fill : found) {
            merge(ours, new CmeFills.Place(fill.maker(), fill.priceTicks()), fill.lots());
        }
        var fills = new CmeFills(ours, expected);
        expected.keySet().forEach(place -> findings.trade(fills.isEqual(place)));
        if (!fills.areEqual()) {
            CmeFills.Verdict verdict = fills.verdict(refilled, maker -> leftLots(maker) == 0);
            findings.differ(taker.trade().line(), verdict.cause(), fills.ours(), fills.expected(), verdict.why());
        }
    }

    /// An order that fills in two places counts where it was filled last, as in the recording.
    private void merge(Map<CmeFills.Place, Long> fills, CmeFills.Place place, long lots) {
        Long before = refilled.contains(place.maker()) ? fills.remove(place) : fills.get(place);
        fills.put(place, before == null ? lots : before + lots);
    }

    /// Lots that an order still shows behind the fills of this event.
    private long leftLots(long orderId) {
        RecordedBook.Shown order = book.order(orderId);
        long shown = order == null ? 0 : order.lots();
        return Math.max(0, shown - filledLots.getOrDefault(orderId, 0L));
    }

    private void settle(CmeRecord record) {
        switch (record.action()) {
            case ADD -> add(record);
            case CANCEL -> cancel(record);
            case MODIFY -> modify(record);
            case TRADE, FILL -> throw new IllegalStateException("expected a change of the book, found " + record);
        }
    }

    private void add(CmeRecord record) {
        book.add(shown(record));
        if (!takerIds.contains(record.orderId())) {
            exchange.place(record.orderId(), record.side(), OrderType.LIMIT, record.priceTicks(), record.lots());
            expectNoFills(record);
        }
    }

    private void cancel(CmeRecord record) {
        long leftLots = leftLots(record.orderId());
        RecordedBook.Shown order = book.remove(record.orderId());
        if (order == null || !order.equals(shown(record))) {
            findings.differ(
                    record.line(), Cause.UNEXPLAINED, String.valueOf(order), record.toString(), "the recording's own");
        }
        OurOrder ours = exchange.order(record.orderId());
        if (takerIds.contains(record.orderId()) || canceledAhead.contains(record.orderId()) || ours == null) {
            return;
        }
        if (leftLots == ours.leftLots()) {
            exchange.cancel(ours);
        }
        // Else it stays, and the comparison of what was touched tells that it does.
    }

    private void modify(CmeRecord record) {
        long orderId = record.orderId();
        RecordedBook.Shown before = book.order(orderId);
        if (before == null) {
            findings.differ(record.line(), Cause.UNEXPLAINED, "no order", record.toString(), "the recording's own");
            book.add(shown(record));
            return;
        }
        books.touch(before.side(), before.priceTicks());
        boolean tradedAll = filledLots.containsKey(orderId) && leftLots(orderId) == 0;
        boolean keepsPlace = before.priceTicks() == record.priceTicks()
                && record.lots() <= before.lots()
                && !tradedAll
                && !takerIds.contains(orderId);
        book.change(shown(record), keepsPlace);
        if (!takerIds.contains(orderId)) {
            modifyOurs(record, tradedAll);
        }
    }

    private void modifyOurs(CmeRecord record, boolean tradedAll) {
        OurOrder ours = exchange.order(record.orderId());
        if (ours == null) {
            if (tradedAll) {
                exchange.place(record.orderId(), record.side(), OrderType.LIMIT, record.priceTicks(), record.lots());
                expectNoFills(record);
                findings.differ(
                        record.line(),
                        Cause.HIDDEN_QUANTITY,
                        "the order is filled",
                        record.lots() + " lots of it show again",
                        "all that it showed has traded in this event");
            }
        } else if (ours.priceTicks != record.priceTicks() || ours.leftLots() != record.lots()) {
            exchange.amend(ours, record.priceTicks(), record.lots());
            expectNoFills(record);
        }
    }

    private void expectNoFills(CmeRecord record) {
        if (!exchange.fills().isEmpty()) {
            findings.differ(
                    record.line(), Cause.UNEXPLAINED, exchange.fills().toString(), "no trade", "an order that rests");
        }
    }

    private void touch(CmeRecord record) {
        books.touch(record.side(), record.priceTicks());
    }

    private void compareTouched(List<CmeRecord> event) {
        Set<Long> orderIds = new LinkedHashSet<>();
        for (CmeRecord record : event) {
            if (record.changesBook() || filledLots.containsKey(record.orderId())) {
                orderIds.add(record.orderId());
            }
        }
        books.compareTouched(event.getLast().line(), orderIds, isOpen ? OrderType.POST_ONLY : OrderType.LIMIT);
    }

    private void finish(long line) {
        exchange.violations()
                .forEach(violation -> findings.differ(
                        line,
                        Cause.UNEXPLAINED,
                        violation.toString(),
                        "a journal without fault",
                        "the journal's audit"));
        findings.commands(exchange.commandCount());
    }

    private static RecordedBook.Shown shown(CmeRecord record) {
        return new RecordedBook.Shown(record.orderId(), record.side(), record.priceTicks(), record.lots());
    }
}
