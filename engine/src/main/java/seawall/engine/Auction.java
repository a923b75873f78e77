package seawall.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Uncrosses a book: finds the price at which most trades, and lets those orders meet at it, a bounded number at a
/// time.
///
/// An entry meets at most max(1, makersPerTakerMax / 2) pairs. A pair touches two levels, the two balances of each
/// of two orders, and the two of the fee account: no more than what a taker with makersPerTakerMax makers may
/// touch, or, with one pair, than the spare room that [Entry] has besides.
final class Auction {
    private final int pairsMax;
    private final Entry entry;
    private final EventSink events;
    private final Ledger ledger;
    private final Matcher matcher;
    /// Of the last price that was looked for.
    private long volumeLots;

    Auction(Limits limits, Entry entry, Ledger ledger, Matcher matcher) {
        pairsMax = Math.max(1, limits.makersPerTakerMax() / 2);
        this.entry = entry;
        this.events = entry.events;
        this.ledger = ledger;
        this.matcher = matcher;
    }

    /// Begins, or begins again at another price, the uncrossing of a crossed book.
    void start(Instrument instrument, Phase nextPhase) {
        instrument.uncrossesTo = nextPhase;
        instrument.auctionPriceTicks = priceTicks(instrument);
        entry.changed(instrument);
        events.uncrossingStarted(instrument.instrumentId, nextPhase, instrument.auctionPriceTicks, volumeLots);
    }

    /// Lets the next pairs meet.
    ///
    /// @return the phase that begins now, or null while the uncrossing goes on
    @Nullable
    Phase meet(Instrument instrument) {
        for (int pairs = 0; pairs < pairsMax; pairs++) {
            Level bids = instrument.bids.best();
            Level asks = instrument.asks.best();
            long price = instrument.auctionPriceTicks;
            if (bids == null || asks == null || bids.priceTicks < price || asks.priceTicks > price) {
                Phase next = Objects.requireNonNull(instrument.uncrossesTo, "the instrument uncrosses");
                if (!instrument.isCrossed()) {
                    return next;
                }
                start(instrument, next);
                return null;
            }
            Order buy = Objects.requireNonNull(bids.first, "a level in the book has orders");
            Order sell = Objects.requireNonNull(asks.first, "a level in the book has orders");
            if (buy.orderId > sell.orderId) {
                meet(buy, sell, price);
            } else {
                meet(sell, buy, price);
            }
        }
        return null;
    }

    private void meet(Order taker, Order maker, long priceTicks) {
        if (taker.account == maker.account) {
            if (taker.stp != SelfTradePrevention.CANCEL_TAKER) {
                matcher.closeResting(maker, CloseReason.SELF_TRADE);
            }
            if (taker.stp != SelfTradePrevention.CANCEL_MAKER) {
                matcher.closeResting(taker, CloseReason.SELF_TRADE);
            }
            return;
        }
        Instrument instrument = maker.instrument();
        long lots = Math.min(maker.remainingLots(), taker.remainingLots());
        long quoteAtoms = instrument.notionalAtoms(priceTicks, lots, false);
        matcher.fillResting(maker, lots);
        matcher.fillResting(taker, lots);
        ledger.settle(taker, maker, priceTicks, lots, lots * instrument.lotAtoms, quoteAtoms);
        matcher.holdRemainder(maker);
        matcher.holdRemainder(taker);
        matcher.closeIfComplete(maker);
        matcher.closeIfComplete(taker);
    }

    /// The price at which most lots trade; then the one that leaves the fewest over, then the nearest to the
    /// reference price, then the lowest.
    ///
    /// Only prices between the best ask and the best bid trade anything, so only their levels are looked at, from
    /// the highest down. Bids may add up to more than a long holds, as a tick of dust costs nothing. Asks never do,
    /// since what they hold was issued.
    private long priceTicks(Instrument instrument) {
        BookSide bids = instrument.bids;
        BookSide asks = instrument.asks;
        long highest = bids.level(0).priceTicks;
        long lowest = asks.level(0).priceTicks;
        int askRank = 0;
        long askLots = 0;
        while (askRank < asks.size() && asks.level(askRank).priceTicks <= highest) {
            askLots += asks.level(askRank++).lots;
        }
        int bidRank = 0;
        long bidLots = 0;
        long bestTicks = 0;
        long bestLots = 0;
        long bestOver = 0;
        long reference = instrument.referencePriceTicks;
        while (true) {
            long bidTicks = bidRank < bids.size() ? bids.level(bidRank).priceTicks : 0;
            long askTicks = askRank > 0 ? asks.level(askRank - 1).priceTicks : 0;
            long ticks = Math.max(bidTicks, askTicks);
            if (ticks < lowest) {
                volumeLots = bestLots;
                return bestTicks;
            }
            if (bidTicks == ticks) {
                bidLots = saturatedSum(bidLots, bids.level(bidRank++).lots);
            }
            long lots = Math.min(bidLots, askLots);
            long over = Math.abs(bidLots - askLots);
            boolean isBetter = lots != bestLots
                    ? lots > bestLots
                    : over != bestOver
                            ? over < bestOver
                            : reference == 0 || Math.abs(ticks - reference) <= Math.abs(bestTicks - reference);
            if (isBetter) {
                bestTicks = ticks;
                bestLots = lots;
                bestOver = over;
            }
            if (askTicks == ticks) {
                askLots -= asks.level(--askRank).lots;
            }
        }
    }

    private static long saturatedSum(long sum, long lots) {
        return sum > Long.MAX_VALUE - lots ? Long.MAX_VALUE : sum + lots;
    }
}
