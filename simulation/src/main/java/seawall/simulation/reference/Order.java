package seawall.simulation.reference;

import java.math.BigInteger;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// An accepted order.
final class Order {
    final long id;
    final Account account;
    final Instrument instrument;
    final Side side;
    final OrderType type;
    final SizeUnit unit;
    final SelfTradePrevention stp;
    final String clientOrderId;
    final String tag;

    long priceTicks;

    /// Lots; atoms of the quote currency when the order is sized in quote.
    BigInteger quantity;

    BigInteger filledLots = BigInteger.ZERO;

    /// Only of an order sized in quote: atoms that its fills were worth.
    BigInteger filledQuoteAtoms = BigInteger.ZERO;

    /// What its resting remainder holds; 0 while it does not rest.
    BigInteger holdAtoms = BigInteger.ZERO;

    Order(
            long id,
            Account account,
            Instrument instrument,
            Side side,
            OrderType type,
            SizeUnit unit,
            SelfTradePrevention stp,
            long priceTicks,
            BigInteger quantity,
            String clientOrderId,
            String tag) {
        this.id = id;
        this.account = account;
        this.instrument = instrument;
        this.side = side;
        this.type = type;
        this.unit = unit;
        this.stp = stp;
        this.priceTicks = priceTicks;
        this.quantity = quantity;
        this.clientOrderId = clientOrderId;
        this.tag = tag;
    }

    /// Lots, or atoms of the quote currency when it is sized in quote, that are not filled yet.
    BigInteger remainder() {
        return quantity.subtract(unit == SizeUnit.QUOTE ? filledQuoteAtoms : filledLots);
    }

    boolean hasOwnPrice() {
        return type != OrderType.MARKET && type != OrderType.OPTIMAL_LIMIT_IOC;
    }

    Currency paidCurrency() {
        return side == Side.BUY ? instrument.quote : instrument.base;
    }

    Currency receivedCurrency() {
        return side == Side.BUY ? instrument.base : instrument.quote;
    }
}
