package seawall.app;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts the engine's bench, which lives in a module of its own with its peers: nothing of theirs is on the class path
/// of an exchange.
final class EngineBench {
    private static final String HEAP = "-Xmx2g";

    private EngineBench() {}

    /// Runs it to its end with this process's output.
    ///
    /// @param arguments name=value
    /// @return its exit status
    static int run(List<String> arguments) throws IOException, InterruptedException, URISyntaxException {
        Path home = home();
        Path jar = home.resolve("bench/target/bench.jar");
        if (!Files.isReadable(jar)) {
            throw new IllegalStateException("expected the bench in " + jar + ", found none: ./mvnw package builds it");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                jar.toString(),
                "seawall.bench.EngineBench",
                "order-flow=" + orderFlow(home)));
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
