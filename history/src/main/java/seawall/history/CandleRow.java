package seawall.history;

/// One bar. A bar without trades repeats the close before it, with volumes 0.
///
/// @param volumeLots volumes stop at [Long#MAX_VALUE] rather than wrap around
/// @param closed     false while it may still change
public record CandleRow(
        long openNanos,
        long openTicks,
        long highTicks,
        long lowTicks,
        long closeTicks,
        long volumeLots,
        long baseAtoms,
        long quoteAtoms,
        boolean closed) {}
