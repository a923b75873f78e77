package seawall.simulation.reference;

import static seawall.wire.JournalText.escaped;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.AmendAlgoDecoder;
import seawall.wire.codec.AmendOrderDecoder;
import seawall.wire.codec.CancelAlgoDecoder;
import seawall.wire.codec.CancelAllAfterDecoder;
import seawall.wire.codec.CancelOrderDecoder;
import seawall.wire.codec.ChangeApiKeyDecoder;
import seawall.wire.codec.ChangeInstrumentDecoder;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.CommandHeaderDecoder;
import seawall.wire.codec.CreateAccountDecoder;
import seawall.wire.codec.CreateApiKeyDecoder;
import seawall.wire.codec.CreateCurrencyDecoder;
import seawall.wire.codec.CreateSubAccountDecoder;
import seawall.wire.codec.DeleteApiKeyDecoder;
import seawall.wire.codec.DepositDecoder;
import seawall.wire.codec.ListInstrumentDecoder;
import seawall.wire.codec.MassCancelDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OpenStreamDecoder;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceAlgoDecoder;
import seawall.wire.codec.PlaceOrderDecoder;
import seawall.wire.codec.PlaceProtectedOrderDecoder;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.ScheduleReopeningDecoder;
import seawall.wire.codec.SetAccountFeeTierDecoder;
import seawall.wire.codec.SetAccountFeesDecoder;
import seawall.wire.codec.SetFeeTierDecoder;
import seawall.wire.codec.SetPhaseDecoder;
import seawall.wire.codec.SetPriceBandDecoder;
import seawall.wire.codec.SetTransferOutDecoder;
import seawall.wire.codec.TransferBetweenAccountsDecoder;
import seawall.wire.codec.TransferDecoder;
import seawall.wire.codec.Wallet;

/// The exchange of the rules page, slow and obvious: command bytes in, journal entries as lines of `JournalText` out.
/// It judges the engine, so it looks everything up by searching and computes with numbers that cannot overflow.
/// The paragraphs in the comments are those of `docs/exchange-rules.md`.
public final class ReferenceExchange {
    private static final long TIMEOUT_NANOS_MIN = 10_000_000_000L;
    private static final long TIMEOUT_NANOS_MAX = 120_000_000_000L;

    private record Stream(long incarnation, long nextSequence) {}

    private record ApiKey(int accountId, String key) {}

    private record Timer(long triggerNanos, int accountId, String tag) {}

    private final Map<Integer, Stream> streams = new HashMap<>();
    private final Map<String, Integer> instrumentNames = new HashMap<>();
    private final Map<String, Integer> accountNames = new HashMap<>();
    private final List<ApiKey> apiKeys = new ArrayList<>();
    private final TreeSet<Timer> timers = new TreeSet<>(Comparator.comparingLong(Timer::triggerNanos)
            .thenComparingInt(Timer::accountId)
            .thenComparing(Timer::tag));
    private final ExchangeState state;
    private final AlgoOrders algos;
    private final Market market;
    private final Auctions auctions;
    private final Timetables timetables;
    private final Families families;

    private long sequence;

    /// An empty exchange.
    public ReferenceExchange(ReferenceLimits limits) {
        state = new ExchangeState(limits);
        algos = new AlgoOrders(state);
        market = new Market(state, algos);
        auctions = new Auctions(state, market);
        timetables = new Timetables(state, auctions);
        families = new Families(state);
    }

    /// Applies one command.
    ///
    /// @return the lines of its entry
    public List<String> onCommand(long logNanos, DirectBuffer command, int offset, int length) {
        startEntry(logNanos);
        var messageHeader = new MessageHeaderDecoder();
        var header = new CommandHeaderDecoder();
        int body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        boolean hasHeader = length >= MessageHeaderDecoder.ENCODED_LENGTH + CommandHeaderDecoder.ENCODED_LENGTH;
        if (!hasHeader
                || messageHeader.wrap(command, offset).schemaId() != MessageHeaderDecoder.SCHEMA_ID
                || messageHeader.blockLength() < CommandHeaderDecoder.ENCODED_LENGTH) {
            return lines(0, 0, 0, 0, 0, Outcome.MALFORMED, 0);
        }
        header.wrap(command, body);
        Outcome outcome = Outcome.ACCEPTED;
        long detail = 0;
        try {
            detail = apply(command, offset, length, messageHeader, header);
        } catch (Refusal refusal) {
            outcome = refusal.outcome;
            detail = refusal.detail;
        }
        return lines(
                header.streamSequence(),
                header.correlationId(),
                header.incarnation(),
                header.gatewayId(),
                messageHeader.templateId(),
                outcome,
                detail);
    }

    /// Fires every timer that is due (§6, §10.2).
    ///
    /// @return the lines of each entry
    public List<List<String>> onTimer(long logNanos) {
        var entries = new ArrayList<List<String>>();
        long nowNanos = Math.max(state.timeNanos, logNanos);
        while (Math.min(timetables.nextNanos(), nextCancelAllAfterNanos()) <= nowNanos) {
            startEntry(logNanos);
            if (timetables.nextNanos() <= nextCancelAllAfterNanos()) {
                timetables.beginNext();
            } else {
                cancelAll(timers.removeFirst());
            }
            entries.add(linesWithoutCommand(0));
        }
        return entries;
    }

    private long nextCancelAllAfterNanos() {
        return timers.isEmpty() ? Long.MAX_VALUE : timers.first().triggerNanos();
    }

    private void cancelAll(Timer timer) {
        state.entry.event(
                "CancelAllAfterSet",
                "accountId",
                timer.accountId(),
                "triggerNanos",
                0,
                "tag",
                ExchangeState.shown(timer.tag()));
        for (Order order : List.copyOf(state.openOrders.values())) {
            if (order.account.id == timer.accountId()
                    && (timer.tag().isEmpty() || timer.tag().equals(order.tag))) {
                market.close(order, CloseReason.CANCEL_ALL_AFTER);
            }
        }
    }

    /// Does the work that is due without a command, as far as one call may (§8.7). To be called after each command and
    /// after each timer call.
    ///
    /// @return the lines of each entry
    public List<List<String>> followUps(long logNanos) {
        var entries = new ArrayList<List<String>>();
        Instrument instrument = firstWithWork();
        while (instrument != null && entries.size() < state.limits.followUpsMax()) {
            startEntry(logNanos);
            long detail = 0;
            if (instrument.uncrossingTowards != null) {
                auctions.meetPairs(instrument);
            } else {
                detail = market.trigger(instrument);
            }
            entries.add(linesWithoutCommand(detail));
            instrument = firstWithWork();
        }
        return entries;
    }

    private @Nullable Instrument firstWithWork() {
        return state.instruments.stream()
                .filter(instrument -> instrument.uncrossingTowards != null
                        || (instrument.phase == Phase.TRADING && algos.hasDue(instrument)))
                .findFirst()
                .orElse(null);
    }

    /// When [#onTimer] must be called next: at once, which is the time of the last entry, while follow-ups are left, or
    /// never, which is `Long.MAX_VALUE`.
    public long nextTimerNanos() {
        return firstWithWork() == null ? Math.min(timetables.nextNanos(), nextCancelAllAfterNanos()) : state.timeNanos;
    }

    /// Time of the last entry.
    public long timeNanos() {
        return state.timeNanos;
    }

    /// Sequence number of the last entry.
    public long sequence() {
        return sequence;
    }

    private void startEntry(long logNanos) {
        sequence++;
        state.timeNanos = Math.max(state.timeNanos, logNanos);
        state.entry = new Entry();
    }

    private List<String> linesWithoutCommand(long detail) {
        return lines(0, 0, 0, 0, 0, Outcome.ACCEPTED, detail);
    }

    /// §1.4: the events, then the levels, then the balances, then the price limits, then the trailing stops.
    private List<String> lines(
            long streamSequence,
            long correlationId,
            long incarnation,
            int gatewayId,
            int commandTemplateId,
            Outcome outcome,
            long detail) {
        Entry entry = state.entry;
        for (Entry.Level level : entry.touchedLevels) {
            List<Order> orders = level.instrument().ordersOf(level.side()).getOrDefault(level.priceTicks(), List.of());
            BigInteger lots = orders.stream().map(Order::remainder).reduce(BigInteger.ZERO, BigInteger::add);
            entry.event(
                    "LevelChanged",
                    "instrumentId",
                    level.instrument().id,
                    "side",
                    level.side(),
                    "priceTicks",
                    level.priceTicks(),
                    "quantityLots",
                    lots,
                    "orders",
                    orders.size());
        }
        for (Ledger.Key key : entry.touchedBalances) {
            entry.event(
                    "BalanceChanged",
                    "accountId",
                    key.accountId(),
                    "currencyId",
                    key.currencyId(),
                    "wallet",
                    key.wallet(),
                    "balanceAtoms",
                    state.ledger.balance(key),
                    "holdAtoms",
                    state.ledger.hold(key));
        }
        for (Instrument instrument : entry.firstTradeTicks.keySet()) {
            boolean moved = instrument.referencePriceTicks != instrument.lastTradePriceTicks;
            instrument.referencePriceTicks = instrument.lastTradePriceTicks;
            if (moved && instrument.bandMillionths > 0) {
                state.priceLimitChanged(instrument);
            }
        }
        algos.judgeTriggers();
        var lines = new ArrayList<String>();
        lines.add(Entry.line(
                "Entry",
                "sequence",
                sequence,
                "timeNanos",
                state.timeNanos,
                "streamSequence",
                streamSequence,
                "correlationId",
                correlationId,
                "incarnation",
                incarnation,
                "detail",
                detail,
                "gatewayId",
                gatewayId,
                "commandTemplateId",
                commandTemplateId,
                "outcome",
                outcome));
        lines.addAll(entry.events);
        return lines;
    }

    // §1.7 to §1.9

    private long apply(
            DirectBuffer command,
            int offset,
            int length,
            MessageHeaderDecoder messageHeader,
            CommandHeaderDecoder header)
            throws Refusal {
        int template = messageHeader.templateId();
        int gatewayId = header.gatewayId();
        Stream stream = streams.get(gatewayId);
        if (template == OpenStreamDecoder.TEMPLATE_ID) {
            Refusal.when(stream != null && header.incarnation() < stream.incarnation(), Outcome.STREAM_FENCED);
            return openStream(gatewayId, header.incarnation(), stream);
        }
        Refusal.when(stream == null, Outcome.STREAM_UNKNOWN);
        if (stream == null) {
            throw new AssertionError("refused above");
        }
        Refusal.when(header.incarnation() < stream.incarnation(), Outcome.STREAM_FENCED);
        Refusal.when(header.incarnation() > stream.incarnation(), Outcome.STREAM_UNKNOWN);
        Refusal.when(header.streamSequence() < stream.nextSequence(), Outcome.STREAM_REPEATED);
        Refusal.when(header.streamSequence() > stream.nextSequence(), Outcome.STREAM_GAP, stream.nextSequence());
        streams.put(gatewayId, new Stream(stream.incarnation(), stream.nextSequence() + 1));
        checkDeadline(header);
        int body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        int blockLength = messageHeader.blockLength();
        int version = messageHeader.version();
        checkDecodable(template, blockLengthMin(template), length, messageHeader);
        return switch (template) {
            case CreateCurrencyDecoder.TEMPLATE_ID ->
                createCurrency(new CreateCurrencyDecoder().wrap(command, body, blockLength, version));
            case ListInstrumentDecoder.TEMPLATE_ID ->
                listInstrument(new ListInstrumentDecoder().wrap(command, body, blockLength, version));
            case CreateAccountDecoder.TEMPLATE_ID ->
                createAccount(new CreateAccountDecoder().wrap(command, body, blockLength, version));
            case CreateApiKeyDecoder.TEMPLATE_ID ->
                createApiKey(new CreateApiKeyDecoder().wrap(command, body, blockLength, version), offset + length);
            case DeleteApiKeyDecoder.TEMPLATE_ID ->
                deleteApiKey(new DeleteApiKeyDecoder().wrap(command, body, blockLength, version));
            case DepositDecoder.TEMPLATE_ID -> deposit(new DepositDecoder().wrap(command, body, blockLength, version));
            case TransferDecoder.TEMPLATE_ID ->
                transfer(new TransferDecoder().wrap(command, body, blockLength, version));
            case PlaceOrderDecoder.TEMPLATE_ID ->
                market.placeOrder(new PlaceOrderDecoder().wrap(command, body, blockLength, version));
            case CancelOrderDecoder.TEMPLATE_ID ->
                market.cancelOrder(new CancelOrderDecoder().wrap(command, body, blockLength, version));
            case AmendOrderDecoder.TEMPLATE_ID ->
                market.amendOrder(new AmendOrderDecoder().wrap(command, body, blockLength, version));
            case MassCancelDecoder.TEMPLATE_ID ->
                market.massCancel(new MassCancelDecoder().wrap(command, body, blockLength, version));
            case CancelAllAfterDecoder.TEMPLATE_ID ->
                cancelAllAfter(new CancelAllAfterDecoder().wrap(command, body, blockLength, version));
            case SetPhaseDecoder.TEMPLATE_ID ->
                timetables.setPhase(new SetPhaseDecoder().wrap(command, body, blockLength, version));
            case SetPriceBandDecoder.TEMPLATE_ID ->
                setPriceBand(new SetPriceBandDecoder().wrap(command, body, blockLength, version));
            case SetAccountFeesDecoder.TEMPLATE_ID ->
                setAccountFees(new SetAccountFeesDecoder().wrap(command, body, blockLength, version));
            case PlaceAlgoDecoder.TEMPLATE_ID ->
                algos.place(new PlaceAlgoDecoder().wrap(command, body, blockLength, version));
            case CancelAlgoDecoder.TEMPLATE_ID ->
                algos.cancel(new CancelAlgoDecoder().wrap(command, body, blockLength, version));
            case AmendAlgoDecoder.TEMPLATE_ID ->
                algos.amend(new AmendAlgoDecoder().wrap(command, body, blockLength, version));
            case PlaceProtectedOrderDecoder.TEMPLATE_ID ->
                market.placeProtectedOrder(new PlaceProtectedOrderDecoder().wrap(command, body, blockLength, version));
            case ScheduleReopeningDecoder.TEMPLATE_ID ->
                timetables.schedule(new ScheduleReopeningDecoder().wrap(command, body, blockLength, version));
            case ChangeInstrumentDecoder.TEMPLATE_ID ->
                changeInstrument(new ChangeInstrumentDecoder().wrap(command, body, blockLength, version));
            case SetFeeTierDecoder.TEMPLATE_ID ->
                setFeeTier(new SetFeeTierDecoder().wrap(command, body, blockLength, version));
            case SetAccountFeeTierDecoder.TEMPLATE_ID ->
                setAccountFeeTier(new SetAccountFeeTierDecoder().wrap(command, body, blockLength, version));
            case CreateSubAccountDecoder.TEMPLATE_ID ->
                families.createSubAccount(
                        new CreateSubAccountDecoder().wrap(command, body, blockLength, version), offset + length);
            case SetTransferOutDecoder.TEMPLATE_ID ->
                families.setTransferOut(new SetTransferOutDecoder().wrap(command, body, blockLength, version));
            case TransferBetweenAccountsDecoder.TEMPLATE_ID ->
                families.transfer(new TransferBetweenAccountsDecoder().wrap(command, body, blockLength, version));
            case ChangeApiKeyDecoder.TEMPLATE_ID ->
                changeApiKey(new ChangeApiKeyDecoder().wrap(command, body, blockLength, version), offset + length);
            default -> throw new Refusal(Outcome.MALFORMED, 0);
        };
    }

    private static int blockLengthMin(int template) {
        return switch (template) {
            case CreateCurrencyDecoder.TEMPLATE_ID -> CreateCurrencyDecoder.BLOCK_LENGTH;
            case ListInstrumentDecoder.TEMPLATE_ID -> ListInstrumentDecoder.BLOCK_LENGTH;
            case CreateAccountDecoder.TEMPLATE_ID -> CreateAccountDecoder.BLOCK_LENGTH;
            case CreateApiKeyDecoder.TEMPLATE_ID -> CreateApiKeyDecoder.BLOCK_LENGTH;
            case DeleteApiKeyDecoder.TEMPLATE_ID -> DeleteApiKeyDecoder.BLOCK_LENGTH;
            case DepositDecoder.TEMPLATE_ID -> DepositDecoder.BLOCK_LENGTH;
            case TransferDecoder.TEMPLATE_ID -> TransferDecoder.BLOCK_LENGTH;
            case PlaceOrderDecoder.TEMPLATE_ID -> PlaceOrderDecoder.BLOCK_LENGTH;
            case CancelOrderDecoder.TEMPLATE_ID -> CancelOrderDecoder.BLOCK_LENGTH;
            case AmendOrderDecoder.TEMPLATE_ID -> AmendOrderDecoder.BLOCK_LENGTH;
            case MassCancelDecoder.TEMPLATE_ID -> MassCancelDecoder.BLOCK_LENGTH;
            case CancelAllAfterDecoder.TEMPLATE_ID -> CancelAllAfterDecoder.BLOCK_LENGTH;
            case SetPhaseDecoder.TEMPLATE_ID -> SetPhaseDecoder.BLOCK_LENGTH;
            case SetPriceBandDecoder.TEMPLATE_ID -> SetPriceBandDecoder.BLOCK_LENGTH;
            case SetAccountFeesDecoder.TEMPLATE_ID -> SetAccountFeesDecoder.BLOCK_LENGTH;
            case PlaceAlgoDecoder.TEMPLATE_ID -> PlaceAlgoDecoder.BLOCK_LENGTH;
            case CancelAlgoDecoder.TEMPLATE_ID -> CancelAlgoDecoder.BLOCK_LENGTH;
            case AmendAlgoDecoder.TEMPLATE_ID -> AmendAlgoDecoder.BLOCK_LENGTH;
            case PlaceProtectedOrderDecoder.TEMPLATE_ID -> PlaceProtectedOrderDecoder.BLOCK_LENGTH;
            case ScheduleReopeningDecoder.TEMPLATE_ID -> ScheduleReopeningDecoder.BLOCK_LENGTH;
            case ChangeInstrumentDecoder.TEMPLATE_ID -> ChangeInstrumentDecoder.BLOCK_LENGTH;
            case SetFeeTierDecoder.TEMPLATE_ID -> SetFeeTierDecoder.BLOCK_LENGTH;
            case SetAccountFeeTierDecoder.TEMPLATE_ID -> SetAccountFeeTierDecoder.BLOCK_LENGTH;
            case CreateSubAccountDecoder.TEMPLATE_ID -> CreateSubAccountDecoder.BLOCK_LENGTH;
            case SetTransferOutDecoder.TEMPLATE_ID -> SetTransferOutDecoder.BLOCK_LENGTH;
            case TransferBetweenAccountsDecoder.TEMPLATE_ID -> TransferBetweenAccountsDecoder.BLOCK_LENGTH;
            case ChangeApiKeyDecoder.TEMPLATE_ID -> ChangeApiKeyDecoder.BLOCK_LENGTH;
            default -> 0;
        };
    }

    private static void checkDecodable(int template, int blockLengthMin, int length, MessageHeaderDecoder messageHeader)
            throws Refusal {
        boolean decodable = messageHeader.blockLength() >= blockLengthMin
                && MessageHeaderDecoder.ENCODED_LENGTH + messageHeader.blockLength() <= length;
        Refusal.when(!decodable || template == 0, Outcome.MALFORMED);
    }

    private void checkDeadline(CommandHeaderDecoder header) throws Refusal {
        Refusal.when(header.deadlineNanos() != 0 && header.deadlineNanos() < state.timeNanos, Outcome.DEADLINE_PASSED);
    }

    private long openStream(int gatewayId, long incarnation, @Nullable Stream stream) throws Refusal {
        if (stream != null && incarnation == stream.incarnation()) {
            return 0;
        }
        Refusal.when(stream == null && streams.size() >= state.limits.gatewaysMax(), Outcome.LIMIT_REACHED);
        streams.put(gatewayId, new Stream(incarnation, 1));
        state.entry.event("StreamOpened", "gatewayId", gatewayId, "incarnation", incarnation);
        return 0;
    }

    // §2

    private long createCurrency(CreateCurrencyDecoder command) throws Refusal {
        String code = text(command.buffer(), command.offset(), CreateCurrencyDecoder.codeEncodingOffset(), 16);
        Refusal.when(code.isEmpty(), Outcome.MALFORMED);
        Currency known = currency(code);
        if (known != null) {
            throw new Refusal(Outcome.CURRENCY_EXISTS, known.id());
        }
        BigInteger balanceAtomsMax = BigInteger.valueOf(command.balanceAtomsMax());
        Refusal.when(
                command.scale() > 12
                        || balanceAtomsMax.signum() < 1
                        || balanceAtomsMax.compareTo(ExchangeState.ATOMS_MAX) > 0,
                Outcome.AMOUNT_INVALID);
        Refusal.when(state.currencies.size() >= state.limits.currenciesMax(), Outcome.LIMIT_REACHED);
        var currency = new Currency(state.currencies.size() + 1, code, command.scale(), balanceAtomsMax);
        state.currencies.add(currency);
        state.entry.event(
                "CurrencyCreated",
                "currencyId",
                currency.id(),
                "code",
                ExchangeState.shown(code),
                "scale",
                currency.scale(),
                "balanceAtomsMax",
                balanceAtomsMax);
        return currency.id();
    }

    private long listInstrument(ListInstrumentDecoder command) throws Refusal {
        String name = text(command.buffer(), command.offset(), ListInstrumentDecoder.nameEncodingOffset(), 32);
        String baseCode =
                text(command.buffer(), command.offset(), ListInstrumentDecoder.baseCurrencyEncodingOffset(), 16);
        String quoteCode =
                text(command.buffer(), command.offset(), ListInstrumentDecoder.quoteCurrencyEncodingOffset(), 16);
        Phase phase = Fields.constant(command.phaseRaw(), Phase.values(), Phase::value);
        Refusal.when(name.isEmpty(), Outcome.MALFORMED);
        Integer known = instrumentNames.get(name);
        if (known != null) {
            throw new Refusal(Outcome.INSTRUMENT_EXISTS, known);
        }
        Currency base = currency(baseCode);
        Currency quote = currency(quoteCode);
        if (base == null || quote == null) {
            throw new Refusal(Outcome.CURRENCY_UNKNOWN, 0);
        }
        boolean valid = !base.equals(quote)
                && ExchangeState.isWithin(command.tickMantissa(), 1, 9)
                && ExchangeState.isWithin(command.tickScale(), 0, 18)
                && ExchangeState.isWithin(command.lotMantissa(), 1, 9)
                && ExchangeState.isWithin(command.lotScale(), 0, 18)
                && areOrderSizes(
                        command.minLots(),
                        command.maxLimitLots(),
                        command.maxMarketLots(),
                        command.maxMarketQuoteAtoms())
                && ExchangeState.isWithin(command.bandMillionths(), 0, 1_000_000)
                && ExchangeState.isWithin(command.referencePriceTicks(), 0, ExchangeState.PRICE_TICKS_MAX)
                // A mantissa of one digit is never divisible by ten.
                && base.scale() >= command.lotScale();
        Refusal.when(!valid, Outcome.INSTRUMENT_INVALID);
        Refusal.when(state.instruments.size() >= state.limits.instrumentsMax(), Outcome.LIMIT_REACHED);
        var instrument = new Instrument(
                state.instruments.size() + 1,
                base,
                quote,
                command.tickMantissa(),
                command.tickScale(),
                command.lotMantissa(),
                command.lotScale(),
                command.minLots(),
                command.maxLimitLots(),
                command.maxMarketLots(),
                command.maxMarketQuoteAtoms(),
                command.bandMillionths(),
                command.referencePriceTicks(),
                phase);
        state.instruments.add(instrument);
        instrumentNames.put(name, instrument.id);
        state.entry.event(
                "InstrumentListed",
                "instrumentId",
                instrument.id,
                "name",
                ExchangeState.shown(name),
                "baseId",
                base.id(),
                "quoteId",
                quote.id(),
                "tickMantissa",
                command.tickMantissa(),
                "tickScale",
                command.tickScale(),
                "lotMantissa",
                command.lotMantissa(),
                "lotScale",
                command.lotScale(),
                "minLots",
                command.minLots(),
                "maxLimitLots",
                command.maxLimitLots(),
                "maxMarketLots",
                command.maxMarketLots(),
                "maxMarketQuoteAtoms",
                command.maxMarketQuoteAtoms(),
                "bandMillionths",
                command.bandMillionths(),
                "referencePriceTicks",
                command.referencePriceTicks(),
                "phase",
                phase);
        state.priceLimitChanged(instrument);
        return instrument.id;
    }

    private long createAccount(CreateAccountDecoder command) throws Refusal {
        String name = text(command.buffer(), command.offset(), CreateAccountDecoder.nameEncodingOffset(), 32);
        Refusal.when(name.isEmpty(), Outcome.MALFORMED);
        checkRates(command.makerFeeMillionths(), command.takerFeeMillionths());
        Integer known = accountNames.get(name);
        if (known != null) {
            return known;
        }
        Refusal.when(state.accounts.size() >= state.limits.accountsMax(), Outcome.LIMIT_REACHED);
        var account = new Account(
                ExchangeState.FIRST_USER + state.accounts.size(),
                command.makerFeeMillionths(),
                command.takerFeeMillionths());
        state.accounts.put(account.id, account);
        accountNames.put(name, account.id);
        state.entry.event(
                "AccountCreated",
                "accountId",
                account.id,
                "makerFeeMillionths",
                account.makerFeeMillionths,
                "takerFeeMillionths",
                account.takerFeeMillionths,
                "name",
                ExchangeState.shown(name));
        return account.id;
    }

    private static void checkRates(int maker, int taker) throws Refusal {
        boolean valid = maker > -1_000_000
                && maker <= 1_000_000
                && ExchangeState.isWithin(taker, 0, 1_000_000)
                && (long) maker + taker >= 0;
        Refusal.when(!valid, Outcome.RATE_INVALID);
    }

    private long setAccountFees(SetAccountFeesDecoder command) throws Refusal {
        Account account = state.account(command.accountId());
        checkRates(command.makerFeeMillionths(), command.takerFeeMillionths());
        account.makerFeeMillionths = command.makerFeeMillionths();
        account.takerFeeMillionths = command.takerFeeMillionths();
        account.feeTier = 0;
        state.entry.event(
                "AccountFeesChanged",
                "accountId",
                account.id,
                "makerFeeMillionths",
                account.makerFeeMillionths,
                "takerFeeMillionths",
                account.takerFeeMillionths);
        return 0;
    }

    private long createApiKey(CreateApiKeyDecoder command, int limit) throws Refusal {
        String key = text(command.buffer(), command.offset(), CreateApiKeyDecoder.apiKeyEncodingOffset(), 36);
        int offset = command.limit();
        byte[] sealedSecret = Fields.variable(command.buffer(), offset, limit);
        offset += Short.BYTES + sealedSecret.length;
        byte[] ipList = Fields.variable(command.buffer(), offset, limit);
        offset += Short.BYTES + ipList.length;
        byte[] label = Fields.variable(command.buffer(), offset, limit);
        Account account = state.account(command.accountId());
        Refusal.when(key.isEmpty() || !ExchangeState.isWithin(command.permissions(), 1, 7), Outcome.MALFORMED);
        Refusal.when(apiKeys.stream().anyMatch(known -> known.key().equals(key)), Outcome.API_KEY_EXISTS);
        long ofAccount = apiKeys.stream()
                .filter(known -> known.accountId() == account.id)
                .count();
        Refusal.when(
                apiKeys.size() >= state.limits.apiKeysMax() || ofAccount >= state.limits.apiKeysPerAccountMax(),
                Outcome.LIMIT_REACHED);
        apiKeys.add(new ApiKey(account.id, key));
        state.entry.event(
                "ApiKeyCreated",
                "accountId",
                account.id,
                "apiKey",
                ExchangeState.shown(key),
                "permissions",
                command.permissions(),
                "sealedSecret",
                HexFormat.of().formatHex(sealedSecret),
                "ipList",
                escaped(ipList),
                "label",
                escaped(label));
        return 0;
    }

    private long deleteApiKey(DeleteApiKeyDecoder command) throws Refusal {
        String key = text(command.buffer(), command.offset(), DeleteApiKeyDecoder.apiKeyEncodingOffset(), 36);
        Account account = state.account(command.accountId());
        Refusal.when(!apiKeys.remove(new ApiKey(account.id, key)), Outcome.API_KEY_UNKNOWN);
        state.entry.event("ApiKeyDeleted", "accountId", account.id, "apiKey", ExchangeState.shown(key));
        return 0;
    }

    private long changeApiKey(ChangeApiKeyDecoder command, int limit) throws Refusal {
        String key = text(command.buffer(), command.offset(), ChangeApiKeyDecoder.apiKeyEncodingOffset(), 36);
        byte[] ipList = Fields.variable(command.buffer(), command.limit(), limit);
        byte[] label = Fields.variable(command.buffer(), command.limit() + Short.BYTES + ipList.length, limit);
        Account account = state.account(command.accountId());
        Refusal.when(!apiKeys.contains(new ApiKey(account.id, key)), Outcome.API_KEY_UNKNOWN);
        Refusal.when(!ExchangeState.isWithin(command.permissions(), 1, 7), Outcome.MALFORMED);
        state.entry.event(
                "ApiKeyChanged",
                "accountId",
                account.id,
                "apiKey",
                ExchangeState.shown(key),
                "permissions",
                command.permissions(),
                "ipList",
                escaped(ipList),
                "label",
                escaped(label));
        return 0;
    }

    private long changeInstrument(ChangeInstrumentDecoder command) throws Refusal {
        Instrument instrument = state.instrument(command.instrumentId());
        boolean valid = areOrderSizes(
                command.minLots(), command.maxLimitLots(), command.maxMarketLots(), command.maxMarketQuoteAtoms());
        Refusal.when(!valid, Outcome.INSTRUMENT_INVALID);
        instrument.minLots = command.minLots();
        instrument.maxLimitLots = command.maxLimitLots();
        instrument.maxMarketLots = command.maxMarketLots();
        instrument.maxMarketQuoteAtoms = command.maxMarketQuoteAtoms();
        state.entry.event(
                "InstrumentChanged",
                "instrumentId",
                instrument.id,
                "minLots",
                instrument.minLots,
                "maxLimitLots",
                instrument.maxLimitLots,
                "maxMarketLots",
                instrument.maxMarketLots,
                "maxMarketQuoteAtoms",
                instrument.maxMarketQuoteAtoms);
        return 0;
    }

    private static boolean areOrderSizes(
            long minLots, long maxLimitLots, long maxMarketLots, long maxMarketQuoteAtoms) {
        return minLots >= 1
                && maxLimitLots >= 1
                && maxMarketLots >= 1
                && maxMarketQuoteAtoms >= 1
                && minLots <= maxLimitLots;
    }

    private long setFeeTier(SetFeeTierDecoder command) throws Refusal {
        Refusal.when(!ExchangeState.isWithin(command.tier(), 1, state.limits.feeTiersMax()), Outcome.LIMIT_REACHED);
        checkRates(command.makerFeeMillionths(), command.takerFeeMillionths());
        state.feeTiers.put(
                command.tier(), new ExchangeState.FeeTier(command.makerFeeMillionths(), command.takerFeeMillionths()));
        state.entry.event(
                "FeeTierSet",
                "tier",
                command.tier(),
                "makerFeeMillionths",
                command.makerFeeMillionths(),
                "takerFeeMillionths",
                command.takerFeeMillionths());
        return 0;
    }

    private long setAccountFeeTier(SetAccountFeeTierDecoder command) throws Refusal {
        Account account = state.account(command.accountId());
        Refusal.when(!state.feeTiers.containsKey(command.tier()), Outcome.FEE_TIER_UNKNOWN);
        account.feeTier = command.tier();
        state.entry.event("AccountFeeTierChanged", "accountId", account.id, "tier", account.feeTier);
        return 0;
    }

    private long setPriceBand(SetPriceBandDecoder command) throws Refusal {
        Instrument instrument = state.instrument(command.instrumentId());
        Refusal.when(!ExchangeState.isWithin(command.bandMillionths(), 0, 1_000_000), Outcome.RATE_INVALID);
        instrument.bandMillionths = command.bandMillionths();
        state.priceLimitChanged(instrument);
        return 0;
    }

    // §3

    private long deposit(DepositDecoder command) throws Refusal {
        Wallet wallet = Fields.constant(command.walletRaw(), Wallet.values(), Wallet::value);
        String clientId = text(command.buffer(), command.offset(), DepositDecoder.clientIdEncodingOffset(), 32);
        Account account = state.account(command.accountId());
        Currency currency = state.currency(command.currencyId());
        Refusal.when(command.amountAtoms() < 1, Outcome.AMOUNT_INVALID);
        Refusal.when(clientId.isEmpty(), Outcome.MALFORMED);
        if (account.clientIds.contains(clientId)) {
            return 0;
        }
        BigInteger amount = BigInteger.valueOf(command.amountAtoms());
        var mint = new Ledger.Key(ExchangeState.MINT_ACCOUNT, currency.id(), Wallet.TRADING);
        var user = new Ledger.Key(account.id, currency.id(), wallet);
        BigInteger issued = state.ledger.balance(mint).negate();
        Refusal.when(
                state.ledger.balance(user).add(amount).compareTo(currency.balanceAtomsMax()) > 0
                        || issued.add(amount).compareTo(currency.balanceAtomsMax()) > 0,
                Outcome.BALANCE_MAX_EXCEEDED);
        state.remember(account, clientId);
        state.moveMoney(mint, amount.negate(), PostingReason.MINT, clientId);
        state.moveMoney(user, amount, PostingReason.DEPOSIT, clientId);
        return 0;
    }

    private long transfer(TransferDecoder command) throws Refusal {
        Wallet from = Fields.constant(command.fromRaw(), Wallet.values(), Wallet::value);
        Wallet to = Fields.constant(command.toRaw(), Wallet.values(), Wallet::value);
        String clientId = text(command.buffer(), command.offset(), TransferDecoder.clientIdEncodingOffset(), 32);
        Account account = state.account(command.accountId());
        Currency currency = state.currency(command.currencyId());
        Refusal.when(command.amountAtoms() < 1, Outcome.AMOUNT_INVALID);
        Refusal.when(from == to, Outcome.WALLETS_EQUAL);
        Refusal.when(account.clientIds.contains(clientId), Outcome.CLIENT_ID_EXISTS);
        BigInteger amount = BigInteger.valueOf(command.amountAtoms());
        var source = new Ledger.Key(account.id, currency.id(), from);
        Refusal.when(state.ledger.available(source).compareTo(amount) < 0, Outcome.BALANCE_INSUFFICIENT);
        if (!clientId.isEmpty()) {
            state.remember(account, clientId);
        }
        long outgoingBillId = state.nextBillId();
        state.moveMoney(source, amount.negate(), PostingReason.TRANSFER_OUT, clientId);
        state.moveMoney(new Ledger.Key(account.id, currency.id(), to), amount, PostingReason.TRANSFER_IN, clientId);
        return outgoingBillId;
    }

    // §6

    private long cancelAllAfter(CancelAllAfterDecoder command) throws Refusal {
        String tag = text(command.buffer(), command.offset(), CancelAllAfterDecoder.tagEncodingOffset(), 16);
        Account account = state.account(command.accountId());
        long timeout = command.timeoutNanos();
        Refusal.when(
                timeout != 0 && !ExchangeState.isWithin(timeout, TIMEOUT_NANOS_MIN, TIMEOUT_NANOS_MAX),
                Outcome.TIMEOUT_INVALID);
        Timer armed = null;
        int tagTimers = 0;
        for (Timer timer : timers) {
            if (timer.accountId() == account.id) {
                armed = timer.tag().equals(tag) ? timer : armed;
                tagTimers += timer.tag().isEmpty() ? 0 : 1;
            }
        }
        boolean tooMany = timers.size() >= state.limits.timersMax()
                || (!tag.isEmpty() && tagTimers >= state.limits.timersPerAccountMax());
        Refusal.when(timeout != 0 && armed == null && tooMany, Outcome.TIMERS_MAX);
        if (armed != null) {
            timers.remove(armed);
        }
        long triggerNanos = timeout == 0 ? 0 : state.timeNanos + timeout;
        if (timeout != 0) {
            timers.add(new Timer(triggerNanos, account.id, tag));
        }
        state.entry.event(
                "CancelAllAfterSet",
                "accountId",
                account.id,
                "triggerNanos",
                triggerNanos,
                "tag",
                ExchangeState.shown(tag));
        return 0;
    }

    private @Nullable Currency currency(String code) {
        return state.currencies.stream()
                .filter(currency -> currency.code().equals(code))
                .findFirst()
                .orElse(null);
    }

    private static String text(DirectBuffer buffer, int offset, int fieldOffset, int lengthMax) throws Refusal {
        return Fields.text(buffer, offset + fieldOffset, lengthMax);
    }
}
