package seawall.simulation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PhaseChangedDecoder;
import seawall.wire.codec.ReopeningScheduledDecoder;
import seawall.wire.codec.ScheduleReopeningDecoder;
import seawall.wire.codec.SetPhaseDecoder;
import seawall.wire.codec.UncrossingStartedDecoder;

/// The part of the audit that follows the phases of instruments: by command, by timetable and through an auction.
final class PhaseAudit {
    private static final BigInteger SUM_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private static final class Step {
        final long timeNanos;
        final Phase phase;

        /// It may have begun in an entry that reported nothing of it.
        boolean perhapsDone;

        Step(long timeNanos, Phase phase) {
            this.timeNanos = timeNanos;
            this.phase = phase;
        }
    }

    private static final class Phases {
        Phase phase;

        /// Null when it is not uncrossing.
        @Nullable
        Phase uncrossingTowards;

        long auctionPriceTicks;
        List<Step> timetable = new ArrayList<>();

        /// The phase that this entry must begin with, by its timetable.
        @Nullable
        Phase firstPhase;

        Phases(Phase phase) {
            this.phase = phase;
        }
    }

    private final Consumer<String> violations;
    private final Map<Integer, Phases> instruments = new HashMap<>();
    private int commandTemplateId;
    private long timeNanos;
    private int events;

    PhaseAudit(Consumer<String> violations) {
        this.violations = violations;
    }

    void entryStarts(int commandTemplateId, long timeNanos) {
        this.commandTemplateId = commandTemplateId;
        this.timeNanos = timeNanos;
        events = 0;
        instruments.values().forEach(phases -> phases.firstPhase = null);
    }

    void event() {
        events++;
    }

    /// A timer that changes nothing visible may have begun any phase that is due.
    void entryEnds() {
        if (commandTemplateId == 0 && events == 0) {
            instruments
                    .values()
                    .forEach(phases -> phases.timetable.stream()
                            .filter(step -> step.timeNanos <= timeNanos)
                            .forEach(step -> step.perhapsDone = true));
        }
    }

    void listed(int instrumentId, Phase phase) {
        instruments.put(instrumentId, new Phases(phase));
    }

    void orderAccepted(int instrumentId, int orderType) {
        Phases phases = instruments.get(instrumentId);
        if (phases == null) {
            return;
        }
        boolean admitted = switch (phases.phase) {
            case TRADING -> true;
            case POST_ONLY -> orderType == OrderType.POST_ONLY.value();
            case AUCTION -> orderType == OrderType.LIMIT.value();
            case CANCEL_ONLY, HALTED, NULL_VAL -> false;
        };
        check(admitted, () -> "expected no order of type " + orderType + " in phase " + phases.phase + ", found one");
    }

    /// Whether fills of this instrument in this entry are those of an auction.
    boolean isUncrossing(int instrumentId) {
        Phases phases = instruments.get(instrumentId);
        return phases != null && phases.uncrossingTowards != null && commandTemplateId == 0;
    }

    long auctionPriceTicks(int instrumentId) {
        Phases phases = instruments.get(instrumentId);
        return phases == null ? 0 : phases.auctionPriceTicks;
    }

    void filled(int instrumentId) {
        Phases phases = instruments.get(instrumentId);
        check(
                isUncrossing(instrumentId) || (phases != null && phases.phase == Phase.TRADING),
                () -> "expected fills of instrument " + instrumentId + " while it trades or uncrosses, found one in "
                        + (phases == null ? "no phase" : phases.phase));
    }

    /// Whether bids and asks of the instrument may cross.
    boolean mayBeCrossed(int instrumentId) {
        Phases phases = instruments.get(instrumentId);
        return phases != null && phases.phase != Phase.TRADING && phases.phase != Phase.POST_ONLY;
    }

    void scheduled(ReopeningScheduledDecoder event) {
        Phases phases = instruments.get(event.instrumentId());
        if (phases == null) {
            violations.accept("expected instrument " + event.instrumentId() + ", found no such");
            return;
        }
        if (commandTemplateId == SetPhaseDecoder.TEMPLATE_ID) {
            check(
                    !phases.timetable.isEmpty() && event.tradingNanos() == 0,
                    () -> "expected the end of a timetable of " + event.instrumentId() + ", found one that begins");
        }
        phases.timetable = new ArrayList<>();
        if (event.auctionNanos() != 0) {
            phases.timetable.add(new Step(event.auctionNanos(), Phase.AUCTION));
        }
        if (event.postOnlyNanos() != 0) {
            phases.timetable.add(new Step(event.postOnlyNanos(), Phase.POST_ONLY));
        }
        if (event.tradingNanos() != 0) {
            phases.timetable.add(new Step(event.tradingNanos(), Phase.TRADING));
        }
        long before = timeNanos;
        for (Step step : phases.timetable) {
            check(
                    step.timeNanos >= before,
                    () -> "expected phases of " + event.instrumentId() + " in order, found " + step.timeNanos);
            before = step.timeNanos;
        }
        if (commandTemplateId == ScheduleReopeningDecoder.TEMPLATE_ID) {
            boolean beginsLater = !phases.timetable.isEmpty() && phases.timetable.getFirst().timeNanos > timeNanos;
            phases.firstPhase = beginsLater
                    ? Phase.CANCEL_ONLY
                    : phases.timetable.isEmpty() ? Phase.TRADING : phases.timetable.removeFirst().phase;
        }
    }

    void phaseChanged(PhaseChangedDecoder event) {
        int instrumentId = event.instrumentId();
        Phases phases = instruments.get(instrumentId);
        if (phases == null) {
            violations.accept("expected instrument " + instrumentId + ", found no such");
            return;
        }
        Phase phase = event.phase();
        check(phase != phases.phase, () -> "expected another phase than " + phase + " of " + instrumentId);
        if (!endsUncrossing(phases, phase)) {
            checkAllowed(instrumentId, phases, phase);
        }
        phases.phase = phase;
        phases.uncrossingTowards = null;
    }

    /// While it was uncrossing a command or a timer may have changed the phase it goes to without a word.
    private boolean endsUncrossing(Phases phases, Phase phase) {
        return commandTemplateId == 0
                && phases.uncrossingTowards != null
                && (phase == Phase.TRADING || phase == Phase.POST_ONLY)
                && !isDue(phases, phase);
    }

    private boolean isDue(Phases phases, Phase phase) {
        return phases.timetable.stream()
                .anyMatch(step -> step.timeNanos <= timeNanos && !step.perhapsDone && step.phase == phase);
    }

    /// Phases change by command, or when the timetable says so.
    private void checkAllowed(int instrumentId, Phases phases, Phase phase) {
        switch (commandTemplateId) {
            case SetPhaseDecoder.TEMPLATE_ID -> {
                check(
                        phases.timetable.stream().allMatch(step -> step.perhapsDone),
                        () -> "expected the timetable of " + instrumentId + " to end first, found it going on");
                phases.timetable.clear();
            }
            case ScheduleReopeningDecoder.TEMPLATE_ID ->
                check(
                        phases.firstPhase == phase,
                        () -> "expected phase " + phases.firstPhase + " of " + instrumentId + " first, found " + phase);
            case 0 -> {
                int due = -1;
                for (int index = 0; index < phases.timetable.size() && due < 0; index++) {
                    Step step = phases.timetable.get(index);
                    due = step.phase == phase && step.timeNanos <= timeNanos ? index : -1;
                }
                int begun = due;
                check(
                        begun >= 0,
                        () -> "expected phase " + phase + " of " + instrumentId + " by its timetable, found it at "
                                + timeNanos);
                phases.timetable.subList(0, begun + 1).clear();
            }
            default ->
                violations.accept("expected no change of phase by command " + commandTemplateId + ", found " + phase);
        }
    }

    /// @param bids lots at each price with a level
    /// @param asks likewise
    void uncrossingStarted(
            UncrossingStartedDecoder event,
            NavigableMap<Long, BigInteger> bids,
            NavigableMap<Long, BigInteger> asks,
            long referenceTicks) {
        int instrumentId = event.instrumentId();
        Phases phases = instruments.get(instrumentId);
        if (phases == null) {
            violations.accept("expected instrument " + instrumentId + ", found no such");
            return;
        }
        Phase nextPhase = event.nextPhase();
        check(
                nextPhase == Phase.TRADING || nextPhase == Phase.POST_ONLY,
                () -> "expected uncrossing towards trading, found " + nextPhase);
        check(
                mayBeCrossed(instrumentId) && !bids.isEmpty() && !asks.isEmpty() && bids.lastKey() >= asks.firstKey(),
                () -> "expected a crossed book of " + instrumentId + " to uncross, found none");
        if (phases.uncrossingTowards == null || commandTemplateId != 0 || isDue(phases, nextPhase)) {
            checkAllowed(instrumentId, phases, nextPhase);
        }
        checkAuctionPrice(event.priceTicks(), event.quantityLots(), bids, asks, referenceTicks);
        phases.uncrossingTowards = nextPhase;
        phases.auctionPriceTicks = event.priceTicks();
    }

    /// No other price of the book may be better: by lots traded, then by what is left over, then by its distance to the
    /// reference price, then by being lower.
    private void checkAuctionPrice(
            long priceTicks,
            long lots,
            NavigableMap<Long, BigInteger> bids,
            NavigableMap<Long, BigInteger> asks,
            long referenceTicks) {
        var prices = new TreeSet<Long>(bids.keySet());
        prices.addAll(asks.keySet());
        check(prices.contains(priceTicks), () -> "expected the price of a level, found " + priceTicks);
        BigInteger demand = sum(bids.tailMap(priceTicks, true));
        BigInteger supply = sum(asks.headMap(priceTicks, true));
        check(
                demand.min(supply).equals(BigInteger.valueOf(lots)),
                () -> "expected " + demand.min(supply) + " lots at " + priceTicks + ", found " + lots);
        for (long other : prices) {
            BigInteger otherDemand = sum(bids.tailMap(other, true));
            BigInteger otherSupply = sum(asks.headMap(other, true));
            int better = otherDemand.min(otherSupply).compareTo(demand.min(supply));
            if (better == 0) {
                better = demand.subtract(supply)
                        .abs()
                        .compareTo(otherDemand.subtract(otherSupply).abs());
            }
            if (better == 0 && referenceTicks > 0) {
                better = Long.compare(Math.abs(priceTicks - referenceTicks), Math.abs(other - referenceTicks));
            }
            if (better == 0) {
                better = Long.compare(priceTicks, other);
            }
            check(better <= 0, () -> "expected auction price " + other + " rather than " + priceTicks);
        }
    }

    private static BigInteger sum(NavigableMap<Long, BigInteger> levels) {
        return levels.values().stream().reduce(BigInteger.ZERO, BigInteger::add).min(SUM_MAX);
    }

    private void check(boolean holds, Supplier<String> message) {
        if (!holds) {
            violations.accept(message.get());
        }
    }
}
