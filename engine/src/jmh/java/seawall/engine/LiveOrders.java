package seawall.engine;

import java.util.HashMap;
import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/// Open orders by their id, as the engine or an alternative to it keeps them: what [OrderIndexBenchmark] measures. All
/// have room for every order from the start.
sealed interface LiveOrders {
    @Nullable
    Order find(long orderId);

    void add(Order order);

    /// Removes an order that is there.
    void remove(long orderId);

    /// An empty index.
    ///
    /// @param alternative one of the names that the benchmark lists
    static LiveOrders of(String alternative, int ordersMax) {
        return switch (alternative) {
            case "neighbours" -> new Neighbours(ordersMax);
            case "scattered" -> new Scattered(ordersMax);
            case "boxed" -> new Boxed(ordersMax);
            case "ring" -> new Ring(ordersMax);
            default -> throw new IllegalArgumentException("expected an alternative, found " + alternative);
        };
    }

    /// What the engine has: [OrdersById], eight ids in a row to a home of one cache line.
    final class Neighbours implements LiveOrders {
        private final OrdersById orders;

        Neighbours(int ordersMax) {
            orders = new OrdersById(ordersMax);
        }

        @Override
        public @Nullable Order find(long orderId) {
            return orders.find(orderId);
        }

        @Override
        public void add(Order order) {
            orders.add(order);
        }

        @Override
        public void remove(long orderId) {
            orders.remove(orderId);
        }
    }

    /// Agrona's map of primitive keys, which scatters each id.
    final class Scattered implements LiveOrders {
        private static final float LOAD_FACTOR = 0.5f;

        private final Long2ObjectHashMap<Order> orders;

        Scattered(int ordersMax) {
            orders = new Long2ObjectHashMap<>(2 * ordersMax, LOAD_FACTOR);
        }

        @Override
        public @Nullable Order find(long orderId) {
            return orders.get(orderId);
        }

        @Override
        public void add(Order order) {
            orders.put(order.orderId, order);
        }

        @Override
        public void remove(long orderId) {
            orders.remove(orderId);
        }
    }

    /// The JDK's map, which boxes ids and chains its entries.
    final class Boxed implements LiveOrders {
        private final Map<Long, Order> orders;

        Boxed(int ordersMax) {
            orders = HashMap.newHashMap(ordersMax);
        }

        @Override
        public @Nullable Order find(long orderId) {
            return orders.get(orderId);
        }

        @Override
        public void add(Order order) {
            orders.put(order.orderId, order);
        }

        @Override
        public void remove(long orderId) {
            orders.remove(orderId);
        }
    }

    /// A ring of slots in which an id is its own place, and takes the next free one when an older order still has it.
    final class Ring implements LiveOrders {
        private static final long NONE = 0;

        private final long[] ids;
        private final @Nullable Order[] orders;
        private final int mask;

        Ring(int ordersMax) {
            int capacity = Integer.highestOneBit(2 * ordersMax - 1) << 1;
            ids = new long[capacity];
            orders = new Order[capacity];
            mask = capacity - 1;
        }

        @Override
        public @Nullable Order find(long orderId) {
            int slot = (int) orderId & mask;
            while (ids[slot] != orderId) {
                if (ids[slot] == NONE) {
                    return null;
                }
                slot = (slot + 1) & mask;
            }
            return orders[slot];
        }

        @Override
        public void add(Order order) {
            int slot = (int) order.orderId & mask;
            while (ids[slot] != NONE) {
                slot = (slot + 1) & mask;
            }
            ids[slot] = order.orderId;
            orders[slot] = order;
        }

        @Override
        public void remove(long orderId) {
            int hole = (int) orderId & mask;
            while (ids[hole] != orderId) {
                hole = (hole + 1) & mask;
            }
            for (int slot = (hole + 1) & mask; ids[slot] != NONE; slot = (slot + 1) & mask) {
                // Moves only what would still be found: its own slot must not lie after the hole.
                if (((slot - (int) ids[slot]) & mask) >= ((slot - hole) & mask)) {
                    ids[hole] = ids[slot];
                    orders[hole] = orders[slot];
                    hole = slot;
                }
            }
            ids[hole] = NONE;
            orders[hole] = null;
        }
    }
}
