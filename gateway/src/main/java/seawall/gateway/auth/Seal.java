package seawall.gateway.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Closes and opens what only gateways may read: the secret and passphrase of an API key. The journal, its archives and
/// every
/// member carry nothing but sealed bytes; the venue key stays in one file beside the gateways.
///
/// A sealed secret is `version(1) nonce(12) AES-256-GCM(secretLength(2) secret passphrase) tag(16)`, bound to its API
/// key as associated data, so that sealed bytes moved to another key do not open.
public final class Seal {
    private static final byte VERSION = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /// @param key 32 bytes
    public Seal(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("expected a venue key of 32 bytes, found " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /// Reads the venue key file, or creates it with a random key that only its owner may read.
    ///
    /// @throws IllegalStateException if others may read the file
    public static Seal fromFile(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new IllegalStateException(file + " must be readable by its owner only (0600), found "
                        + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
            return new Seal(Files.readAllBytes(file));
        } catch (IOException problem) {
            throw new UncheckedIOException("reading the venue key " + file, problem);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try (var channel = Files.newByteChannel(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            channel.write(ByteBuffer.wrap(key));
        } catch (FileAlreadyExistsException raced) {
            // Another gateway of this machine created it a moment ago: its key is the venue's.
            return;
        }
    }

    /// Seals what a `CreateApiKey` command carries.
    public byte[] seal(String apiKey, String secret, String passphrase) {
        byte[] secretBytes = secret.getBytes(StandardCharsets.UTF_8);
        byte[] passphraseBytes = passphrase.getBytes(StandardCharsets.UTF_8);
        byte[] plain = ByteBuffer.allocate(2 + secretBytes.length + passphraseBytes.length)
                .putShort((short) secretBytes.length)
                .put(secretBytes)
                .put(passphraseBytes)
                .array();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, apiKey, nonce).doFinal(plain);
            return ByteBuffer.allocate(1 + NONCE_BYTES + closed.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(closed)
                    .array();
        } catch (GeneralSecurityException problem) {
            throw new IllegalStateException("sealing the secret of " + apiKey, problem);
        }
    }

    /// Opens what was sealed for this API key.
    ///
    /// @throws GeneralSecurityException if it was sealed under another venue key, for another API key, or altered
    Secret open(String apiKey, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 + 2 || sealed[0] != VERSION) {
            throw new GeneralSecurityException("not a sealed secret of version " + VERSION);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(sealed, 1, nonce, 0, NONCE_BYTES);
        ByteBuffer plain = ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, apiKey, nonce)
                .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES));
        byte[] secret = new byte[Short.toUnsignedInt(plain.getShort())];
        plain.get(secret);
        byte[] passphrase = new byte[plain.remaining()];
        plain.get(passphrase);
        return new Secret(secret, passphrase);
    }

    private Cipher cipher(int mode, String apiKey, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(apiKey.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
