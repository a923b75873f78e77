package seawall.simulation.reference;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import seawall.wire.codec.Wallet;

/// Balances and holds (§3).
final class Ledger {
    record Key(int accountId, int currencyId, Wallet wallet) {}

    private final Map<Key, BigInteger> balances = new HashMap<>();
    private final Map<Key, BigInteger> holds = new HashMap<>();

    BigInteger balance(Key key) {
        return balances.getOrDefault(key, BigInteger.ZERO);
    }

    BigInteger hold(Key key) {
        return holds.getOrDefault(key, BigInteger.ZERO);
    }

    BigInteger available(Key key) {
        return balance(key).subtract(hold(key));
    }

    void add(Key key, BigInteger atoms) {
        balances.put(key, balance(key).add(atoms));
        if (balance(key).signum() < 0 && key.accountId() != ExchangeState.MINT_ACCOUNT) {
            throw new IllegalStateException("expected no negative balance, found " + balance(key) + " in " + key);
        }
    }

    void addHold(Key key, BigInteger atoms) {
        holds.put(key, hold(key).add(atoms));
        if (hold(key).signum() < 0) {
            throw new IllegalStateException("expected no negative hold, found " + hold(key) + " in " + key);
        }
    }
}
