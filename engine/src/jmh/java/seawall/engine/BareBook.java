package seawall.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The book alone, for measuring: the engine's own sides, levels, orders, pool and index, with a matching loop that
/// is the engine's less money, checks, hash and events. What this costs is what the book's layout costs; the rest
/// of the engine is what comes on top.
public final class BareBook {
    private final OrderPool pool;
    private final OrderIndex index;
    private final Instrument instrument;
    private final Account account;
    private long nextPriority = 1;
    private long trades;
    private long tradedLots;

    /// Receives the price levels of a book.
    public interface LevelSink {
        /// A level that has orders.
        void onLevel(boolean buys, long priceTicks, long lots, int orders);
    }

    /// @param ordersMax orders that rest at once
    public BareBook(int ordersMax) {
        Limits limits = limits(ordersMax);
        StatePages pages = new StatePages(limits);
        pool = new OrderPool(limits, pages);
        index = new OrderIndex(ordersMax);
        instrument = instrument(limits);
        account = new Account(Limits.USER_ACCOUNT_ID_MIN, Text.of(1, 0), 0, 0, pages);
    }

    static Limits limits(int ordersMax) {
        return new Limits(ordersMax, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    /// An instrument that trades, with empty sides.
    static Instrument instrument(Limits limits) {
        Currency base = new Currency(1, Text.of(1, 0), 8, Limits.ATOMS_MAX);
        Currency quote = new Currency(2, Text.of(2, 0), 8, Limits.ATOMS_MAX);
        return new Instrument(1, Text.of(1, 0), base, quote, 1, 2, 1, 4, 1, 1, 1, 1, 0, 0, Phase.TRADING, limits);
    }

    /// Fills so far.
    public long trades() {
        return trades;
    }

    /// Quantity of the fills so far.
    public long tradedLots() {
        return tradedLots;
    }

    /// Places an order; what it cannot trade rests, or not.
    public void place(long orderId, boolean buys, boolean rests, long priceTicks, long lots) {
        Order order = pool.takeOrder(account, instrument);
        order.orderId = orderId;
        order.side = buys ? Side.BUY : Side.SELL;
        order.orderType = rests ? OrderType.LIMIT : OrderType.IOC;
        order.priceTicks = priceTicks;
        order.quantity = lots;
        match(order);
        if (rests && order.remainingLots() > 0) {
            index.add(order);
            enter(order);
        } else {
            pool.release(order);
        }
    }

    /// Takes a resting order out.
    public void cancel(long orderId) {
        Order order = find(orderId);
        leave(order);
        index.remove(order);
        pool.release(order);
    }

    /// Gives a resting order another price.
    public void move(long orderId, long priceTicks) {
        Order order = find(orderId);
        leave(order);
        order.priceTicks = priceTicks;
        match(order);
        if (order.remainingLots() > 0) {
            enter(order);
        } else {
            index.remove(order);
            pool.release(order);
        }
    }

    /// Makes a resting order smaller.
    ///
    /// @param lots its new whole quantity
    public void reduce(long orderId, long lots) {
        Order order = find(orderId);
        Level level = Objects.requireNonNull(order.level, "an order that is reduced rests");
        level.lots -= order.quantity - lots;
        order.quantity = lots;
    }

    /// Tells all levels.
    public void levels(LevelSink sink) {
        for (Side side : Side.values()) {
            BookSide levels = instrument.side(side);
            for (int rank = 0; rank < levels.size(); rank++) {
                Level level = levels.level(rank);
                sink.onLevel(side == Side.BUY, level.priceTicks, level.lots, level.orders);
            }
        }
    }

    private Order find(long orderId) {
        @Nullable Order order = index.find(orderId);
        return Objects.requireNonNull(order, "a tape names orders that rest");
    }

    private void match(Order taker) {
        BookSide makers = instrument.opposite(taker.side);
        long limitKey = makers.key(taker.priceTicks);
        while (taker.remainingLots() > 0) {
            Level best = makers.best();
            if (best == null || best.key < limitKey) {
                return;
            }
            Order maker = Objects.requireNonNull(best.first, "a level in the book has orders");
            long lots = Math.min(taker.remainingLots(), maker.remainingLots());
            taker.filledLots += lots;
            maker.filledLots += lots;
            best.lots -= lots;
            trades++;
            tradedLots += lots;
            if (maker.remainingLots() == 0) {
                leave(maker);
                index.remove(maker);
                pool.release(maker);
            }
        }
    }

    private void enter(Order order) {
        BookSide side = instrument.side(order.side);
        order.priority = nextPriority++;
        Level level = side.find(order.priceTicks);
        if (level == null) {
            level = pool.takeLevel(side, order.priceTicks);
            side.add(level);
        }
        level.append(order);
    }

    private void leave(Order order) {
        Level level = Objects.requireNonNull(order.level, "an order leaves a book that it is in");
        level.remove(order);
        if (level.orders == 0) {
            level.side().remove(level);
            pool.release(level);
        }
    }
}
