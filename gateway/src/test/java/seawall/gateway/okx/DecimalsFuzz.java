package seawall.gateway.okx;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import seawall.wire.FuzzTarget;
import seawall.wire.Fuzzing;

/// A number that reads as units is exactly those units, and is written as the one plain text that reads as them again.
final class DecimalsFuzz extends FuzzTarget {
    private static final List<byte[]> SEEDS = Fuzzing.texts(
            "0",
            "50000.1",
            "1E-8",
            "1e+2",
            "-0.5",
            "-0",
            ".5",
            "5.",
            "9223372036854775807",
            "9223372036854775808",
            "1E40",
            "1E-99",
            "0.000000000000000001",
            "1e",
            "e5",
            "--1",
            "٣",
            "NaN",
            "1E999",
            "00010.0100",
            "0E-9");

    DecimalsFuzz() {
        super(SEEDS, 15_000, DecimalsFuzz::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        JsonOutput json = new JsonOutput(1_024);
        for (int scale : new int[] {0, 1, 8, 18}) {
            for (long mantissa : new long[] {1, 5, 25}) {
                long units = Decimals.units(text, mantissa, scale);
                if (units < 0) {
                    assertThat(units).isIn(Decimals.NOT_A_NUMBER, Decimals.OFF_STEP, Decimals.TOO_LARGE);
                    continue;
                }
                assertThat(text).matches("-?[0-9.]+([eE][-+]?[0-9]+)?");
                assertThat(BigDecimal.valueOf(units).multiply(BigDecimal.valueOf(mantissa, scale)))
                        .isEqualByComparingTo(new BigDecimal(text));
                String plain = Decimals.text(units, mantissa, scale);
                assertThat(plain).matches("0|[1-9][0-9]*|(0|[1-9][0-9]*)\\.[0-9]*[1-9]");
                assertThat(Decimals.units(plain, mantissa, scale)).isEqualTo(units);
                Decimals.write(json.reset(), units, mantissa, scale);
                assertThat(json.toString()).isEqualTo('"' + plain + '"');
            }
        }
    }
}
