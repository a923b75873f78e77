package seawall.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import seawall.cluster.MemberAddress;

/// The members whose data a directory holds: `member` of a demo, `member-0` and so on of a cluster. A start with others
/// would leave what was acknowledged behind, or ask a majority for what only a minority has.
final class DataDirectory {
    private static final String DEMO_MEMBER = "member";
    private static final String DEMO = "demo";
    private static final String CLUSTER = "cluster --members ";

    private DataDirectory() {}

    /// Directory of the one member of a demo.
    static Path demoMember(Path directory) {
        return directory.resolve(DEMO_MEMBER);
    }

    /// Directories of members that have recorded anything, in order of their names.
    static List<Path> members(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(DEMO_MEMBER + "(-[0-9]+)?"))
                    .filter(member -> Files.isDirectory(member.resolve("archive")))
                    .sorted()
                    .toList();
        }
    }

    /// Configuration of a process of a cluster, such as `member-0`.
    static Path config(Path directory, String process) {
        return directory.resolve("config").resolve(process + ".properties");
    }

    /// Directory of a member of a cluster.
    static Path clusterMember(Path directory, int number) {
        return directory.resolve(DEMO_MEMBER + "-" + number);
    }

    /// Refuses a start of `demo` on what a cluster has recorded.
    static void requireDemo(Path directory) throws IOException {
        require(directory, DEMO);
    }

    /// Refuses a start of `cluster` on what a demo has recorded, or a cluster with another number of members.
    static void requireCluster(Path directory, int members) throws IOException {
        require(directory, CLUSTER + members);
    }

    private static void require(Path directory, String start) throws IOException {
        List<Path> members = members(directory);
        if (members.isEmpty()) {
            return;
        }
        // A member that lost its disk is still one of those that were planned.
        long planned = plannedMembers(directory);
        // What was restored has members and no plan yet.
        String found =
                members.contains(demoMember(directory)) ? DEMO : CLUSTER + (planned == 0 ? members.size() : planned);
        if (!found.equals(start)) {
            throw new IllegalArgumentException("expected the data of seawall " + start + " in " + directory
                    + ", found that of seawall " + found + ": start that, or name another directory with --data");
        }
    }

    private static long plannedMembers(Path directory) {
        return IntStream.range(0, MemberAddress.MEMBERS_MAX)
                .filter(number -> Files.exists(config(directory, DEMO_MEMBER + "-" + number)))
                .count();
    }
}
