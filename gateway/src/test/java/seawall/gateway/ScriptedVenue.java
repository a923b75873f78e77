package seawall.gateway;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import seawall.gateway.auth.Seal;
import seawall.gateway.view.HandWrittenJournal;
import seawall.link.CommandLink;
import seawall.link.JournalEntryHandler;
import seawall.link.JournalReader;
import seawall.wire.codec.AccountCreatedEncoder;
import seawall.wire.codec.AmendAlgoDecoder;
import seawall.wire.codec.ApiKeyCreatedEncoder;
import seawall.wire.codec.BalanceChangedEncoder;
import seawall.wire.codec.CancelAlgoDecoder;
import seawall.wire.codec.CancelAllAfterDecoder;
import seawall.wire.codec.CommandHeaderDecoder;
import seawall.wire.codec.CurrencyCreatedEncoder;
import seawall.wire.codec.EntryPartEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.InstrumentListedEncoder;
import seawall.wire.codec.LevelChangedEncoder;
import seawall.wire.codec.MassCancelDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OrderAcceptedEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceAlgoDecoder;
import seawall.wire.codec.PlaceOrderDecoder;
import seawall.wire.codec.PlaceProtectedOrderDecoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.TransferDecoder;
import seawall.wire.codec.Wallet;

/// A venue that says what the test tells it to: both ends of a gateway, without an engine between them.
final class ScriptedVenue implements CommandLink {
    static final long INCARNATION = 7;
    static final int GATEWAY = 3;

    /// One command as it was offered.
    record Offered(int templateId, long correlationId, long deadlineNanos, UnsafeBuffer bytes) {
        PlaceOrderDecoder place() {
            return new PlaceOrderDecoder().wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder());
        }

        PlaceProtectedOrderDecoder placeProtected() {
            return new PlaceProtectedOrderDecoder().wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder());
        }

        PlaceAlgoDecoder placeAlgo() {
            return new PlaceAlgoDecoder().wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder());
        }

        CancelAlgoDecoder cancelAlgo() {
            return new CancelAlgoDecoder().wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder());
        }

        AmendAlgoDecoder amendAlgo() {
            return new AmendAlgoDecoder().wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder());
        }

        CancelAllAfterDecoder cancelAllAfter() {
            return new CancelAllAfterDecoder().wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder());
        }

        MassCancelDecoder massCancel() {
            return new MassCancelDecoder().wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder());
        }

        TransferDecoder transfer() {
            return new TransferDecoder().wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder());
        }
    }

    final CopyOnWriteArrayList<Offered> offered = new CopyOnWriteArrayList<>();
    final AtomicBoolean isLive = new AtomicBoolean(true);
    volatile Offer next = Offer.TAKEN;
    volatile boolean connected = true;
    private final ConcurrentLinkedQueue<UnsafeBuffer> journal = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Consumer<Offered> engine;
    private long sequence;
    private long nextOrderId = 100_000_000_000_000_001L;

    /// BTC-USDT with ticks of 0.1 and lots of 0.00001, and one account with a key.
    static ScriptedVenue withOneMarket(Seal seal, String apiKey, String secret, String passphrase, String ipList) {
        ScriptedVenue venue = new ScriptedVenue();
        venue.currency(1, "BTC", 8);
        venue.currency(2, "USDT", 6);
        venue.instrument(1, "BTC-USDT");
        venue.account(1_000, "alice");
        venue.apiKey(1_000, apiKey, 3, seal.seal(apiKey, secret, passphrase), ipList);
        return venue;
    }

    /// A pen for entries with any events, which come between those of this script.
    HandWrittenJournal journal() {
        return new HandWrittenJournal((unnumbered, buffer, offset, length) -> append(buffer, length));
    }

    private synchronized void append(DirectBuffer entry, int length) {
        UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, entry, 0, length);
        new EntryPartEncoder().wrap(copy, MessageHeaderEncoder.ENCODED_LENGTH).sequence(++sequence);
        journal.add(copy);
    }

    /// Sequence number of the latest entry.
    synchronized long sequence() {
        return sequence;
    }

    /// Answers every order by accepting it.
    void acceptOrders() {
        engine = command -> {
            if (command.templateId() == PlaceOrderDecoder.TEMPLATE_ID) {
                accept(command);
            } else {
                answer(command, Outcome.ACCEPTED, 0);
            }
        };
    }

    /// Answers every command with this outcome.
    void answerAll(Outcome outcome, long detail) {
        engine = command -> answer(command, outcome, detail);
    }

    /// Answers nothing.
    void fallSilent() {
        engine = null;
    }

    void answer(Offered command, Outcome outcome, long detail) {
        entry(outcome, command.templateId(), command.correlationId(), detail, (buffer, at) -> {});
    }

    private synchronized void accept(Offered command) {
        long orderId = nextOrderId++;
        PlaceOrderDecoder order = command.place();
        entry(Outcome.ACCEPTED, command.templateId(), command.correlationId(), orderId, (buffer, at) -> {
            OrderAcceptedEncoder event = new OrderAcceptedEncoder();
            event.wrapAndApplyHeader(buffer, at[0], new MessageHeaderEncoder())
                    .orderId(orderId)
                    .accountId(order.accountId())
                    .instrumentId(order.instrumentId())
                    .side(order.side())
                    .orderType(OrderType.LIMIT)
                    .sizeUnit(SizeUnit.BASE)
                    .stp(SelfTradePrevention.CANCEL_MAKER)
                    .priceTicks(order.priceTicks())
                    .quantity(order.quantity())
                    .clientOrderId(order.clientOrderId())
                    .tag(order.tag());
            at[0] = event.limit();
        });
    }

    void currency(int id, String code, int scale) {
        entry(Outcome.ACCEPTED, 2, 0, id, (buffer, at) -> {
            CurrencyCreatedEncoder event = new CurrencyCreatedEncoder();
            event.wrapAndApplyHeader(buffer, at[0], new MessageHeaderEncoder())
                    .currencyId(id)
                    .code(code)
                    .scale((short) scale)
                    .balanceAtomsMax(1L << 60);
            at[0] = event.limit();
        });
    }

    void instrument(int id, String name) {
        entry(Outcome.ACCEPTED, 3, 0, id, (buffer, at) -> {
            InstrumentListedEncoder event = new InstrumentListedEncoder();
            event.wrapAndApplyHeader(buffer, at[0], new MessageHeaderEncoder())
                    .instrumentId(id)
                    .name(name)
                    .baseId(1)
                    .quoteId(2)
                    .tickMantissa(1)
                    .tickScale((short) 1)
                    .lotMantissa(1)
                    .lotScale((short) 5)
                    .minLots(2)
                    .maxLimitLots(1_000_000_000)
                    .maxMarketLots(1_000_000)
                    .maxMarketQuoteAtoms(1_000_000_000_000L)
                    .bandMillionths(0)
                    .referencePriceTicks(500_000)
                    .phase(Phase.TRADING);
            at[0] = event.limit();
        });
    }

    void account(int id, String name) {
        entry(Outcome.ACCEPTED, 4, 0, id, (buffer, at) -> {
            AccountCreatedEncoder event = new AccountCreatedEncoder();
            event.wrapAndApplyHeader(buffer, at[0], new MessageHeaderEncoder())
                    .accountId(id)
                    .makerFeeMillionths(800)
                    .takerFeeMillionths(1_000)
                    .name(name);
            at[0] = event.limit();
        });
    }

    void apiKey(int accountId, String key, int permissions, byte[] sealed, String ipList) {
        entry(Outcome.ACCEPTED, 5, 0, 0, (buffer, at) -> {
            ApiKeyCreatedEncoder event = new ApiKeyCreatedEncoder();
            event.wrapAndApplyHeader(buffer, at[0], new MessageHeaderEncoder())
                    .accountId(accountId)
                    .apiKey(key)
                    .permissions((short) permissions)
                    .putSealedSecret(sealed, 0, sealed.length)
                    .putIpList(ipList.getBytes(StandardCharsets.US_ASCII), 0, ipList.length())
                    .putLabel(new byte[0], 0, 0);
            at[0] = event.limit();
        });
    }

    void balance(int accountId, int currencyId, long atoms) {
        entry(Outcome.ACCEPTED, 7, 0, 0, (buffer, at) -> {
            BalanceChangedEncoder event = new BalanceChangedEncoder();
            event.wrapAndApplyHeader(buffer, at[0], new MessageHeaderEncoder())
                    .accountId(accountId)
                    .currencyId(currencyId)
                    .wallet(Wallet.TRADING)
                    .balanceAtoms(atoms)
                    .holdAtoms(0);
            at[0] = event.limit();
        });
    }

    void level(Side side, long priceTicks, long quantityLots, int orders) {
        entry(Outcome.ACCEPTED, 9, 0, 0, (buffer, at) -> {
            LevelChangedEncoder event = new LevelChangedEncoder();
            event.wrapAndApplyHeader(buffer, at[0], new MessageHeaderEncoder())
                    .instrumentId(1)
                    .side(side)
                    .priceTicks(priceTicks)
                    .quantityLots(quantityLots)
                    .orders(orders);
            at[0] = event.limit();
        });
    }

    private synchronized void entry(
            Outcome outcome,
            int templateId,
            long correlationId,
            long detail,
            BiConsumer<MutableDirectBuffer, int[]> events) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1_024);
        EntryPartEncoder entry = new EntryPartEncoder();
        entry.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .sequence(++sequence)
                .timeNanos(1_700_000_000_000_000_000L + sequence * 1_000_000)
                .streamSequence(1)
                .correlationId(correlationId)
                .incarnation(INCARNATION)
                .stateHash(0)
                .detail(detail)
                .gatewayId(correlationId == 0 ? 0 : GATEWAY)
                .part(0)
                .last(Flag.YES)
                .commandTemplateId(templateId)
                .outcome(outcome);
        int[] at = {entry.limit()};
        events.accept(buffer, at);
        UnsafeBuffer copy = new UnsafeBuffer(new byte[at[0]]);
        copy.putBytes(0, buffer, 0, at[0]);
        journal.add(copy);
    }

    JournalReader reader(JournalEntryHandler handler) {
        return new JournalReader() {
            private long delivered;

            @Override
            public int poll(int entriesMax) {
                int count = 0;
                for (UnsafeBuffer entry = journal.poll(); entry != null; entry = journal.poll()) {
                    handler.onEntry(++delivered, entry, 0, entry.capacity());
                    if (++count == entriesMax) {
                        break;
                    }
                }
                return count;
            }

            @Override
            public long sequence() {
                return delivered;
            }

            @Override
            public boolean isLive() {
                return isLive.get();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Offer offer(DirectBuffer command, int offset, int length) {
        Offer verdict = next;
        if (verdict == Offer.TAKEN) {
            UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            copy.putBytes(0, command, offset, length);
            MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(copy, 0);
            CommandHeaderDecoder fields = new CommandHeaderDecoder().wrap(copy, MessageHeaderDecoder.ENCODED_LENGTH);
            Offered taken = new Offered(header.templateId(), fields.correlationId(), fields.deadlineNanos(), copy);
            offered.add(taken);
            Consumer<Offered> answers = engine;
            if (answers != null) {
                answers.accept(taken);
            }
        }
        return verdict;
    }

    @Override
    public void onEntry(DirectBuffer buffer, int offset, int length) {}

    @Override
    public int gatewayId() {
        return GATEWAY;
    }

    @Override
    public long incarnation() {
        return INCARNATION;
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public void close() {}
}
