package seawall.gateway.http;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate of the public port, read again when its file changes. New connections get the new one; a file that
/// cannot be read leaves the old one in force and is reported.
public final class Certificate {
    private static final Logger LOG = LoggerFactory.getLogger(Certificate.class);

    private final Path certificates;
    private final Path privateKey;
    private volatile SslContext context;
    private @Nullable FileTime tried;

    public Certificate(Path certificates, Path privateKey) {
        this.certificates = certificates;
        this.privateKey = privateKey;
        try {
            this.context = read();
            this.tried = Files.getLastModifiedTime(certificates);
        } catch (IOException problem) {
            throw new UncheckedIOException("reading the certificate " + certificates, problem);
        }
    }

    public SslContext context() {
        return context;
    }

    /// Looks whether the file has changed. One thread.
    public void onTick() {
        try {
            FileTime modified = Files.getLastModifiedTime(certificates);
            if (!modified.equals(tried)) {
                tried = modified;
                context = read();
                LOG.info("serving the certificate of {}", modified);
            }
        } catch (IOException | IllegalArgumentException problem) {
            LOG.error("keeping the certificate in force, {} cannot be read", certificates, problem);
        }
    }

    private SslContext read() throws IOException {
        return SslContextBuilder.forServer(certificates.toFile(), privateKey.toFile())
                .build();
    }
}
