package seawall.app.roles;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import seawall.cluster.MemberAddress;
import seawall.link.JournalSource;
import seawall.wire.MemberPorts;

/// The configuration file of one process: lines `key = value`, comments with `#`. A key that the role does not know is
/// an error, since it is more likely misspelt than meant for nobody. Relative paths begin at the file's directory.
final class RoleFile {
    private static final Pattern MEMBER = Pattern.compile("([0-9]{1,2})@([^:/\\s]+):([0-9]{1,5})/([A-Za-z0-9_-]+)");

    private final Path file;
    private final Properties values = new Properties();
    private final Set<String> known = new HashSet<>();

    RoleFile(Path file) {
        this.file = file;
        try (Reader text = Files.newBufferedReader(file)) {
            values.load(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("expected a configuration file, found " + e, e);
        }
    }

    /// A value that must be given.
    String text(String key) {
        String value = text(key, "");
        require(!value.isEmpty(), key, "a value", "none");
        return value;
    }

    String text(String key, String absent) {
        known.add(key);
        String value = values.getProperty(key, "").trim();
        return value.isEmpty() ? absent : value;
    }

    boolean isGiven(String key) {
        return !text(key, "").isEmpty();
    }

    Path path(String key) {
        return resolve(text(key));
    }

    Path resolve(String path) {
        return file.toAbsolutePath().resolveSibling(path).normalize();
    }

    int number(String key, int min, int max) {
        String text = text(key);
        boolean isNumber = text.matches("[0-9]{1,9}");
        int value = isNumber ? Integer.parseInt(text) : -1;
        require(isNumber && value >= min && value <= max, key, "a number from " + min + " to " + max, text);
        return value;
    }

    int port(String key) {
        return number(key, 0, 65_535);
    }

    <E extends Enum<E>> E constant(String key, Class<E> type) {
        String text = text(key);
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> wrong(
                        key,
                        "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT),
                        text));
    }

    /// The members, such as `0@host-a:20000/eu, 1@host-b:20000/us`: number, host, first of seven UDP ports, region.
    List<MemberAddress> members() {
        return Arrays.stream(text("members").split(","))
                .map(String::trim)
                .map(this::member)
                .toList();
    }

    private MemberAddress member(String text) {
        Matcher member = MEMBER.matcher(text);
        require(member.matches(), "members", "NUMBER@HOST:PORT/REGION, separated by commas", text);
        return new MemberAddress(
                Integer.parseInt(member.group(1)),
                member.group(2),
                new MemberPorts(Integer.parseInt(member.group(3))),
                member.group(4));
    }

    /// The members' journals, that of `read-from` first.
    List<JournalSource> journals() {
        String localHost = text("local-host", "localhost");
        List<MemberAddress> members = members();
        int first = isGiven("read-from")
                ? number("read-from", 0, MemberAddress.MEMBERS_MAX - 1)
                : members.getFirst().id();
        require(members.stream().anyMatch(member -> member.id() == first), "read-from", "a member", "" + first);
        var sources = new ArrayList<JournalSource>();
        for (MemberAddress member : members) {
            var source = new JournalSource(member.id(), member.host(), member.ports(), localHost);
            sources.add(member.id() == first ? 0 : sources.size(), source);
        }
        return List.copyOf(sources);
    }

    /// Refuses every key that was not asked for.
    void refuseUnknown() {
        for (String key : values.stringPropertyNames()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(
                        file + ": unknown key " + key + "; known are " + new TreeSet<>(known));
            }
        }
    }

    private void require(boolean condition, String key, String expected, String found) {
        if (!condition) {
            throw wrong(key, expected, found);
        }
    }

    private IllegalArgumentException wrong(String key, String expected, String found) {
        return new IllegalArgumentException(file + ": expected " + expected + " for " + key + ", found " + found);
    }
}
