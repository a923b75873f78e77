package seawall.engine;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The index of open orders: [OrdersById] and what it might be instead.
///
/// Every index is as large as an exchange makes it: for 131,072 orders (the limit on a laptop) while a thousand or a
/// hundred thousand are live, for 1,048,576 (the limit of a large one) with a million. Each operation reads the order
/// that it was about, which is a cache miss of its own where there are many, and begins when the one before has done
/// so, as a command begins when the one before has ended.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OrderIndexBenchmark {
    private static final int DRAWS = 1 << 20;
    private static final int RECENT = 64;
    private static final long SEED = 20261127;

    /// Orders whose ids were given in a row, as after a market maker placed them.
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls the set-up.
    public static class Placed {
        @Param({"neighbours", "packed", "scattered", "boxed", "ring"})
        String alternative;

        @Param({"1000", "100000", "1000000"})
        int size;

        final SplittableRandom random = new SplittableRandom(SEED);
        LiveOrders index;
        /// At first in the order of their ids.
        Order[] orders;

        int[] draws;
        int draw;
        private int place;
        private long nextId = Limits.ID_MIN;

        @Setup
        public void setUp() {
            int laptop = Limits.laptop().ordersMax();
            Order[] pool = new Order[size];
            index = LiveOrders.of(
                    alternative, size <= laptop ? laptop : Limits.large().ordersMax(), pool);
            for (int order = 0; order < size; order++) {
                pool[order] = new Order(order);
            }
            orders = pool.clone();
            for (int order = 0; order < size; order++) {
                orders[order].orderId = nextId++;
                index.add(orders[order]);
            }
            draws = random.ints(DRAWS, 0, size).toArray();
            // The live objects move together now, not while something is measured.
            System.gc();
        }

        /// An order goes and a new one comes, which takes its object as from the pool.
        Order replace(Order order) {
            index.remove(order.orderId);
            order.orderId = nextId++;
            index.add(order);
            return order;
        }

        /// The next order in a round that leaves out the first ones.
        Order next(int first) {
            place = Math.max(first, place);
            Order order = orders[place];
            place = place + 1 == size ? first : place + 1;
            return order;
        }

        Order any() {
            return after(orders[draws[draw]]);
        }

        /// No order here was ever filled, but the processor has to read that before it can draw again.
        Order after(Order order) {
            draw = (draw + 1 + (int) order.filledLots) & (DRAWS - 1);
            return order;
        }
    }

    /// Orders of all ages: each was replaced twice on average, at random.
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // As above.
    public static class Aged extends Placed {
        long[] recentIds;
        long[] anyIds;

        @Override
        public void setUp() {
            super.setUp();
            for (int replaced = 0; replaced < 2 * size; replaced++) {
                replace(orders[random.nextInt(size)]);
            }
            for (int recent = 0; recent < RECENT; recent++) {
                replace(orders[recent]);
            }
            recentIds = random.ints(DRAWS, 0, RECENT).mapToLong(this::id).toArray();
            anyIds = random.ints(DRAWS, 0, size).mapToLong(this::id).toArray();
        }

        private long id(int order) {
            return orders[order].orderId;
        }

        Order find(long[] ids) {
            return after(Objects.requireNonNull(index.find(ids[draw])));
        }
    }

    /// Finds one of the 64 newest orders.
    @Benchmark
    public Order findRecent(Aged live) {
        return live.find(live.recentIds);
    }

    /// Finds any order.
    @Benchmark
    public Order findAny(Aged live) {
        return live.find(live.anyIds);
    }

    /// The oldest order goes and a new one comes.
    @Benchmark
    public Order replaceOldest(Placed live) {
        return live.replace(live.next(0));
    }

    /// Any order goes and a new one comes.
    @Benchmark
    public Order replaceAny(Placed live) {
        return live.replace(live.any());
    }

    /// Half of the orders, placed in a row, stay for ever; of the others the oldest goes and a new one comes.
    @Benchmark
    public Order replaceBesideLasting(Placed live) {
        return live.replace(live.next(live.size / 2));
    }
}
