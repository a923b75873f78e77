package seawall.drill.load;

import seawall.drill.client.Json;
import seawall.drill.evidence.Kind;

/// One thing to ask, before it has a time and a way.
///
/// @param operation WebSocket operation; empty if there is none
/// @param path      REST path, with its query for a read
/// @param json      the arguments; empty for a read
record Ask(
        Kind kind,
        String name,
        String order,
        String instrument,
        String price,
        String size,
        String operation,
        String path,
        String json) {
    private static final String TRADE = "/api/v5/trade/";

    static Ask place(String name, String instrument, String side, String type, String price, String size) {
        return new Ask(
                Kind.PLACE,
                name,
                name,
                instrument,
                price,
                size,
                "order",
                TRADE + "order",
                Json.fields(
                        "instId", instrument,
                        "tdMode", "cash",
                        "clOrdId", name,
                        "side", side,
                        "ordType", type,
                        "px", price,
                        "sz", size));
    }

    static Ask cancel(String order, String instrument) {
        return new Ask(
                Kind.CANCEL,
                "",
                order,
                instrument,
                "",
                "",
                "cancel-order",
                TRADE + "cancel-order",
                Json.fields("instId", instrument, "clOrdId", order));
    }

    static Ask amend(String name, String order, String instrument, String price, String size) {
        return new Ask(
                Kind.AMEND,
                name,
                order,
                instrument,
                price,
                size,
                "amend-order",
                TRADE + "amend-order",
                Json.fields("instId", instrument, "clOrdId", order, "reqId", name, "newPx", price, "newSz", size));
    }

    static Ask transfer(String name, String currency, String amount, boolean toFunding) {
        return new Ask(
                Kind.TRANSFER,
                name,
                "",
                currency,
                "",
                amount,
                "",
                "/api/v5/asset/transfer",
                Json.fields(
                        "ccy",
                        currency,
                        "amt",
                        amount,
                        "from",
                        toFunding ? "18" : "6",
                        "to",
                        toFunding ? "6" : "18",
                        "clientId",
                        name));
    }

    static Ask read(String order, String instrument) {
        return new Ask(Kind.READ, "", order, instrument, "", "", "", orderPath(order, instrument), "");
    }

    /// Path of the question about one order.
    static String orderPath(String order, String instrument) {
        return TRADE + "order?instId=" + instrument + "&clOrdId=" + order;
    }
}
