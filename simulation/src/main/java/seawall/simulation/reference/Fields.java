package seawall.simulation.reference;

import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import seawall.wire.codec.Outcome;

/// Reads the fields of a command and refuses what the rules page calls MALFORMED (§1.9).
final class Fields {
    private static final int VARIABLE_LENGTH_MAX = 4096;

    private Fields() {}

    static String text(DirectBuffer buffer, int offset, int lengthMax) throws Refusal {
        var text = new StringBuilder();
        boolean ended = false;
        for (int index = 0; index < lengthMax; index++) {
            int character = buffer.getByte(offset + index);
            if (character == 0) {
                ended = true;
            } else {
                Refusal.when(ended || character < 0x21 || character > 0x7e, Outcome.MALFORMED);
                text.append((char) character);
            }
        }
        return text.toString();
    }

    static <E extends Enum<E>> E constant(int raw, E[] values, ToIntFunction<E> encoding) throws Refusal {
        for (E value : values) {
            if (encoding.applyAsInt(value) == raw && !value.name().equals("NULL_VAL")) {
                return value;
            }
        }
        throw new Refusal(Outcome.MALFORMED, 0);
    }

    /// Content of the variable-length field at an offset; the next one starts behind it.
    static byte[] variable(DirectBuffer buffer, int offset, int limit) throws Refusal {
        Refusal.when(limit - offset < Short.BYTES, Outcome.MALFORMED);
        int length = (buffer.getByte(offset) & 0xff) | (buffer.getByte(offset + 1) & 0xff) << 8;
        Refusal.when(length > VARIABLE_LENGTH_MAX || limit - offset - Short.BYTES < length, Outcome.MALFORMED);
        byte[] content = new byte[length];
        buffer.getBytes(offset + Short.BYTES, content);
        return content;
    }
}
