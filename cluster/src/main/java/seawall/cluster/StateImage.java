package seawall.cluster;

/// The whole state of a replica at one sequence number, in pages that never change. A page that did not change since
/// the image before is the same array in both, so that an image costs what has changed.
public final class StateImage {
    private final long sequence;
    private final long stateHash;
    private final byte[][] pages;

    /// @param pages in the order in which they are loaded, empty ones included; the caller changes neither the array
    ///              nor a page from now on
    public StateImage(long sequence, long stateHash, byte[]... pages) {
        this.sequence = sequence;
        this.stateHash = stateHash;
        this.pages = pages;
    }

    /// Sequence number of the last entry before the image.
    public long sequence() {
        return sequence;
    }

    /// Hash of the state, by which whoever loads the image proves that it has it all.
    public long stateHash() {
        return stateHash;
    }

    /// Bytes of all pages.
    public long bytes() {
        long bytes = 0;
        for (byte[] page : pages) {
            bytes += page.length;
        }
        return bytes;
    }

    /// Number of pages, empty ones included.
    public int pages() {
        return pages.length;
    }

    /// A page, which must not be changed.
    public byte[] page(int number) {
        return pages[number];
    }
}
