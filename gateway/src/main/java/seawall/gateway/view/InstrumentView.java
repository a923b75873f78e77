package seawall.gateway.view;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import seawall.wire.codec.Phase;

/// An instrument as of the latest entry: tick = tickMantissa × 10^-tickScale of quote, lot = lotMantissa × 10^-lotScale
/// of
/// base.
///
/// @param referencePriceTicks price of the last trade, or the one it was listed with; 0 = none
/// @param buyLimitTicks       highest price of a buy; 0 = no limit
/// @param sellLimitTicks      lowest price of a sell; 0 = no limit
/// @param reopening           the latest timetable, also when it has passed; [Reopening#NONE] without one
/// @param listedNanos         when it was listed
public record InstrumentView(
        int instrumentId,
        String name,
        CurrencyView base,
        CurrencyView quote,
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
        long buyLimitTicks,
        long sellLimitTicks,
        Phase phase,
        Reopening reopening,
        long listedNanos) {
    /// Highest price of an order on any instrument, in ticks (rules 4.4).
    public static final long PRICE_TICKS_MAX = 1L << 40;

    InstrumentView withPhase(Phase newPhase) {
        return new InstrumentView(
                instrumentId,
                name,
                base,
                quote,
                tickMantissa,
                tickScale,
                lotMantissa,
                lotScale,
                minLots,
                maxLimitLots,
                maxMarketLots,
                maxMarketQuoteAtoms,
                bandMillionths,
                referencePriceTicks,
                buyLimitTicks,
                sellLimitTicks,
                newPhase,
                reopening,
                listedNanos);
    }

    InstrumentView withPriceLimit(int newBandMillionths, long newReferenceTicks, long buyTicks, long sellTicks) {
        return new InstrumentView(
                instrumentId,
                name,
                base,
                quote,
                tickMantissa,
                tickScale,
                lotMantissa,
                lotScale,
                minLots,
                maxLimitLots,
                maxMarketLots,
                maxMarketQuoteAtoms,
                newBandMillionths,
                newReferenceTicks,
                buyTicks,
                sellTicks,
                phase,
                reopening,
                listedNanos);
    }

    InstrumentView withSizes(long min, long maxLimit, long maxMarket, long maxMarketQuote) {
        return new InstrumentView(
                instrumentId,
                name,
                base,
                quote,
                tickMantissa,
                tickScale,
                lotMantissa,
                lotScale,
                min,
                maxLimit,
                maxMarket,
                maxMarketQuote,
                bandMillionths,
                referencePriceTicks,
                buyLimitTicks,
                sellLimitTicks,
                phase,
                reopening,
                listedNanos);
    }

    InstrumentView withReopening(Reopening newReopening) {
        return new InstrumentView(
                instrumentId,
                name,
                base,
                quote,
                tickMantissa,
                tickScale,
                lotMantissa,
                lotScale,
                minLots,
                maxLimitLots,
                maxMarketLots,
                maxMarketQuoteAtoms,
                bandMillionths,
                referencePriceTicks,
                buyLimitTicks,
                sellLimitTicks,
                phase,
                newReopening,
                listedNanos);
    }

    /// Atoms of the base currency in that many lots.
    public long baseAtoms(long lots) {
        return Math.multiplyExact(Math.multiplyExact(lots, lotMantissa), power(base.scale() - lotScale));
    }

    /// Quote atoms of a turnover in ticks × lots, exact and unrounded.
    public BigDecimal quoteAtoms(BigInteger tickLots) {
        return new BigDecimal(tickLots.multiply(BigInteger.valueOf(tickMantissa * lotMantissa)))
                .scaleByPowerOfTen(quote.scale() - tickScale - lotScale);
    }

    /// Most lots that so many quote atoms pay at a price, before any fee.
    public long lotsFor(long quoteAtoms, long priceTicks) {
        BigDecimal lotAtoms = quoteAtoms(BigInteger.valueOf(priceTicks));
        return lotAtoms.signum() == 0
                ? 0
                : BigDecimal.valueOf(quoteAtoms)
                        .divide(lotAtoms, 0, RoundingMode.DOWN)
                        .min(BigDecimal.valueOf(Long.MAX_VALUE))
                        .longValueExact();
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power = Math.multiplyExact(power, 10);
        }
        return power;
    }
}
