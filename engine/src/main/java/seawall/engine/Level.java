package seawall.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The resting orders at one price, oldest first.
final class Level {
    @Nullable
    BookSide side;

    long priceTicks;
    /// Grows towards better prices on either side.
    long key;
    long lots;
    int orders;

    @Nullable
    Order first;

    @Nullable
    Order last;
    /// Sequence number of the last entry that touched this level.
    long touchedSequence;

    BookSide side() {
        BookSide owner = Objects.requireNonNull(side, "a level in use has a side");
        return owner;
    }

    void append(Order order) {
        assert last == null || last.priority < order.priority : "a level is in order of time";
        order.level = this;
        order.previousOfLevel = last;
        order.nextOfLevel = null;
        if (last == null) {
            first = order;
        } else {
            last.nextOfLevel = order;
        }
        last = order;
        lots += order.remainingLots();
        orders++;
    }

    void remove(Order order) {
        assert order.level == this : "an order leaves the level that it is in";
        Order previous = order.previousOfLevel;
        Order next = order.nextOfLevel;
        if (previous == null) {
            first = next;
        } else {
            previous.nextOfLevel = next;
        }
        if (next == null) {
            last = previous;
        } else {
            next.previousOfLevel = previous;
        }
        order.level = null;
        order.previousOfLevel = null;
        order.nextOfLevel = null;
        lots -= order.remainingLots();
        orders--;
    }
}
