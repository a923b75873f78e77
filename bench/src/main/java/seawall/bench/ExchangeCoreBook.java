package seawall.bench;

import exchange.core2.collections.objpool.ObjectsPool;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.cmd.OrderCommandType;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.orderbook.IOrderBook;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.orderbook.OrderBookEventsHelper;

/// The direct order book of exchange-core called in a bare loop: no risk checks, no ring, one thread. One instrument.
final class ExchangeCoreBook implements Candidate {
    private final Tape tape;
    private final long priceMax;
    private final OrderCommand command = new OrderCommand();
    private IOrderBook book;

    ExchangeCoreBook(Tape tape) {
        this.tape = tape;
        priceMax = tape.priceMax()[0];
        book = newBook();
    }

    private IOrderBook newBook() {
        return new OrderBookDirectImpl(
                ExchangeCoreEngine.symbol(0, Economics.of(tape)),
                ObjectsPool.createDefaultTestPool(),
                OrderBookEventsHelper.NON_POOLED_EVENTS_HELPER,
                LoggingConfiguration.DEFAULT);
    }

    @Override
    public Digest count() {
        book = newBook();
        long trades = 0;
        long tradedLots = 0;
        for (int index = 0; index < tape.size; index++) {
            apply(index);
            for (MatcherTradeEvent event = command.matcherEvent; event != null; event = event.nextEvent) {
                if (event.eventType == MatcherEventType.TRADE) {
                    trades++;
                    tradedLots += event.size;
                }
            }
        }
        return ExchangeCoreEngine.withLevels(
                new Digest(trades, tradedLots, 0, 0, 0), 0, book.getL2MarketDataSnapshot());
    }

    @Override
    public Stopwatch.Time pass() {
        fill();
        var stopwatch = new Stopwatch();
        for (int index = tape.fill; index < tape.size; index++) {
            apply(index);
        }
        Stopwatch.Time time = stopwatch.stop();
        requireBook();
        return time;
    }

    @Override
    public Rate.Result atRate(Rate rate) {
        fill();
        rate.start();
        for (int index = 0; index < rate.commands(); index++) {
            long due = rate.await(index);
            apply(tape.fill + index);
            rate.end(due);
        }
        for (int index = tape.fill + rate.commands(); index < tape.size; index++) {
            apply(index);
        }
        requireBook();
        return rate.result();
    }

    @Override
    public void close() {}

    private void fill() {
        book = newBook();
        for (int index = 0; index < tape.fill; index++) {
            apply(index);
        }
        System.gc();
    }

    private void requireBook() {
        Digest flow = new Digest(tape.digest.trades(), tape.digest.tradedLots(), 0, 0, 0);
        tape.digest.requireEqual(
                ExchangeCoreEngine.withLevels(flow, 0, book.getL2MarketDataSnapshot()), "exchange-core's book");
    }

    private void apply(int index) {
        OrderCommand next = command;
        next.orderId = tape.orderOf[index];
        next.uid = 1L + tape.userOf[index];
        next.matcherEvent = null;
        next.resultCode = CommandResultCode.VALID_FOR_MATCHING_ENGINE;
        switch (tape.kind(index)) {
            case LIMIT -> place(next, index, OrderType.GTC, tape.prices[index]);
            case IOC -> place(next, index, OrderType.IOC, tape.prices[index]);
            case MARKET -> place(next, index, OrderType.IOC, tape.buys[index] ? priceMax : 1);
            case CANCEL -> next.command = OrderCommandType.CANCEL_ORDER;
            case MOVE -> {
                next.command = OrderCommandType.MOVE_ORDER;
                next.price = tape.prices[index];
            }
            case REDUCE -> {
                next.command = OrderCommandType.REDUCE_ORDER;
                next.size = tape.quantities[index];
            }
        }
        CommandResultCode code = IOrderBook.processCommand(book, next);
        if (code != CommandResultCode.SUCCESS) {
            throw new IllegalStateException("expected command " + index + " to succeed, found " + code);
        }
    }

    private void place(OrderCommand next, int index, OrderType orderType, long priceTicks) {
        next.command = OrderCommandType.PLACE_ORDER;
        next.orderType = orderType;
        next.action = tape.buys[index] ? OrderAction.BID : OrderAction.ASK;
        next.price = priceTicks;
        next.reserveBidPrice = tape.buys[index] ? priceMax : 0;
        next.size = tape.quantities[index];
    }
}
