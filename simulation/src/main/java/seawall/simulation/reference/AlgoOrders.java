package seawall.simulation.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.AlgoLeg;
import seawall.wire.codec.AmendAlgoDecoder;
import seawall.wire.codec.CancelAlgoDecoder;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.Flag;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceAlgoDecoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// Algo orders while they are attached, wait and are due (§8); what they place is the market's.
final class AlgoOrders {
    /// In an amendment: a price of market, a trigger that is taken away.
    private static final long NONE = -1;

    private record Activated(AlgoOrder algo, long priceTicks) {}

    private final ExchangeState state;
    private final TreeMap<Long, AlgoOrder> open = new TreeMap<>();

    /// Those that reached their price, in the order in which they did.
    private final List<AlgoOrder> due = new ArrayList<>();

    AlgoOrders(ExchangeState state) {
        this.state = state;
    }

    // §8.1, §8.2

    long place(PlaceAlgoDecoder command) throws Refusal {
        AlgoKind kind = Fields.constant(command.kindRaw(), AlgoKind.values(), AlgoKind::value);
        Side side = Fields.constant(command.sideRaw(), Side.values(), Side::value);
        OrderType orderType = Fields.constant(command.orderTypeRaw(), OrderType.values(), OrderType::value);
        SizeUnit unit = Fields.constant(command.sizeUnitRaw(), SizeUnit.values(), SizeUnit::value);
        SelfTradePrevention stp =
                Fields.constant(command.stpRaw(), SelfTradePrevention.values(), SelfTradePrevention::value);
        String clientAlgoId =
                Fields.text(command.buffer(), command.offset() + PlaceAlgoDecoder.clientAlgoIdEncodingOffset(), 32);
        String tag = Fields.text(command.buffer(), command.offset() + PlaceAlgoDecoder.tagEncodingOffset(), 16);
        Account account = state.account(command.accountId());
        Instrument instrument = state.instrument(command.instrumentId());
        Refusal.when(forbidsAlgos(instrument), Outcome.PHASE_FORBIDS);
        var algo = new AlgoOrder(
                state.nextAlgoId,
                account,
                instrument,
                kind,
                side,
                orderType,
                unit,
                stp,
                BigInteger.valueOf(command.quantity()),
                0,
                clientAlgoId,
                tag);
        algo.triggerTicks = command.triggerTicks();
        algo.priceTicks = command.priceTicks();
        algo.takeProfitTriggerTicks = command.takeProfitTriggerTicks();
        algo.takeProfitPriceTicks = command.takeProfitPriceTicks();
        algo.stopLossTriggerTicks = command.stopLossTriggerTicks();
        algo.stopLossPriceTicks = command.stopLossPriceTicks();
        algo.callbackMillionths = command.callbackMillionths();
        algo.callbackTicks = command.callbackTicks();
        algo.activationTicks = command.activationTicks();
        Refusal.when(!hasOrderTypeOfItsKind(algo), Outcome.ORDER_TYPE_INVALID);
        Refusal.when(orderType == OrderType.FOK && stp == SelfTradePrevention.CANCEL_BOTH, Outcome.STP_FORBIDS_FOK);
        Refusal.when(!hasWhatItsKindNeeds(algo), Outcome.ALGO_INVALID);
        long referenceTicks = instrument.referencePriceTicks;
        checkValues(algo);
        checkTriggerSides(side, algo.takeProfitTriggerTicks, algo.stopLossTriggerTicks, referenceTicks);
        checkClientAlgoId(account, clientAlgoId);
        checkMaxima(account, instrument, kind);

        algo.waitsAbove = (kind == AlgoKind.TRAILING ? algo.activationTicks : algo.triggerTicks) >= referenceTicks;
        if (kind == AlgoKind.TRAILING && algo.activationTicks == 0) {
            algo.active = true;
            algo.extremeTicks = referenceTicks;
        }
        takeIn(algo);
        state.entry.newlyWaiting.add(algo);
        return algo.id;
    }

    private static boolean forbidsAlgos(Instrument instrument) {
        return instrument.phase == Phase.HALTED || instrument.phase == Phase.CANCEL_ONLY;
    }

    private static boolean hasOrderTypeOfItsKind(AlgoOrder algo) {
        boolean sizedInQuoteRightly = algo.kind == AlgoKind.CONDITIONAL
                && algo.side == Side.BUY
                && algo.takeProfitPriceTicks == 0
                && algo.stopLossPriceTicks == 0;
        if (algo.unit == SizeUnit.QUOTE && !sizedInQuoteRightly) {
            return false;
        }
        if (algo.kind != AlgoKind.TRIGGER) {
            return algo.orderType == OrderType.LIMIT;
        }
        return switch (algo.orderType) {
            case MARKET, LIMIT, FOK, IOC -> true;
            case POST_ONLY, OPTIMAL_LIMIT_IOC, NULL_VAL -> false;
        };
    }

    private static boolean hasWhatItsKindNeeds(AlgoOrder algo) {
        boolean takesProfit = algo.takeProfitTriggerTicks != 0;
        boolean stopsLoss = algo.stopLossTriggerTicks != 0;
        boolean hasTrigger = algo.triggerTicks != 0;
        boolean hasPrice = algo.priceTicks != 0;
        boolean hasLegPriceAlone =
                (!takesProfit && algo.takeProfitPriceTicks != 0) || (!stopsLoss && algo.stopLossPriceTicks != 0);
        boolean trails = algo.callbackMillionths != 0 || algo.callbackTicks != 0 || algo.activationTicks != 0;
        if (hasLegPriceAlone) {
            return false;
        }
        return switch (algo.kind) {
            case CONDITIONAL -> takesProfit != stopsLoss && !hasTrigger && !hasPrice && !trails;
            case OCO -> takesProfit && stopsLoss && !hasTrigger && !hasPrice && !trails;
            case TRIGGER ->
                hasTrigger && hasPrice == (algo.orderType != OrderType.MARKET) && !takesProfit && !stopsLoss && !trails;
            case TRAILING ->
                (algo.callbackMillionths != 0) != (algo.callbackTicks != 0)
                        && !takesProfit
                        && !stopsLoss
                        && !hasTrigger
                        && !hasPrice;
            case NULL_VAL -> false;
        };
    }

    /// The checks of §8.2 from PRICE_INVALID to REFERENCE_MISSING.
    private static void checkValues(AlgoOrder algo) throws Refusal {
        Instrument instrument = algo.instrument;
        boolean hasValidPrices = isAbsentOrPrice(algo.triggerTicks)
                && isAbsentOrPrice(algo.priceTicks)
                && isAbsentOrPrice(algo.takeProfitTriggerTicks)
                && isAbsentOrPrice(algo.takeProfitPriceTicks)
                && isAbsentOrPrice(algo.stopLossTriggerTicks)
                && isAbsentOrPrice(algo.stopLossPriceTicks)
                && isAbsentOrPrice(algo.activationTicks)
                && isAbsentOrPrice(algo.callbackTicks);
        Refusal.when(!hasValidPrices, Outcome.PRICE_INVALID);
        Refusal.when(
                algo.callbackMillionths != 0 && !ExchangeState.isWithin(algo.callbackMillionths, 1_000, 999_999),
                Outcome.RATE_INVALID);
        if (algo.unit == SizeUnit.QUOTE) {
            instrument.checkQuoteAtoms(algo.quantity);
        } else {
            boolean mayPlaceMarket =
                    algo.kind == AlgoKind.TRAILING || algo.legs().stream().anyMatch(leg -> leg.orderPriceTicks() == 0);
            boolean mayPlacePriced = algo.legs().stream().anyMatch(leg -> leg.orderPriceTicks() != 0);
            long lotsMax = Math.min(
                    mayPlacePriced ? instrument.maxLimitLots : Long.MAX_VALUE,
                    mayPlaceMarket ? instrument.maxMarketLots : Long.MAX_VALUE);
            instrument.checkLots(algo.quantity, lotsMax);
        }
        for (AlgoOrder.Leg leg : algo.legs()) {
            if (leg.orderPriceTicks() != 0) {
                instrument.checkNotional(leg.orderPriceTicks(), algo.quantity);
            }
        }
        Refusal.when(instrument.referencePriceTicks == 0, Outcome.REFERENCE_MISSING);
    }

    static boolean isAbsentOrPrice(long ticks) {
        return ticks == 0 || ExchangeState.isWithin(ticks, 1, ExchangeState.PRICE_TICKS_MAX);
    }

    /// A seller takes profit above the price and stops his loss below it, a buyer the reverse.
    ///
    /// @param side of the order that the legs place
    /// @param takeProfitTicks trigger, 0 = none
    /// @param stopLossTicks trigger, 0 = none
    static void checkTriggerSides(Side side, long takeProfitTicks, long stopLossTicks, long priceTicks) throws Refusal {
        checkTriggerSide(takeProfitTicks, side == Side.SELL, priceTicks);
        checkTriggerSide(stopLossTicks, side == Side.BUY, priceTicks);
    }

    private static void checkTriggerSide(long triggerTicks, boolean above, long priceTicks) throws Refusal {
        boolean right = above ? triggerTicks > priceTicks : triggerTicks < priceTicks;
        Refusal.when(triggerTicks != 0 && !right, Outcome.TRIGGER_SIDE_INVALID, priceTicks);
    }

    void checkClientAlgoId(Account account, String clientAlgoId) throws Refusal {
        boolean exists = open.values().stream()
                .anyMatch(algo -> algo.account == account && algo.clientAlgoId.equals(clientAlgoId));
        Refusal.when(!clientAlgoId.isEmpty() && exists, Outcome.ALGO_CLIENT_ID_EXISTS);
    }

    /// Whether one more of this kind would be too many.
    void checkMaxima(Account account, Instrument instrument, AlgoKind kind) throws Refusal {
        long alike = open.values().stream()
                .filter(algo -> algo.account == account
                        && algo.instrument == instrument
                        && maximumOf(algo.kind) == maximumOf(kind))
                .count();
        long alikeMax = switch (maximumOf(kind)) {
            case TRIGGER -> state.limits.triggersPerInstrumentMax();
            case TRAILING -> state.limits.trailingPerInstrumentMax();
            default -> state.limits.tpSlPerInstrumentMax();
        };
        Refusal.when(alike >= alikeMax, Outcome.ALGOS_MAX_INSTRUMENT);
        Refusal.when(open.size() >= state.limits.algosMax(), Outcome.ALGOS_MAX);
    }

    /// Take profits and stop losses count together, alone or as a pair.
    private static AlgoKind maximumOf(AlgoKind kind) {
        return kind == AlgoKind.OCO ? AlgoKind.CONDITIONAL : kind;
    }

    private void takeIn(AlgoOrder algo) {
        state.nextAlgoId++;
        open.put(algo.id, algo);
        state.entry.event(
                "AlgoAccepted",
                "algoId",
                algo.id,
                "accountId",
                algo.account.id,
                "instrumentId",
                algo.instrument.id,
                "kind",
                algo.kind,
                "side",
                algo.side,
                "orderType",
                algo.orderType,
                "sizeUnit",
                algo.unit,
                "stp",
                algo.stp,
                "quantity",
                algo.quantity,
                "triggerTicks",
                algo.triggerTicks,
                "priceTicks",
                algo.priceTicks,
                "takeProfitTriggerTicks",
                algo.takeProfitTriggerTicks,
                "takeProfitPriceTicks",
                algo.takeProfitPriceTicks,
                "stopLossTriggerTicks",
                algo.stopLossTriggerTicks,
                "stopLossPriceTicks",
                algo.stopLossPriceTicks,
                "callbackMillionths",
                algo.callbackMillionths,
                "callbackTicks",
                algo.callbackTicks,
                "activationTicks",
                algo.activationTicks,
                "parentOrderId",
                algo.parentOrderId,
                "clientAlgoId",
                ExchangeState.shown(algo.clientAlgoId),
                "tag",
                ExchangeState.shown(algo.tag));
    }

    // §8.9

    void attach(Order parent, Protection protection) {
        var algo = new AlgoOrder(
                state.nextAlgoId,
                parent.account,
                parent.instrument,
                protection.kind(),
                parent.side == Side.BUY ? Side.SELL : Side.BUY,
                OrderType.LIMIT,
                SizeUnit.BASE,
                parent.stp,
                BigInteger.ZERO,
                parent.id,
                protection.clientAlgoId(),
                parent.tag);
        algo.takeProfitTriggerTicks = protection.takeProfitTriggerTicks();
        algo.takeProfitPriceTicks = protection.takeProfitPriceTicks();
        algo.stopLossTriggerTicks = protection.stopLossTriggerTicks();
        algo.stopLossPriceTicks = protection.stopLossPriceTicks();
        takeIn(algo);
    }

    /// What is attached to an order waits from its end on if it was filled, and ends with it otherwise.
    void parentClosed(Order parent, CloseReason reason) {
        AlgoOrder attached = open.values().stream()
                .filter(algo -> algo.parentOrderId == parent.id)
                .findFirst()
                .orElse(null);
        if (attached == null) {
            return;
        }
        if (reason != CloseReason.FILLED) {
            close(attached, CloseReason.PARENT);
            return;
        }
        attached.armed = true;
        attached.quantity = parent.filledLots;
        state.entry.newlyWaiting.add(attached);
        state.entry.event(
                "AlgoArmed",
                "algoId",
                attached.id,
                "accountId",
                attached.account.id,
                "instrumentId",
                attached.instrument.id,
                "quantity",
                attached.quantity);
    }

    private void close(AlgoOrder algo, CloseReason reason) {
        open.remove(algo.id);
        due.remove(algo);
        state.entry.event(
                "AlgoClosed",
                "algoId",
                algo.id,
                "accountId",
                algo.account.id,
                "instrumentId",
                algo.instrument.id,
                "reason",
                reason);
    }

    // §8.5, §8.6

    long cancel(CancelAlgoDecoder command) throws Refusal {
        String clientAlgoId =
                Fields.text(command.buffer(), command.offset() + CancelAlgoDecoder.clientAlgoIdEncodingOffset(), 32);
        AlgoOrder algo = openAlgo(command.accountId(), command.instrumentId(), command.algoId(), clientAlgoId);
        close(algo, CloseReason.USER);
        return algo.id;
    }

    private AlgoOrder openAlgo(int accountId, int instrumentId, long algoId, String clientAlgoId) throws Refusal {
        Account account = state.account(accountId);
        Instrument instrument = state.instrument(instrumentId);
        for (AlgoOrder algo : open.values()) {
            boolean named =
                    algoId != 0 ? algo.id == algoId : !clientAlgoId.isEmpty() && algo.clientAlgoId.equals(clientAlgoId);
            if (named && algo.account == account && algo.instrument == instrument) {
                return algo;
            }
        }
        throw new Refusal(Outcome.ALGO_UNKNOWN, 0);
    }

    long amend(AmendAlgoDecoder command) throws Refusal {
        boolean cancelOnFail = Fields.constant(command.cancelOnFailRaw(), Flag.values(), Flag::value) == Flag.YES;
        String clientAlgoId =
                Fields.text(command.buffer(), command.offset() + AmendAlgoDecoder.clientAlgoIdEncodingOffset(), 32);
        String requestId =
                Fields.text(command.buffer(), command.offset() + AmendAlgoDecoder.requestIdEncodingOffset(), 32);
        AlgoOrder algo = openAlgo(command.accountId(), command.instrumentId(), command.algoId(), clientAlgoId);
        try {
            AlgoOrder amended = amended(algo, command);
            open.put(amended.id, amended);
            state.entry.newlyWaiting.add(amended);
            algoAmended(amended, requestId);
        } catch (Refusal refusal) {
            if (cancelOnFail) {
                close(algo, CloseReason.USER);
            }
            throw refusal;
        }
        return algo.id;
    }

    private static AlgoOrder amended(AlgoOrder algo, AmendAlgoDecoder command) throws Refusal {
        Refusal.when(!algo.waits() || forbidsAlgos(algo.instrument), Outcome.AMEND_FORBIDDEN);
        boolean givesTrigger = command.newTriggerTicks() != 0 || command.newPriceTicks() != 0;
        boolean givesLegs = command.newTakeProfitTriggerTicks() != 0
                || command.newTakeProfitPriceTicks() != 0
                || command.newStopLossTriggerTicks() != 0
                || command.newStopLossPriceTicks() != 0;
        Refusal.when(command.newQuantity() == 0 && !givesTrigger && !givesLegs, Outcome.AMEND_EMPTY);
        AlgoOrder amended = algo.copy();
        switch (algo.kind) {
            case TRIGGER -> {
                Refusal.when(givesLegs, Outcome.ALGO_INVALID);
                amendTrigger(amended, command.newTriggerTicks(), command.newPriceTicks());
            }
            case CONDITIONAL, OCO -> {
                Refusal.when(givesTrigger, Outcome.ALGO_INVALID);
                amendLegs(amended, command);
            }
            case TRAILING, NULL_VAL -> throw new Refusal(Outcome.ALGO_INVALID, 0);
        }
        if (command.newQuantity() != 0) {
            amended.quantity = BigInteger.valueOf(command.newQuantity());
        }
        checkValues(amended);
        // Only of the triggers that were given anew; one that is gone waits on no side.
        checkTriggerSides(
                algo.side,
                Math.max(0, command.newTakeProfitTriggerTicks()),
                Math.max(0, command.newStopLossTriggerTicks()),
                algo.instrument.referencePriceTicks);
        if (command.newTriggerTicks() != 0) {
            amended.waitsAbove = amended.triggerTicks >= algo.instrument.referencePriceTicks;
        }
        return amended;
    }

    private static void amendTrigger(AlgoOrder amended, long newTriggerTicks, long newPriceTicks) throws Refusal {
        boolean market = amended.orderType == OrderType.MARKET;
        Refusal.when(
                newTriggerTicks < 0 || newPriceTicks < NONE || (market ? newPriceTicks > 0 : newPriceTicks == NONE),
                Outcome.ALGO_INVALID);
        amended.triggerTicks = newTriggerTicks == 0 ? amended.triggerTicks : newTriggerTicks;
        amended.priceTicks = amendedPrice(amended.priceTicks, newPriceTicks);
    }

    private static void amendLegs(AlgoOrder amended, AmendAlgoDecoder command) throws Refusal {
        checkLeg(
                amended,
                amended.takeProfitTriggerTicks,
                command.newTakeProfitTriggerTicks(),
                command.newTakeProfitPriceTicks());
        checkLeg(
                amended,
                amended.stopLossTriggerTicks,
                command.newStopLossTriggerTicks(),
                command.newStopLossPriceTicks());
        amended.takeProfitPriceTicks = amendedPrice(amended.takeProfitPriceTicks, command.newTakeProfitPriceTicks());
        amended.stopLossPriceTicks = amendedPrice(amended.stopLossPriceTicks, command.newStopLossPriceTicks());
        if (command.newTakeProfitTriggerTicks() == NONE) {
            amended.takeProfitTriggerTicks = 0;
            amended.takeProfitPriceTicks = 0;
        } else if (command.newTakeProfitTriggerTicks() != 0) {
            amended.takeProfitTriggerTicks = command.newTakeProfitTriggerTicks();
        }
        if (command.newStopLossTriggerTicks() == NONE) {
            amended.stopLossTriggerTicks = 0;
            amended.stopLossPriceTicks = 0;
        } else if (command.newStopLossTriggerTicks() != 0) {
            amended.stopLossTriggerTicks = command.newStopLossTriggerTicks();
        }
        int legs = amended.legs().size();
        Refusal.when(legs == 0, Outcome.ALGO_INVALID);
        amended.kind = legs == 1 ? AlgoKind.CONDITIONAL : AlgoKind.OCO;
    }

    private static void checkLeg(AlgoOrder algo, long triggerTicks, long newTriggerTicks, long newPriceTicks)
            throws Refusal {
        boolean exists = triggerTicks != 0;
        boolean stays = exists && newTriggerTicks != NONE;
        boolean valid = newTriggerTicks >= NONE
                && newPriceTicks >= NONE
                && (exists || newTriggerTicks == 0)
                && (stays || newPriceTicks == 0)
                && (algo.unit == SizeUnit.BASE || newPriceTicks <= 0);
        Refusal.when(!valid, Outcome.ALGO_INVALID);
    }

    private static long amendedPrice(long priceTicks, long newPriceTicks) {
        return newPriceTicks == 0 ? priceTicks : Math.max(0, newPriceTicks);
    }

    private void algoAmended(AlgoOrder algo, String requestId) {
        state.entry.event(
                "AlgoAmended",
                "algoId",
                algo.id,
                "accountId",
                algo.account.id,
                "instrumentId",
                algo.instrument.id,
                "kind",
                algo.kind,
                "quantity",
                algo.quantity,
                "triggerTicks",
                algo.triggerTicks,
                "priceTicks",
                algo.priceTicks,
                "takeProfitTriggerTicks",
                algo.takeProfitTriggerTicks,
                "takeProfitPriceTicks",
                algo.takeProfitPriceTicks,
                "stopLossTriggerTicks",
                algo.stopLossTriggerTicks,
                "stopLossPriceTicks",
                algo.stopLossPriceTicks,
                "requestId",
                ExchangeState.shown(requestId));
    }

    // §8.4

    /// Judges the triggers once the entry is over and the reference prices are those after it.
    void judgeTriggers() {
        var activated = new ArrayList<Activated>();
        state.entry.firstTradeTicks.forEach((instrument, firstTicks) -> {
            List<AlgoOrder> waited = open.values().stream()
                    .filter(algo -> algo.instrument == instrument && algo.waits())
                    .filter(algo -> !state.entry.newlyWaiting.contains(algo))
                    .toList();
            reach(waited, firstTicks, activated);
            reach(waited, instrument.lastTradePriceTicks, activated);
        });
        List<AlgoOrder> newlyWaiting = state.entry.newlyWaiting.stream()
                .filter(algo -> open.containsValue(algo) && algo.waits())
                .toList();
        for (Instrument instrument : state.instruments) {
            reachLegs(
                    newlyWaiting.stream()
                            .filter(algo -> algo.instrument == instrument)
                            .toList(),
                    instrument.referencePriceTicks);
        }
        activated.sort(Comparator.comparingLong(one -> one.algo().id));
        for (Activated one : activated) {
            state.entry.event(
                    "AlgoActivated",
                    "algoId",
                    one.algo().id,
                    "accountId",
                    one.algo().account.id,
                    "instrumentId",
                    one.algo().instrument.id,
                    "priceTicks",
                    one.priceTicks());
        }
    }

    /// One step: a price reaches those that still wait of these.
    private void reach(List<AlgoOrder> waited, long priceTicks, List<Activated> activated) {
        reachLegs(waited, priceTicks);
        for (AlgoOrder algo : waited) {
            if (algo.kind != AlgoKind.TRAILING || !algo.waits()) {
                continue;
            }
            if (algo.active) {
                algo.follow(priceTicks);
                if (algo.isAtThreshold(priceTicks)) {
                    becomeDue(algo, AlgoLeg.TRAILING);
                }
            } else if (algo.isActivatedBy(priceTicks)) {
                algo.active = true;
                algo.extremeTicks = priceTicks;
                activated.add(new Activated(algo, priceTicks));
            }
        }
    }

    private void reachLegs(List<AlgoOrder> waiting, long priceTicks) {
        List<AlgoOrder.Leg> reached = waiting.stream()
                .filter(AlgoOrder::waits)
                .flatMap(algo -> algo.legs().stream())
                .filter(leg -> leg.isReachedBy(priceTicks))
                .toList();
        reached.stream()
                .filter(AlgoOrder.Leg::above)
                .sorted(Comparator.comparingLong(AlgoOrder.Leg::triggerTicks).thenComparingLong(leg -> leg.algo().id))
                .forEach(leg -> becomeDue(leg.algo(), leg.name()));
        reached.stream()
                .filter(leg -> !leg.above())
                .sorted(Comparator.comparingLong((AlgoOrder.Leg leg) -> -leg.triggerTicks())
                        .thenComparingLong(leg -> leg.algo().id))
                .forEach(leg -> becomeDue(leg.algo(), leg.name()));
    }

    private void becomeDue(AlgoOrder algo, AlgoLeg leg) {
        algo.becomeDue(leg);
        due.add(algo);
    }

    // §8.7

    boolean hasDue(Instrument instrument) {
        return firstDue(instrument) != null;
    }

    /// Ends the algo order of the instrument that became due first.
    AlgoOrder takeFirstDue(Instrument instrument) {
        AlgoOrder algo = firstDue(instrument);
        if (algo == null) {
            throw new IllegalStateException(
                    "expected a due algo order of instrument " + instrument.id + ", found none");
        }
        due.remove(algo);
        open.remove(algo.id);
        return algo;
    }

    private @Nullable AlgoOrder firstDue(Instrument instrument) {
        return due.stream()
                .filter(algo -> algo.instrument == instrument)
                .findFirst()
                .orElse(null);
    }
}
