package seawall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.drill.client.Json;

/// `seawall drill` on real processes.
class DrillCommandTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void the_loss_of_the_leader_costs_no_acknowledged_command_and_leaves_nothing_undecided() throws Exception {
        passes("--kills", "1", "--leader-only", "--clients", "2", "--gateways", "1", "--rate", "60", "--warm-up", "3");
    }

    @Test
    @Tag("drill")
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void every_process_is_lost_once() throws Exception {
        passes("--kills", "1", "--rate", "100", "--warm-up", "3");
    }

    private void passes(String... options) throws Exception {
        var arguments = new String[options.length + 4];
        arguments[0] = "drill";
        arguments[1] = "failover";
        arguments[2] = "--report";
        arguments[3] = directory.toString();
        System.arraycopy(options, 0, arguments, 4, options.length);
        int status = Seawall.commandLine().execute(arguments);
        String json = Files.readString(directory.resolve("report.json"));
        assertThat(status).as(json).isZero();
        Map<String, Object> report = Json.object(json);
        assertThat(report).containsKeys("scenario", "passed", "gates", "timeline", "conditions");
        assertThat(Json.objects(report, "gates"))
                .isNotEmpty()
                .allSatisfy(gate -> assertThat(gate).containsKeys("name", "goal", "measured", "unit", "passed"));
        assertThat(directory.resolve("report.html")).content().contains("<svg", "passed");
    }
}
