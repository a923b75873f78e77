package seawall.gateway.trade;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;

/// The fields of a JSON object. Clients send "", null, and nothing at all for the same thing: not given.
public record Fields(Map<String, @Nullable Object> values) {
    /// A scalar as text, empty when not given; an object or array has no text.
    public String text(String name) {
        Object value = values.get(name);
        return switch (value) {
            case String text -> text;
            case Boolean flag -> flag.toString();
            case null, default -> "";
        };
    }

    /// True for `true` and `"true"`.
    public boolean flag(String name) {
        return "true".equals(text(name));
    }

    /// True when the field holds something.
    public boolean isGiven(String name) {
        Object value = values.get(name);
        return switch (value) {
            case null -> false;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            default -> true;
        };
    }

    /// Writes the object as it came, without its null keys.
    public void write(JsonOutput json) {
        json.beginObject();
        values.forEach((name, value) -> {
            if (value != null) {
                json.key(name);
                write(json, value);
            }
        });
        json.endObject();
    }

    private static void write(JsonOutput json, @Nullable Object value) {
        switch (value) {
            case Fields fields -> fields.write(json);
            case List<?> list -> {
                json.beginArray();
                list.forEach(element -> write(json, element));
                json.endArray();
            }
            case Boolean flag -> json.bool(flag);
            case null, default -> json.value(value == null ? "" : value.toString());
        }
    }
}
