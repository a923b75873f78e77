package seawall.engine;

/// Mixes the fields of a record into 64 bits. The hash of the state is the sum of the mixes of its records, so that a
/// record is replaced by subtracting its old mix and adding its new one, in any order of records.
final class Mix {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Mix() {}

    /// Steps of the finalizer of SplitMix64, which spreads each input bit over all output bits.
    static long add(long mix, long value) {
        long bits = (mix ^ value) * GOLDEN + GOLDEN;
        bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
        return bits ^ (bits >>> 31);
    }

    static long of(long a, long b, long c, long d) {
        return add(add(add(add(GOLDEN, a), b), c), d);
    }

    static long of(byte[] bytes) {
        long mix = add(GOLDEN, bytes.length);
        for (byte value : bytes) {
            mix = add(mix, value);
        }
        return mix;
    }
}
