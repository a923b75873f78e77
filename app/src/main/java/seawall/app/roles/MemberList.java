package seawall.app.roles;

import java.nio.file.Path;
import java.util.List;
import seawall.cluster.MemberAddress;
import seawall.cluster.Profile;

/// The members of an exchange, as the configuration of any of its processes names them.
///
/// @param members addresses of all members
/// @param profile that of the members
public record MemberList(List<MemberAddress> members, Profile profile) {
    /// Reads the configuration of a member.
    ///
    /// @throws IllegalArgumentException when the file cannot be read, or names no members
    public static MemberList ofMember(Path file) {
        var configuration = new RoleFile(file);
        return new MemberList(configuration.members(), configuration.constant("profile", Profile.class));
    }
}
