package seawall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
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
        for (int command = 0; command < COMMANDS; command++) {
            apply(random, venue);
            invariants.check();
        }
        for (String account : new String[] {"A", "B", "C", "D"}) {
            venue.when("mass-cancel " + account);
        }
        invariants.check();
        assertThat(venue.engine.pool.usedOrders()).as("seed %d", seed).isZero();
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

    private static void apply(Random random, Venue venue, int commands) {
        for (int command = 0; command < commands; command++) {
            apply(random, venue);
        }
    }

    private static void apply(Random random, Venue venue) {
        int accountId = Limits.USER_ACCOUNT_ID_MIN + random.nextInt(4);
        long[] id = random.nextInt(4) == 0 ? Transcript.pack("id" + random.nextInt(3), 4) : NO_TEXT;
        long[] tag = random.nextInt(3) == 0 ? Transcript.pack("tag" + random.nextInt(4), 2) : NO_TEXT;
        long orderId = Math.max(Limits.ID_MIN, venue.engine.entry.nextOrderId - 1 - random.nextInt(20));
        venue.later(random.nextInt(3));
        int kind = random.nextInt(100);
        if (kind == 0 && venue.engine.nextTimerNanos() != Long.MAX_VALUE) {
            venue.engine.onTimer(venue.nowNanos());
            return;
        }
        venue.start();
        if (kind < 60) {
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
            venue.engine.setPhase(1, random.nextInt(3) == 0 ? Phase.values()[random.nextInt(5)] : Phase.TRADING);
        } else if (kind < 98) {
            venue.engine.deposit(accountId, Wallet.FUNDING, 1 + random.nextInt(2), 1000, id[0], id[1], id[2], id[3]);
        } else {
            Wallet from = random.nextBoolean() ? Wallet.FUNDING : Wallet.TRADING;
            Wallet to = random.nextBoolean() ? Wallet.FUNDING : Wallet.TRADING;
            venue.engine.transfer(
                    accountId, 1 + random.nextInt(2), random.nextInt(2000), from, to, id[0], id[1], id[2], id[3]);
        }
    }
}
