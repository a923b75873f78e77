package seawall.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A cancel-all-after timer. Timers fire in order of trigger, account and tag.
final class Timer {
    @Nullable
    Account account;

    long tag0;
    long tag1;
    long triggerNanos;
    int heapIndex;

    @Nullable
    Timer next;

    Account account() {
        Account owner = Objects.requireNonNull(account, "an armed timer has an account");
        return owner;
    }

    int accountId() {
        return account().accountId;
    }

    boolean hasTag() {
        return tag0 != 0;
    }

    boolean isBefore(Timer other) {
        if (triggerNanos != other.triggerNanos) {
            return triggerNanos < other.triggerNanos;
        }
        if (accountId() != other.accountId()) {
            return accountId() < other.accountId();
        }
        // Characters are ASCII, so signed comparison of the packed longs is comparison of the bytes.
        return tag0 != other.tag0 ? tag0 < other.tag0 : tag1 < other.tag1;
    }

    long mix() {
        return Mix.add(Mix.of(3, accountId(), tag0, tag1), triggerNanos);
    }
}
