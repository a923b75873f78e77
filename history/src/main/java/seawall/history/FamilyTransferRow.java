package seawall.history;

import seawall.wire.codec.Wallet;

/// A move between two accounts of a family.
///
/// @param transferId bill of the account that gave
/// @param inBillId   bill of the account that received
public record FamilyTransferRow(
        long transferId,
        long sequence,
        long timeNanos,
        int fromAccountId,
        int toAccountId,
        int currencyId,
        long amountAtoms,
        Wallet from,
        Wallet to,
        long inBillId,
        String clientId) {}
