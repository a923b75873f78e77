package seawall.gateway.auth;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Signed requests that were executed of late, so that a recorded one is not executed again.
///
/// Two equal orders that a program sends within one millisecond carry the same signature, and both are meant. A
/// repetition is therefore let through for a moment after the first, and refused from then on until its timestamp is
/// too old anyway.
///
/// Only requests whose signature has been verified belong here: strangers cannot fill it. It remembers at least the
/// latest [#REMEMBERED_MAX]; above that rate the time for which it remembers shrinks. Any thread.
public final class Repetitions {
    /// Requests remembered in each of two generations, about 100 bytes each.
    public static final int REMEMBERED_MAX = 1 << 17;
    /// How much later than the first an equal request is still taken for one that was meant.
    static final long MEANT_NANOS = 1_000_000_000L;
    /// A timestamp may be as far ahead of our clock as behind it, so a request is good for twice the window.
    private static final long GENERATION_NANOS = 2 * Authenticator.WINDOW_MILLIS * 1_000_000;

    private final int rememberedMax;
    private volatile Generations generations = new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), 0);

    private record Generations(
            ConcurrentHashMap<String, Long> current, ConcurrentHashMap<String, Long> previous, long beganNanos) {
        @Nullable
        Long first(String signature) {
            Long first = current.get(signature);
            return first == null ? previous.get(signature) : first;
        }
    }

    public Repetitions() {
        this(REMEMBERED_MAX);
    }

    Repetitions(int rememberedMax) {
        this.rememberedMax = rememberedMax;
    }

    /// Remembers a request that is about to be executed.
    ///
    /// @param signature as it was verified
    /// @return true if it repeats an earlier one and must not be executed
    public boolean isRepeated(String signature, long nowNanos) {
        Long first = generations.first(signature);
        if (first == null) {
            first = room(nowNanos).putIfAbsent(signature, nowNanos);
        }
        return first != null && nowNanos - first > MEANT_NANOS;
    }

    private ConcurrentHashMap<String, Long> room(long nowNanos) {
        Generations now = generations;
        return isOver(now, nowNanos) ? next(nowNanos).current : now.current;
    }

    private synchronized Generations next(long nowNanos) {
        Generations before = generations;
        if (isOver(before, nowNanos)) {
            generations = new Generations(new ConcurrentHashMap<>(), before.current, nowNanos);
        }
        return generations;
    }

    private boolean isOver(Generations now, long nowNanos) {
        return nowNanos - now.beganNanos > GENERATION_NANOS || now.current.size() >= rememberedMax;
    }
}
