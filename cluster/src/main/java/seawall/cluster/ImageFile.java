package seawall.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/// An image of the state in a file: a head, then blocks of whole pages. Head and blocks carry checksums (CRC-32C), and
/// the head says how many bytes follow, so that a file is whole or known to be damaged. All numbers are little-endian.
public final class ImageFile {
    /// Ends the name of a file until all of it is on the disk. A kill may leave one.
    static final String UNFINISHED = ".unfinished";

    private static final long VERSION = 1;
    private static final int HEAD_BYTES = 52;
    private static final int HEAD_CHECKSUM_OFFSET = 48;
    private static final int BLOCK_HEAD_BYTES = 8;
    /// Pages share a block of so many bytes; a larger one is a block of its own.
    private static final int BLOCK_BYTES = 1 << 20;
    /// No larger page is written, so no file makes a reader reserve more.
    private static final int BLOCK_BYTES_MAX = 1 << 28;
    /// What is written at once, since the channel copies it to memory outside the heap.
    private static final int PIECE_BYTES = 1 << 16;

    private ImageFile() {}

    /// What the head says.
    ///
    /// @param sequence        of the last entry before the image
    /// @param stateHash       of the state
    /// @param logPosition     where the log goes on after it
    /// @param journalPosition where the member's journal goes on after it
    /// @param bytes           of all blocks with their heads
    public record Head(long sequence, long stateHash, long logPosition, long journalPosition, long bytes) {}

    /// Takes blocks of whole pages, valid during the call.
    @FunctionalInterface
    public interface BlockSink {
        void onBlock(UnsafeBuffer buffer, int offset, int length);
    }

    /// The file is not what was once written.
    public static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1;

        DamagedException(Path file, long position, String what) {
            super("the snapshot is damaged: " + file + " at byte " + position + ": " + what);
        }
    }

    /// Writes a file that appears under its name when all of it is on the disk.
    public static void write(Path file, StateImage image, long logPosition, long journalPosition) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            writeAll(unfinished, image, logPosition, journalPosition);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            // Of an image that could not be written nothing stays, least of all on a disk that is full.
            Files.deleteIfExists(unfinished);
        }
        // The name is on the disk when its directory is.
        try (FileChannel directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void writeAll(Path unfinished, StateImage image, long logPosition, long journalPosition)
            throws IOException {
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            var writer = new Writer(channel);
            channel.position(HEAD_BYTES);
            for (int page = 0; page < image.pages(); page++) {
                writer.add(image.page(page), image.length(page));
            }
            writer.endBlock();
            writeHead(
                    channel,
                    new Head(
                            image.sequence(),
                            image.stateHash(),
                            logPosition,
                            journalPosition,
                            channel.position() - HEAD_BYTES));
            channel.force(true);
        }
    }

    /// Reads a whole file.
    ///
    /// @throws DamagedException when it is not as it was written; blocks before the damage were given
    public static Head read(Path file, BlockSink blocks) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Head head = readHead(file, channel);
            long end = HEAD_BYTES + head.bytes();
            if (channel.size() != end) {
                throw new DamagedException(file, channel.size(), "expected " + end + " bytes");
            }
            ByteBuffer blockHead = ByteBuffer.allocate(BLOCK_HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            var block = new UnsafeBuffer(new byte[BLOCK_BYTES]);
            long position = HEAD_BYTES;
            while (position < end) {
                readFully(file, channel, blockHead.clear());
                int length = blockHead.getInt(0);
                if (length < 1 || length > Math.min(BLOCK_BYTES_MAX, end - position - BLOCK_HEAD_BYTES)) {
                    throw new DamagedException(file, position, "expected a block, found one of " + length + " bytes");
                }
                if (length > block.capacity()) {
                    block.wrap(new byte[length]);
                }
                readFully(file, channel, ByteBuffer.wrap(block.byteArray(), 0, length));
                int expected = checksum(block.byteArray(), length);
                if (blockHead.getInt(Integer.BYTES) != expected) {
                    throw new DamagedException(
                            file,
                            position,
                            "expected checksum " + Integer.toHexString(blockHead.getInt(Integer.BYTES)) + ", found "
                                    + Integer.toHexString(expected));
                }
                blocks.onBlock(block, 0, length);
                position += BLOCK_HEAD_BYTES + length;
            }
            return head;
        }
    }

    private static void writeHead(FileChannel channel, Head head) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(VERSION)
                .putLong(head.sequence())
                .putLong(head.stateHash())
                .putLong(head.logPosition())
                .putLong(head.journalPosition())
                .putLong(head.bytes())
                .putInt(checksum(bytes.array(), HEAD_CHECKSUM_OFFSET));
        channel.position(0);
        writeFully(channel, bytes.position(0).limit(HEAD_BYTES));
    }

    private static Head readHead(Path file, FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(file, channel, bytes);
        int checksum = checksum(bytes.array(), HEAD_CHECKSUM_OFFSET);
        if (bytes.getInt(HEAD_CHECKSUM_OFFSET) != checksum) {
            throw new DamagedException(file, 0, "the head has a wrong checksum");
        }
        long version = bytes.getLong();
        if (version != VERSION) {
            throw new IOException("expected an image of version " + VERSION + " in " + file + ", found " + version);
        }
        return new Head(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    private static void readFully(Path file, FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new DamagedException(file, channel.position(), "the file ends too early");
            }
        }
        bytes.rewind();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static int checksum(byte[] bytes, int length) {
        var checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    /// Collects pages to blocks.
    private static final class Writer {
        private final FileChannel channel;
        private final ByteBuffer block =
                ByteBuffer.allocateDirect(BLOCK_HEAD_BYTES + BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        private final CRC32C checksum = new CRC32C();

        Writer(FileChannel channel) {
            this.channel = channel;
            block.position(BLOCK_HEAD_BYTES);
        }

        void add(byte[] page, int length) throws IOException {
            if (length > BLOCK_BYTES_MAX) {
                throw new IOException("expected pages of at most " + BLOCK_BYTES_MAX + " bytes, found " + length);
            }
            if (length > block.remaining()) {
                endBlock();
            }
            if (length > block.remaining()) {
                writeAlone(page, length);
            } else {
                block.put(page, 0, length);
            }
        }

        void endBlock() throws IOException {
            int length = block.position() - BLOCK_HEAD_BYTES;
            if (length > 0) {
                checksum.reset();
                checksum.update(block.slice(BLOCK_HEAD_BYTES, length));
                block.putInt(0, length).putInt(Integer.BYTES, (int) checksum.getValue());
                writeFully(channel, block.flip());
                block.clear().position(BLOCK_HEAD_BYTES);
            }
        }

        private void writeAlone(byte[] page, int length) throws IOException {
            ByteBuffer head = ByteBuffer.allocate(BLOCK_HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            head.putInt(0, length).putInt(Integer.BYTES, checksum(page, length));
            writeFully(channel, head);
            for (int offset = 0; offset < length; offset += PIECE_BYTES) {
                writeFully(channel, ByteBuffer.wrap(page, offset, Math.min(PIECE_BYTES, length - offset)));
            }
        }
    }
}
