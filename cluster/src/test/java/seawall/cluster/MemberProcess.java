package seawall.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.agrona.IoUtil;
import seawall.engine.Limits;
import seawall.wire.MemberPorts;

/// A member in a process of its own, so that it can be killed.
final class MemberProcess implements AutoCloseable {
    private final Process process;

    private final Path directory;

    private MemberProcess(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
    }

    /// Starts the process and does not wait for it.
    static MemberProcess start(Path directory, MemberPorts ports) {
        return start(directory, ports, "counting", Durability.REPLICATED);
    }

    /// Starts a process that hosts the engine.
    static MemberProcess startEngine(Path directory, MemberPorts ports, Durability durability) {
        return start(directory, ports, "engine", durability);
    }

    private static MemberProcess start(Path directory, MemberPorts ports, String replica, Durability durability) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        for (String opened : List.of("jdk.internal.misc", "sun.nio.ch", "java.util.zip")) {
            command.addAll(List.of("--add-opens", "java.base/" + opened + "=ALL-UNNAMED"));
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                MemberProcess.class.getName(),
                directory.toString(),
                Integer.toString(ports.base()),
                replica,
                durability.name()));
        try {
            return new MemberProcess(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                    directory.resolve("member.log").toFile()))
                            .start(),
                    directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// SIGKILL: no shutdown hook runs, nothing is flushed.
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " survived its own death");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Asks for a snapshot and does not wait for it.
    void requestSnapshot() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        // Shared memory outlives the process, and no later start will come to clear it.
        IoUtil.delete(
                ClusterMember.driverDirectory(directory.resolve("member-0")).toFile(), true);
    }

    /// Arguments: a directory, a port base, which replica and durability. Takes a snapshot for each line of input. Runs
    /// until it is killed or its standard input ends.
    @SuppressWarnings("EmptyBlock")
    public static void main(String[] arguments) throws IOException {
        var config = ClusterMemberTest.config(
                Path.of(arguments[0]),
                new MemberPorts(Integer.parseInt(arguments[1])),
                Durability.valueOf(arguments[3]),
                Duration.ofHours(1));
        Function<EntryPartSink, Replica> replicas =
                arguments[2].equals("engine") ? sink -> new EngineReplica(Limits.laptop(), sink) : CountingReplica::new;
        try (var member = ClusterMember.launch(config, replicas);
                var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (input.readLine() != null) {
                member.requestSnapshot();
            }
        }
    }
}
