package seawall.gateway.view;

import seawall.wire.codec.Side;

/// The public print of one fill.
///
/// @param sequence     of the entry; fills of one taker order in one entry share it
/// @param takerOrderId tells which trades one incoming order made
public record TradeView(
        int instrumentId,
        long tradeId,
        Side takerSide,
        long priceTicks,
        long quantityLots,
        long quoteAtoms,
        long takerOrderId,
        long sequence,
        long timeNanos) {}
