package seawall.simulation.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.AmendOrderDecoder;
import seawall.wire.codec.CancelOrderDecoder;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.Flag;
import seawall.wire.codec.Liquidity;
import seawall.wire.codec.MassCancelDecoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceOrderDecoder;
import seawall.wire.codec.PlaceProtectedOrderDecoder;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// Placing, matching, canceling and amending orders (§3 to §6), and the orders that algo orders place (§8.8, §8.9).
final class Market {
    /// What somebody wants to place.
    private record Placement(
            int accountId,
            int instrumentId,
            Side side,
            OrderType type,
            SizeUnit unit,
            SelfTradePrevention stp,
            boolean banAmend,
            boolean clampPrice,
            long priceTicks,
            long quantity,
            String clientOrderId,
            String tag) {}

    private final ExchangeState state;
    private final AlgoOrders algos;

    Market(ExchangeState state, AlgoOrders algos) {
        this.state = state;
        this.algos = algos;
    }

    // §4

    long placeOrder(PlaceOrderDecoder command) throws Refusal {
        var placement = new Placement(
                command.accountId(),
                command.instrumentId(),
                Fields.constant(command.sideRaw(), Side.values(), Side::value),
                Fields.constant(command.orderTypeRaw(), OrderType.values(), OrderType::value),
                Fields.constant(command.sizeUnitRaw(), SizeUnit.values(), SizeUnit::value),
                Fields.constant(command.stpRaw(), SelfTradePrevention.values(), SelfTradePrevention::value),
                Fields.constant(command.banAmendRaw(), Flag.values(), Flag::value) == Flag.YES,
                Fields.constant(command.clampPriceRaw(), Flag.values(), Flag::value) == Flag.YES,
                command.priceTicks(),
                command.quantity(),
                Fields.text(command.buffer(), command.offset() + PlaceOrderDecoder.clientOrderIdEncodingOffset(), 32),
                Fields.text(command.buffer(), command.offset() + PlaceOrderDecoder.tagEncodingOffset(), 16));
        Order order = check(placement, null);
        accept(order, null);
        return order.id;
    }

    /// §8.9
    long placeProtectedOrder(PlaceProtectedOrderDecoder command) throws Refusal {
        var placement = new Placement(
                command.accountId(),
                command.instrumentId(),
                Fields.constant(command.sideRaw(), Side.values(), Side::value),
                Fields.constant(command.orderTypeRaw(), OrderType.values(), OrderType::value),
                Fields.constant(command.sizeUnitRaw(), SizeUnit.values(), SizeUnit::value),
                Fields.constant(command.stpRaw(), SelfTradePrevention.values(), SelfTradePrevention::value),
                Fields.constant(command.banAmendRaw(), Flag.values(), Flag::value) == Flag.YES,
                Fields.constant(command.clampPriceRaw(), Flag.values(), Flag::value) == Flag.YES,
                command.priceTicks(),
                command.quantity(),
                Fields.text(
                        command.buffer(),
                        command.offset() + PlaceProtectedOrderDecoder.clientOrderIdEncodingOffset(),
                        32),
                Fields.text(command.buffer(), command.offset() + PlaceProtectedOrderDecoder.tagEncodingOffset(), 16));
        var protection = new Protection(
                command.takeProfitTriggerTicks(),
                command.takeProfitPriceTicks(),
                command.stopLossTriggerTicks(),
                command.stopLossPriceTicks(),
                Fields.text(
                        command.buffer(),
                        command.offset() + PlaceProtectedOrderDecoder.clientAlgoIdEncodingOffset(),
                        32));
        Order order = check(placement, protection);
        accept(order, protection);
        return order.id;
    }

    /// The checks of §4, and those of §8.9 between them when the order is protected; nothing changes yet.
    private Order check(Placement placement, @Nullable Protection protection) throws Refusal {
        Side side = placement.side();
        OrderType type = placement.type();
        SizeUnit unit = placement.unit();
        // 1
        Account account = state.account(placement.accountId());
        Instrument instrument = state.instrument(placement.instrumentId());
        // 2
        Refusal.when(!instrument.takes(type), Outcome.PHASE_FORBIDS);
        // 3
        Refusal.when(unit == SizeUnit.QUOTE && type != OrderType.MARKET, Outcome.ORDER_TYPE_INVALID);
        Refusal.when(
                type == OrderType.FOK && placement.stp() == SelfTradePrevention.CANCEL_BOTH, Outcome.STP_FORBIDS_FOK);
        if (protection != null) {
            Refusal.when(!protection.isComplete(), Outcome.ALGO_INVALID);
            Refusal.when(
                    type == OrderType.MARKET && (side == Side.BUY) == (unit == SizeUnit.BASE),
                    Outcome.ORDER_TYPE_INVALID);
        }
        BigInteger quantity = BigInteger.valueOf(placement.quantity());
        var order = new Order(
                state.nextOrderId,
                account,
                instrument,
                side,
                type,
                unit,
                placement.stp(),
                placement.priceTicks(),
                quantity,
                placement.clientOrderId(),
                placement.tag());
        // 4
        Refusal.when(
                order.hasOwnPrice()
                        ? !ExchangeState.isWithin(order.priceTicks, 1, ExchangeState.PRICE_TICKS_MAX)
                        : order.priceTicks != 0,
                Outcome.PRICE_INVALID);
        if (protection != null) {
            Refusal.when(!protection.hasValidPrices(), Outcome.PRICE_INVALID);
        }
        // 5
        if (unit == SizeUnit.QUOTE) {
            instrument.checkQuoteAtoms(quantity);
        } else {
            instrument.checkLots(quantity, order.hasOwnPrice() ? instrument.maxLimitLots : instrument.maxMarketLots);
        }
        if (order.hasOwnPrice()) {
            instrument.checkNotional(order.priceTicks, quantity);
            // 6
            order.priceTicks = priceWithinLimit(instrument, side, order.priceTicks, placement.clampPrice());
        }
        if (protection != null) {
            long comparedTicks = order.hasOwnPrice() ? order.priceTicks : instrument.referencePriceTicks;
            Refusal.when(comparedTicks == 0, Outcome.REFERENCE_MISSING);
            AlgoOrders.checkTriggerSides(
                    opposite(side),
                    protection.takeProfitTriggerTicks(),
                    protection.stopLossTriggerTicks(),
                    comparedTicks);
        }
        // 7
        Refusal.when(
                !order.clientOrderId.isEmpty()
                        && state.openOrders.values().stream()
                                .anyMatch(open ->
                                        open.account == account && open.clientOrderId.equals(order.clientOrderId)),
                Outcome.CLIENT_ORDER_ID_EXISTS);
        if (protection != null) {
            algos.checkClientAlgoId(account, protection.clientAlgoId());
        }
        // 8
        long ofAccount = state.openOrders.values().stream()
                .filter(open -> open.account == account)
                .count();
        long onInstrument = state.openOrders.values().stream()
                .filter(open -> open.account == account && open.instrument == instrument)
                .count();
        Refusal.when(ofAccount >= state.limits.ordersPerAccountMax(), Outcome.ORDERS_MAX_ACCOUNT);
        Refusal.when(onInstrument >= state.limits.ordersPerInstrumentMax(), Outcome.ORDERS_MAX_INSTRUMENT);
        Refusal.when(state.openOrders.size() >= state.limits.ordersMax(), Outcome.ORDERS_MAX);
        if (protection != null) {
            algos.checkMaxima(account, instrument, protection.kind());
        }
        // 9
        Refusal.when(!order.hasOwnPrice() && instrument.makersFor(side).isEmpty(), Outcome.NO_LIQUIDITY);
        // 10
        Refusal.when(
                state.available(order).compareTo(fundsNeeded(order, placement.banAmend())) < 0,
                Outcome.BALANCE_INSUFFICIENT);
        return order;
    }

    /// Takes in an order that passed its checks.
    private void accept(Order order, @Nullable Protection protection) {
        state.nextOrderId++;
        state.entry.event(
                "OrderAccepted",
                "orderId",
                order.id,
                "accountId",
                order.account.id,
                "instrumentId",
                order.instrument.id,
                "side",
                order.side,
                "orderType",
                order.type,
                "sizeUnit",
                order.unit,
                "stp",
                order.stp,
                "priceTicks",
                order.priceTicks,
                "quantity",
                order.quantity,
                "clientOrderId",
                ExchangeState.shown(order.clientOrderId),
                "tag",
                ExchangeState.shown(order.tag));
        if (protection != null) {
            algos.attach(order, protection);
        }
        if (order.instrument.phase == Phase.AUCTION) {
            rest(order);
        } else {
            match(order);
        }
    }

    /// Places the order of the algo order that became due first on the instrument (§8.8).
    ///
    /// @return the order's id, or 0 when it was refused
    long trigger(Instrument instrument) {
        AlgoOrder algo = algos.takeFirstDue(instrument);
        long priceTicks = algo.dueOrderPriceTicks();
        OrderType type =
                algo.kind == AlgoKind.TRIGGER ? algo.orderType : priceTicks == 0 ? OrderType.MARKET : OrderType.LIMIT;
        BigInteger quantity = algo.quantity;
        if (algo.isProtection() && algo.side == Side.SELL) {
            BigInteger available = state.ledger.available(ExchangeState.trading(algo.account.id, instrument.base));
            quantity = quantity.min(available.divide(instrument.lotAtoms));
        }
        var placement = new Placement(
                algo.account.id,
                instrument.id,
                algo.side,
                type,
                algo.unit,
                algo.stp,
                false,
                false,
                priceTicks,
                quantity.longValueExact(),
                "",
                algo.tag);
        try {
            Order order = check(placement, null);
            algoTriggered(algo, Outcome.ACCEPTED, order.id);
            accept(order, null);
            return order.id;
        } catch (Refusal refusal) {
            algoTriggered(algo, refusal.outcome, 0);
            return 0;
        }
    }

    private void algoTriggered(AlgoOrder algo, Outcome outcome, long orderId) {
        state.entry.event(
                "AlgoTriggered",
                "algoId",
                algo.id,
                "accountId",
                algo.account.id,
                "instrumentId",
                algo.instrument.id,
                "leg",
                algo.dueLeg(),
                "outcome",
                outcome,
                "orderId",
                orderId);
    }

    private static Side opposite(Side side) {
        return side == Side.BUY ? Side.SELL : Side.BUY;
    }

    private static long priceWithinLimit(Instrument instrument, Side side, long priceTicks, boolean clampPrice)
            throws Refusal {
        if (!instrument.hasPriceLimit()) {
            return priceTicks;
        }
        long limitTicks = side == Side.BUY ? instrument.buyLimitTicks() : instrument.sellLimitTicks();
        boolean outside = side == Side.BUY ? priceTicks > limitTicks : priceTicks < limitTicks;
        Refusal.when(outside && !clampPrice, Outcome.PRICE_OUTSIDE_LIMIT, limitTicks);
        return outside ? limitTicks : priceTicks;
    }

    private BigInteger fundsNeeded(Order order, boolean banAmend) {
        Instrument instrument = order.instrument;
        if (order.side == Side.BUY) {
            if (order.hasOwnPrice()) {
                return instrument.notionalUp(order.priceTicks, order.quantity);
            }
            if (order.unit == SizeUnit.QUOTE) {
                return order.quantity;
            }
            return banAmend && order.type == OrderType.MARKET
                    ? costOfWalkingTheBook(order).max(BigInteger.ONE)
                    : BigInteger.ONE;
        }
        if (banAmend && order.unit == SizeUnit.QUOTE) {
            return instrument.lotAtoms.multiply(lotsOfWalkingTheBook(order).max(BigInteger.ONE));
        }
        boolean atLeastOneLot = order.unit == SizeUnit.QUOTE || order.type == OrderType.OPTIMAL_LIMIT_IOC;
        return atLeastOneLot ? instrument.lotAtoms : instrument.lotAtoms.multiply(order.quantity);
    }

    private BigInteger costOfWalkingTheBook(Order order) {
        BigInteger cost = BigInteger.ZERO;
        BigInteger lots = order.quantity;
        List<Order> makers = order.instrument.makersFor(order.side);
        for (Order maker : makers.subList(0, Math.min(makers.size(), state.limits.makersPerTakerMax()))) {
            if (maker.account != order.account && isAcceptable(order, maker)) {
                BigInteger fill = lots.min(maker.remainder());
                cost = cost.add(order.instrument.notionalDown(maker.priceTicks, fill));
                lots = lots.subtract(fill);
            }
        }
        return cost;
    }

    private BigInteger lotsOfWalkingTheBook(Order order) {
        BigInteger sold = BigInteger.ZERO;
        BigInteger amount = order.quantity;
        List<Order> makers = order.instrument.makersFor(order.side);
        for (Order maker : makers.subList(0, Math.min(makers.size(), state.limits.makersPerTakerMax()))) {
            if (maker.account == order.account || !isAcceptable(order, maker)) {
                continue;
            }
            if (amount.signum() == 0) {
                break;
            }
            BigInteger fill = maker.remainder().min(order.instrument.lotsFor(maker.priceTicks, amount));
            sold = sold.add(fill);
            amount = amount.subtract(order.instrument.notionalDown(maker.priceTicks, fill));
            if (fill.compareTo(maker.remainder()) < 0) {
                break;
            }
        }
        return sold;
    }

    // §5

    /// True when the taker's limit price reaches the maker's.
    private static boolean isAcceptable(Order taker, Order maker) {
        Instrument instrument = taker.instrument;
        boolean buys = taker.side == Side.BUY;
        if (taker.hasOwnPrice()) {
            return buys ? maker.priceTicks <= taker.priceTicks : maker.priceTicks >= taker.priceTicks;
        }
        if (!instrument.hasPriceLimit()) {
            return true;
        }
        return buys ? maker.priceTicks <= instrument.buyLimitTicks() : maker.priceTicks >= instrument.sellLimitTicks();
    }

    private static boolean wouldTake(Order taker) {
        return taker.instrument.makersFor(taker.side).stream().anyMatch(maker -> isAcceptable(taker, maker));
    }

    private void match(Order taker) {
        if (taker.type == OrderType.POST_ONLY && wouldTake(taker)) {
            close(taker, CloseReason.POST_ONLY);
            return;
        }
        if (taker.type == OrderType.FOK && !canFillWhole(taker)) {
            close(taker, CloseReason.FOK);
            return;
        }
        int met = 0;
        while (taker.remainder().signum() > 0) {
            List<Order> makers = taker.instrument.makersFor(taker.side);
            if (makers.isEmpty() || !isAcceptable(taker, makers.getFirst())) {
                break;
            }
            Order maker = makers.getFirst();
            if (met == state.limits.makersPerTakerMax()) {
                close(taker, CloseReason.MAKERS_MAX);
                return;
            }
            met++;
            if (maker.account == taker.account) {
                if (taker.stp != SelfTradePrevention.CANCEL_TAKER) {
                    close(maker, CloseReason.SELF_TRADE);
                }
                if (taker.stp != SelfTradePrevention.CANCEL_MAKER) {
                    close(taker, CloseReason.SELF_TRADE);
                    return;
                }
                continue;
            }
            if (taker.unit == SizeUnit.QUOTE
                    && taker.instrument
                                    .lotsFor(maker.priceTicks, taker.remainder())
                                    .signum()
                            == 0) {
                close(taker, taker.filledLots.signum() > 0 ? CloseReason.FILLED : CloseReason.FUNDS);
                return;
            }
            BigInteger lots = fillLots(taker, maker);
            if (lots.signum() == 0) {
                close(taker, CloseReason.FUNDS);
                return;
            }
            fill(taker, maker, maker.priceTicks, lots);
        }
        finish(taker);
    }

    private void finish(Order taker) {
        if (taker.remainder().signum() == 0) {
            close(taker, CloseReason.FILLED);
            return;
        }
        switch (taker.type) {
            case LIMIT, POST_ONLY -> rest(taker);
            case IOC -> close(taker, CloseReason.IOC);
            case MARKET, OPTIMAL_LIMIT_IOC -> {
                boolean beyond = !taker.instrument.makersFor(taker.side).isEmpty();
                CloseReason exhausted = taker.type == OrderType.MARKET ? CloseReason.NO_LIQUIDITY : CloseReason.IOC;
                close(taker, beyond ? CloseReason.PRICE_LIMIT : exhausted);
            }
            case FOK, NULL_VAL -> throw new IllegalStateException("expected a complete FOK, found " + taker.id);
        }
    }

    private boolean canFillWhole(Order taker) {
        BigInteger lots = BigInteger.ZERO;
        int met = 0;
        for (Order maker : taker.instrument.makersFor(taker.side)) {
            if (!isAcceptable(taker, maker) || met == state.limits.makersPerTakerMax()) {
                break;
            }
            met++;
            if (maker.account != taker.account) {
                lots = lots.add(maker.remainder());
            } else if (taker.stp == SelfTradePrevention.CANCEL_TAKER) {
                break;
            }
        }
        return lots.compareTo(taker.quantity) >= 0;
    }

    private BigInteger fillLots(Order taker, Order maker) {
        BigInteger lots = maker.remainder();
        lots = taker.unit == SizeUnit.QUOTE
                ? lots.min(taker.instrument.lotsFor(maker.priceTicks, taker.remainder()))
                : lots.min(taker.remainder());
        if (taker.hasOwnPrice()) {
            return lots;
        }
        if (taker.side == Side.SELL) {
            return lots.min(state.available(taker).divide(taker.instrument.lotAtoms));
        }
        return taker.unit == SizeUnit.QUOTE
                ? lots
                : lots.min(taker.instrument.lotsFor(maker.priceTicks, state.available(taker)));
    }

    /// A fill at a price: the maker's, or that of an auction, in which the taker rests as well.
    void fill(Order taker, Order maker, long priceTicks, BigInteger lots) {
        Instrument instrument = taker.instrument;
        BigInteger baseAtoms = instrument.lotAtoms.multiply(lots);
        BigInteger quoteAtoms = instrument.notionalDown(priceTicks, lots);
        BigInteger takerReceives = taker.side == Side.BUY ? baseAtoms : quoteAtoms;
        BigInteger makerReceives = taker.side == Side.BUY ? quoteAtoms : baseAtoms;
        int takerRate = state.feeMillionths(taker.account, Liquidity.TAKER);
        int makerRate = state.feeMillionths(maker.account, Liquidity.MAKER);
        BigInteger takerFee = fee(takerReceives, takerRate, taker.receivedCurrency());
        BigInteger makerFee = fee(makerReceives, makerRate, maker.receivedCurrency());
        instrument.tradeId++;
        instrument.lastTradePriceTicks = priceTicks;
        state.entry.firstTradeTicks.putIfAbsent(instrument, priceTicks);
        taker.filledLots = taker.filledLots.add(lots);
        taker.filledQuoteAtoms = taker.filledQuoteAtoms.add(quoteAtoms);
        maker.filledLots = maker.filledLots.add(lots);
        maker.filledQuoteAtoms = maker.filledQuoteAtoms.add(quoteAtoms);
        state.entry.touch(maker);
        boolean takerRests = state.openOrders.containsKey(taker.id);
        if (takerRests) {
            state.entry.touch(taker);
        }
        long takerBillId = state.nextBillId();
        long makerBillId = state.nextBillId() + 2;
        state.entry.event(
                "OrderFilled",
                "tradeId",
                instrument.tradeId,
                "instrumentId",
                instrument.id,
                "takerSide",
                taker.side,
                "takerOrderId",
                taker.id,
                "makerOrderId",
                maker.id,
                "takerAccountId",
                taker.account.id,
                "makerAccountId",
                maker.account.id,
                "priceTicks",
                priceTicks,
                "quantityLots",
                lots,
                "baseAtoms",
                baseAtoms,
                "quoteAtoms",
                quoteAtoms,
                "takerFeeAtoms",
                takerFee,
                "makerFeeAtoms",
                makerFee,
                "takerFeeMillionths",
                takerRate,
                "makerFeeMillionths",
                makerRate,
                "takerBillId",
                takerBillId,
                "makerBillId",
                makerBillId);
        // Who rests pays from what it holds; the balance counts as touched by the posting that pays.
        hold(maker, holdNeeded(maker));
        if (takerRests) {
            hold(taker, holdNeeded(taker));
        }
        postTrade(taker, Liquidity.TAKER, taker.receivedCurrency(), takerReceives.subtract(takerFee), takerFee);
        postTrade(taker, Liquidity.TAKER, taker.paidCurrency(), makerReceives.negate(), BigInteger.ZERO);
        postTrade(maker, Liquidity.MAKER, maker.receivedCurrency(), makerReceives.subtract(makerFee), makerFee);
        postTrade(maker, Liquidity.MAKER, maker.paidCurrency(), takerReceives.negate(), BigInteger.ZERO);
        BigInteger buyerFee = taker.side == Side.BUY ? takerFee : makerFee;
        BigInteger sellerFee = taker.side == Side.BUY ? makerFee : takerFee;
        postFee(taker, instrument.base, buyerFee);
        postFee(taker, instrument.quote, sellerFee);
        if (maker.remainder().signum() == 0) {
            close(maker, CloseReason.FILLED);
        }
    }

    private BigInteger fee(BigInteger received, int rateMillionths, Currency currency) {
        BigInteger exact = received.multiply(BigInteger.valueOf(Math.abs(rateMillionths)));
        if (rateMillionths >= 0) {
            return exact.add(Instrument.MILLION).subtract(BigInteger.ONE).divide(Instrument.MILLION);
        }
        BigInteger feeAccountHas = state.ledger.balance(ExchangeState.trading(ExchangeState.FEE_ACCOUNT, currency));
        return exact.divide(Instrument.MILLION).min(feeAccountHas).negate();
    }

    private void postTrade(Order order, Liquidity liquidity, Currency currency, BigInteger amount, BigInteger fee) {
        state.post(
                ExchangeState.trading(order.account.id, currency),
                PostingReason.TRADE,
                liquidity,
                order.side.value(),
                order.instrument.id,
                amount,
                fee,
                order.id,
                order.instrument.tradeId,
                "");
    }

    private void postFee(Order taker, Currency currency, BigInteger fee) {
        if (fee.signum() != 0) {
            state.post(
                    ExchangeState.trading(ExchangeState.FEE_ACCOUNT, currency),
                    PostingReason.FEE,
                    Liquidity.NONE,
                    0,
                    taker.instrument.id,
                    fee,
                    BigInteger.ZERO,
                    taker.id,
                    taker.instrument.tradeId,
                    "");
        }
    }

    private void rest(Order order) {
        order.instrument
                .ordersOf(order.side)
                .computeIfAbsent(order.priceTicks, price -> new ArrayList<>())
                .add(order);
        state.openOrders.put(order.id, order);
        state.entry.touch(order);
        hold(order, holdNeeded(order));
        state.entry.touchedBalances.add(ExchangeState.paidFrom(order));
    }

    private static BigInteger holdNeeded(Order order) {
        return order.side == Side.BUY
                ? order.instrument.notionalUp(order.priceTicks, order.remainder())
                : order.instrument.lotAtoms.multiply(order.remainder());
    }

    private void hold(Order order, BigInteger atoms) {
        state.ledger.addHold(ExchangeState.paidFrom(order), atoms.subtract(order.holdAtoms));
        order.holdAtoms = atoms;
    }

    /// Takes a resting order out of its book and frees its hold.
    private void leaveBook(Order order) {
        state.entry.touch(order);
        state.entry.touchedBalances.add(ExchangeState.paidFrom(order));
        hold(order, BigInteger.ZERO);
        state.openOrders.remove(order.id);
        var levels = order.instrument.ordersOf(order.side);
        List<Order> level = levels.get(order.priceTicks);
        if (level == null || !level.remove(order)) {
            throw new IllegalStateException("expected order " + order.id + " at its level, found none");
        }
        if (level.isEmpty()) {
            levels.remove(order.priceTicks);
        }
    }

    void close(Order order, CloseReason reason) {
        if (state.openOrders.containsKey(order.id)) {
            leaveBook(order);
        }
        state.entry.event(
                "OrderClosed",
                "orderId",
                order.id,
                "accountId",
                order.account.id,
                "instrumentId",
                order.instrument.id,
                "reason",
                reason,
                "filledLots",
                order.filledLots);
        algos.parentClosed(order, reason);
    }

    // §6

    long cancelOrder(CancelOrderDecoder command) throws Refusal {
        String clientOrderId =
                Fields.text(command.buffer(), command.offset() + CancelOrderDecoder.clientOrderIdEncodingOffset(), 32);
        Order order = openOrder(command.accountId(), command.instrumentId(), command.orderId(), clientOrderId);
        close(order, CloseReason.USER);
        return order.id;
    }

    private Order openOrder(int accountId, int instrumentId, long orderId, String clientOrderId) throws Refusal {
        Account account = state.account(accountId);
        Instrument instrument = state.instrument(instrumentId);
        for (Order order : state.openOrders.values()) {
            boolean named = orderId != 0
                    ? order.id == orderId
                    : !clientOrderId.isEmpty() && order.clientOrderId.equals(clientOrderId);
            if (named && order.account == account && order.instrument == instrument) {
                return order;
            }
        }
        throw new Refusal(Outcome.ORDER_UNKNOWN, 0);
    }

    long massCancel(MassCancelDecoder command) throws Refusal {
        Account account = state.account(command.accountId());
        Instrument instrument = command.instrumentId() == 0 ? null : state.instrument(command.instrumentId());
        long canceled = 0;
        for (Order order : List.copyOf(state.openOrders.values())) {
            if (order.account == account && (instrument == null || order.instrument == instrument)) {
                close(order, CloseReason.USER);
                canceled++;
            }
        }
        return canceled;
    }

    long amendOrder(AmendOrderDecoder command) throws Refusal {
        boolean cancelOnFail = Fields.constant(command.cancelOnFailRaw(), Flag.values(), Flag::value) == Flag.YES;
        boolean clampPrice = Fields.constant(command.clampPriceRaw(), Flag.values(), Flag::value) == Flag.YES;
        String clientOrderId =
                Fields.text(command.buffer(), command.offset() + AmendOrderDecoder.clientOrderIdEncodingOffset(), 32);
        String requestId =
                Fields.text(command.buffer(), command.offset() + AmendOrderDecoder.requestIdEncodingOffset(), 32);
        Order order = openOrder(command.accountId(), command.instrumentId(), command.orderId(), clientOrderId);
        try {
            amend(order, command.newPriceTicks(), command.newQuantityLots(), clampPrice, requestId);
        } catch (Refusal refusal) {
            if (cancelOnFail) {
                state.entry.event(
                        "OrderAmendRefused",
                        "orderId",
                        order.id,
                        "accountId",
                        order.account.id,
                        "instrumentId",
                        order.instrument.id,
                        "outcome",
                        refusal.outcome,
                        "requestId",
                        ExchangeState.shown(requestId));
                close(order, CloseReason.USER);
            }
            throw refusal;
        }
        return order.id;
    }

    private void amend(Order order, long newPriceTicks, long newQuantityLots, boolean clampPrice, String requestId)
            throws Refusal {
        Instrument instrument = order.instrument;
        Refusal.when(
                instrument.phase == Phase.HALTED
                        || instrument.phase == Phase.CANCEL_ONLY
                        || instrument.phase == Phase.AUCTION,
                Outcome.AMEND_FORBIDDEN);
        Refusal.when(newPriceTicks == 0 && newQuantityLots == 0, Outcome.AMEND_EMPTY);
        long priceTicks = order.priceTicks;
        if (newPriceTicks != 0) {
            Refusal.when(
                    !ExchangeState.isWithin(newPriceTicks, 1, ExchangeState.PRICE_TICKS_MAX), Outcome.PRICE_INVALID);
            priceTicks = priceWithinLimit(instrument, order.side, newPriceTicks, clampPrice);
        }
        BigInteger quantity = order.quantity;
        if (newQuantityLots != 0) {
            quantity = BigInteger.valueOf(newQuantityLots);
            instrument.checkLots(quantity, instrument.maxLimitLots);
        }
        instrument.checkNotional(priceTicks, quantity);
        if (quantity.compareTo(order.filledLots) <= 0) {
            orderAmended(order, order.priceTicks, order.filledLots, Flag.YES, requestId);
            close(order, CloseReason.FILLED);
            return;
        }
        var amended = new Order(
                order.id,
                order.account,
                instrument,
                order.side,
                order.type,
                order.unit,
                order.stp,
                priceTicks,
                quantity,
                order.clientOrderId,
                order.tag);
        amended.filledLots = order.filledLots;
        amended.filledQuoteAtoms = order.filledQuoteAtoms;
        Refusal.when(
                (order.type == OrderType.POST_ONLY || instrument.phase == Phase.POST_ONLY) && wouldTake(amended),
                Outcome.AMEND_WOULD_TAKE);
        Refusal.when(
                state.available(order).add(order.holdAtoms).compareTo(holdNeeded(amended)) < 0,
                Outcome.BALANCE_INSUFFICIENT);
        if (priceTicks == order.priceTicks && quantity.compareTo(order.quantity) <= 0) {
            orderAmended(order, priceTicks, quantity, Flag.YES, requestId);
            order.quantity = quantity;
            state.entry.touch(order);
            state.entry.touchedBalances.add(ExchangeState.paidFrom(order));
            hold(order, holdNeeded(order));
            return;
        }
        leaveBook(order);
        orderAmended(order, priceTicks, quantity, Flag.NO, requestId);
        order.priceTicks = priceTicks;
        order.quantity = quantity;
        match(order);
    }

    private void orderAmended(Order order, long priceTicks, BigInteger quantity, Flag keptPriority, String requestId) {
        state.entry.event(
                "OrderAmended",
                "orderId",
                order.id,
                "accountId",
                order.account.id,
                "instrumentId",
                order.instrument.id,
                "priceTicks",
                priceTicks,
                "quantityLots",
                quantity,
                "keptPriority",
                keptPriority,
                "requestId",
                ExchangeState.shown(requestId));
    }
}
