package seawall.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.wire.MemberPorts;

@Timeout(60)
final class ClusterMemberTest {
    @TempDir
    private Path directory;

    private MemberPorts ports;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @BeforeEach
    void freePorts() {
        ports = TestPorts.free();
    }

    private ClusterMember launch() {
        return ClusterMember.launch(config(directory, ports), CountingReplica::new, failure::set);
    }

    static MemberConfig config(Path directory, MemberPorts ports) {
        return new MemberConfig(
                0,
                List.of(new MemberAddress(0, "localhost", ports, "here")),
                directory.resolve("member-0"),
                Durability.REPLICATED,
                Profile.LAPTOP,
                Duration.ZERO);
    }

    @Test
    void a_command_comes_back_as_an_entry() {
        try (var member = launch();
                var client = new TestClient(7, ports, directory)) {
            LongStream.rangeClosed(1, 100).forEach(client::send);
            client.await("100 answers", () -> client.accepted().size() == 100);

            assertThat(client.accepted())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 100).boxed().toList());
            assertThat(client.entries).extracting(TestClient.Entry::sequence).isEqualTo(sequences(101));
            assertThat(failure).hasValue(null);
        }
    }

    static List<Long> sequences(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }
}
