package seawall.gateway.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The opened secret and passphrase of an API key. They are compared and used, never shown.
public final class Secret {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_CHARACTERS = 44;

    private final SecretKeySpec key;
    private final byte[] passphrase;

    /// @throws IllegalArgumentException if the secret is empty
    Secret(byte[] secret, byte[] passphrase) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
        this.passphrase = passphrase;
    }

    /// True if this is the passphrase; takes equally long wherever they differ.
    boolean isPassphrase(byte[] candidate) {
        return MessageDigest.isEqual(passphrase, candidate);
    }

    /// True if the base64 signature covers exactly these bytes in this order.
    boolean hasSigned(byte[] signature, byte[]... parts) {
        if (signature.length != SIGNATURE_CHARACTERS) {
            return false;
        }
        return MessageDigest.isEqual(sign(parts), signature);
    }

    private byte[] sign(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return Base64.getEncoder().encode(mac.doFinal());
        } catch (GeneralSecurityException problem) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, problem);
        }
    }
}
