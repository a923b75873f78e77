package seawall.simulation.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Side;

/// A listed instrument, its order book and its arithmetic (§3, §7).
final class Instrument {
    static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    final int id;
    final Currency base;
    final Currency quote;
    final BigInteger lotAtoms;

    /// Best bid is the last key.
    final NavigableMap<Long, List<Order>> bids = new TreeMap<>();

    /// Best ask is the first key.
    final NavigableMap<Long, List<Order>> asks = new TreeMap<>();

    long minLots;
    long maxLimitLots;
    long maxMarketLots;
    long maxMarketQuoteAtoms;
    Phase phase;

    /// The phase that begins when the uncrossing is done; null = it is not uncrossing (§9).
    @Nullable
    Phase uncrossingTowards;

    /// Only while it is uncrossing.
    long auctionPriceTicks;

    int bandMillionths;
    long referencePriceTicks;
    long lastTradePriceTicks;
    long tradeId;

    private final BigInteger notionalNumerator;
    private final BigInteger notionalDenominator;

    Instrument(
            int id,
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
            Phase phase) {
        this.id = id;
        this.base = base;
        this.quote = quote;
        this.minLots = minLots;
        this.maxLimitLots = maxLimitLots;
        this.maxMarketLots = maxMarketLots;
        this.maxMarketQuoteAtoms = maxMarketQuoteAtoms;
        this.bandMillionths = bandMillionths;
        this.referencePriceTicks = referencePriceTicks;
        this.phase = phase;
        this.lotAtoms = BigInteger.valueOf(lotMantissa).multiply(BigInteger.TEN.pow(base.scale() - lotScale));
        int exponent = quote.scale() - tickScale - lotScale;
        this.notionalNumerator = BigInteger.valueOf(tickMantissa)
                .multiply(BigInteger.valueOf(lotMantissa))
                .multiply(BigInteger.TEN.pow(Math.max(exponent, 0)));
        this.notionalDenominator = BigInteger.TEN.pow(Math.max(-exponent, 0));
    }

    /// §4.2
    boolean takes(OrderType type) {
        if (uncrossingTowards != null) {
            return false;
        }
        return switch (phase) {
            case TRADING -> true;
            case POST_ONLY -> type == OrderType.POST_ONLY;
            case AUCTION -> type == OrderType.LIMIT;
            case CANCEL_ONLY, HALTED, NULL_VAL -> false;
        };
    }

    /// §9.2
    boolean isCrossed() {
        return !bids.isEmpty() && !asks.isEmpty() && bids.lastKey() >= asks.firstKey();
    }

    /// §4.5 of a quantity in lots.
    void checkLots(BigInteger lots, long lotsMax) throws Refusal {
        Refusal.when(lots.signum() < 1 || lots.compareTo(ExchangeState.LOTS_MAX) > 0, Outcome.QUANTITY_INVALID);
        Refusal.when(lots.compareTo(BigInteger.valueOf(minLots)) < 0, Outcome.QUANTITY_BELOW_MIN);
        Refusal.when(lots.compareTo(BigInteger.valueOf(lotsMax)) > 0, Outcome.QUANTITY_ABOVE_MAX);
    }

    /// §4.5 of a quantity in atoms of the quote currency.
    void checkQuoteAtoms(BigInteger atoms) throws Refusal {
        Refusal.when(atoms.signum() < 1 || atoms.compareTo(ExchangeState.ATOMS_MAX) > 0, Outcome.QUANTITY_INVALID);
        Refusal.when(atoms.compareTo(BigInteger.valueOf(maxMarketQuoteAtoms)) > 0, Outcome.VALUE_ABOVE_MAX);
    }

    void checkNotional(long priceTicks, BigInteger lots) throws Refusal {
        Refusal.when(notionalUp(priceTicks, lots).compareTo(ExchangeState.ATOMS_MAX) > 0, Outcome.NOTIONAL_OVERFLOW);
    }

    NavigableMap<Long, List<Order>> ordersOf(Side side) {
        return side == Side.BUY ? bids : asks;
    }

    /// Resting orders that a taker of this side meets, in the order in which it meets them, whatever their price.
    List<Order> makersFor(Side takerSide) {
        var makers = new ArrayList<Order>();
        var levels = takerSide == Side.BUY ? asks : bids.descendingMap();
        levels.values().forEach(makers::addAll);
        return makers;
    }

    BigInteger notionalDown(long priceTicks, BigInteger lots) {
        return exactNotional(priceTicks, lots).divide(notionalDenominator);
    }

    BigInteger notionalUp(long priceTicks, BigInteger lots) {
        return exactNotional(priceTicks, lots)
                .add(notionalDenominator)
                .subtract(BigInteger.ONE)
                .divide(notionalDenominator);
    }

    /// The largest q with floor(notional(p, q)) <= atoms.
    BigInteger lotsFor(long priceTicks, BigInteger atoms) {
        return atoms.add(BigInteger.ONE)
                .multiply(notionalDenominator)
                .subtract(BigInteger.ONE)
                .divide(exactNotional(priceTicks, BigInteger.ONE));
    }

    private BigInteger exactNotional(long priceTicks, BigInteger lots) {
        return BigInteger.valueOf(priceTicks).multiply(lots).multiply(notionalNumerator);
    }

    boolean hasPriceLimit() {
        return bandMillionths > 0 && referencePriceTicks > 0;
    }

    long buyLimitTicks() {
        return hasPriceLimit() ? Math.min(referencePriceTicks + bandTicks(), ExchangeState.PRICE_TICKS_MAX) : 0;
    }

    long sellLimitTicks() {
        return hasPriceLimit() ? Math.max(1, referencePriceTicks - bandTicks()) : 0;
    }

    private long bandTicks() {
        return BigInteger.valueOf(referencePriceTicks)
                .multiply(BigInteger.valueOf(bandMillionths))
                .divide(MILLION)
                .longValueExact();
    }
}
