package seawall.gateway.okx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Recorded replies of the real service, which lie beside the repository and not in it.
final class SharedData {
    private SharedData() {}

    /// A file's text; skips the test, and says so, when the data is not there.
    static String text(String name) {
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Path file = root.resolve("../shared/data/okx-v5").resolve(name).normalize();
        if (!Files.exists(file)) {
            System.out.println("skipped: no recorded data at " + file);
        }
        assumeTrue(Files.exists(file), () -> "no recorded data at " + file);
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
