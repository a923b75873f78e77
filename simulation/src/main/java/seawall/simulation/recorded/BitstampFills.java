package seawall.simulation.recorded;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The engine's fills until the log has told them. The log tells a fill with three messages: an event of each of its
/// two
/// orders with what is left of it, and a trade. The engine fills when the taker arrives; the messages come behind that.
///
/// The last fill of a taker may be smaller in the log than the engine's when the taker could not pay for more: then the
/// log has a little more left of the maker, a trade that is smaller by as much, and deletes the taker with the lots
/// that
/// it had in front of this fill.
final class BitstampFills {
    /// Fills that wait at once.
    private static final int WAITING_MAX = 10_000;
    /// How long the log may take to tell a fill.
    private static final long WAIT_MILLIS_MAX = 10_000;
    /// How much smaller a fill may be for want of money: a few cents at the most.
    private static final long SHORT_LOTS_MAX = 10_000;

    /// What a message says of the fills that wait: what one of them does, the same in another order or with less, or
    /// nothing of any of them.
    enum Told {
        EQUAL,
        OTHERWISE,
        UNKNOWN
    }

    /// One fill and which of its messages have come.
    static final class Waiting {
        final long line;
        final long millis;
        final MemberExchange.Fill fill;
        boolean takerTold;
        boolean makerTold;
        boolean tradeTold;
        boolean takerDeleted;
        long shortLots;

        Waiting(long line, long millis, MemberExchange.Fill fill) {
            this.line = line;
            this.millis = millis;
            this.fill = fill;
        }

        private boolean isTold() {
            return takerTold && makerTold && tradeTold;
        }

        private boolean waitsFor(long orderId) {
            return (fill.taker() == orderId && !takerTold) || (fill.maker() == orderId && !makerTold);
        }
    }

    private final Findings findings;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    BitstampFills(Findings findings) {
        this.findings = findings;
    }

    void add(BitstampMessage message, List<MemberExchange.Fill> fills) {
        for (MemberExchange.Fill fill : fills) {
            if (waiting.size() == WAITING_MAX) {
                throw new IllegalStateException("expected at most " + WAITING_MAX + " untold fills, found more");
            }
            waiting.add(new Waiting(message.line(), message.millis(), fill));
        }
    }

    /// Takes what is left of an order behind a fill.
    Told tell(BitstampMessage.OrderEvent event) {
        boolean skips = false;
        for (Waiting next : waiting) {
            if (next.waitsFor(event.orderId())) {
                if (isBehind(next, event)) {
                    boolean isShort = next.fill.maker() == event.orderId() && next.shortLots > 0;
                    mark(next, event.orderId());
                    return told(skips, isShort, event.line(), next);
                }
                skips = true;
            }
        }
        return Told.UNKNOWN;
    }

    private static boolean isBehind(Waiting next, BitstampMessage.OrderEvent event) {
        if (next.fill.taker() == event.orderId()) {
            return next.fill.takerLeftLots() == event.lots();
        }
        long shortLots = event.lots() - next.fill.makerLeftLots();
        if (shortLots > 0 && shortLots <= SHORT_LOTS_MAX && next.fill.takerLeftLots() == 0) {
            next.shortLots = shortLots;
            return true;
        }
        return shortLots == 0;
    }

    private static void mark(Waiting next, long orderId) {
        if (next.fill.taker() == orderId) {
            next.takerTold = true;
        } else {
            next.makerTold = true;
        }
    }

    private Told told(boolean isSwapped, boolean isShort, long line, Waiting next) {
        if (isSwapped) {
            findings.differ(
                    line,
                    Cause.EVENTS_SWAPPED,
                    "an earlier fill is not told yet",
                    next.fill.toString(),
                    "both are told, in the other order");
        }
        return isSwapped || isShort ? Told.OTHERWISE : Told.EQUAL;
    }

    /// Takes the deletion of a taker in front of its last fill.
    ///
    /// @return whether a fill waits for it
    boolean tellDeleted(BitstampMessage.OrderEvent event) {
        for (Waiting next : waiting) {
            if (next.fill.taker() == event.orderId()
                    && !next.takerTold
                    && next.fill.takerLeftLots() == 0
                    && next.fill.lots() == event.lots()) {
                next.takerTold = true;
                next.takerDeleted = true;
                return true;
            }
        }
        return false;
    }

    /// Takes a trade.
    Told tell(BitstampMessage.Trade trade) {
        boolean skips = false;
        for (Waiting next : waiting) {
            if (!next.tradeTold) {
                if (next.fill.priceTicks() == trade.priceTicks() && next.fill.lots() - next.shortLots == trade.lots()) {
                    next.tradeTold = true;
                    return told(skips, next.shortLots > 0, trade.line(), next);
                }
                skips = true;
            }
        }
        return Told.UNKNOWN;
    }

    /// A fill that the log has told with less than the engine's; null when there is none. It is told of once.
    @Nullable
    Waiting takeShort(long line) {
        Waiting found = null;
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext() && found == null; ) {
            Waiting next = all.next();
            if (next.isTold()) {
                all.remove();
                found = next.shortLots > 0 || next.takerDeleted ? next : null;
            }
        }
        if (found != null) {
            boolean isWhole = found.shortLots > 0 && found.takerDeleted;
            findings.differ(
                    line,
                    isWhole ? Cause.TAKER_OUT_OF_MONEY : Cause.UNEXPLAINED,
                    found.fill.toString(),
                    found.shortLots + " lots less",
                    "the taker is deleted with what it had in front of this fill, and maker and trade are short alike");
        }
        return found;
    }

    /// Fills that wait for too long at a time, or at the end, were never made there.
    void expire(long millis) {
        List<Waiting> expired = new ArrayList<>();
        for (Waiting next : waiting) {
            if (millis - next.millis > WAIT_MILLIS_MAX) {
                expired.add(next);
            }
        }
        for (Waiting next : expired) {
            findings.trade(false);
            findings.differ(
                    next.line,
                    Cause.UNEXPLAINED,
                    next.fill.toString(),
                    "taker " + next.takerTold + ", maker " + next.makerTold + ", trade " + next.tradeTold,
                    "a fill of which the recording does not tell all");
        }
        waiting.removeAll(expired);
    }
}
