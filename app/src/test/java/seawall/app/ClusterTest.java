package seawall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.drill.client.Json;

/// `seawall cluster` as a careless operator uses it.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ClusterTest {
    private static final int FAILURE = 1;

    @TempDir
    Path directory;

    @Test
    void a_second_start_is_refused_and_changes_nothing_of_the_first() throws Exception {
        try (DemoProcess first = smallest()) {
            String whoIsWho = whoIsWho();
            assertThat(refusal(DemoProcess.launchCluster(directory, "--members", "1")))
                    .contains("another process runs a cluster in " + directory);
            assertThat(refusal(DemoProcess.launch(directory))).contains("found that of seawall cluster --members 1");
            assertThat(whoIsWho()).isEqualTo(whoIsWho);
            assertThat(first.stop()).isEqualTo(143);
        }
        assertThat(refusal(DemoProcess.launchCluster(directory, "--members", "3")))
                .contains("expected the data of seawall cluster --members 3 in " + directory
                        + ", found that of seawall cluster --members 1: start that");
        smallest().close();
    }

    @Test
    void a_cluster_is_refused_on_the_data_of_a_demo() throws Exception {
        Files.createDirectories(directory.resolve("member/archive"));
        assertThat(refusal(DemoProcess.launchCluster(directory, "--members", "1")))
                .contains("expected the data of seawall cluster --members 1 in " + directory
                        + ", found that of seawall demo: start that");
    }

    @Test
    void every_process_ends_when_the_one_that_started_them_is_killed() throws Exception {
        List<ProcessHandle> processes;
        try (DemoProcess cluster = smallest()) {
            processes = processes();
            cluster.kill();
        }
        assertThat(processes).hasSize(3);
        for (ProcessHandle process : processes) {
            process.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    private DemoProcess smallest() throws Exception {
        return DemoProcess.startCluster(directory, "--members", "1", "--gateways", "1", "--no-market");
    }

    private static String refusal(DemoProcess process) throws Exception {
        try (DemoProcess refused = process) {
            int status = refused.end();
            String output = String.join("\n", refused.output());
            assertThat(status).as(output).isEqualTo(FAILURE);
            return output;
        }
    }

    private String whoIsWho() throws Exception {
        return Files.readString(directory.resolve(LocalCluster.WHO_IS_WHO_FILE));
    }

    private List<ProcessHandle> processes() throws Exception {
        Map<String, Object> document = Json.object(whoIsWho());
        var rows = new ArrayList<Map<String, Object>>();
        rows.addAll(Json.objects(document, "members"));
        rows.addAll(Json.objects(document, "gateways"));
        return Stream.concat(rows.stream(), Stream.of(Json.child(document, "history")))
                .map(row -> Json.text(row, "pid"))
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
    }
}
