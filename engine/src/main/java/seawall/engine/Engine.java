package seawall.engine;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/// The exchange: accounts, money, instruments, books and timers. A pure function of the commands that it is given;
/// its effects go to an [EventSink], one entry for each command. `docs/exchange-rules.md` is its specification.
///
/// A command is two calls: [#startCommand] checks the stream and the deadline; if it answers true, exactly one of
/// the commands follows, or [#malformed()]. [#openStream] and [#unreadable(long)] stand alone. Input is never
/// asserted, whatever it is it gets an entry; but text must be packed as [EventSink] says and padded with zeros
/// only.
///
/// One thread. No command on an order allocates, except for the first of an account in a currency and for the few
/// times a book grows.
public final class Engine {
    final Limits limits;
    final Entry entry;
    final Registry registry;
    final FollowUps followUps;
    final Matcher matcher;
    final OrderPool pool;
    final OrderIndex index;
    final AlgoBook algos;
    final Reopenings reopenings;
    final TimerQueue timers;
    final Account feeAccount;
    final Account mintAccount;
    final List<Stream> streams = new ArrayList<>();
    private final EventSink events;
    private final Ledger ledger;
    private final AlgoDesk algoDesk;
    private final Phases phases;
    private final Int2ObjectHashMap<Stream> streamsByGateway = new Int2ObjectHashMap<>();

    /// Allocates everything that orders and algo orders need.
    public Engine(Limits limits, EventSink events) {
        this.limits = limits;
        this.events = events;
        StatePages pages = new StatePages(limits);
        pool = new OrderPool(limits, pages);
        followUps = new FollowUps();
        entry = new Entry(limits, events, pages, pool, followUps);
        registry = new Registry(limits, entry);
        index = new OrderIndex(limits.ordersMax());
        algos = new AlgoBook(limits, entry, followUps);
        feeAccount = new Account(Limits.FEE_ACCOUNT_ID, Text.of(0, 0), 0, 0, pages);
        mintAccount = new Account(Limits.MINT_ACCOUNT_ID, Text.of(0, 0), 0, 0, pages);
        ledger = new Ledger(entry, feeAccount, mintAccount);
        OrderChecks checks = new OrderChecks(limits, pool, index);
        matcher = new Matcher(limits, entry, ledger, pool, index, checks, algos);
        algoDesk = new AlgoDesk(limits, entry, algos, matcher, checks);
        phases = new Phases(entry, followUps, new Auction(limits, entry, ledger, matcher));
        reopenings = new Reopenings(entry, phases, registry.instruments);
        timers = new TimerQueue(limits.timersMax());
    }

    /// Sequence number of the last entry.
    public long sequence() {
        return entry.sequence;
    }

    /// Time of the last entry.
    public long timeNanos() {
        return entry.timeNanos;
    }

    /// Hash of the whole state, kept up to date record by record.
    public long stateHash() {
        return entry.stateHash();
    }

    /// Pages that a state of these limits has at most.
    public static int pagesMax(Limits limits) {
        return new StatePages(limits).lastPage + 1;
    }

    /// Writes the whole state, record by record.
    public void writeState(StateSink sink) {
        new StateWriter(this, sink).writeAll();
    }

    /// Begins an image of the state as it now is: the pages that have changed since the image before, the first time
    /// all that have anything. Commands may follow at once; see [#continueImage].
    public void beginImage(PageSink sink) {
        if (entry.pages.isImageInProgress()) {
            throw new IllegalStateException("expected the image before to be complete");
        }
        StateWriter writer = new StateWriter(this, sink);
        entry.pages.beginImage(page -> {
            sink.onPage(page);
            writer.write(page);
        });
    }

    /// Writes more pages of the image that was begun. Those that commands change in the meantime are written by them.
    ///
    /// @return true when it is complete
    public boolean continueImage(int pagesMax) {
        return entry.pages.continueImage(pagesMax);
    }

    /// Takes the records of a state in the order of its pages, before the first command.
    public StateSink stateReader() {
        if (entry.sequence != 0) {
            throw new IllegalStateException("expected an empty exchange, found sequence " + entry.sequence);
        }
        return new StateReader(this);
    }

    /// A message that does not even hold a command header.
    public void unreadable(long logTimeNanos) {
        entry.start(logTimeNanos, 0, 0, 0, 0, 0);
        entry.end(Outcome.MALFORMED, 0);
    }

    /// Opens the stream of a gateway's start, which fences its earlier ones.
    public void openStream(
            long logTimeNanos,
            int commandTemplateId,
            int gatewayId,
            long incarnation,
            long streamSequence,
            long correlationId) {
        entry.start(logTimeNanos, commandTemplateId, gatewayId, incarnation, streamSequence, correlationId);
        Stream stream = streamsByGateway.get(gatewayId);
        if (stream == null) {
            if (streams.size() >= limits.gatewaysMax()) {
                refuse(Outcome.LIMIT_REACHED);
                return;
            }
            stream = new Stream(gatewayId, incarnation);
            addStream(stream);
        } else if (incarnation < stream.incarnation) {
            refuse(Outcome.STREAM_FENCED);
            return;
        } else if (incarnation == stream.incarnation) {
            accept(0);
            return;
        } else {
            entry.changeHash(-stream.mix());
            stream.incarnation = incarnation;
            stream.nextSequence = 1;
            entry.changeHash(stream.mix());
        }
        events.streamOpened(gatewayId, incarnation);
        accept(0);
    }

    /// Begins the entry of a command and checks its place in its stream and its deadline.
    ///
    /// @param deadlineNanos 0 is never
    /// @return true if the command is to be applied by the next call; false if its entry has ended
    public boolean startCommand(
            long logTimeNanos,
            int commandTemplateId,
            int gatewayId,
            long incarnation,
            long streamSequence,
            long correlationId,
            long deadlineNanos) {
        entry.start(logTimeNanos, commandTemplateId, gatewayId, incarnation, streamSequence, correlationId);
        Stream stream = streamsByGateway.get(gatewayId);
        if (stream == null || incarnation > stream.incarnation) {
            refuse(Outcome.STREAM_UNKNOWN);
            return false;
        }
        if (incarnation < stream.incarnation) {
            refuse(Outcome.STREAM_FENCED);
            return false;
        }
        if (streamSequence < stream.nextSequence) {
            refuse(Outcome.STREAM_REPEATED);
            return false;
        }
        if (streamSequence > stream.nextSequence) {
            entry.end(Outcome.STREAM_GAP, stream.nextSequence);
            return false;
        }
        entry.changeHash(-stream.mix());
        stream.nextSequence++;
        entry.changeHash(stream.mix());
        if (deadlineNanos != 0 && deadlineNanos < entry.timeNanos) {
            refuse(Outcome.DEADLINE_PASSED);
            return false;
        }
        return true;
    }

    /// The command could not be decoded.
    public void malformed() {
        refuse(Outcome.MALFORMED);
    }

    /// Creates a currency.
    public void createCurrency(long code0, long code1, int scale, long balanceAtomsMax) {
        registry.createCurrency(code0, code1, scale, balanceAtomsMax);
    }

    /// Lists an instrument.
    public void listInstrument(
            long name0,
            long name1,
            long name2,
            long name3,
            long base0,
            long base1,
            long quote0,
            long quote1,
            long tickMantissa,
            int tickScale,
            long lotMantissa,
            int lotScale,
            long minLots,
            long maxLimitLots,
            long maxMarketLots,
            long maxMarketQuoteAtoms,
            int bandMillionths,
            long referencePriceTicks,
            Phase phase) {
        registry.listInstrument(
                name0,
                name1,
                name2,
                name3,
                base0,
                base1,
                quote0,
                quote1,
                tickMantissa,
                tickScale,
                lotMantissa,
                lotScale,
                minLots,
                maxLimitLots,
                maxMarketLots,
                maxMarketQuoteAtoms,
                bandMillionths,
                referencePriceTicks,
                phase);
    }

    /// Creates an account, or finds the one with this name.
    public void createAccount(
            long name0, long name1, long name2, long name3, int makerFeeMillionths, int takerFeeMillionths) {
        registry.createAccount(name0, name1, name2, name3, makerFeeMillionths, takerFeeMillionths);
    }

    /// Creates a sub-account of a main account. The engine keeps the label; the caller must not change it.
    public void createSubAccount(int mainAccountId, long name0, long name1, long name2, long name3, byte[] label) {
        registry.createSubAccount(mainAccountId, name0, name1, name2, name3, label);
    }

    /// Lets a sub-account send money by itself, or not any more.
    public void setTransferOut(int mainAccountId, int subAccountId, boolean canTransferOut) {
        registry.setTransferOut(mainAccountId, subAccountId, canTransferOut);
    }

    /// Changes the rates of an account for fills from now on.
    public void setAccountFees(int accountId, int makerFeeMillionths, int takerFeeMillionths) {
        registry.setAccountFees(accountId, makerFeeMillionths, takerFeeMillionths);
    }

    /// Adds a key to an account. The engine keeps the arrays; the caller must not change them.
    public void createApiKey(
            int accountId,
            long key0,
            long key1,
            long key2,
            long key3,
            long key4,
            int permissions,
            byte[] sealedSecret,
            byte[] ipList,
            byte[] label) {
        registry.createApiKey(accountId, key0, key1, key2, key3, key4, permissions, sealedSecret, ipList, label);
    }

    /// Changes everything of a key but its secret. The engine keeps the arrays; the caller must not change them.
    public void changeApiKey(
            int accountId,
            long key0,
            long key1,
            long key2,
            long key3,
            long key4,
            int permissions,
            byte[] ipList,
            byte[] label) {
        registry.changeApiKey(accountId, key0, key1, key2, key3, key4, permissions, ipList, label);
    }

    /// Removes a key from its account.
    public void deleteApiKey(int accountId, long key0, long key1, long key2, long key3, long key4) {
        registry.deleteApiKey(accountId, key0, key1, key2, key3, key4);
    }

    /// Sets the half-width of the price band of an instrument; 0 is no band.
    public void setPriceBand(int instrumentId, int bandMillionths) {
        registry.setPriceBand(instrumentId, bandMillionths);
    }

    /// Changes the sizes of orders on an instrument; what waits or rests already is not looked at again.
    public void changeInstrument(
            int instrumentId, long minLots, long maxLimitLots, long maxMarketLots, long maxMarketQuoteAtoms) {
        registry.changeInstrument(instrumentId, minLots, maxLimitLots, maxMarketLots, maxMarketQuoteAtoms);
    }

    /// Defines a fee tier, or changes the rates of all its accounts for fills from now on.
    public void setFeeTier(int tier, int makerFeeMillionths, int takerFeeMillionths) {
        registry.setFeeTier(tier, makerFeeMillionths, takerFeeMillionths);
    }

    /// Puts an account into a fee tier, until it gets rates of its own.
    public void setAccountFeeTier(int accountId, int tier) {
        registry.setAccountFeeTier(accountId, tier);
    }

    /// Issues paper money to an account, once for each clientId.
    public void deposit(
            int accountId,
            Wallet wallet,
            int currencyId,
            long amountAtoms,
            long clientId0,
            long clientId1,
            long clientId2,
            long clientId3) {
        Account account = registry.user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        Currency currency = registry.currency(currencyId);
        if (currency == null) {
            refuse(Outcome.CURRENCY_UNKNOWN);
            return;
        }
        if (amountAtoms < 1) {
            refuse(Outcome.AMOUNT_INVALID);
            return;
        }
        if (clientId0 == 0) {
            refuse(Outcome.MALFORMED);
            return;
        }
        if (isApplied(account, clientId0, clientId1, clientId2, clientId3)) {
            accept(0);
            return;
        }
        // No balance can be above the total issue, so one comparison covers both maxima.
        if (amountAtoms > currency.balanceAtomsMax() - ledger.issuedAtoms(currencyId)) {
            refuse(Outcome.BALANCE_MAX_EXCEEDED);
            return;
        }
        remember(account, clientId0, clientId1, clientId2, clientId3);
        ledger.deposit(account.balance(currencyId, wallet), amountAtoms, clientId0, clientId1, clientId2, clientId3);
        accept(0);
    }

    /// Moves money between the wallets of an account, once for each clientId that is not empty.
    public void transfer(
            int accountId,
            int currencyId,
            long amountAtoms,
            Wallet from,
            Wallet to,
            long clientId0,
            long clientId1,
            long clientId2,
            long clientId3) {
        Account account = registry.user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        if (registry.currency(currencyId) == null) {
            refuse(Outcome.CURRENCY_UNKNOWN);
            return;
        }
        if (amountAtoms < 1) {
            refuse(Outcome.AMOUNT_INVALID);
            return;
        }
        if (from == to) {
            refuse(Outcome.WALLETS_EQUAL);
            return;
        }
        if (clientId0 != 0 && isApplied(account, clientId0, clientId1, clientId2, clientId3)) {
            refuse(Outcome.CLIENT_ID_EXISTS);
            return;
        }
        Balance source = account.balance(currencyId, from);
        if (amountAtoms > source.availableAtoms()) {
            refuse(Outcome.BALANCE_INSUFFICIENT);
            return;
        }
        if (clientId0 != 0) {
            remember(account, clientId0, clientId1, clientId2, clientId3);
        }
        long transferId = entry.nextBillId;
        ledger.transfer(
                source, account.balance(currencyId, to), amountAtoms, clientId0, clientId1, clientId2, clientId3);
        accept(transferId);
    }

    /// Moves money between two accounts of a family, once for each clientId of the asking account that is not empty.
    ///
    /// @param accountId who asks: the main account, or the sub-account that sends
    public void transferBetweenAccounts(
            int accountId,
            int fromAccountId,
            int toAccountId,
            int currencyId,
            long amountAtoms,
            Wallet from,
            Wallet to,
            long clientId0,
            long clientId1,
            long clientId2,
            long clientId3) {
        Account account = registry.user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        // Before anything else is looked at, so that a sub-account that may not send learns nothing of the others.
        if (account.parent != null && (fromAccountId != accountId || !account.canTransferOut)) {
            refuse(Outcome.TRANSFER_OUT_FORBIDDEN);
            return;
        }
        Account sender = registry.relative(account, fromAccountId);
        Account receiver = registry.relative(account, toAccountId);
        if (sender == null || receiver == null) {
            refuse(Outcome.SUB_ACCOUNT_UNKNOWN);
            return;
        }
        if (sender == receiver) {
            refuse(Outcome.ACCOUNTS_EQUAL);
            return;
        }
        if (registry.currency(currencyId) == null) {
            refuse(Outcome.CURRENCY_UNKNOWN);
            return;
        }
        if (amountAtoms < 1) {
            refuse(Outcome.AMOUNT_INVALID);
            return;
        }
        if (clientId0 != 0 && isApplied(account, clientId0, clientId1, clientId2, clientId3)) {
            refuse(Outcome.CLIENT_ID_EXISTS);
            return;
        }
        Balance source = sender.balance(currencyId, from);
        if (amountAtoms > source.availableAtoms()) {
            refuse(Outcome.BALANCE_INSUFFICIENT);
            return;
        }
        if (clientId0 != 0) {
            remember(account, clientId0, clientId1, clientId2, clientId3);
        }
        long transferId = entry.nextBillId;
        ledger.transferBetweenAccounts(
                source, receiver.balance(currencyId, to), amountAtoms, clientId0, clientId1, clientId2, clientId3);
        accept(transferId);
    }

    /// Places an order.
    public void placeOrder(
            int accountId,
            int instrumentId,
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
        Account account = registry.user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        Instrument instrument = registry.instrument(instrumentId);
        if (instrument == null) {
            refuse(Outcome.INSTRUMENT_UNKNOWN);
            return;
        }
        Outcome outcome = matcher.place(
                account,
                instrument,
                side,
                orderType,
                sizeUnit,
                stp,
                banAmend,
                clampPrice,
                priceTicks,
                quantity,
                clientOrderId0,
                clientOrderId1,
                clientOrderId2,
                clientOrderId3,
                tag0,
                tag1);
        entry.end(outcome, matcher.detail());
    }

    /// Cancels an open order.
    ///
    /// @param orderId 0 finds the order by its client order id
    public void cancelOrder(
            int accountId,
            int instrumentId,
            long orderId,
            long clientOrderId0,
            long clientOrderId1,
            long clientOrderId2,
            long clientOrderId3) {
        Order order = findOrder(
                accountId, instrumentId, orderId, clientOrderId0, clientOrderId1, clientOrderId2, clientOrderId3);
        if (order != null) {
            matcher.cancel(order, CloseReason.USER);
            accept(matcher.detail());
        }
    }

    /// Changes price or quantity of an open order; 0 leaves it unchanged.
    ///
    /// @param orderId 0 finds the order by its client order id
    public void amendOrder(
            int accountId,
            int instrumentId,
            long orderId,
            long newPriceTicks,
            long newQuantityLots,
            boolean cancelOnFail,
            boolean clampPrice,
            long clientOrderId0,
            long clientOrderId1,
            long clientOrderId2,
            long clientOrderId3,
            long requestId0,
            long requestId1,
            long requestId2,
            long requestId3) {
        Order order = findOrder(
                accountId, instrumentId, orderId, clientOrderId0, clientOrderId1, clientOrderId2, clientOrderId3);
        if (order != null) {
            Outcome outcome = matcher.amend(
                    order,
                    newPriceTicks,
                    newQuantityLots,
                    cancelOnFail,
                    clampPrice,
                    requestId0,
                    requestId1,
                    requestId2,
                    requestId3);
            entry.end(outcome, matcher.detail());
        }
    }

    /// Cancels the open orders of an account.
    ///
    /// @param instrumentId 0 is every instrument
    public void massCancel(int accountId, int instrumentId) {
        Account account = registry.user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        if (instrumentId != 0 && registry.instrument(instrumentId) == null) {
            refuse(Outcome.INSTRUMENT_UNKNOWN);
            return;
        }
        long canceled = 0;
        Order order = account.firstOrder;
        while (order != null) {
            Order next = order.nextOfAccount;
            if (instrumentId == 0 || order.instrument().instrumentId == instrumentId) {
                matcher.cancel(order, CloseReason.USER);
                canceled++;
            }
            order = next;
        }
        accept(canceled);
    }

    /// Sets, moves or disarms a timer that cancels the orders of an account with a tag, or all of them.
    ///
    /// @param timeoutNanos 0 disarms
    public void cancelAllAfter(int accountId, long timeoutNanos, long tag0, long tag1) {
        Account account = registry.user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        if (timeoutNanos != 0 && !isBetween(timeoutNanos, Limits.TIMEOUT_NANOS_MIN, Limits.TIMEOUT_NANOS_MAX)) {
            refuse(Outcome.TIMEOUT_INVALID);
            return;
        }
        Timer timer = account.timer(tag0, tag1);
        if (timeoutNanos != 0
                && timer == null
                && (timers.isFull() || (tag0 != 0 && account.tagTimers >= limits.timersPerAccountMax()))) {
            refuse(Outcome.TIMERS_MAX);
            return;
        }
        if (timer != null) {
            disarm(timer);
        }
        long triggerNanos = timeoutNanos == 0 ? 0 : entry.timeNanos + timeoutNanos;
        if (triggerNanos != 0) {
            entry.pages.change(account.page);
            entry.changeHash(timers.add(account, tag0, tag1, triggerNanos).mix());
        }
        events.cancelAllAfterSet(accountId, triggerNanos, tag0, tag1);
        accept(0);
    }

    /// Places an order, and with it what waits until the order is filled: a take profit, a stop loss, or both.
    public void placeProtectedOrder(
            int accountId,
            int instrumentId,
            Side side,
            OrderType orderType,
            SizeUnit sizeUnit,
            SelfTradePrevention stp,
            boolean banAmend,
            boolean clampPrice,
            long priceTicks,
            long quantity,
            long takeProfitTriggerTicks,
            long takeProfitPriceTicks,
            long stopLossTriggerTicks,
            long stopLossPriceTicks,
            long clientOrderId0,
            long clientOrderId1,
            long clientOrderId2,
            long clientOrderId3,
            long clientAlgoId0,
            long clientAlgoId1,
            long clientAlgoId2,
            long clientAlgoId3,
            long tag0,
            long tag1) {
        Account account = registry.user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        Instrument instrument = registry.instrument(instrumentId);
        if (instrument == null) {
            refuse(Outcome.INSTRUMENT_UNKNOWN);
            return;
        }
        Algo draft = algoDesk.draft();
        draft.takeProfit.set(takeProfitTriggerTicks, takeProfitPriceTicks);
        draft.stopLoss.set(stopLossTriggerTicks, stopLossPriceTicks);
        draft.setClientAlgoId(clientAlgoId0, clientAlgoId1, clientAlgoId2, clientAlgoId3);
        Outcome outcome = algoDesk.placeProtected(
                draft,
                account,
                instrument,
                side,
                orderType,
                sizeUnit,
                stp,
                banAmend,
                clampPrice,
                priceTicks,
                quantity,
                clientOrderId0,
                clientOrderId1,
                clientOrderId2,
                clientOrderId3,
                tag0,
                tag1);
        entry.end(outcome, algoDesk.detail());
    }

    /// Places an algo order. What is 0 is not given; an order price of 0 is at market.
    public void placeAlgo(
            int accountId,
            int instrumentId,
            AlgoKind kind,
            Side side,
            OrderType orderType,
            SizeUnit sizeUnit,
            SelfTradePrevention stp,
            long quantity,
            long triggerTicks,
            long priceTicks,
            long takeProfitTriggerTicks,
            long takeProfitPriceTicks,
            long stopLossTriggerTicks,
            long stopLossPriceTicks,
            int callbackMillionths,
            long callbackTicks,
            long activationTicks,
            long clientAlgoId0,
            long clientAlgoId1,
            long clientAlgoId2,
            long clientAlgoId3,
            long tag0,
            long tag1) {
        Account account = registry.user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        Instrument instrument = registry.instrument(instrumentId);
        if (instrument == null) {
            refuse(Outcome.INSTRUMENT_UNKNOWN);
            return;
        }
        Algo draft = algoDesk.draft();
        draft.kind = kind;
        draft.side = side;
        draft.orderType = orderType;
        draft.sizeUnit = sizeUnit;
        draft.stp = stp;
        draft.quantity = quantity;
        draft.trigger.set(triggerTicks, priceTicks);
        draft.takeProfit.set(takeProfitTriggerTicks, takeProfitPriceTicks);
        draft.stopLoss.set(stopLossTriggerTicks, stopLossPriceTicks);
        draft.callbackMillionths = callbackMillionths;
        draft.callbackTicks = callbackTicks;
        draft.activationTicks = activationTicks;
        draft.setClientAlgoId(clientAlgoId0, clientAlgoId1, clientAlgoId2, clientAlgoId3);
        draft.setTag(tag0, tag1);
        Outcome outcome = algoDesk.place(draft, account, instrument);
        entry.end(outcome, algoDesk.detail());
    }

    /// Cancels an open algo order.
    ///
    /// @param algoId 0 finds it by its client algo id
    public void cancelAlgo(
            int accountId,
            int instrumentId,
            long algoId,
            long clientAlgoId0,
            long clientAlgoId1,
            long clientAlgoId2,
            long clientAlgoId3) {
        Algo algo =
                findAlgo(accountId, instrumentId, algoId, clientAlgoId0, clientAlgoId1, clientAlgoId2, clientAlgoId3);
        if (algo != null) {
            algoDesk.cancel(algo);
            accept(algoDesk.detail());
        }
    }

    /// Changes an open algo order. What is 0 stays; a price of -1 is at market; a trigger of -1 takes its leg away.
    ///
    /// @param algoId 0 finds it by its client algo id
    public void amendAlgo(
            int accountId,
            int instrumentId,
            long algoId,
            long newQuantity,
            long newTriggerTicks,
            long newPriceTicks,
            long newTakeProfitTriggerTicks,
            long newTakeProfitPriceTicks,
            long newStopLossTriggerTicks,
            long newStopLossPriceTicks,
            boolean cancelOnFail,
            long clientAlgoId0,
            long clientAlgoId1,
            long clientAlgoId2,
            long clientAlgoId3,
            long requestId0,
            long requestId1,
            long requestId2,
            long requestId3) {
        Algo algo =
                findAlgo(accountId, instrumentId, algoId, clientAlgoId0, clientAlgoId1, clientAlgoId2, clientAlgoId3);
        if (algo != null) {
            Outcome outcome = algoDesk.amend(
                    algo,
                    newQuantity,
                    newTriggerTicks,
                    newPriceTicks,
                    newTakeProfitTriggerTicks,
                    newTakeProfitPriceTicks,
                    newStopLossTriggerTicks,
                    newStopLossPriceTicks,
                    cancelOnFail,
                    requestId0,
                    requestId1,
                    requestId2,
                    requestId3);
            entry.end(outcome, algoDesk.detail());
        }
    }

    /// Moves an instrument into a phase; a crossed book is uncrossed first if orders are to meet again.
    ///
    /// @param instrumentId 0 is every instrument
    public void setPhase(int instrumentId, Phase phase) {
        if (instrumentId != 0 && registry.instrument(instrumentId) == null) {
            refuse(Outcome.INSTRUMENT_UNKNOWN);
            return;
        }
        for (Instrument instrument : registry.instruments) {
            if (instrumentId == 0 || instrument.instrumentId == instrumentId) {
                reopenings.end(instrument);
                phases.begin(instrument, phase);
            }
        }
        accept(0);
    }

    /// Gives an instrument a timetable from now on: CANCEL_ONLY, AUCTION, POST_ONLY, then TRADING.
    ///
    /// @param instrumentId    0 is every instrument
    /// @param cancelOnlyNanos how long this phase lasts; 0 leaves it out, as with the others
    public void scheduleReopening(int instrumentId, long cancelOnlyNanos, long auctionNanos, long postOnlyNanos) {
        if (instrumentId != 0 && registry.instrument(instrumentId) == null) {
            refuse(Outcome.INSTRUMENT_UNKNOWN);
            return;
        }
        if (!isBetween(cancelOnlyNanos, 0, Limits.REOPENING_NANOS_MAX)
                || !isBetween(auctionNanos, 0, Limits.REOPENING_NANOS_MAX)
                || !isBetween(postOnlyNanos, 0, Limits.REOPENING_NANOS_MAX)) {
            refuse(Outcome.TIMEOUT_INVALID);
            return;
        }
        for (Instrument instrument : registry.instruments) {
            if (instrumentId == 0 || instrument.instrumentId == instrumentId) {
                reopenings.schedule(instrument, cancelOnlyNanos, auctionNanos, postOnlyNanos);
            }
        }
        accept(0);
    }

    /// When [#onTimer] is due next, or `Long.MAX_VALUE`. Follow-ups that were left over are due at once.
    public long nextTimerNanos() {
        if (followUps.arePending()) {
            return entry.timeNanos;
        }
        Timer timer = timers.first();
        return Math.min(reopenings.nextNanos(), timer == null ? Long.MAX_VALUE : timer.triggerNanos);
    }

    /// Fires every timer that is due, one entry each, in order of time. Nothing else fires timers.
    public void onTimer(long logTimeNanos) {
        long nowNanos = Math.max(entry.timeNanos, logTimeNanos);
        while (true) {
            Timer timer = timers.first();
            long phaseNanos = reopenings.nextNanos();
            if (phaseNanos <= nowNanos && (timer == null || phaseNanos <= timer.triggerNanos)) {
                entry.start(nowNanos, 0, 0, 0, 0, 0);
                reopenings.beginNext();
                accept(0);
            } else if (timer != null && timer.triggerNanos <= nowNanos) {
                fire(timer, nowNanos);
            } else {
                return;
            }
        }
    }

    /// Does work that is due without a command, one entry each, at most `followUpsMax` entries. The host calls it
    /// after each command and after each timer call, with the log time of that.
    public void followUp(long logTimeNanos) {
        for (int entries = 0; entries < limits.followUpsMax() && followUps.arePending(); entries++) {
            entry.start(logTimeNanos, 0, 0, 0, 0, 0);
            Instrument instrument = firstWithWork();
            if (instrument.isUncrossing()) {
                phases.uncross(instrument);
                accept(0);
            } else {
                accept(algoDesk.trigger(instrument));
            }
        }
    }

    private Instrument firstWithWork() {
        // Without an iterator, which would be one more object for each follow-up.
        for (int place = 0; place < registry.instruments.size(); place++) {
            Instrument instrument = registry.instruments.get(place);
            if (instrument.isCountedAsPending) {
                return instrument;
            }
        }
        throw new AssertionError("an instrument that is counted has work");
    }

    private void fire(Timer timer, long nowNanos) {
        Account account = timer.account();
        long tag0 = timer.tag0;
        long tag1 = timer.tag1;
        entry.start(nowNanos, 0, 0, 0, 0, 0);
        disarm(timer);
        events.cancelAllAfterSet(account.accountId, 0, tag0, tag1);
        Order order = account.firstOrder;
        while (order != null) {
            Order next = order.nextOfAccount;
            if (tag0 == 0 || (order.tag0 == tag0 && order.tag1 == tag1)) {
                matcher.cancel(order, CloseReason.CANCEL_ALL_AFTER);
            }
            order = next;
        }
        accept(0);
    }

    private void disarm(Timer timer) {
        entry.pages.change(timer.account().page);
        entry.changeHash(-timer.mix());
        timers.remove(timer);
    }

    /// The open order, or null when it was not found and the entry has ended.
    private @Nullable Order findOrder(
            int accountId,
            int instrumentId,
            long orderId,
            long clientOrderId0,
            long clientOrderId1,
            long clientOrderId2,
            long clientOrderId3) {
        if (registry.user(accountId) == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return null;
        }
        if (registry.instrument(instrumentId) == null) {
            refuse(Outcome.INSTRUMENT_UNKNOWN);
            return null;
        }
        Order order = orderId != 0
                ? index.find(orderId)
                : index.find(accountId, clientOrderId0, clientOrderId1, clientOrderId2, clientOrderId3);
        if (order == null
                || order.account().accountId != accountId
                || order.instrument().instrumentId != instrumentId) {
            refuse(Outcome.ORDER_UNKNOWN);
            return null;
        }
        return order;
    }

    /// The open algo order, or null when it was not found and the entry has ended.
    private @Nullable Algo findAlgo(
            int accountId,
            int instrumentId,
            long algoId,
            long clientAlgoId0,
            long clientAlgoId1,
            long clientAlgoId2,
            long clientAlgoId3) {
        if (registry.user(accountId) == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return null;
        }
        if (registry.instrument(instrumentId) == null) {
            refuse(Outcome.INSTRUMENT_UNKNOWN);
            return null;
        }
        Algo algo = algoId != 0
                ? algos.index.find(algoId)
                : algos.index.find(accountId, clientAlgoId0, clientAlgoId1, clientAlgoId2, clientAlgoId3);
        if (algo == null || algo.account().accountId != accountId || algo.instrument().instrumentId != instrumentId) {
            refuse(Outcome.ALGO_UNKNOWN);
            return null;
        }
        return algo;
    }

    private boolean isApplied(Account account, long id0, long id1, long id2, long id3) {
        ClientIds clientIds = account.clientIds;
        return clientIds != null && clientIds.contains(id0, id1, id2, id3);
    }

    private void remember(Account account, long id0, long id1, long id2, long id3) {
        ClientIds clientIds = clientIds(account);
        entry.pages.change(account.page);
        entry.changeHash(clientIds.add(clientIds.applied(), id0, id1, id2, id3));
    }

    ClientIds clientIds(Account account) {
        ClientIds clientIds = account.clientIds;
        if (clientIds == null) {
            clientIds = new ClientIds(account.accountId, limits.clientIdsMax());
            account.clientIds = clientIds;
        }
        return clientIds;
    }

    void addStream(Stream stream) {
        streams.add(stream);
        streamsByGateway.put(stream.gatewayId, stream);
        entry.changeHash(stream.mix());
    }

    private static boolean isBetween(long value, long min, long max) {
        return value >= min && value <= max;
    }

    private void accept(long detail) {
        entry.end(Outcome.ACCEPTED, detail);
    }

    private void refuse(Outcome outcome) {
        entry.end(outcome, 0);
    }
}
