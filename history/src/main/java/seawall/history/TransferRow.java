package seawall.history;

import seawall.wire.codec.Wallet;

/// A move between the wallets of one account.
///
/// @param transferId bill of the wallet that gave
/// @param inBillId   bill of the wallet that received
public record TransferRow(
        long transferId,
        long sequence,
        long timeNanos,
        int accountId,
        int currencyId,
        long amountAtoms,
        Wallet from,
        Wallet to,
        long inBillId,
        String clientId) {}
