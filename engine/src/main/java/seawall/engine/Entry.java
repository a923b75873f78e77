package seawall.engine;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The journal entry being made: collects the levels and balances that a command touches and reports them at its
/// end, and keeps the hash of the state.
///
/// A touched record is taken out of the hash when it is first touched and put back, as it then is, at the end.
/// Records that are not collected here are replaced in the hash where they change.
final class Entry {
    private static final long ALGO_IDS = 11;

    final EventSink events;
    final StatePages pages;
    private final OrderPool pool;
    final Triggers triggers;
    private final long limitsHash;
    private final @Nullable Level[] levels;
    private int touchedLevels;
    private final @Nullable Balance[] balances;
    private int touchedBalances;
    private @Nullable Instrument traded;
    private long recordsHash;

    long sequence;
    long timeNanos;
    long nextOrderId = Limits.ID_MIN;
    long nextBillId = Limits.ID_MIN;
    private long nextAlgoId = Limits.ID_MIN;
    /// Place in time of what rests or becomes due next.
    long nextPriority = 1;

    Entry(Limits limits, EventSink events, StatePages pages, OrderPool pool, FollowUps followUps) {
        this.events = events;
        this.pages = pages;
        this.pool = pool;
        triggers = new Triggers(this, events, followUps);
        limitsHash = limits.hash();
        // A taker touches a level for each maker and those that it leaves and enters; a mass cancel one for each order.
        // The pairs of an auction, half as many as makers but at least one, touch two levels and four balances each.
        levels = new Level[Math.max(limits.makersPerTakerMax(), limits.ordersPerAccountMax()) + 2];
        // A maker has two balances, as have the taker and the fee account; a mass cancel touches one for each currency.
        balances = new Balance[2 * Math.max(limits.makersPerTakerMax(), limits.currenciesMax()) + 4];
    }

    void start(
            long logTimeNanos,
            int commandTemplateId,
            int gatewayId,
            long incarnation,
            long streamSequence,
            long correlationId) {
        assert touchedLevels == 0 && touchedBalances == 0 : "the entry before has ended";
        sequence++;
        timeNanos = Math.max(timeNanos, logTimeNanos);
        events.entryStarted(
                sequence, timeNanos, commandTemplateId, gatewayId, incarnation, streamSequence, correlationId);
    }

    void end(Outcome outcome, long detail) {
        for (int index = 0; index < touchedLevels; index++) {
            Level level = Objects.requireNonNull(levels[index], "touched levels have no gaps");
            BookSide side = level.side();
            events.levelChanged(side.instrument.instrumentId, side.side, level.priceTicks, level.lots, level.orders);
            if (level.orders == 0) {
                pool.release(level);
            }
        }
        Arrays.fill(levels, 0, touchedLevels, null);
        touchedLevels = 0;
        for (int index = 0; index < touchedBalances; index++) {
            Balance balance = Objects.requireNonNull(balances[index], "touched balances have no gaps");
            assert balance.holdAtoms >= 0
                            && (balance.availableAtoms() >= 0 || balance.account.accountId == Limits.MINT_ACCOUNT_ID)
                    : "no balance is below its hold";
            recordsHash += balance.mix();
            events.balanceChanged(
                    balance.account.accountId, balance.currencyId, balance.wallet, balance.atoms, balance.holdAtoms);
        }
        Arrays.fill(balances, 0, touchedBalances, null);
        touchedBalances = 0;
        Instrument instrument = traded;
        if (instrument != null) {
            traded = null;
            boolean moved = instrument.lastTradeTicks != instrument.referencePriceTicks;
            instrument.referencePriceTicks = instrument.lastTradeTicks;
            recordsHash += instrument.mix();
            if (moved && instrument.bandMillionths != 0) {
                priceLimitChanged(instrument);
            }
            if (instrument.openAlgos != 0) {
                triggers.onTraded(instrument, instrument.firstTradeTicks, instrument.lastTradeTicks);
            }
        }
        events.entryEnded(outcome, detail, stateHash());
    }

    void priceLimitChanged(Instrument instrument) {
        events.priceLimitChanged(
                instrument.instrumentId,
                instrument.bandMillionths,
                instrument.referencePriceTicks,
                instrument.buyLimitTicks(),
                instrument.sellLimitTicks());
    }

    void touch(Balance balance) {
        if (balance.touchedSequence != sequence) {
            balance.touchedSequence = sequence;
            recordsHash -= balance.mix();
            pages.change(balance.account.page);
            balances[touchedBalances++] = balance;
        }
    }

    void touch(Level level) {
        if (level.touchedSequence != sequence) {
            level.touchedSequence = sequence;
            levels[touchedLevels++] = level;
        }
    }

    /// A level that became empty in this entry and is still to be reported, or null.
    @Nullable
    Level emptied(BookSide side, long priceTicks) {
        for (int index = 0; index < touchedLevels; index++) {
            Level level = levels[index];
            if (level != null && level.side == side && level.priceTicks == priceTicks) {
                return level;
            }
        }
        return null;
    }

    /// A trade at a price; the number of the trade.
    long trade(Instrument instrument, long priceTicks) {
        if (traded == null) {
            traded = instrument;
            recordsHash -= instrument.mix();
            instrument.firstTradeTicks = priceTicks;
        }
        assert traded == instrument : "an entry trades one instrument";
        instrument.lastTradeTicks = priceTicks;
        return instrument.nextTradeId++;
    }

    boolean hasTraded() {
        return traded != null;
    }

    /// To be called when anything of an instrument was changed but what trades change.
    void changed(Instrument instrument) {
        if (instrument == traded) {
            // It is out of the hash until the end of the entry.
            instrument.takeRareMix();
        } else {
            recordsHash -= instrument.mix();
            instrument.takeRareMix();
            recordsHash += instrument.mix();
        }
    }

    long nextAlgoId() {
        return nextAlgoId;
    }

    long takeAlgoId() {
        long algoId = nextAlgoId;
        skipAlgoIds(algoId + 1);
        return algoId;
    }

    /// Goes on with another id. Unlike the other counters this one changes rarely, so it is a record of the state.
    void skipAlgoIds(long nextId) {
        recordsHash += Mix.add(ALGO_IDS, nextId) - Mix.add(ALGO_IDS, nextAlgoId);
        nextAlgoId = nextId;
    }

    /// Takes an order out of the state, for good or until it has changed.
    void exclude(Order order) {
        pages.change(order.page);
        recordsHash -= order.mix();
    }

    /// Puts an order into the state, as it is now.
    void include(Order order) {
        recordsHash += order.mix();
    }

    void exclude(Algo algo) {
        pages.change(algo.page);
        recordsHash -= algo.mix();
    }

    void include(Algo algo) {
        recordsHash += algo.mix();
    }

    /// Changes the hash by what was added less what was taken away. Whose page that is must be
    /// told to [StatePages#change] before, unless it is the first.
    void changeHash(long difference) {
        recordsHash += difference;
    }

    long stateHash() {
        long mix = Mix.of(limitsHash, sequence, timeNanos, recordsHash);
        return Mix.of(mix, nextOrderId, nextBillId, nextPriority);
    }
}
