package seawall.gateway.trade;

/// The answer to a request, for either transport.
///
/// @param httpStatus status on REST; WebSocket ignores it
/// @param code       outer code
/// @param message    outer message as REST words it; on WebSocket it is empty when there are items
/// @param itemsJson  the `data` array; empty text when a gateway error has none
/// @param isTimed    true when `inTime` and `outTime` belong to the answer
public record TradeReply(int httpStatus, String code, String message, String itemsJson, boolean isTimed) {
    public static TradeReply refused(int httpStatus, String code, String message) {
        return new TradeReply(httpStatus, code, message, "[]", false);
    }

    /// True when the items, not the outer message, say what went wrong.
    public boolean hasItems() {
        return itemsJson.length() > 2;
    }

    static TradeReply refused(int httpStatus, Problem problem) {
        return refused(httpStatus, problem.code(), problem.message());
    }
}
