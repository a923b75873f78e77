package seawall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrdersByIdTest {
    private static final int ORDERS_MAX = 64;

    @Test
    void it_finds_what_a_plain_map_finds_whatever_comes_and_goes() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            var table = new OrdersById(ORDERS_MAX);
            Map<Long, Order> plain = new HashMap<>();
            List<Long> open = new ArrayList<>();
            long nextId = Limits.ID_MIN + random.nextInt(1_000);
            for (int step = 0; step < 4_000; step++) {
                // Sometimes many come before any goes, sometimes most go: the table is full and empty in turns.
                boolean comes = random.nextInt(100) < (step / 500 % 2 == 0 ? 70 : 30);
                if (comes && open.size() < ORDERS_MAX) {
                    nextId += random.nextInt(4) == 0 ? 1 + random.nextInt(300) : 1;
                    Order order = new Order(0);
                    order.orderId = nextId;
                    table.add(order);
                    plain.put(nextId, order);
                    open.add(nextId);
                } else if (!open.isEmpty()) {
                    long id = open.remove(random.nextInt(open.size()));
                    table.remove(id);
                    plain.remove(id);
                    assertThat(table.find(id)).as("seed %d", seed).isNull();
                }
                if (!open.isEmpty()) {
                    long id = open.get(random.nextInt(open.size()));
                    assertThat(table.find(id)).as("seed %d", seed).isSameAs(plain.get(id));
                }
            }
            plain.forEach((id, order) -> assertThat(table.find(id)).isSameAs(order));
            assertThat(table.find(0)).isNull();
            assertThat(table.find(nextId + 1)).isNull();
        }
    }
}
