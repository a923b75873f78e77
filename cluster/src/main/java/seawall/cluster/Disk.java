package seawall.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The disk of a member, as its log meets it.
interface Disk extends AutoCloseable {
    /// Bytes that can still be written.
    long usableBytes() throws IOException;

    /// Writes as the log does, and comes back when the log would.
    void write() throws IOException;

    @Override
    void close() throws IOException;

    /// The disk on which a directory is. Writes to a file of its own, which is as long as it will be from the
    /// beginning.
    ///
    /// @param syncs whether a write counts only when it is forced to the disk
    static Disk of(Path directory, boolean syncs) throws IOException {
        FileChannel file = FileChannel.open(
                directory.resolve("storage.probe"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new Disk() {
            @Override
            public long usableBytes() throws IOException {
                return Files.getFileStore(directory).getUsableSpace();
            }

            @Override
            public void write() throws IOException {
                file.write(ByteBuffer.allocate(RecordingCursor.PAGE_BYTES), 0);
                if (syncs) {
                    file.force(false);
                }
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
