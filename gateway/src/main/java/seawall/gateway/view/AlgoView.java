package seawall.gateway.view;

import org.jspecify.annotations.Nullable;
import seawall.wire.codec.AlgoLeg;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Side;

/// An algo order as of one event.
///
/// @param parentOrderId  the order to which it is or was attached; 0 if none
/// @param lastTicks      price of the last trade when it was placed; 0 if there was none
/// @param leg            what reached its price; null before
/// @param failure        why no order was placed when it did; ACCEPTED otherwise
/// @param placed         the order it placed, as the entry left it that placed it; null before
/// @param extreme        what a trailing stop has followed so far; null before it follows, and for other kinds
/// @param createdNanos   when it was placed, or armed if it was attached
/// @param triggeredNanos when it reached its price; 0 before
public record AlgoView(
        long algoId,
        int accountId,
        int instrumentId,
        AlgoTerms terms,
        long parentOrderId,
        String clientAlgoId,
        String tag,
        long lastTicks,
        AlgoState state,
        @Nullable AlgoLeg leg,
        Outcome failure,
        @Nullable OrderView placed,
        @Nullable Extreme extreme,
        long createdNanos,
        long triggeredNanos,
        long updatedNanos) {
    private static final long MILLION = 1_000_000;

    AlgoView amended(AlgoTerms newTerms, long timeNanos) {
        return new AlgoView(
                algoId,
                accountId,
                instrumentId,
                newTerms,
                parentOrderId,
                clientAlgoId,
                tag,
                lastTicks,
                state,
                leg,
                failure,
                placed,
                extreme,
                createdNanos,
                triggeredNanos,
                timeNanos);
    }

    /// Its parent order is filled: from now on it is an algo order like any other.
    AlgoView armed(long quantity, long newLastTicks, long timeNanos) {
        return new AlgoView(
                algoId,
                accountId,
                instrumentId,
                terms.withQuantity(quantity),
                parentOrderId,
                clientAlgoId,
                tag,
                newLastTicks,
                AlgoState.WAITING,
                leg,
                failure,
                placed,
                extreme,
                timeNanos,
                triggeredNanos,
                timeNanos);
    }

    AlgoView triggered(AlgoLeg reached, Outcome outcome, long timeNanos) {
        return new AlgoView(
                algoId,
                accountId,
                instrumentId,
                terms,
                parentOrderId,
                clientAlgoId,
                tag,
                lastTicks,
                outcome == Outcome.ACCEPTED ? AlgoState.EFFECTIVE : AlgoState.FAILED,
                reached,
                outcome,
                placed,
                extreme,
                createdNanos,
                timeNanos,
                timeNanos);
    }

    AlgoView withPlaced(OrderView order) {
        return new AlgoView(
                algoId,
                accountId,
                instrumentId,
                terms,
                parentOrderId,
                clientAlgoId,
                tag,
                lastTicks,
                state,
                leg,
                failure,
                order,
                extreme,
                createdNanos,
                triggeredNanos,
                updatedNanos);
    }

    AlgoView following(Extreme newExtreme) {
        return new AlgoView(
                algoId,
                accountId,
                instrumentId,
                terms,
                parentOrderId,
                clientAlgoId,
                tag,
                lastTicks,
                state,
                leg,
                failure,
                placed,
                newExtreme,
                createdNanos,
                triggeredNanos,
                updatedNanos);
    }

    /// Where a trailing stop would trigger by now, in ticks (rules 8.4); 0 while it does not follow, and for other
    /// kinds.
    public long moveTriggerTicks() {
        if (extreme == null) {
            return 0;
        }
        long ticks = extreme.ticks();
        long distance = terms.callbackTicks() != 0
                ? terms.callbackTicks()
                : Math.multiplyExact(ticks, terms.callbackMillionths()) / MILLION;
        return terms.side() == Side.SELL ? Math.max(0, ticks - distance) : ticks + distance;
    }

    AlgoView canceled(long timeNanos) {
        return new AlgoView(
                algoId,
                accountId,
                instrumentId,
                terms,
                parentOrderId,
                clientAlgoId,
                tag,
                lastTicks,
                AlgoState.CANCELED,
                leg,
                failure,
                placed,
                extreme,
                createdNanos,
                triggeredNanos,
                timeNanos);
    }
}
