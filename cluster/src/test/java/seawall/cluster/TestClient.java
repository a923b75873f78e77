package seawall.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.link.ArchiveJournalReader;
import seawall.link.ClusterCommandLink;
import seawall.link.CommandLink;
import seawall.link.JournalReader;
import seawall.link.JournalSource;
import seawall.link.LinkMedia;
import seawall.link.RovingJournalReader;
import seawall.wire.MemberPorts;
import seawall.wire.codec.CancelAllAfterEncoder;
import seawall.wire.codec.CreateAccountEncoder;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.MassCancelEncoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OpenStreamDecoder;
import seawall.wire.codec.Outcome;

/// A gateway in miniature: sends numbered commands and keeps what the journal answers.
final class TestClient implements AutoCloseable {
    private static final long DEADLINE_NANOS = 30_000_000_000L;
    /// Stands for the command in entries that a timer made.
    private static final int TIMER = 0;

    private final LinkMedia media;
    private final List<JournalSource> members;
    private final JournalReader reader;
    private final ClusterCommandLink link;
    private final UnsafeBuffer command =
            new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + MassCancelEncoder.BLOCK_LENGTH]);
    private final MassCancelEncoder massCancel = new MassCancelEncoder();
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final EntryPartDecoder entryPart = new EntryPartDecoder();

    /// Every entry seen, in the order of the journal.
    final List<Entry> entries = new ArrayList<>();

    /// How many of them accepted a command.
    int accepted;

    record Entry(long sequence, int templateId, Outcome outcome, long correlationId, long stateHash, int bytes) {}

    TestClient(int gatewayId, MemberPorts ports, Path directory) {
        this(gatewayId, List.of(JournalSource.local(0, ports)), directory);
    }

    /// @param members the one whose journal is read first comes first
    TestClient(int gatewayId, List<JournalSource> members, Path directory) {
        this.members = members;
        media = LinkMedia.embedded(directory.resolve("link-" + gatewayId));
        link = new ClusterCommandLink(gatewayId, members, media, correlationId -> {
            throw new IllegalStateException("gave up " + correlationId + ", which has no deadline");
        });
        reader = RovingJournalReader.ofTwo(members, media, link::leader, 0, this::onEntry);
    }

    private void onEntry(long sequence, DirectBuffer buffer, int offset, int length) {
        link.onEntry(buffer, offset, length);
        entryPart.wrapAndApplyHeader(buffer, offset, messageHeader);
        entries.add(new Entry(
                sequence,
                entryPart.commandTemplateId(),
                entryPart.outcome(),
                entryPart.correlationId(),
                entryPart.stateHash(),
                length));
        if (isAccepted(entries.getLast())) {
            accepted++;
        }
    }

    CommandLink.Offer offer(long correlationId) {
        massCancel
                .wrapAndApplyHeader(command, 0, new MessageHeaderEncoder())
                .header()
                .correlationId(correlationId)
                .deadlineNanos(0);
        massCancel.accountId(1).instrumentId(1);
        return link.offer(command, 0, command.capacity());
    }

    /// Sends a command, polling while the link is full.
    void send(long correlationId) {
        await("room for command " + correlationId, () -> offer(correlationId) == CommandLink.Offer.TAKEN);
    }

    /// Sends the command that creates an account, polling while the link is full.
    void createAccount(long correlationId, String name) {
        var buffer =
                new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + CreateAccountEncoder.BLOCK_LENGTH]);
        var create = new CreateAccountEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        create.header().correlationId(correlationId);
        create.name(name);
        await("room for account " + name, () -> link.offer(buffer, 0, buffer.capacity()) == CommandLink.Offer.TAKEN);
    }

    /// Sends the command that cancels all orders of an account after a time, polling while the link is full.
    void cancelAllAfter(long correlationId, int accountId, Duration timeout) {
        var buffer =
                new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + CancelAllAfterEncoder.BLOCK_LENGTH]);
        var set = new CancelAllAfterEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        set.header().correlationId(correlationId);
        set.accountId(accountId).timeoutNanos(timeout.toNanos()).tag("");
        await("room for the timer", () -> link.offer(buffer, 0, buffer.capacity()) == CommandLink.Offer.TAKEN);
    }

    /// Entries that timers made.
    List<Entry> fired() {
        return entries.stream().filter(entry -> entry.templateId == TIMER).toList();
    }

    /// Correlation ids that were accepted, in the order of the journal.
    List<Long> accepted() {
        return entries.stream()
                .filter(TestClient::isAccepted)
                .map(Entry::correlationId)
                .toList();
    }

    private static boolean isAccepted(Entry entry) {
        return entry.templateId != OpenStreamDecoder.TEMPLATE_ID
                && entry.templateId != TIMER
                && entry.outcome == Outcome.ACCEPTED;
    }

    /// What another reader delivers that starts after a sequence number.
    List<Long> sequencesAfter(long after, long last) {
        var sequences = new ArrayList<Long>();
        try (var other = new ArchiveJournalReader(
                members.getFirst(), media, after, (sequence, buffer, offset, length) -> sequences.add(sequence))) {
            long deadline = System.nanoTime() + DEADLINE_NANOS;
            while (other.sequence() < last && System.nanoTime() - deadline < 0) {
                if (other.poll(16) == 0) {
                    LockSupport.parkNanos(100_000);
                }
            }
        }
        return sequences;
    }

    boolean isLive() {
        return reader.isLive();
    }

    int poll() {
        return reader.poll(256);
    }

    /// Polls until the condition holds.
    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            if (reader.poll(256) == 0) {
                LockSupport.parkNanos(100_000);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited 30 s for " + what + "; entries: " + entries.size() + ", last: "
                        + (entries.isEmpty() ? "none" : entries.getLast()));
            }
        }
    }

    @Override
    public void close() {
        link.close();
        reader.close();
        media.close();
    }
}
