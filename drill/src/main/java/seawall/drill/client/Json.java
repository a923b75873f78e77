package seawall.drill.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/// JSON as plain values: objects are maps, arrays are lists, and everything else is the text as it was sent,
/// because the API
/// sends its numbers as text anyway. Null is left out of objects.
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /// Reads one JSON object.
    public static Map<String, Object> object(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("expected a JSON object, found " + abbreviated(text));
            }
            return readObject(parser);
        }
    }

    /// The text of a field, or "" when it is absent.
    public static String text(Map<String, Object> object, String name) {
        return object.get(name) instanceof String value ? value : "";
    }

    /// The objects of an array field; empty when it is absent.
    public static List<Map<String, Object>> objects(Map<String, Object> object, String name) {
        var objects = new ArrayList<Map<String, Object>>();
        if (object.get(name) instanceof List<?> list) {
            for (Object element : list) {
                objects.add(asObject(element));
            }
        }
        return objects;
    }

    /// An object field; empty when it is absent.
    public static Map<String, Object> child(Map<String, Object> object, String name) {
        Object value = object.get(name);
        return value instanceof Map ? asObject(value) : Map.of();
    }

    /// Text between quotes, escaped.
    public static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    /// A flat object of text fields, given as name, value, name, value.
    public static String fields(String... namesAndValues) {
        var json = new StringBuilder("{");
        for (int index = 0; index < namesAndValues.length; index += 2) {
            json.append(index == 0 ? "" : ",")
                    .append(quoted(namesAndValues[index]))
                    .append(':')
                    .append(quoted(namesAndValues[index + 1]));
        }
        return json.append('}').toString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asObject(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException("expected a JSON object, found " + value);
    }

    private static Map<String, Object> readObject(JsonParser parser) {
        var object = new LinkedHashMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = readValue(parser);
            if (value != null) {
                object.put(name, value);
            }
        }
        return object;
    }

    private static @Nullable Object readValue(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> {
                var list = new ArrayList<Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object value = readValue(parser);
                    list.add(value == null ? "" : value);
                }
                yield list;
            }
            case VALUE_NULL -> null;
            case null, default -> parser.getString();
        };
    }

    private static String abbreviated(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
