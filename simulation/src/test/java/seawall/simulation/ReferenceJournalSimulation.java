package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The reference alone before the audit, made wide: what the two judges think of each other, without the engine.
@Tag("drill")
final class ReferenceJournalSimulation {
    private static final int SEEDS = 25;
    private static final int COMMANDS_PER_SEED = 30_000;

    @Test
    void the_audit_has_no_objection_to_the_reference_over_millions_of_commands() {
        long entries = 0;
        for (long seed = 3_001; seed <= 3_000 + SEEDS; seed++) {
            var journal = new ReferenceJournal(seed % 2 == 0 ? ReferenceJournal.TINY : ReferenceJournal.SMALL);
            assertThat(journal.run(new CommandStreams(seed, CommandStreams.Scope.EVERYTHING), COMMANDS_PER_SEED))
                    .as("seed %d", seed)
                    .isEmpty();
            entries += journal.checker().sequence();
        }
        System.out.println(entries + " entries of the reference before the audit");
        assertThat(entries).isGreaterThan((long) SEEDS * COMMANDS_PER_SEED);
    }
}
