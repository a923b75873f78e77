package seawall.cluster;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import seawall.engine.Engine;
import seawall.engine.OrderType;
import seawall.engine.Phase;
import seawall.engine.SelfTradePrevention;
import seawall.engine.Side;
import seawall.engine.SizeUnit;
import seawall.engine.Wallet;
import seawall.wire.codec.AmendAlgoDecoder;
import seawall.wire.codec.AmendOrderDecoder;
import seawall.wire.codec.CancelAlgoDecoder;
import seawall.wire.codec.CancelAllAfterDecoder;
import seawall.wire.codec.CancelOrderDecoder;
import seawall.wire.codec.ChangeApiKeyDecoder;
import seawall.wire.codec.ChangeInstrumentDecoder;
import seawall.wire.codec.CommandHeaderDecoder;
import seawall.wire.codec.CreateAccountDecoder;
import seawall.wire.codec.CreateApiKeyDecoder;
import seawall.wire.codec.CreateCurrencyDecoder;
import seawall.wire.codec.CreateSubAccountDecoder;
import seawall.wire.codec.DeleteApiKeyDecoder;
import seawall.wire.codec.DepositDecoder;
import seawall.wire.codec.ListInstrumentDecoder;
import seawall.wire.codec.MassCancelDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OpenStreamDecoder;
import seawall.wire.codec.PlaceAlgoDecoder;
import seawall.wire.codec.PlaceOrderDecoder;
import seawall.wire.codec.PlaceProtectedOrderDecoder;
import seawall.wire.codec.ScheduleReopeningDecoder;
import seawall.wire.codec.SetAccountFeeTierDecoder;
import seawall.wire.codec.SetAccountFeesDecoder;
import seawall.wire.codec.SetFeeTierDecoder;
import seawall.wire.codec.SetPhaseDecoder;
import seawall.wire.codec.SetPriceBandDecoder;
import seawall.wire.codec.SetTransferOutDecoder;
import seawall.wire.codec.TransferBetweenAccountsDecoder;
import seawall.wire.codec.TransferDecoder;

/// Turns the bytes of commands into calls of the engine. Whatever the bytes are, the engine makes exactly one
/// entry: bytes that say nothing understandable become `MALFORMED`, never an exception.
final class CommandAdapter {
    private static final int UNKNOWN = -1;
    private static final int UNSIGNED_SHORT = 0xffff;

    private final Engine engine;
    private final CommandFields fields;
    private final AlgoCommandAdapter algos;
    private int blockLength;

    CommandAdapter(Engine engine, DirectBuffer nothing) {
        this.engine = engine;
        fields = new CommandFields(nothing);
        algos = new AlgoCommandAdapter(engine, fields);
    }

    void onCommand(long timeNanos, DirectBuffer buffer, int offset, int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH + CommandHeaderDecoder.ENCODED_LENGTH
                || unsignedShortAt(buffer, offset + MessageHeaderDecoder.schemaIdEncodingOffset())
                        != MessageHeaderDecoder.SCHEMA_ID
                || unsignedShortAt(buffer, offset + MessageHeaderDecoder.blockLengthEncodingOffset())
                        < CommandHeaderDecoder.ENCODED_LENGTH) {
            engine.unreadable(timeNanos);
            return;
        }
        fields.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, offset + length);
        int templateId = unsignedShortAt(buffer, offset + MessageHeaderDecoder.templateIdEncodingOffset());
        blockLength = unsignedShortAt(buffer, offset + MessageHeaderDecoder.blockLengthEncodingOffset());
        int gatewayId = fields.intAt(CommandHeaderDecoder.gatewayIdEncodingOffset());
        long incarnation = fields.longAt(CommandHeaderDecoder.incarnationEncodingOffset());
        long streamSequence = fields.longAt(CommandHeaderDecoder.streamSequenceEncodingOffset());
        long correlationId = fields.longAt(CommandHeaderDecoder.correlationIdEncodingOffset());
        if (templateId == OpenStreamDecoder.TEMPLATE_ID) {
            engine.openStream(timeNanos, templateId, gatewayId, incarnation, streamSequence, correlationId);
            return;
        }
        long deadlineNanos = fields.longAt(CommandHeaderDecoder.deadlineNanosEncodingOffset());
        if (!engine.startCommand(
                timeNanos, templateId, gatewayId, incarnation, streamSequence, correlationId, deadlineNanos)) {
            return;
        }
        int knownBlockLength = blockLengthOf(templateId);
        // A newer sender may have added fields at the end of the block; one that is shorter than ours lacks some.
        if (knownBlockLength == UNKNOWN || blockLength < knownBlockLength || !fields.hasBlock(blockLength)) {
            engine.malformed();
            return;
        }
        apply(templateId);
    }

    private static int unsignedShortAt(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset, ByteOrder.LITTLE_ENDIAN) & UNSIGNED_SHORT;
    }

    private static int blockLengthOf(int templateId) {
        return switch (templateId) {
            case CreateCurrencyDecoder.TEMPLATE_ID -> CreateCurrencyDecoder.BLOCK_LENGTH;
            case ListInstrumentDecoder.TEMPLATE_ID -> ListInstrumentDecoder.BLOCK_LENGTH;
            case CreateAccountDecoder.TEMPLATE_ID -> CreateAccountDecoder.BLOCK_LENGTH;
            case CreateApiKeyDecoder.TEMPLATE_ID -> CreateApiKeyDecoder.BLOCK_LENGTH;
            case DeleteApiKeyDecoder.TEMPLATE_ID -> DeleteApiKeyDecoder.BLOCK_LENGTH;
            case DepositDecoder.TEMPLATE_ID -> DepositDecoder.BLOCK_LENGTH;
            case TransferDecoder.TEMPLATE_ID -> TransferDecoder.BLOCK_LENGTH;
            case PlaceOrderDecoder.TEMPLATE_ID -> PlaceOrderDecoder.BLOCK_LENGTH;
            case CancelOrderDecoder.TEMPLATE_ID -> CancelOrderDecoder.BLOCK_LENGTH;
            case AmendOrderDecoder.TEMPLATE_ID -> AmendOrderDecoder.BLOCK_LENGTH;
            case MassCancelDecoder.TEMPLATE_ID -> MassCancelDecoder.BLOCK_LENGTH;
            case CancelAllAfterDecoder.TEMPLATE_ID -> CancelAllAfterDecoder.BLOCK_LENGTH;
            case SetPhaseDecoder.TEMPLATE_ID -> SetPhaseDecoder.BLOCK_LENGTH;
            case SetPriceBandDecoder.TEMPLATE_ID -> SetPriceBandDecoder.BLOCK_LENGTH;
            case SetAccountFeesDecoder.TEMPLATE_ID -> SetAccountFeesDecoder.BLOCK_LENGTH;
            case PlaceAlgoDecoder.TEMPLATE_ID -> PlaceAlgoDecoder.BLOCK_LENGTH;
            case CancelAlgoDecoder.TEMPLATE_ID -> CancelAlgoDecoder.BLOCK_LENGTH;
            case AmendAlgoDecoder.TEMPLATE_ID -> AmendAlgoDecoder.BLOCK_LENGTH;
            case PlaceProtectedOrderDecoder.TEMPLATE_ID -> PlaceProtectedOrderDecoder.BLOCK_LENGTH;
            case ScheduleReopeningDecoder.TEMPLATE_ID -> ScheduleReopeningDecoder.BLOCK_LENGTH;
            case ChangeInstrumentDecoder.TEMPLATE_ID -> ChangeInstrumentDecoder.BLOCK_LENGTH;
            case SetFeeTierDecoder.TEMPLATE_ID -> SetFeeTierDecoder.BLOCK_LENGTH;
            case SetAccountFeeTierDecoder.TEMPLATE_ID -> SetAccountFeeTierDecoder.BLOCK_LENGTH;
            case CreateSubAccountDecoder.TEMPLATE_ID -> CreateSubAccountDecoder.BLOCK_LENGTH;
            case SetTransferOutDecoder.TEMPLATE_ID -> SetTransferOutDecoder.BLOCK_LENGTH;
            case TransferBetweenAccountsDecoder.TEMPLATE_ID -> TransferBetweenAccountsDecoder.BLOCK_LENGTH;
            case ChangeApiKeyDecoder.TEMPLATE_ID -> ChangeApiKeyDecoder.BLOCK_LENGTH;
            default -> UNKNOWN;
        };
    }

    private void apply(int templateId) {
        switch (templateId) {
            case CreateCurrencyDecoder.TEMPLATE_ID -> createCurrency();
            case ListInstrumentDecoder.TEMPLATE_ID -> listInstrument();
            case CreateAccountDecoder.TEMPLATE_ID -> createAccount();
            case CreateApiKeyDecoder.TEMPLATE_ID -> createApiKey();
            case DeleteApiKeyDecoder.TEMPLATE_ID -> deleteApiKey();
            case DepositDecoder.TEMPLATE_ID -> deposit();
            case TransferDecoder.TEMPLATE_ID -> transfer();
            case PlaceOrderDecoder.TEMPLATE_ID -> placeOrder();
            case CancelOrderDecoder.TEMPLATE_ID -> cancelOrder();
            case AmendOrderDecoder.TEMPLATE_ID -> amendOrder();
            case MassCancelDecoder.TEMPLATE_ID -> massCancel();
            case CancelAllAfterDecoder.TEMPLATE_ID -> cancelAllAfter();
            case SetPhaseDecoder.TEMPLATE_ID -> setPhase();
            case SetPriceBandDecoder.TEMPLATE_ID -> setPriceBand();
            case SetAccountFeesDecoder.TEMPLATE_ID -> setAccountFees();
            case PlaceAlgoDecoder.TEMPLATE_ID -> algos.placeAlgo();
            case CancelAlgoDecoder.TEMPLATE_ID -> algos.cancelAlgo();
            case AmendAlgoDecoder.TEMPLATE_ID -> algos.amendAlgo();
            case PlaceProtectedOrderDecoder.TEMPLATE_ID -> algos.placeProtectedOrder();
            case ScheduleReopeningDecoder.TEMPLATE_ID -> scheduleReopening();
            case ChangeInstrumentDecoder.TEMPLATE_ID -> changeInstrument();
            case SetFeeTierDecoder.TEMPLATE_ID -> setFeeTier();
            case SetAccountFeeTierDecoder.TEMPLATE_ID -> setAccountFeeTier();
            case CreateSubAccountDecoder.TEMPLATE_ID -> createSubAccount();
            case SetTransferOutDecoder.TEMPLATE_ID -> setTransferOut();
            case TransferBetweenAccountsDecoder.TEMPLATE_ID -> transferBetweenAccounts();
            case ChangeApiKeyDecoder.TEMPLATE_ID -> changeApiKey();
            default -> engine.malformed();
        }
    }

    private void createCurrency() {
        if (fields.isText(CreateCurrencyDecoder.codeEncodingOffset(), CreateCurrencyDecoder.codeEncodingLength())) {
            engine.createCurrency(
                    fields.textAt(CreateCurrencyDecoder.codeEncodingOffset()),
                    fields.textAt(CreateCurrencyDecoder.codeEncodingOffset() + 8),
                    fields.byteAt(CreateCurrencyDecoder.scaleEncodingOffset()),
                    fields.longAt(CreateCurrencyDecoder.balanceAtomsMaxEncodingOffset()));
        } else {
            engine.malformed();
        }
    }

    private void listInstrument() {
        Phase phase = Phase.of(fields.byteAt(ListInstrumentDecoder.phaseEncodingOffset()));
        if (fields.isText(ListInstrumentDecoder.nameEncodingOffset(), ListInstrumentDecoder.nameEncodingLength())
                && fields.isText(
                        ListInstrumentDecoder.baseCurrencyEncodingOffset(),
                        ListInstrumentDecoder.baseCurrencyEncodingLength())
                && fields.isText(
                        ListInstrumentDecoder.quoteCurrencyEncodingOffset(),
                        ListInstrumentDecoder.quoteCurrencyEncodingLength())
                && phase != null) {
            engine.listInstrument(
                    fields.textAt(ListInstrumentDecoder.nameEncodingOffset()),
                    fields.textAt(ListInstrumentDecoder.nameEncodingOffset() + 8),
                    fields.textAt(ListInstrumentDecoder.nameEncodingOffset() + 16),
                    fields.textAt(ListInstrumentDecoder.nameEncodingOffset() + 24),
                    fields.textAt(ListInstrumentDecoder.baseCurrencyEncodingOffset()),
                    fields.textAt(ListInstrumentDecoder.baseCurrencyEncodingOffset() + 8),
                    fields.textAt(ListInstrumentDecoder.quoteCurrencyEncodingOffset()),
                    fields.textAt(ListInstrumentDecoder.quoteCurrencyEncodingOffset() + 8),
                    fields.longAt(ListInstrumentDecoder.tickMantissaEncodingOffset()),
                    fields.byteAt(ListInstrumentDecoder.tickScaleEncodingOffset()),
                    fields.longAt(ListInstrumentDecoder.lotMantissaEncodingOffset()),
                    fields.byteAt(ListInstrumentDecoder.lotScaleEncodingOffset()),
                    fields.longAt(ListInstrumentDecoder.minLotsEncodingOffset()),
                    fields.longAt(ListInstrumentDecoder.maxLimitLotsEncodingOffset()),
                    fields.longAt(ListInstrumentDecoder.maxMarketLotsEncodingOffset()),
                    fields.longAt(ListInstrumentDecoder.maxMarketQuoteAtomsEncodingOffset()),
                    fields.intAt(ListInstrumentDecoder.bandMillionthsEncodingOffset()),
                    fields.longAt(ListInstrumentDecoder.referencePriceTicksEncodingOffset()),
                    phase);
        } else {
            engine.malformed();
        }
    }

    private void createAccount() {
        if (fields.isText(CreateAccountDecoder.nameEncodingOffset(), CreateAccountDecoder.nameEncodingLength())) {
            engine.createAccount(
                    fields.textAt(CreateAccountDecoder.nameEncodingOffset()),
                    fields.textAt(CreateAccountDecoder.nameEncodingOffset() + 8),
                    fields.textAt(CreateAccountDecoder.nameEncodingOffset() + 16),
                    fields.textAt(CreateAccountDecoder.nameEncodingOffset() + 24),
                    fields.intAt(CreateAccountDecoder.makerFeeMillionthsEncodingOffset()),
                    fields.intAt(CreateAccountDecoder.takerFeeMillionthsEncodingOffset()));
        } else {
            engine.malformed();
        }
    }

    private void createApiKey() {
        int end = blockLength;
        byte[] sealedSecret = fields.dataAt(end);
        end += sealedSecret == null ? 0 : Short.BYTES + sealedSecret.length;
        byte[] ipList = fields.dataAt(end);
        end += ipList == null ? 0 : Short.BYTES + ipList.length;
        byte[] label = fields.dataAt(end);
        end += label == null ? 0 : Short.BYTES + label.length;
        if (fields.isText(CreateApiKeyDecoder.apiKeyEncodingOffset(), CreateApiKeyDecoder.apiKeyEncodingLength())
                && sealedSecret != null
                && ipList != null
                && label != null) {
            engine.createApiKey(
                    fields.intAt(CreateApiKeyDecoder.accountIdEncodingOffset()),
                    fields.textAt(CreateApiKeyDecoder.apiKeyEncodingOffset()),
                    fields.textAt(CreateApiKeyDecoder.apiKeyEncodingOffset() + 8),
                    fields.textAt(CreateApiKeyDecoder.apiKeyEncodingOffset() + 16),
                    fields.textAt(CreateApiKeyDecoder.apiKeyEncodingOffset() + 24),
                    (long) fields.intAt(CreateApiKeyDecoder.apiKeyEncodingOffset() + 32, ByteOrder.BIG_ENDIAN) << 32,
                    fields.byteAt(CreateApiKeyDecoder.permissionsEncodingOffset()),
                    sealedSecret,
                    ipList,
                    label);
        } else {
            engine.malformed();
        }
    }

    private void deleteApiKey() {
        if (fields.isText(DeleteApiKeyDecoder.apiKeyEncodingOffset(), DeleteApiKeyDecoder.apiKeyEncodingLength())) {
            engine.deleteApiKey(
                    fields.intAt(DeleteApiKeyDecoder.accountIdEncodingOffset()),
                    fields.textAt(DeleteApiKeyDecoder.apiKeyEncodingOffset()),
                    fields.textAt(DeleteApiKeyDecoder.apiKeyEncodingOffset() + 8),
                    fields.textAt(DeleteApiKeyDecoder.apiKeyEncodingOffset() + 16),
                    fields.textAt(DeleteApiKeyDecoder.apiKeyEncodingOffset() + 24),
                    (long) fields.intAt(DeleteApiKeyDecoder.apiKeyEncodingOffset() + 32, ByteOrder.BIG_ENDIAN) << 32);
        } else {
            engine.malformed();
        }
    }

    private void deposit() {
        Wallet wallet = Wallet.of(fields.byteAt(DepositDecoder.walletEncodingOffset()));
        if (wallet != null
                && fields.isText(DepositDecoder.clientIdEncodingOffset(), DepositDecoder.clientIdEncodingLength())) {
            engine.deposit(
                    fields.intAt(DepositDecoder.accountIdEncodingOffset()),
                    wallet,
                    fields.intAt(DepositDecoder.currencyIdEncodingOffset()),
                    fields.longAt(DepositDecoder.amountAtomsEncodingOffset()),
                    fields.textAt(DepositDecoder.clientIdEncodingOffset()),
                    fields.textAt(DepositDecoder.clientIdEncodingOffset() + 8),
                    fields.textAt(DepositDecoder.clientIdEncodingOffset() + 16),
                    fields.textAt(DepositDecoder.clientIdEncodingOffset() + 24));
        } else {
            engine.malformed();
        }
    }

    private void transfer() {
        Wallet from = Wallet.of(fields.byteAt(TransferDecoder.fromEncodingOffset()));
        Wallet to = Wallet.of(fields.byteAt(TransferDecoder.toEncodingOffset()));
        if (from != null
                && to != null
                && fields.isText(TransferDecoder.clientIdEncodingOffset(), TransferDecoder.clientIdEncodingLength())) {
            engine.transfer(
                    fields.intAt(TransferDecoder.accountIdEncodingOffset()),
                    fields.intAt(TransferDecoder.currencyIdEncodingOffset()),
                    fields.longAt(TransferDecoder.amountAtomsEncodingOffset()),
                    from,
                    to,
                    fields.textAt(TransferDecoder.clientIdEncodingOffset()),
                    fields.textAt(TransferDecoder.clientIdEncodingOffset() + 8),
                    fields.textAt(TransferDecoder.clientIdEncodingOffset() + 16),
                    fields.textAt(TransferDecoder.clientIdEncodingOffset() + 24));
        } else {
            engine.malformed();
        }
    }

    private void placeOrder() {
        Side side = Side.of(fields.byteAt(PlaceOrderDecoder.sideEncodingOffset()));
        OrderType orderType = OrderType.of(fields.byteAt(PlaceOrderDecoder.orderTypeEncodingOffset()));
        SizeUnit sizeUnit = SizeUnit.of(fields.byteAt(PlaceOrderDecoder.sizeUnitEncodingOffset()));
        SelfTradePrevention stp = SelfTradePrevention.of(fields.byteAt(PlaceOrderDecoder.stpEncodingOffset()));
        if (side != null
                && orderType != null
                && sizeUnit != null
                && stp != null
                && fields.isFlag(PlaceOrderDecoder.banAmendEncodingOffset())
                && fields.isFlag(PlaceOrderDecoder.clampPriceEncodingOffset())
                && fields.isText(
                        PlaceOrderDecoder.clientOrderIdEncodingOffset(),
                        PlaceOrderDecoder.clientOrderIdEncodingLength())
                && fields.isText(PlaceOrderDecoder.tagEncodingOffset(), PlaceOrderDecoder.tagEncodingLength())) {
            engine.placeOrder(
                    fields.intAt(PlaceOrderDecoder.accountIdEncodingOffset()),
                    fields.intAt(PlaceOrderDecoder.instrumentIdEncodingOffset()),
                    side,
                    orderType,
                    sizeUnit,
                    stp,
                    fields.isYes(PlaceOrderDecoder.banAmendEncodingOffset()),
                    fields.isYes(PlaceOrderDecoder.clampPriceEncodingOffset()),
                    fields.longAt(PlaceOrderDecoder.priceTicksEncodingOffset()),
                    fields.longAt(PlaceOrderDecoder.quantityEncodingOffset()),
                    fields.textAt(PlaceOrderDecoder.clientOrderIdEncodingOffset()),
                    fields.textAt(PlaceOrderDecoder.clientOrderIdEncodingOffset() + 8),
                    fields.textAt(PlaceOrderDecoder.clientOrderIdEncodingOffset() + 16),
                    fields.textAt(PlaceOrderDecoder.clientOrderIdEncodingOffset() + 24),
                    fields.textAt(PlaceOrderDecoder.tagEncodingOffset()),
                    fields.textAt(PlaceOrderDecoder.tagEncodingOffset() + 8));
        } else {
            engine.malformed();
        }
    }

    private void cancelOrder() {
        if (fields.isText(
                CancelOrderDecoder.clientOrderIdEncodingOffset(), CancelOrderDecoder.clientOrderIdEncodingLength())) {
            engine.cancelOrder(
                    fields.intAt(CancelOrderDecoder.accountIdEncodingOffset()),
                    fields.intAt(CancelOrderDecoder.instrumentIdEncodingOffset()),
                    fields.longAt(CancelOrderDecoder.orderIdEncodingOffset()),
                    fields.textAt(CancelOrderDecoder.clientOrderIdEncodingOffset()),
                    fields.textAt(CancelOrderDecoder.clientOrderIdEncodingOffset() + 8),
                    fields.textAt(CancelOrderDecoder.clientOrderIdEncodingOffset() + 16),
                    fields.textAt(CancelOrderDecoder.clientOrderIdEncodingOffset() + 24));
        } else {
            engine.malformed();
        }
    }

    private void amendOrder() {
        if (fields.isFlag(AmendOrderDecoder.cancelOnFailEncodingOffset())
                && fields.isFlag(AmendOrderDecoder.clampPriceEncodingOffset())
                && fields.isText(
                        AmendOrderDecoder.clientOrderIdEncodingOffset(),
                        AmendOrderDecoder.clientOrderIdEncodingLength())
                && fields.isText(
                        AmendOrderDecoder.requestIdEncodingOffset(), AmendOrderDecoder.requestIdEncodingLength())) {
            engine.amendOrder(
                    fields.intAt(AmendOrderDecoder.accountIdEncodingOffset()),
                    fields.intAt(AmendOrderDecoder.instrumentIdEncodingOffset()),
                    fields.longAt(AmendOrderDecoder.orderIdEncodingOffset()),
                    fields.longAt(AmendOrderDecoder.newPriceTicksEncodingOffset()),
                    fields.longAt(AmendOrderDecoder.newQuantityLotsEncodingOffset()),
                    fields.isYes(AmendOrderDecoder.cancelOnFailEncodingOffset()),
                    fields.isYes(AmendOrderDecoder.clampPriceEncodingOffset()),
                    fields.textAt(AmendOrderDecoder.clientOrderIdEncodingOffset()),
                    fields.textAt(AmendOrderDecoder.clientOrderIdEncodingOffset() + 8),
                    fields.textAt(AmendOrderDecoder.clientOrderIdEncodingOffset() + 16),
                    fields.textAt(AmendOrderDecoder.clientOrderIdEncodingOffset() + 24),
                    fields.textAt(AmendOrderDecoder.requestIdEncodingOffset()),
                    fields.textAt(AmendOrderDecoder.requestIdEncodingOffset() + 8),
                    fields.textAt(AmendOrderDecoder.requestIdEncodingOffset() + 16),
                    fields.textAt(AmendOrderDecoder.requestIdEncodingOffset() + 24));
        } else {
            engine.malformed();
        }
    }

    private void massCancel() {
        engine.massCancel(
                fields.intAt(MassCancelDecoder.accountIdEncodingOffset()),
                fields.intAt(MassCancelDecoder.instrumentIdEncodingOffset()));
    }

    private void cancelAllAfter() {
        if (fields.isText(CancelAllAfterDecoder.tagEncodingOffset(), CancelAllAfterDecoder.tagEncodingLength())) {
            engine.cancelAllAfter(
                    fields.intAt(CancelAllAfterDecoder.accountIdEncodingOffset()),
                    fields.longAt(CancelAllAfterDecoder.timeoutNanosEncodingOffset()),
                    fields.textAt(CancelAllAfterDecoder.tagEncodingOffset()),
                    fields.textAt(CancelAllAfterDecoder.tagEncodingOffset() + 8));
        } else {
            engine.malformed();
        }
    }

    private void setPhase() {
        Phase phase = Phase.of(fields.byteAt(SetPhaseDecoder.phaseEncodingOffset()));
        if (phase != null) {
            engine.setPhase(fields.intAt(SetPhaseDecoder.instrumentIdEncodingOffset()), phase);
        } else {
            engine.malformed();
        }
    }

    private void setPriceBand() {
        engine.setPriceBand(
                fields.intAt(SetPriceBandDecoder.instrumentIdEncodingOffset()),
                fields.intAt(SetPriceBandDecoder.bandMillionthsEncodingOffset()));
    }

    private void setAccountFees() {
        engine.setAccountFees(
                fields.intAt(SetAccountFeesDecoder.accountIdEncodingOffset()),
                fields.intAt(SetAccountFeesDecoder.makerFeeMillionthsEncodingOffset()),
                fields.intAt(SetAccountFeesDecoder.takerFeeMillionthsEncodingOffset()));
    }

    private void scheduleReopening() {
        engine.scheduleReopening(
                fields.intAt(ScheduleReopeningDecoder.instrumentIdEncodingOffset()),
                fields.longAt(ScheduleReopeningDecoder.cancelOnlyNanosEncodingOffset()),
                fields.longAt(ScheduleReopeningDecoder.auctionNanosEncodingOffset()),
                fields.longAt(ScheduleReopeningDecoder.postOnlyNanosEncodingOffset()));
    }

    private void changeInstrument() {
        engine.changeInstrument(
                fields.intAt(ChangeInstrumentDecoder.instrumentIdEncodingOffset()),
                fields.longAt(ChangeInstrumentDecoder.minLotsEncodingOffset()),
                fields.longAt(ChangeInstrumentDecoder.maxLimitLotsEncodingOffset()),
                fields.longAt(ChangeInstrumentDecoder.maxMarketLotsEncodingOffset()),
                fields.longAt(ChangeInstrumentDecoder.maxMarketQuoteAtomsEncodingOffset()));
    }

    private void setFeeTier() {
        engine.setFeeTier(
                fields.intAt(SetFeeTierDecoder.tierEncodingOffset()),
                fields.intAt(SetFeeTierDecoder.makerFeeMillionthsEncodingOffset()),
                fields.intAt(SetFeeTierDecoder.takerFeeMillionthsEncodingOffset()));
    }

    private void setAccountFeeTier() {
        engine.setAccountFeeTier(
                fields.intAt(SetAccountFeeTierDecoder.accountIdEncodingOffset()),
                fields.intAt(SetAccountFeeTierDecoder.tierEncodingOffset()));
    }

    private void createSubAccount() {
        byte[] label = fields.dataAt(blockLength);
        if (label != null
                && fields.isText(
                        CreateSubAccountDecoder.nameEncodingOffset(), CreateSubAccountDecoder.nameEncodingLength())) {
            engine.createSubAccount(
                    fields.intAt(CreateSubAccountDecoder.accountIdEncodingOffset()),
                    fields.textAt(CreateSubAccountDecoder.nameEncodingOffset()),
                    fields.textAt(CreateSubAccountDecoder.nameEncodingOffset() + 8),
                    fields.textAt(CreateSubAccountDecoder.nameEncodingOffset() + 16),
                    fields.textAt(CreateSubAccountDecoder.nameEncodingOffset() + 24),
                    label);
        } else {
            engine.malformed();
        }
    }

    private void setTransferOut() {
        if (fields.isFlag(SetTransferOutDecoder.canTransferOutEncodingOffset())) {
            engine.setTransferOut(
                    fields.intAt(SetTransferOutDecoder.accountIdEncodingOffset()),
                    fields.intAt(SetTransferOutDecoder.subAccountIdEncodingOffset()),
                    fields.isYes(SetTransferOutDecoder.canTransferOutEncodingOffset()));
        } else {
            engine.malformed();
        }
    }

    private void transferBetweenAccounts() {
        Wallet from = Wallet.of(fields.byteAt(TransferBetweenAccountsDecoder.fromEncodingOffset()));
        Wallet to = Wallet.of(fields.byteAt(TransferBetweenAccountsDecoder.toEncodingOffset()));
        if (from != null
                && to != null
                && fields.isText(
                        TransferBetweenAccountsDecoder.clientIdEncodingOffset(),
                        TransferBetweenAccountsDecoder.clientIdEncodingLength())) {
            engine.transferBetweenAccounts(
                    fields.intAt(TransferBetweenAccountsDecoder.accountIdEncodingOffset()),
                    fields.intAt(TransferBetweenAccountsDecoder.fromAccountIdEncodingOffset()),
                    fields.intAt(TransferBetweenAccountsDecoder.toAccountIdEncodingOffset()),
                    fields.intAt(TransferBetweenAccountsDecoder.currencyIdEncodingOffset()),
                    fields.longAt(TransferBetweenAccountsDecoder.amountAtomsEncodingOffset()),
                    from,
                    to,
                    fields.textAt(TransferBetweenAccountsDecoder.clientIdEncodingOffset()),
                    fields.textAt(TransferBetweenAccountsDecoder.clientIdEncodingOffset() + 8),
                    fields.textAt(TransferBetweenAccountsDecoder.clientIdEncodingOffset() + 16),
                    fields.textAt(TransferBetweenAccountsDecoder.clientIdEncodingOffset() + 24));
        } else {
            engine.malformed();
        }
    }

    private void changeApiKey() {
        byte[] ipList = fields.dataAt(blockLength);
        byte[] label = ipList == null ? null : fields.dataAt(blockLength + Short.BYTES + ipList.length);
        if (ipList != null
                && label != null
                && fields.isText(
                        ChangeApiKeyDecoder.apiKeyEncodingOffset(), ChangeApiKeyDecoder.apiKeyEncodingLength())) {
            engine.changeApiKey(
                    fields.intAt(ChangeApiKeyDecoder.accountIdEncodingOffset()),
                    fields.textAt(ChangeApiKeyDecoder.apiKeyEncodingOffset()),
                    fields.textAt(ChangeApiKeyDecoder.apiKeyEncodingOffset() + 8),
                    fields.textAt(ChangeApiKeyDecoder.apiKeyEncodingOffset() + 16),
                    fields.textAt(ChangeApiKeyDecoder.apiKeyEncodingOffset() + 24),
                    (long) fields.intAt(ChangeApiKeyDecoder.apiKeyEncodingOffset() + 32, ByteOrder.BIG_ENDIAN) << 32,
                    fields.byteAt(ChangeApiKeyDecoder.permissionsEncodingOffset()),
                    ipList,
                    label);
        } else {
            engine.malformed();
        }
    }
}
