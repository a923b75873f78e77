package seawall.engine;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The way to a balance: the table of an account and what it might be instead. Each account has two balances, one in
/// the currency that all quote in and one in another; there are 64 currencies, the limit on a laptop.
///
/// Each operation reads the balances that it found, which is a cache miss of its own where there are many, and begins
/// when the one before has done so, as a command begins when the one before has ended.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls the set-up.
public class AccountTableBenchmark {
    private static final int DRAWS = 1 << 20;
    private static final int BUSY = 64;
    private static final int QUOTE = 1;
    private static final long SEED = 20261127;

    @Param({"table-of-account", "dense-array", "one-map"})
    String alternative;

    @Param({"1000", "1000000"})
    int size;

    private BalanceLookup lookup;
    private int[] busyPlaces;
    private int[] anyPlaces;
    /// The other currency of each account drawn.
    private int[] anyCurrencies;
    private int draw;

    @Setup
    public void setUp() {
        var random = new SplittableRandom(SEED);
        int currenciesMax = Limits.laptop().currenciesMax();
        lookup = BalanceLookup.of(alternative, size, currenciesMax);
        int[] currencies = random.ints(size, QUOTE + 1, currenciesMax + 1).toArray();
        // Money comes when it comes, not account by account, so balances do not lie beside each other.
        for (int currency = 0; currency < 2; currency++) {
            boolean quote = currency == 0;
            for (int place : shuffled(random)) {
                lookup.add(place, quote ? QUOTE : currencies[place]);
            }
        }
        busyPlaces = random.ints(DRAWS, 0, BUSY).map(busy -> busy * (size / BUSY)).toArray();
        anyPlaces = random.ints(DRAWS, 0, size).toArray();
        anyCurrencies = IntStream.of(anyPlaces).map(place -> currencies[place]).toArray();
        // The live objects move together now, not while something is measured.
        System.gc();
    }

    private int[] shuffled(SplittableRandom random) {
        int[] order = new int[size];
        for (int place = 0; place < size; place++) {
            int other = random.nextInt(place + 1);
            order[place] = order[other];
            order[other] = place;
        }
        return order;
    }

    /// Finds what one of 64 busy accounts has in the currency that all quote in.
    @Benchmark
    public Balance findBusy() {
        return after(find(busyPlaces[draw], QUOTE));
    }

    /// Finds what any account has in the currency that all quote in.
    @Benchmark
    public Balance findAny() {
        return after(find(anyPlaces[draw], QUOTE));
    }

    /// Finds both balances of any account, as an order and its fill do.
    @Benchmark
    public long findBoth() {
        int place = anyPlaces[draw];
        Balance paid = find(place, QUOTE);
        Balance received = find(place, anyCurrencies[draw]);
        return after(paid).atoms + after(received).atoms;
    }

    private Balance find(int place, int currencyId) {
        return Objects.requireNonNull(lookup.find(place, currencyId));
    }

    /// No balance was ever touched, but the processor has to read that before it can draw again.
    private Balance after(Balance balance) {
        draw = (draw + 1 + (int) balance.touchedSequence) & (DRAWS - 1);
        return balance;
    }
}
