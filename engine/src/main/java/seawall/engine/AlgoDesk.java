package seawall.engine;

import java.util.Objects;

/// Takes algo orders, changes them, and places their orders when they are due. Each method either ends with an
/// outcome that changed nothing, or carries its action out to its end; [#detail()] explains the outcome.
final class AlgoDesk {
    /// Takes a leg away, or makes its order one at market.
    private static final long NONE = -1;

    private final Entry entry;
    private final EventSink events;
    private final AlgoBook book;
    private final Matcher matcher;
    private final OrderChecks orderChecks;
    private final AlgoChecks checks;
    private long detail;

    AlgoDesk(Limits limits, Entry entry, AlgoBook book, Matcher matcher, OrderChecks orderChecks) {
        this.entry = entry;
        this.events = entry.events;
        this.book = book;
        this.matcher = matcher;
        this.orderChecks = orderChecks;
        checks = new AlgoChecks(limits, book);
    }

    /// Explains the last outcome.
    long detail() {
        return detail;
    }

    /// The sheet that the next [#place] or [#placeProtected] reads.
    Algo draft() {
        return book.pool.draft();
    }

    /// Places the algo order that the draft describes.
    Outcome place(Algo draft, Account account, Instrument instrument) {
        Outcome outcome = checks.checkNew(draft, account, instrument);
        detail = checks.detail();
        if (outcome == Outcome.ACCEPTED) {
            detail = book.open(account, instrument).algoId;
        }
        return outcome;
    }

    void cancel(Algo algo) {
        detail = algo.algoId;
        book.close(algo, CloseReason.USER);
    }

    /// Changes what is not 0.
    Outcome amend(
            Algo algo,
            long newQuantity,
            long newTriggerTicks,
            long newPriceTicks,
            long newTakeProfitTriggerTicks,
            long newTakeProfitPriceTicks,
            long newStopLossTriggerTicks,
            long newStopLossPriceTicks,
            boolean cancelOnFail,
            long requestId0,
            long requestId1,
            long requestId2,
            long requestId3) {
        detail = 0;
        Algo result = book.pool.draft();
        result.copyTerms(algo);
        boolean isEmpty = newQuantity == 0
                && newTriggerTicks == 0
                && newPriceTicks == 0
                && newTakeProfitTriggerTicks == 0
                && newTakeProfitPriceTicks == 0
                && newStopLossTriggerTicks == 0
                && newStopLossPriceTicks == 0;
        Outcome outcome;
        if (algo.isDue() || algo.isAttached() || !algo.instrument().phase.admitsAlgos()) {
            outcome = Outcome.AMEND_FORBIDDEN;
        } else if (isEmpty) {
            outcome = Outcome.AMEND_EMPTY;
        } else {
            result.quantity = newQuantity == 0 ? algo.quantity : newQuantity;
            boolean isPossible = amendLeg(result.trigger, newTriggerTicks, newPriceTicks)
                    && amendLeg(result.takeProfit, newTakeProfitTriggerTicks, newTakeProfitPriceTicks)
                    && amendLeg(result.stopLoss, newStopLossTriggerTicks, newStopLossPriceTicks)
                    && becomesWhole(result, newPriceTicks);
            outcome = isPossible
                    ? checkResult(
                            result, algo.instrument(), newTakeProfitTriggerTicks != 0, newStopLossTriggerTicks != 0)
                    : Outcome.ALGO_INVALID;
        }
        if (outcome != Outcome.ACCEPTED) {
            if (cancelOnFail) {
                book.close(algo, CloseReason.USER);
            }
            return outcome;
        }
        detail = algo.algoId;
        change(algo, result, newTriggerTicks != 0);
        events.algoAmended(
                algo.algoId,
                algo.account().accountId,
                algo.instrument().instrumentId,
                algo.kind,
                algo.quantity,
                algo.trigger.triggerTicks,
                algo.trigger.priceTicks,
                algo.takeProfit.triggerTicks,
                algo.takeProfit.priceTicks,
                algo.stopLoss.triggerTicks,
                algo.stopLoss.priceTicks,
                requestId0,
                requestId1,
                requestId2,
                requestId3);
        entry.triggers.await(algo);
        return Outcome.ACCEPTED;
    }

    /// Places an order, and attaches to it what protects it once it is filled: the legs and the client algo id of
    /// the draft. The checks of both meet in the order of `docs/exchange-rules.md` §8.9.
    Outcome placeProtected(
            Algo draft,
            Account account,
            Instrument instrument,
            Side side,
            OrderType orderType,
            SizeUnit sizeUnit,
            SelfTradePrevention stp,
            boolean banAmend,
            boolean clampPrice,
            long priceTicks,
            long quantity,
            long clientOrderId0,
            long clientOrderId1,
            long clientOrderId2,
            long clientOrderId3,
            long tag0,
            long tag1) {
        draft.kind = draft.takeProfit.exists() && draft.stopLoss.exists() ? AlgoKind.OCO : AlgoKind.CONDITIONAL;
        draft.side = side == Side.BUY ? Side.SELL : Side.BUY;
        draft.orderType = OrderType.LIMIT;
        draft.sizeUnit = SizeUnit.BASE;
        draft.stp = stp;
        draft.quantity = 0;
        draft.setTag(tag0, tag1);
        detail = 0;
        Outcome outcome = orderChecks.checkKind(instrument, orderType, sizeUnit, stp);
        if (outcome == Outcome.ACCEPTED) {
            outcome = checkProtection(draft, side, orderType, sizeUnit);
        }
        if (outcome == Outcome.ACCEPTED) {
            outcome = orderChecks.checkPrice(orderType, priceTicks);
        }
        if (outcome == Outcome.ACCEPTED) {
            outcome = AlgoChecks.arePricesValid(draft.takeProfit) && AlgoChecks.arePricesValid(draft.stopLoss)
                    ? orderChecks.checkQuantity(instrument, orderType, sizeUnit, priceTicks, quantity)
                    : Outcome.PRICE_INVALID;
        }
        if (outcome == Outcome.ACCEPTED) {
            outcome = orderChecks.checkLimit(instrument, side, orderType, clampPrice, priceTicks);
            detail = orderChecks.detail();
        }
        long price = orderChecks.priceTicks();
        if (outcome == Outcome.ACCEPTED) {
            outcome = checks.checkSides(draft, price == 0 ? instrument.referencePriceTicks : price, true, true);
            detail = outcome == Outcome.TRIGGER_SIDE_INVALID ? checks.detail() : 0;
        }
        if (outcome == Outcome.ACCEPTED) {
            outcome = orderChecks.checkClientOrderId(
                    account, clientOrderId0, clientOrderId1, clientOrderId2, clientOrderId3);
        }
        if (outcome == Outcome.ACCEPTED) {
            outcome = checks.checkClientAlgoId(draft, account);
        }
        if (outcome == Outcome.ACCEPTED) {
            outcome = orderChecks.checkRoom(account, instrument);
        }
        if (outcome == Outcome.ACCEPTED) {
            outcome = checks.checkRoom(draft.kind, account, instrument);
        }
        if (outcome == Outcome.ACCEPTED) {
            outcome = orderChecks.checkFunds(account, instrument, side, orderType, sizeUnit, banAmend, price, quantity);
        }
        if (outcome != Outcome.ACCEPTED) {
            return outcome;
        }
        Order order = matcher.accept(
                account,
                instrument,
                side,
                orderType,
                sizeUnit,
                stp,
                price,
                quantity,
                clientOrderId0,
                clientOrderId1,
                clientOrderId2,
                clientOrderId3,
                tag0,
                tag1);
        detail = order.orderId;
        book.attach(order);
        matcher.proceed(order);
        return Outcome.ACCEPTED;
    }

    /// Ends the first algo order that became due on an instrument, and places its order if the checks allow it.
    ///
    /// @return id of the order, or 0 when none was placed
    long trigger(Instrument instrument) {
        Algo algo = Objects.requireNonNull(instrument.waiting.firstDue, "the caller has seen that something is due");
        AlgoLeg leg = Objects.requireNonNull(algo.dueLeg, "what is due has a leg");
        Account account = algo.account();
        Side side = algo.side;
        SizeUnit sizeUnit = algo.sizeUnit;
        SelfTradePrevention stp = algo.stp;
        long priceTicks = leg == AlgoLeg.TRAILING ? 0 : algo.leg(leg).priceTicks;
        OrderType orderType = algo.orderType(priceTicks);
        long quantity = algo.quantity;
        if (algo.parentOrderId != 0 && side == Side.SELL) {
            // Fees were taken from what the parent bought, or it was sold by hand in the meantime.
            long availableAtoms = account.balance(instrument.base.currencyId(), Wallet.TRADING)
                    .availableAtoms();
            quantity = Math.min(quantity, availableAtoms / instrument.lotAtoms);
        }
        long tag0 = algo.tag0;
        long tag1 = algo.tag1;
        Outcome outcome = orderChecks.check(
                account, instrument, side, orderType, sizeUnit, stp, false, false, priceTicks, quantity, 0, 0, 0, 0);
        long orderId = outcome == Outcome.ACCEPTED ? entry.nextOrderId : 0;
        events.algoTriggered(algo.algoId, account.accountId, instrument.instrumentId, leg, outcome, orderId);
        book.remove(algo);
        if (outcome == Outcome.ACCEPTED) {
            matcher.proceed(matcher.accept(
                    account, instrument, side, orderType, sizeUnit, stp, priceTicks, quantity, 0, 0, 0, 0, tag0, tag1));
        }
        return orderId;
    }

    private Outcome checkProtection(Algo draft, Side side, OrderType orderType, SizeUnit sizeUnit) {
        boolean hasLeg = draft.takeProfit.exists() || draft.stopLoss.exists();
        if (!hasLeg || !AlgoChecks.isLegWhole(draft.takeProfit) || !AlgoChecks.isLegWhole(draft.stopLoss)) {
            return Outcome.ALGO_INVALID;
        }
        // Such an order may end filled with less, or more, than anyone asked for.
        boolean isOfOpenSize = orderType == OrderType.MARKET && (side == Side.BUY) == (sizeUnit == SizeUnit.BASE);
        return isOfOpenSize ? Outcome.ORDER_TYPE_INVALID : Outcome.ACCEPTED;
    }

    private Outcome checkResult(Algo result, Instrument instrument, boolean takeProfitGiven, boolean stopLossGiven) {
        Outcome outcome = checks.checkNumbers(result, instrument);
        if (outcome == Outcome.ACCEPTED) {
            outcome = checks.checkSides(result, instrument.referencePriceTicks, takeProfitGiven, stopLossGiven);
            detail = outcome == Outcome.TRIGGER_SIDE_INVALID ? checks.detail() : 0;
        }
        return outcome;
    }

    /// Takes an algo order out of the queues and gives it new terms; the caller lets it wait again.
    private void change(Algo algo, Algo result, boolean hasNewTrigger) {
        Instrument instrument = algo.instrument();
        entry.exclude(algo);
        instrument.waiting.removeLegs(algo);
        algo.copyTerms(result);
        if (hasNewTrigger) {
            algo.trigger.isAbove = algo.trigger.triggerTicks >= instrument.referencePriceTicks;
        }
        entry.include(algo);
    }

    /// @return false if the leg cannot be changed in this way
    private static boolean amendLeg(Leg leg, long newTriggerTicks, long newPriceTicks) {
        if (newTriggerTicks < NONE || newPriceTicks < NONE) {
            return false;
        }
        if (newTriggerTicks == 0 && newPriceTicks == 0) {
            return true;
        }
        if (!leg.exists()) {
            return false;
        }
        if (newTriggerTicks == NONE) {
            leg.set(0, 0);
            return newPriceTicks == 0;
        }
        leg.set(
                newTriggerTicks == 0 ? leg.triggerTicks : newTriggerTicks,
                newPriceTicks == 0 ? leg.priceTicks : Math.max(0, newPriceTicks));
        return true;
    }

    /// Whether an algo order is still one after its legs were changed; a pair that lost a leg is a single one.
    private static boolean becomesWhole(Algo result, long newPriceTicks) {
        return switch (result.kind) {
            case CONDITIONAL, OCO -> becomesWholeLegs(result);
            case TRIGGER -> {
                boolean isAtMarket = result.orderType == OrderType.MARKET;
                yield result.trigger.exists() && (isAtMarket ? newPriceTicks <= 0 : newPriceTicks != NONE);
            }
            case TRAILING -> false;
        };
    }

    private static boolean becomesWholeLegs(Algo result) {
        boolean takesProfit = result.takeProfit.exists();
        boolean stopsLoss = result.stopLoss.exists();
        if (takesProfit != stopsLoss) {
            result.kind = AlgoKind.CONDITIONAL;
        }
        boolean isPriced = result.takeProfit.priceTicks != 0 || result.stopLoss.priceTicks != 0;
        return (takesProfit || stopsLoss) && (result.sizeUnit == SizeUnit.BASE || !isPriced);
    }
}
