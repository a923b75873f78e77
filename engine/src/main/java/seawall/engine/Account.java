package seawall.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An account, main or sub-account: its rates, balances, open orders (oldest order id first), keys and timers.
final class Account {
    final int accountId;
    final Text name;
    /// Page of the state that everything of this account is in, but for its orders.
    final int page;
    int makerFeeMillionths;
    int takerFeeMillionths;
    /// Tier whose rates these are; 0 when they are the account's own.
    int feeTier;
    /// The main account of a sub-account.
    @Nullable
    Account parent;

    /// What a sub-account is labeled.
    byte[] label = {};

    /// Whether a sub-account may send money by itself.
    boolean canTransferOut;

    /// How many sub-accounts a main account has.
    int subAccounts;

    final List<ApiKey> apiKeys = new ArrayList<>();

    @Nullable
    ClientIds clientIds;

    @Nullable
    Timer timers;

    int tagTimers;

    @Nullable
    Order firstOrder;

    @Nullable
    Order lastOrder;

    int openOrders;
    private final OpenOrderCounts openOrdersByInstrument = new OpenOrderCounts();
    private final BalanceTable balances = new BalanceTable();

    Account(int accountId, Text name, int makerFeeMillionths, int takerFeeMillionths, StatePages pages) {
        this.accountId = accountId;
        this.name = name;
        this.makerFeeMillionths = makerFeeMillionths;
        this.takerFeeMillionths = takerFeeMillionths;
        page = pages.ofAccount(accountId);
    }

    /// The balance, made when it is first asked for: most accounts never have most currencies. Their number is
    /// bounded by accounts and currencies.
    Balance balance(int currencyId, Wallet wallet) {
        Balance balance = balances.find(currencyId, wallet);
        if (balance == null) {
            balance = new Balance(this, currencyId, wallet);
            balances.add(balance);
        }
        return balance;
    }

    /// The balance, or null when it was never asked for.
    @Nullable
    Balance existingBalance(int currencyId, Wallet wallet) {
        return balances.find(currencyId, wallet);
    }

    /// The balances that were ever asked for, with gaps and in no order.
    @Nullable
    Balance[] balances() {
        return balances.all();
    }

    int openOrders(int instrumentId) {
        return openOrdersByInstrument.of(instrumentId);
    }

    /// Appends an open order, whose id is the highest of the account.
    void add(Order order) {
        assert lastOrder == null || lastOrder.orderId < order.orderId
                : "orders of an account are in order of their ids";
        order.previousOfAccount = lastOrder;
        order.nextOfAccount = null;
        if (lastOrder == null) {
            firstOrder = order;
        } else {
            lastOrder.nextOfAccount = order;
        }
        lastOrder = order;
        openOrders++;
        openOrdersByInstrument.change(order.instrument().instrumentId, 1);
    }

    void remove(Order order) {
        Order previous = order.previousOfAccount;
        Order next = order.nextOfAccount;
        if (previous == null) {
            firstOrder = next;
        } else {
            previous.nextOfAccount = next;
        }
        if (next == null) {
            lastOrder = previous;
        } else {
            next.previousOfAccount = previous;
        }
        order.previousOfAccount = null;
        order.nextOfAccount = null;
        openOrders--;
        openOrdersByInstrument.change(order.instrument().instrumentId, -1);
    }

    @Nullable
    Timer timer(long tag0, long tag1) {
        Timer timer = timers;
        while (timer != null && (timer.tag0 != tag0 || timer.tag1 != tag1)) {
            timer = timer.next;
        }
        return timer;
    }

    long mix() {
        long mix = name.mix(Mix.of(5, accountId, Mix.add(feeTier, makerFeeMillionths), takerFeeMillionths));
        return parent == null ? mix : Mix.of(mix, parent.accountId, canTransferOut ? 1 : 0, Mix.of(label));
    }
}
