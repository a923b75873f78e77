package seawall.app.bench;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// The bare limit of the durable path: a single-member Aeron Cluster with the same syncing, checksums and idling
/// as ours, whose
/// service sends each message straight back. No engine, no journal, no gateway.
final class ClusterEcho implements Load {
    /// As large as a placed order on the wire.
    private static final int MESSAGE_BYTES = 160;

    private static final int PORTS = 5;

    private final MediaDriver driver;
    private final Archive archive;
    private final ConsensusModule consensus;
    private final ClusteredServiceContainer container;
    private final AeronCluster client;
    private final MutableDirectBuffer message = new UnsafeBuffer(new byte[MESSAGE_BYTES]);

    /// @param directory empty; log and driver buffers go there
    ClusterEcho(Path directory, Answers answers) {
        List<Integer> ports = freePorts(PORTS);
        String driverDirectory = directory.resolve("driver").toString();
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(driverDirectory)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(idleStrategy())
                .termBufferSparseFile(true));
        archive = Archive.launch(new Archive.Context()
                .aeronDirectoryName(driverDirectory)
                .archiveDir(directory.resolve("archive").toFile())
                .controlChannel("aeron:udp?endpoint=localhost:" + ports.get(0))
                .replicationChannel("aeron:udp?endpoint=localhost:0")
                .recordingEventsEnabled(false)
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(ClusterEcho::idleStrategy)
                .recordChecksum(Checksums.crc32c())
                .replayChecksum(Checksums.crc32c())
                .fileSyncLevel(2)
                .catalogFileSyncLevel(2));
        var archiveClient = new AeronArchive.Context()
                .aeronDirectoryName(driverDirectory)
                .controlRequestChannel("aeron:ipc?term-length=64k")
                .controlResponseChannel("aeron:ipc?term-length=64k");
        consensus = ConsensusModule.launch(new ConsensusModule.Context()
                .aeronDirectoryName(driverDirectory)
                .clusterDir(directory.resolve("cluster").toFile())
                .clusterMemberId(0)
                .clusterMembers("0,localhost:" + ports.get(1) + ",localhost:" + ports.get(2) + ",localhost:"
                        + ports.get(3) + ",localhost:" + ports.get(4) + ",localhost:" + ports.get(0))
                .ingressChannel("aeron:udp?term-length=1m")
                .isIpcIngressAllowed(true)
                .replicationChannel("aeron:udp?endpoint=localhost:0")
                .fileSyncLevel(2)
                .idleStrategySupplier(ClusterEcho::idleStrategy)
                .archiveContext(archiveClient.clone()));
        container = ClusteredServiceContainer.launch(new ClusteredServiceContainer.Context()
                .aeronDirectoryName(driverDirectory)
                .clusterDir(directory.resolve("cluster").toFile())
                .clusteredService(new Echo())
                .idleStrategySupplier(ClusterEcho::idleStrategy)
                .archiveContext(archiveClient.clone()));
        client = AeronCluster.connect(new AeronCluster.Context()
                .aeronDirectoryName(driverDirectory)
                .ingressChannel("aeron:udp?term-length=1m")
                .ingressEndpoints("0=localhost:" + ports.get(1))
                .egressChannel("aeron:udp?endpoint=localhost:0|term-length=1m")
                .egressListener((session, timestamp, buffer, offset, length, header) ->
                        answers.onAnswer(buffer.getLong(offset), true)));
    }

    @Override
    public boolean send(long index) {
        message.putLong(0, index);
        return client.offer(message, 0, MESSAGE_BYTES) > 0;
    }

    @Override
    public int poll() {
        return client.pollEgress();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(client, container, consensus, archive, driver);
    }

    private static IdleStrategy idleStrategy() {
        return new BackoffIdleStrategy(1, 1, 1_000, 100_000);
    }

    /// Asks the system for ports that are free now.
    private static List<Integer> freePorts(int count) {
        var sockets = new ArrayList<DatagramSocket>();
        try {
            for (int index = 0; index < count; index++) {
                sockets.add(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(DatagramSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("looking for free ports", e);
        } finally {
            sockets.forEach(DatagramSocket::close);
        }
    }

    private static final class Echo implements ClusteredService {
        private @Nullable IdleStrategy idle;

        @Override
        public void onStart(Cluster cluster, @Nullable Image snapshot) {
            idle = cluster.idleStrategy();
        }

        @Override
        public void onSessionMessage(
                @Nullable ClientSession session,
                long timestamp,
                DirectBuffer buffer,
                int offset,
                int length,
                Header header) {
            if (session != null && idle != null) {
                idle.reset();
                while (session.offer(buffer, offset, length) < 0 && !session.isClosing()) {
                    idle.idle();
                }
            }
        }

        @Override
        public void onSessionOpen(ClientSession session, long timestamp) {}

        @Override
        public void onSessionClose(ClientSession session, long timestamp, CloseReason closeReason) {}

        @Override
        public void onTimerEvent(long correlationId, long timestamp) {}

        @Override
        public void onTakeSnapshot(ExclusivePublication publication) {}

        @Override
        public void onRoleChange(Cluster.Role newRole) {}

        @Override
        public void onTerminate(Cluster cluster) {}
    }
}
