package seawall.app.market;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.drill.client.Credentials;
import seawall.drill.client.Json;
import seawall.drill.client.OrderSession;
import seawall.drill.client.RestClient;

/// A robot's place at the exchange: one connection that comes back by itself, starts from a clean slate, and takes
/// a refusal
/// for an answer.
///
/// States: away (no connection, the next attempt is due at a time) → connecting → cleaning (logged in; orders of
/// an earlier life
/// are being canceled over REST, because nobody here knows them) → trading. From everywhere back to away when the
/// connection is
/// lost. A refusal for load (50011, 50013) silences the trader for a time that doubles up to [#PAUSE_MILLIS_MAX]
/// and falls
/// back to the shortest with the first success.
final class Trader {
    private static final Logger LOG = LoggerFactory.getLogger(Trader.class);
    private static final int IN_FLIGHT_MAX = 32;
    private static final int CANCELS_PER_REQUEST_MAX = 20;
    private static final int CLEANING_ROUNDS_MAX = 100;
    private static final long PAUSE_MILLIS_MIN = 500;
    private static final long PAUSE_MILLIS_MAX = 16_000;

    private final String name;
    private final HttpClient http;
    private final URI webSocket;
    private final Credentials credentials;
    private final RestClient rest;
    private final ScheduledExecutorService thread;
    private final Executor waiting;
    private final Clock clock;
    private final Random random;
    private final Listener listener;
    private final Map<String, Long> refusals = new TreeMap<>();
    private @Nullable OrderSession session;
    private boolean trading;
    private boolean closed;
    private long pauseMillis = PAUSE_MILLIS_MIN;
    private long pausedUntilMillis;
    private long accepted;

    /// What the strategy hears, on the market's one thread.
    interface Listener {
        /// No order of ours rests; begin.
        void onTrading();

        /// One of our orders changed.
        void onOrder(Map<String, Object> order);

        /// Stop; whatever was known of our orders is void.
        void onAway();
    }

    /// @param thread  the market's one thread
    /// @param waiting where calls may block
    Trader(
            String name,
            HttpClient http,
            URI restBase,
            URI webSocket,
            Credentials credentials,
            ScheduledExecutorService thread,
            Executor waiting,
            Clock clock,
            Random random,
            Listener listener) {
        this.name = name;
        this.http = http;
        this.webSocket = webSocket;
        this.credentials = credentials;
        this.rest = new RestClient(http, restBase, credentials);
        this.thread = thread;
        this.waiting = waiting;
        this.clock = clock;
        this.random = random;
        this.listener = listener;
    }

    void start() {
        if (!closed) {
            session = OrderSession.open(http, webSocket, credentials, IN_FLIGHT_MAX, clock, thread, new Connection());
        }
    }

    /// True when an operation may be sent now.
    boolean isFree() {
        OrderSession open = session;
        return trading && open != null && open.inFlight() < IN_FLIGHT_MAX && clock.millis() >= pausedUntilMillis;
    }

    /// Sends an operation if the trader is free.
    ///
    /// @param onReply hears the answer of each order, whatever it is
    boolean request(String op, String args, Consumer<List<OrderSession.Item>> onReply) {
        OrderSession open = session;
        return open != null
                && isFree()
                && open.request(op, args, reply -> {
                    heed(reply);
                    onReply.accept(reply.items());
                });
    }

    /// Called once a second.
    void tend() {
        OrderSession open = session;
        if (open != null) {
            open.tend();
        }
    }

    void close() {
        closed = true;
        OrderSession open = session;
        if (open != null) {
            open.close();
        }
    }

    /// Orders and changes that the exchange accepted.
    long accepted() {
        return accepted;
    }

    /// Refusals by code.
    Map<String, Long> refusals() {
        return refusals;
    }

    private void heed(OrderSession.Reply reply) {
        boolean busy = isBusy(reply.code());
        if (reply.items().isEmpty() && !reply.code().equals("0")) {
            refusals.merge(reply.code(), 1L, Long::sum);
        }
        for (OrderSession.Item item : reply.items()) {
            if (item.isDone()) {
                accepted++;
            } else {
                busy |= isBusy(item.code());
                if (refusals.merge(item.code(), 1L, Long::sum) == 1) {
                    LOG.debug("{}: first refusal {} {}", name, item.code(), item.message());
                }
            }
        }
        if (busy) {
            pausedUntilMillis = clock.millis() + pauseMillis / 2 + random.nextLong(pauseMillis);
            pauseMillis = Math.min(PAUSE_MILLIS_MAX, pauseMillis * 2);
        } else if (reply.code().equals("0")) {
            pauseMillis = PAUSE_MILLIS_MIN;
        }
    }

    private static boolean isBusy(String code) {
        return switch (code) {
            case "50011", "50013", "50061", "50001", "50004", "50026" -> true;
            default -> false;
        };
    }

    private final class Connection implements OrderSession.Listener {
        @Override
        public void onReady() {
            OrderSession cleaned = session;
            waiting.execute(() -> {
                @Nullable String trouble = cancelAll();
                thread.execute(() -> {
                    if (closed || session != cleaned) {
                        return;
                    }
                    if (trouble == null) {
                        trading = true;
                        listener.onTrading();
                    } else if (cleaned != null) {
                        LOG.info("{}: could not cancel earlier orders: {}", name, trouble);
                        cleaned.close();
                    }
                });
            });
        }

        @Override
        public void onOrder(Map<String, Object> order) {
            if (trading) {
                listener.onOrder(order);
            }
        }

        @Override
        public void onClosed(String why) {
            session = null;
            if (trading) {
                trading = false;
                listener.onAway();
            }
            if (closed) {
                return;
            }
            long delayMillis = pauseMillis / 2 + random.nextLong(pauseMillis);
            pauseMillis = Math.min(PAUSE_MILLIS_MAX, pauseMillis * 2);
            LOG.info("{}: {}; next attempt in {} ms", name, why, delayMillis);
            thread.schedule(Trader.this::start, delayMillis, TimeUnit.MILLISECONDS);
        }

        /// Runs where it may block.
        private @Nullable String cancelAll() {
            try {
                for (int round = 0; round < CLEANING_ROUNDS_MAX; round++) {
                    RestClient.Reply open = rest.get("/api/v5/trade/orders-pending?instType=SPOT");
                    if (!open.code().equals("0")) {
                        return "orders-pending answered " + open.body();
                    }
                    if (open.data().isEmpty()) {
                        return null;
                    }
                    var orders = new ArrayList<String>();
                    for (Map<String, Object> order : open.data()) {
                        orders.add(
                                Json.fields("instId", Json.text(order, "instId"), "ordId", Json.text(order, "ordId")));
                    }
                    for (int from = 0; from < orders.size(); from += CANCELS_PER_REQUEST_MAX) {
                        int to = Math.min(orders.size(), from + CANCELS_PER_REQUEST_MAX);
                        rest.post(
                                "/api/v5/trade/cancel-batch-orders",
                                "[" + String.join(",", orders.subList(from, to)) + "]");
                    }
                }
                return "orders still rest after " + CLEANING_ROUNDS_MAX + " rounds";
            } catch (IOException | IllegalArgumentException e) {
                return e.toString();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "interrupted";
            }
        }
    }
}
