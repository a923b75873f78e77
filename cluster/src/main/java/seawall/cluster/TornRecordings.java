package seawall.cluster;

import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.ConsensusModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.wire.MemberPorts;

/// Removes what a kill has left at the end of recordings: a frame half written, or the rest of a cut half done.
///
/// The archive refuses to start over a last frame that crosses a page and has a wrong checksum. Nobody was told that
/// such a frame is recorded, since the position moves only after the write, so nothing acknowledged goes. Anything else
/// that is wrong with a recording stays as it is, and keeps the member down.
final class TornRecordings {
    private static final Logger LOG = LoggerFactory.getLogger(TornRecordings.class);
    private static final String CATALOG = "archive.catalog";
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final Set<Integer> GROWING_STREAMS =
            Set.of(ConsensusModule.Configuration.logStreamId(), MemberPorts.JOURNAL_STREAM_ID);

    private TornRecordings() {}

    /// Clears what is behind the end of log and journal, as far as their last files go.
    ///
    /// The archive notes in its catalog that a recording ends earlier, and then clears the rest. A kill between the
    /// two leaves the rest, and another one soon after it, before the recording has grown over that, would make it
    /// a part of the recording: where nobody closes it, it ends at the first place without a frame.
    static void clearBehindEnds(Path archive) {
        if (!Files.exists(archive.resolve(CATALOG))) {
            return;
        }
        for (StoredRecording recording : StoppedMember.recordings(archive)) {
            if (recording.isClosed() && GROWING_STREAMS.contains(recording.streamId())) {
                clearBehindEnd(archive, recording);
            }
        }
    }

    private static void clearBehindEnd(Path archive, StoredRecording recording) {
        long segmentPosition = recording.segmentPosition(recording.stopPosition());
        Path segment = recording.segment(archive, segmentPosition);
        if (!Files.exists(segment)) {
            return;
        }
        int offset = Math.toIntExact(recording.stopPosition() - segmentPosition);
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (file.size() > offset && !isClear(file, offset)) {
                LOG.warn("Clearing {} from byte {} on, where the recording ends.", segment, offset);
                // A hole, so that no disk is filled with zeros; the archive gives the file its length again.
                file.truncate(offset);
                file.write(ByteBuffer.allocate(1), recording.segmentBytes() - 1);
                file.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("clearing " + segment, e);
        }
    }

    private static boolean isClear(FileChannel file, int from) throws IOException {
        var bytes = ByteBuffer.allocate(BLOCK_BYTES);
        long position = from;
        while (file.read(bytes, position) > 0) {
            position += bytes.position();
            bytes.flip();
            if (bytes.mismatch(ByteBuffer.allocate(bytes.limit())) >= 0) {
                return false;
            }
            bytes.clear();
        }
        return true;
    }

    /// Repairs the recordings that were in progress when their archive died; the archive must not run.
    ///
    /// @param refusal why the archive did not start, thrown again when a recording is damaged and not just torn
    static void cut(Path archive, ArchiveException refusal) {
        for (StoredRecording recording : StoppedMember.recordings(archive)) {
            if (!recording.isClosed()) {
                cut(archive, recording, refusal);
            }
        }
    }

    private static void cut(Path archive, StoredRecording recording, ArchiveException refusal) {
        // What is before the last segment was whole when the last one was begun.
        try (var cursor = new RecordingCursor(archive, recording, lastSegment(archive, recording), bytes -> {})) {
            while (cursor.next()) {
                // To the end.
            }
            if (cursor.damage() != null) {
                throw new IllegalStateException(
                        "recording " + recording.id() + " is damaged: " + cursor.damage(), refusal);
            }
            // The archive takes padding at the end, which carries no checksum, for a frame half written. It holds
            // nothing, and what comes next makes it again.
            var torn = cursor.torn() == null ? cursor.paddingAtEnd() : cursor.torn();
            if (torn != null) {
                LOG.warn(
                        "Cutting {} bytes that a kill left half written, or padding, off {} at {}.",
                        torn.bytes(),
                        torn.segment(),
                        torn.offset());
                cut(torn);
            }
        }
    }

    private static void cut(RecordingCursor.Torn torn) {
        try (FileChannel file = FileChannel.open(torn.segment(), StandardOpenOption.WRITE)) {
            int end = torn.offset() + torn.bytes();
            // Page by page from its end to its beginning, so that another kill leaves a torn frame again.
            while (end > torn.offset()) {
                int begin = Math.max(torn.offset(), (end - 1) & -RecordingCursor.PAGE_BYTES);
                file.write(ByteBuffer.allocate(end - begin), begin);
                end = begin;
            }
            file.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("cutting " + torn.segment(), e);
        }
    }

    private static long lastSegment(Path archive, StoredRecording recording) {
        long position = recording.startPosition();
        while (Files.exists(
                recording.segment(archive, recording.segmentPosition(position) + recording.segmentBytes()))) {
            position = recording.segmentPosition(position) + recording.segmentBytes();
        }
        return position;
    }
}
