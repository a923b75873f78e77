package seawall.link;

import java.util.function.LongConsumer;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.wire.codec.CommandHeaderDecoder;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OpenStreamDecoder;
import seawall.wire.codec.OpenStreamEncoder;
import seawall.wire.codec.Outcome;

/// The sender's half of a command stream, without I/O: it numbers commands, keeps them until they are answered in
/// the journal, and decides what is sent, and sent again.
///
/// ```
///            OpenStream ACCEPTED                STREAM_FENCED: a younger process has our id
/// OPENING ------------------------> OPEN ------------------------------------------------> FENCED
///    ^  ^--- FENCED: our clock is behind; a larger incarnation
///    |____________________________________|  STREAM_UNKNOWN: the engine forgot us; a larger incarnation
/// ```
///
/// Why no command is applied twice:
/// 1. The engine applies number n of (gatewayId, incarnation) once, and only after n - 1.
/// 2. A command keeps its number as long as the incarnation lasts, so sending it again is harmless.
/// 3. Commands get new numbers only when the OpenStream of a larger incarnation is answered. Everything the older
///    one achieved is in the journal before that answer, and was taken out of the ring; everything of it that is
///    still on its way will be fenced.
///
/// The journal drives it: answers come in order, so the answer to n answers everything before it. A number that
/// went missing shows as STREAM_GAP and is sent again from there, once per gap. If even that was lost, the oldest
/// unanswered command alone is sent again after a while; a slow engine is not helped by hearing everything twice. If
/// that one is answered and nothing follows, its successors were lost as well, and all of them are sent again.
public final class CommandStream {
    /// Largest command in bytes, headers included.
    static final int COMMAND_BYTES_MAX = 16 * 1024;

    /// How far the engine's clock may be behind ours before a command that it would still accept is given up.
    static final long CLOCK_SKEW_NANOS = 500_000_000L;

    private static final long SILENCE_NANOS_MIN = 1_000_000_000L;
    /// How long nothing may follow the answer to a command that was sent again for its silence.
    private static final long SILENCE_BEHIND_PROBE_NANOS = 50_000_000L;
    private static final long SILENCE_NANOS_MAX = 16_000_000_000L;
    private static final long INCARNATION_STEP_NANOS = 1_000_000_000L;
    private static final int OPENINGS_MAX = 32;
    private static final int HEADER_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final long UNNUMBERED = 0;
    private static final long GIVEN_UP = -1;

    /// Sends one message to the leader.
    @FunctionalInterface
    public interface Transport {
        /// Sends it whole or not at all.
        ///
        /// @return false when it cannot be sent now
        boolean send(DirectBuffer buffer, int offset, int length);
    }

    /// Where the stream stands.
    public enum State {
        OPENING,
        OPEN,
        FENCED
    }

    private final int gatewayId;
    private final LongConsumer onGivenUp;
    private final UnsafeBuffer openStream =
            new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + OpenStreamEncoder.BLOCK_LENGTH]);
    private final OpenStreamEncoder openStreamEncoder = new OpenStreamEncoder();
    private final CommandHeaderEncoder headerEncoder = new CommandHeaderEncoder();
    private final CommandHeaderDecoder headerDecoder = new CommandHeaderDecoder();

    // The ring: commands head (oldest unanswered) to tail, each in one piece in the arena.
    private final int slotMask;
    private final int[] offsets;
    private final int[] lengths;
    private final long[] numbers;
    private final UnsafeBuffer arena;
    private long head;
    private long tail;
    private int arenaTail;

    private State state = State.OPENING;
    private long incarnation;
    private long incarnationSeen;
    private long nextNumber = 1;
    /// Next command to send; everything before it was sent in this session.
    private long next;
    private long gapSentFrom;
    /// Highest number answered under this incarnation.
    private long answered;
    private boolean connected;
    private boolean openSent;
    private boolean probing;
    /// Number of the command that was sent again for its silence; 0 = none.
    private long probed;
    private boolean probeAnswered;
    private int openings;
    private long progressNanos;
    private long silenceNanos = SILENCE_NANOS_MIN;
    private long resent;
    private long givenUp;

    /// @param incarnation of this process, in nanoseconds since 1970
    /// @param commandsMax unanswered commands at most; a power of two
    /// @param bytesMax    bytes of unanswered commands at most
    /// @param onGivenUp   told the correlationId of a command whose deadline passed before it was sent for the
    ///                    first time; it was not and will not be applied
    public CommandStream(int gatewayId, long incarnation, int commandsMax, int bytesMax, LongConsumer onGivenUp) {
        if (!BitUtil.isPowerOfTwo(commandsMax)) {
            throw new IllegalArgumentException("a ring has a power of two of slots, found " + commandsMax);
        }
        this.gatewayId = gatewayId;
        this.incarnation = incarnation;
        this.onGivenUp = onGivenUp;
        slotMask = commandsMax - 1;
        offsets = new int[commandsMax];
        lengths = new int[commandsMax];
        numbers = new long[commandsMax];
        arena = new UnsafeBuffer(new byte[bytesMax]);
    }

    public State state() {
        return state;
    }

    public long incarnation() {
        return incarnation;
    }

    /// Commands taken and not answered.
    public int unanswered() {
        return (int) (tail - head);
    }

    /// Messages sent more than once.
    public long resent() {
        return resent;
    }

    /// Commands given up before they were sent.
    public long givenUp() {
        return givenUp;
    }

    /// True when [#take] will take a command of this length.
    public boolean hasRoom(int length) {
        return tail - head <= slotMask && place(length) >= 0;
    }

    /// Takes a command into the ring.
    public void take(DirectBuffer command, int offset, int length) {
        int at = place(length);
        if (tail - head > slotMask || at < 0) {
            throw new IllegalStateException("the ring is full with " + unanswered() + " commands");
        }
        if (head == tail) {
            at = 0;
        }
        arena.putBytes(at, command, offset, length);
        int slot = slot(tail);
        offsets[slot] = at;
        lengths[slot] = length;
        numbers[slot] = UNNUMBERED;
        arenaTail = at + BitUtil.align(length, Long.BYTES);
        tail++;
    }

    /// A session with a leader began, or another leader took over: what was sent before may be lost.
    public void onConnected(long nowNanos) {
        connected = true;
        sendAllAgain(nowNanos);
    }

    public void onDisconnected() {
        connected = false;
    }

    /// Sends what is due, as far as the transport takes it.
    ///
    /// @param epochNanos for deadlines
    /// @return messages sent
    public int send(long nowNanos, long epochNanos, Transport transport) {
        if (!connected || state == State.FENCED) {
            return 0;
        }
        probe(nowNanos);
        if (state == State.OPENING) {
            return sendOpenStream(nowNanos, transport) ? 1 : 0;
        }
        int sent = 0;
        if (probing && head < next && numbers[slot(head)] > 0) {
            if (!sendSlot(slot(head), transport)) {
                return 0;
            }
            probed = numbers[slot(head)];
            resent++;
            sent++;
        }
        probing = false;
        while (next < tail) {
            int slot = slot(next);
            if (numbers[slot] == UNNUMBERED && isExpired(slot, epochNanos)) {
                giveUp(slot);
            }
            if (numbers[slot] != GIVEN_UP) {
                if (!sendSlot(slot, transport)) {
                    break;
                }
                sent++;
            }
            if (next == head && sent > 0) {
                progressNanos = nowNanos;
            }
            next++;
        }
        trimGivenUp();
        return sent;
    }

    /// Takes the head of a journal entry.
    public void onEntry(
            int entryGatewayId,
            long entryIncarnation,
            long streamSequence,
            int commandTemplateId,
            Outcome outcome,
            long detail,
            long nowNanos,
            long epochNanos) {
        if (entryGatewayId != gatewayId || state == State.FENCED) {
            return;
        }
        incarnationSeen = Math.max(incarnationSeen, entryIncarnation);
        if (entryIncarnation != incarnation) {
            return;
        }
        if (commandTemplateId == OpenStreamDecoder.TEMPLATE_ID) {
            onOpenStream(outcome, nowNanos, epochNanos);
            return;
        }
        if (state != State.OPEN) {
            return;
        }
        switch (outcome) {
            case STREAM_REPEATED -> {
                // The answer was an earlier entry.
            }
            case STREAM_GAP -> onGap(detail, nowNanos, epochNanos);
            case STREAM_FENCED -> state = State.FENCED;
            case STREAM_UNKNOWN -> reopen(epochNanos);
            default -> onAnswer(streamSequence, nowNanos);
        }
    }

    private void onOpenStream(Outcome outcome, long nowNanos, long epochNanos) {
        if (state == State.OPEN) {
            // The answer to an OpenStream that was sent twice.
            return;
        }
        if (outcome == Outcome.ACCEPTED) {
            state = State.OPEN;
            openings = 0;
            nextNumber = 1;
            gapSentFrom = 0;
            answered = 0;
            for (long i = head; i < tail; i++) {
                if (numbers[slot(i)] != GIVEN_UP) {
                    numbers[slot(i)] = UNNUMBERED;
                }
            }
            sendAllAgain(nowNanos);
        } else if (outcome == Outcome.STREAM_FENCED && openings < OPENINGS_MAX) {
            reopen(epochNanos);
        } else {
            state = State.FENCED;
        }
    }

    private void reopen(long epochNanos) {
        state = State.OPENING;
        // Doubling steps: a process whose clock was far ahead may have used our id before.
        long step = INCARNATION_STEP_NANOS << Math.min(openings, 24);
        openings++;
        incarnation = Math.max(Math.max(epochNanos, incarnationSeen + 1), incarnation + step);
        openSent = false;
    }

    private void onAnswer(long number, long nowNanos) {
        if (number >= nextNumber) {
            throw new IllegalStateException("stream " + gatewayId + "/" + incarnation + ": answered " + number
                    + ", but only " + (nextNumber - 1) + " were sent");
        }
        while (head < tail && numbers[slot(head)] != UNNUMBERED && numbers[slot(head)] <= number) {
            head++;
        }
        next = Math.max(next, head);
        answered = number;
        probeAnswered |= probed != 0 && number >= probed;
        progressNanos = nowNanos;
        silenceNanos = SILENCE_NANOS_MIN;
    }

    private void onGap(long expected, long nowNanos, long epochNanos) {
        if (expected <= answered) {
            // Answered already, so the engine forgot our stream, and an old OpenStream of ours came after that.
            reopen(epochNanos);
            return;
        }
        if (expected <= gapSentFrom) {
            // Each command after the gap reports it; one answer is enough.
            return;
        }
        if (expected >= nextNumber) {
            throw new IllegalStateException("stream " + gatewayId + "/" + incarnation + ": asked for " + expected
                    + ", but only " + (nextNumber - 1) + " were sent");
        }
        gapSentFrom = expected;
        long from = head;
        while (from < next && numbers[slot(from)] < expected) {
            from++;
        }
        resent += next - from;
        next = from;
        progressNanos = nowNanos;
    }

    private void sendAllAgain(long nowNanos) {
        if (state == State.OPEN) {
            for (long i = head; i < next; i++) {
                resent += numbers[slot(i)] > 0 ? 1 : 0;
            }
        }
        openSent = false;
        probed = 0;
        probeAnswered = false;
        next = head;
        gapSentFrom = 0;
        progressNanos = nowNanos;
        silenceNanos = SILENCE_NANOS_MIN;
    }

    private void probe(long nowNanos) {
        if (probeAnswered && nowNanos - progressNanos >= SILENCE_BEHIND_PROBE_NANOS) {
            sendAllAgain(nowNanos);
            return;
        }
        if (nowNanos - progressNanos < silenceNanos) {
            return;
        }
        progressNanos = nowNanos;
        silenceNanos = Math.min(2 * silenceNanos, SILENCE_NANOS_MAX);
        openSent = false;
        if (state == State.OPEN && head < next) {
            // One command, not all: if more are missing, its successors' gap asks for them.
            probing = true;
        }
    }

    private boolean sendOpenStream(long nowNanos, Transport transport) {
        if (openSent) {
            return false;
        }
        openStreamEncoder
                .wrapAndApplyHeader(openStream, 0, new MessageHeaderEncoder())
                .header()
                .streamSequence(0)
                .correlationId(0)
                .incarnation(incarnation)
                .deadlineNanos(0)
                .gatewayId(gatewayId);
        openSent = transport.send(openStream, 0, openStream.capacity());
        if (openSent) {
            progressNanos = nowNanos;
        }
        return openSent;
    }

    private boolean sendSlot(int slot, Transport transport) {
        boolean first = numbers[slot] == UNNUMBERED;
        headerEncoder
                .wrap(arena, offsets[slot] + HEADER_OFFSET)
                .streamSequence(first ? nextNumber : numbers[slot])
                .incarnation(incarnation)
                .gatewayId(gatewayId);
        if (!transport.send(arena, offsets[slot], lengths[slot])) {
            return false;
        }
        if (first) {
            numbers[slot] = nextNumber++;
        }
        return true;
    }

    private boolean isExpired(int slot, long epochNanos) {
        long deadline = headerDecoder.wrap(arena, offsets[slot] + HEADER_OFFSET).deadlineNanos();
        return deadline != 0 && epochNanos - deadline > CLOCK_SKEW_NANOS;
    }

    private void giveUp(int slot) {
        numbers[slot] = GIVEN_UP;
        givenUp++;
        onGivenUp.accept(
                headerDecoder.wrap(arena, offsets[slot] + HEADER_OFFSET).correlationId());
    }

    private void trimGivenUp() {
        while (head < next && numbers[slot(head)] == GIVEN_UP) {
            head++;
        }
    }

    private int slot(long index) {
        return (int) index & slotMask;
    }

    /// Where a command of this length fits in one piece, or -1.
    private int place(int length) {
        int bytes = BitUtil.align(length, Long.BYTES);
        if (head == tail) {
            return bytes <= arena.capacity() ? 0 : -1;
        }
        int arenaHead = offsets[slot(head)];
        if (arenaTail > arenaHead) {
            if (arenaTail + bytes <= arena.capacity()) {
                return arenaTail;
            }
            return bytes <= arenaHead ? 0 : -1;
        }
        return arenaTail + bytes <= arenaHead ? arenaTail : -1;
    }
}
