package seawall.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import seawall.drill.client.Json;

/// The processes of a cluster that runs on this machine, as `cluster.json` in its directory names them.
///
/// @param members  by their numbers
/// @param gateways by their numbers
record WhoIsWho(List<Entry> members, List<Entry> gateways) {
    /// One process.
    ///
    /// @param ops base of its private port
    record Entry(String name, long pid, String region, URI ops) {}

    /// Reads the file.
    ///
    /// @param directory of `seawall cluster --data`
    static WhoIsWho read(Path directory) throws IOException {
        Path file = directory.resolve(LocalCluster.WHO_IS_WHO_FILE);
        try {
            Map<String, Object> document = Json.object(Files.readString(file));
            return new WhoIsWho(entries(document, "members", "member-"), entries(document, "gateways", "gateway-"));
        } catch (NoSuchFileException absent) {
            throw new IllegalArgumentException(
                    "expected " + file + ", which  ./seawall cluster --data " + directory
                            + "  writes when it is ready; found none",
                    absent);
        }
    }

    private static List<Entry> entries(Map<String, Object> document, String role, String prefix) {
        return Json.objects(document, role).stream()
                .map(row -> new Entry(
                        prefix + Json.text(row, "id"),
                        Long.parseLong(Json.text(row, "pid")),
                        Json.text(row, "region"),
                        URI.create("http://127.0.0.1:" + Json.text(row, "opsPort"))))
                .toList();
    }
}
