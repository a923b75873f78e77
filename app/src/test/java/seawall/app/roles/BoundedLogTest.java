package seawall.app.roles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedLogTest {
    @TempDir
    Path directory;

    @Test
    void two_files_of_bounded_size_keep_the_latest_lines() throws IOException {
        Path file = directory.resolve("gateway-0.log");
        try (var log = new BoundedLog(file, 10)) {
            for (String line : new String[] {"one", "two", "three", "four", "five"}) {
                log.line(line);
            }
        }
        assertThat(directory.resolve("gateway-0.log.old")).hasContent("three\n");
        assertThat(file).hasContent("four\nfive\n");
    }

    @Test
    void a_line_longer_than_a_file_is_kept_whole() throws IOException {
        Path file = directory.resolve("gateway-0.log");
        try (var log = new BoundedLog(file, 10)) {
            log.line("one");
            log.line("a line of twenty-two b");
            log.line("two");
        }
        assertThat(directory.resolve("gateway-0.log.old")).hasContent("a line of twenty-two b\n");
        assertThat(file).hasContent("two\n");
    }

    @Test
    void lines_that_cannot_be_written_are_lost_and_later_ones_are_kept() throws IOException {
        Path file = directory.resolve("logs/gateway-0.log");
        try (var log = new BoundedLog(file, 10)) {
            log.line("nowhere to write this");
            Files.createDirectory(file.getParent());
            log.line("here");
        }
        assertThat(file).hasContent("here\n");
    }
}
