package seawall.engine;

import java.util.Objects;

/// Opens and closes algo orders, and ties them to the orders that they protect.
final class AlgoBook {
    final AlgoPool pool;
    final AlgoIndex index;
    private final Entry entry;
    private final EventSink events;
    private final FollowUps followUps;

    AlgoBook(Limits limits, Entry entry, FollowUps followUps) {
        this.entry = entry;
        this.events = entry.events;
        this.followUps = followUps;
        pool = new AlgoPool(limits.algosMax(), entry.pages);
        index = new AlgoIndex(limits.algosMax());
    }

    /// Puts the draft to use as an order that waits from now on.
    Algo open(Account account, Instrument instrument) {
        Algo algo = take(account, instrument);
        algo.takeDirections(instrument.referencePriceTicks);
        if (algo.kind == AlgoKind.TRAILING && algo.activationTicks == 0) {
            algo.isActive = true;
            algo.extremeTicks = instrument.referencePriceTicks;
        }
        report(algo);
        entry.include(algo);
        entry.triggers.await(algo);
        return algo;
    }

    /// Puts the draft to use as what protects an order once it is filled.
    void attach(Order parent) {
        Algo algo = take(parent.account(), parent.instrument());
        algo.takeDirections(parent.instrument().referencePriceTicks);
        algo.parent = parent;
        algo.parentOrderId = parent.orderId;
        parent.attached = algo;
        report(algo);
        entry.include(algo);
    }

    /// What becomes of an algo order whose parent has just been closed.
    void onParentClosed(Order parent, CloseReason reason) {
        Algo algo = Objects.requireNonNull(parent.attached, "the caller has seen that something is attached");
        if (reason != CloseReason.FILLED) {
            close(algo, CloseReason.PARENT);
            return;
        }
        entry.exclude(algo);
        parent.attached = null;
        algo.parent = null;
        algo.quantity = parent.filledLots;
        entry.include(algo);
        events.algoArmed(algo.algoId, algo.account().accountId, algo.instrument().instrumentId, algo.quantity);
        entry.triggers.awaitArmed(algo);
    }

    /// Ends an algo order that never reached its price, or whose follow-up never came.
    void close(Algo algo, CloseReason reason) {
        events.algoClosed(algo.algoId, algo.account().accountId, algo.instrument().instrumentId, reason);
        remove(algo);
    }

    /// Takes an algo order out, in whichever state it is, and gives it back to the pool.
    void remove(Algo algo) {
        entry.exclude(algo);
        Instrument instrument = algo.instrument();
        Order parent = algo.parent;
        if (parent != null) {
            parent.attached = null;
            algo.parent = null;
        } else if (algo.isDue()) {
            instrument.waiting.removeDue(algo);
            algo.dueLeg = null;
            followUps.refresh(instrument);
        } else {
            instrument.waiting.remove(algo);
        }
        index.remove(algo);
        instrument.openAlgos--;
        pool.release(algo);
    }

    /// Adds an algo order in the state that its fields say, without any other effect.
    void restore(Algo algo) {
        index.add(algo);
        algo.instrument().openAlgos++;
        entry.include(algo);
        Order parent = algo.parent;
        if (parent != null) {
            parent.attached = algo;
        } else if (algo.isDue()) {
            algo.instrument().waiting.addDue(algo);
            followUps.refresh(algo.instrument());
        } else {
            algo.instrument().waiting.add(algo);
        }
    }

    private Algo take(Account account, Instrument instrument) {
        Algo algo = pool.take(account, instrument);
        algo.algoId = entry.takeAlgoId();
        index.add(algo);
        instrument.openAlgos++;
        return algo;
    }

    private void report(Algo algo) {
        events.algoAccepted(
                algo.algoId,
                algo.account().accountId,
                algo.instrument().instrumentId,
                algo.kind,
                algo.side,
                algo.orderType,
                algo.sizeUnit,
                algo.stp,
                algo.quantity,
                algo.trigger.triggerTicks,
                algo.trigger.priceTicks,
                algo.takeProfit.triggerTicks,
                algo.takeProfit.priceTicks,
                algo.stopLoss.triggerTicks,
                algo.stopLoss.priceTicks,
                algo.callbackMillionths,
                algo.callbackTicks,
                algo.activationTicks,
                algo.parentOrderId,
                algo.clientAlgoId0,
                algo.clientAlgoId1,
                algo.clientAlgoId2,
                algo.clientAlgoId3,
                algo.tag0,
                algo.tag1);
    }
}
