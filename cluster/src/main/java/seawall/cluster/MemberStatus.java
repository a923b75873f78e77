package seawall.cluster;

/// What an operator sees of a member; a consistent picture, at most a few milliseconds old.
///
/// @param memberId        number of the member
/// @param role            LEADER, FOLLOWER or CANDIDATE
/// @param phase           STARTING, CHECKING (comparing the replayed log with the recorded journal), ELECTING
///                        (an election goes on, or this member catches up with the one that won it), RUNNING,
///                        SUSPENDED (no commands are taken, since the leader's disk has no room),
///                        STEPPING_DOWN (left the cluster to join it again as a follower) or STOPPED
/// @param logPosition     byte position in the log up to which commands were applied
/// @param sequence        sequence number of the last entry
/// @param stateHash       hash of the state at that sequence number
/// @param journalPosition byte position in this member's journal after the last entry
/// @param snapshots       snapshots since the start whose image is on the disk
/// @param backPressure    times a journal part had to wait for its recording
/// @param errors          errors reported by Aeron or by the service since the start
public record MemberStatus(
        int memberId,
        String role,
        String phase,
        long logPosition,
        long sequence,
        long stateHash,
        long journalPosition,
        long snapshots,
        long backPressure,
        long errors) {
    /// The same between leaving the cluster and joining it again: neither leader nor follower.
    MemberStatus steppingDown() {
        return new MemberStatus(
                memberId,
                "FOLLOWER",
                "STEPPING_DOWN",
                logPosition,
                sequence,
                stateHash,
                journalPosition,
                snapshots,
                backPressure,
                errors);
    }
}
