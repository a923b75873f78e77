package seawall.gateway.okx;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import seawall.gateway.view.AccountView;
import seawall.gateway.view.AlgoView;
import seawall.gateway.view.ApiKeyView;
import seawall.gateway.view.AuctionView;
import seawall.gateway.view.BalanceView;
import seawall.gateway.view.BillView;
import seawall.gateway.view.BookLevels;
import seawall.gateway.view.CandleView;
import seawall.gateway.view.CurrencyView;
import seawall.gateway.view.FillView;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.OrderState;
import seawall.gateway.view.OrderUpdate;
import seawall.gateway.view.OrderView;
import seawall.gateway.view.TickerView;
import seawall.gateway.view.TradeView;
import seawall.gateway.view.TransferView;
import seawall.gateway.view.Views;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.Liquidity;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.Wallet;

/// Writes what the views hold in the shapes of OKX v5. Each method writes one value; keys that do not apply to a spot
/// venue are there and empty, since strict clients ask for every one. Safe for any thread.
public final class OkxJson {
    /// The one group of fees, joined to instruments.
    static final String FEE_GROUP = "1";

    private static final long UID_BASE = 100_000_000_000_000_000L;
    private static final int AVERAGE_PRICE_DIGITS = 10;
    private static final String DECIMALS_16 = ".0000000000000000";

    private final Views views;
    private final Valuation valuation;

    public OkxJson(Views views) {
        this.views = views;
        this.valuation = new Valuation(views);
    }

    /// The user id under which an account appears.
    public static long uid(int accountId) {
        return UID_BASE + accountId;
    }

    public Valuation valuation() {
        return valuation;
    }

    // Public data.

    /// An element of `public/instruments`, `account/instruments` and the `instruments` channel.
    public void instrument(JsonOutput out, InstrumentView instrument) {
        String listed = Long.toString(instrument.listedNanos() / 1_000_000);
        long trading = instrument.reopening().tradingNanos();
        String limitSize = Decimals.quantity(instrument, instrument.maxLimitLots());
        String limitSize16 = limitSize.contains(".") ? limitSize : limitSize + DECIMALS_16;
        String marketAmount = Decimals.amount(instrument.quote(), instrument.maxMarketQuoteAtoms());
        out.beginObject()
                .field("alias", "")
                .field("auctionEndTime", millisOrEmpty(instrument.reopening().auctionEndNanos()))
                .field("baseCcy", instrument.base().code())
                .field("category", "1")
                .empty("ctMult", "ctType", "ctVal", "ctValCcy")
                .field("contTdSwTime", trading == 0 ? listed : millisOrEmpty(trading))
                .field("elp", "0")
                .empty("expTime", "freq")
                .field("futureSettlement", false)
                .field("groupId", FEE_GROUP)
                .empty("instFamily")
                .field("instId", instrument.name())
                .field("instType", "SPOT")
                .empty("lever")
                .field("listTime", listed);
        out.key("lotSz").decimal(instrument.lotMantissa(), instrument.lotScale());
        out.field("longPosRemainingQuota", "")
                .field("maxIcebergSz", limitSize16)
                .empty("maxLmtAmt")
                .field("maxLmtSz", limitSize)
                .field("maxMktAmt", marketAmount)
                .field("maxMktSz", marketAmount)
                .empty("maxPlatOILmt")
                .field("maxStopSz", marketAmount)
                .field("maxTriggerSz", limitSize16)
                .field("maxTwapSz", limitSize16)
                .empty("method")
                .field("minSz", Decimals.quantity(instrument, instrument.minLots()))
                .field("optType", "")
                .field("openType", isAuctioned(instrument) ? "call_auction" : "")
                .empty("posLmtAmt", "posLmtPct", "preMktSwTime")
                .field("quoteCcy", instrument.quote().code());
        out.key("tradeQuoteCcyList")
                .beginArray()
                .value(instrument.quote().code())
                .endArray();
        out.empty("seriesId", "settleCcy", "shortPosRemainingQuota")
                .field("state", state(instrument.phase()))
                .field("ruleType", "normal")
                .empty("stk");
        out.key("tickSz").decimal(instrument.tickMantissa(), instrument.tickScale());
        out.empty("uly", "initPxLmtPct", "floatPxLmtPct", "maxPxLmtPct");
        out.key("instIdCode").integer(instrument.instrumentId());
        out.field("instCategory", "1").key("upcChg").beginArray().endArray();
        out.endObject();
    }

    /// True for an instrument that opens, or opened last, by an auction.
    private static boolean isAuctioned(InstrumentView instrument) {
        return instrument.phase() == Phase.AUCTION || instrument.reopening().hasAuction();
    }

    private static String millisOrEmpty(long nanos) {
        return nanos == 0 ? "" : Long.toString(nanos / 1_000_000);
    }

    /// The state of an instrument, in the words of OKX.
    public static String state(Phase phase) {
        return switch (phase) {
            case TRADING -> "live";
            case POST_ONLY -> "post_only";
            case AUCTION -> "preopen";
            case CANCEL_ONLY, HALTED, NULL_VAL -> "suspend";
        };
    }

    /// An element of `market/tickers` and the `tickers` channel.
    public void ticker(JsonOutput out, InstrumentView instrument, TickerView ticker) {
        out.beginObject().field("instType", "SPOT").field("instId", instrument.name());
        price(out, "last", instrument, ticker.lastTicks());
        quantity(out, "lastSz", instrument, ticker.lastLots());
        price(out, "askPx", instrument, ticker.askTicks());
        quantityOrEmpty(out, "askSz", instrument, ticker.askLots());
        price(out, "bidPx", instrument, ticker.bidTicks());
        quantityOrEmpty(out, "bidSz", instrument, ticker.bidLots());
        price(out, "open24h", instrument, ticker.open24hTicks());
        price(out, "high24h", instrument, ticker.high24hTicks());
        price(out, "low24h", instrument, ticker.low24hTicks());
        amount(out, "volCcy24h", instrument.quote(), ticker.volume24hQuoteAtoms());
        quantity(out, "vol24h", instrument, ticker.volume24hLots());
        price(out, "sodUtc0", instrument, ticker.sodUtc0Ticks());
        price(out, "sodUtc8", instrument, ticker.sodUtc8Ticks());
        out.millis("ts", ticker.timeNanos()).endObject();
    }

    /// The keys `asks` and `bids` with the best levels, each `[price, size, "0", orders]`.
    public void sides(JsonOutput out, InstrumentView instrument, BookLevels book, int depthMax) {
        out.key("asks");
        side(out, instrument, book, Side.SELL, depthMax, true);
        out.key("bids");
        side(out, instrument, book, Side.BUY, depthMax, true);
    }

    /// One price level as every book channel sends it; a level that is gone has size and count 0.
    public void level(JsonOutput out, InstrumentView instrument, long priceTicks, long quantityLots, int orders) {
        out.beginArray();
        Decimals.write(out, priceTicks, instrument.tickMantissa(), instrument.tickScale());
        Decimals.write(out, quantityLots, instrument.lotMantissa(), instrument.lotScale());
        out.value("0").text(orders).endArray();
    }

    private void side(
            JsonOutput out, InstrumentView instrument, BookLevels book, Side side, int depthMax, boolean withZero) {
        out.beginArray();
        int levels = Math.min(depthMax, book.levels(side));
        for (int depth = 0; depth < levels; depth++) {
            out.beginArray();
            Decimals.write(out, book.priceTicks(side, depth), instrument.tickMantissa(), instrument.tickScale());
            Decimals.write(out, book.quantityLots(side, depth), instrument.lotMantissa(), instrument.lotScale());
            if (withZero) {
                out.value("0");
            }
            out.text(book.orders(side, depth)).endArray();
        }
        out.endArray();
    }

    /// The element of `market/books`.
    public void book(JsonOutput out, InstrumentView instrument, BookLevels book, int depthMax, long nowNanos) {
        out.beginObject();
        sides(out, instrument, book, depthMax);
        out.millis("ts", bookTime(book, nowNanos));
        out.key("seqId").integer(book.sequence());
        out.endObject();
    }

    /// The element of `market/books-full`: levels of three elements.
    public void bookFull(JsonOutput out, InstrumentView instrument, BookLevels book, int depthMax, long nowNanos) {
        out.beginObject().key("asks");
        side(out, instrument, book, Side.SELL, depthMax, false);
        out.key("bids");
        side(out, instrument, book, Side.BUY, depthMax, false);
        out.millis("ts", bookTime(book, nowNanos)).endObject();
    }

    private static long bookTime(BookLevels book, long nowNanos) {
        return book.timeNanos() == 0 ? nowNanos : book.timeNanos();
    }

    /// An element of `market/trades`, and of `trades-all`.
    public void trade(JsonOutput out, InstrumentView instrument, TradeView trade) {
        beginTrade(out, instrument, trade, trade.quantityLots());
        out.endObject();
    }

    /// An element of the `trades` channel: the matches of one incoming order at one price.
    ///
    /// @param last         the last of them
    /// @param quantityLots of all of them
    /// @param count        how many they are
    public void trades(
            JsonOutput out, InstrumentView instrument, TradeView last, long quantityLots, int count, long seqId) {
        beginTrade(out, instrument, last, quantityLots);
        out.field("count", count).key("seqId").integer(seqId).endObject();
    }

    private void beginTrade(JsonOutput out, InstrumentView instrument, TradeView trade, long quantityLots) {
        out.beginObject().field("instId", instrument.name()).field("side", side(trade.takerSide()));
        quantity(out, "sz", instrument, quantityLots);
        out.field("source", "0");
        price(out, "px", instrument, trade.priceTicks());
        out.field("tradeId", trade.tradeId()).millis("ts", trade.timeNanos());
    }

    /// A candle as REST and the candle channels have it.
    public void candle(JsonOutput out, InstrumentView instrument, CandleView candle, boolean isClosed) {
        out.beginArray().text(candle.openMillis());
        for (long ticks : new long[] {candle.openTicks(), candle.highTicks(), candle.lowTicks(), candle.closeTicks()}) {
            Decimals.write(out, ticks, instrument.tickMantissa(), instrument.tickScale());
        }
        Decimals.write(out, candle.volumeLots(), instrument.lotMantissa(), instrument.lotScale());
        out.decimal(candle.volumeQuoteAtoms(), instrument.quote().scale());
        out.decimal(candle.volumeQuoteAtoms(), instrument.quote().scale());
        out.value(isClosed ? "1" : "0").endArray();
    }

    /// An element of `public/price-limit` and the `price-limit` channel.
    public void priceLimit(JsonOutput out, InstrumentView instrument, long nowNanos) {
        out.beginObject().field("instType", "SPOT").field("instId", instrument.name());
        price(out, "buyLmt", instrument, instrument.buyLimitTicks());
        price(out, "sellLmt", instrument, instrument.sellLimitTicks());
        out.millis("ts", nowNanos)
                .field("enabled", instrument.buyLimitTicks() != 0)
                .endObject();
    }

    /// An element of `market/index-tickers`: a spot venue of one market is its own index.
    public void indexTicker(JsonOutput out, InstrumentView instrument, TickerView ticker) {
        out.beginObject().field("instId", instrument.name());
        price(out, "idxPx", instrument, ticker.lastTicks());
        price(out, "high24h", instrument, ticker.high24hTicks());
        price(out, "sodUtc0", instrument, ticker.sodUtc0Ticks());
        price(out, "open24h", instrument, ticker.open24hTicks());
        price(out, "low24h", instrument, ticker.low24hTicks());
        price(out, "sodUtc8", instrument, ticker.sodUtc8Ticks());
        out.millis("ts", ticker.timeNanos()).endObject();
    }

    /// The element of `market/call-auction-details` and the channel of that name; zeros while nothing would trade.
    public void callAuction(JsonOutput out, InstrumentView instrument, AuctionView auction, long nowNanos) {
        out.beginObject().field("instId", instrument.name());
        quantity(out, "unmatchedSz", instrument, auction.unmatchedLots());
        out.field("eqPx", Decimals.price(instrument, auction.priceTicks()));
        quantity(out, "matchedSz", instrument, auction.matchedLots());
        out.field("state", instrument.phase() == Phase.AUCTION ? "call_auction" : "continuous_trading")
                .field("auctionEndTime", millisOrEmpty(instrument.reopening().auctionEndNanos()))
                .millis("ts", nowNanos)
                .endObject();
    }

    /// An element of `system/status`; the `status` channel adds the time of the push.
    public void status(JsonOutput out, StatusRow row, @Nullable Long pushMillis) {
        out.beginObject()
                .field("title", row.title())
                .field("state", row.state())
                .field("begin", row.beginMillis())
                .field("end", row.endMillis() == 0 ? "" : Long.toString(row.endMillis()))
                .field("preOpenBegin", row.preOpenBegin())
                .field("href", row.href())
                .field("serviceType", row.serviceType())
                .field("system", "unified")
                .field("scheDesc", row.scheDesc())
                .field("maintType", row.maintType())
                .field("env", "1");
        if (pushMillis != null) {
            out.field("ts", pushMillis);
        }
        out.endObject();
    }

    // Orders and fills.

    /// The order object of REST.
    public void order(JsonOutput out, OrderView order) {
        InstrumentView instrument = instrument(order.instrumentId());
        FillView last = order.lastFill();
        out.beginObject();
        quantity(out, "accFillSz", instrument, order.filledLots());
        algos(out, instrument, order);
        out.field("avgPx", order.filledLots() == 0 ? "" : averagePrice(instrument, order))
                .millis("cTime", order.createdNanos());
        closing(out, order);
        out.field("category", "normal").field("ccy", "").field("clOrdId", order.clientOrderId());
        fee(out, "fee", "feeCcy", instrument, order.side(), order.feeAtoms());
        if (last == null) {
            out.field("fillPx", "").field("fillSz", "0").field("fillTime", "");
        } else {
            price(out, "fillPx", instrument, last.priceTicks());
            quantity(out, "fillSz", instrument, last.quantityLots());
            out.millis("fillTime", last.timeNanos());
        }
        identity(out, instrument, order);
        out.empty("lever").field("posSide", "net");
        terms(out, instrument, order);
        out.field("tradeId", last == null ? "" : Long.toString(last.tradeId()))
                .millis("uTime", order.updatedNanos())
                .endObject();
    }

    /// An element of the `orders` channel: the fill fields tell of this update only.
    public void orderUpdate(JsonOutput out, OrderUpdate update) {
        OrderView order = update.order();
        InstrumentView instrument = instrument(order.instrumentId());
        FillView fill = update.change() instanceof OrderUpdate.Change.Filled(FillView now) ? now : null;
        Amendment amendment = Amendment.of(update, instrument);
        out.beginObject();
        quantity(out, "accFillSz", instrument, order.filledLots());
        algos(out, instrument, order);
        out.field("amendResult", amendment.result())
                .field("amendSource", amendment.source())
                .field("avgPx", order.filledLots() == 0 ? "0" : averagePrice(instrument, order))
                .millis("cTime", order.createdNanos());
        closing(out, order);
        out.field("category", "normal")
                .field("ccy", "")
                .field("clOrdId", order.clientOrderId())
                .field("code", amendment.code())
                .field("execType", fill == null ? "" : executionType(fill.liquidity()));
        fee(out, "fee", "feeCcy", instrument, order.side(), order.feeAtoms());
        fillOf(out, instrument, order, fill);
        identity(out, instrument, order);
        TradeView lastTrade = views.lastTrade(order.instrumentId());
        price(out, "lastPx", instrument, lastTrade == null ? 0 : lastTrade.priceTicks());
        out.field("lever", "0")
                .field("msg", amendment.message())
                .field("notionalUsd", Decimals.text(notionalDollars(instrument, order)))
                .field("posSide", "");
        terms(out, instrument, order);
        out.field("reqId", amendment.requestId())
                .field("tradeId", fill == null ? "" : Long.toString(fill.tradeId()))
                .millis("uTime", order.updatedNanos())
                .endObject();
    }

    /// The algo order that placed it, and the one that waits for it.
    private static void algos(JsonOutput out, InstrumentView instrument, OrderView order) {
        AlgoView placedBy = order.placedBy();
        AlgoView attached = order.attached();
        out.field("algoClOrdId", placedBy == null ? "" : placedBy.clientAlgoId())
                .field("algoId", placedBy == null ? "" : Long.toString(placedBy.algoId()))
                .field("attachAlgoClOrdId", attached == null ? "" : attached.clientAlgoId())
                .key("attachAlgoOrds")
                .beginArray();
        if (attached != null) {
            AlgoJson.attached(out, instrument, attached);
        }
        out.endArray();
    }

    private void fillOf(JsonOutput out, InstrumentView instrument, OrderView order, @Nullable FillView fill) {
        if (fill == null) {
            out.field("fillFee", "0")
                    .field("fillFeeCcy", "")
                    .field("fillNotionalUsd", "")
                    .field("fillPx", "")
                    .field("fillSz", "0")
                    .field("fillPnl", "0")
                    .field("fillTime", "");
        } else {
            fee(out, "fillFee", "fillFeeCcy", instrument, order.side(), fill.feeAtoms());
            out.field("fillNotionalUsd", Decimals.text(valuation.dollars(instrument.quote(), fill.quoteAtoms())));
            price(out, "fillPx", instrument, fill.priceTicks());
            quantity(out, "fillSz", instrument, fill.quantityLots());
            out.field("fillPnl", "0").millis("fillTime", fill.timeNanos());
        }
        out.empty("fillPxVol", "fillPxUsd", "fillMarkVol", "fillFwdPx", "fillMarkPx", "fillIdxPx");
    }

    private void closing(JsonOutput out, OrderView order) {
        CloseReason reason = order.closeReason();
        boolean isCanceled = order.state() == OrderState.CANCELED && reason != null;
        out.field("cancelSource", isCanceled && reason != null ? cancelSource(reason) : "")
                .field("cancelSourceReason", isCanceled && reason != null ? cancelText(reason) : "");
    }

    /// The number OKX gives a reason to cancel. Reasons it does not know are the system's.
    public static String cancelSource(CloseReason reason) {
        return switch (reason) {
            case USER -> "1";
            case FOK -> "13";
            case IOC -> "14";
            case PRICE_LIMIT -> "15";
            case CANCEL_ALL_AFTER -> "20";
            case POST_ONLY -> "31";
            case SELF_TRADE -> "32";
            case MAKERS_MAX -> "33";
            case SYSTEM, NO_LIQUIDITY, FUNDS, PARENT, FILLED, NULL_VAL -> "0";
        };
    }

    private static String cancelText(CloseReason reason) {
        return switch (reason) {
            case USER -> "Order canceled by user.";
            case FOK -> "FOK order was canceled because it could not be filled completely.";
            case IOC -> "The unfilled part of an IOC order was canceled.";
            case PRICE_LIMIT -> "The order met the price limit.";
            case CANCEL_ALL_AFTER -> "Cancel all after was triggered.";
            case POST_ONLY -> "The post-only order would have taken liquidity.";
            case SELF_TRADE -> "Self-trade prevention.";
            case MAKERS_MAX -> "The order met too many makers.";
            case NO_LIQUIDITY -> "Nothing was left on the other side of the book.";
            case FUNDS -> "Nothing was left to pay with.";
            case SYSTEM, PARENT, FILLED, NULL_VAL -> "Order canceled by system.";
        };
    }

    private void identity(JsonOutput out, InstrumentView instrument, OrderView order) {
        out.field("instId", instrument.name())
                .field("instType", "SPOT")
                .field("isTpLimit", "false")
                .key("linkedAlgoOrd")
                .beginObject()
                .field("algoId", "")
                .endObject()
                .field("ordId", order.orderId())
                .field("ordType", orderType(order.orderType()))
                .field("pnl", "0");
    }

    private void terms(JsonOutput out, InstrumentView instrument, OrderView order) {
        price(out, "px", instrument, order.priceTicks());
        out.empty("pxType", "pxUsd", "pxVol", "quickMgnType")
                .field("rebate", "0")
                .field(
                        "rebateCcy",
                        order.side() == Side.BUY
                                ? instrument.quote().code()
                                : instrument.base().code())
                .field("reduceOnly", "false")
                .field("side", side(order.side()))
                .empty("slOrdPx", "slTriggerPx", "slTriggerPxType")
                .field("source", order.placedBy() == null ? "" : AlgoJson.source(order.placedBy()))
                .field("state", state(order.state()))
                .field("stpId", "")
                .field("stpMode", stpMode(order.stp()));
        if (order.sizeUnit() == SizeUnit.QUOTE) {
            amount(out, "sz", instrument.quote(), order.quantity());
        } else {
            quantity(out, "sz", instrument, order.quantity());
        }
        out.field("tag", order.tag())
                .field("tdMode", "cash")
                .field("tgtCcy", targetCurrency(order))
                .empty("tpOrdPx", "tpTriggerPx", "tpTriggerPxType")
                .field("tradeQuoteCcy", instrument.quote().code());
    }

    private static String targetCurrency(OrderView order) {
        if (order.orderType() != OrderType.MARKET) {
            return "";
        }
        return order.sizeUnit() == SizeUnit.QUOTE ? "quote_ccy" : "base_ccy";
    }

    private BigDecimal notionalDollars(InstrumentView instrument, OrderView order) {
        if (order.sizeUnit() == SizeUnit.QUOTE) {
            return valuation.dollars(instrument.quote(), order.quantity());
        }
        long ticks = order.priceTicks();
        if (ticks == 0) {
            TradeView last = views.lastTrade(order.instrumentId());
            ticks = last == null ? instrument.referencePriceTicks() : last.priceTicks();
        }
        return valuation.dollars(instrument, BigInteger.valueOf(ticks).multiply(BigInteger.valueOf(order.quantity())));
    }

    static String averagePrice(InstrumentView instrument, OrderView order) {
        BigDecimal ticks = new BigDecimal(order.turnoverTickLots())
                .divide(BigDecimal.valueOf(order.filledLots()), AVERAGE_PRICE_DIGITS, RoundingMode.HALF_EVEN);
        return Decimals.text(
                ticks.multiply(BigDecimal.valueOf(instrument.tickMantissa())).movePointLeft(instrument.tickScale()));
    }

    /// An element of `trade/fills` and `trade/fills-history`.
    public void fill(JsonOutput out, FillView fill) {
        InstrumentView instrument = instrument(fill.instrumentId());
        out.beginObject().field("side", side(fill.side()));
        quantity(out, "fillSz", instrument, fill.quantityLots());
        price(out, "fillPx", instrument, fill.priceTicks());
        out.empty("fillPxVol", "fillFwdPx");
        fee(out, "fee", "feeCcy", instrument, fill.side(), fill.feeAtoms());
        out.field("fillPnl", "0").field("ordId", fill.orderId());
        out.key("feeRate").decimal(-fill.feeMillionths(), 6);
        out.field("instType", "SPOT")
                .field("fillPxUsd", "")
                .field("instId", instrument.name())
                .field("clOrdId", fill.clientOrderId())
                .field("posSide", "net")
                .field("billId", fill.billId())
                .field("subType", fill.side() == Side.BUY ? "1" : "2")
                .field("fillMarkVol", "")
                .field("tag", fill.tag())
                .millis("fillTime", fill.timeNanos())
                .field("execType", executionType(fill.liquidity()))
                .field("fillIdxPx", "")
                .field("tradeId", fill.tradeId())
                .field("fillMarkPx", "")
                .millis("ts", fill.timeNanos())
                .field("tradeQuoteCcy", instrument.quote().code())
                .endObject();
    }

    // Money.

    /// An element of `account/bills`.
    public void bill(JsonOutput out, BillView bill) {
        InstrumentView instrument = bill.instrumentId() == 0 ? null : instrument(bill.instrumentId());
        boolean isTrade = isTrade(bill);
        out.beginObject();
        amount(out, "bal", bill.currency(), bill.balanceAtoms());
        amount(out, "balChg", bill.currency(), bill.amountAtoms());
        out.field("billId", bill.billId())
                .field("ccy", bill.currency().code())
                .field("clOrdId", bill.clientOrderId())
                .empty("earnAmt", "earnApr")
                .field("execType", isTrade ? executionType(bill.liquidity()) : "");
        amount(out, "fee", bill.currency(), -bill.feeAtoms());
        out.empty("fillFwdPx", "fillIdxPx", "fillMarkPx", "fillMarkVol", "fillPxUsd", "fillPxVol")
                .field("fillTime", isTrade ? Long.toString(bill.timeNanos() / 1_000_000) : "")
                .field("from", from(bill))
                .field("instId", instrument == null ? "" : instrument.name())
                .field("instType", instrument == null ? "" : "SPOT")
                .field("interest", "0")
                .field("mgnMode", isTrade ? "cash" : "")
                .field("notes", "")
                .field("ordId", bill.orderId() == 0 ? "" : Long.toString(bill.orderId()))
                .all("0", "pnl", "posBal", "posBalChg");
        if (instrument != null && isTrade) {
            price(out, "px", instrument, bill.priceTicks());
            out.field("subType", billSubType(bill));
            quantity(out, "sz", instrument, bill.quantityLots());
        } else {
            out.field("px", "").field("subType", billSubType(bill));
            amount(out, "sz", bill.currency(), Math.abs(bill.amountAtoms()));
        }
        out.field("tag", bill.tag())
                .field("to", to(bill))
                .field("tradeId", bill.tradeId() == 0 ? "" : Long.toString(bill.tradeId()))
                .millis("ts", bill.timeNanos())
                .field("type", billType(bill))
                .endObject();
    }

    /// Type of a bill of the trading account.
    static String billType(BillView bill) {
        return isTrade(bill) ? "2" : "1";
    }

    static String billSubType(BillView bill) {
        if (isTrade(bill)) {
            return Integer.toString(bill.side());
        }
        return bill.amountAtoms() >= 0 ? "11" : "12";
    }

    private static boolean isTrade(BillView bill) {
        return switch (bill.reason()) {
            case TRADE, FEE -> true;
            case TRANSFER_IN,
                    TRANSFER_OUT,
                    DEPOSIT,
                    MINT,
                    TO_SUB_ACCOUNT,
                    FROM_SUB_ACCOUNT,
                    TO_MAIN_ACCOUNT,
                    FROM_MAIN_ACCOUNT,
                    NULL_VAL -> false;
        };
    }

    // Paper money that is given straight to the trading account reads like a deposit that was passed on to it at
    // once: the API knows no other way into that account. The wallet of another account is not told.
    private static String from(BillView bill) {
        return switch (bill.reason()) {
            case TRANSFER_IN, DEPOSIT -> otherWallet(bill);
            case TRANSFER_OUT, TO_SUB_ACCOUNT, TO_MAIN_ACCOUNT -> wallet(bill.wallet());
            case FROM_SUB_ACCOUNT, FROM_MAIN_ACCOUNT, TRADE, FEE, MINT, NULL_VAL -> "";
        };
    }

    private static String to(BillView bill) {
        return switch (bill.reason()) {
            case TRANSFER_OUT -> otherWallet(bill);
            case TRANSFER_IN, DEPOSIT, FROM_SUB_ACCOUNT, FROM_MAIN_ACCOUNT -> wallet(bill.wallet());
            case TO_SUB_ACCOUNT, TO_MAIN_ACCOUNT, TRADE, FEE, MINT, NULL_VAL -> "";
        };
    }

    private static String otherWallet(BillView bill) {
        return wallet(bill.wallet() == Wallet.FUNDING ? Wallet.TRADING : Wallet.FUNDING);
    }

    /// The number of a wallet.
    public static String wallet(Wallet wallet) {
        return Short.toString(wallet.value());
    }

    /// An element of `asset/bills`.
    public void assetBill(JsonOutput out, BillView bill) {
        out.beginObject()
                .field("billId", bill.billId())
                .field("ccy", bill.currency().code())
                .field("clientId", bill.clientId());
        amount(out, "balChg", bill.currency(), bill.amountAtoms());
        amount(out, "bal", bill.currency(), bill.balanceAtoms());
        out.field("type", assetBillType(bill))
                .millis("ts", bill.timeNanos())
                .field("notes", "")
                .endObject();
    }

    static String assetBillType(BillView bill) {
        return switch (bill.reason()) {
            case TRANSFER_IN -> "130";
            case TRANSFER_OUT -> "131";
            case TO_SUB_ACCOUNT -> "20";
            case FROM_SUB_ACCOUNT -> "21";
            case TO_MAIN_ACCOUNT -> "22";
            case FROM_MAIN_ACCOUNT -> "23";
            case TRADE, FEE, DEPOSIT, MINT, NULL_VAL -> "1";
        };
    }

    /// The element of `account/balance`, and of a push of the `account` channel.
    ///
    /// @param balances of the trading wallet; zero balances are shown as well, so leave out what should not be
    /// @param all      all balances of the trading wallet, for the total
    public void balance(JsonOutput out, List<BalanceView> balances, List<BalanceView> all, long nowNanos) {
        out.beginObject()
                .empty("adjEq", "availEq", "borrowFroz", "delta", "deltaLever")
                .field("deltaNeutralStatus", "0")
                .key("details")
                .beginArray();
        for (BalanceView balance : balances) {
            detail(out, balance);
        }
        out.endArray()
                .empty(
                        "imr",
                        "isoEq",
                        "mgnRatio",
                        "mmr",
                        "notionalUsd",
                        "notionalUsdForBorrow",
                        "notionalUsdForFutures",
                        "notionalUsdForOption",
                        "notionalUsdForSwap",
                        "ordFroz")
                .field("totalEq", Decimals.text(valuation.dollars(all)))
                .millis("uTime", nowNanos)
                .field("upl", "")
                .endObject();
    }

    private void detail(JsonOutput out, BalanceView balance) {
        CurrencyView currency = balance.currency();
        String cash = Decimals.amount(currency, balance.balanceAtoms());
        String hold = Decimals.amount(currency, balance.holdAtoms());
        out.beginObject().field("autoLendStatus", "off").field("autoLendMtAmt", "0");
        amount(out, "availBal", currency, balance.availableAtoms());
        out.empty("availEq", "borrowFroz")
                .field("cashBal", cash)
                .field("ccy", currency.code())
                .field("coinUsdPrice", Decimals.text(valuation.dollars(currency)))
                .field("crossLiab", "")
                .field("colRes", "0")
                .field("collateralEnabled", false)
                .field("collateralRestrict", false)
                .field("colBorrAutoConversion", "0")
                .field("disEq", "0")
                .field("eq", cash)
                .field("eqUsd", Decimals.text(valuation.dollars(currency, balance.balanceAtoms())))
                .all("0", "smtSyncEq", "spotCopyTradingEq", "fixedBal")
                .field("frozenBal", hold)
                .field("frpType", "0")
                .empty("imr", "interest", "isoEq", "isoLiab", "isoUpl", "liab", "maxLoan", "mgnRatio", "mmr")
                .field("notionalLever", "")
                .field("ordFrozen", hold)
                .field("rewardBal", "0")
                .empty("spotInUseAmt", "clSpotInUseAmt", "maxSpotInUse", "maxSpotInUseAmt")
                .all("0", "spotIsoBal", "stgyEq", "twap")
                .millis("uTime", balance.updatedNanos())
                .empty(
                        "upl",
                        "uplLiab",
                        "spotBal",
                        "openAvgPx",
                        "accAvgPx",
                        "spotUpl",
                        "spotUplRatio",
                        "totalPnl",
                        "totalPnlRatio")
                .endObject();
    }

    /// The element of a push of `balance_and_position`.
    ///
    /// @param eventType `snapshot`, `filled`, `transferred`, …
    /// @param fills     what made the change; empty if it was no trade
    public void balanceAndPosition(
            JsonOutput out, String eventType, List<BalanceView> balances, List<FillView> fills, long nowNanos) {
        out.beginObject()
                .millis("pTime", nowNanos)
                .field("eventType", eventType)
                .key("balData")
                .beginArray();
        for (BalanceView balance : balances) {
            out.beginObject().field("ccy", balance.currency().code());
            amount(out, "cashBal", balance.currency(), balance.balanceAtoms());
            out.millis("uTime", balance.updatedNanos()).endObject();
        }
        out.endArray().key("posData").beginArray().endArray().key("trades").beginArray();
        for (FillView fill : fills) {
            out.beginObject()
                    .field("instId", instrument(fill.instrumentId()).name())
                    .field("tradeId", fill.tradeId())
                    .endObject();
        }
        out.endArray().endObject();
    }

    /// An element of `asset/balances`.
    public void assetBalance(JsonOutput out, BalanceView balance) {
        out.beginObject();
        amount(out, "availBal", balance.currency(), balance.availableAtoms());
        amount(out, "bal", balance.currency(), balance.balanceAtoms());
        out.field("ccy", balance.currency().code());
        amount(out, "frozenBal", balance.currency(), balance.holdAtoms());
        out.endObject();
    }

    /// An element of `asset/currencies`. Deposits are issued by the venue and nothing leaves it.
    public void currency(JsonOutput out, CurrencyView currency) {
        String atom = Decimals.amount(currency, 1);
        out.beginObject()
                .field("burningFeeRate", "")
                .field("canDep", true)
                .field("canInternal", false)
                .field("canWd", false)
                .field("ccy", currency.code())
                .field("chain", chain(currency))
                .empty("ctAddr", "depEstOpenTime", "depQuotaFixed", "depQuoteDailyLayer2")
                .field("fee", "0")
                .field("logoLink", "")
                .field("mainNet", true)
                .field("maxFee", "0")
                .empty("maxFeeForCtAddr")
                .field("maxWd", "0")
                .field("minDep", atom)
                .field("minDepArrivalConfirm", "0")
                .field("minFee", "0")
                .empty("minFeeForCtAddr")
                .field("minInternal", atom)
                .field("minWd", "0")
                .field("minWdUnlockConfirm", "0")
                .field("name", currency.code())
                .field("needTag", false)
                .empty("usedDepQuotaFixed")
                .field("usedWdQuota", "0")
                .field("wdEstOpenTime", "")
                .field("wdQuota", "0")
                .field("wdTickSz", currency.scale())
                .endObject();
    }

    /// The one network on which a currency arrives; clients split the name at its dash.
    static String chain(CurrencyView currency) {
        return currency.code() + "-Seawall";
    }

    /// An element of `asset/deposit-history`.
    public void deposit(JsonOutput out, BillView bill) {
        out.beginObject().field("actualDepBlkConfirm", "0");
        amount(out, "amt", bill.currency(), bill.amountAtoms());
        out.field("areaCodeFrom", "")
                .field("ccy", bill.currency().code())
                .field("chain", chain(bill.currency()))
                .field("depId", bill.billId())
                .empty("from", "fromWdId")
                .field("state", "2")
                .field("to", uid(bill.accountId()))
                .millis("ts", bill.timeNanos())
                .field("txId", bill.clientId())
                .endObject();
    }

    /// The reply to a transfer.
    public void transfer(JsonOutput out, TransferView transfer) {
        out.beginObject()
                .field("transId", transfer.transferId())
                .field("ccy", transfer.currency().code())
                .field("clientId", transfer.clientId())
                .field("from", wallet(transfer.from()));
        amount(out, "amt", transfer.currency(), transfer.amountAtoms());
        out.field("to", wallet(transfer.to())).endObject();
    }

    /// The element of `asset/transfer-state`; the engine makes a transfer at once or not at all.
    ///
    /// @param askingId the account that asks
    public void transferState(JsonOutput out, TransferView transfer, int askingId) {
        out.beginObject();
        amount(out, "amt", transfer.currency(), transfer.amountAtoms());
        out.field("ccy", transfer.currency().code())
                .field("clientId", transfer.clientId())
                .field("from", wallet(transfer.from()))
                .field("instId", "")
                .field("state", "success")
                .field("subAcct", subAccount(transfer))
                .field("to", wallet(transfer.to()))
                .field("toInstId", "")
                .field("transId", transfer.transferId())
                .field("type", transferType(transfer, askingId))
                .endObject();
    }

    /// The sub-account of a transfer: the one that received if two are in it, none if there is none.
    private String subAccount(TransferView transfer) {
        if (transfer.isWithinAccount()) {
            return "";
        }
        AccountView receiver = account(transfer.toAccountId());
        return receiver.isSubAccount()
                ? receiver.name()
                : account(transfer.accountId()).name();
    }

    private String transferType(TransferView transfer, int askingId) {
        if (transfer.isWithinAccount()) {
            return "0";
        }
        if (!account(transfer.accountId()).isSubAccount()) {
            return "1";
        }
        if (account(transfer.toAccountId()).isSubAccount()) {
            return "4";
        }
        return askingId == transfer.toAccountId() ? "2" : "3";
    }

    private AccountView account(int accountId) {
        AccountView account = views.account(accountId);
        if (account == null) {
            throw new IllegalStateException("expected a known account, found accountId " + accountId);
        }
        return account;
    }

    /// An element of `asset/subaccount/bills`: a transfer as the main account sees it.
    public void familyTransfer(JsonOutput out, TransferView transfer) {
        boolean isSent = !account(transfer.accountId()).isSubAccount();
        out.beginObject();
        amount(out, "amt", transfer.currency(), transfer.amountAtoms());
        out.field("billId", isSent ? transfer.transferId() : transfer.transferId() + 1)
                .field("ccy", transfer.currency().code())
                .field("subAcct", subAccount(transfer))
                .millis("ts", transfer.timeNanos())
                .field("type", isSent ? "0" : "1")
                .endObject();
    }

    /// An element of `users/subaccount/list`.
    public void subAccount(JsonOutput out, AccountView account) {
        out.beginObject()
                .field("canTransOut", account.canTransferOut())
                .field("enable", true)
                .key("frozenFunc")
                .beginArray()
                .endArray()
                .field("gAuth", false)
                .field("ifDma", false)
                .field("label", account.label())
                .field("mobile", "")
                .field("subAcct", account.name())
                .field("subAcctLv", "1")
                .field("firstLvSubAcct", account.name())
                .millis("ts", account.createdNanos())
                .field("type", "1")
                .field("uid", Long.toString(uid(account.accountId())))
                .endObject();
    }

    /// An element of `users/subaccount/apikey`.
    public void apiKey(JsonOutput out, ApiKeyView apiKey) {
        out.beginObject()
                .field("apiKey", apiKey.apiKey())
                .field("ip", apiKey.ipList())
                .field("label", apiKey.label())
                .field("perm", permissions(apiKey.permissions()))
                .millis("ts", apiKey.createdNanos())
                .endObject();
    }

    /// The element of `account/config`.
    public void config(JsonOutput out, AccountView account, ApiKeyView apiKey) {
        String uid = Long.toString(uid(account.accountId()));
        out.beginObject()
                .field("acctLv", "1")
                .field("acctStpMode", "cancel_maker")
                .field("autoLoan", false)
                .field("ctIsoMode", "automatic")
                .field("enableSpotBorrow", false)
                .field("greeksType", "PA")
                .field("feeType", "0")
                .field("ip", apiKey.ipList())
                .field("type", account.isSubAccount() ? "1" : "0")
                .field("kycLv", "3")
                .field("label", apiKey.label())
                .field("level", level(account))
                .field("levelTmp", "")
                .field("liquidationGear", "-1")
                .field("mainUid", Long.toString(uid(account.familyId())))
                .field("mgnIsoMode", "automatic")
                .field("opAuth", "0")
                .field("perm", permissions(apiKey.permissions()))
                .field("posMode", "net_mode")
                .field("roleType", "0")
                .field("spotBorrowAutoRepay", false)
                .field("spotOffsetType", "")
                .field("spotRoleType", "0")
                .key("spotTraderInsts")
                .beginArray()
                .endArray()
                .field("stgyType", "0")
                .key("traderInsts")
                .beginArray()
                .endArray()
                .field("uid", uid)
                .field("settleCcy", "")
                .key("settleCcyList")
                .beginArray()
                .endArray()
                .endObject();
    }

    /// The permissions of a mask, as a comma list.
    public static String permissions(int permissions) {
        var text = new StringBuilder();
        append(text, permissions, ApiKeyView.READ, "read_only");
        append(text, permissions, ApiKeyView.WITHDRAW, "withdraw");
        append(text, permissions, ApiKeyView.TRADE, "trade");
        return text.toString();
    }

    private static void append(StringBuilder text, int permissions, int permission, String name) {
        if ((permissions & permission) != 0) {
            text.append(text.isEmpty() ? "" : ",").append(name);
        }
    }

    /// The element of `account/trade-fee`.
    public void tradeFee(JsonOutput out, AccountView account, long nowNanos) {
        out.beginObject()
                .field("category", "1")
                .empty("delivery", "exercise")
                .key("feeGroup")
                .beginArray()
                .beginObject()
                .field("groupId", FEE_GROUP);
        rate(out, "maker", account.makerFeeMillionths());
        rate(out, "taker", account.takerFeeMillionths());
        out.endObject()
                .endArray()
                .key("fiat")
                .beginArray()
                .endArray()
                .field("instType", "SPOT")
                .field("level", level(account));
        rate(out, "maker", account.makerFeeMillionths());
        out.empty("makerU", "makerUSDC").field("ruleType", "normal");
        rate(out, "taker", account.takerFeeMillionths());
        out.empty("takerU", "takerUSDC").millis("ts", nowNanos).field("uly", "").endObject();
    }

    /// The tier of an account; one with rates of its own is in the first.
    private static String level(AccountView account) {
        return "Lv" + Math.max(1, account.feeTier());
    }

    private static void rate(JsonOutput out, String name, int millionths) {
        out.key(name).decimal(-millionths, 6);
    }

    // Words and numbers.

    public static String side(Side side) {
        return side == Side.BUY ? "buy" : "sell";
    }

    public static String orderType(OrderType type) {
        return switch (type) {
            case LIMIT -> "limit";
            case MARKET -> "market";
            case POST_ONLY -> "post_only";
            case FOK -> "fok";
            case IOC -> "ioc";
            case OPTIMAL_LIMIT_IOC -> "optimal_limit_ioc";
            case NULL_VAL -> "";
        };
    }

    public static String state(OrderState state) {
        return switch (state) {
            case LIVE -> "live";
            case PARTIALLY_FILLED -> "partially_filled";
            case FILLED -> "filled";
            case CANCELED -> "canceled";
        };
    }

    public static String stpMode(SelfTradePrevention stp) {
        return switch (stp) {
            case CANCEL_MAKER -> "cancel_maker";
            case CANCEL_TAKER -> "cancel_taker";
            case CANCEL_BOTH -> "cancel_both";
            case NULL_VAL -> "";
        };
    }

    private static String executionType(Liquidity liquidity) {
        return switch (liquidity) {
            case TAKER -> "T";
            case MAKER -> "M";
            case NONE, NULL_VAL -> "";
        };
    }

    private InstrumentView instrument(int instrumentId) {
        InstrumentView instrument = views.instrument(instrumentId);
        if (instrument == null) {
            throw new IllegalStateException("expected a known instrument, found instrumentId " + instrumentId);
        }
        return instrument;
    }

    /// A fee as OKX writes it: negative when charged, in the currency the side receives.
    private static void fee(
            JsonOutput out, String name, String currencyName, InstrumentView instrument, Side side, long feeAtoms) {
        CurrencyView currency = side == Side.BUY ? instrument.base() : instrument.quote();
        amount(out, name, currency, -feeAtoms);
        out.field(currencyName, currency.code());
    }

    static void price(JsonOutput out, String name, InstrumentView instrument, long ticks) {
        out.key(name);
        if (ticks == 0) {
            out.value("");
        } else {
            Decimals.write(out, ticks, instrument.tickMantissa(), instrument.tickScale());
        }
    }

    static void quantity(JsonOutput out, String name, InstrumentView instrument, long lots) {
        Decimals.write(out.key(name), lots, instrument.lotMantissa(), instrument.lotScale());
    }

    private static void quantityOrEmpty(JsonOutput out, String name, InstrumentView instrument, long lots) {
        if (lots == 0) {
            out.field(name, "");
        } else {
            quantity(out, name, instrument, lots);
        }
    }

    static void amount(JsonOutput out, String name, CurrencyView currency, long atoms) {
        out.key(name).decimal(atoms, currency.scale());
    }
}
