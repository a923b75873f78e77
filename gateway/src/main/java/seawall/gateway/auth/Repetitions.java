package seawall.gateway.auth;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Signed requests that were executed of late, so that a recorded one is not executed again, nor one that a client's
/// library sends once more because its connection broke.
///
/// Only requests whose signature has been verified belong here: strangers cannot fill it. It remembers at least the
/// latest [#REMEMBERED_MAX]; above that rate the time for which it remembers shrinks. Any thread.
public final class Repetitions {
    /// Requests remembered in each of two generations, about 100 bytes each.
    public static final int REMEMBERED_MAX = 1 << 17;
    /// A timestamp may be as far ahead of our clock as behind it, so a request is good for twice the window.
    private static final long GENERATION_NANOS = 2 * Authenticator.WINDOW_MILLIS * 1_000_000;

    private final long sinceMillis;
    private final int rememberedMax;
    private volatile Generations generations = new Generations(ConcurrentHashMap.newKeySet(), Set.of(), 0);

    private record Generations(Set<String> current, Set<String> previous, long beganNanos) {}

    /// @param sinceMillis when this memory begins: what was signed before may have been executed by a predecessor
    public Repetitions(long sinceMillis) {
        this(sinceMillis, REMEMBERED_MAX);
    }

    Repetitions(long sinceMillis, int rememberedMax) {
        this.sinceMillis = sinceMillis;
        this.rememberedMax = rememberedMax;
    }

    /// Remembers a request that is about to be executed.
    ///
    /// @param signature as it was verified
    /// @param timestamp as it was signed
    /// @return true if it repeats an earlier one, or may do so, and must not be executed
    public boolean isRepeated(String signature, String timestamp, long nowNanos) {
        return Authenticator.millis(timestamp) < sinceMillis
                || generations.previous.contains(signature)
                || !room(nowNanos).add(signature);
    }

    private Set<String> room(long nowNanos) {
        Generations now = generations;
        return isOver(now, nowNanos) ? next(nowNanos).current : now.current;
    }

    private synchronized Generations next(long nowNanos) {
        Generations before = generations;
        if (isOver(before, nowNanos)) {
            generations = new Generations(ConcurrentHashMap.newKeySet(), before.current, nowNanos);
        }
        return generations;
    }

    private boolean isOver(Generations now, long nowNanos) {
        return nowNanos - now.beganNanos > GENERATION_NANOS || now.current.size() >= rememberedMax;
    }
}
