package seawall.app.roles;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import seawall.history.History;
import seawall.history.HistoryConfig;
import seawall.link.JournalSource;
import seawall.link.LinkMedia;
import seawall.link.RovingJournalReader;

/// `seawall history`.
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes the journal of an exchange into SQL.",
            "",
            "Keys of FILE (key = value):",
            "  members                all members: NUMBER@HOST:PORT/REGION, separated by commas",
            "  read-from              number of the member whose journal is read first (the first of members)",
            "  local-host             name under which the members reach this machine (localhost)",
            "  media                  directory of this process alone, for its lock and its buffers",
            "  history                a SQLite file, or jdbc:postgresql://HOST:PORT/DATABASE",
            "  history-user           of that database",
            "  history-password-file  file whose first line is its password",
            ""
        })
public final class HistoryCommand extends Role {
    private @Nullable LinkMedia media;
    private @Nullable History history;

    @Override
    String start(RoleFile file) {
        List<JournalSource> journals = file.journals();
        HistoryConfig config = HistoryRole.config(file);
        Path mediaDirectory = file.path("media");
        file.refuseUnknown();
        LinkMedia opened = media(mediaDirectory);
        media = opened;
        history = add(History.start(
                config,
                (nextSequence, handler) -> RovingJournalReader.ofOne(journals, opened, nextSequence - 1, handler)));
        return "history " + config.store().jdbcUrl();
    }

    @Override
    String broken() {
        if (media != null && media.isClosed()) {
            return "Aeron has given up the media of this process";
        }
        return history != null && history.state().stopped()
                ? "history stopped: " + history.state().trouble().orElse("no reason known")
                : "";
    }
}
