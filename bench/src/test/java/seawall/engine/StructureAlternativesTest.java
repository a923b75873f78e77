package seawall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A figure of an alternative counts only if it does what the engine's structure does.
class StructureAlternativesTest {
    private static final int STEPS = 20_000;

    @ParameterizedTest
    @ValueSource(
            strings = {"sorted-array", "sorted-from-touch", "pages", "tree", "radix-tree", "window", "hash-and-links"})
    void all_price_levels_find_and_order_the_same_levels(String alternative) {
        var random = new SplittableRandom(1);
        PriceLevels levels = PriceLevels.of(alternative, 1000);
        TreeMap<Long, Level> expected = new TreeMap<>();
        for (int step = 0; step < STEPS; step++) {
            long priceTicks = 30_000 + random.nextInt(1000) * (random.nextBoolean() ? 1 : 7);
            Level there = expected.get(priceTicks);
            assertThat(levels.find(priceTicks)).isSameAs(there);
            if (there != null) {
                levels.remove(there);
                expected.remove(priceTicks);
            } else if (expected.size() < 1000) {
                Level level = level(priceTicks, step);
                levels.add(level);
                expected.put(priceTicks, level);
            }
            assertThat(levels.bestLots(5))
                    .isEqualTo(expected.descendingMap().values().stream()
                            .limit(5)
                            .mapToLong(level -> level.lots)
                            .sum());
        }
    }

    private static Level level(long priceTicks, long lots) {
        Level level = new Level();
        level.priceTicks = priceTicks;
        level.key = priceTicks;
        level.lots = lots;
        return level;
    }

    @ParameterizedTest
    @ValueSource(strings = {"neighbours", "packed", "scattered", "boxed", "ring"})
    void all_order_indexes_find_the_same_orders(String alternative) {
        var random = new SplittableRandom(2);
        Order[] pool = IntStream.range(0, 101).mapToObj(Order::new).toArray(Order[]::new);
        List<Order> free = new ArrayList<>(List.of(pool));
        LiveOrders index = LiveOrders.of(alternative, 100, pool);
        List<Order> live = new ArrayList<>();
        Map<Long, Order> expected = new HashMap<>();
        long nextId = Limits.ID_MIN;
        for (int step = 0; step < STEPS; step++) {
            if (live.size() < 100 && random.nextBoolean()) {
                Order order = free.removeFirst();
                order.orderId = nextId++;
                index.add(order);
                live.add(order);
                expected.put(order.orderId, order);
            } else if (!live.isEmpty()) {
                Order order = live.remove(random.nextInt(live.size()));
                index.remove(order.orderId);
                expected.remove(order.orderId);
                free.add(order);
            }
            long sought = Math.max(Limits.ID_MIN, nextId - random.nextInt(400));
            assertThat(index.find(sought)).isSameAs(expected.get(sought));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"table-of-account", "dense-array", "one-map"})
    void all_account_tables_find_the_same_balances(String alternative) {
        var random = new SplittableRandom(3);
        BalanceLookup lookup = BalanceLookup.of(alternative, 50, 64);
        Map<Integer, Boolean> expected = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            int place = random.nextInt(50);
            int currencyId = 1 + random.nextInt(64);
            int both = place * 1000 + currencyId;
            Balance found = lookup.find(place, currencyId);
            assertThat(found != null).isEqualTo(expected.containsKey(both));
            if (found != null) {
                assertThat(found.currencyId).isEqualTo(currencyId);
            } else if (random.nextInt(4) == 0) {
                lookup.add(place, currencyId);
                expected.put(both, true);
            }
        }
    }
}
