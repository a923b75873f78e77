package seawall.wire;

/// The UDP ports of a member, counted from its base, and the stream of its journal: what members and their readers must
/// agree on.
///
/// @param base first port of the block that belongs to the member
public record MemberPorts(int base) {
    /// Ports a member uses, from its base on.
    public static final int COUNT = 7;

    /// Aeron stream id of the journal, on every member.
    public static final int JOURNAL_STREAM_ID = 1847;

    public MemberPorts {
        if (base < 1024 || base + COUNT > 65536) {
            throw new IllegalArgumentException(
                    "a port base is between 1024 and " + (65536 - COUNT) + ", found " + base);
        }
    }

    /// Where clients send commands.
    public int ingress() {
        return base;
    }

    /// Where members hold elections.
    public int consensus() {
        return base + 1;
    }

    /// Where a follower receives the log.
    public int log() {
        return base + 2;
    }

    /// Where a follower receives what it missed of the log.
    public int catchup() {
        return base + 3;
    }

    /// Where the archive takes requests.
    public int archive() {
        return base + 4;
    }

    /// Where readers announce themselves to the live journal.
    public int journal() {
        return base + 5;
    }

    /// Where recordings of other members arrive.
    public int replication() {
        return base + 6;
    }
}
