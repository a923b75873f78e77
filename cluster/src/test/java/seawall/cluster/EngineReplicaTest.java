package seawall.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import seawall.engine.Limits;
import seawall.wire.JournalText;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.AmendAlgoEncoder;
import seawall.wire.codec.AmendOrderEncoder;
import seawall.wire.codec.CancelAlgoEncoder;
import seawall.wire.codec.CancelOrderEncoder;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.CreateAccountEncoder;
import seawall.wire.codec.CreateCurrencyEncoder;
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
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.Wallet;

class EngineReplicaTest {
    private static final int COMMANDS = 100_000;

    private final List<byte[]> parts = new ArrayList<>();
    private boolean keepsParts = true;
    private final EngineReplica replica = replica(Limits.laptop());
    private final MutableDirectBuffer command = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PlaceOrderEncoder place = new PlaceOrderEncoder();
    private final CancelOrderEncoder cancel = new CancelOrderEncoder();
    private final AmendOrderEncoder amend = new AmendOrderEncoder();
    private final CommandHeaderEncoder commandHeader = new CommandHeaderEncoder();
    private final PlaceAlgoEncoder placeAlgo = new PlaceAlgoEncoder();
    private final PlaceProtectedOrderEncoder placeProtected = new PlaceProtectedOrderEncoder();
    private final AmendAlgoEncoder amendAlgo = new AmendAlgoEncoder();
    private final CancelAlgoEncoder cancelAlgo = new CancelAlgoEncoder();
    private long streamSequence;

    @Test
    void an_entry_beyond_a_part_travels_in_parts_of_whole_events_under_one_header() {
        setUp();
        int orders = 500;
        for (int order = 0; order < orders; order++) {
            place(replica, 1000, Side.BUY, 1 + order, 1, "an-order-with-a-client-id-" + order);
        }
        parts.clear();
        MassCancelEncoder massCancel = new MassCancelEncoder().wrapAndApplyHeader(command, 0, header);
        apply(
                replica,
                massCancel.header(),
                massCancel.accountId(1000).instrumentId(0).encodedLength());
        // Each order closes with its event (8 + 25 bytes) and its level (8 + 25 bytes).
        assertThat(parts.size()).isEqualTo(1);

        int takers = 400;
        for (int order = 0; order < takers; order++) {
            place(replica, 1000, Side.SELL, 1000 + order, 1, "");
        }
        parts.clear();
        place(replica, 1001, Side.BUY, 2000, takers, "");
        assertThat(parts.size()).isGreaterThan(3);
        int events = 0;
        long stateHash = replica.stateHash();
        for (int index = 0; index < parts.size(); index++) {
            UnsafeBuffer part = new UnsafeBuffer(parts.get(index));
            assertThat(part.capacity()).isLessThanOrEqualTo(EntryPartSink.PART_BYTES_MAX);
            EntryPartDecoder entry = new EntryPartDecoder().wrapAndApplyHeader(part, 0, new MessageHeaderDecoder());
            assertThat(List.of(entry.sequence(), entry.part(), entry.last(), entry.outcome(), entry.stateHash()))
                    .isEqualTo(List.of(
                            replica.sequence(),
                            index,
                            index == parts.size() - 1 ? Flag.YES : Flag.NO,
                            Outcome.ACCEPTED,
                            stateHash));
            int position = MessageHeaderDecoder.ENCODED_LENGTH + EntryPartDecoder.BLOCK_LENGTH;
            MessageHeaderDecoder event = new MessageHeaderDecoder();
            while (position < part.capacity()) {
                event.wrap(part, position);
                position += MessageHeaderDecoder.ENCODED_LENGTH + event.blockLength();
                events++;
            }
            assertThat(position).isEqualTo(part.capacity());
        }
        // Accepted, closed; for each maker fill, four postings, closed and level; four balances; no fees, no band.
        assertThat(events).isEqualTo(2 + 7 * takers + 4);
    }

    @Test
    void bytes_that_are_no_command_get_a_malformed_entry_and_never_an_exception() {
        setUp();
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            place.wrapAndApplyHeader(command, 0, header);
            int length = random.nextInt(400);
            for (int index = 8; index < length; index++) {
                command.putByte(index, (byte) random.nextInt());
            }
            if (random.nextBoolean()) {
                header.templateId(random.nextInt(27)).blockLength(random.nextInt(200));
                place.header()
                        .gatewayId(7)
                        .incarnation(1)
                        .deadlineNanos(0)
                        .streamSequence(random.nextBoolean() ? streamSequence : streamSequence + 1);
            }
            long before = replica.sequence();
            parts.clear();
            replica.onCommand(1, command, 0, length);
            assertThat(replica.sequence()).isEqualTo(before + 1);
            EntryPartDecoder entry = new EntryPartDecoder()
                    .wrapAndApplyHeader(new UnsafeBuffer(parts.getFirst()), 0, new MessageHeaderDecoder());
            boolean ownStream = entry.gatewayId() == 7 && entry.incarnation() == 1 && entry.commandTemplateId() > 1;
            int outcome = entry.outcome().value();
            if (ownStream && (outcome == 0 || outcome > Outcome.STREAM_UNKNOWN.value())) {
                streamSequence++;
            }
        }
    }

    private static void load(StateImage image, EngineReplica into) {
        boolean complete = false;
        for (int page = 0; page < image.pages(); page++) {
            complete = into.onImage(new UnsafeBuffer(image.page(page)), 0, image.length(page));
        }
        assertThat(complete).isTrue();
    }

    @Test
    void a_snapshot_loads_to_the_same_hash_and_the_same_entries_follow() {
        setUp();
        for (int order = 0; order < 400; order++) {
            place(replica, 1000 + order % 2, order % 2 == 0 ? Side.BUY : Side.SELL, 500 + order % 7, 3, "c" + order);
        }
        EngineReplica loaded = replica(Limits.laptop());
        load(replica.image(), loaded);
        assertThat(loaded.stateHash()).isEqualTo(replica.stateHash());
        assertThat(loaded.sequence()).isEqualTo(replica.sequence());
        parts.clear();
        place(replica, 1000, Side.BUY, 600, 90, "");
        List<byte[]> expected = List.copyOf(parts);
        parts.clear();
        streamSequence--;
        place(loaded, 1000, Side.BUY, 600, 90, "");
        assertThat(parts.toArray(byte[][]::new)).isDeepEqualTo(expected.toArray(byte[][]::new));
    }

    @Test
    void a_loaded_snapshot_knows_what_waits_what_is_due_and_makes_the_same_follow_ups() {
        Limits limits = new Limits(100, 100, 100, 10, 10, 10, 10, 4, 4, 4, 4, 4, 4, 4, 50, 50, 50, 50, 2, 4);
        EngineReplica written = replica(limits);
        setUp(written);
        place(written, 1000, Side.BUY, 500, 1, "");
        place(written, 1001, Side.SELL, 500, 1, "");
        for (int number = 0; number < 7; number++) {
            algo(AlgoKind.CONDITIONAL, "stop-" + number);
            placeAlgo.stopLossTriggerTicks(490 + number).stopLossPriceTicks(600 + number);
            apply(written, placeAlgo.header(), placeAlgo.encodedLength());
            algo(AlgoKind.TRAILING, "");
            placeAlgo.callbackTicks(1 + number);
            apply(written, placeAlgo.header(), placeAlgo.encodedLength());
        }
        place(written, 1000, Side.BUY, 494, 1, "");
        place(written, 1001, Side.SELL, 494, 1, "");
        // Two follow-ups were made; the others are due at once.
        assertThat(written.nextTimerNanos()).isEqualTo(1);

        EngineReplica loaded = replica(limits);
        load(written.image(), loaded);
        assertThat(loaded.stateHash()).isEqualTo(written.stateHash());
        assertThat(loaded.nextTimerNanos()).isEqualTo(1);
        parts.clear();
        while (written.nextTimerNanos() != Long.MAX_VALUE) {
            written.onTimer(9);
        }
        List<byte[]> expected = List.copyOf(parts);
        parts.clear();
        while (loaded.nextTimerNanos() != Long.MAX_VALUE) {
            loaded.onTimer(9);
        }
        assertThat(expected).hasSizeGreaterThan(5);
        assertThat(parts.toArray(byte[][]::new)).isDeepEqualTo(expected.toArray(byte[][]::new));
    }

    @Test
    void one_price_may_activate_every_algo_order_of_the_exchange_in_one_entry() {
        int algos = 20_000;
        Limits limits =
                new Limits(100, 100, 100, 10, 10, 10, 10, 4, 4, 4, 4, 4, 4, 4, algos, algos, algos, algos, 10, 4);
        EngineReplica large = replica(limits);
        setUp(large);
        keepsParts = false;
        place(large, 1000, Side.BUY, 500, 1, "");
        place(large, 1001, Side.SELL, 500, 1, "");
        for (int number = 0; number < algos; number++) {
            algo(AlgoKind.TRAILING, "");
            placeAlgo.callbackTicks(1).activationTicks(501);
            apply(large, placeAlgo.header(), placeAlgo.encodedLength());
        }
        place(large, 1000, Side.BUY, 501, 1, "");
        keepsParts = true;
        parts.clear();
        place(large, 1001, Side.SELL, 501, 1, "");
        List<String> entry =
                JournalText.ofParts(parts.stream().map(UnsafeBuffer::new).toList());
        assertThat(entry.stream().filter(line -> line.startsWith("AlgoActivated")))
                .hasSize(algos);
        assertThat(parts.size()).isGreaterThan(9);
    }

    @Test
    void a_million_order_commands_allocate_nothing() {
        setUp();
        keepsParts = false;
        trade(COMMANDS);
        assertAllocatesNothing(() -> trade(10 * COMMANDS));
    }

    @Test
    void a_hundred_thousand_algo_commands_and_their_follow_ups_allocate_nothing() {
        setUp();
        keepsParts = false;
        place(replica, 1000, Side.BUY, 500, 1, "");
        place(replica, 1001, Side.SELL, 500, 1, "");
        UnsafeBuffer[] round = roundOfTriggers();
        repeat(round, 4 * COMMANDS);
        long entries = replica.sequence();
        int passes = assertAllocatesNothing(() -> repeat(round, COMMANDS));
        // Of eight commands, three make a follow-up: two stops and a trigger.
        assertThat(replica.sequence() - entries).isEqualTo(passes * (COMMANDS + 3L * COMMANDS / 8));
    }

    /// What allocates does so in every pass. The compiler changes its mind a last time in one of them, and then makes
    /// objects that it had dissolved; there are a few passes for it to come to rest.
    ///
    /// @return passes it took
    private static int assertAllocatesNothing(Runnable pass) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        threads.getThreadAllocatedBytes(thread);
        List<Long> allocated = new ArrayList<>();
        do {
            long before = threads.getThreadAllocatedBytes(thread);
            pass.run();
            allocated.add(threads.getThreadAllocatedBytes(thread) - before);
        } while (allocated.getLast() != 0 && allocated.size() < 4);
        assertThat(allocated.getLast()).as("bytes of each pass: %s", allocated).isZero();
        return allocated.size();
    }

    /// A stop loss, a pair attached to an order, a trailing stop and a trigger order; a trade sets two of them off.
    /// The round leaves the price where it was. It is written once, since encoding text may allocate.
    private UnsafeBuffer[] roundOfTriggers() {
        List<UnsafeBuffer> commands = new ArrayList<>();
        algo(AlgoKind.CONDITIONAL, "stop");
        placeAlgo.stopLossTriggerTicks(499).stopLossPriceTicks(400);
        commands.add(copy(placeAlgo.encodedLength()));
        algo(AlgoKind.TRAILING, "trail");
        placeAlgo.callbackTicks(1);
        commands.add(copy(placeAlgo.encodedLength()));
        place.wrapAndApplyHeader(command, 0, header);
        order(1001, Side.BUY, 499, 3);
        commands.add(copy(place.encodedLength()));
        placeProtected.wrapAndApplyHeader(command, 0, header);
        placeProtected
                .accountId(1000)
                .instrumentId(1)
                .side(Side.SELL)
                .orderType(OrderType.LIMIT)
                .sizeUnit(SizeUnit.BASE)
                .stp(SelfTradePrevention.CANCEL_MAKER)
                .banAmend(Flag.NO)
                .clampPrice(Flag.NO)
                .priceTicks(499)
                .quantity(1);
        placeProtected.takeProfitTriggerTicks(300).takeProfitPriceTicks(0);
        placeProtected.stopLossTriggerTicks(600).stopLossPriceTicks(0);
        placeProtected.clientOrderId("").clientAlgoId("pair").tag("");
        commands.add(copy(placeProtected.encodedLength()));
        amendAlgo.wrapAndApplyHeader(command, 0, header);
        amendAlgo.accountId(1000).instrumentId(1).algoId(0).newQuantity(0).newTriggerTicks(0);
        amendAlgo.newPriceTicks(0).newTakeProfitTriggerTicks(-1).newTakeProfitPriceTicks(0);
        amendAlgo.newStopLossTriggerTicks(700).newStopLossPriceTicks(0).cancelOnFail(Flag.NO);
        amendAlgo.clientAlgoId("pair").requestId("");
        commands.add(copy(amendAlgo.encodedLength()));
        cancelAlgo.wrapAndApplyHeader(command, 0, header);
        cancelAlgo.accountId(1000).instrumentId(1).algoId(0).clientAlgoId("pair");
        commands.add(copy(cancelAlgo.encodedLength()));
        place.wrapAndApplyHeader(command, 0, header);
        order(1001, Side.SELL, 500, 1);
        commands.add(copy(place.encodedLength()));
        algo(AlgoKind.TRIGGER, "entry");
        placeAlgo.side(Side.BUY).triggerTicks(499).priceTicks(500);
        commands.add(copy(placeAlgo.encodedLength()));
        return commands.toArray(UnsafeBuffer[]::new);
    }

    private UnsafeBuffer copy(int blockLength) {
        UnsafeBuffer copy = new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + blockLength]);
        copy.putBytes(0, command, 0, copy.capacity());
        return copy;
    }

    private void repeat(UnsafeBuffer[] round, int commands) {
        for (int number = 0; number < commands; number++) {
            UnsafeBuffer bytes = round[number % round.length];
            commandHeader
                    .wrap(bytes, MessageHeaderEncoder.ENCODED_LENGTH)
                    .gatewayId(7)
                    .incarnation(1)
                    .deadlineNanos(0)
                    .correlationId(5)
                    .streamSequence(streamSequence++);
            replica.onCommand(1, bytes, 0, bytes.capacity());
        }
    }

    private void algo(AlgoKind kind, String clientAlgoId) {
        placeAlgo.wrapAndApplyHeader(command, 0, header);
        placeAlgo
                .accountId(1000)
                .instrumentId(1)
                .kind(kind)
                .side(Side.SELL)
                .orderType(OrderType.LIMIT)
                .sizeUnit(SizeUnit.BASE)
                .stp(SelfTradePrevention.CANCEL_MAKER)
                .quantity(1);
        placeAlgo.triggerTicks(0).priceTicks(0).takeProfitTriggerTicks(0).takeProfitPriceTicks(0);
        placeAlgo
                .stopLossTriggerTicks(0)
                .stopLossPriceTicks(0)
                .callbackMillionths(0)
                .callbackTicks(0);
        placeAlgo.activationTicks(0).clientAlgoId(clientAlgoId).tag("");
    }

    /// Places, fills, amends and cancels, with encoders that allocate nothing either.
    private void trade(int commands) {
        for (int number = 0; number < commands; number += 4) {
            place.wrapAndApplyHeader(command, 0, header);
            order(1000, Side.BUY, 500 + number % 50, 10);
            apply(replica, place.header(), place.encodedLength());
            place.wrapAndApplyHeader(command, 0, header);
            order(1001, Side.SELL, 500 + number % 50, 3);
            apply(replica, place.header(), place.encodedLength());
            amend.wrapAndApplyHeader(command, 0, header);
            amend.accountId(1000)
                    .instrumentId(1)
                    .orderId(0)
                    .newPriceTicks(400 + number % 3)
                    .newQuantityLots(0);
            amend.cancelOnFail(Flag.NO).clampPrice(Flag.NO);
            amend.clientOrderId("mine").requestId("r");
            apply(replica, amend.header(), amend.encodedLength());
            cancel.wrapAndApplyHeader(command, 0, header);
            cancel.accountId(1000).instrumentId(1).orderId(0).clientOrderId("mine");
            apply(replica, cancel.header(), cancel.encodedLength());
        }
    }

    private void order(int accountId, Side side, long priceTicks, long quantity) {
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
                .clientOrderId(side == Side.BUY ? "mine" : "")
                .tag("");
    }

    private void place(
            EngineReplica target, int accountId, Side side, long priceTicks, long quantity, String clientOrderId) {
        place.wrapAndApplyHeader(command, 0, header);
        order(accountId, side, priceTicks, quantity);
        place.clientOrderId(clientOrderId);
        apply(target, place.header(), place.encodedLength());
    }

    private void setUp() {
        setUp(replica);
    }

    private void setUp(EngineReplica target) {
        OpenStreamEncoder open = new OpenStreamEncoder().wrapAndApplyHeader(command, 0, header);
        apply(target, open.header(), open.encodedLength());
        for (String code : List.of("BTC", "USD")) {
            CreateCurrencyEncoder currency = new CreateCurrencyEncoder().wrapAndApplyHeader(command, 0, header);
            currency.code(code).scale((short) 2).balanceAtomsMax(1L << 60);
            apply(target, currency.header(), currency.encodedLength());
        }
        ListInstrumentEncoder list = new ListInstrumentEncoder().wrapAndApplyHeader(command, 0, header);
        list.name("BTC-USD")
                .baseCurrency("BTC")
                .quoteCurrency("USD")
                .tickMantissa(1)
                .tickScale((short) 1);
        list.lotMantissa(1).lotScale((short) 1).minLots(1).maxLimitLots(1 << 20).maxMarketLots(1 << 20);
        list.maxMarketQuoteAtoms(1 << 30)
                .bandMillionths(0)
                .referencePriceTicks(0)
                .phase(Phase.TRADING);
        apply(target, list.header(), list.encodedLength());
        for (int account = 0; account < 2; account++) {
            CreateAccountEncoder create = new CreateAccountEncoder().wrapAndApplyHeader(command, 0, header);
            create.name("account-" + account).makerFeeMillionths(0).takerFeeMillionths(0);
            apply(target, create.header(), create.encodedLength());
            for (int currencyId = 1; currencyId <= 2; currencyId++) {
                DepositEncoder deposit = new DepositEncoder().wrapAndApplyHeader(command, 0, header);
                deposit.accountId(1000 + account).wallet(Wallet.TRADING).currencyId(currencyId);
                deposit.amountAtoms(1L << 50).clientId("deposit-" + currencyId);
                apply(target, deposit.header(), deposit.encodedLength());
            }
        }
    }

    private void apply(EngineReplica target, CommandHeaderEncoder commandHeader, int blockLength) {
        commandHeader
                .gatewayId(7)
                .incarnation(1)
                .deadlineNanos(0)
                .correlationId(5)
                .streamSequence(streamSequence++);
        target.onCommand(1, command, 0, MessageHeaderEncoder.ENCODED_LENGTH + blockLength);
    }

    private EngineReplica replica(Limits limits) {
        return new EngineReplica(limits, (sequence, part, last, buffer, offset, length) -> {
            if (keepsParts) {
                byte[] bytes = new byte[length];
                buffer.getBytes(offset, bytes);
                parts.add(bytes);
            }
        });
    }
}
