package seawall.engine;

/// Moves instruments from phase to phase. A crossed book is uncrossed before its instrument trades again.
final class Phases {
    private final Entry entry;
    private final EventSink events;
    private final FollowUps followUps;
    private final Auction auction;

    Phases(Entry entry, FollowUps followUps, Auction auction) {
        this.entry = entry;
        this.events = entry.events;
        this.followUps = followUps;
        this.auction = auction;
    }

    /// Begins a phase, or the uncrossing that leads to it.
    void begin(Instrument instrument, Phase phase) {
        if (!phase.matches() || !instrument.isCrossed()) {
            enter(instrument, phase);
        } else if (instrument.isUncrossing()) {
            instrument.uncrossesTo = phase;
            entry.changed(instrument);
        } else {
            auction.start(instrument, phase);
            followUps.refresh(instrument);
        }
    }

    /// One follow-up of an instrument that uncrosses.
    void uncross(Instrument instrument) {
        Phase next = auction.meet(instrument);
        if (next != null) {
            enter(instrument, next);
        }
    }

    private void enter(Instrument instrument, Phase phase) {
        boolean hasChanged = instrument.phase != phase;
        instrument.phase = phase;
        instrument.uncrossesTo = null;
        instrument.auctionPriceTicks = 0;
        entry.changed(instrument);
        followUps.refresh(instrument);
        if (hasChanged) {
            events.phaseChanged(instrument.instrumentId, phase);
        }
    }
}
