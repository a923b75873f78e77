package seawall.link;

import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.AeronCluster.AsyncConnect;
import io.aeron.cluster.client.EgressListener;
import io.aeron.cluster.codecs.EventCode;
import io.aeron.exceptions.TimeoutException;
import io.aeron.logbuffer.Header;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.Outcome;

/// Sends commands through a session with the cluster's leader, on a thread of its own. What to send is decided by
/// [CommandStream]; this class moves bytes between threads and keeps a session alive.
public final class ClusterCommandLink implements CommandLink {
    /// Commands sent and not answered, at most.
    public static final int UNANSWERED_MAX = 32 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ClusterCommandLink.class);
    private static final int UNANSWERED_BYTES_MAX = 16 * 1024 * 1024;
    private static final int QUEUE_BYTES = 2 * 1024 * 1024;
    private static final int ANSWERS_BYTES = 1024 * 1024;
    private static final int ANSWERS_PER_ROUND = 1024;
    private static final int NOBODY = -1;
    private static final int COMMAND = 1;
    private static final int ANSWER = 2;
    private static final int ANSWER_BYTES = 32;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    /// How long a session without a leader waits to be told of a new one, before it asks all members.
    private static final Duration NEW_LEADER_TIMEOUT = Duration.ofSeconds(2);
    /// The same where no other member could become leader.
    private static final Duration SAME_LEADER_TIMEOUT = Duration.ofMillis(200);
    private static final Duration CONNECT_AGAIN = Duration.ofMillis(100);

    private final int gatewayId;
    private final List<JournalSource> members;
    private final LinkMedia media;
    private final CommandStream stream;
    private final ManyToOneRingBuffer commands = new ManyToOneRingBuffer(ring(QUEUE_BYTES));
    private final OneToOneRingBuffer answers = new OneToOneRingBuffer(ring(ANSWERS_BYTES));
    private final MessageHandler commandHandler = this::takeCommand;
    private final MessageHandler answerHandler = this::takeAnswer;
    private final CommandStream.Transport transport = this::offerToLeader;
    private final Thread thread;

    // Of the thread that calls onEntry.
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final EntryPartDecoder entryPart = new EntryPartDecoder();
    private final UnsafeBuffer answer = new UnsafeBuffer(new byte[ANSWER_BYTES]);

    // Of the link's thread.
    private @Nullable AsyncConnect connecting;
    private @Nullable AeronCluster cluster;
    private long connectAtNanos = System.nanoTime();
    private long keepAliveAtNanos;

    private volatile boolean closed;
    private volatile boolean connected;
    private volatile long incarnation;
    private volatile int leader = NOBODY;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /// @param gatewayId of this process, different from those of all others that send commands
    /// @param members   where commands can be sent
    /// @param onGivenUp told, on the link's thread, the correlationId of a command that was never sent because its
    ///                  deadline passed while there was no leader; it is not applied
    public ClusterCommandLink(int gatewayId, List<JournalSource> members, LinkMedia media, LongConsumer onGivenUp) {
        this.gatewayId = gatewayId;
        this.members = List.copyOf(members);
        this.media = media;
        incarnation = epochNanos();
        stream = new CommandStream(gatewayId, incarnation, UNANSWERED_MAX, UNANSWERED_BYTES_MAX, onGivenUp);
        thread = Thread.ofPlatform().name("command-link-" + gatewayId).daemon().unstarted(this::run);
        thread.start();
    }

    private static UnsafeBuffer ring(int bytes) {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(bytes + RingBufferDescriptor.TRAILER_LENGTH));
    }

    private static long epochNanos() {
        var now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public Offer offer(DirectBuffer command, int offset, int length) {
        if (length > CommandStream.COMMAND_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a command has at most " + CommandStream.COMMAND_BYTES_MAX + " bytes, found " + length);
        }
        if (closed) {
            return Offer.CLOSED;
        }
        return commands.write(COMMAND, command, offset, length) ? Offer.TAKEN : Offer.FULL;
    }

    @Override
    public void onEntry(DirectBuffer buffer, int offset, int length) {
        entryPart.wrapAndApplyHeader(buffer, offset, messageHeader);
        if (entryPart.gatewayId() != gatewayId) {
            return;
        }
        answer.putLong(0, entryPart.incarnation());
        answer.putLong(8, entryPart.streamSequence());
        answer.putLong(16, entryPart.detail());
        answer.putInt(24, entryPart.commandTemplateId());
        answer.putInt(28, entryPart.outcomeRaw());
        // An answer may not be lost, and the link's thread always takes them: waiting is short.
        while (!answers.write(ANSWER, answer, 0, ANSWER_BYTES) && !closed) {
            LockSupport.parkNanos(1_000);
        }
    }

    /// Number of the member that leads, as far as this link knows: the last one it had a session with; negative before
    /// the first.
    public int leader() {
        return leader;
    }

    /// Completes when this link is closed, exceptionally when it stopped by itself: it was fenced, or its
    /// media are gone. It takes no more commands then, and its process should end.
    public CompletionStage<Void> ended() {
        return ended;
    }

    @Override
    public int gatewayId() {
        return gatewayId;
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var idle = LinkMedia.idleStrategy();
        try {
            while (!closed) {
                idle.idle(work());
            }
        } catch (RuntimeException e) {
            LOG.error("The command link of gateway {} stops.", gatewayId, e);
            ended.completeExceptionally(e);
        } finally {
            closed = true;
            connected = false;
            CloseHelper.quietCloseAll(connecting, cluster);
            ended.complete(null);
        }
    }

    private int work() {
        int work = answers.read(answerHandler, ANSWERS_PER_ROUND);
        long nowNanos = System.nanoTime();
        work += keepSession(nowNanos);
        while (stream.hasRoom(CommandStream.COMMAND_BYTES_MAX) && commands.read(commandHandler, 1) > 0) {
            work++;
        }
        work += stream.send(nowNanos, epochNanos(), transport);
        if (stream.incarnation() != incarnation) {
            incarnation = stream.incarnation();
            LOG.info("Stream of gateway {} opens again with incarnation {}.", gatewayId, incarnation);
        }
        if (stream.state() == CommandStream.State.FENCED) {
            throw new IllegalStateException("another process has opened the stream of gateway " + gatewayId
                    + " with an incarnation above " + incarnation);
        }
        return work;
    }

    private int keepSession(long nowNanos) {
        var session = cluster;
        if (session == null) {
            return connect(nowNanos);
        }
        int work = session.pollEgress();
        if (session.isClosed()) {
            LOG.info("Gateway {} lost its session.", gatewayId);
            cluster = null;
            connected = false;
            stream.onDisconnected();
            connectAtNanos = nowNanos + CONNECT_AGAIN.toNanos();
        } else if (nowNanos - keepAliveAtNanos >= 0) {
            keepAliveAtNanos = nowNanos + KEEP_ALIVE.toNanos();
            // A keep-alive that cannot be sent is the sign by which the session finds out that its leader is gone.
            session.sendKeepAlive();
        }
        return work;
    }

    private int connect(long nowNanos) {
        try {
            if (connecting == null) {
                if (nowNanos - connectAtNanos < 0) {
                    return 0;
                }
                connecting = AeronCluster.asyncConnect(context());
            }
            var session = connecting.poll();
            if (session == null) {
                return 0;
            }
            connecting = null;
            cluster = session;
            keepAliveAtNanos = nowNanos + KEEP_ALIVE.toNanos();
            LOG.info(
                    "Gateway {} has session {} with leader {}.",
                    gatewayId,
                    session.clusterSessionId(),
                    session.leaderMemberId());
            onLeader(session.leaderMemberId());
            return 1;
        } catch (TimeoutException e) {
            LOG.debug("Gateway {} finds no leader yet: {}", gatewayId, e.getMessage());
        } catch (io.aeron.cluster.client.ClusterException e) {
            LOG.info("Gateway {} was refused a session: {}", gatewayId, e.getMessage());
        }
        CloseHelper.quietClose(connecting);
        connecting = null;
        connectAtNanos = nowNanos + CONNECT_AGAIN.toNanos();
        return 0;
    }

    private void onLeader(int memberId) {
        leader = memberId;
        connected = true;
        stream.onConnected(System.nanoTime());
    }

    private AeronCluster.Context context() {
        String endpoints = members.stream()
                .map(member -> member.member() + "=" + member.host() + ":"
                        + member.ports().ingress())
                .collect(Collectors.joining(","));
        return new AeronCluster.Context()
                .aeron(media.aeron())
                .ownsAeronClient(false)
                .clientName("gateway-" + gatewayId)
                .ingressChannel("aeron:udp?term-length=1m|alias=ingress")
                .ingressEndpoints(endpoints)
                .egressChannel(
                        "aeron:udp?endpoint=" + members.getFirst().localHost() + ":0|term-length=64k|alias=egress")
                .isIngressExclusive(true)
                .messageTimeoutNs(CONNECT_TIMEOUT.toNanos())
                .newLeaderTimeoutNs((members.size() > 1 ? NEW_LEADER_TIMEOUT : SAME_LEADER_TIMEOUT).toNanos())
                .idleStrategy(LinkMedia.idleStrategy())
                .errorHandler(error -> LOG.warn("Session of gateway {}.", gatewayId, error))
                .egressListener(new Egress());
    }

    private boolean offerToLeader(DirectBuffer buffer, int offset, int length) {
        var session = cluster;
        if (session == null || session.isClosed()) {
            return false;
        }
        long result = session.offer(buffer, offset, length);
        if (result == Publication.MAX_POSITION_EXCEEDED) {
            LOG.info("The session of gateway {} is used up.", gatewayId);
        }
        return result > 0;
    }

    private void takeCommand(int type, MutableDirectBuffer buffer, int offset, int length) {
        stream.take(buffer, offset, length);
    }

    private void takeAnswer(int type, MutableDirectBuffer buffer, int offset, int length) {
        stream.onEntry(
                gatewayId,
                buffer.getLong(offset),
                buffer.getLong(offset + 8),
                buffer.getInt(offset + 24),
                Outcome.get(buffer.getInt(offset + 28)),
                buffer.getLong(offset + 16),
                System.nanoTime(),
                epochNanos());
    }

    private final class Egress implements EgressListener {
        @Override
        public void onMessage(
                long clusterSessionId, long timestamp, DirectBuffer buffer, int offset, int length, Header header) {
            // Answers travel in the journal; members send nothing here.
        }

        @Override
        public void onSessionEvent(
                long correlationId,
                long clusterSessionId,
                long leadershipTermId,
                int leaderMemberId,
                EventCode code,
                String detail) {
            if (code != EventCode.OK) {
                LOG.info("Session {} of gateway {}: {} {}", clusterSessionId, gatewayId, code, detail);
            }
        }

        @Override
        public void onNewLeader(
                long clusterSessionId, long leadershipTermId, int leaderMemberId, String ingressEndpoints) {
            LOG.info("Gateway {} has the new leader {}.", gatewayId, leaderMemberId);
            onLeader(leaderMemberId);
        }
    }
}
