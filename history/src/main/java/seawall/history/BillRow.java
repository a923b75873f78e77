package seawall.history;

import seawall.wire.codec.Liquidity;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.Wallet;

/// One line of the ledger of a user account.
///
/// @param side          1 buy, 2 sell, 0 none
/// @param instrumentId  0 if no trade caused it
/// @param amountAtoms   net of the fee; negative when paid
/// @param balanceAtoms  after it
/// @param clientOrderId empty if there was none, or the order is no longer kept
/// @param priceTicks    of its trade; 0 if no trade caused it, or the trade is no longer kept
/// @param quantityLots  likewise
public record BillRow(
        long billId,
        long sequence,
        long timeNanos,
        int accountId,
        int currencyId,
        Wallet wallet,
        PostingReason reason,
        Liquidity liquidity,
        int side,
        int instrumentId,
        long amountAtoms,
        long feeAtoms,
        long balanceAtoms,
        long orderId,
        long tradeId,
        String clientId,
        String clientOrderId,
        String tag,
        long priceTicks,
        long quantityLots) {}
