package seawall.engine;

import org.jspecify.annotations.Nullable;

/// Finds open orders by order id, and by account and client order id. Both tables have room for every order from the
/// start and are never iterated.
final class OrderIndex {
    private final OrdersById byId;
    /// Open addressing with linear probing; a removal shifts back what follows it, so there are no tombstones.
    private final @Nullable Order[] byClientOrderId;
    private final int mask;

    OrderIndex(int ordersMax) {
        byId = new OrdersById(ordersMax);
        int capacity = Integer.highestOneBit(Math.max(4, 2 * ordersMax - 1)) << 1;
        byClientOrderId = new Order[capacity];
        mask = capacity - 1;
    }

    void add(Order order) {
        byId.add(order);
        if (order.hasClientOrderId()) {
            int slot = slot(order);
            while (byClientOrderId[slot] != null) {
                slot = (slot + 1) & mask;
            }
            byClientOrderId[slot] = order;
        }
    }

    void remove(Order order) {
        byId.remove(order.orderId);
        if (order.hasClientOrderId()) {
            int slot = slot(order);
            while (byClientOrderId[slot] != order) {
                assert byClientOrderId[slot] != null : "an open order with a client order id is in the index";
                slot = (slot + 1) & mask;
            }
            shiftBack(slot);
        }
    }

    @Nullable
    Order find(long orderId) {
        return byId.find(orderId);
    }

    @Nullable
    Order find(int accountId, long part0, long part1, long part2, long part3) {
        if (part0 == 0) {
            return null;
        }
        int slot = slot(accountId, part0, part1, part2, part3);
        Order order = byClientOrderId[slot];
        while (order != null) {
            if (order.clientOrderId0 == part0
                    && order.clientOrderId1 == part1
                    && order.clientOrderId2 == part2
                    && order.clientOrderId3 == part3
                    && order.account().accountId == accountId) {
                return order;
            }
            slot = (slot + 1) & mask;
            order = byClientOrderId[slot];
        }
        return null;
    }

    private void shiftBack(int from) {
        int hole = from;
        int slot = from;
        while (true) {
            slot = (slot + 1) & mask;
            Order order = byClientOrderId[slot];
            if (order == null) {
                byClientOrderId[hole] = null;
                return;
            }
            // Moves only what would still be found: its own slot must not lie after the hole.
            if (((slot - slot(order)) & mask) >= ((slot - hole) & mask)) {
                byClientOrderId[hole] = order;
                hole = slot;
            }
        }
    }

    private int slot(Order order) {
        return slot(
                order.account().accountId,
                order.clientOrderId0,
                order.clientOrderId1,
                order.clientOrderId2,
                order.clientOrderId3);
    }

    private int slot(int accountId, long part0, long part1, long part2, long part3) {
        return (int) Mix.add(Mix.of(part0, part1, part2, part3), accountId) & mask;
    }
}
