package seawall.cluster;

import io.aeron.archive.ArchiveTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cuts off what a crash left half written at the end of recordings.
///
/// The archive refuses to start over a last fragment that crosses a page and has a wrong checksum. Nobody was told
/// that such a fragment is recorded, since the position moves only after the write, so nothing acknowledged goes.
final class TornRecordings {
    private static final Logger LOG = LoggerFactory.getLogger(TornRecordings.class);
    private static final String SEGMENT_SUFFIX = ".rec";

    private TornRecordings() {}

    /// Repairs the recordings that were in progress when their archive died; the archive must not run.
    static void cut(Path archiveDirectory) {
        for (long recordingId : recordings(archiveDirectory)) {
            var description = new ByteArrayOutputStream();
            try (var out = new PrintStream(description, true, StandardCharsets.UTF_8)) {
                ArchiveTool.describeRecording(out, archiveDirectory.toFile(), recordingId);
            }
            if (description.toString(StandardCharsets.UTF_8).contains("stopPosition=-1|")) {
                cut(archiveDirectory, recordingId);
            }
        }
    }

    private static void cut(Path archiveDirectory, long recordingId) {
        var report = new ByteArrayOutputStream();
        try (var out = new PrintStream(report, true, StandardCharsets.UTF_8)) {
            boolean valid = ArchiveTool.verifyRecording(
                    out,
                    archiveDirectory.toFile(),
                    recordingId,
                    Set.of(ArchiveTool.VerifyOption.APPLY_CHECKSUM),
                    "CRC-32C",
                    segment -> {
                        LOG.warn("Cutting a fragment that a crash left half written off {}.", segment);
                        return true;
                    });
            if (!valid) {
                throw new IllegalStateException("recording " + recordingId + " is damaged before its end: "
                        + report.toString(StandardCharsets.UTF_8));
            }
        }
    }

    private static Set<Long> recordings(Path archiveDirectory) {
        try (var files = Files.list(archiveDirectory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SEGMENT_SUFFIX))
                    .map(name -> Long.valueOf(name.substring(0, name.indexOf('-'))))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
