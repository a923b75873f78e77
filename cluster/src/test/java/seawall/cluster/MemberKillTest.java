package seawall.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.engine.Limits;
import seawall.wire.MemberPorts;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.MessageHeaderDecoder;

/// SIGKILL at random moments under load, with a restart at once. The reader and the link of the client live through
/// it.
final class MemberKillTest {
    private static final int COMMANDS_PER_LIFE_MAX = 3_000;

    @TempDir
    private Path directory;

    private MemberPorts ports;

    @BeforeEach
    void freePorts() {
        ports = TestPorts.free();
    }

    @Test
    @Timeout(60)
    void what_was_answered_survives_kill_and_restart_once_and_in_order() throws IOException {
        killRepeatedly(System.nanoTime(), 3);
    }

    @Test
    @Tag("drill")
    @Timeout(900)
    void twelve_kills_lose_nothing() throws IOException {
        killRepeatedly(System.nanoTime(), 12);
    }

    @Test
    @Timeout(60)
    void the_engine_comes_back_from_kill_with_the_state_it_had() throws IOException {
        int accounts = 2_000;
        var process = MemberProcess.startEngine(directory, ports, Durability.REPLICATED);
        try (var client = new TestClient(7, ports, directory)) {
            for (int i = 1; i <= accounts; i++) {
                client.createAccount(i, "account-" + i);
                client.poll();
                if (i == accounts / 2) {
                    client.await("answers", () -> client.accepted > accounts / 4);
                    process.kill();
                    process = MemberProcess.startEngine(directory, ports, Durability.REPLICATED);
                }
            }
            client.await("all answers", () -> client.accepted == accounts);
            process.kill();

            assertThat(client.accepted())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, accounts).boxed().toList());
            assertThat(client.entries)
                    .extracting(TestClient.Entry::sequence)
                    .isEqualTo(ClusterMemberTest.sequences(client.entries.size()));
            var last = client.entries.getLast();
            assertThat(replayedHash(sink -> new EngineReplica(Limits.laptop(), sink), last.sequence()))
                    .isEqualTo(last.stateHash());
        } catch (AssertionError | RuntimeException e) {
            System.out.println(Files.readString(directory.resolve("member.log")));
            throw e;
        } finally {
            process.close();
        }
    }

    @Test
    @Timeout(60)
    void a_frame_that_the_kill_tore_is_cut_off() throws IOException {
        var process = MemberProcess.start(directory, ports);
        try (var client = new TestClient(7, ports, directory)) {
            LongStream.rangeClosed(1, 50).forEach(client::send);
            client.await("50 answers", () -> client.accepted == 50);
            process.kill();
            Path archive = directory.resolve("member-0").resolve("archive");
            for (var recording : StoppedMember.recordings(archive)) {
                Tampering.tear(archive, recording);
            }
            var torn = JournalVerifier.requireSound(directory.resolve("member-0"), CountingReplica::new);
            assertThat(torn.notes())
                    .hasSize(2)
                    .allSatisfy(note -> assertThat(note).contains("a frame that a kill tore"));

            process = MemberProcess.start(directory, ports);
            LongStream.rangeClosed(51, 100).forEach(client::send);
            client.await("100 answers", () -> client.accepted == 100);
            assertThat(client.accepted())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 100).boxed().toList());
            assertThat(Files.readString(directory.resolve("member.log"))).contains("left half written");
            process.kill();
            JournalVerifier.requireSound(directory.resolve("member-0"), CountingReplica::new);
        } catch (AssertionError | RuntimeException e) {
            System.out.println(Files.readString(directory.resolve("member.log")));
            throw e;
        } finally {
            process.close();
        }
    }

    @Test
    @Timeout(60)
    void a_kill_at_the_very_end_of_a_term_does_not_keep_the_member_down() throws IOException {
        var process = MemberProcess.start(directory, ports);
        try (var client = new TestClient(7, ports, directory)) {
            LongStream.rangeClosed(1, 40).forEach(id -> client.send(id + 40_000 * CountingReplica.FILLER_UNIT));
            client.await("40 answers", () -> client.accepted == 40);
            process.kill();
            Path archive = directory.resolve("member-0").resolve("archive");
            StoredRecording journal = StoppedMember.recordings(archive).stream()
                    .filter(recording -> recording.streamId() == MemberPorts.JOURNAL_STREAM_ID)
                    .findFirst()
                    .orElseThrow();
            // As if nothing had been recorded behind the padding that ends the first term.
            Path segment = journal.segment(archive, journal.startPosition());
            Tampering.write(segment, journal.termBytes(), new byte[journal.segmentBytes() - journal.termBytes()]);

            process = MemberProcess.start(directory, ports);
            LongStream.rangeClosed(41, 50).forEach(client::send);
            client.await("50 answers", () -> client.accepted == 50);
            assertThat(client.accepted().stream().map(id -> id % CountingReplica.FILLER_UNIT))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 50).boxed().toList());
            process.kill();
            JournalVerifier.requireSound(directory.resolve("member-0"), CountingReplica::new);
        } catch (AssertionError | RuntimeException e) {
            System.out.println(Files.readString(directory.resolve("member.log")));
            throw e;
        } finally {
            process.close();
        }
    }

    @Test
    @Timeout(60)
    void what_a_cut_half_done_left_behind_an_end_does_not_come_back_with_the_next_kill() throws IOException {
        var config = ClusterMemberTest.config(directory, ports);
        Path member = directory.resolve("member-0");
        try (var client = new TestClient(7, ports, directory)) {
            try (var running = ClusterMember.launch(config, CountingReplica::new)) {
                LongStream.rangeClosed(1, 50).forEach(client::send);
                client.await("50 answers", () -> client.accepted == 50);
            }
            for (var recording : StoppedMember.recordings(member.resolve("archive"))) {
                // As if each had been longer by the frame after the next one.
                Path segment = recording.segment(member.resolve("archive"), recording.startPosition());
                byte[] rest = new byte[8192];
                Arrays.fill(rest, 4096, 8192, (byte) 1);
                Tampering.write(segment, Math.toIntExact(recording.stopPosition()), rest);
            }
            var process = MemberProcess.start(directory, ports);
            try {
                LongStream.rangeClosed(51, 52).forEach(client::send);
                client.await("52 answers", () -> client.accepted == 52);
                process.kill();
                JournalVerifier.requireSound(member, CountingReplica::new);
            } finally {
                process.close();
            }
        }
        assertThat(Files.readString(directory.resolve("member.log"))).contains("where the recording ends");
    }

    private void killRepeatedly(long seed, int kills) throws IOException {
        System.out.println("seed " + seed);
        var random = new Random(seed);
        long sent = 0;
        var process = MemberProcess.start(directory, ports);
        try (var client = new TestClient(7, ports, directory)) {
            for (int life = 0; life <= kills; life++) {
                int answersBefore = client.accepted;
                long count = 1 + random.nextInt(COMMANDS_PER_LIFE_MAX);
                int killAfter = life == kills ? (int) count : random.nextInt((int) count);
                for (long i = 0; i < count; i++) {
                    client.send(++sent + fillerBytes(random) * CountingReplica.FILLER_UNIT);
                    client.poll();
                }
                client.await(
                        killAfter + " answers in life " + life, () -> client.accepted >= answersBefore + killAfter);
                if (life < kills) {
                    process.kill();
                    process = MemberProcess.start(directory, ports);
                }
            }
            long expected = sent;
            client.await("all answers", () -> client.accepted == expected);

            assertThat(client.accepted().stream().map(id -> id % CountingReplica.FILLER_UNIT))
                    .as("commands applied, seed %s", seed)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, sent).boxed().toList());
            assertThat(client.entries)
                    .as("sequence numbers, seed %s", seed)
                    .extracting(TestClient.Entry::sequence)
                    .isEqualTo(ClusterMemberTest.sequences(client.entries.size()));
            process.kill();
            var last = client.entries.getLast();
            assertThat(replayedHash(CountingReplica::new, last.sequence()))
                    .as("state hash, seed %s", seed)
                    .isEqualTo(last.stateHash());
        } catch (AssertionError | RuntimeException e) {
            System.out.println(Files.readString(directory.resolve("member.log")));
            throw e;
        } finally {
            process.close();
        }
    }

    /// Verifies the killed member. It may have made entries that the client did not see: the link repeats a command
    /// whose answer is late, and the answer to the repeated one may die with the member.
    ///
    /// @return hash of the state after an entry, as a replay of the log gives it
    private Long replayedHash(Function<EntryPartSink, Replica> replicas, long sequence) {
        var header = new MessageHeaderDecoder();
        var entryPart = new EntryPartDecoder();
        var hashes = new HashMap<Long, Long>();
        JournalVerifier.requireSound(
                directory.resolve("member-0"),
                sink -> replicas.apply((number, part, last, buffer, offset, length) -> {
                    hashes.put(
                            number,
                            entryPart.wrapAndApplyHeader(buffer, offset, header).stateHash());
                    sink.onPart(number, part, last, buffer, offset, length);
                }));
        return hashes.get(sequence);
    }

    /// Mostly small entries, some of several fragments, few of several parts.
    private static long fillerBytes(Random random) {
        return switch (random.nextInt(40)) {
            case 0 -> random.nextInt(3 * EntryPartSink.PART_BYTES_MAX);
            case 1, 2, 3 -> random.nextInt(10_000);
            default -> 0;
        };
    }
}
