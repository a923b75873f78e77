package seawall.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LargeBenchTest {
    @TempDir
    Path directory;

    @Test
    void it_measures_an_exchange_and_loads_its_image_to_the_same_state() throws Exception {
        Path json = directory.resolve("large.json");
        var text = new ByteArrayOutputStream();
        var bench = new LargeBench(
                new PrintStream(text, true, StandardCharsets.UTF_8), new LargeBench.Options(200, 500, 20, 1, json));

        assertThat(bench.run())
                .containsKeys(
                        "heap of the full exchange, MB",
                        "after 10,000 commands: snapshot taken, ms",
                        "after 10,000 commands: its image complete, ms",
                        "image loaded, ms",
                        "commands replayed, /s")
                .allSatisfy((name, value) -> assertThat(value).as(name).isGreaterThanOrEqualTo(0));
        assertThat(text.toString(StandardCharsets.UTF_8)).contains("the state hash after loading is the one before");
        assertThat(Files.readString(json)).startsWith("{\n").contains("\"bytes of the image, MB\": ");
    }

    @Test
    void it_refuses_what_the_limits_do_not_hold() {
        assertThatThrownBy(() -> new LargeBench.Options(2_000_000, 1, 1, 1, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 1048576 accounts");
    }
}
