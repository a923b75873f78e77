package seawall.link;

import java.time.Duration;
import seawall.wire.MemberPorts;

/// A member whose journal can be read; nothing else needs to be known about it.
///
/// @param member    number of the member, for messages
/// @param host      name or address of its machine
/// @param ports     its ports
/// @param localHost name or address under which the member's machine reaches this process
public record JournalSource(int member, String host, MemberPorts ports, String localHost) {
    /// How long a member may take to answer a request before it counts as absent.
    static final Duration MESSAGE_TIMEOUT = Duration.ofSeconds(2);

    /// A member on this machine.
    public static JournalSource local(int member, MemberPorts ports) {
        return new JournalSource(member, "localhost", ports, "localhost");
    }

    String archiveRequestChannel() {
        return "aeron:udp?endpoint=" + host + ":" + ports.archive() + "|term-length=64k|alias=archive-request";
    }

    String archiveResponseChannel() {
        return "aeron:udp?endpoint=" + localHost + ":0|term-length=64k|alias=archive-response";
    }

    String replayChannel() {
        return "aeron:udp?endpoint=" + localHost + ":0|alias=journal-replay";
    }

    String liveChannel() {
        return "aeron:udp?endpoint=" + localHost + ":0|control=" + host + ":" + ports.journal()
                + "|control-mode=dynamic|alias=journal-live";
    }
}
