package seawall.gateway.trade;

import java.util.concurrent.ConcurrentHashMap;

/// How many amendments of each order are on their way. Bounded by the commands that may be on their way at all. An
/// order that is called now by its id and now by its client's id counts as two.
final class AmendmentsInFlight {
    static final int PER_ORDER_MAX = 3;

    private final ConcurrentHashMap<OrderName, Integer> counts = new ConcurrentHashMap<>();

    /// Counts one more; each true is followed by one [#end].
    ///
    /// @return false when the order has as many as it may have
    boolean begin(OrderName order) {
        boolean[] hasBegun = new boolean[1];
        counts.compute(order, (name, before) -> {
            int count = before == null ? 0 : before;
            hasBegun[0] = count < PER_ORDER_MAX;
            return hasBegun[0] ? Integer.valueOf(count + 1) : before;
        });
        return hasBegun[0];
    }

    void end(OrderName order) {
        counts.computeIfPresent(order, (name, before) -> before == 1 ? null : before - 1);
    }
}
