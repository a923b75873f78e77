package seawall.gateway.ws;

import java.util.concurrent.ConcurrentHashMap;
import seawall.gateway.fanout.TopicKey;

/// How many connections of an account listen to each of its private channels.
public final class Audiences {
    private static final int CONNECTIONS_MAX = 30;

    private record Seat(String channel, int accountId) {}

    private final ConcurrentHashMap<Seat, Integer> counts = new ConcurrentHashMap<>();

    boolean isCounted(String channel) {
        return switch (channel) {
            case "orders", "account", "positions", "balance_and_position" -> true;
            default -> false;
        };
    }

    /// Takes a seat.
    ///
    /// @return the number of listeners with this one; the negative number of those there when none is free
    int join(TopicKey key) {
        int[] count = new int[1];
        counts.compute(new Seat(key.channel(), key.accountId()), (seat, before) -> {
            int listeners = before == null ? 0 : before;
            if (listeners >= CONNECTIONS_MAX) {
                count[0] = -listeners;
                return before;
            }
            count[0] = listeners + 1;
            return listeners + 1;
        });
        return count[0];
    }

    void leave(TopicKey key) {
        if (isCounted(key.channel())) {
            counts.computeIfPresent(
                    new Seat(key.channel(), key.accountId()), (seat, before) -> before == 1 ? null : before - 1);
        }
    }
}
