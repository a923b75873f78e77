package seawall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.drill.client.Credentials;
import seawall.drill.client.Json;
import seawall.drill.client.RestClient;

/// An order's way is gateway, member, journal, view and history. Each process on it dies by kill -9 under trade and is
/// started again, while the others live on.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EveryHopTest {
    private static final Pattern SEQUENCE = Pattern.compile("\"sequence\":([0-9]+)");
    private static final Duration ANSWERS_MAX = Duration.ofSeconds(90);

    /// Which process dies.
    private enum Hop {
        GATEWAY,
        MEMBER,
        HISTORY
    }

    @TempDir
    Path directory;

    @Test
    @Tag("drill")
    @Timeout(value = 12, unit = TimeUnit.MINUTES)
    void three_kills_at_random_hops_lose_nothing_that_a_client_was_told() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var hops = new ArrayList<Hop>();
        for (int kill = 0; kill < 3; kill++) {
            hops.add(Hop.values()[random.nextInt(Hop.values().length)]);
        }
        killInTurn(seed, hops);
    }

    private void killInTurn(long seed, List<Hop> hops) throws Exception {
        System.out.println("seed " + seed + " " + hops);
        var random = new Random(seed);
        var witnesses = List.of(
                new Witness("buyer", "buy", new Random(random.nextLong())),
                new Witness("seller", "sell", new Random(random.nextLong())));
        List<Credentials> users;
        try (DemoProcess cluster = DemoProcess.startCluster(
                directory, "--members", "1", "--gateways", "1", "--no-market", "--supervise")) {
            users = cluster.users();
            for (Hop hop : hops) {
                tradeThrough(hop, witnesses, cluster, random);
                assertRemembered(witnesses, cluster);
            }
            awaitHistory(cluster);
            assertThat(cluster.stop()).isEqualTo(143);
        }
        var verification = Verification.of(directory.resolve("member-0"), Exchange.LIMITS, bytes -> more -> {});
        assertThat(verification.holds())
                .as("seed %s\n%s", seed, verification.text())
                .isTrue();
        for (int index = 0; index < witnesses.size(); index++) {
            witnesses.get(index).assertInHistory(directory.resolve("history.db"), users.get(index));
        }
        System.out.println(witnesses);
    }

    private static void assertRemembered(List<Witness> witnesses, DemoProcess cluster) throws Exception {
        for (int index = 0; index < witnesses.size(); index++) {
            witnesses.get(index).assertRemembered(cluster.rest(cluster.users().get(index)));
        }
    }

    /// Lets both trade, kills a process, and lets them trade on until they have as many answers again.
    private void tradeThrough(Hop hop, List<Witness> witnesses, DemoProcess cluster, Random random) throws Exception {
        var answers = new AtomicInteger();
        var isEnough = new AtomicBoolean();
        var wrong = new AtomicReference<Throwable>();
        var traders = new ArrayList<Thread>();
        for (int index = 0; index < witnesses.size(); index++) {
            Witness witness = witnesses.get(index);
            RestClient client = cluster.rest(cluster.users().get(index));
            traders.add(Thread.ofPlatform().start(() -> {
                while (!isEnough.get() && wrong.get() == null) {
                    try {
                        if (witness.act(client)) {
                            answers.incrementAndGet();
                        } else {
                            // Refused, perhaps because nobody leads: a client that means well waits a little.
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                        }
                    } catch (IOException away) {
                        // The gateway is gone for a moment; what it did not answer is nobody's promise.
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                    } catch (Exception | AssertionError e) {
                        wrong.compareAndSet(null, e);
                    }
                }
            }));
        }
        awaitAnswers(answers, 40 + random.nextInt(60), wrong);
        kill(hop);
        awaitAnswers(answers, answers.get() + 60, wrong);
        isEnough.set(true);
        for (Thread trader : traders) {
            trader.join();
        }
        assertThat(wrong).hasValue(null);
        assertThat(cluster.output()).anyMatch(line -> line.contains("ended with status 137"));
    }

    private static void awaitAnswers(AtomicInteger answers, int enough, AtomicReference<Throwable> wrong) {
        long deadline = System.nanoTime() + ANSWERS_MAX.toNanos();
        while (answers.get() < enough && wrong.get() == null) {
            assertThat(System.nanoTime())
                    .as("%s of %s answers in time", answers, enough)
                    .isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// Nobody trades any more: history has soon written what the member has journaled.
    private void awaitHistory(DemoProcess cluster) throws Exception {
        Object opsPort = Json.objects(who(), "members").getFirst().get("opsPort");
        var health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + opsPort + "/health"))
                .build();
        Matcher sequence = SEQUENCE.matcher(cluster.http()
                .send(health, HttpResponse.BodyHandlers.ofString())
                .body());
        assertThat(sequence.find()).isTrue();
        long deadline = System.nanoTime() + ANSWERS_MAX.toNanos();
        while (written() < Long.parseLong(sequence.group(1))) {
            assertThat(System.nanoTime()).as("history within " + ANSWERS_MAX).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private long written() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("history.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT sequence FROM journal_position")) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private Map<String, Object> who() throws IOException {
        return Json.object(Files.readString(directory.resolve(LocalCluster.WHO_IS_WHO_FILE)));
    }

    private void kill(Hop hop) throws IOException {
        long deadline = System.nanoTime() + ANSWERS_MAX.toNanos();
        // It may just have been started again after the kill before, or be about to.
        while (!process(hop).map(ProcessHandle::destroyForcibly).orElse(false)) {
            assertThat(System.nanoTime()).as("a living %s in time", hop).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private Optional<ProcessHandle> process(Hop hop) throws IOException {
        Map<String, Object> who = who();
        Object pid = switch (hop) {
            case GATEWAY -> Json.objects(who, "gateways").getFirst().get("pid");
            case MEMBER -> Json.objects(who, "members").getFirst().get("pid");
            case HISTORY -> Json.child(who, "history").get("pid");
        };
        return ProcessHandle.of(Long.parseLong(String.valueOf(pid))).filter(ProcessHandle::isAlive);
    }
}
