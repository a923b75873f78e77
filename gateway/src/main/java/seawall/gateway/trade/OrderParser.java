package seawall.gateway.trade;

import java.util.List;
import seawall.gateway.trade.CommandWriter.Command;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// Turns one item of a request about orders into a command. Pure: what it refuses never left the gateway.
final class OrderParser {
    // Also those that mean nothing on a spot market: ignored is their value, not their fault.
    private static final List<String> TEXTS = List.of(
            "instIdCode",
            "instId",
            "clOrdId",
            "ordId",
            "reqId",
            "tag",
            "tdMode",
            "ccy",
            "side",
            "posSide",
            "ordType",
            "sz",
            "px",
            "newSz",
            "newPx",
            "tgtCcy",
            "pxAmendType",
            "tradeQuoteCcy",
            "slippagePct",
            "stpMode",
            "quickMgnType",
            "pxUsd",
            "pxVol");
    private static final List<String> FLAGS =
            List.of("reduceOnly", "banAmend", "cxlOnFail", "isElpTakerAccess", "rpiTakerAccess");
    private static final List<String> ATTACHED_TEXTS = List.of("attachAlgoClOrdId", "sz", "amendPxOnTriggerType");

    private final Instruments instruments;

    OrderParser(Instruments instruments) {
        this.instruments = instruments;
    }

    Command place(int accountId, Fields item) {
        InstrumentView instrument = begin(item);
        String clientOrderId = ItemFields.clientId("clOrdId", item);
        if (AlgoParser.isAlgo(item)) {
            // Before its tdMode, which one client sets to cross for these: the type is what the client must change.
            throw ItemRefusal.parameter("ordType");
        }
        ItemFields.requireSpot(item, instrument, false);
        if (item.isGiven("slippagePct")) {
            throw ItemRefusal.of("54084", "Parameter slippagePct is not supported.");
        }
        Side side = ItemFields.side(item);
        OrderType type = orderType(item.text("ordType"));
        SelfTradePrevention stp = ItemFields.stp(item);
        requirePriceAmendment(item);
        boolean isPriced = type != OrderType.MARKET && type != OrderType.OPTIMAL_LIMIT_IOC;
        if (isPriced && !item.isGiven("px")) {
            throw ItemRefusal.of("51204", "The price for the limit order cannot be empty.");
        }
        long priceTicks = isPriced ? ItemFields.priceTicks("px", item, instrument) : 0;
        SizeUnit asked = ItemFields.sizeUnit(item, side);
        // For other types it means nothing, and a client sends it all the same.
        SizeUnit unit = type == OrderType.MARKET ? asked : SizeUnit.BASE;
        var order = new Command.Place(
                accountId,
                instrument,
                side,
                type,
                unit,
                stp,
                item.flag("banAmend"),
                item.text("pxAmendType").equals("1"),
                priceTicks,
                ItemFields.quantity("sz", item, instrument, unit, isPriced),
                clientOrderId,
                item.text("tag"));
        return item.hasElements("attachAlgoOrds") ? protectedBy(order, attached(item)) : order;
    }

    /// The one element of `attachAlgoOrds`. Several would split a take profit, which is not offered for spot.
    private static Fields attached(Fields item) {
        if (!(item.values().get("attachAlgoOrds") instanceof List<?> list)
                || !(list.getFirst() instanceof Fields first)) {
            throw ItemRefusal.parameter("attachAlgoOrds");
        }
        if (list.size() > 1) {
            throw ItemRefusal.of(
                    "51077",
                    "Setting multiple TP and cost-price SL orders isn't supported for spot and margin trading.");
        }
        return first;
    }

    private static Command protectedBy(Command.Place order, Fields attached) {
        ItemFields.requireTypes(attached, StopLegs.TEXTS, List.of());
        ItemFields.requireTypes(attached, ATTACHED_TEXTS, List.of());
        // Both are about split take profits.
        if (attached.isGiven("sz")) {
            throw ItemRefusal.parameter("sz");
        }
        switch (attached.text("amendPxOnTriggerType")) {
            case "", "0" -> {}
            default -> throw ItemRefusal.parameter("amendPxOnTriggerType");
        }
        StopLegs legs = StopLegs.of(attached, order.instrument());
        String clientAlgoId = ItemFields.clientId("attachAlgoClOrdId", attached);
        if (!legs.hasTakeProfit() && !legs.hasStopLoss()) {
            throw clientAlgoId.isEmpty()
                    ? ItemRefusal.parameter("attachAlgoOrds")
                    : ItemRefusal.of("51178", "tp/sl prices can't be empty when using attachAlgoClOrdId.");
        }
        boolean isUnbounded = order.orderType() == OrderType.MARKET
                && (order.side() == Side.BUY) == (order.sizeUnit() == SizeUnit.BASE);
        if (isUnbounded) {
            throw ItemRefusal.of(
                    "51044",
                    "The order type market, " + (order.sizeUnit() == SizeUnit.BASE ? "base_ccy" : "quote_ccy")
                            + " is not allowed to set stop loss and take profit");
        }
        return new Command.PlaceProtected(order, legs, clientAlgoId);
    }

    Command cancel(int accountId, Fields item) {
        InstrumentView instrument = begin(item);
        String clientOrderId = ItemFields.clientId("clOrdId", item);
        long orderId = named(item);
        return new Command.Cancel(accountId, instrument, orderId, orderId > 0 ? "" : clientOrderId);
    }

    Command amend(int accountId, Fields item) {
        InstrumentView instrument = begin(item);
        String clientOrderId = ItemFields.clientId("clOrdId", item);
        long orderId = named(item);
        String requestId = ItemFields.clientId("reqId", item);
        if (item.hasElements("attachAlgoOrds")) {
            throw ItemRefusal.parameter("attachAlgoOrds");
        }
        requirePriceAmendment(item);
        if (!item.isGiven("newSz") && !item.isGiven("newPx")) {
            throw ItemRefusal.of("51500", "You must enter a price, quantity, or TP/SL.");
        }
        return new Command.Amend(
                accountId,
                instrument,
                orderId,
                orderId > 0 ? "" : clientOrderId,
                item.isGiven("newPx") ? ItemFields.priceTicks("newPx", item, instrument) : 0,
                item.isGiven("newSz") ? ItemFields.quantity("newSz", item, instrument, SizeUnit.BASE, true) : 0,
                item.flag("cxlOnFail"),
                item.text("pxAmendType").equals("1"),
                requestId);
    }

    private InstrumentView begin(Fields item) {
        ItemFields.requireTypes(item, TEXTS, FLAGS);
        return ItemFields.instrument(item, instruments);
    }

    /// The id that an item names, 0 when it goes by its client's id.
    private static long named(Fields item) {
        if (!item.isGiven("ordId") && !item.isGiven("clOrdId")) {
            throw ItemRefusal.of("51407", "Either order ID or client order ID is required.");
        }
        return ItemFields.id("ordId", item);
    }

    private static OrderType orderType(String text) {
        return switch (text) {
            case "limit" -> OrderType.LIMIT;
            case "market" -> OrderType.MARKET;
            case "post_only" -> OrderType.POST_ONLY;
            case "fok" -> OrderType.FOK;
            case "ioc" -> OrderType.IOC;
            case "optimal_limit_ioc" -> OrderType.OPTIMAL_LIMIT_IOC;
            default -> throw ItemRefusal.parameter("ordType");
        };
    }

    private static void requirePriceAmendment(Fields item) {
        switch (item.text("pxAmendType")) {
            case "", "0", "1" -> {}
            default -> throw ItemRefusal.parameter("pxAmendType");
        }
    }
}
