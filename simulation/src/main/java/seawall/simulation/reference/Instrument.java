package seawall.simulation.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Side;

/// A listed instrument, its order book and its arithmetic (§3, §7).
final class Instrument {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    final int id;
    final Currency base;
    final Currency quote;
    final long minLots;
    final long maxLimitLots;
    final long maxMarketLots;
    final long maxMarketQuoteAtoms;
    final BigInteger lotAtoms;

    /// Best bid is the last key.
    final NavigableMap<Long, List<Order>> bids = new TreeMap<>();

    /// Best ask is the first key.
    final NavigableMap<Long, List<Order>> asks = new TreeMap<>();

    Phase phase;
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
        return hasPriceLimit() ? Math.min(referencePriceTicks + bandTicks(), ReferenceExchange.PRICE_TICKS_MAX) : 0;
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
