package seawall.gateway.trade;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import seawall.gateway.trade.CommandWriter.Command;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// Turns one item of a request into a command. Pure: what it refuses never left the gateway.
final class OrderParser {
    private static final int ID_LENGTH_MAX = 32;
    private static final int TAG_LENGTH_MAX = 16;
    private static final int PRICE_LENGTH_MAX = 32;
    // What a command can say (rules 4.5). Beyond it the engine would call the number malformed, while the
    // client must hear which limit it exceeds.
    private static final long QUANTITY_LOTS_MAX = (1L << 53) - 1;
    private static final long QUANTITY_ATOMS_MAX = 1L << 62;
    private static final Problem PRECISION =
            Problem.of("51150", "The precision of the number of trades or the price exceeds the limit.");
    private static final Set<String> ALGO_ORDER_TYPES =
            Set.of("conditional", "oco", "trigger", "move_order_stop", "iceberg", "twap", "chase");
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

    /// A command, or why there is none.
    sealed interface Parsed {
        record Ready(Command command) implements Parsed {}

        record Refused(Problem problem) implements Parsed {}
    }

    private final Instruments instruments;

    OrderParser(Instruments instruments) {
        this.instruments = instruments;
    }

    Parsed parse(Operation operation, int accountId, Fields item) {
        String mistyped = item.notText(TEXTS);
        if (mistyped.isEmpty()) {
            mistyped = item.notFlag(FLAGS);
        }
        if (!mistyped.isEmpty()) {
            return refused(mistyped);
        }
        InstrumentView instrument = instruments.named(item);
        if (instrument == null) {
            return item.isGiven("instId") || item.isGiven("instIdCode")
                    ? refused("51001", "Instrument ID, Instrument ID code or Spread ID doesn't exist.")
                    : new Parsed.Refused(Problem.of("51000", "Parameter instId error"));
        }
        if (!isAlphanumeric(item.text("clOrdId"), ID_LENGTH_MAX)) {
            return refused("clOrdId");
        }
        return switch (operation) {
            case PLACE -> place(accountId, instrument, item);
            case CANCEL -> cancel(accountId, instrument, item);
            case AMEND -> amend(accountId, instrument, item);
        };
    }

    private static Parsed place(int accountId, InstrumentView instrument, Fields item) {
        if (ALGO_ORDER_TYPES.contains(item.text("ordType"))) {
            // Before its tdMode, which one client sets to cross for these: the type is what the client must change.
            return refused("ordType");
        }
        switch (item.text("tdMode")) {
            case "cash" -> {}
            case "cross", "isolated", "spot_isolated" -> {
                return refused("51010", "Request unsupported under current account mode");
            }
            default -> {
                return refused("tdMode");
            }
        }
        if (!isAlphanumeric(item.text("tag"), TAG_LENGTH_MAX)) {
            return refused("tag");
        }
        if (item.flag("reduceOnly")) {
            return refused("51139", "Reduce-only feature is unavailable for the spot transactions by spot mode.");
        }
        String posSide = item.text("posSide");
        if (!posSide.isEmpty() && !posSide.equals("net")) {
            return refused("posSide");
        }
        String tradeQuote = item.text("tradeQuoteCcy");
        if (!tradeQuote.isEmpty() && !tradeQuote.equals(instrument.quote().code())) {
            return refused("tradeQuoteCcy");
        }
        if (item.hasElements("attachAlgoOrds")) {
            // Refused rather than dropped: an order without its stop loss is not the order that was asked for.
            return refused("attachAlgoOrds");
        }
        if (item.isGiven("slippagePct")) {
            return refused("54084", "Parameter slippagePct is not supported.");
        }
        Side side;
        switch (item.text("side")) {
            case "buy" -> side = Side.BUY;
            case "sell" -> side = Side.SELL;
            default -> {
                return refused("side");
            }
        }
        OrderType type = orderType(item.text("ordType"));
        if (type == null) {
            return refused("ordType");
        }
        SelfTradePrevention stp;
        switch (item.text("stpMode")) {
            case "", "cancel_maker" -> stp = SelfTradePrevention.CANCEL_MAKER;
            case "cancel_taker" -> stp = SelfTradePrevention.CANCEL_TAKER;
            case "cancel_both" -> stp = SelfTradePrevention.CANCEL_BOTH;
            default -> {
                return refused("stpMode");
            }
        }
        if (!isPriceAmendment(item)) {
            return refused("pxAmendType");
        }
        boolean isPriced = type != OrderType.MARKET && type != OrderType.OPTIMAL_LIMIT_IOC;
        long priceTicks = 0;
        if (isPriced) {
            if (!item.isGiven("px")) {
                return refused("51204", "The price for the limit order cannot be empty.");
            }
            priceTicks = priceTicks(item.text("px"), instrument);
            Problem problem = priceProblem("px", item, priceTicks, instrument);
            if (!problem.isNone()) {
                return new Parsed.Refused(problem);
            }
        }
        SizeUnit unit;
        switch (item.text("tgtCcy")) {
            case "" -> unit = side == Side.BUY ? SizeUnit.QUOTE : SizeUnit.BASE;
            case "base_ccy" -> unit = SizeUnit.BASE;
            case "quote_ccy" -> unit = SizeUnit.QUOTE;
            default -> {
                return refused("tgtCcy");
            }
        }
        if (type != OrderType.MARKET) {
            // It means nothing there, and a client sends it all the same.
            unit = SizeUnit.BASE;
        }
        BigDecimal size = Amount.parse(item.text("sz"));
        if (size == null || size.signum() <= 0) {
            return refused("sz");
        }
        long quantity;
        if (unit == SizeUnit.QUOTE) {
            quantity = Amount.steps(size, 1, instrument.quote().scale());
            if (quantity < 0) {
                return new Parsed.Refused(PRECISION);
            }
            if (quantity > QUANTITY_ATOMS_MAX) {
                return new Parsed.Refused(Outcomes.valueAboveMax(instrument));
            }
        } else {
            quantity = Amount.steps(size, instrument.lotMantissa(), instrument.lotScale());
            if (quantity < 0) {
                return new Parsed.Refused(sizeProblem(size, instrument));
            }
            if (quantity > QUANTITY_LOTS_MAX) {
                return new Parsed.Refused(Outcomes.quantityAboveMax(isPriced));
            }
        }
        return new Parsed.Ready(new Command.Place(
                accountId,
                instrument,
                side,
                type,
                unit,
                stp,
                item.flag("banAmend"),
                item.text("pxAmendType").equals("1"),
                priceTicks,
                quantity,
                item.text("clOrdId"),
                item.text("tag")));
    }

    private static Parsed cancel(int accountId, InstrumentView instrument, Fields item) {
        if (!item.isGiven("ordId") && !item.isGiven("clOrdId")) {
            return refused("51407", "Either order ID or client order ID is required.");
        }
        long orderId = orderId(item);
        return orderId < 0
                ? refused("ordId")
                : new Parsed.Ready(
                        new Command.Cancel(accountId, instrument, orderId, orderId > 0 ? "" : item.text("clOrdId")));
    }

    private static Parsed amend(int accountId, InstrumentView instrument, Fields item) {
        if (!item.isGiven("ordId") && !item.isGiven("clOrdId")) {
            return refused("51407", "Either order ID or client order ID is required.");
        }
        long orderId = orderId(item);
        if (orderId < 0) {
            return refused("ordId");
        }
        if (!isAlphanumeric(item.text("reqId"), ID_LENGTH_MAX)) {
            return refused("reqId");
        }
        if (item.hasElements("attachAlgoOrds")) {
            return refused("attachAlgoOrds");
        }
        if (!isPriceAmendment(item)) {
            return refused("pxAmendType");
        }
        if (!item.isGiven("newSz") && !item.isGiven("newPx")) {
            return refused("51500", "You must enter a price, quantity, or TP/SL.");
        }
        long priceTicks = 0;
        if (item.isGiven("newPx")) {
            priceTicks = priceTicks(item.text("newPx"), instrument);
            Problem problem = priceProblem("newPx", item, priceTicks, instrument);
            if (!problem.isNone()) {
                return new Parsed.Refused(problem);
            }
        }
        long quantityLots = 0;
        if (item.isGiven("newSz")) {
            BigDecimal size = Amount.parse(item.text("newSz"));
            if (size == null || size.signum() <= 0) {
                return refused("newSz");
            }
            quantityLots = Amount.steps(size, instrument.lotMantissa(), instrument.lotScale());
            if (quantityLots < 0) {
                return new Parsed.Refused(sizeProblem(size, instrument));
            }
            if (quantityLots > QUANTITY_LOTS_MAX) {
                return new Parsed.Refused(Outcomes.quantityAboveMax(true));
            }
        }
        return new Parsed.Ready(new Command.Amend(
                accountId,
                instrument,
                orderId,
                orderId > 0 ? "" : item.text("clOrdId"),
                priceTicks,
                quantityLots,
                item.flag("cxlOnFail"),
                item.text("pxAmendType").equals("1"),
                item.text("reqId")));
    }

    /// The price in ticks; 0 when it is no positive decimal, -1 when it is not whole.
    private static long priceTicks(String text, InstrumentView instrument) {
        BigDecimal price = Amount.parse(text);
        return price == null || price.signum() <= 0
                ? 0
                : Amount.steps(price, instrument.tickMantissa(), instrument.tickScale());
    }

    private static Problem priceProblem(String name, Fields item, long priceTicks, InstrumentView instrument) {
        if (item.text(name).length() > PRICE_LENGTH_MAX) {
            return Problem.of("51514", "The price can't be longer than " + PRICE_LENGTH_MAX + " characters.");
        }
        if (priceTicks == 0) {
            return Problem.parameter(name);
        }
        if (priceTicks < 0) {
            return PRECISION;
        }
        return priceTicks > InstrumentView.PRICE_TICKS_MAX ? Outcomes.priceLimit(instrument) : Problem.NONE;
    }

    private static Problem sizeProblem(BigDecimal size, InstrumentView instrument) {
        BigDecimal min = BigDecimal.valueOf(instrument.minLots())
                .multiply(BigDecimal.valueOf(instrument.lotMantissa()))
                .movePointLeft(instrument.lotScale());
        if (size.compareTo(min) < 0) {
            return Problem.of("51020", "Your order should meet or exceed the minimum order amount.");
        }
        BigDecimal max = BigDecimal.valueOf(instrument.maxLimitLots())
                .multiply(BigDecimal.valueOf(instrument.lotMantissa()))
                .movePointLeft(instrument.lotScale());
        return size.compareTo(max) > 0
                ? Outcomes.quantityAboveMax(true)
                : Problem.of("51121", "Order quantity must be a multiple of the lot size.");
    }

    private static @Nullable OrderType orderType(String text) {
        return switch (text) {
            case "limit" -> OrderType.LIMIT;
            case "market" -> OrderType.MARKET;
            case "post_only" -> OrderType.POST_ONLY;
            case "fok" -> OrderType.FOK;
            case "ioc" -> OrderType.IOC;
            case "optimal_limit_ioc" -> OrderType.OPTIMAL_LIMIT_IOC;
            default -> null;
        };
    }

    private static boolean isPriceAmendment(Fields item) {
        return switch (item.text("pxAmendType")) {
            case "", "0", "1" -> true;
            default -> false;
        };
    }

    /// The order id, 0 when only the client order id is given, -1 when it is malformed.
    private static long orderId(Fields item) {
        String text = item.text("ordId");
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.matches("[0-9]{1,18}")) {
            return -1;
        }
        long orderId = Long.parseLong(text);
        return orderId == 0 ? -1 : orderId;
    }

    /// True for the empty text, and for letters and digits up to a length.
    static boolean isAlphanumeric(String text, int lengthMax) {
        if (text.length() > lengthMax) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if ((character < '0' || character > '9')
                    && (character < 'A' || character > 'Z')
                    && (character < 'a' || character > 'z')) {
                return false;
            }
        }
        return true;
    }

    private static Parsed refused(String parameter) {
        return new Parsed.Refused(Problem.parameter(parameter));
    }

    private static Parsed refused(String code, String message) {
        return new Parsed.Refused(Problem.of(code, message));
    }
}
