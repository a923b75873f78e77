package seawall.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.wire.MemberPorts;

/// The log of a running member, copied to another place and brought back from there.
@Timeout(90)
final class LogBackupTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private MemberPorts ports;
    private Path place;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @BeforeEach
    void aPlace() {
        ports = TestPorts.free();
        place = directory.resolve("backup");
    }

    private MemberConfig config(Path parent) {
        return ClusterMemberTest.config(parent, ports, Durability.REPLICATED, Duration.ofHours(1));
    }

    private long backUp() {
        var members = List.of(new MemberAddress(0, "localhost", ports, "here"));
        try (var backup = LogBackup.start(members, place, "localhost", Profile.LAPTOP)) {
            return backup.awaitCopied(PATIENCE);
        }
    }

    @Test
    void what_was_backed_up_in_two_goes_comes_back_as_it_was_and_no_more() throws IOException {
        MemberStatus backedUp;
        Path elsewhere = directory.resolve("elsewhere");
        try (var member = ClusterMember.launch(config(directory), CountingReplica::new, failure::set);
                var client = new TestClient(7, ports, directory)) {
            LongStream.rangeClosed(1, 200).forEach(client::send);
            client.await("200 answers", () -> client.accepted == 200);
            client.await("a snapshot to begin", member::requestSnapshot);
            client.await("the snapshot", () -> member.status().snapshots() == 1);
            long first = backUp();
            // Nothing has happened since: a backup that goes on has nothing to do.
            assertThat(backUp()).isEqualTo(first);
            LongStream.rangeClosed(201, 300).forEach(client::send);
            client.await("300 answers", () -> client.accepted == 300);
            client.await("the status", () -> member.status().sequence() == client.entries.size());
            backedUp = member.status();
            assertThat(backUp()).isGreaterThan(first);
            LongStream.rangeClosed(301, 350).forEach(client::send);
            client.await("350 answers", () -> client.accepted == 350);
        }
        LogBackup.restore(place, elsewhere.resolve("member-0"));
        assertThatThrownBy(() -> LogBackup.restore(place, elsewhere.resolve("member-0")))
                .hasMessageContaining("expected no member in");
        Files.createDirectories(elsewhere);
        try (var member = ClusterMember.launch(config(elsewhere), CountingReplica::new, failure::set)) {
            // Before anybody connects: a client's stream is an entry of its own.
            awaitLeader(member);
            assertThat(member.status().sequence()).isEqualTo(backedUp.sequence());
            assertThat(member.status().stateHash()).isEqualTo(backedUp.stateHash());
            assertThat(member.status().journalPosition()).isEqualTo(backedUp.journalPosition());
            try (var client = new TestClient(8, ports, elsewhere)) {
                client.await("the journal", () -> client.accepted == 300);
                client.send(1000);
                client.await("an answer", () -> client.accepted == 301);
            }
        }
        JournalVerifier.requireSound(elsewhere.resolve("member-0"), CountingReplica::new);
        assertThat(failure).hasValue(null);
    }

    private static void awaitLeader(ClusterMember member) {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!member.status().role().equals("LEADER")
                || !member.status().phase().equals("RUNNING")) {
            assertThat(System.nanoTime() - deadlineNanos)
                    .as("waited for a leader")
                    .isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void a_backup_that_a_disk_has_damaged_is_not_restored_and_not_continued() throws IOException {
        try (var member = ClusterMember.launch(config(directory), CountingReplica::new, failure::set);
                var client = new TestClient(7, ports, directory)) {
            LongStream.rangeClosed(1, 100).forEach(client::send);
            client.await("100 answers", () -> client.accepted == 100);
            backUp();
            Path segment = Files.list(place.resolve("archive"))
                    .filter(file -> file.toString().endsWith(".rec"))
                    .findFirst()
                    .orElseThrow();
            Tampering.flip(segment, 2_000);
            assertThatThrownBy(this::backUp).hasMessageContaining("damaged");
        }
        assertThatThrownBy(() -> LogBackup.restore(place, directory.resolve("restored")))
                .hasMessageContaining("damaged");
        assertThat(failure).hasValue(null);
    }

    @Test
    void without_a_leader_a_backup_says_so() {
        var members = List.of(new MemberAddress(0, "localhost", ports, "here"));
        try (var backup = LogBackup.start(members, place, "localhost", Profile.LAPTOP)) {
            assertThatThrownBy(() -> backup.awaitCopied(Duration.ofMillis(300)))
                    .hasMessageContaining("no leader has answered");
        }
    }
}
