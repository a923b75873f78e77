package seawall.gateway.ws;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import seawall.gateway.fanout.Frames;
import seawall.gateway.http.Counters;
import seawall.gateway.okx.JsonOutput;

/// What one connection is told: answers, events, pushes, and the farewell, after which nothing more is said. Belongs to
/// the event loop of the connection.
final class SocketOutput {
    static final int REPLY_BYTES_MAX = 256 * 1024;
    private static final int ECHO_LENGTH_MAX = 512;
    private static final int FAREWELL_SECONDS = 5;

    private final Channel channel;
    private final Counters counters;
    private final String connectionId;
    private final Runnable onClosing;
    private long lastNanos = System.nanoTime();
    private boolean isClosing;

    /// @param onClosing called once, before the farewell
    SocketOutput(Channel channel, Counters counters, String connectionId, Runnable onClosing) {
        this.channel = channel;
        this.counters = counters;
        this.connectionId = connectionId;
        this.onClosing = onClosing;
    }

    boolean isClosing() {
        return isClosing;
    }

    /// When something was last said.
    long lastNanos() {
        return lastNanos;
    }

    /// Tells of an event. An empty id is not echoed.
    void event(String id, String event, Consumer<JsonOutput> fields) {
        JsonOutput json = new JsonOutput(REPLY_BYTES_MAX);
        json.beginObject();
        if (!id.isEmpty()) {
            json.field("id", id);
        }
        json.field("event", event);
        fields.accept(json);
        send(json.field("connId", connectionId).endObject());
    }

    void error(String id, String code, String message) {
        event(id, "error", json -> json.field("code", code).field("msg", message));
    }

    /// Refuses what is no request, and repeats it.
    void illegal(String id, String text) {
        error(id, "60012", "Illegal request: " + text.substring(0, Math.min(text.length(), ECHO_LENGTH_MAX)));
    }

    /// Answers the text `ping`.
    void pong() {
        channel.writeAndFlush(new TextWebSocketFrame("pong"));
    }

    void send(JsonOutput json) {
        if (!isClosing) {
            write(Frames.text(json));
            flush();
        }
    }

    /// Takes over one reference to a complete frame, to be sent by the next [#flush].
    void write(ByteBuf frame) {
        if (isClosing) {
            frame.release();
            return;
        }
        if (!channel.isWritable()) {
            // Much at once is no sign of a slow reader: first what waits must have had its chance to go.
            channel.flush();
        }
        if (!channel.isWritable()) {
            // What it cannot take now it would have to miss, and a book with a gap is worse than none.
            frame.release();
            counters.increment("sockets_too_slow");
            close(4005, "Buffer is full, cannot write data");
            return;
        }
        lastNanos = System.nanoTime();
        channel.write(frame);
    }

    void flush() {
        channel.flush();
    }

    /// Says farewell and closes.
    void close(int code, String reason) {
        if (isClosing) {
            return;
        }
        isClosing = true;
        onClosing.run();
        channel.writeAndFlush(new CloseWebSocketFrame(code, reason)).addListener(ChannelFutureListener.CLOSE);
        // A peer that reads nothing cannot take the farewell either.
        channel.eventLoop().schedule(() -> channel.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    /// Returns the farewell of the client.
    void close(CloseWebSocketFrame farewell) {
        isClosing = true;
        channel.writeAndFlush(farewell.retain()).addListener(ChannelFutureListener.CLOSE);
    }
}
