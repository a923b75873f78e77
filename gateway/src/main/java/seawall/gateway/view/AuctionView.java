package seawall.gateway.view;

import seawall.wire.codec.Side;

/// What an auction would trade if it ended now (rules 9.3).
///
/// @param priceTicks    the auction price; 0 while the book is not crossed
/// @param matchedLots   what trades at it
/// @param unmatchedLots what one side has more there than the other
public record AuctionView(long priceTicks, long matchedLots, long unmatchedLots) {
    public static final AuctionView NONE = new AuctionView(0, 0, 0);

    /// The auction of a book: at that price of its levels with the most lots to trade, then with the fewest left over,
    /// then the nearest to the reference price, then the lowest.
    ///
    /// @param referenceTicks 0 = none
    static AuctionView of(BookLevels book, long referenceTicks) {
        if (!isCrossed(book)) {
            return NONE;
        }
        // Only prices from the best ask up to the best bid trade anything. They are walked upwards: asks join with each
        // step, bids leave.
        long[] bids = sums(book, Side.BUY, book.priceTicks(Side.SELL, 0));
        long[] asks = sums(book, Side.SELL, book.priceTicks(Side.BUY, 0));
        AuctionView best = NONE;
        int ask = 0;
        int bid = bids.length - 1;
        while (ask < asks.length || bid >= 0) {
            long askTicks = ask < asks.length ? book.priceTicks(Side.SELL, ask) : Long.MAX_VALUE;
            long bidTicks = bid >= 0 ? book.priceTicks(Side.BUY, bid) : Long.MAX_VALUE;
            long ticks = Math.min(askTicks, bidTicks);
            ask += askTicks == ticks ? 1 : 0;
            AuctionView candidate = at(ticks, bid >= 0 ? bids[bid] : 0, ask > 0 ? asks[ask - 1] : 0);
            if (candidate.isBetterThan(best, referenceTicks)) {
                best = candidate;
            }
            bid -= bidTicks == ticks ? 1 : 0;
        }
        return best;
    }

    /// The auction of a book at a price that stands already; [#NONE] when nothing trades at it.
    static AuctionView at(BookLevels book, long priceTicks) {
        long[] bids = sums(book, Side.BUY, priceTicks);
        long[] asks = sums(book, Side.SELL, priceTicks);
        return bids.length == 0 || asks.length == 0
                ? NONE
                : at(priceTicks, bids[bids.length - 1], asks[asks.length - 1]);
    }

    private static AuctionView at(long priceTicks, long bidLots, long askLots) {
        return new AuctionView(priceTicks, Math.min(bidLots, askLots), Math.abs(bidLots - askLots));
    }

    private static boolean isCrossed(BookLevels book) {
        return book.levels(Side.BUY) > 0
                && book.levels(Side.SELL) > 0
                && book.priceTicks(Side.BUY, 0) >= book.priceTicks(Side.SELL, 0);
    }

    /// Lots from the best level to each that would trade at a price. They stop at the greatest long.
    private static long[] sums(BookLevels book, Side side, long priceTicks) {
        int levels = 0;
        while (levels < book.levels(side)
                && (side == Side.BUY
                        ? book.priceTicks(side, levels) >= priceTicks
                        : book.priceTicks(side, levels) <= priceTicks)) {
            levels++;
        }
        long[] sums = new long[levels];
        long sum = 0;
        for (int depth = 0; depth < levels; depth++) {
            long lots = book.quantityLots(side, depth);
            sum = sum > Long.MAX_VALUE - lots ? Long.MAX_VALUE : sum + lots;
            sums[depth] = sum;
        }
        return sums;
    }

    private boolean isBetterThan(AuctionView other, long referenceTicks) {
        if (matchedLots != other.matchedLots) {
            return matchedLots > other.matchedLots;
        }
        if (unmatchedLots != other.unmatchedLots) {
            return unmatchedLots < other.unmatchedLots;
        }
        // Of two as near as each other the first stays, which is the lower one.
        return referenceTicks > 0
                && Math.abs(priceTicks - referenceTicks) < Math.abs(other.priceTicks - referenceTicks);
    }
}
