package seawall.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import seawall.cluster.EngineReplica;
import seawall.cluster.EntryPartSink;
import seawall.engine.Limits;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.LevelChangedDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OrderFilledDecoder;
import seawall.wire.codec.Side;

/// Our engine as a cluster member drives it: command bytes in, decoded, checked, matched, posted, and the journal entry
/// encoded in parts, on one thread. The parts go no further than a counter.
final class SeawallEngine implements Candidate {
    private static final long START_NANOS = 1_700_000_000_000_000_000L;
    private static final long NANOS_BETWEEN_COMMANDS = 1_000;

    private final Tape tape;
    private final EncodedCommands commands;
    private final Limits limits;
    private final int timedFrom;
    private long hashExpected;

    SeawallEngine(Tape tape) {
        this.tape = tape;
        Economics economics = Economics.of(tape);
        commands = new EncodedCommands(tape, economics);
        timedFrom = commands.size() - tape.timed();
        limits = limits(tape, economics);
    }

    /// Those of a laptop, except where the tape needs more.
    private static Limits limits(Tape tape, Economics economics) {
        Limits laptop = Limits.laptop();
        return new Limits(
                Math.max(laptop.ordersMax(), tape.ordersMax + 1),
                laptop.ordersPerAccountMax(),
                laptop.ordersPerAccountMax(),
                laptop.makersPerTakerMax(),
                laptop.accountsMax(),
                laptop.apiKeysMax(),
                laptop.apiKeysPerAccountMax(),
                Math.max(laptop.instrumentsMax(), tape.instruments),
                Math.max(laptop.currenciesMax(), economics.currencies()),
                laptop.gatewaysMax(),
                laptop.clientIdsMax(),
                laptop.timersMax(),
                laptop.timersPerAccountMax(),
                laptop.feeTiersMax(),
                laptop.algosMax(),
                laptop.tpSlPerInstrumentMax(),
                laptop.triggersPerInstrumentMax(),
                laptop.trailingPerInstrumentMax(),
                laptop.followUpsMax(),
                laptop.subAccountsPerAccountMax());
    }

    @Override
    public Digest count() {
        var counting = new CountingSink();
        var replica = new EngineReplica(limits, counting);
        apply(replica, 0, commands.size());
        hashExpected = replica.stateHash();
        return counting.digest();
    }

    @Override
    public Stopwatch.Time pass() {
        var sink = new NullSink();
        var replica = new EngineReplica(limits, sink);
        apply(replica, 0, timedFrom);
        System.gc();
        var stopwatch = new Stopwatch();
        apply(replica, timedFrom, commands.size());
        Stopwatch.Time time = stopwatch.stop();
        require(replica, sink);
        return time;
    }

    @Override
    public Rate.Result atRate(Rate rate) {
        var sink = new NullSink();
        var replica = new EngineReplica(limits, sink);
        apply(replica, 0, timedFrom);
        System.gc();
        rate.start();
        for (int index = 0; index < rate.commands(); index++) {
            long due = rate.await(index);
            apply(replica, timedFrom + index, timedFrom + index + 1);
            rate.end(due);
        }
        Rate.Result result = rate.result();
        apply(replica, timedFrom + rate.commands(), commands.size());
        require(replica, sink);
        return result;
    }

    @Override
    public void close() {}

    private void apply(EngineReplica replica, int from, int to) {
        DirectBuffer buffer = commands.buffer();
        for (int index = from; index < to; index++) {
            replica.onCommand(
                    START_NANOS + index * NANOS_BETWEEN_COMMANDS,
                    buffer,
                    commands.offset(index),
                    commands.length(index));
        }
    }

    private void require(EngineReplica replica, NullSink sink) {
        if (replica.stateHash() != hashExpected || sink.parts < tape.size || sink.bytes == 0) {
            throw new IllegalStateException("expected the state hash " + hashExpected + " after each pass, found "
                    + replica.stateHash() + " after " + sink.parts + " parts of checksum " + sink.checksum);
        }
    }

    /// Takes every part and looks into one in 64, so that none can be optimized away.
    private static final class NullSink implements EntryPartSink {
        private static final int SAMPLE_MASK = 63;

        private long parts;
        private long bytes;
        private long checksum;

        @Override
        public void onPart(long sequence, int part, boolean last, DirectBuffer buffer, int offset, int length) {
            parts++;
            bytes += length;
            if ((parts & SAMPLE_MASK) == 0) {
                for (int index = offset; index + Long.BYTES <= offset + length; index += Long.BYTES) {
                    checksum = checksum * 31 + buffer.getLong(index);
                }
            }
        }
    }

    /// Reads the journal as a follower does: fills from their events, books from the levels as they last were.
    private static final class CountingSink implements EntryPartSink {
        private record LevelKey(int instrument, boolean buys, long priceTicks) {}

        private record LevelState(long lots, int orders) {}

        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final EntryPartDecoder entry = new EntryPartDecoder();
        private final OrderFilledDecoder fill = new OrderFilledDecoder();
        private final LevelChangedDecoder level = new LevelChangedDecoder();
        private final Map<LevelKey, LevelState> levels = new HashMap<>();
        private long trades;
        private long tradedLots;
        private @Nullable String refusal;

        @Override
        public void onPart(long sequence, int part, boolean last, DirectBuffer buffer, int offset, int length) {
            UnsafeBuffer bytes = new UnsafeBuffer(buffer, offset, length);
            entry.wrapAndApplyHeader(bytes, 0, header);
            if (entry.outcome().value() != 0 && refusal == null) {
                refusal = entry.outcome() + " at entry " + sequence;
            }
            int position = MessageHeaderDecoder.ENCODED_LENGTH + EntryPartDecoder.BLOCK_LENGTH;
            while (position < length) {
                header.wrap(bytes, position);
                int body = position + MessageHeaderDecoder.ENCODED_LENGTH;
                if (header.templateId() == OrderFilledDecoder.TEMPLATE_ID) {
                    fill.wrap(bytes, body, header.blockLength(), header.version());
                    trades++;
                    tradedLots += fill.quantityLots();
                } else if (header.templateId() == LevelChangedDecoder.TEMPLATE_ID) {
                    level.wrap(bytes, body, header.blockLength(), header.version());
                    put();
                }
                position = body + header.blockLength();
            }
        }

        private void put() {
            var key = new LevelKey(level.instrumentId() - 1, level.side() == Side.BUY, level.priceTicks());
            if (level.orders() == 0) {
                levels.remove(key);
            } else {
                levels.put(key, new LevelState(level.quantityLots(), level.orders()));
            }
        }

        private Digest digest() {
            if (refusal != null) {
                throw new IllegalStateException("expected every command to be accepted, found " + refusal);
            }
            var digest = new Digest(trades, tradedLots, 0, 0, 0);
            for (var entryOfLevel : levels.entrySet()) {
                LevelKey key = entryOfLevel.getKey();
                LevelState state = Objects.requireNonNull(entryOfLevel.getValue(), "levels have a state");
                digest = digest.withLevel(key.instrument, key.buys, key.priceTicks, state.lots, state.orders);
            }
            return digest;
        }
    }
}
