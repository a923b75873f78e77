package seawall.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import seawall.gateway.GatewayConfig;

/// The certificate of a public port, on the command line.
final class TlsOptions {
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description =
                    "Certificate chain in PEM, the server's own first: the public port then speaks TLS 1.2 and 1.3 only. Replace both"
                            + " files to renew it: new connections get the new one within a second, open ones go on.")
    private @Nullable Path certificates;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Its private key: PEM, PKCS #8, without a password. Needed with --tls-cert, and only then.")
    private @Nullable Path privateKey;

    /// The files, or null for plain text.
    GatewayConfig.@Nullable TlsFiles files() {
        Path chain = certificates;
        Path key = privateKey;
        if (chain == null && key == null) {
            return null;
        }
        if (chain == null || key == null) {
            throw new IllegalArgumentException("expected --tls-cert and --tls-key together, found only "
                    + (chain == null ? "--tls-key" : "--tls-cert"));
        }
        return new GatewayConfig.TlsFiles(chain, key);
    }
}
