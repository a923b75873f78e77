package seawall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Unmodified OKX clients from the public registries spend a trader's whole day at a running demo; only their base
/// URLs are ours.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RealClientsTest {
    private static final Path NODE_PROJECT = nodeProject();
    private static final Duration INSTALL_MAX = Duration.ofMinutes(4);
    private static final Duration DAY_MAX = Duration.ofMinutes(2);

    @TempDir
    static Path directory;

    private static DemoProcess demo;

    @BeforeAll
    static void demo_runs() throws Exception {
        demo = DemoProcess.start(directory.resolve("data"));
    }

    @AfterAll
    static void demo_stops() throws Exception {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    void xchange_trades_a_whole_day() throws Exception {
        new XChangeDay(demo.restBase(), demo.users().getFirst()).spend();
    }

    @Test
    void okx_api_trades_a_whole_day() throws Exception {
        assertThat(node("okx-api-day.mjs")).isZero();
    }

    @Test
    void ccxt_trades_a_whole_day() throws Exception {
        assertThat(node("ccxt-day.mjs")).isZero();
    }

    private static int node(String script) throws IOException, InterruptedException {
        if (isStale()) {
            run(INSTALL_MAX, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        }
        return run(DAY_MAX, "node", script, demo.credentialsFile().toString());
    }

    /// npm writes this file last, with what it has installed.
    private static boolean isStale() throws IOException {
        Path installed = NODE_PROJECT.resolve("node_modules/.package-lock.json");
        return Files.notExists(installed)
                || Files.getLastModifiedTime(installed)
                                .compareTo(Files.getLastModifiedTime(NODE_PROJECT.resolve("package-lock.json")))
                        < 0;
    }

    private static int run(Duration max, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(NODE_PROJECT.toFile())
                .redirectErrorStream(true)
                .start();
        var watch = Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(max.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        watch.interrupt();
        System.out.println(output);
        assertThat(status).as(List.of(command) + "\n" + output).isZero();
        return status;
    }

    private static Path nodeProject() {
        Path here = Path.of("src/test/node");
        return Files.exists(here) ? here : Path.of("app/src/test/node");
    }
}
