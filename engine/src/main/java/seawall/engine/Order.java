package seawall.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An order, from its acceptance to its close. Orders are pooled and linked through their own fields: in their
/// price level, oldest first, and in their account, lowest id first.
final class Order {
    /// Page of the state that this order is in while it is open.
    final int page;
    long orderId;

    @Nullable
    Account account;

    @Nullable
    Instrument instrument;

    Side side = Side.BUY;
    OrderType orderType = OrderType.LIMIT;
    SizeUnit sizeUnit = SizeUnit.BASE;
    SelfTradePrevention stp = SelfTradePrevention.CANCEL_MAKER;
    long priceTicks;
    /// In lots, or in quote atoms for an order sized in quote, which never rests.
    long quantity;
    long filledLots;
    /// What an order sized in quote has left.
    long quoteLeftAtoms;
    /// What the order holds of its paid currency while it rests.
    long holdAtoms;
    /// Place in time among all orders that ever rested; within a level it only grows.
    long priority;
    long clientOrderId0;
    long clientOrderId1;
    long clientOrderId2;
    long clientOrderId3;
    long tag0;
    long tag1;
    /// True from the time the order first rests: it can be found by its ids and counts against the limits.
    boolean isOpen;
    /// Null while the order is not in the book.
    @Nullable
    Level level;

    @Nullable
    Order previousOfLevel;

    @Nullable
    Order nextOfLevel;

    @Nullable
    Order previousOfAccount;

    @Nullable
    Order nextOfAccount;
    /// What the order pays from, and what it fills, once they were asked for.
    @Nullable
    Balance paid;

    @Nullable
    Balance received;
    /// What protects the order once it is filled.
    @Nullable
    Algo attached;
    /// Mix of what never changes, taken once.
    long fixedMix;

    Order(int page) {
        this.page = page;
    }

    Account account() {
        Account owner = Objects.requireNonNull(account, "an order in use has an account");
        return owner;
    }

    Instrument instrument() {
        Instrument traded = Objects.requireNonNull(instrument, "an order in use has an instrument");
        return traded;
    }

    long remainingLots() {
        return quantity - filledLots;
    }

    boolean isBuy() {
        return side == Side.BUY;
    }

    boolean hasClientOrderId() {
        return clientOrderId0 != 0;
    }

    Balance paidBalance() {
        Balance balance = paid;
        if (balance == null) {
            balance = balance(isBuy() ? instrument().quote : instrument().base);
            paid = balance;
        }
        return balance;
    }

    Balance receivedBalance() {
        Balance balance = received;
        if (balance == null) {
            balance = balance(isBuy() ? instrument().base : instrument().quote);
            received = balance;
        }
        return balance;
    }

    private Balance balance(Currency currency) {
        return account().balance(currency.currencyId(), Wallet.TRADING);
    }

    void takeFixedMix() {
        long mix = Mix.of(orderId, account().accountId, instrument().instrumentId, side.code());
        mix = Mix.of(mix, orderType.code(), sizeUnit.code(), stp.code());
        mix = Mix.of(mix, clientOrderId0, clientOrderId1, clientOrderId2);
        fixedMix = Mix.of(mix, clientOrderId3, tag0, tag1);
    }

    long mix() {
        return Mix.of(fixedMix, priceTicks, Mix.add(quantity, filledLots), priority);
    }
}
