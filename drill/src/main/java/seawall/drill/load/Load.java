package seawall.drill.load;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import seawall.drill.RunningExchange;
import seawall.drill.client.Credentials;
import seawall.drill.evidence.Connection;
import seawall.drill.evidence.History;

/// Several clients on all gateways, and a watcher of the books on each.
public final class Load implements AutoCloseable {
    /// What the API adds to the number of an account to make a user id.
    private static final long UID_BASE = 100_000_000_000_000_000L;
    /// Gateways admit three connections a second from one address.
    private static final Duration BETWEEN_CONNECTIONS = Duration.ofMillis(400);

    private final History history;
    private final RunningExchange exchange;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("book-watchers").factory());
    private final List<Trader> traders = new ArrayList<>();
    private final List<BookWatcher> watchers = new ArrayList<>();

    /// @param clients       how many; they share the exchange's traders in turn
    /// @param ratePerSecond operations of all clients together
    public Load(RunningExchange exchange, History history, int clients, double ratePerSecond, long seed) {
        this.history = history;
        this.exchange = exchange;
        var random = new Random(seed);
        List<Credentials> users = exchange.traders();
        for (int number = 0; number < clients; number++) {
            Credentials user = users.get(number % users.size());
            traders.add(new Trader(
                    number,
                    user,
                    accountId(user),
                    exchange,
                    http,
                    history,
                    ratePerSecond / clients,
                    new Random(random.nextLong())));
        }
        List<String> instruments =
                exchange.listings().stream().map(RunningExchange.Listing::name).toList();
        for (int gateway = 0; gateway < exchange.gateways(); gateway++) {
            watchers.add(new BookWatcher(
                    gateway,
                    java.net.URI.create(exchange.webSocket(gateway) + "/public"),
                    instruments,
                    http,
                    history,
                    timer));
        }
    }

    static int accountId(Credentials user) {
        return Math.toIntExact(user.uid() - UID_BASE);
    }

    /// Connects everybody.
    ///
    /// @return connections that there will be
    public int connect() {
        watchers.forEach(watcher -> watcher.connect(Duration.ZERO));
        for (Trader trader : traders) {
            int turn = 1 + trader.number() / exchange.gateways();
            trader.connect(BETWEEN_CONNECTIONS.multipliedBy(turn));
        }
        return watchers.size() + traders.size();
    }

    /// Connections that are open now.
    public long connections() {
        return history.connections().stream().filter(Connection::isOpenToTheEnd).count();
    }

    public void startAsking() {
        traders.forEach(Trader::startAsking);
    }

    public void stopAsking() {
        traders.forEach(Trader::stopAsking);
    }

    /// Clients that had to leave their first gateway go back to it.
    public void goHome() {
        traders.forEach(Trader::goHome);
    }

    /// True when every client has been told that something is done that it asked for after this time, and nobody waits
    /// longer than `waitMax`.
    public boolean isCalmSince(long nanos, Duration waitMax) {
        return traders.stream().allMatch(trader -> trader.lastDoneNanos() > nanos)
                && history.oldestUnansweredNanos() > history.nowNanos() - waitMax.toNanos();
    }

    /// What becomes of operations with an unknown outcome.
    public Resolver resolver() {
        return new Resolver(
                IntStream.range(0, exchange.gateways()).mapToObj(exchange::rest).toList(),
                exchange.traders(),
                http,
                history);
    }

    @Override
    public void close() {
        traders.forEach(Trader::close);
        watchers.forEach(BookWatcher::close);
        timer.shutdown();
        http.shutdownNow();
    }
}
