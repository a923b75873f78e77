package seawall.gateway.trade;

import java.util.List;
import seawall.gateway.view.InstrumentView;

/// A take profit, a stop loss or both, as a client writes them: in ticks, 0 = not given, and the price of an order that
/// is not given is the market's.
record StopLegs(long takeProfitTicks, long takeProfitPriceTicks, long stopLossTicks, long stopLossPriceTicks) {
    /// The fields that are texts.
    static final List<String> TEXTS = List.of(
            "tpTriggerPx", "tpTriggerPxType", "tpOrdPx", "tpOrdKind", "slTriggerPx", "slTriggerPxType", "slOrdPx");

    private static final String MARKET = "-1";

    static StopLegs of(Fields item, InstrumentView instrument) {
        switch (item.text("tpOrdKind")) {
            case "", "condition" -> {}
            case "limit" ->
                throw ItemRefusal.of("51094", "You can't place TP limit orders in spot, margin, or options trading.");
            default -> throw ItemRefusal.parameter("tpOrdKind");
        }
        for (String leg : List.of("tp", "sl")) {
            requireLastPrice(leg + "TriggerPxType", item);
            if (item.isGiven(leg + "TriggerPx") != item.isGiven(leg + "OrdPx")) {
                throw ItemRefusal.parameter(leg + (item.isGiven(leg + "OrdPx") ? "TriggerPx" : "OrdPx"));
            }
        }
        return new StopLegs(
                triggerTicks("tpTriggerPx", item, instrument),
                orderTicks("tpOrdPx", item, instrument),
                triggerTicks("slTriggerPx", item, instrument),
                orderTicks("slOrdPx", item, instrument));
    }

    boolean hasTakeProfit() {
        return takeProfitTicks != 0;
    }

    boolean hasStopLoss() {
        return stopLossTicks != 0;
    }

    StopLegs withoutTakeProfit() {
        return new StopLegs(0, 0, stopLossTicks, stopLossPriceTicks);
    }

    /// True when a leg that triggers places an order at the market.
    boolean hasMarket() {
        return (hasTakeProfit() && takeProfitPriceTicks == 0) || (hasStopLoss() && stopLossPriceTicks == 0);
    }

    /// Only the last price triggers anything on a spot market.
    static void requireLastPrice(String name, Fields item) {
        switch (item.text(name)) {
            case "", "last" -> {}
            case "index", "mark" ->
                throw ItemRefusal.of(
                        "51415",
                        "Failed to place order. Spot trading only supports using the last price as trigger price."
                                + " Please select \"Last\" and try again.");
            default -> throw ItemRefusal.parameter(name);
        }
    }

    private static long triggerTicks(String name, Fields item, InstrumentView instrument) {
        return item.isGiven(name) ? ItemFields.priceTicks(name, item, instrument) : 0;
    }

    /// The price of the order that is placed then; 0 for a market order.
    static long orderTicks(String name, Fields item, InstrumentView instrument) {
        return !item.isGiven(name) || isMarket(name, item) ? 0 : ItemFields.priceTicks(name, item, instrument);
    }

    static boolean isMarket(String name, Fields item) {
        return item.text(name).equals(MARKET);
    }
}
