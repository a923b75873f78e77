package seawall.engine;

/// Orders and price levels, made once and used again. No more levels are used than orders, except for those that
/// became empty within the current entry.
final class OrderPool {
    private final Order[] all;
    private final Order[] orders;
    private int freeOrders;
    private final Level[] levels;
    private int freeLevels;

    OrderPool(Limits limits, StatePages pages) {
        all = new Order[limits.ordersMax()];
        for (int place = 0; place < all.length; place++) {
            all[place] = new Order(pages.ofOrder(place));
        }
        orders = all.clone();
        freeOrders = orders.length;
        levels = new Level[limits.ordersMax() + 1];
        for (int index = 0; index < levels.length; index++) {
            levels[index] = new Level();
        }
        freeLevels = levels.length;
    }

    boolean isEmpty() {
        return freeOrders == 0;
    }

    /// Number of places, used or not.
    int size() {
        return all.length;
    }

    /// What lies at a place; only an order that is open means anything.
    Order at(int place) {
        return all[place];
    }

    int usedOrders() {
        return orders.length - freeOrders;
    }

    Order takeOrder(Account account, Instrument instrument) {
        Order order = orders[--freeOrders];
        order.account = account;
        order.instrument = instrument;
        order.filledLots = 0;
        order.quoteLeftAtoms = 0;
        order.holdAtoms = 0;
        order.priority = 0;
        order.isOpen = false;
        assert order.attached == null : "a closed order left what was attached to it";
        return order;
    }

    void release(Order order) {
        assert order.level == null : "a released order has left the book";
        order.isOpen = false;
        order.account = null;
        order.instrument = null;
        order.paid = null;
        order.received = null;
        orders[freeOrders++] = order;
    }

    Level takeLevel(BookSide side, long priceTicks) {
        Level level = levels[--freeLevels];
        level.side = side;
        level.priceTicks = priceTicks;
        level.key = side.key(priceTicks);
        level.lots = 0;
        level.orders = 0;
        level.touchedSequence = 0;
        return level;
    }

    void release(Level level) {
        assert level.orders == 0 && level.first == null : "a released level is empty";
        level.side = null;
        levels[freeLevels++] = level;
    }
}
