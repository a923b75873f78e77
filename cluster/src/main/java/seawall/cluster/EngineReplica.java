package seawall.cluster;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import seawall.engine.Engine;
import seawall.engine.Limits;
import seawall.engine.StateSink;

/// The engine between bytes: commands go in through a [CommandAdapter], entries leave through a [JournalPublisher].
public final class EngineReplica implements Replica {
    private final Engine engine;
    private final CommandAdapter commands;
    private final SnapshotCodec.Pages pages;
    /// Of the image in progress.
    private long imageSequence;

    private long imageStateHash;
    /// Not null while an image is being loaded.
    private @Nullable StateSink state;

    /// A replica of an empty exchange.
    public EngineReplica(Limits limits, EntryPartSink parts) {
        engine = new Engine(limits, new JournalPublisher(limits, parts));
        commands = new CommandAdapter(engine, new UnsafeBuffer(new byte[0]));
        pages = new SnapshotCodec.Pages(Engine.pagesMax(limits));
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
        imageSequence = engine.sequence();
        imageStateHash = engine.stateHash();
        engine.beginImage(pages);
    }

    @Override
    public @Nullable StateImage continueImage(int pagesMax) {
        if (!engine.continueImage(pagesMax)) {
            return null;
        }
        StateImage image = pages.image(imageSequence, imageStateHash);
        return image;
    }

    /// Writes the whole state as records, for whoever compares it with something else.
    public void writeState(StateSink sink) {
        engine.writeState(sink);
    }

    @Override
    public boolean onImage(DirectBuffer buffer, int offset, int length) {
        if (state == null) {
            state = engine.stateReader();
        }
        boolean complete = SnapshotCodec.read(state, buffer, offset, length);
        if (complete) {
            state = null;
        }
        return complete;
    }
}
