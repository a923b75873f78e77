package seawall.simulation.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.AlgoLeg;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;

/// An open algo order (§8). It is attached until its parent order is filled, then it waits for its price, then it is
/// due.
final class AlgoOrder {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    /// A price that it waits for, and the order that it places there (price 0 = market).
    record Leg(AlgoOrder algo, AlgoLeg name, long triggerTicks, long orderPriceTicks, boolean above) {
        boolean isReachedBy(long priceTicks) {
            return above ? priceTicks >= triggerTicks : priceTicks <= triggerTicks;
        }
    }

    final long id;
    final Account account;
    final Instrument instrument;
    final Side side;
    final OrderType orderType;
    final SizeUnit unit;
    final SelfTradePrevention stp;
    final String clientAlgoId;
    final String tag;

    /// The order that it was placed with; 0 = it was placed alone.
    final long parentOrderId;

    AlgoKind kind;
    BigInteger quantity;
    long triggerTicks;
    long priceTicks;
    long takeProfitTriggerTicks;
    long takeProfitPriceTicks;
    long stopLossTriggerTicks;
    long stopLossPriceTicks;
    int callbackMillionths;
    long callbackTicks;
    long activationTicks;

    /// Which side of the price its trigger or its activation was on when it was given (§8.3).
    boolean waitsAbove;

    /// False while its parent order is open.
    boolean armed;

    /// Only of a trailing stop: it follows the price, from the extreme that it has reached.
    boolean active;

    long extremeTicks;

    private @Nullable AlgoLeg dueLeg;

    AlgoOrder(
            long id,
            Account account,
            Instrument instrument,
            AlgoKind kind,
            Side side,
            OrderType orderType,
            SizeUnit unit,
            SelfTradePrevention stp,
            BigInteger quantity,
            long parentOrderId,
            String clientAlgoId,
            String tag) {
        this.id = id;
        this.account = account;
        this.instrument = instrument;
        this.kind = kind;
        this.side = side;
        this.orderType = orderType;
        this.unit = unit;
        this.stp = stp;
        this.quantity = quantity;
        this.parentOrderId = parentOrderId;
        this.clientAlgoId = clientAlgoId;
        this.tag = tag;
        this.armed = parentOrderId == 0;
    }

    /// The same algo order once more, to try an amendment on.
    AlgoOrder copy() {
        var copy = new AlgoOrder(
                id, account, instrument, kind, side, orderType, unit, stp, quantity, parentOrderId, clientAlgoId, tag);
        copy.triggerTicks = triggerTicks;
        copy.priceTicks = priceTicks;
        copy.takeProfitTriggerTicks = takeProfitTriggerTicks;
        copy.takeProfitPriceTicks = takeProfitPriceTicks;
        copy.stopLossTriggerTicks = stopLossTriggerTicks;
        copy.stopLossPriceTicks = stopLossPriceTicks;
        copy.callbackMillionths = callbackMillionths;
        copy.callbackTicks = callbackTicks;
        copy.activationTicks = activationTicks;
        copy.waitsAbove = waitsAbove;
        copy.armed = armed;
        copy.active = active;
        copy.extremeTicks = extremeTicks;
        copy.dueLeg = dueLeg;
        return copy;
    }

    /// §8.3; a trailing stop has none.
    List<Leg> legs() {
        var legs = new ArrayList<Leg>();
        if (takeProfitTriggerTicks != 0) {
            legs.add(new Leg(
                    this, AlgoLeg.TAKE_PROFIT, takeProfitTriggerTicks, takeProfitPriceTicks, side == Side.SELL));
        }
        if (stopLossTriggerTicks != 0) {
            legs.add(new Leg(this, AlgoLeg.STOP_LOSS, stopLossTriggerTicks, stopLossPriceTicks, side == Side.BUY));
        }
        if (triggerTicks != 0) {
            legs.add(new Leg(this, AlgoLeg.TRIGGER, triggerTicks, priceTicks, waitsAbove));
        }
        return legs;
    }

    /// True when it was placed with an order, whether that is filled by now or not.
    boolean isProtection() {
        return parentOrderId != 0;
    }

    boolean waits() {
        return armed && dueLeg == null;
    }

    boolean isDue() {
        return dueLeg != null;
    }

    AlgoLeg dueLeg() {
        if (dueLeg == null) {
            throw new IllegalStateException("expected a due algo order, found " + id);
        }
        return dueLeg;
    }

    void becomeDue(AlgoLeg leg) {
        if (!waits()) {
            throw new IllegalStateException("expected a waiting algo order, found " + id);
        }
        dueLeg = leg;
    }

    /// Price of the order that it places, 0 = market.
    long dueOrderPriceTicks() {
        return legs().stream()
                .filter(leg -> leg.name() == dueLeg)
                .mapToLong(Leg::orderPriceTicks)
                .findFirst()
                .orElse(0);
    }

    /// Only of a trailing stop that is not active.
    boolean isActivatedBy(long reachedTicks) {
        return waitsAbove ? reachedTicks >= activationTicks : reachedTicks <= activationTicks;
    }

    /// Only of an active trailing stop: takes it to a new extreme, if this price is one.
    void follow(long reachedTicks) {
        extremeTicks = side == Side.SELL ? Math.max(extremeTicks, reachedTicks) : Math.min(extremeTicks, reachedTicks);
    }

    /// Only of an active trailing stop.
    boolean isAtThreshold(long reachedTicks) {
        long distanceTicks = callbackTicks != 0
                ? callbackTicks
                : BigInteger.valueOf(extremeTicks)
                        .multiply(BigInteger.valueOf(callbackMillionths))
                        .divide(MILLION)
                        .longValueExact();
        return side == Side.SELL
                ? reachedTicks <= extremeTicks - distanceTicks
                : reachedTicks >= extremeTicks + distanceTicks;
    }
}
