package seawall.gateway.admission;

import java.time.Duration;
import seawall.gateway.okx.RateLimit.Scope;

/// Limits of everything but orders: each endpoint by what its description says it is counted for, and guesses at
/// keys by
/// the address they come from.
public final class EndpointAdmission {
    private static final RateLimit GUESSES = new RateLimit("guess", 30, Duration.ofSeconds(10));
    private static final RateLimit CONNECTS = new RateLimit("connect", 3, Duration.ofSeconds(1));

    // Values such as tags are made up by the client. Over all of them together an account gets so many times the
    // limit of one (20 tags with a timer, and none), or it would have no limit at all.
    private static final int VALUES_MAX = 21;

    private final Buckets buckets;
    private final int factor;

    /// @param factor multiplies the published limits
    public EndpointAdmission(Buckets buckets, int factor) {
        this.buckets = buckets;
        this.factor = factor;
    }

    /// Charges a request.
    ///
    /// @param accountId  who asks; 0 when nobody authenticated
    /// @param instrument value of `instId`
    /// @param type       value of `instType`, or of the field of the body that the limit counts by
    /// @return false when it is one too many
    public boolean admit(
            String path,
            seawall.gateway.okx.RateLimit limit,
            String address,
            int accountId,
            String instrument,
            String type,
            long nowNanos) {
        String key = key(path, limit.scope(), address, accountId, instrument, type);
        if (limit.scope().bodyField().isEmpty()) {
            return buckets.take(scaled(path, limit), key, 1, nowNanos);
        }
        return buckets.has(scaled(path, limit), key, 1, nowNanos)
                && buckets.take(scaled(path, limit).times(VALUES_MAX), path + '|' + accountId, 1, nowNanos)
                && buckets.take(scaled(path, limit), key, 1, nowNanos);
    }

    /// True unless the account has used up this endpoint. Only looks: see [OrderAdmission#isOpen].
    public boolean isOpen(
            String path,
            seawall.gateway.okx.RateLimit limit,
            String address,
            int accountId,
            String instrument,
            String type,
            long nowNanos) {
        return buckets.has(
                scaled(path, limit), key(path, limit.scope(), address, accountId, instrument, type), 1, nowNanos);
    }

    /// Charges an address for a failed signature.
    public void chargeGuess(String address, long nowNanos) {
        buckets.take(GUESSES, "guess:" + address, 1, nowNanos);
    }

    /// True unless too many failed signatures came from an address.
    public boolean mayGuess(String address, long nowNanos) {
        return buckets.has(GUESSES, "guess:" + address, 1, nowNanos);
    }

    /// Charges an address for a new WebSocket connection.
    public boolean admitConnection(String address, long nowNanos) {
        return buckets.take(CONNECTS.times(factor), "connect:" + address, 1, nowNanos);
    }

    private RateLimit scaled(String path, seawall.gateway.okx.RateLimit limit) {
        return new RateLimit(path, Math.multiplyExact(limit.count(), factor), limit.window());
    }

    private static String key(String path, Scope scope, String address, int accountId, String instrument, String type) {
        return switch (scope) {
            case IP -> path + '|' + address;
            case IP_INSTRUMENT_TYPE -> path + '|' + address + '|' + type;
            case USER -> path + '|' + accountId;
            case USER_INSTRUMENT -> path + '|' + accountId + '|' + instrument;
            case USER_INSTRUMENT_TYPE, USER_CURRENCY, USER_TAG -> path + '|' + accountId + '|' + type;
        };
    }
}
