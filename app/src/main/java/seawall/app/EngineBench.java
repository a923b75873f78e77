package seawall.app;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts the benches of the engine, which live in a module of their own with peers and harness: nothing of theirs is
/// on
/// the class path of an exchange.
final class EngineBench {
    /// The harness of the micro-benchmarks reaches into the JDK, as its own processes do.
    private static final List<String> FLAGS = List.of("-Xmx2g", "--sun-misc-unsafe-memory-access=allow");

    private EngineBench() {}

    /// Runs the engine beside its peers to the end, with this process's output.
    ///
    /// @param arguments name=value
    /// @return its exit status
    static int run(List<String> arguments) throws IOException, InterruptedException, URISyntaxException {
        List<String> all = new ArrayList<>(List.of("order-flow=" + orderFlow(home())));
        all.addAll(arguments);
        return run("seawall.bench.EngineBench", all);
    }

    /// Runs the structures beside their alternatives to the end, with this process's output.
    ///
    /// @param arguments rounds, milliseconds, filter, collector, file
    /// @return its exit status
    static int runStructures(List<String> arguments) throws IOException, InterruptedException, URISyntaxException {
        return run("seawall.bench.StructuresBench", arguments);
    }

    /// Fills a large exchange and measures what it takes, with this process's output.
    ///
    /// @param heap      such as 6g
    /// @param arguments accounts, orders, instruments, rounds, file
    /// @return its exit status
    static int runLarge(String heap, List<String> arguments)
            throws IOException, InterruptedException, URISyntaxException {
        List<String> flags = List.of(
                "-Xms" + heap,
                "-Xmx" + heap,
                "-ea",
                "-XX:+UseParallelGC",
                "-XX:+UseTransparentHugePages",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
        return run(flags, "seawall.bench.LargeBench", arguments);
    }

    private static int run(String bench, List<String> arguments)
            throws IOException, InterruptedException, URISyntaxException {
        return run(FLAGS, bench, arguments);
    }

    private static int run(List<String> flags, String bench, List<String> arguments)
            throws IOException, InterruptedException, URISyntaxException {
        Path jar = home().resolve("bench/target/bench.jar");
        if (!Files.isReadable(jar)) {
            throw new IllegalStateException("expected the bench in " + jar + ", found none: ./mvnw package builds it");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", jar.toString(), bench));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }

    /// The repository: this class is in app/target, as classes or as a jar.
    private static Path home() throws URISyntaxException {
        Path place = Path.of(EngineBench.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return place.resolve("../../..").normalize();
    }

    /// Recordings lie beside the repository, or in it.
    private static Path orderFlow(Path home) {
        Path beside = home.resolveSibling("shared/data/orderflow");
        return Files.isDirectory(beside) ? beside : home.resolve("shared/data/orderflow");
    }
}
