package seawall.gateway.okx;

import org.jspecify.annotations.Nullable;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;

/// Why the engine refuses to amend an order that is open, in the words of the API. The reply to the amendment and the
/// push of an order that it canceled say the same.
public record AmendRefusal(String code, String message) {
    /// The refusal behind an outcome; null for one that is given to other commands only, or when there is no such
    /// order.
    ///
    /// @param instrument as it is now, for its price limit
    public static @Nullable AmendRefusal of(Outcome outcome, InstrumentView instrument) {
        return switch (outcome) {
            case AMEND_FORBIDDEN ->
                instrument.phase() == Phase.AUCTION
                        ? new AmendRefusal("51508", "Orders are not allowed to be modified during the call auction.")
                        : new AmendRefusal("51022", "Contract suspended.");
            case AMEND_EMPTY -> new AmendRefusal("51500", "You must enter a price, quantity, or TP/SL.");
            case PRICE_INVALID -> new AmendRefusal("51000", "Parameter newPx error");
            case PRICE_OUTSIDE_LIMIT -> new AmendRefusal("51006", outsidePriceLimit(instrument));
            case QUANTITY_INVALID -> new AmendRefusal("51000", "Parameter newSz error");
            case QUANTITY_BELOW_MIN ->
                new AmendRefusal("51020", "Your order should meet or exceed the minimum order amount.");
            case QUANTITY_ABOVE_MAX -> new AmendRefusal("51005", "Your order amount exceeds the max order amount.");
            case NOTIONAL_OVERFLOW -> new AmendRefusal("51203", "Order amount exceeds the limit.");
            case AMEND_WOULD_TAKE ->
                new AmendRefusal(
                        "51511", "Modification failed as the order price did not meet the requirement for Post Only.");
            case BALANCE_INSUFFICIENT ->
                new AmendRefusal("51502", "Unable to edit order: insufficient balance or margin.");
            default -> null;
        };
    }

    /// What a price outside the limit is told. An instrument without a limit of its own has that of all prices.
    public static String outsidePriceLimit(InstrumentView instrument) {
        return "Order price is not within the price limit (max buy price: "
                + price(instrument, instrument.buyLimitTicks(), InstrumentView.PRICE_TICKS_MAX)
                + " , min sell price: " + price(instrument, instrument.sellLimitTicks(), 1) + " )";
    }

    private static String price(InstrumentView instrument, long limitTicks, long absent) {
        long ticks = limitTicks == 0 ? absent : limitTicks;
        return Decimals.text(ticks, instrument.tickMantissa(), instrument.tickScale());
    }
}
