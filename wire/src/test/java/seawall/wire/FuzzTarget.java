package seawall.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A property of bytes that strangers send, with the two ways to try it. See [Fuzzing].
public abstract class FuzzTarget {
    private final List<byte[]> seeds;
    private final int mutations;
    private final Fuzzing.Property property;

    /// @param mutations how many each build tries: all targets together take a few seconds
    protected FuzzTarget(List<byte[]> seeds, int mutations, Fuzzing.Property property) {
        this.seeds = seeds;
        this.mutations = mutations;
        this.property = property;
    }

    @Test
    void seeds_and_their_mutations_keep_the_property() {
        Fuzzing.tryMutations(seeds, mutations, property);
    }

    @Test
    @Tag("fuzz")
    void inputs_that_reach_new_code_keep_the_property() {
        Fuzzing.Search search = Fuzzing.search(getClass(), seeds, Fuzzing.SEARCH);
        assertThat(search.failure()).isEmpty();
        // A search that was not guided, or hardly left the seeds, proves nothing.
        assertThat(search.inputs()).isGreaterThan(10L * seeds.size());
        assertThat(search.coverage()).isGreaterThan(20);
    }
}
