package seawall.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import seawall.engine.Limits;
import seawall.wire.MemberPorts;

/// The engine on a member that syncs every write: snapshots, restarts, timers.
@Timeout(60)
final class DurableMemberTest {
    private static final Duration WITH_SNAPSHOTS = Duration.ofHours(1);
    private static final int FIRST_ACCOUNT = 1000;

    @TempDir
    private Path directory;

    private MemberPorts ports;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @BeforeEach
    void freePorts() {
        ports = TestPorts.free();
    }

    private ClusterMember launch(Duration snapshotInterval, Function<EntryPartSink, Replica> replicas) {
        var config = ClusterMemberTest.config(directory, ports, Durability.FSYNC, snapshotInterval);
        return ClusterMember.launch(config, replicas, failure::set);
    }

    private static EngineReplica engine(EntryPartSink sink) {
        return new EngineReplica(Limits.laptop(), sink);
    }

    @Test
    void the_engine_comes_back_from_the_snapshot_of_its_closing_with_the_state_it_had() {
        MemberStatus closed;
        try (var client = new TestClient(7, ports, directory)) {
            try (var member = launch(WITH_SNAPSHOTS, DurableMemberTest::engine)) {
                createAccounts(client, 1, 200);
                client.cancelAllAfter(201, FIRST_ACCOUNT, Duration.ofMinutes(2));
                client.await("the timer", () -> client.accepted == 201);
                closed = awaitLast(member, client);
            }
            try (var member = launch(WITH_SNAPSHOTS, DurableMemberTest::engine)) {
                client.await("the restart", () -> member.status().role().equals("LEADER"));
                assertSameState(member.status(), closed);
                createAccounts(client, 202, 300);
                closed = awaitLast(member, client);
            }
            assertNothingLost(client, 300);
        }
        var verification = JournalVerifier.requireSound(directory.resolve("member-0"), DurableMemberTest::engine);
        assertThat(verification.sequence()).isEqualTo(closed.sequence());
        assertThat(verification.stateHash()).isEqualTo(closed.stateHash());
        assertThat(verification.snapshotSequence()).isEqualTo(closed.sequence());
        assertThat(failure).hasValue(null);
    }

    @Test
    void the_engine_comes_back_from_kill_with_a_snapshot_and_the_log_after_it() throws IOException {
        var process = MemberProcess.startEngine(directory, ports, Durability.FSYNC);
        try (var client = new TestClient(7, ports, directory)) {
            createAccounts(client, 1, 200);
            long snapshotSequence = client.entries.size();
            process.requestSnapshot();
            client.await("the snapshot", this::hasSnapshot);
            createAccounts(client, 201, 400);
            process.kill();

            MemberStatus closed;
            try (var member = launch(Duration.ZERO, DurableMemberTest::engine)) {
                client.await("the restart", () -> member.status().role().equals("LEADER"));
                var restarted = member.status();
                assertThat(restarted.sequence()).isEqualTo(client.entries.size());
                assertThat(restarted.stateHash())
                        .isEqualTo(client.entries.getLast().stateHash());
                createAccounts(client, 401, 500);
                closed = awaitLast(member, client);
            }
            assertNothingLost(client, 500);
            var verification = JournalVerifier.requireSound(directory.resolve("member-0"), DurableMemberTest::engine);
            assertThat(verification.sequence()).isEqualTo(closed.sequence());
            assertThat(verification.stateHash()).isEqualTo(closed.stateHash());
            assertThat(verification.snapshotSequence()).isEqualTo(snapshotSequence);
            assertThat(failure).hasValue(null);
        } catch (AssertionError | RuntimeException e) {
            System.out.println(Files.readString(directory.resolve("member.log")));
            throw e;
        } finally {
            process.close();
        }
    }

    /// What a kill in the moment after a snapshot, or a bad disk, does to its image.
    enum Loss {
        GONE,
        CUT,
        FLIPPED
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void a_member_whose_latest_image_is_lost_starts_from_the_snapshot_before_it(Loss loss) throws IOException {
        MemberStatus closed;
        try (var client = new TestClient(7, ports, directory);
                var member = launch(WITH_SNAPSHOTS, DurableMemberTest::engine)) {
            createAccounts(client, 1, 50);
            client.await("a snapshot to begin", member::requestSnapshot);
            client.await("the snapshot", () -> member.status().snapshots() == 1);
            createAccounts(client, 51, 100);
            closed = awaitLast(member, client);
        }
        Path latest = images().getLast();
        byte[] bytes = Files.readAllBytes(latest);
        switch (loss) {
            case GONE -> Files.delete(latest);
            case CUT -> Files.write(latest, Arrays.copyOf(bytes, bytes.length - 1));
            case FLIPPED -> {
                bytes[bytes.length / 2] ^= 1;
                Files.write(latest, bytes);
            }
        }
        try (var client = new TestClient(8, ports, directory);
                var member = launch(WITH_SNAPSHOTS, DurableMemberTest::engine)) {
            client.await("the restart", () -> member.status().role().equals("LEADER"));
            assertSameState(member.status(), closed);
            createAccounts(client, 101, 150);
        }
        assertThat(images()).hasSize(2);
        var verification = JournalVerifier.requireSound(directory.resolve("member-0"), DurableMemberTest::engine);
        assertThat(verification.snapshotSequence()).isEqualTo(verification.sequence());
        assertThat(failure).hasValue(null);
    }

    @Test
    void a_member_without_any_image_starts_from_the_beginning_of_the_log() throws IOException {
        MemberStatus closed;
        try (var client = new TestClient(7, ports, directory);
                var member = launch(WITH_SNAPSHOTS, DurableMemberTest::engine)) {
            createAccounts(client, 1, 50);
            closed = awaitLast(member, client);
        }
        for (Path image : images()) {
            Files.delete(image);
        }
        try (var client = new TestClient(8, ports, directory);
                var member = launch(WITH_SNAPSHOTS, DurableMemberTest::engine)) {
            client.await("the restart", () -> member.status().role().equals("LEADER"));
            assertSameState(member.status(), closed);
        }
        assertThat(failure).hasValue(null);
    }

    @Test
    void a_member_without_images_meets_their_snapshots_again_on_the_way_to_the_end_of_its_journal() throws IOException {
        MemberStatus closed;
        try (var client = new TestClient(7, ports, directory);
                var member = launch(Duration.ZERO, DurableMemberTest::engine)) {
            for (long snapshots = 1; snapshots <= 3; snapshots++) {
                createAccounts(client, 50 * snapshots - 49, 50 * snapshots);
                long before = snapshots - 1;
                client.await("a snapshot to begin", member::requestSnapshot);
                client.await("the snapshot", () -> member.status().snapshots() == before + 1);
            }
            createAccounts(client, 151, 200);
            closed = awaitLast(member, client);
        }
        List<Path> lost = images();
        for (Path image : lost) {
            Files.delete(image);
        }
        try (var client = new TestClient(8, ports, directory);
                var member = launch(Duration.ZERO, DurableMemberTest::engine)) {
            client.await("the restart", () -> member.status().role().equals("LEADER"));
            assertSameState(member.status(), closed);
        }
        assertThat(failure).hasValue(null);
        assertThat(images()).isEqualTo(lost);
        var verification = JournalVerifier.requireSound(directory.resolve("member-0"), DurableMemberTest::engine);
        assertThat(verification.snapshotSequence()).isLessThan(verification.sequence());
    }

    @Test
    void a_member_whose_image_is_damaged_again_and_again_starts_each_time() throws IOException {
        try (var client = new TestClient(7, ports, directory);
                var member = launch(Duration.ZERO, DurableMemberTest::engine)) {
            createAccounts(client, 1, 50);
            client.await("a snapshot to begin", member::requestSnapshot);
            client.await("the snapshot", () -> member.status().snapshots() == 1);
        }
        Path image = images().getFirst();
        for (int damaged = 1; damaged <= 3; damaged++) {
            byte[] bytes = Files.readAllBytes(image);
            bytes[bytes.length / 2] ^= 1;
            Files.write(image, bytes);
            try (var client = new TestClient(7 + damaged, ports, directory);
                    var member = launch(Duration.ZERO, DurableMemberTest::engine)) {
                client.await("the restart", () -> member.status().role().equals("LEADER"));
                client.await("the image", () -> member.status().snapshots() == 1);
            }
        }
        assertThat(images()).containsExactly(image);
        assertThat(image.resolveSibling(image.getFileName() + ".damaged")).exists();
        assertThat(failure).hasValue(null);
    }

    @Test
    void an_image_under_the_name_of_another_is_set_aside() throws IOException {
        MemberStatus closed;
        try (var client = new TestClient(7, ports, directory);
                var member = launch(WITH_SNAPSHOTS, DurableMemberTest::engine)) {
            createAccounts(client, 1, 50);
            client.await("a snapshot to begin", member::requestSnapshot);
            client.await("the snapshot", () -> member.status().snapshots() == 1);
            createAccounts(client, 51, 100);
            closed = awaitLast(member, client);
        }
        Files.copy(images().getFirst(), images().getLast(), StandardCopyOption.REPLACE_EXISTING);
        try (var client = new TestClient(8, ports, directory);
                var member = launch(WITH_SNAPSHOTS, DurableMemberTest::engine)) {
            client.await("the restart", () -> member.status().role().equals("LEADER"));
            assertSameState(member.status(), closed);
        }
        assertThat(failure).hasValue(null);
    }

    @Test
    void images_of_no_snapshot_do_not_outlive_those_of_the_snapshots() throws IOException {
        long sequence;
        for (int start = 1; start <= 2; start++) {
            try (var client = new TestClient(6 + start, ports, directory);
                    var member = launch(WITH_SNAPSHOTS, DurableMemberTest::engine)) {
                client.await("the start", () -> member.status().role().equals("LEADER"));
                createAccounts(client, 50 * start - 49, 50 * start);
            }
            Path image = images().getLast();
            Files.copy(image, image.resolveSibling("900000000.image"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(image, image.resolveSibling("900000032.image"), StandardCopyOption.REPLACE_EXISTING);
        }
        try (var client = new TestClient(9, ports, directory);
                var member = launch(WITH_SNAPSHOTS, DurableMemberTest::engine)) {
            client.await("the start", () -> member.status().role().equals("LEADER"));
            createAccounts(client, 101, 150);
            sequence = awaitLast(member, client).sequence();
        }
        var verification = JournalVerifier.requireSound(directory.resolve("member-0"), DurableMemberTest::engine);
        assertThat(verification.snapshotSequence()).isEqualTo(sequence);
        assertThat(images()).hasSize(2);
        assertThat(failure).hasValue(null);
    }

    /// Opening a named pipe blocks until somebody reads it, as a disk does that does not answer.
    @Test
    void a_leader_whose_disk_is_busy_with_an_image_is_asked_for_no_snapshot_and_goes_on() throws Exception {
        Path images = directory.resolve("member-0").resolve("images");
        try (var client = new TestClient(7, ports, directory);
                var member = launch(Duration.ZERO, DurableMemberTest::engine)) {
            createAccounts(client, 1, 50);
            long logPosition = awaitLast(member, client).logPosition();
            List<String> command = new ArrayList<>(List.of("mkfifo"));
            for (long position = logPosition; position < logPosition + 32 * 1024; position += 32) {
                command.add(StateImages.file(images, position) + ".unfinished");
            }
            Files.createDirectories(images);
            assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
            client.await("a snapshot to begin", member::requestSnapshot);
            for (long last = 100; last <= 1000; last += 50) {
                createAccounts(client, last - 49, last);
                member.requestSnapshot();
            }
            assertThat(member.status().snapshots()).isZero();
            assertThat(member.status().errors()).isZero();
            try (var pipes = Files.list(images)) {
                for (Path pipe : pipes.toList()) {
                    // Whoever opens a pipe for both never waits, and ends the wait of those who have opened it.
                    try (var both = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                        assertThat(both.isOpen()).isTrue();
                        Files.deleteIfExists(pipe);
                    }
                }
            }
            client.await("a snapshot to begin", member::requestSnapshot);
            client.await("the snapshot", () -> member.status().snapshots() == 1);
        }
        assertThat(failure).hasValue(null);
    }

    /// Images in order of their log positions.
    private List<Path> images() throws IOException {
        try (var files = Files.list(directory.resolve("member-0").resolve("images"))) {
            return files.filter(file -> file.toString().endsWith(".image"))
                    .sorted(Comparator.comparingLong(
                            file -> Long.parseLong(file.getFileName().toString().replace(".image", ""))))
                    .toList();
        }
    }

    @Test
    void a_snapshot_is_taken_on_demand_while_commands_go_on() {
        try (var client = new TestClient(7, ports, directory);
                var member = launch(WITH_SNAPSHOTS, DurableMemberTest::engine)) {
            createAccounts(client, 1, 50);
            for (long snapshots = 1; snapshots <= 3; snapshots++) {
                long before = member.status().snapshots();
                client.await("a snapshot to begin", member::requestSnapshot);
                createAccounts(client, 50 * snapshots + 1, 50 * snapshots + 50);
                client.await("the snapshot", () -> member.status().snapshots() == before + 1);
            }
            assertNothingLost(client, 200);
            assertThat(failure).hasValue(null);
        }
    }

    @Test
    void a_timer_fires_once_on_a_member_that_nobody_talks_to() {
        try (var client = new TestClient(7, ports, directory);
                var member = launch(Duration.ZERO, timeout(Duration.ofMillis(500)))) {
            for (int fired = 1; fired <= 2; fired++) {
                int expected = fired;
                client.send(2L * fired - 1);
                client.send(2L * fired);
                client.await("the timer", () -> client.fired().size() == expected);
                assertThat(client.entries.getLast()).isEqualTo(client.fired().getLast());
            }
            assertThat(member.status().errors()).isZero();
        }
    }

    @ParameterizedTest(name = "snapshot: {0}")
    @ValueSource(booleans = {true, false})
    void a_timer_survives_a_restart(boolean snapshot) {
        var interval = snapshot ? WITH_SNAPSHOTS : Duration.ZERO;
        var replicas = timeout(Duration.ofSeconds(6));
        try (var client = new TestClient(7, ports, directory)) {
            try (var member = launch(interval, replicas)) {
                client.send(1);
                client.await("the answer", () -> client.accepted == 1);
                awaitLast(member, client);
            }
            try (var member = launch(interval, replicas)) {
                client.await("the restart", () -> member.status().role().equals("LEADER"));
                assertThat(client.fired())
                        .as("timers that fired before the restart")
                        .isEmpty();
                client.await("the timer", () -> client.fired().size() == 1);
                assertThat(client.entries.getLast()).isEqualTo(client.fired().getLast());
            }
        }
        JournalVerifier.requireSound(directory.resolve("member-0"), replicas);
        assertThat(failure).hasValue(null);
    }

    @Test
    @Tag("drill")
    void the_engine_cancels_after_the_shortest_timeout_across_a_restart() {
        try (var client = new TestClient(7, ports, directory)) {
            try (var member = launch(WITH_SNAPSHOTS, DurableMemberTest::engine)) {
                createAccounts(client, 1, 1);
                client.cancelAllAfter(2, FIRST_ACCOUNT, Duration.ofNanos(Limits.TIMEOUT_NANOS_MIN));
                client.await("the answer", () -> client.accepted == 2);
                awaitLast(member, client);
            }
            try (var member = launch(WITH_SNAPSHOTS, DurableMemberTest::engine)) {
                client.await("the restart", () -> member.status().role().equals("LEADER"));
                assertThat(client.fired())
                        .as("timers that fired before the restart")
                        .isEmpty();
                client.await("the timer", () -> client.fired().size() == 1);
                assertThat(client.entries.getLast()).isEqualTo(client.fired().getLast());
            }
        }
        JournalVerifier.requireSound(directory.resolve("member-0"), DurableMemberTest::engine);
        assertThat(failure).hasValue(null);
    }

    private static Function<EntryPartSink, Replica> timeout(Duration timeout) {
        return sink -> new CountingReplica(sink, timeout.toNanos());
    }

    private static void createAccounts(TestClient client, long first, long last) {
        for (long number = first; number <= last; number++) {
            client.createAccount(number, "account-" + number);
            client.poll();
        }
        client.await("account " + last, () -> client.accepted == last);
    }

    private boolean hasSnapshot() {
        return hasSnapshot(directory.resolve("member-0"));
    }

    /// True when the member has a snapshot and its image.
    static boolean hasSnapshot(Path member) {
        Path cluster = ClusterMember.clusterDirectory(member);
        if (!Files.exists(cluster.resolve(RecordingLog.RECORDING_LOG_FILE_NAME))) {
            return false;
        }
        try (var log = new RecordingLog(cluster.toFile(), false)) {
            var latest = log.getLatestSnapshot(0);
            return latest != null
                    && Files.exists(StateImages.file(ClusterMember.imageDirectory(member), latest.logPosition));
        }
    }

    private static MemberStatus awaitLast(ClusterMember member, TestClient client) {
        client.await("the status", () -> member.status().sequence() == client.entries.size());
        return member.status();
    }

    private static void assertSameState(MemberStatus restarted, MemberStatus closed) {
        assertThat(restarted.sequence()).isEqualTo(closed.sequence());
        assertThat(restarted.stateHash()).isEqualTo(closed.stateHash());
        assertThat(restarted.journalPosition()).isEqualTo(closed.journalPosition());
    }

    private static void assertNothingLost(TestClient client, long commands) {
        assertThat(client.accepted())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, commands).boxed().toList());
        assertThat(client.entries)
                .extracting(TestClient.Entry::sequence)
                .isEqualTo(ClusterMemberTest.sequences(client.entries.size()));
    }
}
