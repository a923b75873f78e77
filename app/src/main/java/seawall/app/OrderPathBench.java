package seawall.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import seawall.app.bench.OrderPath;
import seawall.app.market.DemoInstrument;
import seawall.drill.client.Credentials;
import seawall.gateway.Gateway;
import seawall.gateway.GatewayConfig;
import seawall.wire.codec.Wallet;

/// Starts a whole exchange in a directory of its own and measures its order path; the directory is gone afterwards.
final class OrderPathBench {
    private static final int TRADERS = 8;
    private static final long FUNDS = 1_000_000_000;

    private final PrintStream out;
    private final Duration duration;
    private final int rounds;

    /// @param duration of each measurement
    /// @param rounds   of all measurements
    OrderPathBench(PrintStream out, Duration duration, int rounds) {
        this.out = out;
        this.duration = duration;
        this.rounds = rounds;
    }

    /// @param json where to write the results as JSON as well
    void run(@Nullable Path json) throws Exception {
        Path directory = Files.createTempDirectory("seawall-bench");
        try {
            out.println("Starting an exchange in " + directory + " ...");
            OrderPath.Report report;
            try (Exchange exchange = Exchange.start(directory.resolve("exchange"))) {
                List<Credentials> traders = traders(exchange);
                GatewayConfig config = GatewayConfig.standard(0, 0, exchange.venueKeyFile())
                        .withHost("127.0.0.1")
                        // The published limits per user would measure themselves.
                        .withRateLimitFactor(GatewayConfig.UNLIMITED);
                Gateway gateway = exchange.gateway(config, null);
                URI rest = URI.create("http://127.0.0.1:" + gateway.port());
                URI webSocket = URI.create("ws://127.0.0.1:" + gateway.port() + "/ws/v5/private");
                report = new OrderPath(out, duration, rounds, directory.resolve("peer"))
                        .measure(
                                rest,
                                webSocket,
                                traders,
                                DemoInstrument.ALL.getFirst().name());
            }
            out.print(report.table());
            if (json != null) {
                Files.writeString(json, report.json());
                out.println("written to " + json);
            }
        } finally {
            delete(directory);
        }
    }

    private static List<Credentials> traders(Exchange exchange) {
        var traders = new ArrayList<Credentials>();
        var seal = exchange.seal();
        exchange.open(opening -> {
            DemoInstrument instrument = DemoInstrument.ALL.getFirst();
            opening.currency(instrument.base());
            int quoteId = opening.currency(instrument.quote());
            opening.instrument(instrument);
            for (int index = 0; index < TRADERS; index++) {
                String apiKey = String.format(Locale.ROOT, "bench-key-%02d", index);
                int accountId = opening.account("bench-" + index, 0, 0);
                opening.apiKey(accountId, apiKey, seal.seal(apiKey, "bench secret", "Bench-1!"), "bench");
                opening.deposit(accountId, quoteId, Wallet.TRADING, FUNDS, "bench");
                traders.add(new Credentials(apiKey, "bench secret", "Bench-1!", accountId));
            }
        });
        return traders;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
