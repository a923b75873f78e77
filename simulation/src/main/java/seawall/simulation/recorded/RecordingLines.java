package seawall.simulation.recorded;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The lines of one recording, one after the other, with their numbers for whoever must say where something stands.
final class RecordingLines implements Closeable {
    /// Longest line: an order book of a hundred levels a side fits several times.
    static final int LINE_CHARACTERS_MAX = 1 << 16;

    private final String name;
    private final BufferedReader reader;
    private final StringBuilder text = new StringBuilder();
    private long line;

    RecordingLines(String name, Reader reader) {
        this.name = name;
        this.reader = new BufferedReader(reader);
    }

    /// A compressed recording.
    static RecordingLines ofGzip(Path file) throws IOException {
        var bytes = new GZIPInputStream(Files.newInputStream(file), 1 << 16);
        return new RecordingLines(
                String.valueOf(file.getFileName()), new InputStreamReader(bytes, StandardCharsets.US_ASCII));
    }

    /// The next line without its end.
    ///
    /// @return null behind the last line
    @Nullable
    String next() throws IOException {
        text.setLength(0);
        int character = reader.read();
        if (character < 0) {
            return null;
        }
        line++;
        while (character >= 0 && character != '\n') {
            if (text.length() == LINE_CHARACTERS_MAX) {
                throw wrong("a line of at most " + LINE_CHARACTERS_MAX + " characters", "a longer one");
            }
            text.append((char) character);
            character = reader.read();
        }
        return text.toString();
    }

    /// Number of the latest line, from 1.
    long line() {
        return line;
    }

    /// What to throw about the latest line.
    IOException wrong(String expected, String found) {
        return new IOException(name + ":" + line + ": expected " + expected + ", found " + found);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
