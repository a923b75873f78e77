package seawall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random commands at tiny limits. The seed of a failing run is its parameter.
class EngineProperties {
    private static final int COMMANDS = 20_000;
    private static final long[] NO_TEXT = new long[4];

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void every_invariant_holds_after_every_command(long seed) {
        Random random = new Random(seed);
        Venue venue = Venue.ready();
        Invariants invariants = new Invariants(venue.engine);
        Set<String> seen = new TreeSet<>();
        for (int command = 0; command < COMMANDS; command++) {
            apply(random, venue);
            invariants.check();
            venue.transcript.take().forEach(line -> seen.add(line.split(" ")[0]));
        }
        // Invariants of what never happened would prove nothing.
        assertThat(seen)
                .as("seed %d", seed)
                .contains(
                        "accepted",
                        "fill",
                        "amended",
                        "amend-refused",
                        "closed",
                        "algo",
                        "algo-amended",
                        "algo-closed",
                        "armed",
                        "activated",
                        "triggered",
                        "uncrossing",
                        "reopening",
                        "phase",
                        "limit",
                        "cancel-all-after",
                        "ALGOS_MAX",
                        "ALGOS_MAX_INSTRUMENT",
                        "ALGO_CLIENT_ID_EXISTS",
                        "TRIGGER_SIDE_INVALID",
                        "PHASE_FORBIDS");
        for (String account : new String[] {"A", "B", "C", "D"}) {
            venue.when("mass-cancel " + account);
        }
        invariants.check();
        assertThat(venue.engine.pool.usedOrders()).as("seed %d", seed).isZero();
    }

    /// Commands do not come alone: whatever has been left over by them is done in the end, each time the host calls.
    @ParameterizedTest
    @ValueSource(longs = {9, 10})
    void work_without_a_command_comes_to_an_end(long seed) {
        Random random = new Random(seed);
        Venue venue = Venue.ready();
        for (int round = 0; round < 500; round++) {
            apply(random, venue, 40);
            long before = venue.engine.sequence();
            while (venue.engine.followUps.arePending()) {
                venue.engine.followUp(venue.nowNanos());
                assertThat(venue.engine.sequence() - before).as("seed %d", seed).isLessThan(100);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 8})
    void a_loaded_state_has_the_hash_of_the_written_one_and_goes_on_like_it(long seed) {
        Random random = new Random(seed);
        Venue venue = Venue.ready();
        for (int round = 0; round < 40; round++) {
            for (int command = 0; command < 50; command++) {
                apply(random, venue);
            }
            Venue loaded = venue.copy();
            assertThat(loaded.engine.stateHash()).as("seed %d", seed).isEqualTo(venue.engine.stateHash());
            new Invariants(loaded.engine).check();
            long continuation = random.nextLong();
            venue.transcript.take();
            apply(new Random(continuation), venue, 50);
            apply(new Random(continuation), loaded, 50);
            assertThat(loaded.transcript.take()).as("seed %d", seed).isEqualTo(venue.transcript.take());
            assertThat(loaded.engine.stateHash()).as("seed %d", seed).isEqualTo(venue.engine.stateHash());
        }
    }

    /// After each single command, so that no other change writes the page by chance.
    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void what_any_command_changes_is_in_the_pages_that_count_as_changed(long seed) {
        Random random = new Random(seed);
        Venue venue = Venue.ready();
        for (int command = 0; command < 3_000; command++) {
            applyAny(random, venue);
            assertThat(venue.copy().engine.stateHash())
                    .as("seed %d, command %d", seed, command)
                    .isEqualTo(venue.engine.stateHash());
        }
    }

    /// Commands, timers and follow-ups go on while the image is written; what they change must not be in it.
    @ParameterizedTest
    @ValueSource(longs = {13, 14, 15})
    void an_image_is_of_the_moment_in_which_it_was_begun(long seed) {
        Random random = new Random(seed);
        Venue venue = Venue.ready();
        for (int round = 0; round < 1_500; round++) {
            for (int command = random.nextInt(3); command > 0; command--) {
                applyAny(random, venue);
            }
            venue.beginImage();
            long hash = venue.engine.stateHash();
            List<String> state = venue.sortedState();
            boolean complete = false;
            for (int command = random.nextInt(8); command > 0; command--) {
                applyAny(random, venue);
                complete = complete || random.nextInt(3) == 0 && venue.continueImage(random.nextInt(2));
            }
            Venue image = venue.image();
            assertThat(image.engine.stateHash())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(hash);
            assertThat(image.sortedState()).as("seed %d, round %d", seed, round).isEqualTo(state);
            new Invariants(image.engine).check();
        }
    }

    private static void apply(Random random, Venue venue, int commands) {
        for (int command = 0; command < commands; command++) {
            apply(random, venue);
        }
    }

    private static void applyAny(Random random, Venue venue) {
        if (random.nextInt(50) == 0) {
            venue.engine.openStream(venue.nowNanos(), 1, 8 + random.nextInt(2), 1 + random.nextInt(4), 0, 0);
        } else if (random.nextInt(4) == 0) {
            venue.start();
            applySetUp(random, venue.engine);
        } else {
            apply(random, venue);
        }
    }

    /// What changes accounts, keys and instruments without trading.
    private static void applySetUp(Random random, Engine engine) {
        int accountId = Limits.USER_ACCOUNT_ID_MIN + random.nextInt(9);
        int otherId = Limits.USER_ACCOUNT_ID_MIN + random.nextInt(9);
        long[] name = Transcript.pack("name" + random.nextInt(9), 5);
        byte[] bytes = new byte[random.nextInt(4)];
        int fee = random.nextInt(5000);
        switch (random.nextInt(12)) {
            case 0 -> engine.createAccount(name[0], name[1], name[2], name[3], fee, fee);
            case 1, 2 -> engine.createSubAccount(accountId, name[0], name[1], name[2], name[3], bytes);
            case 3 -> engine.setTransferOut(accountId, otherId, random.nextBoolean());
            case 4 -> engine.setFeeTier(1 + random.nextInt(2), fee, fee);
            case 5 -> engine.setAccountFeeTier(accountId, 1 + random.nextInt(2));
            case 6, 7 ->
                engine.createApiKey(
                        accountId, name[0], name[1], name[2], name[3], name[4], 1, bytes, new byte[2], bytes);
            case 8 ->
                engine.changeApiKey(accountId, name[0], name[1], name[2], name[3], name[4], 3, bytes, new byte[1]);
            case 9 -> engine.deleteApiKey(accountId, name[0], name[1], name[2], name[3], name[4]);
            case 10 -> engine.changeInstrument(1, 1 + random.nextInt(2), 4000 + fee, 1 + fee, 1 + fee);
            default ->
                engine.transferBetweenAccounts(
                        accountId,
                        accountId,
                        otherId,
                        1 + random.nextInt(2),
                        1 + random.nextInt(100),
                        Wallet.TRADING,
                        Wallet.FUNDING,
                        name[0],
                        name[1],
                        name[2],
                        name[3]);
        }
    }

    private static void apply(Random random, Venue venue) {
        int accountId = Limits.USER_ACCOUNT_ID_MIN + random.nextInt(4);
        long[] id = random.nextInt(4) == 0 ? Transcript.pack("id" + random.nextInt(3), 4) : NO_TEXT;
        long[] tag = random.nextInt(3) == 0 ? Transcript.pack("tag" + random.nextInt(4), 2) : NO_TEXT;
        long orderId = Math.max(Limits.ID_MIN, venue.engine.entry.nextOrderId - 1 - random.nextInt(20));
        venue.later(random.nextInt(3));
        int kind = random.nextInt(100);
        if (random.nextInt(3) != 0) {
            // Not always: what is left over must be kept in order through whatever comes next.
            venue.engine.followUp(venue.nowNanos());
        }
        if (kind == 0 && venue.engine.nextTimerNanos() != Long.MAX_VALUE) {
            venue.engine.onTimer(venue.nowNanos());
            return;
        }
        venue.start();
        if (random.nextInt(5) == 0) {
            applyAlgo(random, venue, accountId, id, tag);
        } else if (kind < 60) {
            OrderType type = OrderType.values()[random.nextInt(6)];
            boolean priced = type != OrderType.MARKET && type != OrderType.OPTIMAL_LIMIT_IOC;
            boolean quote = type == OrderType.MARKET && random.nextBoolean();
            venue.engine.placeOrder(
                    accountId,
                    1,
                    random.nextBoolean() ? Side.BUY : Side.SELL,
                    type,
                    quote ? SizeUnit.QUOTE : SizeUnit.BASE,
                    SelfTradePrevention.values()[random.nextInt(3)],
                    random.nextBoolean(),
                    random.nextBoolean(),
                    priced ? 95 + random.nextInt(11) : 0,
                    quote ? 1 + random.nextInt(20_000) : 1 + random.nextInt(random.nextInt(10) == 0 ? 5000 : 60),
                    id[0],
                    id[1],
                    id[2],
                    id[3],
                    tag[0],
                    tag[1]);
        } else if (kind < 70) {
            venue.engine.cancelOrder(accountId, 1, id[0] == 0 ? orderId : 0, id[0], id[1], id[2], id[3]);
        } else if (kind < 88) {
            venue.engine.amendOrder(
                    accountId,
                    1,
                    id[0] == 0 ? orderId : 0,
                    random.nextBoolean() ? 0 : 95 + random.nextInt(11),
                    random.nextBoolean() ? 0 : 1 + random.nextInt(60),
                    random.nextInt(4) == 0,
                    random.nextBoolean(),
                    id[0],
                    id[1],
                    id[2],
                    id[3],
                    0,
                    0,
                    0,
                    0);
        } else if (kind < 89) {
            venue.engine.massCancel(accountId, random.nextInt(2));
        } else if (kind < 92) {
            venue.engine.cancelAllAfter(
                    accountId, random.nextInt(3) == 0 ? 0 : Limits.TIMEOUT_NANOS_MIN, tag[0], tag[1]);
        } else if (kind < 95) {
            int taker = random.nextInt(5000);
            venue.engine.setAccountFees(accountId, random.nextInt(5000) - taker, taker);
        } else if (kind < 96) {
            venue.engine.setPriceBand(1, random.nextInt(3) * 20_000);
        } else if (kind < 97) {
            applyPhase(random, venue);
        } else if (kind < 98) {
            venue.engine.deposit(accountId, Wallet.FUNDING, 1 + random.nextInt(2), 1000, id[0], id[1], id[2], id[3]);
        } else {
            Wallet from = random.nextBoolean() ? Wallet.FUNDING : Wallet.TRADING;
            Wallet to = random.nextBoolean() ? Wallet.FUNDING : Wallet.TRADING;
            venue.engine.transfer(
                    accountId, 1 + random.nextInt(2), random.nextInt(2000), from, to, id[0], id[1], id[2], id[3]);
        }
    }

    private static void applyPhase(Random random, Venue venue) {
        if (random.nextInt(4) == 0) {
            long[] seconds = new long[3];
            for (int phase = 0; phase < seconds.length; phase++) {
                seconds[phase] = random.nextInt(2) * random.nextInt(20) * 1_000_000_000L;
            }
            venue.engine.scheduleReopening(random.nextInt(2), seconds[0], seconds[1], seconds[2]);
        } else {
            // Auctions are the only way to a crossed book.
            Phase phase = random.nextBoolean() ? Phase.AUCTION : Phase.values()[random.nextInt(5)];
            venue.engine.setPhase(random.nextInt(2), phase);
        }
    }

    private static void applyAlgo(Random random, Venue venue, int accountId, long[] id, long[] tag) {
        long algoId = Math.max(Limits.ID_MIN, venue.engine.entry.nextAlgoId() - 1 - random.nextInt(9));
        Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        SelfTradePrevention stp = SelfTradePrevention.values()[random.nextInt(3)];
        long takeProfit = random.nextBoolean() ? 0 : around(random, side == Side.SELL ? 3 : -3);
        long stopLoss = takeProfit != 0 && random.nextBoolean() ? 0 : around(random, side == Side.SELL ? -3 : 3);
        switch (random.nextInt(10)) {
            case 0 -> venue.engine.cancelAlgo(accountId, 1, id[0] == 0 ? algoId : 0, id[0], id[1], id[2], id[3]);
            case 1, 2 ->
                venue.engine.amendAlgo(
                        accountId,
                        1,
                        id[0] == 0 ? algoId : 0,
                        random.nextInt(3) * 5L,
                        random.nextInt(3) == 0 ? around(random, 0) : 0,
                        random.nextInt(4) == 0 ? around(random, 0) : 0,
                        random.nextInt(3) == 0 ? around(random, 3) : -random.nextInt(2),
                        0,
                        random.nextInt(3) == 0 ? around(random, -3) : -random.nextInt(2),
                        -random.nextInt(2),
                        random.nextInt(4) == 0,
                        id[0],
                        id[1],
                        id[2],
                        id[3],
                        0,
                        0,
                        0,
                        0);
            case 3, 4, 5 -> {
                boolean atMarket = random.nextInt(4) == 0;
                long price = atMarket ? 0 : 95 + random.nextInt(11);
                long middle = side == Side.SELL ? -3 : 3;
                venue.engine.placeProtectedOrder(
                        accountId,
                        1,
                        side,
                        atMarket ? OrderType.MARKET : OrderType.LIMIT,
                        atMarket && side == Side.BUY ? SizeUnit.QUOTE : SizeUnit.BASE,
                        stp,
                        false,
                        random.nextBoolean(),
                        price,
                        atMarket && side == Side.BUY ? 500 : 1 + random.nextInt(30),
                        takeProfit == 0 ? 0 : around(random, middle),
                        random.nextBoolean() ? 0 : 95 + random.nextInt(11),
                        around(random, -middle),
                        0,
                        id[0],
                        id[1],
                        id[2],
                        id[3],
                        id[0],
                        id[1],
                        id[2],
                        id[3],
                        tag[0],
                        tag[1]);
            }
            default -> {
                AlgoKind kind = AlgoKind.values()[random.nextInt(4)];
                boolean isTrigger = kind == AlgoKind.TRIGGER;
                boolean trails = kind == AlgoKind.TRAILING;
                boolean hasLegs = !isTrigger && !trails;
                boolean isRate = random.nextBoolean();
                if (kind == AlgoKind.OCO) {
                    takeProfit = around(random, side == Side.SELL ? 3 : -3);
                    stopLoss = around(random, side == Side.SELL ? -3 : 3);
                } else if (takeProfit != 0) {
                    stopLoss = 0;
                }
                boolean atMarket = random.nextBoolean();
                venue.engine.placeAlgo(
                        accountId,
                        1,
                        kind,
                        side,
                        isTrigger && atMarket ? OrderType.MARKET : OrderType.LIMIT,
                        SizeUnit.BASE,
                        stp,
                        1 + random.nextInt(30),
                        isTrigger ? around(random, 0) : 0,
                        isTrigger && !atMarket ? around(random, 0) : 0,
                        hasLegs ? takeProfit : 0,
                        hasLegs && takeProfit != 0 && !atMarket ? around(random, 0) : 0,
                        hasLegs ? stopLoss : 0,
                        0,
                        trails && isRate ? 1_000 + random.nextInt(50_000) : 0,
                        trails && !isRate ? 1 + random.nextInt(4) : 0,
                        trails && random.nextBoolean() ? around(random, 0) : 0,
                        id[0],
                        id[1],
                        id[2],
                        id[3],
                        tag[0],
                        tag[1]);
            }
        }
    }

    /// A price near the middle of the book, or so much away from it.
    private static long around(Random random, long middle) {
        return 100 + middle + random.nextInt(5) - 2;
    }
}
