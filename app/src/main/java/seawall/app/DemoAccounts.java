package seawall.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import seawall.drill.client.Credentials;
import seawall.drill.client.Json;

/// The demo's people and robots with their keys, in files that only their owner can read. The keys are written
/// before the venue
/// hears of them, so that a start that was interrupted goes on with the same ones.
final class DemoAccounts {
    /// For people: two traders.
    static final String CREDENTIALS_FILE = "demo-credentials.json";

    private static final String ROBOTS_FILE = "demo-robots.json";
    private static final String PENDING_FILE = "demo-keys.json";

    private DemoAccounts() {}

    /// One account of the demo.
    ///
    /// @param name unique at the venue
    record Account(String name, String apiKey, String secretKey, String passphrase) {
        Credentials credentials(long uid) {
            return new Credentials(apiKey, secretKey, passphrase, uid);
        }
    }

    /// The keys of the accounts with these names, new ones or those of an earlier start.
    static List<Account> keys(Path directory, List<String> names) throws IOException {
        Path file = directory.resolve(PENDING_FILE);
        var accounts = new ArrayList<Account>();
        if (Files.exists(file)) {
            for (var row : Json.objects(Json.object(Files.readString(file)), "accounts")) {
                accounts.add(new Account(
                        Json.text(row, "name"),
                        Json.text(row, "apiKey"),
                        Json.text(row, "secretKey"),
                        Json.text(row, "passphrase")));
            }
        }
        for (String name : names) {
            if (accounts.stream().noneMatch(account -> account.name().equals(name))) {
                accounts.add(fresh(name));
            }
        }
        var rows = accounts.stream()
                .map(account -> Json.fields(
                        "name", account.name(),
                        "apiKey", account.apiKey(),
                        "secretKey", account.secretKey(),
                        "passphrase", account.passphrase()))
                .toList();
        writeForOwner(file, "{\"accounts\":[" + String.join(",\n", rows) + "]}\n");
        return accounts;
    }

    /// True when an earlier start opened the venue to its end: the paper money is there.
    static boolean isOpened(Path directory) {
        return Files.exists(directory.resolve(CREDENTIALS_FILE)) && Files.exists(directory.resolve(ROBOTS_FILE));
    }

    /// Writes what clients need.
    static void write(Path directory, String rest, String webSocket, List<Credentials> users, List<Credentials> robots)
            throws IOException {
        writeForOwner(directory.resolve(ROBOTS_FILE), document(rest, webSocket, robots));
        writeForOwner(directory.resolve(CREDENTIALS_FILE), document(rest, webSocket, users));
    }

    private static String document(String rest, String webSocket, List<Credentials> users) {
        var rows = users.stream()
                .map(user -> Json.fields(
                        "apiKey", user.apiKey(),
                        "secretKey", user.secretKey(),
                        "passphrase", user.passphrase(),
                        "uid", Long.toString(user.uid())))
                .toList();
        return "{\"rest\":" + Json.quoted(rest) + ",\"ws\":" + Json.quoted(webSocket) + ",\"users\":[\n"
                + String.join(",\n", rows) + "]}\n";
    }

    /// A reader sees the old file or the new one, never a part of it.
    private static void writeForOwner(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text, StandardCharsets.UTF_8);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Account fresh(String name) {
        var random = new SecureRandom();
        var secret = new byte[16];
        random.nextBytes(secret);
        var words = new byte[6];
        random.nextBytes(words);
        return new Account(
                name,
                UUID.randomUUID().toString(),
                HexFormat.of().withUpperCase().formatHex(secret),
                // With the digit, letters and special character that the API asks of a passphrase.
                "Sea-" + HexFormat.of().formatHex(words) + "-1");
    }
}
