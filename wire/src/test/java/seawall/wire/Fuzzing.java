package seawall.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.agrona.IoUtil;

/// Throws bytes at a property that must hold for all of them.
///
/// A target is a class with a public `fuzzerTestOneInput(byte[])`, which throws when the property does not hold, and a
/// list of seeds. Each build tries the seeds and a fixed number of their mutations, the same ones every time. The
/// drills let Jazzer search, in a process of its own since it rewrites every class that it loads: it keeps what reaches
/// new code and mutates that. What either of them finds is mended, and stays as a named test.
public final class Fuzzing {
    /// What must hold whatever bytes arrive.
    @FunctionalInterface
    public interface Property {
        void check(byte[] input) throws Exception;
    }

    /// What a search saw.
    ///
    /// @param inputs   how many it tried
    /// @param coverage edges of the code that they reached
    /// @param failure  the end of its output when an input broke the property, empty when none did
    public record Search(long inputs, int coverage, String failure) {}

    /// How long a search lasts; `-Dfuzz.seconds=600` makes it longer.
    public static final Duration SEARCH = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 20));

    /// Of mutations and searches; `-Dfuzz.seed=N` takes them elsewhere.
    private static final int SEED = Integer.getInteger("fuzz.seed", 20_261_125);
    private static final int INPUT_BYTES_MAX = 4_096;
    private static final int EDITS_MAX = 4;
    // Jazzer's own start, on a machine that is busy.
    private static final Duration START = Duration.ofMinutes(3);
    private static final String INSTRUMENTED = "seawall.**:tools.jackson.**:io.netty.handler.codec.**";
    private static final Pattern INPUTS = Pattern.compile("stat::number_of_executed_units: (\\d+)");
    private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+)");
    private static final int[] INTERESTING = {0, 1, 0x7f, 0x80, 0xff, ' ', '"', '\\', '.', '-', '0', '9', '\r', '\n'};

    /// The target of this process, when Jazzer runs in it.
    private static MethodHandle found;

    private Fuzzing() {}

    /// Seeds that are text.
    public static List<byte[]> texts(String... texts) {
        return Stream.of(texts).map(text -> text.getBytes(UTF_8)).toList();
    }

    /// Tries the seeds and that many mutations of them.
    public static void tryMutations(List<byte[]> seeds, int mutations, Property property) {
        seeds.forEach(seed -> tryOne(seed, property));
        Random random = new Random(SEED);
        for (int i = 0; i < mutations; i++) {
            tryOne(mutated(seeds, random), property);
        }
    }

    private static void tryOne(byte[] input, Property property) {
        try {
            // A property may write into its input, which would change the seeds.
            property.check(input.clone());
        } catch (Exception | AssertionError broken) {
            throw new AssertionError(
                    "broken by " + HexFormat.of().formatHex(input) + " which is " + new String(input, ISO_8859_1),
                    broken);
        }
    }

    private static byte[] mutated(List<byte[]> seeds, Random random) {
        byte[] input = seeds.get(random.nextInt(seeds.size()));
        for (int edit = 1 + random.nextInt(EDITS_MAX); edit > 0; edit--) {
            byte[] other = seeds.get(random.nextInt(seeds.size()));
            int at = random.nextInt(input.length + 1);
            int end = Math.min(input.length, at + random.nextInt(9));
            input = switch (random.nextInt(6)) {
                case 0 -> changed(input, at, (byte) random.nextInt());
                case 1 -> changed(input, at, (byte) INTERESTING[random.nextInt(INTERESTING.length)]);
                case 2 -> joined(input, 0, at, input, end, input.length);
                case 3 -> joined(input, 0, end, input, at, input.length);
                case 4 -> joined(input, 0, at, other, random.nextInt(other.length + 1), other.length);
                default -> joined(input, 0, at, input, 0, 0);
            };
        }
        return input;
    }

    private static byte[] changed(byte[] input, int at, byte value) {
        byte[] copy = Arrays.copyOf(input, Math.max(input.length, Math.min(at + 1, INPUT_BYTES_MAX)));
        if (at < copy.length) {
            copy[at] = value;
        }
        return copy;
    }

    private static byte[] joined(byte[] head, int headFrom, int headTo, byte[] tail, int tailFrom, int tailTo) {
        int headBytes = headTo - headFrom;
        int tailBytes = Math.min(tailTo - tailFrom, INPUT_BYTES_MAX - headBytes);
        byte[] joined = Arrays.copyOfRange(head, headFrom, headFrom + headBytes + Math.max(0, tailBytes));
        if (tailBytes > 0) {
            System.arraycopy(tail, tailFrom, joined, headBytes, tailBytes);
        }
        return joined;
    }

    /// Called by Jazzer as its process begins: picks the target and tries its seeds, so that the time of a search is
    /// not
    /// spent on loading and rewriting classes.
    ///
    /// @param args name of the target and directory of its seeds
    public static void fuzzerInitialize(String[] args) throws Throwable {
        Class<?> target = Class.forName(args[0]);
        found = MethodHandles.privateLookupIn(target, MethodHandles.lookup())
                .findStatic(target, "fuzzerTestOneInput", MethodType.methodType(void.class, byte[].class));
        try (Stream<Path> seeds = Files.list(Path.of(args[1]))) {
            for (Path seed : seeds.toList()) {
                fuzzerTestOneInput(Files.readAllBytes(seed));
            }
        }
    }

    /// Called by Jazzer with every input.
    public static void fuzzerTestOneInput(byte[] input) throws Throwable {
        found.invokeExact(input);
    }

    /// Lets Jazzer search for an input that breaks the target.
    public static Search search(Class<?> target, List<byte[]> seeds, Duration time) {
        Path directory = null;
        try {
            directory = Files.createTempDirectory("fuzz-" + target.getSimpleName());
            Path corpus = Files.createDirectory(directory.resolve("seeds"));
            for (int i = 0; i < seeds.size(); i++) {
                Files.write(corpus.resolve("seed-" + i), seeds.get(i));
            }
            return search(target, directory, time);
        } catch (IOException problem) {
            throw new UncheckedIOException("searching " + target.getName() + " in " + directory, problem);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while searching " + target.getName(), interrupted);
        }
    }

    private static Search search(Class<?> target, Path directory, Duration time)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-Xmx1g",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        for (String opened : List.of("jdk.internal.misc", "sun.nio.ch", "java.util.zip")) {
            command.addAll(List.of("--add-opens", "java.base/" + opened + "=ALL-UNNAMED"));
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + Fuzzing.class.getName(),
                "--target_args=" + target.getName() + ' ' + directory.resolve("seeds"),
                "--instrumentation_includes=" + INSTRUMENTED,
                // Jazzer's own checks are for our calls; one of them breaks the buffers of Netty as they start.
                "--custom_hook_includes=seawall.**",
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.UnsafeSanitizer",
                "--reproducer_path=" + directory,
                "-artifact_prefix=" + directory + "/",
                "-max_total_time=" + time.toSeconds(),
                "-seed=" + SEED,
                "-max_len=" + INPUT_BYTES_MAX,
                "-rss_limit_mb=4096",
                "-print_final_stats=1",
                Files.createDirectory(directory.resolve("found")).toString(),
                directory.resolve("seeds").toString()));
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(time.plus(START).toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("expected a search of " + time + " to end, see " + log);
            }
        } finally {
            process.destroyForcibly();
        }
        String output = Files.readString(log, ISO_8859_1);
        String failure = process.exitValue() == 0 ? "" : output.substring(Math.max(0, output.length() - 8_000));
        Search search = new Search(last(INPUTS, output), (int) last(COVERAGE, output), failure);
        System.out.println(target.getSimpleName() + ": " + search.inputs() + " inputs in " + time.toSeconds()
                + " s from seed " + SEED + " reached " + search.coverage() + " edges"
                + (failure.isEmpty() ? "" : " and broke, see " + log));
        if (failure.isEmpty()) {
            IoUtil.delete(directory.toFile(), true);
        }
        return search;
    }

    private static long last(Pattern number, String output) {
        long last = 0;
        for (Matcher matcher = number.matcher(output); matcher.find(); ) {
            last = Long.parseLong(matcher.group(1));
        }
        return last;
    }
}
