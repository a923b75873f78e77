package seawall.drill.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Calls the REST API, signed when there are credentials. Blocks its caller; any thread.
public final class RestClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final HttpClient http;
    private final URI base;
    private final @Nullable Credentials credentials;

    /// @param base such as `http://127.0.0.1:8080`
    public RestClient(HttpClient http, URI base, @Nullable Credentials credentials) {
        this.http = http;
        this.base = base;
        this.credentials = credentials;
    }

    /// @param status HTTP status
    /// @param body   the decoded JSON object
    public record Reply(int status, Map<String, Object> body) {
        /// The outer result code; "0" is success.
        public String code() {
            return Json.text(body, "code");
        }

        /// The rows of the answer.
        public List<Map<String, Object>> data() {
            return Json.objects(body, "data");
        }
    }

    /// @param path with its query, starting with `/api/v5/`
    public Reply get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    /// @param path starting with `/api/v5/`
    public Reply post(String path, String json) throws IOException, InterruptedException {
        return send("POST", path, json);
    }

    /// Calls without waiting; completes exceptionally when there is no answer, on a thread of the HTTP client.
    ///
    /// @param method  `GET` or `POST`
    /// @param body    empty for a `GET`
    /// @param timeout after which the answer is not waited for any more
    public CompletableFuture<Reply> sendAsync(String method, String path, String body, Duration timeout) {
        return http.sendAsync(request(method, path, body, timeout), HttpResponse.BodyHandlers.ofString())
                .thenApply(RestClient::reply);
    }

    private Reply send(String method, String path, String body) throws IOException, InterruptedException {
        return reply(http.send(request(method, path, body, TIMEOUT), HttpResponse.BodyHandlers.ofString()));
    }

    private static Reply reply(HttpResponse<String> response) {
        return new Reply(response.statusCode(), Json.object(response.body()));
    }

    private HttpRequest request(String method, String path, String body, Duration timeout) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(timeout).header("Content-Type", "application/json");
        if (credentials != null) {
            String timestamp = MILLIS.format(Instant.now());
            request.header("OK-ACCESS-KEY", credentials.apiKey())
                    .header("OK-ACCESS-SIGN", credentials.signature(timestamp, method, path, body))
                    .header("OK-ACCESS-TIMESTAMP", timestamp)
                    .header("OK-ACCESS-PASSPHRASE", credentials.passphrase());
        }
        request.method(
                method,
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return request.build();
    }
}
