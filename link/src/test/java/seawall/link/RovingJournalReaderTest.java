package seawall.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import seawall.wire.MemberPorts;

class RovingJournalReaderTest {
    private final List<Long> delivered = new ArrayList<>();
    private final List<Scripted> opened = new ArrayList<>();
    private final long[] lengths = new long[5];
    private final boolean[] dead = new boolean[5];
    private final long[] gapAfter = {-1, -1, -1, -1, -1};
    private long nowNanos = 1;
    private int leader = -1;

    /// The journal of one member: has so many entries, is dead or not.
    private final class Scripted implements JournalReader {
        final int member;
        final JournalEntryHandler handler;
        long sequence;
        boolean closed;

        Scripted(JournalSource source, long after, JournalEntryHandler handler) {
            member = source.member();
            sequence = after;
            this.handler = handler;
        }

        @Override
        public int poll(int entriesMax) {
            assertThat(closed).as("a closed reader is polled").isFalse();
            int entries = 0;
            while (!dead[member] && sequence < lengths[member] && entries < entriesMax) {
                if (sequence == gapAfter[member]) {
                    throw new JournalGapException("gap after " + sequence);
                }
                sequence++;
                handler.onEntry(sequence, new UnsafeBuffer(new byte[1]), 0, 1);
                entries++;
            }
            return entries;
        }

        @Override
        public long sequence() {
            return sequence;
        }

        @Override
        public boolean isLive() {
            return !dead[member] && !closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private RovingJournalReader reader(int members, int followed) {
        return RovingJournalReader.scripted(
                IntStream.range(0, members)
                        .mapToObj(id -> JournalSource.local(id, new MemberPorts(20_000 + id * MemberPorts.COUNT)))
                        .toList(),
                followed,
                () -> leader,
                (source, after, handler) -> {
                    var reader = new Scripted(source, after, handler);
                    opened.add(reader);
                    return reader;
                },
                (sequence, buffer, offset, length) -> delivered.add(sequence),
                () -> nowNanos);
    }

    private void append(int entries, int... members) {
        for (int member : members) {
            lengths[member] += entries;
        }
    }

    private void pollUntilQuiet(RovingJournalReader reader) {
        do {
            assertThat(reader.poll(3)).isLessThanOrEqualTo(3);
        } while (opened.stream().anyMatch(this::hasMore));
        reader.poll(3);
    }

    private boolean hasMore(Scripted reader) {
        return !reader.closed
                && !dead[reader.member]
                && reader.sequence < lengths[reader.member]
                && reader.sequence != gapAfter[reader.member];
    }

    private void pass(Duration time) {
        nowNanos += time.toNanos() + 1;
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void entries_of_two_members_are_delivered_once_in_order_whoever_is_ahead() {
        var reader = reader(3, 2);
        append(10, 0, 1, 2);
        pollUntilQuiet(reader);
        append(5, 1);
        pollUntilQuiet(reader);
        append(9, 0);
        pollUntilQuiet(reader);
        append(4, 1);
        pollUntilQuiet(reader);
        assertThat(delivered).isEqualTo(upTo(19));
        assertThat(reader.sequence()).isEqualTo(19);
        assertThat(reader.members()).containsExactly(0, 1);
    }

    @Test
    void the_second_member_is_followed_only_once_the_first_is_live() {
        var reader = reader(3, 2);
        append(7, 0, 1);
        reader.poll(3);
        assertThat(reader.members()).containsExactly(0);
        pollUntilQuiet(reader);
        assertThat(reader.members()).containsExactly(0, 1);
        assertThat(opened.getLast().sequence).isEqualTo(7);
    }

    @Test
    void the_death_of_a_followed_member_delays_nothing_and_it_is_replaced_after_a_while() {
        var reader = reader(3, 2);
        pollUntilQuiet(reader);
        dead[0] = true;
        append(3, 1, 2);
        pollUntilQuiet(reader);
        assertThat(delivered).isEqualTo(upTo(3));
        assertThat(reader.members()).containsExactly(0, 1);
        assertThat(reader.isLive()).isTrue();
        pass(RovingJournalReader.PATIENCE_BESIDE_ANOTHER);
        pollUntilQuiet(reader);
        assertThat(reader.members()).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void when_both_die_it_goes_on_with_a_third_without_a_gap() {
        var reader = reader(4, 2);
        append(5, 0, 1, 2, 3);
        pollUntilQuiet(reader);
        dead[0] = true;
        dead[1] = true;
        append(5, 2, 3);
        pollUntilQuiet(reader);
        assertThat(delivered).isEqualTo(upTo(5));
        assertThat(reader.isLive()).isFalse();
        pass(RovingJournalReader.PATIENCE);
        pollUntilQuiet(reader);
        pollUntilQuiet(reader);
        assertThat(delivered).isEqualTo(upTo(10));
        assertThat(reader.members()).containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void a_member_that_lags_for_long_and_comes_back_repeats_nothing() {
        var reader = reader(2, 2);
        pollUntilQuiet(reader);
        append(1_000, 1);
        pollUntilQuiet(reader);
        append(1_000, 0);
        pollUntilQuiet(reader);
        append(1, 0);
        pollUntilQuiet(reader);
        assertThat(delivered).isEqualTo(upTo(1_001));
    }

    @Test
    void a_gap_in_one_journal_is_closed_by_another() {
        var reader = reader(3, 2);
        gapAfter[0] = 4;
        append(10, 0, 1, 2);
        pollUntilQuiet(reader);
        pollUntilQuiet(reader);
        assertThat(delivered).isEqualTo(upTo(10));
        assertThat(opened).extracting(journal -> journal.member).startsWith(0, 1);
    }

    @Test
    void a_gap_in_every_journal_stops_the_reader() {
        var reader = reader(3, 2);
        append(10, 0, 1, 2);
        gapAfter[0] = gapAfter[1] = gapAfter[2] = 4;
        assertThatThrownBy(() -> {
                    while (true) {
                        reader.poll(3);
                    }
                })
                .isInstanceOf(JournalGapException.class)
                .hasMessage("gap after 4");
        assertThat(delivered).isEqualTo(upTo(4));
    }

    @Test
    void a_gap_in_the_only_journal_stops_the_reader_at_once() {
        var reader = reader(1, 2);
        append(3, 0);
        gapAfter[0] = 0;
        assertThatThrownBy(() -> reader.poll(3)).isInstanceOf(JournalGapException.class);
    }

    @Test
    void the_only_member_is_never_left() {
        var reader = reader(1, 2);
        dead[0] = true;
        pass(RovingJournalReader.PATIENCE);
        reader.poll(3);
        pass(RovingJournalReader.PATIENCE);
        reader.poll(3);
        assertThat(opened).hasSize(1);
        dead[0] = false;
        append(2, 0);
        pollUntilQuiet(reader);
        assertThat(delivered).isEqualTo(upTo(2));
    }

    @Test
    void a_reader_of_one_moves_to_the_next_member_and_never_follows_two() {
        var reader = reader(3, 1);
        append(3, 0, 1, 2);
        pollUntilQuiet(reader);
        dead[0] = true;
        append(3, 1, 2);
        pass(RovingJournalReader.PATIENCE);
        pollUntilQuiet(reader);
        pollUntilQuiet(reader);
        assertThat(delivered).isEqualTo(upTo(6));
        assertThat(reader.members()).containsExactly(1);
        assertThat(opened).hasSize(2);
    }

    @Test
    void the_leader_is_followed_last() {
        leader = 1;
        var reader = reader(3, 2);
        pollUntilQuiet(reader);
        assertThat(reader.members()).containsExactly(0, 2);
    }

    @Test
    void a_member_that_leads_is_left_when_another_is_there_and_only_once_that_one_is_live() {
        var reader = reader(3, 2);
        pollUntilQuiet(reader);
        leader = 0;
        dead[2] = true;
        pass(RovingJournalReader.MOVE_INTERVAL);
        append(4, 0, 1, 2);
        pollUntilQuiet(reader);
        pollUntilQuiet(reader);
        assertThat(reader.members()).containsExactly(0, 1, 2);
        dead[2] = false;
        pollUntilQuiet(reader);
        pollUntilQuiet(reader);
        assertThat(reader.members()).containsExactlyInAnyOrder(1, 2);
        append(4, 0, 1, 2);
        pollUntilQuiet(reader);
        assertThat(delivered).isEqualTo(upTo(8));
    }

    @Test
    void the_follower_that_was_to_replace_a_leader_goes_when_that_leads_no_more() {
        var reader = reader(3, 2);
        pollUntilQuiet(reader);
        leader = 0;
        dead[2] = true;
        pass(RovingJournalReader.MOVE_INTERVAL);
        pollUntilQuiet(reader);
        assertThat(reader.members()).containsExactly(0, 1, 2);
        leader = 4;
        dead[2] = false;
        pollUntilQuiet(reader);
        assertThat(reader.members()).containsExactly(0, 1);
    }

    @Test
    void a_leader_is_kept_when_the_others_are_dead() {
        var reader = reader(3, 2);
        pollUntilQuiet(reader);
        leader = 0;
        dead[2] = true;
        pass(RovingJournalReader.MOVE_INTERVAL);
        pollUntilQuiet(reader);
        assertThat(reader.members()).contains(2);
        pass(RovingJournalReader.PATIENCE);
        pollUntilQuiet(reader);
        assertThat(reader.members()).containsExactly(0, 1);
    }

    @Test
    void closing_closes_every_journal() {
        var reader = reader(3, 2);
        pollUntilQuiet(reader);
        reader.close();
        assertThat(opened).hasSize(2).allMatch(journal -> journal.closed);
    }
}
