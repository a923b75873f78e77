package seawall.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import seawall.gateway.view.EntryHeader;
import seawall.gateway.view.ViewLimits;
import seawall.gateway.view.ViewListener;
import seawall.gateway.view.Views;
import seawall.link.CommandStream;
import seawall.link.EntryJoiner;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.MessageHeaderDecoder;

/// One gateway: the real command stream and the real views, over a simulated session and a simulated journal reader,
/// with a client that notes what it was told. All of it is lost when it dies; a new life begins with a newer
/// incarnation and the journal's first entry.
final class Gateway {
    private static final ViewLimits VIEW_LIMITS = new ViewLimits(16, 16, 64, 64, 4_096, 10, 20, 20, 4, 50, 50, 50, 20);
    private static final int UNANSWERED_MAX = 64;
    private static final int UNANSWERED_BYTES_MAX = 32 * 1024;
    /// Commands of one life of a gateway are told apart from those of all others by this.
    static final long CORRELATIONS_PER_LIFE = 1_000_000;

    final int id;
    final String name;
    private final Judge judge;
    private final Mischief mischief;

    // A life.
    private @Nullable CommandStream stream;
    private @Nullable Views views;
    private @Nullable EntryJoiner reader;
    private int lives;
    private long correlations;
    private @Nullable Member source;
    private int position;
    private long slowUntilNanos;
    private long clockSkewNanos;
    private int session = -1;
    /// When the world last let this gateway do something.
    private long nowNanos;
    /// What was sent in this life and has no answer yet, by correlation id.
    private final TreeMap<Long, byte[]> waiting = new TreeMap<>();
    private final List<Long> givenUp = new ArrayList<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final EntryPartDecoder entryPart = new EntryPartDecoder();

    /// Where faults are planted.
    interface Mischief {
        /// @return the parts to hand to the reader instead of this one
        default List<byte[]> onPart(byte[] part) {
            return List.of(part);
        }

        /// @return the entry to hand to the views instead of this one
        default byte[] onEntry(byte[] entry) {
            return entry;
        }

        /// @return true to take the command a second time
        default boolean takesTwice() {
            return false;
        }
    }

    Gateway(int id, Judge judge, Mischief mischief) {
        this.id = id;
        this.name = "gateway " + id;
        this.judge = judge;
        this.mischief = mischief;
    }

    boolean isUp() {
        return stream != null;
    }

    Views views() {
        return Objects.requireNonNull(views, "a gateway that is down shows nothing");
    }

    CommandStream stream() {
        return Objects.requireNonNull(stream, "a gateway that is down sends nothing");
    }

    int session() {
        return session;
    }

    int waitingCount() {
        return waiting.size();
    }

    List<Long> givenUp() {
        return givenUp;
    }

    void jump(long nanos) {
        clockSkewNanos = nanos;
    }

    long clockNanos(long nowNanos) {
        return World.EPOCH_NANOS + nowNanos + clockSkewNanos;
    }

    void start(long nowNanos) {
        lives++;
        correlations = 0;
        waiting.clear();
        givenUp.clear();
        stream = new CommandStream(id, clockNanos(nowNanos), UNANSWERED_MAX, UNANSWERED_BYTES_MAX, this::onGivenUp);
        Views building = new Views(VIEW_LIMITS);
        building.listen(new ViewListener() {
            @Override
            public void onEntry(EntryHeader entry) {
                onOwnEntry(entry);
            }
        });
        views = building;
        reader = new EntryJoiner(0, this::onEntry);
        source = null;
        session = -1;
        slowUntilNanos = 0;
    }

    void crash() {
        stream = null;
        views = null;
        reader = null;
        session = -1;
    }

    /// Clients wait for these; after a crash nobody knows what became of them.
    long nextCorrelationId() {
        return (id * 1_000L + lives) * CORRELATIONS_PER_LIFE + ++correlations;
    }

    boolean hasRoom(int length) {
        return stream().hasRoom(length);
    }

    /// Takes a command of the client.
    void take(long correlationId, byte[] command) {
        waiting.put(correlationId, command);
        stream().take(new UnsafeBuffer(command), 0, command.length);
        if (mischief.takesTwice() && hasRoom(command.length)) {
            stream().take(new UnsafeBuffer(command), 0, command.length);
        }
    }

    // The session with the leader.

    void connected(int member, long nowNanos) {
        session = member;
        stream().onConnected(nowNanos);
    }

    void disconnected() {
        if (session >= 0) {
            session = -1;
            stream().onDisconnected();
        }
    }

    // The journal.

    boolean isSlow(long nowNanos) {
        return nowNanos < slowUntilNanos;
    }

    void readSlowly(long untilNanos) {
        slowUntilNanos = untilNanos;
    }

    @Nullable
    Member source() {
        return source;
    }

    /// Reads another member's journal, or the same one anew, from somewhat before where it stands.
    void follow(Member member, int partsBack) {
        source = member;
        position = Math.max(0, Math.min(position, member.journal().size()) - partsBack);
        Objects.requireNonNull(reader).restart();
    }

    /// Begins a life: nothing has been read.
    void followFromStart(Member member) {
        source = member;
        position = 0;
    }

    void read(int partsMax) {
        List<byte[]> journal = Objects.requireNonNull(source).journal();
        EntryJoiner joiner = Objects.requireNonNull(reader);
        for (int read = 0; read < partsMax && position < journal.size(); read++) {
            for (byte[] part : mischief.onPart(journal.get(position))) {
                joiner.onPart(new UnsafeBuffer(part), 0, part.length);
            }
            position++;
        }
    }

    private void onEntry(long sequence, DirectBuffer buffer, int offset, int length) {
        byte[] entry = new byte[length];
        buffer.getBytes(offset, entry);
        byte[] shown = mischief.onEntry(entry);
        views().onEntry(sequence, new UnsafeBuffer(shown), 0, shown.length);
        entryPart.wrapAndApplyHeader(buffer, offset, header);
        stream()
                .onEntry(
                        entryPart.gatewayId(),
                        entryPart.incarnation(),
                        entryPart.streamSequence(),
                        entryPart.commandTemplateId(),
                        entryPart.outcome(),
                        entryPart.detail(),
                        nowNanos,
                        clockNanos(nowNanos));
    }

    void now(long nanos) {
        nowNanos = nanos;
    }

    private void onOwnEntry(EntryHeader entry) {
        if (Judge.isAboutStreams(entry.outcome())) {
            return;
        }
        if (waiting.remove(entry.correlationId()) != null) {
            judge.onAnswer(id, entry.correlationId(), entry.sequence(), entry.outcome());
        }
    }

    private void onGivenUp(long correlationId) {
        waiting.remove(correlationId);
        givenUp.add(correlationId);
    }

    /// The commands whose answers nobody heard.
    List<Long> unanswered() {
        return List.copyOf(waiting.keySet());
    }
}
