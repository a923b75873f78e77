package seawall.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.agrona.concurrent.UnsafeBuffer;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import seawall.wire.JournalText;

/// The way back from the lines of `JournalText` to the bytes of an entry, by the schema alone: with it the audit can
/// judge a journal that only the reference has written.
final class JournalBytes {
    private static final Map<String, Integer> SIZES =
            Map.of("uint8", 1, "char", 1, "uint16", 2, "int32", 4, "int64", 8);

    /// @param constants values of an enum by name; empty for numbers and text
    private record Type(String primitive, int length, Map<String, Integer> constants) {
        int size() {
            Integer size = SIZES.get(primitive);
            if (size == null) {
                throw new IllegalStateException("expected a primitive type, found " + primitive);
            }
            return size * length;
        }
    }

    private record Field(String name, Type type) {}

    private record Message(int id, List<Field> fields, List<String> variableFields) {}

    private final Map<String, Type> types = new HashMap<>();
    private final Map<String, Message> messages = new HashMap<>();
    private final int schemaId;
    private final int version;

    JournalBytes() {
        Element schema = schema();
        schemaId = Integer.parseInt(schema.getAttribute("id"));
        version = Integer.parseInt(schema.getAttribute("version"));
        SIZES.keySet().forEach(primitive -> types.put(primitive, new Type(primitive, 1, Map.of())));
        for (Element type : elements(schema, "type")) {
            String length = type.getAttribute("length");
            types.putIfAbsent(
                    type.getAttribute("name"),
                    new Type(
                            type.getAttribute("primitiveType"),
                            length.isEmpty() ? 1 : Integer.parseInt(length),
                            Map.of()));
        }
        for (Element constants : elements(schema, "enum")) {
            var values = new HashMap<String, Integer>();
            for (Element value : elements(constants, "validValue")) {
                values.put(
                        value.getAttribute("name"),
                        Integer.parseInt(value.getTextContent().trim()));
            }
            types.put(constants.getAttribute("name"), new Type(constants.getAttribute("encodingType"), 1, values));
        }
        for (Element message : elements(schema, "sbe:message")) {
            var fields = new ArrayList<Field>();
            for (Element field : elements(message, "field")) {
                Type type = types.get(field.getAttribute("type"));
                if (type != null) {
                    fields.add(new Field(field.getAttribute("name"), type));
                }
            }
            List<String> variable = elements(message, "data").stream()
                    .map(data -> data.getAttribute("name"))
                    .toList();
            messages.put(
                    message.getAttribute("name"),
                    new Message(Integer.parseInt(message.getAttribute("id")), fields, variable));
        }
    }

    private static Element schema() {
        try (InputStream in = JournalText.class.getResourceAsStream("/seawall/wire/seawall.xml")) {
            if (in == null) {
                throw new IllegalStateException("expected the schema on the class path, found none");
            }
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("reading the schema", unreadable);
        } catch (ParserConfigurationException | SAXException invalid) {
            throw new IllegalStateException("parsing the schema", invalid);
        }
    }

    private static List<Element> elements(Element parent, String name) {
        var found = new ArrayList<Element>();
        var nodes = parent.getElementsByTagName(name);
        for (int index = 0; index < nodes.getLength(); index++) {
            Node node = nodes.item(index);
            found.add((Element) node);
        }
        return found;
    }

    /// Bytes of an entry in one part.
    ///
    /// @throws IllegalStateException if they would not read as these lines again
    byte[] of(List<String> lines) {
        var entry = new ByteArrayOutputStream();
        lines.forEach(line -> entry.writeBytes(message(line)));
        byte[] bytes = entry.toByteArray();
        List<String> again = JournalText.of(new UnsafeBuffer(bytes), 0, bytes.length);
        if (!again.equals(lines)) {
            throw new IllegalStateException("expected " + lines + ", found " + again);
        }
        return bytes;
    }

    private byte[] message(String line) {
        String[] words = line.split(" ", -1);
        Message message = messages.get(words[0].equals("Entry") ? "EntryPart" : words[0]);
        if (message == null) {
            throw new IllegalStateException("expected a message of the schema, found " + line);
        }
        // What the lines leave out: the entry has one part, and nobody looks at its state hash.
        var values = new HashMap<>(Map.of("part", "0", "last", "YES", "stateHash", "0"));
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            values.put(word.substring(0, equals), word.substring(equals + 1));
        }
        int blockLength =
                message.fields().stream().mapToInt(field -> field.type().size()).sum();
        var bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) blockLength)
                .putShort((short) message.id())
                .putShort((short) schemaId)
                .putShort((short) version);
        for (Field field : message.fields()) {
            put(bytes, field.type(), value(values, field.name(), line));
        }
        for (String field : message.variableFields()) {
            String value = value(values, field, line);
            byte[] content = field.equals("sealedSecret") ? HexFormat.of().parseHex(value) : unescaped(value);
            bytes.putShort((short) content.length).put(content);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static String value(Map<String, String> values, String field, String line) {
        String value = values.get(field);
        if (value == null) {
            throw new IllegalStateException("expected " + field + " in " + line);
        }
        return value;
    }

    private static void put(ByteBuffer bytes, Type type, String value) {
        if (type.primitive().equals("char")) {
            bytes.put(Arrays.copyOf(unescaped(value), type.length()));
            return;
        }
        Integer constant = type.constants().get(value);
        long number = constant == null ? Long.parseLong(value) : constant;
        switch (type.size()) {
            case 1 -> bytes.put((byte) number);
            case 2 -> bytes.putShort((short) number);
            case 4 -> bytes.putInt((int) number);
            default -> bytes.putLong(number);
        }
    }

    private static byte[] unescaped(String text) {
        var bytes = new ByteArrayOutputStream();
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character != '\\') {
                bytes.write(character);
            } else if (text.charAt(index + 1) == '\\') {
                bytes.write('\\');
                index++;
            } else {
                bytes.write(HexFormat.fromHexDigits(text, index + 2, index + 4));
                index += 3;
            }
        }
        return bytes.toByteArray();
    }
}
