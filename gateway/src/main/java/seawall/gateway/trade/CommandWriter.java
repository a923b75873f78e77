package seawall.gateway.trade;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.gateway.view.AlgoTerms;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.AmendAlgoEncoder;
import seawall.wire.codec.AmendOrderEncoder;
import seawall.wire.codec.CancelAlgoEncoder;
import seawall.wire.codec.CancelAllAfterEncoder;
import seawall.wire.codec.CancelOrderEncoder;
import seawall.wire.codec.ChangeApiKeyEncoder;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.CreateApiKeyEncoder;
import seawall.wire.codec.CreateSubAccountEncoder;
import seawall.wire.codec.DeleteApiKeyEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.MassCancelEncoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.PlaceAlgoEncoder;
import seawall.wire.codec.PlaceOrderEncoder;
import seawall.wire.codec.PlaceProtectedOrderEncoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.SetTransferOutEncoder;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.TransferBetweenAccountsEncoder;
import seawall.wire.codec.TransferEncoder;
import seawall.wire.codec.Wallet;

/// A command that is complete but for its header fields, which differ for each sending.
final class CommandWriter {
    /// Encodes itself into a buffer.
    sealed interface Command {
        record Place(
                int accountId,
                InstrumentView instrument,
                Side side,
                OrderType orderType,
                SizeUnit sizeUnit,
                SelfTradePrevention stp,
                boolean banAmend,
                boolean clampPrice,
                long priceTicks,
                long quantity,
                String clientOrderId,
                String tag)
                implements Command {}

        record Cancel(int accountId, InstrumentView instrument, long orderId, String clientOrderId)
                implements Command {}

        record Amend(
                int accountId,
                InstrumentView instrument,
                long orderId,
                String clientOrderId,
                long newPriceTicks,
                long newQuantityLots,
                boolean cancelOnFail,
                boolean clampPrice,
                String requestId)
                implements Command {}

        /// An order with stops that wait until it is filled.
        record PlaceProtected(Place order, StopLegs legs, String clientAlgoId) implements Command {}

        record PlaceAlgo(int accountId, InstrumentView instrument, AlgoTerms terms, String clientAlgoId, String tag)
                implements Command {}

        record CancelAlgo(int accountId, InstrumentView instrument, long algoId, String clientAlgoId)
                implements Command {}

        /// New values: 0 = unchanged, -1 = at the market, or a leg that is taken away.
        ///
        /// @param side of the algo order, NULL_VAL when it is not known; the engine knows it
        record AmendAlgo(
                int accountId,
                InstrumentView instrument,
                Side side,
                long algoId,
                String clientAlgoId,
                long newQuantity,
                long newTriggerTicks,
                long newPriceTicks,
                long newTakeProfitTicks,
                long newTakeProfitPriceTicks,
                long newStopLossTicks,
                long newStopLossPriceTicks,
                boolean cancelOnFail,
                String requestId)
                implements Command {
            boolean isEmpty() {
                return (newQuantity
                                | newTriggerTicks
                                | newPriceTicks
                                | newTakeProfitTicks
                                | newTakeProfitPriceTicks
                                | newStopLossTicks
                                | newStopLossPriceTicks)
                        == 0;
            }
        }

        record MassCancel(int accountId, int instrumentId) implements Command {}

        record CancelAllAfter(int accountId, long timeoutNanos, String tag) implements Command {}

        record Transfer(int accountId, int currencyId, long amountAtoms, Wallet from, Wallet to, String clientId)
                implements Command {}

        record TransferBetween(
                int accountId,
                int fromAccountId,
                int toAccountId,
                int currencyId,
                long amountAtoms,
                Wallet from,
                Wallet to,
                String clientId)
                implements Command {}

        record CreateSubAccount(int accountId, String name, String label) implements Command {}

        record SetTransferOut(int accountId, int subAccountId, boolean canTransferOut) implements Command {}

        /// @param sealedSecret not copied, not to be changed
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record CreateApiKey(
                int accountId, String apiKey, int permissions, byte[] sealedSecret, String ipList, String label)
                implements Command {}

        record ChangeApiKey(int accountId, String apiKey, int permissions, String ipList, String label)
                implements Command {}

        record DeleteApiKey(int accountId, String apiKey) implements Command {}
    }

    /// Room for a key with all the addresses and the longest label that it may have.
    private static final int BYTES_MAX = 4096;

    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BYTES_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PlaceOrderEncoder place = new PlaceOrderEncoder();
    private final CancelOrderEncoder cancel = new CancelOrderEncoder();
    private final AmendOrderEncoder amend = new AmendOrderEncoder();
    private final MassCancelEncoder massCancel = new MassCancelEncoder();
    private final CancelAllAfterEncoder cancelAllAfter = new CancelAllAfterEncoder();
    private final TransferEncoder transfer = new TransferEncoder();
    private final TransferBetweenAccountsEncoder transferBetween = new TransferBetweenAccountsEncoder();
    private final CreateSubAccountEncoder createSubAccount = new CreateSubAccountEncoder();
    private final SetTransferOutEncoder setTransferOut = new SetTransferOutEncoder();
    private final CreateApiKeyEncoder createApiKey = new CreateApiKeyEncoder();
    private final ChangeApiKeyEncoder changeApiKey = new ChangeApiKeyEncoder();
    private final DeleteApiKeyEncoder deleteApiKey = new DeleteApiKeyEncoder();
    private final PlaceProtectedOrderEncoder placeProtected = new PlaceProtectedOrderEncoder();
    private final PlaceAlgoEncoder placeAlgo = new PlaceAlgoEncoder();
    private final CancelAlgoEncoder cancelAlgo = new CancelAlgoEncoder();
    private final AmendAlgoEncoder amendAlgo = new AmendAlgoEncoder();

    /// Encodes a command at the start of the buffer.
    ///
    /// @return its length
    int encode(Command command, long correlationId, long deadlineNanos) {
        return switch (command) {
            case Command.Place order -> place(order, correlationId, deadlineNanos);
            case Command.Cancel order -> {
                cancel.wrapAndApplyHeader(buffer, 0, header);
                fill(cancel.header(), correlationId, deadlineNanos);
                cancel.accountId(order.accountId())
                        .instrumentId(order.instrument().instrumentId())
                        .orderId(order.orderId())
                        .clientOrderId(order.clientOrderId());
                yield MessageHeaderEncoder.ENCODED_LENGTH + cancel.encodedLength();
            }
            case Command.Amend order -> {
                amend.wrapAndApplyHeader(buffer, 0, header);
                fill(amend.header(), correlationId, deadlineNanos);
                amend.accountId(order.accountId())
                        .instrumentId(order.instrument().instrumentId())
                        .orderId(order.orderId())
                        .newPriceTicks(order.newPriceTicks())
                        .newQuantityLots(order.newQuantityLots())
                        .cancelOnFail(flag(order.cancelOnFail()))
                        .clampPrice(flag(order.clampPrice()))
                        .clientOrderId(order.clientOrderId())
                        .requestId(order.requestId());
                yield MessageHeaderEncoder.ENCODED_LENGTH + amend.encodedLength();
            }
            case Command.PlaceProtected order -> placeProtected(order, correlationId, deadlineNanos);
            case Command.PlaceAlgo algo -> placeAlgo(algo, correlationId, deadlineNanos);
            case Command.CancelAlgo algo -> {
                cancelAlgo.wrapAndApplyHeader(buffer, 0, header);
                fill(cancelAlgo.header(), correlationId, deadlineNanos);
                cancelAlgo
                        .accountId(algo.accountId())
                        .instrumentId(algo.instrument().instrumentId())
                        .algoId(algo.algoId())
                        .clientAlgoId(algo.clientAlgoId());
                yield MessageHeaderEncoder.ENCODED_LENGTH + cancelAlgo.encodedLength();
            }
            case Command.AmendAlgo algo -> amendAlgo(algo, correlationId, deadlineNanos);
            case Command.MassCancel all -> {
                massCancel.wrapAndApplyHeader(buffer, 0, header);
                fill(massCancel.header(), correlationId, deadlineNanos);
                massCancel.accountId(all.accountId()).instrumentId(all.instrumentId());
                yield MessageHeaderEncoder.ENCODED_LENGTH + massCancel.encodedLength();
            }
            case Command.CancelAllAfter timer -> {
                cancelAllAfter.wrapAndApplyHeader(buffer, 0, header);
                fill(cancelAllAfter.header(), correlationId, deadlineNanos);
                cancelAllAfter
                        .accountId(timer.accountId())
                        .timeoutNanos(timer.timeoutNanos())
                        .tag(timer.tag());
                yield MessageHeaderEncoder.ENCODED_LENGTH + cancelAllAfter.encodedLength();
            }
            case Command.Transfer money -> {
                transfer.wrapAndApplyHeader(buffer, 0, header);
                fill(transfer.header(), correlationId, deadlineNanos);
                transfer.accountId(money.accountId())
                        .currencyId(money.currencyId())
                        .amountAtoms(money.amountAtoms())
                        .from(money.from())
                        .to(money.to())
                        .clientId(money.clientId());
                yield MessageHeaderEncoder.ENCODED_LENGTH + transfer.encodedLength();
            }
            case Command.TransferBetween money -> {
                transferBetween.wrapAndApplyHeader(buffer, 0, header);
                fill(transferBetween.header(), correlationId, deadlineNanos);
                transferBetween
                        .accountId(money.accountId())
                        .fromAccountId(money.fromAccountId())
                        .toAccountId(money.toAccountId())
                        .currencyId(money.currencyId())
                        .amountAtoms(money.amountAtoms())
                        .from(money.from())
                        .to(money.to())
                        .clientId(money.clientId());
                yield MessageHeaderEncoder.ENCODED_LENGTH + transferBetween.encodedLength();
            }
            case Command.CreateSubAccount account -> {
                createSubAccount.wrapAndApplyHeader(buffer, 0, header);
                fill(createSubAccount.header(), correlationId, deadlineNanos);
                createSubAccount.accountId(account.accountId()).name(account.name());
                byte[] label = utf8(account.label());
                createSubAccount.putLabel(label, 0, label.length);
                yield MessageHeaderEncoder.ENCODED_LENGTH + createSubAccount.encodedLength();
            }
            case Command.SetTransferOut permission -> {
                setTransferOut.wrapAndApplyHeader(buffer, 0, header);
                fill(setTransferOut.header(), correlationId, deadlineNanos);
                setTransferOut
                        .accountId(permission.accountId())
                        .subAccountId(permission.subAccountId())
                        .canTransferOut(flag(permission.canTransferOut()));
                yield MessageHeaderEncoder.ENCODED_LENGTH + setTransferOut.encodedLength();
            }
            case Command.CreateApiKey key -> {
                createApiKey.wrapAndApplyHeader(buffer, 0, header);
                fill(createApiKey.header(), correlationId, deadlineNanos);
                createApiKey.accountId(key.accountId()).apiKey(key.apiKey()).permissions((short) key.permissions());
                createApiKey.putSealedSecret(key.sealedSecret(), 0, key.sealedSecret().length);
                byte[] ipList = utf8(key.ipList());
                createApiKey.putIpList(ipList, 0, ipList.length);
                byte[] label = utf8(key.label());
                createApiKey.putLabel(label, 0, label.length);
                yield MessageHeaderEncoder.ENCODED_LENGTH + createApiKey.encodedLength();
            }
            case Command.ChangeApiKey key -> {
                changeApiKey.wrapAndApplyHeader(buffer, 0, header);
                fill(changeApiKey.header(), correlationId, deadlineNanos);
                changeApiKey.accountId(key.accountId()).apiKey(key.apiKey()).permissions((short) key.permissions());
                byte[] ipList = utf8(key.ipList());
                changeApiKey.putIpList(ipList, 0, ipList.length);
                byte[] label = utf8(key.label());
                changeApiKey.putLabel(label, 0, label.length);
                yield MessageHeaderEncoder.ENCODED_LENGTH + changeApiKey.encodedLength();
            }
            case Command.DeleteApiKey key -> {
                deleteApiKey.wrapAndApplyHeader(buffer, 0, header);
                fill(deleteApiKey.header(), correlationId, deadlineNanos);
                deleteApiKey.accountId(key.accountId()).apiKey(key.apiKey());
                yield MessageHeaderEncoder.ENCODED_LENGTH + deleteApiKey.encodedLength();
            }
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private int place(Command.Place order, long correlationId, long deadlineNanos) {
        place.wrapAndApplyHeader(buffer, 0, header);
        fill(place.header(), correlationId, deadlineNanos);
        place.accountId(order.accountId())
                .instrumentId(order.instrument().instrumentId())
                .side(order.side())
                .orderType(order.orderType())
                .sizeUnit(order.sizeUnit())
                .stp(order.stp())
                .banAmend(flag(order.banAmend()))
                .clampPrice(flag(order.clampPrice()))
                .priceTicks(order.priceTicks())
                .quantity(order.quantity())
                .clientOrderId(order.clientOrderId())
                .tag(order.tag());
        return MessageHeaderEncoder.ENCODED_LENGTH + place.encodedLength();
    }

    private int placeProtected(Command.PlaceProtected command, long correlationId, long deadlineNanos) {
        Command.Place order = command.order();
        StopLegs legs = command.legs();
        placeProtected.wrapAndApplyHeader(buffer, 0, header);
        fill(placeProtected.header(), correlationId, deadlineNanos);
        placeProtected
                .accountId(order.accountId())
                .instrumentId(order.instrument().instrumentId())
                .side(order.side())
                .orderType(order.orderType())
                .sizeUnit(order.sizeUnit())
                .stp(order.stp())
                .banAmend(flag(order.banAmend()))
                .clampPrice(flag(order.clampPrice()))
                .priceTicks(order.priceTicks())
                .quantity(order.quantity())
                .takeProfitTriggerTicks(legs.takeProfitTicks())
                .takeProfitPriceTicks(legs.takeProfitPriceTicks())
                .stopLossTriggerTicks(legs.stopLossTicks())
                .stopLossPriceTicks(legs.stopLossPriceTicks())
                .clientOrderId(order.clientOrderId())
                .clientAlgoId(command.clientAlgoId())
                .tag(order.tag());
        return MessageHeaderEncoder.ENCODED_LENGTH + placeProtected.encodedLength();
    }

    private int placeAlgo(Command.PlaceAlgo algo, long correlationId, long deadlineNanos) {
        AlgoTerms terms = algo.terms();
        placeAlgo.wrapAndApplyHeader(buffer, 0, header);
        fill(placeAlgo.header(), correlationId, deadlineNanos);
        placeAlgo
                .accountId(algo.accountId())
                .instrumentId(algo.instrument().instrumentId())
                .kind(terms.kind())
                .side(terms.side())
                .orderType(terms.orderType())
                .sizeUnit(terms.sizeUnit())
                .stp(terms.stp())
                .quantity(terms.quantity())
                .triggerTicks(terms.triggerTicks())
                .priceTicks(terms.priceTicks())
                .takeProfitTriggerTicks(terms.takeProfitTriggerTicks())
                .takeProfitPriceTicks(terms.takeProfitPriceTicks())
                .stopLossTriggerTicks(terms.stopLossTriggerTicks())
                .stopLossPriceTicks(terms.stopLossPriceTicks())
                .callbackMillionths(terms.callbackMillionths())
                .callbackTicks(terms.callbackTicks())
                .activationTicks(terms.activationTicks())
                .clientAlgoId(algo.clientAlgoId())
                .tag(algo.tag());
        return MessageHeaderEncoder.ENCODED_LENGTH + placeAlgo.encodedLength();
    }

    private int amendAlgo(Command.AmendAlgo algo, long correlationId, long deadlineNanos) {
        amendAlgo.wrapAndApplyHeader(buffer, 0, header);
        fill(amendAlgo.header(), correlationId, deadlineNanos);
        amendAlgo
                .accountId(algo.accountId())
                .instrumentId(algo.instrument().instrumentId())
                .algoId(algo.algoId())
                .newQuantity(algo.newQuantity())
                .newTriggerTicks(algo.newTriggerTicks())
                .newPriceTicks(algo.newPriceTicks())
                .newTakeProfitTriggerTicks(algo.newTakeProfitTicks())
                .newTakeProfitPriceTicks(algo.newTakeProfitPriceTicks())
                .newStopLossTriggerTicks(algo.newStopLossTicks())
                .newStopLossPriceTicks(algo.newStopLossPriceTicks())
                .cancelOnFail(flag(algo.cancelOnFail()))
                .clientAlgoId(algo.clientAlgoId())
                .requestId(algo.requestId());
        return MessageHeaderEncoder.ENCODED_LENGTH + amendAlgo.encodedLength();
    }

    private static void fill(CommandHeaderEncoder header, long correlationId, long deadlineNanos) {
        // The link writes the stream fields; zeros keep the bytes of an unsent command defined.
        header.streamSequence(0)
                .correlationId(correlationId)
                .incarnation(0)
                .deadlineNanos(deadlineNanos)
                .gatewayId(0);
    }

    private static Flag flag(boolean value) {
        return value ? Flag.YES : Flag.NO;
    }
}
