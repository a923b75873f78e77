package seawall.gateway.ws;

import java.time.Duration;

/// What one WebSocket connection may do.
///
/// @param requestsPerHourMax logins and subscription requests of one connection
/// @param subscriptionsMax   topics of one connection
/// @param connectionsMax     connections that listen to one private channel of one account
/// @param idle               without traffic in either direction a connection is closed after this long
public record SocketLimits(int requestsPerHourMax, int subscriptionsMax, int connectionsMax, Duration idle) {
    public SocketLimits {
        if (requestsPerHourMax < 1 || subscriptionsMax < 1 || connectionsMax < 1 || !idle.isPositive()) {
            throw new IllegalArgumentException("expected positive limits");
        }
    }

    /// The published limits.
    public static SocketLimits standard() {
        return new SocketLimits(480, 500, 30, Duration.ofSeconds(30));
    }

    /// The same limits with a rate this many times as wide.
    public SocketLimits times(int factor) {
        return new SocketLimits(Math.multiplyExact(requestsPerHourMax, factor), subscriptionsMax, connectionsMax, idle);
    }
}
