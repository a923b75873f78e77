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

class EngineBenchTest {
    @TempDir
    private Path directory;

    /// Each candidate compares its trades and books with those of the tape and fails its process when they differ.
    @Test
    void all_candidates_end_with_the_same_trades_and_books_and_stand_in_one_table() throws Exception {
        Path json = directory.resolve("results.json");
        Path tapes = Files.createDirectory(directory.resolve("tapes"));
        var printed = new ByteArrayOutputStream();
        var options = EngineBench.Options.of(new String[] {
            "rounds=1",
            "commands=3000",
            "warm-ups=0",
            "passes=1",
            "seconds=0",
            "heap=256m",
            "cases=common-1k",
            "peer=blocking",
            "json=" + json
        });
        String table = new EngineBench(new PrintStream(printed, true, StandardCharsets.UTF_8), options, tapes).run();
        assertThat(table)
                .contains("throughput", "book alone", "engine beside its book", "exchange-core 0.5.3 blocking");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("common-1k", "Round 1 of 1", table);
        assertThat(Files.readString(json))
                .startsWith("{\"bench\":\"engine\",\"conditions\":{")
                .contains("\"case\":\"common-1k\",\"metric\":\"throughput\",\"unit\":\"commands/s\"");
    }

    @Test
    void an_unknown_case_is_named_before_anything_runs() {
        var options = EngineBench.Options.of(new String[] {"cases=common-2k"});
        assertThatThrownBy(() -> new EngineBench(System.out, options, directory).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("common-100k")
                .hasMessageEndingWith("found common-2k");
    }
}
