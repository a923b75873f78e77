package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import seawall.cluster.EngineReplica;
import seawall.engine.Limits;
import seawall.wire.EventReader;
import seawall.wire.codec.BalanceChangedDecoder;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.LevelChangedDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OrderAcceptedDecoder;
import seawall.wire.codec.OrderClosedDecoder;
import seawall.wire.codec.OrderFilledDecoder;
import seawall.wire.codec.PostingDecoder;

/// Plants one fault in a journal that is otherwise right: both judges must object at exactly that entry.
final class PlantedFaultTest {
    private static final long SEED = 5;

    /// Changes the messages of an entry, or returns null when the entry offers no place for the fault.
    private interface Fault {
        @Nullable
        List<byte[]> plant(List<byte[]> messages);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("a fill is dropped", messages -> drop(messages, OrderFilledDecoder.TEMPLATE_ID)),
                fault("a posting is dropped", messages -> drop(messages, PostingDecoder.TEMPLATE_ID)),
                fault("a close is dropped", messages -> drop(messages, OrderClosedDecoder.TEMPLATE_ID)),
                fault("an order is dropped", messages -> drop(messages, OrderAcceptedDecoder.TEMPLATE_ID)),
                fault("a level is dropped", messages -> drop(messages, LevelChangedDecoder.TEMPLATE_ID)),
                fault("a balance is dropped", messages -> drop(messages, BalanceChangedDecoder.TEMPLATE_ID)),
                fault(
                        "a posting is an atom too large",
                        messages ->
                                add(messages, PostingDecoder.TEMPLATE_ID, PostingDecoder.amountAtomsEncodingOffset())),
                fault(
                        "a posting names a balance an atom too large",
                        messages ->
                                add(messages, PostingDecoder.TEMPLATE_ID, PostingDecoder.balanceAtomsEncodingOffset())),
                fault(
                        "a fee is an atom too large",
                        messages -> add(
                                messages,
                                OrderFilledDecoder.TEMPLATE_ID,
                                OrderFilledDecoder.takerFeeAtomsEncodingOffset())),
                fault(
                        "a fill is worth an atom too much",
                        messages -> add(
                                messages,
                                OrderFilledDecoder.TEMPLATE_ID,
                                OrderFilledDecoder.quoteAtomsEncodingOffset())),
                fault(
                        "a fill is a tick off",
                        messages -> add(
                                messages,
                                OrderFilledDecoder.TEMPLATE_ID,
                                OrderFilledDecoder.priceTicksEncodingOffset())),
                fault(
                        "a fill names another maker",
                        messages -> add(
                                messages,
                                OrderFilledDecoder.TEMPLATE_ID,
                                OrderFilledDecoder.makerOrderIdEncodingOffset())),
                fault(
                        "a trade number is skipped",
                        messages -> add(
                                messages, OrderFilledDecoder.TEMPLATE_ID, OrderFilledDecoder.tradeIdEncodingOffset())),
                fault(
                        "a balance is an atom too large",
                        messages -> add(
                                messages,
                                BalanceChangedDecoder.TEMPLATE_ID,
                                BalanceChangedDecoder.balanceAtomsEncodingOffset())),
                fault(
                        "a hold is an atom too large",
                        messages -> add(
                                messages,
                                BalanceChangedDecoder.TEMPLATE_ID,
                                BalanceChangedDecoder.holdAtomsEncodingOffset())),
                fault(
                        "a level is a lot too deep",
                        messages -> add(
                                messages,
                                LevelChangedDecoder.TEMPLATE_ID,
                                LevelChangedDecoder.quantityLotsEncodingOffset())),
                fault(
                        "a close forgets what was filled",
                        messages -> add(
                                messages,
                                OrderClosedDecoder.TEMPLATE_ID,
                                OrderClosedDecoder.filledLotsEncodingOffset())),
                fault(
                        "a sequence number is skipped",
                        messages ->
                                add(messages, EntryPartDecoder.TEMPLATE_ID, EntryPartDecoder.sequenceEncodingOffset())),
                fault("two trades change places", PlantedFaultTest::swapTrades),
                fault("an order is closed twice", PlantedFaultTest::closeTwice),
                fault("an entry is cut short", messages -> {
                    byte[] last = messages.removeLast();
                    messages.add(Arrays.copyOf(last, last.length - 1));
                    return messages;
                }));
    }

    private static Arguments fault(String name, Fault fault) {
        return Arguments.of(name, fault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void both_judges_object_at_the_entry_that_is_wrong(String name, Fault fault) {
        var plant = new Planted(fault);
        var agreement = new Agreement("seed " + SEED, Limits.tiny(), EngineReplica::new, plant);

        String objection = agreement.run(new CommandStreams(SEED, Agreement.SCOPE), 5_000);

        assertThat(plant.sequence).as("the seed offers a place for the fault").isPositive();
        assertThat(objection).as("the reference disagrees").contains("first difference");
        assertThat(agreement.checker().violations().getFirst().sequence())
                .as("the audit objects: %s", agreement.checker().violations())
                .isBetween(plant.sequence, plant.sequence + 1);
    }

    @Test
    void a_journal_without_a_fault_has_no_objection() {
        var agreement = Agreement.ofSeed(SEED, Limits.tiny());

        assertThat(agreement.run(new CommandStreams(SEED, Agreement.SCOPE), 5_000))
                .isEmpty();
        assertThat(agreement.checker().violations()).isEmpty();
        assertThat(agreement.checker().sequence())
                .isEqualTo(agreement.coverage().entries());
    }

    /// Plants its fault once, at the first place after the market has become lively.
    private static final class Planted implements Agreement.Fault {
        private static final int ENTRIES_BEFORE = 300;

        private final Fault fault;
        private int entries;
        private long sequence;

        private Planted(Fault fault) {
            this.fault = fault;
        }

        @Override
        public byte[] apply(byte[] entry) {
            entries++;
            if (sequence != 0 || entries <= ENTRIES_BEFORE) {
                return entry;
            }
            List<byte[]> messages = fault.plant(split(entry));
            if (messages == null) {
                return entry;
            }
            sequence = entries;
            var changed = new ByteArrayOutputStream();
            messages.forEach(changed::writeBytes);
            return changed.toByteArray();
        }
    }

    private static List<byte[]> split(byte[] entry) {
        var messages = new ArrayList<byte[]>();
        var reader = new EventReader().wrap(new UnsafeBuffer(entry), 0, entry.length);
        while (reader.next()) {
            byte[] message = new byte[reader.length()];
            reader.buffer().getBytes(reader.offset() - MessageHeaderDecoder.ENCODED_LENGTH, message);
            messages.add(message);
        }
        return messages;
    }

    private static int templateId(byte[] message) {
        return new MessageHeaderDecoder().wrap(new UnsafeBuffer(message), 0).templateId();
    }

    private static List<Integer> places(List<byte[]> messages, int templateId) {
        var places = new ArrayList<Integer>();
        for (int index = 0; index < messages.size(); index++) {
            if (templateId(messages.get(index)) == templateId) {
                places.add(index);
            }
        }
        return places;
    }

    private static @Nullable List<byte[]> drop(List<byte[]> messages, int templateId) {
        List<Integer> places = places(messages, templateId);
        if (places.isEmpty()) {
            return null;
        }
        messages.remove((int) places.getFirst());
        return messages;
    }

    private static @Nullable List<byte[]> add(List<byte[]> messages, int templateId, int fieldOffset) {
        List<Integer> places = places(messages, templateId);
        if (places.isEmpty()) {
            return null;
        }
        var buffer = new UnsafeBuffer(messages.get(places.getFirst()));
        int index = MessageHeaderDecoder.ENCODED_LENGTH + fieldOffset;
        buffer.putLong(index, buffer.getLong(index) + 1);
        return messages;
    }

    private static @Nullable List<byte[]> swapTrades(List<byte[]> messages) {
        List<Integer> places = places(messages, OrderFilledDecoder.TEMPLATE_ID);
        if (places.size() < 2) {
            return null;
        }
        Collections.swap(messages, places.get(0), places.get(1));
        return messages;
    }

    private static @Nullable List<byte[]> closeTwice(List<byte[]> messages) {
        List<Integer> places = places(messages, OrderClosedDecoder.TEMPLATE_ID);
        if (places.isEmpty()) {
            return null;
        }
        messages.add(places.getFirst(), messages.get(places.getFirst()));
        return messages;
    }
}
