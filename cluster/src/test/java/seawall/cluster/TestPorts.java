package seawall.cluster;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;
import seawall.wire.MemberPorts;

/// Blocks of UDP ports that nobody uses right now, outside the range from which the system hands out ports by itself.
final class TestPorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 30_000;
    private static final int ATTEMPTS_MAX = 100;

    private TestPorts() {}

    static MemberPorts free() {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int base = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            boolean free = true;
            for (int port = base; free && port < base + MemberPorts.COUNT; port++) {
                free = isFree(port);
            }
            if (free) {
                return new MemberPorts(base);
            }
        }
        throw new IllegalStateException("no free block of ports after " + ATTEMPTS_MAX + " attempts");
    }

    private static boolean isFree(int port) {
        try (var socket = new DatagramSocket(port, InetAddress.getByName("localhost"))) {
            return socket.isBound();
        } catch (SocketException e) {
            return false;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("localhost has no address", e);
        }
    }
}
