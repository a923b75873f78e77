package seawall.app.roles;

import java.util.List;
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
            "  media                  directory for the buffers of this process; emptied at each start",
            "  history                a SQLite file, or jdbc:postgresql://HOST:PORT/DATABASE",
            "  history-user           of that database",
            "  history-password-file  file whose first line is its password",
            ""
        })
public final class HistoryCommand extends Role {
    @Override
    String start(RoleFile file) {
        List<JournalSource> journals = file.journals();
        HistoryConfig config = HistoryRole.config(file);
        var mediaDirectory = file.path("media");
        file.refuseUnknown();
        LinkMedia media = add(LinkMedia.embedded(mediaDirectory));
        add(History.start(
                config,
                (nextSequence, handler) -> new RovingJournalReader(journals, media, nextSequence - 1, handler)));
        return "history " + config.store().jdbcUrl();
    }
}
