package seawall.gateway.okx;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import seawall.gateway.view.AlgoState;
import seawall.gateway.view.AlgoTerms;
import seawall.gateway.view.AlgoUpdate;
import seawall.gateway.view.AlgoView;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.OrderView;
import seawall.gateway.view.Views;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.AlgoLeg;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// Writes algo orders in the shapes of OKX v5, with every documented key, as [OkxJson] does for the rest. Safe for any
/// thread.
public final class AlgoJson {
    private static final String MARKET = "-1";
    private static final String LAST = "last";

    private final Views views;
    private final Valuation valuation;

    public AlgoJson(Views views) {
        this.views = views;
        this.valuation = new Valuation(views);
    }

    /// An element of `trade/order-algo`, `orders-algo-pending` and `orders-algo-history`.
    public void algo(JsonOutput out, AlgoView algo) {
        InstrumentView instrument = instrument(algo);
        AlgoTerms terms = algo.terms();
        out.beginObject();
        OkxJson.price(out, "activePx", instrument, terms.activationTicks());
        actual(out, instrument, algo);
        names(out, algo);
        out.field("amendPxOnTriggerType", "0")
                .key("attachAlgoOrds")
                .beginArray()
                .endArray();
        out.millis("cTime", algo.createdNanos());
        callback(out, instrument, terms);
        out.empty("ccy", "chaseType", "chaseVal")
                .field("clOrdId", "")
                .field("closeFraction", "")
                .field("failCode", failCode(instrument, algo))
                .field("instId", instrument.name())
                .field("instType", "SPOT")
                .field("isTradeBorrowMode", "");
        OkxJson.price(out, "last", instrument, algo.lastTicks());
        out.empty("lever")
                .key("linkedOrd")
                .beginObject()
                .field("ordId", "")
                .endObject()
                .empty("maxChaseType", "maxChaseVal");
        OkxJson.price(out, "moveTriggerPx", instrument, algo.moveTriggerTicks());
        placed(out, algo);
        out.field("ordPx", triggerOrderPrice(instrument, terms))
                .field("ordType", orderType(terms.kind()))
                .field("posSide", "net")
                .empty("pxLimit", "pxSpread", "pxVar", "quickMgnType")
                .field("reduceOnly", "false")
                .field("side", OkxJson.side(terms.side()));
        stopLoss(out, instrument, terms);
        out.field("state", state(algo.state()));
        size(out, instrument, terms);
        out.field("szLimit", "")
                .field("tag", algo.tag())
                .field("tdMode", "cash")
                .field("tgtCcy", targetCurrency(terms))
                .field("timeInterval", "");
        takeProfit(out, instrument, terms);
        trigger(out, instrument, algo);
        out.field("tradeQuoteCcy", instrument.quote().code())
                .millis("uTime", algo.updatedNanos())
                .endObject();
    }

    /// An element of the channel `orders-algo`.
    public void update(JsonOutput out, AlgoUpdate update) {
        AlgoView algo = update.algo();
        InstrumentView instrument = instrument(algo);
        AlgoTerms terms = algo.terms();
        out.beginObject();
        actual(out, instrument, algo);
        names(out, algo);
        out.key("attachAlgoOrds").beginArray().endArray();
        out.field("amendResult", amendResult(update))
                .millis("cTime", algo.createdNanos())
                .millis("uTime", algo.updatedNanos())
                .empty("ccy")
                .field("clOrdId", "")
                .field("closeFraction", "")
                .field("failCode", failCode(instrument, algo))
                .field("instId", instrument.name())
                .field("instType", "SPOT");
        OkxJson.price(out, "last", instrument, algo.lastTicks());
        out.field("lever", "0").field("notionalUsd", Decimals.text(notionalDollars(instrument, algo)));
        placed(out, algo);
        out.field("ordPx", triggerOrderPrice(instrument, terms))
                .field("ordType", orderType(terms.kind()))
                .field("posSide", "")
                .field("quickMgnType", "")
                .field("reduceOnly", "false")
                .field("reqId", update.change() instanceof AlgoUpdate.Change.Amended(String requestId) ? requestId : "")
                .field("side", OkxJson.side(terms.side()));
        stopLoss(out, instrument, terms);
        out.field("state", state(algo.state()));
        size(out, instrument, terms);
        out.field("tag", algo.tag()).field("tdMode", "cash").field("tgtCcy", targetCurrency(terms));
        takeProfit(out, instrument, terms);
        trigger(out, instrument, algo);
        out.field("tradeQuoteCcy", instrument.quote().code())
                .field("amendPxOnTriggerType", "0")
                .key("linkedOrd")
                .beginObject()
                .field("ordId", "")
                .endObject()
                .field("isTradeBorrowMode", "")
                .endObject();
    }

    /// An element of the channel `algo-advance`.
    public void advance(JsonOutput out, AlgoView algo, long nowNanos) {
        InstrumentView instrument = instrument(algo);
        AlgoTerms terms = algo.terms();
        out.beginObject();
        OkxJson.price(out, "activePx", instrument, terms.activationTicks());
        actual(out, instrument, algo);
        names(out, algo);
        out.field("amendPxOnTriggerType", "0").millis("cTime", algo.createdNanos());
        callback(out, instrument, terms);
        out.empty("ccy", "clOrdId")
                .field("count", "1")
                .field("failCode", failCode(instrument, algo))
                .field("instId", instrument.name())
                .field("instType", "SPOT")
                .field("isTradeBorrowMode", "")
                .field("lever", "0");
        OkxJson.price(out, "moveTriggerPx", instrument, algo.moveTriggerTicks());
        out.field("notionalUsd", Decimals.text(notionalDollars(instrument, algo)));
        placed(out, algo);
        out.field("ordPx", triggerOrderPrice(instrument, terms))
                .field("ordType", orderType(terms.kind()))
                .millis("pTime", nowNanos)
                .field("posSide", "")
                .empty("pxLimit", "pxSpread", "pxVar")
                .field("reduceOnly", "false")
                .field("side", OkxJson.side(terms.side()));
        stopLoss(out, instrument, terms);
        out.field("state", state(algo.state()));
        size(out, instrument, terms);
        out.field("szLimit", "")
                .field("tag", algo.tag())
                .field("tdMode", "cash")
                .field("tgtCcy", targetCurrency(terms))
                .field("timeInterval", "");
        takeProfit(out, instrument, terms);
        trigger(out, instrument, algo);
        out.field("tradeQuoteCcy", instrument.quote().code())
                .millis("uTime", algo.updatedNanos())
                .endObject();
    }

    /// An element of `attachAlgoOrds` of an order.
    static void attached(JsonOutput out, InstrumentView instrument, AlgoView algo) {
        AlgoTerms terms = algo.terms();
        out.beginObject()
                .field("attachAlgoId", algo.algoId())
                .field("attachAlgoClOrdId", algo.clientAlgoId())
                .field("amendPxOnTriggerType", "0")
                .empty("failCode", "failReason");
        stopLoss(out, instrument, terms);
        out.empty("slTriggerRatio", "sz").field("tpOrdKind", terms.takeProfitTriggerTicks() == 0 ? "" : "condition");
        takeProfit(out, instrument, terms);
        out.field("tpTriggerRatio", "").endObject();
    }

    /// The number OKX gives an algo order as the source of an order.
    static String source(AlgoView algo) {
        return switch (algo.terms().kind()) {
            case TRIGGER -> "6";
            case CONDITIONAL, OCO -> "7";
            case TRAILING -> "25";
            case NULL_VAL -> "";
        };
    }

    public static String orderType(AlgoKind kind) {
        return switch (kind) {
            case CONDITIONAL -> "conditional";
            case OCO -> "oco";
            case TRIGGER -> "trigger";
            case TRAILING -> "move_order_stop";
            case NULL_VAL -> "";
        };
    }

    public static String state(AlgoState state) {
        return switch (state) {
            case ATTACHED -> "pause";
            case WAITING -> "live";
            case EFFECTIVE -> "effective";
            case FAILED -> "order_failed";
            case CANCELED -> "canceled";
        };
    }

    /// True for those that the channel `algo-advance` tells of, and not `orders-algo`.
    public static boolean isAdvanced(AlgoView algo) {
        return algo.terms().kind() == AlgoKind.TRAILING;
    }

    private InstrumentView instrument(AlgoView algo) {
        InstrumentView instrument = views.instrument(algo.instrumentId());
        if (instrument == null) {
            throw new IllegalStateException("expected a known instrument, found instrumentId " + algo.instrumentId());
        }
        return instrument;
    }

    private static void names(JsonOutput out, AlgoView algo) {
        out.field("algoClOrdId", algo.clientAlgoId()).field("algoId", algo.algoId());
    }

    /// What came of it: the order it placed, with its average price when it went to the market.
    private static void actual(JsonOutput out, InstrumentView instrument, AlgoView algo) {
        OrderView placed = algo.placed();
        String side = actualSide(algo.leg());
        if (placed == null) {
            out.field("actualPx", "").field("actualSide", side).field("actualSz", "0");
            return;
        }
        if (placed.priceTicks() != 0) {
            OkxJson.price(out, "actualPx", instrument, placed.priceTicks());
        } else {
            out.field("actualPx", placed.filledLots() == 0 ? "" : OkxJson.averagePrice(instrument, placed));
        }
        out.field("actualSide", side);
        if (placed.sizeUnit() == SizeUnit.QUOTE) {
            OkxJson.amount(out, "actualSz", instrument.quote(), placed.quantity());
        } else {
            OkxJson.quantity(out, "actualSz", instrument, placed.quantity());
        }
    }

    private static String actualSide(@Nullable AlgoLeg leg) {
        return switch (leg) {
            case TAKE_PROFIT -> "tp";
            case STOP_LOSS -> "sl";
            case null, default -> "";
        };
    }

    private static void placed(JsonOutput out, AlgoView algo) {
        OrderView placed = algo.placed();
        out.field("ordId", placed == null ? "" : Long.toString(placed.orderId()))
                .key("ordIdList")
                .beginArray();
        if (placed != null) {
            out.value(Long.toString(placed.orderId()));
        }
        out.endArray();
    }

    private static void callback(JsonOutput out, InstrumentView instrument, AlgoTerms terms) {
        if (terms.callbackMillionths() == 0) {
            out.field("callbackRatio", "");
        } else {
            out.key("callbackRatio").decimal(terms.callbackMillionths(), 6);
        }
        OkxJson.price(out, "callbackSpread", instrument, terms.callbackTicks());
    }

    private static void takeProfit(JsonOutput out, InstrumentView instrument, AlgoTerms terms) {
        leg(out, "tp", instrument, terms.takeProfitTriggerTicks(), terms.takeProfitPriceTicks());
    }

    private static void stopLoss(JsonOutput out, InstrumentView instrument, AlgoTerms terms) {
        leg(out, "sl", instrument, terms.stopLossTriggerTicks(), terms.stopLossPriceTicks());
    }

    private static void leg(JsonOutput out, String name, InstrumentView instrument, long trigger, long price) {
        out.field(name + "OrdPx", trigger == 0 ? "" : orderPrice(instrument, price));
        OkxJson.price(out, name + "TriggerPx", instrument, trigger);
        out.field(name + "TriggerPxType", trigger == 0 ? "" : LAST);
    }

    private static void trigger(JsonOutput out, InstrumentView instrument, AlgoView algo) {
        long ticks = algo.terms().triggerTicks();
        OkxJson.price(out, "triggerPx", instrument, ticks);
        out.field("triggerPxType", ticks == 0 ? "" : LAST);
        if (algo.triggeredNanos() == 0) {
            out.field("triggerTime", "");
        } else {
            out.millis("triggerTime", algo.triggeredNanos());
        }
    }

    private static String triggerOrderPrice(InstrumentView instrument, AlgoTerms terms) {
        return terms.kind() == AlgoKind.TRIGGER ? orderPrice(instrument, terms.priceTicks()) : "";
    }

    private static String orderPrice(InstrumentView instrument, long ticks) {
        return ticks == 0 ? MARKET : Decimals.price(instrument, ticks);
    }

    private static void size(JsonOutput out, InstrumentView instrument, AlgoTerms terms) {
        if (terms.sizeUnit() == SizeUnit.QUOTE) {
            OkxJson.amount(out, "sz", instrument.quote(), terms.quantity());
        } else {
            OkxJson.quantity(out, "sz", instrument, terms.quantity());
        }
    }

    private static String targetCurrency(AlgoTerms terms) {
        if (terms.kind() != AlgoKind.CONDITIONAL || terms.side() != Side.BUY) {
            return "";
        }
        return terms.sizeUnit() == SizeUnit.QUOTE ? "quote_ccy" : "base_ccy";
    }

    private static String amendResult(AlgoUpdate update) {
        return switch (update.change()) {
            case AlgoUpdate.Change.Amended amended -> "0";
            case AlgoUpdate.Change.CanceledByAmendment canceled -> "1";
            case AlgoUpdate.Change.Placed placed -> "";
            case AlgoUpdate.Change.Activated activated -> "";
            case AlgoUpdate.Change.Triggered triggered -> "";
            case AlgoUpdate.Change.Canceled canceled -> "";
        };
    }

    private static String failCode(InstrumentView instrument, AlgoView algo) {
        if (algo.failure() == Outcome.ACCEPTED) {
            return "";
        }
        AlgoTerms terms = algo.terms();
        PlaceRefusal refusal = PlaceRefusal.of(algo.failure(), instrument, terms.side(), placedType(algo));
        // Rules that are newer than this gateway may know another reason.
        return refusal == null ? "50026" : refusal.code();
    }

    private static OrderType placedType(AlgoView algo) {
        AlgoTerms terms = algo.terms();
        return switch (algo.leg()) {
            case TAKE_PROFIT -> terms.takeProfitPriceTicks() == 0 ? OrderType.MARKET : OrderType.LIMIT;
            case STOP_LOSS -> terms.stopLossPriceTicks() == 0 ? OrderType.MARKET : OrderType.LIMIT;
            case TRAILING -> OrderType.MARKET;
            case null, default -> terms.orderType();
        };
    }

    private BigDecimal notionalDollars(InstrumentView instrument, AlgoView algo) {
        AlgoTerms terms = algo.terms();
        if (terms.sizeUnit() == SizeUnit.QUOTE) {
            return valuation.dollars(instrument.quote(), terms.quantity());
        }
        long ticks = algo.lastTicks();
        for (long price : new long[] {
            terms.activationTicks(), terms.takeProfitTriggerTicks(), terms.stopLossTriggerTicks(), terms.triggerTicks()
        }) {
            ticks = price == 0 ? ticks : price;
        }
        return valuation.dollars(instrument, BigInteger.valueOf(ticks).multiply(BigInteger.valueOf(terms.quantity())));
    }
}
