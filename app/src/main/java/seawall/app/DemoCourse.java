package seawall.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.drill.client.Json;

/// How far the market's day has come, in a small file beside the exchange's data, so that a later start goes on there.
/// Time in which the demo does not run does not pass.
final class DemoCourse {
    private static final Logger LOG = LoggerFactory.getLogger(DemoCourse.class);
    private static final String FILE = "demo-market.json";

    private final Path file;

    DemoCourse(Path directory) {
        file = directory.resolve(FILE);
    }

    /// Where an earlier start left the day; zero for a first one, and when the file cannot be read.
    Duration elapsed() {
        if (Files.notExists(file)) {
            return Duration.ZERO;
        }
        try {
            long millis = Long.parseLong(Json.text(Json.object(Files.readString(file)), "elapsedMillis"));
            if (millis >= 0) {
                return Duration.ofMillis(millis);
            }
            LOG.warn("{} says {} ms; the market's day begins again", file, millis);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} cannot be read, so the market's day begins again: {}", file, e.toString());
        }
        return Duration.ZERO;
    }

    /// Replaces the file as a whole: a reader, or a start after a crash, finds the old one or the new one.
    void save(Duration elapsed) {
        Path draft = file.resolveSibling(FILE + ".new");
        try {
            Files.writeString(draft, "{\"elapsedMillis\":\"" + elapsed.toMillis() + "\"}\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("the market's progress could not be written to {}: {}", file, e.toString());
        }
    }
}
