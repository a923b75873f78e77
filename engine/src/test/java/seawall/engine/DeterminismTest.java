package seawall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Reads the compiled engine: what it may not know, it does not call.
class DeterminismTest {
    private static final List<String> FORBIDDEN_OWNERS = List.of(
            "java/io/",
            "java/net/",
            "java/nio/",
            "java/time/",
            "java/util/concurrent/",
            "java/lang/Thread",
            "java/util/Random",
            "java/util/UUID",
            "java/security/");
    private static final Set<String> FORBIDDEN_CALLS = Set.of(
            "java/lang/System.nanoTime",
            "java/lang/System.currentTimeMillis",
            "java/lang/System.identityHashCode",
            "java/lang/Math.random",
            "java/lang/String.format");
    private static final Set<String> UNORDERED = Set.of(
            "java/util/Map", "java/util/HashMap", "java/util/Set", "java/util/HashSet", "java/util/IdentityHashMap");
    private static final Set<String> ITERATIONS = Set.of(
            "iterator",
            "forEach",
            "keySet",
            "values",
            "entrySet",
            "stream",
            "spliterator",
            "toArray",
            "intForEach",
            "longForEach");

    @Test
    void the_engine_calls_no_clock_no_chance_no_io_no_threads_and_iterates_nothing_without_an_order() throws Exception {
        List<String> found = new ArrayList<>();
        List<Path> classes = engineClasses();
        for (Path path : classes) {
            found.addAll(forbiddenCalls(ClassFile.of().parse(path)));
        }
        assertThat(classes).hasSizeGreaterThan(30);
        assertThat(found).isEmpty();
    }

    @Test
    void the_scan_sees_a_forbidden_call() throws IOException, URISyntaxException {
        Path here = classesAt(DeterminismTest.class).resolve("DeterminismTest$Offender.class");
        assertThat(forbiddenCalls(ClassFile.of().parse(here)))
                .contains("Offender.now calls java/lang/System.nanoTime", "Offender.now calls java/util/Map.keySet");
    }

    private static List<String> forbiddenCalls(ClassModel model) {
        String name = model.thisClass().asInternalName();
        String simpleName = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('$')) + 1);
        List<String> found = new ArrayList<>();
        for (MethodModel method : model.methods()) {
            method.code()
                    .ifPresent(code -> code.forEach(element -> {
                        if (element instanceof InvokeInstruction call) {
                            String owner = call.owner().asInternalName();
                            String called = owner + "." + call.name().stringValue();
                            boolean unordered =
                                    (UNORDERED.contains(owner) || owner.startsWith("org/agrona/collections/"))
                                            && ITERATIONS.contains(call.name().stringValue());
                            if (unordered
                                    || FORBIDDEN_CALLS.contains(called)
                                    || FORBIDDEN_OWNERS.stream().anyMatch(owner::startsWith)) {
                                found.add(simpleName + "." + method.methodName().stringValue() + " calls " + called);
                            }
                        }
                    }));
        }
        return found;
    }

    private static List<Path> engineClasses() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(classesAt(Engine.class))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !isTest(file))
                    .sorted()
                    .toList();
        }
    }

    /// A build may put tests beside what they test.
    private static boolean isTest(Path file) {
        String name = file.getFileName().toString();
        return List.of("Test", "Properties", "Transcript", "Venue", "EventSinks").stream()
                .anyMatch(word -> name.contains(word));
    }

    private static Path classesAt(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .resolve("seawall/engine");
    }

    static final class Offender {
        long now(java.util.Map<String, String> map) {
            long nanos = System.nanoTime();
            for (String key : map.keySet()) {
                nanos += key.length();
            }
            return nanos;
        }
    }
}
