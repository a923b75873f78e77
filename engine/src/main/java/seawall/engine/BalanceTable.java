package seawall.engine;

import org.jspecify.annotations.Nullable;

/// The balances of one account: open addressing over as little room as they need, since most accounts have few of
/// all currencies. Ids are given in a row, so they are their own hash.
final class BalanceTable {
    private static final int CAPACITY_MIN = 4;

    private @Nullable Balance[] balances = new Balance[CAPACITY_MIN];
    private int size;

    @Nullable
    Balance find(int currencyId, Wallet wallet) {
        @Nullable Balance[] table = balances;
        int mask = table.length - 1;
        int key = key(currencyId, wallet);
        int slot = key & mask;
        Balance balance = table[slot];
        while (balance != null && balance.key != key) {
            slot = (slot + 1) & mask;
            balance = table[slot];
        }
        return balance;
    }

    /// All of them, with gaps.
    @Nullable
    Balance[] all() {
        return balances;
    }

    /// Adds a balance that is not there yet.
    void add(Balance balance) {
        if (2 * ++size > balances.length) {
            @Nullable Balance[] smaller = balances;
            balances = new Balance[2 * smaller.length];
            for (Balance moved : smaller) {
                if (moved != null) {
                    put(moved);
                }
            }
        }
        put(balance);
    }

    private void put(Balance balance) {
        int mask = balances.length - 1;
        int slot = balance.key & mask;
        while (balances[slot] != null) {
            slot = (slot + 1) & mask;
        }
        balances[slot] = balance;
    }

    /// The trading wallets of neighbouring currencies, which meet in a trade, lie beside each other.
    static int key(int currencyId, Wallet wallet) {
        return wallet == Wallet.TRADING ? currencyId : -currencyId;
    }
}
