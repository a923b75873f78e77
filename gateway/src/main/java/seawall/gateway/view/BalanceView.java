package seawall.gateway.view;

import seawall.wire.codec.Wallet;

/// A balance in one currency and wallet; what is available is the balance minus the holds of open orders.
public record BalanceView(
        int accountId, CurrencyView currency, Wallet wallet, long balanceAtoms, long holdAtoms, long updatedNanos) {
    /// Atoms that an order or a transfer may use.
    public long availableAtoms() {
        return balanceAtoms - holdAtoms;
    }
}
