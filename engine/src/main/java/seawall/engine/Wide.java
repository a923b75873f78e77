package seawall.engine;

/// Products and quotients that need 128 bits on the way.
final class Wide {
    /// Stands for every result above [Limits#ATOMS_MAX].
    static final long TOO_LARGE = Long.MAX_VALUE;

    private static final long LOW_HALF = 0xffff_ffffL;
    private static final long HALF_BASE = 1L << 32;
    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int exponent = 1; exponent < POWERS.length; exponent++) {
            POWERS[exponent] = 10 * POWERS[exponent - 1];
        }
    }

    private Wide() {}

    /// Ten to the power of 0 to 18.
    static long powerOfTen(int exponent) {
        return POWERS[exponent];
    }

    /// Product of two numbers that are not negative, or [#TOO_LARGE].
    static long multiply(long a, long b) {
        long product = a * b;
        return Math.multiplyHigh(a, b) != 0 || product < 0 || product > Limits.ATOMS_MAX ? TOO_LARGE : product;
    }

    /// Quotient of the product of two numbers that are not negative, or [#TOO_LARGE].
    ///
    /// @param divisor at least 1
    /// @param up      true rounds up, false rounds down
    static long multiplyDivide(long a, long b, long divisor, boolean up) {
        return divide(Math.multiplyHigh(a, b), a * b, divisor, up);
    }

    /// Quotient of a number of 128 bits that is not negative, or [#TOO_LARGE].
    static long divide(long high, long low, long divisor, boolean up) {
        assert high >= 0 && divisor >= 1 : "expected numbers that are not negative";
        if (high >= divisor) {
            return TOO_LARGE;
        }
        long quotient = high == 0 ? Long.divideUnsigned(low, divisor) : divideLong(high, low, divisor);
        if (up && low - quotient * divisor != 0) {
            quotient++;
        }
        return quotient < 0 || quotient > Limits.ATOMS_MAX ? TOO_LARGE : quotient;
    }

    /// Knuth's algorithm D with two digits of 32 bits, as in Hacker's Delight (divlu); high is below the divisor.
    private static long divideLong(long high, long low, long divisor) {
        int shift = Long.numberOfLeadingZeros(divisor);
        long scaled = divisor << shift;
        long divisorHigh = scaled >>> 32;
        long divisorLow = scaled & LOW_HALF;
        // The divisor is a positive long, so the shift is 1 to 63.
        long top = (high << shift) | (low >>> (64 - shift));
        long rest = low << shift;
        long digitHigh = digit(top, rest >>> 32, divisorHigh, divisorLow);
        long middle = (top << 32) + (rest >>> 32) - digitHigh * scaled;
        long digitLow = digit(middle, rest & LOW_HALF, divisorHigh, divisorLow);
        return (digitHigh << 32) + digitLow;
    }

    private static long digit(long top, long next, long divisorHigh, long divisorLow) {
        long digit = Long.divideUnsigned(top, divisorHigh);
        long remainder = top - digit * divisorHigh;
        while (Long.compareUnsigned(digit, HALF_BASE) >= 0
                || Long.compareUnsigned(digit * divisorLow, (remainder << 32) + next) > 0) {
            digit--;
            remainder += divisorHigh;
            if (Long.compareUnsigned(remainder, HALF_BASE) >= 0) {
                break;
            }
        }
        return digit;
    }
}
