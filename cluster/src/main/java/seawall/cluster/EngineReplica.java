package seawall.cluster;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.engine.Engine;
import seawall.engine.Limits;

/// The engine between bytes: commands go in through a [CommandAdapter], entries leave through a [JournalPublisher].
public final class EngineReplica implements Replica {
    private final Engine engine;
    private final CommandAdapter commands;

    /// A replica of an empty exchange.
    public EngineReplica(Limits limits, EntryPartSink parts) {
        engine = new Engine(limits, new JournalPublisher(limits, parts));
        commands = new CommandAdapter(engine, new UnsafeBuffer(new byte[0]));
    }

    @Override
    public void onCommand(long timeNanos, DirectBuffer command, int offset, int length) {
        commands.onCommand(timeNanos, command, offset, length);
    }

    @Override
    public void onTimer(long timeNanos) {
        engine.onTimer(timeNanos);
    }

    @Override
    public long nextTimerNanos() {
        return engine.nextTimerNanos();
    }

    @Override
    public long sequence() {
        return engine.sequence();
    }

    @Override
    public long stateHash() {
        return engine.stateHash();
    }

    @Override
    public void writeSnapshot(SnapshotSink sink) {
        throw new UnsupportedOperationException("snapshots are not written yet");
    }

    @Override
    public boolean onSnapshot(DirectBuffer buffer, int offset, int length) {
        throw new UnsupportedOperationException("snapshots are not loaded yet");
    }
}
