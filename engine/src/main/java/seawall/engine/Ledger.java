package seawall.engine;

/// Moves money: postings, holds and fees. Each amount that leaves a balance enters another, so every currency sums
/// to zero at the end of each entry.
final class Ledger {
    private final Entry entry;
    private final EventSink events;
    private final Account feeAccount;
    private final Account mintAccount;

    Ledger(Entry entry, Account feeAccount, Account mintAccount) {
        this.entry = entry;
        this.events = entry.events;
        this.feeAccount = feeAccount;
        this.mintAccount = mintAccount;
    }

    /// Atoms issued of a currency so far.
    long issuedAtoms(int currencyId) {
        return -mintAccount.balance(currencyId, Wallet.TRADING).atoms;
    }

    void deposit(Balance balance, long amountAtoms, long id0, long id1, long id2, long id3) {
        Balance mint = mintAccount.balance(balance.currencyId, Wallet.TRADING);
        post(mint, PostingReason.MINT, -amountAtoms, id0, id1, id2, id3);
        post(balance, PostingReason.DEPOSIT, amountAtoms, id0, id1, id2, id3);
    }

    void transfer(Balance from, Balance to, long amountAtoms, long id0, long id1, long id2, long id3) {
        post(from, PostingReason.TRANSFER_OUT, -amountAtoms, id0, id1, id2, id3);
        post(to, PostingReason.TRANSFER_IN, amountAtoms, id0, id1, id2, id3);
    }

    void transferBetweenAccounts(Balance from, Balance to, long amountAtoms, long id0, long id1, long id2, long id3) {
        // Each side is told who the other one is to it.
        PostingReason out = to.account.parent == null ? PostingReason.TO_MAIN_ACCOUNT : PostingReason.TO_SUB_ACCOUNT;
        PostingReason in =
                from.account.parent == null ? PostingReason.FROM_MAIN_ACCOUNT : PostingReason.FROM_SUB_ACCOUNT;
        post(from, out, -amountAtoms, id0, id1, id2, id3);
        post(to, in, amountAtoms, id0, id1, id2, id3);
    }

    /// Makes an order hold an amount instead of what it held.
    void hold(Order order, long holdAtoms) {
        Balance balance = order.paidBalance();
        entry.touch(balance);
        entry.pages.change(order.page);
        balance.holdAtoms += holdAtoms - order.holdAtoms;
        order.holdAtoms = holdAtoms;
    }

    /// What an order holds while a quantity of it rests at a price, or [Wide#TOO_LARGE].
    static long holdAtoms(Instrument instrument, Side side, long priceTicks, long lots) {
        return side == Side.BUY
                ? instrument.notionalAtoms(priceTicks, lots, true)
                : Wide.multiply(lots, instrument.lotAtoms);
    }

    /// Exchanges the two currencies of a fill. The holds of those that rest become those of their remainders
    /// afterwards.
    void settle(Order taker, Order maker, long priceTicks, long lots, long baseAtoms, long quoteAtoms) {
        Instrument instrument = maker.instrument();
        boolean takerBuys = taker.isBuy();
        int takerFeeMillionths = taker.account().takerFeeMillionths;
        int makerFeeMillionths = maker.account().makerFeeMillionths;
        long takerReceives = takerBuys ? baseAtoms : quoteAtoms;
        long makerReceives = takerBuys ? quoteAtoms : baseAtoms;
        long takerFee = feeAtoms(takerReceives, takerFeeMillionths, taker.receivedBalance().currencyId);
        long makerFee = feeAtoms(makerReceives, makerFeeMillionths, maker.receivedBalance().currencyId);
        long tradeId = entry.trade(instrument, priceTicks);
        events.orderFilled(
                tradeId,
                instrument.instrumentId,
                taker.side,
                taker.orderId,
                maker.orderId,
                taker.account().accountId,
                maker.account().accountId,
                priceTicks,
                lots,
                baseAtoms,
                quoteAtoms,
                takerFee,
                makerFee,
                takerFeeMillionths,
                makerFeeMillionths,
                entry.nextBillId,
                entry.nextBillId + 2);
        post(taker.receivedBalance(), taker, Liquidity.TAKER, tradeId, takerReceives - takerFee, takerFee);
        post(taker.paidBalance(), taker, Liquidity.TAKER, tradeId, -makerReceives, 0);
        post(maker.receivedBalance(), maker, Liquidity.MAKER, tradeId, makerReceives - makerFee, makerFee);
        post(maker.paidBalance(), maker, Liquidity.MAKER, tradeId, -takerReceives, 0);
        postFee(instrument.base.currencyId(), takerBuys ? takerFee : makerFee, taker, tradeId);
        postFee(instrument.quote.currencyId(), takerBuys ? makerFee : takerFee, taker, tradeId);
    }

    /// Rounded up when charged. A rebate is rounded towards zero and is at most what the fee account has.
    private long feeAtoms(long receivedAtoms, int rateMillionths, int currencyId) {
        if (rateMillionths >= 0) {
            return Wide.multiplyDivide(receivedAtoms, rateMillionths, Limits.RATE_MILLIONTHS_MAX, true);
        }
        long rebate = Wide.multiplyDivide(receivedAtoms, -rateMillionths, Limits.RATE_MILLIONTHS_MAX, false);
        return -Math.min(rebate, feeAccount.balance(currencyId, Wallet.TRADING).atoms);
    }

    private void post(Balance balance, PostingReason reason, long amountAtoms, long id0, long id1, long id2, long id3) {
        entry.touch(balance);
        balance.atoms += amountAtoms;
        events.posting(
                entry.nextBillId++,
                balance.account.accountId,
                balance.currencyId,
                balance.wallet,
                reason,
                Liquidity.NONE,
                0,
                0,
                amountAtoms,
                0,
                balance.atoms,
                0,
                0,
                id0,
                id1,
                id2,
                id3);
    }

    private void post(
            Balance balance, Order order, Liquidity liquidity, long tradeId, long amountAtoms, long feeAtoms) {
        entry.touch(balance);
        balance.atoms += amountAtoms;
        events.posting(
                entry.nextBillId++,
                balance.account.accountId,
                balance.currencyId,
                Wallet.TRADING,
                PostingReason.TRADE,
                liquidity,
                order.side.code(),
                order.instrument().instrumentId,
                amountAtoms,
                feeAtoms,
                balance.atoms,
                order.orderId,
                tradeId,
                0,
                0,
                0,
                0);
    }

    private void postFee(int currencyId, long feeAtoms, Order taker, long tradeId) {
        if (feeAtoms == 0) {
            return;
        }
        Balance balance = feeAccount.balance(currencyId, Wallet.TRADING);
        entry.touch(balance);
        balance.atoms += feeAtoms;
        events.posting(
                entry.nextBillId++,
                balance.account.accountId,
                currencyId,
                Wallet.TRADING,
                PostingReason.FEE,
                Liquidity.NONE,
                0,
                taker.instrument().instrumentId,
                feeAtoms,
                0,
                balance.atoms,
                taker.orderId,
                tradeId,
                0,
                0,
                0,
                0);
    }
}
