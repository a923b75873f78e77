package seawall.gateway.trade;

import org.agrona.concurrent.UnsafeBuffer;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.AmendOrderEncoder;
import seawall.wire.codec.CancelAllAfterEncoder;
import seawall.wire.codec.CancelOrderEncoder;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.MassCancelEncoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.PlaceOrderEncoder;
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
