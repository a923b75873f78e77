package seawall.engine;

import org.jspecify.annotations.Nullable;

/// When the phases of an instrument's reopening begin that are still to come; 0 is one that is left out or has
/// begun.
final class Timetable {
    long auctionNanos;
    long postOnlyNanos;
    long tradingNanos;

    /// TRADING is always the last to begin.
    boolean isSet() {
        return tradingNanos != 0;
    }

    void clear() {
        auctionNanos = 0;
        postOnlyNanos = 0;
        tradingNanos = 0;
    }

    /// Time of the next phase, or `Long.MAX_VALUE`.
    long nextNanos() {
        if (auctionNanos != 0) {
            return auctionNanos;
        }
        if (postOnlyNanos != 0) {
            return postOnlyNanos;
        }
        return tradingNanos != 0 ? tradingNanos : Long.MAX_VALUE;
    }

    /// Takes the next phase off the timetable.
    Phase takeNext() {
        if (auctionNanos != 0) {
            auctionNanos = 0;
            return Phase.AUCTION;
        }
        if (postOnlyNanos != 0) {
            postOnlyNanos = 0;
            return Phase.POST_ONLY;
        }
        tradingNanos = 0;
        return Phase.TRADING;
    }

    /// The instrument whose timetable acts first; of two at the same time the first one, whose id is lower.
    static @Nullable Instrument earlier(@Nullable Instrument first, Instrument second) {
        long secondNanos = second.timetable.nextNanos();
        if (secondNanos == Long.MAX_VALUE) {
            return first;
        }
        return first == null || secondNanos < first.timetable.nextNanos() ? second : first;
    }

    long mix() {
        return Mix.of(10, auctionNanos, postOnlyNanos, tradingNanos);
    }
}
