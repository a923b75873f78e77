package seawall.drill.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import seawall.drill.evidence.Answer;
import seawall.drill.evidence.Asked;
import seawall.drill.evidence.Evidence;
import seawall.drill.evidence.Kind;
import seawall.drill.evidence.Operation;
import seawall.wire.codec.EntryPartEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.InstrumentListedEncoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OrderAcceptedEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceOrderEncoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// A small run in which a client asked for three orders, one after the other.
class OrderInTimeTest {
    private static final int GATEWAY = 2;
    private static final int ACCOUNT = 7;
    private static final int INSTRUMENT = 1;

    @Test
    void a_run_without_a_fault_is_acquitted() {
        assertThat(Judge.judge(run())).isEmpty();
    }

    @Test
    void commands_of_a_gateway_in_another_order_are_named() {
        assertIsNamed(PlantedFault.REORDERED_STREAM);
    }

    @Test
    void an_answer_from_before_the_question_is_named() {
        assertIsNamed(PlantedFault.ANSWER_FROM_THE_PAST);
    }

    @Test
    void a_command_that_is_executed_twice_is_named() {
        assertIsNamed(PlantedFault.AT_MOST_ONCE_OFF);
    }

    @Test
    void a_command_that_nobody_answers_is_named() {
        assertIsNamed(PlantedFault.RESEND_OFF);
    }

    @Test
    void a_member_with_two_entries_exchanged_is_named() {
        assertIsNamed(PlantedFault.REORDERED_RESEND);
    }

    @Test
    void an_acknowledged_order_that_is_gone_is_named() {
        assertIsNamed(PlantedFault.LOST_ACKNOWLEDGED);
    }

    @Test
    void a_refused_order_that_was_placed_is_named() {
        assertIsNamed(PlantedFault.REFUSED_AND_DONE);
    }

    @Test
    void a_wrong_resolution_of_an_unknown_outcome_is_named() {
        assertIsNamed(PlantedFault.WRONG_RESOLUTION);
    }

    private static void assertIsNamed(PlantedFault fault) {
        Evidence faulty = fault.plant(run());
        assertThat(faulty).isNotNull();
        assertThat(Judge.judge(faulty)).extracting(Finding::law).contains(fault.law());
    }

    private static Evidence run() {
        List<byte[]> journal = List.of(listing(), placement(2), placement(3), placement(4));
        var operations = new ArrayList<Operation>();
        for (int id = 0; id < 3; id++) {
            String name = "o" + (id + 2);
            var asked = new Asked(id, 0, ACCOUNT, Kind.PLACE, name, name, "BTC-USDT", "5", "3", 0, "REST", 100L * id);
            operations.add(new Operation(asked, new Answer.Done(Integer.toString(id + 2)), 100L * id + 50, List.of()));
        }
        return new Evidence(operations, List.of(), List.of(), List.of(journal, journal), List.of(), List.of(), true);
    }

    private static byte[] listing() {
        var buffer = new UnsafeBuffer(new byte[1_024]);
        int end = head(buffer, 1, 0);
        var event = new InstrumentListedEncoder()
                .wrapAndApplyHeader(buffer, end, new MessageHeaderEncoder())
                .instrumentId(INSTRUMENT)
                .name("BTC-USDT")
                .tickMantissa(1)
                .lotMantissa(1)
                .phase(Phase.TRADING);
        return Arrays.copyOf(buffer.byteArray(), event.limit());
    }

    /// Order n in entry n, which is command n - 1 of its gateway.
    private static byte[] placement(int number) {
        var buffer = new UnsafeBuffer(new byte[1_024]);
        int end = head(buffer, number, number - 1);
        var event = new OrderAcceptedEncoder()
                .wrapAndApplyHeader(buffer, end, new MessageHeaderEncoder())
                .orderId(number)
                .accountId(ACCOUNT)
                .instrumentId(INSTRUMENT)
                .side(Side.BUY)
                .orderType(OrderType.LIMIT)
                .sizeUnit(SizeUnit.BASE)
                .stp(SelfTradePrevention.CANCEL_MAKER)
                .priceTicks(5)
                .quantity(3)
                .clientOrderId("o" + number);
        return Arrays.copyOf(buffer.byteArray(), event.limit());
    }

    private static int head(UnsafeBuffer buffer, long sequence, long streamSequence) {
        return new EntryPartEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .sequence(sequence)
                .streamSequence(streamSequence)
                .incarnation(1)
                .gatewayId(GATEWAY)
                .last(Flag.YES)
                .commandTemplateId(streamSequence == 0 ? 0 : PlaceOrderEncoder.TEMPLATE_ID)
                .outcome(Outcome.ACCEPTED)
                .limit();
    }
}
