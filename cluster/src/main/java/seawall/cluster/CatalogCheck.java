package seawall.cluster;

import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorDecoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import io.aeron.archive.codecs.RecordingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/// Holds the catalog of an archive that does not run against its checksums, which the archive writes and does not read.
///
/// One thing that the archive does, it does without a new checksum (1.51.0): at the start after a kill it notes where a
/// recording ends. The checksum is then that of the entry without an end.
final class CatalogCheck {
    private static final String CATALOG = "archive.catalog";
    private static final int HEAD_BYTES = RecordingDescriptorHeaderDecoder.BLOCK_LENGTH;
    private static final int ALIGNMENT_MAX = 64 * 1024;

    private CatalogCheck() {}

    /// Reads all entries.
    ///
    /// @throws IllegalStateException when one is not as it was written
    static void requireSound(Path archive) {
        Path file = archive.resolve(CATALOG);
        if (!Files.exists(file)) {
            return;
        }
        UnsafeBuffer catalog = read(file);
        int alignment = new CatalogHeaderDecoder()
                .wrap(catalog, 0, CatalogHeaderDecoder.BLOCK_LENGTH, CatalogHeaderDecoder.SCHEMA_VERSION)
                .alignment();
        require(
                BitUtil.isPowerOfTwo(alignment) && alignment <= ALIGNMENT_MAX,
                file,
                0,
                "an alignment that is a power of two",
                "" + alignment);
        int offset = CatalogHeaderDecoder.BLOCK_LENGTH;
        while (offset + HEAD_BYTES <= catalog.capacity()) {
            int length = intAt(catalog, offset + RecordingDescriptorHeaderDecoder.lengthEncodingOffset());
            if (length == 0) {
                break;
            }
            require(
                    length > 0 && length <= catalog.capacity() - offset - HEAD_BYTES,
                    file,
                    offset,
                    "an entry that ends in the file",
                    length + " bytes");
            requireSound(file, catalog, offset, length);
            offset += BitUtil.align(length + HEAD_BYTES, alignment);
        }
        for (int rest = offset; rest < catalog.capacity(); rest++) {
            require(catalog.getByte(rest) == 0, file, rest, "nothing behind the last entry", "something");
        }
    }

    private static void requireSound(Path file, UnsafeBuffer catalog, int offset, int length) {
        int state = intAt(catalog, offset + RecordingDescriptorHeaderDecoder.stateEncodingOffset());
        require(state == RecordingState.VALID.value(), file, offset, "a valid entry", "state " + state);
        Checksum checksum = Checksums.crc32c();
        int expected = intAt(catalog, offset + RecordingDescriptorHeaderDecoder.checksumEncodingOffset());
        int body = offset + HEAD_BYTES;
        int found = checksum.compute(catalog.addressOffset(), body, length);
        if (expected != found) {
            catalog.putLong(
                    body + RecordingDescriptorDecoder.stopPositionEncodingOffset(),
                    AeronArchive.NULL_POSITION,
                    ByteOrder.LITTLE_ENDIAN);
            catalog.putLong(
                    body + RecordingDescriptorDecoder.stopTimestampEncodingOffset(),
                    AeronArchive.NULL_TIMESTAMP,
                    ByteOrder.LITTLE_ENDIAN);
            int withoutEnd = checksum.compute(catalog.addressOffset(), body, length);
            require(
                    expected == withoutEnd,
                    file,
                    offset,
                    "checksum " + Integer.toHexString(expected),
                    Integer.toHexString(found));
        }
    }

    private static int intAt(UnsafeBuffer catalog, int offset) {
        return catalog.getInt(offset, ByteOrder.LITTLE_ENDIAN);
    }

    private static UnsafeBuffer read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            var direct = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes.length));
            require(bytes.length >= CatalogHeaderDecoder.BLOCK_LENGTH, file, 0, "a head", bytes.length + " bytes");
            direct.putBytes(0, bytes);
            return direct;
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    private static void require(boolean holds, Path file, int offset, String expected, String found) {
        if (!holds) {
            throw new IllegalStateException(
                    file + " at byte " + offset + ": expected " + expected + ", found " + found);
        }
    }
}
