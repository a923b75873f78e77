package seawall.gateway.view;

import seawall.wire.codec.Side;

/// A book for tests of other packages, set level by level.
public final class TestBook {
    private final BookView book = new BookView(1, 10_000);
    private long sequence;

    public void set(Side side, long priceTicks, long quantityLots) {
        sequence++;
        book.change(side, priceTicks, quantityLots, 1, sequence, sequence);
    }

    public BookLevels levels() {
        return book;
    }
}
