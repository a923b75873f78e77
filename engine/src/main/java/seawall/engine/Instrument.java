package seawall.engine;

import org.jspecify.annotations.Nullable;

/// What trades: its numbers, its phase, its price limit, its book, and what waits for its price.
final class Instrument {
    final int instrumentId;
    final Text name;
    final Currency base;
    final Currency quote;
    final long tickMantissa;
    final int tickScale;
    final long lotMantissa;
    final int lotScale;
    long minLots;
    long maxLimitLots;
    long maxMarketLots;
    long maxMarketQuoteAtoms;
    /// Base atoms of a lot.
    final long lotAtoms;
    final BookSide bids;
    final BookSide asks;
    final Timetable timetable = new Timetable();
    final WaitingAlgos waiting;
    /// Open algo orders, attached and due ones included.
    int openAlgos;
    Phase phase;
    /// The phase that begins when the book is uncrossed; null when it is not being uncrossed.
    @Nullable
    Phase uncrossesTo;
    /// What the pairs of the uncrossing trade at.
    long auctionPriceTicks;
    /// See [FollowUps].
    boolean isCountedAsPending;
    int bandMillionths;
    long referencePriceTicks;
    long nextTradeId = 1;
    /// Price of the first trade of the current entry.
    long firstTradeTicks;
    /// Price of the last trade of the current entry; it becomes the reference price when the entry ends.
    long lastTradeTicks;

    private final long mantissas;
    private final long notionalMultiplier;
    private final long notionalDivisor;
    /// Divides once more where the divisor is above 10^18.
    private final long notionalSecondDivisor;
    private final long namedMix;
    /// Mix of what hardly ever changes.
    private long rareMix;
    /// A bit for each order type that may be placed now.
    private int admittedTypes;

    Instrument(
            int instrumentId,
            Text name,
            Currency base,
            Currency quote,
            long tickMantissa,
            int tickScale,
            long lotMantissa,
            int lotScale,
            long minLots,
            long maxLimitLots,
            long maxMarketLots,
            long maxMarketQuoteAtoms,
            int bandMillionths,
            long referencePriceTicks,
            Phase phase,
            Limits limits) {
        this.instrumentId = instrumentId;
        this.name = name;
        this.base = base;
        this.quote = quote;
        this.tickMantissa = tickMantissa;
        this.tickScale = tickScale;
        this.lotMantissa = lotMantissa;
        this.lotScale = lotScale;
        this.minLots = minLots;
        this.maxLimitLots = maxLimitLots;
        this.maxMarketLots = maxMarketLots;
        this.maxMarketQuoteAtoms = maxMarketQuoteAtoms;
        this.bandMillionths = bandMillionths;
        this.referencePriceTicks = referencePriceTicks;
        this.phase = phase;
        lotAtoms = lotMantissa * Wide.powerOfTen(base.scale() - lotScale);
        int exponent = quote.scale() - tickScale - lotScale;
        mantissas = tickMantissa * lotMantissa;
        notionalMultiplier = Wide.powerOfTen(Math.max(0, exponent));
        notionalDivisor = Wide.powerOfTen(Math.min(18, Math.max(0, -exponent)));
        notionalSecondDivisor = Wide.powerOfTen(Math.max(0, -exponent - 18));
        bids = new BookSide(this, Side.BUY, limits.ordersMax());
        asks = new BookSide(this, Side.SELL, limits.ordersMax());
        long mix = name.mix(Mix.of(6, instrumentId, base.currencyId(), quote.currencyId()));
        namedMix = Mix.add(Mix.of(mix, tickMantissa, tickScale, lotMantissa), lotScale);
        waiting = new WaitingAlgos(limits.algosMax());
        takeRareMix();
    }

    /// Takes over what was changed of everything but trades, see [Entry#changed].
    void takeRareMix() {
        long mix = Mix.of(namedMix, minLots, maxLimitLots, maxMarketLots);
        mix = Mix.of(mix, maxMarketQuoteAtoms, phase.code(), bandMillionths);
        rareMix = Mix.of(mix, timetable.mix(), uncrossesTo == null ? 0 : uncrossesTo.code(), auctionPriceTicks);
        admittedTypes = 0;
        for (OrderType type : OrderType.values()) {
            if (mayAdmit(type)) {
                admittedTypes |= 1 << type.code();
            }
        }
    }

    private boolean mayAdmit(OrderType orderType) {
        return !isUncrossing()
                && switch (phase) {
                    case TRADING -> true;
                    case POST_ONLY -> orderType == OrderType.POST_ONLY;
                    case AUCTION -> orderType == OrderType.LIMIT;
                    case CANCEL_ONLY, HALTED -> false;
                };
    }

    /// Whether an order of a type may be placed now.
    boolean admits(OrderType orderType) {
        return (admittedTypes & (1 << orderType.code())) != 0;
    }

    boolean isUncrossing() {
        return uncrossesTo != null;
    }

    /// True when bids and asks could trade with each other, which only an auction lets happen.
    boolean isCrossed() {
        Level bid = bids.best();
        Level ask = asks.best();
        return bid != null && ask != null && bid.priceTicks >= ask.priceTicks;
    }

    /// True when something is due here without a command.
    boolean hasWork() {
        return isUncrossing() || (phase == Phase.TRADING && waiting.firstDue != null);
    }

    /// Quote atoms of a quantity at a price, or [Wide#TOO_LARGE]: price and quantity are within their limits.
    long notionalAtoms(long priceTicks, long lots, boolean up) {
        long factor = priceTicks * mantissas;
        long high = Math.multiplyHigh(factor, lots);
        long low = factor * lots;
        if (notionalDivisor == 1) {
            return high != 0 || low < 0 ? Wide.TOO_LARGE : Wide.multiply(low, notionalMultiplier);
        }
        long quotient = Wide.divide(high, low, notionalDivisor, up);
        return notionalSecondDivisor == 1 || quotient == Wide.TOO_LARGE
                ? quotient
                : Wide.divide(0, quotient, notionalSecondDivisor, up);
    }

    /// Largest quantity up to a bound whose notional, rounded down, is at most an amount.
    long lotsWithin(long priceTicks, long lotsMax, long quoteAtoms) {
        if (notionalAtoms(priceTicks, lotsMax, false) <= quoteAtoms) {
            return lotsMax;
        }
        long low = 0;
        long high = lotsMax;
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (notionalAtoms(priceTicks, middle, false) <= quoteAtoms) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Highest price of a buy, or 0 when there is no limit.
    long buyLimitTicks() {
        return bandMillionths == 0 || referencePriceTicks == 0
                ? 0
                : Math.min(Limits.PRICE_TICKS_MAX, referencePriceTicks + halfWidthTicks());
    }

    /// Lowest price of a sell, or 0 when there is no limit.
    long sellLimitTicks() {
        return bandMillionths == 0 || referencePriceTicks == 0
                ? 0
                : Math.max(1, referencePriceTicks - halfWidthTicks());
    }

    long limitTicks(Side side) {
        return side == Side.BUY ? buyLimitTicks() : sellLimitTicks();
    }

    BookSide side(Side side) {
        return side == Side.BUY ? bids : asks;
    }

    BookSide opposite(Side side) {
        return side == Side.BUY ? asks : bids;
    }

    long mix() {
        return Mix.of(6, rareMix, referencePriceTicks, nextTradeId);
    }

    private long halfWidthTicks() {
        return referencePriceTicks * bandMillionths / Limits.RATE_MILLIONTHS_MAX;
    }
}
