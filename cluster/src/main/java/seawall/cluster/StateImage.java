package seawall.cluster;

/// The whole state of a replica at one sequence number, in pages. A page that did not change since the image before is
/// the same array in both, so that an image costs what has changed.
///
/// Arrays are used again: an image stays as it is until the replica begins the second one after it.
public final class StateImage {
    private final long sequence;
    private final long stateHash;
    private final byte[][] pages;
    private final int[] lengths;

    /// @param pages   in the order in which they are loaded
    /// @param lengths how much of each array is its page, 0 for a page that has nothing
    public StateImage(long sequence, long stateHash, byte[][] pages, int[] lengths) {
        this.sequence = sequence;
        this.stateHash = stateHash;
        this.pages = pages.clone();
        this.lengths = lengths.clone();
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
        for (int length : lengths) {
            bytes += length;
        }
        return bytes;
    }

    /// Number of pages, empty ones included.
    public int pages() {
        return pages.length;
    }

    /// The array that begins with a page; it must not be changed.
    public byte[] page(int number) {
        return pages[number];
    }

    /// Bytes of a page.
    public int length(int number) {
        return lengths[number];
    }
}
