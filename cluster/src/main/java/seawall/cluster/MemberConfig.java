package seawall.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Everything a member needs to know before it starts.
///
/// @param memberId         which of the members this process is
/// @param members          all members, the same list in every process
/// @param directory        where log, journal and snapshots are kept; nothing else may use it
/// @param durability       what an acknowledged command survives
/// @param profile          the kind of machine
/// @param snapshotInterval time between scheduled snapshots; zero for none, also when the member closes
public record MemberConfig(
        int memberId,
        List<MemberAddress> members,
        Path directory,
        Durability durability,
        Profile profile,
        Duration snapshotInterval) {
    public MemberConfig {
        members = List.copyOf(members);
        if (members.stream().map(MemberAddress::id).distinct().count() != members.size()) {
            throw new IllegalArgumentException("member ids must differ: " + members);
        }
        if (snapshotInterval.isNegative()) {
            throw new IllegalArgumentException("the snapshot interval is negative: " + snapshotInterval);
        }
        int self = memberId;
        if (members.stream().noneMatch(member -> member.id() == self)) {
            throw new IllegalArgumentException("member " + memberId + " is not among " + members);
        }
    }

    /// The address of this member.
    public MemberAddress self() {
        return members.stream()
                .filter(member -> member.id() == memberId)
                .findFirst()
                .orElseThrow();
    }

    String clusterMembers() {
        return members.stream().map(MemberAddress::clusterMember).collect(Collectors.joining("|"));
    }

    /// True when the loss of one region would take a majority with it, although there is more than one member.
    public boolean majoritySharesARegion() {
        return members.size() > 1
                && members.stream()
                        .collect(Collectors.groupingBy(MemberAddress::region, Collectors.counting()))
                        .values()
                        .stream()
                        .anyMatch(count -> count > members.size() / 2);
    }
}
