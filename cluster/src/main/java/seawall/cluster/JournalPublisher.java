package seawall.cluster;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.engine.AlgoKind;
import seawall.engine.AlgoLeg;
import seawall.engine.CloseReason;
import seawall.engine.EventSink;
import seawall.engine.Limits;
import seawall.engine.Liquidity;
import seawall.engine.OrderType;
import seawall.engine.Outcome;
import seawall.engine.Phase;
import seawall.engine.PostingReason;
import seawall.engine.SelfTradePrevention;
import seawall.engine.Side;
import seawall.engine.SizeUnit;
import seawall.engine.Wallet;
import seawall.wire.codec.AccountCreatedEncoder;
import seawall.wire.codec.AccountFeeTierChangedEncoder;
import seawall.wire.codec.AccountFeesChangedEncoder;
import seawall.wire.codec.AlgoAcceptedEncoder;
import seawall.wire.codec.AlgoActivatedEncoder;
import seawall.wire.codec.AlgoAmendedEncoder;
import seawall.wire.codec.AlgoArmedEncoder;
import seawall.wire.codec.AlgoClosedEncoder;
import seawall.wire.codec.AlgoTriggeredEncoder;
import seawall.wire.codec.ApiKeyChangedEncoder;
import seawall.wire.codec.ApiKeyCreatedEncoder;
import seawall.wire.codec.ApiKeyDeletedEncoder;
import seawall.wire.codec.BalanceChangedEncoder;
import seawall.wire.codec.CancelAllAfterSetEncoder;
import seawall.wire.codec.CurrencyCreatedEncoder;
import seawall.wire.codec.EntryPartEncoder;
import seawall.wire.codec.FeeTierSetEncoder;
import seawall.wire.codec.InstrumentChangedEncoder;
import seawall.wire.codec.InstrumentListedEncoder;
import seawall.wire.codec.LevelChangedEncoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OrderAcceptedEncoder;
import seawall.wire.codec.OrderAmendRefusedEncoder;
import seawall.wire.codec.OrderAmendedEncoder;
import seawall.wire.codec.OrderClosedEncoder;
import seawall.wire.codec.OrderFilledEncoder;
import seawall.wire.codec.PhaseChangedEncoder;
import seawall.wire.codec.PostingEncoder;
import seawall.wire.codec.PriceLimitChangedEncoder;
import seawall.wire.codec.ReopeningScheduledEncoder;
import seawall.wire.codec.StreamOpenedEncoder;
import seawall.wire.codec.SubAccountCreatedEncoder;
import seawall.wire.codec.TransferOutSetEncoder;
import seawall.wire.codec.UncrossingStartedEncoder;

/// Turns the events of the engine into the parts of a journal entry. A part is an `EntryPart` and whole events; the
/// header of every part says how the command ended, which is known last, so parts leave when their entry is
/// complete.
final class JournalPublisher implements EventSink {
    private static final int PART_HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH + EntryPartEncoder.BLOCK_LENGTH;
    private static final int FLAG_YES = 1;
    private static final int FLAG_NO = 0;
    /// Room for what each order that an entry closes or meets may say: its fill with six postings, its close, what
    /// becomes of what is attached to it, its level, and two balances. A pair of an auction says at most this and
    /// its second order's close, level and balances, which still fits; there are half as many pairs as makers of a
    /// taker.
    private static final int BYTES_PER_ORDER = 1200;
    /// Room for each algo order of the exchange: one price may activate all of them.
    private static final int BYTES_PER_ALGO = MessageHeaderEncoder.ENCODED_LENGTH + AlgoActivatedEncoder.BLOCK_LENGTH;
    /// Room for what each instrument may say: its timetable, and its phase or uncrossing. A balance of a currency
    /// needs less.
    private static final int BYTES_PER_INSTRUMENT = 128;
    /// Room for everything else: one API key, or an order and an algo order.
    private static final int BYTES_PER_ENTRY = 2 * EntryPartSink.PART_BYTES_MAX;

    private final EntryPartSink parts;
    private final UnsafeBuffer[] buffers;
    private final int[] lengths;
    private UnsafeBuffer part;
    private int partIndex;
    private int limit;
    private long sequence;

    JournalPublisher(Limits limits, EntryPartSink parts) {
        this.parts = parts;
        long ordersMax = Math.max(limits.makersPerTakerMax(), limits.ordersPerAccountMax());
        long bytesMax = BYTES_PER_ENTRY
                + BYTES_PER_ORDER * ordersMax
                + (long) BYTES_PER_ALGO * limits.algosMax()
                + (long) BYTES_PER_INSTRUMENT * (limits.instrumentsMax() + limits.currenciesMax());
        // A part is left when the next event does not fit, which wastes less than half of it.
        int partsMax = Math.toIntExact(2 * bytesMax / EntryPartSink.PART_BYTES_MAX + 1);
        buffers = new UnsafeBuffer[partsMax];
        for (int index = 0; index < partsMax; index++) {
            buffers[index] = new UnsafeBuffer(new byte[EntryPartSink.PART_BYTES_MAX]);
        }
        lengths = new int[partsMax];
        part = buffers[0];
    }

    @Override
    public void entryStarted(
            long sequence,
            long timeNanos,
            int commandTemplateId,
            int gatewayId,
            long incarnation,
            long streamSequence,
            long correlationId) {
        this.sequence = sequence;
        partIndex = 0;
        part = buffers[0];
        putHeader(EntryPartEncoder.TEMPLATE_ID, EntryPartEncoder.BLOCK_LENGTH, 0);
        int body = MessageHeaderEncoder.ENCODED_LENGTH;
        putLong(body + EntryPartEncoder.sequenceEncodingOffset(), sequence);
        putLong(body + EntryPartEncoder.timeNanosEncodingOffset(), timeNanos);
        putLong(body + EntryPartEncoder.streamSequenceEncodingOffset(), streamSequence);
        putLong(body + EntryPartEncoder.correlationIdEncodingOffset(), correlationId);
        putLong(body + EntryPartEncoder.incarnationEncodingOffset(), incarnation);
        putInt(body + EntryPartEncoder.gatewayIdEncodingOffset(), gatewayId);
        putShort(body + EntryPartEncoder.partEncodingOffset(), 0);
        putShort(body + EntryPartEncoder.commandTemplateIdEncodingOffset(), commandTemplateId);
        limit = PART_HEADER_BYTES;
    }

    @Override
    public void entryEnded(Outcome outcome, long detail, long stateHash) {
        lengths[partIndex] = limit;
        int body = MessageHeaderEncoder.ENCODED_LENGTH;
        for (int index = 0; index <= partIndex; index++) {
            part = buffers[index];
            putLong(body + EntryPartEncoder.stateHashEncodingOffset(), stateHash);
            putLong(body + EntryPartEncoder.detailEncodingOffset(), detail);
            putByte(body + EntryPartEncoder.lastEncodingOffset(), index == partIndex ? FLAG_YES : FLAG_NO);
            putShort(body + EntryPartEncoder.outcomeEncodingOffset(), outcome.code());
            parts.onPart(sequence, index, index == partIndex, part, 0, lengths[index]);
        }
    }

    @Override
    public void streamOpened(int gatewayId, long incarnation) {
        int body = event(StreamOpenedEncoder.TEMPLATE_ID, StreamOpenedEncoder.BLOCK_LENGTH, 0);
        putInt(body + StreamOpenedEncoder.gatewayIdEncodingOffset(), gatewayId);
        putLong(body + StreamOpenedEncoder.incarnationEncodingOffset(), incarnation);
    }

    @Override
    public void currencyCreated(int currencyId, long code0, long code1, int scale, long balanceAtomsMax) {
        int body = event(CurrencyCreatedEncoder.TEMPLATE_ID, CurrencyCreatedEncoder.BLOCK_LENGTH, 0);
        putInt(body + CurrencyCreatedEncoder.currencyIdEncodingOffset(), currencyId);
        putText(body + CurrencyCreatedEncoder.codeEncodingOffset(), code0);
        putText(body + CurrencyCreatedEncoder.codeEncodingOffset() + 8, code1);
        putByte(body + CurrencyCreatedEncoder.scaleEncodingOffset(), scale);
        putLong(body + CurrencyCreatedEncoder.balanceAtomsMaxEncodingOffset(), balanceAtomsMax);
    }

    @Override
    public void instrumentListed(
            int instrumentId,
            long name0,
            long name1,
            long name2,
            long name3,
            int baseId,
            int quoteId,
            long tickMantissa,
            int tickScale,
            long lotMantissa,
            int lotScale,
            long minLots,
            long maxLimitLots,
            long maxMarketLots,
            long maxMarketQuoteAtoms,
            int bandMillionths,
            long referencePriceTicks,
            Phase phase) {
        int body = event(InstrumentListedEncoder.TEMPLATE_ID, InstrumentListedEncoder.BLOCK_LENGTH, 0);
        putInt(body + InstrumentListedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putText(body + InstrumentListedEncoder.nameEncodingOffset(), name0);
        putText(body + InstrumentListedEncoder.nameEncodingOffset() + 8, name1);
        putText(body + InstrumentListedEncoder.nameEncodingOffset() + 16, name2);
        putText(body + InstrumentListedEncoder.nameEncodingOffset() + 24, name3);
        putInt(body + InstrumentListedEncoder.baseIdEncodingOffset(), baseId);
        putInt(body + InstrumentListedEncoder.quoteIdEncodingOffset(), quoteId);
        putLong(body + InstrumentListedEncoder.tickMantissaEncodingOffset(), tickMantissa);
        putByte(body + InstrumentListedEncoder.tickScaleEncodingOffset(), tickScale);
        putLong(body + InstrumentListedEncoder.lotMantissaEncodingOffset(), lotMantissa);
        putByte(body + InstrumentListedEncoder.lotScaleEncodingOffset(), lotScale);
        putLong(body + InstrumentListedEncoder.minLotsEncodingOffset(), minLots);
        putLong(body + InstrumentListedEncoder.maxLimitLotsEncodingOffset(), maxLimitLots);
        putLong(body + InstrumentListedEncoder.maxMarketLotsEncodingOffset(), maxMarketLots);
        putLong(body + InstrumentListedEncoder.maxMarketQuoteAtomsEncodingOffset(), maxMarketQuoteAtoms);
        putInt(body + InstrumentListedEncoder.bandMillionthsEncodingOffset(), bandMillionths);
        putLong(body + InstrumentListedEncoder.referencePriceTicksEncodingOffset(), referencePriceTicks);
        putByte(body + InstrumentListedEncoder.phaseEncodingOffset(), phase.code());
    }

    @Override
    public void accountCreated(
            int accountId,
            int makerFeeMillionths,
            int takerFeeMillionths,
            long name0,
            long name1,
            long name2,
            long name3) {
        int body = event(AccountCreatedEncoder.TEMPLATE_ID, AccountCreatedEncoder.BLOCK_LENGTH, 0);
        putInt(body + AccountCreatedEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + AccountCreatedEncoder.makerFeeMillionthsEncodingOffset(), makerFeeMillionths);
        putInt(body + AccountCreatedEncoder.takerFeeMillionthsEncodingOffset(), takerFeeMillionths);
        putText(body + AccountCreatedEncoder.nameEncodingOffset(), name0);
        putText(body + AccountCreatedEncoder.nameEncodingOffset() + 8, name1);
        putText(body + AccountCreatedEncoder.nameEncodingOffset() + 16, name2);
        putText(body + AccountCreatedEncoder.nameEncodingOffset() + 24, name3);
    }

    @Override
    public void subAccountCreated(
            int accountId,
            int mainAccountId,
            int makerFeeMillionths,
            int takerFeeMillionths,
            int feeTier,
            long name0,
            long name1,
            long name2,
            long name3,
            byte[] label) {
        int body = event(
                SubAccountCreatedEncoder.TEMPLATE_ID,
                SubAccountCreatedEncoder.BLOCK_LENGTH,
                Short.BYTES + label.length);
        putInt(body + SubAccountCreatedEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + SubAccountCreatedEncoder.mainAccountIdEncodingOffset(), mainAccountId);
        putInt(body + SubAccountCreatedEncoder.makerFeeMillionthsEncodingOffset(), makerFeeMillionths);
        putInt(body + SubAccountCreatedEncoder.takerFeeMillionthsEncodingOffset(), takerFeeMillionths);
        putInt(body + SubAccountCreatedEncoder.feeTierEncodingOffset(), feeTier);
        putText(body + SubAccountCreatedEncoder.nameEncodingOffset(), name0);
        putText(body + SubAccountCreatedEncoder.nameEncodingOffset() + 8, name1);
        putText(body + SubAccountCreatedEncoder.nameEncodingOffset() + 16, name2);
        putText(body + SubAccountCreatedEncoder.nameEncodingOffset() + 24, name3);
        putData(body + SubAccountCreatedEncoder.BLOCK_LENGTH, label);
    }

    @Override
    public void transferOutSet(int accountId, boolean canTransferOut) {
        int body = event(TransferOutSetEncoder.TEMPLATE_ID, TransferOutSetEncoder.BLOCK_LENGTH, 0);
        putInt(body + TransferOutSetEncoder.accountIdEncodingOffset(), accountId);
        putByte(body + TransferOutSetEncoder.canTransferOutEncodingOffset(), canTransferOut ? FLAG_YES : FLAG_NO);
    }

    @Override
    public void accountFeesChanged(int accountId, int makerFeeMillionths, int takerFeeMillionths) {
        int body = event(AccountFeesChangedEncoder.TEMPLATE_ID, AccountFeesChangedEncoder.BLOCK_LENGTH, 0);
        putInt(body + AccountFeesChangedEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + AccountFeesChangedEncoder.makerFeeMillionthsEncodingOffset(), makerFeeMillionths);
        putInt(body + AccountFeesChangedEncoder.takerFeeMillionthsEncodingOffset(), takerFeeMillionths);
    }

    @Override
    public void apiKeyCreated(
            int accountId,
            long key0,
            long key1,
            long key2,
            long key3,
            long key4,
            int permissions,
            byte[] sealedSecret,
            byte[] ipList,
            byte[] label) {
        int body = event(
                ApiKeyCreatedEncoder.TEMPLATE_ID,
                ApiKeyCreatedEncoder.BLOCK_LENGTH,
                Short.BYTES + sealedSecret.length + Short.BYTES + ipList.length + Short.BYTES + label.length);
        putInt(body + ApiKeyCreatedEncoder.accountIdEncodingOffset(), accountId);
        putText(body + ApiKeyCreatedEncoder.apiKeyEncodingOffset(), key0);
        putText(body + ApiKeyCreatedEncoder.apiKeyEncodingOffset() + 8, key1);
        putText(body + ApiKeyCreatedEncoder.apiKeyEncodingOffset() + 16, key2);
        putText(body + ApiKeyCreatedEncoder.apiKeyEncodingOffset() + 24, key3);
        part.putInt(body + ApiKeyCreatedEncoder.apiKeyEncodingOffset() + 32, (int) (key4 >>> 32), ByteOrder.BIG_ENDIAN);
        putByte(body + ApiKeyCreatedEncoder.permissionsEncodingOffset(), permissions);
        int end = body + ApiKeyCreatedEncoder.BLOCK_LENGTH;
        end = putData(end, sealedSecret);
        end = putData(end, ipList);
        putData(end, label);
    }

    @Override
    public void apiKeyChanged(
            int accountId,
            long key0,
            long key1,
            long key2,
            long key3,
            long key4,
            int permissions,
            byte[] ipList,
            byte[] label) {
        int body = event(
                ApiKeyChangedEncoder.TEMPLATE_ID,
                ApiKeyChangedEncoder.BLOCK_LENGTH,
                Short.BYTES + ipList.length + Short.BYTES + label.length);
        putInt(body + ApiKeyChangedEncoder.accountIdEncodingOffset(), accountId);
        putText(body + ApiKeyChangedEncoder.apiKeyEncodingOffset(), key0);
        putText(body + ApiKeyChangedEncoder.apiKeyEncodingOffset() + 8, key1);
        putText(body + ApiKeyChangedEncoder.apiKeyEncodingOffset() + 16, key2);
        putText(body + ApiKeyChangedEncoder.apiKeyEncodingOffset() + 24, key3);
        part.putInt(body + ApiKeyChangedEncoder.apiKeyEncodingOffset() + 32, (int) (key4 >>> 32), ByteOrder.BIG_ENDIAN);
        putByte(body + ApiKeyChangedEncoder.permissionsEncodingOffset(), permissions);
        putData(putData(body + ApiKeyChangedEncoder.BLOCK_LENGTH, ipList), label);
    }

    @Override
    public void apiKeyDeleted(int accountId, long key0, long key1, long key2, long key3, long key4) {
        int body = event(ApiKeyDeletedEncoder.TEMPLATE_ID, ApiKeyDeletedEncoder.BLOCK_LENGTH, 0);
        putInt(body + ApiKeyDeletedEncoder.accountIdEncodingOffset(), accountId);
        putText(body + ApiKeyDeletedEncoder.apiKeyEncodingOffset(), key0);
        putText(body + ApiKeyDeletedEncoder.apiKeyEncodingOffset() + 8, key1);
        putText(body + ApiKeyDeletedEncoder.apiKeyEncodingOffset() + 16, key2);
        putText(body + ApiKeyDeletedEncoder.apiKeyEncodingOffset() + 24, key3);
        part.putInt(body + ApiKeyDeletedEncoder.apiKeyEncodingOffset() + 32, (int) (key4 >>> 32), ByteOrder.BIG_ENDIAN);
    }

    @Override
    public void phaseChanged(int instrumentId, Phase phase) {
        int body = event(PhaseChangedEncoder.TEMPLATE_ID, PhaseChangedEncoder.BLOCK_LENGTH, 0);
        putInt(body + PhaseChangedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putByte(body + PhaseChangedEncoder.phaseEncodingOffset(), phase.code());
    }

    @Override
    public void priceLimitChanged(
            int instrumentId, int bandMillionths, long referencePriceTicks, long buyLimitTicks, long sellLimitTicks) {
        int body = event(PriceLimitChangedEncoder.TEMPLATE_ID, PriceLimitChangedEncoder.BLOCK_LENGTH, 0);
        putInt(body + PriceLimitChangedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putInt(body + PriceLimitChangedEncoder.bandMillionthsEncodingOffset(), bandMillionths);
        putLong(body + PriceLimitChangedEncoder.referencePriceTicksEncodingOffset(), referencePriceTicks);
        putLong(body + PriceLimitChangedEncoder.buyLimitTicksEncodingOffset(), buyLimitTicks);
        putLong(body + PriceLimitChangedEncoder.sellLimitTicksEncodingOffset(), sellLimitTicks);
    }

    @Override
    public void orderAccepted(
            long orderId,
            int accountId,
            int instrumentId,
            Side side,
            OrderType orderType,
            SizeUnit sizeUnit,
            SelfTradePrevention stp,
            long priceTicks,
            long quantity,
            long clientOrderId0,
            long clientOrderId1,
            long clientOrderId2,
            long clientOrderId3,
            long tag0,
            long tag1) {
        int body = event(OrderAcceptedEncoder.TEMPLATE_ID, OrderAcceptedEncoder.BLOCK_LENGTH, 0);
        putLong(body + OrderAcceptedEncoder.orderIdEncodingOffset(), orderId);
        putInt(body + OrderAcceptedEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + OrderAcceptedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putByte(body + OrderAcceptedEncoder.sideEncodingOffset(), side.code());
        putByte(body + OrderAcceptedEncoder.orderTypeEncodingOffset(), orderType.code());
        putByte(body + OrderAcceptedEncoder.sizeUnitEncodingOffset(), sizeUnit.code());
        putByte(body + OrderAcceptedEncoder.stpEncodingOffset(), stp.code());
        putLong(body + OrderAcceptedEncoder.priceTicksEncodingOffset(), priceTicks);
        putLong(body + OrderAcceptedEncoder.quantityEncodingOffset(), quantity);
        putText(body + OrderAcceptedEncoder.clientOrderIdEncodingOffset(), clientOrderId0);
        putText(body + OrderAcceptedEncoder.clientOrderIdEncodingOffset() + 8, clientOrderId1);
        putText(body + OrderAcceptedEncoder.clientOrderIdEncodingOffset() + 16, clientOrderId2);
        putText(body + OrderAcceptedEncoder.clientOrderIdEncodingOffset() + 24, clientOrderId3);
        putText(body + OrderAcceptedEncoder.tagEncodingOffset(), tag0);
        putText(body + OrderAcceptedEncoder.tagEncodingOffset() + 8, tag1);
    }

    @Override
    public void orderFilled(
            long tradeId,
            int instrumentId,
            Side takerSide,
            long takerOrderId,
            long makerOrderId,
            int takerAccountId,
            int makerAccountId,
            long priceTicks,
            long quantityLots,
            long baseAtoms,
            long quoteAtoms,
            long takerFeeAtoms,
            long makerFeeAtoms,
            int takerFeeMillionths,
            int makerFeeMillionths,
            long takerBillId,
            long makerBillId) {
        int body = event(OrderFilledEncoder.TEMPLATE_ID, OrderFilledEncoder.BLOCK_LENGTH, 0);
        putLong(body + OrderFilledEncoder.tradeIdEncodingOffset(), tradeId);
        putInt(body + OrderFilledEncoder.instrumentIdEncodingOffset(), instrumentId);
        putByte(body + OrderFilledEncoder.takerSideEncodingOffset(), takerSide.code());
        putLong(body + OrderFilledEncoder.takerOrderIdEncodingOffset(), takerOrderId);
        putLong(body + OrderFilledEncoder.makerOrderIdEncodingOffset(), makerOrderId);
        putInt(body + OrderFilledEncoder.takerAccountIdEncodingOffset(), takerAccountId);
        putInt(body + OrderFilledEncoder.makerAccountIdEncodingOffset(), makerAccountId);
        putLong(body + OrderFilledEncoder.priceTicksEncodingOffset(), priceTicks);
        putLong(body + OrderFilledEncoder.quantityLotsEncodingOffset(), quantityLots);
        putLong(body + OrderFilledEncoder.baseAtomsEncodingOffset(), baseAtoms);
        putLong(body + OrderFilledEncoder.quoteAtomsEncodingOffset(), quoteAtoms);
        putLong(body + OrderFilledEncoder.takerFeeAtomsEncodingOffset(), takerFeeAtoms);
        putLong(body + OrderFilledEncoder.makerFeeAtomsEncodingOffset(), makerFeeAtoms);
        putInt(body + OrderFilledEncoder.takerFeeMillionthsEncodingOffset(), takerFeeMillionths);
        putInt(body + OrderFilledEncoder.makerFeeMillionthsEncodingOffset(), makerFeeMillionths);
        putLong(body + OrderFilledEncoder.takerBillIdEncodingOffset(), takerBillId);
        putLong(body + OrderFilledEncoder.makerBillIdEncodingOffset(), makerBillId);
    }

    @Override
    public void orderAmended(
            long orderId,
            int accountId,
            int instrumentId,
            long priceTicks,
            long quantityLots,
            boolean keptPriority,
            long requestId0,
            long requestId1,
            long requestId2,
            long requestId3) {
        int body = event(OrderAmendedEncoder.TEMPLATE_ID, OrderAmendedEncoder.BLOCK_LENGTH, 0);
        putLong(body + OrderAmendedEncoder.orderIdEncodingOffset(), orderId);
        putInt(body + OrderAmendedEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + OrderAmendedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putLong(body + OrderAmendedEncoder.priceTicksEncodingOffset(), priceTicks);
        putLong(body + OrderAmendedEncoder.quantityLotsEncodingOffset(), quantityLots);
        putByte(body + OrderAmendedEncoder.keptPriorityEncodingOffset(), keptPriority ? 1 : 0);
        putText(body + OrderAmendedEncoder.requestIdEncodingOffset(), requestId0);
        putText(body + OrderAmendedEncoder.requestIdEncodingOffset() + 8, requestId1);
        putText(body + OrderAmendedEncoder.requestIdEncodingOffset() + 16, requestId2);
        putText(body + OrderAmendedEncoder.requestIdEncodingOffset() + 24, requestId3);
    }

    @Override
    public void orderClosed(long orderId, int accountId, int instrumentId, CloseReason reason, long filledLots) {
        int body = event(OrderClosedEncoder.TEMPLATE_ID, OrderClosedEncoder.BLOCK_LENGTH, 0);
        putLong(body + OrderClosedEncoder.orderIdEncodingOffset(), orderId);
        putInt(body + OrderClosedEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + OrderClosedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putByte(body + OrderClosedEncoder.reasonEncodingOffset(), reason.code());
        putLong(body + OrderClosedEncoder.filledLotsEncodingOffset(), filledLots);
    }

    @Override
    public void levelChanged(int instrumentId, Side side, long priceTicks, long quantityLots, int orders) {
        int body = event(LevelChangedEncoder.TEMPLATE_ID, LevelChangedEncoder.BLOCK_LENGTH, 0);
        putInt(body + LevelChangedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putByte(body + LevelChangedEncoder.sideEncodingOffset(), side.code());
        putLong(body + LevelChangedEncoder.priceTicksEncodingOffset(), priceTicks);
        putLong(body + LevelChangedEncoder.quantityLotsEncodingOffset(), quantityLots);
        putInt(body + LevelChangedEncoder.ordersEncodingOffset(), orders);
    }

    @Override
    public void posting(
            long billId,
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
            long clientId0,
            long clientId1,
            long clientId2,
            long clientId3) {
        int body = event(PostingEncoder.TEMPLATE_ID, PostingEncoder.BLOCK_LENGTH, 0);
        putLong(body + PostingEncoder.billIdEncodingOffset(), billId);
        putInt(body + PostingEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + PostingEncoder.currencyIdEncodingOffset(), currencyId);
        putByte(body + PostingEncoder.walletEncodingOffset(), wallet.code());
        putByte(body + PostingEncoder.reasonEncodingOffset(), reason.code());
        putByte(body + PostingEncoder.liquidityEncodingOffset(), liquidity.code());
        putByte(body + PostingEncoder.sideEncodingOffset(), side);
        putInt(body + PostingEncoder.instrumentIdEncodingOffset(), instrumentId);
        putLong(body + PostingEncoder.amountAtomsEncodingOffset(), amountAtoms);
        putLong(body + PostingEncoder.feeAtomsEncodingOffset(), feeAtoms);
        putLong(body + PostingEncoder.balanceAtomsEncodingOffset(), balanceAtoms);
        putLong(body + PostingEncoder.orderIdEncodingOffset(), orderId);
        putLong(body + PostingEncoder.tradeIdEncodingOffset(), tradeId);
        putText(body + PostingEncoder.clientIdEncodingOffset(), clientId0);
        putText(body + PostingEncoder.clientIdEncodingOffset() + 8, clientId1);
        putText(body + PostingEncoder.clientIdEncodingOffset() + 16, clientId2);
        putText(body + PostingEncoder.clientIdEncodingOffset() + 24, clientId3);
    }

    @Override
    public void balanceChanged(int accountId, int currencyId, Wallet wallet, long balanceAtoms, long holdAtoms) {
        int body = event(BalanceChangedEncoder.TEMPLATE_ID, BalanceChangedEncoder.BLOCK_LENGTH, 0);
        putInt(body + BalanceChangedEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + BalanceChangedEncoder.currencyIdEncodingOffset(), currencyId);
        putByte(body + BalanceChangedEncoder.walletEncodingOffset(), wallet.code());
        putLong(body + BalanceChangedEncoder.balanceAtomsEncodingOffset(), balanceAtoms);
        putLong(body + BalanceChangedEncoder.holdAtomsEncodingOffset(), holdAtoms);
    }

    @Override
    public void cancelAllAfterSet(int accountId, long triggerNanos, long tag0, long tag1) {
        int body = event(CancelAllAfterSetEncoder.TEMPLATE_ID, CancelAllAfterSetEncoder.BLOCK_LENGTH, 0);
        putInt(body + CancelAllAfterSetEncoder.accountIdEncodingOffset(), accountId);
        putLong(body + CancelAllAfterSetEncoder.triggerNanosEncodingOffset(), triggerNanos);
        putText(body + CancelAllAfterSetEncoder.tagEncodingOffset(), tag0);
        putText(body + CancelAllAfterSetEncoder.tagEncodingOffset() + 8, tag1);
    }

    @Override
    public void orderAmendRefused(
            long orderId,
            int accountId,
            int instrumentId,
            Outcome outcome,
            long requestId0,
            long requestId1,
            long requestId2,
            long requestId3) {
        int body = event(OrderAmendRefusedEncoder.TEMPLATE_ID, OrderAmendRefusedEncoder.BLOCK_LENGTH, 0);
        putLong(body + OrderAmendRefusedEncoder.orderIdEncodingOffset(), orderId);
        putInt(body + OrderAmendRefusedEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + OrderAmendRefusedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putShort(body + OrderAmendRefusedEncoder.outcomeEncodingOffset(), outcome.code());
        putText(body + OrderAmendRefusedEncoder.requestIdEncodingOffset(), requestId0);
        putText(body + OrderAmendRefusedEncoder.requestIdEncodingOffset() + 8, requestId1);
        putText(body + OrderAmendRefusedEncoder.requestIdEncodingOffset() + 16, requestId2);
        putText(body + OrderAmendRefusedEncoder.requestIdEncodingOffset() + 24, requestId3);
    }

    @Override
    public void algoAccepted(
            long algoId,
            int accountId,
            int instrumentId,
            AlgoKind kind,
            Side side,
            OrderType orderType,
            SizeUnit sizeUnit,
            SelfTradePrevention stp,
            long quantity,
            long triggerTicks,
            long priceTicks,
            long takeProfitTriggerTicks,
            long takeProfitPriceTicks,
            long stopLossTriggerTicks,
            long stopLossPriceTicks,
            int callbackMillionths,
            long callbackTicks,
            long activationTicks,
            long parentOrderId,
            long clientAlgoId0,
            long clientAlgoId1,
            long clientAlgoId2,
            long clientAlgoId3,
            long tag0,
            long tag1) {
        int body = event(AlgoAcceptedEncoder.TEMPLATE_ID, AlgoAcceptedEncoder.BLOCK_LENGTH, 0);
        putLong(body + AlgoAcceptedEncoder.algoIdEncodingOffset(), algoId);
        putInt(body + AlgoAcceptedEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + AlgoAcceptedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putByte(body + AlgoAcceptedEncoder.kindEncodingOffset(), kind.code());
        putByte(body + AlgoAcceptedEncoder.sideEncodingOffset(), side.code());
        putByte(body + AlgoAcceptedEncoder.orderTypeEncodingOffset(), orderType.code());
        putByte(body + AlgoAcceptedEncoder.sizeUnitEncodingOffset(), sizeUnit.code());
        putByte(body + AlgoAcceptedEncoder.stpEncodingOffset(), stp.code());
        putLong(body + AlgoAcceptedEncoder.quantityEncodingOffset(), quantity);
        putLong(body + AlgoAcceptedEncoder.triggerTicksEncodingOffset(), triggerTicks);
        putLong(body + AlgoAcceptedEncoder.priceTicksEncodingOffset(), priceTicks);
        putLong(body + AlgoAcceptedEncoder.takeProfitTriggerTicksEncodingOffset(), takeProfitTriggerTicks);
        putLong(body + AlgoAcceptedEncoder.takeProfitPriceTicksEncodingOffset(), takeProfitPriceTicks);
        putLong(body + AlgoAcceptedEncoder.stopLossTriggerTicksEncodingOffset(), stopLossTriggerTicks);
        putLong(body + AlgoAcceptedEncoder.stopLossPriceTicksEncodingOffset(), stopLossPriceTicks);
        putInt(body + AlgoAcceptedEncoder.callbackMillionthsEncodingOffset(), callbackMillionths);
        putLong(body + AlgoAcceptedEncoder.callbackTicksEncodingOffset(), callbackTicks);
        putLong(body + AlgoAcceptedEncoder.activationTicksEncodingOffset(), activationTicks);
        putLong(body + AlgoAcceptedEncoder.parentOrderIdEncodingOffset(), parentOrderId);
        putText(body + AlgoAcceptedEncoder.clientAlgoIdEncodingOffset(), clientAlgoId0);
        putText(body + AlgoAcceptedEncoder.clientAlgoIdEncodingOffset() + 8, clientAlgoId1);
        putText(body + AlgoAcceptedEncoder.clientAlgoIdEncodingOffset() + 16, clientAlgoId2);
        putText(body + AlgoAcceptedEncoder.clientAlgoIdEncodingOffset() + 24, clientAlgoId3);
        putText(body + AlgoAcceptedEncoder.tagEncodingOffset(), tag0);
        putText(body + AlgoAcceptedEncoder.tagEncodingOffset() + 8, tag1);
    }

    @Override
    public void algoAmended(
            long algoId,
            int accountId,
            int instrumentId,
            AlgoKind kind,
            long quantity,
            long triggerTicks,
            long priceTicks,
            long takeProfitTriggerTicks,
            long takeProfitPriceTicks,
            long stopLossTriggerTicks,
            long stopLossPriceTicks,
            long requestId0,
            long requestId1,
            long requestId2,
            long requestId3) {
        int body = event(AlgoAmendedEncoder.TEMPLATE_ID, AlgoAmendedEncoder.BLOCK_LENGTH, 0);
        putLong(body + AlgoAmendedEncoder.algoIdEncodingOffset(), algoId);
        putInt(body + AlgoAmendedEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + AlgoAmendedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putByte(body + AlgoAmendedEncoder.kindEncodingOffset(), kind.code());
        putLong(body + AlgoAmendedEncoder.quantityEncodingOffset(), quantity);
        putLong(body + AlgoAmendedEncoder.triggerTicksEncodingOffset(), triggerTicks);
        putLong(body + AlgoAmendedEncoder.priceTicksEncodingOffset(), priceTicks);
        putLong(body + AlgoAmendedEncoder.takeProfitTriggerTicksEncodingOffset(), takeProfitTriggerTicks);
        putLong(body + AlgoAmendedEncoder.takeProfitPriceTicksEncodingOffset(), takeProfitPriceTicks);
        putLong(body + AlgoAmendedEncoder.stopLossTriggerTicksEncodingOffset(), stopLossTriggerTicks);
        putLong(body + AlgoAmendedEncoder.stopLossPriceTicksEncodingOffset(), stopLossPriceTicks);
        putText(body + AlgoAmendedEncoder.requestIdEncodingOffset(), requestId0);
        putText(body + AlgoAmendedEncoder.requestIdEncodingOffset() + 8, requestId1);
        putText(body + AlgoAmendedEncoder.requestIdEncodingOffset() + 16, requestId2);
        putText(body + AlgoAmendedEncoder.requestIdEncodingOffset() + 24, requestId3);
    }

    @Override
    public void algoArmed(long algoId, int accountId, int instrumentId, long quantity) {
        int body = event(AlgoArmedEncoder.TEMPLATE_ID, AlgoArmedEncoder.BLOCK_LENGTH, 0);
        putLong(body + AlgoArmedEncoder.algoIdEncodingOffset(), algoId);
        putInt(body + AlgoArmedEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + AlgoArmedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putLong(body + AlgoArmedEncoder.quantityEncodingOffset(), quantity);
    }

    @Override
    public void algoActivated(long algoId, int accountId, int instrumentId, long priceTicks) {
        int body = event(AlgoActivatedEncoder.TEMPLATE_ID, AlgoActivatedEncoder.BLOCK_LENGTH, 0);
        putLong(body + AlgoActivatedEncoder.algoIdEncodingOffset(), algoId);
        putInt(body + AlgoActivatedEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + AlgoActivatedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putLong(body + AlgoActivatedEncoder.priceTicksEncodingOffset(), priceTicks);
    }

    @Override
    public void algoTriggered(
            long algoId, int accountId, int instrumentId, AlgoLeg leg, Outcome outcome, long orderId) {
        int body = event(AlgoTriggeredEncoder.TEMPLATE_ID, AlgoTriggeredEncoder.BLOCK_LENGTH, 0);
        putLong(body + AlgoTriggeredEncoder.algoIdEncodingOffset(), algoId);
        putInt(body + AlgoTriggeredEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + AlgoTriggeredEncoder.instrumentIdEncodingOffset(), instrumentId);
        putByte(body + AlgoTriggeredEncoder.legEncodingOffset(), leg.code());
        putShort(body + AlgoTriggeredEncoder.outcomeEncodingOffset(), outcome.code());
        putLong(body + AlgoTriggeredEncoder.orderIdEncodingOffset(), orderId);
    }

    @Override
    public void algoClosed(long algoId, int accountId, int instrumentId, CloseReason reason) {
        int body = event(AlgoClosedEncoder.TEMPLATE_ID, AlgoClosedEncoder.BLOCK_LENGTH, 0);
        putLong(body + AlgoClosedEncoder.algoIdEncodingOffset(), algoId);
        putInt(body + AlgoClosedEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + AlgoClosedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putByte(body + AlgoClosedEncoder.reasonEncodingOffset(), reason.code());
    }

    @Override
    public void uncrossingStarted(int instrumentId, Phase nextPhase, long priceTicks, long quantityLots) {
        int body = event(UncrossingStartedEncoder.TEMPLATE_ID, UncrossingStartedEncoder.BLOCK_LENGTH, 0);
        putInt(body + UncrossingStartedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putByte(body + UncrossingStartedEncoder.nextPhaseEncodingOffset(), nextPhase.code());
        putLong(body + UncrossingStartedEncoder.priceTicksEncodingOffset(), priceTicks);
        putLong(body + UncrossingStartedEncoder.quantityLotsEncodingOffset(), quantityLots);
    }

    @Override
    public void reopeningScheduled(int instrumentId, long auctionNanos, long postOnlyNanos, long tradingNanos) {
        int body = event(ReopeningScheduledEncoder.TEMPLATE_ID, ReopeningScheduledEncoder.BLOCK_LENGTH, 0);
        putInt(body + ReopeningScheduledEncoder.instrumentIdEncodingOffset(), instrumentId);
        putLong(body + ReopeningScheduledEncoder.auctionNanosEncodingOffset(), auctionNanos);
        putLong(body + ReopeningScheduledEncoder.postOnlyNanosEncodingOffset(), postOnlyNanos);
        putLong(body + ReopeningScheduledEncoder.tradingNanosEncodingOffset(), tradingNanos);
    }

    @Override
    public void instrumentChanged(
            int instrumentId, long minLots, long maxLimitLots, long maxMarketLots, long maxMarketQuoteAtoms) {
        int body = event(InstrumentChangedEncoder.TEMPLATE_ID, InstrumentChangedEncoder.BLOCK_LENGTH, 0);
        putInt(body + InstrumentChangedEncoder.instrumentIdEncodingOffset(), instrumentId);
        putLong(body + InstrumentChangedEncoder.minLotsEncodingOffset(), minLots);
        putLong(body + InstrumentChangedEncoder.maxLimitLotsEncodingOffset(), maxLimitLots);
        putLong(body + InstrumentChangedEncoder.maxMarketLotsEncodingOffset(), maxMarketLots);
        putLong(body + InstrumentChangedEncoder.maxMarketQuoteAtomsEncodingOffset(), maxMarketQuoteAtoms);
    }

    @Override
    public void feeTierSet(int tier, int makerFeeMillionths, int takerFeeMillionths) {
        int body = event(FeeTierSetEncoder.TEMPLATE_ID, FeeTierSetEncoder.BLOCK_LENGTH, 0);
        putInt(body + FeeTierSetEncoder.tierEncodingOffset(), tier);
        putInt(body + FeeTierSetEncoder.makerFeeMillionthsEncodingOffset(), makerFeeMillionths);
        putInt(body + FeeTierSetEncoder.takerFeeMillionthsEncodingOffset(), takerFeeMillionths);
    }

    @Override
    public void accountFeeTierChanged(int accountId, int tier) {
        int body = event(AccountFeeTierChangedEncoder.TEMPLATE_ID, AccountFeeTierChangedEncoder.BLOCK_LENGTH, 0);
        putInt(body + AccountFeeTierChangedEncoder.accountIdEncodingOffset(), accountId);
        putInt(body + AccountFeeTierChangedEncoder.tierEncodingOffset(), tier);
    }

    /// Begins an event, in the next part if this one has no room for it.
    ///
    /// @return offset of the event's block
    private int event(int templateId, int blockLength, int dataBytes) {
        int length = MessageHeaderEncoder.ENCODED_LENGTH + blockLength + dataBytes;
        if (limit + length > EntryPartSink.PART_BYTES_MAX) {
            lengths[partIndex] = limit;
            UnsafeBuffer first = buffers[0];
            part = buffers[++partIndex];
            part.putBytes(0, first, 0, PART_HEADER_BYTES);
            putShort(MessageHeaderEncoder.ENCODED_LENGTH + EntryPartEncoder.partEncodingOffset(), partIndex);
            limit = PART_HEADER_BYTES;
        }
        int offset = limit;
        putHeader(templateId, blockLength, offset);
        limit += length;
        return offset + MessageHeaderEncoder.ENCODED_LENGTH;
    }

    private void putHeader(int templateId, int blockLength, int offset) {
        putShort(offset + MessageHeaderEncoder.blockLengthEncodingOffset(), blockLength);
        putShort(offset + MessageHeaderEncoder.templateIdEncodingOffset(), templateId);
        putShort(offset + MessageHeaderEncoder.schemaIdEncodingOffset(), MessageHeaderEncoder.SCHEMA_ID);
        putShort(offset + MessageHeaderEncoder.versionEncodingOffset(), MessageHeaderEncoder.SCHEMA_VERSION);
    }

    private int putData(int offset, byte[] data) {
        putShort(offset, data.length);
        part.putBytes(offset + Short.BYTES, data);
        return offset + Short.BYTES + data.length;
    }

    private void putText(int offset, long packed) {
        part.putLong(offset, packed, ByteOrder.BIG_ENDIAN);
    }

    private void putLong(int offset, long value) {
        part.putLong(offset, value, ByteOrder.LITTLE_ENDIAN);
    }

    private void putInt(int offset, int value) {
        part.putInt(offset, value, ByteOrder.LITTLE_ENDIAN);
    }

    private void putShort(int offset, int value) {
        part.putShort(offset, (short) value, ByteOrder.LITTLE_ENDIAN);
    }

    private void putByte(int offset, int value) {
        part.putByte(offset, (byte) value);
    }
}
