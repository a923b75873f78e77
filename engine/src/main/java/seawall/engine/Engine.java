package seawall.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/// The exchange: accounts, money, instruments, books and timers. A pure function of the commands that it is given; its
/// effects go to an [EventSink], one entry for each command. `docs/exchange-rules.md` is its specification.
///
/// A command is two calls: [#startCommand] checks the stream and the deadline; if it answers true, exactly one of the
/// commands follows, or [#malformed()]. [#openStream] and [#unreadable(long)] stand alone. Input is never asserted,
/// whatever it is it gets an entry; but text must be packed as [EventSink] says and padded with zeros only.
///
/// One thread. No command on an order allocates, except for the first of an account in a currency and for the few times
/// a book grows.
public final class Engine {
    private static final int PERMISSIONS_MAX = 7;

    final Limits limits;
    final Entry entry;
    private final EventSink events;
    private final Ledger ledger;
    final Matcher matcher;
    final OrderPool pool;
    final OrderIndex index;
    final TimerQueue timers;
    final Account feeAccount;
    final Account mintAccount;
    final List<Currency> currencies = new ArrayList<>();
    final List<Instrument> instruments = new ArrayList<>();
    final List<Account> accounts = new ArrayList<>();
    final List<Stream> streams = new ArrayList<>();
    private int apiKeys;
    private final Map<Text, Currency> currenciesByCode = new HashMap<>();
    private final Map<Text, Instrument> instrumentsByName = new HashMap<>();
    private final Map<Text, Account> accountsByName = new HashMap<>();
    private final Map<Text, ApiKey> apiKeysByKey = new HashMap<>();
    private final Int2ObjectHashMap<Stream> streamsByGateway = new Int2ObjectHashMap<>();

    /// Allocates everything that orders need.
    public Engine(Limits limits, EventSink events) {
        this.limits = limits;
        this.events = events;
        pool = new OrderPool(limits);
        entry = new Entry(limits, events, pool);
        index = new OrderIndex(limits.ordersMax());
        feeAccount = new Account(Limits.FEE_ACCOUNT_ID, Text.of(0, 0), 0, 0, limits);
        mintAccount = new Account(Limits.MINT_ACCOUNT_ID, Text.of(0, 0), 0, 0, limits);
        ledger = new Ledger(entry, feeAccount, mintAccount);
        matcher = new Matcher(limits, entry, ledger, pool, index);
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

    /// Writes the whole state, record by record.
    public void writeState(StateSink sink) {
        new StateWriter(this, sink).write();
    }

    /// Takes the records that [#writeState] wrote, in order, before the first command.
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
        Text code = Text.of(code0, code1);
        if (code.isEmpty()) {
            refuse(Outcome.MALFORMED);
            return;
        }
        Currency existing = currenciesByCode.get(code);
        if (existing != null) {
            entry.end(Outcome.CURRENCY_EXISTS, existing.currencyId());
            return;
        }
        if (scale < 0
                || scale > Limits.CURRENCY_SCALE_MAX
                || balanceAtomsMax < 1
                || balanceAtomsMax > Limits.ATOMS_MAX) {
            refuse(Outcome.AMOUNT_INVALID);
            return;
        }
        if (currencies.size() >= limits.currenciesMax()) {
            refuse(Outcome.LIMIT_REACHED);
            return;
        }
        Currency currency = new Currency(currencies.size() + 1, code, scale, balanceAtomsMax);
        addCurrency(currency);
        events.currencyCreated(currency.currencyId(), code0, code1, scale, balanceAtomsMax);
        accept(currency.currencyId());
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
        Text name = Text.of(name0, name1, name2, name3);
        if (name.isEmpty()) {
            refuse(Outcome.MALFORMED);
            return;
        }
        Instrument existing = instrumentsByName.get(name);
        if (existing != null) {
            entry.end(Outcome.INSTRUMENT_EXISTS, existing.instrumentId);
            return;
        }
        Currency base = currenciesByCode.get(Text.of(base0, base1));
        Currency quote = currenciesByCode.get(Text.of(quote0, quote1));
        if (base == null || quote == null) {
            refuse(Outcome.CURRENCY_UNKNOWN);
            return;
        }
        boolean isValid = !base.equals(quote)
                && isBetween(tickMantissa, 1, 9)
                && isBetween(lotMantissa, 1, 9)
                && isBetween(tickScale, 0, Limits.INSTRUMENT_SCALE_MAX)
                // A mantissa of one digit makes a lot a whole number of atoms only when the lot is no finer than they.
                && isBetween(lotScale, 0, base.scale())
                && minLots >= 1
                && minLots <= maxLimitLots
                && maxMarketLots >= 1
                && maxMarketQuoteAtoms >= 1
                && isBetween(bandMillionths, 0, Limits.RATE_MILLIONTHS_MAX)
                && isBetween(referencePriceTicks, 0, Limits.PRICE_TICKS_MAX)
                && phase != Phase.AUCTION;
        if (!isValid) {
            refuse(Outcome.INSTRUMENT_INVALID);
            return;
        }
        if (instruments.size() >= limits.instrumentsMax()) {
            refuse(Outcome.LIMIT_REACHED);
            return;
        }
        Instrument instrument = new Instrument(
                instruments.size() + 1,
                name,
                base,
                quote,
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
                phase,
                limits.ordersMax());
        addInstrument(instrument);
        events.instrumentListed(
                instrument.instrumentId,
                name0,
                name1,
                name2,
                name3,
                base.currencyId(),
                quote.currencyId(),
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
        entry.priceLimitChanged(instrument);
        accept(instrument.instrumentId);
    }

    /// Creates an account, or finds the one with this name.
    public void createAccount(
            long name0, long name1, long name2, long name3, int makerFeeMillionths, int takerFeeMillionths) {
        Text name = Text.of(name0, name1, name2, name3);
        if (name.isEmpty()) {
            refuse(Outcome.MALFORMED);
            return;
        }
        if (!areRatesValid(makerFeeMillionths, takerFeeMillionths)) {
            refuse(Outcome.RATE_INVALID);
            return;
        }
        Account existing = accountsByName.get(name);
        if (existing != null) {
            accept(existing.accountId);
            return;
        }
        if (accounts.size() >= limits.accountsMax()) {
            refuse(Outcome.LIMIT_REACHED);
            return;
        }
        Account account = new Account(
                Limits.USER_ACCOUNT_ID_MIN + accounts.size(), name, makerFeeMillionths, takerFeeMillionths, limits);
        addAccount(account);
        events.accountCreated(account.accountId, makerFeeMillionths, takerFeeMillionths, name0, name1, name2, name3);
        accept(account.accountId);
    }

    /// Changes the rates of an account for fills from now on.
    public void setAccountFees(int accountId, int makerFeeMillionths, int takerFeeMillionths) {
        Account account = user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        if (!areRatesValid(makerFeeMillionths, takerFeeMillionths)) {
            refuse(Outcome.RATE_INVALID);
            return;
        }
        entry.changeHash(-account.mix());
        account.makerFeeMillionths = makerFeeMillionths;
        account.takerFeeMillionths = takerFeeMillionths;
        entry.changeHash(account.mix());
        events.accountFeesChanged(accountId, makerFeeMillionths, takerFeeMillionths);
        accept(0);
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
        Account account = user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        Text key = new Text(key0, key1, key2, key3, key4);
        if (key.isEmpty() || permissions < 1 || permissions > PERMISSIONS_MAX) {
            refuse(Outcome.MALFORMED);
            return;
        }
        if (apiKeysByKey.containsKey(key)) {
            refuse(Outcome.API_KEY_EXISTS);
            return;
        }
        if (apiKeys >= limits.apiKeysMax() || account.apiKeys.size() >= limits.apiKeysPerAccountMax()) {
            refuse(Outcome.LIMIT_REACHED);
            return;
        }
        addApiKey(account, new ApiKey(accountId, key, permissions, sealedSecret, ipList, label));
        events.apiKeyCreated(accountId, key0, key1, key2, key3, key4, permissions, sealedSecret, ipList, label);
        accept(0);
    }

    /// Removes a key from its account.
    public void deleteApiKey(int accountId, long key0, long key1, long key2, long key3, long key4) {
        Account account = user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        Text key = new Text(key0, key1, key2, key3, key4);
        ApiKey apiKey = apiKeysByKey.get(key);
        if (apiKey == null || apiKey.accountId != accountId) {
            refuse(Outcome.API_KEY_UNKNOWN);
            return;
        }
        apiKeysByKey.remove(key);
        account.apiKeys.remove(apiKey);
        apiKeys--;
        entry.changeHash(-apiKey.mix());
        events.apiKeyDeleted(accountId, key0, key1, key2, key3, key4);
        accept(0);
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
        Account account = user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        Currency currency = currency(currencyId);
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
        Account account = user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        if (currency(currencyId) == null) {
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
        Account account = user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        Instrument instrument = instrument(instrumentId);
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
        Account account = user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        if (instrumentId != 0 && instrument(instrumentId) == null) {
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
        Account account = user(accountId);
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
            entry.changeHash(timers.add(account, tag0, tag1, triggerNanos).mix());
        }
        events.cancelAllAfterSet(accountId, triggerNanos, tag0, tag1);
        accept(0);
    }

    /// Moves an instrument into a phase.
    ///
    /// @param instrumentId 0 is every instrument
    public void setPhase(int instrumentId, Phase phase) {
        if (instrumentId != 0 && instrument(instrumentId) == null) {
            refuse(Outcome.INSTRUMENT_UNKNOWN);
            return;
        }
        if (phase == Phase.AUCTION) {
            refuse(Outcome.PHASE_FORBIDS);
            return;
        }
        for (Instrument instrument : instruments) {
            if ((instrumentId == 0 || instrument.instrumentId == instrumentId) && instrument.phase != phase) {
                entry.changeHash(-instrument.mix());
                instrument.phase = phase;
                entry.changeHash(instrument.mix());
                events.phaseChanged(instrument.instrumentId, phase);
            }
        }
        accept(0);
    }

    /// Sets the half-width of the price band of an instrument; 0 is no band.
    public void setPriceBand(int instrumentId, int bandMillionths) {
        Instrument instrument = instrument(instrumentId);
        if (instrument == null) {
            refuse(Outcome.INSTRUMENT_UNKNOWN);
            return;
        }
        if (!isBetween(bandMillionths, 0, Limits.RATE_MILLIONTHS_MAX)) {
            refuse(Outcome.RATE_INVALID);
            return;
        }
        entry.changeHash(-instrument.mix());
        instrument.bandMillionths = bandMillionths;
        entry.changeHash(instrument.mix());
        entry.priceLimitChanged(instrument);
        accept(0);
    }

    /// When [#onTimer] is due next, or `Long.MAX_VALUE`.
    public long nextTimerNanos() {
        Timer timer = timers.first();
        return timer == null ? Long.MAX_VALUE : timer.triggerNanos;
    }

    /// Fires every timer that is due, one entry each. Nothing else fires timers.
    public void onTimer(long logTimeNanos) {
        long nowNanos = Math.max(entry.timeNanos, logTimeNanos);
        Timer timer = timers.first();
        while (timer != null && timer.triggerNanos <= nowNanos) {
            fire(timer, nowNanos);
            timer = timers.first();
        }
    }

    private void fire(Timer timer, long nowNanos) {
        Account account = Objects.requireNonNull(timer.account, "an armed timer has an account");
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
        if (user(accountId) == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return null;
        }
        if (instrument(instrumentId) == null) {
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

    private boolean isApplied(Account account, long id0, long id1, long id2, long id3) {
        ClientIds clientIds = account.clientIds;
        return clientIds != null && clientIds.contains(id0, id1, id2, id3);
    }

    private void remember(Account account, long id0, long id1, long id2, long id3) {
        ClientIds clientIds = clientIds(account);
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

    void addCurrency(Currency currency) {
        currencies.add(currency);
        currenciesByCode.put(currency.code(), currency);
        entry.changeHash(currency.mix());
    }

    void addInstrument(Instrument instrument) {
        instruments.add(instrument);
        instrumentsByName.put(instrument.name, instrument);
        entry.changeHash(instrument.mix());
    }

    void addAccount(Account account) {
        accounts.add(account);
        accountsByName.put(account.name, account);
        entry.changeHash(account.mix());
    }

    void addApiKey(Account account, ApiKey apiKey) {
        apiKeysByKey.put(apiKey.key, apiKey);
        account.apiKeys.add(apiKey);
        apiKeys++;
        entry.changeHash(apiKey.mix());
    }

    @Nullable
    Account user(int accountId) {
        int place = accountId - Limits.USER_ACCOUNT_ID_MIN;
        return accountId >= Limits.USER_ACCOUNT_ID_MIN && place < accounts.size() ? accounts.get(place) : null;
    }

    @Nullable
    Currency currency(int currencyId) {
        return currencyId >= 1 && currencyId <= currencies.size() ? currencies.get(currencyId - 1) : null;
    }

    @Nullable
    Instrument instrument(int instrumentId) {
        return instrumentId >= 1 && instrumentId <= instruments.size() ? instruments.get(instrumentId - 1) : null;
    }

    private static boolean areRatesValid(int makerFeeMillionths, int takerFeeMillionths) {
        return makerFeeMillionths > -Limits.RATE_MILLIONTHS_MAX
                && makerFeeMillionths <= Limits.RATE_MILLIONTHS_MAX
                && takerFeeMillionths >= 0
                && takerFeeMillionths <= Limits.RATE_MILLIONTHS_MAX
                && makerFeeMillionths + takerFeeMillionths >= 0;
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
