package seawall.gateway.view;

import seawall.wire.codec.Liquidity;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.Wallet;

/// One line of an account's ledger.
///
/// @param side          1 buy, 2 sell, 0 none
/// @param instrumentId  0 when no instrument is involved
/// @param amountAtoms   change of the balance, net of the fee
/// @param feeAtoms      positive when charged
/// @param orderId       0 when no order is involved
/// @param clientOrderId of that order, as far as the gateway remembers the order; else empty
/// @param tag           of that order, likewise
/// @param priceTicks    price of the fill; 0 when this is not a trade
/// @param quantityLots  quantity of the fill; 0 when this is not a trade
/// @param clientId      of the transfer or deposit; else empty
public record BillView(
        long billId,
        int accountId,
        CurrencyView currency,
        Wallet wallet,
        PostingReason reason,
        Liquidity liquidity,
        int side,
        int instrumentId,
        long amountAtoms,
        long feeAtoms,
        long balanceAtoms,
        long orderId,
        String clientOrderId,
        String tag,
        long tradeId,
        long priceTicks,
        long quantityLots,
        String clientId,
        long timeNanos) {}
