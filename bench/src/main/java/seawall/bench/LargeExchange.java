package seawall.bench;

import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.cluster.EngineReplica;
import seawall.engine.Limits;
import seawall.wire.codec.CancelOrderEncoder;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.CreateAccountEncoder;
import seawall.wire.codec.CreateCurrencyEncoder;
import seawall.wire.codec.DepositEncoder;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.ListInstrumentEncoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OpenStreamEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceOrderEncoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.Wallet;

/// An exchange with as many accounts, orders and instruments as asked for, and the commands that keep it busy. It is
/// driven as a cluster member drives it: bytes in, journal parts out.
final class LargeExchange {
    private static final long FIRST_ORDER_ID = 100_000_000_000_000_001L;
    private static final int FIRST_ACCOUNT_ID = 1000;
    private static final int BASE_CURRENCIES_MAX = 1000;
    private static final long FUNDS_ATOMS = 1L << 40;
    private static final int MID_TICKS = 1_000_000;
    /// Prices of resting orders lie so far from the middle at most, so that no two of them meet.
    private static final int SPREAD_TICKS = 5_000;

    private static final int COMMAND_BYTES_MAX = 512;
    private static final long START_NANOS = 1_700_000_000_000_000_000L;
    /// Of each command that churns, these are pairs of orders that trade; the rest cancels an order and places another.
    private static final int TRADES_IN = 10;

    final EngineReplica replica;
    private final int accounts;
    private final int instruments;
    private final int baseCurrencies;
    private final long[] orderIds;
    private final int[] orderAccounts;
    private final int[] orderInstruments;
    private final SplittableRandom random = new SplittableRandom(20_210_129);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[COMMAND_BYTES_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PlaceOrderEncoder place = new PlaceOrderEncoder();
    private final CancelOrderEncoder cancel = new CancelOrderEncoder();
    private final EntryPartDecoder entry = new EntryPartDecoder();
    private final MessageHeaderDecoder entryHeader = new MessageHeaderDecoder();
    private long streamSequence;
    private long nextOrderId = FIRST_ORDER_ID;
    private long refused;

    /// @param limits with room for all that follows
    LargeExchange(Limits limits, int accounts, int orders, int instruments) {
        this.accounts = accounts;
        this.instruments = instruments;
        baseCurrencies = Math.min(BASE_CURRENCIES_MAX, instruments);
        orderIds = new long[orders];
        orderAccounts = new int[orders];
        orderInstruments = new int[orders];
        replica = new EngineReplica(limits, this::onPart);
    }

    /// Applied so far, all of them accepted.
    long commands() {
        return streamSequence;
    }

    private void onPart(long sequence, int part, boolean last, DirectBuffer from, int offset, int length) {
        entry.wrapAndApplyHeader(from, offset, entryHeader);
        if (entry.outcome() != Outcome.ACCEPTED) {
            refused++;
        }
    }

    /// Creates currencies, instruments and accounts, gives each account money in two currencies, and lets the orders
    /// rest.
    void fill() {
        OpenStreamEncoder open = new OpenStreamEncoder().wrapAndApplyHeader(buffer, 0, header);
        apply(open.header(), open.encodedLength());
        for (int currency = 0; currency <= baseCurrencies; currency++) {
            CreateCurrencyEncoder create = new CreateCurrencyEncoder().wrapAndApplyHeader(buffer, 0, header);
            create.code("C" + currency).scale((short) Economics.CURRENCY_SCALE).balanceAtomsMax(1L << 62);
            apply(create.header(), create.encodedLength());
        }
        for (int instrument = 0; instrument < instruments; instrument++) {
            list(instrument);
        }
        for (int account = 0; account < accounts; account++) {
            CreateAccountEncoder create = new CreateAccountEncoder().wrapAndApplyHeader(buffer, 0, header);
            create.name("user-" + account)
                    .makerFeeMillionths(Economics.MAKER_FEE_MILLIONTHS)
                    .takerFeeMillionths(Economics.TAKER_FEE_MILLIONTHS);
            apply(create.header(), create.encodedLength());
            deposit(account, 0);
            deposit(account, baseOf(account % instruments));
        }
        for (int order = 0; order < orderIds.length; order++) {
            rest(order, order % accounts);
        }
    }

    /// Cancels and places, and trades now and then; accounts and orders are picked at random.
    void churn(int commands) {
        long end = streamSequence + commands;
        while (streamSequence < end) {
            if (random.nextInt(TRADES_IN) == 0) {
                trade();
            } else {
                int order = random.nextInt(orderIds.length);
                cancel.wrapAndApplyHeader(buffer, 0, header)
                        .accountId(FIRST_ACCOUNT_ID + orderAccounts[order])
                        .instrumentId(1 + orderInstruments[order])
                        .orderId(orderIds[order])
                        .clientOrderId("");
                apply(cancel.header(), cancel.encodedLength());
                rest(order, random.nextInt(accounts));
            }
        }
        if (refused > 0) {
            throw new IllegalStateException("expected every command to be accepted, " + refused + " were not");
        }
    }

    private void list(int instrument) {
        ListInstrumentEncoder list = new ListInstrumentEncoder().wrapAndApplyHeader(buffer, 0, header);
        list.name("I" + instrument)
                .baseCurrency("C" + baseOf(instrument))
                .quoteCurrency("C0")
                .tickMantissa(1)
                .tickScale((short) Economics.TICK_SCALE);
        list.lotMantissa(1).lotScale((short) Economics.LOT_SCALE).minLots(1);
        list.maxLimitLots(1L << 40).maxMarketLots(1L << 40).maxMarketQuoteAtoms(1L << 60);
        list.bandMillionths(0).referencePriceTicks(0).phase(Phase.TRADING);
        apply(list.header(), list.encodedLength());
    }

    private void deposit(int account, int currency) {
        DepositEncoder deposit = new DepositEncoder().wrapAndApplyHeader(buffer, 0, header);
        deposit.accountId(FIRST_ACCOUNT_ID + account)
                .wallet(Wallet.TRADING)
                .currencyId(1 + currency)
                .amountAtoms(FUNDS_ATOMS)
                .clientId("deposit-" + currency);
        apply(deposit.header(), deposit.encodedLength());
    }

    private int baseOf(int instrument) {
        return 1 + instrument % baseCurrencies;
    }

    private void rest(int order, int account) {
        int instrument = account % instruments;
        boolean buys = random.nextBoolean();
        int away = 1 + random.nextInt(SPREAD_TICKS);
        orderIds[order] = place(account, instrument, buys, MID_TICKS + (buys ? -away : away));
        orderAccounts[order] = account;
        orderInstruments[order] = instrument;
    }

    /// Two orders at the middle of one instrument, which leave nothing behind.
    private void trade() {
        int instrument = random.nextInt(Math.min(instruments, accounts / 2));
        int seller = instrument;
        int buyer = instrument + instruments * (1 + random.nextInt(Math.max(1, accounts / instruments - 1)));
        place(seller, instrument, false, MID_TICKS);
        place(buyer < accounts ? buyer : accounts - 1, instrument, true, MID_TICKS);
    }

    private long place(int account, int instrument, boolean buys, long priceTicks) {
        place.wrapAndApplyHeader(buffer, 0, header)
                .accountId(FIRST_ACCOUNT_ID + account)
                .instrumentId(1 + instrument)
                .side(buys ? Side.BUY : Side.SELL)
                .orderType(OrderType.LIMIT)
                .sizeUnit(SizeUnit.BASE)
                .stp(SelfTradePrevention.CANCEL_MAKER)
                .banAmend(Flag.NO)
                .clampPrice(Flag.NO)
                .priceTicks(priceTicks)
                .quantity(1)
                .clientOrderId("")
                .tag("");
        apply(place.header(), place.encodedLength());
        return nextOrderId++;
    }

    private void apply(CommandHeaderEncoder command, int blockLength) {
        command.gatewayId(1)
                .incarnation(1)
                .streamSequence(streamSequence)
                .correlationId(streamSequence)
                .deadlineNanos(0);
        streamSequence++;
        replica.onCommand(
                START_NANOS + streamSequence * 1_000, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + blockLength);
    }
}
