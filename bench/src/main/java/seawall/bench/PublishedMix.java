package seawall.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SplittableRandom;

/// The mix that exchange-core publishes its figures with, in our own words: mostly moves towards the middle.
///
/// Each book has a target of resting orders for each side, looked at every 512 commands. A side that lacks orders gets
/// limit orders, alone while it lacks many, otherwise one command in five; one that has enough gets an
/// immediate-or-cancel order in twenty commands. Of the others one in 38 (or 8) cancels, one reduces, the rest move an
/// order by a hundredth of its distance to the last price. Books are as unequal as a Pareto distribution makes them.
/// Two deviations, both for the sake of equal results: who buys never sells (see [TapeRecorder]), and a reduction
/// leaves at least one lot.
final class PublishedMix {
    private static final int COMMANDS_BETWEEN_CHECKS = 512;
    private static final int OLDEST = 512;
    private static final int PRICE_RANGES = 5;
    private static final long PRICE_RANGE_MAX = 10_000;
    private static final double PARETO_SHAPE = 1.5;

    private final SplittableRandom random;
    private final TapeRecorder recorder;
    private final Side[] sides;
    private final Oldest[] oldest;
    private final long[] middles;
    private final int[] untilCheck;

    private PublishedMix(long seed, int instruments, int users, int ordersTarget, int commands, double[] weights) {
        random = new SplittableRandom(seed);
        sides = new Side[2 * instruments];
        oldest = new Oldest[instruments];
        middles = new long[instruments];
        untilCheck = new int[instruments];
        for (int instrument = 0; instrument < instruments; instrument++) {
            middles[instrument] = Math.round(Math.pow(10, 3.3 + 1.5 * random.nextDouble() + 1.5 * random.nextDouble()));
            int target = (int) Math.max(1, Math.round(ordersTarget * weights[instrument] / 2));
            sides[2 * instrument] = new Side(target);
            sides[2 * instrument + 1] = new Side(target);
            oldest[instrument] = new Oldest();
        }
        recorder = new TapeRecorder(instruments, users, ordersTarget + commands, new OldestOrders());
    }

    /// @param ordersTarget resting orders over all instruments
    /// @param commands     that are timed
    static Tape tape(long seed, int instruments, int users, int ordersTarget, int commands) {
        double[] weights = weights(seed, instruments);
        var mix = new PublishedMix(seed, instruments, users, ordersTarget, commands, weights);
        for (int instrument = 0; instrument < instruments; instrument++) {
            mix.fill(instrument);
        }
        mix.recorder.endFill();
        double[] upTo = new double[instruments];
        double sum = 0;
        for (int instrument = 0; instrument < instruments; instrument++) {
            sum += weights[instrument];
            upTo[instrument] = sum;
        }
        int end = mix.recorder.size() + commands;
        while (mix.recorder.size() < end) {
            int place = Arrays.binarySearch(upTo, mix.random.nextDouble() * sum);
            mix.step(Math.min(instruments - 1, place < 0 ? ~place : place));
        }
        return mix.recorder.tape();
    }

    private static double[] weights(long seed, int instruments) {
        var random = new SplittableRandom(seed + 1);
        double[] weights = new double[instruments];
        double sum = 0;
        for (int instrument = 0; instrument < instruments; instrument++) {
            weights[instrument] = Math.pow(1 - random.nextDouble(), -1 / PARETO_SHAPE);
            sum += weights[instrument];
        }
        for (int instrument = 0; instrument < instruments; instrument++) {
            weights[instrument] /= sum;
        }
        return weights;
    }

    private void fill(int instrument) {
        boolean buyer = true;
        while (lack(instrument, true) > 0 || lack(instrument, false) > 0) {
            if (lack(instrument, buyer) > 0) {
                placeLimit(instrument, buyer);
            }
            buyer = !buyer;
        }
        check(instrument);
    }

    private void step(int instrument) {
        if (untilCheck[instrument]-- == 0) {
            check(instrument);
        }
        boolean buyer = random.nextBoolean();
        Side side = side(instrument, buyer);
        boolean lacksMany = side.lack > Math.min(COMMANDS_BETWEEN_CHECKS, side.target * 3 / 4);
        boolean lacks = side.lack > 0;
        int choice = random.nextInt(lacks ? (lacksMany ? 2 : 10) : 40);
        Oldest choosable = oldest[instrument];
        if (choice < 2) {
            if (lacks) {
                placeLimit(instrument, buyer);
            } else {
                take(instrument, buyer);
            }
        } else if (choosable.size == 0) {
            placeLimit(instrument, buyer);
        } else {
            change(instrument, choice, choosable.window[random.nextInt(choosable.size)]);
        }
    }

    private void change(int instrument, int choice, TapeRecorder.Resting order) {
        if (choice == 2 || (choice == 3 && order.remainingLots() == 1)) {
            recorder.cancel(order);
        } else if (choice == 3) {
            recorder.reduce(order, 1 + random.nextLong(order.remainingLots() - 1));
        } else {
            long distance = lastPrice(instrument) - order.priceTicks;
            long step = distance == 0
                    ? (random.nextBoolean() ? 1 : -1)
                    : Long.signum(distance) * Math.ceilDiv(Math.abs(distance), 100);
            recorder.move(order, order.priceTicks + step < 1 ? order.priceTicks + 1 : order.priceTicks + step);
        }
    }

    private void placeLimit(int instrument, boolean buyer) {
        double draw = random.nextDouble();
        int spread = 1 + (int) (draw * draw * rangeTicks(instrument));
        long sum = 0;
        for (int count = 0; count < 4; count++) {
            sum += random.nextInt(spread);
        }
        long distance = Math.abs(sum / 4 * 2 - spread);
        long price = Math.max(1, lastPrice(instrument) + (buyer ? -distance : distance));
        recorder.place(Kind.LIMIT, instrument, buyer, anyUser(buyer), price, anyLots());
    }

    private void take(int instrument, boolean buyer) {
        long reach = PRICE_RANGES * rangeTicks(instrument);
        long price = Math.max(1, middles[instrument] + (buyer ? reach : -reach));
        recorder.place(Kind.IOC, instrument, buyer, anyUser(buyer), price, anyLots());
        if (recorder.restingOrders(instrument, !buyer) == 0) {
            check(instrument);
        }
    }

    private void check(int instrument) {
        untilCheck[instrument] = Math.min(COMMANDS_BETWEEN_CHECKS, 2 * side(instrument, true).target + 1);
        side(instrument, true).lack = lack(instrument, true);
        side(instrument, false).lack = lack(instrument, false);
    }

    private int lack(int instrument, boolean buyer) {
        return side(instrument, buyer).target - recorder.restingOrders(instrument, buyer);
    }

    /// The last price, as far as it may wander.
    private long lastPrice(int instrument) {
        long last = recorder.lastTradeTicks(instrument);
        long reach = PRICE_RANGES * rangeTicks(instrument);
        return last == 0
                ? middles[instrument]
                : Math.clamp(last, Math.max(1, middles[instrument] - reach), middles[instrument] + reach);
    }

    private long rangeTicks(int instrument) {
        return Math.min(PRICE_RANGE_MAX, Math.max(1, middles[instrument] / 20));
    }

    private int anyUser(boolean buyer) {
        return recorder.user(buyer, random.nextInt(recorder.usersOfSide()));
    }

    private long anyLots() {
        return 1 + (long) random.nextInt(6) * random.nextInt(6) * random.nextInt(6);
    }

    private Side side(int instrument, boolean buyer) {
        return sides[2 * instrument + (buyer ? 0 : 1)];
    }

    /// What one side of a book has too few of, as of the last check.
    private static final class Side {
        private final int target;
        private int lack;

        private Side(int target) {
            this.target = target;
        }
    }

    /// The oldest orders of a book, of which one is chosen at random, and those that follow in age.
    private static final class Oldest {
        private final TapeRecorder.Resting[] window = new TapeRecorder.Resting[OLDEST];
        private final LinkedHashMap<Integer, TapeRecorder.Resting> younger = new LinkedHashMap<>();
        private int size;
    }

    private final class OldestOrders implements TapeRecorder.Listener {
        @Override
        public void onRests(TapeRecorder.Resting order) {
            Oldest choosable = oldest[order.instrument];
            if (choosable.size < OLDEST) {
                choosable.window[choosable.size++] = order;
            } else {
                choosable.younger.put(order.number, order);
            }
        }

        @Override
        public void onLeaves(TapeRecorder.Resting order) {
            Oldest choosable = oldest[order.instrument];
            if (choosable.younger.remove(order.number) != null) {
                return;
            }
            int place = 0;
            while (choosable.window[place] != order) {
                place++;
            }
            var next = choosable.younger.pollFirstEntry();
            choosable.window[place] = next != null ? next.getValue() : choosable.window[--choosable.size];
        }
    }
}
