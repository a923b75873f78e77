package seawall.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Proof that no other process uses the directory of a member, or of another role.
///
/// Aeron's mark files say "active" for ten seconds after their owner was killed, because they only know the time of
/// its last sign of life. The operating system knows better: it releases this lock in the moment the owner dies.
/// Whoever holds it may therefore remove what a dead owner left behind and start at once.
public final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock of a member's directory, or fails at once.
    ///
    /// @throws IllegalStateException when a living process holds the directory
    static DirectoryLock acquire(Path directory) {
        return acquire(directory, "member");
    }

    /// Takes the lock, or fails at once.
    ///
    /// @param directory created if it does not exist
    /// @param role      what the process runs there, such as `gateway`; names the lock's file
    /// @throws IllegalStateException when a living process holds the directory
    public static DirectoryLock acquire(Path directory, String role) {
        try {
            Files.createDirectories(directory);
            var channel = FileChannel.open(
                    directory.resolve(role + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new IllegalStateException("another process runs a " + role + " in " + directory);
            }
            return new DirectoryLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("locking " + directory, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another member of this very process holds it; to the caller that is the same answer.
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("unlocking a directory", e);
        }
    }
}
