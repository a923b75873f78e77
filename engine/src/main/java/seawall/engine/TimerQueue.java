package seawall.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Armed timers, earliest first: a binary heap over a pool of fixed size.
final class TimerQueue {
    private final @Nullable Timer[] heap;
    private @Nullable Timer free;
    private int timers;

    TimerQueue(int timersMax) {
        heap = new Timer[timersMax];
        for (int index = 0; index < timersMax; index++) {
            Timer timer = new Timer();
            timer.next = free;
            free = timer;
        }
    }

    boolean isFull() {
        return free == null;
    }

    int size() {
        return timers;
    }

    @Nullable
    Timer first() {
        return timers == 0 ? null : heap[0];
    }

    /// Arms a timer from the pool and links it to its account.
    Timer add(Account account, long tag0, long tag1, long triggerNanos) {
        Timer timer = Objects.requireNonNull(free, "the caller has checked that a timer is free");
        free = timer.next;
        timer.account = account;
        timer.tag0 = tag0;
        timer.tag1 = tag1;
        timer.triggerNanos = triggerNanos;
        timer.next = account.timers;
        account.timers = timer;
        if (timer.hasTag()) {
            account.tagTimers++;
        }
        moveUp(timers++, timer);
        return timer;
    }

    void remove(Timer timer) {
        Account account = Objects.requireNonNull(timer.account, "an armed timer has an account");
        if (account.timers == timer) {
            account.timers = timer.next;
        } else {
            Timer previous = account.timers;
            while (previous != null && previous.next != timer) {
                previous = previous.next;
            }
            Objects.requireNonNull(previous, "an armed timer is in the list of its account").next = timer.next;
        }
        if (timer.hasTag()) {
            account.tagTimers--;
        }
        int index = timer.heapIndex;
        Timer moved = at(--timers);
        heap[timers] = null;
        if (moved != timer) {
            moveDown(index, moved);
            moveUp(moved.heapIndex, moved);
        }
        timer.account = null;
        timer.next = free;
        free = timer;
    }

    private Timer at(int index) {
        Timer timer = Objects.requireNonNull(heap[index], "the heap has no gaps");
        return timer;
    }

    private void moveUp(int from, Timer timer) {
        int index = from;
        while (index > 0 && timer.isBefore(at((index - 1) / 2))) {
            set(index, at((index - 1) / 2));
            index = (index - 1) / 2;
        }
        set(index, timer);
    }

    private void moveDown(int from, Timer timer) {
        int index = from;
        while (2 * index + 1 < timers) {
            int child = 2 * index + 1;
            if (child + 1 < timers && at(child + 1).isBefore(at(child))) {
                child++;
            }
            if (!at(child).isBefore(timer)) {
                break;
            }
            set(index, at(child));
            index = child;
        }
        set(index, timer);
    }

    private void set(int index, Timer timer) {
        heap[index] = timer;
        timer.heapIndex = index;
    }
}
