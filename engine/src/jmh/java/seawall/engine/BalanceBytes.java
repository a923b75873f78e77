package seawall.engine;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the ways to a balance take in memory: the bytes that this thread allocates for accounts with two balances each.
/// All of it is kept, since nothing has to grow, and nothing else is counted: the accounts themselves are the same in
/// each alternative.
public final class BalanceBytes {
    /// Those that the benchmark lists.
    public static final List<String> ALTERNATIVES = List.of("table-of-account", "dense-array", "one-map");

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int BALANCES = 2;

    private BalanceBytes() {}

    /// Bytes per account, its two balances included.
    public static double of(String alternative, int accounts, int currencies) {
        Account owner = BalanceLookup.account(0, new StatePages(Limits.tiny()));
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Object built = switch (alternative) {
            case "table-of-account" -> tables(accounts, owner);
            case "dense-array" -> arrays(accounts, currencies, owner);
            case "one-map" -> map(accounts);
            default -> throw new IllegalArgumentException("expected an alternative, found " + alternative);
        };
        try {
            return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / accounts;
        } finally {
            // Nothing of it may be optimized away.
            Reference.reachabilityFence(built);
        }
    }

    private static Object tables(int accounts, Account owner) {
        BalanceTable[] tables = new BalanceTable[accounts];
        for (int place = 0; place < accounts; place++) {
            tables[place] = new BalanceTable();
            for (int currencyId = 1; currencyId <= BALANCES; currencyId++) {
                tables[place].add(new Balance(owner, currencyId, Wallet.TRADING));
            }
        }
        return tables;
    }

    private static Object arrays(int accounts, int currencies, Account owner) {
        @Nullable Balance[][] arrays = new Balance[accounts][2 * (currencies + 1)];
        for (@Nullable Balance[] balances : arrays) {
            for (int currencyId = 1; currencyId <= BALANCES; currencyId++) {
                balances[2 * currencyId + 1] = new Balance(owner, currencyId, Wallet.TRADING);
            }
        }
        return arrays;
    }

    private static Object map(int accounts) {
        var map = new BalanceLookup.OneMap(accounts);
        for (int place = 0; place < accounts; place++) {
            for (int currencyId = 1; currencyId <= BALANCES; currencyId++) {
                map.add(place, currencyId);
            }
        }
        return map;
    }
}
