package seawall.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import seawall.drill.client.Credentials;
import seawall.drill.client.Json;
import seawall.drill.client.RestClient;

/// `seawall demo` as a process of its own, with the class path and flags of this test, on ports that the system
/// chooses.
final class DemoProcess implements AutoCloseable {
    private static final Duration READY_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    private final Path directory;
    private final Process process;
    private final List<String> output = new ArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean killed;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private DemoProcess(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /// Starts the process and waits until it is ready.
    static DemoProcess start(Path directory, String... options) throws IOException, InterruptedException {
        return ready(launch(directory, options));
    }

    /// `seawall cluster`: the same exchange in many processes.
    static DemoProcess startCluster(Path directory, String... options) throws IOException, InterruptedException {
        return ready(launchCluster(directory, options));
    }

    private static DemoProcess ready(DemoProcess demo) throws InterruptedException {
        if (!demo.ready.await(READY_MAX.toSeconds(), TimeUnit.SECONDS) || !demo.process.isAlive()) {
            demo.kill();
            throw new IllegalStateException("expected ready within " + READY_MAX.toSeconds() + " s, found\n"
                    + String.join("\n", demo.output()));
        }
        return demo;
    }

    /// Starts the process and does not wait for it.
    static DemoProcess launch(Path directory, String... options) throws IOException {
        return launch("demo", directory, options);
    }

    /// `seawall cluster`, not waited for.
    static DemoProcess launchCluster(Path directory, String... options) throws IOException {
        return launch("cluster", directory, options);
    }

    private static DemoProcess launch(String role, Path directory, String... options) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-ea",
                "-Xmx700m",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.util.zip=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "seawall.app.Seawall",
                role,
                "--port",
                "0",
                "--ops-port",
                "0",
                "--data",
                directory.toString()));
        command.addAll(List.of(options));
        var demo = new DemoProcess(
                directory, new ProcessBuilder(command).redirectErrorStream(true).start());
        Thread.ofVirtual().start(demo::read);
        return demo;
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
                if (line.startsWith("ready")) {
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            // Whoever kills the process closes its output too, in the middle of a line or not.
            if (!killed) {
                throw new UncheckedIOException(e);
            }
        } finally {
            ready.countDown();
            ended.countDown();
        }
    }

    List<String> output() {
        synchronized (output) {
            return List.copyOf(output);
        }
    }

    /// The file that clients read.
    Path credentialsFile() {
        return directory.resolve("demo-credentials.json");
    }

    URI restBase() throws IOException {
        return URI.create(Json.text(document(), "rest"));
    }

    URI webSocketBase() throws IOException {
        return URI.create(Json.text(document(), "ws"));
    }

    List<Credentials> users() throws IOException {
        return Json.objects(document(), "users").stream()
                .map(user -> new Credentials(
                        Json.text(user, "apiKey"),
                        Json.text(user, "secretKey"),
                        Json.text(user, "passphrase"),
                        Long.parseLong(Json.text(user, "uid"))))
                .toList();
    }

    RestClient rest(Credentials user) throws IOException {
        return new RestClient(http, restBase(), user);
    }

    HttpClient http() {
        return http;
    }

    private Map<String, Object> document() throws IOException {
        return Json.object(Files.readString(credentialsFile()));
    }

    /// kill -9.
    void kill() throws InterruptedException {
        killed = true;
        process.destroyForcibly();
        process.waitFor();
        ended.await();
    }

    /// Waits until it ends by itself; its exit status.
    int end() throws InterruptedException {
        if (!process.waitFor(READY_MAX.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException(
                    "expected an end within " + READY_MAX.toSeconds() + " s, found\n" + String.join("\n", output()));
        }
        ended.await();
        return process.exitValue();
    }

    /// SIGTERM, as Ctrl-C and every supervisor do it.
    int stop() throws InterruptedException {
        killed = true;
        process.destroy();
        if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("expected an end within " + STOP_MAX.toSeconds() + " s of SIGTERM, found\n"
                    + String.join("\n", output()));
        }
        ended.await();
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
        http.shutdownNow();
    }
}
