package seawall.gateway.okx;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// JSON text written into a buffer that is used again. It puts commas where they belong and trusts its caller to close
/// what it opens.
public final class JsonOutput {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final int bytesMax;
    private byte[] bytes;
    private int length;

    /// An empty text.
    ///
    /// @param bytesMax a text above this length is refused by exception
    public JsonOutput(int bytesMax) {
        this.bytesMax = bytesMax;
        this.bytes = new byte[Math.min(bytesMax, 4_096)];
    }

    /// Forgets what was written.
    public JsonOutput reset() {
        length = 0;
        return this;
    }

    /// The buffer; the text is its first [#length()] bytes. Valid until the next write.
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    public JsonOutput beginObject() {
        return separate().raw('{');
    }

    public JsonOutput endObject() {
        return raw('}');
    }

    public JsonOutput beginArray() {
        return separate().raw('[');
    }

    public JsonOutput endArray() {
        return raw(']');
    }

    /// A key; a value must follow.
    public JsonOutput key(String name) {
        return separate().quoted(name).raw(':');
    }

    public JsonOutput value(String text) {
        return separate().quoted(text);
    }

    /// An integer as a JSON number.
    public JsonOutput integer(long value) {
        separate();
        digits(value);
        return this;
    }

    /// An integer as a JSON string.
    public JsonOutput text(long value) {
        separate().raw('"');
        digits(value);
        return raw('"');
    }

    /// An integer × 10^-scale as a JSON string in plain notation without trailing zeros.
    public JsonOutput decimal(long unscaled, int scale) {
        separate().raw('"');
        plainDecimal(unscaled, scale);
        return raw('"');
    }

    public JsonOutput bool(boolean value) {
        separate();
        ascii(value ? "true" : "false");
        return this;
    }

    /// Ready-made JSON, taken as one value.
    public JsonOutput json(byte[] json, int offset, int count) {
        separate();
        reserve(count);
        System.arraycopy(json, offset, bytes, length, count);
        length += count;
        return this;
    }

    public JsonOutput field(String name, String text) {
        return key(name).value(text);
    }

    public JsonOutput field(String name, long value) {
        return key(name).text(value);
    }

    public JsonOutput field(String name, boolean value) {
        return key(name).bool(value);
    }

    /// Several keys with the empty string, which is how OKX says that a key does not apply.
    public JsonOutput empty(String... names) {
        for (String name : names) {
            field(name, "");
        }
        return this;
    }

    /// Several keys with one text.
    public JsonOutput all(String text, String... names) {
        for (String name : names) {
            field(name, text);
        }
        return this;
    }

    /// Nanoseconds as a JSON string of milliseconds.
    public JsonOutput millis(String name, long nanos) {
        return field(name, nanos / 1_000_000);
    }

    /// Text that is not a value by itself: written as it is, without a comma.
    JsonOutput rawAscii(String text) {
        ascii(text);
        return this;
    }

    void plainDecimal(long unscaled, int scale) {
        if (unscaled == 0) {
            raw('0');
            return;
        }
        long digits = unscaled;
        int places = scale;
        while (places > 0 && digits % 10 == 0) {
            digits /= 10;
            places--;
        }
        if (places <= 0) {
            digits(digits);
            for (int i = places; i < 0; i++) {
                raw('0');
            }
            return;
        }
        if (digits < 0) {
            raw('-');
        }
        int count = Math.max(digitCount(digits), places + 1);
        reserve(count + 1);
        int position = length + count;
        for (int i = 0; i < count; i++) {
            if (i == places) {
                bytes[position--] = '.';
            }
            // A negative remainder, so that the smallest long needs no case of its own.
            bytes[position--] = (byte) ('0' + Math.abs(digits % 10));
            digits /= 10;
        }
        length += count + 1;
    }

    private void digits(long value) {
        if (value < 0) {
            raw('-');
        }
        int count = digitCount(value);
        reserve(count);
        long rest = value;
        for (int position = length + count - 1; position >= length; position--) {
            bytes[position] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        }
        length += count;
    }

    private static int digitCount(long value) {
        int count = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            count++;
        }
        return count;
    }

    private JsonOutput separate() {
        if (length > 0) {
            byte last = bytes[length - 1];
            if (last != '{' && last != '[' && last != ':') {
                raw(',');
            }
        }
        return this;
    }

    private JsonOutput quoted(String text) {
        raw('"');
        int count = text.length();
        for (int i = 0; i < count; i++) {
            char character = text.charAt(i);
            if (character < 0x20 || character == '"' || character == '\\') {
                escaped(character);
            } else if (character < 0x80) {
                raw(character);
            } else {
                int codePoint = text.codePointAt(i);
                byte[] encoded = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
                reserve(encoded.length);
                System.arraycopy(encoded, 0, bytes, length, encoded.length);
                length += encoded.length;
                i += Character.charCount(codePoint) - 1;
            }
        }
        return raw('"');
    }

    private void escaped(char character) {
        raw('\\');
        if (character >= 0x20) {
            raw(character);
            return;
        }
        ascii("u00");
        reserve(2);
        bytes[length++] = DIGITS[character >> 4];
        bytes[length++] = DIGITS[character & 15];
    }

    private void ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    private JsonOutput raw(char character) {
        reserve(1);
        bytes[length++] = (byte) character;
        return this;
    }

    private void reserve(int count) {
        if (count > bytes.length - length) {
            if (length + count > bytesMax) {
                throw new IllegalStateException(
                        "expected at most " + bytesMax + " bytes, found at least " + (length + count));
            }
            bytes = Arrays.copyOf(bytes, Math.min(bytesMax, Math.max(2 * bytes.length, length + count)));
        }
    }
}
