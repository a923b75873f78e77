package seawall.gateway.view;

import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// Terms of algo orders; prices of 0 are the market's.
public final class TestAlgos {
    private TestAlgos() {}

    /// A take profit, a stop loss or both.
    public static AlgoTerms stops(
            Side side, long lots, long takeProfit, long takeProfitPrice, long stopLoss, long stopLossPrice) {
        boolean isBoth = takeProfit != 0 && stopLoss != 0;
        return new AlgoTerms(
                isBoth ? AlgoKind.OCO : AlgoKind.CONDITIONAL,
                side,
                OrderType.LIMIT,
                SizeUnit.BASE,
                SelfTradePrevention.CANCEL_MAKER,
                lots,
                0,
                0,
                takeProfit,
                takeProfitPrice,
                stopLoss,
                stopLossPrice,
                0,
                0,
                0);
    }

    /// A trigger that places a limit order, or a market order for a price of 0.
    public static AlgoTerms trigger(Side side, long lots, long trigger, long price) {
        return new AlgoTerms(
                AlgoKind.TRIGGER,
                side,
                price == 0 ? OrderType.MARKET : OrderType.LIMIT,
                SizeUnit.BASE,
                SelfTradePrevention.CANCEL_MAKER,
                lots,
                trigger,
                price,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    /// A stop that follows the price at a distance of five hundredths.
    public static AlgoTerms trailing(Side side, long lots, long activation) {
        return new AlgoTerms(
                AlgoKind.TRAILING,
                side,
                OrderType.LIMIT,
                SizeUnit.BASE,
                SelfTradePrevention.CANCEL_MAKER,
                lots,
                0,
                0,
                0,
                0,
                0,
                0,
                50_000,
                0,
                activation);
    }
}
