package seawall.gateway.trade;

import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.AmendRefusal;
import seawall.gateway.trade.CommandWriter.Command;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Side;

/// The engine's outcomes in the words of the client API.
final class Outcomes {
    private Outcomes() {}

    /// @param hasExpiry   true if the client itself set the deadline
    /// @param instruments latest price limits, for the text of a refusal
    static Problem of(Command command, Outcome outcome, boolean hasExpiry, Instruments instruments) {
        AmendRefusal refusal = command instanceof Command.Amend amend ? refusal(amend, outcome, instruments) : null;
        if (refusal != null) {
            return new Problem(
                    refusal.code(), refusal.message(), outcome == Outcome.BALANCE_INSUFFICIENT ? "1030" : "");
        }
        return switch (outcome) {
            case ACCEPTED -> Problem.NONE;
            case DEADLINE_PASSED -> hasExpiry ? Problem.of("50037", "Order expired.") : Problem.BUSY;
            case INSTRUMENT_UNKNOWN ->
                Problem.of("51001", "Instrument ID, Instrument ID code or Spread ID doesn't exist.");
            case ACCOUNT_UNKNOWN -> Problem.of("50008", "User doesn't exist.");
            case BALANCE_INSUFFICIENT -> funds(command);
            case PHASE_FORBIDS -> phase(command, instruments);
            case PRICE_INVALID -> Problem.parameter("px");
            case PRICE_OUTSIDE_LIMIT -> priceLimit(instruments.find(instrument(command)));
            case QUANTITY_INVALID -> Problem.parameter("sz");
            case QUANTITY_BELOW_MIN ->
                Problem.of("51020", "Your order should meet or exceed the minimum order amount.");
            case QUANTITY_ABOVE_MAX -> quantityAboveMax(!(command instanceof Command.Place place) || isPriced(place));
            case VALUE_ABOVE_MAX ->
                command instanceof Command.Place place
                        ? valueAboveMax(place.instrument())
                        : Problem.of("50026", "System error. Try again later.");
            case NOTIONAL_OVERFLOW -> Problem.of("51203", "Order amount exceeds the limit.");
            case ORDERS_MAX_ACCOUNT -> Problem.of("51025", "Order count exceeds the limit.");
            case ORDERS_MAX_INSTRUMENT ->
                Problem.of("51174", "The number of pending orders for " + instrument(command) + " exceeds the limit.");
            case ORDERS_MAX -> Problem.BUSY;
            case CLIENT_ORDER_ID_EXISTS -> Problem.of("51016", "Client order ID already exists.");
            case ORDER_UNKNOWN ->
                command instanceof Command.Amend
                        ? Problem.of("51503", "Your order has already been filled or canceled.")
                        : Problem.of(
                                "51400",
                                "Order cancellation failed as the order has been filled, canceled or does not exist.");
            case ORDER_TYPE_INVALID -> Problem.parameter("ordType");
            case STP_FORBIDS_FOK ->
                Problem.of("54036", "You can't place fill or kill orders when self-trade prevention is set to both.");
            case NO_LIQUIDITY -> Problem.of("51109", "No available offers.");
            case TIMERS_MAX ->
                Problem.of("51071", "You've reached the maximum limit for tag level cancel all after timers.");
            case TIMEOUT_INVALID -> Problem.parameter("timeOut");
            case CURRENCY_UNKNOWN -> Problem.of("51012", "Token doesn't exist.");
            case AMOUNT_INVALID -> Problem.of("58114", "Transfer amount must be greater than 0");
            case WALLETS_EQUAL -> Problem.of("58123", "The From parameter cannot be the same as the To parameter.");
            case CLIENT_ID_EXISTS -> Problem.of("58404", "ClientId already exists");
            case LIMIT_REACHED, BALANCE_MAX_EXCEEDED ->
                Problem.of("50013", "Systems are busy. Please try again later.");
            case MALFORMED -> Problem.of("51000", "Parameter error");
            case ALGO_INVALID,
                    ALGO_UNKNOWN,
                    ALGO_CLIENT_ID_EXISTS,
                    ALGOS_MAX_INSTRUMENT,
                    ALGOS_MAX,
                    REFERENCE_MISSING,
                    TRIGGER_SIDE_INVALID,
                    FEE_TIER_UNKNOWN,
                    AMEND_FORBIDDEN,
                    AMEND_EMPTY,
                    AMEND_WOULD_TAKE,
                    STREAM_REPEATED,
                    STREAM_GAP,
                    STREAM_FENCED,
                    STREAM_UNKNOWN,
                    CURRENCY_EXISTS,
                    INSTRUMENT_EXISTS,
                    INSTRUMENT_INVALID,
                    API_KEY_EXISTS,
                    API_KEY_UNKNOWN,
                    RATE_INVALID,
                    NULL_VAL -> Problem.of("50026", "System error. Try again later.");
        };
    }

    private static Problem funds(Command command) {
        return switch (command) {
            case Command.Place place ->
                new Problem(
                        "51008",
                        "Order failed. Insufficient "
                                + (place.side() == Side.BUY
                                        ? place.instrument().quote().code()
                                        : place.instrument().base().code())
                                + " balance in account",
                        "1000");
            case Command.Amend amend -> Problem.of("50026", "System error. Try again later.");
            case Command.Transfer transfer -> Problem.of("58350", "Insufficient balance.");
            case Command.Cancel cancel -> Problem.of("50026", "System error. Try again later.");
            case Command.MassCancel cancel -> Problem.of("50026", "System error. Try again later.");
            case Command.CancelAllAfter timer -> Problem.of("50026", "System error. Try again later.");
        };
    }

    private static Problem phase(Command command, Instruments instruments) {
        InstrumentView latest = command instanceof Command.Place place
                ? instruments.find(place.instrument().name())
                : null;
        return latest != null && latest.phase() == Phase.POST_ONLY
                ? Problem.of("54012", "Only canceling and post-only orders are available now.")
                : Problem.of("51022", "Contract suspended.");
    }

    private static @Nullable AmendRefusal refusal(Command.Amend amend, Outcome outcome, Instruments instruments) {
        InstrumentView latest = instruments.find(amend.instrument().name());
        return AmendRefusal.of(outcome, latest == null ? amend.instrument() : latest);
    }

    static Problem priceLimit(@Nullable InstrumentView latest) {
        return Problem.of(
                "51006",
                latest == null ? "Order price is not within the price limit" : AmendRefusal.outsidePriceLimit(latest));
    }

    static Problem quantityAboveMax(boolean isPriced) {
        return isPriced
                ? Problem.of("51005", "Your order amount exceeds the max order amount.")
                : Problem.of("51202", "Market order amount exceeds the maximum amount.");
    }

    static Problem valueAboveMax(InstrumentView instrument) {
        String limit = Amount.text(
                instrument.maxMarketQuoteAtoms(), 1, instrument.quote().scale());
        return Problem.of(
                "51201",
                "The value of a market order can't exceed " + limit + " "
                        + instrument.quote().code() + ".");
    }

    private static boolean isPriced(Command.Place place) {
        return place.orderType() != OrderType.MARKET && place.orderType() != OrderType.OPTIMAL_LIMIT_IOC;
    }

    private static String instrument(Command command) {
        return switch (command) {
            case Command.Place place -> place.instrument().name();
            case Command.Amend amend -> amend.instrument().name();
            case Command.Cancel cancel -> cancel.instrument().name();
            case Command.MassCancel cancel -> "";
            case Command.CancelAllAfter timer -> "";
            case Command.Transfer transfer -> "";
        };
    }
}
