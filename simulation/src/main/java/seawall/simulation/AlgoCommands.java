package seawall.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.MutableDirectBuffer;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.AmendAlgoEncoder;
import seawall.wire.codec.CancelAlgoEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.PlaceAlgoEncoder;
import seawall.wire.codec.PlaceProtectedOrderEncoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// The commands of a stream that are about algo orders: close to the last price, so that they are reached soon, and now
/// and then against one of the rules.
final class AlgoCommands {
    private static final long FIRST_ALGO_ID = 100_000_000_000_000_001L;
    private static final int OPEN_ALGOS_KNOWN_MAX = 256;
    private static final int MANY_OPEN_ALGOS = 7;
    /// For a while many wait, and farther from the price, so that the queues of an instrument become deep.
    private static final int CROWD_OF_ALGOS = 60;

    private static final long DISTANCE_TICKS_MAX = 3;
    private static final long CROWD_DISTANCE_TICKS_MAX = 12;

    /// What a cancel or an amendment can name, and what an amendment may change of it.
    private record OpenAlgo(
            long algoId,
            int accountId,
            int instrumentId,
            String clientAlgoId,
            String kind,
            boolean sells,
            boolean market,
            boolean takesProfit,
            boolean stopsLoss) {}

    /// The two triggers of a take profit and a stop loss with their order prices, 0 = not given.
    private record Legs(
            long takeProfitTriggerTicks,
            long takeProfitPriceTicks,
            long stopLossTriggerTicks,
            long stopLossPriceTicks) {}

    private final CommandStreams stream;
    private final SplittableRandom random;
    private final MutableDirectBuffer buffer;
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final List<OpenAlgo> openAlgos = new ArrayList<>();
    private final Map<Integer, Long> lastPriceTicks = new HashMap<>();
    private long algosAccepted;
    private boolean crowded;

    AlgoCommands(CommandStreams stream, SplittableRandom random, MutableDirectBuffer buffer) {
        this.stream = stream;
        this.random = random;
        this.buffer = buffer;
    }

    void onEvent(String line) {
        if (line.startsWith("OrderFilled ")) {
            lastPriceTicks.put(
                    (int) CommandStreams.number(line, "instrumentId"), CommandStreams.number(line, "priceTicks"));
        } else if (line.startsWith("AlgoAccepted ")) {
            algosAccepted++;
            if (openAlgos.size() >= OPEN_ALGOS_KNOWN_MAX) {
                openAlgos.removeFirst();
            }
            openAlgos.add(new OpenAlgo(
                    CommandStreams.number(line, "algoId"),
                    (int) CommandStreams.number(line, "accountId"),
                    (int) CommandStreams.number(line, "instrumentId"),
                    CommandStreams.word(line, "clientAlgoId"),
                    CommandStreams.word(line, "kind"),
                    CommandStreams.word(line, "side").equals("SELL"),
                    CommandStreams.word(line, "orderType").equals("MARKET"),
                    CommandStreams.number(line, "takeProfitTriggerTicks") != 0,
                    CommandStreams.number(line, "stopLossTriggerTicks") != 0));
        } else if (line.startsWith("AlgoClosed ") || line.startsWith("AlgoTriggered ")) {
            long algoId = CommandStreams.number(line, "algoId");
            openAlgos.removeIf(algo -> algo.algoId() == algoId);
        }
    }

    /// Writes any of them.
    ///
    /// @return its length
    int any() {
        if (random.nextInt(100) == 0) {
            crowded = random.nextInt(4) == 0;
        }
        // Enough of them end, or most of what comes would meet a limit.
        int many = crowded ? CROWD_OF_ALGOS : MANY_OPEN_ALGOS;
        int kind = openAlgos.size() > many ? 50 + random.nextInt(70) : random.nextInt(100);
        if (kind < 45) {
            return placeAlgo();
        } else if (kind < 70) {
            return placeProtectedOrder();
        } else if (kind < 90) {
            return amendAlgo();
        }
        return cancelAlgo();
    }

    private int placeAlgo() {
        AlgoKind kind = AlgoKind.values()[random.nextInt(4)];
        boolean sells = random.nextBoolean();
        int instrumentId = random.nextInt(3) == 0 ? stream.instrumentId() : 1;
        long lastTicks = lastTicks(instrumentId);
        OrderType orderType = kind == AlgoKind.TRIGGER
                ? any(OrderType.MARKET, OrderType.LIMIT, OrderType.FOK, OrderType.IOC)
                : OrderType.LIMIT;
        Legs legs = kind == AlgoKind.TRIGGER || kind == AlgoKind.TRAILING
                ? new Legs(0, 0, 0, 0)
                : legs(kind == AlgoKind.OCO, sells, lastTicks);
        boolean market = legs.takeProfitPriceTicks() == 0 && legs.stopLossPriceTicks() == 0;
        boolean mayBeInQuote = kind == AlgoKind.CONDITIONAL && !sells && market;
        boolean inQuote = random.nextInt(mayBeInQuote ? 3 : 200) == 0;
        boolean byTicks = random.nextBoolean();
        boolean trails = kind == AlgoKind.TRAILING;
        var command = new PlaceAlgoEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        // Most are of one account on one instrument, or nobody would have too many there.
        command.accountId(random.nextInt(3) == 0 ? stream.accountId() : 1000)
                .instrumentId(instrumentId)
                .kind(kind)
                .side(sells ? Side.SELL : Side.BUY)
                .orderType(random.nextInt(60) == 0 ? OrderType.values()[random.nextInt(6)] : orderType)
                .sizeUnit(inQuote ? SizeUnit.QUOTE : SizeUnit.BASE)
                .stp(SelfTradePrevention.values()[random.nextInt(3)])
                .quantity(inQuote ? stream.amount() : stream.lots())
                .triggerTicks(kind == AlgoKind.TRIGGER ? near(lastTicks) : 0)
                .priceTicks(kind == AlgoKind.TRIGGER && orderType != OrderType.MARKET ? near(lastTicks) : 0)
                .takeProfitTriggerTicks(legs.takeProfitTriggerTicks())
                .takeProfitPriceTicks(legs.takeProfitPriceTicks())
                .stopLossTriggerTicks(legs.stopLossTriggerTicks())
                .stopLossPriceTicks(legs.stopLossPriceTicks())
                .callbackMillionths(
                        trails && !byTicks
                                ? (int) stream.pick(1_000, 10_000, 20_000, 40_000, 999_999, 999, 1_000_000, -1)
                                : 0)
                .callbackTicks(trails && byTicks ? stream.pick(1, 1, 2, 2, 3, 4, 1L << 40, (1L << 40) + 1, -1) : 0)
                .activationTicks(trails && random.nextBoolean() ? near(lastTicks) : 0)
                .clientAlgoId(clientAlgoId())
                .tag(stream.tag());
        if (random.nextInt(12) == 0) {
            breakOneOf(
                    lastTicks,
                    PlaceAlgoEncoder.quantityEncodingOffset(),
                    PlaceAlgoEncoder.triggerTicksEncodingOffset(),
                    PlaceAlgoEncoder.priceTicksEncodingOffset(),
                    PlaceAlgoEncoder.takeProfitTriggerTicksEncodingOffset(),
                    PlaceAlgoEncoder.takeProfitPriceTicksEncodingOffset(),
                    PlaceAlgoEncoder.stopLossTriggerTicksEncodingOffset(),
                    PlaceAlgoEncoder.stopLossPriceTicksEncodingOffset(),
                    PlaceAlgoEncoder.callbackTicksEncodingOffset(),
                    PlaceAlgoEncoder.activationTicksEncodingOffset());
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int placeProtectedOrder() {
        int instrumentId = stream.instrumentId();
        OrderType type = random.nextInt(4) == 0
                ? OrderType.values()[random.nextInt(6)]
                : any(OrderType.LIMIT, OrderType.LIMIT, OrderType.MARKET, OrderType.IOC);
        boolean buys = random.nextBoolean();
        boolean priced = type != OrderType.MARKET && type != OrderType.OPTIMAL_LIMIT_IOC;
        // A market order is protected only in the unit that it pays or sells.
        boolean inQuote = type == OrderType.MARKET ? buys == (random.nextInt(8) != 0) : random.nextInt(100) == 0;
        long lastTicks = lastTicks(instrumentId);
        long priceTicks = random.nextInt(3) == 0 ? through(buys, lastTicks) : near(lastTicks);
        Legs legs = legs(random.nextInt(3) == 0, buys, priced ? priceTicks : lastTicks);
        var command = new PlaceProtectedOrderEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(stream.accountId())
                .instrumentId(instrumentId)
                .side(buys ? Side.BUY : Side.SELL)
                .orderType(type)
                .sizeUnit(inQuote ? SizeUnit.QUOTE : SizeUnit.BASE)
                .stp(SelfTradePrevention.values()[random.nextInt(3)])
                .banAmend(stream.flag())
                .clampPrice(stream.flag())
                .priceTicks(priced ? priceTicks : 0)
                .quantity(inQuote ? stream.amount() : stream.lots())
                .takeProfitTriggerTicks(legs.takeProfitTriggerTicks())
                .takeProfitPriceTicks(legs.takeProfitPriceTicks())
                .stopLossTriggerTicks(legs.stopLossTriggerTicks())
                .stopLossPriceTicks(legs.stopLossPriceTicks())
                .clientOrderId(random.nextBoolean() ? "" : stream.text("c", 12))
                .clientAlgoId(clientAlgoId())
                .tag(stream.tag());
        if (random.nextInt(20) == 0) {
            breakOneOf(
                    priceTicks,
                    PlaceProtectedOrderEncoder.priceTicksEncodingOffset(),
                    PlaceProtectedOrderEncoder.quantityEncodingOffset(),
                    PlaceProtectedOrderEncoder.takeProfitTriggerTicksEncodingOffset(),
                    PlaceProtectedOrderEncoder.takeProfitPriceTicksEncodingOffset(),
                    PlaceProtectedOrderEncoder.stopLossTriggerTicksEncodingOffset(),
                    PlaceProtectedOrderEncoder.stopLossPriceTicksEncodingOffset());
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int amendAlgo() {
        OpenAlgo algo = openAlgo();
        long lastTicks = lastTicks(algo.instrumentId());
        boolean trigger = algo.kind().equals("TRIGGER");
        boolean byClientAlgoId = random.nextInt(4) == 0;
        Legs fresh = legs(true, algo.sells(), lastTicks);
        var command = new AmendAlgoEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(algo.accountId())
                .instrumentId(algo.instrumentId())
                .algoId(byClientAlgoId ? 0 : algo.algoId())
                .newQuantity(random.nextInt(3) == 0 ? stream.lots() : 0)
                .newTriggerTicks(trigger && random.nextBoolean() ? near(lastTicks) : 0)
                .newPriceTicks(!trigger || random.nextBoolean() ? 0 : algo.market() ? -1 : near(lastTicks))
                .newTakeProfitTriggerTicks(algo.takesProfit() ? amendedTrigger(fresh.takeProfitTriggerTicks()) : 0)
                .newTakeProfitPriceTicks(algo.takesProfit() ? amendedPrice(lastTicks) : 0)
                .newStopLossTriggerTicks(algo.stopsLoss() ? amendedTrigger(fresh.stopLossTriggerTicks()) : 0)
                .newStopLossPriceTicks(algo.stopsLoss() ? amendedPrice(lastTicks) : 0)
                .cancelOnFail(random.nextInt(8) == 0 ? Flag.YES : Flag.NO)
                .clientAlgoId(byClientAlgoId ? algo.clientAlgoId() : clientAlgoId())
                .requestId(random.nextBoolean() ? "" : "r" + random.nextInt(100));
        if (random.nextInt(10) == 0) {
            breakOneOf(
                    lastTicks,
                    AmendAlgoEncoder.newQuantityEncodingOffset(),
                    AmendAlgoEncoder.newTriggerTicksEncodingOffset(),
                    AmendAlgoEncoder.newPriceTicksEncodingOffset(),
                    AmendAlgoEncoder.newTakeProfitTriggerTicksEncodingOffset(),
                    AmendAlgoEncoder.newTakeProfitPriceTicksEncodingOffset(),
                    AmendAlgoEncoder.newStopLossTriggerTicksEncodingOffset(),
                    AmendAlgoEncoder.newStopLossPriceTicksEncodingOffset());
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private long amendedTrigger(long freshTicks) {
        return switch (random.nextInt(6)) {
            case 0 -> -1;
            case 1, 2 -> freshTicks;
            default -> 0;
        };
    }

    private long amendedPrice(long lastTicks) {
        return switch (random.nextInt(6)) {
            case 0 -> -1;
            case 1 -> near(lastTicks);
            default -> 0;
        };
    }

    private int cancelAlgo() {
        OpenAlgo algo = openAlgo();
        boolean byClientAlgoId = random.nextInt(4) == 0;
        var command = new CancelAlgoEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(algo.accountId())
                .instrumentId(algo.instrumentId())
                .algoId(byClientAlgoId ? 0 : algo.algoId())
                .clientAlgoId(byClientAlgoId ? algo.clientAlgoId() : clientAlgoId());
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    /// Mostly one that is open, as its owner names it; sometimes one that is not, or not his.
    private OpenAlgo openAlgo() {
        int kind = random.nextInt(20);
        if (openAlgos.isEmpty() || kind == 0) {
            return new OpenAlgo(
                    FIRST_ALGO_ID + random.nextLong(-1, algosAccepted + 2),
                    stream.accountId(),
                    stream.instrumentId(),
                    stream.text("a", 8),
                    "TRIGGER",
                    random.nextBoolean(),
                    random.nextBoolean(),
                    false,
                    false);
        }
        OpenAlgo known = openAlgos.get(random.nextInt(openAlgos.size()));
        return new OpenAlgo(
                known.algoId(),
                kind == 1 ? stream.accountId() : known.accountId(),
                kind == 2 ? stream.instrumentId() : known.instrumentId(),
                known.clientAlgoId(),
                known.kind(),
                known.sells(),
                known.market(),
                known.takesProfit(),
                known.stopsLoss());
    }

    /// Mostly on the right side of a price.
    private Legs legs(boolean both, boolean takeProfitAbove, long priceTicks) {
        boolean takesProfit = both || random.nextBoolean();
        boolean stopsLoss = both || !takesProfit;
        return new Legs(
                takesProfit ? trigger(takeProfitAbove, priceTicks) : 0,
                takesProfit && random.nextBoolean() ? near(priceTicks) : 0,
                stopsLoss ? trigger(!takeProfitAbove, priceTicks) : 0,
                stopsLoss && random.nextBoolean() ? near(priceTicks) : 0);
    }

    private long trigger(boolean above, long priceTicks) {
        if (random.nextInt(25) == 0) {
            return near(priceTicks);
        }
        long distanceTicks = 1 + random.nextLong(distanceTicksMax());
        return Math.max(1, above ? priceTicks + distanceTicks : priceTicks - distanceTicks);
    }

    private long near(long ticks) {
        return Math.max(1, ticks + random.nextLong(-distanceTicksMax(), distanceTicksMax() + 1));
    }

    private long distanceTicksMax() {
        return crowded ? CROWD_DISTANCE_TICKS_MAX : DISTANCE_TICKS_MAX;
    }

    /// Far beyond the price: such an order sweeps levels, and what protects it and them is reached when it is armed.
    private long through(boolean buys, long ticks) {
        long distanceTicks = DISTANCE_TICKS_MAX + random.nextLong(DISTANCE_TICKS_MAX);
        return Math.max(1, buys ? ticks + distanceTicks : ticks - distanceTicks);
    }

    private long lastTicks(int instrumentId) {
        return lastPriceTicks.getOrDefault(instrumentId, 100L);
    }

    private void breakOneOf(long ticks, int... fieldOffsets) {
        buffer.putLong(
                MessageHeaderEncoder.ENCODED_LENGTH + fieldOffsets[random.nextInt(fieldOffsets.length)],
                stream.pick(0, -1, -2, 1, near(ticks), 1L << 40, (1L << 40) + 1, Long.MAX_VALUE, Long.MIN_VALUE));
    }

    private String clientAlgoId() {
        return random.nextBoolean() ? "" : stream.text("a", 8);
    }

    private OrderType any(OrderType... types) {
        return types[random.nextInt(types.length)];
    }
}
