package seawall.gateway.okx;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import seawall.gateway.view.CurrencyView;
import seawall.gateway.view.InstrumentView;

/// Between decimal text and the integers of the engine, exactly. Output is plain notation without trailing zeros; input
/// may be a number with an exponent as well, since clients send such.
public final class Decimals {
    /// The text is not a decimal number, or a negative one.
    public static final long NOT_A_NUMBER = -1;

    /// The number is not a whole multiple of the step.
    public static final long OFF_STEP = -2;

    /// The number has more units than a long holds.
    public static final long TOO_LARGE = -3;

    private static final int TEXT_LENGTH_MAX = 64;
    private static final int EXPONENT_MAX = 40;

    private Decimals() {}

    /// Ticks of a price; 0 or more, or one of the negative constants.
    public static long priceTicks(InstrumentView instrument, String text) {
        return units(text, instrument.tickMantissa(), instrument.tickScale());
    }

    /// Lots of a quantity in base; 0 or more, or one of the negative constants.
    public static long quantityLots(InstrumentView instrument, String text) {
        return units(text, instrument.lotMantissa(), instrument.lotScale());
    }

    /// Atoms of an amount; 0 or more, or one of the negative constants.
    public static long atoms(CurrencyView currency, String text) {
        return units(text, 1, currency.scale());
    }

    /// How many steps of mantissa × 10^-scale the number is.
    public static long units(String text, long mantissa, int scale) {
        BigDecimal number = parse(text);
        if (number == null || number.signum() < 0) {
            return NOT_A_NUMBER;
        }
        BigDecimal steps = number.scaleByPowerOfTen(scale).stripTrailingZeros();
        if (steps.scale() > 0) {
            return OFF_STEP;
        }
        BigInteger[] quotient = steps.toBigIntegerExact().divideAndRemainder(BigInteger.valueOf(mantissa));
        if (quotient[1].signum() != 0) {
            return OFF_STEP;
        }
        return quotient[0].bitLength() > 63 ? TOO_LARGE : quotient[0].longValueExact();
    }

    /// The number, or null if the text is none. An exponent is limited, so that a short text cannot ask for a long
    /// number.
    static @Nullable BigDecimal parse(String text) {
        int length = text.length();
        if (length == 0 || length > TEXT_LENGTH_MAX) {
            return null;
        }
        int exponentAt = length;
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            if (character == 'e' || character == 'E') {
                exponentAt = i;
                break;
            }
            if ((character < '0' || character > '9') && character != '.' && !(i == 0 && character == '-')) {
                return null;
            }
        }
        if (exponentAt < length && length - exponentAt > 4) {
            return null;
        }
        for (int i = exponentAt + 1; i < length; i++) {
            char character = text.charAt(i);
            // BigDecimal would also read the digits of other scripts.
            if ((character < '0' || character > '9') && character != '-' && character != '+') {
                return null;
            }
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs(number.scale()) > TEXT_LENGTH_MAX + EXPONENT_MAX ? null : number;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /// A price.
    public static String price(InstrumentView instrument, long ticks) {
        return text(ticks, instrument.tickMantissa(), instrument.tickScale());
    }

    /// A quantity in base.
    public static String quantity(InstrumentView instrument, long lots) {
        return text(lots, instrument.lotMantissa(), instrument.lotScale());
    }

    /// An amount of a currency.
    public static String amount(CurrencyView currency, long atoms) {
        return text(atoms, 1, currency.scale());
    }

    /// Plain notation without trailing zeros.
    public static String text(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    static String text(long units, long mantissa, int scale) {
        return text(new BigDecimal(BigInteger.valueOf(units).multiply(BigInteger.valueOf(mantissa)), scale));
    }

    /// Writes units of mantissa × 10^-scale as a JSON string.
    static JsonOutput write(JsonOutput out, long units, long mantissa, int scale) {
        long high = Math.multiplyHigh(units, mantissa);
        long low = units * mantissa;
        // The product fits a long exactly when its upper half only repeats the sign.
        return high == low >> 63 ? out.decimal(low, scale) : out.value(text(units, mantissa, scale));
    }
}
