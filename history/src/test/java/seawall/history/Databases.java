package seawall.history;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

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
            "deposits");

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

    /// Why this machine cannot run a PostgreSQL server; empty if it can.
    static Optional<String> postgresqlMissing() {
        var missing = new ArrayList<String>();
        for (String name : isRoot() ? List.of("initdb", "postgres", "setpriv") : List.of("initdb", "postgres")) {
            if (onPath(name) == null) {
                missing.add(name);
            }
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("PostgreSQL is not tested: not on the PATH: " + String.join(", ", missing));
    }

    /// A server of its own on a free port of the loopback interface.
    static Kind postgresql() throws IOException, InterruptedException {
        Path initdb = Objects.requireNonNull(onPath("initdb"));
        Path postgres = Objects.requireNonNull(onPath("postgres"));
        // Directly below /tmp, because a socket path has at most 107 bytes and the server's user must get there.
        Path home = Files.createTempDirectory(Path.of("/tmp"), "seawall-postgres-");
        List<String> user = List.of();
        if (isRoot()) {
            // The server refuses to run as root.
            user = List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");
            run(List.of("chown", "nobody:nogroup", home.toString()), home);
        }
        Path data = home.resolve("data");
        run(
                joined(
                        user,
                        initdb.toString(),
                        "-D",
                        data.toString(),
                        "-U",
                        "seawall",
                        "-A",
                        "trust",
                        "-E",
                        "UTF8",
                        "--locale=C",
                        "-N"),
                home);
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Process server = new ProcessBuilder(joined(
                        user,
                        postgres.toString(),
                        "-D",
                        data.toString(),
                        "-p",
                        "" + port,
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=" + home,
                        "-c",
                        "fsync=off",
                        "-c",
                        "shared_buffers=32MB"))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("server.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/";
        awaitConnection(url + "postgres", server);
        var databases = new AtomicInteger();
        return new Kind() {
            @Override
            public HistoryConfig.Store fresh() {
                String name = "history" + databases.incrementAndGet();
                Jdbi.create(url + "postgres", "seawall", "")
                        .useHandle(handle -> handle.execute("CREATE DATABASE " + name));
                return HistoryConfig.postgresql(url + name, "seawall", "").store();
            }

            @Override
            public void close() {
                server.destroy();
                try {
                    if (!server.waitFor(10, TimeUnit.SECONDS)) {
                        server.destroyForcibly().waitFor();
                    }
                    try (var files = Files.walk(home)) {
                        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                            Files.delete(file);
                        }
                    }
                } catch (IOException | InterruptedException exception) {
                    throw new IllegalStateException("the test server did not leave", exception);
                }
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

    private static void awaitConnection(String url, Process server) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                DriverManager.getConnection(url, "seawall", "").close();
                return;
            } catch (SQLException exception) {
                if (!server.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException("the test server does not answer", exception);
                }
                server.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static @Nullable Path onPath(String name) {
        for (String directory : System.getenv("PATH").split(":")) {
            Path file = Path.of(directory, name);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        return null;
    }

    private static List<String> joined(List<String> first, String... more) {
        var all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }

    private static void run(List<String> command, Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed: " + output);
        }
    }
}
