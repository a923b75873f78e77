package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import seawall.gateway.auth.Seal;
import seawall.gateway.http.Certificate;

class TlsTest {
    private static final String ASK_THE_TIME = "GET /api/v5/public/time HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    static Path identities;

    private static Identity first;
    private static Identity second;

    @TempDir
    Path directory;

    private final CopyOnWriteArrayList<String> errors = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel() == Level.ERROR) {
                errors.add(event.getFormattedMessage());
            }
        }
    };

    private Path certificates;
    private Path privateKey;
    private Gateway gateway;
    private SSLContext trust;

    @BeforeAll
    static void makeIdentities() {
        first = Identity.create(identities, "first", "EC");
        second = Identity.create(identities, "second", "RSA");
    }

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        certificates = directory.resolve("chain.pem");
        privateKey = directory.resolve("key.pem");
        Files.writeString(certificates, first.certificatePem());
        Files.writeString(privateKey, first.keyPem());
        appender.start();
        log().addAppender(appender);
        Path key = directory.resolve("venue.key");
        ScriptedVenue venue = ScriptedVenue.withOneMarket(Seal.fromFile(key), "key-1", "secret-1", "pass-1", "");
        gateway = Gateway.start(
                GatewayConfig.standard(0, 0, key)
                        .withHost("127.0.0.1")
                        .withRateLimitFactor(100)
                        .withTls(new GatewayConfig.TlsFiles(certificates, privateKey)),
                venue,
                venue::reader,
                null,
                List::of,
                problem -> {
                    throw new AssertionError(problem);
                });
        Until.holds(gateway::isLive);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("first", first.certificate());
        trusted.setCertificateEntry("second", second.certificate());
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        trust = SSLContext.getInstance("TLS");
        trust.init(null, managers.getTrustManagers(), null);
    }

    @AfterEach
    void stop() {
        gateway.close();
        log().detachAppender(appender);
    }

    @Test
    void new_connections_get_the_new_certificate_and_old_ones_go_on() throws IOException {
        try (SSLSocket old = connect("TLSv1.3")) {
            assertThat(served(old)).isEqualTo(first.certificate());
            assertThat(ask(old)).startsWith("HTTP/1.1 200");

            replace(certificates, second.certificatePem());
            replace(privateKey, second.keyPem());
            Until.holds(() -> servedNow().equals(second.certificate()));

            assertThat(ask(old)).startsWith("HTTP/1.1 200");
            assertThat(served(old)).isEqualTo(first.certificate());
        }
    }

    @Test
    void a_certificate_without_its_key_leaves_the_old_one_in_force_until_both_are_there() throws IOException {
        replace(certificates, second.certificatePem());
        Until.holds(() -> errors.size() == 1);
        assertThat(errors.getFirst()).contains("keeping the certificate in force", "no pair");
        assertThat(servedNow()).isEqualTo(first.certificate());

        replace(privateKey, second.keyPem());
        Until.holds(() -> servedNow().equals(second.certificate()));
        assertThat(errors).as("one report for one change").hasSize(1);
    }

    @Test
    void files_that_are_half_written_or_away_leave_the_old_one_in_force() throws IOException {
        String pem = second.certificatePem();
        replace(certificates, pem.substring(0, pem.length() / 2));
        Until.holds(() -> errors.size() == 1);
        assertThat(servedNow()).isEqualTo(first.certificate());
        Files.delete(certificates);
        Until.holds(() -> errors.size() == 2);
        assertThat(servedNow()).isEqualTo(first.certificate());
        replace(certificates, "");
        Until.holds(() -> errors.size() == 3);
        replace(certificates, "x".repeat(2 << 20));
        Until.holds(() -> errors.size() == 4);
        replace(certificates, pem);
        Until.holds(() -> errors.size() == 5);
        String key = second.keyPem();
        replace(privateKey, key.substring(0, key.length() / 2));
        Until.holds(() -> errors.size() == 6);
        assertThat(servedNow()).isEqualTo(first.certificate());

        replace(privateKey, key);
        Until.holds(() -> servedNow().equals(second.certificate()));
    }

    @Test
    void a_write_that_leaves_the_file_s_time_as_it_was_is_seen() throws IOException {
        var time = Files.getLastModifiedTime(certificates);
        Files.writeString(privateKey, second.keyPem());
        Files.writeString(certificates, second.certificatePem());
        Files.setLastModifiedTime(certificates, time);
        Files.setLastModifiedTime(privateKey, time);
        Until.holds(() -> servedNow().equals(second.certificate()));
    }

    @Test
    void a_gateway_does_not_start_with_the_key_of_another_certificate() throws IOException {
        for (Identity other : List.of(second, Identity.create(identities, "third", "EC"))) {
            Files.writeString(privateKey, other.keyPem());
            assertThatThrownBy(() -> new Certificate(certificates, privateKey))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("chain.pem");
        }
    }

    @Test
    void both_versions_of_tls_are_spoken_and_older_ones_are_refused() throws IOException {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (SSLSocket socket = connect(version)) {
                assertThat(ask(socket)).startsWith("HTTP/1.1 200");
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            }
        }
        // A hello of TLS 1.1 that offers one cipher, since no client of today would send it.
        byte[] hello = HexFormat.of()
                .parseHex("160301002d" + "01000029" + "0302" + "5a".repeat(32) + "00" + "0002002f" + "0100");
        byte[] answer = raw(hello);
        assertThat(answer[0]).as("an alert").isEqualTo((byte) 21);
        assertThat(answer[answer.length - 1]).as("protocol_version").isEqualTo((byte) 70);
    }

    @Test
    void plain_text_on_the_port_ends_its_connection_and_nothing_else() throws IOException {
        byte[] answer = raw(ASK_THE_TIME.getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/");
        assertThat(servedNow()).isEqualTo(first.certificate());
        assertThat(errors).isEmpty();
    }

    @Test
    void a_socket_speaks_over_tls() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        try (HttpClient http = HttpClient.newBuilder().sslContext(trust).build()) {
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(
                            URI.create("wss://localhost:" + gateway.port() + "/ws/v5/public"),
                            new WebSocket.Listener() {
                                @Override
                                public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                                    answer.complete(text.toString());
                                    return null;
                                }
                            })
                    .join();
            socket.sendText("ping", true).join();
            assertThat(answer.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                            .join())
                    .isEqualTo("pong");
            socket.abort();
        }
    }

    private static Logger log() {
        return (Logger) LoggerFactory.getLogger("seawall.gateway.http");
    }

    private void replace(Path file, String text) throws IOException {
        Path fresh = Files.writeString(directory.resolve("fresh"), text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private SSLSocket connect(String version) throws IOException {
        SSLSocket socket =
                (SSLSocket) trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoTimeout(10_000);
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        return socket;
    }

    private X509Certificate servedNow() {
        try (SSLSocket socket = connect("TLSv1.3")) {
            return served(socket);
        } catch (IOException problem) {
            throw new AssertionError("every handshake succeeds, with one certificate or the other", problem);
        }
    }

    private static X509Certificate served(SSLSocket socket) throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(ASK_THE_TIME.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("}]") < 0) {
            int next = in.read();
            assertThat(next).as(answer.toString()).isNotNegative();
            answer.append((char) next);
        }
        // The end of the object, so that the next answer begins with its head.
        while (in.read() != '}') {
            assertThat(answer).isNotEmpty();
        }
        return answer.toString();
    }

    private byte[] raw(byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes);
            return socket.getInputStream().readAllBytes();
        }
    }
}
