package seawall.gateway.okx;

import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.OrderUpdate;
import seawall.wire.codec.Outcome;

/// What an element of the `orders` channel says of an amendment.
///
/// @param result  `0` it was made; `1` it failed, and the order was canceled, as the client wished; else empty
/// @param source  `1` for the user's own; else empty
/// @param code    why it failed, as the reply to the amendment says it; else `0`
/// @param message the same in words; else empty
record Amendment(String result, String source, String requestId, String code, String message) {
    private static final long PRICE_TICKS_MAX = 1L << 40;
    private static final Amendment NONE = new Amendment("", "", "", "0", "");

    static Amendment of(OrderUpdate update, InstrumentView instrument) {
        return switch (update.change()) {
            case OrderUpdate.Change.Amended(String requestId, boolean kept) ->
                new Amendment("0", "1", requestId, "0", "");
            case OrderUpdate.Change.ClosedByAmendment(var reason, Outcome refusal) -> failed(refusal, instrument);
            case OrderUpdate.Change.Accepted accepted -> NONE;
            case OrderUpdate.Change.Filled filled -> NONE;
            case OrderUpdate.Change.Closed closed -> NONE;
        };
    }

    /// Of the engine's refusals those that it gives to an amendment of an order that exists.
    private static Amendment failed(Outcome refusal, InstrumentView instrument) {
        return switch (refusal) {
            case AMEND_FORBIDDEN -> failed("51022", "Contract suspended.");
            case AMEND_EMPTY -> failed("51500", "You must enter a price, quantity, or TP/SL.");
            case PRICE_INVALID -> failed("51000", "Parameter newPx error");
            case PRICE_OUTSIDE_LIMIT ->
                failed(
                        "51006",
                        "Order price is not within the price limit (max buy price: "
                                + price(instrument, instrument.buyLimitTicks(), PRICE_TICKS_MAX) + " , min sell price: "
                                + price(instrument, instrument.sellLimitTicks(), 1) + " )");
            case QUANTITY_INVALID -> failed("51000", "Parameter newSz error");
            case QUANTITY_BELOW_MIN -> failed("51020", "Your order should meet or exceed the minimum order amount.");
            case QUANTITY_ABOVE_MAX -> failed("51005", "Your order amount exceeds the max order amount.");
            case NOTIONAL_OVERFLOW -> failed("51203", "Order amount exceeds the limit.");
            case AMEND_WOULD_TAKE ->
                failed("51511", "Modification failed as the order price did not meet the requirement for Post Only.");
            case BALANCE_INSUFFICIENT -> failed("51502", "Unable to edit order: insufficient balance or margin.");
            // No other is given to an amendment.
            default -> failed("50026", "System error. Try again later.");
        };
    }

    private static Amendment failed(String code, String message) {
        return new Amendment("1", "1", "", code, message);
    }

    /// An instrument without a limit of its own has that of all prices.
    private static String price(InstrumentView instrument, long limitTicks, long absent) {
        long ticks = limitTicks == 0 ? absent : limitTicks;
        return Decimals.text(ticks, instrument.tickMantissa(), instrument.tickScale());
    }
}
