package seawall.engine;

import org.jspecify.annotations.Nullable;

/// An alternative to [OrdersById], and what the engine had before: open addressing with linear probing, at most half full; a removal shifts back what follows
/// it, so there are no tombstones.
///
/// Order ids are given one after the other, and what is placed together is mostly canceled and filled together. So
/// eight
/// ids in a row share a home of one cache line, and only the homes are scattered: most orders enter and leave a line
/// that is near, where a table that scatters each id fetches a far one every time.
final class NeighbourOrders {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final int HOME_BITS = 3;
    private static final int HOME_MASK = (1 << HOME_BITS) - 1;
    private static final long NONE = 0;

    private final long[] ids;
    private final @Nullable Order[] orders;
    private final int mask;

    NeighbourOrders(int ordersMax) {
        int capacity = Math.max(1 << HOME_BITS, Integer.highestOneBit(Math.max(1, 2 * ordersMax - 1)) << 1);
        ids = new long[capacity];
        orders = new Order[capacity];
        mask = capacity - 1;
    }

    void add(Order order) {
        int slot = slot(order.orderId);
        while (ids[slot] != NONE) {
            slot = (slot + 1) & mask;
        }
        ids[slot] = order.orderId;
        orders[slot] = order;
    }

    @Nullable
    Order find(long orderId) {
        if (orderId == NONE) {
            return null;
        }
        int slot = slot(orderId);
        while (ids[slot] != orderId) {
            if (ids[slot] == NONE) {
                return null;
            }
            slot = (slot + 1) & mask;
        }
        return orders[slot];
    }

    void remove(long orderId) {
        int hole = slot(orderId);
        while (ids[hole] != orderId) {
            assert ids[hole] != NONE : "an open order is in the index";
            hole = (hole + 1) & mask;
        }
        int slot = hole;
        while (true) {
            slot = (slot + 1) & mask;
            if (ids[slot] == NONE) {
                ids[hole] = NONE;
                orders[hole] = null;
                return;
            }
            // Moves only what would still be found: its own slot must not lie after the hole.
            if (((slot - slot(ids[slot])) & mask) >= ((slot - hole) & mask)) {
                ids[hole] = ids[slot];
                orders[hole] = orders[slot];
                hole = slot;
            }
        }
    }

    private int slot(long orderId) {
        int home = (int) (((orderId >>> HOME_BITS) * GOLDEN) >>> Integer.SIZE);
        return ((home << HOME_BITS) | ((int) orderId & HOME_MASK)) & mask;
    }
}
