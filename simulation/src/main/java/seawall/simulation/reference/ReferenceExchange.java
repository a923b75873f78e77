package seawall.simulation.reference;

import static seawall.wire.JournalText.escaped;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.AmendOrderDecoder;
import seawall.wire.codec.CancelAllAfterDecoder;
import seawall.wire.codec.CancelOrderDecoder;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.CommandHeaderDecoder;
import seawall.wire.codec.CreateAccountDecoder;
import seawall.wire.codec.CreateApiKeyDecoder;
import seawall.wire.codec.CreateCurrencyDecoder;
import seawall.wire.codec.DeleteApiKeyDecoder;
import seawall.wire.codec.DepositDecoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.Liquidity;
import seawall.wire.codec.ListInstrumentDecoder;
import seawall.wire.codec.MassCancelDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OpenStreamDecoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceOrderDecoder;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.SetAccountFeesDecoder;
import seawall.wire.codec.SetPhaseDecoder;
import seawall.wire.codec.SetPriceBandDecoder;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.TransferDecoder;
import seawall.wire.codec.Wallet;

/// The exchange of the rules page, slow and obvious: command bytes in, journal entries as lines of `JournalText` out.
/// It judges the engine, so it looks everything up by searching and computes with numbers that cannot overflow.
/// The paragraphs in the comments are those of `docs/exchange-rules.md`.
public final class ReferenceExchange {
    static final int FEE_ACCOUNT = 1;
    static final int MINT_ACCOUNT = 2;
    static final long PRICE_TICKS_MAX = 1L << 40;

    private static final int FIRST_USER = 1000;
    private static final long FIRST_ID = 100_000_000_000_000_001L;
    private static final BigInteger LOTS_MAX = BigInteger.valueOf((1L << 53) - 1);
    private static final BigInteger ATOMS_MAX = BigInteger.ONE.shiftLeft(62);
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final long TIMEOUT_NANOS_MIN = 10_000_000_000L;
    private static final long TIMEOUT_NANOS_MAX = 120_000_000_000L;

    private record Stream(long incarnation, long nextSequence) {}

    private record ApiKey(int accountId, String key) {}

    private record Timer(long triggerNanos, int accountId, String tag) {}

    private final ReferenceLimits limits;
    private final Map<Integer, Stream> streams = new HashMap<>();
    private final List<Currency> currencies = new ArrayList<>();
    private final List<Instrument> instruments = new ArrayList<>();
    private final Map<String, Integer> instrumentNames = new HashMap<>();
    private final Map<Integer, Account> accounts = new TreeMap<>();
    private final Map<String, Integer> accountNames = new HashMap<>();
    private final List<ApiKey> apiKeys = new ArrayList<>();
    private final TreeMap<Long, Order> openOrders = new TreeMap<>();
    private final TreeSet<Timer> timers = new TreeSet<>(Comparator.comparingLong(Timer::triggerNanos)
            .thenComparingInt(Timer::accountId)
            .thenComparing(Timer::tag));
    private final Ledger ledger = new Ledger();
    private final Account feeAccount = new Account(FEE_ACCOUNT, 0, 0);

    private Entry entry = new Entry();
    private long sequence;
    private long timeNanos;
    private long nextOrderId = FIRST_ID;
    private long nextBillId = FIRST_ID;

    /// An empty exchange.
    public ReferenceExchange(ReferenceLimits limits) {
        this.limits = limits;
    }

    /// Applies one command.
    ///
    /// @return the lines of its entry
    public List<String> onCommand(long logNanos, DirectBuffer command, int offset, int length) {
        sequence++;
        timeNanos = Math.max(timeNanos, logNanos);
        entry = new Entry();
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

    /// Fires every timer that is due (§6).
    ///
    /// @return the lines of each entry
    public List<List<String>> onTimer(long logNanos) {
        var entries = new ArrayList<List<String>>();
        while (!timers.isEmpty() && timers.first().triggerNanos() <= Math.max(timeNanos, logNanos)) {
            Timer timer = timers.removeFirst();
            sequence++;
            timeNanos = Math.max(timeNanos, logNanos);
            entry = new Entry();
            entry.event(
                    "CancelAllAfterSet", "accountId", timer.accountId(), "triggerNanos", 0, "tag", shown(timer.tag()));
            for (Order order : List.copyOf(openOrders.values())) {
                if (order.account.id == timer.accountId()
                        && (timer.tag().isEmpty() || timer.tag().equals(order.tag))) {
                    close(order, CloseReason.CANCEL_ALL_AFTER);
                }
            }
            entries.add(lines(0, 0, 0, 0, 0, Outcome.ACCEPTED, 0));
        }
        return entries;
    }

    /// When [#onTimer] must be called next, or `Long.MAX_VALUE`.
    public long nextTimerNanos() {
        return timers.isEmpty() ? Long.MAX_VALUE : timers.first().triggerNanos();
    }

    /// Sequence number of the last entry.
    public long sequence() {
        return sequence;
    }

    /// §1.4: the events, then the levels, then the balances, then the price limits.
    private List<String> lines(
            long streamSequence,
            long correlationId,
            long incarnation,
            int gatewayId,
            int commandTemplateId,
            Outcome outcome,
            long detail) {
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
                    ledger.balance(key),
                    "holdAtoms",
                    ledger.hold(key));
        }
        for (Instrument instrument : entry.traded) {
            boolean moved = instrument.referencePriceTicks != instrument.lastTradePriceTicks;
            instrument.referencePriceTicks = instrument.lastTradePriceTicks;
            if (moved && instrument.bandMillionths > 0) {
                priceLimitChanged(instrument);
            }
        }
        var lines = new ArrayList<String>();
        lines.add(Entry.line(
                "Entry",
                "sequence",
                sequence,
                "timeNanos",
                timeNanos,
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
                placeOrder(new PlaceOrderDecoder().wrap(command, body, blockLength, version));
            case CancelOrderDecoder.TEMPLATE_ID ->
                cancelOrder(new CancelOrderDecoder().wrap(command, body, blockLength, version));
            case AmendOrderDecoder.TEMPLATE_ID ->
                amendOrder(new AmendOrderDecoder().wrap(command, body, blockLength, version));
            case MassCancelDecoder.TEMPLATE_ID ->
                massCancel(new MassCancelDecoder().wrap(command, body, blockLength, version));
            case CancelAllAfterDecoder.TEMPLATE_ID ->
                cancelAllAfter(new CancelAllAfterDecoder().wrap(command, body, blockLength, version));
            case SetPhaseDecoder.TEMPLATE_ID ->
                setPhase(new SetPhaseDecoder().wrap(command, body, blockLength, version));
            case SetPriceBandDecoder.TEMPLATE_ID ->
                setPriceBand(new SetPriceBandDecoder().wrap(command, body, blockLength, version));
            case SetAccountFeesDecoder.TEMPLATE_ID ->
                setAccountFees(new SetAccountFeesDecoder().wrap(command, body, blockLength, version));
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
        Refusal.when(header.deadlineNanos() != 0 && header.deadlineNanos() < timeNanos, Outcome.DEADLINE_PASSED);
    }

    private long openStream(int gatewayId, long incarnation, @Nullable Stream stream) throws Refusal {
        if (stream != null && incarnation == stream.incarnation()) {
            return 0;
        }
        Refusal.when(stream == null && streams.size() >= limits.gatewaysMax(), Outcome.LIMIT_REACHED);
        streams.put(gatewayId, new Stream(incarnation, 1));
        entry.event("StreamOpened", "gatewayId", gatewayId, "incarnation", incarnation);
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
                command.scale() > 12 || balanceAtomsMax.signum() < 1 || balanceAtomsMax.compareTo(ATOMS_MAX) > 0,
                Outcome.AMOUNT_INVALID);
        Refusal.when(currencies.size() >= limits.currenciesMax(), Outcome.LIMIT_REACHED);
        var currency = new Currency(currencies.size() + 1, code, command.scale(), balanceAtomsMax);
        currencies.add(currency);
        entry.event(
                "CurrencyCreated",
                "currencyId",
                currency.id(),
                "code",
                shown(code),
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
                && isWithin(command.tickMantissa(), 1, 9)
                && isWithin(command.tickScale(), 0, 18)
                && isWithin(command.lotMantissa(), 1, 9)
                && isWithin(command.lotScale(), 0, 18)
                && command.minLots() >= 1
                && command.maxLimitLots() >= 1
                && command.maxMarketLots() >= 1
                && command.maxMarketQuoteAtoms() >= 1
                && command.minLots() <= command.maxLimitLots()
                && isWithin(command.bandMillionths(), 0, 1_000_000)
                && isWithin(command.referencePriceTicks(), 0, PRICE_TICKS_MAX)
                && phase != Phase.AUCTION
                // A mantissa of one digit is never divisible by ten.
                && base.scale() >= command.lotScale();
        Refusal.when(!valid, Outcome.INSTRUMENT_INVALID);
        Refusal.when(instruments.size() >= limits.instrumentsMax(), Outcome.LIMIT_REACHED);
        var instrument = new Instrument(
                instruments.size() + 1,
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
        instruments.add(instrument);
        instrumentNames.put(name, instrument.id);
        entry.event(
                "InstrumentListed",
                "instrumentId",
                instrument.id,
                "name",
                shown(name),
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
        priceLimitChanged(instrument);
        return instrument.id;
    }

    private void priceLimitChanged(Instrument instrument) {
        entry.event(
                "PriceLimitChanged",
                "instrumentId",
                instrument.id,
                "bandMillionths",
                instrument.bandMillionths,
                "referencePriceTicks",
                instrument.referencePriceTicks,
                "buyLimitTicks",
                instrument.buyLimitTicks(),
                "sellLimitTicks",
                instrument.sellLimitTicks());
    }

    private long createAccount(CreateAccountDecoder command) throws Refusal {
        String name = text(command.buffer(), command.offset(), CreateAccountDecoder.nameEncodingOffset(), 32);
        Refusal.when(name.isEmpty(), Outcome.MALFORMED);
        checkRates(command.makerFeeMillionths(), command.takerFeeMillionths());
        Integer known = accountNames.get(name);
        if (known != null) {
            return known;
        }
        Refusal.when(accounts.size() >= limits.accountsMax(), Outcome.LIMIT_REACHED);
        var account =
                new Account(FIRST_USER + accounts.size(), command.makerFeeMillionths(), command.takerFeeMillionths());
        accounts.put(account.id, account);
        accountNames.put(name, account.id);
        entry.event(
                "AccountCreated",
                "accountId",
                account.id,
                "makerFeeMillionths",
                account.makerFeeMillionths,
                "takerFeeMillionths",
                account.takerFeeMillionths,
                "name",
                shown(name));
        return account.id;
    }

    private static void checkRates(int maker, int taker) throws Refusal {
        boolean valid =
                maker > -1_000_000 && maker <= 1_000_000 && isWithin(taker, 0, 1_000_000) && (long) maker + taker >= 0;
        Refusal.when(!valid, Outcome.RATE_INVALID);
    }

    private long setAccountFees(SetAccountFeesDecoder command) throws Refusal {
        Account account = account(command.accountId());
        checkRates(command.makerFeeMillionths(), command.takerFeeMillionths());
        account.makerFeeMillionths = command.makerFeeMillionths();
        account.takerFeeMillionths = command.takerFeeMillionths();
        entry.event(
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
        Account account = account(command.accountId());
        Refusal.when(key.isEmpty() || !isWithin(command.permissions(), 1, 7), Outcome.MALFORMED);
        Refusal.when(apiKeys.stream().anyMatch(known -> known.key().equals(key)), Outcome.API_KEY_EXISTS);
        long ofAccount = apiKeys.stream()
                .filter(known -> known.accountId() == account.id)
                .count();
        Refusal.when(
                apiKeys.size() >= limits.apiKeysMax() || ofAccount >= limits.apiKeysPerAccountMax(),
                Outcome.LIMIT_REACHED);
        apiKeys.add(new ApiKey(account.id, key));
        entry.event(
                "ApiKeyCreated",
                "accountId",
                account.id,
                "apiKey",
                shown(key),
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
        Account account = account(command.accountId());
        Refusal.when(!apiKeys.remove(new ApiKey(account.id, key)), Outcome.API_KEY_UNKNOWN);
        entry.event("ApiKeyDeleted", "accountId", account.id, "apiKey", shown(key));
        return 0;
    }

    private long setPhase(SetPhaseDecoder command) throws Refusal {
        Phase phase = Fields.constant(command.phaseRaw(), Phase.values(), Phase::value);
        List<Instrument> chosen =
                command.instrumentId() == 0 ? instruments : List.of(instrument(command.instrumentId()));
        Refusal.when(phase == Phase.AUCTION, Outcome.PHASE_FORBIDS);
        for (Instrument instrument : chosen) {
            if (instrument.phase != phase) {
                instrument.phase = phase;
                entry.event("PhaseChanged", "instrumentId", instrument.id, "phase", phase);
            }
        }
        return 0;
    }

    private long setPriceBand(SetPriceBandDecoder command) throws Refusal {
        Instrument instrument = instrument(command.instrumentId());
        Refusal.when(!isWithin(command.bandMillionths(), 0, 1_000_000), Outcome.RATE_INVALID);
        instrument.bandMillionths = command.bandMillionths();
        priceLimitChanged(instrument);
        return 0;
    }

    // §3

    private long deposit(DepositDecoder command) throws Refusal {
        Wallet wallet = Fields.constant(command.walletRaw(), Wallet.values(), Wallet::value);
        String clientId = text(command.buffer(), command.offset(), DepositDecoder.clientIdEncodingOffset(), 32);
        Account account = account(command.accountId());
        Currency currency = currency(command.currencyId());
        Refusal.when(command.amountAtoms() < 1, Outcome.AMOUNT_INVALID);
        Refusal.when(clientId.isEmpty(), Outcome.MALFORMED);
        if (account.clientIds.contains(clientId)) {
            return 0;
        }
        BigInteger amount = BigInteger.valueOf(command.amountAtoms());
        var mint = new Ledger.Key(MINT_ACCOUNT, currency.id(), Wallet.TRADING);
        var user = new Ledger.Key(account.id, currency.id(), wallet);
        BigInteger issued = ledger.balance(mint).negate();
        Refusal.when(
                ledger.balance(user).add(amount).compareTo(currency.balanceAtomsMax()) > 0
                        || issued.add(amount).compareTo(currency.balanceAtomsMax()) > 0,
                Outcome.BALANCE_MAX_EXCEEDED);
        remember(account, clientId);
        moveMoney(mint, amount.negate(), PostingReason.MINT, clientId);
        moveMoney(user, amount, PostingReason.DEPOSIT, clientId);
        return 0;
    }

    private long transfer(TransferDecoder command) throws Refusal {
        Wallet from = Fields.constant(command.fromRaw(), Wallet.values(), Wallet::value);
        Wallet to = Fields.constant(command.toRaw(), Wallet.values(), Wallet::value);
        String clientId = text(command.buffer(), command.offset(), TransferDecoder.clientIdEncodingOffset(), 32);
        Account account = account(command.accountId());
        Currency currency = currency(command.currencyId());
        Refusal.when(command.amountAtoms() < 1, Outcome.AMOUNT_INVALID);
        Refusal.when(from == to, Outcome.WALLETS_EQUAL);
        Refusal.when(account.clientIds.contains(clientId), Outcome.CLIENT_ID_EXISTS);
        BigInteger amount = BigInteger.valueOf(command.amountAtoms());
        var source = new Ledger.Key(account.id, currency.id(), from);
        Refusal.when(ledger.available(source).compareTo(amount) < 0, Outcome.BALANCE_INSUFFICIENT);
        if (!clientId.isEmpty()) {
            remember(account, clientId);
        }
        long outgoingBillId = nextBillId;
        moveMoney(source, amount.negate(), PostingReason.TRANSFER_OUT, clientId);
        moveMoney(new Ledger.Key(account.id, currency.id(), to), amount, PostingReason.TRANSFER_IN, clientId);
        return outgoingBillId;
    }

    private void remember(Account account, String clientId) {
        account.clientIds.add(clientId);
        if (account.clientIds.size() > limits.clientIdsMax()) {
            account.clientIds.removeFirst();
        }
    }

    private void moveMoney(Ledger.Key key, BigInteger amount, PostingReason reason, String clientId) {
        post(key, reason, Liquidity.NONE, 0, 0, amount, BigInteger.ZERO, 0, 0, clientId);
    }

    private void post(
            Ledger.Key key,
            PostingReason reason,
            Liquidity liquidity,
            int side,
            int instrumentId,
            BigInteger amount,
            BigInteger fee,
            long orderId,
            long tradeId,
            String clientId) {
        ledger.add(key, amount);
        entry.touchedBalances.add(key);
        entry.event(
                "Posting",
                "billId",
                nextBillId,
                "accountId",
                key.accountId(),
                "currencyId",
                key.currencyId(),
                "wallet",
                key.wallet(),
                "reason",
                reason,
                "liquidity",
                liquidity,
                "side",
                side,
                "instrumentId",
                instrumentId,
                "amountAtoms",
                amount,
                "feeAtoms",
                fee,
                "balanceAtoms",
                ledger.balance(key),
                "orderId",
                orderId,
                "tradeId",
                tradeId,
                "clientId",
                shown(clientId));
        nextBillId++;
    }

    // §4

    private long placeOrder(PlaceOrderDecoder command) throws Refusal {
        Side side = Fields.constant(command.sideRaw(), Side.values(), Side::value);
        OrderType type = Fields.constant(command.orderTypeRaw(), OrderType.values(), OrderType::value);
        SizeUnit unit = Fields.constant(command.sizeUnitRaw(), SizeUnit.values(), SizeUnit::value);
        SelfTradePrevention stp =
                Fields.constant(command.stpRaw(), SelfTradePrevention.values(), SelfTradePrevention::value);
        boolean banAmend = Fields.constant(command.banAmendRaw(), Flag.values(), Flag::value) == Flag.YES;
        boolean clampPrice = Fields.constant(command.clampPriceRaw(), Flag.values(), Flag::value) == Flag.YES;
        String clientOrderId =
                text(command.buffer(), command.offset(), PlaceOrderDecoder.clientOrderIdEncodingOffset(), 32);
        String tag = text(command.buffer(), command.offset(), PlaceOrderDecoder.tagEncodingOffset(), 16);
        // 1
        Account account = account(command.accountId());
        Instrument instrument = instrument(command.instrumentId());
        // 2
        Refusal.when(
                instrument.phase == Phase.HALTED
                        || instrument.phase == Phase.CANCEL_ONLY
                        || (instrument.phase == Phase.POST_ONLY && type != OrderType.POST_ONLY),
                Outcome.PHASE_FORBIDS);
        // 3
        Refusal.when(unit == SizeUnit.QUOTE && type != OrderType.MARKET, Outcome.ORDER_TYPE_INVALID);
        Refusal.when(type == OrderType.FOK && stp == SelfTradePrevention.CANCEL_BOTH, Outcome.STP_FORBIDS_FOK);
        BigInteger quantity = BigInteger.valueOf(command.quantity());
        var order = new Order(
                nextOrderId,
                account,
                instrument,
                side,
                type,
                unit,
                stp,
                command.priceTicks(),
                quantity,
                clientOrderId,
                tag);
        // 4
        Refusal.when(
                order.hasOwnPrice() ? !isWithin(order.priceTicks, 1, PRICE_TICKS_MAX) : order.priceTicks != 0,
                Outcome.PRICE_INVALID);
        // 5
        if (unit == SizeUnit.QUOTE) {
            Refusal.when(quantity.signum() < 1 || quantity.compareTo(ATOMS_MAX) > 0, Outcome.QUANTITY_INVALID);
            Refusal.when(command.quantity() > instrument.maxMarketQuoteAtoms, Outcome.VALUE_ABOVE_MAX);
        } else {
            checkLots(instrument, quantity, order.hasOwnPrice() ? instrument.maxLimitLots : instrument.maxMarketLots);
        }
        if (order.hasOwnPrice()) {
            checkNotional(instrument, order.priceTicks, quantity);
            // 6
            order.priceTicks = priceWithinLimit(instrument, side, order.priceTicks, clampPrice);
        }
        // 7
        Refusal.when(
                !clientOrderId.isEmpty()
                        && openOrders.values().stream()
                                .anyMatch(open -> open.account == account && open.clientOrderId.equals(clientOrderId)),
                Outcome.CLIENT_ORDER_ID_EXISTS);
        // 8
        long ofAccount = openOrders.values().stream()
                .filter(open -> open.account == account)
                .count();
        long onInstrument = openOrders.values().stream()
                .filter(open -> open.account == account && open.instrument == instrument)
                .count();
        Refusal.when(ofAccount >= limits.ordersPerAccountMax(), Outcome.ORDERS_MAX_ACCOUNT);
        Refusal.when(onInstrument >= limits.ordersPerInstrumentMax(), Outcome.ORDERS_MAX_INSTRUMENT);
        Refusal.when(openOrders.size() >= limits.ordersMax(), Outcome.ORDERS_MAX);
        // 9
        Refusal.when(!order.hasOwnPrice() && instrument.makersFor(side).isEmpty(), Outcome.NO_LIQUIDITY);
        // 10
        Refusal.when(available(order).compareTo(fundsNeeded(order, banAmend)) < 0, Outcome.BALANCE_INSUFFICIENT);

        nextOrderId++;
        entry.event(
                "OrderAccepted",
                "orderId",
                order.id,
                "accountId",
                account.id,
                "instrumentId",
                instrument.id,
                "side",
                side,
                "orderType",
                type,
                "sizeUnit",
                unit,
                "stp",
                stp,
                "priceTicks",
                order.priceTicks,
                "quantity",
                quantity,
                "clientOrderId",
                shown(clientOrderId),
                "tag",
                shown(tag));
        match(order);
        return order.id;
    }

    private static void checkLots(Instrument instrument, BigInteger lots, long lotsMax) throws Refusal {
        Refusal.when(lots.signum() < 1 || lots.compareTo(LOTS_MAX) > 0, Outcome.QUANTITY_INVALID);
        Refusal.when(lots.compareTo(BigInteger.valueOf(instrument.minLots)) < 0, Outcome.QUANTITY_BELOW_MIN);
        Refusal.when(lots.compareTo(BigInteger.valueOf(lotsMax)) > 0, Outcome.QUANTITY_ABOVE_MAX);
    }

    private static void checkNotional(Instrument instrument, long priceTicks, BigInteger lots) throws Refusal {
        Refusal.when(instrument.notionalUp(priceTicks, lots).compareTo(ATOMS_MAX) > 0, Outcome.NOTIONAL_OVERFLOW);
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
        for (Order maker : makers.subList(0, Math.min(makers.size(), limits.makersPerTakerMax()))) {
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
        for (Order maker : makers.subList(0, Math.min(makers.size(), limits.makersPerTakerMax()))) {
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
            if (met == limits.makersPerTakerMax()) {
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
            fill(taker, maker, lots);
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
            if (!isAcceptable(taker, maker) || met == limits.makersPerTakerMax()) {
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
            return lots.min(available(taker).divide(taker.instrument.lotAtoms));
        }
        return taker.unit == SizeUnit.QUOTE
                ? lots
                : lots.min(taker.instrument.lotsFor(maker.priceTicks, available(taker)));
    }

    private void fill(Order taker, Order maker, BigInteger lots) {
        Instrument instrument = taker.instrument;
        BigInteger baseAtoms = instrument.lotAtoms.multiply(lots);
        BigInteger quoteAtoms = instrument.notionalDown(maker.priceTicks, lots);
        BigInteger takerReceives = taker.side == Side.BUY ? baseAtoms : quoteAtoms;
        BigInteger makerReceives = taker.side == Side.BUY ? quoteAtoms : baseAtoms;
        int takerRate = taker.account.takerFeeMillionths;
        int makerRate = maker.account.makerFeeMillionths;
        BigInteger takerFee = fee(takerReceives, takerRate, taker.receivedCurrency());
        BigInteger makerFee = fee(makerReceives, makerRate, maker.receivedCurrency());
        instrument.tradeId++;
        instrument.lastTradePriceTicks = maker.priceTicks;
        entry.traded.add(instrument);
        taker.filledLots = taker.filledLots.add(lots);
        taker.filledQuoteAtoms = taker.filledQuoteAtoms.add(quoteAtoms);
        maker.filledLots = maker.filledLots.add(lots);
        maker.filledQuoteAtoms = maker.filledQuoteAtoms.add(quoteAtoms);
        entry.touch(maker);
        long takerBillId = nextBillId;
        long makerBillId = nextBillId + 2;
        entry.event(
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
                maker.priceTicks,
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
        // The maker pays from what it holds; the balance counts as touched by the posting that pays.
        hold(maker, holdNeeded(maker));
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
            return exact.add(MILLION).subtract(BigInteger.ONE).divide(MILLION);
        }
        BigInteger feeAccountHas = ledger.balance(trading(feeAccount, currency));
        return exact.divide(MILLION).min(feeAccountHas).negate();
    }

    private void postTrade(Order order, Liquidity liquidity, Currency currency, BigInteger amount, BigInteger fee) {
        post(
                trading(order.account, currency),
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
            post(
                    trading(feeAccount, currency),
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
        openOrders.put(order.id, order);
        entry.touch(order);
        hold(order, holdNeeded(order));
        entry.touchedBalances.add(paidFrom(order));
    }

    private static BigInteger holdNeeded(Order order) {
        return order.side == Side.BUY
                ? order.instrument.notionalUp(order.priceTicks, order.remainder())
                : order.instrument.lotAtoms.multiply(order.remainder());
    }

    private void hold(Order order, BigInteger atoms) {
        ledger.addHold(paidFrom(order), atoms.subtract(order.holdAtoms));
        order.holdAtoms = atoms;
    }

    /// Takes a resting order out of its book and frees its hold.
    private void leaveBook(Order order) {
        entry.touch(order);
        entry.touchedBalances.add(paidFrom(order));
        hold(order, BigInteger.ZERO);
        openOrders.remove(order.id);
        var levels = order.instrument.ordersOf(order.side);
        List<Order> level = levels.get(order.priceTicks);
        if (level == null || !level.remove(order)) {
            throw new IllegalStateException("expected order " + order.id + " at its level, found none");
        }
        if (level.isEmpty()) {
            levels.remove(order.priceTicks);
        }
    }

    private void close(Order order, CloseReason reason) {
        if (openOrders.containsKey(order.id)) {
            leaveBook(order);
        }
        entry.event(
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
    }

    // §6

    private long cancelOrder(CancelOrderDecoder command) throws Refusal {
        String clientOrderId =
                text(command.buffer(), command.offset(), CancelOrderDecoder.clientOrderIdEncodingOffset(), 32);
        Order order = openOrder(command.accountId(), command.instrumentId(), command.orderId(), clientOrderId);
        close(order, CloseReason.USER);
        return order.id;
    }

    private Order openOrder(int accountId, int instrumentId, long orderId, String clientOrderId) throws Refusal {
        Account account = account(accountId);
        Instrument instrument = instrument(instrumentId);
        for (Order order : openOrders.values()) {
            boolean named = orderId != 0
                    ? order.id == orderId
                    : !clientOrderId.isEmpty() && order.clientOrderId.equals(clientOrderId);
            if (named && order.account == account && order.instrument == instrument) {
                return order;
            }
        }
        throw new Refusal(Outcome.ORDER_UNKNOWN, 0);
    }

    private long massCancel(MassCancelDecoder command) throws Refusal {
        Account account = account(command.accountId());
        Instrument instrument = command.instrumentId() == 0 ? null : instrument(command.instrumentId());
        long canceled = 0;
        for (Order order : List.copyOf(openOrders.values())) {
            if (order.account == account && (instrument == null || order.instrument == instrument)) {
                close(order, CloseReason.USER);
                canceled++;
            }
        }
        return canceled;
    }

    private long amendOrder(AmendOrderDecoder command) throws Refusal {
        boolean cancelOnFail = Fields.constant(command.cancelOnFailRaw(), Flag.values(), Flag::value) == Flag.YES;
        boolean clampPrice = Fields.constant(command.clampPriceRaw(), Flag.values(), Flag::value) == Flag.YES;
        String clientOrderId =
                text(command.buffer(), command.offset(), AmendOrderDecoder.clientOrderIdEncodingOffset(), 32);
        String requestId = text(command.buffer(), command.offset(), AmendOrderDecoder.requestIdEncodingOffset(), 32);
        Order order = openOrder(command.accountId(), command.instrumentId(), command.orderId(), clientOrderId);
        try {
            amend(order, command.newPriceTicks(), command.newQuantityLots(), clampPrice, requestId);
        } catch (Refusal refusal) {
            if (cancelOnFail) {
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
                instrument.phase == Phase.HALTED || instrument.phase == Phase.CANCEL_ONLY, Outcome.AMEND_FORBIDDEN);
        Refusal.when(newPriceTicks == 0 && newQuantityLots == 0, Outcome.AMEND_EMPTY);
        long priceTicks = order.priceTicks;
        if (newPriceTicks != 0) {
            Refusal.when(!isWithin(newPriceTicks, 1, PRICE_TICKS_MAX), Outcome.PRICE_INVALID);
            priceTicks = priceWithinLimit(instrument, order.side, newPriceTicks, clampPrice);
        }
        BigInteger quantity = order.quantity;
        if (newQuantityLots != 0) {
            quantity = BigInteger.valueOf(newQuantityLots);
            checkLots(instrument, quantity, instrument.maxLimitLots);
        }
        checkNotional(instrument, priceTicks, quantity);
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
                available(order).add(order.holdAtoms).compareTo(holdNeeded(amended)) < 0, Outcome.BALANCE_INSUFFICIENT);
        if (priceTicks == order.priceTicks && quantity.compareTo(order.quantity) <= 0) {
            orderAmended(order, priceTicks, quantity, Flag.YES, requestId);
            order.quantity = quantity;
            entry.touch(order);
            entry.touchedBalances.add(paidFrom(order));
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
        entry.event(
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
                shown(requestId));
    }

    private long cancelAllAfter(CancelAllAfterDecoder command) throws Refusal {
        String tag = text(command.buffer(), command.offset(), CancelAllAfterDecoder.tagEncodingOffset(), 16);
        Account account = account(command.accountId());
        long timeout = command.timeoutNanos();
        Refusal.when(timeout != 0 && !isWithin(timeout, TIMEOUT_NANOS_MIN, TIMEOUT_NANOS_MAX), Outcome.TIMEOUT_INVALID);
        Timer armed = null;
        int tagTimers = 0;
        for (Timer timer : timers) {
            if (timer.accountId() == account.id) {
                armed = timer.tag().equals(tag) ? timer : armed;
                tagTimers += timer.tag().isEmpty() ? 0 : 1;
            }
        }
        boolean tooMany =
                timers.size() >= limits.timersMax() || (!tag.isEmpty() && tagTimers >= limits.timersPerAccountMax());
        Refusal.when(timeout != 0 && armed == null && tooMany, Outcome.TIMERS_MAX);
        if (armed != null) {
            timers.remove(armed);
        }
        long triggerNanos = timeout == 0 ? 0 : timeNanos + timeout;
        if (timeout != 0) {
            timers.add(new Timer(triggerNanos, account.id, tag));
        }
        entry.event("CancelAllAfterSet", "accountId", account.id, "triggerNanos", triggerNanos, "tag", shown(tag));
        return 0;
    }

    // Looking things up

    private Account account(int accountId) throws Refusal {
        Account account = accounts.get(accountId);
        if (account == null) {
            throw new Refusal(Outcome.ACCOUNT_UNKNOWN, 0);
        }
        return account;
    }

    private Instrument instrument(int instrumentId) throws Refusal {
        Refusal.when(!isWithin(instrumentId, 1, instruments.size()), Outcome.INSTRUMENT_UNKNOWN);
        return instruments.get(instrumentId - 1);
    }

    private Currency currency(int currencyId) throws Refusal {
        Refusal.when(!isWithin(currencyId, 1, currencies.size()), Outcome.CURRENCY_UNKNOWN);
        return currencies.get(currencyId - 1);
    }

    private @Nullable Currency currency(String code) {
        return currencies.stream()
                .filter(currency -> currency.code().equals(code))
                .findFirst()
                .orElse(null);
    }

    private BigInteger available(Order order) {
        return ledger.available(paidFrom(order));
    }

    private static Ledger.Key paidFrom(Order order) {
        return trading(order.account, order.paidCurrency());
    }

    private static Ledger.Key trading(Account account, Currency currency) {
        return new Ledger.Key(account.id, currency.id(), Wallet.TRADING);
    }

    private static boolean isWithin(long value, long min, long max) {
        return value >= min && value <= max;
    }

    private static String text(DirectBuffer buffer, int offset, int fieldOffset, int lengthMax) throws Refusal {
        return Fields.text(buffer, offset + fieldOffset, lengthMax);
    }

    private static String shown(String text) {
        return escaped(text.getBytes(StandardCharsets.US_ASCII));
    }
}
