package seawall.bench;

import exchange.core2.core.ExchangeApi;
import exchange.core2.core.ExchangeCore;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.L2MarketData;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.api.ApiAddUser;
import exchange.core2.core.common.api.ApiAdjustUserBalance;
import exchange.core2.core.common.api.ApiCancelOrder;
import exchange.core2.core.common.api.ApiCommand;
import exchange.core2.core.common.api.ApiMoveOrder;
import exchange.core2.core.common.api.ApiPlaceOrder;
import exchange.core2.core.common.api.ApiReduceOrder;
import exchange.core2.core.common.api.ApiReset;
import exchange.core2.core.common.api.binary.BatchAddSymbolsCommand;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.config.ExchangeConfiguration;
import exchange.core2.core.common.config.InitialStateConfiguration;
import exchange.core2.core.common.config.OrdersProcessingConfiguration;
import exchange.core2.core.common.config.SerializationConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/// The whole of exchange-core as its own throughput test drives it: exchange mode with risk checks and fees, direct
/// order books, no journal, commands prepared as objects and handed to its API in a row.
final class ExchangeCoreEngine implements Candidate {
    /// Ids in exchange-core start above zero, which it treats as none.
    private static final long FIRST_USER = 1;

    private static final int FIRST_SYMBOL = 1;
    private static final int FIRST_CURRENCY = 1;
    /// Symbols in one of its batches.
    private static final int BATCH = 512;
    /// Fees are per lot in quote atoms; any amount does the same work.
    private static final long TAKER_FEE_ATOMS = 10;

    private static final long MAKER_FEE_ATOMS = 8;
    private static final long SHUTDOWN_SECONDS_MAX = 20;

    private final Tape tape;
    private final Economics economics;
    private final ExchangeCore core;
    private final ExchangeApi api;
    private final List<ApiCommand> fill;
    private final List<ApiCommand> timed;
    private boolean isUsed;
    /// Called by the thread that ends commands; written before commands are handed over.
    private ObjLongConsumer<OrderCommand> results = ExchangeCoreEngine::ignore;

    ExchangeCoreEngine(Tape tape, PeerConfiguration configuration) {
        this.tape = tape;
        economics = Economics.of(tape);
        List<ApiCommand> commands = commands(tape);
        fill = commands.subList(0, tape.fill);
        timed = commands.subList(tape.fill, tape.size);
        core = ExchangeCore.builder()
                .resultsConsumer((command, sequence) -> results.accept(command, sequence))
                .exchangeConfiguration(ExchangeConfiguration.defaultBuilder()
                        .ordersProcessingCfg(OrdersProcessingConfiguration.DEFAULT)
                        .initStateCfg(InitialStateConfiguration.CLEAN_TEST)
                        .performanceCfg(configuration.performance())
                        .serializationCfg(SerializationConfiguration.DEFAULT)
                        .build())
                .build();
        core.startup();
        api = core.getApi();
    }

    @Override
    public Digest count() {
        setUp();
        var counting = new Counting();
        results = counting;
        submit(fill);
        submit(timed);
        results = ExchangeCoreEngine::ignore;
        return digest(counting);
    }

    @Override
    public Stopwatch.Time pass() {
        setUp();
        submit(fill);
        System.gc();
        var stopwatch = new Stopwatch();
        submit(timed);
        Stopwatch.Time time = stopwatch.stop();
        requireBooks();
        return time;
    }

    @Override
    public Rate.Result atRate(Rate rate) throws InterruptedException {
        setUp();
        submit(fill);
        System.gc();
        var ended = new CountDownLatch(1);
        int[] left = {rate.commands()};
        results = (command, sequence) -> {
            rate.end(command.timestamp);
            if (--left[0] == 0) {
                ended.countDown();
            }
        };
        rate.start();
        for (int index = 0; index < rate.commands(); index++) {
            ApiCommand command = timed.get(index);
            command.timestamp = rate.await(index);
            api.submitCommand(command);
        }
        ended.await();
        results = ExchangeCoreEngine::ignore;
        Rate.Result result = rate.result();
        submit(timed.subList(rate.commands(), timed.size()));
        requireBooks();
        return result;
    }

    @Override
    public void close() {
        core.shutdown(SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private void setUp() {
        if (isUsed) {
            submit(List.of(ApiReset.builder().build()));
        }
        isUsed = true;
        for (int from = 0; from < tape.instruments; from += BATCH) {
            var symbols = new ArrayList<CoreSymbolSpecification>();
            for (int instrument = from; instrument < Math.min(from + BATCH, tape.instruments); instrument++) {
                symbols.add(symbol(instrument, economics));
            }
            require(api.submitBinaryDataAsync(new BatchAddSymbolsCommand(symbols))
                    .join());
        }
        var users = new ArrayList<ApiCommand>();
        for (int user = 0; user < tape.users; user++) {
            users.add(ApiAddUser.builder().uid(FIRST_USER + user).build());
            for (int currency = 0; currency < economics.currencies(); currency++) {
                users.add(ApiAdjustUserBalance.builder()
                        .uid(FIRST_USER + user)
                        .currency(FIRST_CURRENCY + currency)
                        .amount(economics.fundsAtoms())
                        .transactionId(1 + currency)
                        .build());
            }
        }
        submit(users);
    }

    /// Returns when the last command has ended.
    private void submit(List<ApiCommand> commands) {
        if (!commands.isEmpty()) {
            api.submitCommandsSync(commands);
        }
    }

    private void requireBooks() {
        Digest books = books(new Digest(tape.digest.trades(), tape.digest.tradedLots(), 0, 0, 0));
        tape.digest.requireEqual(books, "exchange-core");
    }

    private Digest digest(Counting counting) {
        if (counting.refusal != null) {
            throw new IllegalStateException("expected every command to succeed, found " + counting.refusal);
        }
        return books(new Digest(counting.trades, counting.tradedLots, 0, 0, 0));
    }

    private Digest books(Digest flow) {
        Digest digest = flow;
        for (int instrument = 0; instrument < tape.instruments; instrument++) {
            L2MarketData book =
                    api.requestOrderBookAsync(FIRST_SYMBOL + instrument, -1).join();
            digest = withLevels(digest, instrument, book);
        }
        return digest;
    }

    static Digest withLevels(Digest flow, int instrument, L2MarketData book) {
        Digest digest = flow;
        for (int level = 0; level < book.bidSize; level++) {
            digest = digest.withLevel(
                    instrument, true, book.bidPrices[level], book.bidVolumes[level], book.bidOrders[level]);
        }
        for (int level = 0; level < book.askSize; level++) {
            digest = digest.withLevel(
                    instrument, false, book.askPrices[level], book.askVolumes[level], book.askOrders[level]);
        }
        return digest;
    }

    static CoreSymbolSpecification symbol(int instrument, Economics economics) {
        return CoreSymbolSpecification.builder()
                .symbolId(FIRST_SYMBOL + instrument)
                .type(SymbolType.CURRENCY_EXCHANGE_PAIR)
                .baseCurrency(FIRST_CURRENCY + economics.baseCurrency(instrument))
                .quoteCurrency(FIRST_CURRENCY + Economics.QUOTE_CURRENCY)
                .baseScaleK(Economics.LOT_ATOMS)
                .quoteScaleK(Economics.TICK_ATOMS)
                .takerFee(TAKER_FEE_ATOMS)
                .makerFee(MAKER_FEE_ATOMS)
                .build();
    }

    private static List<ApiCommand> commands(Tape tape) {
        long[] priceMax = tape.priceMax();
        var commands = new ArrayList<ApiCommand>(tape.size);
        for (int index = 0; index < tape.size; index++) {
            long orderId = tape.orderOf[index];
            long uid = FIRST_USER + tape.userOf[index];
            int symbol = FIRST_SYMBOL + tape.instrumentOf[index];
            Kind kind = tape.kind(index);
            commands.add(
                    switch (kind) {
                        case LIMIT, IOC, MARKET -> {
                            long high = priceMax[tape.instrumentOf[index]];
                            boolean buys = tape.buys[index];
                            yield ApiPlaceOrder.builder()
                                    .symbol(symbol)
                                    .uid(uid)
                                    .orderId(orderId)
                                    .action(buys ? OrderAction.BID : OrderAction.ASK)
                                    .orderType(kind == Kind.LIMIT ? OrderType.GTC : OrderType.IOC)
                                    .price(kind != Kind.MARKET ? tape.prices[index] : buys ? high : 1)
                                    // A bid may only move up to the price that it reserved money for.
                                    .reservePrice(buys ? high : 0)
                                    .size(tape.quantities[index])
                                    .build();
                        }
                        case CANCEL ->
                            ApiCancelOrder.builder()
                                    .orderId(orderId)
                                    .uid(uid)
                                    .symbol(symbol)
                                    .build();
                        case MOVE ->
                            ApiMoveOrder.builder()
                                    .orderId(orderId)
                                    .uid(uid)
                                    .symbol(symbol)
                                    .newPrice(tape.prices[index])
                                    .build();
                        case REDUCE ->
                            ApiReduceOrder.builder()
                                    .orderId(orderId)
                                    .uid(uid)
                                    .symbol(symbol)
                                    .reduceSize(tape.quantities[index])
                                    .build();
                    });
        }
        return commands;
    }

    private static void require(CommandResultCode code) {
        if (code != CommandResultCode.SUCCESS) {
            throw new IllegalStateException("expected exchange-core to accept its setting up, found " + code);
        }
    }

    private static void ignore(OrderCommand command, long sequence) {}

    private static final class Counting implements ObjLongConsumer<OrderCommand> {
        private long trades;
        private long tradedLots;
        private @Nullable String refusal;

        @Override
        public void accept(OrderCommand command, long sequence) {
            if (command.resultCode != CommandResultCode.SUCCESS && refusal == null) {
                refusal = command.toString();
            }
            for (MatcherTradeEvent event = command.matcherEvent; event != null; event = event.nextEvent) {
                if (event.eventType == MatcherEventType.TRADE) {
                    trades++;
                    tradedLots += event.size;
                }
            }
        }
    }
}
