package seawall.gateway.view;

import seawall.wire.codec.Wallet;

/// A transfer between the wallets of an account, or between two accounts of a family.
///
/// @param transferId    the bill id of its outgoing side; its incoming side has the next one
/// @param accountId     who gave
/// @param toAccountId   who received, the same within an account
/// @param clientId      empty if the client gave none
public record TransferView(
        long transferId,
        int accountId,
        int toAccountId,
        CurrencyView currency,
        long amountAtoms,
        Wallet from,
        Wallet to,
        String clientId,
        long timeNanos) {
    /// True when it stayed within one account.
    public boolean isWithinAccount() {
        return accountId == toAccountId;
    }
}
