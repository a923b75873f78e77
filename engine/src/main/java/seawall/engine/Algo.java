package seawall.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An algo order, from its acceptance to its end. It is in one of three states:
///
/// - attached: it waits for its parent order to be filled;
/// - waiting: its legs are in the queues of its instrument, or it is among the trailing stops;
/// - due: its price was reached, and the follow-up that places its order is still to come.
///
/// Algo orders are pooled and linked through their own fields.
final class Algo {
    /// Page of the state that this algo order is in while it is open.
    final int page;
    long algoId;

    @Nullable
    Account account;

    @Nullable
    Instrument instrument;

    AlgoKind kind = AlgoKind.CONDITIONAL;
    Side side = Side.BUY;
    OrderType orderType = OrderType.LIMIT;
    SizeUnit sizeUnit = SizeUnit.BASE;
    SelfTradePrevention stp = SelfTradePrevention.CANCEL_MAKER;
    /// In lots or quote atoms; 0 while attached.
    long quantity;
    final Leg takeProfit = new Leg(this, AlgoLeg.TAKE_PROFIT);
    final Leg stopLoss = new Leg(this, AlgoLeg.STOP_LOSS);
    final Leg trigger = new Leg(this, AlgoLeg.TRIGGER);
    int callbackMillionths;
    long callbackTicks;
    long activationTicks;
    boolean activatesAbove;
    /// True while a trailing stop follows the price.
    boolean isActive;
    /// Best price that an active trailing stop has seen.
    long extremeTicks;
    /// The order that this one is attached to; null when there is none or it was filled.
    @Nullable
    Order parent;
    /// Stays when the parent has been filled: what was attached sells no more than there is.
    long parentOrderId;

    long clientAlgoId0;
    long clientAlgoId1;
    long clientAlgoId2;
    long clientAlgoId3;
    long tag0;
    long tag1;
    boolean isOpen;
    /// The leg that was reached, when due.
    @Nullable
    AlgoLeg dueLeg;
    /// Place in time among those that became due.
    long dueNumber;
    /// Sequence number of the entry that activated this trailing stop, and the price that did.
    long activatedSequence;
    long activatedTicks;

    @Nullable
    Algo previousDue;

    @Nullable
    Algo nextDue;

    @Nullable
    Algo previousTrailing;

    @Nullable
    Algo nextTrailing;
    /// Next of those that were armed in the current entry.
    @Nullable
    Algo nextArmed;
    /// Next of those whose client ids have the same key.
    @Nullable
    Algo nextOfKey;

    Algo(int page) {
        this.page = page;
    }

    Account account() {
        Account owner = Objects.requireNonNull(account, "an algo order in use has an account");
        return owner;
    }

    Instrument instrument() {
        Instrument watched = Objects.requireNonNull(instrument, "an algo order in use has an instrument");
        return watched;
    }

    boolean isAttached() {
        return parent != null;
    }

    boolean isDue() {
        return dueLeg != null;
    }

    boolean hasClientAlgoId() {
        return clientAlgoId0 != 0;
    }

    void setClientAlgoId(long part0, long part1, long part2, long part3) {
        clientAlgoId0 = part0;
        clientAlgoId1 = part1;
        clientAlgoId2 = part2;
        clientAlgoId3 = part3;
    }

    void setTag(long part0, long part1) {
        tag0 = part0;
        tag1 = part1;
    }

    /// The leg with a name, but for a trailing stop, which has none.
    Leg leg(AlgoLeg name) {
        return switch (name) {
            case TAKE_PROFIT -> takeProfit;
            case STOP_LOSS -> stopLoss;
            case TRIGGER -> trigger;
            case TRAILING -> throw new AssertionError("a trailing stop has no leg");
        };
    }

    /// A leg has the direction of its name and side, but for a TRIGGER, which takes that from the price at the
    /// time.
    void takeDirections(long referencePriceTicks) {
        takeProfit.isAbove = side == Side.SELL;
        stopLoss.isAbove = side == Side.BUY;
        trigger.isAbove = trigger.triggerTicks >= referencePriceTicks;
        activatesAbove = activationTicks >= referencePriceTicks;
    }

    boolean isActivatedBy(long ticks) {
        return activatesAbove ? ticks >= activationTicks : ticks <= activationTicks;
    }

    /// Price at or beyond which an active trailing stop is due.
    long thresholdTicks() {
        long distance =
                callbackTicks != 0 ? callbackTicks : extremeTicks * callbackMillionths / Limits.RATE_MILLIONTHS_MAX;
        return side == Side.SELL ? extremeTicks - distance : extremeTicks + distance;
    }

    /// Type of the order that a leg places, before it is known whether it is at market.
    OrderType orderType(long priceTicks) {
        if (kind == AlgoKind.TRIGGER) {
            return orderType;
        }
        return priceTicks == 0 ? OrderType.MARKET : OrderType.LIMIT;
    }

    /// Takes over what may be given or amended: everything but ids, owner and state.
    void copyTerms(Algo other) {
        kind = other.kind;
        side = other.side;
        orderType = other.orderType;
        sizeUnit = other.sizeUnit;
        stp = other.stp;
        quantity = other.quantity;
        takeProfit.set(other.takeProfit.triggerTicks, other.takeProfit.priceTicks);
        stopLoss.set(other.stopLoss.triggerTicks, other.stopLoss.priceTicks);
        trigger.set(other.trigger.triggerTicks, other.trigger.priceTicks);
        callbackMillionths = other.callbackMillionths;
        callbackTicks = other.callbackTicks;
        activationTicks = other.activationTicks;
    }

    long mix() {
        long mix = Mix.of(8, algoId, account().accountId, instrument().instrumentId);
        mix = Mix.of(mix, kind.code(), side.code(), orderType.code());
        mix = Mix.of(mix, sizeUnit.code(), stp.code(), quantity);
        mix = trigger.mix(stopLoss.mix(takeProfit.mix(mix)));
        mix = Mix.of(mix, callbackMillionths, callbackTicks, activationTicks);
        mix = Mix.of(mix, activatesAbove ? 1 : 0, isActive ? 1 : 0, extremeTicks);
        mix = Mix.of(mix, isAttached() ? 1 : 0, parentOrderId, dueLeg == null ? 0 : dueLeg.code());
        mix = Mix.of(mix, dueNumber, clientAlgoId0, clientAlgoId1);
        mix = Mix.of(mix, clientAlgoId2, clientAlgoId3, tag0);
        return Mix.add(mix, tag1);
    }
}
