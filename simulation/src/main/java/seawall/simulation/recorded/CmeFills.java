package seawall.simulation.recorded;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongPredicate;

/// The fills of one taker, the engine's beside the recording's, each in its sequence.
final class CmeFills {
    /// An order met at a price.
    record Place(long maker, long priceTicks) {
        @Override
        public String toString() {
            return maker + " at " + priceTicks;
        }
    }

    /// Why they differ.
    record Verdict(Cause cause, String why) {}

    private final Map<Place, Long> ours;
    private final Map<Place, Long> expected;
    private final List<Place> ourSequence;
    private final List<Place> expectedSequence;

    /// @param ours     the engine's lots, in its sequence
    /// @param expected the recording's lots, in its sequence
    CmeFills(Map<Place, Long> ours, Map<Place, Long> expected) {
        this.ours = ours;
        this.expected = expected;
        ourSequence = new ArrayList<>(ours.keySet());
        expectedSequence = new ArrayList<>(expected.keySet());
    }

    boolean areEqual() {
        return ours.equals(expected) && ourSequence.equals(expectedSequence);
    }

    /// Whether a fill of the recording is the same with us: its order, price, lots, and the one before it or behind it.
    boolean isEqual(Place place) {
        return Objects.equals(expected.get(place), ours.get(place))
                && (before(ourSequence, place).equals(before(expectedSequence, place))
                        || behind(ourSequence, place).equals(behind(expectedSequence, place)));
    }

    private static List<Place> before(List<Place> sequence, Place place) {
        return sequence.subList(Math.max(0, sequence.indexOf(place) - 1), sequence.indexOf(place));
    }

    private static List<Place> behind(List<Place> sequence, Place place) {
        int next = sequence.indexOf(place) + 1;
        return sequence.subList(next, Math.min(next + 1, sequence.size()));
    }

    /// Judges fills that are not equal.
    ///
    /// @param refilled orders that showed more after they had traded all they showed
    /// @param isWhole  whether an order has traded all that it showed
    Verdict verdict(Set<Long> refilled, LongPredicate isWhole) {
        if (!ours.equals(expected)) {
            return new Verdict(Cause.UNEXPLAINED, "other fills of one taker");
        }
        if (without(ourSequence, refilled).equals(without(expectedSequence, refilled))) {
            return new Verdict(
                    Cause.HIDDEN_QUANTITY, "the same fills; an order that showed more is listed at its last fill");
        }
        Set<Long> listedLast = new HashSet<>(refilled);
        for (Place place : expectedSequence) {
            if (isLastOfPrice(place) && isWhole.test(place.maker())) {
                listedLast.add(place.maker());
            }
        }
        if (without(ourSequence, listedLast).equals(without(expectedSequence, listedLast))) {
            return new Verdict(
                    Cause.LISTED_LAST,
                    "the same fills; an order that trades whole is listed behind younger ones of its price");
        }
        return new Verdict(Cause.UNEXPLAINED, "another sequence of fills");
    }

    private boolean isLastOfPrice(Place place) {
        List<Place> next = behind(expectedSequence, place);
        return next.isEmpty() || next.getFirst().priceTicks() != place.priceTicks();
    }

    private static List<Place> without(List<Place> fills, Set<Long> makers) {
        return fills.stream().filter(fill -> !makers.contains(fill.maker())).toList();
    }

    String ours() {
        return ours.toString();
    }

    String expected() {
        return expected.toString();
    }
}
