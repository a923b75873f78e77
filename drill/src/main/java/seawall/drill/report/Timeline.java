package seawall.drill.report;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What happened in a drill, in order; from any thread.
public final class Timeline {
    /// Events kept at most; what comes later is told and not kept.
    public static final int EVENTS_MAX = 10_000;

    private final Clock clock;
    private final Consumer<Event> listener;
    private final List<Event> events = new ArrayList<>();

    /// One thing that happened.
    public record Event(Instant at, String what) {}

    /// @param listener told of each event at once, so that a person sees the drill go on
    public Timeline(Clock clock, Consumer<Event> listener) {
        this.clock = clock;
        this.listener = listener;
    }

    /// Adds what happens now.
    public synchronized void add(String what) {
        var event = new Event(clock.instant(), what);
        if (events.size() < EVENTS_MAX) {
            events.add(event);
        }
        listener.accept(event);
    }

    /// Everything so far.
    public synchronized List<Event> events() {
        return List.copyOf(events);
    }
}
