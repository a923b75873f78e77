package seawall.drill.load;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import seawall.drill.client.Json;
import seawall.drill.client.PublicFeed;
import seawall.drill.evidence.History;
import seawall.drill.evidence.Push;

/// Follows the books of all instruments through one gateway, and comes back when its connection is gone.
final class BookWatcher implements AutoCloseable {
    private static final Duration RECONNECT = Duration.ofMillis(700);

    private final int gateway;
    private final URI uri;
    private final String subscriptions;
    private final HttpClient http;
    private final History history;
    private final ScheduledExecutorService timer;
    private volatile boolean closed;
    private volatile @Nullable PublicFeed feed;

    BookWatcher(
            int gateway,
            URI uri,
            List<String> instruments,
            HttpClient http,
            History history,
            ScheduledExecutorService timer) {
        this.gateway = gateway;
        this.uri = uri;
        this.http = http;
        this.history = history;
        this.timer = timer;
        subscriptions = instruments.stream()
                .map(each -> Json.fields("channel", "books", "instId", each))
                .collect(Collectors.joining(","));
    }

    void connect(Duration delay) {
        try {
            timer.schedule(
                    () -> {
                        if (!closed) {
                            feed = new PublicFeed(http, uri, subscriptions, timer, new Line());
                        }
                    },
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        PublicFeed open = feed;
        if (open != null) {
            open.close();
        }
    }

    private final class Line implements PublicFeed.Listener {
        private int connection = -1;

        @Override
        public void onReady() {
            if (connection < 0) {
                connection = history.open(-1, 0, gateway);
            }
        }

        @Override
        public void onPush(Map<String, Object> message) {
            Map<String, Object> topic = Json.child(message, "arg");
            for (Map<String, Object> book : Json.objects(message, "data")) {
                history.push(new Push.OfBook(
                        connection,
                        Json.text(topic, "instId"),
                        Json.text(message, "action").equals("snapshot"),
                        levels(book, "asks"),
                        levels(book, "bids"),
                        Long.parseLong(Json.text(book, "prevSeqId")),
                        Long.parseLong(Json.text(book, "seqId"))));
            }
        }

        @Override
        public void onClosed(String why) {
            if (connection >= 0) {
                history.close(connection, closed ? "the end" : why);
            }
            connect(RECONNECT);
        }

        private static List<Push.Level> levels(Map<String, Object> book, String side) {
            var levels = new ArrayList<Push.Level>();
            if (book.get(side) instanceof List<?> rows) {
                for (Object row : rows) {
                    if (!(row instanceof List<?> level)) {
                        throw new IllegalArgumentException("expected a level of a book, found " + row);
                    }
                    levels.add(new Push.Level(
                            new BigDecimal((String) level.get(0)),
                            new BigDecimal((String) level.get(1)),
                            Integer.parseInt((String) level.get(3))));
                }
            }
            return levels;
        }
    }
}
