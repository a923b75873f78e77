package seawall.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import seawall.gateway.auth.Seal;
import seawall.gateway.okx.StatusRow;
import seawall.gateway.view.HandWrittenJournal;

/// A gateway with two users, alice with the keys `key-1` and `key-3` and bob with `key-2`, whose journal a test
/// writes.
final class SocketScene implements AutoCloseable {
    static final int ALICE = 1_000;
    static final int BOB = 1_001;
    static final String ALICE_UID = "100000000000001000";
    static final String BOB_UID = "100000000000001001";

    final ScriptedVenue venue = new ScriptedVenue();
    final HandWrittenJournal journal = venue.journal();
    final Gateway gateway;
    volatile List<StatusRow> status = List.of();

    SocketScene(Path directory) {
        this(directory, config -> config.withRateLimitFactor(100));
    }

    SocketScene(Path directory, UnaryOperator<GatewayConfig> adjusted) {
        Path key = directory.resolve("venue.key");
        Seal seal = Seal.fromFile(key);
        journal.entry(HandWrittenJournal.START_NANOS)
                .currency(HandWrittenJournal.BTC, "BTC")
                .currency(HandWrittenJournal.USDT, "USDT")
                .instrument(HandWrittenJournal.BTC_USDT, "BTC-USDT")
                .account(ALICE, "alice", 0, 1_000)
                .account(BOB, "bob", 0, 1_000)
                .end();
        venue.apiKey(ALICE, "key-1", 3, seal.seal("key-1", "secret-1", "pass-1"), "");
        venue.apiKey(BOB, "key-2", 3, seal.seal("key-2", "secret-2", "pass-2"), "");
        venue.apiKey(ALICE, "key-3", 3, seal.seal("key-3", "secret-3", "pass-3"), "");
        venue.apiKey(BOB, "key-far", 3, seal.seal("key-far", "secret-4", "pass-4"), "10.1.2.3");
        GatewayConfig config = GatewayConfig.standard(0, 0, key)
                .withHost("127.0.0.1")
                .withDeadlines(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(100));
        gateway = Gateway.start(adjusted.apply(config), venue, venue::reader, null, () -> status, problem -> {
            throw new AssertionError(problem);
        });
        Until.holds(gateway::isLive);
    }

    SocketClient client() {
        return new SocketClient(gateway.port());
    }

    SocketClient alice() {
        SocketClient client = client();
        client.login("key-1", "secret-1", "pass-1");
        return client;
    }

    SocketClient bob() {
        SocketClient client = client();
        client.login("key-2", "secret-2", "pass-2");
        return client;
    }

    /// Begins the next entry of the journal.
    HandWrittenJournal entry() {
        return journal.entry(HandWrittenJournal.START_NANOS);
    }

    /// Waits until the gateway shows every entry written so far.
    void awaitApplied() {
        Until.holds(() -> gateway.views().sequence() == venue.sequence());
    }

    /// A number from the operators' page.
    long metric(String name) {
        TestClient operator = new TestClient(gateway.opsPort(), "", "", "");
        return operator.send(operator.plain("GET", "/metrics", ""))
                .body()
                .lines()
                .filter(line -> line.startsWith("seawall_gateway_" + name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
