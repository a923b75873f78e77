package seawall.drill.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a trader signs with.
///
/// @param uid the account that the key belongs to
public record Credentials(String apiKey, String secretKey, String passphrase, long uid) {
    /// The signature of a request: base64 of HMAC-SHA256 over timestamp, method, path with query, and body.
    public String signature(String timestamp, String method, String path, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] text = (timestamp + method + path + body).getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /// The login message of a WebSocket connection.
    public String login(long epochSeconds) {
        String timestamp = Long.toString(epochSeconds);
        String sign = signature(timestamp, "GET", "/users/self/verify", "");
        return "{\"op\":\"login\",\"args\":["
                + Json.fields("apiKey", apiKey, "passphrase", passphrase, "timestamp", timestamp, "sign", sign) + "]}";
    }

    /// Without the secrets, so that a log line cannot give them away.
    @Override
    public String toString() {
        return "Credentials[apiKey=" + apiKey + ", uid=" + uid + "]";
    }
}
