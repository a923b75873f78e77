package seawall.simulation;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.AlgoAcceptedDecoder;
import seawall.wire.codec.AlgoActivatedDecoder;
import seawall.wire.codec.AlgoAmendedDecoder;
import seawall.wire.codec.AlgoArmedDecoder;
import seawall.wire.codec.AlgoClosedDecoder;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.AlgoLeg;
import seawall.wire.codec.AlgoTriggeredDecoder;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.OrderAcceptedDecoder;
import seawall.wire.codec.OrderClosedDecoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Side;

/// The part of the audit that follows algo orders from their acceptance to their one last event.
final class AlgoAudit {
    private static final long FIRST_ID = 100_000_000_000_000_001L;
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private static final class Algo {
        final int accountId;
        final int instrumentId;
        final int side;
        final int orderType;
        final int stp;
        final long parentOrderId;
        final String tag;
        final int callbackMillionths;
        final long callbackTicks;
        final long activationTicks;
        int kind;
        long quantity;
        long triggerTicks;
        long priceTicks;
        long takeProfitTriggerTicks;
        long takeProfitPriceTicks;
        long stopLossTriggerTicks;
        long stopLossPriceTicks;
        boolean waitsAbove;
        boolean armed;
        boolean active;
        long extremeTicks;

        /// The legs that a price has reached since they were given; the exchange chose the first.
        final Set<Integer> reachedLegs = new HashSet<>();

        Algo(AlgoAcceptedDecoder event) {
            accountId = event.accountId();
            instrumentId = event.instrumentId();
            kind = event.kindRaw();
            side = event.sideRaw();
            orderType = event.orderTypeRaw();
            stp = event.stpRaw();
            parentOrderId = event.parentOrderId();
            quantity = event.quantity();
            triggerTicks = event.triggerTicks();
            priceTicks = event.priceTicks();
            takeProfitTriggerTicks = event.takeProfitTriggerTicks();
            takeProfitPriceTicks = event.takeProfitPriceTicks();
            stopLossTriggerTicks = event.stopLossTriggerTicks();
            stopLossPriceTicks = event.stopLossPriceTicks();
            callbackMillionths = event.callbackMillionths();
            callbackTicks = event.callbackTicks();
            activationTicks = event.activationTicks();
            tag = event.tag();
            armed = parentOrderId == 0;
        }

        boolean sells() {
            return side == Side.SELL.value();
        }

        long orderPriceTicks(int leg) {
            if (leg == AlgoLeg.TAKE_PROFIT.value()) {
                return takeProfitPriceTicks;
            } else if (leg == AlgoLeg.STOP_LOSS.value()) {
                return stopLossPriceTicks;
            }
            return priceTicks;
        }

        void reachLegs(long price) {
            reachLeg(AlgoLeg.TAKE_PROFIT, takeProfitTriggerTicks, sells(), price);
            reachLeg(AlgoLeg.STOP_LOSS, stopLossTriggerTicks, !sells(), price);
            reachLeg(AlgoLeg.TRIGGER, triggerTicks, waitsAbove, price);
        }

        private void reachLeg(AlgoLeg leg, long triggerTicks, boolean above, long price) {
            if (triggerTicks != 0 && (above ? price >= triggerTicks : price <= triggerTicks)) {
                reachedLegs.add((int) leg.value());
            }
        }

        /// @return whether a trailing stop that was not active has become so
        boolean follow(long price) {
            if (!active) {
                active = waitsAbove ? price >= activationTicks : price <= activationTicks;
                extremeTicks = price;
                return active;
            }
            extremeTicks = sells() ? Math.max(extremeTicks, price) : Math.min(extremeTicks, price);
            long distanceTicks = callbackTicks != 0
                    ? callbackTicks
                    : BigInteger.valueOf(extremeTicks)
                            .multiply(BigInteger.valueOf(callbackMillionths))
                            .divide(MILLION)
                            .longValueExact();
            if (sells() ? price <= extremeTicks - distanceTicks : price >= extremeTicks + distanceTicks) {
                reachedLegs.add((int) AlgoLeg.TRAILING.value());
            }
            return false;
        }
    }

    private record Prices(long firstTicks, long lastTicks) {}

    private final Consumer<String> violations;
    private final Map<Long, Algo> open = new TreeMap<>();

    // Of the entry at hand.
    private final Map<Integer, Prices> trades = new HashMap<>();
    private final Set<Long> newlyWaiting = new HashSet<>();

    /// Price at which each trailing stop became active, as its event says.
    private final Map<Long, Long> activated = new TreeMap<>();

    private long nextAlgoId = FIRST_ID;
    private long lastActivatedId;

    /// The order that the event before took in or closed, which what is attached to it must follow directly.
    private long acceptedOrderId;

    private @Nullable Long endedParent;
    private boolean endedParentFilled;
    private long endedParentLots;

    /// The triggered algo order whose order must follow directly.
    private @Nullable Algo triggered;

    private int triggeredLeg;
    private long triggeredOrderId;

    AlgoAudit(Consumer<String> violations) {
        this.violations = violations;
    }

    void entryStarts() {
        trades.clear();
        newlyWaiting.clear();
        activated.clear();
        lastActivatedId = 0;
        acceptedOrderId = 0;
        endedParent = null;
        triggered = null;
    }

    /// Before each event, or at the end of the events: what had to follow the event before directly, and is not this.
    void expectNothingPending(int templateId) {
        Long parent = endedParent;
        if (parent != null
                && templateId != AlgoArmedDecoder.TEMPLATE_ID
                && templateId != AlgoClosedDecoder.TEMPLATE_ID) {
            violations.accept("expected what is attached to order " + parent + " to end with it, found it open");
            endedParent = null;
        }
        if (triggered != null && templateId != OrderAcceptedDecoder.TEMPLATE_ID) {
            violations.accept("expected order " + triggeredOrderId + " of an algo order, found none");
            triggered = null;
        }
        if (templateId != AlgoAcceptedDecoder.TEMPLATE_ID) {
            acceptedOrderId = 0;
        }
    }

    void accepted(AlgoAcceptedDecoder event, long referenceTicks) {
        long algoId = event.algoId();
        check(algoId == nextAlgoId, () -> "expected algo order " + nextAlgoId + ", found " + algoId);
        nextAlgoId = algoId + 1;
        var algo = new Algo(event);
        check(
                algo.parentOrderId == 0 || algo.parentOrderId == acceptedOrderId,
                () -> "expected algo order " + algoId + " behind the order it is attached to, found "
                        + algo.parentOrderId);
        check(
                algo.parentOrderId == 0 ? algo.quantity > 0 : algo.quantity == 0,
                () -> "expected a quantity unless attached, found " + algo.quantity);
        boolean trails = algo.kind == AlgoKind.TRAILING.value();
        algo.waitsAbove = (trails ? algo.activationTicks : algo.triggerTicks) >= referenceTicks;
        if (trails && algo.activationTicks == 0) {
            algo.active = true;
            algo.extremeTicks = referenceTicks;
        }
        open.put(algoId, algo);
        if (algo.armed) {
            newlyWaiting.add(algoId);
        }
    }

    void amended(AlgoAmendedDecoder event, long referenceTicks) {
        Algo algo = open.get(event.algoId());
        if (algo == null || !algo.armed || algo.kind == AlgoKind.TRAILING.value()) {
            violations.accept("expected a waiting algo order to amend, found " + event.algoId());
            return;
        }
        check(algo.reachedLegs.isEmpty(), () -> "expected no amendment of a due algo order, found " + event.algoId());
        if (event.triggerTicks() != algo.triggerTicks) {
            algo.waitsAbove = event.triggerTicks() >= referenceTicks;
        }
        algo.kind = event.kindRaw();
        algo.quantity = event.quantity();
        algo.triggerTicks = event.triggerTicks();
        algo.priceTicks = event.priceTicks();
        algo.takeProfitTriggerTicks = event.takeProfitTriggerTicks();
        algo.takeProfitPriceTicks = event.takeProfitPriceTicks();
        algo.stopLossTriggerTicks = event.stopLossTriggerTicks();
        algo.stopLossPriceTicks = event.stopLossPriceTicks();
        newlyWaiting.add(event.algoId());
    }

    void armed(AlgoArmedDecoder event) {
        Algo algo = open.get(event.algoId());
        if (algo == null || algo.armed || !isEndedParent(algo) || !endedParentFilled) {
            violations.accept("expected an algo order whose parent was just filled, found " + event.algoId());
            endedParent = null;
            return;
        }
        check(
                event.quantity() == endedParentLots,
                () -> "expected the " + endedParentLots + " lots of the parent, found " + event.quantity());
        algo.armed = true;
        algo.quantity = event.quantity();
        newlyWaiting.add(event.algoId());
        endedParent = null;
    }

    private boolean isEndedParent(Algo algo) {
        return endedParent != null && endedParent == algo.parentOrderId;
    }

    void closed(AlgoClosedDecoder event) {
        Algo algo = open.remove(event.algoId());
        if (algo == null) {
            violations.accept("expected an open algo order to close, found " + event.algoId());
            return;
        }
        check(
                algo.accountId == event.accountId() && algo.instrumentId == event.instrumentId(),
                () -> "expected algo order " + event.algoId() + " as accepted, found account " + event.accountId());
        boolean byParent = !algo.armed && isEndedParent(algo) && !endedParentFilled;
        check(
                event.reasonRaw() == (byParent ? CloseReason.PARENT : CloseReason.USER).value(),
                () -> "expected PARENT only behind the end of the parent, found reason " + event.reasonRaw());
        check(
                byParent || endedParent == null,
                () -> "expected what is attached to order " + endedParent + ", found " + event.algoId());
        endedParent = null;
    }

    void activated(AlgoActivatedDecoder event) {
        check(
                event.algoId() > lastActivatedId,
                () -> "expected trailing stops from the oldest on, found " + event.algoId());
        lastActivatedId = event.algoId();
        activated.put(event.algoId(), event.priceTicks());
    }

    void triggered(AlgoTriggeredDecoder event, boolean hasCommand) {
        Algo algo = open.remove(event.algoId());
        if (algo == null || !algo.armed) {
            violations.accept("expected a waiting algo order to become due, found " + event.algoId());
            return;
        }
        check(!hasCommand, () -> "expected algo order " + event.algoId() + " to be triggered without a command");
        check(
                algo.accountId == event.accountId() && algo.instrumentId == event.instrumentId(),
                () -> "expected algo order " + event.algoId() + " as accepted, found account " + event.accountId());
        check(
                algo.reachedLegs.contains((int) event.legRaw()),
                () -> "expected a leg of " + event.algoId() + " that the price reached, " + algo.reachedLegs
                        + ", found " + event.legRaw());
        if (event.outcomeRaw() == Outcome.ACCEPTED.value()) {
            triggered = algo;
            triggeredLeg = event.legRaw();
            triggeredOrderId = event.orderId();
        } else {
            check(event.orderId() == 0, () -> "expected no order of a refusal, found " + event.orderId());
        }
    }

    void orderAccepted(OrderAcceptedDecoder event) {
        acceptedOrderId = event.orderId();
        Algo algo = triggered;
        if (algo == null) {
            return;
        }
        triggered = null;
        long priceTicks = algo.orderPriceTicks(triggeredLeg);
        OrderType type = priceTicks == 0 ? OrderType.MARKET : OrderType.LIMIT;
        int expectedType = algo.kind == AlgoKind.TRIGGER.value() ? algo.orderType : type.value();
        boolean mayBeLess = algo.parentOrderId != 0 && algo.sells();
        check(
                event.orderId() == triggeredOrderId
                        && event.accountId() == algo.accountId
                        && event.instrumentId() == algo.instrumentId
                        && event.sideRaw() == algo.side
                        && event.stpRaw() == algo.stp
                        && event.orderTypeRaw() == expectedType
                        && event.priceTicks() == priceTicks
                        && (mayBeLess ? event.quantity() <= algo.quantity : event.quantity() == algo.quantity)
                        && event.tag().equals(algo.tag),
                () -> "expected the order that its algo order asks for, found " + event.orderId());
    }

    void orderClosed(OrderClosedDecoder event) {
        for (Algo algo : open.values()) {
            if (!algo.armed && algo.parentOrderId == event.orderId()) {
                endedParent = event.orderId();
                endedParentFilled = event.reasonRaw() == CloseReason.FILLED.value();
                endedParentLots = event.filledLots();
                return;
            }
        }
    }

    void traded(int instrumentId, long priceTicks) {
        trades.merge(
                instrumentId,
                new Prices(priceTicks, priceTicks),
                (earlier, later) -> new Prices(earlier.firstTicks(), later.lastTicks()));
    }

    /// @param referenceTicks of an instrument: the price of its last trade, or its first reference price
    void entryEnds(IntToLongFunction referenceTicks) {
        expectNothingPending(0);
        Map<Long, Long> expectedActivated = new TreeMap<>();
        open.forEach((algoId, algo) -> {
            Prices prices = trades.get(algo.instrumentId);
            if (!algo.armed || !algo.reachedLegs.isEmpty()) {
                return;
            }
            if (newlyWaiting.contains(algoId)) {
                algo.reachLegs(referenceTicks.applyAsLong(algo.instrumentId));
            } else if (prices != null) {
                step(algoId, algo, prices.firstTicks(), expectedActivated);
                if (algo.reachedLegs.isEmpty()) {
                    step(algoId, algo, prices.lastTicks(), expectedActivated);
                }
            }
        });
        check(
                expectedActivated.equals(activated),
                () -> "expected trailing stops to become active " + expectedActivated + ", found " + activated);
    }

    private static void step(long algoId, Algo algo, long priceTicks, Map<Long, Long> expectedActivated) {
        algo.reachLegs(priceTicks);
        if (algo.kind == AlgoKind.TRAILING.value() && algo.follow(priceTicks)) {
            expectedActivated.put(algoId, priceTicks);
        }
    }

    private void check(boolean holds, Supplier<String> message) {
        if (!holds) {
            violations.accept(message.get());
        }
    }
}
