package seawall.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import seawall.history.HistoryConfig;

/// Where history is kept, on the command line. A password is not: everybody on the machine may read that.
final class HistoryOptions {
    private static final String PASSWORD_VARIABLE = "SEAWALL_HISTORY_PASSWORD";

    @Option(
            names = "--history",
            paramLabel = "URL",
            description =
                    "Database of history, such as jdbc:postgresql://HOST:5432/DATABASE; without it a SQLite file in the data directory."
                            + " The tables are made by the first start.")
    private @Nullable String url;

    @Option(
            names = "--history-user",
            paramLabel = "NAME",
            defaultValue = "",
            description = "User of that database. The password is taken from --history-password-file, or else from the"
                    + " environment variable " + PASSWORD_VARIABLE + ".")
    private String user = "";

    @Option(
            names = "--history-password-file",
            paramLabel = "FILE",
            description = "File whose first line is the password.")
    private @Nullable Path passwordFile;

    /// What was asked for.
    ///
    /// @param directory of the exchange, where the SQLite file lies
    /// @param environment of the process
    HistoryConfig config(Path directory, Map<String, String> environment) {
        if (url == null) {
            if (!user.isEmpty() || passwordFile != null) {
                throw new IllegalArgumentException("expected --history with a user or a password, found none");
            }
            return HistoryConfig.sqlite(directory.resolve("history.db"));
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("expected --history jdbc:postgresql://HOST:PORT/DATABASE, found " + url);
        }
        return HistoryConfig.postgresql(url, user, password(environment));
    }

    private String password(Map<String, String> environment) {
        if (passwordFile == null) {
            return environment.getOrDefault(PASSWORD_VARIABLE, "");
        }
        try (var lines = Files.lines(passwordFile)) {
            return lines.findFirst().orElse("");
        } catch (IOException e) {
            throw new IllegalArgumentException("expected a password in " + passwordFile + ", found " + e, e);
        }
    }
}
