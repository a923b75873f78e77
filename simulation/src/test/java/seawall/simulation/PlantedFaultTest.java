package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

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
import seawall.engine.Limits;
import seawall.wire.codec.BalanceChangedDecoder;
import seawall.wire.codec.CloseReason;
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

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("a fill is dropped", messages -> PlantedFault.drop(messages, OrderFilledDecoder.TEMPLATE_ID)),
                fault("a posting is dropped", messages -> PlantedFault.drop(messages, PostingDecoder.TEMPLATE_ID)),
                fault("a close is dropped", messages -> PlantedFault.drop(messages, OrderClosedDecoder.TEMPLATE_ID)),
                fault("an order is dropped", messages -> PlantedFault.drop(messages, OrderAcceptedDecoder.TEMPLATE_ID)),
                fault("a level is dropped", messages -> PlantedFault.drop(messages, LevelChangedDecoder.TEMPLATE_ID)),
                fault(
                        "a balance is dropped",
                        messages -> PlantedFault.drop(messages, BalanceChangedDecoder.TEMPLATE_ID)),
                fault(
                        "a posting is an atom too large",
                        messages -> PlantedFault.add(
                                messages, PostingDecoder.TEMPLATE_ID, PostingDecoder.amountAtomsEncodingOffset())),
                fault(
                        "a posting names a balance an atom too large",
                        messages -> PlantedFault.add(
                                messages, PostingDecoder.TEMPLATE_ID, PostingDecoder.balanceAtomsEncodingOffset())),
                fault(
                        "a fee is an atom too large",
                        messages -> PlantedFault.add(
                                messages,
                                OrderFilledDecoder.TEMPLATE_ID,
                                OrderFilledDecoder.takerFeeAtomsEncodingOffset())),
                fault(
                        "a fill is worth an atom too much",
                        messages -> PlantedFault.add(
                                messages,
                                OrderFilledDecoder.TEMPLATE_ID,
                                OrderFilledDecoder.quoteAtomsEncodingOffset())),
                fault(
                        "a fill is a tick off",
                        messages -> PlantedFault.add(
                                messages,
                                OrderFilledDecoder.TEMPLATE_ID,
                                OrderFilledDecoder.priceTicksEncodingOffset())),
                fault(
                        "a fill names another maker",
                        messages -> PlantedFault.add(
                                messages,
                                OrderFilledDecoder.TEMPLATE_ID,
                                OrderFilledDecoder.makerOrderIdEncodingOffset())),
                fault(
                        "a trade number is skipped",
                        messages -> PlantedFault.add(
                                messages, OrderFilledDecoder.TEMPLATE_ID, OrderFilledDecoder.tradeIdEncodingOffset())),
                fault(
                        "a balance is an atom too large",
                        messages -> PlantedFault.add(
                                messages,
                                BalanceChangedDecoder.TEMPLATE_ID,
                                BalanceChangedDecoder.balanceAtomsEncodingOffset())),
                fault(
                        "a hold is an atom too large",
                        messages -> PlantedFault.add(
                                messages,
                                BalanceChangedDecoder.TEMPLATE_ID,
                                BalanceChangedDecoder.holdAtomsEncodingOffset())),
                fault(
                        "a level is a lot too deep",
                        messages -> PlantedFault.add(
                                messages,
                                LevelChangedDecoder.TEMPLATE_ID,
                                LevelChangedDecoder.quantityLotsEncodingOffset())),
                fault(
                        "a close forgets what was filled",
                        messages -> PlantedFault.add(
                                messages,
                                OrderClosedDecoder.TEMPLATE_ID,
                                OrderClosedDecoder.filledLotsEncodingOffset())),
                fault(
                        "a sequence number is skipped",
                        messages -> PlantedFault.add(
                                messages, EntryPartDecoder.TEMPLATE_ID, EntryPartDecoder.sequenceEncodingOffset())),
                fault("an order ends in a self-trade where nothing rests", PlantedFaultTest::tradeWithNobody),
                fault("two trades change places", PlantedFaultTest::swapTrades),
                fault(
                        "an order is closed twice",
                        messages -> PlantedFault.repeat(messages, OrderClosedDecoder.TEMPLATE_ID)),
                fault("an entry is cut short", messages -> {
                    byte[] last = messages.removeLast();
                    messages.add(Arrays.copyOf(last, last.length - 1));
                    return messages;
                }));
    }

    private static Arguments fault(String name, PlantedFault.Change fault) {
        return Arguments.of(name, fault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void both_judges_object_at_the_entry_that_is_wrong(String name, PlantedFault.Change fault) {
        new PlantedFault(fault).expectBothJudgesToObject(SEED, 5_000);
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

    private static @Nullable List<byte[]> swapTrades(List<byte[]> messages) {
        List<Integer> places = PlantedFault.places(messages, OrderFilledDecoder.TEMPLATE_ID);
        if (places.size() < 2) {
            return null;
        }
        Collections.swap(messages, places.get(0), places.get(1));
        return messages;
    }

    /// The end of an order that found nothing on the other side becomes that of one that met its own account.
    private static @Nullable List<byte[]> tradeWithNobody(List<byte[]> messages) {
        for (int place : PlantedFault.places(messages, OrderClosedDecoder.TEMPLATE_ID)) {
            UnsafeBuffer buffer = PlantedFault.buffer(messages, place);
            var closed = new OrderClosedDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
            if (closed.reason() == CloseReason.NO_LIQUIDITY) {
                buffer.putByte(MessageHeaderDecoder.ENCODED_LENGTH + OrderClosedDecoder.reasonEncodingOffset(), (byte)
                        CloseReason.SELF_TRADE.value());
                return messages;
            }
        }
        return null;
    }
}
