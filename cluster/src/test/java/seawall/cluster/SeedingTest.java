package seawall.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.cluster.ConsensusModule;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.link.JournalSource;

/// Three members, of which some lose what they had.
@Timeout(120)
final class SeedingTest {
    private static final int MEMBERS = 3;
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration SHORT = Duration.ofSeconds(3);

    @TempDir
    private Path directory;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<MemberAddress> addresses = new ArrayList<>();
    private final @Nullable ClusterMember[] members = new ClusterMember[MEMBERS];
    private @Nullable TestClient client;
    private long sent;

    @BeforeEach
    void threeMembersWithACommonLog() {
        for (int id = 0; id < MEMBERS; id++) {
            addresses.add(new MemberAddress(id, "localhost", TestPorts.free(), "region-" + id));
        }
        start(LONG, 0, 1, 2);
        client = new TestClient(
                7,
                addresses.stream()
                        .map(address -> JournalSource.local(address.id(), address.ports()))
                        .toList(),
                directory);
        client.await("a leader", () -> leader() >= 0 && allRun());
        send(200);
    }

    @AfterEach
    void stop() {
        CloseHelper.quietClose(client);
        CloseHelper.quietCloseAll(members);
    }

    @Test
    @Tag("drill")
    void a_member_that_lost_its_directory_gets_the_log_of_the_others() {
        int lost = follower();
        close(lost);
        send(100);
        IoUtil.delete(memberDirectory(lost).toFile(), false);
        start(LONG, lost);
        send(100);
        assertAllEqual();
        assertThat(memberDirectory(lost).resolve("quarantine")).doesNotExist();
    }

    @Test
    void a_flipped_bit_in_the_log_is_found_before_the_member_votes_and_its_log_is_replaced() throws IOException {
        int damaged = follower();
        close(damaged);
        flipBit(logSegment(damaged));
        start(LONG, damaged);
        send(100);
        assertAllEqual();
        assertThat(memberDirectory(damaged).resolve("quarantine")).isDirectoryContaining(Files::isDirectory);
    }

    @Test
    @Tag("drill")
    void a_log_that_was_cut_short_is_found_and_replaced() throws IOException {
        int damaged = follower();
        close(damaged);
        try (var file = new RandomAccessFile(logSegment(damaged).toFile(), "rw")) {
            file.setLength(4096);
        }
        start(LONG, damaged);
        send(100);
        assertAllEqual();
    }

    @Test
    @Tag("drill")
    void a_member_that_died_while_it_fetched_the_log_begins_again() throws IOException {
        int interrupted = follower();
        close(interrupted);
        send(100);
        Holdings.beginSeeding(memberDirectory(interrupted));
        start(LONG, interrupted);
        assertThat(memberDirectory(interrupted).resolve("seeding")).doesNotExist();
        assertAllEqual();
    }

    @Test
    @Tag("drill")
    void the_leader_may_be_the_one_that_lost_everything() {
        int lost = leader();
        close(lost);
        IoUtil.delete(memberDirectory(lost).toFile(), false);
        send(100);
        start(LONG, lost);
        send(100);
        assertAllEqual();
    }

    @Test
    void two_members_without_a_log_elect_nobody_as_long_as_the_third_is_away() throws IOException {
        int keeper = leader();
        for (int id = 0; id < MEMBERS; id++) {
            close(id);
        }
        List<Integer> blank =
                IntStream.range(0, MEMBERS).filter(id -> id != keeper).boxed().toList();
        for (int id : blank) {
            Files.move(memberDirectory(id), directory.resolve("kept-" + id));
        }
        int first = blank.getFirst();
        int second = blank.getLast();
        var refused = new AtomicReference<Throwable>();
        var other = Thread.ofPlatform().start(() -> {
            try {
                start(SHORT, second);
            } catch (RuntimeException e) {
                refused.set(e);
            }
        });
        assertThatThrownBy(() -> start(SHORT, first))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("holds no log and waited 3 s for the members")
                .hasMessageContaining("A new exchange begins when all of its members run");
        join(other);
        assertThat(refused.get()).isInstanceOf(IllegalStateException.class);

        // With the third one back they know that there is a log, and still nobody may say that it is the whole one.
        start(LONG, keeper);
        assertThatThrownBy(() -> start(SHORT, first)).hasMessageContaining("no log is known to be complete");

        IoUtil.delete(memberDirectory(second).toFile(), true);
        Files.move(directory.resolve("kept-" + second), memberDirectory(second));
        start(LONG, second);
        start(LONG, first);
        send(100);
        assertAllEqual();
    }

    @Test
    void a_damaged_member_on_its_own_does_not_start() throws IOException {
        var ports = TestPorts.free();
        var alone = ClusterMemberTest.config(directory.resolve("alone"), ports);
        try (var member = ClusterMember.launch(alone, CountingReplica::new, failure::set);
                var only = new TestClient(8, ports, directory)) {
            LongStream.rangeClosed(1, 50).forEach(only::send);
            only.await("50 answers", () -> only.accepted == 50);
        }
        flipBit(logSegment(alone.directory()));
        assertThatThrownBy(() -> ClusterMember.launch(alone, CountingReplica::new, failure::set))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is damaged")
                .hasMessageContaining("There is no other member to replace it");
        assertThat(alone.directory().resolve("archive")).isDirectory();
    }

    private void start(Duration patience, int... ids) {
        var threads = new ArrayList<Thread>();
        var refusal = new AtomicReference<@Nullable RuntimeException>();
        // All at once: members that hold no log wait for each other.
        for (int id : ids) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    members[id] = ClusterMember.launch(config(id), CountingReplica::new, failure::set, patience);
                } catch (RuntimeException e) {
                    refusal.set(e);
                }
            }));
        }
        threads.forEach(SeedingTest::join);
        RuntimeException refused = refusal.get();
        if (refused != null) {
            throw refused;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private MemberConfig config(int id) {
        return new MemberConfig(
                id, addresses, memberDirectory(id), Durability.REPLICATED, Profile.LAPTOP, Duration.ofHours(1));
    }

    private Path memberDirectory(int id) {
        return directory.resolve("member-" + id);
    }

    private void close(int id) {
        CloseHelper.close(members[id]);
        members[id] = null;
    }

    private int leader() {
        return indexOf("LEADER");
    }

    private int follower() {
        return indexOf("FOLLOWER");
    }

    private int indexOf(String role) {
        return IntStream.range(0, MEMBERS)
                .filter(id -> members[id] != null
                        && members[id].status().role().equals(role)
                        && members[id].status().phase().equals("RUNNING"))
                .findFirst()
                .orElse(-1);
    }

    private boolean allRun() {
        return IntStream.range(0, MEMBERS)
                .allMatch(id ->
                        members[id] != null && members[id].status().phase().equals("RUNNING"));
    }

    private void send(int commands) {
        for (int command = 0; command < commands; command++) {
            client.send(++sent);
        }
        long all = sent;
        client.await("answer " + all, () -> client.accepted == all);
    }

    private void assertAllEqual() {
        client.await(
                "equal members",
                () -> allRun()
                        && IntStream.range(0, MEMBERS)
                                        .mapToObj(id -> members[id].status())
                                        .map(status -> status.sequence() + " " + status.stateHash() + " "
                                                + status.journalPosition())
                                        .distinct()
                                        .count()
                                == 1);
        assertThat(client.accepted())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, sent).boxed().toList());
        assertThat(failure).hasValue(null);
        for (int id = 0; id < MEMBERS; id++) {
            close(id);
            JournalVerifier.requireSound(memberDirectory(id), CountingReplica::new);
        }
    }

    private Path logSegment(int id) {
        return logSegment(memberDirectory(id));
    }

    private static Path logSegment(Path member) {
        Path archive = member.resolve("archive");
        StoredRecording log = StoppedMember.recordings(archive).stream()
                .filter(recording -> recording.streamId() == ConsensusModule.Configuration.logStreamId())
                .findFirst()
                .orElseThrow();
        return log.segment(archive, log.startPosition());
    }

    private static void flipBit(Path segment) throws IOException {
        try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(2_000);
            int value = file.read();
            file.seek(2_000);
            file.write(value ^ 4);
        }
    }
}
