package seawall.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.engine.Engine;
import seawall.engine.Invariants;
import seawall.engine.Limits;
import seawall.wire.FuzzTarget;
import seawall.wire.JournalText;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.AmendAlgoEncoder;
import seawall.wire.codec.AmendOrderEncoder;
import seawall.wire.codec.CancelAlgoEncoder;
import seawall.wire.codec.CancelAllAfterEncoder;
import seawall.wire.codec.CancelOrderEncoder;
import seawall.wire.codec.ChangeApiKeyEncoder;
import seawall.wire.codec.ChangeInstrumentEncoder;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.CreateAccountEncoder;
import seawall.wire.codec.CreateApiKeyEncoder;
import seawall.wire.codec.CreateCurrencyEncoder;
import seawall.wire.codec.CreateSubAccountEncoder;
import seawall.wire.codec.DeleteApiKeyEncoder;
import seawall.wire.codec.DepositEncoder;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.ListInstrumentEncoder;
import seawall.wire.codec.MassCancelEncoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OpenStreamEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceAlgoEncoder;
import seawall.wire.codec.PlaceOrderEncoder;
import seawall.wire.codec.PlaceProtectedOrderEncoder;
import seawall.wire.codec.ScheduleReopeningEncoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.SetAccountFeeTierEncoder;
import seawall.wire.codec.SetAccountFeesEncoder;
import seawall.wire.codec.SetFeeTierEncoder;
import seawall.wire.codec.SetPhaseEncoder;
import seawall.wire.codec.SetPriceBandEncoder;
import seawall.wire.codec.SetTransferOutEncoder;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.TransferBetweenAccountsEncoder;
import seawall.wire.codec.TransferEncoder;
import seawall.wire.codec.Wallet;

/// Bytes that arrive as commands make one entry each, which reads as text, and keep every invariant. A refused
/// command has no events and changes nothing but the sequence number and its stream's position: a twin, which gets
/// a command that certainly does nothing in its place, has the same hash after it.
///
/// An input is up to eight commands in a row, each behind its length, on an exchange that has one market with
/// resting orders. The fields of the stream are put right when a byte says so, or nearly every command would end at
/// them.
final class CommandAdapterFuzz extends FuzzTarget {
    private static final int GATEWAY = 7;
    private static final int COMMANDS_MAX = 8;
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final List<byte[]> MARKET = new ArrayList<>();
    private static final List<byte[]> SEEDS = seeds();
    private static final byte[] NOTHING = nothing();

    CommandAdapterFuzz() {
        super(SEEDS, 2_000, CommandAdapterFuzz::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        Exchange exchange = new Exchange();
        Exchange twin = new Exchange();
        for (byte[] command : MARKET) {
            exchange.number(command);
            exchange.apply(command);
            twin.number(command);
            twin.apply(command);
        }
        assertThat(exchange.engine.sequence()).isEqualTo(MARKET.size());
        int at = 0;
        for (int command = 0; command < COMMANDS_MAX && at + 2 <= input.length; command++) {
            int length = Math.min(input[at] & 0xff, input.length - at - 2);
            boolean isOfTheStream = (input[at + 1] & 3) != 0;
            byte[] bytes = new byte[length];
            System.arraycopy(input, at + 2, bytes, 0, length);
            at += 2 + length;
            if (isOfTheStream) {
                exchange.number(bytes);
            }
            long position = exchange.streamSequence;
            boolean hasEffects = exchange.apply(bytes);
            if (hasEffects) {
                twin.apply(bytes);
            } else {
                twin.apply(exchange.streamSequence == position ? new byte[0] : twin.number(NOTHING.clone()));
            }
            assertThat(twin.engine.stateHash()).isEqualTo(exchange.engine.stateHash());
        }
    }

    /// An engine behind its bytes, checked after every command.
    private static final class Exchange {
        final Engine engine;
        long streamSequence = 1;
        private final List<UnsafeBuffer> parts = new ArrayList<>();
        private final CommandAdapter adapter;
        private final Invariants invariants;
        private long timeNanos = 1_000;

        Exchange() {
            Limits limits = Limits.tiny();
            engine = new Engine(limits, new JournalPublisher(limits, (sequence, part, last, buffer, offset, length) -> {
                UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
                copy.putBytes(0, buffer, offset, length);
                parts.add(copy);
            }));
            adapter = new CommandAdapter(engine, new UnsafeBuffer(new byte[0]));
            invariants = new Invariants(engine);
        }

        /// Makes it the next command of the stream, if it is long enough to be one.
        byte[] number(byte[] bytes) {
            if (bytes.length >= HEADER + CommandHeaderEncoder.ENCODED_LENGTH) {
                new CommandHeaderEncoder()
                        .wrap(new UnsafeBuffer(bytes), HEADER)
                        .gatewayId(GATEWAY)
                        .incarnation(1)
                        .streamSequence(streamSequence)
                        .deadlineNanos(0);
            }
            return bytes;
        }

        /// @return true if it may have changed more than its place in its stream
        boolean apply(byte[] bytes) {
            engine.followUp(timeNanos);
            long sequence = engine.sequence();
            parts.clear();
            // The bytes of a command lie in the log among others: what is before and behind it is not its own.
            byte[] log = new byte[bytes.length + 64];
            Arrays.fill(log, (byte) 0xff);
            System.arraycopy(bytes, 0, log, 32, bytes.length);
            adapter.onCommand(++timeNanos, new UnsafeBuffer(log), 32, bytes.length);

            assertThat(engine.sequence()).isEqualTo(sequence + 1);
            List<String> entry = JournalText.ofParts(parts);
            assertThat(entry.getFirst()).startsWith("Entry sequence=" + (sequence + 1) + ' ');
            invariants.check();
            EntryPartDecoder header =
                    new EntryPartDecoder().wrapAndApplyHeader(parts.getFirst(), 0, new MessageHeaderDecoder());
            assertThat(header.stateHash()).isEqualTo(engine.stateHash());
            boolean isOurs = header.gatewayId() == GATEWAY && header.incarnation() == 1;
            if (isOurs && header.commandTemplateId() != OpenStreamEncoder.TEMPLATE_ID && isApplied(header.outcome())) {
                streamSequence++;
            }
            boolean isAccepted = header.outcome() == Outcome.ACCEPTED;
            boolean isCancelOnFail = (header.commandTemplateId() == AmendOrderEncoder.TEMPLATE_ID
                            || header.commandTemplateId() == AmendAlgoEncoder.TEMPLATE_ID)
                    && entry.size() > 1;
            assertThat(isAccepted || isCancelOnFail || entry.size() == 1)
                    .as("a refusal has no events: " + entry)
                    .isTrue();
            return isAccepted || isCancelOnFail || !isOurs;
        }

        private static boolean isApplied(Outcome outcome) {
            return switch (outcome) {
                case STREAM_UNKNOWN, STREAM_FENCED, STREAM_REPEATED, STREAM_GAP -> false;
                default -> true;
            };
        }
    }

    /// A command whose template nobody knows.
    private static byte[] nothing() {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[HEADER + CommandHeaderEncoder.ENCODED_LENGTH]);
        new MessageHeaderEncoder()
                .wrap(bytes, 0)
                .blockLength(CommandHeaderEncoder.ENCODED_LENGTH)
                .templateId(0x7fff)
                .schemaId(MessageHeaderEncoder.SCHEMA_ID)
                .version(0);
        return bytes.byteArray();
    }

    private static List<byte[]> seeds() {
        Commands market = new Commands();
        market.add(new OpenStreamEncoder()
                .wrapAndApplyHeader(market.buffer, 0, market.header)
                .encodedLength());
        for (String code : List.of("BTC", "USD")) {
            CreateCurrencyEncoder currency =
                    new CreateCurrencyEncoder().wrapAndApplyHeader(market.buffer, 0, market.header);
            currency.code(code).scale((short) 2).balanceAtomsMax(1L << 60);
            market.add(currency.encodedLength());
        }
        ListInstrumentEncoder list = new ListInstrumentEncoder().wrapAndApplyHeader(market.buffer, 0, market.header);
        list.name("BTC-USD").baseCurrency("BTC").quoteCurrency("USD");
        list.tickMantissa(1).tickScale((short) 1).lotMantissa(1).lotScale((short) 1);
        list.minLots(1).maxLimitLots(1 << 20).maxMarketLots(1 << 20).maxMarketQuoteAtoms(1 << 30);
        list.bandMillionths(50_000).referencePriceTicks(100).phase(Phase.TRADING);
        market.add(list.encodedLength());
        for (int account = 0; account < 2; account++) {
            CreateAccountEncoder create =
                    new CreateAccountEncoder().wrapAndApplyHeader(market.buffer, 0, market.header);
            create.name("account-" + account).makerFeeMillionths(-100).takerFeeMillionths(1_000);
            market.add(create.encodedLength());
            for (int currencyId = 1; currencyId <= 2; currencyId++) {
                DepositEncoder deposit = new DepositEncoder().wrapAndApplyHeader(market.buffer, 0, market.header);
                deposit.accountId(1_000 + account).wallet(Wallet.TRADING).currencyId(currencyId);
                deposit.amountAtoms(1L << 40).clientId("deposit-" + currencyId);
                market.add(deposit.encodedLength());
            }
        }
        market.order(1_000, Side.BUY, 99, 5, "bid");
        market.order(1_000, Side.SELL, 101, 5, "ask");
        MARKET.addAll(market.commands);

        Commands seeds = new Commands();
        seeds.order(1_001, Side.BUY, 101, 7, "taker");
        seeds.order(1_000, Side.SELL, 99, 5, "");
        AmendOrderEncoder amend = new AmendOrderEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        amend.accountId(1_000).instrumentId(1).orderId(0).newPriceTicks(98).newQuantityLots(9);
        amend.cancelOnFail(Flag.YES).clampPrice(Flag.NO).clientOrderId("bid").requestId("r");
        seeds.add(amend.encodedLength());
        CancelOrderEncoder cancel = new CancelOrderEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        cancel.accountId(1_000).instrumentId(1).orderId(Limits.ID_MIN).clientOrderId("");
        seeds.add(cancel.encodedLength());
        MassCancelEncoder mass = new MassCancelEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        seeds.add(mass.accountId(1_000).instrumentId(0).encodedLength());
        TransferEncoder transfer = new TransferEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        transfer.accountId(1_000)
                .currencyId(1)
                .amountAtoms(7)
                .from(Wallet.TRADING)
                .to(Wallet.FUNDING);
        seeds.add(transfer.clientId("t1").encodedLength());
        CancelAllAfterEncoder timer = new CancelAllAfterEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        timer.accountId(1_000).timeoutNanos(Limits.TIMEOUT_NANOS_MIN).tag("t");
        seeds.add(timer.encodedLength());
        CreateApiKeyEncoder key = new CreateApiKeyEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        key.accountId(1_000).apiKey("key").permissions((short) 3);
        key.putSealedSecret(new byte[] {1, 2}, 0, 2)
                .putIpList(new byte[0], 0, 0)
                .putLabel(new byte[] {'x'}, 0, 1);
        seeds.add(key.encodedLength());
        DeleteApiKeyEncoder delete = new DeleteApiKeyEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        seeds.add(delete.accountId(1_000).apiKey("key").encodedLength());
        SetPhaseEncoder phase = new SetPhaseEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        seeds.add(phase.instrumentId(1).phase(Phase.HALTED).encodedLength());
        SetPriceBandEncoder band = new SetPriceBandEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        seeds.add(band.instrumentId(1).bandMillionths(0).encodedLength());
        SetAccountFeesEncoder fees = new SetAccountFeesEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        seeds.add(fees.accountId(1_001)
                .makerFeeMillionths(0)
                .takerFeeMillionths(1_000_000)
                .encodedLength());
        addAlgoCommands(seeds);
        ScheduleReopeningEncoder reopening =
                new ScheduleReopeningEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        reopening.instrumentId(1).cancelOnlyNanos(0).auctionNanos(5).postOnlyNanos(5);
        seeds.add(reopening.encodedLength());
        ChangeInstrumentEncoder sizes = new ChangeInstrumentEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        sizes.instrumentId(1).minLots(2).maxLimitLots(9).maxMarketLots(9).maxMarketQuoteAtoms(9);
        seeds.add(sizes.encodedLength());
        SetFeeTierEncoder tier = new SetFeeTierEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        seeds.add(tier.tier(1).makerFeeMillionths(-5).takerFeeMillionths(9).encodedLength());
        SetAccountFeeTierEncoder accountTier =
                new SetAccountFeeTierEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        seeds.add(accountTier.accountId(1_000).tier(1).encodedLength());
        addFamilyCommands(seeds);
        seeds.commands.addAll(MARKET);
        List<byte[]> inputs = new ArrayList<>();
        for (int first = 0; first < seeds.commands.size(); first++) {
            inputs.add(inARow(seeds.commands.subList(first, Math.min(first + 3, seeds.commands.size()))));
        }
        return inputs;
    }

    private static void addAlgoCommands(Commands seeds) {
        for (AlgoKind kind : List.of(AlgoKind.OCO, AlgoKind.TRIGGER, AlgoKind.TRAILING)) {
            PlaceAlgoEncoder algo = new PlaceAlgoEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
            algo.accountId(1_000).instrumentId(1).kind(kind).side(Side.SELL).orderType(OrderType.LIMIT);
            algo.sizeUnit(SizeUnit.BASE).stp(SelfTradePrevention.CANCEL_MAKER).quantity(2);
            if (kind == AlgoKind.OCO) {
                algo.takeProfitTriggerTicks(101).stopLossTriggerTicks(99).stopLossPriceTicks(98);
            } else if (kind == AlgoKind.TRIGGER) {
                algo.triggerTicks(100).priceTicks(99);
            } else {
                algo.callbackMillionths(5_000).activationTicks(101);
            }
            seeds.add(algo.clientAlgoId("a" + kind.value()).tag("t").encodedLength());
        }
        AmendAlgoEncoder amend = new AmendAlgoEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        amend.accountId(1_000).instrumentId(1).algoId(Limits.ID_MIN).newStopLossTriggerTicks(-1);
        seeds.add(amend.cancelOnFail(Flag.YES).requestId("r").encodedLength());
        CancelAlgoEncoder cancel = new CancelAlgoEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        seeds.add(cancel.accountId(1_000).instrumentId(1).clientAlgoId("a2").encodedLength());
        PlaceProtectedOrderEncoder order =
                new PlaceProtectedOrderEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        order.accountId(1_001).instrumentId(1).side(Side.BUY).orderType(OrderType.LIMIT);
        order.sizeUnit(SizeUnit.BASE)
                .stp(SelfTradePrevention.CANCEL_MAKER)
                .priceTicks(101)
                .quantity(5);
        order.takeProfitTriggerTicks(110).stopLossTriggerTicks(90).stopLossPriceTicks(89);
        seeds.add(order.clientAlgoId("p").encodedLength());
    }

    private static void addFamilyCommands(Commands seeds) {
        CreateSubAccountEncoder create =
                new CreateSubAccountEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        create.accountId(1_000).name("bot").putLabel(new byte[] {'x'}, 0, 1);
        seeds.add(create.encodedLength());
        TransferBetweenAccountsEncoder transfer =
                new TransferBetweenAccountsEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        transfer.accountId(1_000)
                .fromAccountId(1_000)
                .toAccountId(1_002)
                .currencyId(1)
                .amountAtoms(7);
        seeds.add(
                transfer.from(Wallet.TRADING).to(Wallet.TRADING).clientId("b1").encodedLength());
        SetTransferOutEncoder allow = new SetTransferOutEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        seeds.add(allow.accountId(1_000)
                .subAccountId(1_002)
                .canTransferOut(Flag.YES)
                .encodedLength());
        CreateApiKeyEncoder key = new CreateApiKeyEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        key.accountId(1_002).apiKey("sub").permissions((short) 3);
        key.putSealedSecret(new byte[1], 0, 1).putIpList(new byte[0], 0, 0).putLabel(new byte[0], 0, 0);
        seeds.add(key.encodedLength());
        ChangeApiKeyEncoder change = new ChangeApiKeyEncoder().wrapAndApplyHeader(seeds.buffer, 0, seeds.header);
        change.accountId(1_002).apiKey("sub").permissions((short) 1);
        change.putIpList(new byte[] {'1'}, 0, 1).putLabel(new byte[] {'y'}, 0, 1);
        seeds.add(change.encodedLength());
    }

    private static byte[] inARow(List<byte[]> commands) {
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        for (byte[] command : commands) {
            row.write(command.length);
            row.write(1);
            row.writeBytes(command);
        }
        return row.toByteArray();
    }

    /// Commands in a row, without the fields of the stream.
    private static final class Commands {
        final List<byte[]> commands = new ArrayList<>();
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
        final MessageHeaderEncoder header = new MessageHeaderEncoder();

        void order(int accountId, Side side, long priceTicks, long quantity, String clientOrderId) {
            PlaceOrderEncoder place = new PlaceOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
            place.accountId(accountId)
                    .instrumentId(1)
                    .side(side)
                    .orderType(OrderType.LIMIT)
                    .sizeUnit(SizeUnit.BASE)
                    .stp(SelfTradePrevention.CANCEL_MAKER)
                    .banAmend(Flag.NO)
                    .clampPrice(Flag.NO)
                    .priceTicks(priceTicks)
                    .quantity(quantity)
                    .clientOrderId(clientOrderId)
                    .tag("");
            add(place.encodedLength());
        }

        void add(int blockLength) {
            byte[] bytes = new byte[HEADER + blockLength];
            buffer.getBytes(0, bytes);
            buffer.setMemory(0, buffer.capacity(), (byte) 0);
            commands.add(bytes);
        }
    }
}
