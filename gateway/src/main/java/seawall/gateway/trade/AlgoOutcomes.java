package seawall.gateway.trade;

import org.jspecify.annotations.Nullable;
import seawall.gateway.trade.CommandWriter.Command;
import seawall.gateway.view.AlgoTerms;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Side;

/// What the engine says about algo orders and attached ones, in the words of the client API; null for outcomes that are
/// not given to such a command.
final class AlgoOutcomes {
    static final Problem CALLBACK_RATE =
            Problem.of("51257", "Trailing stop order callback rate should be within the range of 0.1%~99.9999%.");
    private static final Problem NAME_TAKEN = Problem.of("51065", "algoClOrdId already exists.");
    private static final Problem NO_PRICE = Problem.of("52000", "No market data found.");
    private static final Problem TOO_MANY_STOPS =
            Problem.of("51261", "The number of pending stop orders with the same trading pair exceeds the limit.");
    private static final Problem TOO_MANY_TRAILING = Problem.of(
            "51260", "The number of pending trailing stop orders with the same trading pair exceeds the limit.");
    private static final Problem TOO_MANY_TRIGGERS =
            Problem.of("51299", "You've reached the maximum number of open orders of this order type.");

    private AlgoOutcomes() {}

    static @Nullable Problem of(Command.PlaceAlgo algo, Outcome outcome, long detail, Instruments instruments) {
        AlgoTerms terms = algo.terms();
        return switch (outcome) {
            case PHASE_FORBIDS -> suspended();
            case ALGOS_MAX_INSTRUMENT -> tooMany(terms.kind());
            case TRIGGER_SIDE_INVALID -> beyondLast(terms.side(), terms.takeProfitTriggerTicks(), detail);
            case ORDER_TYPE_INVALID -> Problem.parameter("ordType");
            case STP_FORBIDS_FOK -> Outcomes.placing(order(algo), outcome, instruments);
            default -> terms(outcome);
        };
    }

    private static Command.Place order(Command.PlaceAlgo algo) {
        AlgoTerms terms = algo.terms();
        return new Command.Place(
                algo.accountId(),
                algo.instrument(),
                terms.side(),
                terms.orderType(),
                terms.sizeUnit(),
                terms.stp(),
                false,
                false,
                terms.priceTicks(),
                terms.quantity(),
                "",
                algo.tag());
    }

    static @Nullable Problem of(Command.AmendAlgo algo, Outcome outcome, long detail, Instruments instruments) {
        return switch (outcome) {
            case ALGO_UNKNOWN -> Problem.AMENDED_NOTHING;
            case AMEND_FORBIDDEN -> {
                InstrumentView latest = Outcomes.latest(algo.instrument(), instruments);
                boolean isClosed = latest.phase() == Phase.HALTED || latest.phase() == Phase.CANCEL_ONLY;
                // Else it is on its way to become an order, or still a part of one.
                yield isClosed ? suspended() : Problem.AMENDED_NOTHING;
            }
            case AMEND_EMPTY -> Problem.of("51500", "You must enter a price, quantity, or TP/SL.");
            case TRIGGER_SIDE_INVALID -> beyondLast(algo.side(), Math.max(0, algo.newTakeProfitTicks()), detail);
            default -> terms(outcome);
        };
    }

    static @Nullable Problem of(Command.PlaceProtected command, Outcome outcome, long detail, Instruments instruments) {
        Command.Place order = command.order();
        return switch (outcome) {
            case ALGO_CLIENT_ID_EXISTS -> NAME_TAKEN;
            case ALGOS_MAX_INSTRUMENT -> TOO_MANY_STOPS;
            case ALGOS_MAX -> Problem.BUSY;
            case REFERENCE_MISSING -> NO_PRICE;
            case ALGO_INVALID -> Problem.parameter("attachAlgoOrds");
            case TRIGGER_SIDE_INVALID -> beyondOrder(order, command.legs(), detail);
            default -> Outcomes.placing(order, outcome, instruments);
        };
    }

    private static @Nullable Problem terms(Outcome outcome) {
        return switch (outcome) {
            case ALGO_INVALID -> Problem.of("51000", "Parameter error");
            case ALGO_CLIENT_ID_EXISTS -> NAME_TAKEN;
            case ALGOS_MAX -> Problem.BUSY;
            case REFERENCE_MISSING -> NO_PRICE;
            case PRICE_INVALID -> Problem.of("51250", "Algo order price is out of the available range.");
            case RATE_INVALID -> CALLBACK_RATE;
            case QUANTITY_INVALID -> Problem.parameter("sz");
            case QUANTITY_BELOW_MIN ->
                Problem.of("51020", "Your order should meet or exceed the minimum order amount.");
            case QUANTITY_ABOVE_MAX, VALUE_ABOVE_MAX, NOTIONAL_OVERFLOW ->
                Problem.of("51252", "Algo order amount is out of the available range.");
            default -> null;
        };
    }

    private static Problem tooMany(AlgoKind kind) {
        return switch (kind) {
            case CONDITIONAL, OCO -> TOO_MANY_STOPS;
            case TRAILING -> TOO_MANY_TRAILING;
            case TRIGGER, NULL_VAL -> TOO_MANY_TRIGGERS;
        };
    }

    private static Problem suspended() {
        return Problem.of("51022", "Contract suspended.");
    }

    /// Which trigger is on the wrong side of the last price: the take profit, which the engine looks at first, unless
    /// there is none or it is right.
    private static Problem beyondLast(Side side, long takeProfitTicks, long lastTicks) {
        boolean isBuy = side == Side.BUY;
        if (takeProfitTicks != 0 && (isBuy ? takeProfitTicks >= lastTicks : takeProfitTicks <= lastTicks)) {
            return isBuy
                    ? Problem.of("51277", "TP trigger price cannot be higher than the last price")
                    : Problem.of("51279", "TP trigger price cannot be lower than the last price");
        }
        return isBuy
                ? Problem.of("51278", "SL trigger price cannot be lower than the last price")
                : Problem.of("51280", "SL trigger price cannot be higher than the last price");
    }

    private static Problem beyondOrder(Command.Place order, StopLegs legs, long priceTicks) {
        boolean isBuy = order.side() == Side.BUY;
        String price = order.priceTicks() == 0 ? "the last price" : "the order price";
        long takeProfit = legs.takeProfitTicks();
        if (legs.hasTakeProfit() && (isBuy ? takeProfit <= priceTicks : takeProfit >= priceTicks)) {
            return isBuy
                    ? Problem.of("51046", "The take profit trigger price must be higher than " + price)
                    : Problem.of("51048", "The take profit trigger price must be lower than " + price);
        }
        return isBuy
                ? Problem.of("51047", "The stop loss trigger price must be lower than " + price)
                : Problem.of("51049", "The stop loss trigger price must be higher than " + price);
    }
}
