package seawall.gateway.view;

import seawall.wire.codec.Liquidity;
import seawall.wire.codec.Side;

/// One account's side of a fill.
///
/// @param billId        bill of the received currency
/// @param side          side of this account's order
/// @param feeAtoms      in the received currency, positive when charged
/// @param feeMillionths the rate, positive when charged
public record FillView(
        int accountId,
        int instrumentId,
        long orderId,
        String clientOrderId,
        String tag,
        long tradeId,
        long billId,
        Side side,
        Liquidity liquidity,
        long priceTicks,
        long quantityLots,
        long baseAtoms,
        long quoteAtoms,
        long feeAtoms,
        int feeMillionths,
        long timeNanos) {}
