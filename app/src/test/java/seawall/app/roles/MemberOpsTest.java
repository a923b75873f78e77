package seawall.app.roles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.cluster.Durability;
import seawall.cluster.EngineReplica;
import seawall.cluster.MemberAddress;
import seawall.cluster.MemberConfig;
import seawall.cluster.Membership;
import seawall.cluster.Profile;
import seawall.engine.Limits;
import seawall.wire.MemberPorts;

@Timeout(60)
class MemberOpsTest {
    @Test
    void an_operator_sees_and_asks_and_a_web_page_does_not(@TempDir Path directory) throws Exception {
        var failure = new AtomicReference<Throwable>();
        var config = new MemberConfig(
                0,
                List.of(new MemberAddress(0, "localhost", new MemberPorts(31_500), "here")),
                directory,
                Durability.REPLICATED,
                Profile.LAPTOP,
                Duration.ofHours(1));
        try (var member = Membership.launch(config, parts -> new EngineReplica(Limits.laptop(), parts), failure::set);
                var ops = MemberOps.start(0, member)) {
            int port = ops.port();
            String host = "127.0.0.1:" + port;
            while (!status(port, "GET /health", host, "").equals("200")) {
                assertThat(failure).hasValue(null);
            }
            assertThat(List.of(
                            status(port, "GET /metrics", host, ""),
                            status(port, "POST /step-down", host, ""),
                            status(port, "GET /step-down", host, ""),
                            status(port, "POST /health", host, ""),
                            status(port, "GET /healthy", host, ""),
                            status(port, "GET /", host, ""),
                            status(port, "POST /snapshot", host, "Origin: http://" + host + "\r\n"),
                            status(port, "POST /snapshot", "seawall.example:" + port, ""),
                            status(port, "POST /snapshot", host, "")))
                    .containsExactly("200", "409", "405", "405", "404", "404", "403", "403", "202");
            assertThat(failure).hasValue(null);
        }
    }

    private static String status(int port, String request, String host, String headers) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\nConnection: close\r\n"
                                    + headers + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.split(" ", 3)[1];
        }
    }
}
