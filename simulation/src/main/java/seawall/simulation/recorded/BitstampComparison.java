package seawall.simulation.recorded;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Side;

/// Compares the engine with a Bitstamp log. A created order is placed, a deleted one with something left is canceled,
/// one
/// that changes its price is amended; what the log says of fills is held against the engine's, order by order and trade
/// by trade, and every book in the log against the engine's. One use, one thread.
final class BitstampComparison {
    private static final int LINES_PER_TICK_OF_PROGRESS = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int PRICE_DECIMALS = 2;
    private static final int AMOUNT_DECIMALS = 8;
    /// Under which orders are placed that the log never names: no venue counts below nought.
    private static final long FIRST_UNNAMED_ID = -1;

    private final BitstampOpening opening;
    private final MemberExchange exchange = new MemberExchange(PRICE_DECIMALS, AMOUNT_DECIMALS, Phase.TRADING);
    private final RecordedBook book = new RecordedBook();
    private final Findings findings = new Findings();
    private final BitstampFills fills = new BitstampFills(findings);
    private final BitstampBooks books = new BitstampBooks(exchange, findings);
    private final Set<Long> deleted = new HashSet<>();
    private final Set<Long> createdSoFar = new HashSet<>();
    /// The price furthest from the middle that a book has shown.
    private final Map<Side, Long> furthestTicks = new EnumMap<>(Side.class);

    private long nextUnnamedId = FIRST_UNNAMED_ID;

    private BitstampComparison(BitstampOpening opening) {
        this.opening = opening;
    }

    /// Compares a whole log.
    ///
    /// @param opening  what was learned of it by reading it once
    /// @param progress is told the number of lines read, every now and then
    static Findings of(BitstampOpening opening, RecordingLines lines, LongConsumer progress) throws IOException {
        var comparison = new BitstampComparison(opening);
        var log = new BitstampLog(lines);
        long told = 0;
        for (BitstampMessage message = log.next(); message != null; message = log.next()) {
            if (message.line() >= opening.bookLine()) {
                comparison.apply(message);
            } else if (message instanceof BitstampMessage.OrderEvent event) {
                comparison.remember(event);
            }
            if (lines.line() - told >= LINES_PER_TICK_OF_PROGRESS) {
                told = lines.line();
                progress.accept(told);
            }
        }
        comparison.finish(lines.line());
        return comparison.findings;
    }

    private void remember(BitstampMessage.OrderEvent event) {
        switch (event.kind()) {
            case CREATED -> createdSoFar.add(event.orderId());
            case DELETED -> deleted.add(event.orderId());
            case CHANGED -> {
                // What is left of it is known from the opening.
            }
        }
    }

    private void apply(BitstampMessage message) {
        exchange.at(message.millis() * NANOS_PER_MILLI);
        books.onMessage(message.line());
        findings.event();
        if (message.line() == opening.bookLine()) {
            opening.resting().forEach(order -> {
                book.add(order);
                place(message, order);
            });
        }
        switch (message) {
            case BitstampMessage.OrderEvent event -> onOrder(event);
            case BitstampMessage.Trade trade -> onTrade(trade);
            case BitstampMessage.Book recorded -> onBook(recorded);
        }
        settleShort(message);
        fills.expire(message.millis());
        books.afterMessage();
    }

    private void onOrder(BitstampMessage.OrderEvent event) {
        switch (event.kind()) {
            case CREATED -> onCreated(event);
            case CHANGED -> onChanged(event);
            case DELETED -> onDeleted(event);
        }
    }

    private void onCreated(BitstampMessage.OrderEvent event) {
        createdSoFar.add(event.orderId());
        if (deleted.contains(event.orderId())) {
            findings.differ(
                    event.line(),
                    Cause.DELETED_BEFORE_CREATED,
                    "no order",
                    "order " + event.orderId() + " is created",
                    "an earlier line deletes it");
            return;
        }
        var order = new RecordedBook.Shown(event.orderId(), event.side(), event.priceTicks(), event.lots());
        book.add(order);
        place(event, order);
    }

    private void place(BitstampMessage message, RecordedBook.Shown order) {
        exchange.place(order.orderId(), order.side(), OrderType.LIMIT, order.priceTicks(), order.lots());
        afterCommand(message);
    }

    private void afterCommand(BitstampMessage message) {
        fills.add(message, exchange.fills());
        books.onCommand();
    }

    private void onChanged(BitstampMessage.OrderEvent event) {
        RecordedBook.Shown before = book.order(event.orderId());
        if (before == null) {
            // Told late: the order is gone, and only a fill may still wait for this.
            tellFill(event);
            return;
        }
        var after = new RecordedBook.Shown(event.orderId(), event.side(), event.priceTicks(), event.lots());
        boolean moves = before.priceTicks() != after.priceTicks();
        book.change(after, !moves);
        if (!moves) {
            tellFill(event);
            return;
        }
        OurOrder ours = exchange.order(event.orderId());
        findings.order(ours != null);
        if (ours == null) {
            differ(event.line(), "no order", after.toString(), "an order that is given another price");
        } else {
            exchange.amend(ours, event.priceTicks(), event.lots());
            afterCommand(event);
        }
    }

    private void tellFill(BitstampMessage.OrderEvent event) {
        BitstampFills.Told told = fills.tell(event);
        findings.order(told == BitstampFills.Told.EQUAL);
        if (told == BitstampFills.Told.UNKNOWN) {
            differ(
                    event.line(),
                    String.valueOf(exchange.order(event.orderId())),
                    event.toString(),
                    "a fill of an order");
            resynchronise(event);
        }
    }

    private void onDeleted(BitstampMessage.OrderEvent event) {
        if (deleted.contains(event.orderId())) {
            findings.differ(
                    event.line(),
                    Cause.DELETED_TWICE,
                    "no order",
                    "order " + event.orderId() + " is deleted",
                    "an earlier line deletes it");
            return;
        }
        requireRoom();
        deleted.add(event.orderId());
        RecordedBook.Shown before = book.remove(event.orderId());
        if (!event.isCancel()) {
            tellFill(event);
        } else if (before != null) {
            cancel(event);
        } else if (!opening.created().contains(event.orderId()) || createdSoFar.contains(event.orderId())) {
            differ(event.line(), "no order", event.toString(), "an order that the recording never had");
        }
        // Else its creation comes later, and is told of then.
    }

    private void cancel(BitstampMessage.OrderEvent event) {
        OurOrder ours = exchange.order(event.orderId());
        if (ours == null && fills.tellDeleted(event)) {
            findings.order(false);
            return;
        }
        boolean same = ours != null && ours.leftLots() == event.lots() && ours.priceTicks == event.priceTicks();
        findings.order(same);
        if (!same) {
            differ(event.line(), String.valueOf(ours), event.toString(), "an order that is canceled");
        }
        if (ours != null) {
            exchange.cancel(ours);
            afterCommand(event);
        }
    }

    private void resynchronise(BitstampMessage.OrderEvent event) {
        findings.resynchronised();
        exchange.cancelAll(event.orderId());
        books.onCommand();
        if (event.lots() > 0) {
            exchange.place(event.orderId(), event.side(), OrderType.POST_ONLY, event.priceTicks(), event.lots());
            books.onCommand();
        }
    }

    private void onTrade(BitstampMessage.Trade trade) {
        BitstampFills.Told told = fills.tell(trade);
        findings.trade(told == BitstampFills.Told.EQUAL);
        if (told == BitstampFills.Told.UNKNOWN) {
            differ(trade.line(), "no such fill", trade.toString(), "a trade");
        }
    }

    /// The maker of a fill that was smaller than the engine's has as much more left.
    private void settleShort(BitstampMessage message) {
        BitstampFills.Waiting fill = fills.takeShort(message.line());
        while (fill != null) {
            OurOrder maker = exchange.order(fill.fill.maker());
            RecordedBook.Shown recorded = book.order(fill.fill.maker());
            if (recorded != null) {
                findings.resynchronised();
                if (maker == null) {
                    place(message, recorded);
                } else {
                    exchange.amend(maker, recorded.priceTicks(), recorded.lots());
                    afterCommand(message);
                }
            }
            fill = fills.takeShort(message.line());
        }
    }

    private void onBook(BitstampMessage.Book recorded) {
        for (Side side : List.of(Side.BUY, Side.SELL)) {
            reveal(recorded, side);
        }
        books.compare(recorded);
    }

    /// Levels further from the middle than any book has shown may have orders that the log never names.
    private void reveal(BitstampMessage.Book recorded, Side side) {
        @Nullable Long furthest = furthestTicks.get(side);
        recorded.side(side).forEach((priceTicks, lots) -> {
            long oursLots = exchange.level(side, priceTicks).lots();
            if ((furthest == null || isBeyond(side, priceTicks, furthest)) && lots > oursLots) {
                findings.differ(
                        recorded.line(),
                        Cause.RESTED_BEFORE,
                        oursLots + " lots at " + priceTicks,
                        lots + " lots",
                        "no book before reached this price");
                place(recorded, new RecordedBook.Shown(nextUnnamedId--, side, priceTicks, lots - oursLots));
            }
        });
        long seen = recorded.furthestTicks(side);
        if (furthest == null || isBeyond(side, seen, furthest)) {
            furthestTicks.put(side, seen);
        }
    }

    private static boolean isBeyond(Side side, long priceTicks, long furthest) {
        return side == Side.BUY ? priceTicks < furthest : priceTicks > furthest;
    }

    private void finish(long line) {
        fills.expire(Long.MAX_VALUE);
        books.finish();
        for (RecordedBook.Shown recorded : book.orders()) {
            OurOrder ours = exchange.order(recorded.orderId());
            boolean same = ours != null
                    && ours.side == recorded.side()
                    && ours.priceTicks == recorded.priceTicks()
                    && ours.leftLots() == recorded.lots();
            findings.order(same);
            if (!same) {
                differ(line, String.valueOf(ours), recorded.toString(), "an order open at the end");
            }
        }
        long unnamed = FIRST_UNNAMED_ID - nextUnnamedId;
        long others = (long) exchange.openOrders() - book.size();
        if (others < 0 || others > unnamed) {
            differ(line, others + " more open orders", "at most " + unnamed, "orders that the log never names");
        }
        exchange.violations()
                .forEach(violation -> differ(line, violation.toString(), "no fault", "the journal's audit"));
        findings.commands(exchange.commandCount());
    }

    private void differ(long line, String ours, String recorded, String what) {
        findings.differ(line, Cause.UNEXPLAINED, ours, recorded, what);
    }

    private void requireRoom() {
        if (deleted.size() == BitstampOpening.ORDERS_MAX) {
            throw new IllegalStateException(
                    "expected at most " + BitstampOpening.ORDERS_MAX + " orders in a log, found more");
        }
    }
}
