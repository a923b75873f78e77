package seawall.app.bench;

import java.util.List;
import seawall.drill.client.Credentials;

/// The bench's order: a buy far below the market that must take at once and finds nothing, so it is accepted,
/// decided, logged and
/// ended, and leaves no order behind however many follow.
final class OrderText {
    private OrderText() {}

    /// The order as JSON.
    static String order(String instrument, String price, String size) {
        return "{\"instId\":\"" + instrument + "\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"ioc\",\"px\":\""
                + price + "\",\"sz\":\"" + size + "\"}";
    }

    /// The same order under an id of its own: the same signed bytes are executed once only.
    static String withClientId(String order, String clientId) {
        return order.substring(0, order.length() - 1) + ",\"clOrdId\":\"" + clientId + "\"}";
    }

    /// The request number in an answer, after a mark such as `"id":"`.
    static long number(String answer, String mark) {
        int start = answer.indexOf(mark);
        if (start < 0) {
            return -1;
        }
        long number = 0;
        for (int at = start + mark.length(); at < answer.length() && Character.isDigit(answer.charAt(at)); at++) {
            number = number * 10 + answer.charAt(at) - '0';
        }
        return number;
    }

    /// True when an order answer says that the order was taken.
    static boolean isTaken(String answer) {
        return answer.contains("\"sCode\":\"0\"");
    }

    /// Whom the requests of a bench belong to, in turn.
    static <T> T inTurn(List<T> of, long index) {
        return of.get((int) (index % of.size()));
    }

    static String login(Credentials credentials) {
        return credentials.login(System.currentTimeMillis() / 1_000);
    }
}
