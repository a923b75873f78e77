package seawall.gateway.view;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// An order as of one event.
///
/// @param priceTicks       0 for types without a price
/// @param quantity         lots, or atoms of quote for a market order sized in quote
/// @param turnoverTickLots sum of price × quantity over its fills, from which the average price follows
/// @param feeAtoms         sum of fees in the received currency, positive when charged
/// @param lastFill         its latest fill; null before the first
/// @param closeReason      null while it is open
/// @param placedBy         the algo order that placed it, as it was then; null if none did
/// @param attached         the algo order that waits for it to be filled; null if there is none, or no more
public record OrderView(
        long orderId,
        int accountId,
        int instrumentId,
        Side side,
        OrderType orderType,
        SizeUnit sizeUnit,
        SelfTradePrevention stp,
        long priceTicks,
        long quantity,
        String clientOrderId,
        String tag,
        OrderState state,
        long filledLots,
        BigInteger turnoverTickLots,
        long feeAtoms,
        @Nullable FillView lastFill,
        @Nullable CloseReason closeReason,
        @Nullable AlgoView placedBy,
        @Nullable AlgoView attached,
        long createdNanos,
        long updatedNanos) {
    /// An order that no algo order is known to have placed, and to which none is attached.
    public OrderView(
            long orderId,
            int accountId,
            int instrumentId,
            Side side,
            OrderType orderType,
            SizeUnit sizeUnit,
            SelfTradePrevention stp,
            long priceTicks,
            long quantity,
            String clientOrderId,
            String tag,
            OrderState state,
            long filledLots,
            BigInteger turnoverTickLots,
            long feeAtoms,
            @Nullable FillView lastFill,
            @Nullable CloseReason closeReason,
            long createdNanos,
            long updatedNanos) {
        this(
                orderId,
                accountId,
                instrumentId,
                side,
                orderType,
                sizeUnit,
                stp,
                priceTicks,
                quantity,
                clientOrderId,
                tag,
                state,
                filledLots,
                turnoverTickLots,
                feeAtoms,
                lastFill,
                closeReason,
                null,
                null,
                createdNanos,
                updatedNanos);
    }

    /// True for orders whose fills never complete them: the end comes as an event of its own.
    public boolean isMarket() {
        return orderType == OrderType.MARKET || orderType == OrderType.OPTIMAL_LIMIT_IOC;
    }

    OrderView filled(FillView fill) {
        long lots = filledLots + fill.quantityLots();
        boolean complete = !isMarket() && lots >= quantity;
        return new OrderView(
                orderId,
                accountId,
                instrumentId,
                side,
                orderType,
                sizeUnit,
                stp,
                priceTicks,
                quantity,
                clientOrderId,
                tag,
                complete ? OrderState.FILLED : OrderState.PARTIALLY_FILLED,
                lots,
                turnoverTickLots.add(
                        BigInteger.valueOf(fill.priceTicks()).multiply(BigInteger.valueOf(fill.quantityLots()))),
                feeAtoms + fill.feeAtoms(),
                fill,
                null,
                placedBy,
                attached,
                createdNanos,
                fill.timeNanos());
    }

    OrderView amended(long newPriceTicks, long newQuantityLots, long timeNanos) {
        return new OrderView(
                orderId,
                accountId,
                instrumentId,
                side,
                orderType,
                sizeUnit,
                stp,
                newPriceTicks,
                newQuantityLots,
                clientOrderId,
                tag,
                newQuantityLots <= filledLots ? OrderState.FILLED : state,
                filledLots,
                turnoverTickLots,
                feeAtoms,
                lastFill,
                null,
                placedBy,
                attached,
                createdNanos,
                timeNanos);
    }

    OrderView closed(CloseReason reason, long timeNanos) {
        return new OrderView(
                orderId,
                accountId,
                instrumentId,
                side,
                orderType,
                sizeUnit,
                stp,
                priceTicks,
                quantity,
                clientOrderId,
                tag,
                reason == CloseReason.FILLED ? OrderState.FILLED : OrderState.CANCELED,
                filledLots,
                turnoverTickLots,
                feeAtoms,
                lastFill,
                reason,
                placedBy,
                attached,
                createdNanos,
                timeNanos);
    }

    /// @param algo null when what was attached is so no more
    OrderView withAttached(@Nullable AlgoView algo) {
        return linked(placedBy, algo);
    }

    OrderView withPlacedBy(AlgoView algo) {
        return linked(algo, attached);
    }

    private OrderView linked(@Nullable AlgoView newPlacedBy, @Nullable AlgoView newAttached) {
        return new OrderView(
                orderId,
                accountId,
                instrumentId,
                side,
                orderType,
                sizeUnit,
                stp,
                priceTicks,
                quantity,
                clientOrderId,
                tag,
                state,
                filledLots,
                turnoverTickLots,
                feeAtoms,
                lastFill,
                closeReason,
                newPlacedBy,
                newAttached,
                createdNanos,
                updatedNanos);
    }
}
