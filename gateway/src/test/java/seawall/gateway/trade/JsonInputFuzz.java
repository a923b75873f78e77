package seawall.gateway.trade;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;
import seawall.wire.FuzzTarget;
import seawall.wire.Fuzzing;

/// JSON that is read is written back as JSON of the same value, with no more values or depth than allowed.
final class JsonInputFuzz extends FuzzTarget {
    private static final List<byte[]> SEEDS = Fuzzing.texts(
            "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"px\":\"50000.1\",\"sz\":2e-3}",
            "[{\"a\":[1,-2.50,true,false,null,\"\"]},[],{}]",
            "\"\\u00e9\\ud83c\\udf0a\\n\\\"\\\\ é🌊\"",
            "[[[[[[[[1]]]]]]]]",
            "{\"a\":{\"b\":{\"c\":{}}},\"a\":2}",
            "12345678901234567890.000000000000000000001E-30",
            "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"books\",\"instId\":\"BTC-USDT\"}]}",
            "{\"\\ud800\":\"\\udc00\"}",
            " \t\r\n[ ] ");

    JsonInputFuzz() {
        super(SEEDS, 15_000, JsonInputFuzz::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) throws MalformedJsonException {
        Object value;
        try {
            value = JsonInput.read(input);
        } catch (MalformedJsonException refused) {
            return;
        }
        assertThat(values(value)).isLessThanOrEqualTo(JsonInput.VALUES_MAX);
        assertThat(depth(value)).isLessThanOrEqualTo(JsonInput.DEPTH_MAX);
        JsonOutput json = new JsonOutput(1 << 20);
        new Fields(new LinkedHashMap<>(java.util.Collections.singletonMap("value", value))).write(json);
        String written = json.toString();
        // One level more than was read.
        if (depth(value) < JsonInput.DEPTH_MAX) {
            Fields again = (Fields) JsonInput.read(written.getBytes(StandardCharsets.UTF_8));
            assertThat(again.values().get("value")).isEqualTo(asWritten(value));
        }
    }

    /// What a value looks like after it was written: [Fields] leaves out keys that are null, and a null element of a
    /// list is the empty text. A half of a surrogate pair has no UTF-8.
    private static @Nullable Object asWritten(@Nullable Object value) {
        return switch (value) {
            case Fields fields -> {
                Map<String, @Nullable Object> written = new LinkedHashMap<>();
                fields.values().forEach((name, field) -> {
                    if (field != null) {
                        written.put((String) asWritten(name), asWritten(field));
                    }
                });
                yield new Fields(written);
            }
            case List<?> list ->
                list.stream()
                        .map(element -> element == null ? "" : asWritten(element))
                        .toList();
            case String text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            case null -> null;
            default -> value;
        };
    }

    private static int values(@Nullable Object value) {
        return switch (value) {
            case Fields fields ->
                1
                        + fields.values().values().stream()
                                .mapToInt(JsonInputFuzz::values)
                                .sum();
            case List<?> list ->
                1 + list.stream().mapToInt(JsonInputFuzz::values).sum();
            case null, default -> 1;
        };
    }

    private static int depth(@Nullable Object value) {
        return switch (value) {
            case Fields fields ->
                1
                        + fields.values().values().stream()
                                .mapToInt(JsonInputFuzz::depth)
                                .max()
                                .orElse(0);
            case List<?> list ->
                1 + list.stream().mapToInt(JsonInputFuzz::depth).max().orElse(0);
            case null, default -> 0;
        };
    }
}
