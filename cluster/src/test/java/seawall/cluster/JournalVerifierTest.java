package seawall.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import seawall.cluster.JournalVerifier.Verification;
import seawall.wire.MemberPorts;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.MassCancelEncoder;
import seawall.wire.codec.MessageHeaderEncoder;

/// What is done to the files of a stopped member is found, and named with its place. Each test works on a copy of one
/// of two members: one that was closed and took a snapshot, one that was killed after a snapshot and some commands.
@Timeout(60)
final class JournalVerifierTest {
    /// Large entries, so that the journal has three segments.
    private static final long LARGE = 600_000 * CountingReplica.FILLER_UNIT;

    private static final int COMMANDS = 60;
    private static final int COMMAND_BYTES = DataHeaderFlyweight.HEADER_LENGTH
            + 32
            + MessageHeaderEncoder.ENCODED_LENGTH
            + MassCancelEncoder.BLOCK_LENGTH;
    private static final int CORRELATION_ID_OFFSET = DataHeaderFlyweight.HEADER_LENGTH
            + 32
            + MessageHeaderEncoder.ENCODED_LENGTH
            + CommandHeaderEncoder.correlationIdEncodingOffset();

    @TempDir
    private static Path originals;

    private static Path closed;
    private static Path killed;

    @TempDir
    private Path directory;

    private Path member;

    /// The three things a member keeps.
    enum Kept {
        LOG,
        JOURNAL,
        SNAPSHOT
    }

    @BeforeAll
    @Timeout(60)
    static void record() throws IOException {
        Path closing = Files.createDirectory(originals.resolve("closed"));
        var ports = TestPorts.free();
        var config = ClusterMemberTest.config(closing, ports, Durability.REPLICATED, Duration.ofHours(1));
        try (var running = ClusterMember.launch(config, CountingReplica::new);
                var client = new TestClient(7, ports, closing)) {
            send(client, 1, COMMANDS);
        }
        closed = closing.resolve("member-0");

        Path killing = Files.createDirectory(originals.resolve("killed"));
        var otherPorts = TestPorts.free();
        try (var process = MemberProcess.start(killing, otherPorts);
                var client = new TestClient(7, otherPorts, killing)) {
            send(client, 1, COMMANDS / 2);
            process.requestSnapshot();
            killed = killing.resolve("member-0");
            client.await("the snapshot", () -> DurableMemberTest.hasSnapshot(killed));
            send(client, COMMANDS / 2 + 1, COMMANDS);
            process.kill();
        }
    }

    private static void send(TestClient client, long first, long last) {
        for (long number = first; number <= last; number++) {
            client.send(number + LARGE);
            client.poll();
        }
        client.await("all answers", () -> client.accepted == last);
    }

    @BeforeEach
    void copyTheClosedMember() throws IOException {
        copy(closed);
    }

    /// A copy in which recordings are links, to be replaced by [#own] before they are written.
    private void copy(Path original) throws IOException {
        member = directory.resolve("member");
        IoUtil.delete(member.toFile(), true);
        Files.createDirectories(member.resolve("archive"));
        Files.createDirectories(member.resolve("cluster"));
        Files.copy(
                original.resolve("cluster/recording.log"),
                member.resolve("cluster/recording.log"),
                StandardCopyOption.REPLACE_EXISTING);
        try (var files = Files.newDirectoryStream(original.resolve("archive"))) {
            for (Path file : files) {
                Files.createLink(member.resolve("archive").resolve(file.getFileName()), file);
            }
        }
        Files.createDirectories(member.resolve("images"));
        try (var files = Files.newDirectoryStream(original.resolve("images"))) {
            for (Path file : files) {
                Files.copy(file, member.resolve("images").resolve(file.getFileName()));
            }
        }
    }

    private Path own(Path segment) throws IOException {
        Path copy = segment.resolveSibling("copy");
        Files.copy(segment, copy);
        Files.move(copy, segment, StandardCopyOption.REPLACE_EXISTING);
        return segment;
    }

    private Path firstSegment(Kept kept) {
        return segment(kept, 0);
    }

    private Path segment(Kept kept, int index) {
        Path archive = member.resolve("archive");
        try (var stopped = StoppedMember.open(member)) {
            var recording = switch (kept) {
                case LOG -> stopped.log();
                case SNAPSHOT -> stopped.recording(stopped.snapshot().recordingId());
                case JOURNAL ->
                    StoppedMember.recordings(archive).stream()
                            .filter(each -> each.streamId() == MemberPorts.JOURNAL_STREAM_ID)
                            .findFirst()
                            .orElseThrow();
            };
            return recording.segment(archive, (long) index * recording.segmentBytes());
        }
    }

    private Verification verify() {
        return verify(CountingReplica::new);
    }

    private Verification verify(Function<EntryPartSink, Replica> replicas) {
        try (var stopped = StoppedMember.open(member)) {
            return JournalVerifier.verify(stopped, replicas, bytes -> {});
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_member_that_was_closed_or_killed_is_sound_and_left_as_it_is(boolean wasClosed) throws IOException {
        copy(wasClosed ? closed : killed);
        var before = new TreeMap<Path, Object>();
        var after = new TreeMap<Path, Object>();
        fingerprint(before);
        var verification = verify();
        fingerprint(after);
        assertThat(verification.troubles()).isEmpty();
        assertThat(verification.journalStateHash()).isEqualTo(verification.replayedStateHash());
        assertThat(verification.partsCompared()).isGreaterThanOrEqualTo(COMMANDS * 10L);
        assertThat(verification.snapshotSequence()).isPositive();
        after.remove(member.resolve("member.lock"));
        assertThat(after).isEqualTo(before);
    }

    private void fingerprint(Map<Path, Object> files) throws IOException {
        try (var all = Files.walk(member)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kept.class)
    void a_flipped_byte_is_found_by_its_checksum(Kept kept) throws IOException {
        Path segment = own(firstSegment(kept));
        var frames = Tampering.frames(segment);
        var frame = frames.get(frames.size() / 2);
        Tampering.flip(segment, frame.offset() + DataHeaderFlyweight.HEADER_LENGTH + 3);
        assertThat(verify().troubles())
                .first()
                .asString()
                .contains(kept.name().toLowerCase(Locale.ROOT) + " is damaged")
                .contains(segment + " at byte " + frame.offset() + ": expected checksum ");
    }

    @ParameterizedTest
    @EnumSource(Kept.class)
    void a_byte_flipped_in_the_last_frame_is_found_even_after_a_kill(Kept kept) throws IOException {
        copy(killed);
        Path first = firstSegment(kept);
        Path segment = own(kept == Kept.JOURNAL ? segment(kept, 2) : first);
        var frame = Tampering.frames(segment).getLast();
        Tampering.flip(segment, frame.offset() + DataHeaderFlyweight.HEADER_LENGTH + 1);
        assertThat(verify().troubles())
                .isNotEmpty()
                .first()
                .asString()
                .contains(segment + " at byte " + frame.offset());
    }

    @Test
    void a_journal_entry_changed_together_with_its_checksum_is_named() throws IOException {
        Path segment = own(firstSegment(Kept.JOURNAL));
        // That of the entry which opened the stream.
        var frame = Tampering.frames(segment).getFirst();
        Tampering.flip(segment, frame.offset() + frame.length() - 1);
        Tampering.fixChecksum(segment, frame);
        assertThat(verify().troubles())
                .singleElement()
                .asString()
                .startsWith("entry 1 part 0 differs from the journal before position ")
                .contains("expected 0x")
                .contains("found 0x");
    }

    @Test
    void a_command_changed_together_with_its_checksum_is_named_by_the_entries_it_gives() throws IOException {
        Path segment = own(firstSegment(Kept.LOG));
        var frame = Tampering.frames(segment).stream()
                .filter(each -> each.length() == COMMAND_BYTES)
                .skip(9)
                .findFirst()
                .orElseThrow();
        Tampering.flip(segment, frame.offset() + CORRELATION_ID_OFFSET);
        Tampering.fixChecksum(segment, frame);
        var troubles = verify().troubles();
        assertThat(troubles.getFirst())
                .contains("part 0 differs from the journal")
                .contains("state hash");
        assertThat(troubles.getLast()).endsWith("troubles more");
    }

    private Path image() throws IOException {
        try (var images = Files.list(member.resolve("images"))) {
            return images.toList().getFirst();
        }
    }

    @Test
    void a_byte_flipped_anywhere_in_an_image_is_found() throws IOException {
        Path image = image();
        byte[] sound = Files.readAllBytes(image);
        for (int offset = 0; offset < sound.length; offset++) {
            byte[] damaged = sound.clone();
            damaged[offset] ^= 0x20;
            Files.write(image, damaged);
            assertThat(verify().troubles())
                    .as("byte %d", offset)
                    .singleElement()
                    .asString()
                    .contains("the snapshot is damaged: " + image + " at byte ");
        }
    }

    @Test
    void an_image_cut_anywhere_is_found() throws IOException {
        Path image = image();
        byte[] sound = Files.readAllBytes(image);
        for (int length = 0; length < sound.length; length++) {
            Files.write(image, Arrays.copyOf(sound, length));
            assertThat(verify().troubles())
                    .as("%d bytes", length)
                    .singleElement()
                    .asString()
                    .contains("the snapshot is damaged: " + image + " at byte ");
        }
    }

    @Test
    void a_snapshot_without_its_image_is_noted_and_everything_else_is_verified() throws IOException {
        copy(killed);
        Files.delete(image());
        var verification = verify();
        assertThat(verification.troubles()).isEmpty();
        assertThat(verification.snapshotSequence()).isZero();
        assertThat(verification.notes())
                .anySatisfy(note ->
                        assertThat(note).startsWith("the snapshot at sequence ").contains("has no image"));
    }

    @Test
    void an_image_changed_together_with_its_checksum_is_named() throws IOException {
        copy(killed);
        // The last page is the only stream of the replica. It is not in the hash of the snapshot, so that it shows when
        // the commands follow.
        var block = new AtomicReference<byte[]>();
        var head = ImageFile.read(image(), (buffer, offset, length) -> {
            byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            bytes[length - 8] ^= 1;
            block.set(bytes);
        });
        ImageFile.write(
                image(),
                new StateImage(
                        head.sequence(), head.stateHash(), new byte[][] {block.get()}, new int[] {block.get().length}),
                head.logPosition(),
                head.journalPosition());
        assertThat(verify().troubles()).singleElement().asString().startsWith("from the snapshot at ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 11, 15, 16, 19, 20, 23, 24, 31})
    void a_flipped_byte_of_a_frames_header_is_found(int offset) throws IOException {
        Path segment = own(firstSegment(Kept.LOG));
        var frames = Tampering.frames(segment);
        var frame = frames.get(frames.size() / 2);
        Tampering.flip(segment, frame.offset() + offset);
        assertThat(verify().troubles()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kept.class)
    void a_truncated_file_is_named(Kept kept) throws IOException {
        for (Path original : List.of(closed, killed)) {
            copy(original);
            Path segment = own(firstSegment(kept));
            long bytes = Files.size(segment);
            var frames = Tampering.frames(segment);
            Tampering.truncate(segment, frames.get(frames.size() / 2).offset());
            assertThat(verify().troubles())
                    .first()
                    .asString()
                    .contains(segment + ": expected " + bytes + " bytes, found ");
        }
    }

    @ParameterizedTest
    @EnumSource(Kept.class)
    void a_removed_file_is_named(Kept kept) throws IOException {
        Path segment = firstSegment(kept);
        Files.delete(segment);
        assertThat(verify().troubles()).first().asString().contains(segment + " is missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_removed_segment_of_the_journal_is_named(int index) throws IOException {
        Path segment = segment(Kept.JOURNAL, index);
        Files.delete(segment);
        assertThat(verify().troubles())
                .singleElement()
                .asString()
                .contains("the journal is damaged: ")
                .contains(segment + " is missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a_segment_removed_before_the_last_one_is_named_after_a_kill(int index) throws IOException {
        copy(killed);
        Path segment = segment(Kept.JOURNAL, index);
        Files.delete(segment);
        assertThat(verify().troubles()).first().asString().contains(segment + " is missing");
    }

    @Test
    void a_log_that_lost_its_end_is_shorter_than_its_journal() throws IOException {
        copy(killed);
        Path segment = own(firstSegment(Kept.LOG));
        var frame = Tampering.frames(segment).getLast();
        Tampering.write(segment, frame.offset(), new byte[frame.alignedLength()]);
        assertThat(verify().troubles())
                .singleElement()
                .asString()
                .startsWith("the journal goes on after sequence ")
                .contains("where the log ends");
    }

    @Test
    void a_hole_before_the_end_is_not_taken_for_the_end() throws IOException {
        copy(killed);
        Path segment = own(firstSegment(Kept.LOG));
        var frames = Tampering.frames(segment);
        var frame = frames.get(frames.size() - 3);
        Tampering.write(segment, frame.offset(), new byte[frame.alignedLength()]);
        assertThat(verify().troubles())
                .first()
                .asString()
                .contains(segment + " at byte " + frame.offset() + ": expected a frame, found none, but more at ");
    }

    @Test
    void a_journal_that_lost_its_end_is_completed_by_the_log() throws IOException {
        copy(killed);
        Path segment = own(segment(Kept.JOURNAL, 2));
        var last = Tampering.frames(segment).getLast();
        Tampering.write(segment, last.offset(), new byte[last.alignedLength()]);
        var verification = verify();
        assertThat(verification.troubles()).isEmpty();
        assertThat(verification.partsUnpublished()).isEqualTo(1);
    }

    @Test
    void a_log_without_its_journal_is_named() throws IOException {
        copy(killed);
        for (int index = 0; index < 3; index++) {
            Files.delete(segment(Kept.JOURNAL, index));
        }
        assertThat(verify().troubles())
                .anySatisfy(
                        trouble -> assertThat(trouble).startsWith("the archive has no journal, but the log gives "));
    }

    @Test
    void an_engine_that_answers_differently_is_named_with_the_sequence_number() {
        var verification = verify(sink -> new CountingReplica((sequence, part, last, buffer, offset, length) -> {
            var changed = new UnsafeBuffer(new byte[length]);
            changed.putBytes(0, buffer, offset, length);
            if (sequence == 20 && part == 0) {
                changed.putByte(length - 1, (byte) 99);
            }
            sink.onPart(sequence, part, last, changed, 0, length);
        }));
        assertThat(verification.troubles())
                .singleElement()
                .asString()
                .startsWith("entry 20 part 0 differs from the journal")
                .contains("expected 0x63");
    }

    @Test
    void a_member_that_runs_is_refused() {
        try (var lock = DirectoryLock.acquire(member)) {
            assertThatThrownBy(this::verify).hasMessage("another process runs a member in " + member);
        }
    }
}
