package seawall.simulation.recorded;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.Side;

/// One taker of a recorded event: its trades one after the other, and the orders that it met.
///
/// @param trade  its first trade
/// @param lots   all that it traded
/// @param last   price of its last trade
/// @param makers the fills of the orders that it met, in the sequence of the recording
/// @param rest   the add or modify that shows what rests of it afterwards, null when nothing does
record CmeTaker(
        CmeRecord trade,
        long lots,
        long last,
        List<CmeRecord> makers,
        @Nullable CmeRecord rest) {

    long orderId() {
        return trade.orderId();
    }

    Side side() {
        return trade.side();
    }

    /// The price up to which it takes: that at which it rests, else that of its last trade.
    long limitTicks() {
        return rest == null ? last : rest.priceTicks();
    }

    /// The takers of an event. A fill of the taker's own order, which the venue gives of an order that was in the book
    /// before, says nothing more.
    static List<CmeTaker> of(List<CmeRecord> event) {
        List<CmeTaker> takers = new ArrayList<>();
        for (CmeRecord record : event) {
            CmeTaker latest = takers.isEmpty() ? null : takers.getLast();
            if (record.action() == CmeRecord.Action.TRADE) {
                if (latest != null && latest.orderId() == record.orderId()) {
                    takers.set(takers.size() - 1, latest.with(record));
                } else {
                    takers.add(new CmeTaker(
                            record, record.lots(), record.priceTicks(), new ArrayList<>(), restOf(record, event)));
                }
            } else if (record.action() == CmeRecord.Action.FILL
                    && latest != null
                    && record.orderId() != latest.orderId()) {
                latest.makers.add(record);
            }
        }
        return takers;
    }

    /// What is wrong with its records themselves: its trades and its fills must be of the same lots at each price, and
    /// a
    /// price names an order once. Empty when nothing is.
    String contradiction(List<CmeRecord> event) {
        Map<Long, Long> lots = new TreeMap<>();
        for (CmeRecord record : event) {
            if (record.action() == CmeRecord.Action.TRADE && record.orderId() == orderId()) {
                lots.merge(record.priceTicks(), record.lots(), Long::sum);
            }
        }
        Set<List<Long>> named = new HashSet<>();
        for (CmeRecord maker : makers) {
            lots.merge(maker.priceTicks(), -maker.lots(), Long::sum);
            if (!named.add(List.of(maker.orderId(), maker.priceTicks()))) {
                return "order " + maker.orderId() + " filled twice at " + maker.priceTicks();
            }
        }
        return lots.values().stream().allMatch(left -> left == 0) ? "" : "lots traded but not filled by price " + lots;
    }

    private CmeTaker with(CmeRecord next) {
        return new CmeTaker(trade, lots + next.lots(), next.priceTicks(), makers, rest);
    }

    private static @Nullable CmeRecord restOf(CmeRecord trade, List<CmeRecord> event) {
        for (CmeRecord record : event) {
            boolean shows = record.action() == CmeRecord.Action.ADD || record.action() == CmeRecord.Action.MODIFY;
            if (shows && record.orderId() == trade.orderId() && record.line() > trade.line()) {
                return record;
            }
        }
        return null;
    }
}
