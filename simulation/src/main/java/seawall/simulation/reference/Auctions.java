package seawall.simulation.reference;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeSet;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.Phase;
import seawall.wire.codec.SelfTradePrevention;

/// The change of phases, and the auction that stands between a crossed book and trading (§2 `SetPhase`, §9).
final class Auctions {
    private static final BigInteger SUM_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    /// What would be traded at a price, and what would be left over.
    private record Candidate(long priceTicks, BigInteger lots, BigInteger surplusLots) {}

    private final ExchangeState state;
    private final Market market;

    Auctions(ExchangeState state, Market market) {
        this.state = state;
        this.market = market;
    }

    /// Begins a phase, or the uncrossing that leads to it.
    void begin(Instrument instrument, Phase phase) {
        boolean tradesAgain = phase == Phase.TRADING || phase == Phase.POST_ONLY;
        if (!tradesAgain || !instrument.isCrossed()) {
            instrument.uncrossingTowards = null;
            state.enterPhase(instrument, phase);
        } else if (instrument.uncrossingTowards != null) {
            instrument.uncrossingTowards = phase;
        } else {
            startUncrossing(instrument, phase);
        }
    }

    private void startUncrossing(Instrument instrument, Phase nextPhase) {
        Candidate best = auctionPrice(instrument);
        instrument.uncrossingTowards = nextPhase;
        instrument.auctionPriceTicks = best.priceTicks();
        state.entry.event(
                "UncrossingStarted",
                "instrumentId",
                instrument.id,
                "nextPhase",
                nextPhase,
                "priceTicks",
                best.priceTicks(),
                "quantityLots",
                best.lots());
    }

    /// §9.3
    private static Candidate auctionPrice(Instrument instrument) {
        var prices = new TreeSet<Long>(instrument.bids.keySet());
        prices.addAll(instrument.asks.keySet());
        long referenceTicks = instrument.referencePriceTicks;
        return prices.stream()
                .map(priceTicks -> candidate(instrument, priceTicks))
                .max(Comparator.comparing(Candidate::lots)
                        .thenComparing(
                                Comparator.comparing(Candidate::surplusLots).reversed())
                        .thenComparing(Comparator.comparingLong((Candidate candidate) ->
                                        referenceTicks > 0 ? Math.abs(candidate.priceTicks() - referenceTicks) : 0)
                                .reversed())
                        .thenComparing(
                                Comparator.comparingLong(Candidate::priceTicks).reversed()))
                .orElseThrow();
    }

    private static Candidate candidate(Instrument instrument, long priceTicks) {
        BigInteger bidLots = sum(instrument.bids.tailMap(priceTicks, true));
        BigInteger askLots = sum(instrument.asks.headMap(priceTicks, true));
        return new Candidate(
                priceTicks, bidLots.min(askLots), bidLots.subtract(askLots).abs());
    }

    private static BigInteger sum(NavigableMap<Long, List<Order>> levels) {
        return levels.values().stream()
                .flatMap(List::stream)
                .map(Order::remainder)
                .reduce(BigInteger.ZERO, BigInteger::add)
                .min(SUM_MAX);
    }

    /// One follow-up of an uncrossing instrument (§9.4).
    void meetPairs(Instrument instrument) {
        Phase nextPhase = instrument.uncrossingTowards;
        if (nextPhase == null) {
            throw new IllegalStateException("expected instrument " + instrument.id + " to be uncrossing");
        }
        int pairsMax = Math.max(1, state.limits.makersPerTakerMax() / 2);
        for (int pair = 0; pair < pairsMax; pair++) {
            if (!hasPair(instrument)) {
                finish(instrument, nextPhase);
                return;
            }
            meet(
                    instrument.bids.lastEntry().getValue().getFirst(),
                    instrument.asks.firstEntry().getValue().getFirst());
        }
    }

    private static boolean hasPair(Instrument instrument) {
        return instrument.isCrossed()
                && instrument.bids.lastKey() >= instrument.auctionPriceTicks
                && instrument.asks.firstKey() <= instrument.auctionPriceTicks;
    }

    private void finish(Instrument instrument, Phase nextPhase) {
        if (instrument.isCrossed()) {
            startUncrossing(instrument, nextPhase);
        } else {
            instrument.uncrossingTowards = null;
            state.enterPhase(instrument, nextPhase);
        }
    }

    private void meet(Order bid, Order ask) {
        Order taker = bid.id > ask.id ? bid : ask;
        Order maker = bid.id > ask.id ? ask : bid;
        if (taker.account == maker.account) {
            if (taker.stp != SelfTradePrevention.CANCEL_TAKER) {
                market.close(maker, CloseReason.SELF_TRADE);
            }
            if (taker.stp != SelfTradePrevention.CANCEL_MAKER) {
                market.close(taker, CloseReason.SELF_TRADE);
            }
            return;
        }
        // The maker is closed by the fill if that completes it.
        market.fill(
                taker,
                maker,
                taker.instrument.auctionPriceTicks,
                taker.remainder().min(maker.remainder()));
        if (taker.remainder().signum() == 0) {
            market.close(taker, CloseReason.FILLED);
        }
    }
}
