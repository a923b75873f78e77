package seawall.gateway.admission;

import java.time.Duration;
import java.util.Map;

/// Decides whether a request about orders is taken: limits for each account and instrument, and one for the
/// account as a
/// whole. REST and WebSocket share the buckets; placing, canceling and amending do not.
public final class OrderAdmission {
    /// What was decided.
    public enum Verdict {
        ADMITTED,
        RATE_EXCEEDED,
        ACCOUNT_RATE_EXCEEDED
    }

    /// Which of the published limits a request is held to.
    public enum Allowance {
        SINGLE,
        BATCH,
        ALGO
    }

    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    private final Buckets buckets;
    private final RateLimit single;
    private final RateLimit batch;
    private final RateLimit algo;
    private final RateLimit account;

    /// @param factor multiplies the published limits
    public OrderAdmission(Buckets buckets, int factor) {
        this.buckets = buckets;
        this.single = new RateLimit("order", 60, TWO_SECONDS).times(factor);
        this.batch = new RateLimit("orders", 300, TWO_SECONDS).times(factor);
        this.algo = new RateLimit("algo", 20, TWO_SECONDS).times(factor);
        this.account = new RateLimit("account", 1000, TWO_SECONDS).times(factor);
    }

    /// True unless the account's total rate is already used up. Only looks, so that a request whose signature
    /// nobody has
    /// verified cannot spend what belongs to the account.
    public boolean isOpen(int accountId, long nowNanos) {
        return buckets.has(account, key(account, accountId, 0, ""), 1, nowNanos);
    }

    /// Charges a verified request, or refuses it and charges nothing.
    ///
    /// @param operation         number that keeps the kinds of operations apart
    /// @param isCharged         true when its items count towards the account's total
    /// @param allowance         the limit for each instrument
    /// @param itemsByInstrument how many items name which instrument
    public Verdict admit(
            int operation,
            boolean isCharged,
            Allowance allowance,
            int accountId,
            Map<String, Integer> itemsByInstrument,
            int items,
            long nowNanos) {
        RateLimit limit = switch (allowance) {
            case SINGLE -> single;
            case BATCH -> batch;
            case ALGO -> algo;
        };
        for (var entry : itemsByInstrument.entrySet()) {
            if (!buckets.has(limit, key(limit, accountId, operation, entry.getKey()), entry.getValue(), nowNanos)) {
                return Verdict.RATE_EXCEEDED;
            }
        }
        if (isCharged && !buckets.take(account, key(account, accountId, 0, ""), items, nowNanos)) {
            return Verdict.ACCOUNT_RATE_EXCEEDED;
        }
        boolean taken = true;
        for (var entry : itemsByInstrument.entrySet()) {
            taken &= buckets.take(limit, key(limit, accountId, operation, entry.getKey()), entry.getValue(), nowNanos);
        }
        return taken ? Verdict.ADMITTED : Verdict.RATE_EXCEEDED;
    }

    private static String key(RateLimit limit, int accountId, int operation, String instrument) {
        return limit.name() + ':' + accountId + ':' + operation + ':' + instrument;
    }
}
