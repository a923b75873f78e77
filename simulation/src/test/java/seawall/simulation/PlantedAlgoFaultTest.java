package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import seawall.wire.codec.AccountFeeTierChangedDecoder;
import seawall.wire.codec.AlgoAcceptedDecoder;
import seawall.wire.codec.AlgoActivatedDecoder;
import seawall.wire.codec.AlgoArmedDecoder;
import seawall.wire.codec.AlgoClosedDecoder;
import seawall.wire.codec.AlgoLeg;
import seawall.wire.codec.AlgoTriggeredDecoder;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OrderAcceptedDecoder;
import seawall.wire.codec.OrderAmendRefusedDecoder;
import seawall.wire.codec.OrderFilledDecoder;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PhaseChangedDecoder;
import seawall.wire.codec.ReopeningScheduledDecoder;
import seawall.wire.codec.SetPhaseDecoder;
import seawall.wire.codec.UncrossingStartedDecoder;

/// Plants one fault about algo orders, auctions, timetables or fee tiers in a journal that is otherwise right: the
/// audit must object, at that entry or, where one entry alone cannot show the fault, at a later one.
final class PlantedAlgoFaultTest {
    private static final long SEED = 6;
    /// Worlds that a rare fault has until there is a place for it and somebody objects.
    private static final int SEEDS_MAX = 8;
    private static final boolean AT_ONCE = true;
    private static final boolean LATER = false;

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("an algo order is dropped", LATER, messages -> drop(messages, AlgoAcceptedDecoder.TEMPLATE_ID)),
                fault(
                        "an algo order is accepted twice",
                        AT_ONCE,
                        messages -> PlantedFault.repeat(messages, AlgoAcceptedDecoder.TEMPLATE_ID)),
                fault(
                        "an algo number is skipped",
                        AT_ONCE,
                        messages -> PlantedFault.add(
                                messages, AlgoAcceptedDecoder.TEMPLATE_ID, AlgoAcceptedDecoder.algoIdEncodingOffset())),
                fault(
                        "an algo order is attached to another order",
                        AT_ONCE,
                        messages -> PlantedAlgoFaultTest.places(messages, OrderAcceptedDecoder.TEMPLATE_ID)
                                ? PlantedFault.add(
                                        messages,
                                        AlgoAcceptedDecoder.TEMPLATE_ID,
                                        AlgoAcceptedDecoder.parentOrderIdEncodingOffset())
                                : null),
                fault(
                        "an algo order is armed with a lot too many",
                        AT_ONCE,
                        messages -> PlantedFault.add(
                                messages, AlgoArmedDecoder.TEMPLATE_ID, AlgoArmedDecoder.quantityEncodingOffset())),
                fault(
                        "an algo order is not armed when its parent is filled",
                        AT_ONCE,
                        messages -> drop(messages, AlgoArmedDecoder.TEMPLATE_ID)),
                fault(
                        "an algo order outlives a parent that was not filled",
                        AT_ONCE,
                        messages -> closesWithParent(messages) ? drop(messages, AlgoClosedDecoder.TEMPLATE_ID) : null),
                fault(
                        "an algo order is closed twice",
                        AT_ONCE,
                        messages -> PlantedFault.repeat(messages, AlgoClosedDecoder.TEMPLATE_ID)),
                fault("an algo order ends for a parent it does not have", AT_ONCE, messages -> {
                    if (!places(messages, AlgoClosedDecoder.TEMPLATE_ID) || closesWithParent(messages)) {
                        return null;
                    }
                    return set(
                            messages,
                            AlgoClosedDecoder.TEMPLATE_ID,
                            AlgoClosedDecoder.reasonEncodingOffset(),
                            CloseReason.PARENT.value());
                }),
                fault(
                        "a triggered algo order goes on waiting",
                        AT_ONCE,
                        messages -> places(messages, OrderAcceptedDecoder.TEMPLATE_ID)
                                        && places(messages, AlgoTriggeredDecoder.TEMPLATE_ID)
                                ? PlantedFault.repeat(messages, AlgoTriggeredDecoder.TEMPLATE_ID)
                                : null),
                fault(
                        "another algo order is triggered than the one that was due",
                        AT_ONCE,
                        messages -> PlantedFault.add(
                                messages,
                                AlgoTriggeredDecoder.TEMPLATE_ID,
                                AlgoTriggeredDecoder.algoIdEncodingOffset())),
                fault(
                        "a leg is triggered that the price has not reached",
                        AT_ONCE,
                        PlantedAlgoFaultTest::triggerAnotherLeg),
                fault(
                        "a triggered order has another number than it was given",
                        AT_ONCE,
                        messages -> PlantedFault.add(
                                messages,
                                AlgoTriggeredDecoder.TEMPLATE_ID,
                                AlgoTriggeredDecoder.orderIdEncodingOffset())),
                fault(
                        "a triggered order is a lot too large",
                        AT_ONCE,
                        messages -> places(messages, AlgoTriggeredDecoder.TEMPLATE_ID)
                                ? PlantedFault.add(
                                        messages,
                                        OrderAcceptedDecoder.TEMPLATE_ID,
                                        OrderAcceptedDecoder.quantityEncodingOffset())
                                : null),
                fault("a trigger is further away than it was given", LATER, PlantedAlgoFaultTest::raiseTrigger),
                fault(
                        "a trailing stop becomes active without a word",
                        AT_ONCE,
                        messages -> drop(messages, AlgoActivatedDecoder.TEMPLATE_ID)),
                fault(
                        "a trailing stop follows from another price",
                        AT_ONCE,
                        messages -> PlantedFault.add(
                                messages,
                                AlgoActivatedDecoder.TEMPLATE_ID,
                                AlgoActivatedDecoder.priceTicksEncodingOffset())),
                fault(
                        "an amendment cancels its order without saying why",
                        AT_ONCE,
                        messages -> drop(messages, OrderAmendRefusedDecoder.TEMPLATE_ID)),
                fault(
                        "an auction price is a tick off",
                        AT_ONCE,
                        messages -> PlantedFault.add(
                                messages,
                                UncrossingStartedDecoder.TEMPLATE_ID,
                                UncrossingStartedDecoder.priceTicksEncodingOffset())),
                fault(
                        "an auction promises a lot too many",
                        AT_ONCE,
                        messages -> PlantedFault.add(
                                messages,
                                UncrossingStartedDecoder.TEMPLATE_ID,
                                UncrossingStartedDecoder.quantityLotsEncodingOffset())),
                fault(
                        "a pair of an auction trades a tick off",
                        AT_ONCE,
                        messages -> isUncrossing(messages)
                                ? PlantedFault.add(
                                        messages,
                                        OrderFilledDecoder.TEMPLATE_ID,
                                        OrderFilledDecoder.priceTicksEncodingOffset())
                                : null),
                fault("the older order of a pair is the taker", AT_ONCE, PlantedAlgoFaultTest::swapPair),
                fault(
                        "an auction trades before it has begun",
                        AT_ONCE,
                        messages -> drop(messages, UncrossingStartedDecoder.TEMPLATE_ID)),
                fault(
                        "an auction ends without a word",
                        LATER,
                        messages -> isUncrossing(messages) && isPhase(messages, Phase.TRADING)
                                ? drop(messages, PhaseChangedDecoder.TEMPLATE_ID)
                                : null),
                fault(
                        "orders are taken in a phase that forbids them",
                        LATER,
                        messages -> command(messages) == SetPhaseDecoder.TEMPLATE_ID && isPhase(messages, Phase.TRADING)
                                ? set(
                                        messages,
                                        PhaseChangedDecoder.TEMPLATE_ID,
                                        PhaseChangedDecoder.phaseEncodingOffset(),
                                        Phase.HALTED.value())
                                : null),
                fault(
                        "a phase changes that nobody asked for",
                        AT_ONCE,
                        messages -> command(messages) == 0 && places(messages, PhaseChangedDecoder.TEMPLATE_ID)
                                ? set(
                                        messages,
                                        PhaseChangedDecoder.TEMPLATE_ID,
                                        PhaseChangedDecoder.phaseEncodingOffset(),
                                        Phase.HALTED.value())
                                : null),
                fault(
                        "a timetable goes on after a command set the phase",
                        AT_ONCE,
                        messages -> command(messages) == SetPhaseDecoder.TEMPLATE_ID
                                        && places(messages, PhaseChangedDecoder.TEMPLATE_ID)
                                ? drop(messages, ReopeningScheduledDecoder.TEMPLATE_ID)
                                : null),
                fault(
                        "an account keeps its own rates in a tier",
                        LATER,
                        messages -> drop(messages, AccountFeeTierChangedDecoder.TEMPLATE_ID)),
                fault(
                        "an account has a tier that was never set",
                        AT_ONCE,
                        messages -> places(messages, AccountFeeTierChangedDecoder.TEMPLATE_ID)
                                ? set(
                                        messages,
                                        AccountFeeTierChangedDecoder.TEMPLATE_ID,
                                        AccountFeeTierChangedDecoder.tierEncodingOffset(),
                                        99)
                                : null));
    }

    private static Arguments fault(String name, boolean atOnce, PlantedFault.Change fault) {
        return Arguments.of(name, atOnce, fault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void the_audit_objects_when(String name, boolean atOnce, PlantedFault.Change fault) {
        for (long seed = SEED; seed < SEED + SEEDS_MAX; seed++) {
            var plant = new PlantedFault(fault);
            var journal = new ReferenceJournal(ReferenceJournal.SMALL, plant);

            String objection = journal.run(new CommandStreams(seed, CommandStreams.Scope.EVERYTHING), 20_000);

            if (plant.sequence() > 0 && !objection.isEmpty()) {
                assertThat(journal.checker().violations().getFirst().sequence())
                        .as(
                                "seed %d, the audit objects: %s",
                                seed, journal.checker().violations())
                        .isBetween(plant.sequence(), atOnce ? plant.sequence() + 1 : Long.MAX_VALUE);
                return;
            }
            assertThat(atOnce && plant.sequence() > 0)
                    .as("seed %d: the audit misses what it sees at once", seed)
                    .isFalse();
        }
        fail("the audit has no objection, or the fault no place, in the worlds of the seeds from " + SEED);
    }

    @Test
    void a_journal_without_a_fault_has_no_objection() {
        var journal = new ReferenceJournal(ReferenceJournal.SMALL);

        assertThat(journal.run(new CommandStreams(SEED, CommandStreams.Scope.EVERYTHING), 20_000))
                .isEmpty();
    }

    private static boolean places(List<byte[]> messages, int templateId) {
        return !PlantedFault.places(messages, templateId).isEmpty();
    }

    private static @Nullable List<byte[]> drop(List<byte[]> messages, int templateId) {
        return PlantedFault.drop(messages, templateId);
    }

    private static List<byte[]> set(List<byte[]> messages, int templateId, int fieldOffset, int value) {
        int place = PlantedFault.places(messages, templateId).getFirst();
        PlantedFault.buffer(messages, place).putByte(MessageHeaderDecoder.ENCODED_LENGTH + fieldOffset, (byte) value);
        return messages;
    }

    private static int command(List<byte[]> messages) {
        return new EntryPartDecoder()
                .wrapAndApplyHeader(PlantedFault.buffer(messages, 0), 0, new MessageHeaderDecoder())
                .commandTemplateId();
    }

    private static boolean closesWithParent(List<byte[]> messages) {
        List<Integer> places = PlantedFault.places(messages, AlgoClosedDecoder.TEMPLATE_ID);
        return !places.isEmpty()
                && new AlgoClosedDecoder()
                                .wrapAndApplyHeader(
                                        PlantedFault.buffer(messages, places.getFirst()), 0, new MessageHeaderDecoder())
                                .reason()
                        == CloseReason.PARENT;
    }

    private static boolean isUncrossing(List<byte[]> messages) {
        return command(messages) == 0
                && places(messages, OrderFilledDecoder.TEMPLATE_ID)
                && !places(messages, AlgoTriggeredDecoder.TEMPLATE_ID);
    }

    private static boolean isPhase(List<byte[]> messages, Phase phase) {
        List<Integer> places = PlantedFault.places(messages, PhaseChangedDecoder.TEMPLATE_ID);
        return !places.isEmpty()
                && new PhaseChangedDecoder()
                                .wrapAndApplyHeader(
                                        PlantedFault.buffer(messages, places.getFirst()), 0, new MessageHeaderDecoder())
                                .phase()
                        == phase;
    }

    private static @Nullable List<byte[]> raiseTrigger(List<byte[]> messages) {
        List<Integer> places = PlantedFault.places(messages, AlgoAcceptedDecoder.TEMPLATE_ID);
        if (places.isEmpty()) {
            return null;
        }
        UnsafeBuffer buffer = PlantedFault.buffer(messages, places.getFirst());
        int index = MessageHeaderDecoder.ENCODED_LENGTH + AlgoAcceptedDecoder.triggerTicksEncodingOffset();
        if (buffer.getLong(index) == 0) {
            return null;
        }
        // Far away, so that the price never gets there.
        buffer.putLong(index, 1L << 39);
        return messages;
    }

    private static @Nullable List<byte[]> triggerAnotherLeg(List<byte[]> messages) {
        List<Integer> places = PlantedFault.places(messages, AlgoTriggeredDecoder.TEMPLATE_ID);
        if (places.isEmpty()) {
            return null;
        }
        AlgoLeg leg = new AlgoTriggeredDecoder()
                .wrapAndApplyHeader(PlantedFault.buffer(messages, places.getFirst()), 0, new MessageHeaderDecoder())
                .leg();
        return set(
                messages,
                AlgoTriggeredDecoder.TEMPLATE_ID,
                AlgoTriggeredDecoder.legEncodingOffset(),
                (leg == AlgoLeg.TAKE_PROFIT ? AlgoLeg.STOP_LOSS : AlgoLeg.TAKE_PROFIT).value());
    }

    private static @Nullable List<byte[]> swapPair(List<byte[]> messages) {
        if (!isUncrossing(messages)) {
            return null;
        }
        int place =
                PlantedFault.places(messages, OrderFilledDecoder.TEMPLATE_ID).getFirst();
        UnsafeBuffer buffer = PlantedFault.buffer(messages, place);
        int taker = MessageHeaderDecoder.ENCODED_LENGTH + OrderFilledDecoder.takerOrderIdEncodingOffset();
        int maker = MessageHeaderDecoder.ENCODED_LENGTH + OrderFilledDecoder.makerOrderIdEncodingOffset();
        long takerOrderId = buffer.getLong(taker);
        buffer.putLong(taker, buffer.getLong(maker));
        buffer.putLong(maker, takerOrderId);
        return messages;
    }
}
