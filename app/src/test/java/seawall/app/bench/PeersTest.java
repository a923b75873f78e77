package seawall.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import seawall.drill.client.Credentials;

@Timeout(60)
class PeersTest {
    private static final List<Credentials> NOBODY = List.of(new Credentials("key", "secret", "passphrase", 1));
    private static final String ORDER = OrderText.order("BTC-USDT", "1", "1");

    private final Meter meter = new Meter();

    @Test
    void a_bare_netty_answers_every_request_over_websocket_at_a_rate_and_flat_out() throws Exception {
        try (var echo = new NettyEcho();
                var load = new WebSocketLoad(echo.webSocket(), NOBODY, false, ORDER, meter)) {
            var steady = meter.atRate(load, 500, Duration.ofSeconds(1));
            assertThat(List.of(
                            steady.answers(),
                            steady.refusals(),
                            steady.latency().getTotalCount()))
                    .containsExactly(500L, 0L, 400L);
            assertThat(meter.flatOut(load, 32, Duration.ofMillis(500)).perSecond())
                    .isGreaterThan(500);
        }
    }

    @Test
    void a_bare_netty_answers_every_request_over_http() throws Exception {
        try (var echo = new NettyEcho();
                var load = new HttpLoad(echo.http(), NOBODY, 8, ORDER, meter)) {
            var steady = meter.atRate(load, 500, Duration.ofSeconds(1));
            assertThat(List.of(steady.answers(), steady.refusals())).containsExactly(500L, 0L);
        }
    }

    @Test
    void a_bare_cluster_answers_every_message(@TempDir Path directory) {
        try (var load = new ClusterEcho(directory, meter)) {
            var steady = meter.atRate(load, 500, Duration.ofSeconds(1));
            assertThat(List.of(steady.answers(), steady.refusals())).containsExactly(500L, 0L);
        }
    }
}
