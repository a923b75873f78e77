package seawall.gateway.okx;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import seawall.gateway.view.Bar;
import seawall.gateway.view.CandleView;
import seawall.gateway.view.Candles;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.OlderPages;
import seawall.gateway.view.Rows;
import seawall.gateway.view.TickerView;
import seawall.gateway.view.TradeView;
import seawall.gateway.view.Views;
import seawall.wire.codec.Side;

/// Market data and the venue itself: what anybody may ask.
final class PublicEndpoints {
    private static final int BOOK_LEVELS_MAX = 400;
    private static final int BOOK_FULL_LEVELS_MAX = 5_000;
    private static final int CANDLES_MAX = 300;
    private static final Set<String> STATUS_STATES =
            Set.of("scheduled", "ongoing", "pre_open", "completed", "canceled");

    private final Views views;
    private final OkxJson json;
    private final Supplier<List<StatusRow>> status;

    PublicEndpoints(Views views, OkxJson json, Supplier<List<StatusRow>> status) {
        this.views = views;
        this.json = json;
        this.status = status;
    }

    void addTo(Consumer<Endpoint> table) {
        add(table, "public/time", 10, 2, this::time);
        table.accept(new Endpoint(
                "/api/v5/public/instruments",
                Endpoint.PUBLIC,
                new RateLimit(20, Duration.ofSeconds(2), RateLimit.Scope.IP_INSTRUMENT_TYPE),
                (query, out) -> instruments(query, out, json)));
        add(table, "public/price-limit", 20, 2, this::priceLimit);
        add(table, "system/status", 1, 5, this::status);
        add(table, "market/ticker", 20, 2, this::ticker);
        add(table, "market/tickers", 20, 2, this::tickers);
        add(table, "market/books", 40, 2, this::books);
        add(table, "market/books-full", 10, 2, this::booksFull);
        add(table, "market/trades", 100, 2, this::trades);
        add(table, "market/history-trades", 20, 2, this::historyTrades);
        add(table, "market/candles", 40, 2, this::candles);
        add(table, "market/history-candles", 20, 2, this::historyCandles);
        add(table, "market/platform-24-volume", 2, 2, this::platformVolume);
        add(table, "market/index-tickers", 20, 2, this::indexTickers);
        add(table, "market/call-auction-details", 20, 2, this::callAuction);
    }

    private static void add(Consumer<Endpoint> table, String path, int count, int seconds, Endpoint.Handler handler) {
        table.accept(new Endpoint(
                "/api/v5/" + path,
                Endpoint.PUBLIC,
                new RateLimit(count, Duration.ofSeconds(seconds), RateLimit.Scope.IP),
                handler));
    }

    private void time(Query query, JsonOutput out) {
        out.beginObject().millis("ts", query.request().nowNanos()).endObject();
    }

    static void instruments(Query query, JsonOutput out, OkxJson json) {
        boolean isSpot = query.isSpotRequired();
        if (query.optional("instType").equals("OPTION") && !query.has("uly") && !query.has("instFamily")) {
            throw Refusal.eitherMissing("uly", "instFamily");
        }
        if (!isSpot) {
            return;
        }
        InstrumentView only = query.optionalInstrument();
        if (only != null) {
            json.instrument(out, only);
            return;
        }
        for (InstrumentView instrument : query.views().instruments()) {
            json.instrument(out, instrument);
        }
    }

    private void priceLimit(Query query, JsonOutput out) {
        json.priceLimit(out, query.instrument(), query.request().nowNanos());
    }

    private void status(Query query, JsonOutput out) {
        String state = query.choice("state", STATUS_STATES);
        for (StatusRow row : status.get()) {
            boolean isOpen = !row.state().equals("completed") && !row.state().equals("canceled");
            if (state.isEmpty() ? isOpen : state.equals(row.state())) {
                json.status(out, row, null);
            }
        }
    }

    private void ticker(Query query, JsonOutput out) {
        InstrumentView instrument = query.instrument();
        json.ticker(out, instrument, views.ticker(instrument.instrumentId()));
    }

    private void tickers(Query query, JsonOutput out) {
        if (query.isSpotRequired()) {
            for (InstrumentView instrument : views.instruments()) {
                json.ticker(out, instrument, views.ticker(instrument.instrumentId()));
            }
        }
    }

    private void books(Query query, JsonOutput out) {
        InstrumentView instrument = query.instrument();
        int depth = query.count("sz", 1, BOOK_LEVELS_MAX);
        json.book(
                out,
                instrument,
                views.bookSnapshot(instrument.instrumentId()),
                depth,
                query.request().nowNanos());
    }

    private void booksFull(Query query, JsonOutput out) {
        InstrumentView instrument = query.instrument();
        int depth = query.count("sz", 1, BOOK_FULL_LEVELS_MAX);
        json.bookFull(
                out,
                instrument,
                views.bookFullSnapshot(instrument.instrumentId()),
                depth,
                query.request().nowNanos());
    }

    private void trades(Query query, JsonOutput out) {
        InstrumentView instrument = query.instrument();
        int limit = query.count("limit", 100, 500);
        writeTrades(out, instrument, tradePage(query, instrument, Long.MAX_VALUE, 0, limit));
    }

    private void historyTrades(Query query, JsonOutput out) {
        InstrumentView instrument = query.instrument();
        int limit = query.count("limit", 100, 100);
        String type = query.choice("type", Set.of("1", "2"));
        if (!type.equals("2")) {
            writeTrades(out, instrument, tradePage(query, instrument, query.afterId(), query.beforeId(), limit));
            return;
        }
        if (query.has("before")) {
            throw new Refusal(200, "50039", "Parameter \"before\" isn't supported for timestamp pagination");
        }
        writeTrades(out, instrument, tradesBefore(query, instrument, query.afterId(), limit));
    }

    private List<TradeView> tradePage(Query query, InstrumentView instrument, long after, long before, int limit) {
        Rows<TradeView> recent = views.trades(instrument.instrumentId(), after, before, limit);
        if (recent.rows().size() == limit || recent.floorId() <= before || !query.hasOlder()) {
            return recent.rows();
        }
        var rows = new ArrayList<>(recent.rows());
        rows.addAll(query.waitForOlder()
                .trades(new OlderPages.Page(
                        instrument.instrumentId(),
                        recent.floorId(),
                        after,
                        before,
                        0,
                        Long.MAX_VALUE,
                        limit - rows.size())));
        return rows;
    }

    private List<TradeView> tradesBefore(Query query, InstrumentView instrument, long afterMillis, int limit) {
        Rows<TradeView> recent = views.trades(instrument.instrumentId(), Long.MAX_VALUE, 0, Integer.MAX_VALUE);
        var rows = new ArrayList<TradeView>();
        for (TradeView trade : recent.rows()) {
            if (rows.size() < limit && trade.timeNanos() / 1_000_000 < afterMillis) {
                rows.add(trade);
            }
        }
        if (rows.size() < limit && recent.floorId() > 0 && query.hasOlder()) {
            rows.addAll(query.waitForOlder()
                    .trades(new OlderPages.Page(
                            instrument.instrumentId(),
                            recent.floorId(),
                            Long.MAX_VALUE,
                            0,
                            0,
                            afterMillis - 1,
                            limit - rows.size())));
        }
        return rows;
    }

    private void writeTrades(JsonOutput out, InstrumentView instrument, List<TradeView> trades) {
        for (TradeView trade : trades) {
            json.trade(out, instrument, trade);
        }
    }

    private void candles(Query query, JsonOutput out) {
        InstrumentView instrument = query.instrument();
        Bar bar = bar(query);
        if (bar == Bar.SECOND_1) {
            throw Refusal.invalid("bar");
        }
        int limit = query.count("limit", 100, CANDLES_MAX);
        Candles page = views.candles(
                instrument.instrumentId(),
                bar,
                query.afterId(),
                query.number("before", Long.MIN_VALUE),
                limit,
                query.request().nowMillis());
        writeCandles(query, out, instrument, bar, page.rows());
    }

    private void historyCandles(Query query, JsonOutput out) {
        InstrumentView instrument = query.instrument();
        Bar bar = bar(query);
        int limit = query.count("limit", 100, CANDLES_MAX);
        long after = query.afterId();
        long before = query.number("before", Long.MIN_VALUE);
        long now = query.request().nowMillis();
        Candles page = views.candles(instrument.instrumentId(), bar, after, before, limit, now);
        if (page.isComplete() || !query.hasOlder()) {
            writeCandles(query, out, instrument, bar, page.rows());
            return;
        }
        var traded = new ArrayList<CandleView>();
        for (CandleView candle : page.rows()) {
            if (candle.volumeLots() > 0) {
                traded.add(candle);
            }
        }
        // One more than asked for: the bars before the first trade of the page repeat the close before them.
        traded.addAll(query.waitForOlder()
                .candles(
                        bar,
                        new OlderPages.Page(
                                instrument.instrumentId(),
                                page.floorMillis() - 1,
                                after,
                                0,
                                0,
                                Long.MAX_VALUE,
                                limit + 1)));
        writeCandles(query, out, instrument, bar, Candles.page(bar, after, before, limit, now, traded));
    }

    private static Bar bar(Query query) {
        String code = query.optional("bar");
        Bar bar = code.isEmpty() ? Bar.MINUTE_1 : Bar.of(code);
        if (bar == null || bar == Bar.DAY_5 || bar == Bar.DAY_5_UTC) {
            // Five days are a channel only.
            throw Refusal.invalid("bar");
        }
        return bar;
    }

    private void writeCandles(
            Query query, JsonOutput out, InstrumentView instrument, Bar bar, List<CandleView> candles) {
        for (CandleView candle : candles) {
            boolean isClosed =
                    bar.nextMillis(candle.openMillis()) <= query.request().nowMillis();
            json.candle(out, instrument, candle, isClosed);
        }
    }

    private void platformVolume(Query query, JsonOutput out) {
        BigDecimal dollars = BigDecimal.ZERO;
        for (InstrumentView instrument : views.instruments()) {
            TickerView ticker = views.ticker(instrument.instrumentId());
            dollars = dollars.add(json.valuation().dollars(instrument.quote(), ticker.volume24hQuoteAtoms()));
        }
        out.beginObject()
                .field("volCny", "")
                .field("volUsd", Decimals.text(dollars))
                .millis("ts", query.request().nowNanos())
                .endObject();
    }

    private void indexTickers(Query query, JsonOutput out) {
        if (!query.has("quoteCcy") && !query.has("instId")) {
            throw Refusal.eitherMissing("quoteCcy", "instId");
        }
        InstrumentView only = query.optionalInstrument();
        for (InstrumentView instrument : only == null ? views.instruments() : List.of(only)) {
            if (!query.has("quoteCcy") || instrument.quote().code().equals(query.optional("quoteCcy"))) {
                json.indexTicker(out, instrument, views.ticker(instrument.instrumentId()));
            }
        }
    }

    private void callAuction(Query query, JsonOutput out) {
        InstrumentView instrument = query.instrument();
        json.callAuction(
                out,
                instrument,
                views.auction(instrument.instrumentId()),
                query.request().nowNanos());
    }

    /// Best price on a side of the 50 ms snapshot, else the last, else the reference price; 0 without any.
    static long priceTicks(Views views, InstrumentView instrument, Side side) {
        TickerView ticker = views.ticker(instrument.instrumentId());
        long best = side == Side.BUY ? ticker.bidTicks() : ticker.askTicks();
        if (best != 0) {
            return best;
        }
        return ticker.lastTicks() != 0 ? ticker.lastTicks() : instrument.referencePriceTicks();
    }
}
