package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.lang.classfile.CodeBuilder;
import java.util.List;
import java.util.function.Consumer;
import seawall.engine.Limits;
import seawall.simulation.MutatedEngine.Mutation;

/// A fault in the engine itself: the reference must object to it, and so must the audit where a journal alone can show
/// it.
///
/// @param name      finishes "an engine in which"
/// @param auditSees whether the audit objects as well, then or while the engine goes on alone
record PlantedEngineFault(String name, boolean auditSees, List<Mutation> mutations) {
    static final boolean AUDIT_SEES = true;
    static final boolean AUDIT_CANNOT_SEE = false;

    static final Consumer<CodeBuilder> KEEP_THE_FIRST_LONG = CodeBuilder::pop2;

    private static final int COMMANDS_MAX = 20_000;

    /// What a rare fault has until it must be found by whoever can.
    private static final int SEEDS_MAX = 24;

    private static final List<Limits> LIMITS = List.of(Limits.tiny(), ReferenceAgreementProperties.SMALL);

    static PlantedEngineFault fault(String name, boolean auditSees, Mutation... mutations) {
        return new PlantedEngineFault(name, auditSees, List.of(mutations));
    }

    /// Lets the faulty engine trade, in one world after the other, until the reference objects, and the audit if it
    /// can.
    void assertFound(long firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + SEEDS_MAX; seed++) {
            for (Limits limits : LIMITS) {
                if (isFound(seed, limits)) {
                    return;
                }
            }
        }
        fail((auditSees ? "reference and audit do" : "the reference does")
                + " not object in the worlds of the seeds from " + firstSeed);
    }

    private boolean isFound(long seed, Limits limits) {
        var engine = new MutatedEngine(mutations);
        var agreement = new Agreement("seed " + seed, limits, engine::replica, entry -> entry);

        var commands = new CommandStreams(seed, Agreement.SCOPE);
        String objection = objection(agreement, commands);

        assertThat(engine.changes()).as("instructions changed").isGreaterThanOrEqualTo(mutations.size());
        if (objection.isEmpty()) {
            return false;
        }
        assertThat(objection).as("the reference disagrees").contains("first difference");
        goOnAlone(agreement, commands);
        if (auditSees) {
            return agreement.checker().violationCount() > 0;
        }
        assertThat(agreement.checker().violations())
                .as("the audit cannot see %s", objection)
                .isEmpty();
        return true;
    }

    /// An engine that stops by itself before a judge objects leaves the fault to the worlds after this one.
    private String objection(Agreement agreement, CommandStreams commands) {
        try {
            return agreement.run(commands, COMMANDS_MAX);
        } catch (RuntimeException broken) {
            System.out.println(name + ": the engine stops, " + broken);
            return "";
        }
    }

    private void goOnAlone(Agreement agreement, CommandStreams commands) {
        try {
            agreement.goOnAlone(commands, COMMANDS_MAX);
        } catch (RuntimeException broken) {
            // The journal of an engine that stops by itself ends there, and has said what it can.
            System.out.println(name + ": the engine stops, " + broken);
        }
    }

    /// The same without a fault, so that it is the fault that the judges object to.
    static void assertNothingFound(long firstSeed) {
        var engine = new MutatedEngine(List.of());
        for (Limits limits : LIMITS) {
            var agreement = new Agreement("seed " + firstSeed, limits, engine::replica, entry -> entry);
            assertThat(agreement.run(new CommandStreams(firstSeed, Agreement.SCOPE), COMMANDS_MAX))
                    .isEmpty();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
