package seawall.bench;

import seawall.engine.BareBook;

/// The book of our engine called in a bare loop: no accounts, no money, no journal, one thread. One instrument.
final class SeawallBook implements Candidate {
    private static final int ORDERS_MAX_LEAST = 1 << 17;

    private final Tape tape;
    private final int ordersMax;
    private final long priceMax;

    SeawallBook(Tape tape) {
        this.tape = tape;
        ordersMax = Math.max(ORDERS_MAX_LEAST, tape.ordersMax + 1);
        priceMax = tape.priceMax()[0];
    }

    @Override
    public Digest count() {
        var book = new BareBook(ordersMax);
        apply(book, 0, tape.size);
        return digest(book);
    }

    @Override
    public Stopwatch.Time pass() {
        BareBook book = filled();
        var stopwatch = new Stopwatch();
        apply(book, tape.fill, tape.size);
        Stopwatch.Time time = stopwatch.stop();
        tape.digest.requireEqual(digest(book), "our book");
        return time;
    }

    @Override
    public Rate.Result atRate(Rate rate) {
        BareBook book = filled();
        rate.start();
        for (int index = 0; index < rate.commands(); index++) {
            long due = rate.await(index);
            apply(book, tape.fill + index, tape.fill + index + 1);
            rate.end(due);
        }
        apply(book, tape.fill + rate.commands(), tape.size);
        tape.digest.requireEqual(digest(book), "our book");
        return rate.result();
    }

    @Override
    public void close() {}

    private BareBook filled() {
        var book = new BareBook(ordersMax);
        apply(book, 0, tape.fill);
        System.gc();
        return book;
    }

    private void apply(BareBook book, int from, int to) {
        for (int index = from; index < to; index++) {
            long orderId = tape.orderOf[index];
            boolean buys = tape.buys[index];
            switch (tape.kind(index)) {
                case LIMIT -> book.place(orderId, buys, true, tape.prices[index], tape.quantities[index]);
                case IOC -> book.place(orderId, buys, false, tape.prices[index], tape.quantities[index]);
                case MARKET -> book.place(orderId, buys, false, buys ? priceMax : 1, tape.quantities[index]);
                case CANCEL -> book.cancel(orderId);
                case MOVE -> book.move(orderId, tape.prices[index]);
                case REDUCE -> book.reduce(orderId, tape.prices[index]);
            }
        }
    }

    private static Digest digest(BareBook book) {
        Digest[] digest = {new Digest(book.trades(), book.tradedLots(), 0, 0, 0)};
        book.levels(
                (buys, priceTicks, lots, orders) -> digest[0] = digest[0].withLevel(0, buys, priceTicks, lots, orders));
        return digest[0];
    }
}
