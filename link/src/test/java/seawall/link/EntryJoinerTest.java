package seawall.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.EntryPartEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.MessageHeaderEncoder;

final class EntryJoinerTest {
    private static final int HEAD = MessageHeaderEncoder.ENCODED_LENGTH + EntryPartEncoder.BLOCK_LENGTH;

    private final List<String> entries = new ArrayList<>();
    private EntryJoiner joiner = new EntryJoiner(0, this::onEntry);

    private void onEntry(long sequence, DirectBuffer buffer, int offset, int length) {
        var part = new EntryPartDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
        assertThat(part.sequence()).isEqualTo(sequence);
        assertThat(part.part()).isZero();
        assertThat(part.last()).isEqualTo(Flag.YES);
        var events = new byte[length - HEAD];
        buffer.getBytes(offset + HEAD, events);
        entries.add(sequence + " " + new String(events, StandardCharsets.US_ASCII));
    }

    private boolean part(long sequence, int number, boolean last, String events) {
        var bytes = events.getBytes(StandardCharsets.US_ASCII);
        var buffer = new UnsafeBuffer(new byte[3 + HEAD + bytes.length]);
        new EntryPartEncoder()
                .wrapAndApplyHeader(buffer, 3, new MessageHeaderEncoder())
                .sequence(sequence)
                .part(number)
                .last(last ? Flag.YES : Flag.NO);
        buffer.putBytes(3 + HEAD, bytes);
        return joiner.onPart(buffer, 3, HEAD + bytes.length);
    }

    @Test
    void parts_become_one_entry_with_one_header() {
        assertThat(part(1, 0, true, "a")).isTrue();
        assertThat(part(2, 0, false, "b")).isFalse();
        assertThat(part(2, 1, false, "c")).isFalse();
        assertThat(part(2, 2, true, "d")).isTrue();
        assertThat(part(3, 0, true, "")).isTrue();
        assertThat(entries).containsExactly("1 a", "2 bcd", "3 ");
        assertThat(joiner.sequence()).isEqualTo(3);
    }

    @Test
    void a_missing_entry_stops_the_reader_with_the_numbers() {
        joiner = new EntryJoiner(41, this::onEntry);
        assertThatThrownBy(() -> part(43, 0, true, "x"))
                .isInstanceOf(JournalGapException.class)
                .hasMessage("gap after 41, received 43");
    }

    @Test
    void a_missing_part_stops_the_reader() {
        part(1, 0, false, "a");
        assertThatThrownBy(() -> part(1, 2, true, "c"))
                .isInstanceOf(JournalGapException.class)
                .hasMessage("gap after 0, received 1 part 2, expected part 1");
    }

    @Test
    void what_was_delivered_is_skipped_when_it_comes_again() {
        part(1, 0, true, "a");
        part(2, 0, false, "b");
        joiner.restart();
        part(1, 0, true, "a");
        part(2, 0, false, "b");
        part(2, 0, false, "b");
        part(2, 1, true, "c");
        part(2, 1, true, "c");
        part(3, 0, true, "d");
        assertThat(entries).containsExactly("1 a", "2 bc", "3 d");
    }

    @Test
    void a_reader_that_starts_later_skips_whole_and_broken_entries_before_its_first() {
        joiner = new EntryJoiner(2, this::onEntry);
        part(1, 1, true, "a");
        part(2, 0, true, "b");
        part(3, 0, true, "c");
        assertThat(entries).containsExactly("3 c");
    }

    @Test
    void an_entry_above_the_limit_is_refused_instead_of_kept() {
        var events = "x".repeat(60_000);
        int parts = EntryJoiner.ENTRY_BYTES_MAX / events.length();
        for (int i = 0; i < parts; i++) {
            part(1, i, false, events);
        }
        assertThatThrownBy(() -> part(1, parts, true, events))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("entry 1 has more than " + EntryJoiner.ENTRY_BYTES_MAX + " bytes");
    }
}
