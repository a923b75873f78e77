package seawall.gateway.okx;

import org.jspecify.annotations.Nullable;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Side;

/// Why the engine refuses to place an order, in the words of the API. The reply to the order, and the algo order that
/// should have placed it, say the same.
public record PlaceRefusal(String code, String message, String subCode) {
    /// The refusal behind an outcome; null for one that is not about placing orders.
    ///
    /// @param instrument as it is now, for its phase and price limit
    public static @Nullable PlaceRefusal of(Outcome outcome, InstrumentView instrument, Side side, OrderType type) {
        return switch (outcome) {
            case BALANCE_INSUFFICIENT ->
                new PlaceRefusal(
                        "51008",
                        "Order failed. Insufficient "
                                + (side == Side.BUY ? instrument.quote() : instrument.base()).code()
                                + " balance in account",
                        "1000");
            case PHASE_FORBIDS -> phase(instrument, type);
            case PRICE_INVALID -> of("51000", "Parameter px error");
            case PRICE_OUTSIDE_LIMIT -> of("51006", AmendRefusal.outsidePriceLimit(instrument));
            case QUANTITY_INVALID -> of("51000", "Parameter sz error");
            case QUANTITY_BELOW_MIN -> of("51020", "Your order should meet or exceed the minimum order amount.");
            case QUANTITY_ABOVE_MAX -> aboveMax(type);
            case VALUE_ABOVE_MAX -> valueAboveMax(instrument);
            case NOTIONAL_OVERFLOW -> of("51203", "Order amount exceeds the limit.");
            case ORDERS_MAX_ACCOUNT -> of("51025", "Order count exceeds the limit.");
            case ORDERS_MAX_INSTRUMENT ->
                of("51174", "The number of pending orders for " + instrument.name() + " exceeds the limit.");
            case ORDERS_MAX -> of("50013", "Systems are busy. Please try again later.");
            case CLIENT_ORDER_ID_EXISTS -> of("51016", "Client order ID already exists.");
            case ORDER_TYPE_INVALID -> of("51000", "Parameter ordType error");
            case STP_FORBIDS_FOK ->
                of("54036", "You can't place fill or kill orders when self-trade prevention is set to both.");
            case NO_LIQUIDITY -> of("51109", "No available offers.");
            default -> null;
        };
    }

    private static PlaceRefusal phase(InstrumentView instrument, OrderType type) {
        return switch (instrument.phase()) {
            case POST_ONLY -> of("54012", "Only canceling and post-only orders are available now.");
            // A limit order that an auction refuses met the moment of its uncrossing, when nothing is taken.
            case AUCTION ->
                type == OrderType.LIMIT
                        ? suspended()
                        : of("51124", "You can only place limit orders during call auction.");
            case CANCEL_ONLY ->
                instrument.reopening().hasAuction()
                        ? of("51110", "You can only place a limit order after Call Auction has started.")
                        : suspended();
            case TRADING, HALTED, NULL_VAL -> suspended();
        };
    }

    private static PlaceRefusal suspended() {
        return of("51022", "Contract suspended.");
    }

    private static PlaceRefusal aboveMax(OrderType type) {
        return type == OrderType.MARKET || type == OrderType.OPTIMAL_LIMIT_IOC
                ? of("51202", "Market order amount exceeds the maximum amount.")
                : of("51005", "Your order amount exceeds the max order amount.");
    }

    /// What an order at the market is told that would pay too much.
    public static PlaceRefusal valueAboveMax(InstrumentView instrument) {
        return of(
                "51201",
                "The value of a market order can't exceed "
                        + Decimals.amount(instrument.quote(), instrument.maxMarketQuoteAtoms()) + " "
                        + instrument.quote().code() + ".");
    }

    private static PlaceRefusal of(String code, String message) {
        return new PlaceRefusal(code, message, "");
    }
}
