package seawall.history;

import java.math.BigInteger;
import java.util.Optional;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// An order as its last event left it.
///
/// @param sequence          entry that accepted it
/// @param priceTicks        0 for orders without a price
/// @param quantity          lots, or atoms of quote for [SizeUnit#QUOTE]
/// @param createdNanos      when it was accepted
/// @param updatedNanos      when its last event happened
/// @param closeReason       empty while it is open
/// @param filledQuoteAtoms  sum over its fills
/// @param turnoverTickLots  sum of price × quantity over its fills, from which the average price follows
/// @param feeAtoms          sum over its fills, in the currency it receives, negative for a rebate
/// @param lastTradeId       0 before the first fill, like all that says `last`
public record OrderRow(
        long orderId,
        long sequence,
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
        long createdNanos,
        long updatedNanos,
        OrderState state,
        Optional<CloseReason> closeReason,
        long filledLots,
        long filledQuoteAtoms,
        BigInteger turnoverTickLots,
        long feeAtoms,
        long lastTradeId,
        long lastFillPriceTicks,
        long lastFillLots,
        long lastFillNanos) {
    /// What the table holds instead of a close reason while the order is open.
    static final short OPEN = -1;
}
