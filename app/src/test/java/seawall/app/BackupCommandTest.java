package seawall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.drill.client.Credentials;

/// `seawall backup` and `seawall restore` as an operator calls them.
@Tag("drill")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BackupCommandTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void a_cluster_that_trades_is_backed_up_rehearsed_lost_and_restored() throws Exception {
        Path data = directory.resolve("data");
        Path backup = directory.resolve("backup");
        Path restored = directory.resolve("restored");
        List<Credentials> users;
        try (DemoProcess cluster = DemoProcess.startCluster(data, "--members", "3", "--gateways", "1")) {
            users = cluster.users();
            assertThat(run("backup", "--data", data.toString(), "--to", backup.toString(), "--rehearse"))
                    .as(this::text)
                    .isZero();
            assertThat(text())
                    .contains("rehearsed   the backup gives what the exchange has")
                    .contains("loss window");
            assertThat(directory.resolve("backup-rehearsal")).doesNotExist();
            assertThat(run("backup", "--data", data.toString(), "--to", backup.toString()))
                    .as(this::text)
                    .isZero();
            cluster.stop();
        }
        assertThat(run("restore", "--from", backup.toString(), "--data", restored.toString(), "--members", "3"))
                .as(this::text)
                .isZero();
        try (DemoProcess cluster =
                DemoProcess.startCluster(restored, "--members", "3", "--gateways", "1", "--no-market")) {
            assertThat(cluster.users()).hasSameSizeAs(users);
            assertThat(cluster.rest(cluster.users().getFirst())
                            .get("/api/v5/account/balance")
                            .code())
                    .isEqualTo("0");
            cluster.stop();
        }
        assertThat(run("verify", "--data", restored.toString())).as(this::text).isZero();
    }

    @Test
    void wrong_calls_are_refused_with_what_was_expected() {
        assertThat(run("backup", "--to", directory.toString())).isNotZero();
        assertThat(run("restore", "--from", directory.toString())).isNotZero();
        assertThat(run("restore", "--from", directory.toString(), "--data", directory.toString(), "--members", "2"))
                .isNotZero();
    }

    private int run(String... arguments) {
        printed.reset();
        PrintStream before = System.out;
        try (var out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            return Seawall.commandLine().execute(arguments);
        } finally {
            System.setOut(before);
        }
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
