package seawall.engine;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Legs of one instrument that wait in one direction, the one that is reached first on top: a binary heap in which
/// each leg knows its place. An algo order has at most one leg in each direction.
final class TriggerQueue {
    private static final int LEGS_AT_START = 64;

    private final int legsMax;
    private @Nullable Leg[] heap;
    private int legs;

    TriggerQueue(int algosMax) {
        legsMax = algosMax;
        heap = new Leg[Math.min(LEGS_AT_START, algosMax)];
    }

    int size() {
        return legs;
    }

    @Nullable
    Leg first() {
        return legs == 0 ? null : heap[0];
    }

    Leg at(int index) {
        Leg leg = Objects.requireNonNull(heap[index], "the heap has no gaps");
        return leg;
    }

    void add(Leg leg) {
        assert leg.heapIndex == Leg.NOT_QUEUED : "a leg waits once";
        if (legs == heap.length) {
            // Grows a few times in the life of an instrument, up to one leg for each algo order of the exchange.
            heap = Arrays.copyOf(heap, Math.min(2 * legs, legsMax));
        }
        moveUp(legs++, leg);
    }

    void remove(Leg leg) {
        int index = leg.heapIndex;
        Leg moved = at(--legs);
        heap[legs] = null;
        if (moved != leg) {
            moveDown(index, moved);
            moveUp(moved.heapIndex, moved);
        }
        leg.heapIndex = Leg.NOT_QUEUED;
    }

    private void moveUp(int from, Leg leg) {
        int index = from;
        while (index > 0 && leg.isBefore(at((index - 1) / 2))) {
            set(index, at((index - 1) / 2));
            index = (index - 1) / 2;
        }
        set(index, leg);
    }

    private void moveDown(int from, Leg leg) {
        int index = from;
        while (2 * index + 1 < legs) {
            int child = 2 * index + 1;
            if (child + 1 < legs && at(child + 1).isBefore(at(child))) {
                child++;
            }
            if (!at(child).isBefore(leg)) {
                break;
            }
            set(index, at(child));
            index = child;
        }
        set(index, leg);
    }

    private void set(int index, Leg leg) {
        heap[index] = leg;
        leg.heapIndex = index;
    }
}
