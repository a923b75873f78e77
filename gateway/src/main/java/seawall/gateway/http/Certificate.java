package seawall.gateway.http;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate of the public port, read again when its files change. New connections get the new one, and old ones
/// go on with what they began with.
///
/// What was read before is remembered by its bytes, not by a file's time: the two files are never replaced at one
/// moment, and a clock tick may hold several writes. A pair that does not fit together, as when only one of them is new
/// or one is half written, leaves the certificate in force and is reported once; the next change of either is tried.
public final class Certificate {
    private static final Logger LOG = LoggerFactory.getLogger(Certificate.class);
    private static final int FILE_BYTES_MAX = 1 << 20;
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] PROBE = "seawall".getBytes(StandardCharsets.US_ASCII);

    /// The bytes of both files.
    private record Pair(byte[] certificates, byte[] privateKey) {
        boolean isSame(@Nullable Pair other) {
            return other != null
                    && Arrays.equals(certificates, other.certificates)
                    && Arrays.equals(privateKey, other.privateKey);
        }
    }

    private final Path certificates;
    private final Path privateKey;
    private volatile SslContext context;
    /// Null while the files cannot even be read.
    private @Nullable Pair tried;

    /// Reads the files.
    ///
    /// @throws IllegalArgumentException if there is no certificate in them, or its key is another one's
    public Certificate(Path certificates, Path privateKey) {
        this.certificates = certificates;
        this.privateKey = privateKey;
        try {
            Pair files = read();
            this.context = context(files);
            this.tried = files;
        } catch (IOException | GeneralSecurityException problem) {
            throw new IllegalArgumentException(
                    "expected a certificate chain in " + certificates + " and its PKCS #8 key in " + privateKey,
                    problem);
        }
    }

    /// The certificate in force. Any thread.
    public SslContext context() {
        return context;
    }

    /// Looks whether the files have changed. One thread.
    public void onTick() {
        Pair files;
        try {
            files = read();
        } catch (IOException problem) {
            if (tried != null) {
                tried = null;
                LOG.error(
                        "keeping the certificate in force, {} or {} cannot be read", certificates, privateKey, problem);
            }
            return;
        }
        if (files.isSame(tried)) {
            return;
        }
        tried = files;
        try {
            context = context(files);
            LOG.info("serving the certificate that is now in {}", certificates);
        } catch (IOException | GeneralSecurityException problem) {
            LOG.error("keeping the certificate in force, {} and {} are no pair", certificates, privateKey, problem);
        }
    }

    private Pair read() throws IOException {
        return new Pair(read(certificates), read(privateKey));
    }

    private static byte[] read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw new IOException("expected at most " + FILE_BYTES_MAX + " bytes in " + file);
            }
            return bytes;
        }
    }

    private static SslContext context(Pair files) throws IOException, GeneralSecurityException {
        X509Certificate[] chain =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(files.certificates()))
                        .stream()
                        .map(X509Certificate.class::cast)
                        .toArray(X509Certificate[]::new);
        if (chain.length == 0) {
            throw new GeneralSecurityException("expected a certificate, found none");
        }
        PublicKey owner = chain[0].getPublicKey();
        PrivateKey key = privateKey(files.privateKey(), owner.getAlgorithm());
        requirePair(owner, key);
        return SslContextBuilder.forServer(key, chain).protocols(PROTOCOLS).build();
    }

    private static PrivateKey privateKey(byte[] pem, String algorithm) throws GeneralSecurityException {
        Matcher block = PRIVATE_KEY.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new GeneralSecurityException("expected a PRIVATE KEY block, found none");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(block.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IllegalArgumentException notBase64) {
            throw new GeneralSecurityException("expected base64 in the PRIVATE KEY block", notBase64);
        }
    }

    /// A key of another certificate would be taken without complaint, and then fail every handshake.
    private static void requirePair(PublicKey owner, PrivateKey key) throws GeneralSecurityException {
        String algorithm = switch (owner.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> owner.getAlgorithm();
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(owner);
        signature.update(PROBE);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("expected the key of the certificate, found another one's");
        }
    }
}
