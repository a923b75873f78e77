package seawall.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The databases that history is tested on: SQLite always, PostgreSQL when its binaries are on the PATH.
final class Databases {
    static final List<String> TABLES = List.of(
            "journal_position",
            "currencies",
            "instruments",
            "orders",
            "fills",
            "bills",
            "trades",
            "candles",
            "transfers",
            "family_transfers",
            "deposits",
            "sub_accounts");

    private Databases() {}

    /// An empty database of the kind.
    interface Kind extends AutoCloseable {
        HistoryConfig.Store fresh();

        @Override
        void close();
    }

    static Kind sqlite(Path directory) {
        var files = new AtomicInteger();
        return new Kind() {
            @Override
            public HistoryConfig.Store fresh() {
                return HistoryConfig.sqlite(directory.resolve("history-" + files.incrementAndGet() + ".db"))
                        .store();
            }

            @Override
            public void close() {}
        };
    }

    /// A server of its own.
    static Kind postgresql() throws IOException, InterruptedException {
        PostgresqlServer server = PostgresqlServer.start();
        return new Kind() {
            @Override
            public HistoryConfig.Store fresh() {
                return HistoryConfig.postgresql(server.freshDatabase(), PostgresqlServer.USER, "")
                        .store();
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }

    static HistoryConfig config(HistoryConfig.Store store, int entriesMax) {
        return new HistoryConfig(
                store,
                new HistoryConfig.Batches(entriesMax, 20_000, Duration.ofMillis(1), Duration.ofMillis(200)),
                new HistoryConfig.Asking(2, 4, Duration.ofSeconds(3), 100),
                new HistoryConfig.Retention(100, 400, 1_000, Duration.ofDays(1)));
    }

    /// Every row of every table as text, in the order of the rows' text.
    static Map<String, List<String>> tables(Jdbi jdbi) {
        return jdbi.withHandle(Databases::tables);
    }

    static Map<String, List<String>> tables(Handle handle) {
        var tables = new LinkedHashMap<String, List<String>>();
        for (String table : TABLES) {
            tables.put(
                    table,
                    handle
                            .createQuery("SELECT * FROM " + table)
                            .map((row, context) -> {
                                var text = new StringBuilder();
                                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                                    text.append(row.getMetaData().getColumnName(column))
                                            .append('=')
                                            .append(row.getString(column))
                                            .append(' ');
                                }
                                return text.toString();
                            })
                            .list()
                            .stream()
                            .sorted()
                            .toList());
        }
        return tables;
    }

    /// Follows the whole journal on this thread.
    static void follow(Jdbi jdbi, Entries journal, HistoryConfig config) {
        try (var follower = new Follower(jdbi, journal, config, 0)) {
            long now = 0;
            while (follower.committedSequence() < journal.size()) {
                follower.work(now += 1_000_000_000L);
            }
        }
    }
}
