package seawall.gateway.okx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Recorded replies of the real service, which lie beside the repository and not in it.
final class SharedData {
    private static Set<String> describedWords = Set.of();

    private SharedData() {}

    /// A file's text; skips the test, and says so, when the data is not there.
    static String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The text of a compressed file.
    static String unzipped(String name) {
        try (var bytes = new GZIPInputStream(Files.newInputStream(file(name)))) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Every word of the description of the API that lies beside the recordings, the names of all keys among them.
    static synchronized Set<String> describedWords() {
        if (describedWords.isEmpty()) {
            describedWords = Arrays.stream(text("../../okx-v5.md").split("[^A-Za-z0-9]+"))
                    .collect(Collectors.toSet());
        }
        return describedWords;
    }

    /// Names of the files in a folder, without their ending.
    static Set<String> names(String folder, String ending) {
        try (Stream<Path> files = Files.list(file(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path file(String name) {
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Path file = root.resolve("../shared/data/okx-v5").resolve(name).normalize();
        if (!Files.exists(file)) {
            System.out.println("skipped: no recorded data at " + file);
        }
        assumeTrue(Files.exists(file), () -> "no recorded data at " + file);
        return file;
    }
}
