package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.gateway.http.HttpLimits;
import seawall.wire.codec.Side;

class SlowReaderTest {
    private static final int ACKNOWLEDGEMENT_BYTES = 60_000;
    private static final int REQUESTS_MAX = 1_000;

    @TempDir
    Path directory;

    @Test
    void a_client_that_never_reads_is_cut_off_with_4005_and_nobody_else_notices() throws IOException {
        try (SocketScene scene = new SocketScene(directory);
                Socket slow = new Socket()) {
            slow.setReceiveBufferSize(16 * 1024);
            slow.connect(new InetSocketAddress("127.0.0.1", scene.gateway.port()));
            slow.setSoTimeout(10_000);
            OutputStream out = slow.getOutputStream();
            out.write("""
                    GET /ws/v5/public HTTP/1.1\r
                    Host: localhost\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    Sec-WebSocket-Version: 13\r
                    \r
                    """.getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = new DataInputStream(slow.getInputStream());
            skipHead(in);
            byte[] request = masked("{\"op\":\"unsubscribe\",\"args\":[{\"channel\":\"status\",\"echo\":\""
                    + "x".repeat(ACKNOWLEDGEMENT_BYTES) + "\"}]}");
            int requests = 0;
            while (scene.metric("sockets_too_slow_total") == 0) {
                assertThat(requests++).as("requests until the server gave up").isLessThan(REQUESTS_MAX);
                out.write(request);
            }
            assertThat(lastCloseCode(in)).isEqualTo(4005);

            SocketClient other = scene.client();
            other.send("ping");
            assertThat(other.next()).isEqualTo("pong");
        }
    }

    @Test
    void a_burst_for_a_client_that_reads_is_no_reason_to_cut_it_off() {
        HttpLimits http = HttpLimits.standard();
        HttpLimits small = new HttpLimits(
                http.bodyBytesMax(),
                http.headerBytesMax(),
                http.requestLineBytesMax(),
                http.connectionsMax(),
                http.requestSender(),
                http.idle(),
                8 * 1024,
                4 * 1024,
                http.frameBytesMax());
        try (SocketScene scene = new SocketScene(directory, config -> config.withHttp(small))) {
            scene.entry();
            for (int i = 0; i < 400; i++) {
                scene.journal.level(Side.SELL, 500_001 + i, 300, 2).level(Side.BUY, 500_000 - i, 300, 2);
            }
            scene.journal.end();
            scene.awaitApplied();
            SocketClient client = scene.alice();
            // Each snapshot alone is more than may wait unsent, and all of them leave in one turn.
            client.send("{\"op\":\"subscribe\",\"args\":[{\"channel\":\"books\",\"instId\":\"BTC-USDT\"},"
                    + "{\"channel\":\"books50-l2-tbt\",\"instId\":\"BTC-USDT\"},"
                    + "{\"channel\":\"books5\",\"instId\":\"BTC-USDT\"}]}");
            // Which of them leaves first is nobody's promise.
            List<String> channels = new ArrayList<>();
            while (channels.size() < 3) {
                channels.add(
                        client.until("\"data\":[").replaceFirst("^\\{\"arg\":\\{\"channel\":\"([^\"]*)\".*", "$1"));
            }
            assertThat(channels).containsExactlyInAnyOrder("books", "books50-l2-tbt", "books5");
        }
    }

    /// Reads the answer to the handshake, which ends with an empty line.
    private static void skipHead(DataInputStream in) throws IOException {
        int end = 0;
        while (end != 0x0d0a0d0a) {
            end = end << 8 | in.readUnsignedByte();
        }
    }

    /// A text frame of a client, with a mask of zeros.
    private static byte[] masked(String text) {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[payload.length + 8];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | 126);
        frame[2] = (byte) (payload.length >> 8);
        frame[3] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 8, payload.length);
        return frame;
    }

    /// Reads frames up to the one that closes.
    private static int lastCloseCode(DataInputStream in) throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte();
            int bytes = length == 126 ? in.readUnsignedShort() : length;
            byte[] payload = in.readNBytes(bytes);
            if (opcode == 8) {
                return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
            }
        }
    }
}
