package seawall.drill.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts exactly one server: the one that shows the first certificate of a PEM file, or the one that it showed last,
/// since a server that is given a new one takes a moment to show it, and keeps the old one if the new one has no key.
///
/// Names and authorities are not looked at, and need not be: a robot in the server's own process knows its certificate
/// and reaches it at a loopback address that no certificate names.
public final class PinnedCertificate extends X509ExtendedTrustManager {
    private final Path file;
    private volatile X509Certificate trusted;

    private PinnedCertificate(Path file) throws IOException, CertificateException {
        this.file = file;
        this.trusted = read(file);
    }

    /// A context for clients that connect to that server and no other.
    ///
    /// @throws IllegalArgumentException if the file holds no certificate
    public static SSLContext context(Path certificates) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new PinnedCertificate(certificates)}, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("expected a PEM certificate in " + certificates + ", found " + e, e);
        }
    }

    private static X509Certificate read(Path file) throws IOException, CertificateException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        X509Certificate shown = chain[0];
        if (!shown.equals(trusted) && !isInFile(shown)) {
            throw new CertificateException("expected the certificate of " + file + ", found that of "
                    + shown.getSubjectX500Principal().getName());
        }
        trusted = shown;
    }

    private boolean isInFile(X509Certificate shown) throws CertificateException {
        try {
            return shown.equals(read(file));
        } catch (IOException e) {
            throw new CertificateException("expected a certificate in " + file, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("clients are not trusted by their certificates");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
