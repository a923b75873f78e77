package seawall.app.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// An instrument of the demo: its listing (tick, lot and smallest size as OKX had them in May 2022) and how its
/// price follows the
/// day's course.
///
/// @param tickScale  a tick is 10^-tickScale of the quote currency
/// @param lotScale   a lot is 10^-lotScale of the base currency
/// @param minLots    smallest order
/// @param price      at the start of the day
/// @param follow     by how many percent the price moves when the course moves by one
/// @param share      of the market's orders that go to this instrument, in percent
/// @param usualLots  size of a usual order
public record DemoInstrument(
        String name,
        int tickScale,
        int lotScale,
        long minLots,
        double price,
        double follow,
        int share,
        long usualLots) {
    /// What the demo lists. Only BTC-USDT follows the recorded course one to one; the others follow it by these
    /// fixed factors,
    /// and ETH-BTC is the quotient of its two sides at the day's start, moving as their difference does.
    public static final List<DemoInstrument> ALL = List.of(
            new DemoInstrument("BTC-USDT", 1, 8, 1_000, 33_350.0, 1.0, 40, 2_000_000),
            new DemoInstrument("ETH-USDT", 2, 6, 1_000, 1_378.0, 0.8, 25, 500_000),
            new DemoInstrument("SOL-USDT", 3, 6, 10_000, 4.28, 1.2, 12, 100_000_000),
            new DemoInstrument("DOGE-USDT", 6, 6, 10_000_000, 0.0345, 1.5, 13, 10_000_000_000L),
            new DemoInstrument("ETH-BTC", 5, 6, 1_000, 0.04132, -0.2, 10, 300_000));

    /// Code of the base currency.
    public String base() {
        return name.substring(0, name.indexOf('-'));
    }

    /// Code of the quote currency.
    public String quote() {
        return name.substring(name.indexOf('-') + 1);
    }

    /// The price at the start of the day, in ticks.
    public long startTicks() {
        return ticks(1.0);
    }

    /// The price at a place of the day's course, in ticks.
    ///
    /// @param index the course relative to the day's start
    long ticks(double index) {
        return Math.max(1, Math.round(price * (1 + follow * (index - 1)) * Math.pow(10, tickScale)));
    }

    String priceText(long ticks) {
        return BigDecimal.valueOf(ticks, tickScale).stripTrailingZeros().toPlainString();
    }

    String sizeText(long lots) {
        return BigDecimal.valueOf(lots, lotScale).stripTrailingZeros().toPlainString();
    }

    /// A size in lots, not below the smallest order and in steps of it.
    long roundedLots(double lots) {
        return Math.max(
                minLots,
                BigDecimal.valueOf(lots / minLots)
                                .setScale(0, RoundingMode.DOWN)
                                .longValue()
                        * minLots);
    }
}
