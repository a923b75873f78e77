package seawall.simulation.world;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import seawall.engine.StateRecord;
import seawall.gateway.view.AccountView;
import seawall.gateway.view.AlgoState;
import seawall.gateway.view.AlgoTerms;
import seawall.gateway.view.AlgoView;
import seawall.gateway.view.BalanceView;
import seawall.gateway.view.BookView;
import seawall.gateway.view.OrderView;
import seawall.gateway.view.Views;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.Side;
import seawall.wire.codec.Wallet;

/// Compares what a gateway shows with what the engine holds at the same sequence number: every balance and hold, every
/// open order, every algo order that waits, every level of every book, and every sub-account.
final class ViewsJudge {
    private record Key(int accountId, int currencyId, int wallet) {}

    private record LevelKey(int instrumentId, int side, long priceTicks) {}

    /// Place in the record of an algo order.
    private static final int ATTACHED = 23;

    private final Map<String, String> held = new TreeMap<>();
    private final Map<LevelKey, long[]> levels = new HashMap<>();
    private int accounts;

    ViewsJudge(Member member) {
        member.writeState(this::onRecord);
        levels.forEach((key, sums) -> held.put(levelName(key), sums[0] + " lots in " + sums[1]));
    }

    private boolean onRecord(int kind, long[] fields, int fieldCount, byte[] bytes) {
        switch (kind) {
            case StateRecord.ACCOUNT -> accounts++;
            case StateRecord.SUB_ACCOUNT -> {
                int accountId = Views.FIRST_USER_ACCOUNT_ID + accounts++;
                held.put(subAccountName(accountId), subAccount((int) fields[7], fields[8] == 1));
            }
            case StateRecord.BALANCE -> {
                if (fields[0] >= Views.FIRST_USER_ACCOUNT_ID) {
                    Key key = new Key((int) fields[0], (int) fields[1], (int) fields[2]);
                    held.put(balanceName(key), fields[3] + " of which held " + fields[4]);
                }
            }
            case StateRecord.ORDER -> {
                held.put(
                        orderName(fields[0], (int) fields[1]),
                        fields[7] + " lots at " + fields[6] + ", filled " + fields[8]);
                long[] sums = levels.computeIfAbsent(
                        new LevelKey((int) fields[2], (int) fields[3], fields[6]), key -> new long[2]);
                sums[0] += fields[7] - fields[8];
                sums[1]++;
            }
            case StateRecord.ALGO ->
                held.put(
                        algoName(fields[0], (int) fields[1]),
                        algo(
                                fields[8],
                                fields[13],
                                fields[14],
                                fields[9],
                                fields[10],
                                fields[11],
                                fields[12],
                                fields[ATTACHED] == 1,
                                moveTriggerTicks(fields)));
            default -> {
                // Nothing that a gateway shows.
            }
        }
        return false;
    }

    /// Where a trailing stop would trigger by now; 0 while it does not follow, and for other kinds.
    private static long moveTriggerTicks(long[] fields) {
        boolean follows = fields[3] == AlgoKind.TRAILING.value() && fields[20] == 1 && fields[21] != 0;
        if (!follows) {
            return 0;
        }
        long distance = fields[17] != 0 ? fields[17] : fields[21] * fields[16] / 1_000_000;
        return fields[4] == Side.SELL.value() ? Math.max(0, fields[21] - distance) : fields[21] + distance;
    }

    private static String algo(
            long quantity,
            long triggerTicks,
            long priceTicks,
            long takeProfitTriggerTicks,
            long takeProfitPriceTicks,
            long stopLossTriggerTicks,
            long stopLossPriceTicks,
            boolean isAttached,
            long moveTriggerTicks) {
        return (isAttached ? "attached " : "waits with ") + quantity + " at " + triggerTicks + " for " + priceTicks
                + ", take profit at " + takeProfitTriggerTicks + " for " + takeProfitPriceTicks + ", stop loss at "
                + stopLossTriggerTicks + " for " + stopLossPriceTicks + ", moved to " + moveTriggerTicks;
    }

    private static void show(AlgoView algo, Map<String, String> shown) {
        AlgoTerms terms = algo.terms();
        shown.put(
                algoName(algo.algoId(), algo.accountId()),
                algo(
                        terms.quantity(),
                        terms.triggerTicks(),
                        terms.priceTicks(),
                        terms.takeProfitTriggerTicks(),
                        terms.takeProfitPriceTicks(),
                        terms.stopLossTriggerTicks(),
                        terms.stopLossPriceTicks(),
                        algo.state() == AlgoState.ATTACHED,
                        algo.moveTriggerTicks()));
    }

    /// The differences, each in words; empty when the views are the engine's.
    TreeSet<String> differences(Views views) {
        var shown = new TreeMap<String, String>();
        for (int account = Views.FIRST_USER_ACCOUNT_ID; views.account(account) != null; account++) {
            for (AccountView subAccount : views.subAccounts(account)) {
                shown.put(
                        subAccountName(subAccount.accountId()),
                        subAccount(subAccount.mainAccountId(), subAccount.canTransferOut()));
            }
            for (Wallet wallet : new Wallet[] {Wallet.TRADING, Wallet.FUNDING}) {
                for (BalanceView balance : views.balances(account, wallet)) {
                    if (balance.balanceAtoms() != 0 || balance.holdAtoms() != 0) {
                        shown.put(
                                balanceName(new Key(account, balance.currency().currencyId(), wallet.value())),
                                balance.balanceAtoms() + " of which held " + balance.holdAtoms());
                    }
                }
            }
            for (OrderView order : views.openOrders(account, Long.MAX_VALUE, 0, Integer.MAX_VALUE, any -> true)) {
                shown.put(
                        orderName(order.orderId(), account),
                        order.quantity() + " lots at " + order.priceTicks() + ", filled " + order.filledLots());
                AlgoView attached = order.attached();
                if (attached != null) {
                    show(attached, shown);
                }
            }
            views.openAlgos(account, Long.MAX_VALUE, 0, Integer.MAX_VALUE, any -> true)
                    .forEach(algo -> show(algo, shown));
        }
        views.instruments().forEach(instrument -> show(views.book(instrument.instrumentId()), shown));
        var differences = new TreeSet<String>();
        shown.forEach((name, value) -> {
            if (!value.equals(held.get(name))) {
                differences.add(name + ": shown " + value + ", the engine has " + held.get(name));
            }
        });
        held.forEach((name, value) -> {
            if (!shown.containsKey(name)) {
                differences.add(name + ": not shown, the engine has " + value);
            }
        });
        return differences;
    }

    private static void show(BookView book, Map<String, String> shown) {
        for (Side side : new Side[] {Side.BUY, Side.SELL}) {
            for (int depth = 0; depth < book.levels(side); depth++) {
                shown.put(
                        levelName(new LevelKey(book.instrumentId(), side.value(), book.priceTicks(side, depth))),
                        book.quantityLots(side, depth) + " lots in " + book.orders(side, depth));
            }
        }
    }

    private static String balanceName(Key key) {
        return "balance of account " + key.accountId() + " in currency " + key.currencyId() + " wallet " + key.wallet();
    }

    private static String subAccountName(int accountId) {
        return "sub-account " + accountId;
    }

    private static String subAccount(int mainAccountId, boolean canTransferOut) {
        return "of " + mainAccountId + (canTransferOut ? ", which may send" : "");
    }

    private static String orderName(long orderId, int accountId) {
        return "order " + orderId + " of account " + accountId;
    }

    private static String algoName(long algoId, int accountId) {
        return "algo order " + algoId + " of account " + accountId;
    }

    private static String levelName(LevelKey key) {
        return "level " + key.priceTicks() + " side " + key.side() + " of instrument " + key.instrumentId();
    }
}
