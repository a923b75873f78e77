package seawall.bench;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
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
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.Wallet;

/// A tape in the bytes that come out of the log: one stream of commands, the setting up of the exchange first.
final class EncodedCommands {
    /// The engine numbers orders and accounts itself; these are its first ones.
    private static final long FIRST_ORDER_ID = 100_000_000_000_000_001L;

    private static final int FIRST_ACCOUNT_ID = 1000;
    private static final int GATEWAY_ID = 1;
    private static final long INCARNATION = 1;
    private static final int COMMAND_BYTES_MAX = 160;
    private static final int ALIGNMENT = Long.BYTES;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PlaceOrderEncoder place = new PlaceOrderEncoder();
    private final CancelOrderEncoder cancel = new CancelOrderEncoder();
    private final AmendOrderEncoder amend = new AmendOrderEncoder();
    private final UnsafeBuffer buffer;
    private final int[] offsets;
    private final short[] lengths;
    private int size;
    private int end;

    /// @param economics amounts that all candidates share
    EncodedCommands(Tape tape, Economics economics) {
        int currencies = economics.currencies();
        int setUp = 1 + currencies + tape.instruments + tape.users * (1 + currencies);
        buffer = new UnsafeBuffer(
                ByteBuffer.allocateDirect(Math.toIntExact((long) (setUp + tape.size) * COMMAND_BYTES_MAX)));
        offsets = new int[setUp + tape.size];
        lengths = new short[setUp + tape.size];
        setUp(tape, economics);
        for (int index = 0; index < tape.size; index++) {
            encode(tape, index);
        }
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int size() {
        return size;
    }

    int offset(int index) {
        return offsets[index];
    }

    int length(int index) {
        return lengths[index];
    }

    private void setUp(Tape tape, Economics economics) {
        OpenStreamEncoder open = new OpenStreamEncoder().wrapAndApplyHeader(buffer, end, header);
        add(open.header(), open.encodedLength());
        for (int currency = 0; currency < economics.currencies(); currency++) {
            CreateCurrencyEncoder create = new CreateCurrencyEncoder().wrapAndApplyHeader(buffer, end, header);
            create.code("C" + currency).scale((short) Economics.CURRENCY_SCALE).balanceAtomsMax(1L << 62);
            add(create.header(), create.encodedLength());
        }
        for (int instrument = 0; instrument < tape.instruments; instrument++) {
            ListInstrumentEncoder list = new ListInstrumentEncoder().wrapAndApplyHeader(buffer, end, header);
            list.name("I" + instrument)
                    .baseCurrency("C" + economics.baseCurrency(instrument))
                    .quoteCurrency("C" + Economics.QUOTE_CURRENCY)
                    .tickMantissa(1)
                    .tickScale((short) Economics.TICK_SCALE);
            list.lotMantissa(1).lotScale((short) Economics.LOT_SCALE).minLots(1);
            list.maxLimitLots(1L << 40).maxMarketLots(1L << 40).maxMarketQuoteAtoms(1L << 60);
            list.bandMillionths(0).referencePriceTicks(0).phase(Phase.TRADING);
            add(list.header(), list.encodedLength());
        }
        for (int user = 0; user < tape.users; user++) {
            CreateAccountEncoder create = new CreateAccountEncoder().wrapAndApplyHeader(buffer, end, header);
            create.name("user-" + user)
                    .makerFeeMillionths(Economics.MAKER_FEE_MILLIONTHS)
                    .takerFeeMillionths(Economics.TAKER_FEE_MILLIONTHS);
            add(create.header(), create.encodedLength());
        }
        for (int user = 0; user < tape.users; user++) {
            for (int currency = 0; currency < economics.currencies(); currency++) {
                DepositEncoder deposit = new DepositEncoder().wrapAndApplyHeader(buffer, end, header);
                deposit.accountId(FIRST_ACCOUNT_ID + user)
                        .wallet(Wallet.TRADING)
                        .currencyId(1 + currency)
                        .amountAtoms(economics.fundsAtoms())
                        .clientId("deposit-" + currency);
                add(deposit.header(), deposit.encodedLength());
            }
        }
    }

    private void encode(Tape tape, int index) {
        int accountId = FIRST_ACCOUNT_ID + tape.userOf[index];
        int instrumentId = 1 + tape.instrumentOf[index];
        long orderId = FIRST_ORDER_ID + tape.orderOf[index] - 1;
        Kind kind = tape.kind(index);
        switch (kind) {
            case LIMIT, IOC, MARKET -> {
                place.wrapAndApplyHeader(buffer, end, header)
                        .accountId(accountId)
                        .instrumentId(instrumentId)
                        .side(tape.buys[index] ? Side.BUY : Side.SELL)
                        .orderType(orderType(kind))
                        .sizeUnit(SizeUnit.BASE)
                        .stp(SelfTradePrevention.CANCEL_MAKER)
                        .banAmend(Flag.NO)
                        .clampPrice(Flag.NO)
                        .priceTicks(kind == Kind.MARKET ? 0 : tape.prices[index])
                        .quantity(tape.quantities[index])
                        .clientOrderId("")
                        .tag("");
                add(place.header(), place.encodedLength());
            }
            case CANCEL -> {
                cancel.wrapAndApplyHeader(buffer, end, header)
                        .accountId(accountId)
                        .instrumentId(instrumentId)
                        .orderId(orderId)
                        .clientOrderId("");
                add(cancel.header(), cancel.encodedLength());
            }
            case MOVE, REDUCE -> {
                amend.wrapAndApplyHeader(buffer, end, header)
                        .accountId(accountId)
                        .instrumentId(instrumentId)
                        .orderId(orderId)
                        .newPriceTicks(kind == Kind.MOVE ? tape.prices[index] : 0)
                        .newQuantityLots(kind == Kind.REDUCE ? tape.prices[index] : 0)
                        .cancelOnFail(Flag.NO)
                        .clampPrice(Flag.NO)
                        .clientOrderId("")
                        .requestId("");
                add(amend.header(), amend.encodedLength());
            }
        }
    }

    private static OrderType orderType(Kind kind) {
        return switch (kind) {
            case LIMIT -> OrderType.LIMIT;
            case IOC -> OrderType.IOC;
            case MARKET -> OrderType.MARKET;
            case CANCEL, MOVE, REDUCE -> throw new IllegalArgumentException("expected a place, found " + kind);
        };
    }

    private void add(CommandHeaderEncoder command, int blockLength) {
        command.gatewayId(GATEWAY_ID)
                .incarnation(INCARNATION)
                .streamSequence(size)
                .correlationId(size)
                .deadlineNanos(0);
        int length = MessageHeaderEncoder.ENCODED_LENGTH + blockLength;
        offsets[size] = end;
        lengths[size] = (short) length;
        size++;
        end += (length + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
