package seawall.simulation.recorded;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import seawall.wire.codec.AmendOrderEncoder;
import seawall.wire.codec.CancelOrderEncoder;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.CreateAccountEncoder;
import seawall.wire.codec.CreateCurrencyEncoder;
import seawall.wire.codec.DepositEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.ListInstrumentEncoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OpenStreamEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceOrderEncoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.SetPhaseEncoder;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.Wallet;

/// The commands of one gateway's stream as the bytes that a member takes from its log.
final class MemberCommands {
    /// Takes one encoded command.
    interface Sink {
        void onCommand(MutableDirectBuffer buffer, int length);
    }

    private static final long BALANCE_ATOMS_MAX = 1L << 62;
    private static final long LOTS_MAX = 1L << 50;

    private final Sink sink;
    private final MutableDirectBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CommandHeaderEncoder commandHeader = new CommandHeaderEncoder();
    private final PlaceOrderEncoder place = new PlaceOrderEncoder();
    private final CancelOrderEncoder cancel = new CancelOrderEncoder();
    private final AmendOrderEncoder amend = new AmendOrderEncoder();
    private long streamSequence;

    MemberCommands(Sink sink) {
        this.sink = sink;
    }

    void openStream() {
        send(new OpenStreamEncoder().wrapAndApplyHeader(buffer, 0, header).encodedLength());
    }

    void createCurrency(String code, int scale) {
        var create = new CreateCurrencyEncoder().wrapAndApplyHeader(buffer, 0, header);
        create.code(code).scale((short) scale).balanceAtomsMax(BALANCE_ATOMS_MAX);
        send(create.encodedLength());
    }

    void listInstrument(int tickScale, int lotScale, Phase phase) {
        var list = new ListInstrumentEncoder().wrapAndApplyHeader(buffer, 0, header);
        list.name("RECORDED").baseCurrency("BASE").quoteCurrency("QUOTE");
        list.tickMantissa(1).tickScale((short) tickScale);
        list.lotMantissa(1).lotScale((short) lotScale);
        list.minLots(1).maxLimitLots(LOTS_MAX).maxMarketLots(LOTS_MAX).maxMarketQuoteAtoms(BALANCE_ATOMS_MAX);
        list.bandMillionths(0).referencePriceTicks(0).phase(phase);
        send(list.encodedLength());
    }

    void createAccount(String name) {
        var create = new CreateAccountEncoder().wrapAndApplyHeader(buffer, 0, header);
        create.name(name).makerFeeMillionths(0).takerFeeMillionths(0);
        send(create.encodedLength());
    }

    void deposit(int accountId, int currencyId, long atoms) {
        var deposit = new DepositEncoder().wrapAndApplyHeader(buffer, 0, header);
        deposit.accountId(accountId)
                .wallet(Wallet.TRADING)
                .currencyId(currencyId)
                .amountAtoms(atoms)
                .clientId("funds");
        send(deposit.encodedLength());
    }

    void setPhase(Phase phase) {
        var set = new SetPhaseEncoder().wrapAndApplyHeader(buffer, 0, header);
        set.instrumentId(MemberExchange.INSTRUMENT_ID).phase(phase);
        send(set.encodedLength());
    }

    void placeOrder(int accountId, Side side, OrderType type, long priceTicks, long lots) {
        place.wrapAndApplyHeader(buffer, 0, header);
        place.accountId(accountId)
                .instrumentId(MemberExchange.INSTRUMENT_ID)
                .side(side)
                .orderType(type)
                .sizeUnit(SizeUnit.BASE)
                .stp(SelfTradePrevention.CANCEL_MAKER)
                .banAmend(Flag.NO)
                .clampPrice(Flag.NO)
                .priceTicks(priceTicks)
                .quantity(lots)
                .clientOrderId("")
                .tag("");
        send(place.encodedLength());
    }

    void cancelOrder(int accountId, long orderId) {
        cancel.wrapAndApplyHeader(buffer, 0, header);
        cancel.accountId(accountId)
                .instrumentId(MemberExchange.INSTRUMENT_ID)
                .orderId(orderId)
                .clientOrderId("");
        send(cancel.encodedLength());
    }

    void amendOrder(int accountId, long orderId, long priceTicks, long quantityLots) {
        amend.wrapAndApplyHeader(buffer, 0, header);
        amend.accountId(accountId)
                .instrumentId(MemberExchange.INSTRUMENT_ID)
                .orderId(orderId)
                .newPriceTicks(priceTicks)
                .newQuantityLots(quantityLots)
                .cancelOnFail(Flag.NO)
                .clampPrice(Flag.NO)
                .clientOrderId("")
                .requestId("");
        send(amend.encodedLength());
    }

    private void send(int blockLength) {
        commandHeader
                .wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH)
                .streamSequence(streamSequence++)
                .correlationId(0)
                .incarnation(1)
                .deadlineNanos(0)
                .gatewayId(1);
        sink.onCommand(buffer, MessageHeaderEncoder.ENCODED_LENGTH + blockLength);
    }
}
