package seawall.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Places, matches, amends and closes orders. Each method either ends with an outcome that changed nothing, or
/// carries its action out to its end; [#detail()] explains the outcome.
final class Matcher {
    private final Limits limits;
    private final Entry entry;
    private final EventSink events;
    private final Ledger ledger;
    private final OrderPool pool;
    private final OrderIndex index;
    private final OrderChecks checks;
    private final AlgoBook algos;
    private long detail;

    Matcher(
            Limits limits,
            Entry entry,
            Ledger ledger,
            OrderPool pool,
            OrderIndex index,
            OrderChecks checks,
            AlgoBook algos) {
        this.limits = limits;
        this.entry = entry;
        this.events = entry.events;
        this.ledger = ledger;
        this.pool = pool;
        this.index = index;
        this.checks = checks;
        this.algos = algos;
    }

    /// Explains the last outcome.
    long detail() {
        return detail;
    }

    /// Places an ordinary order.
    ///
    /// It says in one piece what [OrderChecks#check] and [#accept] say for the other kinds of orders. Calling them
    /// makes this method small enough for the compiler to put all of it, and all it calls, into its callers, until
    /// their room is used up and the encoding of events is what stays outside: 203 instead of 187 ns for a command.
    Outcome place(
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
        detail = 0;
        Outcome outcome = checks.checkKind(instrument, orderType, sizeUnit, stp);
        if (outcome != Outcome.ACCEPTED) {
            return outcome;
        }
        outcome = checks.checkPrice(orderType, priceTicks);
        if (outcome != Outcome.ACCEPTED) {
            return outcome;
        }
        outcome = checks.checkQuantity(instrument, orderType, sizeUnit, priceTicks, quantity);
        if (outcome != Outcome.ACCEPTED) {
            return outcome;
        }
        outcome = checks.checkLimit(instrument, side, orderType, clampPrice, priceTicks);
        if (outcome != Outcome.ACCEPTED) {
            detail = checks.detail();
            return outcome;
        }
        outcome = checks.checkClientOrderId(account, clientOrderId0, clientOrderId1, clientOrderId2, clientOrderId3);
        if (outcome != Outcome.ACCEPTED) {
            return outcome;
        }
        outcome = checks.checkRoom(account, instrument);
        if (outcome != Outcome.ACCEPTED) {
            return outcome;
        }
        outcome = checks.checkFunds(
                account, instrument, side, orderType, sizeUnit, banAmend, checks.priceTicks(), quantity);
        if (outcome != Outcome.ACCEPTED) {
            return outcome;
        }
        Order order = pool.takeOrder(account, instrument);
        order.orderId = entry.nextOrderId++;
        order.side = side;
        order.orderType = orderType;
        order.sizeUnit = sizeUnit;
        order.stp = stp;
        order.priceTicks = checks.priceTicks();
        order.quantity = quantity;
        order.quoteLeftAtoms = sizeUnit == SizeUnit.QUOTE ? quantity : 0;
        order.clientOrderId0 = clientOrderId0;
        order.clientOrderId1 = clientOrderId1;
        order.clientOrderId2 = clientOrderId2;
        order.clientOrderId3 = clientOrderId3;
        order.tag0 = tag0;
        order.tag1 = tag1;
        events.orderAccepted(
                order.orderId,
                account.accountId,
                instrument.instrumentId,
                side,
                orderType,
                sizeUnit,
                stp,
                order.priceTicks,
                quantity,
                clientOrderId0,
                clientOrderId1,
                clientOrderId2,
                clientOrderId3,
                tag0,
                tag1);
        detail = order.orderId;
        proceed(order);
        return Outcome.ACCEPTED;
    }

    /// Takes an order that passed its checks, without doing anything with it yet.
    Order accept(
            Account account,
            Instrument instrument,
            Side side,
            OrderType orderType,
            SizeUnit sizeUnit,
            SelfTradePrevention stp,
            long priceTicks,
            long quantity,
            long clientOrderId0,
            long clientOrderId1,
            long clientOrderId2,
            long clientOrderId3,
            long tag0,
            long tag1) {
        Order order = pool.takeOrder(account, instrument);
        order.orderId = entry.nextOrderId++;
        order.side = side;
        order.orderType = orderType;
        order.sizeUnit = sizeUnit;
        order.stp = stp;
        order.priceTicks = priceTicks;
        order.quantity = quantity;
        order.quoteLeftAtoms = sizeUnit == SizeUnit.QUOTE ? quantity : 0;
        order.clientOrderId0 = clientOrderId0;
        order.clientOrderId1 = clientOrderId1;
        order.clientOrderId2 = clientOrderId2;
        order.clientOrderId3 = clientOrderId3;
        order.tag0 = tag0;
        order.tag1 = tag1;
        events.orderAccepted(
                order.orderId,
                account.accountId,
                instrument.instrumentId,
                side,
                orderType,
                sizeUnit,
                stp,
                priceTicks,
                quantity,
                clientOrderId0,
                clientOrderId1,
                clientOrderId2,
                clientOrderId3,
                tag0,
                tag1);
        return order;
    }

    /// Lets an order that was accepted or amended meet the book, to its end or its rest.
    void proceed(Order order) {
        if (order.instrument().phase == Phase.AUCTION) {
            // Orders gather; who meets whom is decided when the auction ends.
            rest(order);
            return;
        }
        CloseReason reason = reasonBeforeMatching(order);
        if (reason == null) {
            reason = match(order);
        }
        if (reason == null) {
            rest(order);
        } else {
            close(order, reason);
        }
    }

    /// Cancels an open order: releases its hold and takes it out of the book.
    void cancel(Order order, CloseReason reason) {
        detail = order.orderId;
        closeResting(order, reason);
    }

    /// Closes an order that rests, whatever it has left.
    void closeResting(Order order, CloseReason reason) {
        leaveBook(order);
        ledger.hold(order, 0);
        close(order, reason);
    }

    Outcome amend(
            Order order,
            long newPriceTicks,
            long newQuantityLots,
            boolean cancelOnFail,
            boolean clampPrice,
            long requestId0,
            long requestId1,
            long requestId2,
            long requestId3) {
        Instrument instrument = order.instrument();
        boolean clamps = newPriceTicks != 0
                && clampPrice
                && newPriceTicks >= 1
                && newPriceTicks <= Limits.PRICE_TICKS_MAX
                && OrderChecks.isOutsideLimit(instrument, order.side, newPriceTicks);
        long price =
                clamps ? instrument.limitTicks(order.side) : (newPriceTicks == 0 ? order.priceTicks : newPriceTicks);
        long quantity = newQuantityLots == 0 ? order.quantity : newQuantityLots;
        Outcome outcome = checks.checkAmend(order, newPriceTicks, newQuantityLots, price, quantity);
        if (outcome != Outcome.ACCEPTED) {
            detail = checks.detail();
            if (cancelOnFail) {
                events.orderAmendRefused(
                        order.orderId,
                        order.account().accountId,
                        instrument.instrumentId,
                        outcome,
                        requestId0,
                        requestId1,
                        requestId2,
                        requestId3);
                closeResting(order, CloseReason.USER);
            }
            return outcome;
        }
        detail = order.orderId;
        boolean completes = quantity <= order.filledLots;
        boolean keepsPriority = completes || (price == order.priceTicks && quantity <= order.quantity);
        if (keepsPriority) {
            Level level = Objects.requireNonNull(order.level, "an order that is amended rests");
            entry.touch(level);
            entry.exclude(order);
            long kept = completes ? order.filledLots : quantity;
            level.lots -= order.quantity - kept;
            order.quantity = kept;
            entry.include(order);
            ledger.hold(
                    order,
                    completes ? 0 : Ledger.holdAtoms(instrument, order.side, order.priceTicks, order.remainingLots()));
            reportAmended(order, true, requestId0, requestId1, requestId2, requestId3);
            if (completes) {
                leaveBook(order);
                close(order, CloseReason.FILLED);
            }
            return Outcome.ACCEPTED;
        }
        leaveBook(order);
        ledger.hold(order, 0);
        entry.exclude(order);
        order.priceTicks = price;
        order.quantity = quantity;
        entry.include(order);
        reportAmended(order, false, requestId0, requestId1, requestId2, requestId3);
        CloseReason reason = match(order);
        if (reason == null) {
            rest(order);
        } else {
            close(order, reason);
        }
        return Outcome.ACCEPTED;
    }

    /// Puts an order into its level, at the end, without any other effect.
    void enterBook(Order order) {
        BookSide side = order.instrument().side(order.side);
        Level level = side.find(order.priceTicks);
        if (level == null) {
            level = entry.emptied(side, order.priceTicks);
            if (level == null) {
                level = pool.takeLevel(side, order.priceTicks);
            }
            side.add(level);
        }
        level.append(order);
    }

    private void reportAmended(
            Order order, boolean keptPriority, long requestId0, long requestId1, long requestId2, long requestId3) {
        events.orderAmended(
                order.orderId,
                order.account().accountId,
                order.instrument().instrumentId,
                order.priceTicks,
                order.quantity,
                keptPriority,
                requestId0,
                requestId1,
                requestId2,
                requestId3);
    }

    /// Why an order is closed without meeting anyone, or null when it is to be matched.
    private @Nullable CloseReason reasonBeforeMatching(Order order) {
        Instrument instrument = order.instrument();
        if (order.orderType == OrderType.POST_ONLY && OrderChecks.wouldTake(instrument, order.side, order.priceTicks)) {
            return CloseReason.POST_ONLY;
        }
        return order.orderType == OrderType.FOK && !canFillCompletely(order) ? CloseReason.FOK : null;
    }

    private boolean canFillCompletely(Order taker) {
        BookSide makers = taker.instrument().opposite(taker.side);
        long limitKey = makers.key(taker.priceTicks);
        long left = taker.remainingLots();
        int met = 0;
        for (int rank = 0; rank < makers.size() && makers.level(rank).key >= limitKey; rank++) {
            for (Order maker = makers.level(rank).first; maker != null; maker = maker.nextOfLevel) {
                if (met++ == limits.makersPerTakerMax()) {
                    return false;
                }
                if (maker.account != taker.account) {
                    left -= Math.min(left, maker.remainingLots());
                } else if (taker.stp == SelfTradePrevention.CANCEL_TAKER) {
                    return false;
                }
                if (left == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Trades with the other side, best price and oldest order first.
    ///
    /// @return why the taker ends, or null when its remainder rests
    private @Nullable CloseReason match(Order taker) {
        Instrument instrument = taker.instrument();
        BookSide makers = instrument.opposite(taker.side);
        long limitKey = OrderChecks.limitKey(instrument, taker.side, taker.priceTicks);
        for (int met = 0; ; met++) {
            if (isComplete(taker)) {
                return CloseReason.FILLED;
            }
            Level best = makers.best();
            if (best == null || best.key < limitKey) {
                return reasonOfRemainder(taker, makers);
            }
            if (met == limits.makersPerTakerMax()) {
                return CloseReason.MAKERS_MAX;
            }
            Order maker = Objects.requireNonNull(best.first, "a level in the book has orders");
            if (maker.account == taker.account) {
                if (taker.stp == SelfTradePrevention.CANCEL_TAKER) {
                    return CloseReason.SELF_TRADE;
                }
                closeResting(maker, CloseReason.SELF_TRADE);
                if (taker.stp == SelfTradePrevention.CANCEL_BOTH) {
                    return CloseReason.SELF_TRADE;
                }
                continue;
            }
            long lots = maker.remainingLots();
            if (taker.sizeUnit == SizeUnit.QUOTE) {
                lots = instrument.lotsWithin(maker.priceTicks, lots, taker.quoteLeftAtoms);
                if (lots == 0) {
                    return taker.filledLots > 0 ? CloseReason.FILLED : CloseReason.FUNDS;
                }
            } else {
                lots = Math.min(lots, taker.remainingLots());
            }
            lots = payableLots(taker, maker.priceTicks, lots);
            if (lots == 0) {
                return CloseReason.FUNDS;
            }
            fill(taker, maker, lots);
        }
    }

    private static boolean isComplete(Order taker) {
        return taker.sizeUnit == SizeUnit.QUOTE ? taker.quoteLeftAtoms == 0 : taker.remainingLots() == 0;
    }

    private static @Nullable CloseReason reasonOfRemainder(Order taker, BookSide makers) {
        return switch (taker.orderType) {
            case LIMIT, POST_ONLY -> null;
            case FOK -> throw new AssertionError("a fill-or-kill order that passed its check is filled completely");
            case IOC -> CloseReason.IOC;
            case MARKET -> makers.isEmpty() ? CloseReason.NO_LIQUIDITY : CloseReason.PRICE_LIMIT;
            case OPTIMAL_LIMIT_IOC -> makers.isEmpty() ? CloseReason.IOC : CloseReason.PRICE_LIMIT;
        };
    }

    /// How much of a quantity the taker can pay for. A priced order was checked in full when it was placed.
    private static long payableLots(Order taker, long priceTicks, long lots) {
        if (OrderChecks.isPriced(taker.orderType)) {
            return lots;
        }
        long availableAtoms = taker.paidBalance().availableAtoms();
        Instrument instrument = taker.instrument();
        return taker.isBuy()
                ? instrument.lotsWithin(priceTicks, lots, availableAtoms)
                : Math.min(lots, availableAtoms / instrument.lotAtoms);
    }

    private void fill(Order taker, Order maker, long lots) {
        assert maker.remainingLots() >= lots && lots >= 1 : "a fill is at most what the maker has left";
        Instrument instrument = maker.instrument();
        long quoteAtoms = instrument.notionalAtoms(maker.priceTicks, lots, false);
        fillResting(maker, lots);
        if (taker.isOpen) {
            entry.exclude(taker);
        }
        taker.filledLots += lots;
        if (taker.isOpen) {
            entry.include(taker);
        }
        if (taker.sizeUnit == SizeUnit.QUOTE) {
            taker.quoteLeftAtoms -= quoteAtoms;
        }
        ledger.settle(taker, maker, maker.priceTicks, lots, lots * instrument.lotAtoms, quoteAtoms);
        holdRemainder(maker);
        closeIfComplete(maker);
    }

    /// Counts a fill of an order that rests; its hold still is that of before.
    void fillResting(Order order, long lots) {
        Level level = Objects.requireNonNull(order.level, "an order that is filled in its place rests");
        entry.touch(level);
        entry.exclude(order);
        order.filledLots += lots;
        level.lots -= lots;
        entry.include(order);
    }

    void holdRemainder(Order order) {
        ledger.hold(
                order,
                order.remainingLots() == 0
                        ? 0
                        : Ledger.holdAtoms(order.instrument(), order.side, order.priceTicks, order.remainingLots()));
    }

    void closeIfComplete(Order order) {
        if (order.remainingLots() == 0) {
            leaveBook(order);
            close(order, CloseReason.FILLED);
        }
    }

    private void rest(Order order) {
        if (!order.isOpen) {
            order.takeFixedMix();
            entry.pages.change(order.page);
            order.isOpen = true;
            index.add(order);
            order.account().add(order);
        } else {
            entry.exclude(order);
        }
        order.priority = entry.nextPriority++;
        entry.include(order);
        enterBook(order);
        Level level = Objects.requireNonNull(order.level, "the order has entered the book");
        entry.touch(level);
        ledger.hold(order, Ledger.holdAtoms(order.instrument(), order.side, order.priceTicks, order.remainingLots()));
    }

    private void leaveBook(Order order) {
        Level level = Objects.requireNonNull(order.level, "an order leaves a book that it is in");
        entry.touch(level);
        level.remove(order);
        if (level.orders == 0) {
            // The level itself is kept until the entry has reported it.
            level.side().remove(level);
        }
    }

    /// Reports the end of an order and gives it back to the pool.
    private void close(Order order, CloseReason reason) {
        assert order.holdAtoms == 0 : "a closed order holds nothing";
        events.orderClosed(
                order.orderId, order.account().accountId, order.instrument().instrumentId, reason, order.filledLots);
        if (order.attached != null) {
            algos.onParentClosed(order, reason);
        }
        if (order.isOpen) {
            entry.exclude(order);
            index.remove(order);
            order.account().remove(order);
        }
        pool.release(order);
    }
}
