package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import seawall.wire.codec.AlgoLeg;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.Outcome;

/// The reference exchange and the audit of its journal were written from the same rules in different ways; the audit
/// has nothing to object to, whatever is sent.
final class ReferenceJournalProperties {
    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44})
    void the_audit_has_no_objection_to_the_reference_when_every_limit_is_near(long seed) {
        var journal = new ReferenceJournal(ReferenceJournal.TINY);

        assertThat(journal.run(new CommandStreams(seed, CommandStreams.Scope.EVERYTHING), 10_000))
                .as("seed %d", seed)
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53, 54})
    void the_audit_has_no_objection_to_the_reference_in_deep_books(long seed) {
        var journal = new ReferenceJournal(ReferenceJournal.SMALL);

        assertThat(journal.run(new CommandStreams(seed, CommandStreams.Scope.EVERYTHING), 10_000))
                .as("seed %d", seed)
                .isEmpty();
    }

    @Test
    void streams_reach_everything_that_a_journal_can_say() {
        var said = new TreeMap<String, Integer>();
        for (long seed = 31; seed <= 36; seed++) {
            var journal = new ReferenceJournal(ReferenceJournal.TINY);
            assertThat(journal.run(new CommandStreams(seed, CommandStreams.Scope.EVERYTHING), 20_000))
                    .as("seed %d", seed)
                    .isEmpty();
            journal.said().forEach((what, times) -> said.merge(what, times, Integer::sum));
        }
        System.out.println(said);

        assertThat(said).containsKeys(everything().toArray(new String[0]));
    }

    private static List<String> everything() {
        var everything = new ArrayList<>(List.of(
                "OrderAmendRefused",
                "AlgoAccepted",
                "AlgoAmended",
                "AlgoArmed",
                "AlgoActivated",
                "AlgoClosed reason=USER",
                "AlgoClosed reason=PARENT",
                "UncrossingStarted",
                "ReopeningScheduled",
                "InstrumentChanged",
                "FeeTierSet",
                "AccountFeeTierChanged",
                "AlgoTriggered outcome=ACCEPTED",
                "AlgoTriggered outcome=BALANCE_INSUFFICIENT",
                "AlgoTriggered outcome=NO_LIQUIDITY",
                "AlgoTriggered outcome=ORDERS_MAX",
                "AlgoTriggered outcome=PRICE_OUTSIDE_LIMIT",
                "AlgoTriggered outcome=QUANTITY_ABOVE_MAX",
                "OrderAmendRefused outcome=AMEND_FORBIDDEN"));
        Arrays.stream(Outcome.values())
                .filter(outcome -> outcome != Outcome.NULL_VAL)
                .forEach(outcome -> everything.add("Entry outcome=" + outcome));
        Arrays.stream(AlgoLeg.values())
                .filter(leg -> leg != AlgoLeg.NULL_VAL)
                .forEach(leg -> everything.add("AlgoTriggered leg=" + leg));
        Arrays.stream(CloseReason.values())
                .filter(reason ->
                        reason != CloseReason.NULL_VAL && reason != CloseReason.SYSTEM && reason != CloseReason.PARENT)
                .forEach(reason -> everything.add("OrderClosed reason=" + reason));
        return everything;
    }
}
