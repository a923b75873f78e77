package seawall.engine;

import org.jspecify.annotations.Nullable;

/// Compares prices with what waits for them: at the end of an entry that traded, and for an algo order that is new,
/// amended or armed.
final class Triggers {
    private final Entry entry;
    private final EventSink events;
    private final FollowUps followUps;
    /// Armed in an entry that traded: they are judged when it ends. At most one for each order that an entry fills.
    private @Nullable Algo firstArmed;

    private @Nullable Algo lastArmed;
    /// True when a trailing stop was activated or became due in this entry.
    private boolean hasTrailingNews;

    Triggers(Entry entry, EventSink events, FollowUps followUps) {
        this.entry = entry;
        this.events = events;
        this.followUps = followUps;
    }

    /// Lets an algo order wait and judges it by the price as it is. Its mix must be out of the hash or will be put
    /// in by the caller before.
    void await(Algo algo) {
        algo.instrument().waiting.add(algo);
        reachLegs(algo.instrument(), algo.instrument().referencePriceTicks);
    }

    /// Lets an algo order wait whose parent was just filled. The price of the entry is not known before its end.
    void awaitArmed(Algo algo) {
        if (!entry.hasTraded()) {
            await(algo);
            return;
        }
        algo.nextArmed = null;
        if (lastArmed == null) {
            firstArmed = algo;
        } else {
            lastArmed.nextArmed = algo;
        }
        lastArmed = algo;
    }

    /// Both steps of an entry that traded; then what was armed in it, which the price that the entry ends with may
    /// reach at once.
    void onTraded(Instrument instrument, long firstTicks, long lastTicks) {
        step(instrument, firstTicks);
        step(instrument, lastTicks);
        if (hasTrailingNews) {
            reportTrailing(instrument);
        }
        if (firstArmed != null) {
            for (Algo algo = firstArmed; algo != null; ) {
                Algo next = algo.nextArmed;
                algo.nextArmed = null;
                instrument.waiting.add(algo);
                algo = next;
            }
            firstArmed = null;
            lastArmed = null;
            // What waited before is not reached again: this is the price of the second step.
            reachLegs(instrument, lastTicks);
        }
    }

    private void step(Instrument instrument, long ticks) {
        reachLegs(instrument, ticks);
        if (!instrument.waiting.isQuietAt(ticks)) {
            trail(instrument, ticks);
        }
    }

    private void reachLegs(Instrument instrument, long ticks) {
        reachLegs(instrument.waiting, instrument.waiting.above, ticks);
        reachLegs(instrument.waiting, instrument.waiting.below, ticks);
    }

    private void reachLegs(WaitingAlgos waiting, TriggerQueue queue, long ticks) {
        for (Leg leg = queue.first(); leg != null && leg.isReachedBy(ticks); leg = queue.first()) {
            waiting.removeLegs(leg.algo);
            becomeDue(leg.algo, leg.name);
        }
    }

    private void trail(Instrument instrument, long ticks) {
        WaitingAlgos waiting = instrument.waiting;
        waiting.widenQuietRange();
        for (Algo algo = waiting.firstTrailing; algo != null; algo = algo.nextTrailing) {
            if (algo.isDue()) {
                // It became due in the step before and leaves when the entry has reported it.
                continue;
            }
            if (!algo.isActive) {
                if (algo.isActivatedBy(ticks)) {
                    activate(algo, ticks);
                }
            } else {
                boolean moves = algo.side == Side.SELL ? ticks > algo.extremeTicks : ticks < algo.extremeTicks;
                if (moves) {
                    entry.exclude(algo);
                    algo.extremeTicks = ticks;
                    entry.include(algo);
                }
                long threshold = algo.thresholdTicks();
                if (algo.side == Side.SELL ? ticks <= threshold : ticks >= threshold) {
                    becomeDue(algo, AlgoLeg.TRAILING);
                    hasTrailingNews = true;
                    continue;
                }
            }
            waiting.narrowQuietRange(algo);
        }
    }

    private void activate(Algo algo, long ticks) {
        entry.exclude(algo);
        algo.isActive = true;
        algo.extremeTicks = ticks;
        entry.include(algo);
        algo.activatedSequence = entry.sequence;
        algo.activatedTicks = ticks;
        hasTrailingNews = true;
    }

    private void becomeDue(Algo algo, AlgoLeg leg) {
        entry.exclude(algo);
        algo.dueLeg = leg;
        algo.dueNumber = entry.nextPriority++;
        entry.include(algo);
        algo.instrument().waiting.addDue(algo);
        followUps.refresh(algo.instrument());
    }

    /// Reports what was activated, oldest first, whichever step did it, and takes what is due out of the list.
    private void reportTrailing(Instrument instrument) {
        hasTrailingNews = false;
        for (Algo algo = instrument.waiting.firstTrailing; algo != null; ) {
            Algo next = algo.nextTrailing;
            if (algo.activatedSequence == entry.sequence) {
                events.algoActivated(
                        algo.algoId, algo.account().accountId, instrument.instrumentId, algo.activatedTicks);
            }
            if (algo.isDue()) {
                instrument.waiting.removeTrailing(algo);
            }
            algo = next;
        }
    }
}
