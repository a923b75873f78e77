package seawall.engine;

import org.jspecify.annotations.Nullable;

/// The algo orders of one instrument that wait for its price, and those that are due.
///
/// A trailing stop looks at every price, but few prices change one: the book of trailing stops keeps the range of
/// prices
/// that change none of them, so that a trade within it costs a comparison however many there are.
final class WaitingAlgos {
    final TriggerQueue above;
    final TriggerQueue below;

    /// Trailing stops, lowest algo id first.
    @Nullable
    Algo firstTrailing;

    private @Nullable Algo lastTrailing;
    /// No price from quietMinTicks to quietMaxTicks changes a trailing stop.
    private long quietMinTicks = Long.MIN_VALUE;
    private long quietMaxTicks = Long.MAX_VALUE;

    /// Those whose price was reached, the first that became due first.
    @Nullable
    Algo firstDue;

    private @Nullable Algo lastDue;

    WaitingAlgos(int algosMax) {
        above = new TriggerQueue(algosMax);
        below = new TriggerQueue(algosMax);
    }

    /// Lets an algo order wait: its legs, or itself as a trailing stop whose algo id is the highest of the
    /// instrument.
    void add(Algo algo) {
        if (algo.kind == AlgoKind.TRAILING) {
            addTrailing(algo);
        } else {
            addLeg(algo.takeProfit);
            addLeg(algo.stopLoss);
            addLeg(algo.trigger);
        }
    }

    /// Takes a waiting algo order out.
    void remove(Algo algo) {
        if (algo.kind == AlgoKind.TRAILING) {
            removeTrailing(algo);
        } else {
            removeLegs(algo);
        }
    }

    void removeLegs(Algo algo) {
        removeLeg(algo.takeProfit);
        removeLeg(algo.stopLoss);
        removeLeg(algo.trigger);
    }

    private void addLeg(Leg leg) {
        if (leg.exists()) {
            (leg.isAbove ? above : below).add(leg);
        }
    }

    private void removeLeg(Leg leg) {
        if (leg.heapIndex != Leg.NOT_QUEUED) {
            (leg.isAbove ? above : below).remove(leg);
        }
    }

    private void addTrailing(Algo algo) {
        assert lastTrailing == null || lastTrailing.algoId < algo.algoId : "trailing stops are in order of their ids";
        algo.previousTrailing = lastTrailing;
        algo.nextTrailing = null;
        if (lastTrailing == null) {
            firstTrailing = algo;
        } else {
            lastTrailing.nextTrailing = algo;
        }
        lastTrailing = algo;
        narrowQuietRange(algo);
    }

    void removeTrailing(Algo algo) {
        Algo previous = algo.previousTrailing;
        Algo next = algo.nextTrailing;
        if (previous == null) {
            firstTrailing = next;
        } else {
            previous.nextTrailing = next;
        }
        if (next == null) {
            lastTrailing = previous;
        } else {
            next.previousTrailing = previous;
        }
        algo.previousTrailing = null;
        algo.nextTrailing = null;
    }

    boolean isQuietAt(long ticks) {
        return ticks >= quietMinTicks && ticks <= quietMaxTicks;
    }

    void widenQuietRange() {
        quietMinTicks = Long.MIN_VALUE;
        quietMaxTicks = Long.MAX_VALUE;
    }

    /// Leaves no price in the quiet range that changes a trailing stop.
    void narrowQuietRange(Algo algo) {
        if (!algo.isActive) {
            if (algo.activatesAbove) {
                quietMaxTicks = Math.min(quietMaxTicks, algo.activationTicks - 1);
            } else {
                quietMinTicks = Math.max(quietMinTicks, algo.activationTicks + 1);
            }
        } else if (algo.side == Side.SELL) {
            quietMinTicks = Math.max(quietMinTicks, algo.thresholdTicks() + 1);
            quietMaxTicks = Math.min(quietMaxTicks, algo.extremeTicks);
        } else {
            quietMinTicks = Math.max(quietMinTicks, algo.extremeTicks);
            quietMaxTicks = Math.min(quietMaxTicks, algo.thresholdTicks() - 1);
        }
    }

    void addDue(Algo algo) {
        assert lastDue == null || lastDue.dueNumber < algo.dueNumber : "what is due is in order of time";
        algo.previousDue = lastDue;
        algo.nextDue = null;
        if (lastDue == null) {
            firstDue = algo;
        } else {
            lastDue.nextDue = algo;
        }
        lastDue = algo;
    }

    void removeDue(Algo algo) {
        Algo previous = algo.previousDue;
        Algo next = algo.nextDue;
        if (previous == null) {
            firstDue = next;
        } else {
            previous.nextDue = next;
        }
        if (next == null) {
            lastDue = previous;
        } else {
            next.previousDue = previous;
        }
        algo.previousDue = null;
        algo.nextDue = null;
    }
}
