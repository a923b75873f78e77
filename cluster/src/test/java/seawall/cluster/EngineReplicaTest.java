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
import seawall.wire.codec.AmendOrderEncoder;
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
import seawall.wire.codec.PlaceOrderEncoder;
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
                header.templateId(random.nextInt(20)).blockLength(random.nextInt(200));
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

    @Test
    void a_snapshot_loads_to_the_same_hash_and_the_same_entries_follow() {
        setUp();
        for (int order = 0; order < 400; order++) {
            place(replica, 1000 + order % 2, order % 2 == 0 ? Side.BUY : Side.SELL, 500 + order % 7, 3, "c" + order);
        }
        EngineReplica loaded = replica(Limits.laptop());
        boolean[] complete = new boolean[1];
        replica.writeSnapshot((buffer, offset, length) -> complete[0] = loaded.onSnapshot(buffer, offset, length));
        assertThat(complete[0]).isTrue();
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
    void a_hundred_thousand_order_commands_allocate_nothing() {
        setUp();
        keepsParts = false;
        trade(COMMANDS);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        threads.getThreadAllocatedBytes(thread);
        long before = threads.getThreadAllocatedBytes(thread);
        trade(COMMANDS);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertThat(allocated).isZero();
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
        OpenStreamEncoder open = new OpenStreamEncoder().wrapAndApplyHeader(command, 0, header);
        apply(replica, open.header(), open.encodedLength());
        for (String code : List.of("BTC", "USD")) {
            CreateCurrencyEncoder currency = new CreateCurrencyEncoder().wrapAndApplyHeader(command, 0, header);
            currency.code(code).scale((short) 2).balanceAtomsMax(1L << 60);
            apply(replica, currency.header(), currency.encodedLength());
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
        apply(replica, list.header(), list.encodedLength());
        for (int account = 0; account < 2; account++) {
            CreateAccountEncoder create = new CreateAccountEncoder().wrapAndApplyHeader(command, 0, header);
            create.name("account-" + account).makerFeeMillionths(0).takerFeeMillionths(0);
            apply(replica, create.header(), create.encodedLength());
            for (int currencyId = 1; currencyId <= 2; currencyId++) {
                DepositEncoder deposit = new DepositEncoder().wrapAndApplyHeader(command, 0, header);
                deposit.accountId(1000 + account).wallet(Wallet.TRADING).currencyId(currencyId);
                deposit.amountAtoms(1L << 50).clientId("deposit-" + currencyId);
                apply(replica, deposit.header(), deposit.encodedLength());
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
