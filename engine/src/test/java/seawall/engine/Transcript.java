package seawall.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes entries down as lines that a trader can read.
final class Transcript implements EventSink {
    private final List<String> lines = new ArrayList<>();
    private Outcome outcome = Outcome.ACCEPTED;
    private long detail;
    private long stateHash;
    private int commandTemplateId;

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
        this.commandTemplateId = commandTemplateId;
        if (commandTemplateId == 0) {
            line("timer");
        }
    }

    @Override
    public void entryEnded(Outcome outcome, long detail, long stateHash) {
        this.outcome = outcome;
        this.detail = detail;
        this.stateHash = stateHash;
        if (outcome != Outcome.ACCEPTED) {
            line(outcome, detail == 0 ? "" : detail);
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
        line("account", accountId, unpack(name0, name1, name2, name3), makerFeeMillionths, takerFeeMillionths);
    }

    @Override
    public void accountFeesChanged(int accountId, int makerFeeMillionths, int takerFeeMillionths) {
        line("fees", accountId, makerFeeMillionths, takerFeeMillionths);
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
                accountId,
                unpack(key0, key1, key2, key3, key4),
                permissions,
                sealedSecret.length,
                ipList.length,
                label.length);
    }

    @Override
    public void apiKeyDeleted(int accountId, long key0, long key1, long key2, long key3, long key4) {
        line("key-deleted", accountId, unpack(key0, key1, key2, key3, key4));
    }

    @Override
    public void phaseChanged(int instrumentId, Phase phase) {
        line("phase", instrumentId, phase);
    }

    @Override
    public void priceLimitChanged(
            int instrumentId, int bandMillionths, long referencePriceTicks, long buyLimitTicks, long sellLimitTicks) {
        line("limit", instrumentId, bandMillionths, referencePriceTicks, sellLimitTicks + ".." + buyLimitTicks);
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
        line(
                "accepted",
                id(orderId),
                accountId,
                side,
                orderType,
                sizeUnit == SizeUnit.QUOTE ? "QUOTE" : "",
                priceTicks + "x" + quantity,
                unpack(clientOrderId0, clientOrderId1, clientOrderId2, clientOrderId3),
                unpack(tag0, tag1));
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
                tradeId,
                takerSide,
                id(takerOrderId),
                id(makerOrderId),
                priceTicks + "x" + quantityLots,
                "=" + baseAtoms + "/" + quoteAtoms,
                "fees",
                takerFeeAtoms,
                makerFeeAtoms);
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
        line(
                "amended",
                id(orderId),
                priceTicks + "x" + quantityLots,
                keptPriority ? "kept" : "lost",
                unpack(requestId0, requestId1, requestId2, requestId3));
    }

    @Override
    public void orderClosed(long orderId, int accountId, int instrumentId, CloseReason reason, long filledLots) {
        line("closed", id(orderId), reason, filledLots);
    }

    @Override
    public void levelChanged(int instrumentId, Side side, long priceTicks, long quantityLots, int orders) {
        line("level", side, priceTicks + "x" + quantityLots, orders);
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
                accountId,
                currencyId,
                wallet == Wallet.TRADING ? "" : wallet,
                reason,
                liquidity == Liquidity.NONE ? "" : liquidity,
                side == 0 ? "" : Side.of(side) + "",
                (amountAtoms > 0 ? "+" : "") + amountAtoms,
                "fee",
                feeAtoms,
                "->",
                balanceAtoms,
                orderId == 0 ? "" : id(orderId),
                tradeId == 0 ? "" : "t" + tradeId,
                unpack(clientId0, clientId1, clientId2, clientId3));
    }

    @Override
    public void balanceChanged(int accountId, int currencyId, Wallet wallet, long balanceAtoms, long holdAtoms) {
        line("balance", accountId, currencyId, wallet == Wallet.TRADING ? "" : wallet, balanceAtoms, holdAtoms);
    }

    @Override
    public void cancelAllAfterSet(int accountId, long triggerNanos, long tag0, long tag1) {
        line("cancel-all-after", accountId, triggerNanos / 1_000_000_000, unpack(tag0, tag1));
    }
}
