package seawall.simulation.recorded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Side;

/// Holds the engine's book against the recording's: what an event touched, and now and then everything.
final class CmeBooks {
    private final MemberExchange exchange;
    private final RecordedBook book;
    private final Findings findings;
    private final Set<BookLevel> touched = new LinkedHashSet<>();

    /// A price level of one side.
    private record BookLevel(Side side, long priceTicks) {}

    CmeBooks(MemberExchange exchange, RecordedBook book, Findings findings) {
        this.exchange = exchange;
        this.book = book;
        this.findings = findings;
    }

    /// The event at hand touches a level.
    void touch(Side side, long priceTicks) {
        touched.add(new BookLevel(side, priceTicks));
    }

    /// Compares what an event touched, and the best prices; the next event begins.
    ///
    /// @param putRight how an order that differs is placed anew
    void compareTouched(long line, Set<Long> orderIds, OrderType putRight) {
        orderIds.forEach(orderId -> compareOrder(line, orderId, putRight));
        boolean same = true;
        for (BookLevel level : touched) {
            same &= compareLevel(line, level);
        }
        touched.clear();
        for (Side side : List.of(Side.BUY, Side.SELL)) {
            same &= compareBest(line, side);
        }
        findings.book(same);
    }

    private boolean compareBest(long line, Side side) {
        boolean same = exchange.bestTicks(side) == book.bestTicks(side);
        if (!same) {
            findings.differ(
                    line,
                    Cause.UNEXPLAINED,
                    side + " best " + exchange.bestTicks(side),
                    "best " + book.bestTicks(side),
                    "the best price behind an event");
        }
        return same;
    }

    private void compareOrder(long line, long orderId, OrderType putRight) {
        RecordedBook.Shown recorded = book.order(orderId);
        OurOrder ours = exchange.order(orderId);
        boolean same = isSame(recorded, ours);
        findings.order(same);
        if (!same) {
            findings.differ(
                    line,
                    Cause.UNEXPLAINED,
                    String.valueOf(ours),
                    String.valueOf(recorded),
                    "order " + orderId + " behind an event");
            resynchronise(orderId, recorded, putRight);
        }
    }

    private static boolean isSame(RecordedBook.@Nullable Shown recorded, @Nullable OurOrder ours) {
        if (recorded == null || ours == null) {
            return recorded == null && ours == null;
        }
        return recorded.side() == ours.side
                && recorded.priceTicks() == ours.priceTicks
                && recorded.lots() == ours.leftLots();
    }

    private void resynchronise(long orderId, RecordedBook.@Nullable Shown recorded, OrderType putRight) {
        findings.resynchronised();
        exchange.cancelAll(orderId);
        if (recorded != null) {
            exchange.place(orderId, recorded.side(), putRight, recorded.priceTicks(), recorded.lots());
        }
    }

    private boolean compareLevel(long line, BookLevel level) {
        MemberExchange.Level ours = exchange.level(level.side(), level.priceTicks());
        var recorded = new MemberExchange.Level(
                book.lots(level.side(), level.priceTicks()), book.count(level.side(), level.priceTicks()));
        if (ours.equals(recorded)) {
            return true;
        }
        findings.differ(line, Cause.UNEXPLAINED, ours.toString(), recorded.toString(), level + " behind an event");
        return false;
    }

    /// Every level of the whole book with its orders in their sequence.
    void compareQueues(long line) {
        Map<BookLevel, List<RecordedBook.Shown>> ours = new LinkedHashMap<>();
        for (MemberExchange.Place place : exchange.places()) {
            ours.computeIfAbsent(new BookLevel(place.side(), place.priceTicks()), level -> new ArrayList<>())
                    .add(new RecordedBook.Shown(
                            place.recordedId(), place.side(), place.priceTicks(), place.leftLots()));
        }
        for (Side side : List.of(Side.BUY, Side.SELL)) {
            for (long priceTicks : book.prices(side)) {
                List<RecordedBook.Shown> recorded = book.queue(side, priceTicks);
                compareQueue(line, recorded, ours.remove(new BookLevel(side, priceTicks)));
            }
        }
        ours.values().forEach(queue -> compareQueue(line, List.of(), queue));
    }

    private void compareQueue(long line, List<RecordedBook.Shown> recorded, @Nullable List<RecordedBook.Shown> ours) {
        boolean same = recorded.equals(ours);
        findings.queue(same);
        if (!same) {
            findings.differ(
                    line, Cause.UNEXPLAINED, String.valueOf(ours), recorded.toString(), "the queue of one price");
        }
    }
}
