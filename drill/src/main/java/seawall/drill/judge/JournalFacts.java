package seawall.drill.judge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import seawall.wire.EventReader;
import seawall.wire.codec.BalanceChangedDecoder;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.CurrencyCreatedDecoder;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.InstrumentListedDecoder;
import seawall.wire.codec.LevelChangedDecoder;
import seawall.wire.codec.OrderAcceptedDecoder;
import seawall.wire.codec.OrderAmendedDecoder;
import seawall.wire.codec.OrderClosedDecoder;
import seawall.wire.codec.OrderFilledDecoder;
import seawall.wire.codec.PostingDecoder;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.Side;
import seawall.wire.codec.Wallet;

/// What one journal says happened, in the terms in which clients speak.
final class JournalFacts {
    /// An order as it was after an entry that changed it.
    ///
    /// @param closed empty while it is open
    record State(long sequence, BigDecimal price, BigDecimal size, BigDecimal filled, String closed) {}

    /// An order from its first state to its last.
    static final class Order {
        final long id;
        final int accountId;
        final String name;
        final Instrument instrument;
        final List<State> states = new ArrayList<>();
        int closings;

        private long priceTicks;
        private long quantity;
        private long filledLots;

        Order(long id, int accountId, String name, Instrument instrument, long priceTicks, long quantity) {
            this.id = id;
            this.accountId = accountId;
            this.name = name;
            this.instrument = instrument;
            this.priceTicks = priceTicks;
            this.quantity = quantity;
        }

        void note(long sequence, String closed) {
            states.add(new State(
                    sequence,
                    instrument.price(priceTicks),
                    instrument.size(quantity),
                    instrument.size(filledLots),
                    closed));
        }

        State last() {
            return states.getLast();
        }
    }

    /// What is needed to read ticks and lots.
    record Instrument(String name, BigDecimal tick, BigDecimal lot) {
        BigDecimal price(long ticks) {
            return tick.multiply(BigDecimal.valueOf(ticks)).stripTrailingZeros();
        }

        BigDecimal size(long lots) {
            return lot.multiply(BigDecimal.valueOf(lots)).stripTrailingZeros();
        }
    }

    /// A price level as it was after an entry.
    record Level(long sequence, boolean isAsk, BigDecimal price, BigDecimal size, int orders) {}

    /// A balance of a trading wallet as it was after an entry.
    record Balance(long sequence, BigDecimal cash, BigDecimal hold) {}

    private record Currency(String code, int scale) {
        BigDecimal amount(long atoms) {
            return BigDecimal.valueOf(atoms, scale).stripTrailingZeros();
        }
    }

    final Map<Long, Order> orders = new HashMap<>();
    /// By account and client order id; more than one is a finding.
    final Map<String, List<Order>> ordersByName = new HashMap<>();

    /// Sequence numbers of the transfers out of a wallet, by account and client id.
    final Map<String, List<Long>> transfers = new HashMap<>();
    /// By account and request id.
    final Map<String, Integer> amendments = new HashMap<>();

    final Map<String, List<Level>> levels = new HashMap<>();
    final Map<String, List<Balance>> balances = new HashMap<>();
    /// Hash of the state after an entry, by its sequence number.
    final TreeMap<Long, Long> hashes = new TreeMap<>();

    final List<Finding> findings = new ArrayList<>();

    private final Map<Integer, Instrument> instruments = new HashMap<>();
    private final Map<Integer, Currency> currencies = new HashMap<>();
    private final EventReader events = new EventReader();
    private final EntryPartDecoder head = new EntryPartDecoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer();
    private long sequence;

    JournalFacts(List<byte[]> entries) {
        for (byte[] entry : entries) {
            buffer.wrap(entry);
            onEntry(buffer, entry.length);
        }
    }

    static String key(int accountId, String name) {
        return accountId + " " + name;
    }

    private void onEntry(DirectBuffer entry, int length) {
        events.wrap(entry, 0, length);
        var sums = new HashMap<Integer, Long>();
        while (events.next()) {
            switch (events.templateId()) {
                case EntryPartDecoder.TEMPLATE_ID -> onHead();
                case CurrencyCreatedDecoder.TEMPLATE_ID -> onCurrency();
                case InstrumentListedDecoder.TEMPLATE_ID -> onInstrument();
                case OrderAcceptedDecoder.TEMPLATE_ID -> onAccepted();
                case OrderFilledDecoder.TEMPLATE_ID -> onFilled();
                case OrderAmendedDecoder.TEMPLATE_ID -> onAmended();
                case OrderClosedDecoder.TEMPLATE_ID -> onClosed();
                case LevelChangedDecoder.TEMPLATE_ID -> onLevel();
                case PostingDecoder.TEMPLATE_ID -> onPosting(sums);
                case BalanceChangedDecoder.TEMPLATE_ID -> onBalance();
                default -> {
                    // Says nothing about what the drill's clients ask for.
                }
            }
        }
        sums.forEach((currencyId, sum) -> {
            if (sum != 0) {
                findings.add(new Finding(
                        Finding.Law.CONSERVATION,
                        "the postings of entry " + sequence + " leave " + sum + " atoms of currency " + currencyId));
            }
        });
    }

    private void onHead() {
        head.wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        if (head.sequence() != sequence + 1) {
            findings.add(
                    new Finding(Finding.Law.EQUAL_JOURNALS, "entry " + head.sequence() + " follows entry " + sequence));
        }
        sequence = head.sequence();
        hashes.put(sequence, head.stateHash());
    }

    private void onCurrency() {
        var event = new CurrencyCreatedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        currencies.put(event.currencyId(), new Currency(event.code(), event.scale()));
    }

    private void onInstrument() {
        var event = new InstrumentListedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        instruments.put(
                event.instrumentId(),
                new Instrument(
                        event.name(),
                        BigDecimal.valueOf(event.tickMantissa(), event.tickScale()),
                        BigDecimal.valueOf(event.lotMantissa(), event.lotScale())));
    }

    private Instrument instrument(int id) {
        Instrument instrument = instruments.get(id);
        if (instrument == null) {
            throw new IllegalStateException(
                    "entry " + sequence + " names instrument " + id + ", which was never listed");
        }
        return instrument;
    }

    private void onAccepted() {
        var event = new OrderAcceptedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        var order = new Order(
                event.orderId(),
                event.accountId(),
                event.clientOrderId(),
                instrument(event.instrumentId()),
                event.priceTicks(),
                event.quantity());
        if (orders.put(order.id, order) != null) {
            findings.add(new Finding(Finding.Law.AT_MOST_ONCE, "order " + order.id + " is accepted twice"));
        }
        ordersByName
                .computeIfAbsent(key(order.accountId, order.name), name -> new ArrayList<>())
                .add(order);
        order.note(sequence, "");
    }

    private void onFilled() {
        var event =
                new OrderFilledDecoder().wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        onFilled(event.takerOrderId(), event.quantityLots());
        onFilled(event.makerOrderId(), event.quantityLots());
    }

    private void onFilled(long orderId, long lots) {
        Order order = order(orderId);
        if (order != null) {
            order.filledLots += lots;
            order.note(sequence, "");
        }
    }

    private void onAmended() {
        var event = new OrderAmendedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        Order order = order(event.orderId());
        if (order != null) {
            order.priceTicks = event.priceTicks();
            order.quantity = event.quantityLots();
            order.note(sequence, "");
            amendments.merge(key(order.accountId, event.requestId()), 1, Integer::sum);
        }
    }

    private void onClosed() {
        var event =
                new OrderClosedDecoder().wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        Order order = order(event.orderId());
        if (order != null) {
            order.closings++;
            order.note(sequence, event.reason() == CloseReason.FILLED ? "filled" : "canceled");
            if (order.closings > 1) {
                findings.add(new Finding(Finding.Law.AT_MOST_ONCE, "order " + order.id + " is closed twice"));
            }
        }
    }

    private @Nullable Order order(long id) {
        Order order = orders.get(id);
        if (order == null) {
            findings.add(new Finding(
                    Finding.Law.NOTHING_LOST, "entry " + sequence + " is about order " + id + ", which nobody placed"));
        }
        return order;
    }

    private void onLevel() {
        var event = new LevelChangedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        Instrument instrument = instrument(event.instrumentId());
        levels.computeIfAbsent(instrument.name(), name -> new ArrayList<>())
                .add(new Level(
                        sequence,
                        event.side() == Side.SELL,
                        instrument.price(event.priceTicks()),
                        instrument.size(event.quantityLots()),
                        event.orders()));
    }

    private void onPosting(Map<Integer, Long> sums) {
        var event = new PostingDecoder().wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        sums.merge(event.currencyId(), event.amountAtoms(), Long::sum);
        if (event.reason() == PostingReason.TRANSFER_OUT && !event.clientId().isEmpty()) {
            transfers
                    .computeIfAbsent(key(event.accountId(), event.clientId()), name -> new ArrayList<>())
                    .add(sequence);
        }
    }

    private void onBalance() {
        var event = new BalanceChangedDecoder()
                .wrap(events.buffer(), events.offset(), events.blockLength(), events.version());
        Currency currency = currencies.get(event.currencyId());
        if (currency != null && event.wallet() == Wallet.TRADING) {
            balances.computeIfAbsent(key(event.accountId(), currency.code()), name -> new ArrayList<>())
                    .add(new Balance(
                            sequence, currency.amount(event.balanceAtoms()), currency.amount(event.holdAtoms())));
        }
    }

    /// Last entry.
    long sequence() {
        return sequence;
    }
}
