package seawall.engine;

import java.util.Objects;
import org.agrona.collections.Long2LongCounterMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/// Finds open algo orders by algo id, and by account and client algo id; counts those of an account on an
/// instrument. The tables have room for every algo order from the start and are never iterated.
final class AlgoIndex {
    private static final float LOAD_FACTOR = 0.5f;
    private static final int INSTRUMENT_BITS = 13;
    private static final int GROUP_BITS = 2;

    private final Long2ObjectHashMap<Algo> byId;
    /// By a mix of account and client algo id; those of one key are linked.
    private final Long2ObjectHashMap<Algo> byKey;
    private final Long2LongCounterMap counts;

    AlgoIndex(int algosMax) {
        byId = new Long2ObjectHashMap<>(2 * algosMax + 8, LOAD_FACTOR);
        byKey = new Long2ObjectHashMap<>(2 * algosMax + 8, LOAD_FACTOR);
        counts = new Long2LongCounterMap(2 * algosMax + 8, LOAD_FACTOR, 0);
    }

    void add(Algo algo) {
        byId.put(algo.algoId, algo);
        counts.getAndIncrement(countKey(algo.account(), algo.instrument(), algo.kind));
        if (algo.hasClientAlgoId()) {
            algo.nextOfKey = byKey.put(key(algo), algo);
        }
    }

    void remove(Algo algo) {
        byId.remove(algo.algoId);
        counts.getAndDecrement(countKey(algo.account(), algo.instrument(), algo.kind));
        if (algo.hasClientAlgoId()) {
            long key = key(algo);
            Algo first = byKey.get(key);
            if (first == algo) {
                if (algo.nextOfKey == null) {
                    byKey.remove(key);
                } else {
                    byKey.put(key, algo.nextOfKey);
                }
            } else {
                Algo previous = first;
                while (previous != null && previous.nextOfKey != algo) {
                    previous = previous.nextOfKey;
                }
                Objects.requireNonNull(previous, "an open algo order with a client algo id is in the index").nextOfKey =
                        algo.nextOfKey;
            }
            algo.nextOfKey = null;
        }
    }

    @Nullable
    Algo find(long algoId) {
        return byId.get(algoId);
    }

    @Nullable
    Algo find(int accountId, long part0, long part1, long part2, long part3) {
        if (part0 == 0) {
            return null;
        }
        Algo algo = byKey.get(key(accountId, part0, part1, part2, part3));
        while (algo != null
                && (algo.clientAlgoId0 != part0
                        || algo.clientAlgoId1 != part1
                        || algo.clientAlgoId2 != part2
                        || algo.clientAlgoId3 != part3
                        || algo.account().accountId != accountId)) {
            algo = algo.nextOfKey;
        }
        return algo;
    }

    /// Open algo orders of an account on an instrument that share a limit with those of a kind: take profit and
    /// stop loss are counted together, whether alone or as a pair.
    int count(Account account, Instrument instrument, AlgoKind kind) {
        return (int) counts.get(countKey(account, instrument, kind));
    }

    private static long countKey(Account account, Instrument instrument, AlgoKind kind) {
        int group = switch (kind) {
            case CONDITIONAL, OCO -> 0;
            case TRIGGER -> 1;
            case TRAILING -> 2;
        };
        return ((((long) account.accountId << INSTRUMENT_BITS) | instrument.instrumentId) << GROUP_BITS) | group;
    }

    private static long key(Algo algo) {
        return key(
                algo.account().accountId,
                algo.clientAlgoId0,
                algo.clientAlgoId1,
                algo.clientAlgoId2,
                algo.clientAlgoId3);
    }

    private static long key(int accountId, long part0, long part1, long part2, long part3) {
        return Mix.add(Mix.of(part0, part1, part2, part3), accountId);
    }
}
