package seawall.engine;

/// Mixes the fields of a record into 64 bits. The hash of the state is the sum of the mixes of its records, so that a
/// record is replaced by subtracting its old mix and adding its new one, in any order of records.
///
/// A step multiplies two words to 128 bits and folds the halves together, as the wyhash family does: the fields of a
/// record meet in pairs whose products do not wait for each other, which costs a fifth of mixing them one by one.
/// A factor of zero would swallow the other, so every constant is below -2^62, where no field ever is: amounts, ids and
/// ASCII text are not, and a mix is with a chance of 2^-64.
final class Mix {
    private static final long FIRST = 0x9e3779b97f4a7c15L;
    private static final long SECOND = 0xbf58476d1ce4e5b9L;
    private static final long THIRD = 0x94d049bb133111ebL;
    private static final long FOURTH = 0xa24baed4963ee407L;
    private static final long LAST = 0x9fb21c651e98df25L;

    private Mix() {}

    static long add(long mix, long value) {
        return fold(mix ^ FIRST, value ^ SECOND);
    }

    static long of(long a, long b, long c, long d) {
        return fold(fold(a ^ FIRST, b ^ SECOND) ^ LAST, fold(c ^ THIRD, d ^ FOURTH));
    }

    static long of(byte[] bytes) {
        long mix = add(FIRST, bytes.length);
        for (byte value : bytes) {
            mix = add(mix, value);
        }
        return mix;
    }

    private static long fold(long a, long b) {
        return Math.multiplyHigh(a, b) ^ (a * b);
    }
}
