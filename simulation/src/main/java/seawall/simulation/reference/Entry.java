package seawall.simulation.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import seawall.wire.codec.Side;

/// The effects of one command, timer or follow-up while they are collected (§1.4).
final class Entry {
    record Level(Instrument instrument, Side side, long priceTicks) {}

    final List<String> events = new ArrayList<>();
    final Set<Level> touchedLevels = new LinkedHashSet<>();
    final Set<Ledger.Key> touchedBalances = new LinkedHashSet<>();

    /// Price of the first trade of each instrument that traded.
    final Map<Instrument, Long> firstTradeTicks = new LinkedHashMap<>();

    /// Algo orders that were placed, amended or armed.
    final Set<AlgoOrder> newlyWaiting = new LinkedHashSet<>();

    /// One line of the entry: a message name and its fields by name, as `JournalText` shows them.
    static String line(String message, Object... namesAndValues) {
        var line = new StringBuilder(message);
        for (int index = 0; index < namesAndValues.length; index += 2) {
            line.append(' ').append(namesAndValues[index]).append('=').append(namesAndValues[index + 1]);
        }
        return line.toString();
    }

    void event(String message, Object... namesAndValues) {
        events.add(line(message, namesAndValues));
    }

    void touch(Order resting) {
        touchedLevels.add(new Level(resting.instrument, resting.side, resting.priceTicks));
    }
}
