package seawall.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `seawall verify`.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks the recorded journal of a stopped exchange, from its first entry to its last.",
            "",
            "Every sequence number follows the one before; the postings of every entry sum to zero per currency; no balance but the"
                    + " mint's is negative; orders, fills, books and balances agree with each other. Prints the conservation of each"
                    + " currency, the sequence and the state hash. Exit status 0 means that everything holds.",
            ""
        })
final class VerifyCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "The directory of the stopped exchange.")
    private Path data = Path.of("seawall-data");

    @Override
    public Integer call() throws Exception {
        Path member = data.resolve("member");
        if (!Files.isDirectory(member.resolve("archive"))) {
            throw new IllegalArgumentException("expected the data of an exchange in " + data + ", found no " + member);
        }
        Verification verification = Verification.of(member);
        System.out.print(verification.text());
        return verification.holds() ? 0 : 1;
    }
}
