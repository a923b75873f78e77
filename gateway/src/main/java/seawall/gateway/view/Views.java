package seawall.gateway.view;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import seawall.link.JournalEntryHandler;
import seawall.wire.codec.AccountCreatedDecoder;
import seawall.wire.codec.AccountFeeTierChangedDecoder;
import seawall.wire.codec.AccountFeesChangedDecoder;
import seawall.wire.codec.AlgoAcceptedDecoder;
import seawall.wire.codec.AlgoActivatedDecoder;
import seawall.wire.codec.AlgoAmendedDecoder;
import seawall.wire.codec.AlgoArmedDecoder;
import seawall.wire.codec.AlgoClosedDecoder;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.AlgoTriggeredDecoder;
import seawall.wire.codec.AmendAlgoDecoder;
import seawall.wire.codec.ApiKeyChangedDecoder;
import seawall.wire.codec.ApiKeyCreatedDecoder;
import seawall.wire.codec.ApiKeyDeletedDecoder;
import seawall.wire.codec.BalanceChangedDecoder;
import seawall.wire.codec.CancelAllAfterSetDecoder;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.CurrencyCreatedDecoder;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.FeeTierSetDecoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.InstrumentChangedDecoder;
import seawall.wire.codec.InstrumentListedDecoder;
import seawall.wire.codec.LevelChangedDecoder;
import seawall.wire.codec.Liquidity;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OrderAcceptedDecoder;
import seawall.wire.codec.OrderAmendRefusedDecoder;
import seawall.wire.codec.OrderAmendedDecoder;
import seawall.wire.codec.OrderClosedDecoder;
import seawall.wire.codec.OrderFilledDecoder;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.PhaseChangedDecoder;
import seawall.wire.codec.PostingDecoder;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.PriceLimitChangedDecoder;
import seawall.wire.codec.ReopeningScheduledDecoder;
import seawall.wire.codec.Side;
import seawall.wire.codec.SubAccountCreatedDecoder;
import seawall.wire.codec.TransferOutSetDecoder;
import seawall.wire.codec.UncrossingStartedDecoder;
import seawall.wire.codec.Wallet;

/// Everything a gateway shows, built from the journal.
///
/// One thread, the view thread, hands over entries, calls [#refresh] and hears the [ViewListener]s; only it may use
/// [#book]. All other methods are for any thread: public data is read without waiting, private data under the monitor
/// of
/// its account, held for one page. Nothing here asks another process, whatever the audience.
///
/// A journal that contradicts itself, or holds more than the [ViewLimits] allow, stops the caller by an
/// [IllegalStateException]: a view that guessed would show another exchange.
public final class Views implements JournalEntryHandler {
    /// Accounts below this one belong to the venue and are not shown.
    public static final int FIRST_USER_ACCOUNT_ID = 1_000;

    private static final Side[] SIDES = {Side.BUY, Side.SELL};

    private final ViewLimits limits;
    private final List<ViewListener> listeners = new ArrayList<>();

    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final EntryPartDecoder entryPart = new EntryPartDecoder();
    private final CurrencyCreatedDecoder currencyCreated = new CurrencyCreatedDecoder();
    private final InstrumentListedDecoder instrumentListed = new InstrumentListedDecoder();
    private final AccountCreatedDecoder accountCreated = new AccountCreatedDecoder();
    private final AccountFeesChangedDecoder accountFeesChanged = new AccountFeesChangedDecoder();
    private final ApiKeyCreatedDecoder apiKeyCreated = new ApiKeyCreatedDecoder();
    private final ApiKeyChangedDecoder apiKeyChanged = new ApiKeyChangedDecoder();
    private final SubAccountCreatedDecoder subAccountCreated = new SubAccountCreatedDecoder();
    private final TransferOutSetDecoder transferOutSet = new TransferOutSetDecoder();
    private final ApiKeyDeletedDecoder apiKeyDeleted = new ApiKeyDeletedDecoder();
    private final PhaseChangedDecoder phaseChanged = new PhaseChangedDecoder();
    private final PriceLimitChangedDecoder priceLimitChanged = new PriceLimitChangedDecoder();
    private final OrderAcceptedDecoder orderAccepted = new OrderAcceptedDecoder();
    private final OrderFilledDecoder orderFilled = new OrderFilledDecoder();
    private final OrderAmendedDecoder orderAmended = new OrderAmendedDecoder();
    private final OrderClosedDecoder orderClosed = new OrderClosedDecoder();
    private final LevelChangedDecoder levelChanged = new LevelChangedDecoder();
    private final PostingDecoder posting = new PostingDecoder();
    private final BalanceChangedDecoder balanceChanged = new BalanceChangedDecoder();
    private final CancelAllAfterSetDecoder cancelAllAfterSet = new CancelAllAfterSetDecoder();
    private final OrderAmendRefusedDecoder orderAmendRefused = new OrderAmendRefusedDecoder();
    private final AlgoAcceptedDecoder algoAccepted = new AlgoAcceptedDecoder();
    private final AlgoAmendedDecoder algoAmended = new AlgoAmendedDecoder();
    private final AlgoArmedDecoder algoArmed = new AlgoArmedDecoder();
    private final AlgoActivatedDecoder algoActivated = new AlgoActivatedDecoder();
    private final AlgoTriggeredDecoder algoTriggered = new AlgoTriggeredDecoder();
    private final AlgoClosedDecoder algoClosed = new AlgoClosedDecoder();
    private final UncrossingStartedDecoder uncrossingStarted = new UncrossingStartedDecoder();
    private final ReopeningScheduledDecoder reopeningScheduled = new ReopeningScheduledDecoder();
    private final InstrumentChangedDecoder instrumentChanged = new InstrumentChangedDecoder();
    private final FeeTierSetDecoder feeTierSet = new FeeTierSetDecoder();
    private final AccountFeeTierChangedDecoder accountFeeTierChanged = new AccountFeeTierChangedDecoder();

    // Arrays by id, replaced whole when they grow, so that readers see every element without a lock.
    private volatile CurrencyView[] currencies = {};
    private volatile Market[] markets = {};
    private volatile @Nullable PrivateState[] accounts = new PrivateState[1_024];
    private volatile int accountCount;
    private final Map<String, CurrencyView> currenciesByCode = new ConcurrentHashMap<>();
    private final Map<String, Market> marketsByName = new ConcurrentHashMap<>();
    private final Map<String, ApiKeyView> apiKeys = new ConcurrentHashMap<>();

    // By main account, in the order of their ids; the engine bounds them.
    private final Map<Integer, List<Integer>> subAccountIds = new ConcurrentHashMap<>();

    // By tier; the engine bounds them.
    private final Map<Integer, FeeTier> feeTiers = new ConcurrentHashMap<>();

    private volatile long sequence;
    private volatile long timeNanos;
    private @Nullable FillPrice fillOfPostings;
    private @Nullable BillView transferOut;

    // Of the entry that is being applied: what one of its events says about the next ones.
    private @Nullable AmendRefused amendRefused;
    private @Nullable OrderView acceptedUntold;
    private @Nullable Triggering triggering;
    private @Nullable Prices pricesUnfollowed;
    private long firstTradeTicks;

    private record FillPrice(long priceTicks, long quantityLots) {}

    /// The prices of an entry that trailing stops follow: of its first trade, then of its last.
    private record Prices(Market market, long firstTicks, long lastTicks) {}

    private record FeeTier(int makerFeeMillionths, int takerFeeMillionths) {}

    private record AmendRefused(long orderId, Outcome outcome, String requestId) {}

    /// An algo order and the order that it places.
    private record Triggering(AlgoView algo, long orderId) {}

    public Views(ViewLimits limits) {
        this.limits = limits;
    }

    /// Adds a listener; before the first entry only.
    public void listen(ViewListener listener) {
        if (sequence != 0) {
            throw new IllegalStateException("expected no entry yet, found sequence " + sequence);
        }
        listeners.add(listener);
    }

    /// Sequence number of the latest entry; 0 before the first.
    public long sequence() {
        return sequence;
    }

    /// Time of the latest entry.
    public long timeNanos() {
        return timeNanos;
    }

    /// Renews what other threads read of books and tickers. The view thread calls it between entries, as often as it
    /// likes: a book is renewed at most every 50 ms.
    public void refresh(long nowNanos) {
        for (Market market : markets) {
            market.refresh(nowNanos);
        }
    }

    // Public data.

    public List<CurrencyView> currencies() {
        return List.of(currencies);
    }

    public @Nullable CurrencyView currency(int currencyId) {
        CurrencyView[] all = currencies;
        return currencyId >= 1 && currencyId <= all.length ? all[currencyId - 1] : null;
    }

    public @Nullable CurrencyView currency(String code) {
        return currenciesByCode.get(code);
    }

    /// All instruments in the order of their ids.
    public List<InstrumentView> instruments() {
        return Arrays.stream(markets).map(Market::instrument).toList();
    }

    public @Nullable InstrumentView instrument(int instrumentId) {
        Market market = market(instrumentId);
        return market == null ? null : market.instrument();
    }

    public @Nullable InstrumentView instrument(String name) {
        Market market = marketsByName.get(name);
        return market == null ? null : market.instrument();
    }

    /// The live book, for the view thread only.
    public BookView book(int instrumentId) {
        return known(instrumentId).book();
    }

    /// The best levels, at most 50 ms behind the view.
    public BookSnapshot bookSnapshot(int instrumentId) {
        return known(instrumentId).bookSnapshot();
    }

    /// Many levels, at most a second behind the view.
    public BookSnapshot bookFullSnapshot(int instrumentId) {
        return known(instrumentId).bookFullSnapshot();
    }

    /// The ticker, at most 50 ms behind the view.
    public TickerView ticker(int instrumentId) {
        return known(instrumentId).ticker();
    }

    /// The ticker of this moment, for the view thread only.
    public TickerView liveTicker(int instrumentId, long nowNanos) {
        return known(instrumentId).makeTicker(nowNanos);
    }

    /// What the auction of an instrument would trade, at most a second behind the view; nothing outside one.
    public AuctionView auction(int instrumentId) {
        return known(instrumentId).auction();
    }

    /// What the auction of an instrument would trade at this moment, for the view thread only.
    public AuctionView liveAuction(int instrumentId) {
        return known(instrumentId).liveAuction();
    }

    /// The latest trade; null when there was none.
    public @Nullable TradeView lastTrade(int instrumentId) {
        return known(instrumentId).lastTrade();
    }

    /// Trades between the trade ids, both excluded.
    public Rows<TradeView> trades(int instrumentId, long afterId, long beforeId, int limit) {
        return known(instrumentId).trades(afterId, beforeId, limit);
    }

    /// Candles that open between the times, both excluded, up to the bar of `nowMillis`.
    public Candles candles(int instrumentId, Bar bar, long afterMillis, long beforeMillis, int limit, long nowMillis) {
        return known(instrumentId).candles(bar).page(afterMillis, beforeMillis, limit, nowMillis);
    }

    // Private data.

    public @Nullable ApiKeyView apiKey(String apiKey) {
        return apiKeys.get(apiKey);
    }

    public @Nullable AccountView account(int accountId) {
        PrivateState state = state(accountId);
        if (state == null) {
            return null;
        }
        AccountView account = state.account();
        FeeTier tier = feeTiers.get(account.feeTier());
        // A tier that changes changes all its accounts, so they are asked for their rates only now.
        return tier == null
                ? account
                : account.withFees(account.feeTier(), tier.makerFeeMillionths(), tier.takerFeeMillionths());
    }

    /// The sub-accounts of a main account, oldest first.
    public List<AccountView> subAccounts(int mainAccountId) {
        var accounts = new ArrayList<AccountView>();
        for (int accountId : subAccountIds.getOrDefault(mainAccountId, List.of())) {
            AccountView account = account(accountId);
            if (account != null) {
                accounts.add(account);
            }
        }
        return accounts;
    }

    /// The sub-account that a main account calls by this name.
    public @Nullable AccountView subAccount(int mainAccountId, String name) {
        for (AccountView account : subAccounts(mainAccountId)) {
            if (account.name().equals(name)) {
                return account;
            }
        }
        return null;
    }

    /// The keys of an account, oldest first.
    public List<ApiKeyView> apiKeys(int accountId) {
        PrivateState state = state(accountId);
        return state == null ? List.of() : state.apiKeys();
    }

    /// An order, open or recently closed, by its id, or by its client order id (the newest) when the id is 0.
    public @Nullable OrderView order(int accountId, int instrumentId, long orderId, String clientOrderId) {
        PrivateState state = state(accountId);
        return state == null ? null : state.order(instrumentId, orderId, clientOrderId);
    }

    /// Open orders between the order ids, both excluded, newest first.
    public List<OrderView> openOrders(
            int accountId, long afterId, long beforeId, int limit, Predicate<OrderView> filter) {
        PrivateState state = state(accountId);
        return state == null ? List.of() : state.openOrders(afterId, beforeId, limit, filter);
    }

    /// Closed orders between the order ids, both excluded.
    public Rows<OrderView> closedOrders(
            int accountId, long afterId, long beforeId, int limit, Predicate<OrderView> filter) {
        PrivateState state = state(accountId);
        return state == null ? new Rows<>(List.of(), 0) : state.closedOrders(afterId, beforeId, limit, filter);
    }

    /// An algo order that waits, attached ones included, by its id, or by its client's id when the id is 0.
    public @Nullable AlgoView openAlgo(int accountId, long algoId, String clientAlgoId) {
        PrivateState state = state(accountId);
        return state == null ? null : state.openAlgo(algoId, clientAlgoId);
    }

    /// An algo order, open or recently closed, by its id, or by its client's id (the newest) when the id is 0. One that
    /// is attached is none yet.
    public @Nullable AlgoView algo(int accountId, long algoId, String clientAlgoId) {
        PrivateState state = state(accountId);
        AlgoView open = state == null ? null : state.openAlgo(algoId, clientAlgoId);
        if (state == null || (open != null && open.state() != AlgoState.ATTACHED)) {
            return open;
        }
        return state.closedAlgo(algoId, clientAlgoId);
    }

    /// Algo orders that wait for their price between the algo ids, both excluded, newest first.
    public List<AlgoView> openAlgos(int accountId, long afterId, long beforeId, int limit, Predicate<AlgoView> filter) {
        PrivateState state = state(accountId);
        return state == null
                ? List.of()
                : state.openAlgos(afterId, beforeId, limit, filter.and(algo -> algo.state() != AlgoState.ATTACHED));
    }

    /// The latest closed algo orders between the algo ids, both excluded, newest first. Older ones are gone.
    public List<AlgoView> closedAlgos(
            int accountId, long afterId, long beforeId, int limit, Predicate<AlgoView> filter) {
        PrivateState state = state(accountId);
        return state == null ? List.of() : state.closedAlgos(afterId, beforeId, limit, filter);
    }

    /// Fills between the bill ids, both excluded.
    public Rows<FillView> fills(int accountId, long afterId, long beforeId, int limit, Predicate<FillView> filter) {
        PrivateState state = state(accountId);
        return state == null ? new Rows<>(List.of(), 0) : state.fills(afterId, beforeId, limit, filter);
    }

    /// Bills of a wallet between the bill ids, both excluded.
    public Rows<BillView> bills(
            int accountId, Wallet wallet, long afterId, long beforeId, int limit, Predicate<BillView> filter) {
        PrivateState state = state(accountId);
        return state == null ? new Rows<>(List.of(), 0) : state.bills(wallet, afterId, beforeId, limit, filter);
    }

    /// Deposits between the bill ids, both excluded.
    public Rows<BillView> deposits(int accountId, long afterId, long beforeId, int limit, Predicate<BillView> filter) {
        PrivateState state = state(accountId);
        return state == null ? new Rows<>(List.of(), 0) : state.deposits(afterId, beforeId, limit, filter);
    }

    /// Balances of a wallet that ever changed, in the order of currency ids; also those that are zero now.
    public List<BalanceView> balances(int accountId, Wallet wallet) {
        PrivateState state = state(accountId);
        return state == null ? List.of() : state.balances(wallet);
    }

    public @Nullable BalanceView balance(int accountId, Wallet wallet, int currencyId) {
        PrivateState state = state(accountId);
        return state == null ? null : state.balance(wallet, currencyId);
    }

    /// A recent transfer that an account or, for a main account, its family made, by its id, or by its client id when
    /// the id is 0. Neither: none, since most transfers have no
    /// client id, and the empty one would name them all.
    public @Nullable TransferView transfer(int accountId, long transferId, String clientId) {
        PrivateState state = state(accountId);
        if (state == null || (transferId == 0 && clientId.isEmpty())) {
            return null;
        }
        List<TransferView> found = state.transfers(
                        1,
                        transfer -> transferId != 0
                                ? transfer.transferId() == transferId
                                : transfer.clientId().equals(clientId))
                .rows();
        return found.isEmpty() ? null : found.getFirst();
    }

    /// Recent transfers of an account to and from others of its family.
    public Rows<TransferView> familyTransfers(int accountId, int limit, Predicate<TransferView> filter) {
        PrivateState state = state(accountId);
        return state == null
                ? new Rows<>(List.of(), 0)
                : state.transfers(limit, filter.and(transfer -> !transfer.isWithinAccount()));
    }

    /// When the dead-man timer of a tag fires; 0 when it is not armed.
    public long cancelAllAfterNanos(int accountId, String tag) {
        PrivateState state = state(accountId);
        return state == null ? 0 : state.cancelAllAfter(tag);
    }

    // The journal.

    @Override
    public void onEntry(long entrySequence, DirectBuffer buffer, int offset, int length) {
        if (entrySequence != sequence + 1) {
            throw new IllegalStateException("gap after " + sequence + ", received " + entrySequence);
        }
        int end = offset + length;
        messageHeader.wrap(buffer, offset);
        if (messageHeader.templateId() != EntryPartDecoder.TEMPLATE_ID) {
            throw new IllegalStateException("expected an entry, found template " + messageHeader.templateId());
        }
        entryPart.wrapAndApplyHeader(buffer, offset, messageHeader);
        long nanos = entryPart.timeNanos();
        fillOfPostings = null;
        transferOut = null;
        amendRefused = null;
        firstTradeTicks = 0;
        int position = offset + MessageHeaderDecoder.ENCODED_LENGTH + messageHeader.blockLength();
        while (position < end) {
            position += applyEvent(buffer, position, entrySequence, nanos);
        }
        if (position != end) {
            throw new IllegalStateException("expected the entry to end at " + end + ", found an event to " + position);
        }
        tellAccepted(entrySequence, nanos);
        tellTriggered();
        followPrices();
        timeNanos = nanos;
        sequence = entrySequence;
        var header = new EntryHeader(
                entrySequence,
                nanos,
                entryPart.gatewayId(),
                entryPart.incarnation(),
                entryPart.streamSequence(),
                entryPart.correlationId(),
                entryPart.commandTemplateId(),
                entryPart.outcome(),
                entryPart.detail());
        for (ViewListener listener : listeners) {
            listener.onEntry(header);
        }
    }

    /// @return bytes the event takes, with its message header
    private int applyEvent(DirectBuffer buffer, int position, long entrySequence, long nanos) {
        messageHeader.wrap(buffer, position);
        int body = position + MessageHeaderDecoder.ENCODED_LENGTH;
        int blockLength = messageHeader.blockLength();
        int version = messageHeader.version();
        if (messageHeader.templateId() != AlgoAcceptedDecoder.TEMPLATE_ID) {
            tellAccepted(entrySequence, nanos);
        }
        switch (messageHeader.templateId()) {
            case CurrencyCreatedDecoder.TEMPLATE_ID -> apply(currencyCreated.wrap(buffer, body, blockLength, version));
            case InstrumentListedDecoder.TEMPLATE_ID ->
                apply(instrumentListed.wrap(buffer, body, blockLength, version), nanos);
            case AccountCreatedDecoder.TEMPLATE_ID ->
                apply(accountCreated.wrap(buffer, body, blockLength, version), nanos);
            case SubAccountCreatedDecoder.TEMPLATE_ID -> {
                apply(subAccountCreated.wrap(buffer, body, blockLength, version), nanos);
                return subAccountCreated.limit() - position;
            }
            case TransferOutSetDecoder.TEMPLATE_ID -> apply(transferOutSet.wrap(buffer, body, blockLength, version));
            case ApiKeyChangedDecoder.TEMPLATE_ID -> {
                apply(apiKeyChanged.wrap(buffer, body, blockLength, version));
                return apiKeyChanged.limit() - position;
            }
            case AccountFeesChangedDecoder.TEMPLATE_ID ->
                apply(accountFeesChanged.wrap(buffer, body, blockLength, version));
            case ApiKeyCreatedDecoder.TEMPLATE_ID -> {
                apply(apiKeyCreated.wrap(buffer, body, blockLength, version), nanos);
                return apiKeyCreated.limit() - position;
            }
            case ApiKeyDeletedDecoder.TEMPLATE_ID -> apply(apiKeyDeleted.wrap(buffer, body, blockLength, version));
            case PhaseChangedDecoder.TEMPLATE_ID -> apply(phaseChanged.wrap(buffer, body, blockLength, version));
            case PriceLimitChangedDecoder.TEMPLATE_ID ->
                apply(priceLimitChanged.wrap(buffer, body, blockLength, version));
            case OrderAcceptedDecoder.TEMPLATE_ID ->
                apply(orderAccepted.wrap(buffer, body, blockLength, version), nanos);
            case OrderFilledDecoder.TEMPLATE_ID ->
                apply(orderFilled.wrap(buffer, body, blockLength, version), entrySequence, nanos);
            case OrderAmendedDecoder.TEMPLATE_ID ->
                apply(orderAmended.wrap(buffer, body, blockLength, version), entrySequence, nanos);
            case OrderClosedDecoder.TEMPLATE_ID ->
                apply(orderClosed.wrap(buffer, body, blockLength, version), entrySequence, nanos);
            case LevelChangedDecoder.TEMPLATE_ID ->
                apply(levelChanged.wrap(buffer, body, blockLength, version), entrySequence, nanos);
            case PostingDecoder.TEMPLATE_ID -> apply(posting.wrap(buffer, body, blockLength, version), nanos);
            case BalanceChangedDecoder.TEMPLATE_ID ->
                apply(balanceChanged.wrap(buffer, body, blockLength, version), nanos);
            case CancelAllAfterSetDecoder.TEMPLATE_ID ->
                apply(cancelAllAfterSet.wrap(buffer, body, blockLength, version));
            case OrderAmendRefusedDecoder.TEMPLATE_ID ->
                apply(orderAmendRefused.wrap(buffer, body, blockLength, version));
            case AlgoAcceptedDecoder.TEMPLATE_ID ->
                apply(algoAccepted.wrap(buffer, body, blockLength, version), entrySequence, nanos);
            case AlgoAmendedDecoder.TEMPLATE_ID -> apply(algoAmended.wrap(buffer, body, blockLength, version), nanos);
            case AlgoArmedDecoder.TEMPLATE_ID -> apply(algoArmed.wrap(buffer, body, blockLength, version), nanos);
            case AlgoActivatedDecoder.TEMPLATE_ID ->
                apply(algoActivated.wrap(buffer, body, blockLength, version), nanos);
            case AlgoTriggeredDecoder.TEMPLATE_ID ->
                apply(algoTriggered.wrap(buffer, body, blockLength, version), nanos);
            case AlgoClosedDecoder.TEMPLATE_ID -> apply(algoClosed.wrap(buffer, body, blockLength, version), nanos);
            case UncrossingStartedDecoder.TEMPLATE_ID ->
                apply(uncrossingStarted.wrap(buffer, body, blockLength, version));
            case ReopeningScheduledDecoder.TEMPLATE_ID ->
                apply(reopeningScheduled.wrap(buffer, body, blockLength, version));
            case InstrumentChangedDecoder.TEMPLATE_ID ->
                apply(instrumentChanged.wrap(buffer, body, blockLength, version));
            case FeeTierSetDecoder.TEMPLATE_ID -> apply(feeTierSet.wrap(buffer, body, blockLength, version));
            case AccountFeeTierChangedDecoder.TEMPLATE_ID ->
                apply(accountFeeTierChanged.wrap(buffer, body, blockLength, version));
            // Events that a newer member knows and we do not, and those that show nothing, such as an opened stream.
            default -> {}
        }
        return MessageHeaderDecoder.ENCODED_LENGTH + blockLength;
    }

    private void apply(CurrencyCreatedDecoder event) {
        var currency = new CurrencyView(event.currencyId(), event.code(), event.scale(), event.balanceAtomsMax());
        CurrencyView[] all = currencies;
        requireNext("currency", currency.currencyId(), all.length, limits.currenciesMax());
        CurrencyView[] grown = Arrays.copyOf(all, all.length + 1);
        grown[all.length] = currency;
        currencies = grown;
        currenciesByCode.put(currency.code(), currency);
        for (ViewListener listener : listeners) {
            listener.onCurrency(currency);
        }
    }

    private void apply(InstrumentListedDecoder event, long nanos) {
        var instrument = new InstrumentView(
                event.instrumentId(),
                event.name(),
                knownCurrency(event.baseId()),
                knownCurrency(event.quoteId()),
                event.tickMantissa(),
                event.tickScale(),
                event.lotMantissa(),
                event.lotScale(),
                event.minLots(),
                event.maxLimitLots(),
                event.maxMarketLots(),
                event.maxMarketQuoteAtoms(),
                event.bandMillionths(),
                event.referencePriceTicks(),
                0,
                0,
                event.phase(),
                Reopening.NONE,
                nanos);
        Market[] all = markets;
        requireNext("instrument", instrument.instrumentId(), all.length, limits.instrumentsMax());
        var market = new Market(instrument, limits);
        Market[] grown = Arrays.copyOf(all, all.length + 1);
        grown[all.length] = market;
        markets = grown;
        marketsByName.put(instrument.name(), market);
        for (ViewListener listener : listeners) {
            listener.onInstrument(instrument);
        }
    }

    private void apply(AccountCreatedDecoder event, long nanos) {
        if (event.accountId() < FIRST_USER_ACCOUNT_ID) {
            return;
        }
        add(new AccountView(
                event.accountId(),
                event.name(),
                event.makerFeeMillionths(),
                event.takerFeeMillionths(),
                0,
                0,
                "",
                false,
                nanos));
    }

    private void apply(SubAccountCreatedDecoder event, long nanos) {
        byte[] label = new byte[event.labelLength()];
        event.getLabel(label, 0, label.length);
        var account = new AccountView(
                event.accountId(),
                event.name(),
                event.makerFeeMillionths(),
                event.takerFeeMillionths(),
                event.feeTier(),
                event.mainAccountId(),
                new String(label, StandardCharsets.UTF_8),
                false,
                nanos);
        knownState(account.mainAccountId());
        add(account);
        // Published last: whoever finds its id finds the account.
        var ids = new ArrayList<>(subAccountIds.getOrDefault(account.mainAccountId(), List.of()));
        ids.add(account.accountId());
        subAccountIds.put(account.mainAccountId(), List.copyOf(ids));
    }

    private void add(AccountView account) {
        int index = accountCount;
        requireNext("account", account.accountId() - FIRST_USER_ACCOUNT_ID + 1, index, limits.accountsMax());
        @Nullable PrivateState[] all = accounts;
        if (index == all.length) {
            all = Arrays.copyOf(all, 2 * index);
            accounts = all;
        }
        all[index] = new PrivateState(account, limits);
        // Publishes the element: readers look at the count first.
        accountCount = index + 1;
        for (ViewListener listener : listeners) {
            listener.onAccount(account);
        }
    }

    private void apply(TransferOutSetDecoder event) {
        PrivateState state = knownState(event.accountId());
        AccountView account = state.account().withTransferOut(event.canTransferOut() == Flag.YES);
        state.account(account);
        for (ViewListener listener : listeners) {
            listener.onAccount(account);
        }
    }

    private void apply(AccountFeesChangedDecoder event) {
        if (event.accountId() < FIRST_USER_ACCOUNT_ID) {
            return;
        }
        PrivateState state = knownState(event.accountId());
        AccountView account = state.account().withFees(0, event.makerFeeMillionths(), event.takerFeeMillionths());
        state.account(account);
        for (ViewListener listener : listeners) {
            listener.onAccount(account);
        }
    }

    private void apply(ApiKeyCreatedDecoder event, long nanos) {
        byte[] sealedSecret = new byte[event.sealedSecretLength()];
        event.getSealedSecret(sealedSecret, 0, sealedSecret.length);
        byte[] ipList = new byte[event.ipListLength()];
        event.getIpList(ipList, 0, ipList.length);
        byte[] label = new byte[event.labelLength()];
        event.getLabel(label, 0, label.length);
        var apiKey = new ApiKeyView(
                event.apiKey(),
                event.accountId(),
                event.permissions(),
                sealedSecret,
                new String(ipList, StandardCharsets.UTF_8),
                new String(label, StandardCharsets.UTF_8),
                nanos);
        if (apiKeys.size() >= limits.apiKeysMax()) {
            throw new IllegalStateException("expected at most " + limits.apiKeysMax() + " API keys, found one more");
        }
        apiKeys.put(apiKey.apiKey(), apiKey);
        knownState(apiKey.accountId()).apiKey(apiKey);
        for (ViewListener listener : listeners) {
            listener.onApiKey(apiKey);
        }
    }

    private void apply(ApiKeyChangedDecoder event) {
        ApiKeyView before = apiKeys.get(event.apiKey());
        if (before == null) {
            throw new IllegalStateException("expected an API key to change, found none");
        }
        byte[] ipList = new byte[event.ipListLength()];
        event.getIpList(ipList, 0, ipList.length);
        byte[] label = new byte[event.labelLength()];
        event.getLabel(label, 0, label.length);
        ApiKeyView apiKey = before.changed(
                event.permissions(),
                new String(ipList, StandardCharsets.UTF_8),
                new String(label, StandardCharsets.UTF_8));
        apiKeys.put(apiKey.apiKey(), apiKey);
        knownState(apiKey.accountId()).apiKey(apiKey);
        for (ViewListener listener : listeners) {
            listener.onApiKeyChanged(apiKey);
        }
    }

    private void apply(ApiKeyDeletedDecoder event) {
        ApiKeyView apiKey = apiKeys.remove(event.apiKey());
        if (apiKey == null) {
            throw new IllegalStateException("expected an API key to delete, found none");
        }
        knownState(apiKey.accountId()).removeApiKey(apiKey.apiKey());
        for (ViewListener listener : listeners) {
            listener.onApiKeyDeleted(apiKey);
        }
    }

    private void apply(PhaseChangedDecoder event) {
        Market market = known(event.instrumentId());
        InstrumentView instrument = market.instrument().withPhase(event.phase());
        market.instrument(instrument);
        market.uncrossing(0);
        for (ViewListener listener : listeners) {
            listener.onPhase(instrument, instrument.phase());
        }
    }

    private void apply(PriceLimitChangedDecoder event) {
        Market market = known(event.instrumentId());
        InstrumentView instrument = market.instrument()
                .withPriceLimit(
                        event.bandMillionths(),
                        event.referencePriceTicks(),
                        event.buyLimitTicks(),
                        event.sellLimitTicks());
        market.instrument(instrument);
        for (ViewListener listener : listeners) {
            listener.onPriceLimit(instrument);
        }
    }

    private void apply(OrderAcceptedDecoder event, long nanos) {
        var order = new OrderView(
                event.orderId(),
                event.accountId(),
                event.instrumentId(),
                event.side(),
                event.orderType(),
                event.sizeUnit(),
                event.stp(),
                event.priceTicks(),
                event.quantity(),
                event.clientOrderId(),
                event.tag(),
                OrderState.LIVE,
                0,
                BigInteger.ZERO,
                0,
                null,
                null,
                nanos,
                nanos);
        if (triggering != null && triggering.orderId() == order.orderId()) {
            order = order.withPlacedBy(triggering.algo());
        }
        knownState(order.accountId()).accept(order);
        known(order.instrumentId()).uncrossing(0);
        // The next event may attach an algo order to it, with which it is told.
        acceptedUntold = order;
    }

    private void tellAccepted(long entrySequence, long nanos) {
        OrderView order = acceptedUntold;
        if (order != null) {
            acceptedUntold = null;
            tell(new OrderUpdate(order, new OrderUpdate.Change.Accepted(), entrySequence, nanos));
        }
    }

    private void apply(OrderFilledDecoder event, long entrySequence, long nanos) {
        var trade = new TradeView(
                event.instrumentId(),
                event.tradeId(),
                event.takerSide(),
                event.priceTicks(),
                event.quantityLots(),
                event.quoteAtoms(),
                event.takerOrderId(),
                entrySequence,
                nanos);
        Market market = known(trade.instrumentId());
        market.trade(trade);
        firstTradeTicks = firstTradeTicks == 0 ? trade.priceTicks() : firstTradeTicks;
        pricesUnfollowed = new Prices(market, firstTradeTicks, trade.priceTicks());
        fillOfPostings = new FillPrice(trade.priceTicks(), trade.quantityLots());
        for (ViewListener listener : listeners) {
            listener.onTrade(trade);
        }
        fill(
                event,
                Liquidity.TAKER,
                event.takerAccountId(),
                event.takerOrderId(),
                event.takerBillId(),
                event.takerFeeAtoms(),
                event.takerFeeMillionths(),
                entrySequence,
                nanos);
        fill(
                event,
                Liquidity.MAKER,
                event.makerAccountId(),
                event.makerOrderId(),
                event.makerBillId(),
                event.makerFeeAtoms(),
                event.makerFeeMillionths(),
                entrySequence,
                nanos);
    }

    private void fill(
            OrderFilledDecoder event,
            Liquidity liquidity,
            int accountId,
            long orderId,
            long billId,
            long feeAtoms,
            int feeMillionths,
            long entrySequence,
            long nanos) {
        PrivateState state = knownState(accountId);
        OrderView order = knownOrder(state, orderId);
        var fill = new FillView(
                accountId,
                event.instrumentId(),
                orderId,
                order.clientOrderId(),
                order.tag(),
                event.tradeId(),
                billId,
                order.side(),
                liquidity,
                event.priceTicks(),
                event.quantityLots(),
                event.baseAtoms(),
                event.quoteAtoms(),
                feeAtoms,
                feeMillionths,
                nanos);
        OrderView filled = state.replace(order.filled(fill));
        state.fill(fill);
        for (ViewListener listener : listeners) {
            listener.onFillForAccount(fill);
        }
        tell(new OrderUpdate(filled, new OrderUpdate.Change.Filled(fill), entrySequence, nanos));
    }

    private void apply(OrderAmendedDecoder event, long entrySequence, long nanos) {
        PrivateState state = knownState(event.accountId());
        OrderView amended = state.replace(
                knownOrder(state, event.orderId()).amended(event.priceTicks(), event.quantityLots(), nanos));
        tell(new OrderUpdate(
                amended,
                new OrderUpdate.Change.Amended(event.requestId(), event.keptPriority() == Flag.YES),
                entrySequence,
                nanos));
    }

    private void apply(OrderClosedDecoder event, long entrySequence, long nanos) {
        PrivateState state = knownState(event.accountId());
        OrderView closed = knownOrder(state, event.orderId()).closed(event.reason(), nanos);
        if (closed.filledLots() != event.filledLots()) {
            throw new IllegalStateException("expected order " + closed.orderId() + " to close with "
                    + closed.filledLots() + " filled lots, found " + event.filledLots());
        }
        state.close(closed);
        AmendRefused refused = amendRefused;
        tell(new OrderUpdate(
                closed,
                refused != null && refused.orderId() == closed.orderId()
                        ? new OrderUpdate.Change.ClosedByAmendment(
                                event.reason(), refused.outcome(), refused.requestId())
                        : new OrderUpdate.Change.Closed(event.reason()),
                entrySequence,
                nanos));
    }

    private void apply(OrderAmendRefusedDecoder event) {
        amendRefused = new AmendRefused(event.orderId(), event.outcome(), event.requestId());
    }

    private void apply(AlgoAcceptedDecoder event, long entrySequence, long nanos) {
        var terms = new AlgoTerms(
                event.kind(),
                event.side(),
                event.orderType(),
                event.sizeUnit(),
                event.stp(),
                event.quantity(),
                event.triggerTicks(),
                event.priceTicks(),
                event.takeProfitTriggerTicks(),
                event.takeProfitPriceTicks(),
                event.stopLossTriggerTicks(),
                event.stopLossPriceTicks(),
                event.callbackMillionths(),
                event.callbackTicks(),
                event.activationTicks());
        boolean isAttached = event.parentOrderId() != 0;
        var algo = new AlgoView(
                event.algoId(),
                event.accountId(),
                event.instrumentId(),
                terms,
                event.parentOrderId(),
                event.clientAlgoId(),
                event.tag(),
                known(event.instrumentId()).lastOrReferenceTicks(),
                isAttached ? AlgoState.ATTACHED : AlgoState.WAITING,
                null,
                Outcome.ACCEPTED,
                null,
                null,
                nanos,
                0,
                nanos);
        if (terms.kind() == AlgoKind.TRAILING && terms.activationTicks() == 0) {
            algo = algo.following(
                    known(algo.instrumentId()).extremes(terms.side()).begin(algo.lastTicks()));
        }
        PrivateState state = knownState(algo.accountId());
        state.put(algo);
        if (isAttached) {
            OrderView parent =
                    state.replace(knownOrder(state, algo.parentOrderId()).withAttached(algo));
            acceptedUntold = acceptedUntold == null ? null : parent;
        }
        tellAccepted(entrySequence, nanos);
        if (!isAttached) {
            tell(new AlgoUpdate(algo, new AlgoUpdate.Change.Placed()));
        }
    }

    private void apply(AlgoAmendedDecoder event, long nanos) {
        PrivateState state = knownState(event.accountId());
        AlgoView old = knownAlgo(state, event.algoId());
        AlgoTerms terms = old.terms();
        AlgoView amended = old.amended(
                new AlgoTerms(
                        event.kind(),
                        terms.side(),
                        terms.orderType(),
                        terms.sizeUnit(),
                        terms.stp(),
                        event.quantity(),
                        event.triggerTicks(),
                        event.priceTicks(),
                        event.takeProfitTriggerTicks(),
                        event.takeProfitPriceTicks(),
                        event.stopLossTriggerTicks(),
                        event.stopLossPriceTicks(),
                        terms.callbackMillionths(),
                        terms.callbackTicks(),
                        terms.activationTicks()),
                nanos);
        state.put(amended);
        tell(new AlgoUpdate(amended, new AlgoUpdate.Change.Amended(event.requestId())));
    }

    private void apply(AlgoArmedDecoder event, long nanos) {
        PrivateState state = knownState(event.accountId());
        long lastTicks = known(event.instrumentId()).lastOrReferenceTicks();
        AlgoView armed = knownAlgo(state, event.algoId()).armed(event.quantity(), lastTicks, nanos);
        state.put(armed);
        tell(new AlgoUpdate(armed, new AlgoUpdate.Change.Placed()));
    }

    private void apply(AlgoActivatedDecoder event, long nanos) {
        PrivateState state = knownState(event.accountId());
        AlgoView old = knownAlgo(state, event.algoId());
        // Those that followed before have followed the prices that activated this one.
        Prices prices = pricesUnfollowed;
        followPrices();
        Extremes extremes = known(event.instrumentId()).extremes(old.terms().side());
        long ticks = event.priceTicks();
        if (prices != null && ticks == prices.firstTicks()) {
            // Activated by the first trade, it follows to the last.
            ticks = old.terms().side() == Side.SELL
                    ? Math.max(ticks, prices.lastTicks())
                    : Math.min(ticks, prices.lastTicks());
        }
        AlgoView activated = old.amended(old.terms(), nanos).following(extremes.begin(ticks));
        state.put(activated);
        tell(new AlgoUpdate(activated, new AlgoUpdate.Change.Activated()));
    }

    private void followPrices() {
        Prices prices = pricesUnfollowed;
        if (prices != null) {
            pricesUnfollowed = null;
            for (Side side : SIDES) {
                prices.market().extremes(side).price(prices.firstTicks());
                prices.market().extremes(side).price(prices.lastTicks());
            }
        }
    }

    /// Takes an algo order from those that wait; where a trailing stop had got stays as it is.
    private AlgoView remove(PrivateState state, long algoId) {
        AlgoView algo = state.remove(algoId);
        Extreme extreme = algo.extreme();
        if (extreme == null) {
            return algo;
        }
        known(algo.instrumentId()).extremes(algo.terms().side()).end(extreme);
        return algo.following(new Extreme(extreme.ticks()));
    }

    private void apply(AlgoTriggeredDecoder event, long nanos) {
        tellTriggered();
        PrivateState state = knownState(event.accountId());
        AlgoView triggered = remove(state, event.algoId()).triggered(event.leg(), event.outcome(), nanos);
        state.remember(triggered);
        // Told when the order it placed is known as the entry leaves it.
        triggering = new Triggering(triggered, event.orderId());
    }

    private void tellTriggered() {
        Triggering told = triggering;
        if (told == null) {
            return;
        }
        triggering = null;
        AlgoView algo = told.algo();
        PrivateState state = knownState(algo.accountId());
        if (told.orderId() != 0) {
            OrderView order = state.order(algo.instrumentId(), told.orderId(), "");
            if (order == null) {
                throw new IllegalStateException(
                        "expected the order " + told.orderId() + " of algo order " + algo.algoId() + ", found none");
            }
            algo = algo.withPlaced(order);
            state.remember(algo);
        }
        tell(new AlgoUpdate(algo, new AlgoUpdate.Change.Triggered()));
    }

    private void apply(AlgoClosedDecoder event, long nanos) {
        PrivateState state = knownState(event.accountId());
        AlgoView old = remove(state, event.algoId());
        AlgoView canceled = old.canceled(nanos);
        if (old.state() == AlgoState.ATTACHED) {
            OrderView parent = state.openOrder(old.parentOrderId());
            if (parent != null) {
                state.replace(parent.withAttached(null));
            }
        }
        if (event.reason() == CloseReason.PARENT) {
            // It never was an algo order of its own.
            return;
        }
        state.remember(canceled);
        boolean isByAmendment = entryPart.commandTemplateId() == AmendAlgoDecoder.TEMPLATE_ID;
        tell(new AlgoUpdate(
                canceled,
                isByAmendment ? new AlgoUpdate.Change.CanceledByAmendment() : new AlgoUpdate.Change.Canceled()));
    }

    private void apply(UncrossingStartedDecoder event) {
        known(event.instrumentId()).uncrossing(event.priceTicks());
    }

    private void apply(ReopeningScheduledDecoder event) {
        Market market = known(event.instrumentId());
        change(
                market,
                market.instrument()
                        .withReopening(
                                new Reopening(event.auctionNanos(), event.postOnlyNanos(), event.tradingNanos())));
    }

    private void apply(InstrumentChangedDecoder event) {
        Market market = known(event.instrumentId());
        change(
                market,
                market.instrument()
                        .withSizes(
                                event.minLots(),
                                event.maxLimitLots(),
                                event.maxMarketLots(),
                                event.maxMarketQuoteAtoms()));
    }

    private void change(Market market, InstrumentView instrument) {
        market.instrument(instrument);
        for (ViewListener listener : listeners) {
            listener.onInstrument(instrument);
        }
    }

    private void apply(FeeTierSetDecoder event) {
        feeTiers.put(event.tier(), new FeeTier(event.makerFeeMillionths(), event.takerFeeMillionths()));
    }

    private void apply(AccountFeeTierChangedDecoder event) {
        if (event.accountId() < FIRST_USER_ACCOUNT_ID) {
            return;
        }
        PrivateState state = knownState(event.accountId());
        FeeTier tier = feeTiers.get(event.tier());
        if (tier == null) {
            throw new IllegalStateException("expected a known fee tier, found " + event.tier());
        }
        AccountView account =
                state.account().withFees(event.tier(), tier.makerFeeMillionths(), tier.takerFeeMillionths());
        state.account(account);
        for (ViewListener listener : listeners) {
            listener.onAccount(account);
        }
    }

    private void apply(LevelChangedDecoder event, long entrySequence, long nanos) {
        int instrumentId = event.instrumentId();
        Side side = event.side();
        long priceTicks = event.priceTicks();
        long quantityLots = event.quantityLots();
        int orders = event.orders();
        known(instrumentId).book().change(side, priceTicks, quantityLots, orders, entrySequence, nanos);
        for (ViewListener listener : listeners) {
            listener.onLevel(instrumentId, side, priceTicks, quantityLots, orders);
        }
    }

    private void apply(PostingDecoder event, long nanos) {
        if (event.accountId() < FIRST_USER_ACCOUNT_ID) {
            return;
        }
        PrivateState state = knownState(event.accountId());
        OrderView order = event.orderId() == 0 ? null : state.openOrder(event.orderId());
        FillPrice price = event.reason() == PostingReason.TRADE ? fillOfPostings : null;
        var bill = new BillView(
                event.billId(),
                event.accountId(),
                knownCurrency(event.currencyId()),
                event.wallet(),
                event.reason(),
                event.liquidity(),
                event.side(),
                event.instrumentId(),
                event.amountAtoms(),
                event.feeAtoms(),
                event.balanceAtoms(),
                event.orderId(),
                order == null ? "" : order.clientOrderId(),
                order == null ? "" : order.tag(),
                event.tradeId(),
                price == null ? 0 : price.priceTicks(),
                price == null ? 0 : price.quantityLots(),
                event.clientId(),
                nanos);
        state.bill(bill);
        for (ViewListener listener : listeners) {
            listener.onBill(bill);
        }
        switch (bill.reason()) {
            case DEPOSIT -> state.deposit(bill);
            case TRANSFER_OUT, TO_SUB_ACCOUNT, TO_MAIN_ACCOUNT -> transferOut = bill;
            case TRANSFER_IN, FROM_SUB_ACCOUNT, FROM_MAIN_ACCOUNT -> {
                if (transferOut != null) {
                    transfer(transferOut, bill);
                    transferOut = null;
                }
            }
            case TRADE, FEE, MINT, NULL_VAL -> {}
        }
    }

    private void transfer(BillView out, BillView in) {
        var transfer = new TransferView(
                out.billId(),
                out.accountId(),
                in.accountId(),
                in.currency(),
                in.amountAtoms(),
                out.wallet(),
                in.wallet(),
                in.clientId(),
                in.timeNanos());
        PrivateState sender = knownState(out.accountId());
        sender.transfer(transfer);
        if (!transfer.isWithinAccount()) {
            knownState(in.accountId()).transfer(transfer);
            // A main account may move money between two others of its family.
            knownState(sender.account().familyId()).transfer(transfer);
        }
        for (ViewListener listener : listeners) {
            listener.onTransfer(transfer);
        }
    }

    private void apply(BalanceChangedDecoder event, long nanos) {
        if (event.accountId() < FIRST_USER_ACCOUNT_ID) {
            return;
        }
        var balance = new BalanceView(
                event.accountId(),
                knownCurrency(event.currencyId()),
                event.wallet(),
                event.balanceAtoms(),
                event.holdAtoms(),
                nanos);
        knownState(balance.accountId()).balance(balance);
        for (ViewListener listener : listeners) {
            listener.onBalance(
                    balance.accountId(),
                    balance.currency().currencyId(),
                    balance.wallet(),
                    balance.balanceAtoms(),
                    balance.holdAtoms());
        }
    }

    private void apply(CancelAllAfterSetDecoder event) {
        int accountId = event.accountId();
        String tag = event.tag();
        long triggerNanos = event.triggerNanos();
        knownState(accountId).cancelAllAfter(tag, triggerNanos);
        for (ViewListener listener : listeners) {
            listener.onCancelAllAfter(accountId, tag, triggerNanos);
        }
    }

    private void tell(OrderUpdate update) {
        for (ViewListener listener : listeners) {
            listener.onOrder(update);
        }
    }

    private void tell(AlgoUpdate update) {
        for (ViewListener listener : listeners) {
            listener.onAlgo(update);
        }
    }

    private static void requireNext(String what, int id, int count, int countMax) {
        if (id != count + 1) {
            throw new IllegalStateException("expected " + what + " " + (count + 1) + " next, found " + id);
        }
        if (count >= countMax) {
            throw new IllegalStateException("expected at most " + countMax + " of " + what + ", found one more");
        }
    }

    private CurrencyView knownCurrency(int currencyId) {
        CurrencyView currency = currency(currencyId);
        if (currency == null) {
            throw new IllegalStateException("expected a known currency, found currencyId " + currencyId);
        }
        return currency;
    }

    private @Nullable Market market(int instrumentId) {
        Market[] all = markets;
        return instrumentId >= 1 && instrumentId <= all.length ? all[instrumentId - 1] : null;
    }

    private Market known(int instrumentId) {
        Market market = market(instrumentId);
        if (market == null) {
            throw new IllegalStateException("expected a known instrument, found instrumentId " + instrumentId);
        }
        return market;
    }

    private @Nullable PrivateState state(int accountId) {
        int index = accountId - FIRST_USER_ACCOUNT_ID;
        return index >= 0 && index < accountCount ? accounts[index] : null;
    }

    private PrivateState knownState(int accountId) {
        PrivateState state = state(accountId);
        if (state == null) {
            throw new IllegalStateException("expected a known account, found accountId " + accountId);
        }
        return state;
    }

    private static AlgoView knownAlgo(PrivateState state, long algoId) {
        AlgoView algo = state.openAlgo(algoId, "");
        if (algo == null) {
            throw new IllegalStateException("expected an open algo order, found none with algoId " + algoId);
        }
        return algo;
    }

    private static OrderView knownOrder(PrivateState state, long orderId) {
        OrderView order = state.openOrder(orderId);
        if (order == null) {
            throw new IllegalStateException("expected an open order, found none with orderId " + orderId);
        }
        return order;
    }
}
