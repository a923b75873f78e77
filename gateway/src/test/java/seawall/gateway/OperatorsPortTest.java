package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.gateway.auth.Seal;
import seawall.gateway.http.HttpLimits;
import seawall.link.JournalReader;

class OperatorsPortTest {
    @TempDir
    Path directory;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private ScriptedVenue venue;
    private Gateway gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void health_is_bad_until_the_views_follow_the_journal_and_good_then() {
        start(reader -> reader);
        venue.isLive.set(true);
        Until.holds(gateway::isLive);
        assertThat(ask("GET /health"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-type: application/json")
                .matches("(?s).*\\{\"live\":true,\"draining\":false,\"failed\":false,\"linked\":true,\"sequence\":5,"
                        + "\"pending\":0,\"connections\":0,\"transport\":\"(epoll|nio)\"}");
    }

    @Test
    void a_gateway_that_catches_up_is_not_healthy() {
        start(reader -> reader);
        assertThat(ask("GET /health")).startsWith("HTTP/1.1 503").contains("\"live\":false");
    }

    @Test
    void a_gateway_that_drains_says_so_and_can_still_be_asked() {
        start(reader -> reader);
        venue.isLive.set(true);
        Until.holds(gateway::isLive);
        assertThat(ask("POST /drain")).startsWith("HTTP/1.1 202").endsWith("{\"draining\":true}");
        assertThat(ask("GET /health")).startsWith("HTTP/1.1 503").contains("\"draining\":true");
        assertThat(ask("POST /drain")).startsWith("HTTP/1.1 202");
    }

    @Test
    void a_gateway_whose_view_broke_is_failed_and_no_longer_live() {
        AtomicBoolean breaks = new AtomicBoolean();
        start(reader -> new BreakingReader(reader, breaks));
        venue.isLive.set(true);
        Until.holds(gateway::isLive);
        breaks.set(true);
        Until.holds(() -> failure.get() != null);
        assertThat(ask("GET /health")).startsWith("HTTP/1.1 503").contains("\"live\":false", "\"failed\":true");
        assertThat(ask("GET /metrics")).contains("\nseawall_gateway_live 0\n");
    }

    @Test
    void metrics_are_text_that_prometheus_reads() {
        start(reader -> reader);
        venue.isLive.set(true);
        Until.holds(gateway::isLive);
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET /api/v5/public/time HTTP/1.1\r\n\r\n").readUntil("}]");
        }
        String answer = ask("GET /metrics");
        assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("content-type: text/plain; version=0.0.4");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(body)
                .endsWith("\n")
                .contains("\nseawall_gateway_live 1\n", "seawall_gateway_http_requests_total 1\n");
        Set<String> seen = new HashSet<>();
        List<String> lines = body.lines().toList();
        assertThat(lines.size() % 3).isZero();
        for (int i = 0; i < lines.size(); i += 3) {
            String name = lines.get(i + 2).split(" ")[0];
            assertThat(seen.add(name)).as(name).isTrue();
            assertThat(name).matches("[a-z_][a-z0-9_]*");
            assertThat(lines.get(i)).matches("# HELP " + name + " \\S.*");
            assertThat(lines.get(i + 1))
                    .isEqualTo("# TYPE " + name + (name.endsWith("_total") ? " counter" : " gauge"));
            assertThat(lines.get(i + 2)).matches(name + " \\d+");
        }
    }

    @Test
    void whatever_else_is_asked_gets_a_code_and_changes_nothing() {
        start(reader -> reader);
        venue.isLive.set(true);
        Until.holds(gateway::isLive);
        for (String unknown : List.of("GET /", "GET /drain", "GET /health?x", "POST /health", "DELETE /metrics")) {
            assertThat(ask(unknown)).as(unknown).startsWith("HTTP/1.1 404").endsWith("{\"error\":\"unknown\"}");
        }
        assertThat(send("POST /drain HTTP/1.1\r\nContent-Length: 5000\r\n\r\n")).startsWith("HTTP/1.1 413");
        assertThat(send("POST /drain HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx"))
                .startsWith("HTTP/1.1 400");
        assertThat(send("POST /drain\u0000 HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 4");
        assertThat(ask("GET /health")).startsWith("HTTP/1.1 200").contains("\"draining\":false");
    }

    @Test
    void a_sender_who_dawdles_is_cut_off_whatever_he_trickles() {
        start(reader -> reader, Duration.ofMillis(500));
        try (RawClient slow = new RawClient(gateway.opsPort())) {
            slow.send("GET /health HTTP/1.1\r\nx: ");
            assertThat(slow.readAll()).isEmpty();
        }
    }

    @Test
    void the_port_is_bound_where_only_this_machine_reaches_it() throws UnknownHostException {
        start(reader -> reader);
        String host =
                GatewayConfig.standard(0, 0, directory.resolve("venue.key")).opsHost();
        assertThat(InetAddress.getByName(host).isLoopbackAddress()).isTrue();
        assertThat(gateway.opsAddress().getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void the_transport_is_the_kernel_s_own_where_its_library_is_on_the_class_path() {
        String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch_64";
        String library = "META-INF/native/libnetty_transport_native_epoll_" + machine + ".so";
        boolean isThere = getClass().getClassLoader().getResource(library) != null;
        boolean isLinux = System.getProperty("os.name").equals("Linux");
        start(reader -> reader);
        assertThat(ask("GET /health")).contains("\"transport\":\"" + (isThere && isLinux ? "epoll" : "nio") + "\"");
    }

    private void start(Function<JournalReader, JournalReader> journal) {
        start(journal, Duration.ofSeconds(10));
    }

    private void start(Function<JournalReader, JournalReader> journal, Duration lifetime) {
        Path key = directory.resolve("venue.key");
        venue = ScriptedVenue.withOneMarket(Seal.fromFile(key), "key-1", "secret-1", "pass-1", "");
        venue.isLive.set(false);
        HttpLimits limits =
                new HttpLimits(65_536, 16_384, 8_192, 100, lifetime, Duration.ofSeconds(5), 1 << 20, 1 << 18, 65_536);
        gateway = Gateway.start(
                GatewayConfig.standard(0, 0, key).withHost("127.0.0.1").withHttp(limits),
                venue,
                handler -> journal.apply(venue.reader(handler)),
                null,
                List::of,
                failure::set);
    }

    private String ask(String line) {
        return send(line + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    private String send(String request) {
        try (RawClient client = new RawClient(gateway.opsPort())) {
            return client.send(request).readAll();
        }
    }

    /// A journal that breaks when it is told to.
    private record BreakingReader(JournalReader reader, AtomicBoolean breaks) implements JournalReader {
        @Override
        public int poll(int entriesMax) {
            if (breaks.get()) {
                throw new IllegalStateException("gap after 5, received 7");
            }
            return reader.poll(entriesMax);
        }

        @Override
        public long sequence() {
            return reader.sequence();
        }

        @Override
        public boolean isLive() {
            return reader.isLive();
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
