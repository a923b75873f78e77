package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import seawall.simulation.reference.ReferenceExchange;

/// Reads the compiled judges: a mistake of the exchange must not be able to become one of theirs, so they share no code
/// with it but the wire's codecs, which say what bytes mean and decide nothing.
final class ReferenceIndependenceTest {
    private static final Pattern TYPE = Pattern.compile("seawall/[a-z]+/[A-Za-z0-9_/$]+");
    private static final List<String> WIRE = List.of("seawall/wire/codec/", "seawall/wire/EventReader");
    /// How the lines that are compared show a byte that is no letter.
    private static final String TEXT_OF_ENTRIES = "seawall/wire/JournalText";

    private static final String REFERENCE = "seawall/simulation/reference/";
    private static final List<String> AUDIT = List.of("JournalChecker", "AlgoAudit", "FamilyAudit", "PhaseAudit");

    @Test
    void the_reference_exchange_knows_nothing_but_itself_and_the_wire_codecs() throws Exception {
        List<Path> classes = classes(ReferenceExchange.class, REFERENCE, List.of(""));

        assertThat(classes).hasSizeGreaterThan(15);
        assertThat(named(classes, allowing(REFERENCE, TEXT_OF_ENTRIES))).isEmpty();
    }

    @Test
    void the_audit_knows_nothing_but_itself_and_the_wire_codecs() throws Exception {
        List<Path> classes = classes(JournalChecker.class, "seawall/simulation/", AUDIT);

        assertThat(classes).hasSizeGreaterThan(10);
        List<String> itself =
                AUDIT.stream().map(name -> "seawall/simulation/" + name).toList();
        assertThat(named(classes, allowing(itself.toArray(String[]::new)))).isEmpty();
    }

    @Test
    void the_scan_sees_a_judge_that_knows_the_engine() throws Exception {
        List<Path> classes = classes(Agreement.class, "seawall/simulation/", List.of("Agreement"));

        assertThat(named(classes, WIRE)).contains("Agreement names seawall/engine/Limits");
    }

    private static List<String> allowing(String... others) {
        return Stream.concat(WIRE.stream(), Stream.of(others)).toList();
    }

    /// Types of ours that the classes name anywhere: in calls, fields, signatures or annotations.
    private static List<String> named(List<Path> classes, List<String> allowed) throws IOException {
        var found = new ArrayList<String>();
        for (Path path : classes) {
            ClassModel model = ClassFile.of().parse(path);
            String name = path.getFileName().toString().replace(".class", "");
            types(model).stream()
                    .filter(type -> allowed.stream().noneMatch(type::startsWith))
                    .forEach(type -> found.add(name + " names " + type));
        }
        return found;
    }

    private static TreeSet<String> types(ClassModel model) {
        var types = new TreeSet<String>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof Utf8Entry text) {
                Matcher type = TYPE.matcher(text.stringValue());
                while (type.find()) {
                    types.add(type.group());
                }
            }
        }
        return types;
    }

    private static List<Path> classes(Class<?> type, String folder, List<String> prefixes)
            throws IOException, URISyntaxException {
        Path root =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> prefixes.stream()
                            .anyMatch(prefix -> file.getFileName().toString().startsWith(prefix)))
                    .sorted()
                    .toList();
        }
    }
}
