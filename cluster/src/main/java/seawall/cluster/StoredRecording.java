package seawall.cluster;

import io.aeron.archive.client.AeronArchive;
import java.nio.file.Path;

/// What the catalog of an archive says about one recording.
///
/// @param id            its number, with which the names of its segment files begin
/// @param startPosition where it begins
/// @param stopPosition  where it ends, or [AeronArchive#NULL_POSITION] when nobody closed it: its process was killed
/// @param initialTermId number of the term that position 0 is in
/// @param segmentBytes  length of each of its files
/// @param termBytes     length of a term
/// @param streamId      the stream that was recorded
record StoredRecording(
        long id,
        long startPosition,
        long stopPosition,
        int initialTermId,
        int segmentBytes,
        int termBytes,
        int streamId) {
    boolean isClosed() {
        return stopPosition != AeronArchive.NULL_POSITION;
    }

    /// Position of the first byte of the segment file that a position is in.
    long segmentPosition(long position) {
        return AeronArchive.segmentFileBasePosition(startPosition, position, termBytes, segmentBytes);
    }

    /// The segment file that begins at a position.
    Path segment(Path archive, long segmentPosition) {
        return archive.resolve(id + "-" + segmentPosition + ".rec");
    }
}
