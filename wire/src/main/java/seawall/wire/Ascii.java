package seawall.wire;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/// Fixed-length ASCII text as the schema has it: padded with zeros at the end.
public final class Ascii {
    private Ascii() {}

    /// Reads text up to its padding.
    public static String get(DirectBuffer buffer, int offset, int lengthMax) {
        int length = 0;
        while (length < lengthMax && buffer.getByte(offset + length) != 0) {
            length++;
        }
        return buffer.getStringWithoutLengthAscii(offset, length);
    }

    /// Writes text and its padding.
    ///
    /// @throws IllegalArgumentException if the text is longer than the field or not printable ASCII
    public static void put(MutableDirectBuffer buffer, int offset, int lengthMax, String text) {
        if (text.length() > lengthMax || !isPrintable(text)) {
            throw new IllegalArgumentException(
                    "expected at most " + lengthMax + " printable ASCII characters, found " + text.length());
        }
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        buffer.putBytes(offset, bytes);
        buffer.setMemory(offset + bytes.length, lengthMax - bytes.length, (byte) 0);
    }

    /// True when every character is 0x21 to 0x7e, which is what the engine admits.
    public static boolean isPrintable(CharSequence text) {
        return text.chars().allMatch(character -> character > 0x20 && character < 0x7f);
    }
}
