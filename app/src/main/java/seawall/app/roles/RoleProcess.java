package seawall.app.roles;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A process that this one started to play a role, with the same Java and the same options. What it prints goes into a
/// file of bounded size. It ends with this process, however that ends: it holds the other end of a pipe.
public final class RoleProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoleProcess.class);
    private static final long LOG_BYTES_MAX = 16L << 20;
    private static final int LAST_LINES_MAX = 20;
    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    /// The engine links its objects anew with each order, and makes no garbage: the collector that makes such writes
    /// cheap is a third faster for it than the default one. Large pages make far orders nearer.
    private static final List<String> MEMBER_MEMORY = List.of("-XX:+UseParallelGC", "-XX:+UseTransparentHugePages");

    private final String name;
    private final Process process;
    private final Path log;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Deque<String> lastLines = new ArrayDeque<>();

    private RoleProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /// Starts a role.
    ///
    /// @param role such as `member`
    /// @param name in messages and of its log, such as `member-0`
    /// @param logs directory of the logs
    public static RoleProcess start(String role, String name, Path config, Path logs) throws IOException {
        Files.createDirectories(logs);
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
        command.addAll(options);
        if (role.equals("member") && options.stream().noneMatch(RoleProcess::isCollector)) {
            command.addAll(MEMBER_MEMORY);
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "seawall.app.Seawall",
                role,
                "--config",
                config.toString(),
                "--with-parent"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var started = new RoleProcess(name, process, logs.resolve(name + ".log"));
        Thread.ofPlatform().daemon().name("log of " + name).start(started::keepLog);
        return started;
    }

    private static boolean isCollector(String option) {
        return option.matches("-XX:\\+Use\\w+GC");
    }

    /// Name in messages.
    public String name() {
        return name;
    }

    /// Number of the process.
    public long pid() {
        return process.pid();
    }

    /// Ends the process at once, by SIGKILL.
    public void kill() {
        process.destroyForcibly();
    }

    /// Sends a signal that Java has no name for.
    ///
    /// @param name such as `STOP` or `CONT`
    public void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid() + " ended with status " + status);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the command kill is needed to pause a process", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Completes when the process ends, with its status.
    public CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /// Waits until the role can be used.
    ///
    /// @return what it told about itself
    /// @throws IllegalStateException if it ended, or was not ready in time
    public String awaitReady(Duration max) throws InterruptedException {
        try {
            return ready.get(max.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    name + " was not ready within " + max.toSeconds() + " s; see " + log + "; it said last:\n"
                            + lastLines(),
                    e);
        }
    }

    private String lastLines() {
        synchronized (lastLines) {
            return String.join("\n", lastLines);
        }
    }

    private void keepLog() {
        // The log is closed last: what a process says is read to its end, whether it can be kept or not.
        try (var kept = new BoundedLog(log, LOG_BYTES_MAX);
                var lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line);
                kept.line(line);
            }
        } catch (IOException e) {
            // The output of a killed process may break off in the middle.
            LOG.info("the output of {} ends: {}", name, e.toString());
        } finally {
            ready.completeExceptionally(new IllegalStateException(name + " ended"));
        }
    }

    private void note(String line) {
        if (line.startsWith(Role.READY + " ")) {
            ready.complete(line.substring(Role.READY.length() + 1));
        }
        synchronized (lastLines) {
            lastLines.addLast(line);
            if (lastLines.size() > LAST_LINES_MAX) {
                lastLines.removeFirst();
            }
        }
    }

    /// Stops it as Ctrl-C would; kills it when it does not stop in time.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("{} did not stop within {} s and is killed", name, STOP_MAX.toSeconds());
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
