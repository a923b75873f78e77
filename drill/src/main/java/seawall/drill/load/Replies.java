package seawall.drill.load;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import seawall.drill.client.Json;
import seawall.drill.client.OrderSession;
import seawall.drill.client.RestClient;
import seawall.drill.evidence.Answer;
import seawall.drill.evidence.OrderState;

/// Reads the answers of the API.
final class Replies {
    /// Codes that say that nobody knows whether it was done.
    private static final Set<String> UNKNOWN = Set.of("50004", "51149");
    /// Codes of a server error that say that nothing was done.
    private static final Set<String> NOT_TAKEN = Set.of("50001", "50013");

    private static final int SERVER_ERROR = 500;

    private Replies() {}

    /// The answer to an operation, sent by REST.
    static Answer of(RestClient.Reply reply) {
        Map<String, Object> row =
                reply.data().isEmpty() ? Map.of() : reply.data().getFirst();
        String code = row.containsKey("sCode") ? Json.text(row, "sCode") : reply.code();
        if (reply.status() >= SERVER_ERROR && !NOT_TAKEN.contains(code)) {
            return new Answer.Unknown("status " + reply.status() + " code " + code);
        }
        return of(code, Json.text(row, "ordId"));
    }

    /// The answer to an operation, sent by WebSocket.
    static Answer of(OrderSession.Reply reply) {
        return reply.items().isEmpty()
                ? of(reply.code(), "")
                : of(reply.items().getFirst().code(), reply.items().getFirst().orderId());
    }

    private static Answer of(String code, String orderId) {
        if (code.equals("0")) {
            return new Answer.Done(orderId);
        }
        return UNKNOWN.contains(code) ? new Answer.Unknown("code " + code) : new Answer.Refused(code);
    }

    /// The answer to a question about one order.
    static Answer read(RestClient.Reply reply) {
        return reply.code().equals("0") && !reply.data().isEmpty()
                ? new Answer.Seen(order(reply.data().getFirst()))
                : new Answer.Refused(reply.code());
    }

    /// The state that an order object shows.
    static OrderState order(Map<String, Object> order) {
        return new OrderState(
                Json.text(order, "state"),
                number(order, "accFillSz"),
                number(order, "px"),
                number(order, "sz"),
                Long.parseLong(Json.text(order, "uTime")));
    }

    static BigDecimal number(Map<String, Object> object, String field) {
        String text = Json.text(object, field);
        return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
    }
}
