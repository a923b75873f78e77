package seawall.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Places, matches, amends and closes orders. Each method either ends with an outcome that changed nothing, or carries
/// its action out to its end; [#detail()] explains the outcome.
final class Matcher {
    private final Limits limits;
    private final Entry entry;
    private final EventSink events;
    private final Ledger ledger;
    private final OrderPool pool;
    private final OrderIndex index;
    private long detail;

    Matcher(Limits limits, Entry entry, Ledger ledger, OrderPool pool, OrderIndex index) {
        this.limits = limits;
        this.entry = entry;
        this.events = entry.events;
        this.ledger = ledger;
        this.pool = pool;
        this.index = index;
    }

    /// Explains the last outcome.
    long detail() {
        return detail;
    }

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
        if (instrument.phase == Phase.HALTED
                || instrument.phase == Phase.CANCEL_ONLY
                || (instrument.phase == Phase.POST_ONLY && orderType != OrderType.POST_ONLY)) {
            return Outcome.PHASE_FORBIDS;
        }
        if (sizeUnit == SizeUnit.QUOTE && orderType != OrderType.MARKET) {
            return Outcome.ORDER_TYPE_INVALID;
        }
        if (orderType == OrderType.FOK && stp == SelfTradePrevention.CANCEL_BOTH) {
            return Outcome.STP_FORBIDS_FOK;
        }
        boolean priced = isPriced(orderType);
        if (priced ? priceTicks < 1 || priceTicks > Limits.PRICE_TICKS_MAX : priceTicks != 0) {
            return Outcome.PRICE_INVALID;
        }
        Outcome quantityOutcome = checkQuantity(instrument, priced, sizeUnit, priceTicks, quantity);
        if (quantityOutcome != Outcome.ACCEPTED) {
            return quantityOutcome;
        }
        long price = priceTicks;
        if (priced && isOutsideLimit(instrument, side, priceTicks)) {
            if (!clampPrice) {
                detail = instrument.limitTicks(side);
                return Outcome.PRICE_OUTSIDE_LIMIT;
            }
            price = instrument.limitTicks(side);
        }
        if (index.find(account.accountId, clientOrderId0, clientOrderId1, clientOrderId2, clientOrderId3) != null) {
            return Outcome.CLIENT_ORDER_ID_EXISTS;
        }
        if (account.openOrders >= limits.ordersPerAccountMax()) {
            return Outcome.ORDERS_MAX_ACCOUNT;
        }
        if (account.openOrders(instrument.instrumentId) >= limits.ordersPerInstrumentMax()) {
            return Outcome.ORDERS_MAX_INSTRUMENT;
        }
        if (pool.isEmpty()) {
            return Outcome.ORDERS_MAX;
        }
        if (!priced && instrument.opposite(side).isEmpty()) {
            return Outcome.NO_LIQUIDITY;
        }
        if (!isFunded(account, instrument, side, orderType, sizeUnit, banAmend, price, quantity)) {
            return Outcome.BALANCE_INSUFFICIENT;
        }

        Order order = pool.takeOrder(account, instrument);
        order.orderId = entry.nextOrderId++;
        order.side = side;
        order.orderType = orderType;
        order.sizeUnit = sizeUnit;
        order.stp = stp;
        order.priceTicks = price;
        order.quantity = quantity;
        order.quoteLeftAtoms = sizeUnit == SizeUnit.QUOTE ? quantity : 0;
        order.clientOrderId0 = clientOrderId0;
        order.clientOrderId1 = clientOrderId1;
        order.clientOrderId2 = clientOrderId2;
        order.clientOrderId3 = clientOrderId3;
        order.tag0 = tag0;
        order.tag1 = tag1;
        detail = order.orderId;
        events.orderAccepted(
                order.orderId,
                account.accountId,
                instrument.instrumentId,
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
        CloseReason reason = reasonBeforeMatching(order);
        if (reason == null) {
            reason = match(order);
        }
        if (reason == null) {
            rest(order);
        } else {
            close(order, reason);
        }
        return Outcome.ACCEPTED;
    }

    /// Cancels an open order: releases its hold and takes it out of the book.
    void cancel(Order order, CloseReason reason) {
        detail = order.orderId;
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
        detail = 0;
        Instrument instrument = order.instrument();
        boolean clamps = newPriceTicks != 0
                && clampPrice
                && newPriceTicks >= 1
                && newPriceTicks <= Limits.PRICE_TICKS_MAX
                && isOutsideLimit(instrument, order.side, newPriceTicks);
        long price =
                clamps ? instrument.limitTicks(order.side) : (newPriceTicks == 0 ? order.priceTicks : newPriceTicks);
        long quantity = newQuantityLots == 0 ? order.quantity : newQuantityLots;
        Outcome outcome = checkAmend(order, newPriceTicks, newQuantityLots, price, quantity);
        if (outcome != Outcome.ACCEPTED) {
            if (cancelOnFail) {
                long refusalDetail = detail;
                cancel(order, CloseReason.USER);
                detail = refusalDetail;
            }
            return outcome;
        }
        detail = order.orderId;
        boolean completes = quantity <= order.filledLots;
        boolean keepsPriority = completes || (price == order.priceTicks && quantity <= order.quantity);
        if (keepsPriority) {
            Level level = Objects.requireNonNull(order.level, "an order that is amended rests");
            entry.touch(level);
            entry.changeHash(-order.mix());
            long kept = completes ? order.filledLots : quantity;
            level.lots -= order.quantity - kept;
            order.quantity = kept;
            entry.changeHash(order.mix());
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
        entry.changeHash(-order.mix());
        order.priceTicks = price;
        order.quantity = quantity;
        entry.changeHash(order.mix());
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

    private static boolean isPriced(OrderType orderType) {
        return orderType != OrderType.MARKET && orderType != OrderType.OPTIMAL_LIMIT_IOC;
    }

    private static Outcome checkQuantity(
            Instrument instrument, boolean priced, SizeUnit sizeUnit, long priceTicks, long quantity) {
        if (sizeUnit == SizeUnit.QUOTE) {
            if (quantity < 1 || quantity > Limits.ATOMS_MAX) {
                return Outcome.QUANTITY_INVALID;
            }
            return quantity > instrument.maxMarketQuoteAtoms ? Outcome.VALUE_ABOVE_MAX : Outcome.ACCEPTED;
        }
        if (quantity < 1 || quantity > Limits.QUANTITY_LOTS_MAX) {
            return Outcome.QUANTITY_INVALID;
        }
        if (quantity < instrument.minLots) {
            return Outcome.QUANTITY_BELOW_MIN;
        }
        if (quantity > (priced ? instrument.maxLimitLots : instrument.maxMarketLots)) {
            return Outcome.QUANTITY_ABOVE_MAX;
        }
        return priced && instrument.notionalAtoms(priceTicks, quantity, true) == Wide.TOO_LARGE
                ? Outcome.NOTIONAL_OVERFLOW
                : Outcome.ACCEPTED;
    }

    private static boolean isOutsideLimit(Instrument instrument, Side side, long priceTicks) {
        long limitTicks = instrument.limitTicks(side);
        return limitTicks != 0 && (side == Side.BUY ? priceTicks > limitTicks : priceTicks < limitTicks);
    }

    private boolean isFunded(
            Account account,
            Instrument instrument,
            Side side,
            OrderType orderType,
            SizeUnit sizeUnit,
            boolean banAmend,
            long priceTicks,
            long quantity) {
        Currency paid = side == Side.BUY ? instrument.quote : instrument.base;
        long available = account.balance(paid.currencyId(), Wallet.TRADING).availableAtoms();
        if (isPriced(orderType)) {
            return available >= Ledger.holdAtoms(instrument, side, priceTicks, quantity);
        }
        if (side == Side.SELL) {
            if (orderType == OrderType.MARKET && sizeUnit == SizeUnit.BASE) {
                return available >= Ledger.holdAtoms(instrument, side, 0, quantity);
            }
            return available >= instrument.lotAtoms
                    && (!banAmend
                            || sizeUnit == SizeUnit.BASE
                            || canSupplyWalk(account, instrument, quantity, available / instrument.lotAtoms));
        }
        if (sizeUnit == SizeUnit.QUOTE) {
            return available >= quantity;
        }
        boolean walks = banAmend && orderType == OrderType.MARKET;
        return available >= 1 && (!walks || canPayWalk(account, instrument, quantity, available));
    }

    /// True if an amount pays for walking the asks now for a quantity, or for what of it the walk meets.
    private boolean canPayWalk(Account account, Instrument instrument, long lots, long availableAtoms) {
        long limitKey = limitKey(instrument, Side.BUY, 0);
        long left = lots;
        long costAtoms = 0;
        int met = 0;
        BookSide asks = instrument.asks;
        for (int rank = 0; rank < asks.size() && asks.level(rank).key >= limitKey; rank++) {
            for (Order maker = asks.level(rank).first; maker != null; maker = maker.nextOfLevel) {
                if (left == 0 || met++ == limits.makersPerTakerMax()) {
                    return true;
                }
                if (maker.account == account) {
                    continue;
                }
                long filled = Math.min(left, maker.remainingLots());
                left -= filled;
                costAtoms += instrument.notionalAtoms(maker.priceTicks, filled, false);
                if (costAtoms > availableAtoms) {
                    return false;
                }
            }
        }
        return true;
    }

    /// True if a number of lots is enough for walking the bids now until an amount of quote is received, or for what of
    /// it the walk meets.
    private boolean canSupplyWalk(Account account, Instrument instrument, long quoteAtoms, long availableLots) {
        long limitKey = limitKey(instrument, Side.SELL, 0);
        long leftAtoms = quoteAtoms;
        long leftLots = availableLots;
        int met = 0;
        BookSide bids = instrument.bids;
        for (int rank = 0; rank < bids.size() && bids.level(rank).key >= limitKey; rank++) {
            for (Order maker = bids.level(rank).first; maker != null; maker = maker.nextOfLevel) {
                if (leftAtoms == 0 || met++ == limits.makersPerTakerMax()) {
                    return true;
                }
                if (maker.account == account) {
                    continue;
                }
                long filled = instrument.lotsWithin(maker.priceTicks, maker.remainingLots(), leftAtoms);
                if (filled > leftLots) {
                    return false;
                }
                if (filled < maker.remainingLots()) {
                    return true;
                }
                leftLots -= filled;
                leftAtoms -= instrument.notionalAtoms(maker.priceTicks, filled, false);
            }
        }
        return true;
    }

    private Outcome checkAmend(
            Order order, long newPriceTicks, long newQuantityLots, long priceTicks, long quantityLots) {
        Instrument instrument = order.instrument();
        if (instrument.phase == Phase.HALTED || instrument.phase == Phase.CANCEL_ONLY) {
            return Outcome.AMEND_FORBIDDEN;
        }
        if (newPriceTicks == 0 && newQuantityLots == 0) {
            return Outcome.AMEND_EMPTY;
        }
        if (newPriceTicks != 0) {
            if (newPriceTicks < 1 || newPriceTicks > Limits.PRICE_TICKS_MAX) {
                return Outcome.PRICE_INVALID;
            }
            if (isOutsideLimit(instrument, order.side, priceTicks)) {
                detail = instrument.limitTicks(order.side);
                return Outcome.PRICE_OUTSIDE_LIMIT;
            }
        }
        if (newQuantityLots != 0) {
            if (newQuantityLots < 1 || newQuantityLots > Limits.QUANTITY_LOTS_MAX) {
                return Outcome.QUANTITY_INVALID;
            }
            if (newQuantityLots < instrument.minLots) {
                return Outcome.QUANTITY_BELOW_MIN;
            }
            if (newQuantityLots > instrument.maxLimitLots) {
                return Outcome.QUANTITY_ABOVE_MAX;
            }
        }
        if (instrument.notionalAtoms(priceTicks, quantityLots, true) == Wide.TOO_LARGE) {
            return Outcome.NOTIONAL_OVERFLOW;
        }
        if (quantityLots <= order.filledLots) {
            return Outcome.ACCEPTED;
        }
        if ((order.orderType == OrderType.POST_ONLY || instrument.phase == Phase.POST_ONLY)
                && wouldTake(instrument, order.side, priceTicks)) {
            return Outcome.AMEND_WOULD_TAKE;
        }
        long holdAtoms = Ledger.holdAtoms(instrument, order.side, priceTicks, quantityLots - order.filledLots);
        return holdAtoms > order.paidBalance().availableAtoms() + order.holdAtoms
                ? Outcome.BALANCE_INSUFFICIENT
                : Outcome.ACCEPTED;
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
        if (order.orderType == OrderType.POST_ONLY && wouldTake(instrument, order.side, order.priceTicks)) {
            return CloseReason.POST_ONLY;
        }
        return order.orderType == OrderType.FOK && !canFillCompletely(order) ? CloseReason.FOK : null;
    }

    private static boolean wouldTake(Instrument instrument, Side side, long priceTicks) {
        Level best = instrument.opposite(side).best();
        return best != null && best.key >= instrument.opposite(side).key(priceTicks);
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

    /// Key of the worst level that a taker may meet; without a price it is that of the price limit, if there is one.
    private static long limitKey(Instrument instrument, Side takerSide, long priceTicks) {
        long limitTicks = priceTicks == 0 ? instrument.limitTicks(takerSide) : priceTicks;
        return limitTicks == 0 ? Long.MIN_VALUE : instrument.opposite(takerSide).key(limitTicks);
    }

    /// Trades with the other side, best price and oldest order first.
    ///
    /// @return why the taker ends, or null when its remainder rests
    private @Nullable CloseReason match(Order taker) {
        Instrument instrument = taker.instrument();
        BookSide makers = instrument.opposite(taker.side);
        long limitKey = limitKey(instrument, taker.side, taker.priceTicks);
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
                leaveBook(maker);
                ledger.hold(maker, 0);
                close(maker, CloseReason.SELF_TRADE);
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
        if (isPriced(taker.orderType)) {
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
        Level level = Objects.requireNonNull(maker.level, "a maker rests");
        entry.touch(level);
        entry.changeHash(-maker.mix());
        maker.filledLots += lots;
        level.lots -= lots;
        entry.changeHash(maker.mix());
        if (taker.isOpen) {
            entry.changeHash(-taker.mix());
        }
        taker.filledLots += lots;
        if (taker.isOpen) {
            entry.changeHash(taker.mix());
        }
        if (taker.sizeUnit == SizeUnit.QUOTE) {
            taker.quoteLeftAtoms -= quoteAtoms;
        }
        ledger.settle(taker, maker, lots, lots * instrument.lotAtoms, quoteAtoms);
        ledger.hold(
                maker,
                maker.remainingLots() == 0
                        ? 0
                        : Ledger.holdAtoms(instrument, maker.side, maker.priceTicks, maker.remainingLots()));
        if (maker.remainingLots() == 0) {
            leaveBook(maker);
            close(maker, CloseReason.FILLED);
        }
    }

    private void rest(Order order) {
        if (!order.isOpen) {
            order.takeFixedMix();
            order.isOpen = true;
            index.add(order);
            order.account().add(order);
        } else {
            entry.changeHash(-order.mix());
        }
        order.priority = entry.nextPriority++;
        entry.changeHash(order.mix());
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
        if (order.isOpen) {
            entry.changeHash(-order.mix());
            index.remove(order);
            order.account().remove(order);
        }
        pool.release(order);
    }
}
