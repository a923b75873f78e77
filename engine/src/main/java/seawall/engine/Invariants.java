package seawall.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Checks the whole state, slowly: what the engine keeps up to date is counted again from the orders and balances.
///
/// 1. Each currency sums to zero over all balances.
/// 2. No balance is below its hold, and no hold below zero; only the mint is negative.
/// 3. The hold of a balance is what its account's open orders hold, and each order holds what its remainder needs.
/// 4. A level's quantity and number of orders are those of its orders, which are in order of time.
/// 5. Levels are in order of price, and no book is crossed where orders meet; only such a book is uncrossed.
/// 6. Every open order is in its book, in its account and in the index, and nothing else is.
/// 7. Every open algo order is found by its ids, is counted, and is in one state: attached to an open order,
///    waiting for a price that the reference price does not reach, or due.
/// 8. What is due without a command is known to the follow-ups, and the earliest timetable to the timer.
/// 9. A sub-account belongs to a main account, which counts it.
public final class Invariants {
    private final Engine engine;

    public Invariants(Engine engine) {
        this.engine = engine;
    }

    /// Checks all invariants.
    ///
    /// @throws IllegalStateException if one does not hold
    public void check() {
        for (Currency currency : engine.registry.currencies) {
            long sum = sum(engine.feeAccount, currency) + sum(engine.mintAccount, currency);
            for (Account account : engine.registry.accounts) {
                sum += sum(account, currency);
            }
            require(sum == 0, "1: a currency sums to zero", sum);
        }
        int orders = 0;
        for (Account account : engine.registry.accounts) {
            orders += checkOrders(account);
        }
        require(orders == engine.pool.usedOrders(), "6: every order in use is open", engine.pool.usedOrders());
        int resting = 0;
        for (Instrument instrument : engine.registry.instruments) {
            resting += checkSide(instrument.bids) + checkSide(instrument.asks);
            Level bid = instrument.bids.best();
            Level ask = instrument.asks.best();
            boolean isCrossed = bid != null && ask != null && bid.priceTicks >= ask.priceTicks;
            require(!isCrossed || !instrument.phase.matches(), "5: no book is crossed where orders meet", 0);
            require(
                    !instrument.isUncrossing() || !instrument.phase.matches(),
                    "5: no book is uncrossed where orders meet",
                    instrument.instrumentId);
        }
        require(orders == resting, "6: every open order rests", resting);
        new AlgoInvariants(engine).check();
        checkWork();
        checkFamilies();
    }

    private void checkFamilies() {
        int[] subAccounts = new int[engine.registry.accounts.size()];
        for (Account account : engine.registry.accounts) {
            Account parent = account.parent;
            if (parent != null) {
                require(parent.parent == null, "9: a sub-account belongs to a main account", account.accountId);
                subAccounts[parent.accountId - Limits.USER_ACCOUNT_ID_MIN]++;
            }
        }
        for (Account account : engine.registry.accounts) {
            int counted = subAccounts[account.accountId - Limits.USER_ACCOUNT_ID_MIN];
            require(counted == account.subAccounts, "9: sub-accounts are counted", account.subAccounts);
        }
    }

    private void checkWork() {
        int withWork = 0;
        long nextNanos = Long.MAX_VALUE;
        for (Instrument instrument : engine.registry.instruments) {
            boolean hasDue = instrument.phase == Phase.TRADING && instrument.waiting.firstDue != null;
            boolean hasWork = instrument.uncrossesTo != null || hasDue;
            require(
                    hasWork == instrument.isCountedAsPending,
                    "8: an instrument with work is known to have some",
                    instrument.instrumentId);
            withWork += hasWork ? 1 : 0;
            nextNanos = Math.min(nextNanos, instrument.timetable.nextNanos());
        }
        require(withWork == engine.followUps.instruments(), "8: instruments with work are counted", withWork);
        require(nextNanos == engine.reopenings.nextNanos(), "8: the next phase is known", nextNanos);
    }

    private long sum(Account account, Currency currency) {
        long sum = 0;
        for (Wallet wallet : Wallet.values()) {
            Balance balance = account.existingBalance(currency.currencyId(), wallet);
            if (balance != null) {
                boolean isMint = account == engine.mintAccount;
                require(isMint || balance.atoms >= balance.holdAtoms, "2: a balance covers its hold", balance.atoms);
                require(balance.holdAtoms >= 0, "2: a hold is not negative", balance.holdAtoms);
                require(
                        wallet == Wallet.TRADING || balance.holdAtoms == 0,
                        "2: only trading wallets have holds",
                        balance.holdAtoms);
                sum += balance.atoms;
            }
        }
        return sum;
    }

    private int checkOrders(Account account) {
        long[] holds = new long[engine.registry.currencies.size() + 1];
        int[] byInstrument = new int[engine.registry.instruments.size() + 1];
        int orders = 0;
        long lastOrderId = 0;
        for (Order order = account.firstOrder; order != null; order = order.nextOfAccount) {
            require(order.orderId > lastOrderId, "6: orders of an account are in order of id", order.orderId);
            lastOrderId = order.orderId;
            orders++;
            byInstrument[order.instrument().instrumentId]++;
            holds[order.paidBalance().currencyId] += order.holdAtoms;
            long needed = Ledger.holdAtoms(order.instrument(), order.side, order.priceTicks, order.remainingLots());
            require(order.holdAtoms == needed, "3: an order holds what its remainder needs", order.holdAtoms);
            require(engine.index.find(order.orderId) == order, "6: an open order is found by its id", order.orderId);
            @Nullable
            Order byClientOrderId = engine.index.find(
                    account.accountId,
                    order.clientOrderId0,
                    order.clientOrderId1,
                    order.clientOrderId2,
                    order.clientOrderId3);
            require(
                    byClientOrderId == (order.hasClientOrderId() ? order : null),
                    "6: an open order is found by its client order id",
                    order.orderId);
        }
        require(orders == account.openOrders, "6: open orders are counted", account.openOrders);
        for (Instrument instrument : engine.registry.instruments) {
            int counted = account.openOrders(instrument.instrumentId);
            require(byInstrument[instrument.instrumentId] == counted, "6: open orders are counted", counted);
        }
        for (Currency currency : engine.registry.currencies) {
            Balance balance = account.existingBalance(currency.currencyId(), Wallet.TRADING);
            long held = balance == null ? 0 : balance.holdAtoms;
            require(holds[currency.currencyId()] == held, "3: a hold is that of the open orders", held);
        }
        require(Arrays.stream(holds).allMatch(hold -> hold >= 0), "3: no order holds less than nothing", 0);
        return orders;
    }

    private static int checkSide(BookSide side) {
        int resting = 0;
        for (int rank = 0; rank < side.size(); rank++) {
            Level level = side.level(rank);
            require(
                    rank == 0 || level.key < side.level(rank - 1).key,
                    "5: levels are in order of price",
                    level.priceTicks);
            long lots = 0;
            int orders = 0;
            long lastPriority = 0;
            for (Order order = level.first; order != null; order = order.nextOfLevel) {
                require(order.priority > lastPriority, "4: a level is in order of time", order.priority);
                require(
                        order.level == level && order.priceTicks == level.priceTicks && order.side == side.side,
                        "4: an order is in the level of its price",
                        order.orderId);
                require(order.remainingLots() >= 1, "4: a resting order has a remainder", order.remainingLots());
                lastPriority = order.priority;
                lots += order.remainingLots();
                orders++;
            }
            require(orders >= 1 && orders == level.orders, "4: a level counts its orders", level.orders);
            require(lots == level.lots, "4: a level counts the quantity of its orders", level.lots);
            resting += orders;
        }
        return resting;
    }

    static void require(boolean condition, String invariant, long found) {
        if (!condition) {
            throw new IllegalStateException("expected " + invariant + ", found " + found);
        }
    }
}
