package seawall.gateway.okx;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsProperties {
    private static final long SEED = 20_261_123;

    @Test
    void what_is_written_reads_back_as_the_same_units() {
        var random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            long units = random.nextLong() >>> (1 + random.nextInt(62));
            long mantissa = 1 + random.nextInt(9);
            int scale = random.nextInt(19);
            String text = Decimals.text(units, mantissa, scale);
            assertThat(text).as("seed " + SEED + " step " + i).matches("0|[1-9][0-9]*|(0|[1-9][0-9]*)\\.[0-9]*[1-9]");
            assertThat(Decimals.units(text, mantissa, scale)).as(text).isEqualTo(units);
        }
    }

    @Test
    void json_and_text_write_the_same_digits() {
        var random = new Random(SEED);
        var out = new JsonOutput(1_024);
        for (int i = 0; i < 100_000; i++) {
            long units = random.nextLong() >> random.nextInt(63);
            long mantissa = 1 + random.nextInt(9);
            int scale = random.nextInt(19);
            Decimals.write(out.reset(), units, mantissa, scale);
            assertThat(out.toString())
                    .as("seed " + SEED + " step " + i)
                    .isEqualTo('"' + Decimals.text(units, mantissa, scale) + '"');
        }
    }

    @Test
    void any_way_to_write_a_number_means_the_same_number() {
        var random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            var number = new BigDecimal(BigInteger.valueOf(random.nextInt(1_000_000)), random.nextInt(12));
            long expected = number.movePointRight(12).longValueExact();
            for (String text : new String[] {
                number.toString(),
                number.toPlainString(),
                number.setScale(12).toPlainString(),
                number.unscaledValue() + "E-" + number.scale()
            }) {
                assertThat(Decimals.units(text, 1, 12))
                        .as("seed " + SEED + " " + text)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1E-8,        1, 8,  1",
        "1e+2,        5, 0,  20",
        "0.5,         5, 1,  1",
        "0.55,        5, 2,  11",
        "0.56,        5, 2,  -2",
        "1.5,         1, 0,  -2",
        "-1,          1, 0,  -1",
        "+1,          1, 0,  -1",
        "abc,         1, 0,  -1",
        "'',          1, 0,  -1",
        "'1,5',       1, 1,  -1",
        "1E999999999, 1, 0,  -1",
        "1.2.3,       1, 3,  -1",
        "NaN,         1, 0,  -1",
        "0x10,        1, 0,  -1",
        "0E٣,         1, 0,  -1",
        "٣,           1, 0,  -1",
        "9223372036854775807, 1, 0, 9223372036854775807",
        "9223372036854775808, 1, 0, -3",
        "1E30,        1, 8,  -3"
    })
    void text_is_read_exactly_or_not_at_all(String text, long mantissa, int scale, long expected) {
        assertThat(Decimals.units(text, mantissa, scale)).isEqualTo(expected);
    }
}
