package seawall.history;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL server for tests, made by the binaries on the PATH and gone with its files when it is closed.
public final class PostgresqlServer implements AutoCloseable {
    /// Who owns every database; there is no password.
    public static final String USER = "seawall";

    private final Process process;
    private final String url;
    private final Path home;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgresqlServer(Process process, String url, Path home) {
        this.process = process;
        this.url = url;
        this.home = home;
    }

    /// Why this machine cannot run a PostgreSQL server; empty if it can.
    public static Optional<String> missing() {
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
    public static PostgresqlServer start() throws IOException, InterruptedException {
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
                        USER,
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
        return new PostgresqlServer(server, url, home);
    }

    /// The URL of an empty database.
    public String freshDatabase() {
        String name = "history" + databases.incrementAndGet();
        Jdbi.create(url + "postgres", USER, "").useHandle(handle -> handle.execute("CREATE DATABASE " + name));
        return url + name;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
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

    private static List<String> joined(List<String> first, String... more) {
        var all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }
}
