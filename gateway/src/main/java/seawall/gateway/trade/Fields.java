package seawall.gateway.trade;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;

/// The fields of a JSON object. Clients send "", null, and nothing at all for the same thing: not given.
public record Fields(Map<String, @Nullable Object> values) {
    /// What an array, an object or a flag reads as where text is expected: longer than any parameter, and no parameter
    /// takes it. Reading it as "not given" would place another order than the one that was meant.
    static final String NOT_TEXT = "?".repeat(128);

    /// The text of a field, a number with its digits untouched; empty when not given, [#NOT_TEXT] for another type.
    public String text(String name) {
        Object value = values.get(name);
        return switch (value) {
            case null -> "";
            case String text -> text;
            default -> NOT_TEXT;
        };
    }

    /// The text of a field to repeat in an answer; empty when there is none.
    public String echo(String name) {
        return values.get(name) instanceof String text ? text : "";
    }

    /// The first of these fields that holds a type other than text; empty when none does.
    String notText(List<String> names) {
        for (String name : names) {
            if (text(name).equals(NOT_TEXT)) {
                return name;
            }
        }
        return "";
    }

    /// True for `true` and `"true"`.
    public boolean flag(String name) {
        Object value = values.get(name);
        return value instanceof Boolean flag ? flag : "true".equals(value);
    }

    /// The first of these fields that is given and is neither true nor false; empty when none is.
    String notFlag(List<String> names) {
        for (String name : names) {
            if (isGiven(name)
                    && !(values.get(name) instanceof Boolean)
                    && !text(name).matches("true|false")) {
                return name;
            }
        }
        return "";
    }

    /// True when the field holds something, were it an empty array.
    public boolean isGiven(String name) {
        Object value = values.get(name);
        return value != null && !value.equals("");
    }

    /// True when the field holds something but an empty array.
    boolean hasElements(String name) {
        return isGiven(name) && !List.of().equals(values.get(name));
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
