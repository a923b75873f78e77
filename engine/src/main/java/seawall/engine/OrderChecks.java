package seawall.engine;

/// Whether an order is allowed, check by check in the order of `docs/exchange-rules.md` §4 and §6. The checks of a
/// kind of order that has some of its own between these are put together where they belong.
final class OrderChecks {
    private final Limits limits;
    private final OrderPool pool;
    private final OrderIndex index;
    private long detail;
    private long priceTicks;

    OrderChecks(Limits limits, OrderPool pool, OrderIndex index) {
        this.limits = limits;
        this.pool = pool;
        this.index = index;
    }

    /// Explains the last refusal.
    long detail() {
        return detail;
    }

    /// Price of the order that was checked last: as it was given, or the price limit.
    long priceTicks() {
        return priceTicks;
    }

    /// All checks of an order.
    Outcome check(
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
            long clientOrderId3) {
        detail = 0;
        Outcome outcome = checkKind(instrument, orderType, sizeUnit, stp);
        if (outcome == Outcome.ACCEPTED) {
            outcome = checkPrice(orderType, priceTicks);
        }
        if (outcome == Outcome.ACCEPTED) {
            outcome = checkQuantity(instrument, orderType, sizeUnit, priceTicks, quantity);
        }
        if (outcome == Outcome.ACCEPTED) {
            outcome = checkLimit(instrument, side, orderType, clampPrice, priceTicks);
        }
        if (outcome == Outcome.ACCEPTED) {
            outcome = checkClientOrderId(account, clientOrderId0, clientOrderId1, clientOrderId2, clientOrderId3);
        }
        if (outcome == Outcome.ACCEPTED) {
            outcome = checkRoom(account, instrument);
        }
        return outcome == Outcome.ACCEPTED
                ? checkFunds(account, instrument, side, orderType, sizeUnit, banAmend, this.priceTicks, quantity)
                : outcome;
    }

    /// What the phase admits, and what goes together at all.
    Outcome checkKind(Instrument instrument, OrderType orderType, SizeUnit sizeUnit, SelfTradePrevention stp) {
        if (!instrument.admits(orderType)) {
            return Outcome.PHASE_FORBIDS;
        }
        if (sizeUnit == SizeUnit.QUOTE && orderType != OrderType.MARKET) {
            return Outcome.ORDER_TYPE_INVALID;
        }
        return orderType == OrderType.FOK && stp == SelfTradePrevention.CANCEL_BOTH
                ? Outcome.STP_FORBIDS_FOK
                : Outcome.ACCEPTED;
    }

    Outcome checkPrice(OrderType orderType, long priceTicks) {
        boolean isInvalid =
                isPriced(orderType) ? priceTicks < 1 || priceTicks > Limits.PRICE_TICKS_MAX : priceTicks != 0;
        return isInvalid ? Outcome.PRICE_INVALID : Outcome.ACCEPTED;
    }

    Outcome checkQuantity(
            Instrument instrument, OrderType orderType, SizeUnit sizeUnit, long priceTicks, long quantity) {
        if (sizeUnit == SizeUnit.QUOTE) {
            return checkQuoteQuantity(instrument, quantity);
        }
        boolean priced = isPriced(orderType);
        Outcome outcome = checkLots(instrument, priced, !priced, quantity);
        return outcome == Outcome.ACCEPTED
                        && priced
                        && instrument.notionalAtoms(priceTicks, quantity, true) == Wide.TOO_LARGE
                ? Outcome.NOTIONAL_OVERFLOW
                : outcome;
    }

    static Outcome checkQuoteQuantity(Instrument instrument, long quoteAtoms) {
        if (quoteAtoms < 1 || quoteAtoms > Limits.ATOMS_MAX) {
            return Outcome.QUANTITY_INVALID;
        }
        return quoteAtoms > instrument.maxMarketQuoteAtoms ? Outcome.VALUE_ABOVE_MAX : Outcome.ACCEPTED;
    }

    /// @param priced   the quantity is to be within the maximum of orders with a price
    /// @param atMarket it is to be within that of orders at market
    static Outcome checkLots(Instrument instrument, boolean priced, boolean atMarket, long lots) {
        if (lots < 1 || lots > Limits.QUANTITY_LOTS_MAX) {
            return Outcome.QUANTITY_INVALID;
        }
        if (lots < instrument.minLots) {
            return Outcome.QUANTITY_BELOW_MIN;
        }
        boolean isAboveMax =
                (priced && lots > instrument.maxLimitLots) || (atMarket && lots > instrument.maxMarketLots);
        return isAboveMax ? Outcome.QUANTITY_ABOVE_MAX : Outcome.ACCEPTED;
    }

    /// Settles the price of the order.
    Outcome checkLimit(Instrument instrument, Side side, OrderType orderType, boolean clampPrice, long priceTicks) {
        this.priceTicks = priceTicks;
        detail = 0;
        if (!isPriced(orderType) || !isOutsideLimit(instrument, side, priceTicks)) {
            return Outcome.ACCEPTED;
        }
        this.priceTicks = instrument.limitTicks(side);
        if (clampPrice) {
            return Outcome.ACCEPTED;
        }
        detail = this.priceTicks;
        return Outcome.PRICE_OUTSIDE_LIMIT;
    }

    Outcome checkClientOrderId(
            Account account, long clientOrderId0, long clientOrderId1, long clientOrderId2, long clientOrderId3) {
        return index.find(account.accountId, clientOrderId0, clientOrderId1, clientOrderId2, clientOrderId3) == null
                ? Outcome.ACCEPTED
                : Outcome.CLIENT_ORDER_ID_EXISTS;
    }

    Outcome checkRoom(Account account, Instrument instrument) {
        if (account.openOrders >= limits.ordersPerAccountMax()) {
            return Outcome.ORDERS_MAX_ACCOUNT;
        }
        if (account.openOrders(instrument.instrumentId) >= limits.ordersPerInstrumentMax()) {
            return Outcome.ORDERS_MAX_INSTRUMENT;
        }
        return pool.isEmpty() ? Outcome.ORDERS_MAX : Outcome.ACCEPTED;
    }

    /// Whom an order without a price could meet, and whether it can be paid.
    Outcome checkFunds(
            Account account,
            Instrument instrument,
            Side side,
            OrderType orderType,
            SizeUnit sizeUnit,
            boolean banAmend,
            long priceTicks,
            long quantity) {
        if (!isPriced(orderType) && instrument.opposite(side).isEmpty()) {
            return Outcome.NO_LIQUIDITY;
        }
        return isFunded(account, instrument, side, orderType, sizeUnit, banAmend, priceTicks, quantity)
                ? Outcome.ACCEPTED
                : Outcome.BALANCE_INSUFFICIENT;
    }

    /// Whether an open order may be changed.
    ///
    /// @param priceTicks   what its price would be
    /// @param quantityLots what its quantity would be
    Outcome checkAmend(Order order, long newPriceTicks, long newQuantityLots, long priceTicks, long quantityLots) {
        detail = 0;
        Instrument instrument = order.instrument();
        if (!instrument.phase.admitsAmendments()) {
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

    static boolean isPriced(OrderType orderType) {
        return orderType != OrderType.MARKET && orderType != OrderType.OPTIMAL_LIMIT_IOC;
    }

    static boolean isOutsideLimit(Instrument instrument, Side side, long priceTicks) {
        long limitTicks = instrument.limitTicks(side);
        return limitTicks != 0 && (side == Side.BUY ? priceTicks > limitTicks : priceTicks < limitTicks);
    }

    static boolean wouldTake(Instrument instrument, Side side, long priceTicks) {
        Level best = instrument.opposite(side).best();
        return best != null && best.key >= instrument.opposite(side).key(priceTicks);
    }

    /// Key of the worst level that a taker may meet; without a price it is that of the price limit, if there is
    /// one.
    static long limitKey(Instrument instrument, Side takerSide, long priceTicks) {
        long limitTicks = priceTicks == 0 ? instrument.limitTicks(takerSide) : priceTicks;
        return limitTicks == 0 ? Long.MIN_VALUE : instrument.opposite(takerSide).key(limitTicks);
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

    /// True if a number of lots is enough for walking the bids now until an amount of quote is received, or for
    /// what of it the walk meets.
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
}
