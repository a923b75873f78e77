package seawall.gateway.trade;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON as clients send it. Values are [Fields] for objects, `List`, `String` (numbers too, with their digits
/// untouched),
/// `Boolean`, and null.
public final class JsonInput {
    static final int DEPTH_MAX = 8;
    static final int VALUES_MAX = 4_096;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(65_536)
                    .maxNameLength(256)
                    .maxNumberLength(64)
                    .build())
            .build();

    private final JsonParser parser;
    private int values;

    private JsonInput(JsonParser parser) {
        this.parser = parser;
    }

    public static @Nullable Object read(String text) throws MalformedJsonException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Reads one value and nothing after it.
    public static @Nullable Object read(byte[] json) throws MalformedJsonException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new MalformedJsonException("expected a value, found nothing");
            }
            Object value = new JsonInput(parser).value(first);
            if (parser.nextToken() != null) {
                throw new MalformedJsonException("expected one value, found more");
            }
            return value;
        } catch (JacksonException problem) {
            throw new MalformedJsonException(String.valueOf(problem.getOriginalMessage()));
        }
    }

    private @Nullable Object value(JsonToken token) throws MalformedJsonException {
        if (++values > VALUES_MAX) {
            throw new MalformedJsonException("expected at most " + VALUES_MAX + " values");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new MalformedJsonException("expected a value, found " + token);
        };
    }

    private Fields object() throws MalformedJsonException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            fields.put(name, value(next()));
        }
        return new Fields(fields);
    }

    private List<@Nullable Object> array() throws MalformedJsonException {
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            elements.add(value(token));
        }
        return elements;
    }

    private JsonToken next() throws MalformedJsonException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new MalformedJsonException("expected more, found the end");
        }
        return token;
    }
}
