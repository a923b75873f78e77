package seawall.gateway.okx;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import seawall.gateway.view.BalanceView;
import seawall.gateway.view.CurrencyView;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.TradeView;
import seawall.gateway.view.Views;

/// What currencies are worth in US dollars, for display only: a dollar token counts as a dollar, any other currency at
/// its last price against one, and a currency without such a price as nothing.
public final class Valuation {
    private static final List<String> DOLLARS = List.of("USDT", "USDC", "USD");
    private static final int SCALE = 8;

    private final Views views;

    public Valuation(Views views) {
        this.views = views;
    }

    /// Dollars for one unit; 0 when nobody knows.
    public BigDecimal dollars(CurrencyView currency) {
        if (DOLLARS.contains(currency.code())) {
            return BigDecimal.ONE;
        }
        for (String dollar : DOLLARS) {
            InstrumentView instrument = views.instrument(currency.code() + "-" + dollar);
            BigDecimal price = instrument == null ? null : price(instrument);
            if (price != null) {
                return price;
            }
        }
        return BigDecimal.ZERO;
    }

    /// Dollars for so many atoms.
    public BigDecimal dollars(CurrencyView currency, long atoms) {
        return BigDecimal.valueOf(atoms, currency.scale())
                .multiply(dollars(currency))
                .setScale(SCALE, RoundingMode.HALF_EVEN);
    }

    /// Dollars for a turnover in ticks × lots.
    BigDecimal dollars(InstrumentView instrument, BigInteger tickLots) {
        return instrument
                .quoteAtoms(tickLots)
                .movePointLeft(instrument.quote().scale())
                .multiply(dollars(instrument.quote()))
                .setScale(SCALE, RoundingMode.HALF_EVEN);
    }

    /// Dollars for all balances together.
    BigDecimal dollars(List<BalanceView> balances) {
        return balances.stream()
                .map(balance -> dollars(balance.currency(), balance.balanceAtoms()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /// Last price, or the reference price before the first trade; null without either.
    @Nullable
    BigDecimal price(InstrumentView instrument) {
        TradeView trade = views.lastTrade(instrument.instrumentId());
        long ticks = trade == null ? instrument.referencePriceTicks() : trade.priceTicks();
        return ticks == 0 ? null : new BigDecimal(Decimals.price(instrument, ticks));
    }
}
