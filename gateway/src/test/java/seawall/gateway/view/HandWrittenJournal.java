package seawall.gateway.view;

import java.nio.charset.StandardCharsets;
import org.agrona.ExpandableArrayBuffer;
import seawall.link.JournalEntryHandler;
import seawall.wire.codec.AccountCreatedEncoder;
import seawall.wire.codec.AccountFeeTierChangedEncoder;
import seawall.wire.codec.AccountFeesChangedEncoder;
import seawall.wire.codec.AlgoAcceptedEncoder;
import seawall.wire.codec.AlgoActivatedEncoder;
import seawall.wire.codec.AlgoAmendedEncoder;
import seawall.wire.codec.AlgoArmedEncoder;
import seawall.wire.codec.AlgoClosedEncoder;
import seawall.wire.codec.AlgoLeg;
import seawall.wire.codec.AlgoTriggeredEncoder;
import seawall.wire.codec.ApiKeyChangedEncoder;
import seawall.wire.codec.ApiKeyCreatedEncoder;
import seawall.wire.codec.ApiKeyDeletedEncoder;
import seawall.wire.codec.BalanceChangedEncoder;
import seawall.wire.codec.CancelAllAfterSetEncoder;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.CurrencyCreatedEncoder;
import seawall.wire.codec.EntryPartEncoder;
import seawall.wire.codec.FeeTierSetEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.InstrumentChangedEncoder;
import seawall.wire.codec.InstrumentListedEncoder;
import seawall.wire.codec.LevelChangedEncoder;
import seawall.wire.codec.Liquidity;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OrderAcceptedEncoder;
import seawall.wire.codec.OrderAmendRefusedEncoder;
import seawall.wire.codec.OrderAmendedEncoder;
import seawall.wire.codec.OrderClosedEncoder;
import seawall.wire.codec.OrderFilledEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PhaseChangedEncoder;
import seawall.wire.codec.PostingEncoder;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.PriceLimitChangedEncoder;
import seawall.wire.codec.ReopeningScheduledEncoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.SubAccountCreatedEncoder;
import seawall.wire.codec.TransferOutSetEncoder;
import seawall.wire.codec.UncrossingStartedEncoder;
import seawall.wire.codec.Wallet;

/// Writes journal entries event by event and hands each to whoever follows, such as the views. Currencies are 1 BTC and
/// 2 USDT of scale 8, the
/// instrument 1 is BTC-USDT with ticks of 0.1 and lots of 0.00001.
public final class HandWrittenJournal {
    public static final long START_NANOS = 1_700_000_000_000_000_000L;
    public static final int BTC = 1;
    public static final int USDT = 2;
    public static final int BTC_USDT = 1;

    private final JournalEntryHandler follower;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final EntryPartEncoder part = new EntryPartEncoder();
    private long sequence;
    private long billId = 100_000_000_000_000_000L;
    private int length;

    public HandWrittenJournal(JournalEntryHandler follower) {
        this.follower = follower;
    }

    /// Two currencies, one instrument, two accounts.
    public HandWrittenJournal venue() {
        entry(START_NANOS);
        currency(BTC, "BTC");
        currency(USDT, "USDT");
        instrument(BTC_USDT, "BTC-USDT");
        account(1_000, "maker", -100, 1_000);
        account(1_001, "taker", 800, 1_000);
        apiKey(1_000, "key-of-maker");
        return end();
    }

    public HandWrittenJournal entry(long timeNanos) {
        return entry(timeNanos, 9, 0, Outcome.ACCEPTED, 0);
    }

    public HandWrittenJournal entry(
            long timeNanos, int commandTemplateId, long correlationId, Outcome outcome, long detail) {
        part.wrapAndApplyHeader(buffer, 0, header)
                .sequence(++sequence)
                .timeNanos(timeNanos)
                .streamSequence(sequence)
                .correlationId(correlationId)
                .incarnation(7)
                .stateHash(0)
                .detail(detail)
                .gatewayId(3)
                .part(0)
                .last(Flag.YES)
                .commandTemplateId(commandTemplateId)
                .outcome(outcome);
        length = MessageHeaderEncoder.ENCODED_LENGTH + part.encodedLength();
        return this;
    }

    public HandWrittenJournal end() {
        follower.onEntry(sequence, buffer, 0, length);
        return this;
    }

    public HandWrittenJournal currency(int id, String code) {
        var event = new CurrencyCreatedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.currencyId(id).code(code).scale((short) 8).balanceAtomsMax(1L << 62);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal instrument(int id, String name) {
        var event = new InstrumentListedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.instrumentId(id).name(name).baseId(BTC).quoteId(USDT);
        event.tickMantissa(1).tickScale((short) 1).lotMantissa(1).lotScale((short) 5);
        event.minLots(1).maxLimitLots(100_000_000).maxMarketLots(10_000_000);
        event.maxMarketQuoteAtoms(100_000_000_000_000L).bandMillionths(50_000);
        event.referencePriceTicks(500_000).phase(Phase.TRADING);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal account(int id, String name, int maker, int taker) {
        var event = new AccountCreatedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.accountId(id).makerFeeMillionths(maker).takerFeeMillionths(taker).name(name);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal apiKey(int accountId, String key) {
        var event = new ApiKeyCreatedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.accountId(accountId).apiKey(key).permissions((short) 3);
        event.putSealedSecret(new byte[] {1, 2, 3}, 0, 3);
        event.putIpList("10.0.0.1".getBytes(StandardCharsets.UTF_8), 0, 8);
        event.putLabel("bot".getBytes(StandardCharsets.UTF_8), 0, 3);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal subAccount(int id, int mainAccountId, String name, String label) {
        var event = new SubAccountCreatedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.accountId(id)
                .mainAccountId(mainAccountId)
                .makerFeeMillionths(-100)
                .takerFeeMillionths(1_000);
        byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
        event.feeTier(0).name(name).putLabel(bytes, 0, bytes.length);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal transferOut(int accountId, boolean allowed) {
        var event = new TransferOutSetEncoder().wrapAndApplyHeader(buffer, length, header);
        event.accountId(accountId).canTransferOut(allowed ? Flag.YES : Flag.NO);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal apiKeyChanged(int accountId, String key, int permissions, String ipList, String label) {
        var event = new ApiKeyChangedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.accountId(accountId).apiKey(key).permissions((short) permissions);
        byte[] ips = ipList.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
        event.putIpList(ips, 0, ips.length).putLabel(bytes, 0, bytes.length);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal apiKeyDeleted(int accountId, String key) {
        var event = new ApiKeyDeletedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.accountId(accountId).apiKey(key);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal phase(Phase phase) {
        var event = new PhaseChangedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.instrumentId(BTC_USDT).phase(phase);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal priceLimit(long reference, long buy, long sell) {
        var event = new PriceLimitChangedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.instrumentId(BTC_USDT).bandMillionths(50_000).referencePriceTicks(reference);
        event.buyLimitTicks(buy).sellLimitTicks(sell);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal accepted(
            long orderId,
            int accountId,
            Side side,
            OrderType type,
            SizeUnit unit,
            long price,
            long quantity,
            String id) {
        var event = new OrderAcceptedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.orderId(orderId)
                .accountId(accountId)
                .instrumentId(BTC_USDT)
                .side(side)
                .orderType(type);
        event.sizeUnit(unit)
                .stp(SelfTradePrevention.CANCEL_MAKER)
                .priceTicks(price)
                .quantity(quantity);
        event.clientOrderId(id).tag("tag");
        return grow(event.encodedLength());
    }

    /// A fill with the four postings of its two users; fees: the taker pays a thousandth, the maker nothing.
    public HandWrittenJournal filled(
            long tradeId, Side takerSide, long taker, int takerId, long maker, int makerId, long price, long lots) {
        long baseAtoms = lots * 1_000;
        long quoteAtoms = price * lots * 100;
        long received = takerSide == Side.BUY ? baseAtoms : quoteAtoms;
        long fee = received / 1_000;
        var event = new OrderFilledEncoder().wrapAndApplyHeader(buffer, length, header);
        event.tradeId(tradeId)
                .instrumentId(BTC_USDT)
                .takerSide(takerSide)
                .takerOrderId(taker)
                .makerOrderId(maker);
        event.takerAccountId(takerId).makerAccountId(makerId).priceTicks(price).quantityLots(lots);
        event.baseAtoms(baseAtoms).quoteAtoms(quoteAtoms).takerFeeAtoms(fee).makerFeeAtoms(0);
        event.takerFeeMillionths(1_000).makerFeeMillionths(0);
        event.takerBillId(billId + 1).makerBillId(billId + 3);
        grow(event.encodedLength());
        boolean buys = takerSide == Side.BUY;
        trade(takerId, buys ? BTC : USDT, Liquidity.TAKER, buys ? 1 : 2, received - fee, fee, taker, tradeId);
        trade(
                takerId,
                buys ? USDT : BTC,
                Liquidity.TAKER,
                buys ? 1 : 2,
                -(buys ? quoteAtoms : baseAtoms),
                0,
                taker,
                tradeId);
        trade(
                makerId,
                buys ? USDT : BTC,
                Liquidity.MAKER,
                buys ? 2 : 1,
                buys ? quoteAtoms : baseAtoms,
                0,
                maker,
                tradeId);
        return trade(makerId, buys ? BTC : USDT, Liquidity.MAKER, buys ? 2 : 1, -received, 0, maker, tradeId);
    }

    private HandWrittenJournal trade(
            int account, int currency, Liquidity liquidity, int side, long amount, long fee, long order, long trade) {
        var event = new PostingEncoder().wrapAndApplyHeader(buffer, length, header);
        event.billId(++billId).accountId(account).currencyId(currency).wallet(Wallet.TRADING);
        event.reason(PostingReason.TRADE)
                .liquidity(liquidity)
                .side((short) side)
                .instrumentId(BTC_USDT);
        event.amountAtoms(amount)
                .feeAtoms(fee)
                .balanceAtoms(0)
                .orderId(order)
                .tradeId(trade)
                .clientId("");
        return grow(event.encodedLength());
    }

    public HandWrittenJournal posting(
            int account,
            int currency,
            Wallet wallet,
            PostingReason reason,
            long amount,
            long balance,
            String clientId) {
        var event = new PostingEncoder().wrapAndApplyHeader(buffer, length, header);
        event.billId(++billId).accountId(account).currencyId(currency).wallet(wallet);
        event.reason(reason).liquidity(Liquidity.NONE).side((short) 0).instrumentId(0);
        event.amountAtoms(amount)
                .feeAtoms(0)
                .balanceAtoms(balance)
                .orderId(0)
                .tradeId(0)
                .clientId(clientId);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal amended(long orderId, int accountId, long price, long lots, String requestId) {
        var event = new OrderAmendedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.orderId(orderId)
                .accountId(accountId)
                .instrumentId(BTC_USDT)
                .priceTicks(price)
                .quantityLots(lots);
        event.keptPriority(Flag.YES).requestId(requestId);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal closed(long orderId, int accountId, CloseReason reason, long filledLots) {
        var event = new OrderClosedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.orderId(orderId)
                .accountId(accountId)
                .instrumentId(BTC_USDT)
                .reason(reason)
                .filledLots(filledLots);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal amendRefused(long orderId, int accountId, Outcome outcome, String requestId) {
        var event = new OrderAmendRefusedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.orderId(orderId)
                .accountId(accountId)
                .instrumentId(BTC_USDT)
                .outcome(outcome)
                .requestId(requestId);
        return grow(event.encodedLength());
    }

    /// An algo order on the one instrument.
    ///
    /// @param parentOrderId 0 = it waits for its price
    public HandWrittenJournal algo(long algoId, int accountId, AlgoTerms terms, long parentOrderId, String id) {
        var event = new AlgoAcceptedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.algoId(algoId)
                .accountId(accountId)
                .instrumentId(BTC_USDT)
                .kind(terms.kind())
                .side(terms.side());
        event.orderType(terms.orderType())
                .sizeUnit(terms.sizeUnit())
                .stp(terms.stp())
                .quantity(terms.quantity());
        event.triggerTicks(terms.triggerTicks()).priceTicks(terms.priceTicks());
        event.takeProfitTriggerTicks(terms.takeProfitTriggerTicks())
                .takeProfitPriceTicks(terms.takeProfitPriceTicks())
                .stopLossTriggerTicks(terms.stopLossTriggerTicks())
                .stopLossPriceTicks(terms.stopLossPriceTicks());
        event.callbackMillionths(terms.callbackMillionths())
                .callbackTicks(terms.callbackTicks())
                .activationTicks(terms.activationTicks());
        event.parentOrderId(parentOrderId).clientAlgoId(id).tag("tag");
        return grow(event.encodedLength());
    }

    public HandWrittenJournal algoAmended(long algoId, int accountId, AlgoTerms terms, String requestId) {
        var event = new AlgoAmendedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.algoId(algoId)
                .accountId(accountId)
                .instrumentId(BTC_USDT)
                .kind(terms.kind())
                .quantity(terms.quantity());
        event.triggerTicks(terms.triggerTicks()).priceTicks(terms.priceTicks());
        event.takeProfitTriggerTicks(terms.takeProfitTriggerTicks())
                .takeProfitPriceTicks(terms.takeProfitPriceTicks())
                .stopLossTriggerTicks(terms.stopLossTriggerTicks())
                .stopLossPriceTicks(terms.stopLossPriceTicks());
        event.requestId(requestId);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal algoArmed(long algoId, int accountId, long quantity) {
        var event = new AlgoArmedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.algoId(algoId).accountId(accountId).instrumentId(BTC_USDT).quantity(quantity);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal algoActivated(long algoId, int accountId, long price) {
        var event = new AlgoActivatedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.algoId(algoId).accountId(accountId).instrumentId(BTC_USDT).priceTicks(price);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal algoTriggered(long algoId, int accountId, AlgoLeg leg, Outcome outcome, long orderId) {
        var event = new AlgoTriggeredEncoder().wrapAndApplyHeader(buffer, length, header);
        event.algoId(algoId)
                .accountId(accountId)
                .instrumentId(BTC_USDT)
                .leg(leg)
                .outcome(outcome)
                .orderId(orderId);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal algoClosed(long algoId, int accountId, CloseReason reason) {
        var event = new AlgoClosedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.algoId(algoId).accountId(accountId).instrumentId(BTC_USDT).reason(reason);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal uncrossing(Phase nextPhase, long price, long lots) {
        var event = new UncrossingStartedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.instrumentId(BTC_USDT).nextPhase(nextPhase).priceTicks(price).quantityLots(lots);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal reopening(long auctionNanos, long postOnlyNanos, long tradingNanos) {
        var event = new ReopeningScheduledEncoder().wrapAndApplyHeader(buffer, length, header);
        event.instrumentId(BTC_USDT).auctionNanos(auctionNanos);
        event.postOnlyNanos(postOnlyNanos).tradingNanos(tradingNanos);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal sizes(long min, long maxLimit, long maxMarket, long maxMarketQuote) {
        var event = new InstrumentChangedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.instrumentId(BTC_USDT).minLots(min).maxLimitLots(maxLimit);
        event.maxMarketLots(maxMarket).maxMarketQuoteAtoms(maxMarketQuote);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal feeTier(int tier, int maker, int taker) {
        var event = new FeeTierSetEncoder().wrapAndApplyHeader(buffer, length, header);
        event.tier(tier).makerFeeMillionths(maker).takerFeeMillionths(taker);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal accountFeeTier(int account, int tier) {
        var event = new AccountFeeTierChangedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.accountId(account).tier(tier);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal accountFees(int account, int maker, int taker) {
        var event = new AccountFeesChangedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.accountId(account).makerFeeMillionths(maker).takerFeeMillionths(taker);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal level(Side side, long price, long lots, int orders) {
        var event = new LevelChangedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.instrumentId(BTC_USDT)
                .side(side)
                .priceTicks(price)
                .quantityLots(lots)
                .orders(orders);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal balance(int account, int currency, Wallet wallet, long balance, long hold) {
        var event = new BalanceChangedEncoder().wrapAndApplyHeader(buffer, length, header);
        event.accountId(account)
                .currencyId(currency)
                .wallet(wallet)
                .balanceAtoms(balance)
                .holdAtoms(hold);
        return grow(event.encodedLength());
    }

    public HandWrittenJournal cancelAllAfter(int account, String tag, long triggerNanos) {
        var event = new CancelAllAfterSetEncoder().wrapAndApplyHeader(buffer, length, header);
        event.accountId(account).triggerNanos(triggerNanos).tag(tag);
        return grow(event.encodedLength());
    }

    /// A trade between orders that are made for it, in an entry of its own.
    public HandWrittenJournal print(long tradeId, long timeNanos, long price, long lots) {
        long maker = 1_000_000 + 2 * tradeId;
        long taker = maker + 1;
        entry(timeNanos);
        accepted(maker, 1_000, Side.SELL, OrderType.LIMIT, SizeUnit.BASE, price, lots, "");
        accepted(taker, 1_001, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, price, lots, "");
        filled(tradeId, Side.BUY, taker, 1_001, maker, 1_000, price, lots);
        closed(maker, 1_000, CloseReason.FILLED, lots);
        closed(taker, 1_001, CloseReason.FILLED, lots);
        return end();
    }

    private HandWrittenJournal grow(int bodyLength) {
        length += MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
        return this;
    }
}
