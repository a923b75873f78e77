package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// One WebSocket connection of a client that knows nothing of the gateway's code.
final class SocketClient implements WebSocket.Listener {
    // Shared, since each one has threads of its own.
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final CopyOnWriteArrayList<String> received = new CopyOnWriteArrayList<>();
    final CopyOnWriteArrayList<String> seen = new CopyOnWriteArrayList<>();
    volatile int closeCode;
    volatile String closeReason = "";
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private int read;

    SocketClient(int port) {
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws/v5/public"), this)
                .join();
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    void sendPart(String text, boolean isLast) {
        socket.sendText(text, isLast).join();
    }

    void sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /// Logs in and expects success.
    void login(String key, String secret, String passphrase) {
        send("{\"op\":\"login\",\"args\":[" + credentials(key, secret, passphrase) + "]}");
        assertThat(next()).startsWith("{\"event\":\"login\",\"code\":\"0\",\"msg\":\"\",\"connId\":\"");
    }

    /// One element of a login.
    static String credentials(String key, String secret, String passphrase) {
        String timestamp = Long.toString(System.currentTimeMillis() / 1000);
        return "{\"apiKey\":\"" + key + "\",\"passphrase\":\"" + passphrase + "\",\"timestamp\":" + timestamp
                + ",\"sign\":\"" + TestClient.sign(secret, timestamp + "GET/users/self/verify") + "\"}";
    }

    /// Subscribes one channel and expects its acknowledgement next.
    ///
    /// @param arg keys of the argument, such as `"channel":"status"`
    void subscribe(String arg) {
        send("{\"op\":\"subscribe\",\"args\":[{" + arg + "}]}");
        assertThat(next()).startsWith("{\"event\":\"subscribe\",\"arg\":{" + arg + "},\"connId\":\"");
    }

    /// The next message, read once.
    String next() {
        Until.holds(() -> received.size() > read || closeCode != 0);
        assertThat(received.size()).as("close code " + closeCode).isGreaterThan(read);
        return received.get(read++);
    }

    /// Reads on until a message that contains this.
    String until(String part) {
        for (String message = next(); ; message = next()) {
            seen.add(message);
            if (message.contains(part)) {
                return message;
            }
        }
    }

    /// Waits until the server has closed the connection.
    int closed() {
        Until.holds(() -> closeCode != 0);
        return closeCode;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            received.add(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeReason = reason;
        closeCode = code;
        return null;
    }
}
