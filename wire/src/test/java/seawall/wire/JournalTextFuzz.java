package seawall.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.wire.codec.ApiKeyCreatedEncoder;
import seawall.wire.codec.EntryPartEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OrderAcceptedEncoder;
import seawall.wire.codec.OrderFilledEncoder;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PhaseChangedEncoder;

/// Bytes that claim to be a journal entry are walked to their last one, or refused: every message lies behind the one
/// before, none reaches over the end, and each has exactly one line.
final class JournalTextFuzz extends FuzzTarget {
    JournalTextFuzz() {
        super(seeds(), 20_000, JournalTextFuzz::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        UnsafeBuffer buffer = new UnsafeBuffer(input);
        int messages = walk(buffer);
        List<String> lines;
        try {
            lines = JournalText.of(buffer, 0, input.length);
        } catch (IllegalArgumentException refused) {
            return;
        }
        assertThat(messages).as("a text needs an entry that can be walked").isPositive();
        assertThat(lines).hasSize(messages);
        assertThat(lines.getFirst()).startsWith("Entry sequence=");
        for (String line : lines) {
            assertThat(line).matches("[!-~]+( [A-Za-z]+=[!-~]*)+");
        }
    }

    /// The number of messages; -1 when they do not fill the entry exactly.
    private static int walk(UnsafeBuffer buffer) {
        EventReader events = new EventReader().wrap(buffer, 0, buffer.capacity());
        int messages = 0;
        int end = 0;
        try {
            while (events.next()) {
                assertThat(events.offset()).isEqualTo(end + MessageHeaderEncoder.ENCODED_LENGTH);
                end += events.length();
                assertThat(end).isLessThanOrEqualTo(buffer.capacity());
                messages++;
            }
        } catch (IllegalArgumentException refused) {
            return -1;
        }
        assertThat(end).isEqualTo(buffer.capacity());
        return messages;
    }

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        MessageHeaderEncoder header = new MessageHeaderEncoder();
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        EntryPartEncoder entry = new EntryPartEncoder().wrapAndApplyHeader(buffer, 0, header);
        entry.sequence(7).timeNanos(90).streamSequence(3).correlationId(12).incarnation(5);
        entry.stateHash(8).detail(-1).gatewayId(2).part(0).last(Flag.YES);
        entry.commandTemplateId(14).outcome(Outcome.ACCEPTED);
        int end = entry.limit();
        seeds.add(bytes(buffer, end));

        OrderAcceptedEncoder accepted = new OrderAcceptedEncoder().wrapAndApplyHeader(buffer, end, header);
        accepted.orderId(1).clientOrderId("mine").tag("t");
        OrderFilledEncoder filled = new OrderFilledEncoder().wrapAndApplyHeader(buffer, accepted.limit(), header);
        filled.tradeId(1).takerOrderId(1).makerOrderId(2).priceTicks(3).quantityLots(4);
        seeds.add(bytes(buffer, filled.limit()));

        ApiKeyCreatedEncoder created = new ApiKeyCreatedEncoder().wrapAndApplyHeader(buffer, end, header);
        created.accountId(1_000).apiKey("key").permissions((short) 7);
        created.putSealedSecret(new byte[] {1, -1, 2}, 0, 3).putIpList(new byte[0], 0, 0);
        created.putLabel(new byte[] {'m', 'e'}, 0, 2);
        PhaseChangedEncoder phase = new PhaseChangedEncoder().wrapAndApplyHeader(buffer, created.limit(), header);
        phase.instrumentId(1).phase(Phase.HALTED);
        seeds.add(bytes(buffer, phase.limit()));
        return seeds;
    }

    private static byte[] bytes(ExpandableArrayBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
