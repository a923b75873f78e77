package seawall.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Records a tape and applies each command to a plain book at once, so that a generator knows what rests, and the tape
/// what it leads to. The book is trees and linked lists, as obvious as can be: all candidates are judged by it.
///
/// Users with an even number only buy, those with an odd number only sell: nobody ever meets an own order, about which
/// the candidates have different rules.
final class TapeRecorder {
    /// An order of the tape, while it rests.
    static final class Resting {
        final int number;
        final int user;
        final int instrument;
        final boolean buys;
        long priceTicks;
        long quantity;
        long filledLots;
        private int place;
        private @Nullable Resting previous;
        private @Nullable Resting next;

        private Resting(int number, int user, int instrument, boolean buys, long priceTicks, long quantity) {
            this.number = number;
            this.user = user;
            this.instrument = instrument;
            this.buys = buys;
            this.priceTicks = priceTicks;
            this.quantity = quantity;
        }

        long remainingLots() {
            return quantity - filledLots;
        }
    }

    /// Told when an order begins and ceases to rest.
    interface Listener {
        void onRests(Resting order);

        void onLeaves(Resting order);
    }

    private static final class Level {
        private @Nullable Resting first;
        private @Nullable Resting last;
        private long lots;
        private int orders;
    }

    private static final class Book {
        private final TreeMap<Long, Level> bids = new TreeMap<>(Comparator.reverseOrder());
        private final TreeMap<Long, Level> asks = new TreeMap<>();
        private int bidOrders;
        private int askOrders;
        private long lastTradeTicks;

        private TreeMap<Long, Level> side(boolean buys) {
            return buys ? bids : asks;
        }
    }

    private final int users;
    private final Listener listener;
    private final Book[] books;
    private final List<Resting> resting = new ArrayList<>();
    private byte[] kinds;
    private boolean[] buys;
    private int[] instrumentOf;
    private int[] userOf;
    private int[] orderOf;
    private long[] prices;
    private long[] quantities;
    private int size;
    private int fill;
    private int placed;
    private int ordersMax;
    private long trades;
    private long tradedLots;

    TapeRecorder(int instruments, int users, int sizeExpected, Listener listener) {
        this.users = users;
        this.listener = listener;
        books = new Book[instruments];
        for (int instrument = 0; instrument < instruments; instrument++) {
            books[instrument] = new Book();
        }
        kinds = new byte[sizeExpected];
        buys = new boolean[sizeExpected];
        instrumentOf = new int[sizeExpected];
        userOf = new int[sizeExpected];
        orderOf = new int[sizeExpected];
        prices = new long[sizeExpected];
        quantities = new long[sizeExpected];
    }

    TapeRecorder(int instruments, int users, int sizeExpected) {
        this(instruments, users, sizeExpected, new Listener() {
            @Override
            public void onRests(Resting order) {}

            @Override
            public void onLeaves(Resting order) {}
        });
    }

    /// The user with a number below half of the users who is on a side.
    int user(boolean buyer, int number) {
        return 2 * number + (buyer ? 0 : 1);
    }

    int usersOfSide() {
        return users / 2;
    }

    int size() {
        return size;
    }

    long trades() {
        return trades;
    }

    int restingOrders() {
        return resting.size();
    }

    int restingOrders(int instrument, boolean ofBuyers) {
        return ofBuyers ? books[instrument].bidOrders : books[instrument].askOrders;
    }

    /// Any order that rests, the places being 0 to [#restingOrders()] less one.
    Resting resting(int place) {
        return resting.get(place);
    }

    /// Price of the last trade, or 0 before the first.
    long lastTradeTicks(int instrument) {
        return books[instrument].lastTradeTicks;
    }

    /// What follows is timed.
    void endFill() {
        fill = size;
    }

    /// Places an order.
    ///
    /// @param priceTicks of a market order any price that no maker of the tape is beyond
    /// @return the order while any of it rests, otherwise null
    @Nullable
    Resting place(Kind kind, int instrument, boolean buyer, int user, long priceTicks, long lots) {
        if (priceTicks < 1 || lots < 1) {
            throw new IllegalArgumentException("expected a price and lots, found " + priceTicks + " and " + lots);
        }
        Resting order = new Resting(++placed, user, instrument, buyer, priceTicks, lots);
        record(kind, order, priceTicks, lots);
        long tradesBefore = trades;
        match(order, kind == Kind.MARKET);
        if (kind == Kind.MARKET && trades == tradesBefore) {
            throw new IllegalStateException("a market order must find something, since some engines refuse it");
        }
        if (kind != Kind.LIMIT || order.remainingLots() == 0) {
            return null;
        }
        enter(order);
        listener.onRests(order);
        return order;
    }

    void cancel(Resting order) {
        record(Kind.CANCEL, order, 0, 0);
        takeOut(order);
        listener.onLeaves(order);
    }

    /// Gives an order another price.
    void move(Resting order, long priceTicks) {
        if (priceTicks == order.priceTicks || priceTicks < 1) {
            throw new IllegalArgumentException("expected another price, found " + priceTicks);
        }
        record(Kind.MOVE, order, priceTicks, 0);
        takeOut(order);
        order.priceTicks = priceTicks;
        match(order, false);
        if (order.remainingLots() > 0) {
            enter(order);
        } else {
            listener.onLeaves(order);
        }
    }

    /// Makes an order smaller, but not empty.
    void reduce(Resting order, long lots) {
        if (lots < 1 || lots >= order.remainingLots()) {
            throw new IllegalArgumentException("expected 1 to less than " + order.remainingLots() + ", found " + lots);
        }
        record(Kind.REDUCE, order, order.quantity - lots, lots);
        order.quantity -= lots;
        level(order).lots -= lots;
    }

    Tape tape() {
        var digest = new Digest(trades, tradedLots, 0, 0, 0);
        for (int instrument = 0; instrument < books.length; instrument++) {
            for (boolean bids : new boolean[] {true, false}) {
                for (var entry : books[instrument].side(bids).entrySet()) {
                    Level level = entry.getValue();
                    digest = digest.withLevel(instrument, bids, entry.getKey(), level.lots, level.orders);
                }
            }
        }
        return new Tape(
                books.length,
                users,
                ordersMax,
                fill,
                digest,
                Arrays.copyOf(kinds, size),
                Arrays.copyOf(buys, size),
                Arrays.copyOf(instrumentOf, size),
                Arrays.copyOf(userOf, size),
                Arrays.copyOf(orderOf, size),
                Arrays.copyOf(prices, size),
                Arrays.copyOf(quantities, size));
    }

    private void record(Kind kind, Resting order, long priceTicks, long lots) {
        if (size == kinds.length) {
            grow();
        }
        kinds[size] = (byte) kind.code();
        buys[size] = order.buys;
        instrumentOf[size] = order.instrument;
        userOf[size] = order.user;
        orderOf[size] = order.number;
        prices[size] = priceTicks;
        quantities[size] = lots;
        size++;
    }

    private void grow() {
        int length = Math.max(1024, size + size / 2);
        kinds = Arrays.copyOf(kinds, length);
        buys = Arrays.copyOf(buys, length);
        instrumentOf = Arrays.copyOf(instrumentOf, length);
        userOf = Arrays.copyOf(userOf, length);
        orderOf = Arrays.copyOf(orderOf, length);
        prices = Arrays.copyOf(prices, length);
        quantities = Arrays.copyOf(quantities, length);
    }

    private void match(Resting taker, boolean atAnyPrice) {
        Book book = books[taker.instrument];
        TreeMap<Long, Level> makers = book.side(!taker.buys);
        while (taker.remainingLots() > 0 && !makers.isEmpty()) {
            long price = makers.firstKey();
            boolean isBeyond = taker.buys ? price > taker.priceTicks : price < taker.priceTicks;
            Resting maker = makers.firstEntry().getValue().first;
            if ((isBeyond && !atAnyPrice) || maker == null) {
                return;
            }
            long lots = Math.min(taker.remainingLots(), maker.remainingLots());
            taker.filledLots += lots;
            maker.filledLots += lots;
            makers.firstEntry().getValue().lots -= lots;
            book.lastTradeTicks = price;
            trades++;
            tradedLots += lots;
            if (maker.remainingLots() == 0) {
                takeOut(maker);
                listener.onLeaves(maker);
            }
        }
    }

    private void enter(Resting order) {
        Level level = books[order.instrument].side(order.buys).computeIfAbsent(order.priceTicks, price -> new Level());
        order.previous = level.last;
        order.next = null;
        if (level.last == null) {
            level.first = order;
        } else {
            level.last.next = order;
        }
        level.last = order;
        level.lots += order.remainingLots();
        level.orders++;
        count(order, 1);
        order.place = resting.size();
        resting.add(order);
        ordersMax = Math.max(ordersMax, resting.size());
    }

    private void takeOut(Resting order) {
        Level level = level(order);
        if (order.previous == null) {
            level.first = order.next;
        } else {
            order.previous.next = order.next;
        }
        if (order.next == null) {
            level.last = order.previous;
        } else {
            order.next.previous = order.previous;
        }
        level.lots -= order.remainingLots();
        level.orders--;
        if (level.orders == 0) {
            books[order.instrument].side(order.buys).remove(order.priceTicks);
        }
        count(order, -1);
        Resting last = resting.removeLast();
        if (last != order) {
            resting.set(order.place, last);
            last.place = order.place;
        }
    }

    private void count(Resting order, int change) {
        if (order.buys) {
            books[order.instrument].bidOrders += change;
        } else {
            books[order.instrument].askOrders += change;
        }
    }

    private Level level(Resting order) {
        Level level = books[order.instrument].side(order.buys).get(order.priceTicks);
        if (level == null) {
            throw new IllegalStateException("expected a level at the price of resting order " + order.number);
        }
        return level;
    }
}
