package seawall.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the balance of an account is found by the engine or by an alternative to it: what [AccountTableBenchmark]
/// measures. Accounts are named by their place, from 0 on; all wallets are trading ones.
sealed interface BalanceLookup {
    @Nullable
    Balance find(int place, int currencyId);

    /// Makes a balance that is not there.
    void add(int place, int currencyId);

    /// Accounts without balances.
    ///
    /// @param alternative one of the names that the benchmark lists
    static BalanceLookup of(String alternative, int accounts, int currencies) {
        return switch (alternative) {
            case "table-of-account" -> new Tables(accounts);
            case "dense-array" -> new Dense(accounts, currencies);
            case "one-map" -> new OneMap(accounts);
            default -> throw new IllegalArgumentException("expected an alternative, found " + alternative);
        };
    }

    /// An account as it would be created, with its own empty table.
    static Account account(int place, StatePages pages) {
        return new Account(Limits.USER_ACCOUNT_ID_MIN + place, Text.of(1, 0), 0, 0, pages);
    }

    /// What the engine has: a list of accounts, each with a [BalanceTable].
    final class Tables implements BalanceLookup {
        private final List<Account> accounts;

        Tables(int accounts) {
            this.accounts = new ArrayList<>(accounts);
            StatePages pages = new StatePages(Limits.large());
            for (int place = 0; place < accounts; place++) {
                this.accounts.add(account(place, pages));
            }
        }

        @Override
        public @Nullable Balance find(int place, int currencyId) {
            return accounts.get(place).existingBalance(currencyId, Wallet.TRADING);
        }

        @Override
        public void add(int place, int currencyId) {
            accounts.get(place).balance(currencyId, Wallet.TRADING);
        }
    }

    /// What the engine had: a slot for each currency and wallet in each account.
    final class Dense implements BalanceLookup {
        private final List<Slots> accounts;
        private final Account owner = account(0, new StatePages(Limits.tiny()));

        private record Slots(@Nullable Balance[] balances) {}

        Dense(int accounts, int currencies) {
            this.accounts = new ArrayList<>(accounts);
            for (int place = 0; place < accounts; place++) {
                this.accounts.add(new Slots(new Balance[2 * (currencies + 1)]));
            }
        }

        @Override
        public @Nullable Balance find(int place, int currencyId) {
            return accounts.get(place).balances()[slot(currencyId)];
        }

        @Override
        public void add(int place, int currencyId) {
            accounts.get(place).balances()[slot(currencyId)] = new Balance(owner, currencyId, Wallet.TRADING);
        }

        private static int slot(int currencyId) {
            return 2 * currencyId + 1;
        }
    }

    /// One table for the exchange, open addressing over account and currency, at most half full. It grows as accounts
    /// do.
    final class OneMap implements BalanceLookup {
        private static final int BALANCES_EXPECTED = 2;
        private static final long NONE = -1;

        private final Account owner = account(0, new StatePages(Limits.tiny()));
        private long[] keys;
        private @Nullable Balance[] balances;
        private int size;

        OneMap(int accounts) {
            int capacity = Integer.highestOneBit(2 * BALANCES_EXPECTED * accounts - 1) << 1;
            keys = new long[capacity];
            Arrays.fill(keys, NONE);
            balances = new Balance[capacity];
        }

        @Override
        public @Nullable Balance find(int place, int currencyId) {
            long key = key(place, currencyId);
            int slot = slot(keys, key);
            return balances[slot];
        }

        @Override
        public void add(int place, int currencyId) {
            if (2 * ++size > keys.length) {
                grow();
            }
            int slot = slot(keys, key(place, currencyId));
            keys[slot] = key(place, currencyId);
            balances[slot] = new Balance(owner, currencyId, Wallet.TRADING);
        }

        private void grow() {
            long[] largerKeys = new long[2 * keys.length];
            Arrays.fill(largerKeys, NONE);
            @Nullable Balance[] larger = new Balance[largerKeys.length];
            for (int from = 0; from < keys.length; from++) {
                if (keys[from] != NONE) {
                    int slot = slot(largerKeys, keys[from]);
                    largerKeys[slot] = keys[from];
                    larger[slot] = balances[from];
                }
            }
            keys = largerKeys;
            balances = larger;
        }

        private static long key(int place, int currencyId) {
            return ((long) place << Integer.SIZE) | currencyId;
        }

        /// Where the key is, or where it would be.
        private static int slot(long[] table, long key) {
            int mask = table.length - 1;
            int slot = (int) Mix.add(key, 0) & mask;
            while (table[slot] != NONE && table[slot] != key) {
                slot = (slot + 1) & mask;
            }
            return slot;
        }
    }
}
