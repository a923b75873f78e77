package seawall.engine;

/// What one account has in one currency and wallet.
final class Balance {
    final Account account;
    final int currencyId;
    final Wallet wallet;
    /// Names it among the balances of its account.
    final int key;
    long atoms;
    long holdAtoms;
    /// Sequence number of the last entry that touched this balance.
    long touchedSequence;

    Balance(Account account, int currencyId, Wallet wallet) {
        this.account = account;
        this.currencyId = currencyId;
        this.wallet = wallet;
        key = BalanceTable.key(currencyId, wallet);
    }

    long availableAtoms() {
        return atoms - holdAtoms;
    }

    /// A balance that never was and one that is empty again are the same state.
    long mix() {
        return atoms == 0 && holdAtoms == 0
                ? 0
                : Mix.of(((long) account.accountId << 32) | currencyId, wallet.code(), atoms, holdAtoms);
    }
}
