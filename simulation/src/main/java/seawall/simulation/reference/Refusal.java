package seawall.simulation.reference;

import seawall.wire.codec.Outcome;

/// The first check that failed, thrown so that the checks read in the order of the rules page.
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    final Outcome outcome;
    final long detail;

    Refusal(Outcome outcome, long detail) {
        super(outcome.name(), null, false, false);
        this.outcome = outcome;
        this.detail = detail;
    }

    static void when(boolean failed, Outcome outcome) throws Refusal {
        when(failed, outcome, 0);
    }

    static void when(boolean failed, Outcome outcome, long detail) throws Refusal {
        if (failed) {
            throw new Refusal(outcome, detail);
        }
    }
}
