package seawall.cluster;

import io.aeron.archive.client.ArchiveException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cuts off the frame that a kill has left half written at the end of a recording.
///
/// The archive refuses to start over a last frame that crosses a page and has a wrong checksum. Nobody was told that
/// such a frame is recorded, since the position moves only after the write, so nothing acknowledged goes. Anything else
/// that is wrong with a recording stays as it is, and keeps the member down.
final class TornRecordings {
    private static final Logger LOG = LoggerFactory.getLogger(TornRecordings.class);

    private TornRecordings() {}

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
            var torn = cursor.torn();
            if (torn != null) {
                LOG.warn(
                        "Cutting {} bytes that a kill left half written off {} at {}.",
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
