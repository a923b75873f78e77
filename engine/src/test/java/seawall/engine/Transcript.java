package seawall.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes entries down as lines that a trader can read.
final class Transcript implements EventSink {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> lines = new ArrayList<>();
    private Outcome outcome = Outcome.ACCEPTED;
    private long detail;
    private long stateHash;
    private boolean byNoCommand;
    private int linesBefore;
    private long namedOrderId;
    private long namedAlgoId;
    private boolean hasTriggered;

    /// Lines of the entries since the last call.
    List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    Outcome outcome() {
        return outcome;
    }

    long detail() {
        return detail;
    }

    long stateHash() {
        return stateHash;
    }

    /// Packs text as the engine has it.
    static long[] pack(String text, int longs) {
        byte[] bytes = new byte[8 * longs];
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, bytes, 0, ascii.length);
        long[] packed = new long[longs];
        ByteBuffer.wrap(bytes).asLongBuffer().get(packed);
        return packed;
    }

    static String unpack(long... packed) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * packed.length);
        buffer.asLongBuffer().put(packed);
        return new String(buffer.array(), StandardCharsets.US_ASCII).replace("\0", "");
    }

    /// Ids counted from 1, so that tables stay readable.
    private static String id(long id) {
        return "#" + (id == 0 ? 0 : id - Limits.ID_MIN + 1);
    }

    private static String account(int accountId) {
        return switch (accountId) {
            case Limits.FEE_ACCOUNT_ID -> "fee-account";
            case Limits.MINT_ACCOUNT_ID -> "mint";
            default -> Character.toString('A' + accountId - Limits.USER_ACCOUNT_ID_MIN);
        };
    }

    /// Every venue of these tests creates its currencies in this order.
    private static String currency(int currencyId) {
        return List.of("BTC", "USD", "EUR", "GBP").get(currencyId - 1);
    }

    /// The only instrument of most tables goes without saying.
    private static String on(int instrumentId) {
        return instrumentId == 1 ? "" : "on=" + instrumentId;
    }

    private static String option(String name, String value) {
        return value.isEmpty() ? "" : name + "=" + value;
    }

    private void names(long orderId) {
        namedOrderId = namedOrderId == 0 ? orderId : namedOrderId;
    }

    private void line(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            if (!word.toString().isEmpty()) {
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
        }
        lines.add(line.toString());
    }

    @Override
    public void entryStarted(
            long sequence,
            long timeNanos,
            int commandTemplateId,
            int gatewayId,
            long incarnation,
            long streamSequence,
            long correlationId) {
        linesBefore = lines.size();
        namedOrderId = 0;
        namedAlgoId = 0;
        hasTriggered = false;
        byNoCommand = commandTemplateId == 0;
    }

    @Override
    public void entryEnded(Outcome outcome, long detail, long stateHash) {
        this.outcome = outcome;
        this.detail = detail;
        this.stateHash = stateHash;
        if (outcome != Outcome.ACCEPTED) {
            line(outcome, detail == 0 ? "" : detail);
            return;
        }
        // A follow-up says by its first event what it is.
        boolean isTimer = byNoCommand && !hasTriggered;
        if (isTimer) {
            lines.add(linesBefore, "timer");
        }
        // The order that an accepted command names has been shown by its first event.
        boolean saysMore = detail != 0 && detail != namedOrderId && detail != namedAlgoId;
        if (saysMore || lines.size() == linesBefore) {
            line("done", detail >= Limits.ID_MIN ? id(detail) : detail == 0 ? "" : detail);
        }
    }

    @Override
    public void streamOpened(int gatewayId, long incarnation) {
        line("stream", gatewayId, incarnation);
    }

    @Override
    public void currencyCreated(int currencyId, long code0, long code1, int scale, long balanceAtomsMax) {
        line("currency", currencyId, unpack(code0, code1), scale, balanceAtomsMax);
    }

    @Override
    public void instrumentListed(
            int instrumentId,
            long name0,
            long name1,
            long name2,
            long name3,
            int baseId,
            int quoteId,
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
        line(
                "instrument",
                instrumentId,
                unpack(name0, name1, name2, name3),
                baseId,
                quoteId,
                tickMantissa + "e-" + tickScale,
                lotMantissa + "e-" + lotScale,
                minLots,
                maxLimitLots,
                maxMarketLots,
                maxMarketQuoteAtoms,
                bandMillionths,
                referencePriceTicks,
                phase);
    }

    @Override
    public void accountCreated(
            int accountId,
            int makerFeeMillionths,
            int takerFeeMillionths,
            long name0,
            long name1,
            long name2,
            long name3) {
        line("account", account(accountId), unpack(name0, name1, name2, name3), makerFeeMillionths, takerFeeMillionths);
    }

    @Override
    public void subAccountCreated(
            int accountId,
            int mainAccountId,
            int makerFeeMillionths,
            int takerFeeMillionths,
            int feeTier,
            long name0,
            long name1,
            long name2,
            long name3,
            byte[] label) {
        line(
                "sub-account",
                account(accountId),
                "of",
                account(mainAccountId),
                unpack(name0, name1, name2, name3),
                makerFeeMillionths,
                takerFeeMillionths,
                feeTier == 0 ? "" : "tier " + feeTier,
                option("label", new String(label, StandardCharsets.US_ASCII)));
    }

    @Override
    public void transferOutSet(int accountId, boolean canTransferOut) {
        line("transfer-out", account(accountId), canTransferOut ? "yes" : "no");
    }

    @Override
    public void accountFeesChanged(int accountId, int makerFeeMillionths, int takerFeeMillionths) {
        line("fees", account(accountId), makerFeeMillionths, takerFeeMillionths);
    }

    @Override
    public void apiKeyCreated(
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
        line(
                "key",
                account(accountId),
                unpack(key0, key1, key2, key3, key4),
                permissions,
                sealedSecret.length,
                ipList.length,
                label.length);
    }

    @Override
    public void apiKeyChanged(
            int accountId,
            long key0,
            long key1,
            long key2,
            long key3,
            long key4,
            int permissions,
            byte[] ipList,
            byte[] label) {
        line(
                "key-changed",
                account(accountId),
                unpack(key0, key1, key2, key3, key4),
                permissions,
                option("ips", new String(ipList, StandardCharsets.US_ASCII)),
                option("label", new String(label, StandardCharsets.US_ASCII)));
    }

    @Override
    public void apiKeyDeleted(int accountId, long key0, long key1, long key2, long key3, long key4) {
        line("key-deleted", account(accountId), unpack(key0, key1, key2, key3, key4));
    }

    @Override
    public void phaseChanged(int instrumentId, Phase phase) {
        line("phase", phase, on(instrumentId));
    }

    @Override
    public void priceLimitChanged(
            int instrumentId, int bandMillionths, long referencePriceTicks, long buyLimitTicks, long sellLimitTicks) {
        line(
                "limit",
                bandMillionths,
                "of",
                referencePriceTicks,
                "is",
                sellLimitTicks + ".." + buyLimitTicks,
                on(instrumentId));
    }

    @Override
    public void orderAccepted(
            long orderId,
            int accountId,
            int instrumentId,
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
        names(orderId);
        line(
                "accepted",
                id(orderId),
                account(accountId),
                side,
                orderType,
                sizeUnit == SizeUnit.QUOTE ? "QUOTE" : "",
                stp == SelfTradePrevention.CANCEL_MAKER ? "" : stp,
                priceTicks + "x" + quantity,
                option("id", unpack(clientOrderId0, clientOrderId1, clientOrderId2, clientOrderId3)),
                option("tag", unpack(tag0, tag1)),
                on(instrumentId));
    }

    @Override
    public void orderFilled(
            long tradeId,
            int instrumentId,
            Side takerSide,
            long takerOrderId,
            long makerOrderId,
            int takerAccountId,
            int makerAccountId,
            long priceTicks,
            long quantityLots,
            long baseAtoms,
            long quoteAtoms,
            long takerFeeAtoms,
            long makerFeeAtoms,
            int takerFeeMillionths,
            int makerFeeMillionths,
            long takerBillId,
            long makerBillId) {
        line(
                "fill",
                "t" + tradeId,
                takerSide,
                id(takerOrderId),
                "meets",
                id(makerOrderId),
                priceTicks + "x" + quantityLots,
                "=" + baseAtoms + "/" + quoteAtoms,
                takerFeeAtoms == 0 && makerFeeAtoms == 0 ? "" : "fees " + takerFeeAtoms + " " + makerFeeAtoms,
                on(instrumentId),
                "bills",
                id(takerBillId),
                id(makerBillId));
    }

    @Override
    public void orderAmended(
            long orderId,
            int accountId,
            int instrumentId,
            long priceTicks,
            long quantityLots,
            boolean keptPriority,
            long requestId0,
            long requestId1,
            long requestId2,
            long requestId3) {
        names(orderId);
        line(
                "amended",
                id(orderId),
                priceTicks + "x" + quantityLots,
                keptPriority ? "kept" : "lost",
                option("request", unpack(requestId0, requestId1, requestId2, requestId3)),
                on(instrumentId));
    }

    @Override
    public void orderClosed(long orderId, int accountId, int instrumentId, CloseReason reason, long filledLots) {
        names(orderId);
        line("closed", id(orderId), reason, filledLots, on(instrumentId));
    }

    @Override
    public void levelChanged(int instrumentId, Side side, long priceTicks, long quantityLots, int orders) {
        line("level", side, priceTicks + "x" + quantityLots, "orders", orders, on(instrumentId));
    }

    @Override
    public void posting(
            long billId,
            int accountId,
            int currencyId,
            Wallet wallet,
            PostingReason reason,
            Liquidity liquidity,
            int side,
            int instrumentId,
            long amountAtoms,
            long feeAtoms,
            long balanceAtoms,
            long orderId,
            long tradeId,
            long clientId0,
            long clientId1,
            long clientId2,
            long clientId3) {
        line(
                "post",
                id(billId),
                account(accountId),
                currency(currencyId),
                wallet == Wallet.TRADING ? "" : wallet,
                (amountAtoms > 0 ? "+" : "") + amountAtoms,
                "->",
                balanceAtoms,
                reason == PostingReason.TRADE ? "" : reason,
                liquidity == Liquidity.NONE ? "" : liquidity,
                side == 0 ? "" : Side.of(side) + "",
                orderId == 0 ? "" : id(orderId),
                tradeId == 0 ? "" : "t" + tradeId,
                feeAtoms == 0 ? "" : "fee " + feeAtoms,
                option("id", unpack(clientId0, clientId1, clientId2, clientId3)),
                instrumentId == 0 ? "" : on(instrumentId));
    }

    @Override
    public void balanceChanged(int accountId, int currencyId, Wallet wallet, long balanceAtoms, long holdAtoms) {
        line(
                "balance",
                account(accountId),
                currency(currencyId),
                wallet == Wallet.TRADING ? "" : wallet,
                balanceAtoms,
                "hold",
                holdAtoms);
    }

    @Override
    public void cancelAllAfterSet(int accountId, long triggerNanos, long tag0, long tag1) {
        line("cancel-all-after", account(accountId), triggerNanos / SECOND, option("tag", unpack(tag0, tag1)));
    }

    @Override
    public void orderAmendRefused(
            long orderId,
            int accountId,
            int instrumentId,
            Outcome outcome,
            long requestId0,
            long requestId1,
            long requestId2,
            long requestId3) {
        line(
                "amend-refused",
                id(orderId),
                outcome,
                option("request", unpack(requestId0, requestId1, requestId2, requestId3)),
                on(instrumentId));
    }

    @Override
    public void algoAccepted(
            long algoId,
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
            long parentOrderId,
            long clientAlgoId0,
            long clientAlgoId1,
            long clientAlgoId2,
            long clientAlgoId3,
            long tag0,
            long tag1) {
        namesAlgo(algoId);
        line(
                "algo",
                algo(algoId),
                account(accountId),
                kind,
                side,
                orderType == OrderType.LIMIT ? "" : orderType,
                sizeUnit == SizeUnit.QUOTE ? "QUOTE" : "",
                stp == SelfTradePrevention.CANCEL_MAKER ? "" : stp,
                "x" + quantity,
                leg("at", triggerTicks, priceTicks),
                leg("tp", takeProfitTriggerTicks, takeProfitPriceTicks),
                leg("sl", stopLossTriggerTicks, stopLossPriceTicks),
                callbackMillionths == 0 ? "" : "rate=" + callbackMillionths,
                callbackTicks == 0 ? "" : "back=" + callbackTicks,
                activationTicks == 0 ? "" : "from=" + activationTicks,
                parentOrderId == 0 ? "" : "of " + id(parentOrderId),
                option("id", unpack(clientAlgoId0, clientAlgoId1, clientAlgoId2, clientAlgoId3)),
                option("tag", unpack(tag0, tag1)),
                on(instrumentId));
    }

    @Override
    public void algoAmended(
            long algoId,
            int accountId,
            int instrumentId,
            AlgoKind kind,
            long quantity,
            long triggerTicks,
            long priceTicks,
            long takeProfitTriggerTicks,
            long takeProfitPriceTicks,
            long stopLossTriggerTicks,
            long stopLossPriceTicks,
            long requestId0,
            long requestId1,
            long requestId2,
            long requestId3) {
        namesAlgo(algoId);
        line(
                "algo-amended",
                algo(algoId),
                account(accountId),
                kind,
                "x" + quantity,
                leg("at", triggerTicks, priceTicks),
                leg("tp", takeProfitTriggerTicks, takeProfitPriceTicks),
                leg("sl", stopLossTriggerTicks, stopLossPriceTicks),
                option("request", unpack(requestId0, requestId1, requestId2, requestId3)),
                on(instrumentId));
    }

    @Override
    public void algoArmed(long algoId, int accountId, int instrumentId, long quantity) {
        line("armed", algo(algoId), account(accountId), "x" + quantity, on(instrumentId));
    }

    @Override
    public void algoActivated(long algoId, int accountId, int instrumentId, long priceTicks) {
        line("activated", algo(algoId), account(accountId), "at", priceTicks, on(instrumentId));
    }

    @Override
    public void algoTriggered(
            long algoId, int accountId, int instrumentId, AlgoLeg leg, Outcome outcome, long orderId) {
        names(orderId);
        line(
                "triggered",
                algo(algoId),
                account(accountId),
                leg,
                outcome == Outcome.ACCEPTED ? id(orderId) : outcome,
                on(instrumentId));
        hasTriggered = true;
    }

    @Override
    public void algoClosed(long algoId, int accountId, int instrumentId, CloseReason reason) {
        namesAlgo(algoId);
        line("algo-closed", algo(algoId), account(accountId), reason, on(instrumentId));
    }

    @Override
    public void uncrossingStarted(int instrumentId, Phase nextPhase, long priceTicks, long quantityLots) {
        line("uncrossing", "to", nextPhase, "at", priceTicks + "x" + quantityLots, on(instrumentId));
    }

    @Override
    public void reopeningScheduled(int instrumentId, long auctionNanos, long postOnlyNanos, long tradingNanos) {
        line(
                "reopening",
                "AUCTION",
                auctionNanos / SECOND,
                "POST_ONLY",
                postOnlyNanos / SECOND,
                "TRADING",
                tradingNanos / SECOND,
                on(instrumentId));
    }

    @Override
    public void instrumentChanged(
            int instrumentId, long minLots, long maxLimitLots, long maxMarketLots, long maxMarketQuoteAtoms) {
        line(
                "sizes",
                "min=" + minLots,
                "max=" + maxLimitLots,
                "market=" + maxMarketLots,
                "market-quote=" + maxMarketQuoteAtoms,
                on(instrumentId));
    }

    @Override
    public void feeTierSet(int tier, int makerFeeMillionths, int takerFeeMillionths) {
        line("tier", tier, makerFeeMillionths, takerFeeMillionths);
    }

    @Override
    public void accountFeeTierChanged(int accountId, int tier) {
        line("tier-of", account(accountId), tier);
    }

    /// Algo orders count from 1 as orders do.
    private static String algo(long algoId) {
        return "@" + (algoId - Limits.ID_MIN + 1);
    }

    private static String leg(String name, long triggerTicks, long priceTicks) {
        return triggerTicks == 0 ? "" : name + "=" + triggerTicks + ":" + (priceTicks == 0 ? "market" : priceTicks);
    }

    private void namesAlgo(long algoId) {
        namedAlgoId = namedAlgoId == 0 ? algoId : namedAlgoId;
    }
}
