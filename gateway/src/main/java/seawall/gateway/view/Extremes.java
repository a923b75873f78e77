package seawall.gateway.view;

import java.util.Map;
import java.util.TreeMap;

/// The extremes of the trailing stops of one side of one instrument (rules 8.4). Belongs to the view thread.
///
/// A price costs as much as there are extremes that it passes, and those become one: so a trade never looks at every
/// stop. There are at most as many extremes as stops that wait.
final class Extremes {
    private final int sign;
    // By sign × price, so that a price passes those before it.
    private final TreeMap<Long, Extreme> extremes = new TreeMap<>();

    /// @param sign 1 for stops that follow the price upwards, -1 for those that follow it downwards
    Extremes(int sign) {
        this.sign = sign;
    }

    /// A stop follows the price from here.
    Extreme begin(long ticks) {
        Extreme extreme = extremes.computeIfAbsent(sign * ticks, key -> new Extreme(ticks));
        extreme.follow();
        return extreme;
    }

    /// A stop does not wait any more. What it followed stays readable as it is now.
    void end(Extreme extreme) {
        Extreme root = extreme.root();
        if (root.leave()) {
            extremes.remove(sign * root.ticks());
        }
    }

    void price(long ticks) {
        long key = sign * ticks;
        Map.Entry<Long, Extreme> passed = extremes.lowerEntry(key);
        if (passed == null) {
            return;
        }
        Extreme here = extremes.get(key);
        while (passed != null) {
            extremes.remove(passed.getKey());
            if (here == null) {
                here = passed.getValue();
                here.moveTo(ticks);
                extremes.put(key, here);
            } else {
                here.merge(passed.getValue());
            }
            passed = extremes.lowerEntry(key);
        }
    }

    int size() {
        return extremes.size();
    }
}
