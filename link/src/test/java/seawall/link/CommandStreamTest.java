package seawall.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import seawall.wire.codec.CommandHeaderDecoder;
import seawall.wire.codec.MassCancelDecoder;
import seawall.wire.codec.MassCancelEncoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OpenStreamDecoder;
import seawall.wire.codec.Outcome;

final class CommandStreamTest {
    private static final int GATEWAY = 7;
    private static final long STARTED = 1_000_000;
    private static final long SECOND = 1_000_000_000L;

    private final List<String> sent = new ArrayList<>();
    private final List<Long> givenUp = new ArrayList<>();
    private CommandStream stream = new CommandStream(GATEWAY, STARTED, 8, 4096, givenUp::add);
    private long nowNanos;
    private int accepts = Integer.MAX_VALUE;

    private void take(long correlationId) {
        take(correlationId, 0);
    }

    private void take(long correlationId, long deadlineNanos) {
        var command = command(correlationId, deadlineNanos);
        stream.take(command, 0, command.capacity());
    }

    private static UnsafeBuffer command(long correlationId, long deadlineNanos) {
        var buffer = new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + MassCancelEncoder.BLOCK_LENGTH]);
        new MassCancelEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .header()
                .correlationId(correlationId)
                .deadlineNanos(deadlineNanos);
        return buffer;
    }

    /// What is sent now, as `number:correlationId`, or `open:incarnation`.
    private List<String> send() {
        sent.clear();
        stream.send(nowNanos, nowNanos, this::record);
        return List.copyOf(sent);
    }

    private boolean record(DirectBuffer buffer, int offset, int length) {
        if (sent.size() == accepts) {
            return false;
        }
        var message = new MessageHeaderDecoder().wrap(buffer, offset);
        var header = new CommandHeaderDecoder().wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH);
        assertThat(header.gatewayId()).isEqualTo(GATEWAY);
        assertThat(header.incarnation()).isEqualTo(stream.incarnation());
        sent.add(
                message.templateId() == OpenStreamDecoder.TEMPLATE_ID
                        ? "open:" + header.incarnation()
                        : header.streamSequence() + ":" + header.correlationId());
        return true;
    }

    private void entry(long incarnation, long number, Outcome outcome, long detail) {
        stream.onEntry(
                GATEWAY, incarnation, number, MassCancelDecoder.TEMPLATE_ID, outcome, detail, nowNanos, nowNanos);
    }

    private void answer(long number) {
        entry(stream.incarnation(), number, Outcome.ACCEPTED, 0);
    }

    private void opening(Outcome outcome) {
        stream.onEntry(GATEWAY, stream.incarnation(), 0, OpenStreamDecoder.TEMPLATE_ID, outcome, 0, nowNanos, nowNanos);
    }

    private void open() {
        stream.onConnected(nowNanos);
        assertThat(send()).containsExactly("open:" + stream.incarnation());
        opening(Outcome.ACCEPTED);
    }

    @Test
    void nothing_is_sent_before_the_stream_is_open() {
        take(11);
        assertThat(send()).isEmpty();
        stream.onConnected(nowNanos);
        assertThat(send()).containsExactly("open:" + STARTED);
        assertThat(send()).isEmpty();
        opening(Outcome.ACCEPTED);
        assertThat(send()).containsExactly("1:11");
    }

    @Test
    void commands_are_numbered_in_the_order_in_which_they_were_taken() {
        open();
        take(11);
        take(12);
        assertThat(send()).containsExactly("1:11", "2:12");
        take(13);
        assertThat(send()).containsExactly("3:13");
    }

    @Test
    void an_answer_answers_everything_before_it_too() {
        open();
        LongStream.range(11, 16).forEach(this::take);
        assertThat(send()).hasSize(5);
        answer(3);
        assertThat(stream.unanswered()).isEqualTo(2);
        stream.onConnected(nowNanos);
        assertThat(send()).containsExactly("4:14", "5:15");
    }

    @Test
    void a_refused_command_is_answered_like_any_other() {
        open();
        take(11);
        send();
        entry(STARTED, 1, Outcome.DEADLINE_PASSED, 0);
        assertThat(stream.unanswered()).isZero();
    }

    @Test
    void a_new_leader_is_sent_all_that_is_unanswered_under_the_same_numbers() {
        open();
        take(11);
        take(12);
        send();
        stream.onDisconnected();
        take(13);
        assertThat(send()).isEmpty();
        stream.onConnected(nowNanos);
        assertThat(send()).containsExactly("1:11", "2:12", "3:13");
        assertThat(stream.resent()).isEqualTo(2);
    }

    @Test
    void a_repeated_command_waits_for_no_further_answer_and_disturbs_nothing() {
        open();
        take(11);
        take(12);
        send();
        answer(1);
        entry(STARTED, 1, Outcome.STREAM_REPEATED, 0);
        assertThat(stream.unanswered()).isEqualTo(1);
        assertThat(send()).isEmpty();
    }

    @Test
    void a_gap_is_filled_once_however_often_it_is_reported() {
        open();
        LongStream.range(11, 16).forEach(this::take);
        send();
        answer(1);
        entry(STARTED, 3, Outcome.STREAM_GAP, 2);
        entry(STARTED, 4, Outcome.STREAM_GAP, 2);
        assertThat(send()).containsExactly("2:12", "3:13", "4:14", "5:15");
        entry(STARTED, 5, Outcome.STREAM_GAP, 2);
        assertThat(send()).isEmpty();
        answer(2);
        entry(STARTED, 4, Outcome.STREAM_GAP, 3);
        assertThat(send()).containsExactly("3:13", "4:14", "5:15");
    }

    @Test
    void a_gap_that_asks_for_a_number_never_sent_is_our_mistake() {
        open();
        take(11);
        send();
        assertThatThrownBy(() -> entry(STARTED, 9, Outcome.STREAM_GAP, 5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stream 7/1000000: asked for 5, but only 1 were sent");
    }

    @Test
    void an_engine_that_asks_for_what_it_had_answered_has_forgotten_the_stream() {
        open();
        LongStream.range(11, 14).forEach(this::take);
        send();
        answer(2);
        entry(STARTED, 3, Outcome.STREAM_GAP, 1);
        assertThat(send()).containsExactly("open:" + (STARTED + SECOND));
        opening(Outcome.ACCEPTED);
        assertThat(send()).containsExactly("1:13");
    }

    @Test
    void commands_that_were_all_lost_are_sent_again_together_once_the_oldest_is_answered() {
        open();
        take(1);
        take(2);
        take(3);
        assertThat(send()).containsExactly("1:1", "2:2", "3:3");
        nowNanos += SECOND;
        assertThat(send()).containsExactly("1:1");
        nowNanos += SECOND / 100;
        answer(1);
        assertThat(send()).isEmpty();
        nowNanos += SECOND / 20;
        assertThat(send()).containsExactly("2:2", "3:3");
        nowNanos += SECOND / 20;
        assertThat(send()).isEmpty();
    }

    @Test
    void an_engine_that_was_only_slow_does_not_hear_everything_again() {
        open();
        take(1);
        take(2);
        take(3);
        send();
        nowNanos += SECOND;
        assertThat(send()).containsExactly("1:1");
        for (long number = 1; number <= 3; number++) {
            nowNanos += SECOND / 100;
            answer(number);
            assertThat(send()).isEmpty();
        }
        nowNanos += SECOND;
        assertThat(send()).isEmpty();
    }

    @Test
    void silence_makes_the_oldest_command_alone_be_sent_again_ever_more_seldom() {
        open();
        take(11);
        take(12);
        send();
        nowNanos += SECOND - 1;
        assertThat(send()).isEmpty();
        nowNanos += 1;
        assertThat(send()).containsExactly("1:11");
        nowNanos += 2 * SECOND - 1;
        assertThat(send()).isEmpty();
        nowNanos += 1;
        assertThat(send()).containsExactly("1:11");
        answer(1);
        nowNanos += SECOND;
        assertThat(send()).containsExactly("2:12");
    }

    @Test
    void an_opening_that_is_not_answered_is_sent_again() {
        stream.onConnected(nowNanos);
        assertThat(send()).containsExactly("open:" + STARTED);
        nowNanos += SECOND;
        assertThat(send()).containsExactly("open:" + STARTED);
    }

    @Test
    void a_transport_that_takes_no_more_gets_the_rest_later() {
        open();
        LongStream.range(11, 15).forEach(this::take);
        accepts = 2;
        assertThat(send()).containsExactly("1:11", "2:12");
        assertThat(send()).containsExactly("3:13", "4:14");
    }

    @Test
    void a_forgotten_stream_opens_again_with_a_larger_incarnation_and_new_numbers() {
        open();
        LongStream.range(11, 14).forEach(this::take);
        send();
        answer(1);
        entry(STARTED, 2, Outcome.STREAM_UNKNOWN, 0);
        entry(STARTED, 3, Outcome.STREAM_UNKNOWN, 0);
        long reopened = stream.incarnation();
        assertThat(reopened).isEqualTo(STARTED + SECOND);
        assertThat(send()).containsExactly("open:" + reopened);
        entry(STARTED, 3, Outcome.STREAM_FENCED, 0);
        assertThat(send()).isEmpty();
        opening(Outcome.ACCEPTED);
        assertThat(send()).containsExactly("1:12", "2:13");
    }

    @Test
    void a_start_with_a_clock_that_is_behind_reaches_a_larger_incarnation() {
        stream.onConnected(nowNanos);
        stream.onEntry(GATEWAY, STARTED + 9 * SECOND, 4, MassCancelDecoder.TEMPLATE_ID, Outcome.ACCEPTED, 0, 0, 0);
        send();
        opening(Outcome.STREAM_FENCED);
        assertThat(stream.incarnation()).isEqualTo(STARTED + 9 * SECOND + 1);
        assertThat(send()).containsExactly("open:" + stream.incarnation());
        opening(Outcome.ACCEPTED);
        assertThat(stream.state()).isEqualTo(CommandStream.State.OPEN);
    }

    @Test
    void a_younger_process_with_our_id_ends_the_stream() {
        open();
        take(11);
        send();
        entry(STARTED, 1, Outcome.STREAM_FENCED, 0);
        assertThat(stream.state()).isEqualTo(CommandStream.State.FENCED);
        stream.onConnected(nowNanos);
        assertThat(send()).isEmpty();
    }

    @Test
    void entries_of_other_streams_mean_nothing() {
        open();
        take(11);
        send();
        stream.onEntry(GATEWAY + 1, STARTED, 1, MassCancelDecoder.TEMPLATE_ID, Outcome.ACCEPTED, 0, 0, 0);
        entry(STARTED - 1, 1, Outcome.STREAM_FENCED, 0);
        assertThat(stream.unanswered()).isEqualTo(1);
        assertThat(stream.state()).isEqualTo(CommandStream.State.OPEN);
    }

    @Test
    void a_command_whose_deadline_passed_before_it_was_sent_is_given_up_and_leaves_no_gap() {
        open();
        take(11);
        take(12, 2 * SECOND);
        take(13, 20 * SECOND);
        nowNanos = 2 * SECOND + CommandStream.CLOCK_SKEW_NANOS + 1;
        assertThat(send()).containsExactly("1:11", "2:13");
        assertThat(givenUp).containsExactly(12L);
        answer(2);
        assertThat(stream.unanswered()).isZero();
    }

    @Test
    void a_command_that_was_sent_is_never_given_up_since_it_may_be_applied() {
        open();
        take(11, 2 * SECOND);
        send();
        stream.onDisconnected();
        nowNanos = 60 * SECOND;
        stream.onConnected(nowNanos);
        assertThat(send()).containsExactly("1:11");
        assertThat(givenUp).isEmpty();
    }

    @Test
    void a_full_ring_says_so_and_takes_more_after_an_answer() {
        open();
        int length = command(0, 0).capacity();
        for (long i = 0; i < 8; i++) {
            assertThat(stream.hasRoom(length)).isTrue();
            take(11 + i);
        }
        assertThat(stream.hasRoom(length)).isFalse();
        assertThatThrownBy(() -> take(99)).hasMessage("the ring is full with 8 commands");
        send();
        answer(1);
        assertThat(stream.hasRoom(length)).isTrue();
    }

    /// An engine behind a network that loses, repeats and reconnects.
    @Test
    void whatever_the_network_does_every_command_is_applied_once_and_in_order() {
        for (long seed = 1; seed <= 100; seed++) {
            var random = new Random(seed);
            stream = new CommandStream(GATEWAY, STARTED, 16, 2048, givenUp::add);
            nowNanos = 0;
            var engine = new Engine();
            var network = new ArrayDeque<long[]>();
            long taken = 0;
            int length = command(0, 0).capacity();
            for (int step = 0; step < 3_000 || engine.applied.size() < taken; step++) {
                boolean kind = step >= 3_000;
                nowNanos += SECOND / 50;
                if (!kind && stream.hasRoom(length)) {
                    take(++taken);
                }
                if (step == 0 || random.nextInt(100) == 0) {
                    network.clear();
                    stream.onConnected(nowNanos);
                }
                if (!kind && random.nextInt(400) == 0) {
                    engine.forget();
                }
                stream.send(nowNanos, nowNanos, (buffer, offset, size) -> {
                    if (!kind && random.nextInt(10) == 0) {
                        return false;
                    }
                    if (kind || random.nextInt(10) > 0) {
                        var message = new MessageHeaderDecoder().wrap(buffer, offset);
                        var header = new CommandHeaderDecoder().wrap(buffer, offset + 8);
                        network.add(new long[] {
                            message.templateId(), header.incarnation(), header.streamSequence(), header.correlationId()
                        });
                    }
                    return true;
                });
                for (int i = random.nextInt(4); i > 0 && !network.isEmpty(); i--) {
                    engine.apply(network.remove(), stream, nowNanos);
                }
                assertThat(step).as("steps, seed %s", seed).isLessThan(100_000);
            }
            assertThat(engine.applied)
                    .as("seed %s", seed)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, taken).boxed().toList());
        }
    }

    /// The stream rules of the exchange, and nothing else of it.
    private static final class Engine {
        private final List<Long> applied = new ArrayList<>();
        private long incarnation;
        private long next;

        void forget() {
            incarnation = 0;
        }

        void apply(long[] message, CommandStream stream, long nowNanos) {
            var outcome = Outcome.ACCEPTED;
            long detail = 0;
            if (message[0] == OpenStreamDecoder.TEMPLATE_ID) {
                if (message[1] > incarnation) {
                    incarnation = message[1];
                    next = 1;
                } else if (message[1] < incarnation) {
                    outcome = Outcome.STREAM_FENCED;
                }
            } else if (message[1] > incarnation) {
                outcome = Outcome.STREAM_UNKNOWN;
            } else if (message[1] < incarnation) {
                outcome = Outcome.STREAM_FENCED;
            } else if (message[2] < next) {
                outcome = Outcome.STREAM_REPEATED;
            } else if (message[2] > next) {
                outcome = Outcome.STREAM_GAP;
                detail = next;
            } else {
                next++;
                applied.add(message[3]);
            }
            stream.onEntry(GATEWAY, message[1], message[2], (int) message[0], outcome, detail, nowNanos, nowNanos);
        }
    }
}
