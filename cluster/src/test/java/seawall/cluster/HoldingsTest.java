package seawall.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.cluster.NodeStateFile;
import io.aeron.cluster.RecordingLog;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a member that has run finds at its start when somebody has been at its files.
@Timeout(60)
final class HoldingsTest {
    private static final int FLIPS = 300;

    @TempDir
    private Path directory;

    private Path member;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @BeforeEach
    void aMemberWithLogJournalAndSnapshotsThatWasLedTwice() {
        var ports = TestPorts.free();
        var config = ClusterMemberTest.config(directory, ports, Durability.REPLICATED, Duration.ofHours(1));
        for (int start = 1; start <= 2; start++) {
            try (var running = ClusterMember.launch(config, CountingReplica::new, failure::set);
                    var client = new TestClient(7 + start, ports, directory)) {
                LongStream.rangeClosed(1, 100).forEach(client::send);
                int all = 100 * start;
                client.await(all + " answers", () -> client.accepted == all);
            }
        }
        member = config.directory();
        assertThat(failure).hasValue(null);
    }

    @Test
    void nothing_is_wrong_with_what_nobody_has_touched() {
        assertThat(Holdings.examine(member).damage()).isEmpty();
        assertThat(Holdings.examine(member).hasLog()).isTrue();
        assertThat(Holdings.examine(member).hasLost()).isFalse();
    }

    @Test
    void a_flipped_bit_in_any_recording_or_in_the_catalog_is_found() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        List<Path> files = new ArrayList<>(List.of(member.resolve("archive").resolve("archive.catalog")));
        try (var recordings = Files.newDirectoryStream(member.resolve("archive"), "*.rec")) {
            recordings.forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(5);
        for (int flip = 0; flip < FLIPS; flip++) {
            Path file = files.get(random.nextInt(files.size()));
            // The first bytes of each are of the first entry, or of the first frames.
            int offset = 32 + random.nextInt(file.toString().endsWith(".rec") ? usedBytes(file) - 32 : 400);
            int bit = 1 << random.nextInt(Byte.SIZE);
            flip(file, offset, bit);
            boolean found = Holdings.examine(member).damage().isPresent();
            flip(file, offset, bit);
            assertThat(found || isUncovered(file, offset, bit))
                    .as("bit %s of byte %s of %s, seed %s", bit, offset, file, seed)
                    .isTrue();
        }
        assertThat(Holdings.examine(member).damage()).isEmpty();
    }

    @Test
    void a_flipped_bit_in_the_list_of_terms_that_could_mislead_the_member_is_found() throws IOException {
        Path list = ClusterMember.clusterDirectory(member).resolve(RecordingLog.RECORDING_LOG_FILE_NAME);
        for (int field : new int[] {
            RecordingLog.RECORDING_ID_OFFSET,
            RecordingLog.LEADERSHIP_TERM_ID_OFFSET,
            RecordingLog.TERM_BASE_LOG_POSITION_OFFSET,
            RecordingLog.ENTRY_TYPE_OFFSET
        }) {
            // The highest bits that cannot be meant: a term of its own may be listed before the log has it.
            flip(list, field, 4);
            assertThat(Holdings.examine(member).damage())
                    .as("byte %s of the first term", field)
                    .isPresent();
            flip(list, field, 4);
        }
        assertThat(Holdings.examine(member).damage()).isEmpty();
    }

    @Test
    void a_list_of_terms_that_is_gone_or_a_log_that_is_gone_is_found() throws IOException {
        Path list = ClusterMember.clusterDirectory(member).resolve(RecordingLog.RECORDING_LOG_FILE_NAME);
        Path away = directory.resolve("away");
        Files.move(list, away);
        assertThat(Holdings.examine(member).damage()).hasValue("the list of the log's terms is gone");
        Files.move(away, list);
        Files.move(member.resolve("archive"), away);
        assertThat(Holdings.examine(member).damage()).get().asString().contains("the log is gone");
        Files.move(away, member.resolve("archive"));
    }

    @Test
    void a_vote_in_a_term_that_no_election_can_have_reached_is_found() throws IOException {
        try (var votes =
                new NodeStateFile(ClusterMember.clusterDirectory(member).toFile(), false, 0)) {
            votes.updateCandidateTermId(1L << 40, 1, 1);
        }
        assertThat(Holdings.examine(member).damage()).get().asString().contains("the last vote was in term");
    }

    @Test
    void whoever_has_put_damage_aside_stays_without_a_log_until_it_has_that_of_the_others() {
        Path aside = Holdings.examine(member).quarantine();
        assertThat(aside.resolve("archive")).isDirectory();
        for (int start = 1; start <= 2; start++) {
            var found = Holdings.examine(member);
            assertThat(found.hasLog()).isFalse();
            assertThat(found.hasLost()).isTrue();
        }
        Holdings.endSeeding(member);
        assertThat(Holdings.examine(member).hasLost()).isFalse();
    }

    /// Where the frames of a segment end.
    private static int usedBytes(Path segment) throws IOException {
        var frames = Tampering.frames(segment);
        return frames.getLast().offset() + frames.getLast().alignedLength();
    }

    /// What no checksum covers: bytes of the catalog that mean nothing; how many of the last 32 bytes of a frame are
    /// meant, and which fragment of its message it is. The latter two change entries, which replay compares.
    private static boolean isUncovered(Path file, int offset, int bit) throws IOException {
        if (!file.toString().endsWith(".rec")) {
            return offset - 32 < 32 && offset - 32 >= 12;
        }
        boolean isLength = bit < FrameDescriptor.FRAME_ALIGNMENT;
        boolean isFragment = bit >= 0x40;
        return Tampering.frames(file).stream()
                .anyMatch(frame -> (isLength && offset == frame.offset())
                        || (isFragment && offset == frame.offset() + DataHeaderFlyweight.FLAGS_FIELD_OFFSET));
    }

    private static void flip(Path path, int offset, int bit) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(offset);
            int value = file.read();
            file.seek(offset);
            file.write(value ^ bit);
        }
    }
}
