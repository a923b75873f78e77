package seawall.app.roles;

import java.time.Duration;
import picocli.CommandLine.Command;
import seawall.cluster.Durability;
import seawall.cluster.EngineReplica;
import seawall.cluster.MemberAddress;
import seawall.cluster.MemberConfig;
import seawall.cluster.Membership;
import seawall.cluster.Profile;
import seawall.engine.Limits;

/// `seawall member`.
@Command(
        name = "member",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "One member of an exchange: log, engine, journal.",
            "",
            "Keys of FILE (key = value):",
            "  id           number of this member among the members",
            "  members      all members, the same in every file: NUMBER@HOST:PORT/REGION, separated by commas; a member uses seven"
                    + " UDP ports from PORT on. 1, 3 or 5 of them",
            "  directory    where log, journal and snapshots are kept",
            "  durability   fsync (every command is on disk before it counts) or replicated (in the memory of a majority)",
            "  profile      laptop or server: what the machine is like",
            "  ops-port     HTTP on 127.0.0.1: GET /health, GET /metrics, POST /step-down, POST /snapshot; 0 = any free one",
            ""
        })
public final class MemberCommand extends Role {
    private static final Duration SNAPSHOT_INTERVAL = Duration.ofMinutes(10);

    @Override
    String start(RoleFile file) throws Exception {
        var config = new MemberConfig(
                file.number("id", 0, MemberAddress.MEMBERS_MAX - 1),
                file.members(),
                file.path("directory"),
                file.constant("durability", Durability.class),
                file.constant("profile", Profile.class),
                SNAPSHOT_INTERVAL);
        int opsPort = file.port("ops-port");
        file.refuseUnknown();
        Membership member = add(Membership.launch(config, parts -> new EngineReplica(Limits.laptop(), parts)));
        MemberOps ops = add(MemberOps.start(opsPort, member));
        return "member " + config.memberId() + " ops " + ops.port();
    }
}
