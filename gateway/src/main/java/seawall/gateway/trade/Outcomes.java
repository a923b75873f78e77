package seawall.gateway.trade;

import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.AmendRefusal;
import seawall.gateway.okx.PlaceRefusal;
import seawall.gateway.trade.CommandWriter.Command;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.Outcome;

/// The engine's outcomes in the words of the client API.
final class Outcomes {
    private static final Problem SYSTEM = Problem.of("50026", "System error. Try again later.");

    private Outcomes() {}

    /// @param detail      of the entry
    /// @param hasExpiry   true if the client itself set the deadline
    /// @param instruments latest phases and price limits, for the text of a refusal
    static Problem of(Command command, Outcome outcome, long detail, boolean hasExpiry, Instruments instruments) {
        // Those that mean the same for every command.
        switch (outcome) {
            case ACCEPTED -> {
                return Problem.NONE;
            }
            case DEADLINE_PASSED -> {
                return hasExpiry ? Problem.of("50037", "Order expired.") : Problem.BUSY;
            }
            case INSTRUMENT_UNKNOWN -> {
                return Problem.of("51001", "Instrument ID, Instrument ID code or Spread ID doesn't exist.");
            }
            case ACCOUNT_UNKNOWN -> {
                return Problem.of("50008", "User doesn't exist.");
            }
            case LIMIT_REACHED, BALANCE_MAX_EXCEEDED -> {
                return switch (command) {
                    case Command.CreateSubAccount account ->
                        Problem.of("59603", "The maximum number of sub-accounts has been reached.");
                    case Command.CreateApiKey key ->
                        Problem.of("59501", "An account can have no more API keys than it has.");
                    default -> Problem.BUSY;
                };
            }
            case MALFORMED -> {
                return Problem.of("51000", "Parameter error");
            }
            default -> {}
        }
        Problem problem = switch (command) {
            case Command.Place order -> placing(order, outcome, instruments);
            case Command.PlaceProtected order -> AlgoOutcomes.of(order, outcome, detail, instruments);
            case Command.PlaceAlgo algo -> AlgoOutcomes.of(algo, outcome, detail, instruments);
            case Command.AmendAlgo algo -> AlgoOutcomes.of(algo, outcome, detail, instruments);
            case Command.CancelAlgo algo -> outcome == Outcome.ALGO_UNKNOWN ? Problem.CANCELED_NOTHING : null;
            case Command.Cancel order -> outcome == Outcome.ORDER_UNKNOWN ? Problem.CANCELED_NOTHING : null;
            case Command.Amend order -> amending(order, outcome, instruments);
            case Command.Transfer money -> transferring(outcome);
            case Command.TransferBetween money -> transferring(outcome);
            case Command.CreateSubAccount account -> creating(outcome);
            case Command.SetTransferOut permission ->
                outcome == Outcome.SUB_ACCOUNT_UNKNOWN ? Problem.SUB_ACCOUNT_UNKNOWN : null;
            case Command.CreateApiKey key -> null;
            case Command.ChangeApiKey key -> outcome == Outcome.API_KEY_UNKNOWN ? Problem.API_KEY_UNKNOWN : null;
            case Command.DeleteApiKey key -> outcome == Outcome.API_KEY_UNKNOWN ? Problem.API_KEY_UNKNOWN : null;
            case Command.CancelAllAfter timer -> timing(outcome);
            case Command.MassCancel all -> null;
        };
        return problem == null ? SYSTEM : problem;
    }

    static @Nullable Problem placing(Command.Place order, Outcome outcome, Instruments instruments) {
        PlaceRefusal refusal =
                PlaceRefusal.of(outcome, latest(order.instrument(), instruments), order.side(), order.orderType());
        return refusal == null ? null : problem(refusal);
    }

    private static @Nullable Problem amending(Command.Amend order, Outcome outcome, Instruments instruments) {
        if (outcome == Outcome.ORDER_UNKNOWN) {
            return Problem.AMENDED_NOTHING;
        }
        AmendRefusal refusal = AmendRefusal.of(outcome, latest(order.instrument(), instruments));
        return refusal == null
                ? null
                : new Problem(refusal.code(), refusal.message(), outcome == Outcome.BALANCE_INSUFFICIENT ? "1030" : "");
    }

    private static @Nullable Problem transferring(Outcome outcome) {
        return switch (outcome) {
            case BALANCE_INSUFFICIENT -> Problem.of("58350", "Insufficient balance.");
            case CURRENCY_UNKNOWN -> Problem.of("51012", "Token doesn't exist.");
            case AMOUNT_INVALID -> Problem.of("58114", "Transfer amount must be greater than 0");
            case WALLETS_EQUAL -> Problem.of("58123", "The From parameter cannot be the same as the To parameter.");
            case CLIENT_ID_EXISTS -> Problem.of("58404", "ClientId already exists");
            case SUB_ACCOUNT_UNKNOWN -> Problem.of("58115", "Sub-account does not exist.");
            case TRANSFER_OUT_FORBIDDEN -> Problem.TRANSFER_OUT_FORBIDDEN;
            case ACCOUNTS_EQUAL -> Problem.ACCOUNTS_EQUAL;
            default -> null;
        };
    }

    private static @Nullable Problem creating(Outcome outcome) {
        return switch (outcome) {
            case SUB_ACCOUNT_EXISTS -> Problem.of("59601", "The sub-account name already exists.");
            case MAIN_ACCOUNT_ONLY -> Problem.MAIN_ACCOUNT_ONLY;
            default -> null;
        };
    }

    private static @Nullable Problem timing(Outcome outcome) {
        return switch (outcome) {
            case TIMERS_MAX ->
                Problem.of("51071", "You've reached the maximum limit for tag level cancel all after timers.");
            case TIMEOUT_INVALID -> Problem.parameter("timeOut");
            default -> null;
        };
    }

    /// An instrument with the phase and the price limit it has by now.
    static InstrumentView latest(InstrumentView instrument, Instruments instruments) {
        InstrumentView latest = instruments.find(instrument.instrumentId());
        return latest == null ? instrument : latest;
    }

    static Problem priceLimit(InstrumentView latest) {
        return Problem.of("51006", AmendRefusal.outsidePriceLimit(latest));
    }

    static Problem quantityAboveMax(boolean isPriced) {
        return isPriced
                ? Problem.of("51005", "Your order amount exceeds the max order amount.")
                : Problem.of("51202", "Market order amount exceeds the maximum amount.");
    }

    static Problem valueAboveMax(InstrumentView instrument) {
        return problem(PlaceRefusal.valueAboveMax(instrument));
    }

    private static Problem problem(PlaceRefusal refusal) {
        return new Problem(refusal.code(), refusal.message(), refusal.subCode());
    }
}
