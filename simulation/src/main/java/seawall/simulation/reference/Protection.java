package seawall.simulation.reference;

import seawall.wire.codec.AlgoKind;

/// The take profit and the stop loss that wait for their order to be filled; 0 = not given (§8.9).
record Protection(
        long takeProfitTriggerTicks,
        long takeProfitPriceTicks,
        long stopLossTriggerTicks,
        long stopLossPriceTicks,
        String clientAlgoId) {

    /// True when a trigger is given, and no price without its trigger.
    boolean isComplete() {
        return (takeProfitTriggerTicks != 0 || stopLossTriggerTicks != 0)
                && (takeProfitTriggerTicks != 0 || takeProfitPriceTicks == 0)
                && (stopLossTriggerTicks != 0 || stopLossPriceTicks == 0);
    }

    boolean hasValidPrices() {
        return AlgoOrders.isAbsentOrPrice(takeProfitTriggerTicks)
                && AlgoOrders.isAbsentOrPrice(takeProfitPriceTicks)
                && AlgoOrders.isAbsentOrPrice(stopLossTriggerTicks)
                && AlgoOrders.isAbsentOrPrice(stopLossPriceTicks);
    }

    AlgoKind kind() {
        return takeProfitTriggerTicks != 0 && stopLossTriggerTicks != 0 ? AlgoKind.OCO : AlgoKind.CONDITIONAL;
    }
}
