package seawall.gateway.trade;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Decimal text into whole steps, exactly or not at all.
final class Amount {
    static final int CHARACTERS_MAX = 40;
    /// What a value of more than 62 bits of steps comes to: more than any limit.
    static final long TOO_MANY = Long.MAX_VALUE;
    private static final int EXPONENT_MAX = 40;

    private Amount() {}

    /// Reads a decimal; exponents are accepted, since two clients send them. Null if it is none, or an absurd one.
    static @Nullable BigDecimal parse(String text) {
        if (text.isEmpty() || text.length() > CHARACTERS_MAX) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            // BigDecimal would also read the digits of other scripts.
            if (text.charAt(i) > 'e') {
                return null;
            }
        }
        try {
            BigDecimal value = new BigDecimal(text);
            // A huge exponent would make the later multiplication arbitrarily expensive.
            return Math.abs((long) value.scale()) > EXPONENT_MAX ? null : value;
        } catch (NumberFormatException notDecimal) {
            return null;
        }
    }

    /// How many steps of `mantissa × 10^-scale` make up the value.
    ///
    /// @return the number of steps, [#TOO_MANY] if it does not fit 62 bits; -1 if it is negative or not whole
    static long steps(BigDecimal value, long mantissa, int scale) {
        BigDecimal[] parts = value.scaleByPowerOfTen(scale).divideAndRemainder(BigDecimal.valueOf(mantissa));
        if (parts[1].signum() != 0 || parts[0].signum() < 0) {
            return -1;
        }
        if (parts[0].toBigInteger().bitLength() > 62) {
            return TOO_MANY;
        }
        return parts[0].longValueExact();
    }

    /// Steps as plain decimal text without trailing zeros.
    static String text(long steps, long mantissa, int scale) {
        BigDecimal value =
                BigDecimal.valueOf(steps).multiply(BigDecimal.valueOf(mantissa)).movePointLeft(scale);
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
