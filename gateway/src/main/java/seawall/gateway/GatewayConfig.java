package seawall.gateway;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import seawall.gateway.http.HttpLimits;
import seawall.gateway.view.ViewLimits;
import seawall.gateway.ws.SocketLimits;

/// How a gateway is set up.
///
/// @param host            address of the public port
/// @param port            public port; 0 takes any free one
/// @param opsHost         address of the operators' port, which must not be reachable for others
/// @param opsPort         operators' port; 0 takes any free one
/// @param venueKeyFile    key that opens the secrets of API keys; created if it does not exist
/// @param eventLoops      threads that serve connections
/// @param rateLimitFactor multiplies the published rate limits: 1, or [#UNLIMITED] for measurements
/// @param pendingMax      commands on their way through the log at once; further ones are refused as busy
/// @param bucketsMax      rate-limit buckets remembered at once
/// @param waitingMax      requests that may wait for older rows at once
/// @param deadline        commands without an expiry are refused by the engine after this long
/// @param patience        after this long without an answer a client is told that the outcome is unknown
/// @param drainNotice     from the notice on every socket to its close
/// @param tls             certificate of the public port; null for plain text
public record GatewayConfig(
        String host,
        int port,
        String opsHost,
        int opsPort,
        Path venueKeyFile,
        int eventLoops,
        int rateLimitFactor,
        int pendingMax,
        int bucketsMax,
        int waitingMax,
        Duration deadline,
        Duration patience,
        Duration drainNotice,
        @Nullable TlsFiles tls,
        HttpLimits http,
        SocketLimits sockets,
        ViewLimits views) {
    /// A factor that no client reaches.
    public static final int UNLIMITED = 100_000;

    /// PEM files of the certificate chain and its private key; read again when they change.
    public record TlsFiles(Path certificates, Path privateKey) {}

    public GatewayConfig {
        if (eventLoops < 1 || rateLimitFactor < 1 || pendingMax < 1 || waitingMax < 1) {
            throw new IllegalArgumentException("expected positive limits");
        }
        if (deadline.compareTo(patience) > 0) {
            throw new IllegalArgumentException("expected the engine's deadline " + deadline
                    + " within the client's patience " + patience + ", or an answer could come after \"unknown\"");
        }
    }

    /// The published limits, on any address.
    public static GatewayConfig standard(int port, int opsPort, Path venueKeyFile) {
        return new GatewayConfig(
                "0.0.0.0",
                port,
                "127.0.0.1",
                opsPort,
                venueKeyFile,
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                1,
                65_536,
                1 << 20,
                64,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                null,
                HttpLimits.standard(),
                SocketLimits.standard(),
                ViewLimits.standard());
    }

    public GatewayConfig withHost(String newHost) {
        return new GatewayConfig(
                newHost,
                port,
                opsHost,
                opsPort,
                venueKeyFile,
                eventLoops,
                rateLimitFactor,
                pendingMax,
                bucketsMax,
                waitingMax,
                deadline,
                patience,
                drainNotice,
                tls,
                http,
                sockets,
                views);
    }

    public GatewayConfig withRateLimitFactor(int factor) {
        return new GatewayConfig(
                host,
                port,
                opsHost,
                opsPort,
                venueKeyFile,
                eventLoops,
                factor,
                pendingMax,
                bucketsMax,
                waitingMax,
                deadline,
                patience,
                drainNotice,
                tls,
                http,
                sockets,
                views);
    }

    public GatewayConfig withTls(@Nullable TlsFiles files) {
        return new GatewayConfig(
                host,
                port,
                opsHost,
                opsPort,
                venueKeyFile,
                eventLoops,
                rateLimitFactor,
                pendingMax,
                bucketsMax,
                waitingMax,
                deadline,
                patience,
                drainNotice,
                files,
                http,
                sockets,
                views);
    }

    public GatewayConfig withDeadlines(Duration newDeadline, Duration newPatience, Duration newDrainNotice) {
        return new GatewayConfig(
                host,
                port,
                opsHost,
                opsPort,
                venueKeyFile,
                eventLoops,
                rateLimitFactor,
                pendingMax,
                bucketsMax,
                waitingMax,
                newDeadline,
                newPatience,
                newDrainNotice,
                tls,
                http,
                sockets,
                views);
    }

    public GatewayConfig withHttp(HttpLimits limits) {
        return new GatewayConfig(
                host,
                port,
                opsHost,
                opsPort,
                venueKeyFile,
                eventLoops,
                rateLimitFactor,
                pendingMax,
                bucketsMax,
                waitingMax,
                deadline,
                patience,
                drainNotice,
                tls,
                limits,
                sockets,
                views);
    }

    public GatewayConfig withSockets(SocketLimits limits) {
        return new GatewayConfig(
                host,
                port,
                opsHost,
                opsPort,
                venueKeyFile,
                eventLoops,
                rateLimitFactor,
                pendingMax,
                bucketsMax,
                waitingMax,
                deadline,
                patience,
                drainNotice,
                tls,
                http,
                limits,
                views);
    }
}
