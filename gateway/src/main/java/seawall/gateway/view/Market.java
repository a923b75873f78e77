package seawall.gateway.view;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Side;

/// All that is public about one instrument. The view thread writes; the volatile fields, rings and series are for any
/// thread, the book is not.
final class Market {
    private static final long REFRESH_NANOS = 50_000_000;
    private static final long FULL_REFRESH_NANOS = 1_000_000_000;

    private final ViewLimits limits;
    private final BookView book;
    private final RecentRing<TradeView> trades;
    private final Map<Bar, CandleSeries> candles = new EnumMap<>(Bar.class);
    private final RollingDay day = new RollingDay();
    private long refreshedNanos;
    private long fullRefreshedNanos;
    private boolean hasTraded;
    private final Extremes highs = new Extremes(1);
    private final Extremes lows = new Extremes(-1);
    private long uncrossingTicks;

    private volatile InstrumentView instrument;
    private volatile BookSnapshot bookSnapshot;
    private volatile BookSnapshot bookFullSnapshot;
    private volatile TickerView ticker;
    private volatile @Nullable TradeView lastTrade;
    private volatile AuctionView auction = AuctionView.NONE;

    Market(InstrumentView instrument, ViewLimits limits) {
        this.limits = limits;
        this.instrument = instrument;
        this.book = new BookView(instrument.instrumentId(), limits.levelsPerSideMax());
        this.trades = new RecentRing<>(limits.tradesPerInstrumentMax());
        for (Bar bar : Bar.values()) {
            candles.put(bar, new CandleSeries(bar, limits.candlesPerBarMax()));
        }
        this.bookSnapshot = book.snapshot(0);
        this.bookFullSnapshot = bookSnapshot;
        this.ticker = makeTicker(instrument.listedNanos());
    }

    InstrumentView instrument() {
        return instrument;
    }

    void instrument(InstrumentView newInstrument) {
        instrument = newInstrument;
    }

    /// The book uncrosses at a price, which stands until an order comes or the phase changes: neither does before.
    ///
    /// @param priceTicks 0 = it does not, or no more
    void uncrossing(long priceTicks) {
        uncrossingTicks = priceTicks;
    }

    /// What the trailing stops of a side follow: those that sell the highest price, those that buy the lowest.
    Extremes extremes(Side side) {
        return side == Side.SELL ? highs : lows;
    }

    /// The auction as it was at most a second ago.
    AuctionView auction() {
        return auction;
    }

    /// The auction of this moment.
    AuctionView liveAuction() {
        if (instrument.phase() != Phase.AUCTION) {
            return AuctionView.NONE;
        }
        AuctionView standing = uncrossingTicks == 0 ? AuctionView.NONE : AuctionView.at(book, uncrossingTicks);
        return standing.priceTicks() == 0 ? AuctionView.of(book, lastOrReferenceTicks()) : standing;
    }

    /// Price of the last trade, or the one it was listed with; 0 without either.
    long lastOrReferenceTicks() {
        TradeView last = lastTrade;
        return last == null ? instrument.referencePriceTicks() : last.priceTicks();
    }

    BookView book() {
        return book;
    }

    BookSnapshot bookSnapshot() {
        return bookSnapshot;
    }

    BookSnapshot bookFullSnapshot() {
        return bookFullSnapshot;
    }

    TickerView ticker() {
        return ticker;
    }

    @Nullable
    TradeView lastTrade() {
        return lastTrade;
    }

    void trade(TradeView trade) {
        trades.add(trade);
        lastTrade = trade;
        hasTraded = true;
        long millis = trade.timeNanos() / 1_000_000;
        day.trade(millis, trade.priceTicks(), trade.quantityLots(), trade.quoteAtoms());
        for (CandleSeries series : candles.values()) {
            series.trade(millis, trade.priceTicks(), trade.quantityLots(), trade.quoteAtoms());
        }
    }

    CandleSeries candles(Bar bar) {
        CandleSeries series = candles.get(bar);
        if (series == null) {
            throw new IllegalStateException("expected a series for every bar, found none for " + bar);
        }
        return series;
    }

    /// Trades newest first, between the ids, both excluded.
    Rows<TradeView> trades(long afterId, long beforeId, int limit) {
        var rows = new ArrayList<TradeView>();
        long floorId = 0;
        for (long index = trades.count() - 1; index >= 0 && rows.size() < limit; index--) {
            TradeView trade = trades.get(index);
            if (trade == null) {
                break;
            }
            if (trade.tradeId() <= beforeId) {
                break;
            }
            floorId = trade.tradeId() - 1;
            if (trade.tradeId() < afterId) {
                rows.add(trade);
            }
        }
        return new Rows<>(List.copyOf(rows), hasFirstTrade() ? 0 : floorId);
    }

    private boolean hasFirstTrade() {
        return trades.count() == 0 || trades.get(0) != null;
    }

    /// Renews what other threads read of the book and the ticker, if it changed and is old enough.
    void refresh(long nowNanos) {
        if (nowNanos - refreshedNanos < REFRESH_NANOS) {
            return;
        }
        boolean fullIsDue = nowNanos - fullRefreshedNanos >= FULL_REFRESH_NANOS;
        boolean bookMoved = bookSnapshot.sequence() != book.sequence();
        if (fullIsDue && bookFullSnapshot.sequence() != book.sequence()) {
            bookFullSnapshot = book.snapshot(limits.bookFullDepthMax());
        }
        // Without a change the ticker still moves, since a day has passed for its oldest trades.
        if (bookMoved || hasTraded || fullIsDue) {
            if (bookMoved) {
                bookSnapshot = book.snapshot(limits.bookDepthMax());
            }
            ticker = makeTicker(nowNanos);
            hasTraded = false;
            refreshedNanos = nowNanos;
        }
        if (fullIsDue) {
            auction = liveAuction();
            fullRefreshedNanos = nowNanos;
        }
    }

    TickerView makeTicker(long nowNanos) {
        long nowMillis = nowNanos / 1_000_000;
        day.advance(nowMillis);
        TradeView last = lastTrade;
        boolean hasAsk = book.levels(Side.SELL) > 0;
        boolean hasBid = book.levels(Side.BUY) > 0;
        return new TickerView(
                instrument.instrumentId(),
                last == null ? 0 : last.priceTicks(),
                last == null ? 0 : last.quantityLots(),
                hasAsk ? book.priceTicks(Side.SELL, 0) : 0,
                hasAsk ? book.quantityLots(Side.SELL, 0) : 0,
                hasBid ? book.priceTicks(Side.BUY, 0) : 0,
                hasBid ? book.quantityLots(Side.BUY, 0) : 0,
                day.openTicks(),
                day.highTicks(),
                day.lowTicks(),
                day.volumeLots(),
                day.volumeQuoteAtoms(),
                startOfDay(Bar.DAY_1_UTC, nowMillis),
                startOfDay(Bar.DAY_1, nowMillis),
                nowNanos);
    }

    private long startOfDay(Bar bar, long nowMillis) {
        List<CandleView> rows =
                candles(bar).page(Long.MAX_VALUE, Long.MIN_VALUE, 1, nowMillis).rows();
        return rows.isEmpty() ? 0 : rows.getFirst().openTicks();
    }
}
