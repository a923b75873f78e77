package seawall.history;

import seawall.wire.codec.Liquidity;
import seawall.wire.codec.Side;

/// One side of a trade.
///
/// @param billId        bill of the currency this side received
/// @param clientOrderId empty if the order had none, or is no longer kept
/// @param feeAtoms      in the currency this side received, negative for a rebate
public record FillRow(
        long billId,
        long sequence,
        long timeNanos,
        int accountId,
        int instrumentId,
        long orderId,
        String clientOrderId,
        String tag,
        long tradeId,
        Side side,
        Liquidity liquidity,
        long priceTicks,
        long quantityLots,
        long baseAtoms,
        long quoteAtoms,
        long feeAtoms,
        int feeMillionths) {}
