package seawall.history;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.link.JournalEntryHandler;
import seawall.link.JournalReader;
import seawall.wire.codec.*;
import seawall.wire.codec.SubAccountCreatedEncoder;

/// A journal in memory, encoded by hand, and readers of it.
final class Entries implements JournalSource {
    private static final long FIRST_ID = 100_000_000_000_000_001L;

    private final List<byte[]> entries = new ArrayList<>();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private int length;

    static long id(int n) {
        return FIRST_ID + n;
    }

    int size() {
        return entries.size();
    }

    /// Appends an entry that somebody else encoded.
    void add(byte[] entry) {
        entries.add(entry);
    }

    Entries first(int count) {
        var shorter = new Entries();
        shorter.entries.addAll(entries.subList(0, count));
        return shorter;
    }

    Entries entry(long timeNanos) {
        length = 0;
        var message = new EntryPartEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.sequence(entries.size() + 1)
                .timeNanos(timeNanos)
                .streamSequence(0)
                .correlationId(0)
                .incarnation(0);
        message.stateHash(0)
                .detail(0)
                .gatewayId(0)
                .part(0)
                .last(Flag.YES)
                .commandTemplateId(0)
                .outcome(Outcome.ACCEPTED);
        end(message.encodedLength());
        return this;
    }

    Entries currency(int id, String code, int scale) {
        var message = new CurrencyCreatedEncoder().wrapAndApplyHeader(buffer, length, header);
        message.currencyId(id).code(code).scale((short) scale).balanceAtomsMax(1L << 62);
        return end(message.encodedLength());
    }

    Entries instrument(int id, String name, int base, int quote) {
        var message = new InstrumentListedEncoder().wrapAndApplyHeader(buffer, length, header);
        message.instrumentId(id)
                .name(name)
                .baseId(base)
                .quoteId(quote)
                .tickMantissa(1)
                .tickScale((short) 1);
        message.lotMantissa(1).lotScale((short) 4).minLots(1).maxLimitLots(1000).maxMarketLots(900);
        message.maxMarketQuoteAtoms(800)
                .bandMillionths(0)
                .referencePriceTicks(0)
                .phase(Phase.TRADING);
        return end(message.encodedLength());
    }

    /// An event with variable-length fields, which history steps over.
    Entries apiKey(int account) {
        var message = new ApiKeyCreatedEncoder().wrapAndApplyHeader(buffer, length, header);
        message.accountId(account).apiKey("key").permissions((short) 3);
        message.putSealedSecret(new byte[100], 0, 100)
                .putIpList(new byte[3], 0, 3)
                .putLabel(new byte[7], 0, 7);
        return end(message.encodedLength());
    }

    Entries subAccount(int account, int main, String name, String label) {
        var message = new SubAccountCreatedEncoder().wrapAndApplyHeader(buffer, length, header);
        message.accountId(account).mainAccountId(main).name(name);
        byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
        message.putLabel(bytes, 0, bytes.length);
        return end(message.encodedLength());
    }

    Entries accepted(
            long orderId,
            int account,
            int instrument,
            Side side,
            OrderType type,
            long price,
            long quantity,
            String clientOrderId) {
        var message = new OrderAcceptedEncoder().wrapAndApplyHeader(buffer, length, header);
        message.orderId(orderId)
                .accountId(account)
                .instrumentId(instrument)
                .side(side)
                .orderType(type);
        message.sizeUnit(SizeUnit.BASE)
                .stp(SelfTradePrevention.CANCEL_MAKER)
                .priceTicks(price)
                .quantity(quantity);
        message.clientOrderId(clientOrderId).tag("tag");
        return end(message.encodedLength());
    }

    /// A trade of `quantity` lots whose base amount is 10 and quote amount `price` for each lot; the fees are 2 and -1.
    Entries filled(
            long tradeId,
            int instrument,
            Side takerSide,
            long taker,
            long maker,
            int takerAccount,
            int makerAccount,
            long price,
            long quantity,
            long firstBill) {
        var message = new OrderFilledEncoder().wrapAndApplyHeader(buffer, length, header);
        message.tradeId(tradeId)
                .instrumentId(instrument)
                .takerSide(takerSide)
                .takerOrderId(taker)
                .makerOrderId(maker);
        message.takerAccountId(takerAccount)
                .makerAccountId(makerAccount)
                .priceTicks(price)
                .quantityLots(quantity);
        message.baseAtoms(quantity * 10)
                .quoteAtoms(quantity * price)
                .takerFeeAtoms(2)
                .makerFeeAtoms(-1);
        message.takerFeeMillionths(1000)
                .makerFeeMillionths(-100)
                .takerBillId(firstBill)
                .makerBillId(firstBill + 2);
        return end(message.encodedLength());
    }

    Entries amended(long orderId, int account, int instrument, long price, long quantity) {
        var message = new OrderAmendedEncoder().wrapAndApplyHeader(buffer, length, header);
        message.orderId(orderId)
                .accountId(account)
                .instrumentId(instrument)
                .priceTicks(price)
                .quantityLots(quantity);
        message.keptPriority(Flag.NO).requestId("request");
        return end(message.encodedLength());
    }

    Entries closed(long orderId, int account, int instrument, CloseReason reason, long filled) {
        var message = new OrderClosedEncoder().wrapAndApplyHeader(buffer, length, header);
        message.orderId(orderId)
                .accountId(account)
                .instrumentId(instrument)
                .reason(reason)
                .filledLots(filled);
        return end(message.encodedLength());
    }

    Entries posting(
            long billId,
            int account,
            int currency,
            Wallet wallet,
            PostingReason reason,
            long amount,
            long balance,
            String clientId) {
        return posting(
                billId, account, currency, wallet, reason, Liquidity.NONE, 0, 0, amount, 0, balance, 0, 0, clientId);
    }

    Entries posting(
            long billId,
            int account,
            int currency,
            Wallet wallet,
            PostingReason reason,
            Liquidity liquidity,
            int side,
            int instrument,
            long amount,
            long fee,
            long balance,
            long orderId,
            long tradeId,
            String clientId) {
        var message = new PostingEncoder().wrapAndApplyHeader(buffer, length, header);
        message.billId(billId)
                .accountId(account)
                .currencyId(currency)
                .wallet(wallet)
                .reason(reason)
                .liquidity(liquidity);
        message.side((short) side)
                .instrumentId(instrument)
                .amountAtoms(amount)
                .feeAtoms(fee)
                .balanceAtoms(balance);
        message.orderId(orderId).tradeId(tradeId).clientId(clientId);
        return end(message.encodedLength());
    }

    Entries level(int instrument) {
        var message = new LevelChangedEncoder().wrapAndApplyHeader(buffer, length, header);
        message.instrumentId(instrument)
                .side(Side.BUY)
                .priceTicks(1)
                .quantityLots(2)
                .orders(1);
        return end(message.encodedLength());
    }

    /// Ends the entry.
    Entries done() {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        entries.add(bytes);
        return this;
    }

    private Entries end(int encodedLength) {
        length += MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
        return this;
    }

    @Override
    public JournalReader open(long nextSequence, JournalEntryHandler handler) {
        return new JournalReader() {
            private long sequence = nextSequence - 1;

            @Override
            public int poll(int entriesMax) {
                int polled = 0;
                while (polled < entriesMax && sequence < entries.size()) {
                    byte[] entry = entries.get((int) sequence);
                    // Not at offset 0, as in a real log buffer.
                    var shifted = new UnsafeBuffer(new byte[entry.length + 64]);
                    shifted.putBytes(32, entry);
                    sequence++;
                    polled++;
                    handler.onEntry(sequence, shifted, 32, entry.length);
                }
                return polled;
            }

            @Override
            public long sequence() {
                return sequence;
            }

            @Override
            public boolean isLive() {
                return sequence == entries.size();
            }

            @Override
            public void close() {}
        };
    }

    /// A main account 1000 with two sub-accounts, and money that moves between all three.
    static Entries family() {
        Entries journal = new Entries();
        journal.entry(1)
                .currency(1, "BTC", 8)
                .currency(2, "USDT", 8)
                .subAccount(1001, 1000, "grid", "my \0 bot")
                .subAccount(1002, 1000, "dca", "")
                .done();
        journal.entry(2)
                .posting(id(1), 2, 2, Wallet.TRADING, PostingReason.MINT, -500, -500, "d1")
                .posting(id(2), 1000, 2, Wallet.FUNDING, PostingReason.DEPOSIT, 500, 500, "d1")
                .done();
        journal.entry(3)
                .posting(id(3), 1000, 2, Wallet.FUNDING, PostingReason.TO_SUB_ACCOUNT, -400, 100, "t1")
                .posting(id(4), 1001, 2, Wallet.TRADING, PostingReason.FROM_MAIN_ACCOUNT, 400, 400, "t1")
                .done();
        journal.entry(4)
                .posting(id(5), 1001, 2, Wallet.TRADING, PostingReason.TO_SUB_ACCOUNT, -300, 100, "")
                .posting(id(6), 1002, 2, Wallet.TRADING, PostingReason.FROM_SUB_ACCOUNT, 300, 300, "")
                .done();
        journal.entry(5)
                .posting(id(7), 1002, 2, Wallet.TRADING, PostingReason.TO_MAIN_ACCOUNT, -200, 100, "")
                .posting(id(8), 1000, 2, Wallet.FUNDING, PostingReason.FROM_SUB_ACCOUNT, 200, 300, "")
                .done();
        return journal;
    }

    /// A small market: two currencies, one instrument, two users who deposit, transfer, place, trade, amend and cancel,
    /// over more than an hour, so that every table has rows and every order statement has work in any batch.
    static Entries market(int rounds) {
        var journal = new Entries();
        long second = 1_000_000_000L;
        long time = 1_700_000_000L * second;
        journal.entry(time).currency(1, "BTC", 8).done();
        journal.entry(time).currency(2, "USDT", 8).done();
        journal.entry(time).instrument(1, "BTC-USDT", 1, 2).level(1).done();
        journal.entry(time).apiKey(1000).done();
        int bill = 0;
        int order = 0;
        int trade = 0;
        for (int account = 1000; account <= 1001; account++) {
            time += second;
            journal.entry(time)
                    .posting(id(bill++), 2, 2, Wallet.TRADING, PostingReason.MINT, -500, -500, "d1")
                    .posting(id(bill++), account, 2, Wallet.FUNDING, PostingReason.DEPOSIT, 500, 500, "d1")
                    .done();
            journal.entry(time)
                    .posting(id(bill++), account, 2, Wallet.FUNDING, PostingReason.TRANSFER_OUT, -400, 100, "t1")
                    .posting(id(bill++), account, 2, Wallet.TRADING, PostingReason.TRANSFER_IN, 400, 400, "t1")
                    .done();
        }
        for (int round = 0; round < rounds; round++) {
            time += 700 * second;
            long maker = id(order++);
            long taker = id(order++);
            long price = 100 + round % 7;
            journal.entry(time)
                    .accepted(maker, 1000, 1, Side.SELL, OrderType.LIMIT, price, 10, round % 2 == 0 ? "" : "c" + round)
                    .level(1)
                    .done();
            journal.entry(time + 1).amended(maker, 1000, 1, price + 1, 12).done();
            long firstBill = id(bill);
            bill += 15;
            journal.entry(time + 2 * second)
                    .accepted(taker, 1001, 1, Side.BUY, OrderType.IOC, price + 1, 9, "t" + round)
                    .filled(++trade, 1, Side.BUY, taker, maker, 1001, 1000, price + 1, 4, firstBill)
                    .posting(
                            firstBill,
                            1001,
                            1,
                            Wallet.TRADING,
                            PostingReason.TRADE,
                            Liquidity.TAKER,
                            1,
                            1,
                            38,
                            2,
                            38,
                            taker,
                            trade,
                            "")
                    .posting(
                            firstBill + 1,
                            1001,
                            2,
                            Wallet.TRADING,
                            PostingReason.TRADE,
                            Liquidity.TAKER,
                            1,
                            1,
                            -404,
                            0,
                            1,
                            taker,
                            trade,
                            "")
                    .posting(
                            firstBill + 2,
                            1000,
                            2,
                            Wallet.TRADING,
                            PostingReason.TRADE,
                            Liquidity.MAKER,
                            2,
                            1,
                            405,
                            -1,
                            805,
                            maker,
                            trade,
                            "")
                    .posting(
                            firstBill + 3,
                            1000,
                            1,
                            Wallet.TRADING,
                            PostingReason.TRADE,
                            Liquidity.MAKER,
                            2,
                            1,
                            -40,
                            0,
                            7,
                            maker,
                            trade,
                            "")
                    .posting(
                            firstBill + 4,
                            1,
                            1,
                            Wallet.TRADING,
                            PostingReason.FEE,
                            Liquidity.NONE,
                            0,
                            1,
                            2,
                            0,
                            2,
                            taker,
                            trade,
                            "")
                    .filled(++trade, 1, Side.BUY, taker, maker, 1001, 1000, price + 2, 1, firstBill + 5)
                    .closed(taker, 1001, 1, CloseReason.IOC, 5)
                    .level(1)
                    .done();
            journal.entry(time + 2 * second).done();
            if (round % 3 == 0) {
                journal.entry(time + 3 * second)
                        .closed(maker, 1000, 1, CloseReason.USER, 5)
                        .done();
            } else if (round % 3 == 1) {
                journal.entry(time + 65 * second)
                        .accepted(id(1_000_000 + round), 1001, 1, Side.BUY, OrderType.LIMIT, price, 7, "")
                        .filled(
                                ++trade,
                                1,
                                Side.SELL,
                                maker,
                                id(1_000_000 + round),
                                1000,
                                1001,
                                price - 3,
                                7,
                                firstBill + 10)
                        .closed(id(1_000_000 + round), 1001, 1, CloseReason.FILLED, 7)
                        .closed(maker, 1000, 1, CloseReason.FILLED, 12)
                        .done();
            }
        }
        return journal;
    }
}
