package seawall.gateway.trade;

import java.math.BigDecimal;
import java.util.List;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// Reads the fields that orders and algo orders have in common, and refuses those that cannot be.
final class ItemFields {
    static final int ID_LENGTH_MAX = 32;
    static final Problem PRECISION =
            Problem.of("51150", "The precision of the number of trades or the price exceeds the limit.");
    private static final int TAG_LENGTH_MAX = 16;
    private static final int PRICE_LENGTH_MAX = 32;
    // What a command can say (rules 4.5). Beyond it the engine would call the number malformed, while the
    // client must hear which limit it exceeds.
    private static final long QUANTITY_LOTS_MAX = (1L << 53) - 1;
    private static final long QUANTITY_ATOMS_MAX = 1L << 62;

    private ItemFields() {}

    /// Refuses values of the wrong JSON type.
    static void requireTypes(Fields item, List<String> texts, List<String> flags) {
        String mistyped = item.notText(texts);
        if (mistyped.isEmpty()) {
            mistyped = item.notFlag(flags);
        }
        if (!mistyped.isEmpty()) {
            throw ItemRefusal.parameter(mistyped);
        }
    }

    static InstrumentView instrument(Fields item, Instruments instruments) {
        InstrumentView instrument = instruments.named(item);
        if (instrument == null) {
            throw item.isGiven("instId") || item.isGiven("instIdCode")
                    ? ItemRefusal.of("51001", "Instrument ID, Instrument ID code or Spread ID doesn't exist.")
                    : ItemRefusal.parameter("instId");
        }
        return instrument;
    }

    /// Refuses what a spot account in cash mode cannot trade.
    ///
    /// @param isCrossTolerated true where a client that means cash says cross
    static void requireSpot(Fields item, InstrumentView instrument, boolean isCrossTolerated) {
        switch (item.text("tdMode")) {
            case "cash" -> {}
            case "cross" -> {
                if (!isCrossTolerated) {
                    throw unsupportedMode();
                }
            }
            case "isolated", "spot_isolated" -> throw unsupportedMode();
            default -> throw ItemRefusal.parameter("tdMode");
        }
        if (!isAlphanumeric(item.text("tag"), TAG_LENGTH_MAX)) {
            throw ItemRefusal.parameter("tag");
        }
        if (item.flag("reduceOnly")) {
            throw ItemRefusal.of("51139", "Reduce-only feature is unavailable for the spot transactions by spot mode.");
        }
        String posSide = item.text("posSide");
        if (!posSide.isEmpty() && !posSide.equals("net")) {
            throw ItemRefusal.parameter("posSide");
        }
        String tradeQuote = item.text("tradeQuoteCcy");
        if (!tradeQuote.isEmpty() && !tradeQuote.equals(instrument.quote().code())) {
            throw ItemRefusal.parameter("tradeQuoteCcy");
        }
    }

    private static ItemRefusal unsupportedMode() {
        return ItemRefusal.of("51010", "Request unsupported under current account mode");
    }

    static Side side(Fields item) {
        return switch (item.text("side")) {
            case "buy" -> Side.BUY;
            case "sell" -> Side.SELL;
            default -> throw ItemRefusal.parameter("side");
        };
    }

    static SelfTradePrevention stp(Fields item) {
        return switch (item.text("stpMode")) {
            case "", "cancel_maker" -> SelfTradePrevention.CANCEL_MAKER;
            case "cancel_taker" -> SelfTradePrevention.CANCEL_TAKER;
            case "cancel_both" -> SelfTradePrevention.CANCEL_BOTH;
            default -> throw ItemRefusal.parameter("stpMode");
        };
    }

    /// What the size of a market order is counted in.
    static SizeUnit sizeUnit(Fields item, Side side) {
        return switch (item.text("tgtCcy")) {
            case "" -> side == Side.BUY ? SizeUnit.QUOTE : SizeUnit.BASE;
            case "base_ccy" -> SizeUnit.BASE;
            case "quote_ccy" -> SizeUnit.QUOTE;
            default -> throw ItemRefusal.parameter("tgtCcy");
        };
    }

    /// An id: 0 when it is not given.
    static long id(String name, Fields item) {
        String text = item.text(name);
        if (text.isEmpty()) {
            return 0;
        }
        long id = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
        if (id == 0) {
            throw ItemRefusal.parameter(name);
        }
        return id;
    }

    /// A name that a client made up; empty when it is not given.
    static String clientId(String name, Fields item) {
        String text = item.text(name);
        if (!isAlphanumeric(text, ID_LENGTH_MAX)) {
            throw ItemRefusal.parameter(name);
        }
        return text;
    }

    /// A price in ticks: positive, whole and at most the greatest of any order.
    static long priceTicks(String name, Fields item, InstrumentView instrument) {
        String text = item.text(name);
        if (text.length() > PRICE_LENGTH_MAX) {
            throw ItemRefusal.of("51514", "The price can't be longer than " + PRICE_LENGTH_MAX + " characters.");
        }
        BigDecimal price = Amount.parse(text);
        if (price == null || price.signum() <= 0) {
            throw ItemRefusal.parameter(name);
        }
        long ticks = Amount.steps(price, instrument.tickMantissa(), instrument.tickScale());
        if (ticks < 0) {
            throw new ItemRefusal(PRECISION);
        }
        if (ticks > InstrumentView.PRICE_TICKS_MAX) {
            throw new ItemRefusal(Outcomes.priceLimit(instrument));
        }
        return ticks;
    }

    /// A quantity in lots, or in atoms of quote.
    static long quantity(String name, Fields item, InstrumentView instrument, SizeUnit unit, boolean isPriced) {
        BigDecimal size = Amount.parse(item.text(name));
        if (size == null || size.signum() <= 0) {
            throw ItemRefusal.parameter(name);
        }
        if (unit == SizeUnit.QUOTE) {
            long atoms = Amount.steps(size, 1, instrument.quote().scale());
            if (atoms < 0) {
                throw new ItemRefusal(PRECISION);
            }
            if (atoms > QUANTITY_ATOMS_MAX) {
                throw new ItemRefusal(Outcomes.valueAboveMax(instrument));
            }
            return atoms;
        }
        long lots = Amount.steps(size, instrument.lotMantissa(), instrument.lotScale());
        if (lots < 0) {
            throw new ItemRefusal(sizeProblem(size, instrument));
        }
        if (lots > QUANTITY_LOTS_MAX) {
            throw new ItemRefusal(Outcomes.quantityAboveMax(isPriced));
        }
        return lots;
    }

    private static Problem sizeProblem(BigDecimal size, InstrumentView instrument) {
        if (size.compareTo(size(instrument.minLots(), instrument)) < 0) {
            return Problem.of("51020", "Your order should meet or exceed the minimum order amount.");
        }
        return size.compareTo(size(instrument.maxLimitLots(), instrument)) > 0
                ? Outcomes.quantityAboveMax(true)
                : Problem.of("51121", "Order quantity must be a multiple of the lot size.");
    }

    private static BigDecimal size(long lots, InstrumentView instrument) {
        return BigDecimal.valueOf(lots)
                .multiply(BigDecimal.valueOf(instrument.lotMantissa()))
                .movePointLeft(instrument.lotScale());
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
}
