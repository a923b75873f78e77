package seawall.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `seawall verify`.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks what a stopped exchange has recorded, from its first entry to its last, and changes none of it.",
            "",
            "The journal is audited by itself: every sequence number follows the one before; the postings of every entry sum to"
                    + " zero per currency; no balance but the mint's is negative; orders, fills, books and balances agree with each"
                    + " other. Then the log of commands is replayed from its beginning through a fresh engine: every part of the"
                    + " journal must be the same byte by byte, and the latest snapshot must lead to the same state.",
            "",
            "Prints the conservation of each currency, the sequence and the state hash. Exit status 0 means that everything"
                    + " holds; 1 that something does not, which is named with its place.",
            ""
        })
final class VerifyCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "The directory of the stopped exchange, of demo or of cluster; all its members are checked.")
    private Path data = Path.of("seawall-data");

    @Override
    public Integer call() throws IOException {
        List<Path> members = members();
        boolean holds = true;
        for (Path member : members) {
            if (members.size() > 1) {
                System.out.println(member.getFileName());
            }
            Verification verification = Verification.of(
                    member, Exchange.LIMITS, bytes -> new VerifyProgress(System.err, bytes, System.nanoTime()));
            System.out.print(verification.text());
            holds &= verification.holds();
        }
        return holds ? 0 : 1;
    }

    /// That of `demo`, or those of `cluster`.
    private List<Path> members() throws IOException {
        if (!Files.isDirectory(data)) {
            throw new IllegalArgumentException("expected the data of an exchange in " + data + ", found no directory");
        }
        List<Path> members = DataDirectory.members(data);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("expected the data of an exchange in " + data + ", found no member");
        }
        return members;
    }
}
