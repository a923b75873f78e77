package seawall.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.wire.MemberPorts;

@Timeout(60)
final class ClusterMemberTest {
    @TempDir
    private Path directory;

    private MemberPorts ports;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @BeforeEach
    void freePorts() {
        ports = TestPorts.free();
    }

    private ClusterMember launch() {
        return ClusterMember.launch(config(directory, ports), CountingReplica::new, failure::set);
    }

    static MemberConfig config(Path directory, MemberPorts ports) {
        return config(directory, ports, Durability.REPLICATED, Duration.ofHours(1));
    }

    static MemberConfig config(Path directory, MemberPorts ports, Durability durability, Duration snapshotInterval) {
        return new MemberConfig(
                0,
                List.of(new MemberAddress(0, "localhost", ports, "here")),
                directory.resolve("member-0"),
                durability,
                Profile.LAPTOP,
                snapshotInterval);
    }

    @Test
    void a_command_comes_back_as_an_entry() {
        try (var member = launch();
                var client = new TestClient(7, ports, directory)) {
            LongStream.rangeClosed(1, 100).forEach(client::send);
            client.await("100 answers", () -> client.accepted().size() == 100);

            assertThat(client.accepted())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 100).boxed().toList());
            assertThat(client.entries)
                    .extracting(TestClient.Entry::sequence)
                    .isEqualTo(sequences(client.entries.size()));
            assertThat(failure).hasValue(null);
        }
    }

    @Test
    void an_entry_of_many_parts_arrives_whole() {
        long fillerBytes = 5L * EntryPartSink.PART_BYTES_MAX;
        try (var member = launch();
                var client = new TestClient(7, ports, directory)) {
            client.send(1);
            client.send(2 + fillerBytes * CountingReplica.FILLER_UNIT);
            client.send(3);
            client.await("3 answers", () -> client.accepted == 3);

            int head = client.entries.getFirst().bytes();
            assertThat(client.entries)
                    .extracting(TestClient.Entry::bytes)
                    .containsExactly(head, head, head + (int) fillerBytes, head);
        }
    }

    @Test
    void a_member_that_was_closed_continues_where_its_snapshot_ends() {
        MemberStatus closed;
        long entries;
        try (var client = new TestClient(7, ports, directory)) {
            try (var member = launch()) {
                LongStream.rangeClosed(1, 500).forEach(client::send);
                client.await("500 answers", () -> client.accepted == 500);
                closed = awaitSequence(member, client, client.entries.size());
            }
            try (var member = launch()) {
                client.await("the restart", () -> member.status().role().equals("LEADER"));
                var restarted = member.status();
                assertThat(restarted.sequence()).isEqualTo(closed.sequence());
                assertThat(restarted.stateHash()).isEqualTo(closed.stateHash());
                assertThat(restarted.journalPosition()).isEqualTo(closed.journalPosition());
                LongStream.rangeClosed(501, 600).forEach(client::send);
                client.await("600 answers", () -> client.accepted == 600);
                entries = awaitSequence(member, client, client.entries.size()).sequence();
            }
            assertThat(client.accepted())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 600).boxed().toList());
        }
        var verification = JournalVerifier.requireSound(directory.resolve("member-0"), CountingReplica::new);
        assertThat(verification.sequence()).isEqualTo(entries);
        assertThat(verification.snapshotSequence()).isEqualTo(entries);
        assertThat(verification.partsUnpublished()).isZero();
        assertThat(failure).hasValue(null);
    }

    @Test
    void a_replica_that_answers_a_replayed_command_differently_stops_the_member() throws InterruptedException {
        var process = MemberProcess.start(directory, ports);
        try (var client = new TestClient(7, ports, directory)) {
            LongStream.rangeClosed(1, 50).forEach(client::send);
            client.await("50 answers", () -> client.accepted == 50);
        } finally {
            process.close();
        }
        try (var member = ClusterMember.launch(
                config(directory, ports),
                sink -> new CountingReplica((sequence, part, last, buffer, offset, length) -> {
                    var changed = new UnsafeBuffer(new byte[length]);
                    changed.putBytes(0, buffer, offset, length);
                    if (sequence == 20) {
                        changed.putByte(length - 1, (byte) 99);
                    }
                    sink.onPart(sequence, part, last, changed, 0, length);
                }),
                failure::set)) {
            assertThat(member.awaitFailure()).hasMessageStartingWith("entry 20 part 0 differs from the journal");
            assertThat(member.status().phase()).isEqualTo("STOPPED");
        }
    }

    @Test
    void a_reader_that_stalls_holds_nobody_up_and_misses_nothing() {
        int commands = 300;
        try (var member = launch();
                var client = new TestClient(7, ports, directory)) {
            client.await("the live journal", client::isLive);
            for (long i = 1; i <= commands; i++) {
                // 18 MB altogether: far more than windows and term buffers hold.
                client.send(i + (EntryPartSink.PART_BYTES_MAX - 4096) * CountingReplica.FILLER_UNIT);
                if (i == 1) {
                    client.await("the open stream", () -> client.accepted == 1);
                }
            }
            awaitWithoutPolling(() -> member.status().sequence() > commands);
            assertThat(client.accepted).as("answers seen by the stalled reader").isLessThan(commands);

            client.await("all answers", () -> client.accepted == commands);
            client.await("the live journal again", client::isLive);
            // The link asks again for answers that do not come; each repeated command is an entry of its own.
            assertThat(client.entries)
                    .extracting(TestClient.Entry::sequence)
                    .isEqualTo(sequences(client.entries.size()));
        }
    }

    @Test
    void a_reader_may_start_at_any_sequence_number() {
        int commands = 150;
        try (var member = launch();
                var client = new TestClient(7, ports, directory)) {
            for (long i = 1; i <= commands; i++) {
                // 6 MB: several terms of the journal.
                client.send(i + 40_000 * CountingReplica.FILLER_UNIT);
            }
            client.await("all answers", () -> client.accepted == commands);
            long last = client.entries.size();
            for (long after : new long[] {0, 1, 25, 26, 77, last - 1}) {
                assertThat(client.sequencesAfter(after, last))
                        .as("after %s", after)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(after + 1, last).boxed().toList());
            }
        }
    }

    private static void awaitWithoutPolling(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
            assertThat(System.nanoTime()).as("time in which the engine goes on").isLessThan(deadline);
        }
    }

    @Test
    void a_directory_in_use_is_refused() {
        try (var member = launch()) {
            assertThatThrownBy(this::launch)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("another process runs a member in " + directory.resolve("member-0"));
        }
    }

    private static MemberStatus awaitSequence(ClusterMember member, TestClient client, long sequence) {
        client.await("sequence " + sequence, () -> member.status().sequence() == sequence);
        return member.status();
    }

    static List<Long> sequences(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }
}
