package seawall.simulation.recorded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Side;

/// The time in front of the opening of a CME recording, and the opening: its one trade, of no side, names the price and
/// the quantity, and its fills are those of buyers and sellers in turn, each side from its best order on, until one
/// side
/// has no more.
final class CmeAuction {
    private final MemberExchange exchange;
    private final RecordedBook book;
    private final Findings findings;

    CmeAuction(MemberExchange exchange, RecordedBook book, Findings findings) {
        this.exchange = exchange;
        this.book = book;
        this.findings = findings;
    }

    /// Whether the event is the auction's.
    boolean isOf(List<CmeRecord> event) {
        CmeRecord first = event.getFirst();
        return first.action() == CmeRecord.Action.TRADE && first.side() == Side.NULL_VAL;
    }

    /// Takes a record while orders gather.
    void gather(CmeRecord record) {
        switch (record.action()) {
            case ADD -> {
                book.add(shown(record));
                place(shown(record));
            }
            case CANCEL -> {
                RecordedBook.Shown order = book.remove(record.orderId());
                if (order == null || !order.equals(shown(record))) {
                    differ(record.line(), String.valueOf(order), record.toString(), "the recording's own");
                }
                cancel(record.orderId());
            }
            case MODIFY -> modify(record);
            case TRADE, FILL ->
                throw new IllegalStateException("expected no trade in front of the opening, found " + record);
        }
    }

    private void modify(CmeRecord record) {
        RecordedBook.Shown before = book.order(record.orderId());
        OurOrder ours = exchange.order(record.orderId());
        if (before == null || ours == null) {
            differ(record.line(), String.valueOf(ours), record.toString(), "an order that is not there");
            return;
        }
        List<RecordedBook.Shown> queue = book.queue(before.side(), before.priceTicks());
        List<RecordedBook.Shown> behind = queue.subList(queue.indexOf(before) + 1, queue.size());
        boolean keepsPlace = before.priceTicks() == record.priceTicks() && record.lots() <= before.lots();
        book.change(shown(record), keepsPlace);
        if (exchange.amend(ours, record.priceTicks(), record.lots())) {
            return;
        }
        findings.differ(
                record.line(),
                Cause.AMENDED_IN_AUCTION,
                "AMEND_FORBIDDEN",
                before + " becomes " + record.priceTicks() + " x " + record.lots(),
                "the engine was asked and refused");
        cancel(record.orderId());
        place(shown(record));
        if (keepsPlace) {
            for (RecordedBook.Shown order : behind) {
                cancel(order.orderId());
                place(order);
            }
        }
    }

    /// Opens for trading. The event may be the auction's, or that of a first trade after an opening without one.
    void open(List<CmeRecord> event) {
        boolean isAuction = isOf(event);
        List<CmeRecord> fills = event.stream()
                .filter(record -> isAuction && record.action() == CmeRecord.Action.FILL)
                .toList();
        addNeverShown(event.getFirst(), fills);
        exchange.setPhase(Phase.TRADING);
        if (isAuction || exchange.uncrossing() != null) {
            comparePrice(event.getFirst(), isAuction);
        }
        compareFills(event.getFirst(), fills);
    }

    /// Orders that trade and were never shown come in behind the order of their side that is listed before them.
    private void addNeverShown(CmeRecord trade, List<CmeRecord> fills) {
        Map<CmeRecord, Side> sides = sides(fills);
        boolean balances = lots(sides, Side.BUY) == trade.lots() && lots(sides, Side.SELL) == trade.lots();
        Map<Side, Long> latestTicks = new HashMap<>();
        for (CmeRecord fill : fills) {
            Side side = Objects.requireNonNull(sides.get(fill));
            RecordedBook.Shown order = book.order(fill.orderId());
            if (order != null) {
                latestTicks.put(side, order.priceTicks());
                continue;
            }
            long priceTicks = latestTicks.getOrDefault(side, fill.priceTicks());
            exchange.place(fill.orderId(), side, OrderType.LIMIT, priceTicks, fill.lots());
            findings.differ(
                    fill.line(),
                    balances ? Cause.NEVER_SHOWN : Cause.UNEXPLAINED,
                    "no such order",
                    fill.lots() + " lots of it trade",
                    balances
                            ? "with it, as a " + side + " by its turn, buyers and sellers both trade " + trade.lots()
                            : "buyers and sellers do not both trade " + trade.lots());
        }
    }

    /// Sides by the book; of an order that is not in it, the side whose turn it is.
    private Map<CmeRecord, Side> sides(List<CmeRecord> fills) {
        Map<CmeRecord, Side> sides = new HashMap<>();
        Side before = Side.NULL_VAL;
        for (CmeRecord fill : fills) {
            RecordedBook.Shown order = book.order(fill.orderId());
            Side turn = before == Side.BUY ? Side.SELL : Side.BUY;
            before = order == null ? turn : order.side();
            sides.put(fill, before);
        }
        return sides;
    }

    private static long lots(Map<CmeRecord, Side> sides, Side side) {
        long lots = 0;
        for (Map.Entry<CmeRecord, Side> fill : sides.entrySet()) {
            lots += fill.getValue() == side ? fill.getKey().lots() : 0;
        }
        return lots;
    }

    private void comparePrice(CmeRecord trade, boolean isAuction) {
        MemberExchange.Uncrossing ours = exchange.uncrossing();
        MemberExchange.Uncrossing recorded =
                isAuction ? new MemberExchange.Uncrossing(trade.priceTicks(), trade.lots()) : null;
        boolean same = Objects.equals(ours, recorded);
        findings.trade(same);
        if (!same) {
            differ(trade.line(), String.valueOf(ours), String.valueOf(recorded), "price and quantity of the opening");
        }
    }

    private void compareFills(CmeRecord trade, List<CmeRecord> fills) {
        Map<Long, Long> ours = new HashMap<>();
        for (MemberExchange.Fill fill : exchange.fills()) {
            ours.merge(fill.maker(), fill.lots(), Long::sum);
            ours.merge(fill.taker(), fill.lots(), Long::sum);
        }
        for (CmeRecord fill : fills) {
            @Nullable Long lots = ours.remove(fill.orderId());
            boolean same = lots != null && lots == fill.lots();
            findings.trade(same);
            if (!same) {
                differ(fill.line(), String.valueOf(lots), String.valueOf(fill.lots()), "lots filled in the opening");
            }
        }
        List<Long> others = new ArrayList<>(ours.keySet());
        if (!others.isEmpty()) {
            differ(trade.line(), "fills of " + others, "none of them", "orders filled in the opening");
        }
    }

    private void cancel(long orderId) {
        OurOrder ours = exchange.order(orderId);
        if (ours != null) {
            exchange.cancel(ours);
        }
    }

    private void place(RecordedBook.Shown order) {
        exchange.place(order.orderId(), order.side(), OrderType.LIMIT, order.priceTicks(), order.lots());
    }

    private void differ(long line, String ours, String recorded, String what) {
        findings.differ(line, Cause.UNEXPLAINED, ours, recorded, what);
    }

    private static RecordedBook.Shown shown(CmeRecord record) {
        return new RecordedBook.Shown(record.orderId(), record.side(), record.priceTicks(), record.lots());
    }
}
