package seawall.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The mix that all engines are measured with: prices a random walk around a middle; of the commands 40 % new limit
/// orders, 10 % market or immediate-or-cancel, 45 % cancels of any live order, 5 % amends; and a floor of resting
/// orders: at or below it a cancel becomes a new limit order, so the books keep their depth.
final class CommonMix {
    private static final long MIDDLE_AT_START = 100_000;
    private static final long MIDDLE_MIN = 50_000;
    private static final long MIDDLE_MAX = 150_000;
    private static final long TAKER_REACH_TICKS = 40_000;
    private static final int LOTS_MAX = 100;
    private static final int STEPS_BETWEEN_MOVES = 10;
    /// Depth at which orders spread over a hundred ticks a side. A deeper book is both wider and thicker.
    private static final double ORDERS_OF_A_HUNDRED_TICKS = 1_000;

    private static final double WIDENING = 0.75;
    /// The part of the width by which the most eager new limit orders reach across the middle.
    private static final int EAGER_PART = 10;

    private final SplittableRandom random;
    private final int instruments;
    private final int floor;
    private final int widthTicks;
    private final int eagerTicks;
    private final long[] middles;
    private final TapeRecorder recorder;

    private CommonMix(long seed, int instruments, int users, int floor, int commands) {
        random = new SplittableRandom(seed);
        this.instruments = instruments;
        this.floor = floor;
        double depth = (double) floor / instruments / ORDERS_OF_A_HUNDRED_TICKS;
        widthTicks = (int) Math.max(EAGER_PART, Math.round(100 * Math.pow(depth, WIDENING)));
        eagerTicks = widthTicks / EAGER_PART;
        middles = new long[instruments];
        Arrays.fill(middles, MIDDLE_AT_START);
        recorder = new TapeRecorder(instruments, users, floor + commands);
    }

    /// @param floor    resting orders over all instruments
    /// @param commands that are timed
    static Tape tape(long seed, int instruments, int users, int floor, int commands) {
        var mix = new CommonMix(seed, instruments, users, floor, commands);
        while (mix.recorder.restingOrders() < floor) {
            mix.placeLimit();
        }
        mix.recorder.endFill();
        int end = mix.recorder.size() + commands;
        while (mix.recorder.size() < end) {
            mix.step();
        }
        return mix.recorder.tape();
    }

    private void step() {
        int choice = random.nextInt(100);
        if (choice < 40) {
            placeLimit();
        } else if (choice < 50) {
            take(choice < 45 ? Kind.MARKET : Kind.IOC);
        } else if (choice >= 95 && recorder.restingOrders() > 0) {
            amend(anyOrder());
        } else if (recorder.restingOrders() > floor) {
            recorder.cancel(anyOrder());
        } else {
            placeLimit();
        }
    }

    private void placeLimit() {
        int instrument = random.nextInt(instruments);
        walk(instrument);
        boolean buyer = random.nextBoolean();
        // The mean of two draws falls off with the distance, as books do.
        long distance = ((long) random.nextInt(widthTicks) + random.nextInt(widthTicks)) / 2 - eagerTicks;
        long price = middles[instrument] + (buyer ? -distance : distance);
        recorder.place(Kind.LIMIT, instrument, buyer, anyUser(buyer), price, anyLots());
    }

    private void take(Kind kind) {
        int instrument = random.nextInt(instruments);
        walk(instrument);
        boolean buyer = random.nextBoolean();
        boolean finds = recorder.restingOrders(instrument, !buyer) > 0;
        long reach = kind == Kind.MARKET ? TAKER_REACH_TICKS : random.nextInt(widthTicks);
        long price = middles[instrument] + (buyer ? reach : -reach);
        recorder.place(finds ? kind : Kind.IOC, instrument, buyer, anyUser(buyer), price, anyLots());
    }

    private void amend(TapeRecorder.Resting order) {
        if (order.remainingLots() > 1 && random.nextBoolean()) {
            recorder.reduce(order, 1 + random.nextLong(order.remainingLots() - 1));
        } else {
            long ticks = 1L + random.nextInt(5);
            recorder.move(order, order.priceTicks + (random.nextBoolean() ? ticks : -ticks));
        }
    }

    private void walk(int instrument) {
        if (random.nextInt(STEPS_BETWEEN_MOVES) == 0) {
            long moved = middles[instrument] + (random.nextBoolean() ? 1 : -1);
            middles[instrument] = Math.clamp(moved, MIDDLE_MIN, MIDDLE_MAX);
        }
    }

    private TapeRecorder.Resting anyOrder() {
        return recorder.resting(random.nextInt(recorder.restingOrders()));
    }

    private int anyUser(boolean buyer) {
        return recorder.user(buyer, random.nextInt(recorder.usersOfSide()));
    }

    private long anyLots() {
        return 1L + random.nextInt(LOTS_MAX);
    }
}
