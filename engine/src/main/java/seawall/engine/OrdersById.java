package seawall.engine;

import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/// Open orders by order id: a ring of slots in which an id is its own place, and the order that is there tells whether
/// it is the one. Ids are given in a row, so what comes and goes together lies together, and nothing is searched.
///
/// An order that still has its place when the ring comes round again keeps it; the younger one goes to a map. The map
/// has room for every order, since some may stay open for ever.
final class OrdersById {
    private static final float LOAD_FACTOR = 0.5f;

    private final @Nullable Order[] ring;
    private final Long2ObjectHashMap<Order> displaced;
    private final int mask;

    OrdersById(int ordersMax) {
        ring = new Order[Integer.highestOneBit(Math.max(1, 2 * ordersMax - 1)) << 1];
        displaced = new Long2ObjectHashMap<>(2 * ordersMax, LOAD_FACTOR);
        mask = ring.length - 1;
    }

    void add(Order order) {
        int slot = (int) order.orderId & mask;
        if (ring[slot] == null) {
            ring[slot] = order;
        } else {
            displaced.put(order.orderId, order);
        }
    }

    @Nullable
    Order find(long orderId) {
        Order order = ring[(int) orderId & mask];
        return order != null && order.orderId == orderId ? order : displaced.get(orderId);
    }

    void remove(long orderId) {
        int slot = (int) orderId & mask;
        Order order = ring[slot];
        if (order != null && order.orderId == orderId) {
            ring[slot] = null;
        } else {
            Order removed = displaced.remove(orderId);
            assert removed != null : "an open order is in the index";
        }
    }
}
