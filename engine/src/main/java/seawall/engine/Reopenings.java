package seawall.engine;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The timetables of all instruments. They change rarely and are asked for after every command, so the one that
/// acts next is looked for when one changes.
final class Reopenings {
    private final Entry entry;
    private final EventSink events;
    private final Phases phases;
    private final List<Instrument> instruments;
    private @Nullable Instrument next;

    /// @param instruments all instruments in order of id, as they are at any time
    Reopenings(Entry entry, Phases phases, List<Instrument> instruments) {
        this.entry = entry;
        this.events = entry.events;
        this.phases = phases;
        this.instruments = instruments;
    }

    /// When [#beginNext] is due, or `Long.MAX_VALUE`.
    long nextNanos() {
        return next == null ? Long.MAX_VALUE : next.timetable.nextNanos();
    }

    /// Gives an instrument a timetable in place of the one it had, and begins its first phase.
    void schedule(Instrument instrument, long cancelOnlyNanos, long auctionNanos, long postOnlyNanos) {
        Timetable timetable = instrument.timetable;
        timetable.clear();
        long auctionBegins = entry.timeNanos + cancelOnlyNanos;
        long postOnlyBegins = auctionBegins + auctionNanos;
        boolean isPhased = cancelOnlyNanos != 0 || auctionNanos != 0 || postOnlyNanos != 0;
        if (isPhased) {
            timetable.auctionNanos = auctionNanos == 0 ? 0 : auctionBegins;
            timetable.postOnlyNanos = postOnlyNanos == 0 ? 0 : postOnlyBegins;
            timetable.tradingNanos = postOnlyBegins + postOnlyNanos;
        }
        report(instrument);
        Phase first = !isPhased ? Phase.TRADING : cancelOnlyNanos != 0 ? Phase.CANCEL_ONLY : timetable.takeNext();
        changed(instrument);
        phases.begin(instrument, first);
    }

    /// Ends the timetable of an instrument, if it has one.
    void end(Instrument instrument) {
        if (instrument.timetable.isSet()) {
            instrument.timetable.clear();
            report(instrument);
            changed(instrument);
        }
    }

    /// Begins the phase whose time has come first.
    void beginNext() {
        Instrument instrument = Objects.requireNonNull(next, "the caller has seen that a phase is due");
        Phase phase = instrument.timetable.takeNext();
        changed(instrument);
        phases.begin(instrument, phase);
    }

    /// Finds out which timetable acts next.
    void refresh() {
        Instrument first = null;
        for (Instrument instrument : instruments) {
            first = Timetable.earlier(first, instrument);
        }
        next = first;
    }

    private void changed(Instrument instrument) {
        entry.changed(instrument);
        refresh();
    }

    private void report(Instrument instrument) {
        Timetable timetable = instrument.timetable;
        events.reopeningScheduled(
                instrument.instrumentId, timetable.auctionNanos, timetable.postOnlyNanos, timetable.tradingNanos);
    }
}
