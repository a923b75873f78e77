package seawall.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A client of the API that knows nothing of the gateway's code.
final class TestClient {
    /// Status and body, the two things a client sees.
    record Answer(int status, String body) {}

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final AtomicLong LATEST_MILLIS = new AtomicLong();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    String key;
    String secret;
    String passphrase;

    TestClient(int port, String key, String secret, String passphrase) {
        this.base = "http://127.0.0.1:" + port;
        this.key = key;
        this.secret = secret;
        this.passphrase = passphrase;
    }

    static String sign(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException problem) {
            throw new IllegalStateException(problem);
        }
    }

    /// A timestamp that no request of these tests has had: the same signed bytes are executed once only.
    static String now() {
        long millis = LATEST_MILLIS.updateAndGet(latest -> Math.max(latest + 1, System.currentTimeMillis()));
        return MILLIS.format(Instant.ofEpochMilli(millis));
    }

    Answer post(String path, String body) {
        return send("POST", "/api/v5/" + path, body, now());
    }

    Answer get(String path) {
        return send("GET", "/api/v5/" + path, "", now());
    }

    Answer send(String method, String target, String body, String timestamp) {
        return send(signed(method, target, body, timestamp));
    }

    HttpRequest.Builder signed(String method, String target, String body, String timestamp) {
        return HttpRequest.newBuilder(URI.create(base + target))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("OK-ACCESS-KEY", key)
                .header("OK-ACCESS-SIGN", sign(secret, timestamp + method + target + body))
                .header("OK-ACCESS-TIMESTAMP", timestamp)
                .header("OK-ACCESS-PASSPHRASE", passphrase);
    }

    HttpRequest.Builder plain(String method, String target, String body) {
        return HttpRequest.newBuilder(URI.create(base + target))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
