package seawall.app.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PricePathTest {
    @Test
    void the_price_moves_on_straight_lines_and_turns_round_at_both_ends() throws IOException {
        PricePath path = PricePath.read(new ByteArrayInputStream("""
                        # a comment
                        minute,index,pace
                        00:00,1.0,1
                        00:01,1.2,2
                        00:02,1.1,3
                        """.getBytes(StandardCharsets.US_ASCII)), 1);
        List<Double> indexes = IntStream.range(0, 7)
                .mapToObj(half -> Math.round(path.index(Duration.ofSeconds(30L * half)) * 1000) / 1000.0)
                .toList();
        assertThat(indexes).containsExactly(1.2, 1.15, 1.1, 1.15, 1.2, 1.1, 1.0);
        assertThat(List.of(
                        path.pace(Duration.ZERO), path.pace(Duration.ofMinutes(1)), path.pace(Duration.ofMinutes(2))))
                .containsExactly(2.0, 3.0, 2.0);
    }

    @Test
    void the_day_rises_by_a_sixth_and_is_twelve_times_as_busy_within_forty_minutes() {
        PricePath path = PricePath.surgeDay();
        double before = path.index(Duration.ZERO);
        assertThat(path.index(Duration.ofMinutes(41)) / before).isCloseTo(1.15, within(0.02));
        assertThat(path.pace(Duration.ofMinutes(39))).isCloseTo(12.2, within(0.1));
    }

    @Test
    void quotes_of_every_instrument_differ_by_at_least_a_tick_everywhere_on_the_path() {
        for (DemoInstrument instrument : DemoInstrument.ALL) {
            for (double index = 0.95; index < 1.16; index += 0.01) {
                assertThat(instrument.ticks(index)).as(instrument.name()).isGreaterThan(1_000);
            }
        }
        assertThat(DemoInstrument.ALL.stream().mapToInt(DemoInstrument::share).sum())
                .isEqualTo(100);
    }
}
