package seawall.simulation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import seawall.wire.EventReader;
import seawall.wire.codec.AccountCreatedDecoder;
import seawall.wire.codec.AccountFeeTierChangedDecoder;
import seawall.wire.codec.AccountFeesChangedDecoder;
import seawall.wire.codec.AlgoAcceptedDecoder;
import seawall.wire.codec.AlgoActivatedDecoder;
import seawall.wire.codec.AlgoAmendedDecoder;
import seawall.wire.codec.AlgoArmedDecoder;
import seawall.wire.codec.AlgoClosedDecoder;
import seawall.wire.codec.AlgoTriggeredDecoder;
import seawall.wire.codec.AmendAlgoDecoder;
import seawall.wire.codec.AmendOrderDecoder;
import seawall.wire.codec.BalanceChangedDecoder;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.CurrencyCreatedDecoder;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.FeeTierSetDecoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.InstrumentListedDecoder;
import seawall.wire.codec.LevelChangedDecoder;
import seawall.wire.codec.OrderAcceptedDecoder;
import seawall.wire.codec.OrderAmendRefusedDecoder;
import seawall.wire.codec.OrderAmendedDecoder;
import seawall.wire.codec.OrderClosedDecoder;
import seawall.wire.codec.OrderFilledDecoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.PhaseChangedDecoder;
import seawall.wire.codec.PostingDecoder;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.ReopeningScheduledDecoder;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.SubAccountCreatedDecoder;
import seawall.wire.codec.TransferOutSetDecoder;
import seawall.wire.codec.UncrossingStartedDecoder;
import seawall.wire.codec.Wallet;

/// Audits a journal from its bytes alone: whoever has the journal can find out whether the exchange kept its promises.
/// It keeps its own ledger and books from the events and holds every entry against these invariants:
///
/// 1. Sequence numbers are gapless from 1 and time never runs backwards.
/// 2. A refused command has no effects, except that a refused amend may cancel its order.
/// 3. Bill, order and trade numbers are gapless.
/// 4. The postings of an entry sum to zero per currency, each names the balance that results from all before it, and
///    only the mint is ever negative.
/// 5. A fill is between two open orders of different accounts, at the price of the best and oldest maker, within both
///    limits and both remainders; its amounts and fees follow from its price, lots and rates, and its postings from
/// them.
/// 6. An order is closed once, with the lots that its fills say, and complete if the reason is FILLED; one that is
/// closed
///    SELF_TRADE has met an order of the same account, not of another one of its family.
/// 7. After an entry, every level and balance that it touched was reported, as derived from all events; the hold of a
///    balance is what its open orders need and never above it; no book is crossed unless its phase lets it be; what
///    rests is LIMIT or POST_ONLY.
/// 8. An algo order is accepted once and has one last event. What is attached to an order is armed or closed directly
///    behind the end of that order; what is triggered had reached its price, and its order follows directly.
/// 9. Nothing trades but in phase TRADING and in an uncrossing, which goes pair by pair at its auction price; no other
///    price of the book would have been a better auction price.
/// 10. Phases change by command, at the end of an uncrossing, or when the timetable says so.
/// 11. A sub-account belongs to one main account, and begins with what that one pays. Money that leaves an account for
/// another one of its family arrives there at once, whole, and each side says who the other is to it. The commands
/// about
/// families have these effects, whole, and no other command has them.
///
/// Feed it whole entries in order. It reports at most [#VIOLATIONS_MAX] violations and counts the rest. One thread.
public final class JournalChecker {
    /// Violations that are kept; one fault early in a journal makes many later entries wrong.
    public static final int VIOLATIONS_MAX = 100;

    private static final int FEE_ACCOUNT = 1;
    private static final int MINT_ACCOUNT = 2;
    private static final long FIRST_ID = 100_000_000_000_000_001L;
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    /// One broken promise.
    ///
    /// @param sequence entry that broke it
    public record Violation(long sequence, String message) {
        @Override
        public String toString() {
            return "entry " + sequence + ": " + message;
        }
    }

    private record BalanceKey(int accountId, int currencyId, int wallet) {}

    private record LevelKey(int instrumentId, int side, long priceTicks) {}

    private record Rates(int maker, int taker) {}

    private static final Rates NO_RATES = new Rates(0, 0);

    private record ExpectedPosting(
            int accountId, int currencyId, int reason, BigInteger amount, BigInteger fee, long orderId, long billId) {}

    private static final class Instrument {
        final int baseId;
        final int quoteId;
        final BigInteger lotAtoms;
        final BigInteger numerator;
        final BigInteger denominator;
        final TreeMap<Long, LinkedHashMap<Long, Order>> bids = new TreeMap<>();
        final TreeMap<Long, LinkedHashMap<Long, Order>> asks = new TreeMap<>();
        long tradeId;
        long referenceTicks;

        Instrument(InstrumentListedDecoder event, int baseScale, int quoteScale) {
            referenceTicks = event.referencePriceTicks();
            baseId = event.baseId();
            quoteId = event.quoteId();
            lotAtoms = BigInteger.valueOf(event.lotMantissa())
                    .multiply(BigInteger.TEN.pow(Math.max(baseScale - event.lotScale(), 0)));
            int exponent = quoteScale - event.tickScale() - event.lotScale();
            numerator = BigInteger.valueOf(event.tickMantissa())
                    .multiply(BigInteger.valueOf(event.lotMantissa()))
                    .multiply(BigInteger.TEN.pow(Math.max(exponent, 0)));
            denominator = BigInteger.TEN.pow(Math.max(-exponent, 0));
        }

        BigInteger notionalDown(long priceTicks, long lots) {
            return exact(priceTicks, lots).divide(denominator);
        }

        BigInteger notionalUp(long priceTicks, long lots) {
            return exact(priceTicks, lots)
                    .add(denominator)
                    .subtract(BigInteger.ONE)
                    .divide(denominator);
        }

        private BigInteger exact(long priceTicks, long lots) {
            return BigInteger.valueOf(priceTicks)
                    .multiply(BigInteger.valueOf(lots))
                    .multiply(numerator);
        }

        TreeMap<Long, LinkedHashMap<Long, Order>> levels(int side) {
            return side == Side.BUY.value() ? bids : asks;
        }

        /// What rests at each price of a side.
        TreeMap<Long, BigInteger> lots(Side side) {
            var lots = new TreeMap<Long, BigInteger>();
            levels(side.value())
                    .forEach((priceTicks, level) -> level.values()
                            .forEach(order -> lots.merge(
                                    priceTicks, BigInteger.valueOf(order.remainingLots()), BigInteger::add)));
            return lots;
        }
    }

    private static final class Order {
        final long id;
        final int accountId;
        final int instrumentId;
        final int side;
        final int type;
        final boolean sizedInQuote;
        long priceTicks;
        long quantity;
        long filledLots;
        boolean rests;
        BigInteger hold = BigInteger.ZERO;

        Order(OrderAcceptedDecoder event) {
            id = event.orderId();
            accountId = event.accountId();
            instrumentId = event.instrumentId();
            side = event.sideRaw();
            type = event.orderTypeRaw();
            sizedInQuote = event.sizeUnitRaw() == SizeUnit.QUOTE.value();
            priceTicks = event.priceTicks();
            quantity = event.quantity();
        }

        long remainingLots() {
            return quantity - filledLots;
        }

        boolean hasOwnPrice() {
            return type != OrderType.MARKET.value() && type != OrderType.OPTIMAL_LIMIT_IOC.value();
        }

        boolean mayMeetOwn(Order other) {
            return other.accountId == accountId && other.instrumentId == instrumentId && other.side != side;
        }

        boolean mayRest() {
            return type == OrderType.LIMIT.value() || type == OrderType.POST_ONLY.value();
        }
    }

    private final EventReader events = new EventReader();
    private final EntryPartDecoder header = new EntryPartDecoder();
    private final Map<Integer, Integer> currencyScales = new HashMap<>();
    private final Map<Integer, Instrument> instruments = new HashMap<>();
    private final Map<Integer, Rates> rates = new HashMap<>();
    private final Map<Integer, Rates> tiers = new HashMap<>();
    private final Map<Integer, Integer> tierOfAccount = new HashMap<>();
    private final AlgoAudit algos = new AlgoAudit(this::violation);
    private final FamilyAudit families = new FamilyAudit(this::violation);
    private final PhaseAudit phases = new PhaseAudit(this::violation);
    private final Map<Long, Order> openOrders = new HashMap<>();
    private final Map<BalanceKey, BigInteger> balances = new HashMap<>();
    private final Map<BalanceKey, BigInteger> holds = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private long violationCount;

    // Of the entry at hand.
    private final Map<Integer, BigInteger> postingSums = new HashMap<>();
    private final Set<BalanceKey> touchedBalances = new HashSet<>();
    private final Set<LevelKey> touchedLevels = new HashSet<>();
    private final Set<Integer> touchedInstruments = new HashSet<>();
    private final Map<Integer, Long> lastTradeTicks = new HashMap<>();
    private final List<ExpectedPosting> expectedPostings = new ArrayList<>();

    /// Orders that this entry closed SELF_TRADE.
    private final List<Order> selfTraded = new ArrayList<>();

    /// Orders that this entry took in or took out of their level: each must be closed or rest when the entry ends.
    private final Map<Long, Order> movingOrders = new LinkedHashMap<>();

    private long sequence;
    private long timeNanos;
    private long nextBillId = FIRST_ID;
    private long nextOrderId = FIRST_ID;
    private boolean settled;
    private boolean refused;

    /// An amendment failed and said that it cancels its order.
    private boolean canceledByRefusal;

    /// Audits the next entry: an `EntryPart` and then all its events, whatever number of parts they travelled in.
    public void onEntry(DirectBuffer buffer, int offset, int length) {
        postingSums.clear();
        touchedBalances.clear();
        touchedLevels.clear();
        touchedInstruments.clear();
        expectedPostings.clear();
        lastTradeTicks.clear();
        movingOrders.clear();
        selfTraded.clear();
        canceledByRefusal = false;
        algos.entryStarts();
        settled = false;
        long before = sequence;
        try {
            events.wrap(buffer, offset, length);
            if (!events.next() || events.templateId() != EntryPartDecoder.TEMPLATE_ID) {
                throw new IllegalArgumentException("no EntryPart in front");
            }
            entryPart();
            while (events.next()) {
                check(
                        !refused || mayFollowRefusal(),
                        () -> "expected no events of a refused command, found template " + events.templateId());
                algos.expectNothingPending(events.templateId());
                families.event(events.templateId());
                phases.event();
                event();
            }
            settle();
            entryEnds();
        } catch (IllegalArgumentException unreadable) {
            sequence = Math.max(sequence, before + 1);
            violation("expected a readable entry, found " + unreadable.getMessage());
        }
    }

    /// What was found so far, at most [#VIOLATIONS_MAX].
    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    /// How many there were in all.
    public long violationCount() {
        return violationCount;
    }

    /// Sequence number of the last entry.
    public long sequence() {
        return sequence;
    }

    private void entryPart() {
        header.wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        long expected = sequence + 1;
        sequence = header.sequence();
        check(sequence == expected, () -> "expected sequence " + expected + ", found " + sequence);
        long before = timeNanos;
        timeNanos = header.timeNanos();
        check(timeNanos >= before, () -> "expected a time from " + before + " on, found " + timeNanos);
        refused = header.outcomeRaw() != Outcome.ACCEPTED.value();
        phases.entryStarts(header.commandTemplateId(), timeNanos);
        families.entryStarts(header);
    }

    /// What an amendment that failed may still say: that it canceled its order, or its algo order.
    private boolean mayFollowRefusal() {
        return switch (header.commandTemplateId()) {
            case AmendOrderDecoder.TEMPLATE_ID ->
                canceledByRefusal || events.templateId() == OrderAmendRefusedDecoder.TEMPLATE_ID;
            case AmendAlgoDecoder.TEMPLATE_ID -> events.templateId() == AlgoClosedDecoder.TEMPLATE_ID;
            default -> false;
        };
    }

    private void event() {
        switch (events.templateId()) {
            case CurrencyCreatedDecoder.TEMPLATE_ID -> {
                var event = new CurrencyCreatedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
                currencyScales.put(event.currencyId(), (int) event.scale());
            }
            case InstrumentListedDecoder.TEMPLATE_ID ->
                instrumentListed(new InstrumentListedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case AccountCreatedDecoder.TEMPLATE_ID -> {
                var event = new AccountCreatedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
                rates.put(event.accountId(), new Rates(event.makerFeeMillionths(), event.takerFeeMillionths()));
                families.created(event.accountId());
            }
            case SubAccountCreatedDecoder.TEMPLATE_ID ->
                subAccountCreated(new SubAccountCreatedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case TransferOutSetDecoder.TEMPLATE_ID ->
                families.transferOutSet(new TransferOutSetDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case AccountFeesChangedDecoder.TEMPLATE_ID -> {
                var event = new AccountFeesChangedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
                rates.put(event.accountId(), new Rates(event.makerFeeMillionths(), event.takerFeeMillionths()));
                tierOfAccount.remove(event.accountId());
            }
            case OrderAcceptedDecoder.TEMPLATE_ID ->
                accepted(new OrderAcceptedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case OrderFilledDecoder.TEMPLATE_ID ->
                filled(new OrderFilledDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case OrderAmendedDecoder.TEMPLATE_ID ->
                amended(new OrderAmendedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case OrderClosedDecoder.TEMPLATE_ID ->
                closed(new OrderClosedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case PostingDecoder.TEMPLATE_ID ->
                posting(new PostingDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case LevelChangedDecoder.TEMPLATE_ID ->
                levelChanged(new LevelChangedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case BalanceChangedDecoder.TEMPLATE_ID ->
                balanceChanged(new BalanceChangedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case FeeTierSetDecoder.TEMPLATE_ID ->
                feeTierSet(new FeeTierSetDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case AccountFeeTierChangedDecoder.TEMPLATE_ID ->
                accountFeeTierChanged(new AccountFeeTierChangedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case OrderAmendRefusedDecoder.TEMPLATE_ID ->
                amendRefused(new OrderAmendRefusedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case PhaseChangedDecoder.TEMPLATE_ID ->
                phaseChanged(new PhaseChangedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case ReopeningScheduledDecoder.TEMPLATE_ID ->
                phases.scheduled(new ReopeningScheduledDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case UncrossingStartedDecoder.TEMPLATE_ID ->
                uncrossingStarted(new UncrossingStartedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case AlgoAcceptedDecoder.TEMPLATE_ID ->
                algoAccepted(new AlgoAcceptedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case AlgoAmendedDecoder.TEMPLATE_ID ->
                algoAmended(new AlgoAmendedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case AlgoArmedDecoder.TEMPLATE_ID ->
                algos.armed(new AlgoArmedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case AlgoClosedDecoder.TEMPLATE_ID ->
                algos.closed(new AlgoClosedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case AlgoActivatedDecoder.TEMPLATE_ID ->
                algos.activated(new AlgoActivatedDecoder()
                        .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
            case AlgoTriggeredDecoder.TEMPLATE_ID ->
                algos.triggered(
                        new AlgoTriggeredDecoder()
                                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version()),
                        header.commandTemplateId() != 0);
            default -> {
                // Sizes, price limits, API keys, timers and streams move neither money nor orders.
            }
        }
    }

    private void instrumentListed(InstrumentListedDecoder event) {
        Integer baseScale = currencyScales.get(event.baseId());
        Integer quoteScale = currencyScales.get(event.quoteId());
        if (baseScale == null || quoteScale == null) {
            violation("expected currencies " + event.baseId() + " and " + event.quoteId() + ", found no such");
            return;
        }
        instruments.put(event.instrumentId(), new Instrument(event, baseScale, quoteScale));
        phases.listed(event.instrumentId(), event.phase());
    }

    private void subAccountCreated(SubAccountCreatedDecoder event) {
        families.subAccountCreated(event);
        Rates expected = ratesOf(event.mainAccountId());
        var found = new Rates(event.makerFeeMillionths(), event.takerFeeMillionths());
        int tier = tierOfAccount.getOrDefault(event.mainAccountId(), 0);
        check(
                found.equals(expected) && event.feeTier() == tier,
                () -> "expected rates " + expected + " of tier " + tier + ", found " + found + " of "
                        + event.feeTier());
        rates.put(event.accountId(), found);
        if (event.feeTier() != 0) {
            tierOfAccount.put(event.accountId(), event.feeTier());
        }
    }

    private void feeTierSet(FeeTierSetDecoder event) {
        tiers.put(event.tier(), new Rates(event.makerFeeMillionths(), event.takerFeeMillionths()));
    }

    private void accountFeeTierChanged(AccountFeeTierChangedDecoder event) {
        check(tiers.containsKey(event.tier()), () -> "expected a tier that was set, found " + event.tier());
        tierOfAccount.put(event.accountId(), event.tier());
    }

    private Rates ratesOf(int accountId) {
        Integer tier = tierOfAccount.get(accountId);
        return tier == null ? rates.getOrDefault(accountId, NO_RATES) : tiers.getOrDefault(tier, NO_RATES);
    }

    private void phaseChanged(PhaseChangedDecoder event) {
        phases.phaseChanged(event);
        touchedInstruments.add(event.instrumentId());
    }

    private void uncrossingStarted(UncrossingStartedDecoder event) {
        Instrument instrument = instruments.get(event.instrumentId());
        if (instrument == null) {
            violation("expected instrument " + event.instrumentId() + ", found no such");
            return;
        }
        phases.uncrossingStarted(
                event, instrument.lots(Side.BUY), instrument.lots(Side.SELL), instrument.referenceTicks);
    }

    private void algoAccepted(AlgoAcceptedDecoder event) {
        algos.accepted(event, referenceTicks(event.instrumentId()));
    }

    private void algoAmended(AlgoAmendedDecoder event) {
        algos.amended(event, referenceTicks(event.instrumentId()));
    }

    private long referenceTicks(int instrumentId) {
        Instrument instrument = instruments.get(instrumentId);
        return instrument == null ? 0 : instrument.referenceTicks;
    }

    private void amendRefused(OrderAmendRefusedDecoder event) {
        canceledByRefusal = true;
        check(
                refused && event.outcomeRaw() == header.outcomeRaw() && openOrders.containsKey(event.orderId()),
                () -> "expected the outcome of a refused amendment of an open order, found " + event.outcomeRaw()
                        + " of " + event.orderId());
    }

    private void accepted(OrderAcceptedDecoder event) {
        var order = new Order(event);
        algos.orderAccepted(event);
        phases.orderAccepted(order.instrumentId, order.type);
        check(order.id == nextOrderId, () -> "expected order " + nextOrderId + ", found " + order.id);
        nextOrderId = order.id + 1;
        if (!instruments.containsKey(order.instrumentId)) {
            violation("expected instrument " + order.instrumentId + ", found no such");
            return;
        }
        openOrders.put(order.id, order);
        movingOrders.put(order.id, order);
    }

    private void filled(OrderFilledDecoder event) {
        expectNoPostingsLeft();
        Instrument instrument = instruments.get(event.instrumentId());
        Order taker = openOrders.get(event.takerOrderId());
        Order maker = openOrders.get(event.makerOrderId());
        if (instrument == null || taker == null || maker == null) {
            violation("expected a fill of two open orders, found " + event.takerOrderId() + " and "
                    + event.makerOrderId());
            return;
        }
        instrument.tradeId++;
        check(
                event.tradeId() == instrument.tradeId,
                () -> "expected trade " + instrument.tradeId + ", found " + event.tradeId());
        instrument.tradeId = event.tradeId();
        long priceTicks = event.priceTicks();
        long lots = event.quantityLots();
        boolean takerBuys = taker.side == Side.BUY.value();
        boolean uncrossing = phases.isUncrossing(event.instrumentId());
        phases.filled(event.instrumentId());
        check(
                taker.side == event.takerSideRaw()
                        && maker.side != taker.side
                        && taker.instrumentId == event.instrumentId()
                        && maker.instrumentId == event.instrumentId()
                        && taker.accountId == event.takerAccountId()
                        && maker.accountId == event.makerAccountId()
                        && taker.accountId != maker.accountId
                        && taker.rests == uncrossing
                        && maker.rests,
                () -> "expected taker and maker as they were accepted, found " + taker.id + " and " + maker.id);
        check(
                bestMaker(instrument, maker.side) == maker,
                () -> "expected the best and oldest maker first, found " + maker.id);
        if (uncrossing) {
            check(
                    bestMaker(instrument, taker.side) == taker && taker.id > maker.id,
                    () -> "expected the best and oldest of both sides, the younger as taker, found " + taker.id);
        }
        long expectedTicks = uncrossing ? phases.auctionPriceTicks(event.instrumentId()) : maker.priceTicks;
        check(
                priceTicks == expectedTicks,
                () -> "expected the price " + expectedTicks + " of the maker or the auction, found " + priceTicks);
        check(
                isWithinLimit(maker, priceTicks) && (!taker.hasOwnPrice() || isWithinLimit(taker, priceTicks)),
                () -> "expected a price within the limits " + taker.priceTicks + " and " + maker.priceTicks + ", found "
                        + priceTicks);
        check(
                lots >= 1 && lots <= maker.remainingLots() && (taker.sizedInQuote || lots <= taker.remainingLots()),
                () -> "expected lots within both remainders, found " + lots);
        BigInteger baseAtoms = instrument.lotAtoms.multiply(BigInteger.valueOf(lots));
        BigInteger quoteAtoms = instrument.notionalDown(priceTicks, lots);
        expectAmount("baseAtoms", baseAtoms, event.baseAtoms());
        expectAmount("quoteAtoms", quoteAtoms, event.quoteAtoms());
        BigInteger takerReceives = takerBuys ? baseAtoms : quoteAtoms;
        BigInteger makerReceives = takerBuys ? quoteAtoms : baseAtoms;
        int takerReceivedId = takerBuys ? instrument.baseId : instrument.quoteId;
        int makerReceivedId = takerBuys ? instrument.quoteId : instrument.baseId;
        Rates takerRates = ratesOf(taker.accountId);
        Rates makerRates = ratesOf(maker.accountId);
        check(
                takerRates.taker() == event.takerFeeMillionths() && makerRates.maker() == event.makerFeeMillionths(),
                () -> "expected rates " + takerRates.taker() + " and " + makerRates.maker() + ", found "
                        + event.takerFeeMillionths() + " and " + event.makerFeeMillionths());
        BigInteger takerFee = fee(takerReceives, takerRates.taker(), takerReceivedId);
        BigInteger makerFee = fee(makerReceives, makerRates.maker(), makerReceivedId);
        expectAmount("takerFeeAtoms", takerFee, event.takerFeeAtoms());
        expectAmount("makerFeeAtoms", makerFee, event.makerFeeAtoms());

        taker.filledLots += lots;
        maker.filledLots += lots;
        touchLevel(maker);
        hold(maker, holdNeeded(instrument, maker));
        if (taker.rests) {
            touchLevel(taker);
            hold(taker, holdNeeded(instrument, taker));
        }
        lastTradeTicks.put(event.instrumentId(), priceTicks);
        algos.traded(event.instrumentId(), priceTicks);
        expectTrade(taker, takerReceivedId, takerReceives.subtract(takerFee), takerFee, event.takerBillId());
        expectTrade(taker, makerReceivedId, makerReceives.negate(), BigInteger.ZERO, event.takerBillId() + 1);
        expectTrade(maker, makerReceivedId, makerReceives.subtract(makerFee), makerFee, event.makerBillId());
        expectTrade(maker, takerReceivedId, takerReceives.negate(), BigInteger.ZERO, event.makerBillId() + 1);
        expectFee(taker, instrument.baseId, takerBuys ? takerFee : makerFee);
        expectFee(taker, instrument.quoteId, takerBuys ? makerFee : takerFee);
    }

    private static boolean isWithinLimit(Order order, long priceTicks) {
        return order.side == Side.BUY.value() ? priceTicks <= order.priceTicks : priceTicks >= order.priceTicks;
    }

    private static @Nullable Order bestMaker(Instrument instrument, int side) {
        var levels = instrument.levels(side);
        var best = side == Side.BUY.value() ? levels.lastEntry() : levels.firstEntry();
        return best == null ? null : best.getValue().firstEntry().getValue();
    }

    private BigInteger fee(BigInteger received, int rateMillionths, int currencyId) {
        BigInteger exact = received.multiply(BigInteger.valueOf(rateMillionths).abs());
        if (rateMillionths >= 0) {
            return exact.add(MILLION).subtract(BigInteger.ONE).divide(MILLION);
        }
        var feeAccount = new BalanceKey(FEE_ACCOUNT, currencyId, Wallet.TRADING.value());
        return exact.divide(MILLION)
                .min(balances.getOrDefault(feeAccount, BigInteger.ZERO))
                .negate();
    }

    private void expectAmount(String what, BigInteger expected, long found) {
        check(
                expected.equals(BigInteger.valueOf(found)),
                () -> "expected " + what + " " + expected + ", found " + found);
    }

    private void expectTrade(Order order, int currencyId, BigInteger amount, BigInteger fee, long billId) {
        expectedPostings.add(new ExpectedPosting(
                order.accountId, currencyId, PostingReason.TRADE.value(), amount, fee, order.id, billId));
    }

    private void expectFee(Order taker, int currencyId, BigInteger fee) {
        if (fee.signum() != 0) {
            expectedPostings.add(new ExpectedPosting(
                    FEE_ACCOUNT, currencyId, PostingReason.FEE.value(), fee, BigInteger.ZERO, taker.id, 0));
        }
    }

    private void expectNoPostingsLeft() {
        check(expectedPostings.isEmpty(), () -> "expected posting " + expectedPostings.getFirst() + ", found none");
        expectedPostings.clear();
    }

    private void posting(PostingDecoder event) {
        check(event.billId() == nextBillId, () -> "expected bill " + nextBillId + ", found " + event.billId());
        nextBillId = event.billId() + 1;
        BigInteger amount = BigInteger.valueOf(event.amountAtoms());
        int reason = event.reasonRaw();
        if (reason == PostingReason.TRADE.value() || reason == PostingReason.FEE.value()) {
            var found = new ExpectedPosting(
                    event.accountId(),
                    event.currencyId(),
                    reason,
                    amount,
                    BigInteger.valueOf(event.feeAtoms()),
                    event.orderId(),
                    reason == PostingReason.FEE.value() ? 0 : event.billId());
            ExpectedPosting expected = expectedPostings.isEmpty() ? null : expectedPostings.removeFirst();
            check(found.equals(expected), () -> "expected posting " + expected + ", found " + found);
        }
        families.posted(event);
        var key = new BalanceKey(event.accountId(), event.currencyId(), event.walletRaw());
        BigInteger balance = balances.getOrDefault(key, BigInteger.ZERO).add(amount);
        balances.put(key, balance);
        postingSums.merge(key.currencyId(), amount, BigInteger::add);
        touchedBalances.add(key);
        expectAmount("balanceAtoms of " + key, balance, event.balanceAtoms());
        check(
                balance.signum() >= 0 || key.accountId() == MINT_ACCOUNT,
                () -> "expected no negative balance, found " + balance + " in " + key);
    }

    private void amended(OrderAmendedDecoder event) {
        expectNoPostingsLeft();
        Order order = openOrders.get(event.orderId());
        if (order == null || !order.rests) {
            violation("expected a resting order to amend, found " + event.orderId());
            return;
        }
        touchLevel(order);
        if (event.keptPriorityRaw() == Flag.YES.value()) {
            check(
                    event.priceTicks() == order.priceTicks && event.quantityLots() <= order.quantity,
                    () -> "expected the same price and no more lots, found " + event.priceTicks() + " and "
                            + event.quantityLots());
        } else {
            leaveLevel(order);
            movingOrders.put(order.id, order);
        }
        order.priceTicks = event.priceTicks();
        order.quantity = event.quantityLots();
        check(order.remainingLots() >= 0, () -> "expected no fewer lots than are filled, found " + order.quantity);
        Instrument instrument = instruments.get(order.instrumentId);
        if (order.rests && instrument != null) {
            hold(order, holdNeeded(instrument, order));
        }
    }

    private void closed(OrderClosedDecoder event) {
        expectNoPostingsLeft();
        Order order = openOrders.remove(event.orderId());
        if (order == null) {
            violation("expected an open order to close, found " + event.orderId());
            return;
        }
        movingOrders.remove(order.id);
        algos.orderClosed(event);
        check(
                order.accountId == event.accountId() && order.instrumentId == event.instrumentId(),
                () -> "expected order " + order.id + " as accepted, found account " + event.accountId());
        check(
                order.filledLots == event.filledLots(),
                () -> "expected " + order.filledLots + " filled lots of " + order.id + ", found " + event.filledLots());
        boolean complete = order.sizedInQuote ? order.filledLots > 0 : order.remainingLots() == 0;
        boolean saysFilled = event.reasonRaw() == CloseReason.FILLED.value();
        check(
                order.sizedInQuote ? !saysFilled || complete : saysFilled == complete,
                () -> "expected FILLED for complete orders only, found " + order.id);
        if (event.reasonRaw() == CloseReason.SELF_TRADE.value()) {
            expectOwnOrderMet(order);
            selfTraded.add(order);
        }
        if (order.rests) {
            touchLevel(order);
            leaveLevel(order);
        }
    }

    /// The order that it met is still open, or was closed for the same reason just before.
    private void expectOwnOrderMet(Order order) {
        check(
                Stream.concat(openOrders.values().stream(), selfTraded.stream()).anyMatch(order::mayMeetOwn),
                () -> "expected an order of account " + order.accountId + " that " + order.id + " met, found none");
    }

    private void leaveLevel(Order order) {
        Instrument instrument = instruments.get(order.instrumentId);
        hold(order, BigInteger.ZERO);
        order.rests = false;
        if (instrument == null) {
            return;
        }
        var levels = instrument.levels(order.side);
        var level = levels.get(order.priceTicks);
        if (level != null) {
            level.remove(order.id);
            if (level.isEmpty()) {
                levels.remove(order.priceTicks);
            }
        }
    }

    private static BigInteger holdNeeded(Instrument instrument, Order order) {
        return order.side == Side.BUY.value()
                ? instrument.notionalUp(order.priceTicks, order.remainingLots())
                : instrument.lotAtoms.multiply(BigInteger.valueOf(order.remainingLots()));
    }

    private void hold(Order order, BigInteger atoms) {
        Instrument instrument = instruments.get(order.instrumentId);
        if (instrument != null) {
            int paidId = order.side == Side.BUY.value() ? instrument.quoteId : instrument.baseId;
            var key = new BalanceKey(order.accountId, paidId, Wallet.TRADING.value());
            holds.merge(key, atoms.subtract(order.hold), BigInteger::add);
            touchedBalances.add(key);
        }
        order.hold = atoms;
    }

    private void touchLevel(Order order) {
        touchedLevels.add(new LevelKey(order.instrumentId, order.side, order.priceTicks));
        touchedInstruments.add(order.instrumentId);
    }

    /// Once the action is over, what was not closed rests at the end of its level.
    private void settle() {
        if (settled) {
            return;
        }
        settled = true;
        expectNoPostingsLeft();
        for (Order order : movingOrders.values()) {
            Instrument instrument = instruments.get(order.instrumentId);
            if (instrument == null) {
                continue;
            }
            check(
                    order.mayRest() && order.remainingLots() > 0,
                    () -> "expected order " + order.id + " to be closed, found it open");
            order.rests = true;
            instrument
                    .levels(order.side)
                    .computeIfAbsent(order.priceTicks, price -> new LinkedHashMap<>())
                    .put(order.id, order);
            touchLevel(order);
            hold(order, holdNeeded(instrument, order));
        }
    }

    private void levelChanged(LevelChangedDecoder event) {
        settle();
        var key = new LevelKey(event.instrumentId(), event.sideRaw(), event.priceTicks());
        check(touchedLevels.remove(key), () -> "expected only touched levels, found " + key);
        Instrument instrument = instruments.get(event.instrumentId());
        if (instrument == null) {
            violation("expected instrument " + event.instrumentId() + ", found no such");
            return;
        }
        var level = instrument.levels(key.side()).getOrDefault(key.priceTicks(), new LinkedHashMap<>());
        BigInteger lots = BigInteger.ZERO;
        for (Order order : level.values()) {
            lots = lots.add(BigInteger.valueOf(order.remainingLots()));
        }
        expectAmount("quantityLots at " + key, lots, event.quantityLots());
        check(
                level.size() == event.orders(),
                () -> "expected " + level.size() + " orders at " + key + ", found " + event.orders());
    }

    private void balanceChanged(BalanceChangedDecoder event) {
        settle();
        var key = new BalanceKey(event.accountId(), event.currencyId(), event.walletRaw());
        check(touchedBalances.remove(key), () -> "expected only touched balances, found " + key);
        BigInteger balance = balances.getOrDefault(key, BigInteger.ZERO);
        BigInteger hold = holds.getOrDefault(key, BigInteger.ZERO);
        expectAmount("balanceAtoms of " + key, balance, event.balanceAtoms());
        expectAmount("holdAtoms of " + key, hold, event.holdAtoms());
        check(
                hold.signum() >= 0 && (hold.compareTo(balance) <= 0 || key.accountId() == MINT_ACCOUNT),
                () -> "expected a hold within the balance " + balance + " of " + key + ", found " + hold);
    }

    private void entryEnds() {
        postingSums.forEach((currencyId, sum) -> check(
                sum.signum() == 0,
                () -> "expected postings of currency " + currencyId + " to sum to zero, found " + sum));
        check(touchedLevels.isEmpty(), () -> "expected LevelChanged of " + touchedLevels + ", found none");
        check(touchedBalances.isEmpty(), () -> "expected BalanceChanged of " + touchedBalances + ", found none");
        lastTradeTicks.forEach((instrumentId, priceTicks) -> {
            Instrument instrument = instruments.get(instrumentId);
            if (instrument != null) {
                instrument.referenceTicks = priceTicks;
            }
        });
        algos.entryEnds(this::referenceTicks);
        families.entryEnds();
        phases.entryEnds();
        for (int instrumentId : touchedInstruments) {
            Instrument instrument = instruments.get(instrumentId);
            if (phases.mayBeCrossed(instrumentId)) {
                continue;
            }
            if (instrument != null && !instrument.bids.isEmpty() && !instrument.asks.isEmpty()) {
                check(
                        instrument.bids.lastKey() < instrument.asks.firstKey(),
                        () -> "expected no crossed book of instrument " + instrumentId + ", found bid "
                                + instrument.bids.lastKey() + " and ask " + instrument.asks.firstKey());
            }
        }
    }

    private void check(boolean holds, Supplier<String> message) {
        if (!holds) {
            violation(message.get());
        }
    }

    private void violation(String message) {
        violationCount++;
        if (violations.size() < VIOLATIONS_MAX) {
            violations.add(new Violation(sequence, message));
        }
    }
}
