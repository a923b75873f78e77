package seawall.cluster;

import org.agrona.DirectBuffer;

/// Receives journal entries as they leave the engine, in parts of at most 64 KiB.
@FunctionalInterface
public interface EntryPartSink {
    /// Largest part in bytes, headers included.
    int PART_BYTES_MAX = 64 * 1024;

    /// One part; the buffer is only valid during the call.
    ///
    /// @param part counts from 0 within the entry
    /// @param last true for the last part of the entry
    void onPart(long sequence, int part, boolean last, DirectBuffer buffer, int offset, int length);
}
