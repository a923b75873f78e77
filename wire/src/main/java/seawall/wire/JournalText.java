package seawall.wire;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import seawall.wire.codec.AccountCreatedDecoder;
import seawall.wire.codec.AccountFeeTierChangedDecoder;
import seawall.wire.codec.AccountFeesChangedDecoder;
import seawall.wire.codec.AlgoAcceptedDecoder;
import seawall.wire.codec.AlgoActivatedDecoder;
import seawall.wire.codec.AlgoAmendedDecoder;
import seawall.wire.codec.AlgoArmedDecoder;
import seawall.wire.codec.AlgoClosedDecoder;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.AlgoLeg;
import seawall.wire.codec.AlgoTriggeredDecoder;
import seawall.wire.codec.ApiKeyChangedDecoder;
import seawall.wire.codec.ApiKeyCreatedDecoder;
import seawall.wire.codec.ApiKeyDeletedDecoder;
import seawall.wire.codec.BalanceChangedDecoder;
import seawall.wire.codec.CancelAllAfterSetDecoder;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.CurrencyCreatedDecoder;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.FeeTierSetDecoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.InstrumentChangedDecoder;
import seawall.wire.codec.InstrumentListedDecoder;
import seawall.wire.codec.LevelChangedDecoder;
import seawall.wire.codec.Liquidity;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OrderAcceptedDecoder;
import seawall.wire.codec.OrderAmendRefusedDecoder;
import seawall.wire.codec.OrderAmendedDecoder;
import seawall.wire.codec.OrderClosedDecoder;
import seawall.wire.codec.OrderFilledDecoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PhaseChangedDecoder;
import seawall.wire.codec.PostingDecoder;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.PriceLimitChangedDecoder;
import seawall.wire.codec.ReopeningScheduledDecoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.StreamOpenedDecoder;
import seawall.wire.codec.SubAccountCreatedDecoder;
import seawall.wire.codec.TransferOutSetDecoder;
import seawall.wire.codec.UncrossingStartedDecoder;
import seawall.wire.codec.Wallet;

/// A journal entry as lines that a person can read and a program can compare: one for the header, one for each event.
///
/// ```
/// Entry sequence=7 timeNanos=90 streamSequence=3 correlationId=12 incarnation=1 detail=0 gatewayId=1 ...
/// PhaseChanged instrumentId=1 phase=HALTED
/// ```
///
/// A line is the name of the message and then `field=value` for every field, in the order and with the names of the
/// schema. Numbers are decimal, enum values are their names (`?9` when there is no such value), empty text is empty.
/// A byte of text outside 0x21 to 0x7e is `\\xNN` and a backslash is doubled, so that different bytes never look alike;
/// the sealed secret is in hexadecimal. An event that this version does not know is `Unknown` with its bytes.
///
/// The header leaves out `part` and `last`, which say how the entry travelled and not what happened, and `stateHash`,
/// which another implementation of the same rules cannot know.
public final class JournalText {
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private final EventReader events = new EventReader();

    private JournalText() {}

    /// Lines of a whole entry: an `EntryPart` and then its events, whatever number of parts they travelled in.
    ///
    /// @throws IllegalArgumentException if a message is cut short or the first one is not an `EntryPart`
    public static List<String> of(DirectBuffer buffer, int offset, int length) {
        var text = new JournalText();
        text.part(buffer, offset, length);
        return text.lines;
    }

    /// Lines of a whole entry from its parts, each in a buffer of exactly its size.
    ///
    /// @throws IllegalArgumentException if a part is missing, out of order, cut short or of another entry
    public static List<String> ofParts(List<? extends DirectBuffer> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("expected at least one part, found none");
        }
        var text = new JournalText();
        for (int part = 0; part < parts.size(); part++) {
            DirectBuffer buffer = parts.get(part);
            text.part(buffer, 0, buffer.capacity());
            var header = new EntryPartDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
            boolean last = header.lastRaw() == Flag.YES.value();
            if (header.part() != part || last != (part == parts.size() - 1)) {
                throw new IllegalArgumentException("expected part " + part + " of " + parts.size() + ", found part "
                        + header.part() + (last ? ", the last one" : ""));
            }
        }
        return text.lines;
    }

    /// Text as the lines show it, for programs that write lines of their own.
    public static String escaped(byte[] bytes) {
        var text = new StringBuilder(bytes.length);
        for (byte character : bytes) {
            if (character == '\\') {
                text.append("\\\\");
            } else if (character > 0x20 && character < 0x7f) {
                text.append((char) character);
            } else {
                text.append("\\x").append(HexFormat.of().toHexDigits(character));
            }
        }
        return text.toString();
    }

    private void part(DirectBuffer buffer, int offset, int length) {
        events.wrap(buffer, offset, length);
        if (!events.next() || events.templateId() != EntryPartDecoder.TEMPLATE_ID) {
            throw new IllegalArgumentException("expected an EntryPart first in " + length + " bytes, found none");
        }
        entryPart();
        while (events.next()) {
            event();
            lines.add(line.toString());
        }
    }

    private void entryPart() {
        var header =
                new EntryPartDecoder().wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("Entry")
                .number("sequence", header.sequence())
                .number("timeNanos", header.timeNanos())
                .number("streamSequence", header.streamSequence())
                .number("correlationId", header.correlationId())
                .number("incarnation", header.incarnation())
                .number("detail", header.detail())
                .number("gatewayId", header.gatewayId())
                .number("commandTemplateId", header.commandTemplateId())
                .constant("outcome", header.outcomeRaw(), Outcome.values(), Outcome::value);
        String first = line.toString();
        if (lines.isEmpty()) {
            lines.add(first);
        } else if (!lines.getFirst().equals(first)) {
            throw new IllegalArgumentException("expected " + lines.getFirst() + ", found " + first);
        }
    }

    private void event() {
        switch (events.templateId()) {
            case CurrencyCreatedDecoder.TEMPLATE_ID -> currencyCreated();
            case InstrumentListedDecoder.TEMPLATE_ID -> instrumentListed();
            case AccountCreatedDecoder.TEMPLATE_ID -> accountCreated();
            case ApiKeyCreatedDecoder.TEMPLATE_ID -> apiKeyCreated();
            case ApiKeyDeletedDecoder.TEMPLATE_ID -> apiKeyDeleted();
            case PhaseChangedDecoder.TEMPLATE_ID -> phaseChanged();
            case PriceLimitChangedDecoder.TEMPLATE_ID -> priceLimitChanged();
            case AccountFeesChangedDecoder.TEMPLATE_ID -> accountFeesChanged();
            case StreamOpenedDecoder.TEMPLATE_ID -> streamOpened();
            case OrderAcceptedDecoder.TEMPLATE_ID -> orderAccepted();
            case OrderFilledDecoder.TEMPLATE_ID -> orderFilled();
            case OrderAmendedDecoder.TEMPLATE_ID -> orderAmended();
            case OrderClosedDecoder.TEMPLATE_ID -> orderClosed();
            case LevelChangedDecoder.TEMPLATE_ID -> levelChanged();
            case PostingDecoder.TEMPLATE_ID -> posting();
            case BalanceChangedDecoder.TEMPLATE_ID -> balanceChanged();
            case CancelAllAfterSetDecoder.TEMPLATE_ID -> cancelAllAfterSet();
            case OrderAmendRefusedDecoder.TEMPLATE_ID -> orderAmendRefused();
            case AlgoAcceptedDecoder.TEMPLATE_ID -> algoAccepted();
            case AlgoAmendedDecoder.TEMPLATE_ID -> algoAmended();
            case AlgoArmedDecoder.TEMPLATE_ID -> algoArmed();
            case AlgoActivatedDecoder.TEMPLATE_ID -> algoActivated();
            case AlgoTriggeredDecoder.TEMPLATE_ID -> algoTriggered();
            case AlgoClosedDecoder.TEMPLATE_ID -> algoClosed();
            case UncrossingStartedDecoder.TEMPLATE_ID -> uncrossingStarted();
            case ReopeningScheduledDecoder.TEMPLATE_ID -> reopeningScheduled();
            case InstrumentChangedDecoder.TEMPLATE_ID -> instrumentChanged();
            case FeeTierSetDecoder.TEMPLATE_ID -> feeTierSet();
            case AccountFeeTierChangedDecoder.TEMPLATE_ID -> accountFeeTierChanged();
            case SubAccountCreatedDecoder.TEMPLATE_ID -> subAccountCreated();
            case TransferOutSetDecoder.TEMPLATE_ID -> transferOutSet();
            case ApiKeyChangedDecoder.TEMPLATE_ID -> apiKeyChanged();
            default -> unknown();
        }
    }

    private void currencyCreated() {
        var event = new CurrencyCreatedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("CurrencyCreated")
                .number("currencyId", event.currencyId())
                .text(
                        "code",
                        event.offset() + CurrencyCreatedDecoder.codeEncodingOffset(),
                        CurrencyCreatedDecoder.codeLength())
                .number("scale", event.scale())
                .number("balanceAtomsMax", event.balanceAtomsMax());
    }

    private void instrumentListed() {
        var event = new InstrumentListedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("InstrumentListed")
                .number("instrumentId", event.instrumentId())
                .text(
                        "name",
                        event.offset() + InstrumentListedDecoder.nameEncodingOffset(),
                        InstrumentListedDecoder.nameLength())
                .number("baseId", event.baseId())
                .number("quoteId", event.quoteId())
                .number("tickMantissa", event.tickMantissa())
                .number("tickScale", event.tickScale())
                .number("lotMantissa", event.lotMantissa())
                .number("lotScale", event.lotScale())
                .number("minLots", event.minLots())
                .number("maxLimitLots", event.maxLimitLots())
                .number("maxMarketLots", event.maxMarketLots())
                .number("maxMarketQuoteAtoms", event.maxMarketQuoteAtoms())
                .number("bandMillionths", event.bandMillionths())
                .number("referencePriceTicks", event.referencePriceTicks())
                .constant("phase", event.phaseRaw(), Phase.values(), Phase::value);
    }

    private void accountCreated() {
        var event = new AccountCreatedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("AccountCreated")
                .number("accountId", event.accountId())
                .number("makerFeeMillionths", event.makerFeeMillionths())
                .number("takerFeeMillionths", event.takerFeeMillionths())
                .text(
                        "name",
                        event.offset() + AccountCreatedDecoder.nameEncodingOffset(),
                        AccountCreatedDecoder.nameLength());
    }

    private void apiKeyCreated() {
        var event = new ApiKeyCreatedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("ApiKeyCreated")
                .number("accountId", event.accountId())
                .text(
                        "apiKey",
                        event.offset() + ApiKeyCreatedDecoder.apiKeyEncodingOffset(),
                        ApiKeyCreatedDecoder.apiKeyLength())
                .number("permissions", event.permissions());
        byte[] sealedSecret = new byte[event.sealedSecretLength()];
        event.getSealedSecret(sealedSecret, 0, sealedSecret.length);
        hexadecimal("sealedSecret", sealedSecret);
        byte[] ipList = new byte[event.ipListLength()];
        event.getIpList(ipList, 0, ipList.length);
        text("ipList", ipList);
        byte[] label = new byte[event.labelLength()];
        event.getLabel(label, 0, label.length);
        text("label", label);
    }

    private void apiKeyDeleted() {
        var event = new ApiKeyDeletedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("ApiKeyDeleted")
                .number("accountId", event.accountId())
                .text(
                        "apiKey",
                        event.offset() + ApiKeyDeletedDecoder.apiKeyEncodingOffset(),
                        ApiKeyDeletedDecoder.apiKeyLength());
    }

    private void subAccountCreated() {
        var event = new SubAccountCreatedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("SubAccountCreated")
                .number("accountId", event.accountId())
                .number("mainAccountId", event.mainAccountId())
                .number("makerFeeMillionths", event.makerFeeMillionths())
                .number("takerFeeMillionths", event.takerFeeMillionths())
                .number("feeTier", event.feeTier())
                .text(
                        "name",
                        event.offset() + SubAccountCreatedDecoder.nameEncodingOffset(),
                        SubAccountCreatedDecoder.nameLength());
        byte[] label = new byte[event.labelLength()];
        event.getLabel(label, 0, label.length);
        text("label", label);
    }

    private void transferOutSet() {
        var event = new TransferOutSetDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("TransferOutSet")
                .number("accountId", event.accountId())
                .constant("canTransferOut", event.canTransferOutRaw(), Flag.values(), Flag::value);
    }

    private void apiKeyChanged() {
        var event = new ApiKeyChangedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("ApiKeyChanged")
                .number("accountId", event.accountId())
                .text(
                        "apiKey",
                        event.offset() + ApiKeyChangedDecoder.apiKeyEncodingOffset(),
                        ApiKeyChangedDecoder.apiKeyLength())
                .number("permissions", event.permissions());
        byte[] ipList = new byte[event.ipListLength()];
        event.getIpList(ipList, 0, ipList.length);
        text("ipList", ipList);
        byte[] label = new byte[event.labelLength()];
        event.getLabel(label, 0, label.length);
        text("label", label);
    }

    private void phaseChanged() {
        var event = new PhaseChangedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("PhaseChanged")
                .number("instrumentId", event.instrumentId())
                .constant("phase", event.phaseRaw(), Phase.values(), Phase::value);
    }

    private void priceLimitChanged() {
        var event = new PriceLimitChangedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("PriceLimitChanged")
                .number("instrumentId", event.instrumentId())
                .number("bandMillionths", event.bandMillionths())
                .number("referencePriceTicks", event.referencePriceTicks())
                .number("buyLimitTicks", event.buyLimitTicks())
                .number("sellLimitTicks", event.sellLimitTicks());
    }

    private void accountFeesChanged() {
        var event = new AccountFeesChangedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("AccountFeesChanged")
                .number("accountId", event.accountId())
                .number("makerFeeMillionths", event.makerFeeMillionths())
                .number("takerFeeMillionths", event.takerFeeMillionths());
    }

    private void streamOpened() {
        var event = new StreamOpenedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("StreamOpened").number("gatewayId", event.gatewayId()).number("incarnation", event.incarnation());
    }

    private void orderAccepted() {
        var event = new OrderAcceptedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("OrderAccepted")
                .number("orderId", event.orderId())
                .number("accountId", event.accountId())
                .number("instrumentId", event.instrumentId())
                .constant("side", event.sideRaw(), Side.values(), Side::value)
                .constant("orderType", event.orderTypeRaw(), OrderType.values(), OrderType::value)
                .constant("sizeUnit", event.sizeUnitRaw(), SizeUnit.values(), SizeUnit::value)
                .constant("stp", event.stpRaw(), SelfTradePrevention.values(), SelfTradePrevention::value)
                .number("priceTicks", event.priceTicks())
                .number("quantity", event.quantity())
                .text(
                        "clientOrderId",
                        event.offset() + OrderAcceptedDecoder.clientOrderIdEncodingOffset(),
                        OrderAcceptedDecoder.clientOrderIdLength())
                .text(
                        "tag",
                        event.offset() + OrderAcceptedDecoder.tagEncodingOffset(),
                        OrderAcceptedDecoder.tagLength());
    }

    private void orderFilled() {
        var event =
                new OrderFilledDecoder().wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("OrderFilled")
                .number("tradeId", event.tradeId())
                .number("instrumentId", event.instrumentId())
                .constant("takerSide", event.takerSideRaw(), Side.values(), Side::value)
                .number("takerOrderId", event.takerOrderId())
                .number("makerOrderId", event.makerOrderId())
                .number("takerAccountId", event.takerAccountId())
                .number("makerAccountId", event.makerAccountId())
                .number("priceTicks", event.priceTicks())
                .number("quantityLots", event.quantityLots())
                .number("baseAtoms", event.baseAtoms())
                .number("quoteAtoms", event.quoteAtoms())
                .number("takerFeeAtoms", event.takerFeeAtoms())
                .number("makerFeeAtoms", event.makerFeeAtoms())
                .number("takerFeeMillionths", event.takerFeeMillionths())
                .number("makerFeeMillionths", event.makerFeeMillionths())
                .number("takerBillId", event.takerBillId())
                .number("makerBillId", event.makerBillId());
    }

    private void orderAmended() {
        var event = new OrderAmendedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("OrderAmended")
                .number("orderId", event.orderId())
                .number("accountId", event.accountId())
                .number("instrumentId", event.instrumentId())
                .number("priceTicks", event.priceTicks())
                .number("quantityLots", event.quantityLots())
                .constant("keptPriority", event.keptPriorityRaw(), Flag.values(), Flag::value)
                .text(
                        "requestId",
                        event.offset() + OrderAmendedDecoder.requestIdEncodingOffset(),
                        OrderAmendedDecoder.requestIdLength());
    }

    private void orderClosed() {
        var event =
                new OrderClosedDecoder().wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("OrderClosed")
                .number("orderId", event.orderId())
                .number("accountId", event.accountId())
                .number("instrumentId", event.instrumentId())
                .constant("reason", event.reasonRaw(), CloseReason.values(), CloseReason::value)
                .number("filledLots", event.filledLots());
    }

    private void levelChanged() {
        var event = new LevelChangedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("LevelChanged")
                .number("instrumentId", event.instrumentId())
                .constant("side", event.sideRaw(), Side.values(), Side::value)
                .number("priceTicks", event.priceTicks())
                .number("quantityLots", event.quantityLots())
                .number("orders", event.orders());
    }

    private void posting() {
        var event = new PostingDecoder().wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("Posting")
                .number("billId", event.billId())
                .number("accountId", event.accountId())
                .number("currencyId", event.currencyId())
                .constant("wallet", event.walletRaw(), Wallet.values(), Wallet::value)
                .constant("reason", event.reasonRaw(), PostingReason.values(), PostingReason::value)
                .constant("liquidity", event.liquidityRaw(), Liquidity.values(), Liquidity::value)
                .number("side", event.side())
                .number("instrumentId", event.instrumentId())
                .number("amountAtoms", event.amountAtoms())
                .number("feeAtoms", event.feeAtoms())
                .number("balanceAtoms", event.balanceAtoms())
                .number("orderId", event.orderId())
                .number("tradeId", event.tradeId())
                .text(
                        "clientId",
                        event.offset() + PostingDecoder.clientIdEncodingOffset(),
                        PostingDecoder.clientIdLength());
    }

    private void balanceChanged() {
        var event = new BalanceChangedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("BalanceChanged")
                .number("accountId", event.accountId())
                .number("currencyId", event.currencyId())
                .constant("wallet", event.walletRaw(), Wallet.values(), Wallet::value)
                .number("balanceAtoms", event.balanceAtoms())
                .number("holdAtoms", event.holdAtoms());
    }

    private void cancelAllAfterSet() {
        var event = new CancelAllAfterSetDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("CancelAllAfterSet")
                .number("accountId", event.accountId())
                .number("triggerNanos", event.triggerNanos())
                .text(
                        "tag",
                        event.offset() + CancelAllAfterSetDecoder.tagEncodingOffset(),
                        CancelAllAfterSetDecoder.tagLength());
    }

    private void orderAmendRefused() {
        var event = new OrderAmendRefusedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("OrderAmendRefused")
                .number("orderId", event.orderId())
                .number("accountId", event.accountId())
                .number("instrumentId", event.instrumentId())
                .constant("outcome", event.outcomeRaw(), Outcome.values(), Outcome::value)
                .text(
                        "requestId",
                        event.offset() + OrderAmendRefusedDecoder.requestIdEncodingOffset(),
                        OrderAmendRefusedDecoder.requestIdLength());
    }

    private void algoAccepted() {
        var event = new AlgoAcceptedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("AlgoAccepted")
                .number("algoId", event.algoId())
                .number("accountId", event.accountId())
                .number("instrumentId", event.instrumentId())
                .constant("kind", event.kindRaw(), AlgoKind.values(), AlgoKind::value)
                .constant("side", event.sideRaw(), Side.values(), Side::value)
                .constant("orderType", event.orderTypeRaw(), OrderType.values(), OrderType::value)
                .constant("sizeUnit", event.sizeUnitRaw(), SizeUnit.values(), SizeUnit::value)
                .constant("stp", event.stpRaw(), SelfTradePrevention.values(), SelfTradePrevention::value)
                .number("quantity", event.quantity())
                .number("triggerTicks", event.triggerTicks())
                .number("priceTicks", event.priceTicks())
                .number("takeProfitTriggerTicks", event.takeProfitTriggerTicks())
                .number("takeProfitPriceTicks", event.takeProfitPriceTicks())
                .number("stopLossTriggerTicks", event.stopLossTriggerTicks())
                .number("stopLossPriceTicks", event.stopLossPriceTicks())
                .number("callbackMillionths", event.callbackMillionths())
                .number("callbackTicks", event.callbackTicks())
                .number("activationTicks", event.activationTicks())
                .number("parentOrderId", event.parentOrderId())
                .text(
                        "clientAlgoId",
                        event.offset() + AlgoAcceptedDecoder.clientAlgoIdEncodingOffset(),
                        AlgoAcceptedDecoder.clientAlgoIdLength())
                .text("tag", event.offset() + AlgoAcceptedDecoder.tagEncodingOffset(), AlgoAcceptedDecoder.tagLength());
    }

    private void algoAmended() {
        var event =
                new AlgoAmendedDecoder().wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("AlgoAmended")
                .number("algoId", event.algoId())
                .number("accountId", event.accountId())
                .number("instrumentId", event.instrumentId())
                .constant("kind", event.kindRaw(), AlgoKind.values(), AlgoKind::value)
                .number("quantity", event.quantity())
                .number("triggerTicks", event.triggerTicks())
                .number("priceTicks", event.priceTicks())
                .number("takeProfitTriggerTicks", event.takeProfitTriggerTicks())
                .number("takeProfitPriceTicks", event.takeProfitPriceTicks())
                .number("stopLossTriggerTicks", event.stopLossTriggerTicks())
                .number("stopLossPriceTicks", event.stopLossPriceTicks())
                .text(
                        "requestId",
                        event.offset() + AlgoAmendedDecoder.requestIdEncodingOffset(),
                        AlgoAmendedDecoder.requestIdLength());
    }

    private void algoArmed() {
        var event =
                new AlgoArmedDecoder().wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("AlgoArmed")
                .number("algoId", event.algoId())
                .number("accountId", event.accountId())
                .number("instrumentId", event.instrumentId())
                .number("quantity", event.quantity());
    }

    private void algoActivated() {
        var event = new AlgoActivatedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("AlgoActivated")
                .number("algoId", event.algoId())
                .number("accountId", event.accountId())
                .number("instrumentId", event.instrumentId())
                .number("priceTicks", event.priceTicks());
    }

    private void algoTriggered() {
        var event = new AlgoTriggeredDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("AlgoTriggered")
                .number("algoId", event.algoId())
                .number("accountId", event.accountId())
                .number("instrumentId", event.instrumentId())
                .constant("leg", event.legRaw(), AlgoLeg.values(), AlgoLeg::value)
                .constant("outcome", event.outcomeRaw(), Outcome.values(), Outcome::value)
                .number("orderId", event.orderId());
    }

    private void algoClosed() {
        var event =
                new AlgoClosedDecoder().wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("AlgoClosed")
                .number("algoId", event.algoId())
                .number("accountId", event.accountId())
                .number("instrumentId", event.instrumentId())
                .constant("reason", event.reasonRaw(), CloseReason.values(), CloseReason::value);
    }

    private void uncrossingStarted() {
        var event = new UncrossingStartedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("UncrossingStarted")
                .number("instrumentId", event.instrumentId())
                .constant("nextPhase", event.nextPhaseRaw(), Phase.values(), Phase::value)
                .number("priceTicks", event.priceTicks())
                .number("quantityLots", event.quantityLots());
    }

    private void reopeningScheduled() {
        var event = new ReopeningScheduledDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("ReopeningScheduled")
                .number("instrumentId", event.instrumentId())
                .number("auctionNanos", event.auctionNanos())
                .number("postOnlyNanos", event.postOnlyNanos())
                .number("tradingNanos", event.tradingNanos());
    }

    private void instrumentChanged() {
        var event = new InstrumentChangedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("InstrumentChanged")
                .number("instrumentId", event.instrumentId())
                .number("minLots", event.minLots())
                .number("maxLimitLots", event.maxLimitLots())
                .number("maxMarketLots", event.maxMarketLots())
                .number("maxMarketQuoteAtoms", event.maxMarketQuoteAtoms());
    }

    private void feeTierSet() {
        var event =
                new FeeTierSetDecoder().wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("FeeTierSet")
                .number("tier", event.tier())
                .number("makerFeeMillionths", event.makerFeeMillionths())
                .number("takerFeeMillionths", event.takerFeeMillionths());
    }

    private void accountFeeTierChanged() {
        var event = new AccountFeeTierChangedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        line("AccountFeeTierChanged").number("accountId", event.accountId()).number("tier", event.tier());
    }

    private void unknown() {
        byte[] content = new byte[events.length() - MessageHeaderDecoder.ENCODED_LENGTH];
        events.buffer().getBytes(events.offset(), content);
        line("Unknown").number("templateId", events.templateId()).hexadecimal("bytes", content);
    }

    private JournalText line(String name) {
        line.setLength(0);
        line.append(name);
        return this;
    }

    private JournalText number(String field, long value) {
        return field(field, Long.toString(value));
    }

    private <E extends Enum<E>> JournalText constant(String field, int raw, E[] values, ToIntFunction<E> encoding) {
        for (E value : values) {
            if (encoding.applyAsInt(value) == raw && !value.name().equals("NULL_VAL")) {
                return field(field, value.name());
            }
        }
        return field(field, "?" + raw);
    }

    private JournalText text(String field, int offset, int lengthMax) {
        int length = lengthMax;
        while (length > 0 && events.buffer().getByte(offset + length - 1) == 0) {
            length--;
        }
        byte[] content = new byte[length];
        events.buffer().getBytes(offset, content);
        return text(field, content);
    }

    private JournalText text(String field, byte[] content) {
        return field(field, escaped(content));
    }

    private JournalText hexadecimal(String field, byte[] content) {
        return field(field, HexFormat.of().formatHex(content));
    }

    private JournalText field(String field, String value) {
        line.append(' ').append(field).append('=').append(value);
        return this;
    }
}
