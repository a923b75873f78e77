package seawall.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.cluster.EngineReplica;
import seawall.engine.Limits;
import seawall.wire.EventReader;
import seawall.wire.codec.*;

/// The books of history against the books of the engine that wrote the journal.
final class ReconciliationTest {
    private static final int COMMANDS = 4_000;
    private static final int ACCOUNTS = 5;
    private static final int FIRST_ACCOUNT = 1000;

    @TempDir
    static Path directory;

    @Test
    void history_agrees_with_the_engine_on_every_balance_order_and_fill() {
        for (long seed : new long[] {1, 2, System.nanoTime()}) {
            System.out.println("reconciliation seed " + seed);
            var exchange = new Exchange(seed);
            exchange.run();
            Map<String, String> expected = exchange.books();
            assertThat(expected.keySet().stream().filter(key -> key.startsWith("balance")))
                    .as("seed " + seed)
                    .hasSizeGreaterThan(ACCOUNTS);
            assertThat(exchange.trades).as("trades of seed " + seed).isGreaterThan(200);
            assertThat(exchange.amends).as("amends of seed " + seed).isGreaterThan(20);
            HistoryConfig.Store store = HistoryConfig.sqlite(directory.resolve("books-" + seed + ".db"))
                    .store();
            var source = Database.source(store);
            Database.migrate(source);
            Jdbi jdbi = Jdbi.create(source);
            Databases.follow(jdbi, exchange.journal, Databases.config(store, 137));
            assertEquals(expected, jdbi.withHandle(ReconciliationTest::books), "seed " + seed);
            // One atom too much anywhere must show, or the comparison above proves nothing.
            jdbi.useHandle(handle -> handle.execute(
                    "UPDATE bills SET amount_atoms = amount_atoms + 1 WHERE bill_id = (SELECT MIN(bill_id)"
                            + " FROM bills)"));
            assertNotEquals(expected, jdbi.withHandle(ReconciliationTest::books), "seed " + seed);
        }
    }

    /// What the tables say, one line for each balance, order and fill.
    private static Map<String, String> books(Handle handle) {
        var books = new TreeMap<String, String>();
        handle.createQuery("""
            SELECT account_id, currency_id, wallet, SUM(amount_atoms) FROM bills
            GROUP BY account_id, currency_id, wallet
            """)
                .map((row, context) ->
                        books.put(balanceKey(row.getInt(1), row.getInt(2), row.getInt(3)), "atoms " + row.getLong(4)))
                .list();
        handle.createQuery("""
            SELECT order_id, account_id, side, price_ticks, quantity, filled_lots, filled_quote_atoms,
                fee_atoms, close_reason FROM orders
            """)
                .map((row, context) -> {
                    var order = new Order();
                    order.accountId = row.getInt(2);
                    order.side = row.getInt(3);
                    order.priceTicks = row.getLong(4);
                    order.quantity = row.getLong(5);
                    order.filledLots = row.getLong(6);
                    order.quoteAtoms = row.getLong(7);
                    order.feeAtoms = row.getLong(8);
                    order.closeReason = row.getInt(9);
                    return books.put("order " + row.getLong(1), order.toString());
                })
                .list();
        handle.createQuery("SELECT bill_id, order_id, trade_id, price_ticks, quantity_lots, fee_atoms FROM fills")
                .map((row, context) -> books.put(
                        "fill " + row.getLong(1),
                        fill(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6))))
                .list();
        return books;
    }

    private static String balanceKey(int accountId, int currencyId, int wallet) {
        return "balance " + accountId + " " + currencyId + " " + wallet;
    }

    private static String fill(long orderId, long tradeId, long priceTicks, long lots, long feeAtoms) {
        return "order " + orderId + " trade " + tradeId + " " + priceTicks + " x " + lots + " fee " + feeAtoms;
    }

    private static final class Order {
        private int accountId;
        private int side;
        private long priceTicks;
        private long quantity;
        private long filledLots;
        private long quoteAtoms;
        private long feeAtoms;
        private int closeReason = OrderRow.OPEN;

        void fill(long lots, long atoms, long fee) {
            filledLots += lots;
            quoteAtoms += atoms;
            feeAtoms += fee;
        }

        @Override
        public String toString() {
            return "account " + accountId + " side " + side + " " + priceTicks + " x " + quantity + " filled "
                    + filledLots + " for " + quoteAtoms + " fee " + feeAtoms + " closed " + closeReason;
        }
    }

    /// An engine under seeded commands, its journal, and books kept from the states that the engine reports: the
    /// balances are its own, never a sum of postings.
    private static final class Exchange {
        private final Entries journal = new Entries();
        private final Random random;
        private final EngineReplica engine;
        private final ExpandableArrayBuffer command = new ExpandableArrayBuffer();
        private final MessageHeaderEncoder header = new MessageHeaderEncoder();
        private final EventReader events = new EventReader();
        private final Map<Long, Order> orders = new TreeMap<>();
        private final Map<String, String> books = new TreeMap<>();
        private long streamSequence;
        private long timeNanos = 1_700_000_000_000_000_000L;
        private int trades;
        private int amends;

        Exchange(long seed) {
            random = new Random(seed);
            engine = new EngineReplica(
                    new Limits(1 << 10, 200, 200, 100, 10, 10, 5, 4, 4, 4, 64, 16, 4, 4, 64, 16, 16, 16, 16, 4),
                    (sequence, part, last, buffer, offset, length) -> {
                        // Entries of these limits have one part; joining parts is the link's business.
                        assertEquals(0, part);
                        byte[] bytes = new byte[length];
                        buffer.getBytes(offset, bytes);
                        journal.add(bytes);
                        keep(bytes);
                    });
        }

        Map<String, String> books() {
            var all = new TreeMap<>(books);
            orders.forEach((id, order) -> all.put("order " + id, order.toString()));
            return all;
        }

        void run() {
            var open = new OpenStreamEncoder().wrapAndApplyHeader(command, 0, header);
            open.header()
                    .streamSequence(0)
                    .correlationId(0)
                    .incarnation(1)
                    .deadlineNanos(0)
                    .gatewayId(1);
            apply(open.encodedLength());
            for (String code : new String[] {"BTC", "USDT"}) {
                var currency = new CreateCurrencyEncoder().wrapAndApplyHeader(command, 0, header);
                number(currency.header());
                currency.code(code).scale((short) 8).balanceAtomsMax(1L << 60);
                apply(currency.encodedLength());
            }
            var instrument = new ListInstrumentEncoder().wrapAndApplyHeader(command, 0, header);
            number(instrument.header());
            instrument.name("BTC-USDT").baseCurrency("BTC").quoteCurrency("USDT");
            instrument.tickMantissa(1).tickScale((short) 1).lotMantissa(1).lotScale((short) 6);
            instrument
                    .minLots(1)
                    .maxLimitLots(1_000_000)
                    .maxMarketLots(1_000_000)
                    .maxMarketQuoteAtoms(1L << 50);
            instrument.bandMillionths(0).referencePriceTicks(0).phase(Phase.TRADING);
            apply(instrument.encodedLength());
            for (int account = 0; account < ACCOUNTS; account++) {
                var created = new CreateAccountEncoder().wrapAndApplyHeader(command, 0, header);
                number(created.header());
                created.name("account" + account)
                        .makerFeeMillionths(account == 0 ? -50 : 800)
                        .takerFeeMillionths(1000);
                apply(created.encodedLength());
                deposit(FIRST_ACCOUNT + account, 1, 50_000_000_000L, "b" + account);
                deposit(FIRST_ACCOUNT + account, 2, 5_000_000_000_000_000L, "q" + account);
            }
            for (int i = 0; i < COMMANDS; i++) {
                timeNanos += random.nextInt(2_000_000_000);
                int account = FIRST_ACCOUNT + random.nextInt(ACCOUNTS);
                switch (random.nextInt(20)) {
                    case 0 -> deposit(account, 1 + random.nextInt(2), 1 + random.nextInt(100_000), "d" + i);
                    case 1, 2 -> transfer(account, "t" + i);
                    case 3, 4, 5 -> cancel(account);
                    case 6, 7, 8 -> amend(account);
                    default -> place(account, i);
                }
            }
        }

        private void deposit(int account, int currency, long atoms, String clientId) {
            var deposit = new DepositEncoder().wrapAndApplyHeader(command, 0, header);
            number(deposit.header());
            deposit.accountId(account)
                    .wallet(Wallet.TRADING)
                    .currencyId(currency)
                    .amountAtoms(atoms)
                    .clientId(clientId);
            apply(deposit.encodedLength());
        }

        private void transfer(int account, String clientId) {
            boolean out = random.nextBoolean();
            var transfer = new TransferEncoder().wrapAndApplyHeader(command, 0, header);
            number(transfer.header());
            transfer.accountId(account).currencyId(1 + random.nextInt(2)).amountAtoms(1 + random.nextInt(1_000_000));
            transfer.from(out ? Wallet.TRADING : Wallet.FUNDING).to(out ? Wallet.FUNDING : Wallet.TRADING);
            transfer.clientId(clientId);
            apply(transfer.encodedLength());
        }

        private void place(int account, int i) {
            OrderType[] types = {
                OrderType.LIMIT, OrderType.LIMIT, OrderType.LIMIT, OrderType.MARKET, OrderType.IOC, OrderType.POST_ONLY
            };
            OrderType type = types[random.nextInt(types.length)];
            var order = new PlaceOrderEncoder().wrapAndApplyHeader(command, 0, header);
            number(order.header());
            order.accountId(account)
                    .instrumentId(1)
                    .side(random.nextBoolean() ? Side.BUY : Side.SELL)
                    .orderType(type);
            order.sizeUnit(SizeUnit.BASE)
                    .stp(SelfTradePrevention.CANCEL_MAKER)
                    .banAmend(Flag.NO)
                    .clampPrice(Flag.NO);
            order.priceTicks(type == OrderType.MARKET ? 0 : 600_000 + random.nextInt(21) - 10);
            order.quantity(1 + random.nextInt(5_000)).clientOrderId("c" + i).tag("");
            apply(order.encodedLength());
        }

        private void cancel(int account) {
            var cancel = new CancelOrderEncoder().wrapAndApplyHeader(command, 0, header);
            number(cancel.header());
            cancel.accountId(account)
                    .instrumentId(1)
                    .orderId(openOrder(account))
                    .clientOrderId("");
            apply(cancel.encodedLength());
        }

        private void amend(int account) {
            var amend = new AmendOrderEncoder().wrapAndApplyHeader(command, 0, header);
            number(amend.header());
            amend.accountId(account).instrumentId(1).orderId(openOrder(account));
            amend.newPriceTicks(random.nextBoolean() ? 0 : 600_000 + random.nextInt(21) - 10);
            amend.newQuantityLots(1 + random.nextInt(6_000))
                    .cancelOnFail(Flag.NO)
                    .clampPrice(Flag.NO);
            amend.clientOrderId("").requestId("");
            apply(amend.encodedLength());
        }

        /// The newest open order of the account, or one that does not exist.
        private long openOrder(int account) {
            long[] found = {Entries.id(900_000_000)};
            orders.forEach((id, order) -> {
                if (order.accountId == account && order.closeReason == OrderRow.OPEN) {
                    found[0] = id;
                }
            });
            return found[0];
        }

        private void number(CommandHeaderEncoder opening) {
            opening.streamSequence(++streamSequence)
                    .correlationId(streamSequence)
                    .incarnation(1)
                    .deadlineNanos(0)
                    .gatewayId(1);
        }

        private void apply(int encodedLength) {
            engine.onCommand(timeNanos, command, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
        }

        private void keep(byte[] entry) {
            var buffer = new UnsafeBuffer(entry);
            events.wrap(buffer, 0, entry.length);
            while (events.next()) {
                int offset = events.offset();
                int block = events.blockLength();
                int version = events.version();
                switch (events.templateId()) {
                    case OrderAcceptedDecoder.TEMPLATE_ID -> {
                        var event = new OrderAcceptedDecoder().wrap(buffer, offset, block, version);
                        var order = new Order();
                        order.accountId = event.accountId();
                        order.side = event.side().value();
                        order.priceTicks = event.priceTicks();
                        order.quantity = event.quantity();
                        orders.put(event.orderId(), order);
                    }
                    case OrderAmendedDecoder.TEMPLATE_ID -> {
                        var event = new OrderAmendedDecoder().wrap(buffer, offset, block, version);
                        Order order = orders.get(event.orderId());
                        order.priceTicks = event.priceTicks();
                        order.quantity = event.quantityLots();
                        amends++;
                    }
                    case OrderFilledDecoder.TEMPLATE_ID ->
                        keep(new OrderFilledDecoder().wrap(buffer, offset, block, version));
                    case OrderClosedDecoder.TEMPLATE_ID -> {
                        var event = new OrderClosedDecoder().wrap(buffer, offset, block, version);
                        Order order = orders.get(event.orderId());
                        order.closeReason = event.reason().value();
                        assertEquals(event.filledLots(), order.filledLots, "the engine counts the same fills");
                    }
                    case BalanceChangedDecoder.TEMPLATE_ID -> {
                        var event = new BalanceChangedDecoder().wrap(buffer, offset, block, version);
                        if (event.accountId() >= FIRST_ACCOUNT) {
                            books.put(
                                    balanceKey(
                                            event.accountId(),
                                            event.currencyId(),
                                            event.wallet().value()),
                                    "atoms " + event.balanceAtoms());
                        }
                    }
                    default -> {
                        // Nothing else moves a balance, an order or a fill.
                    }
                }
            }
        }

        private void keep(OrderFilledDecoder fill) {
            trades++;
            orders.get(fill.takerOrderId()).fill(fill.quantityLots(), fill.quoteAtoms(), fill.takerFeeAtoms());
            orders.get(fill.makerOrderId()).fill(fill.quantityLots(), fill.quoteAtoms(), fill.makerFeeAtoms());
            books.put(
                    "fill " + fill.takerBillId(),
                    fill(
                            fill.takerOrderId(),
                            fill.tradeId(),
                            fill.priceTicks(),
                            fill.quantityLots(),
                            fill.takerFeeAtoms()));
            books.put(
                    "fill " + fill.makerBillId(),
                    fill(
                            fill.makerOrderId(),
                            fill.tradeId(),
                            fill.priceTicks(),
                            fill.quantityLots(),
                            fill.makerFeeAtoms()));
        }
    }
}
