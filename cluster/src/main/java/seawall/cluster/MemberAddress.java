package seawall.cluster;

import seawall.wire.MemberPorts;

/// Where a member is reached.
///
/// @param id     number of the member, from 0
/// @param host   name or address of its machine, as the other members and the readers see it
/// @param ports  its ports
/// @param region its failure domain; a majority should not share one
public record MemberAddress(int id, String host, MemberPorts ports, String region) {
    /// Members of a cluster at most.
    public static final int MEMBERS_MAX = 7;

    public MemberAddress {
        if (id < 0 || id >= MEMBERS_MAX) {
            throw new IllegalArgumentException("a member id is between 0 and " + (MEMBERS_MAX - 1) + ", found " + id);
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("member " + id + " has no host");
        }
    }

    /// The endpoint `host:port`.
    String endpoint(int port) {
        return host + ":" + port;
    }

    /// This member as Aeron Cluster lists it: ingress, consensus, log, catch-up, archive.
    String clusterMember() {
        return id + "," + endpoint(ports.ingress()) + "," + endpoint(ports.consensus()) + "," + endpoint(ports.log())
                + "," + endpoint(ports.catchup()) + "," + endpoint(ports.archive());
    }
}
