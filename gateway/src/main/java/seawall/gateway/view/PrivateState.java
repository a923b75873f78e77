package seawall.gateway.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.Wallet;

/// All that is private to one account. The view thread writes, others read; each holds the monitor for the time of one
/// page, and nobody calls out of here.
final class PrivateState {
    private final ViewLimits limits;
    private volatile AccountView account;

    // Most accounts never trade: what they would need comes into being with the first event.
    private @Nullable Activity activity;

    PrivateState(AccountView account, ViewLimits limits) {
        this.account = account;
        this.limits = limits;
    }

    AccountView account() {
        return account;
    }

    void account(AccountView newAccount) {
        account = newAccount;
    }

    synchronized void accept(OrderView order) {
        Activity activity = activity();
        activity.openOrders.put(order.orderId(), order);
        if (!order.clientOrderId().isEmpty()) {
            activity.openClientOrderIds.put(order.clientOrderId(), order.orderId());
        }
    }

    synchronized OrderView replace(OrderView order) {
        if (activity().openOrders.put(order.orderId(), order) == null) {
            throw new IllegalStateException("expected an open order, found none with orderId " + order.orderId());
        }
        return order;
    }

    synchronized void close(OrderView order) {
        Activity activity = activity();
        activity.openOrders.remove(order.orderId());
        activity.openClientOrderIds.remove(order.clientOrderId(), order.orderId());
        activity.closedOrders.put(order.orderId(), order);
    }

    /// Takes an algo order as it is now, a new one or one that is open.
    synchronized void put(AlgoView algo) {
        Activity activity = activity();
        activity.openAlgos.put(algo.algoId(), algo);
        if (!algo.clientAlgoId().isEmpty()) {
            activity.openClientAlgoIds.put(algo.clientAlgoId(), algo.algoId());
        }
    }

    /// Takes an algo order from the open ones.
    ///
    /// @return how it was
    synchronized AlgoView remove(long algoId) {
        Activity activity = activity();
        AlgoView algo = activity.openAlgos.remove(algoId);
        if (algo == null) {
            throw new IllegalStateException("expected an open algo order, found none with algoId " + algoId);
        }
        activity.openClientAlgoIds.remove(algo.clientAlgoId(), algoId);
        return algo;
    }

    /// Remembers a closed algo order, or how it is by now.
    synchronized void remember(AlgoView algo) {
        Activity activity = activity();
        if (activity.closedAlgos.put(algo.algoId(), algo) == null) {
            activity.closedAlgosByAge.add(algo.algoId());
        }
        // They close in any order, and one that waited for long must not be forgotten the moment it triggers.
        if (activity.closedAlgosByAge.size() > limits.ordersPerAccountMax()) {
            activity.closedAlgos.remove(activity.closedAlgosByAge.remove());
        }
    }

    synchronized @Nullable AlgoView openAlgo(long algoId, String clientAlgoId) {
        if (activity == null) {
            return null;
        }
        Long openId = algoId == 0 ? activity.openClientAlgoIds.get(clientAlgoId) : Long.valueOf(algoId);
        return openId == null ? null : activity.openAlgos.get(openId);
    }

    synchronized @Nullable AlgoView closedAlgo(long algoId, String clientAlgoId) {
        if (activity == null) {
            return null;
        }
        if (algoId != 0) {
            return activity.closedAlgos.get(algoId);
        }
        List<AlgoView> newest = RecentRows.page(
                activity.closedAlgos,
                Long.MAX_VALUE,
                0,
                1,
                algo -> algo.clientAlgoId().equals(clientAlgoId));
        return newest.isEmpty() ? null : newest.getFirst();
    }

    synchronized List<AlgoView> openAlgos(long afterId, long beforeId, int limit, Predicate<AlgoView> filter) {
        return activity == null ? List.of() : RecentRows.page(activity.openAlgos, afterId, beforeId, limit, filter);
    }

    synchronized List<AlgoView> closedAlgos(long afterId, long beforeId, int limit, Predicate<AlgoView> filter) {
        return activity == null ? List.of() : RecentRows.page(activity.closedAlgos, afterId, beforeId, limit, filter);
    }

    synchronized void fill(FillView fill) {
        activity().fills.put(fill.billId(), fill);
    }

    synchronized void bill(BillView bill) {
        activity().bills(bill.wallet()).put(bill.billId(), bill);
    }

    synchronized void deposit(BillView bill) {
        activity().deposits.put(bill.billId(), bill);
    }

    synchronized void transfer(TransferView transfer) {
        activity().transfers.put(transfer.transferId(), transfer);
    }

    synchronized void balance(BalanceView balance) {
        activity().balances.put(balanceKey(balance.wallet(), balance.currency().currencyId()), balance);
    }

    synchronized void cancelAllAfter(String tag, long triggerNanos) {
        if (triggerNanos == 0) {
            activity().timers.remove(tag);
        } else {
            activity().timers.put(tag, triggerNanos);
        }
    }

    synchronized @Nullable OrderView openOrder(long orderId) {
        return activity == null ? null : activity.openOrders.get(orderId);
    }

    synchronized @Nullable OrderView order(int instrumentId, long orderId, String clientOrderId) {
        if (activity == null) {
            return null;
        }
        if (orderId != 0) {
            OrderView open = activity.openOrders.get(orderId);
            OrderView order = open == null ? activity.closedOrders.get(orderId) : open;
            return order == null || order.instrumentId() != instrumentId ? null : order;
        }
        Long openId = activity.openClientOrderIds.get(clientOrderId);
        OrderView open = openId == null ? null : activity.openOrders.get(openId);
        if (open != null && open.instrumentId() == instrumentId) {
            return open;
        }
        List<OrderView> newest = activity.closedOrders
                .page(
                        Long.MAX_VALUE,
                        0,
                        1,
                        order -> order.instrumentId() == instrumentId
                                && order.clientOrderId().equals(clientOrderId))
                .rows();
        return newest.isEmpty() ? null : newest.getFirst();
    }

    synchronized List<OrderView> openOrders(long afterId, long beforeId, int limit, Predicate<OrderView> filter) {
        return activity == null ? List.of() : RecentRows.page(activity.openOrders, afterId, beforeId, limit, filter);
    }

    synchronized Rows<OrderView> closedOrders(long afterId, long beforeId, int limit, Predicate<OrderView> filter) {
        return activity == null
                ? new Rows<>(List.of(), 0)
                : activity.closedOrders.page(afterId, beforeId, limit, filter);
    }

    synchronized Rows<FillView> fills(long afterId, long beforeId, int limit, Predicate<FillView> filter) {
        return activity == null ? new Rows<>(List.of(), 0) : activity.fills.page(afterId, beforeId, limit, filter);
    }

    synchronized Rows<BillView> bills(
            Wallet wallet, long afterId, long beforeId, int limit, Predicate<BillView> filter) {
        return activity == null
                ? new Rows<>(List.of(), 0)
                : activity.bills(wallet).page(afterId, beforeId, limit, filter);
    }

    synchronized Rows<BillView> deposits(long afterId, long beforeId, int limit, Predicate<BillView> filter) {
        return activity == null ? new Rows<>(List.of(), 0) : activity.deposits.page(afterId, beforeId, limit, filter);
    }

    synchronized Rows<TransferView> transfers(int limit, Predicate<TransferView> filter) {
        return activity == null ? new Rows<>(List.of(), 0) : activity.transfers.page(Long.MAX_VALUE, 0, limit, filter);
    }

    synchronized void apiKey(ApiKeyView apiKey) {
        activity().apiKeys.put(apiKey.apiKey(), apiKey);
    }

    synchronized void removeApiKey(String apiKey) {
        activity().apiKeys.remove(apiKey);
    }

    synchronized List<ApiKeyView> apiKeys() {
        return activity == null ? List.of() : List.copyOf(activity.apiKeys.values());
    }

    synchronized List<BalanceView> balances(Wallet wallet) {
        if (activity == null) {
            return List.of();
        }
        var balances = new ArrayList<BalanceView>();
        for (BalanceView balance : activity.balances.values()) {
            if (balance.wallet() == wallet) {
                balances.add(balance);
            }
        }
        return balances;
    }

    synchronized @Nullable BalanceView balance(Wallet wallet, int currencyId) {
        return activity == null ? null : activity.balances.get(balanceKey(wallet, currencyId));
    }

    synchronized long cancelAllAfter(String tag) {
        return activity == null ? 0 : activity.timers.getOrDefault(tag, 0L);
    }

    private Activity activity() {
        if (activity == null) {
            activity = new Activity(limits);
        }
        return activity;
    }

    private static long balanceKey(Wallet wallet, int currencyId) {
        return (long) currencyId << 8 | wallet.value();
    }

    private static final class Activity {
        // The engine bounds these: open orders, algo orders, currencies, timers and keys of one account have maxima of
        // their own.
        final TreeMap<Long, OrderView> openOrders = new TreeMap<>();
        final Map<String, Long> openClientOrderIds = new HashMap<>();
        final TreeMap<Long, AlgoView> openAlgos = new TreeMap<>();
        final Map<String, Long> openClientAlgoIds = new HashMap<>();
        final TreeMap<Long, BalanceView> balances = new TreeMap<>();
        final Map<String, Long> timers = new HashMap<>();
        final Map<String, ApiKeyView> apiKeys = new LinkedHashMap<>();

        final TreeMap<Long, AlgoView> closedAlgos = new TreeMap<>();
        final Deque<Long> closedAlgosByAge = new ArrayDeque<>();
        final RecentRows<OrderView> closedOrders;
        final RecentRows<FillView> fills;
        final RecentRows<BillView> tradingBills;
        final RecentRows<BillView> fundingBills;
        final RecentRows<BillView> deposits;
        final RecentRows<TransferView> transfers;

        Activity(ViewLimits limits) {
            closedOrders = new RecentRows<>(limits.ordersPerAccountMax());
            fills = new RecentRows<>(limits.fillsPerAccountMax());
            tradingBills = new RecentRows<>(limits.billsPerAccountMax());
            fundingBills = new RecentRows<>(limits.billsPerAccountMax());
            deposits = new RecentRows<>(limits.transfersPerAccountMax());
            transfers = new RecentRows<>(limits.transfersPerAccountMax());
        }

        RecentRows<BillView> bills(Wallet wallet) {
            return wallet == Wallet.FUNDING ? fundingBills : tradingBills;
        }
    }
}
