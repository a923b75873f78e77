package seawall.drill.evidence;

/// A WebSocket connection of a client.
///
/// @param number      as pushes name it
/// @param accountId   0 for a public one
/// @param client      number of the client; -1 for a public one
/// @param openedNanos when it was subscribed, on the run's clock
/// @param openedMillis the same since 1970
/// @param closedNanos [#OPEN] if it was never closed
/// @param why         it was closed
public record Connection(
        int number,
        int accountId,
        int client,
        int gateway,
        long openedNanos,
        long openedMillis,
        long closedNanos,
        String why) {
    /// Of a connection that lived to the end of the run.
    public static final long OPEN = Long.MAX_VALUE;

    public boolean isOpenToTheEnd() {
        return closedNanos == OPEN;
    }

    Connection closed(long nanos, String reason) {
        return new Connection(number, accountId, client, gateway, openedNanos, openedMillis, nanos, reason);
    }
}
