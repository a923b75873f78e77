package seawall.drill.evidence;

/// What a client asked for.
///
/// @param id            in the order of asking, from 0
/// @param client        number of the client
/// @param accountId     whose it is
/// @param name          unique in the run: client order id of a placement, request id of an amendment, client id of a
///                      transfer; empty for a cancel or a read, which are named by their order
/// @param order         client order id of the order that it is about; empty for a transfer
/// @param instrument    such as `BTC-USDT`; the currency of a transfer
/// @param price         asked for; empty if none
/// @param size          asked for; the amount of a transfer
/// @param gateway       number of the gateway that was asked
/// @param via           `REST` or `WebSocket`
/// @param intendedNanos when it should have been asked, on the run's clock: an answer is late from here on
public record Asked(
        int id,
        int client,
        int accountId,
        Kind kind,
        String name,
        String order,
        String instrument,
        String price,
        String size,
        int gateway,
        String via,
        long intendedNanos) {
    /// What it is called in findings.
    public String label() {
        String called = name.isEmpty() || name.equals(order) ? order : order.isEmpty() ? name : order + " as " + name;
        return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + called + " of client " + client
                + " through gateway " + gateway + " by " + via;
    }
}
