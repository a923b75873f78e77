package seawall.drill.load;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import seawall.drill.RunningExchange;
import seawall.drill.RunningExchange.Listing;
import seawall.drill.client.Credentials;
import seawall.drill.client.Json;
import seawall.drill.client.OrderSession;
import seawall.drill.client.RestClient;
import seawall.drill.evidence.Answer;
import seawall.drill.evidence.Asked;
import seawall.drill.evidence.History;
import seawall.drill.evidence.Kind;
import seawall.drill.evidence.Push;

/// One client: asks at intended times, whatever was answered so far, half of it over WebSocket and half over REST, and
/// goes to another gateway when its own is gone. Everything but construction runs on its one thread.
///
/// It never names an order in two operations at once, and leaves an order alone whose fate it does not know: so what
/// became of an operation can be told from the order.
final class Trader implements AutoCloseable {
    /// Why a connection ends that is given up for a gateway that is back.
    static final String MOVED = "moved back";

    private static final int RESTING_MAX = 40;
    private static final int SESSION_IN_FLIGHT_MAX = 2_000;
    private static final int REST_IN_FLIGHT_MAX = 400;
    /// Above the time after which a gateway answers that it does not know.
    private static final Duration REST_PATIENCE = Duration.ofSeconds(12);

    private static final Duration TEND_INTERVAL = Duration.ofSeconds(1);
    private static final int RECONNECT_MILLIS_MIN = 200;
    private static final int RECONNECT_MILLIS_MAX = 900;
    private static final Answer UNSENT = new Answer.Refused("unsent");

    private final int number;
    private final Credentials credentials;
    private final int accountId;
    private final List<Market> markets;
    private final List<String> currencies;
    private final List<URI> sockets;
    private final List<RestClient> rests;
    private final HttpClient http;
    private final History history;
    private final Random random;
    private final double intervalNanos;
    private final ScheduledExecutorService thread;
    private final List<Resting> resting = new ArrayList<>();
    private final int home;
    private int gateway;
    private @Nullable Line line;
    private int restInFlight;
    private long names;
    private long nextNanos;
    private volatile boolean asking;
    private volatile boolean closed;
    private volatile long lastDoneNanos = -1;

    /// An order that is believed to be open.
    private static final class Resting {
        final String name;
        final Market market;
        final boolean buys;
        boolean busy;

        Resting(String name, Market market, boolean buys) {
            this.name = name;
            this.market = market;
            this.buys = buys;
        }
    }

    Trader(
            int number,
            Credentials credentials,
            int accountId,
            RunningExchange exchange,
            HttpClient http,
            History history,
            double ratePerSecond,
            Random random) {
        this.number = number;
        this.credentials = credentials;
        this.accountId = accountId;
        this.http = http;
        this.history = history;
        this.random = random;
        markets = exchange.listings().stream().map(Market::new).toList();
        currencies = exchange.listings().stream().map(Listing::base).distinct().toList();
        sockets = IntStream.range(0, exchange.gateways())
                .mapToObj(each -> URI.create(exchange.webSocket(each) + "/private"))
                .toList();
        rests = IntStream.range(0, exchange.gateways())
                .mapToObj(each -> new RestClient(http, exchange.rest(each), credentials))
                .toList();
        intervalNanos = TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
        home = number % exchange.gateways();
        gateway = home;
        thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("client-" + number).factory());
    }

    int number() {
        return number;
    }

    /// When the latest operation that was done should have been asked, on the run's clock; -1 before the first.
    long lastDoneNanos() {
        return lastDoneNanos;
    }

    void connect(Duration delay) {
        schedule(this::openLine, delay.toNanos());
        thread.scheduleAtFixedRate(
                () -> {
                    Line open = line;
                    if (open != null) {
                        open.session.tend();
                    }
                },
                TEND_INTERVAL.toMillis(),
                TEND_INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    void startAsking() {
        asking = true;
        schedule(
                () -> {
                    nextNanos = history.nowNanos() + random.nextLong((long) intervalNanos);
                    schedule(this::act, nextNanos - history.nowNanos());
                },
                0);
    }

    void stopAsking() {
        asking = false;
    }

    /// Goes back to the first gateway if that is not the one now.
    void goHome() {
        schedule(
                () -> {
                    Line open = line;
                    if (gateway != home && open != null) {
                        gateway = home;
                        open.leave();
                    }
                },
                0);
    }

    private void schedule(Runnable task, long delayNanos) {
        try {
            thread.schedule(task, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    private void act() {
        if (!asking) {
            return;
        }
        send(choose(), nextNanos);
        // An open loop: the next time does not depend on when this one is answered.
        nextNanos += (long) (intervalNanos * (0.5 + random.nextDouble()));
        schedule(this::act, nextNanos - history.nowNanos());
    }

    private Ask choose() {
        int roll = random.nextInt(100);
        if (roll < 6) {
            String currency = currencies.get(random.nextInt(currencies.size()));
            return Ask.transfer(nextName("t"), currency, "0.000" + (1 + random.nextInt(9)), random.nextInt(3) > 0);
        }
        if (roll < 55 || resting.size() >= RESTING_MAX) {
            Resting order = freeOrder();
            if (order != null) {
                return about(order, resting.size() >= RESTING_MAX ? 55 : roll);
            }
        }
        return place();
    }

    private Ask about(Resting order, int roll) {
        Market market = order.market;
        if (roll < 9) {
            return Ask.read(order.name, market.name());
        }
        if (roll < 22) {
            return Ask.amend(
                    nextName("a"),
                    order.name,
                    market.name(),
                    market.price(market.priceTicks(random, order.buys)),
                    market.size(market.sizeLots(random)));
        }
        return Ask.cancel(order.name, market.name());
    }

    private Ask place() {
        Market market = markets.get(random.nextInt(markets.size()));
        boolean buys = random.nextBoolean();
        String type = switch (random.nextInt(10)) {
            case 0 -> "post_only";
            case 1 -> "ioc";
            default -> "limit";
        };
        var order = new Resting(nextName("o"), market, buys);
        order.busy = true;
        resting.add(order);
        return Ask.place(
                order.name,
                market.name(),
                buys ? "buy" : "sell",
                type,
                market.price(market.priceTicks(random, buys)),
                market.size(market.sizeLots(random)));
    }

    private String nextName(String kind) {
        return "c" + number + kind + ++names;
    }

    private @Nullable Resting freeOrder() {
        if (resting.isEmpty()) {
            return null;
        }
        int from = random.nextInt(resting.size());
        for (int step = 0; step < resting.size(); step++) {
            Resting candidate = resting.get((from + step) % resting.size());
            if (!candidate.busy) {
                return candidate;
            }
        }
        return null;
    }

    private void send(Ask ask, long intendedNanos) {
        Resting order = find(ask.order());
        if (order != null && ask.kind() != Kind.READ) {
            order.busy = true;
        }
        Line open = line;
        boolean bySocket =
                !ask.operation().isEmpty() && random.nextBoolean() && open != null && open.isReady && open.hasRoom();
        int to = gateway;
        int id = history.ask(number -> new Asked(
                number,
                this.number,
                accountId,
                ask.kind(),
                ask.name(),
                ask.order(),
                ask.instrument(),
                ask.price(),
                ask.size(),
                to,
                bySocket ? "WebSocket" : "REST",
                intendedNanos));
        if (id < 0) {
            asking = false;
        } else if (bySocket && open != null) {
            open.request(ask, id);
        } else {
            sendByRest(ask, id, to);
        }
    }

    private void sendByRest(Ask ask, int id, int to) {
        if (restInFlight >= REST_IN_FLIGHT_MAX) {
            answered(ask, id, UNSENT);
            return;
        }
        restInFlight++;
        rests.get(to)
                .sendAsync(ask.json().isEmpty() ? "GET" : "POST", ask.path(), ask.json(), REST_PATIENCE)
                .whenComplete((reply, failure) -> schedule(
                        () -> {
                            restInFlight--;
                            if (failure != null) {
                                answered(ask, id, failed(failure));
                            } else {
                                answered(ask, id, ask.kind() == Kind.READ ? Replies.read(reply) : Replies.of(reply));
                            }
                        },
                        0));
    }

    private static Answer failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean isUnsent = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
        return isUnsent ? UNSENT : new Answer.Unknown(String.valueOf(cause));
    }

    private void answered(Ask ask, int id, Answer answer) {
        long intendedNanos = history.answer(id, answer).asked().intendedNanos();
        if (answer instanceof Answer.Done) {
            lastDoneNanos = Math.max(lastDoneNanos, intendedNanos);
        }
        Resting order = find(ask.order());
        if (order == null || ask.kind() == Kind.READ) {
            return;
        }
        switch (answer) {
            case Answer.Done done -> {
                order.busy = false;
                if (ask.kind() == Kind.CANCEL) {
                    resting.remove(order);
                }
            }
            case Answer.Refused refused -> {
                order.busy = false;
                // Refused because it is no more, or never was; a refused amendment may leave it open.
                if (ask.kind() != Kind.AMEND) {
                    resting.remove(order);
                }
            }
            case Answer.Unknown unknown -> resting.remove(order);
            case Answer.Seen seen -> throw new IllegalStateException("only reads are answered by a state");
            case Answer.Missing missing -> throw new IllegalStateException("nothing is answered by a missing answer");
        }
    }

    private @Nullable Resting find(String name) {
        for (Resting order : resting) {
            if (order.name.equals(name)) {
                return order;
            }
        }
        return null;
    }

    private void openLine() {
        if (!closed) {
            line = new Line(gateway);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.execute(() -> {
            Line open = line;
            if (open != null) {
                open.leave();
            }
        });
        thread.shutdown();
    }

    /// A private connection to one gateway, until it closes.
    private final class Line implements OrderSession.Listener {
        private final int to;
        private final OrderSession session;
        private final Map<Integer, Ask> inFlight = new HashMap<>();
        private int connection = -1;
        private boolean isReady;
        private boolean isLeaving;

        Line(int to) {
            this.to = to;
            session = OrderSession.open(
                    http, sockets.get(to), credentials, SESSION_IN_FLIGHT_MAX, Clock.systemUTC(), thread, true, this);
        }

        boolean hasRoom() {
            return inFlight.size() < SESSION_IN_FLIGHT_MAX;
        }

        void request(Ask ask, int id) {
            inFlight.put(id, ask);
            boolean isSent = session.request(ask.operation(), ask.json(), reply -> {
                inFlight.remove(id);
                answered(ask, id, Replies.of(reply));
            });
            if (!isSent) {
                inFlight.remove(id);
                answered(ask, id, UNSENT);
            }
        }

        /// Closes it from this side.
        void leave() {
            isLeaving = true;
            session.close();
        }

        @Override
        public void onReady() {
            isReady = true;
            connection = history.open(number, accountId, to);
        }

        @Override
        public void onOrder(Map<String, Object> order) {
            var state = Replies.order(order);
            String name = Json.text(order, "clOrdId");
            history.push(new Push.OfOrder(connection, Long.parseLong(Json.text(order, "ordId")), name, state));
            if (state.state().equals("filled") || state.state().equals("canceled")) {
                Resting closedOrder = find(name);
                if (closedOrder != null && !closedOrder.busy) {
                    resting.remove(closedOrder);
                }
            }
        }

        @Override
        public void onBalance(Map<String, Object> balance) {
            history.push(new Push.OfBalance(
                    connection,
                    Json.text(balance, "ccy"),
                    Replies.number(balance, "cashBal"),
                    Replies.number(balance, "frozenBal"),
                    Long.parseLong(Json.text(balance, "uTime"))));
        }

        @Override
        public void onClosed(String why) {
            if (isReady) {
                history.close(connection, isLeaving ? closed ? "the end" : MOVED : why);
            }
            isReady = false;
            inFlight.forEach((id, ask) -> answered(ask, id, new Answer.Unknown("the connection closed: " + why)));
            inFlight.clear();
            line = null;
            if (closed) {
                return;
            }
            if (!isLeaving) {
                gateway = (to + 1) % sockets.size();
            }
            schedule(
                    Trader.this::openLine,
                    TimeUnit.MILLISECONDS.toNanos(random.nextInt(RECONNECT_MILLIS_MIN, RECONNECT_MILLIS_MAX)));
        }
    }
}
