package seawall.simulation.recorded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.Side;

/// The book as a recording tells it: its own orders by its own ids, and their sequence by the rule of price and time.
/// It
/// matches nothing; it does what it is told.
final class RecordedBook {
    /// Orders at once.
    static final int ORDERS_MAX = 1 << 17;

    /// One order as the recording shows it.
    record Shown(long orderId, Side side, long priceTicks, long lots) {
        @Override
        public String toString() {
            return side + " " + priceTicks + " x " + lots;
        }
    }

    private final Map<Long, Shown> orders = new HashMap<>();
    private final TreeMap<Long, LinkedHashMap<Long, Shown>> bids = new TreeMap<>();
    private final TreeMap<Long, LinkedHashMap<Long, Shown>> asks = new TreeMap<>();

    /// Puts an order behind all others of its price.
    void add(Shown order) {
        if (orders.size() == ORDERS_MAX) {
            throw new IllegalStateException("expected at most " + ORDERS_MAX + " orders in a recording, found more");
        }
        orders.put(order.orderId(), order);
        side(order.side())
                .computeIfAbsent(order.priceTicks(), price -> new LinkedHashMap<>())
                .put(order.orderId(), order);
    }

    /// Takes an order out.
    ///
    /// @return what it was, null when there was none
    @Nullable
    Shown remove(long orderId) {
        Shown order = orders.remove(orderId);
        if (order != null) {
            LinkedHashMap<Long, Shown> level = level(order.side(), order.priceTicks());
            level.remove(orderId);
            if (level.isEmpty()) {
                side(order.side()).remove(order.priceTicks());
            }
        }
        return order;
    }

    /// Changes an order: it keeps its place when its price stays and its quantity does not grow, and has not traded all
    /// that it showed; else it goes behind all others.
    void change(Shown order, boolean keepsPlace) {
        if (keepsPlace) {
            orders.put(order.orderId(), order);
            level(order.side(), order.priceTicks()).put(order.orderId(), order);
        } else {
            remove(order.orderId());
            add(order);
        }
    }

    @Nullable
    Shown order(long orderId) {
        return orders.get(orderId);
    }

    int size() {
        return orders.size();
    }

    List<Shown> orders() {
        return new ArrayList<>(orders.values());
    }

    /// The orders at a price, the first to trade first.
    List<Shown> queue(Side side, long priceTicks) {
        return new ArrayList<>(level(side, priceTicks).values());
    }

    /// Prices with orders, the best first.
    List<Long> prices(Side side) {
        return new ArrayList<>(side == Side.BUY ? bids.descendingKeySet() : asks.keySet());
    }

    /// Best price, 0 when nothing rests.
    long bestTicks(Side side) {
        TreeMap<Long, LinkedHashMap<Long, Shown>> levels = side(side);
        return levels.isEmpty() ? 0 : side == Side.BUY ? levels.lastKey() : levels.firstKey();
    }

    /// All lots at a price.
    long lots(Side side, long priceTicks) {
        long lots = 0;
        for (Shown order : level(side, priceTicks).values()) {
            lots += order.lots();
        }
        return lots;
    }

    /// Number of orders at a price.
    int count(Side side, long priceTicks) {
        return level(side, priceTicks).size();
    }

    private LinkedHashMap<Long, Shown> level(Side side, long priceTicks) {
        LinkedHashMap<Long, Shown> level = side(side).get(priceTicks);
        return level == null ? new LinkedHashMap<>() : level;
    }

    private TreeMap<Long, LinkedHashMap<Long, Shown>> side(Side side) {
        return side == Side.BUY ? bids : asks;
    }
}
