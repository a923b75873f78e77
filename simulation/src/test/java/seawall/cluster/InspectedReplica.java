package seawall.cluster;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.engine.Engine;
import seawall.engine.Invariants;
import seawall.engine.Limits;

/// What an [EngineReplica] is made of, put together so that a judge can look into the engine. It is in this package
/// because nobody but the judges may do that.
public final class InspectedReplica implements Replica {
    private final Engine engine;
    private final CommandAdapter commands;
    private final Invariants invariants;

    /// A replica of an empty exchange.
    public InspectedReplica(Limits limits, EntryPartSink parts) {
        engine = new Engine(limits, new JournalPublisher(limits, parts));
        commands = new CommandAdapter(engine, new UnsafeBuffer(new byte[0]));
        invariants = new Invariants(engine);
    }

    /// Counts the whole state again.
    ///
    /// @throws IllegalStateException if an invariant does not hold
    public void checkInvariants() {
        invariants.check();
    }

    @Override
    public void onCommand(long timeNanos, DirectBuffer command, int offset, int length) {
        commands.onCommand(timeNanos, command, offset, length);
        engine.followUp(timeNanos);
    }

    @Override
    public void onTimer(long timeNanos) {
        engine.onTimer(timeNanos);
        engine.followUp(timeNanos);
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
    public void beginImage() {
        throw new UnsupportedOperationException("the judges ask for no snapshot");
    }

    @Override
    public StateImage continueImage(int pagesMax) {
        throw new UnsupportedOperationException("the judges ask for no snapshot");
    }

    @Override
    public boolean onImage(DirectBuffer buffer, int offset, int length) {
        throw new UnsupportedOperationException("the judges load no snapshot");
    }
}
