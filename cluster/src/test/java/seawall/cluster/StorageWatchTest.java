package seawall.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.link.JournalSource;

/// Members whose disks, as their watches see them, become slow, full or broken.
@Timeout(120)
final class StorageWatchTest {
    private static final int MEMBERS = 3;
    private static final long ROOM = 1L << 40;

    @TempDir
    private Path directory;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<MemberAddress> addresses = new ArrayList<>();
    private final List<TestDisk> disks = new ArrayList<>();
    private final List<Membership> members = new ArrayList<>();

    /// A disk whose faults a test decides about.
    private static final class TestDisk implements Disk {
        volatile Duration latency = Duration.ZERO;
        volatile long usableBytes = ROOM;
        volatile boolean isBroken;

        @Override
        public long usableBytes() {
            return usableBytes;
        }

        @Override
        public void write() throws IOException {
            if (isBroken) {
                throw new IOException("Input/output error");
            }
            if (!latency.isZero()) {
                LockSupport.parkNanos(latency.toNanos());
            }
        }

        @Override
        public void close() {
            // Lives as long as its test.
        }
    }

    private void launch(int count) {
        for (int id = 0; id < count; id++) {
            addresses.add(new MemberAddress(id, "localhost", TestPorts.free(), "region-" + id));
            disks.add(new TestDisk());
        }
        var threads = new ArrayList<Thread>();
        var launched = new Membership[count];
        for (int id = 0; id < count; id++) {
            int number = id;
            threads.add(Thread.ofPlatform()
                    .start(() -> launched[number] = Membership.launch(
                            new MemberConfig(
                                    number,
                                    addresses,
                                    directory.resolve("member-" + number),
                                    Durability.REPLICATED,
                                    Profile.LAPTOP,
                                    Duration.ofHours(1)),
                            CountingReplica::new,
                            failure::set,
                            () -> disks.get(number))));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        members.addAll(List.of(launched));
    }

    @AfterEach
    void stop() {
        CloseHelper.closeAll(members);
    }

    @Test
    void a_leader_whose_disk_is_slow_steps_down_once_and_a_slow_follower_changes_nothing() {
        launch(MEMBERS);
        try (var client = client()) {
            client.await("a leader", () -> leader() >= 0 && allRun());
            int slow = leader();
            disks.get(slow).latency = Duration.ofMillis(40);
            client.await("another leader", () -> leader() >= 0 && leader() != slow && allRun());
            LongStream.rangeClosed(1, 100).forEach(client::send);
            client.await("100 answers", () -> client.accepted == 100);
            int good = leader();
            for (int id = 0; id < MEMBERS; id++) {
                disks.get(id).latency = id == good ? Duration.ZERO : Duration.ofMillis(40);
            }
            LongStream.rangeClosed(101, 400).forEach(client::send);
            client.await("400 answers", () -> client.accepted == 400);
            assertThat(leader()).isEqualTo(good);
            assertThat(members.stream().mapToLong(Membership::stepDowns).sum()).isEqualTo(1);
        }
        assertThat(failure).hasValue(null);
    }

    @Test
    void a_leader_whose_disk_fills_steps_down_before_it_is_full() {
        launch(MEMBERS);
        try (var client = client()) {
            client.await("a leader", () -> leader() >= 0 && allRun());
            int full = leader();
            disks.get(full).usableBytes = StorageWatch.FULL_BYTES - 1;
            client.await("another leader", () -> leader() >= 0 && leader() != full && allRun());
            LongStream.rangeClosed(1, 100).forEach(client::send);
            client.await("100 answers", () -> client.accepted == 100);
            assertThat(members.get(full).stepDowns()).isEqualTo(1);
        }
        assertThat(failure).hasValue(null);
    }

    @Test
    void where_no_disk_has_room_commands_wait_and_go_on_when_there_is_room_again() {
        launch(1);
        try (var client = client()) {
            client.send(1);
            client.await("an answer", () -> client.accepted == 1);
            disks.getFirst().usableBytes = StorageWatch.SUSPEND_BYTES - 1;
            client.await(
                    "no more answers", () -> members.getFirst().status().phase().equals("SUSPENDED"));
            LongStream.rangeClosed(2, 50).forEach(client::send);
            client.poll();
            assertThat(client.accepted).isEqualTo(1);
            disks.getFirst().usableBytes = ROOM;
            client.await("50 answers", () -> client.accepted == 50);
            assertThat(client.accepted())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 50).boxed().toList());
        }
        assertThat(failure).hasValue(null);
    }

    @Test
    void a_member_whose_disk_does_not_take_a_write_stops() {
        launch(1);
        try (var client = client()) {
            client.send(1);
            client.await("an answer", () -> client.accepted == 1);
            disks.getFirst().isBroken = true;
            client.await("its end", () -> failure.get() != null);
        }
        assertThat(failure.get()).hasMessage("Input/output error");
    }

    private TestClient client() {
        return new TestClient(
                7,
                addresses.stream()
                        .map(address -> JournalSource.local(address.id(), address.ports()))
                        .toList(),
                directory);
    }

    private int leader() {
        return IntStream.range(0, members.size())
                .filter(id -> members.get(id).status().role().equals("LEADER")
                        && members.get(id).status().phase().equals("RUNNING"))
                .findFirst()
                .orElse(-1);
    }

    private boolean allRun() {
        return members.stream().allMatch(member -> member.status().phase().equals("RUNNING"));
    }
}
