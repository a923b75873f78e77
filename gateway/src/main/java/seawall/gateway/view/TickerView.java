package seawall.gateway.view;

/// Best prices and the last 24 hours of an instrument, at one moment. Prices are 0 where there is none.
///
/// @param open24hTicks price 24 hours ago, or the first price when there was none yet
/// @param sodUtc0Ticks open of the current day in UTC
/// @param sodUtc8Ticks open of the current day in UTC+8
/// @param timeNanos    when the ticker was made
public record TickerView(
        int instrumentId,
        long lastTicks,
        long lastLots,
        long askTicks,
        long askLots,
        long bidTicks,
        long bidLots,
        long open24hTicks,
        long high24hTicks,
        long low24hTicks,
        long volume24hLots,
        long volume24hQuoteAtoms,
        long sodUtc0Ticks,
        long sodUtc8Ticks,
        long timeNanos) {
    /// The same ticker at another time.
    public TickerView at(long otherNanos) {
        return new TickerView(
                instrumentId,
                lastTicks,
                lastLots,
                askTicks,
                askLots,
                bidTicks,
                bidLots,
                open24hTicks,
                high24hTicks,
                low24hTicks,
                volume24hLots,
                volume24hQuoteAtoms,
                sodUtc0Ticks,
                sodUtc8Ticks,
                otherNanos);
    }

    /// What follows from trades alone.
    public TickerView withoutBook() {
        return new TickerView(
                instrumentId,
                lastTicks,
                lastLots,
                0,
                0,
                0,
                0,
                open24hTicks,
                high24hTicks,
                low24hTicks,
                volume24hLots,
                volume24hQuoteAtoms,
                sodUtc0Ticks,
                sodUtc8Ticks,
                timeNanos);
    }
}
