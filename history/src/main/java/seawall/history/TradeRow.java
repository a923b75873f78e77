package seawall.history;

import seawall.wire.codec.Side;

/// One public print.
public record TradeRow(
        int instrumentId,
        long tradeId,
        long sequence,
        long timeNanos,
        Side takerSide,
        long priceTicks,
        long quantityLots,
        long baseAtoms,
        long quoteAtoms) {}
