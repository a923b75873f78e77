package seawall.cluster;

import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.LogBufferDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// Reads one recording of an archive that does not run: its segment files, frame by frame, each held against its
/// checksum and its place, and joined to messages. It writes nothing and needs nothing but the files, so that it can
/// read what a kill has left, and nobody has to trust the software that wrote it.
///
/// A recording that was closed ends where the catalog says. One that was in progress when its process was killed ends
/// at the first place without a frame, and nothing may be behind that place. A kill may stop the write of a block
/// between two pages: then the head of the last frame is there and nothing but zeros from the beginning of a page on.
/// Such a torn frame is no damage: the position moves only after the write, so nobody was told that it is recorded.
/// Everything else that is not as it should be is damage, and reading ends there.
final class RecordingCursor implements AutoCloseable {
    /// A write is interrupted between pages, never within one.
    static final int PAGE_BYTES = 4096;

    private static final long PROGRESS_BYTES = 1024 * 1024;

    /// The frame that a kill tore.
    ///
    /// @param segment the file that it is in
    /// @param offset  of its first byte in the file
    /// @param bytes   as many as it would have had
    record Torn(Path segment, int offset, int bytes) {}

    private final Path archive;
    private final StoredRecording recording;
    private final LongConsumer progress;
    private final Checksum checksum = Checksums.crc32c();
    private final ExpandableArrayBuffer assembled = new ExpandableArrayBuffer();
    private final UnsafeBuffer segment = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private final int messageBytesMax;
    private Path segmentFile;
    private long segmentPosition;
    private long position;
    private long messagePosition;
    private long reportedPosition;
    private long frames;
    private int frameOffset;
    private int frameLength;
    private boolean ended;
    private boolean withoutFiles;
    private @Nullable Torn torn;
    private @Nullable Torn paddingAtEnd;
    private @Nullable String damage;

    /// @param archive  directory of the archive
    /// @param from     where to begin, the start of a frame
    /// @param progress told from time to time how many bytes more have been read
    RecordingCursor(Path archive, StoredRecording recording, long from, LongConsumer progress) {
        this.archive = archive;
        this.recording = recording;
        this.progress = progress;
        messageBytesMax = FrameDescriptor.computeMaxMessageLength(recording.termBytes());
        position = from;
        messagePosition = from;
        reportedPosition = from;
        segmentPosition = recording.segmentPosition(from);
        segmentFile = recording.segment(archive, segmentPosition);
        if (!isAtEnd()) {
            openSegment();
            withoutFiles = ended && damage == null && !Files.exists(segmentFile);
        }
    }

    /// Moves to the next whole message.
    ///
    /// @return false where the recording ends, or where it is damaged
    boolean next() {
        int length = 0;
        boolean begun = false;
        while (nextFrame()) {
            byte flags = segment.getByte(frameOffset + DataHeaderFlyweight.FLAGS_FIELD_OFFSET);
            int body = frameOffset + DataHeaderFlyweight.HEADER_LENGTH;
            int bodyLength = frameLength - DataHeaderFlyweight.HEADER_LENGTH;
            boolean begins = (flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0;
            boolean ends = (flags & FrameDescriptor.END_FRAG_FLAG) != 0;
            if (begins && ends) {
                message.wrap(segment, body, bodyLength);
                messagePosition = position;
                return true;
            }
            // A restart goes on behind whatever fragments a kill has left, with the beginning of another message.
            begun = begun || begins;
            length = begins ? 0 : length;
            if (begun) {
                if (length + bodyLength > messageBytesMax) {
                    damage(frameOffset, "expected a message of at most " + messageBytesMax + " bytes, found more");
                    return false;
                }
                assembled.putBytes(length, segment, body, bodyLength);
                length += bodyLength;
                if (ends) {
                    message.wrap(assembled, 0, length);
                    messagePosition = position;
                    return true;
                }
            }
        }
        return false;
    }

    /// The message; good until the next call.
    DirectBuffer message() {
        return message;
    }

    /// Position behind the message.
    long messagePosition() {
        return messagePosition;
    }

    /// Position behind the last good frame.
    long position() {
        return position;
    }

    /// Frames with good checksums.
    long frames() {
        return frames;
    }

    /// True when the recording was in progress and not even its first file is there.
    boolean isWithoutFiles() {
        return withoutFiles;
    }

    /// What is wrong with the recording and where; null when nothing is.
    @Nullable
    String damage() {
        return damage;
    }

    /// The frame that a kill tore; null when the recording ends with a whole one.
    @Nullable
    Torn torn() {
        return torn;
    }

    /// The padding with which the recording ends, if it does: it fills a term, and nothing has followed yet.
    @Nullable
    Torn paddingAtEnd() {
        return paddingAtEnd;
    }

    private boolean isAtEnd() {
        ended = ended || damage != null || (recording.isClosed() && position >= recording.stopPosition());
        return ended;
    }

    private boolean nextFrame() {
        while (!isAtEnd()) {
            int offset = Math.toIntExact(position - segmentPosition);
            if (offset == recording.segmentBytes()) {
                segmentPosition += recording.segmentBytes();
                segmentFile = recording.segment(archive, segmentPosition);
                openSegment();
                continue;
            }
            int length = segment.getInt(offset, ByteOrder.LITTLE_ENDIAN);
            if (length == 0) {
                endWithoutFrame(offset);
                return false;
            }
            if (!isInPlace(offset, length)) {
                return false;
            }
            int alignedLength = BitUtil.align(length, FrameDescriptor.FRAME_ALIGNMENT);
            boolean data = typeAt(offset) == DataHeaderFlyweight.HDR_TYPE_DATA;
            if (data && !hasGoodChecksum(offset, alignedLength)) {
                return false;
            }
            int flags =
                    segment.getByte(offset + DataHeaderFlyweight.FLAGS_FIELD_OFFSET) & ~FrameDescriptor.UNFRAGMENTED;
            if (data && flags != 0) {
                return damage(offset, "expected flags of fragments, found more");
            }
            // No checksum covers how long a frame is and that it is padding; what is not meant is zeros.
            int meant = data ? length : DataHeaderFlyweight.HEADER_LENGTH;
            if (!isClear(offset + meant, offset + alignedLength)) {
                return damage(offset, "expected " + meant + " bytes and then zeros, found more");
            }
            if (recording.isClosed() && position + alignedLength > recording.stopPosition()) {
                return damage(
                        offset,
                        "expected the recording to end at " + recording.stopPosition() + ", found a frame beyond it");
            }
            position += alignedLength;
            paddingAtEnd = data ? null : new Torn(segmentFile, offset, alignedLength);
            if (position - reportedPosition >= PROGRESS_BYTES) {
                report();
            }
            if (data) {
                frames++;
                frameOffset = offset;
                frameLength = length;
                return true;
            }
        }
        report();
        return false;
    }

    private void report() {
        progress.accept(position - reportedPosition);
        reportedPosition = position;
    }

    private void openSegment() {
        close();
        try {
            if (!Files.exists(segmentFile)) {
                // The archive makes the next file in the moment in which it has filled one, just not in the same.
                if (recording.isClosed() || hasLaterSegment()) {
                    damage = segmentFile + " is missing: the recording goes on after position " + position;
                }
                ended = true;
                return;
            }
            try (FileChannel file = FileChannel.open(segmentFile, StandardOpenOption.READ)) {
                long bytes = file.size();
                if (bytes == 0 && !recording.isClosed() && !hasLaterSegment()) {
                    ended = true;
                } else if (bytes < bytesNeeded() || bytes > recording.segmentBytes()) {
                    damage = segmentFile + ": expected " + recording.segmentBytes() + " bytes, found " + bytes;
                } else {
                    segment.wrap(file.map(FileChannel.MapMode.READ_ONLY, 0, bytes));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + segmentFile, e);
        }
    }

    /// A file shorter than it should be is as good when it has all of the recording: a kill may come when the archive
    /// has cut off its end and not yet given it back its length.
    private long bytesNeeded() {
        return recording.isClosed()
                ? Math.min(recording.segmentBytes(), recording.stopPosition() - segmentPosition)
                : recording.segmentBytes();
    }

    private boolean hasLaterSegment() {
        String prefix = recording.id() + "-";
        try (var files = Files.newDirectoryStream(archive, prefix + "*.rec")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (Long.parseLong(name.substring(prefix.length(), name.length() - ".rec".length()))
                        > segmentPosition) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + archive, e);
        }
    }

    private void endWithoutFrame(int offset) {
        ended = true;
        if (recording.isClosed()) {
            damage(
                    offset,
                    "expected a frame, since the recording goes on to " + recording.stopPosition() + ", found none");
            return;
        }
        var behind = firstByte(offset);
        if (behind.isPresent()) {
            damage(offset, "expected a frame, found none, but more at " + behind.getAsLong());
        } else if (hasLaterSegment()) {
            damage(offset, "expected a frame, since there are later segments, found none");
        }
    }

    /// Offset of the first byte from an offset on that is not zero.
    private OptionalLong firstByte(int from) {
        for (int offset = from; offset < segment.capacity(); offset += Long.BYTES) {
            if (segment.getLong(offset) != 0) {
                return OptionalLong.of(offset);
            }
        }
        return OptionalLong.empty();
    }

    /// Holds the header of a frame against the place where it is, which no checksum covers.
    private boolean isInPlace(int offset, int length) {
        int termOffset = (int) position & (recording.termBytes() - 1);
        int termId = LogBufferDescriptor.computeTermIdFromPosition(
                position, LogBufferDescriptor.positionBitsToShift(recording.termBytes()), recording.initialTermId());
        int roomBytes = Math.min(recording.termBytes() - termOffset, segment.capacity() - offset);
        int type = typeAt(offset);
        if (length < DataHeaderFlyweight.HEADER_LENGTH || length > roomBytes) {
            return damage(
                    offset,
                    "expected a frame of " + DataHeaderFlyweight.HEADER_LENGTH + " to " + roomBytes + " bytes, found "
                            + length);
        }
        if (type != DataHeaderFlyweight.HDR_TYPE_DATA && type != DataHeaderFlyweight.HDR_TYPE_PAD) {
            return damage(offset, "expected a frame of data or padding, found type " + type);
        }
        return isEqual(
                        offset,
                        "version",
                        DataHeaderFlyweight.CURRENT_VERSION,
                        segment.getByte(offset + DataHeaderFlyweight.VERSION_FIELD_OFFSET))
                && isEqual(
                        offset, "term offset", termOffset, intAt(offset + DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET))
                && isEqual(offset, "term id", termId, intAt(offset + DataHeaderFlyweight.TERM_ID_FIELD_OFFSET))
                && isEqual(
                        offset,
                        "stream id",
                        recording.streamId(),
                        intAt(offset + DataHeaderFlyweight.STREAM_ID_FIELD_OFFSET))
                && isEqual(
                        offset,
                        "reserved value",
                        DataHeaderFlyweight.DEFAULT_RESERVE_VALUE,
                        segment.getLong(offset + DataHeaderFlyweight.RESERVED_VALUE_OFFSET, ByteOrder.LITTLE_ENDIAN));
    }

    private boolean isEqual(int offset, String what, long expected, long found) {
        return expected == found || damage(offset, "expected " + what + " " + expected + ", found " + found);
    }

    private boolean hasGoodChecksum(int offset, int alignedLength) {
        int recorded = intAt(offset + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET);
        int computed = checksum.compute(
                segment.addressOffset(),
                offset + DataHeaderFlyweight.HEADER_LENGTH,
                alignedLength - DataHeaderFlyweight.HEADER_LENGTH);
        if (recorded == computed) {
            return true;
        }
        if (isTorn(offset, alignedLength)) {
            torn = new Torn(segmentFile, offset, alignedLength);
            ended = true;
            return false;
        }
        return damage(
                offset,
                "expected checksum " + Integer.toHexString(recorded) + ", found " + Integer.toHexString(computed));
    }

    private boolean isTorn(int offset, int alignedLength) {
        if (recording.isClosed() || hasLaterSegment()) {
            return false;
        }
        int lastPage = (offset + alignedLength - 1) & -PAGE_BYTES;
        return lastPage > offset && firstByte(lastPage).isEmpty();
    }

    private boolean isClear(int from, int to) {
        for (int at = from; at < to; at++) {
            if (segment.getByte(at) != 0) {
                return false;
            }
        }
        return true;
    }

    private int typeAt(int offset) {
        return segment.getShort(offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xffff;
    }

    private int intAt(int offset) {
        return segment.getInt(offset, ByteOrder.LITTLE_ENDIAN);
    }

    private boolean damage(int offset, String what) {
        damage = segmentFile + " at byte " + offset + ": " + what;
        return false;
    }

    @Override
    public void close() {
        BufferUtil.free(segment.byteBuffer());
        segment.wrap(0, 0);
    }
}
