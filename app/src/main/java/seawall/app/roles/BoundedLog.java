package seawall.app.roles;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A log file of bounded size and the one before it. What cannot be written is lost, which is said once: a full disk
/// must not stop whoever prints. One thread.
final class BoundedLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedLog.class);

    private final Path file;
    private final long bytesMax;
    private @Nullable OutputStream out;
    private long bytes;
    private boolean isLosing;

    /// @param bytesMax of each of the two files; a line is never divided
    BoundedLog(Path file, long bytesMax) {
        this.file = file;
        this.bytesMax = bytesMax;
    }

    void line(String text) {
        byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            if (bytes > 0 && bytes + line.length > bytesMax) {
                close();
                Files.move(file, older(), StandardCopyOption.REPLACE_EXISTING);
            }
            open().write(line);
            bytes += line.length;
            isLosing = false;
        } catch (IOException e) {
            if (!isLosing) {
                isLosing = true;
                LOG.warn("lines for {} are lost: {}", file, e.toString());
            }
        }
    }

    /// The file before this one.
    Path older() {
        return file.resolveSibling(file.getFileName() + ".old");
    }

    private OutputStream open() throws IOException {
        OutputStream opened = out;
        if (opened == null) {
            opened = Files.newOutputStream(file);
            out = opened;
            bytes = 0;
        }
        return opened;
    }

    @Override
    public void close() throws IOException {
        OutputStream opened = out;
        out = null;
        bytes = 0;
        if (opened != null) {
            opened.close();
        }
    }
}
