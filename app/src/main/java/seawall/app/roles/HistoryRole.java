package seawall.app.roles;

import java.io.IOException;
import java.nio.file.Files;
import seawall.history.HistoryConfig;

/// The database of history, as a configuration file names it.
final class HistoryRole {
    private HistoryRole() {}

    static HistoryConfig config(RoleFile file) {
        String url = file.text("history");
        String user = file.text("history-user", "");
        String password = "";
        if (file.isGiven("history-password-file")) {
            try (var lines = Files.lines(file.path("history-password-file"))) {
                password = lines.findFirst().orElse("");
            } catch (IOException e) {
                throw new IllegalArgumentException("expected a password in its file, found " + e, e);
            }
        }
        return url.startsWith("jdbc:")
                ? HistoryConfig.postgresql(url, user, password)
                : HistoryConfig.sqlite(file.resolve(url));
    }
}
