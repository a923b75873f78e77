package seawall.gateway.ws;

import java.util.concurrent.ConcurrentHashMap;
import seawall.gateway.fanout.TopicKey;

/// How many connections of an account listen to each of its private channels.
public final class Audiences {
    private record Seat(String channel, int accountId) {}

    private final int connectionsMax;
    private final ConcurrentHashMap<Seat, Integer> counts = new ConcurrentHashMap<>();

    /// @param connectionsMax connections that listen to one channel of one account
    public Audiences(int connectionsMax) {
        this.connectionsMax = connectionsMax;
    }

    static boolean isCounted(String channel) {
        return switch (channel) {
            case "orders", "account", "positions", "balance_and_position" -> true;
            default -> false;
        };
    }

    /// Takes a seat for a connection that has none yet.
    ///
    /// @return false when all are taken
    boolean join(TopicKey key) {
        boolean[] isSeated = new boolean[1];
        counts.compute(new Seat(key.channel(), key.accountId()), (seat, before) -> {
            int connections = before == null ? 0 : before;
            isSeated[0] = connections < connectionsMax;
            return isSeated[0] ? connections + 1 : before;
        });
        return isSeated[0];
    }

    /// Seats taken.
    int count(TopicKey key) {
        return counts.getOrDefault(new Seat(key.channel(), key.accountId()), 0);
    }

    /// Gives a seat back.
    void leave(TopicKey key) {
        counts.computeIfPresent(
                new Seat(key.channel(), key.accountId()), (seat, before) -> before == 1 ? null : before - 1);
    }
}
