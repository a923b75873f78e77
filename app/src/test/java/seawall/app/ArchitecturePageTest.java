package seawall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The map stays true: a page may only name types and modules that exist.
class ArchitecturePageTest {
    private static final Pattern TYPE_NAME = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)`");
    private static final Pattern MODULE_NAME = Pattern.compile("^\\| `([a-z]+)` \\|", Pattern.MULTILINE);
    private static final Pattern MESSAGE_NAME = Pattern.compile("<sbe:message name=\"(\\w+)\"");

    @Test
    void every_type_that_the_architecture_page_names_exists() throws IOException {
        Set<String> known = typeNames();
        known.addAll(matches(
                MESSAGE_NAME, Files.readString(root().resolve("wire/src/main/resources/seawall/wire/seawall.xml"))));
        assertThat(known).containsAll(matches(TYPE_NAME, page()));
    }

    @Test
    void the_architecture_page_lists_exactly_the_modules_of_the_build() throws IOException {
        Pattern module = Pattern.compile("<module>(\\w+)</module>");
        Set<String> built = matches(module, Files.readString(root().resolve("pom.xml")));
        String modules = page().substring(page().indexOf("## 4."), page().indexOf("## 5."));
        assertThat(matches(MODULE_NAME, modules)).isEqualTo(built);
    }

    private static String page() throws IOException {
        return Files.readString(root().resolve("ARCHITECTURE.md"));
    }

    private static Set<String> typeNames() throws IOException {
        try (var files = Files.walk(root())) {
            return files.filter(file ->
                            file.toString().endsWith(".java") && file.toString().contains("/src/main/"))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("ARCHITECTURE.md"))) {
            directory = directory.getParent();
            assertThat(directory).as("a parent folder holds ARCHITECTURE.md").isNotNull();
        }
        return directory;
    }
}
