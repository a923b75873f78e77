package seawall.simulation.recorded;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;
import seawall.cluster.EngineReplica;
import seawall.cluster.EntryPartSink;
import seawall.engine.Limits;
import seawall.engine.StateRecord;
import seawall.simulation.JournalChecker;
import seawall.wire.EventReader;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.LevelChangedDecoder;
import seawall.wire.codec.OrderAcceptedDecoder;
import seawall.wire.codec.OrderAmendedDecoder;
import seawall.wire.codec.OrderClosedDecoder;
import seawall.wire.codec.OrderFilledDecoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Side;
import seawall.wire.codec.UncrossingStartedDecoder;

/// The real engine as a member drives it, with one instrument, one account for all buyers and one for all sellers:
/// commands go in as bytes, and everything that is known here of orders, fills and levels is read from the journal that
/// comes out, which is audited at the same time. One thread.
final class MemberExchange {
    static final int INSTRUMENT_ID = 1;

    private static final int BUYER = Limits.USER_ACCOUNT_ID_MIN;
    private static final int SELLER = Limits.USER_ACCOUNT_ID_MIN + 1;
    private static final int BASE = 1;
    private static final int QUOTE = 2;
    /// Enough for every order of a recording at once, and four times this may exist.
    private static final long FUNDS_ATOMS = 1L << 60;
    /// Orders that one taker of a recording may meet.
    private static final int MAKERS_PER_TAKER_MAX = 10_000;
    private static final int FOLLOW_UPS_MAX = 100;

    /// A maker meets a taker once.
    ///
    /// @param taker         the recording's id of the younger order
    /// @param maker         the recording's id of the older order
    /// @param takerLeftLots what is left of the taker behind it
    /// @param makerLeftLots what is left of the maker behind it
    record Fill(long taker, long maker, long priceTicks, long lots, long takerLeftLots, long makerLeftLots) {}

    /// All orders at a price.
    record Level(long lots, int orders) {
        static final Level NONE = new Level(0, 0);
    }

    /// A level before and after a command.
    record LevelChange(Side side, long priceTicks, Level before, Level after) {}

    /// The price of an uncrossing and the lots that can trade at it.
    record Uncrossing(long priceTicks, long lots) {}

    /// Where an order stands in the engine's own state.
    record Place(long recordedId, Side side, long priceTicks, long leftLots, long priority) {}

    private final EngineReplica member = new EngineReplica(limits(), this::onPart);
    private final MemberCommands commands = new MemberCommands(this::onCommand);
    private final JournalChecker checker = new JournalChecker();
    private final ExpandableArrayBuffer entry = new ExpandableArrayBuffer(EntryPartSink.PART_BYTES_MAX);
    private final EventReader events = new EventReader();
    private final Map<Long, OurOrder> open = new HashMap<>();
    private final Map<Long, OurOrder> byRecordedId = new HashMap<>();
    private final TreeMap<Long, Level> bids = new TreeMap<>();
    private final TreeMap<Long, Level> asks = new TreeMap<>();
    private final List<Fill> fills = new ArrayList<>();
    private final List<LevelChange> levelChanges = new ArrayList<>();
    private final EntryPartDecoder part = new EntryPartDecoder();
    private final OrderAcceptedDecoder accepted = new OrderAcceptedDecoder();
    private final OrderFilledDecoder filled = new OrderFilledDecoder();
    private final OrderAmendedDecoder amended = new OrderAmendedDecoder();
    private final OrderClosedDecoder closed = new OrderClosedDecoder();
    private final LevelChangedDecoder levelChanged = new LevelChangedDecoder();
    private final UncrossingStartedDecoder uncrossingStarted = new UncrossingStartedDecoder();
    private @Nullable Uncrossing uncrossing;
    private Outcome outcome = Outcome.NULL_VAL;
    private boolean outcomeIsNext;
    private int entryLength;
    private long timeNanos;
    private long commandCount;
    private long recordedIdOfCommand;

    /// An exchange whose instrument is in a phase.
    ///
    /// @param tickScale decimals of a tick, which is one atom of the quote currency
    /// @param lotScale  decimals of a lot, which is one atom of the base currency
    MemberExchange(int tickScale, int lotScale, Phase phase) {
        commands.openStream();
        commands.createCurrency("BASE", lotScale);
        commands.createCurrency("QUOTE", tickScale);
        commands.listInstrument(tickScale, lotScale, phase);
        requireAccepted("the instrument");
        commands.createAccount("buyers");
        commands.createAccount("sellers");
        commands.deposit(BUYER, QUOTE, FUNDS_ATOMS);
        requireAccepted("the money of the buyers");
        commands.deposit(SELLER, BASE, FUNDS_ATOMS);
        requireAccepted("the money of the sellers");
    }

    private static Limits limits() {
        return new Limits(
                RecordedBook.ORDERS_MAX,
                1 << 16,
                1 << 16,
                MAKERS_PER_TAKER_MAX,
                2,
                1,
                1,
                1,
                2,
                1,
                2,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                FOLLOW_UPS_MAX,
                1);
    }

    /// Commands from now on are of this time.
    void at(long nanos) {
        timeNanos = Math.max(timeNanos, nanos);
    }

    /// Places an order under the recording's id.
    void place(long recordedId, Side side, OrderType type, long priceTicks, long lots) {
        recordedIdOfCommand = recordedId;
        commands.placeOrder(account(side), side, type, priceTicks, lots);
        requireAccepted("an order of " + lots + " lots at " + priceTicks);
    }

    /// Cancels what is open under the recording's id.
    void cancel(OurOrder order) {
        commands.cancelOrder(account(order.side), order.orderId);
        requireAccepted("the cancel of " + order);
    }

    /// Changes price and quantity left.
    ///
    /// @return whether the engine takes an amendment now
    boolean amend(OurOrder order, long priceTicks, long leftLots) {
        commands.amendOrder(account(order.side), order.orderId, priceTicks, order.filledLots + leftLots);
        if (outcome == Outcome.AMEND_FORBIDDEN) {
            return false;
        }
        requireAccepted("the amendment of " + order);
        return true;
    }

    void setPhase(Phase phase) {
        commands.setPhase(phase);
        requireAccepted("phase " + phase);
    }

    /// The latest order of a recorded id that is still open; null when there is none.
    @Nullable
    OurOrder order(long recordedId) {
        return byRecordedId.get(recordedId);
    }

    /// Cancels every open order of a recorded id; hidden quantity makes more than one of them.
    void cancelAll(long recordedId) {
        for (OurOrder order : List.copyOf(open.values())) {
            if (order.recordedId == recordedId) {
                cancel(order);
            }
        }
    }

    int openOrders() {
        return open.size();
    }

    /// The fills of the latest command, its follow-ups included.
    List<Fill> fills() {
        return List.copyOf(fills);
    }

    /// The levels that the latest command changed.
    List<LevelChange> levelChanges() {
        return List.copyOf(levelChanges);
    }

    /// The first uncrossing of the latest command; null when there was none.
    @Nullable
    Uncrossing uncrossing() {
        return uncrossing;
    }

    Level level(Side side, long priceTicks) {
        return side(side).getOrDefault(priceTicks, Level.NONE);
    }

    /// All levels of a side, by price.
    TreeMap<Long, Level> levels(Side side) {
        return new TreeMap<>(side(side));
    }

    /// Best price, 0 when nothing rests.
    long bestTicks(Side side) {
        TreeMap<Long, Level> levels = side(side);
        return levels.isEmpty() ? 0 : side == Side.BUY ? levels.lastKey() : levels.firstKey();
    }

    long commandCount() {
        return commandCount;
    }

    /// What is wrong with the journal by itself.
    List<JournalChecker.Violation> violations() {
        return checker.violations();
    }

    /// All open orders from the engine's own state, in the sequence in which they would trade within their price.
    List<Place> places() {
        List<Place> places = new ArrayList<>();
        member.writeState((kind, fields, fieldCount, bytes) -> {
            if (kind == StateRecord.ORDER) {
                places.add(place(fields));
            }
            return false;
        });
        places.sort(Comparator.comparing(Place::side)
                .thenComparingLong(Place::priceTicks)
                .thenComparingLong(Place::priority));
        return places;
    }

    /// Fields of an order in the engine's state: its id, then 3 side, 6 price, 7 quantity, 8 filled, 10 priority.
    private Place place(long[] fields) {
        OurOrder order = require(fields[0]);
        Side side = Side.get((short) fields[3]);
        return new Place(order.recordedId, side, fields[6], fields[7] - fields[8], fields[10]);
    }

    private void onCommand(MutableDirectBuffer buffer, int length) {
        commandCount++;
        fills.clear();
        levelChanges.clear();
        uncrossing = null;
        outcomeIsNext = true;
        member.onCommand(timeNanos, buffer, 0, length);
    }

    private void onPart(long sequence, int partIndex, boolean last, DirectBuffer buffer, int offset, int length) {
        events.wrap(buffer, offset, length);
        if (!events.next()) {
            throw new IllegalStateException("expected an entry part " + sequence + ", found nothing");
        }
        if (outcomeIsNext) {
            outcome = part.wrap(buffer, events.offset(), events.blockLength(), events.version())
                    .outcome();
            outcomeIsNext = false;
        }
        int headerLength = partIndex == 0 ? 0 : events.length();
        entryLength = partIndex == 0 ? 0 : entryLength;
        entry.putBytes(entryLength, buffer, offset + headerLength, length - headerLength);
        entryLength += length - headerLength;
        while (events.next()) {
            onEvent();
        }
        if (last) {
            checker.onEntry(entry, 0, entryLength);
        }
    }

    private void onEvent() {
        DirectBuffer buffer = events.buffer();
        int offset = events.offset();
        int block = events.blockLength();
        int version = events.version();
        switch (events.templateId()) {
            case OrderAcceptedDecoder.TEMPLATE_ID -> onAccepted(accepted.wrap(buffer, offset, block, version));
            case OrderFilledDecoder.TEMPLATE_ID -> onFilled(filled.wrap(buffer, offset, block, version));
            case OrderAmendedDecoder.TEMPLATE_ID -> {
                OurOrder order =
                        require(amended.wrap(buffer, offset, block, version).orderId());
                order.priceTicks = amended.priceTicks();
                order.quantityLots = amended.quantityLots();
            }
            case OrderClosedDecoder.TEMPLATE_ID -> {
                OurOrder order =
                        require(closed.wrap(buffer, offset, block, version).orderId());
                open.remove(order.orderId);
                byRecordedId.remove(order.recordedId, order);
            }
            case LevelChangedDecoder.TEMPLATE_ID -> onLevel(levelChanged.wrap(buffer, offset, block, version));
            case UncrossingStartedDecoder.TEMPLATE_ID -> {
                uncrossingStarted.wrap(buffer, offset, block, version);
                if (uncrossing == null) {
                    uncrossing = new Uncrossing(uncrossingStarted.priceTicks(), uncrossingStarted.quantityLots());
                }
            }
            default -> {
                // Money, phases and price limits are the checker's.
            }
        }
    }

    private void onAccepted(OrderAcceptedDecoder event) {
        var order =
                new OurOrder(event.orderId(), recordedIdOfCommand, event.side(), event.priceTicks(), event.quantity());
        open.put(order.orderId, order);
        byRecordedId.put(order.recordedId, order);
    }

    private void onFilled(OrderFilledDecoder event) {
        OurOrder taker = require(event.takerOrderId());
        OurOrder maker = require(event.makerOrderId());
        long lots = event.quantityLots();
        taker.filledLots += lots;
        maker.filledLots += lots;
        fills.add(new Fill(
                taker.recordedId, maker.recordedId, event.priceTicks(), lots, taker.leftLots(), maker.leftLots()));
    }

    private void onLevel(LevelChangedDecoder event) {
        TreeMap<Long, Level> levels = side(event.side());
        long priceTicks = event.priceTicks();
        var after = new Level(event.quantityLots(), event.orders());
        Level before = after.lots() == 0 ? levels.remove(priceTicks) : levels.put(priceTicks, after);
        levelChanges.add(new LevelChange(event.side(), priceTicks, before == null ? Level.NONE : before, after));
    }

    private OurOrder require(long orderId) {
        OurOrder order = open.get(orderId);
        if (order == null) {
            throw new IllegalStateException("expected an open order " + orderId + ", found none");
        }
        return order;
    }

    private void requireAccepted(String command) {
        if (outcome != Outcome.ACCEPTED) {
            throw new IllegalStateException("expected the engine to accept " + command + ", found " + outcome);
        }
    }

    private TreeMap<Long, Level> side(Side side) {
        return side == Side.BUY ? bids : asks;
    }

    private static int account(Side side) {
        return side == Side.BUY ? BUYER : SELLER;
    }
}
