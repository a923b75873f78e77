package seawall.gateway.trade;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import seawall.gateway.trade.CommandWriter.Command;
import seawall.gateway.view.AlgoTerms;
import seawall.gateway.view.AlgoView;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// Turns one item of a request about algo orders into a command. What it refuses never left the gateway.
final class AlgoParser {
    /// The values of `ordType` that say that an item is an algo order, offered here or not.
    private static final Set<String> ORDER_TYPES =
            Set.of("conditional", "oco", "trigger", "move_order_stop", "iceberg", "twap", "chase");

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final long MILLIONTHS_MAX = 1_000_000;
    private static final List<String> TEXTS = Stream.concat(
                    StopLegs.TEXTS.stream(),
                    Stream.of(
                            "instIdCode",
                            "instId",
                            "algoId",
                            "algoClOrdId",
                            "clOrdId",
                            "reqId",
                            "tag",
                            "tdMode",
                            "ccy",
                            "side",
                            "posSide",
                            "ordType",
                            "sz",
                            "tgtCcy",
                            "tradeQuoteCcy",
                            "stpMode",
                            "closeFraction",
                            "triggerPx",
                            "triggerPxType",
                            "orderPx",
                            "advanceOrdType",
                            "callbackRatio",
                            "callbackSpread",
                            "activePx",
                            "newSz",
                            "newTriggerPx",
                            "newOrdPx",
                            "newTriggerPxType",
                            "newTpTriggerPx",
                            "newTpOrdPx",
                            "newTpTriggerPxType",
                            "newSlTriggerPx",
                            "newSlOrdPx",
                            "newSlTriggerPxType"))
            .toList();
    private static final List<String> FLAGS = List.of("reduceOnly", "cxlOnFail", "cxlOnClosePos");

    private final Instruments instruments;
    private final OpenAlgos openAlgos;

    AlgoParser(Instruments instruments, OpenAlgos openAlgos) {
        this.instruments = instruments;
        this.openAlgos = openAlgos;
    }

    /// True for an item that places an algo order, on whatever endpoint.
    static boolean isAlgo(Fields item) {
        return ORDER_TYPES.contains(item.text("ordType"));
    }

    Command place(int accountId, Fields item) {
        InstrumentView instrument = begin(item);
        // Before its tdMode, which one client sets to cross for these: the type is what the client must change.
        AlgoKind kind = kind(item.text("ordType"));
        ItemFields.requireSpot(item, instrument, true);
        if (item.isGiven("closeFraction")) {
            throw ItemRefusal.parameter("closeFraction");
        }
        if (item.hasElements("attachAlgoOrds")) {
            // Refused rather than dropped: an order without its stop loss is not the order that was asked for.
            throw ItemRefusal.parameter("attachAlgoOrds");
        }
        Side side = ItemFields.side(item);
        SelfTradePrevention stp = ItemFields.stp(item);
        AlgoTerms terms = switch (kind) {
            case CONDITIONAL, OCO -> stops(kind, side, stp, item, instrument);
            case TRIGGER -> trigger(side, stp, item, instrument);
            case TRAILING -> trailing(side, stp, item, instrument);
            case NULL_VAL -> throw ItemRefusal.parameter("ordType");
        };
        return new Command.PlaceAlgo(accountId, instrument, terms, clientAlgoId(item), item.text("tag"));
    }

    private static AlgoKind kind(String orderType) {
        return switch (orderType) {
            case "conditional" -> AlgoKind.CONDITIONAL;
            case "oco" -> AlgoKind.OCO;
            case "trigger" -> AlgoKind.TRIGGER;
            case "move_order_stop" -> AlgoKind.TRAILING;
            default -> throw ItemRefusal.parameter("ordType");
        };
    }

    private static AlgoTerms stops(
            AlgoKind kind, Side side, SelfTradePrevention stp, Fields item, InstrumentView instrument) {
        StopLegs legs = StopLegs.of(item, instrument);
        if (kind == AlgoKind.CONDITIONAL && legs.hasTakeProfit() && legs.hasStopLoss()) {
            // Of both only the stop loss counts, as the API has it.
            legs = legs.withoutTakeProfit();
        }
        if (!legs.hasStopLoss() && (kind == AlgoKind.OCO || !legs.hasTakeProfit())) {
            throw ItemRefusal.parameter("slTriggerPx");
        }
        if (kind == AlgoKind.OCO && !legs.hasTakeProfit()) {
            throw ItemRefusal.parameter("tpTriggerPx");
        }
        SizeUnit asked = ItemFields.sizeUnit(item, side);
        boolean isCounted = kind == AlgoKind.CONDITIONAL && side == Side.BUY && legs.hasMarket();
        // Elsewhere it means nothing, and a client sends it all the same.
        SizeUnit unit = isCounted ? asked : SizeUnit.BASE;
        return new AlgoTerms(
                kind,
                side,
                OrderType.LIMIT,
                unit,
                stp,
                ItemFields.quantity("sz", item, instrument, unit, !legs.hasMarket()),
                0,
                0,
                legs.takeProfitTicks(),
                legs.takeProfitPriceTicks(),
                legs.stopLossTicks(),
                legs.stopLossPriceTicks(),
                0,
                0,
                0);
    }

    private static AlgoTerms trigger(Side side, SelfTradePrevention stp, Fields item, InstrumentView instrument) {
        StopLegs.requireLastPrice("triggerPxType", item);
        long triggerTicks = ItemFields.priceTicks("triggerPx", item, instrument);
        boolean isMarket = StopLegs.isMarket("orderPx", item);
        long priceTicks = isMarket ? 0 : ItemFields.priceTicks("orderPx", item, instrument);
        OrderType type = switch (item.text("advanceOrdType")) {
            case "" -> isMarket ? OrderType.MARKET : OrderType.LIMIT;
            case "fok" -> OrderType.FOK;
            case "ioc" -> OrderType.IOC;
            default -> throw ItemRefusal.parameter("advanceOrdType");
        };
        if (isMarket && type != OrderType.MARKET) {
            throw ItemRefusal.parameter("advanceOrdType");
        }
        return new AlgoTerms(
                AlgoKind.TRIGGER,
                side,
                type,
                SizeUnit.BASE,
                stp,
                ItemFields.quantity("sz", item, instrument, SizeUnit.BASE, !isMarket),
                triggerTicks,
                priceTicks,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    private static AlgoTerms trailing(Side side, SelfTradePrevention stp, Fields item, InstrumentView instrument) {
        boolean isRatio = item.isGiven("callbackRatio");
        if (isRatio == item.isGiven("callbackSpread")) {
            throw ItemRefusal.parameter(isRatio ? "callbackSpread" : "callbackRatio");
        }
        return new AlgoTerms(
                AlgoKind.TRAILING,
                side,
                OrderType.LIMIT,
                SizeUnit.BASE,
                stp,
                ItemFields.quantity("sz", item, instrument, SizeUnit.BASE, false),
                0,
                0,
                0,
                0,
                0,
                0,
                isRatio ? millionths(item.text("callbackRatio")) : 0,
                isRatio ? 0 : ItemFields.priceTicks("callbackSpread", item, instrument),
                item.isGiven("activePx") ? ItemFields.priceTicks("activePx", item, instrument) : 0);
    }

    private static int millionths(String ratio) {
        BigDecimal part = Amount.parse(ratio);
        if (part == null || part.signum() <= 0) {
            throw ItemRefusal.parameter("callbackRatio");
        }
        if (part.compareTo(BigDecimal.ONE) >= 0) {
            throw new ItemRefusal(AlgoOutcomes.CALLBACK_RATE);
        }
        long millionths = Amount.steps(part.multiply(MILLION), 1, 0);
        if (millionths < 0 || millionths >= MILLIONTHS_MAX) {
            throw ItemRefusal.parameter("callbackRatio");
        }
        return (int) millionths;
    }

    Command cancel(int accountId, Fields item) {
        InstrumentView instrument = begin(item);
        long algoId = named(item);
        return new Command.CancelAlgo(accountId, instrument, algoId, algoId == 0 ? clientAlgoId(item) : "");
    }

    Command amend(int accountId, Fields item) {
        InstrumentView instrument = begin(item);
        long algoId = named(item);
        String clientAlgoId = algoId == 0 ? clientAlgoId(item) : "";
        String requestId = ItemFields.clientId("reqId", item);
        for (String name : List.of("newTriggerPxType", "newTpTriggerPxType", "newSlTriggerPxType")) {
            StopLegs.requireLastPrice(name, item);
        }
        if (item.hasElements("attachAlgoOrds")) {
            throw ItemRefusal.parameter("attachAlgoOrds");
        }
        AlgoView open = openAlgos.find(accountId, algoId, clientAlgoId);
        // Without one the engine knows of none either, and says so.
        SizeUnit unit = open == null ? SizeUnit.BASE : open.terms().sizeUnit();
        long quantity = item.isGiven("newSz") ? ItemFields.quantity("newSz", item, instrument, unit, true) : 0;
        var amendment = new Command.AmendAlgo(
                accountId,
                instrument,
                open == null ? Side.NULL_VAL : open.terms().side(),
                algoId,
                clientAlgoId,
                quantity,
                item.isGiven("newTriggerPx") ? ItemFields.priceTicks("newTriggerPx", item, instrument) : 0,
                newPrice("newOrdPx", item, instrument),
                newTrigger("newTpTriggerPx", item, instrument),
                newPrice("newTpOrdPx", item, instrument),
                newTrigger("newSlTriggerPx", item, instrument),
                newPrice("newSlOrdPx", item, instrument),
                item.flag("cxlOnFail"),
                requestId);
        if (amendment.isEmpty()) {
            throw ItemRefusal.of("51500", "You must enter a price, quantity, or TP/SL.");
        }
        return amendment;
    }

    /// A new trigger in ticks: 0 = unchanged, -1 = this leg is taken away, for which a client writes 0.
    private static long newTrigger(String name, Fields item, InstrumentView instrument) {
        if (!item.isGiven(name)) {
            return 0;
        }
        BigDecimal price = Amount.parse(item.text(name));
        return price != null && price.signum() == 0 ? -1 : ItemFields.priceTicks(name, item, instrument);
    }

    /// A new price in ticks: 0 = unchanged, -1 = the market's, for which a client writes -1.
    private static long newPrice(String name, Fields item, InstrumentView instrument) {
        if (!item.isGiven(name)) {
            return 0;
        }
        return StopLegs.isMarket(name, item) ? -1 : ItemFields.priceTicks(name, item, instrument);
    }

    private InstrumentView begin(Fields item) {
        ItemFields.requireTypes(item, TEXTS, FLAGS);
        return ItemFields.instrument(item, instruments);
    }

    /// The id that an item names, 0 when it goes by its client's id.
    private static long named(Fields item) {
        if (!item.isGiven("algoId") && !item.isGiven("algoClOrdId") && !item.isGiven("clOrdId")) {
            throw ItemRefusal.of("50015", "Either parameter algoId or algoClOrdId is required");
        }
        return ItemFields.id("algoId", item);
    }

    /// `clOrdId` is the older name of `algoClOrdId`.
    private static String clientAlgoId(Fields item) {
        String newer = ItemFields.clientId("algoClOrdId", item);
        String older = ItemFields.clientId("clOrdId", item);
        return newer.isEmpty() ? older : newer;
    }
}
