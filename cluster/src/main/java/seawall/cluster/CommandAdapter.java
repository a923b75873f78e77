package seawall.cluster;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import seawall.engine.Engine;
import seawall.engine.OrderType;
import seawall.engine.Phase;
import seawall.engine.SelfTradePrevention;
import seawall.engine.Side;
import seawall.engine.SizeUnit;
import seawall.engine.Wallet;
import seawall.wire.codec.AmendOrderDecoder;
import seawall.wire.codec.CancelAllAfterDecoder;
import seawall.wire.codec.CancelOrderDecoder;
import seawall.wire.codec.CommandHeaderDecoder;
import seawall.wire.codec.CreateAccountDecoder;
import seawall.wire.codec.CreateApiKeyDecoder;
import seawall.wire.codec.CreateCurrencyDecoder;
import seawall.wire.codec.DeleteApiKeyDecoder;
import seawall.wire.codec.DepositDecoder;
import seawall.wire.codec.ListInstrumentDecoder;
import seawall.wire.codec.MassCancelDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OpenStreamDecoder;
import seawall.wire.codec.PlaceOrderDecoder;
import seawall.wire.codec.SetAccountFeesDecoder;
import seawall.wire.codec.SetPhaseDecoder;
import seawall.wire.codec.SetPriceBandDecoder;
import seawall.wire.codec.TransferDecoder;

/// Turns the bytes of commands into calls of the engine. Whatever the bytes are, the engine makes exactly one entry:
/// bytes that say nothing understandable become `MALFORMED`, never an exception.
final class CommandAdapter {
    /// Longest variable data of a command.
    static final int DATA_BYTES_MAX = 4096;

    private static final int UNKNOWN = -1;
    private static final int FLAG_YES = 1;
    private static final int UNSIGNED_SHORT = 0xffff;
    private static final long LOWEST_BYTE = 0xff;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long FIRST_CHARACTERS = '!' * ONES;

    private final Engine engine;
    private DirectBuffer command;
    /// Offset of the block of the command, where its header starts.
    private int body;
    private int blockLength;
    /// First offset behind the command.
    private int limit;

    CommandAdapter(Engine engine, DirectBuffer nothing) {
        this.engine = engine;
        this.command = nothing;
    }

    void onCommand(long timeNanos, DirectBuffer buffer, int offset, int length) {
        command = buffer;
        body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        limit = offset + length;
        if (length < MessageHeaderDecoder.ENCODED_LENGTH + CommandHeaderDecoder.ENCODED_LENGTH
                || unsignedShortAt(offset + MessageHeaderDecoder.schemaIdEncodingOffset())
                        != MessageHeaderDecoder.SCHEMA_ID
                || unsignedShortAt(offset + MessageHeaderDecoder.blockLengthEncodingOffset())
                        < CommandHeaderDecoder.ENCODED_LENGTH) {
            engine.unreadable(timeNanos);
            return;
        }
        int templateId = unsignedShortAt(offset + MessageHeaderDecoder.templateIdEncodingOffset());
        blockLength = unsignedShortAt(offset + MessageHeaderDecoder.blockLengthEncodingOffset());
        int gatewayId = intAt(CommandHeaderDecoder.gatewayIdEncodingOffset());
        long incarnation = longAt(CommandHeaderDecoder.incarnationEncodingOffset());
        long streamSequence = longAt(CommandHeaderDecoder.streamSequenceEncodingOffset());
        long correlationId = longAt(CommandHeaderDecoder.correlationIdEncodingOffset());
        if (templateId == OpenStreamDecoder.TEMPLATE_ID) {
            engine.openStream(timeNanos, templateId, gatewayId, incarnation, streamSequence, correlationId);
            return;
        }
        long deadlineNanos = longAt(CommandHeaderDecoder.deadlineNanosEncodingOffset());
        if (!engine.startCommand(
                timeNanos, templateId, gatewayId, incarnation, streamSequence, correlationId, deadlineNanos)) {
            return;
        }
        int knownBlockLength = blockLengthOf(templateId);
        // A newer sender may have added fields at the end of the block; one that is shorter than ours lacks some.
        if (knownBlockLength == UNKNOWN || blockLength < knownBlockLength || body + blockLength > limit) {
            engine.malformed();
            return;
        }
        apply(templateId);
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
            default -> engine.malformed();
        }
    }

    private void createCurrency() {
        if (isText(CreateCurrencyDecoder.codeEncodingOffset(), CreateCurrencyDecoder.codeEncodingLength())) {
            engine.createCurrency(
                    textAt(CreateCurrencyDecoder.codeEncodingOffset()),
                    textAt(CreateCurrencyDecoder.codeEncodingOffset() + 8),
                    byteAt(CreateCurrencyDecoder.scaleEncodingOffset()),
                    longAt(CreateCurrencyDecoder.balanceAtomsMaxEncodingOffset()));
        } else {
            engine.malformed();
        }
    }

    private void listInstrument() {
        Phase phase = Phase.of(byteAt(ListInstrumentDecoder.phaseEncodingOffset()));
        if (isText(ListInstrumentDecoder.nameEncodingOffset(), ListInstrumentDecoder.nameEncodingLength())
                && isText(
                        ListInstrumentDecoder.baseCurrencyEncodingOffset(),
                        ListInstrumentDecoder.baseCurrencyEncodingLength())
                && isText(
                        ListInstrumentDecoder.quoteCurrencyEncodingOffset(),
                        ListInstrumentDecoder.quoteCurrencyEncodingLength())
                && phase != null) {
            engine.listInstrument(
                    textAt(ListInstrumentDecoder.nameEncodingOffset()),
                    textAt(ListInstrumentDecoder.nameEncodingOffset() + 8),
                    textAt(ListInstrumentDecoder.nameEncodingOffset() + 16),
                    textAt(ListInstrumentDecoder.nameEncodingOffset() + 24),
                    textAt(ListInstrumentDecoder.baseCurrencyEncodingOffset()),
                    textAt(ListInstrumentDecoder.baseCurrencyEncodingOffset() + 8),
                    textAt(ListInstrumentDecoder.quoteCurrencyEncodingOffset()),
                    textAt(ListInstrumentDecoder.quoteCurrencyEncodingOffset() + 8),
                    longAt(ListInstrumentDecoder.tickMantissaEncodingOffset()),
                    byteAt(ListInstrumentDecoder.tickScaleEncodingOffset()),
                    longAt(ListInstrumentDecoder.lotMantissaEncodingOffset()),
                    byteAt(ListInstrumentDecoder.lotScaleEncodingOffset()),
                    longAt(ListInstrumentDecoder.minLotsEncodingOffset()),
                    longAt(ListInstrumentDecoder.maxLimitLotsEncodingOffset()),
                    longAt(ListInstrumentDecoder.maxMarketLotsEncodingOffset()),
                    longAt(ListInstrumentDecoder.maxMarketQuoteAtomsEncodingOffset()),
                    intAt(ListInstrumentDecoder.bandMillionthsEncodingOffset()),
                    longAt(ListInstrumentDecoder.referencePriceTicksEncodingOffset()),
                    phase);
        } else {
            engine.malformed();
        }
    }

    private void createAccount() {
        if (isText(CreateAccountDecoder.nameEncodingOffset(), CreateAccountDecoder.nameEncodingLength())) {
            engine.createAccount(
                    textAt(CreateAccountDecoder.nameEncodingOffset()),
                    textAt(CreateAccountDecoder.nameEncodingOffset() + 8),
                    textAt(CreateAccountDecoder.nameEncodingOffset() + 16),
                    textAt(CreateAccountDecoder.nameEncodingOffset() + 24),
                    intAt(CreateAccountDecoder.makerFeeMillionthsEncodingOffset()),
                    intAt(CreateAccountDecoder.takerFeeMillionthsEncodingOffset()));
        } else {
            engine.malformed();
        }
    }

    private void createApiKey() {
        int end = body + blockLength;
        byte[] sealedSecret = dataAt(end);
        end += sealedSecret == null ? 0 : Short.BYTES + sealedSecret.length;
        byte[] ipList = dataAt(end);
        end += ipList == null ? 0 : Short.BYTES + ipList.length;
        byte[] label = dataAt(end);
        end += label == null ? 0 : Short.BYTES + label.length;
        if (isText(CreateApiKeyDecoder.apiKeyEncodingOffset(), CreateApiKeyDecoder.apiKeyEncodingLength())
                && sealedSecret != null
                && ipList != null
                && label != null) {
            engine.createApiKey(
                    intAt(CreateApiKeyDecoder.accountIdEncodingOffset()),
                    textAt(CreateApiKeyDecoder.apiKeyEncodingOffset()),
                    textAt(CreateApiKeyDecoder.apiKeyEncodingOffset() + 8),
                    textAt(CreateApiKeyDecoder.apiKeyEncodingOffset() + 16),
                    textAt(CreateApiKeyDecoder.apiKeyEncodingOffset() + 24),
                    (long) intAt(CreateApiKeyDecoder.apiKeyEncodingOffset() + 32, ByteOrder.BIG_ENDIAN) << 32,
                    byteAt(CreateApiKeyDecoder.permissionsEncodingOffset()),
                    sealedSecret,
                    ipList,
                    label);
        } else {
            engine.malformed();
        }
    }

    private void deleteApiKey() {
        if (isText(DeleteApiKeyDecoder.apiKeyEncodingOffset(), DeleteApiKeyDecoder.apiKeyEncodingLength())) {
            engine.deleteApiKey(
                    intAt(DeleteApiKeyDecoder.accountIdEncodingOffset()),
                    textAt(DeleteApiKeyDecoder.apiKeyEncodingOffset()),
                    textAt(DeleteApiKeyDecoder.apiKeyEncodingOffset() + 8),
                    textAt(DeleteApiKeyDecoder.apiKeyEncodingOffset() + 16),
                    textAt(DeleteApiKeyDecoder.apiKeyEncodingOffset() + 24),
                    (long) intAt(DeleteApiKeyDecoder.apiKeyEncodingOffset() + 32, ByteOrder.BIG_ENDIAN) << 32);
        } else {
            engine.malformed();
        }
    }

    private void deposit() {
        Wallet wallet = Wallet.of(byteAt(DepositDecoder.walletEncodingOffset()));
        if (wallet != null
                && isText(DepositDecoder.clientIdEncodingOffset(), DepositDecoder.clientIdEncodingLength())) {
            engine.deposit(
                    intAt(DepositDecoder.accountIdEncodingOffset()),
                    wallet,
                    intAt(DepositDecoder.currencyIdEncodingOffset()),
                    longAt(DepositDecoder.amountAtomsEncodingOffset()),
                    textAt(DepositDecoder.clientIdEncodingOffset()),
                    textAt(DepositDecoder.clientIdEncodingOffset() + 8),
                    textAt(DepositDecoder.clientIdEncodingOffset() + 16),
                    textAt(DepositDecoder.clientIdEncodingOffset() + 24));
        } else {
            engine.malformed();
        }
    }

    private void transfer() {
        Wallet from = Wallet.of(byteAt(TransferDecoder.fromEncodingOffset()));
        Wallet to = Wallet.of(byteAt(TransferDecoder.toEncodingOffset()));
        if (from != null
                && to != null
                && isText(TransferDecoder.clientIdEncodingOffset(), TransferDecoder.clientIdEncodingLength())) {
            engine.transfer(
                    intAt(TransferDecoder.accountIdEncodingOffset()),
                    intAt(TransferDecoder.currencyIdEncodingOffset()),
                    longAt(TransferDecoder.amountAtomsEncodingOffset()),
                    from,
                    to,
                    textAt(TransferDecoder.clientIdEncodingOffset()),
                    textAt(TransferDecoder.clientIdEncodingOffset() + 8),
                    textAt(TransferDecoder.clientIdEncodingOffset() + 16),
                    textAt(TransferDecoder.clientIdEncodingOffset() + 24));
        } else {
            engine.malformed();
        }
    }

    private void placeOrder() {
        Side side = Side.of(byteAt(PlaceOrderDecoder.sideEncodingOffset()));
        OrderType orderType = OrderType.of(byteAt(PlaceOrderDecoder.orderTypeEncodingOffset()));
        SizeUnit sizeUnit = SizeUnit.of(byteAt(PlaceOrderDecoder.sizeUnitEncodingOffset()));
        SelfTradePrevention stp = SelfTradePrevention.of(byteAt(PlaceOrderDecoder.stpEncodingOffset()));
        if (side != null
                && orderType != null
                && sizeUnit != null
                && stp != null
                && isFlag(PlaceOrderDecoder.banAmendEncodingOffset())
                && isFlag(PlaceOrderDecoder.clampPriceEncodingOffset())
                && isText(
                        PlaceOrderDecoder.clientOrderIdEncodingOffset(),
                        PlaceOrderDecoder.clientOrderIdEncodingLength())
                && isText(PlaceOrderDecoder.tagEncodingOffset(), PlaceOrderDecoder.tagEncodingLength())) {
            engine.placeOrder(
                    intAt(PlaceOrderDecoder.accountIdEncodingOffset()),
                    intAt(PlaceOrderDecoder.instrumentIdEncodingOffset()),
                    side,
                    orderType,
                    sizeUnit,
                    stp,
                    byteAt(PlaceOrderDecoder.banAmendEncodingOffset()) == FLAG_YES,
                    byteAt(PlaceOrderDecoder.clampPriceEncodingOffset()) == FLAG_YES,
                    longAt(PlaceOrderDecoder.priceTicksEncodingOffset()),
                    longAt(PlaceOrderDecoder.quantityEncodingOffset()),
                    textAt(PlaceOrderDecoder.clientOrderIdEncodingOffset()),
                    textAt(PlaceOrderDecoder.clientOrderIdEncodingOffset() + 8),
                    textAt(PlaceOrderDecoder.clientOrderIdEncodingOffset() + 16),
                    textAt(PlaceOrderDecoder.clientOrderIdEncodingOffset() + 24),
                    textAt(PlaceOrderDecoder.tagEncodingOffset()),
                    textAt(PlaceOrderDecoder.tagEncodingOffset() + 8));
        } else {
            engine.malformed();
        }
    }

    private void cancelOrder() {
        if (isText(
                CancelOrderDecoder.clientOrderIdEncodingOffset(), CancelOrderDecoder.clientOrderIdEncodingLength())) {
            engine.cancelOrder(
                    intAt(CancelOrderDecoder.accountIdEncodingOffset()),
                    intAt(CancelOrderDecoder.instrumentIdEncodingOffset()),
                    longAt(CancelOrderDecoder.orderIdEncodingOffset()),
                    textAt(CancelOrderDecoder.clientOrderIdEncodingOffset()),
                    textAt(CancelOrderDecoder.clientOrderIdEncodingOffset() + 8),
                    textAt(CancelOrderDecoder.clientOrderIdEncodingOffset() + 16),
                    textAt(CancelOrderDecoder.clientOrderIdEncodingOffset() + 24));
        } else {
            engine.malformed();
        }
    }

    private void amendOrder() {
        if (isFlag(AmendOrderDecoder.cancelOnFailEncodingOffset())
                && isFlag(AmendOrderDecoder.clampPriceEncodingOffset())
                && isText(
                        AmendOrderDecoder.clientOrderIdEncodingOffset(),
                        AmendOrderDecoder.clientOrderIdEncodingLength())
                && isText(AmendOrderDecoder.requestIdEncodingOffset(), AmendOrderDecoder.requestIdEncodingLength())) {
            engine.amendOrder(
                    intAt(AmendOrderDecoder.accountIdEncodingOffset()),
                    intAt(AmendOrderDecoder.instrumentIdEncodingOffset()),
                    longAt(AmendOrderDecoder.orderIdEncodingOffset()),
                    longAt(AmendOrderDecoder.newPriceTicksEncodingOffset()),
                    longAt(AmendOrderDecoder.newQuantityLotsEncodingOffset()),
                    byteAt(AmendOrderDecoder.cancelOnFailEncodingOffset()) == FLAG_YES,
                    byteAt(AmendOrderDecoder.clampPriceEncodingOffset()) == FLAG_YES,
                    textAt(AmendOrderDecoder.clientOrderIdEncodingOffset()),
                    textAt(AmendOrderDecoder.clientOrderIdEncodingOffset() + 8),
                    textAt(AmendOrderDecoder.clientOrderIdEncodingOffset() + 16),
                    textAt(AmendOrderDecoder.clientOrderIdEncodingOffset() + 24),
                    textAt(AmendOrderDecoder.requestIdEncodingOffset()),
                    textAt(AmendOrderDecoder.requestIdEncodingOffset() + 8),
                    textAt(AmendOrderDecoder.requestIdEncodingOffset() + 16),
                    textAt(AmendOrderDecoder.requestIdEncodingOffset() + 24));
        } else {
            engine.malformed();
        }
    }

    private void massCancel() {
        engine.massCancel(
                intAt(MassCancelDecoder.accountIdEncodingOffset()),
                intAt(MassCancelDecoder.instrumentIdEncodingOffset()));
    }

    private void cancelAllAfter() {
        if (isText(CancelAllAfterDecoder.tagEncodingOffset(), CancelAllAfterDecoder.tagEncodingLength())) {
            engine.cancelAllAfter(
                    intAt(CancelAllAfterDecoder.accountIdEncodingOffset()),
                    longAt(CancelAllAfterDecoder.timeoutNanosEncodingOffset()),
                    textAt(CancelAllAfterDecoder.tagEncodingOffset()),
                    textAt(CancelAllAfterDecoder.tagEncodingOffset() + 8));
        } else {
            engine.malformed();
        }
    }

    private void setPhase() {
        Phase phase = Phase.of(byteAt(SetPhaseDecoder.phaseEncodingOffset()));
        if (phase != null) {
            engine.setPhase(intAt(SetPhaseDecoder.instrumentIdEncodingOffset()), phase);
        } else {
            engine.malformed();
        }
    }

    private void setPriceBand() {
        engine.setPriceBand(
                intAt(SetPriceBandDecoder.instrumentIdEncodingOffset()),
                intAt(SetPriceBandDecoder.bandMillionthsEncodingOffset()));
    }

    private void setAccountFees() {
        engine.setAccountFees(
                intAt(SetAccountFeesDecoder.accountIdEncodingOffset()),
                intAt(SetAccountFeesDecoder.makerFeeMillionthsEncodingOffset()),
                intAt(SetAccountFeesDecoder.takerFeeMillionthsEncodingOffset()));
    }

    /// True when text is printable and padded with zeros only.
    private boolean isText(int fieldOffset, int lengthMax) {
        boolean hasEnded = false;
        for (int offset = 0; offset < lengthMax; offset += Long.BYTES) {
            long word = wordAt(fieldOffset + offset, lengthMax - offset);
            if (hasEnded ? word != 0 : !isText(word)) {
                return false;
            }
            hasEnded = (word & LOWEST_BYTE) == 0;
        }
        return true;
    }

    /// Eight characters, or what a field has left of them and zeros; the first one is the highest byte.
    private long wordAt(int fieldOffset, int left) {
        if (left >= Long.BYTES) {
            return textAt(fieldOffset);
        }
        long word = 0;
        for (int index = 0; index < Long.BYTES; index++) {
            word = (word << Byte.SIZE) | (index < left ? byteAt(fieldOffset + index) : 0);
        }
        return word;
    }

    /// True for characters of the range, all eight at once, followed by nothing but zeros.
    private static boolean isText(long word) {
        int zeros = Long.numberOfTrailingZeros(word) / Byte.SIZE;
        if (zeros == Long.BYTES) {
            return true;
        }
        // The zeros give way to characters of the range, so that eight are left to judge.
        int shift = zeros * Byte.SIZE;
        long fill = zeros == 0 ? 0 : FIRST_CHARACTERS << (Long.SIZE - shift);
        long characters = (word >>> shift) | fill;
        boolean isAscii = (characters & HIGH_BITS) == 0;
        boolean isAboveSpace = (((characters | HIGH_BITS) - FIRST_CHARACTERS) & HIGH_BITS) == HIGH_BITS;
        boolean isBelowDelete = ((characters + ONES) & HIGH_BITS) == 0;
        return isAscii && isAboveSpace && isBelowDelete;
    }

    private boolean isFlag(int fieldOffset) {
        return byteAt(fieldOffset) <= FLAG_YES;
    }

    /// Variable data, or null when it is too long or ends behind the command.
    private byte @Nullable [] dataAt(int offset) {
        if (offset + Short.BYTES > limit) {
            return null;
        }
        int length = unsignedShortAt(offset);
        if (length > DATA_BYTES_MAX || offset + Short.BYTES + length > limit) {
            return null;
        }
        byte[] data = new byte[length];
        command.getBytes(offset + Short.BYTES, data);
        return data;
    }

    private long textAt(int fieldOffset) {
        return command.getLong(body + fieldOffset, ByteOrder.BIG_ENDIAN);
    }

    private long longAt(int fieldOffset) {
        return command.getLong(body + fieldOffset, ByteOrder.LITTLE_ENDIAN);
    }

    private int intAt(int fieldOffset) {
        return intAt(fieldOffset, ByteOrder.LITTLE_ENDIAN);
    }

    private int intAt(int fieldOffset, ByteOrder order) {
        return command.getInt(body + fieldOffset, order);
    }

    private int byteAt(int fieldOffset) {
        return command.getByte(body + fieldOffset) & 0xff;
    }

    private int unsignedShortAt(int offset) {
        return command.getShort(offset, ByteOrder.LITTLE_ENDIAN) & UNSIGNED_SHORT;
    }
}
