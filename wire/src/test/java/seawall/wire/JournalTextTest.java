package seawall.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import seawall.wire.codec.ApiKeyChangedEncoder;
import seawall.wire.codec.ApiKeyCreatedEncoder;
import seawall.wire.codec.EntryPartEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OrderAmendedEncoder;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PhaseChangedEncoder;
import seawall.wire.codec.SubAccountCreatedEncoder;
import seawall.wire.codec.TransferOutSetEncoder;

final class JournalTextTest {
    private static final String HEADER = "Entry sequence=7 timeNanos=90 streamSequence=3 correlationId=12 "
            + "incarnation=5 detail=-1 gatewayId=2 commandTemplateId=14 outcome=ACCEPTED";

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private int end;

    @Test
    void every_message_is_one_line_with_every_field_by_name() {
        entryPart(7, 0, Flag.YES);
        phaseChanged(Phase.HALTED);
        var amended = new OrderAmendedEncoder().wrapAndApplyHeader(buffer, end, messageHeader);
        amended.orderId(100).accountId(1000).instrumentId(1).priceTicks(5).quantityLots(6);
        amended.keptPriority(Flag.YES).requestId("r\\1");
        end += MessageHeaderEncoder.ENCODED_LENGTH + amended.encodedLength();

        assertThat(JournalText.of(buffer, 0, end))
                .containsExactly(
                        HEADER,
                        "PhaseChanged instrumentId=1 phase=HALTED",
                        "OrderAmended orderId=100 accountId=1000 instrumentId=1 priceTicks=5 quantityLots=6 "
                                + "keptPriority=YES requestId=r\\\\1");
    }

    @Test
    void fields_of_variable_length_are_shown_and_the_message_behind_them_is_found() {
        entryPart(7, 0, Flag.YES);
        var created = new ApiKeyCreatedEncoder().wrapAndApplyHeader(buffer, end, messageHeader);
        created.accountId(1000).apiKey("key").permissions((short) 7);
        created.putSealedSecret(new byte[] {1, -1}, 0, 2);
        created.putIpList(new byte[0], 0, 0);
        byte[] label = "my key".getBytes(StandardCharsets.US_ASCII);
        created.putLabel(label, 0, label.length);
        end += MessageHeaderEncoder.ENCODED_LENGTH + created.encodedLength();
        phaseChanged(Phase.TRADING);

        assertThat(JournalText.of(buffer, 0, end))
                .containsExactly(
                        HEADER,
                        "ApiKeyCreated accountId=1000 apiKey=key permissions=7 sealedSecret=01ff ipList= "
                                + "label=my\\x20key",
                        "PhaseChanged instrumentId=1 phase=TRADING");
    }

    @Test
    void families_and_changed_keys_are_shown_with_what_is_behind_their_blocks() {
        entryPart(7, 0, Flag.YES);
        var created = new SubAccountCreatedEncoder().wrapAndApplyHeader(buffer, end, messageHeader);
        created.accountId(1005)
                .mainAccountId(1000)
                .makerFeeMillionths(-5)
                .takerFeeMillionths(10)
                .feeTier(2);
        created.name("bot").putLabel(new byte[] {'m', 'y', ' '}, 0, 3);
        end += MessageHeaderEncoder.ENCODED_LENGTH + created.encodedLength();
        var allowed = new TransferOutSetEncoder().wrapAndApplyHeader(buffer, end, messageHeader);
        allowed.accountId(1005).canTransferOut(Flag.YES);
        end += MessageHeaderEncoder.ENCODED_LENGTH + allowed.encodedLength();
        var changed = new ApiKeyChangedEncoder().wrapAndApplyHeader(buffer, end, messageHeader);
        changed.accountId(1005).apiKey("key").permissions((short) 3);
        changed.putIpList(new byte[] {'1'}, 0, 1).putLabel(new byte[0], 0, 0);
        end += MessageHeaderEncoder.ENCODED_LENGTH + changed.encodedLength();
        phaseChanged(Phase.TRADING);

        assertThat(JournalText.of(buffer, 0, end))
                .containsExactly(
                        HEADER,
                        "SubAccountCreated accountId=1005 mainAccountId=1000 makerFeeMillionths=-5 "
                                + "takerFeeMillionths=10 feeTier=2 name=bot label=my\\x20",
                        "TransferOutSet accountId=1005 canTransferOut=YES",
                        "ApiKeyChanged accountId=1005 apiKey=key permissions=3 ipList=1 label=",
                        "PhaseChanged instrumentId=1 phase=TRADING");
    }

    @Test
    void what_this_version_does_not_know_is_shown_as_such_and_stepped_over() {
        entryPart(7, 0, Flag.YES);
        messageHeader
                .wrap(buffer, end)
                .blockLength(2)
                .templateId(999)
                .schemaId(1847)
                .version(3);
        buffer.putByte(end + 8, (byte) 10);
        buffer.putByte(end + 9, (byte) 11);
        end += 10;
        int phase = end + 8 + PhaseChangedEncoder.phaseEncodingOffset();
        phaseChanged(Phase.TRADING);
        buffer.putByte(phase, (byte) 77);

        assertThat(JournalText.of(buffer, 0, end))
                .containsExactly(HEADER, "Unknown templateId=999 bytes=0a0b", "PhaseChanged instrumentId=1 phase=?77");
    }

    @Test
    void a_message_that_is_cut_short_anywhere_is_refused() {
        entryPart(7, 0, Flag.YES);
        int first = end;
        phaseChanged(Phase.HALTED);
        for (int length = 0; length < end; length++) {
            if (length != first) {
                int cut = length;
                assertThatThrownBy(() -> JournalText.of(buffer, 0, cut))
                        .as("%d bytes", length)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void the_parts_of_an_entry_read_like_the_whole() {
        UnsafeBuffer first = part(7, 0, Flag.NO, Phase.HALTED);
        UnsafeBuffer second = part(7, 1, Flag.YES, Phase.TRADING);

        assertThat(JournalText.ofParts(List.of(first, second)))
                .containsExactly(
                        HEADER,
                        "PhaseChanged instrumentId=1 phase=HALTED",
                        "PhaseChanged instrumentId=1 phase=TRADING");
        assertThat(first.getShort(0, ByteOrder.LITTLE_ENDIAN)).isEqualTo((short) EntryPartEncoder.BLOCK_LENGTH);
    }

    @Test
    void parts_that_are_missing_swapped_or_of_another_entry_are_refused() {
        UnsafeBuffer first = part(7, 0, Flag.NO, Phase.HALTED);
        UnsafeBuffer second = part(7, 1, Flag.YES, Phase.TRADING);
        UnsafeBuffer stranger = part(8, 1, Flag.YES, Phase.TRADING);

        for (List<UnsafeBuffer> parts : List.of(
                List.<UnsafeBuffer>of(),
                List.of(first),
                List.of(second),
                List.of(second, first),
                List.of(first, stranger),
                List.of(first, first, second))) {
            assertThatThrownBy(() -> JournalText.ofParts(parts)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_message_without_some_of_its_fields_is_refused_and_never_read_into_the_next_one() {
        entryPart(7, 0, Flag.YES);
        int shorter = end;
        phaseChanged(Phase.HALTED);
        phaseChanged(Phase.TRADING);
        // The first one claims to have no fields, so that the second seems to be behind its message header.
        buffer.putShort(shorter, (short) 0, ByteOrder.LITTLE_ENDIAN);

        assertThatThrownBy(() -> JournalText.of(buffer, 0, end))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0");
    }

    private UnsafeBuffer part(long sequence, int part, Flag last, Phase phase) {
        end = 0;
        entryPart(sequence, part, last);
        phaseChanged(phase);
        return new UnsafeBuffer(Arrays.copyOf(buffer.byteArray(), end));
    }

    private void entryPart(long sequence, int part, Flag last) {
        var header = new EntryPartEncoder().wrapAndApplyHeader(buffer, end, messageHeader);
        header.sequence(sequence)
                .timeNanos(90)
                .streamSequence(3)
                .correlationId(12)
                .incarnation(5)
                .stateHash(99);
        header.detail(-1)
                .gatewayId(2)
                .part(part)
                .last(last)
                .commandTemplateId(14)
                .outcome(Outcome.ACCEPTED);
        end += MessageHeaderEncoder.ENCODED_LENGTH + header.encodedLength();
    }

    private void phaseChanged(Phase phase) {
        var changed = new PhaseChangedEncoder().wrapAndApplyHeader(buffer, end, messageHeader);
        changed.instrumentId(1).phase(phase);
        end += MessageHeaderEncoder.ENCODED_LENGTH + changed.encodedLength();
    }
}
