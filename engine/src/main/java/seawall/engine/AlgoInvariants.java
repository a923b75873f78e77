package seawall.engine;

import org.jspecify.annotations.Nullable;

/// The seventh of the [Invariants].
final class AlgoInvariants {
    private final Engine engine;

    AlgoInvariants(Engine engine) {
        this.engine = engine;
    }

    void check() {
        AlgoPool pool = engine.algos.pool;
        int open = 0;
        for (int place = 0; place < pool.size(); place++) {
            if (pool.at(place).isOpen) {
                checkAlgo(pool.at(place));
                open++;
            }
        }
        require(open == pool.used(), "every algo order in use is open", pool.used());
        int listed = 0;
        for (Instrument instrument : engine.registry.instruments) {
            listed += checkInstrument(instrument);
        }
        require(listed == open, "every open algo order is of an instrument", listed);
        checkAttached();
    }

    private void checkAlgo(Algo algo) {
        Account account = algo.account();
        AlgoIndex index = engine.algos.index;
        require(index.find(algo.algoId) == algo, "an open algo order is found by its id", algo.algoId);
        @Nullable
        Algo byClientAlgoId = index.find(
                account.accountId, algo.clientAlgoId0, algo.clientAlgoId1, algo.clientAlgoId2, algo.clientAlgoId3);
        require(
                byClientAlgoId == (algo.hasClientAlgoId() ? algo : null),
                "an open algo order is found by its client algo id",
                algo.algoId);
        Order parent = algo.parent;
        require(!(algo.isAttached() && algo.isDue()), "what is attached is not due", algo.algoId);
        require(
                parent == null || (parent.attached == algo && parent.isOpen && parent.orderId == algo.parentOrderId),
                "what is attached has a parent that is open and knows it",
                algo.algoId);
        require((algo.quantity == 0) == algo.isAttached(), "only what is attached has no quantity", algo.quantity);
        boolean waits = !algo.isAttached() && !algo.isDue();
        for (AlgoLeg name : new AlgoLeg[] {AlgoLeg.TAKE_PROFIT, AlgoLeg.STOP_LOSS, AlgoLeg.TRIGGER}) {
            Leg leg = algo.leg(name);
            require(
                    (leg.heapIndex != Leg.NOT_QUEUED) == (waits && leg.exists()),
                    "exactly the legs of what waits are in the queues",
                    algo.algoId);
        }
    }

    private int checkInstrument(Instrument instrument) {
        WaitingAlgos waiting = instrument.waiting;
        checkQueue(instrument, waiting.above, true);
        checkQueue(instrument, waiting.below, false);
        checkTrailing(instrument);
        long lastDue = 0;
        for (Algo algo = waiting.firstDue; algo != null; algo = algo.nextDue) {
            require(algo.isDue() && algo.isOpen, "only what is due is among that", algo.algoId);
            require(algo.dueNumber > lastDue, "what is due is in order of time", algo.dueNumber);
            lastDue = algo.dueNumber;
        }
        int open = 0;
        AlgoPool pool = engine.algos.pool;
        for (int place = 0; place < pool.size(); place++) {
            Algo algo = pool.at(place);
            open += algo.isOpen && algo.instrument == instrument ? 1 : 0;
        }
        require(open == instrument.openAlgos, "open algo orders are counted", instrument.openAlgos);
        for (Account account : engine.registry.accounts) {
            checkCounts(account, instrument);
        }
        return open;
    }

    private void checkCounts(Account account, Instrument instrument) {
        int[] counts = new int[AlgoKind.values().length];
        AlgoPool pool = engine.algos.pool;
        for (int place = 0; place < pool.size(); place++) {
            Algo algo = pool.at(place);
            if (algo.isOpen && algo.account == account && algo.instrument == instrument) {
                counts[algo.kind.ordinal()]++;
            }
        }
        int pairsAndSingles = counts[AlgoKind.CONDITIONAL.ordinal()] + counts[AlgoKind.OCO.ordinal()];
        AlgoIndex index = engine.algos.index;
        require(
                pairsAndSingles == index.count(account, instrument, AlgoKind.OCO)
                        && counts[AlgoKind.TRIGGER.ordinal()] == index.count(account, instrument, AlgoKind.TRIGGER)
                        && counts[AlgoKind.TRAILING.ordinal()] == index.count(account, instrument, AlgoKind.TRAILING),
                "algo orders of an account are counted",
                account.accountId);
    }

    private static void checkQueue(Instrument instrument, TriggerQueue queue, boolean isAbove) {
        for (int place = 0; place < queue.size(); place++) {
            Leg leg = queue.at(place);
            require(leg.heapIndex == place, "a leg knows its place", leg.heapIndex);
            require(leg.exists() && leg.isAbove == isAbove, "a leg waits in its direction", leg.triggerTicks);
            require(leg.algo.instrument == instrument, "a leg waits on its instrument", leg.algo.algoId);
            require(
                    place == 0 || queue.at((place - 1) / 2).isBefore(leg),
                    "a queue has the leg that is reached first on top",
                    leg.triggerTicks);
            require(
                    !leg.isReachedBy(instrument.referencePriceTicks),
                    "the price has not reached what waits for it",
                    leg.triggerTicks);
        }
    }

    private static void checkTrailing(Instrument instrument) {
        long lastAlgoId = 0;
        for (Algo algo = instrument.waiting.firstTrailing; algo != null; algo = algo.nextTrailing) {
            require(algo.isOpen && !algo.isDue(), "a trailing stop in the list waits", algo.algoId);
            require(algo.algoId > lastAlgoId, "trailing stops are in order of id", algo.algoId);
            lastAlgoId = algo.algoId;
            long reference = instrument.referencePriceTicks;
            boolean sells = algo.side == Side.SELL;
            if (algo.isActive) {
                boolean isBehind = sells ? reference <= algo.extremeTicks : reference >= algo.extremeTicks;
                require(isBehind, "a trailing stop has seen the best price", algo.extremeTicks);
                long threshold = algo.thresholdTicks();
                require(
                        threshold == algo.extremeTicks || (sells ? reference > threshold : reference < threshold),
                        "the price has not reached a trailing stop that waits",
                        threshold);
            }
        }
    }

    private void checkAttached() {
        int attached = 0;
        for (Account account : engine.registry.accounts) {
            for (Order order = account.firstOrder; order != null; order = order.nextOfAccount) {
                Algo algo = order.attached;
                require(algo == null || algo.parent == order, "an order knows what is attached to it", order.orderId);
                attached += algo == null ? 0 : 1;
            }
        }
        AlgoPool pool = engine.algos.pool;
        for (int place = 0; place < pool.size(); place++) {
            attached -= pool.at(place).isOpen && pool.at(place).isAttached() ? 1 : 0;
        }
        require(attached == 0, "what is attached and its parents are as many", attached);
    }

    private static void require(boolean condition, String invariant, long found) {
        Invariants.require(condition, "7: " + invariant, found);
    }
}
