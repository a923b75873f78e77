package seawall.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Extremes that are shared, beside one extreme for each stop.
class ExtremesProperties {
    private static final class Stop {
        private final Extreme extreme;
        private long expectedTicks;

        private Stop(Extreme extreme, long expectedTicks) {
            this.extreme = extreme;
            this.expectedTicks = expectedTicks;
        }
    }

    @Test
    void shared_extremes_agree_with_one_for_each_stop_and_none_outlives_its_stops() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int sign : new int[] {1, -1}) {
            Extremes extremes = new Extremes(sign);
            List<Stop> stops = new ArrayList<>();
            for (int step = 0; step < 50_000; step++) {
                long ticks = 1 + random.nextInt(60);
                switch (random.nextInt(4)) {
                    case 0 -> stops.add(new Stop(extremes.begin(ticks), ticks));
                    case 1 -> {
                        if (!stops.isEmpty()) {
                            extremes.end(stops.remove(random.nextInt(stops.size())).extreme);
                        }
                    }
                    default -> {
                        extremes.price(ticks);
                        for (Stop stop : stops) {
                            stop.expectedTicks = sign > 0
                                    ? Math.max(stop.expectedTicks, ticks)
                                    : Math.min(stop.expectedTicks, ticks);
                        }
                    }
                }
                TreeSet<Long> distinct = new TreeSet<>();
                for (Stop stop : stops) {
                    assertThat(stop.extreme.ticks())
                            .as("seed " + seed + ", step " + step)
                            .isEqualTo(stop.expectedTicks);
                    distinct.add(stop.expectedTicks);
                }
                assertThat(extremes.size())
                        .as("seed " + seed + ", step " + step)
                        .isEqualTo(distinct.size());
            }
        }
    }
}
