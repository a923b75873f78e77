package seawall.engine;

/// Whether what an algo order asks for is allowed, check by check in the order of `docs/exchange-rules.md` §8.
final class AlgoChecks {
    private final Limits limits;
    private final AlgoBook book;
    /// The price that a trigger is on the wrong side of.
    private long detail;

    AlgoChecks(Limits limits, AlgoBook book) {
        this.limits = limits;
        this.book = book;
    }

    /// Explains the last refusal.
    long detail() {
        return detail;
    }

    /// All checks of a new algo order, which is the draft.
    Outcome checkNew(Algo draft, Account account, Instrument instrument) {
        detail = 0;
        if (!instrument.phase.admitsAlgos()) {
            return Outcome.PHASE_FORBIDS;
        }
        if (!isOrderTypeValid(draft)) {
            return Outcome.ORDER_TYPE_INVALID;
        }
        if (draft.orderType == OrderType.FOK && draft.stp == SelfTradePrevention.CANCEL_BOTH) {
            return Outcome.STP_FORBIDS_FOK;
        }
        if (!hasWhatItsKindNeeds(draft)) {
            return Outcome.ALGO_INVALID;
        }
        Outcome outcome = checkNumbers(draft, instrument);
        if (outcome == Outcome.ACCEPTED) {
            outcome = checkSides(draft, instrument.referencePriceTicks, true, true);
        }
        if (outcome == Outcome.ACCEPTED) {
            outcome = checkClientAlgoId(draft, account);
        }
        return outcome == Outcome.ACCEPTED ? checkRoom(draft.kind, account, instrument) : outcome;
    }

    /// From PRICE_INVALID to NOTIONAL_OVERFLOW.
    Outcome checkNumbers(Algo algo, Instrument instrument) {
        boolean arePricesValid = arePricesValid(algo.takeProfit)
                && arePricesValid(algo.stopLoss)
                && arePricesValid(algo.trigger)
                && isGivenPriceValid(algo.activationTicks)
                && isGivenPriceValid(algo.callbackTicks);
        if (!arePricesValid) {
            return Outcome.PRICE_INVALID;
        }
        if (algo.callbackMillionths != 0
                && (algo.callbackMillionths < Limits.CALLBACK_MILLIONTHS_MIN
                        || algo.callbackMillionths > Limits.CALLBACK_MILLIONTHS_MAX)) {
            return Outcome.RATE_INVALID;
        }
        return checkQuantity(algo, instrument);
    }

    /// REFERENCE_MISSING and TRIGGER_SIDE_INVALID of the legs that were given.
    ///
    /// @param priceTicks what the triggers are compared with; 0 when there is no such price yet
    Outcome checkSides(Algo algo, long priceTicks, boolean takeProfitGiven, boolean stopLossGiven) {
        if (priceTicks == 0) {
            return Outcome.REFERENCE_MISSING;
        }
        boolean sells = algo.side == Side.SELL;
        if ((takeProfitGiven && isOnWrongSide(algo.takeProfit, sells, priceTicks))
                || (stopLossGiven && isOnWrongSide(algo.stopLoss, !sells, priceTicks))) {
            detail = priceTicks;
            return Outcome.TRIGGER_SIDE_INVALID;
        }
        return Outcome.ACCEPTED;
    }

    Outcome checkClientAlgoId(Algo draft, Account account) {
        boolean exists = book.index.find(
                        account.accountId,
                        draft.clientAlgoId0,
                        draft.clientAlgoId1,
                        draft.clientAlgoId2,
                        draft.clientAlgoId3)
                != null;
        return exists ? Outcome.ALGO_CLIENT_ID_EXISTS : Outcome.ACCEPTED;
    }

    Outcome checkRoom(AlgoKind kind, Account account, Instrument instrument) {
        int max = switch (kind) {
            case CONDITIONAL, OCO -> limits.tpSlPerInstrumentMax();
            case TRIGGER -> limits.triggersPerInstrumentMax();
            case TRAILING -> limits.trailingPerInstrumentMax();
        };
        if (book.index.count(account, instrument, kind) >= max) {
            return Outcome.ALGOS_MAX_INSTRUMENT;
        }
        return book.pool.isEmpty() ? Outcome.ALGOS_MAX : Outcome.ACCEPTED;
    }

    /// A leg has a price only with a trigger.
    static boolean isLegWhole(Leg leg) {
        return leg.exists() || leg.priceTicks == 0;
    }

    static boolean arePricesValid(Leg leg) {
        return isGivenPriceValid(leg.triggerTicks) && isGivenPriceValid(leg.priceTicks);
    }

    private static boolean isGivenPriceValid(long ticks) {
        return ticks >= 0 && ticks <= Limits.PRICE_TICKS_MAX;
    }

    private static boolean isOnWrongSide(Leg leg, boolean above, long priceTicks) {
        return leg.exists() && (above ? leg.triggerTicks <= priceTicks : leg.triggerTicks >= priceTicks);
    }

    private static boolean isOrderTypeValid(Algo draft) {
        boolean isTypeValid = draft.kind == AlgoKind.TRIGGER
                ? draft.orderType == OrderType.MARKET
                        || draft.orderType == OrderType.LIMIT
                        || draft.orderType == OrderType.FOK
                        || draft.orderType == OrderType.IOC
                : draft.orderType == OrderType.LIMIT;
        boolean buysAtMarket = draft.kind == AlgoKind.CONDITIONAL
                && draft.side == Side.BUY
                && draft.takeProfit.priceTicks == 0
                && draft.stopLoss.priceTicks == 0;
        return isTypeValid && (draft.sizeUnit == SizeUnit.BASE || buysAtMarket);
    }

    private static boolean hasWhatItsKindNeeds(Algo draft) {
        boolean takesProfit = draft.takeProfit.exists();
        boolean stopsLoss = draft.stopLoss.exists();
        boolean hasLegs = takesProfit || stopsLoss;
        boolean hasTrigger = draft.trigger.exists();
        boolean hasCallback = draft.callbackMillionths != 0 || draft.callbackTicks != 0;
        boolean trails = hasCallback || draft.activationTicks != 0;
        if (!isLegWhole(draft.takeProfit) || !isLegWhole(draft.stopLoss) || !isLegWhole(draft.trigger)) {
            return false;
        }
        return switch (draft.kind) {
            case CONDITIONAL -> takesProfit != stopsLoss && !hasTrigger && !trails;
            case OCO -> takesProfit && stopsLoss && !hasTrigger && !trails;
            case TRIGGER ->
                hasTrigger
                        && !hasLegs
                        && !trails
                        && (draft.orderType == OrderType.MARKET) == (draft.trigger.priceTicks == 0);
            case TRAILING -> (draft.callbackMillionths != 0) != (draft.callbackTicks != 0) && !hasLegs && !hasTrigger;
        };
    }

    private static Outcome checkQuantity(Algo algo, Instrument instrument) {
        if (algo.sizeUnit == SizeUnit.QUOTE) {
            return OrderChecks.checkQuoteQuantity(instrument, algo.quantity);
        }
        boolean placesPriced =
                algo.takeProfit.priceTicks != 0 || algo.stopLoss.priceTicks != 0 || algo.trigger.priceTicks != 0;
        boolean placesMarket = algo.kind == AlgoKind.TRAILING
                || placesMarket(algo.takeProfit)
                || placesMarket(algo.stopLoss)
                || placesMarket(algo.trigger);
        Outcome outcome = OrderChecks.checkLots(instrument, placesPriced, placesMarket, algo.quantity);
        if (outcome != Outcome.ACCEPTED) {
            return outcome;
        }
        boolean overflows = overflows(algo.takeProfit, instrument)
                || overflows(algo.stopLoss, instrument)
                || overflows(algo.trigger, instrument);
        return overflows ? Outcome.NOTIONAL_OVERFLOW : Outcome.ACCEPTED;
    }

    private static boolean placesMarket(Leg leg) {
        return leg.exists() && leg.priceTicks == 0;
    }

    private static boolean overflows(Leg leg, Instrument instrument) {
        return leg.priceTicks != 0
                && instrument.notionalAtoms(leg.priceTicks, leg.algo.quantity, true) == Wide.TOO_LARGE;
    }
}
