package seawall.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.link.JournalSource;

@Timeout(120)
final class MembershipTest {
    private static final int STEP_DOWNS = 3;

    @TempDir
    private Path directory;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<MemberAddress> addresses = new ArrayList<>();
    private final List<Membership> members = new ArrayList<>();

    @BeforeEach
    void threeMembers() {
        for (int id = 0; id < 3; id++) {
            addresses.add(new MemberAddress(id, "localhost", TestPorts.free(), "region-" + id));
        }
        // All at once: a new exchange begins when all of its members run.
        members.addAll(IntStream.range(0, 3)
                .mapToObj(id -> CompletableFuture.supplyAsync(() -> launch(id), Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList());
    }

    private Membership launch(int id) {
        return Membership.launch(
                new MemberConfig(
                        id,
                        addresses,
                        directory.resolve("member-" + id),
                        Durability.REPLICATED,
                        Profile.LAPTOP,
                        Duration.ofHours(1)),
                CountingReplica::new,
                failure::set);
    }

    @AfterEach
    void stop() {
        CloseHelper.closeAll(members);
    }

    @Test
    void a_leader_that_steps_down_follows_again_and_no_command_is_lost_or_applied_twice() {
        try (var client = new TestClient(7, sources(), directory)) {
            client.await("a leader", () -> leader().isPresent() && allRun());
            var gapsMillis = new ArrayList<Long>();
            long sent = 0;
            for (int round = 1; round <= STEP_DOWNS; round++) {
                Membership old = leader().orElseThrow();
                for (Membership member : members) {
                    if (member != old) {
                        assertThat(member.stepDown()).isEqualTo(Membership.StepDown.NOT_LEADER);
                    }
                }
                assertThat(old.stepDown()).isEqualTo(Membership.StepDown.BEGUN);
                assertThat(old.status().phase()).isEqualTo("STEPPING_DOWN");
                long startNanos = System.nanoTime();
                long next = ++sent;
                client.send(next);
                client.await("an answer after step-down " + round, () -> client.accepted == next);
                gapsMillis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
                client.await("the old leader follows", this::allRun);
                assertThat(old.status().role()).isEqualTo("FOLLOWER");
                for (int more = 0; more < 50; more++) {
                    client.send(++sent);
                }
            }
            long all = sent;
            client.await("every answer", () -> client.accepted == all);
            System.out.println("answered after a step-down within, in ms: " + gapsMillis);

            assertThat(client.accepted())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, all).boxed().toList());
            client.await("equal members", this::areEqual);
            assertThat(members.stream().mapToLong(Membership::stepDowns).sum()).isEqualTo(STEP_DOWNS);
            assertThat(failure).hasValue(null);
        }
    }

    @Test
    void a_member_on_its_own_does_not_step_down() {
        var ports = TestPorts.free();
        try (var alone = Membership.launch(
                ClusterMemberTest.config(directory.resolve("alone"), ports), CountingReplica::new, failure::set)) {
            assertThat(alone.stepDown()).isEqualTo(Membership.StepDown.ALONE);
            assertThat(alone.stepDowns()).isZero();
        }
        assertThat(failure).hasValue(null);
    }

    private List<JournalSource> sources() {
        return IntStream.range(0, 3)
                .mapToObj(id -> JournalSource.local(id, addresses.get(id).ports()))
                .toList();
    }

    private Optional<Membership> leader() {
        return members.stream()
                .filter(member -> member.status().role().equals("LEADER"))
                .findFirst();
    }

    private boolean allRun() {
        return members.stream().allMatch(member -> member.status().phase().equals("RUNNING"));
    }

    private boolean areEqual() {
        return members.stream()
                        .map(Membership::status)
                        .map(status -> status.sequence() + " " + status.stateHash() + " " + status.journalPosition())
                        .distinct()
                        .count()
                == 1;
    }
}
