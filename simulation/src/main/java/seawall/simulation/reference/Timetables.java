package seawall.simulation.reference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.ScheduleReopeningDecoder;
import seawall.wire.codec.SetPhaseDecoder;

/// Phases by command, and by the timetable that reopens an instrument (§2 `SetPhase`, §10).
final class Timetables {
    private static final long DURATION_NANOS_MAX = 24 * 3_600_000_000_000L;

    /// A phase that is to begin.
    private record Step(long timeNanos, int instrumentId, Phase phase) {}

    private final ExchangeState state;
    private final Auctions auctions;
    private final TreeSet<Step> steps = new TreeSet<>(Comparator.comparingLong(Step::timeNanos)
            .thenComparingInt(Step::instrumentId)
            .thenComparing(Step::phase));

    Timetables(ExchangeState state, Auctions auctions) {
        this.state = state;
        this.auctions = auctions;
    }

    long setPhase(SetPhaseDecoder command) throws Refusal {
        Phase phase = Fields.constant(command.phaseRaw(), Phase.values(), Phase::value);
        for (Instrument instrument : state.chosenInstruments(command.instrumentId())) {
            if (steps.removeIf(step -> step.instrumentId() == instrument.id)) {
                reopeningScheduled(instrument, 0, 0, 0);
            }
            auctions.begin(instrument, phase);
        }
        return 0;
    }

    long schedule(ScheduleReopeningDecoder command) throws Refusal {
        List<Instrument> chosen = state.chosenInstruments(command.instrumentId());
        boolean valid = ExchangeState.isWithin(command.cancelOnlyNanos(), 0, DURATION_NANOS_MAX)
                && ExchangeState.isWithin(command.auctionNanos(), 0, DURATION_NANOS_MAX)
                && ExchangeState.isWithin(command.postOnlyNanos(), 0, DURATION_NANOS_MAX);
        Refusal.when(!valid, Outcome.TIMEOUT_INVALID);
        long auctionNanos = state.timeNanos + command.cancelOnlyNanos();
        long postOnlyNanos = auctionNanos + command.auctionNanos();
        long tradingNanos = postOnlyNanos + command.postOnlyNanos();
        for (Instrument instrument : chosen) {
            steps.removeIf(step -> step.instrumentId() == instrument.id);
            var timetable = new ArrayList<Step>();
            if (command.cancelOnlyNanos() > 0) {
                timetable.add(new Step(state.timeNanos, instrument.id, Phase.CANCEL_ONLY));
            }
            if (command.auctionNanos() > 0) {
                timetable.add(new Step(auctionNanos, instrument.id, Phase.AUCTION));
            }
            if (command.postOnlyNanos() > 0) {
                timetable.add(new Step(postOnlyNanos, instrument.id, Phase.POST_ONLY));
            }
            timetable.add(new Step(tradingNanos, instrument.id, Phase.TRADING));
            reopeningScheduled(
                    instrument,
                    command.auctionNanos() > 0 ? auctionNanos : 0,
                    command.postOnlyNanos() > 0 ? postOnlyNanos : 0,
                    tradingNanos == state.timeNanos ? 0 : tradingNanos);
            auctions.begin(instrument, timetable.removeFirst().phase());
            steps.addAll(timetable);
        }
        return 0;
    }

    private void reopeningScheduled(Instrument instrument, long auctionNanos, long postOnlyNanos, long tradingNanos) {
        state.entry.event(
                "ReopeningScheduled",
                "instrumentId",
                instrument.id,
                "auctionNanos",
                auctionNanos,
                "postOnlyNanos",
                postOnlyNanos,
                "tradingNanos",
                tradingNanos);
    }

    /// When the next phase is to begin, or `Long.MAX_VALUE`.
    long nextNanos() {
        return steps.isEmpty() ? Long.MAX_VALUE : steps.first().timeNanos();
    }

    /// Begins the next phase.
    void beginNext() {
        Step step = steps.removeFirst();
        auctions.begin(state.instruments.get(step.instrumentId() - 1), step.phase());
    }
}
