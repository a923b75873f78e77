package seawall.drill.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One public WebSocket connection that listens to channels. One that has closed stays closed. The listener is called
/// by
/// one thread at a time; the next message is taken when it has returned.
public final class PublicFeed implements AutoCloseable {
    private static final Duration PING_INTERVAL = Duration.ofSeconds(15);
    private static final int MESSAGE_CHARACTERS_MAX = 4 << 20;

    private final String subscriptions;
    private final Listener listener;
    private final CompletableFuture<WebSocket> connecting;
    private final ScheduledFuture<?> pings;
    private boolean isClosed;

    /// What the owner is told.
    public interface Listener {
        /// Subscribed.
        void onReady();

        /// A message of a channel.
        void onPush(Map<String, Object> message);

        /// Told once; nothing follows.
        void onClosed(String why);
    }

    /// Starts to connect; the listener hears of the success or the failure.
    ///
    /// @param uri           such as `ws://127.0.0.1:8080/ws/v5/public`
    /// @param subscriptions JSON objects of the topics, with commas between
    /// @param timer         for keeping the connection alive
    public PublicFeed(
            HttpClient http, URI uri, String subscriptions, ScheduledExecutorService timer, Listener listener) {
        this.subscriptions = subscriptions;
        this.listener = listener;
        connecting = http.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(uri, new Socket());
        connecting.whenComplete((opened, failure) -> {
            if (failure != null) {
                closed("could not connect: " + failure.getMessage());
            }
        });
        pings = timer.scheduleAtFixedRate(
                this::ping, PING_INTERVAL.toMillis(), PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ping() {
        if (connecting.isDone() && !connecting.isCompletedExceptionally()) {
            connecting.join().sendText("ping", true);
        }
    }

    private void closed(String why) {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isClosed = true;
        }
        pings.cancel(false);
        listener.onClosed(why);
    }

    @Override
    public void close() {
        closed("closed by us");
        connecting.thenAccept(WebSocket::abort);
    }

    private void onMessage(String text) {
        if (text.equals("pong")) {
            return;
        }
        Map<String, Object> message = Json.object(text);
        switch (Json.text(message, "event")) {
            case "subscribe" -> listener.onReady();
            case "error" -> closed("refused: " + Json.text(message, "code") + " " + Json.text(message, "msg"));
            case "notice" -> closed("asked to reconnect: " + Json.text(message, "code"));
            case "" -> listener.onPush(message);
            default -> {
                // Connection counts and other news for people.
            }
        }
    }

    private final class Socket implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void onOpen(WebSocket opened) {
            opened.sendText("{\"op\":\"subscribe\",\"args\":[" + subscriptions + "]}", true);
            opened.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (text.length() > MESSAGE_CHARACTERS_MAX) {
                from.abort();
                closed("a message above " + MESSAGE_CHARACTERS_MAX + " characters");
                return null;
            }
            if (last) {
                String message = text.toString();
                text.setLength(0);
                onMessage(message);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed("closed by the server: " + status + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed("failed: " + error);
        }
    }
}
