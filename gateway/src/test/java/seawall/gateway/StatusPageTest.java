package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.gateway.okx.StatusRow;
import seawall.gateway.status.MaintenanceFile;
import seawall.wire.codec.Phase;

class StatusPageTest {
    private static final String UPGRADE = """
            {"maintenance": [{"title": "Upgrade", "begin": "2026-12-01T08:00:00Z", "end": "2026-12-01T08:30:00Z"}]}""";

    @TempDir
    Path directory;

    @Test
    void an_instrument_that_stops_is_on_the_status_page_until_it_trades_again() {
        try (SocketScene scene = new SocketScene(directory)) {
            SocketClient client = scene.client();
            client.subscribe("\"channel\":\"status\"");
            scene.entry();
            scene.journal.phase(Phase.HALTED);
            scene.journal.end();
            String stopped = client.until("\"state\":\"ongoing\"");
            assertThat(stopped)
                    .contains("\"title\":\"Trading is suspended on all instruments\"")
                    .contains("\"end\":\"\"")
                    .contains("\"serviceType\":\"5\"")
                    .contains("\"maintType\":\"2\"");
            scene.entry();
            scene.journal.phase(Phase.TRADING);
            scene.journal.end();
            String over = client.until("\"state\":\"completed\"");
            assertThat(over).contains("\"title\":\"Trading is suspended on all instruments\"");
            assertThat(begin(over)).isEqualTo(begin(stopped));
        }
    }

    private static String begin(String push) {
        return push.replaceFirst(".*\"begin\":\"([0-9]+)\".*", "$1");
    }

    @Test
    void a_file_is_followed_and_one_that_is_wrong_leaves_the_plan_as_it_was() throws IOException {
        Path file = directory.resolve("maintenance.json");
        Clock clock = Clock.fixed(Instant.parse("2026-12-01T08:10:00Z"), ZoneOffset.UTC);
        try (MaintenanceFile watched = MaintenanceFile.watch(file, clock)) {
            assertThat(watched.get()).isEmpty();
            Files.writeString(file, UPGRADE);
            Until.holds(() -> states(watched.get()).equals(List.of("Upgrade ongoing")));
            Files.writeString(file, "{\"maintenance\": [");
            Files.writeString(directory.resolve("next"), UPGRADE.replace("Upgrade", "Another"));
            assertThat(states(watched.get())).containsExactly("Upgrade ongoing");
            Files.move(
                    directory.resolve("next"),
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            Until.holds(() -> states(watched.get()).equals(List.of("Another ongoing")));
            Files.delete(file);
            Until.holds(() -> watched.get().isEmpty());
        }
    }

    private static List<String> states(List<StatusRow> rows) {
        return rows.stream().map(row -> row.title() + " " + row.state()).toList();
    }
}
