package seawall.app;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.agrona.CloseHelper;
import seawall.cluster.ClusterMember;
import seawall.cluster.Durability;
import seawall.cluster.EngineReplica;
import seawall.cluster.MemberAddress;
import seawall.cluster.MemberConfig;
import seawall.cluster.Profile;
import seawall.engine.Limits;
import seawall.link.ArchiveJournalReader;
import seawall.link.ClusterCommandLink;
import seawall.link.JournalEntryHandler;
import seawall.link.JournalReader;
import seawall.link.JournalSource;
import seawall.link.LinkMedia;
import seawall.wire.MemberPorts;

/// A cluster of one member in this process, and the way to it. An acknowledged command is on disk.
final class LocalMember implements AutoCloseable {
    private static final Duration SNAPSHOT_INTERVAL = Duration.ofMinutes(10);
    private static final int PORT_MIN = 20_000;
    private static final int PORT_MAX = 31_000;
    private static final int PORT_ATTEMPTS_MAX = 100;

    private final ClusterMember member;
    private final LinkMedia media;
    private final JournalSource source;

    /// @param directory the member's; log, journal and snapshots are kept there
    /// @param ports     on the loopback address; they may differ from start to start
    LocalMember(Path directory, MemberPorts ports, Limits limits) {
        var address = new MemberAddress(0, "localhost", ports, "local");
        member = ClusterMember.launch(
                new MemberConfig(0, List.of(address), directory, Durability.FSYNC, Profile.LAPTOP, SNAPSHOT_INTERVAL),
                parts -> new EngineReplica(limits, parts));
        media = LinkMedia.connect(member.driverDirectory());
        source = JournalSource.local(0, ports);
    }

    ClusterMember member() {
        return member;
    }

    LinkMedia media() {
        return media;
    }

    JournalSource source() {
        return source;
    }

    /// A sender of commands.
    ///
    /// @param gatewayId different from that of every other sender
    ClusterCommandLink link(int gatewayId) {
        return new ClusterCommandLink(gatewayId, List.of(source), media, correlationId -> {});
    }

    /// A reader of the journal.
    JournalReader reader(long afterSequence, JournalEntryHandler handler) {
        return new ArchiveJournalReader(source, media, afterSequence, handler);
    }

    /// A block of ports that are free now.
    static MemberPorts freePorts() {
        for (int attempt = 0; attempt < PORT_ATTEMPTS_MAX; attempt++) {
            int base = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
            if (areFree(base)) {
                return new MemberPorts(base);
            }
        }
        throw new IllegalStateException("found no " + MemberPorts.COUNT + " free UDP ports in a row between " + PORT_MIN
                + " and " + PORT_MAX + " in " + PORT_ATTEMPTS_MAX + " attempts");
    }

    private static boolean areFree(int base) {
        var sockets = new ArrayList<DatagramSocket>();
        try {
            for (int port = base; port < base + MemberPorts.COUNT; port++) {
                sockets.add(new DatagramSocket(new InetSocketAddress("127.0.0.1", port)));
            }
            return true;
        } catch (IOException taken) {
            return false;
        } finally {
            sockets.forEach(DatagramSocket::close);
        }
    }

    /// Takes a snapshot when there is anything new, and stops.
    @Override
    public void close() {
        CloseHelper.closeAll(media, member);
    }
}
