package seawall.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Proves that the search finds what it is for, by a fault planted on purpose.
final class FuzzingDrill {
    private static final List<byte[]> SEEDS = Fuzzing.texts("px=50000.1", "sz=2");

    /// Reads pairs as a careless parser would: one rare value is taken for something else. Blind mutation would have to
    /// guess nine bytes at once.
    public static final class Careless {
        public static void fuzzerTestOneInput(byte[] input) {
            String text = new String(input, StandardCharsets.ISO_8859_1);
            if (text.startsWith("px=") && text.substring(3).equals("1E-400")) {
                throw new IllegalStateException("a price that is read as zero");
            }
        }
    }

    @Test
    @Tag("drill")
    void a_fault_behind_nine_bytes_is_found() {
        Fuzzing.Search search = Fuzzing.search(Careless.class, SEEDS, Fuzzing.SEARCH);
        assertThat(search.failure()).contains("a price that is read as zero", "libFuzzer crashing input");
    }

    @Test
    void mutations_name_the_input_that_breaks_a_property() {
        assertThatThrownBy(() -> Fuzzing.tryMutations(
                        SEEDS,
                        10_000,
                        input -> assertThat(input).as("a lost digit").doesNotContain((byte) '9')))
                .hasMessageStartingWith("broken by ")
                .cause()
                .hasMessageContaining("a lost digit");
    }
}
