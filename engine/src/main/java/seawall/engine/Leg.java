package seawall.engine;

/// A price that an algo order waits for and the price of the order that it then places. Every algo order has its
/// legs from the start; one without a trigger is not there.
final class Leg {
    static final int NOT_QUEUED = -1;

    final Algo algo;
    final AlgoLeg name;
    long triggerTicks;
    /// 0 is at market.
    long priceTicks;
    /// True when a price at or above the trigger reaches it, false when one at or below does.
    boolean isAbove;
    /// Place in the queue of its instrument and direction.
    int heapIndex = NOT_QUEUED;

    Leg(Algo algo, AlgoLeg name) {
        this.algo = algo;
        this.name = name;
    }

    boolean exists() {
        return triggerTicks != 0;
    }

    void set(long triggerTicks, long priceTicks) {
        this.triggerTicks = triggerTicks;
        this.priceTicks = priceTicks;
    }

    boolean isReachedBy(long ticks) {
        return isAbove ? ticks >= triggerTicks : ticks <= triggerTicks;
    }

    /// The trigger nearer to the price comes first, then the older algo order.
    boolean isBefore(Leg other) {
        assert isAbove == other.isAbove : "a queue has one direction";
        if (triggerTicks != other.triggerTicks) {
            return isAbove ? triggerTicks < other.triggerTicks : triggerTicks > other.triggerTicks;
        }
        return algo.algoId < other.algo.algoId;
    }

    long mix(long mix) {
        return Mix.of(mix, triggerTicks, priceTicks, isAbove ? 1 : 0);
    }
}
