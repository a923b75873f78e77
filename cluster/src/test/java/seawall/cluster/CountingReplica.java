package seawall.cluster;

import java.util.Arrays;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.CommandHeaderDecoder;
import seawall.wire.codec.EntryPartEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OpenStreamDecoder;
import seawall.wire.codec.Outcome;

/// A replica whose whole state is the streams and a hash of the commands it applied. A command's correlationId says
/// how large its entry becomes, so that tests reach entries of many parts. Each accepted command moves one timer.
final class CountingReplica implements Replica {
    /// An entry has as many filler bytes as the correlationId, divided by this, says.
    static final long FILLER_UNIT = 1_000_000_000L;

    private static final int STREAM_BYTES = 20;
    private static final DirectBuffer NO_COMMAND = new UnsafeBuffer(new byte[CommandHeaderDecoder.ENCODED_LENGTH]);

    private final EntryPartSink sink;
    private final long timeoutNanos;
    private final TreeMap<Integer, long[]> streams = new TreeMap<>();
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final CommandHeaderDecoder commandHeader = new CommandHeaderDecoder();
    private final EntryPartEncoder entryPart = new EntryPartEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[EntryPartSink.PART_BYTES_MAX]);
    private long sequence;
    private long hash;
    private long timer = Long.MAX_VALUE;
    private @Nullable StateImage begun;

    /// A replica without a timer.
    CountingReplica(EntryPartSink sink) {
        this(sink, 0);
    }

    /// A replica that makes an entry by itself when no command was accepted for so long, once; 0 is never.
    CountingReplica(EntryPartSink sink, long timeoutNanos) {
        this.sink = sink;
        this.timeoutNanos = timeoutNanos;
    }

    @Override
    public void onCommand(long timeNanos, DirectBuffer command, int offset, int length) {
        messageHeader.wrap(command, offset);
        commandHeader.wrap(command, offset + MessageHeaderDecoder.ENCODED_LENGTH);
        int gatewayId = commandHeader.gatewayId();
        long incarnation = commandHeader.incarnation();
        long number = commandHeader.streamSequence();
        long[] stream = streams.get(gatewayId);
        var outcome = Outcome.ACCEPTED;
        long detail = 0;
        if (messageHeader.templateId() == OpenStreamDecoder.TEMPLATE_ID) {
            if (stream == null || incarnation > stream[0]) {
                streams.put(gatewayId, new long[] {incarnation, 1});
            } else if (incarnation < stream[0]) {
                outcome = Outcome.STREAM_FENCED;
            }
        } else if (stream == null || incarnation > stream[0]) {
            outcome = Outcome.STREAM_UNKNOWN;
        } else if (incarnation < stream[0]) {
            outcome = Outcome.STREAM_FENCED;
        } else if (number < stream[1]) {
            outcome = Outcome.STREAM_REPEATED;
        } else if (number > stream[1]) {
            outcome = Outcome.STREAM_GAP;
            detail = stream[1];
        } else {
            stream[1]++;
            hash = 31 * hash + commandHeader.correlationId();
            timer = timeoutNanos == 0 ? Long.MAX_VALUE : timeNanos + timeoutNanos;
        }
        emit(timeNanos, messageHeader.templateId(), outcome, detail);
    }

    private void emit(long timeNanos, int templateId, Outcome outcome, long detail) {
        sequence++;
        hash = 31 * hash + sequence;
        long filler = outcome == Outcome.ACCEPTED ? commandHeader.correlationId() / FILLER_UNIT : 0;
        int head = MessageHeaderEncoder.ENCODED_LENGTH + EntryPartEncoder.BLOCK_LENGTH;
        int part = 0;
        do {
            int bytes = (int) Math.min(filler, EntryPartSink.PART_BYTES_MAX - head);
            filler -= bytes;
            entryPart
                    .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                    .sequence(sequence)
                    .timeNanos(timeNanos)
                    .streamSequence(commandHeader.streamSequence())
                    .correlationId(commandHeader.correlationId())
                    .incarnation(commandHeader.incarnation())
                    .stateHash(hash)
                    .detail(detail)
                    .gatewayId(commandHeader.gatewayId())
                    .part(part)
                    .last(filler == 0 ? Flag.YES : Flag.NO)
                    .commandTemplateId(templateId)
                    .outcome(outcome);
            buffer.setMemory(head, bytes, (byte) (sequence + part));
            sink.onPart(sequence, part, filler == 0, buffer, 0, head + bytes);
            part++;
        } while (filler > 0);
    }

    @Override
    public void onTimer(long timeNanos) {
        if (timer <= timeNanos) {
            timer = Long.MAX_VALUE;
            commandHeader.wrap(NO_COMMAND, 0);
            emit(timeNanos, 0, Outcome.ACCEPTED, 0);
        }
    }

    @Override
    public long nextTimerNanos() {
        return timer;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long stateHash() {
        return hash;
    }

    @Override
    public void beginImage() {
        byte[][] pages = new byte[1 + streams.size()][];
        var first = new UnsafeBuffer(new byte[28]);
        first.putLong(0, sequence);
        first.putLong(8, hash);
        first.putInt(16, streams.size());
        first.putLong(20, timer);
        pages[0] = first.byteArray();
        int page = 1;
        for (var stream : streams.entrySet()) {
            var next = new UnsafeBuffer(new byte[STREAM_BYTES]);
            next.putInt(0, stream.getKey());
            next.putLong(4, stream.getValue()[0]);
            next.putLong(12, stream.getValue()[1]);
            pages[page++] = next.byteArray();
        }
        begun = new StateImage(
                sequence,
                hash,
                pages,
                Arrays.stream(pages).mapToInt(each -> each.length).toArray());
    }

    @Override
    public @Nullable StateImage continueImage(int pagesMax) {
        return begun;
    }

    @Override
    public boolean onImage(DirectBuffer from, int offset, int length) {
        sequence = from.getLong(offset);
        hash = from.getLong(offset + 8);
        timer = from.getLong(offset + 20);
        int at = offset + 28;
        for (; at < offset + length; at += STREAM_BYTES) {
            streams.put(from.getInt(at), new long[] {from.getLong(at + 4), from.getLong(at + 12)});
        }
        return streams.size() == from.getInt(offset + 16);
    }
}
