package seawall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/// Rules told as tables: what was before, what is done, and everything that the exchange says to it. The table language
/// is that of [Venue]; the answers are those of [Transcript].
abstract class TableTest {
    Venue venue = Venue.ready();

    void given(String lines) {
        venue.given(lines);
    }

    void when(String lines) {
        venue.given("");
        venue.when(lines);
    }

    /// The whole answer since `when`: a surplus event fails too.
    void then(String answer) {
        assertThat(String.join("\n", venue.transcript.take()) + "\n").isEqualTo(answer);
    }

    /// The answer without levels, postings and balances, for rules about who meets whom.
    void thenOrders(String answer) {
        var lines = new StringBuilder();
        for (String line : venue.transcript.take()) {
            if (!line.startsWith("post ") && !line.startsWith("balance ") && !line.startsWith("level ")) {
                lines.append(line.replaceFirst(" bills #\\d+ #\\d+$", "")).append('\n');
            }
        }
        assertThat(lines.toString()).isEqualTo(answer);
    }

    /// Each line is a command and the whole answer to it, `command -> OUTCOME`. A refusal leaves the state as it was. A
    /// line without an arrow changes what follows.
    void refused(String table) {
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (String line : table.lines().toList()) {
            int arrow = line.indexOf("->");
            if (arrow < 0) {
                given(line);
                continue;
            }
            List<String> before = venue.state();
            String command = line.substring(0, arrow).strip();
            when(command);
            expected.add(command + " -> " + line.substring(arrow + 2).strip());
            found.add(command + " -> " + String.join(", ", venue.transcript.take()));
            assertThat(venue.state()).as(line).isEqualTo(before);
        }
        assertThat(found).isNotEmpty().isEqualTo(expected);
    }
}
