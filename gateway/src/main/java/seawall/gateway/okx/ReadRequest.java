package seawall.gateway.okx;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import seawall.gateway.view.ApiKeyView;

/// A GET request, after admission and authentication.
///
/// @param path       begins with `/api/v5/`, without the query
/// @param parameters decoded query parameters
/// @param apiKey     who asks; null when nobody authenticated
/// @param nowNanos   the time it is answered for
public record ReadRequest(
        String path,
        Map<String, String> parameters,
        @Nullable ApiKeyView apiKey,
        long nowNanos,
        String clientIp) {
    /// The parameter's value; an empty one is as good as missing.
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /// The account that asks.
    int accountId() {
        if (apiKey == null) {
            throw new IllegalStateException("expected an authenticated request, found none for " + path);
        }
        return apiKey.accountId();
    }

    long nowMillis() {
        return nowNanos / 1_000_000;
    }
}
