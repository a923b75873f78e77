package seawall.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import seawall.app.roles.MemberList;
import seawall.cluster.LogBackup;

/// `seawall backup`.
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Copies the log of a running exchange to another place; trading goes on.",
            "",
            "The log is all that is needed: journals, snapshots and history are made from it again. A later backup to the same"
                    + " place goes on where the one before ended. With --data, the key that opens the secrets of API keys is"
                    + " copied too: keep the backup as safe as the exchange.",
            "",
            "The loss window: what was committed after the position that is printed is lost if nothing but the backup is left."
                    + " Without --every that is everything since this command; with it, what the copy lags behind.",
            "",
            "  ./seawall backup --data DIR --to DIR2              once",
            "  ./seawall backup --data DIR --to DIR2 --every 10   until Ctrl-C, telling every 10 s how far it is",
            "  ./seawall backup --data DIR --to DIR2 --rehearse   once, then restores into a scratch directory, replays",
            "                                                     it and compares every entry with the running exchange",
            "  ./seawall restore --from DIR2 --data DIR3          the other way",
            ""
        })
final class BackupCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int EVERY_MAX = 86_400;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of  ./seawall cluster  on this machine, which runs.")
    private @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration of any member, instead of --data; its members and profile are used.")
    private @Nullable Path config;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "localhost",
            description = "Name or address under which the members reach this machine (${DEFAULT-VALUE}).")
    private String host = "localhost";

    @Option(names = "--to", paramLabel = "DIR2", required = true, description = "Where the copy is kept.")
    private Path to = Path.of("seawall-backup");

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Follow the log until Ctrl-C, and tell how far the copy is every so many seconds.")
    private int every;

    @Option(
            names = "--rehearse",
            description = "Restore the copy into a scratch directory, replay it and compare it with the exchange.")
    private boolean rehearse;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (every < 0 || every > EVERY_MAX || (every > 0 && rehearse)) {
            throw new IllegalArgumentException(
                    "expected --every of 1 to " + EVERY_MAX + " seconds, and not with --rehearse, found " + every);
        }
        MemberList members = MemberList.ofMember(memberConfig());
        Path directory = to.toAbsolutePath().normalize();
        long position;
        long behind;
        try (var backup = LogBackup.start(members.members(), directory, host, members.profile())) {
            copyKey(directory);
            position = backup.awaitCopied(PATIENCE);
            behind = backup.leaderPosition() - position;
            out.println("copied      the log up to position " + position + " to " + directory);
            if (every > 0) {
                follow(backup);
            }
        }
        if (!rehearse) {
            out.println(
                    "loss window what is committed after position " + position + "; another backup goes on from there");
            return 0;
        }
        return Rehearsal.of(directory, members.members(), host).tell(out, behind) ? 0 : 1;
    }

    private void follow(LogBackup backup) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(backup::close, "backup-end"));
        while (true) {
            Thread.sleep(Duration.ofSeconds(every));
            long position = backup.position();
            try {
                long behind = Math.max(0, backup.leaderPosition() - position);
                out.println(
                        position < 0
                                ? "waiting     for a leader; the copy stands"
                                : "copied      up to position " + position + ", loss window " + behind + " bytes");
            } catch (IllegalStateException e) {
                out.println("waiting     " + e.getMessage());
            }
            out.flush();
        }
    }

    private Path memberConfig() {
        if (config != null) {
            return config;
        }
        if (data == null) {
            throw new IllegalArgumentException("expected --data DIR or --config FILE, found neither");
        }
        return DataDirectory.config(data, "member-0");
    }

    private void copyKey(Path directory) throws IOException {
        if (data != null && Files.exists(data.resolve(RestoreCommand.VENUE_KEY))) {
            Files.copy(
                    data.resolve(RestoreCommand.VENUE_KEY),
                    directory.resolve(RestoreCommand.VENUE_KEY),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
