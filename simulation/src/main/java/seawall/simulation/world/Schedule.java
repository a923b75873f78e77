package seawall.simulation.world;

import java.util.PriorityQueue;

/// What happens next, and when. Virtual time jumps from one action to the next; actions of one moment happen in the
/// order in which they were planned.
final class Schedule {
    private record Planned(long timeNanos, long number, Runnable action) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            return timeNanos == other.timeNanos
                    ? Long.compare(number, other.number)
                    : Long.compare(timeNanos, other.timeNanos);
        }
    }

    private final PriorityQueue<Planned> planned = new PriorityQueue<>();
    private long nowNanos;
    private long actions;

    /// Virtual time since the world began.
    long nowNanos() {
        return nowNanos;
    }

    /// Actions planned so far.
    long actions() {
        return actions;
    }

    void after(long delayNanos, Runnable action) {
        planned.add(new Planned(nowNanos + delayNanos, actions++, action));
    }

    /// Carries out the next action.
    void step() {
        Planned next = planned.remove();
        nowNanos = next.timeNanos();
        next.action().run();
    }
}
