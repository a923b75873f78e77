package seawall.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import seawall.cluster.LogBackup;

/// `seawall restore`.
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes the members of an exchange out of a backup. What was committed after the backup's position is lost.",
            "",
            "Every member of the new exchange must begin with the same backup: a member that holds another log, or none, would"
                    + " get that of the others. The first start replays the log from its beginning.",
            "",
            "  ./seawall restore --from DIR2 --data DIR3 --members 3",
            "  ./seawall cluster --data DIR3 --members 3",
            "",
            "On machines of their own, once for each member:",
            "  ./seawall restore --from DIR2 --member-directory DIRECTORY-OF-ITS-CONFIGURATION",
            ""
        })
final class RestoreCommand implements Callable<Integer> {
    /// Opens the secrets of API keys.
    static final String VENUE_KEY = "venue.key";

    @Option(names = "--from", paramLabel = "DIR2", required = true, description = "The backup; nobody may write to it.")
    private Path from = Path.of("seawall-backup");

    @Option(
            names = "--data",
            paramLabel = "DIR3",
            description = "Directory for  ./seawall cluster , without members: what is there is not overwritten.")
    private @Nullable Path data;

    @Option(
            names = "--members",
            paramLabel = "N",
            defaultValue = "3",
            description = "Members of the new exchange, with --data: 1, 3 or 5 (${DEFAULT-VALUE}).")
    private int members;

    @Option(
            names = "--member-directory",
            paramLabel = "DIR",
            description = "Directory of one member, instead of --data.")
    private @Nullable Path memberDirectory;

    @Override
    public Integer call() throws IOException {
        if ((data == null) == (memberDirectory == null)) {
            throw new IllegalArgumentException("expected either --data or --member-directory");
        }
        if (members != 1 && members != 3 && members != 5) {
            throw new IllegalArgumentException("expected 1, 3 or 5 members, found " + members);
        }
        if (memberDirectory != null) {
            restore(memberDirectory);
            return 0;
        }
        Path directory = Objects.requireNonNull(data).toAbsolutePath().normalize();
        for (int member = 0; member < members; member++) {
            restore(DataDirectory.clusterMember(directory, member));
        }
        if (Files.exists(from.resolve(VENUE_KEY)) && !Files.exists(directory.resolve(VENUE_KEY))) {
            Files.copy(from.resolve(VENUE_KEY), directory.resolve(VENUE_KEY), StandardCopyOption.COPY_ATTRIBUTES);
        }
        System.out.println("start with  ./seawall cluster --data " + data + " --members " + members);
        return 0;
    }

    private void restore(Path member) {
        LogBackup.restore(from, member);
        System.out.println("restored    " + member);
    }
}
