package seawall.app.roles;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import seawall.gateway.view.Bar;
import seawall.gateway.view.BillView;
import seawall.gateway.view.CandleView;
import seawall.gateway.view.CurrencyView;
import seawall.gateway.view.FillView;
import seawall.gateway.view.OlderPages;
import seawall.gateway.view.OrderState;
import seawall.gateway.view.OrderView;
import seawall.gateway.view.TradeView;
import seawall.gateway.view.TransferView;
import seawall.history.BillFilter;
import seawall.history.BillRow;
import seawall.history.CandleRow;
import seawall.history.FamilyTransferRow;
import seawall.history.FillRow;
import seawall.history.HistoryQueries;
import seawall.history.OrderFilter;
import seawall.history.OrderRow;
import seawall.history.TradeRow;
import seawall.wire.codec.Liquidity;
import seawall.wire.codec.Wallet;

/// The gateway's questions for older rows, asked of history. Each call waits for its answer, at most as long as
/// history lets a
/// question take.
public final class HistoryPages implements OlderPages {
    private static final List<seawall.history.OrderState> CLOSED =
            List.of(seawall.history.OrderState.FILLED, seawall.history.OrderState.CANCELED);

    private final HistoryQueries queries;
    private final IntFunction<@Nullable CurrencyView> currencies;

    /// @param currencies by id
    public HistoryPages(HistoryQueries queries, IntFunction<@Nullable CurrencyView> currencies) {
        this.queries = queries;
        this.currencies = currencies;
    }

    @Override
    public List<OrderView> orders(int accountId, @Nullable OrderState state, boolean withUnfilled, Page page) {
        var filter = new OrderFilter(
                page.instrumentId(),
                List.of(),
                state == null ? CLOSED : List.of(seawall.history.OrderState.valueOf(state.name())),
                withUnfilled);
        return answer(queries.orders(accountId, filter, page(page))).stream()
                .map(HistoryPages::order)
                .toList();
    }

    @Override
    public @Nullable OrderView order(int accountId, int instrumentId, long orderId, String clientOrderId) {
        Optional<OrderRow> row = orderId != 0
                ? answer(queries.order(accountId, orderId)).filter(order -> order.instrumentId() == instrumentId)
                : answer(queries.order(accountId, instrumentId, clientOrderId));
        return row.filter(order -> CLOSED.contains(order.state()))
                .map(HistoryPages::order)
                .orElse(null);
    }

    @Override
    public List<FillView> fills(int accountId, long orderId, Page page) {
        return answer(queries.fills(accountId, page.instrumentId(), orderId, Optional.empty(), page(page))).stream()
                .map(HistoryPages::fill)
                .toList();
    }

    @Override
    public List<BillView> bills(int accountId, Wallet wallet, int currencyId, Page page) {
        var filter = new BillFilter(currencyId, page.instrumentId(), Optional.of(wallet), List.of(), 0, "");
        return answer(queries.bills(accountId, filter, page(page))).stream()
                .map(this::bill)
                .toList();
    }

    @Override
    public List<TransferView> familyTransfers(int accountId, int currencyId, Page page) {
        return answer(queries.familyTransfers(accountId, currencyId, page(page))).stream()
                .map(this::transfer)
                .toList();
    }

    @Override
    public List<TradeView> trades(Page page) {
        return answer(queries.trades(page.instrumentId(), page(page))).stream()
                .map(HistoryPages::trade)
                .toList();
    }

    @Override
    public List<CandleView> candles(Bar bar, Page page) {
        Optional<seawall.history.Bar> stored = seawall.history.Bar.of(bar.code());
        if (stored.isEmpty()) {
            return List.of();
        }
        // The id of a candle is the time it opens, so the floor bounds the newest one asked for.
        long afterMillis = Math.min(page.afterId(), above(page.floorId()));
        return answer(queries.candles(
                        page.instrumentId(),
                        stored.get(),
                        nanos(afterMillis),
                        nanos(page.beforeId()),
                        page.limit(),
                        nanos(page.floorId())))
                .stream()
                .map(HistoryPages::candle)
                .toList();
    }

    private static seawall.history.Page page(Page page) {
        return new seawall.history.Page(
                Math.min(page.afterId(), above(page.floorId())),
                page.beforeId(),
                nanos(page.beginMillis()),
                nanos(page.endMillis()),
                page.limit());
    }

    /// The exclusive bound that admits an id itself.
    private static long above(long id) {
        return id == Long.MAX_VALUE ? id : id + 1;
    }

    /// Nanoseconds of a time in milliseconds; bounds beyond the range stay bounds.
    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static <T> T answer(CompletableFuture<T> question) {
        try {
            return question.join();
        } catch (CompletionException e) {
            // The reasons that history gives are the gateway's to tell apart: busy, too late, away.
            if (e.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw e;
        }
    }

    private static OrderView order(OrderRow row) {
        FillView lastFill = row.lastTradeId() == 0
                ? null
                : new FillView(
                        row.accountId(),
                        row.instrumentId(),
                        row.orderId(),
                        row.clientOrderId(),
                        row.tag(),
                        row.lastTradeId(),
                        0,
                        row.side(),
                        Liquidity.NONE,
                        row.lastFillPriceTicks(),
                        row.lastFillLots(),
                        0,
                        0,
                        0,
                        0,
                        row.lastFillNanos());
        BigInteger turnover = row.turnoverTickLots();
        return new OrderView(
                row.orderId(),
                row.accountId(),
                row.instrumentId(),
                row.side(),
                row.orderType(),
                row.sizeUnit(),
                row.stp(),
                row.priceTicks(),
                row.quantity(),
                row.clientOrderId(),
                row.tag(),
                OrderState.valueOf(row.state().name()),
                row.filledLots(),
                turnover,
                row.feeAtoms(),
                lastFill,
                row.closeReason().orElse(null),
                row.createdNanos(),
                row.updatedNanos());
    }

    private static FillView fill(FillRow row) {
        return new FillView(
                row.accountId(),
                row.instrumentId(),
                row.orderId(),
                row.clientOrderId(),
                row.tag(),
                row.tradeId(),
                row.billId(),
                row.side(),
                row.liquidity(),
                row.priceTicks(),
                row.quantityLots(),
                row.baseAtoms(),
                row.quoteAtoms(),
                row.feeAtoms(),
                row.feeMillionths(),
                row.timeNanos());
    }

    private CurrencyView currency(long billId, int currencyId) {
        CurrencyView currency = currencies.apply(currencyId);
        if (currency == null) {
            throw new IllegalStateException("bill " + billId + " is in the unknown currency " + currencyId);
        }
        return currency;
    }

    private TransferView transfer(FamilyTransferRow row) {
        return new TransferView(
                row.transferId(),
                row.fromAccountId(),
                row.toAccountId(),
                currency(row.transferId(), row.currencyId()),
                row.amountAtoms(),
                row.from(),
                row.to(),
                row.clientId(),
                row.timeNanos());
    }

    private BillView bill(BillRow row) {
        return new BillView(
                row.billId(),
                row.accountId(),
                currency(row.billId(), row.currencyId()),
                row.wallet(),
                row.reason(),
                row.liquidity(),
                row.side(),
                row.instrumentId(),
                row.amountAtoms(),
                row.feeAtoms(),
                row.balanceAtoms(),
                row.orderId(),
                row.clientOrderId(),
                row.tag(),
                row.tradeId(),
                row.priceTicks(),
                row.quantityLots(),
                row.clientId(),
                row.timeNanos());
    }

    private static TradeView trade(TradeRow row) {
        return new TradeView(
                row.instrumentId(),
                row.tradeId(),
                row.takerSide(),
                row.priceTicks(),
                row.quantityLots(),
                row.quoteAtoms(),
                0,
                row.sequence(),
                row.timeNanos());
    }

    private static CandleView candle(CandleRow row) {
        return new CandleView(
                TimeUnit.NANOSECONDS.toMillis(row.openNanos()),
                row.openTicks(),
                row.highTicks(),
                row.lowTicks(),
                row.closeTicks(),
                row.volumeLots(),
                row.quoteAtoms());
    }
}
