package seawall.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client that sends exactly what it is told, from any address of this machine.
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    RawClient(int port) {
        this(port, "127.0.0.1");
    }

    RawClient(int port, String from) {
        socket = new Socket();
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), PATIENCE_MILLIS);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// Sends the bytes of a text, one for each character.
    RawClient send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// Sends a masked WebSocket text of less than 64 KiB; the mask is zero.
    RawClient sendFrame(String text) {
        int length = text.length();
        String size = length < 126
                ? "" + (char) (0x80 | length)
                : "" + (char) (0x80 | 126) + (char) (length >> 8) + (char) (length & 0xff);
        return send("\u0081" + size + "\0\0\0\0" + text);
    }

    /// Everything until the other side ends the connection, however it does.
    String readAll() {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                read.write(next);
            }
        } catch (java.net.SocketTimeoutException late) {
            throw new AssertionError("expected the connection to end, received " + read, late);
        } catch (IOException reset) {
            // Ended with bytes of ours unread.
            return read.toString(StandardCharsets.ISO_8859_1);
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    /// Everything up to a text and with it.
    String readUntil(String end) {
        StringBuilder read = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            while (!read.toString().endsWith(end)) {
                int next = in.read();
                if (next < 0) {
                    throw new AssertionError("expected " + end + ", found the end after " + read);
                }
                read.append((char) next);
            }
            return read.toString();
        } catch (IOException problem) {
            throw new AssertionError("expected " + end + ", received " + read, problem);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
