package seawall.history;

import seawall.wire.codec.Wallet;

/// Paper money issued to an account.
///
/// @param depositId its bill
public record DepositRow(
        long depositId,
        long sequence,
        long timeNanos,
        int accountId,
        int currencyId,
        long amountAtoms,
        Wallet wallet,
        String clientId) {}
