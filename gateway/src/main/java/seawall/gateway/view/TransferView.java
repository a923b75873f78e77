package seawall.gateway.view;

import seawall.wire.codec.Wallet;

/// A transfer between the wallets of an account.
///
/// @param transferId the bill id of its outgoing side
/// @param clientId   empty if the client gave none
public record TransferView(
        long transferId,
        int accountId,
        CurrencyView currency,
        long amountAtoms,
        Wallet from,
        Wallet to,
        String clientId,
        long timeNanos) {}
