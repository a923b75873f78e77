package seawall.gateway.view;

import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// What an algo order waits for and what it then places (rules 8). 0 = not given; the price of an order that is not
/// given is the market's.
///
/// @param orderType of the order that a trigger places; LIMIT for the other kinds
/// @param quantity  lots, or atoms of quote; 0 while it is attached
public record AlgoTerms(
        AlgoKind kind,
        Side side,
        OrderType orderType,
        SizeUnit sizeUnit,
        SelfTradePrevention stp,
        long quantity,
        long triggerTicks,
        long priceTicks,
        long takeProfitTriggerTicks,
        long takeProfitPriceTicks,
        long stopLossTriggerTicks,
        long stopLossPriceTicks,
        int callbackMillionths,
        long callbackTicks,
        long activationTicks) {
    AlgoTerms withQuantity(long newQuantity) {
        return new AlgoTerms(
                kind,
                side,
                orderType,
                sizeUnit,
                stp,
                newQuantity,
                triggerTicks,
                priceTicks,
                takeProfitTriggerTicks,
                takeProfitPriceTicks,
                stopLossTriggerTicks,
                stopLossPriceTicks,
                callbackMillionths,
                callbackTicks,
                activationTicks);
    }
}
