package seawall.gateway.trade;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import seawall.wire.FuzzTarget;
import seawall.wire.Fuzzing;

/// An amount that is whole steps is exactly those steps, whichever way it was written, and its plain text reads as the
/// same amount; whatever is not whole steps is not rounded to some.
final class AmountFuzz extends FuzzTarget {
    private static final List<byte[]> SEEDS = Fuzzing.texts(
            "0",
            "50000.1",
            "1E-8",
            "1e+2",
            "-0.5",
            "+7",
            ".5",
            "5.",
            "9223372036854775807",
            "4611686018427387904",
            "1E40",
            "1E-40",
            "0.000000000000000001",
            "1e",
            "e5",
            "--1",
            "1_0",
            "٣",
            "NaN",
            "1E2147483647",
            "0E-40");

    AmountFuzz() {
        super(SEEDS, 15_000, AmountFuzz::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        BigDecimal value = Amount.parse(text);
        if (value == null) {
            return;
        }
        assertThat(text).hasSizeLessThanOrEqualTo(Amount.CHARACTERS_MAX).matches("[-+0-9.eE]+");
        for (int scale : new int[] {0, 1, 8, 18}) {
            for (long mantissa : new long[] {1, 5, 25}) {
                long steps = Amount.steps(value, mantissa, scale);
                BigDecimal step = BigDecimal.valueOf(mantissa, scale);
                BigDecimal[] parts = value.divideAndRemainder(step);
                boolean isWhole = parts[1].signum() == 0;
                if (steps == Amount.TOO_MANY) {
                    assertThat(isWhole && parts[0].toBigInteger().bitLength() > 62)
                            .as("above every limit: " + text)
                            .isTrue();
                } else if (steps >= 0) {
                    assertThat(BigDecimal.valueOf(steps).multiply(step)).isEqualByComparingTo(value);
                    BigDecimal again = Amount.parse(Amount.text(steps, mantissa, scale));
                    assertThat(again).isNotNull().isEqualByComparingTo(value);
                } else {
                    assertThat(steps).isEqualTo(-1);
                    assertThat(!isWhole || value.signum() < 0)
                            .as("refused though whole: " + text)
                            .isTrue();
                }
            }
        }
    }
}
