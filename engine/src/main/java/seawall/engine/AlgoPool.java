package seawall.engine;

/// Algo orders, made once and used again. There is always one more than may be open: the next one to be used is the
/// draft that a command writes its wishes into before they are checked.
final class AlgoPool {
    private final Algo[] all;
    private final Algo[] free;
    private int freeAlgos;
    private final StatePages pages;

    AlgoPool(int algosMax, StatePages pages) {
        this.pages = pages;
        all = new Algo[algosMax + 1];
        for (int index = 0; index < all.length; index++) {
            all[index] = new Algo(pages.ofAlgo(index));
        }
        free = all.clone();
        freeAlgos = all.length;
    }

    boolean isEmpty() {
        return freeAlgos == 1;
    }

    int used() {
        return all.length - freeAlgos;
    }

    /// Number of places, used or not.
    int size() {
        return all.length;
    }

    /// What lies at a place; only an algo order that is open means anything.
    Algo at(int place) {
        return all[place];
    }

    /// The one that [#take] gives next, as a clean sheet without legs.
    Algo draft() {
        Algo draft = free[freeAlgos - 1];
        draft.takeProfit.set(0, 0);
        draft.stopLoss.set(0, 0);
        draft.trigger.set(0, 0);
        draft.callbackMillionths = 0;
        draft.callbackTicks = 0;
        draft.activationTicks = 0;
        return draft;
    }

    /// Puts the draft to use.
    Algo take(Account account, Instrument instrument) {
        assert !isEmpty() : "the caller has checked that one is free";
        Algo algo = free[--freeAlgos];
        pages.change(algo.page);
        algo.account = account;
        algo.instrument = instrument;
        algo.parent = null;
        algo.parentOrderId = 0;
        algo.isActive = false;
        algo.extremeTicks = 0;
        algo.activatedSequence = 0;
        algo.activatedTicks = 0;
        algo.dueLeg = null;
        algo.dueNumber = 0;
        algo.isOpen = true;
        return algo;
    }

    void release(Algo algo) {
        algo.isOpen = false;
        algo.account = null;
        algo.instrument = null;
        free[freeAlgos++] = algo;
    }
}
