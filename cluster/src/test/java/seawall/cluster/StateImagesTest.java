package seawall.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is in the directory of images after a store that failed, and after a start.
@Timeout(60)
final class StateImagesTest {
    private static final StateImage SMALL = image(100);

    @TempDir
    private Path directory;

    private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());

    @Test
    void only_the_latest_images_are_kept() throws IOException {
        store(SMALL, 1000, 2000, 3000, 10_000);
        assertThat(files()).containsExactly("10000.image", "3000.image");
        assertThat(errors).isEmpty();
    }

    @Test
    void a_file_that_somebody_put_there_is_left_alone_and_keeps_no_image() throws IOException {
        Files.createFile(directory.resolve("copy-of-1000.image"));
        store(SMALL, 1000, 2000, 3000);
        assertThat(files()).containsExactly("2000.image", "3000.image", "copy-of-1000.image");
        assertThat(errors).isEmpty();
    }

    @Test
    void nothing_stays_of_an_image_that_the_disk_had_no_room_for() throws IOException {
        Files.createSymbolicLink(directory.resolve("1000.image.unfinished"), Path.of("/dev/full"));
        store(SMALL, 1000);
        assertThat(files()).isEmpty();
        assertThat(errors)
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .hasMessage("the image of sequence 1 was not stored; a start goes back further")
                        .hasRootCauseMessage("No space left on device"));
    }

    @Test
    void a_page_that_no_reader_would_take_is_not_written() throws IOException {
        store(image((1 << 28) + 1), 1000);
        assertThat(files()).isEmpty();
        assertThat(errors)
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .hasRootCauseMessage("expected pages of at most 268435456 bytes, found 268435457"));
    }

    @Test
    void a_start_removes_what_a_kill_left_of_an_image() throws IOException {
        Files.createFile(directory.resolve("1000.image.unfinished"));
        StateImages.dropSnapshotsWithout(directory.resolve("cluster"), directory);
        assertThat(files()).isEmpty();
    }

    private void store(StateImage image, long... logPositions) {
        for (long logPosition : logPositions) {
            try (var images = new StateImages(directory, errors::add)) {
                images.store(image, logPosition, 0);
            }
        }
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /// An image of one page.
    private static StateImage image(int length) {
        return new StateImage(1, 2, new byte[][] {new byte[100]}, new int[] {length});
    }
}
