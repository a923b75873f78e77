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
    /// @param pool        of the orders, each at its page
    static LiveOrders of(String alternative, int ordersMax, Order[] pool) {
        return switch (alternative) {
            case "neighbours" -> new Neighbours(ordersMax);
            case "scattered" -> new Scattered(ordersMax);
            case "boxed" -> new Boxed(ordersMax);
            case "ring" -> new Ring(ordersMax);
            case "packed" -> new Packed(ordersMax, pool);
            default -> throw new IllegalArgumentException("expected an alternative, found " + alternative);
        };
    }

    /// What the engine had before: eight ids in a row to a home of one cache line.
    final class Neighbours implements LiveOrders {
        private final NeighbourOrders orders;

        Neighbours(int ordersMax) {
            orders = new NeighbourOrders(ordersMax);
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

    /// What the engine has: [OrdersById], a ring of slots and a map for the displaced.
    final class Ring implements LiveOrders {
        private final OrdersById orders;

        Ring(int ordersMax) {
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

    /// The homes of eight ids in one array: a slot is the lower part of an id and the order's place in the
    /// pool. No reference is stored, so the collector has nothing to note; finding takes one more step.
    final class Packed implements LiveOrders {
        private static final long GOLDEN = 0x9e3779b97f4a7c15L;
        private static final int HOME_BITS = 3;
        private static final int HOME_MASK = (1 << HOME_BITS) - 1;
        private static final int PLACE_BITS = 24;
        private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
        private static final long NONE = 0;

        private final long[] slots;
        private final Order[] pool;
        private final int mask;

        Packed(int ordersMax, Order[] pool) {
            this.pool = pool;
            slots = new long[Integer.highestOneBit(2 * ordersMax - 1) << 1];
            mask = slots.length - 1;
        }

        @Override
        public @Nullable Order find(long orderId) {
            long lower = lower(orderId);
            int slot = slot(lower);
            while (slots[slot] >>> PLACE_BITS != lower) {
                if (slots[slot] == NONE) {
                    return null;
                }
                slot = (slot + 1) & mask;
            }
            return pool[(int) slots[slot] & PLACE_MASK];
        }

        @Override
        public void add(Order order) {
            long lower = lower(order.orderId);
            int slot = slot(lower);
            while (slots[slot] != NONE) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = lower << PLACE_BITS | place(order);
        }

        @Override
        public void remove(long orderId) {
            long lower = lower(orderId);
            int hole = slot(lower);
            while (slots[hole] >>> PLACE_BITS != lower) {
                hole = (hole + 1) & mask;
            }
            for (int slot = (hole + 1) & mask; slots[slot] != NONE; slot = (slot + 1) & mask) {
                // Moves only what would still be found: its own slot must not lie after the hole.
                if (((slot - slot(slots[slot] >>> PLACE_BITS)) & mask) >= ((slot - hole) & mask)) {
                    slots[hole] = slots[slot];
                    hole = slot;
                }
            }
            slots[hole] = NONE;
        }

        private static long lower(long orderId) {
            return orderId & (-1L >>> PLACE_BITS);
        }

        private int slot(long lower) {
            int home = (int) (((lower >>> HOME_BITS) * GOLDEN) >>> Integer.SIZE);
            return ((home << HOME_BITS) | ((int) lower & HOME_MASK)) & mask;
        }

        /// An order knows the page that it is in; here that stands for its place.
        private static int place(Order order) {
            return order.page;
        }
    }
}
