package seawall.gateway.http;

import java.time.Duration;

/// What one connection, and all of them together, may take.
///
/// @param bodyBytesMax        request body
/// @param headerBytesMax      all headers of a request
/// @param requestLineBytesMax request line; OKX cursors and comma lists stay far below
/// @param connectionsMax      connections at once; further ones are closed at once
/// @param requestSender       from the first byte of a request to its last
/// @param idle                between requests of a kept connection
/// @param writeBytesHigh      unsent bytes at which a connection counts as slow
/// @param writeBytesLow       unsent bytes at which it counts as recovered
/// @param frameBytesMax       WebSocket message
public record HttpLimits(
        int bodyBytesMax,
        int headerBytesMax,
        int requestLineBytesMax,
        int connectionsMax,
        Duration requestSender,
        Duration idle,
        int writeBytesHigh,
        int writeBytesLow,
        int frameBytesMax) {
    public HttpLimits {
        if (writeBytesLow <= 0 || writeBytesLow > writeBytesHigh || connectionsMax < 1 || bodyBytesMax < 1) {
            throw new IllegalArgumentException("expected positive limits and low below high water, found "
                    + writeBytesLow + " and " + writeBytesHigh);
        }
    }

    public static HttpLimits standard() {
        return new HttpLimits(
                64 * 1024,
                16 * 1024,
                8 * 1024,
                20_000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(75),
                1024 * 1024,
                256 * 1024,
                64 * 1024);
    }
}
