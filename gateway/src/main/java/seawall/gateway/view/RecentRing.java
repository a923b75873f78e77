package seawall.gateway.view;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The latest values of a growing list. One thread adds, any thread reads, and nobody waits: a value that was
/// overwritten
/// while it was looked for reads as gone.
final class RecentRing<T> {
    private final int capacity;

    // Grows with use, so that an instrument nobody trades costs nothing.
    private volatile Slots<T> slots = new Slots<>(1);
    private volatile long count;

    RecentRing(int capacity) {
        this.capacity = capacity;
    }

    /// Values added so far.
    long count() {
        return count;
    }

    void add(T value) {
        long index = count;
        Slots<T> current = slots;
        if (index >= current.length && current.length <= capacity) {
            current = current.grown((int) Math.min(capacity + 1L, 2L * current.length));
            slots = current;
        }
        current.set(index, value);
        count = index + 1;
    }

    void replaceLast(T value) {
        slots.set(count - 1, value);
    }

    /// The value at an index, the first being 0; null when it is not there any more.
    @Nullable
    T get(long index) {
        long known = count;
        if (index < 0 || index >= known || index < known - capacity) {
            return null;
        }
        T value = slots.get(index);
        // One slot is spare: by the time the writer reuses this one, the count says that its value has left.
        return index < count - capacity ? null : value;
    }

    private static final class Slots<T> {
        final int length;
        private final AtomicReferenceArray<T> values;

        Slots(int length) {
            this.length = length;
            this.values = new AtomicReferenceArray<>(length);
        }

        void set(long index, T value) {
            values.set((int) (index % length), value);
        }

        T get(long index) {
            return values.get((int) (index % length));
        }

        Slots<T> grown(int newLength) {
            var grown = new Slots<T>(newLength);
            for (int i = 0; i < length; i++) {
                grown.values.setPlain(i, values.getPlain(i));
            }
            return grown;
        }
    }
}
