package seawall.history;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import seawall.wire.EventReader;
import seawall.wire.codec.CurrencyCreatedDecoder;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.InstrumentListedDecoder;
import seawall.wire.codec.Liquidity;
import seawall.wire.codec.OrderAcceptedDecoder;
import seawall.wire.codec.OrderAmendedDecoder;
import seawall.wire.codec.OrderClosedDecoder;
import seawall.wire.codec.OrderFilledDecoder;
import seawall.wire.codec.PostingDecoder;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.Side;
import seawall.wire.codec.SubAccountCreatedDecoder;
import seawall.wire.codec.Wallet;

/// Turns one entry into rows of a batch. Events that history does not keep are passed over by their length, so a
/// journal with newer events can still be followed.
final class Projection {
    private static final int FIRST_USER_ACCOUNT = 1000;

    private final EventReader events = new EventReader();
    private final EntryPartDecoder entry = new EntryPartDecoder();
    private final CurrencyCreatedDecoder currency = new CurrencyCreatedDecoder();
    private final InstrumentListedDecoder instrument = new InstrumentListedDecoder();
    private final OrderAcceptedDecoder accepted = new OrderAcceptedDecoder();
    private final OrderFilledDecoder filled = new OrderFilledDecoder();
    private final OrderAmendedDecoder amended = new OrderAmendedDecoder();
    private final OrderClosedDecoder closed = new OrderClosedDecoder();
    private final PostingDecoder posting = new PostingDecoder();
    private final SubAccountCreatedDecoder subAccount = new SubAccountCreatedDecoder();

    // A transfer is two postings of one entry; this is the first of them.
    private long outBillId;
    private int outAccountId;
    private Wallet outWallet = Wallet.NULL_VAL;

    /// Adds the rows of the entry that is `length` bytes long at `offset`.
    ///
    /// @throws IllegalStateException if the bytes are not the entry that comes next
    void add(Batch batch, DirectBuffer buffer, int offset, int length) {
        events.wrap(buffer, offset, length);
        if (!events.next() || events.templateId() != EntryPartDecoder.TEMPLATE_ID) {
            throw new IllegalStateException("expected an entry after " + batch.sequence() + ", found other bytes");
        }
        batch.beginEntry(entry.wrap(buffer, events.offset(), events.blockLength(), events.version()));
        outBillId = 0;
        while (events.next()) {
            addEvent(batch, buffer, events.offset(), events.blockLength(), events.version());
        }
    }

    private void addEvent(Batch batch, DirectBuffer buffer, int offset, int blockLength, int version) {
        switch (events.templateId()) {
            case CurrencyCreatedDecoder.TEMPLATE_ID -> {
                currency.wrap(buffer, offset, blockLength, version);
                addCurrency(batch);
            }
            case InstrumentListedDecoder.TEMPLATE_ID -> {
                instrument.wrap(buffer, offset, blockLength, version);
                addInstrument(batch);
            }
            case OrderAcceptedDecoder.TEMPLATE_ID ->
                batch.accepted(accepted.wrap(buffer, offset, blockLength, version));
            case OrderFilledDecoder.TEMPLATE_ID -> {
                filled.wrap(buffer, offset, blockLength, version);
                addFilled(batch);
            }
            case OrderAmendedDecoder.TEMPLATE_ID -> batch.amended(amended.wrap(buffer, offset, blockLength, version));
            case OrderClosedDecoder.TEMPLATE_ID -> batch.closed(closed.wrap(buffer, offset, blockLength, version));
            case PostingDecoder.TEMPLATE_ID -> {
                posting.wrap(buffer, offset, blockLength, version);
                if (posting.accountId() >= FIRST_USER_ACCOUNT) {
                    addPosting(batch);
                }
            }
            case SubAccountCreatedDecoder.TEMPLATE_ID -> {
                subAccount.wrap(buffer, offset, blockLength, version);
                addSubAccount(batch);
            }
            default -> {
                // Levels, balances, keys, fees and phases are the views' business, not history's.
            }
        }
    }

    private void addCurrency(Batch batch) {
        batch.currency(
                currency.currencyId(),
                batch.sequence(),
                batch.timeNanos(),
                currency.code(),
                currency.scale(),
                currency.balanceAtomsMax());
    }

    private void addSubAccount(Batch batch) {
        byte[] label = new byte[subAccount.labelLength()];
        subAccount.getLabel(label, 0, label.length);
        batch.subAccount(
                subAccount.accountId(),
                batch.sequence(),
                batch.timeNanos(),
                subAccount.mainAccountId(),
                subAccount.name(),
                // A zero byte is text that PostgreSQL does not take.
                new String(label, StandardCharsets.UTF_8).replace("\0", ""));
    }

    private void addInstrument(Batch batch) {
        batch.instrument(
                instrument.instrumentId(),
                batch.sequence(),
                batch.timeNanos(),
                instrument.name(),
                instrument.baseId(),
                instrument.quoteId(),
                instrument.tickMantissa(),
                instrument.tickScale(),
                instrument.lotMantissa(),
                instrument.lotScale(),
                instrument.minLots(),
                instrument.maxLimitLots(),
                instrument.maxMarketLots(),
                instrument.maxMarketQuoteAtoms());
    }

    private void addFilled(Batch batch) {
        batch.trade(
                filled.instrumentId(),
                filled.tradeId(),
                batch.sequence(),
                batch.timeNanos(),
                filled.takerSide().value(),
                filled.priceTicks(),
                filled.quantityLots(),
                filled.baseAtoms(),
                filled.quoteAtoms());
        batch.traded(
                filled.instrumentId(),
                filled.priceTicks(),
                filled.quantityLots(),
                filled.baseAtoms(),
                filled.quoteAtoms());
        addFill(
                batch,
                Liquidity.TAKER,
                filled.takerSide(),
                filled.takerBillId(),
                filled.takerAccountId(),
                filled.takerOrderId(),
                filled.takerFeeAtoms(),
                filled.takerFeeMillionths());
        addFill(
                batch,
                Liquidity.MAKER,
                filled.takerSide() == Side.BUY ? Side.SELL : Side.BUY,
                filled.makerBillId(),
                filled.makerAccountId(),
                filled.makerOrderId(),
                filled.makerFeeAtoms(),
                filled.makerFeeMillionths());
    }

    private void addFill(
            Batch batch,
            Liquidity liquidity,
            Side side,
            long billId,
            int accountId,
            long orderId,
            long feeAtoms,
            int feeMillionths) {
        batch.fill(
                billId,
                batch.sequence(),
                batch.timeNanos(),
                accountId,
                filled.instrumentId(),
                orderId,
                filled.tradeId(),
                side.value(),
                liquidity.value(),
                filled.priceTicks(),
                filled.quantityLots(),
                filled.baseAtoms(),
                filled.quoteAtoms(),
                feeAtoms,
                feeMillionths);
        batch.filled(
                orderId, filled.tradeId(), filled.priceTicks(), filled.quantityLots(), filled.quoteAtoms(), feeAtoms);
    }

    private void addPosting(Batch batch) {
        PostingReason reason = posting.reason();
        String clientId = posting.clientId();
        batch.bill(
                posting.billId(),
                batch.sequence(),
                batch.timeNanos(),
                posting.accountId(),
                posting.currencyId(),
                posting.wallet().value(),
                reason.value(),
                posting.liquidity().value(),
                posting.side(),
                posting.instrumentId(),
                posting.amountAtoms(),
                posting.feeAtoms(),
                posting.balanceAtoms(),
                posting.orderId(),
                posting.tradeId(),
                clientId);
        switch (reason) {
            case TRANSFER_OUT, TO_SUB_ACCOUNT, TO_MAIN_ACCOUNT -> {
                outBillId = posting.billId();
                outAccountId = posting.accountId();
                outWallet = posting.wallet();
            }
            case TRANSFER_IN -> {
                requireOut(batch);
                batch.transfer(
                        outBillId,
                        batch.sequence(),
                        batch.timeNanos(),
                        posting.accountId(),
                        posting.currencyId(),
                        posting.amountAtoms(),
                        outWallet.value(),
                        posting.wallet().value(),
                        posting.billId(),
                        clientId);
            }
            case FROM_SUB_ACCOUNT, FROM_MAIN_ACCOUNT -> {
                requireOut(batch);
                addFamilyTransfer(batch, outAccountId, clientId);
                addFamilyTransfer(batch, posting.accountId(), clientId);
            }
            case DEPOSIT ->
                batch.deposit(
                        posting.billId(),
                        batch.sequence(),
                        batch.timeNanos(),
                        posting.accountId(),
                        posting.currencyId(),
                        posting.amountAtoms(),
                        posting.wallet().value(),
                        clientId);
            case TRADE, FEE, MINT, NULL_VAL -> {
                // A bill and nothing else.
            }
        }
    }

    private void requireOut(Batch batch) {
        if (outBillId == 0) {
            throw new IllegalStateException("entry " + batch.sequence() + " transfers in what nobody transferred out");
        }
    }

    private void addFamilyTransfer(Batch batch, int accountId, String clientId) {
        batch.familyTransfer(
                accountId,
                outBillId,
                batch.sequence(),
                batch.timeNanos(),
                outAccountId,
                posting.accountId(),
                posting.currencyId(),
                posting.amountAtoms(),
                outWallet.value(),
                posting.wallet().value(),
                posting.billId(),
                clientId);
    }
}
