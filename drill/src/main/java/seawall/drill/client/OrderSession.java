package seawall.drill.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One private WebSocket connection of a trader: logs in, follows the trader's orders, and its balances if it is asked
/// to, and sends order operations.
///
/// At most [#inFlightMax] operations wait for their replies; a further one is not sent. Everything but the socket's own
/// callbacks, which hop over at once, runs on the owner's one thread (`executor`), so there are no locks. A
/// session that has
/// closed stays closed: the owner opens another.
public final class OrderSession implements AutoCloseable {
    /// The server closes a connection that is quiet for 30 s.
    private static final Duration PING_INTERVAL = Duration.ofSeconds(15);

    private static final Duration REPLY_MAX = Duration.ofSeconds(12);
    private static final int MESSAGE_CHARACTERS_MAX = 4 << 20;

    private final Executor executor;
    private final Clock clock;
    private final Credentials credentials;
    private final int inFlightMax;
    private final Listener listener;
    private final boolean withBalances;
    private final Map<String, Pending> pending = new HashMap<>();
    private @Nullable WebSocket socket;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
    private long nextId = 1;
    private long lastSentMillis;
    private boolean ready;
    private boolean closed;

    private record Pending(Consumer<Reply> onReply, long deadlineMillis) {}

    /// The answer to one operation.
    ///
    /// @param code  "0" all done, "1" none, "2" some, other codes for the request as a whole
    /// @param items one for each order of the request, in its order; none when the request as a whole was refused
    public record Reply(String code, String message, List<Item> items) {}

    /// The answer for one order.
    public record Item(String orderId, String clientOrderId, String code, String message) {
        /// True when the operation was done.
        public boolean isDone() {
            return code.equals("0");
        }
    }

    /// What the owner is told, on its own thread.
    public interface Listener {
        /// Logged in and subscribed: operations may be sent.
        void onReady();

        /// One state of one of the trader's orders, as the `orders` channel has it.
        void onOrder(Map<String, Object> order);

        /// One balance that changed, or was asked to be told regularly, as the `account` channel has it.
        default void onBalance(Map<String, Object> balance) {}

        /// The connection is gone; operations without a reply have an unknown outcome.
        void onClosed(String why);
    }

    private OrderSession(
            Executor executor,
            Clock clock,
            Credentials credentials,
            int inFlightMax,
            boolean withBalances,
            Listener listener) {
        this.executor = executor;
        this.clock = clock;
        this.credentials = credentials;
        this.inFlightMax = inFlightMax;
        this.withBalances = withBalances;
        this.listener = listener;
    }

    /// Starts to connect; the listener hears of the success or the failure.
    ///
    /// @param uri such as `ws://127.0.0.1:8080/ws/v5/private`
    public static OrderSession open(
            HttpClient http,
            URI uri,
            Credentials credentials,
            int inFlightMax,
            Clock clock,
            Executor executor,
            Listener listener) {
        return open(http, uri, credentials, inFlightMax, clock, executor, false, listener);
    }

    /// Starts to connect; the listener hears of the success or the failure.
    ///
    /// @param withBalances whether the listener is told of balances as well
    public static OrderSession open(
            HttpClient http,
            URI uri,
            Credentials credentials,
            int inFlightMax,
            Clock clock,
            Executor executor,
            boolean withBalances,
            Listener listener) {
        var session = new OrderSession(executor, clock, credentials, inFlightMax, withBalances, listener);
        session.lastSentMillis = clock.millis();
        http.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(uri, session.new Socket())
                .whenCompleteAsync(
                        (opened, failure) -> {
                            if (failure != null) {
                                session.closed("could not connect: " + failure.getMessage());
                            }
                        },
                        executor);
        return session;
    }

    /// Sends one operation.
    ///
    /// @param op   such as `order` or `batch-amend-orders`
    /// @param args the JSON objects of the orders, with commas between
    /// @return false when nothing was sent, because the session is not ready or has enough in flight
    public boolean request(String op, String args, Consumer<Reply> onReply) {
        if (!ready || pending.size() >= inFlightMax) {
            return false;
        }
        String id = Long.toString(nextId++);
        pending.put(id, new Pending(onReply, clock.millis() + REPLY_MAX.toMillis()));
        send("{\"id\":\"" + id + "\",\"op\":\"" + op + "\",\"args\":[" + args + "]}");
        return true;
    }

    /// Keeps the connection alive and gives it up when a reply is overdue; called about once a second.
    public void tend() {
        if (closed) {
            return;
        }
        long nowMillis = clock.millis();
        for (Pending waiting : pending.values()) {
            if (waiting.deadlineMillis < nowMillis) {
                close("no reply within " + REPLY_MAX.toSeconds() + " s");
                return;
            }
        }
        if (ready && nowMillis - lastSentMillis >= PING_INTERVAL.toMillis()) {
            send("ping");
        }
    }

    /// Operations that wait for their replies.
    public int inFlight() {
        return pending.size();
    }

    @Override
    public void close() {
        close("closed by us");
    }

    private void close(String why) {
        WebSocket open = socket;
        closed(why);
        if (open != null) {
            open.abort();
        }
    }

    private void closed(String why) {
        if (!closed) {
            closed = true;
            ready = false;
            pending.clear();
            listener.onClosed(why);
        }
    }

    private void send(String text) {
        WebSocket open = socket;
        if (open == null || closed) {
            return;
        }
        lastSentMillis = clock.millis();
        // The JDK's WebSocket takes one message at a time; those waiting here are bounded by what may be in flight.
        sent = sent.thenCompose(before -> open.sendText(text, true));
        sent.whenCompleteAsync(
                (done, failure) -> {
                    if (failure != null) {
                        close("could not send: " + failure.getMessage());
                    }
                },
                executor);
    }

    private void onMessage(String text) {
        if (closed || text.equals("pong")) {
            return;
        }
        Map<String, Object> message = Json.object(text);
        switch (Json.text(message, "event")) {
            case "login" ->
                send("{\"op\":\"subscribe\",\"args\":[{\"channel\":\"orders\",\"instType\":\"SPOT\"}"
                        + (withBalances ? ",{\"channel\":\"account\"}" : "") + "]}");
            case "subscribe" -> {
                if (!ready) {
                    ready = true;
                    listener.onReady();
                }
            }
            case "error" -> close("refused: " + Json.text(message, "code") + " " + Json.text(message, "msg"));
            case "notice" -> close("asked to reconnect: " + Json.text(message, "code"));
            case "" -> onReplyOrPush(message);
            default -> {
                // Connection counts and other news for people.
            }
        }
    }

    private void onReplyOrPush(Map<String, Object> message) {
        if (message.containsKey("op")) {
            Pending waiting = pending.remove(Json.text(message, "id"));
            if (waiting != null) {
                var items = new ArrayList<Item>();
                for (Map<String, Object> item : Json.objects(message, "data")) {
                    items.add(new Item(
                            Json.text(item, "ordId"),
                            Json.text(item, "clOrdId"),
                            Json.text(item, "sCode"),
                            Json.text(item, "sMsg")));
                }
                waiting.onReply.accept(new Reply(Json.text(message, "code"), Json.text(message, "msg"), items));
            }
            return;
        }
        String channel = Json.text(Json.child(message, "arg"), "channel");
        for (Map<String, Object> each : Json.objects(message, "data")) {
            if (channel.equals("orders")) {
                listener.onOrder(each);
            } else if (channel.equals("account")) {
                Json.objects(each, "details").forEach(listener::onBalance);
            }
        }
    }

    /// The socket's side, on the HTTP client's threads.
    private final class Socket implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void onOpen(WebSocket opened) {
            tell(() -> {
                if (closed) {
                    opened.abort();
                    return;
                }
                socket = opened;
                send(credentials.login(clock.instant().getEpochSecond()));
            });
            opened.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (text.length() > MESSAGE_CHARACTERS_MAX) {
                from.abort();
                tell(() -> closed("a message above " + MESSAGE_CHARACTERS_MAX + " characters"));
                return null;
            }
            if (!last) {
                from.request(1);
                return null;
            }
            String message = text.toString();
            text.setLength(0);
            // The next message is asked for after this one is handled: the owner's thread is never buried.
            tell(() -> {
                onMessage(message);
                from.request(1);
            });
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            tell(() -> closed("closed by the server: " + status + " " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            tell(() -> closed("failed: " + error));
        }

        private void tell(Runnable news) {
            try {
                executor.execute(news);
            } catch (RejectedExecutionException ownerIsGone) {
                // The owner has stopped its thread and with it this session: nobody is left to hear.
                return;
            }
        }
    }
}
