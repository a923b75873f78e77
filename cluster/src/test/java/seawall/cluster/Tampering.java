package seawall.cluster;

import io.aeron.archive.checksum.Checksums;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/// What a disk, a kill or somebody with an editor may do to the files of a recording.
final class Tampering {
    private static final int PAGE_BYTES = RecordingCursor.PAGE_BYTES;

    private Tampering() {}

    /// A frame of a segment file.
    ///
    /// @param offset of its header
    /// @param length with its header, as its header says
    record Frame(int offset, int length) {
        int alignedLength() {
            return BitUtil.align(length, FrameDescriptor.FRAME_ALIGNMENT);
        }
    }

    /// The frames of a segment file that carry data.
    static List<Frame> frames(Path segment) throws IOException {
        ByteBuffer bytes = read(segment);
        var frames = new ArrayList<Frame>();
        int offset = 0;
        while (offset < bytes.capacity() && bytes.getInt(offset) > 0) {
            var frame = new Frame(offset, bytes.getInt(offset));
            if (bytes.getShort(offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET) == DataHeaderFlyweight.HDR_TYPE_DATA) {
                frames.add(frame);
            }
            offset += frame.alignedLength();
        }
        return frames;
    }

    /// Inverts one byte.
    static void flip(Path segment, int offset) throws IOException {
        write(segment, offset, new byte[] {(byte) ~read(segment).get(offset)});
    }

    /// Makes the checksum of a frame fit what is in it.
    static void fixChecksum(Path segment, Frame frame) throws IOException {
        ByteBuffer bytes = read(segment);
        var direct = new UnsafeBuffer(ByteBuffer.allocateDirect(frame.alignedLength()));
        direct.putBytes(0, bytes, frame.offset(), frame.alignedLength());
        int checksum = Checksums.crc32c()
                .compute(
                        direct.addressOffset(),
                        DataHeaderFlyweight.HEADER_LENGTH,
                        frame.alignedLength() - DataHeaderFlyweight.HEADER_LENGTH);
        byte[] field = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(checksum)
                .array();
        write(segment, frame.offset() + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET, field);
    }

    static void truncate(Path segment, long bytes) throws IOException {
        try (var file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.truncate(bytes);
        }
    }

    /// Leaves the first page of a frame of three, and zeros for the rest, at the end of a recording's first segment.
    static void tear(Path archive, StoredRecording recording) throws IOException {
        Path segment = recording.segment(archive, recording.startPosition());
        var last = frames(segment).getLast();
        int offset = last.offset() + last.alignedLength();
        int length = 2 * PAGE_BYTES;
        int head = BitUtil.align(offset + 1, PAGE_BYTES) - offset;
        var frame = ByteBuffer.allocate(head).order(ByteOrder.LITTLE_ENDIAN);
        while (frame.hasRemaining()) {
            frame.put((byte) 1);
        }
        // The header is that of the frame before but for its length and place.
        frame.put(0, read(segment).array(), last.offset(), DataHeaderFlyweight.HEADER_LENGTH);
        frame.putInt(0, length);
        frame.putInt(DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET, offset & (recording.termBytes() - 1));
        write(segment, offset, frame.array());
    }

    static void write(Path segment, int offset, byte[] bytes) throws IOException {
        try (var file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(bytes), offset);
        }
    }

    private static ByteBuffer read(Path segment) throws IOException {
        try (var file = FileChannel.open(segment, StandardOpenOption.READ)) {
            var bytes = ByteBuffer.allocate((int) file.size()).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {
                // Until it is all there.
            }
            return bytes;
        }
    }
}
