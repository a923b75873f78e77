package seawall.app.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.cluster.Durability;
import seawall.cluster.MemberAddress;
import seawall.link.JournalSource;
import seawall.wire.MemberPorts;

class RoleFileTest {
    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void names_the_file() {
        path = directory.resolve("config/role.properties");
    }

    private RoleFile file(String... lines) throws IOException {
        Files.createDirectories(path.getParent());
        Files.write(path, List.of(lines));
        return new RoleFile(path);
    }

    private void assertRefused(ThrowingCallable reading, String message) {
        assertThatThrownBy(reading).isInstanceOf(IllegalArgumentException.class).hasMessage(path + ": " + message);
    }

    @Test
    void values_are_read_and_paths_begin_at_the_file() throws IOException {
        RoleFile file = file(
                "# a comment",
                "members = 0@host-a:20000/eu, 1@host-b:20100/us",
                "read-from = 1",
                "directory = ../member-0",
                "durability = fsync",
                "port = 8080");
        assertThat(file.members())
                .containsExactly(
                        new MemberAddress(0, "host-a", new MemberPorts(20_000), "eu"),
                        new MemberAddress(1, "host-b", new MemberPorts(20_100), "us"));
        assertThat(file.journals())
                .containsExactly(
                        new JournalSource(1, "host-b", new MemberPorts(20_100), "localhost"),
                        new JournalSource(0, "host-a", new MemberPorts(20_000), "localhost"));
        assertThat(file.path("directory")).isEqualTo(directory.resolve("member-0"));
        assertThat(file.constant("durability", Durability.class)).isEqualTo(Durability.FSYNC);
        assertThat(file.port("port")).isEqualTo(8080);
        file.refuseUnknown();
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> new RoleFile(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a configuration file")
                .hasMessageContaining(path.toString());
    }

    @Test
    void a_key_that_nobody_asked_for_is_named_beside_the_known_ones() throws IOException {
        RoleFile file = file("members = 0@a:20000/eu", "prot = 8080");
        file.members();
        assertRefused(file::refuseUnknown, "unknown key prot; known are [members]");
    }

    @Test
    void a_missing_or_wrong_value_says_what_was_expected() throws IOException {
        RoleFile file = file(
                "id = five",
                "port = 65536",
                "durability = perhaps",
                "members = 0@a:20000/eu, 1@b",
                "many = 99999999999999999999");
        assertRefused(() -> file.text("directory"), "expected a value for directory, found none");
        assertRefused(() -> file.number("id", 0, 4), "expected a number from 0 to 4 for id, found five");
        assertRefused(
                () -> file.number("many", 0, 4), "expected a number from 0 to 4 for many, found " + "9".repeat(20));
        assertRefused(() -> file.port("port"), "expected a number from 0 to 65535 for port, found 65536");
        assertRefused(
                () -> file.constant("durability", Durability.class),
                "expected one of [fsync, replicated] for durability, found perhaps");
        assertRefused(file::members, "expected NUMBER@HOST:PORT/REGION, separated by commas for members, found 1@b");
    }

    @Test
    void reading_from_somebody_who_is_no_member_is_refused() throws IOException {
        RoleFile file = file("members = 0@a:20000/eu", "read-from = 3");
        assertRefused(file::journals, "expected a member for read-from, found 3");
    }
}
