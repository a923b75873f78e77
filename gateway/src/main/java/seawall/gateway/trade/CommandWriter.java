package seawall.gateway.trade;

import org.agrona.concurrent.UnsafeBuffer;
import seawall.gateway.view.AlgoTerms;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.AmendAlgoEncoder;
import seawall.wire.codec.AmendOrderEncoder;
import seawall.wire.codec.CancelAlgoEncoder;
import seawall.wire.codec.CancelAllAfterEncoder;
import seawall.wire.codec.CancelOrderEncoder;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.MassCancelEncoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.PlaceAlgoEncoder;
import seawall.wire.codec.PlaceOrderEncoder;
import seawall.wire.codec.PlaceProtectedOrderEncoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
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
    }

    private static final int BYTES_MAX = 512;

    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BYTES_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PlaceOrderEncoder place = new PlaceOrderEncoder();
    private final CancelOrderEncoder cancel = new CancelOrderEncoder();
    private final AmendOrderEncoder amend = new AmendOrderEncoder();
    private final MassCancelEncoder massCancel = new MassCancelEncoder();
    private final CancelAllAfterEncoder cancelAllAfter = new CancelAllAfterEncoder();
    private final TransferEncoder transfer = new TransferEncoder();
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
        };
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
