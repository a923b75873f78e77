package seawall.gateway.admission;

import java.util.LinkedHashMap;
import java.util.Map;

/// Token buckets by name, from any thread, in bounded memory.
///
/// A bucket is one number (GCRA, ITU-T I.371): the time at which it will be full again. A bucket that is full is
/// the same
/// as one that is absent, so forgetting full ones changes nothing. If more than `bucketsMax` are in use, the one
/// longest unused is forgotten, which forgives its owner; a flood of new keys can therefore never refuse an old one.
public final class Buckets {
    private static final int STRIPES = 16;

    private final Stripe[] stripes = new Stripe[STRIPES];

    /// @param bucketsMax buckets remembered at once
    public Buckets(int bucketsMax) {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe(Math.max(1, bucketsMax / STRIPES));
        }
    }

    /// Takes `units` from a bucket if it has them.
    ///
    /// @param units 1 or more; more than the limit's count never fit
    /// @return true if they were taken
    public boolean take(RateLimit limit, String key, int units, long nowNanos) {
        return stripe(key).apply(limit, key, units, nowNanos, true);
    }

    /// True if a bucket has `units`, which it keeps.
    public boolean has(RateLimit limit, String key, int units, long nowNanos) {
        return stripe(key).apply(limit, key, units, nowNanos, false);
    }

    private Stripe stripe(String key) {
        int hash = key.hashCode();
        return stripes[(hash ^ hash >>> 16) & STRIPES - 1];
    }

    private static final class Stripe {
        private final Map<String, Long> fullAtNanos;

        Stripe(int bucketsMax) {
            fullAtNanos = new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > bucketsMax;
                }
            };
        }

        synchronized boolean apply(RateLimit limit, String key, int units, long nowNanos, boolean take) {
            if (units > limit.count()) {
                return false;
            }
            long interval = limit.intervalNanos();
            Long known = fullAtNanos.get(key);
            long fullAt = known == null || known - nowNanos < 0 ? nowNanos : known;
            long after = fullAt + units * interval;
            if (after - nowNanos > limit.count() * interval) {
                return false;
            }
            if (take) {
                fullAtNanos.put(key, after);
            }
            return true;
        }
    }
}
