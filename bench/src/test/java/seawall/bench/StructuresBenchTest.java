package seawall.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StructuresBenchTest {
    @TempDir
    private Path directory;

    @Test
    void every_structure_has_a_table_of_its_alternatives() throws Exception {
        Path json = directory.resolve("results.json");
        var printed = new ByteArrayOutputStream();
        Pattern filter = Pattern.compile(
                "PriceLevels/findNear/(sorted-array|tree)/10$|OrderIndex/findRecent/ring/1000$|AccountTable/findBusy/one-map/1000$");
        var options = new StructuresBench.Options(1, 2, filter, "Serial", json);
        String tables = new StructuresBench(new PrintStream(printed, true, StandardCharsets.UTF_8), options).run();
        assertThat(tables)
                .contains("PriceLevels: nanoseconds", "sorted-array", "tree", "OrderIndex: nanoseconds", "ring")
                .contains("AccountTable: nanoseconds", "one-map", "bytes per account");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("round 1 of 1, 4 of 4", tables);
        assertThat(Files.readString(json))
                .startsWith("{\"bench\":\"structures\",\"conditions\":{")
                .contains("\"case\":\"PriceLevels 10\",\"metric\":\"findNear\",\"unit\":\"ns\"")
                .contains("\"peerName\":\"tree\"");
    }

    @Test
    void every_benchmark_beside_the_structures_is_in_the_list() {
        List<String> names =
                StructureCase.all().stream().map(StructureCase::name).toList();
        assertThat(names)
                .contains("PriceLevels/walkBest/sorted-array/10000", "OrderIndex/findAny/boxed/1000000")
                .contains("AccountTable/findBoth/dense-array/1000000")
                .doesNotHaveDuplicates();
    }

    @Test
    void a_filter_that_finds_nothing_is_named() {
        var options = new StructuresBench.Options(1, 1, Pattern.compile("no-such-case"), "G1", null);
        assertThatThrownBy(() -> new StructuresBench(System.out, options).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("found no-such-case");
    }
}
