package seawall.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import seawall.engine.CloseReason;
import seawall.engine.EventSink;
import seawall.engine.Outcome;

/// How often each outcome, each event and each end of an order or an algo order occurred in a run: what never occurred
/// was not tested,
/// however long the run.
final class Coverage {
    /// A reason that the schema reserves and the engine never gives, and one that only algo orders end for.
    private static final Set<String> NOT_OF_ORDERS = Set.of("SYSTEM", "PARENT");

    /// Every way in which an algo order ends, with the refusals of its order that a random stream meets.
    private static final Set<String> ALGO_ENDS = Set.of(
            "USER",
            "PARENT",
            "TAKE_PROFIT",
            "STOP_LOSS",
            "TRIGGER",
            "TRAILING",
            "ACCEPTED",
            "BALANCE_INSUFFICIENT",
            "NO_LIQUIDITY",
            "PRICE_OUTSIDE_LIMIT",
            "QUANTITY_ABOVE_MAX",
            "ORDERS_MAX");

    private final Map<String, long[]> outcomes = new HashMap<>();
    private final Map<String, long[]> events = new HashMap<>();
    private final Map<String, long[]> closeReasons = new HashMap<>();

    /// Legs and outcomes of those that were triggered, reasons of the others.
    private final Map<String, long[]> algoEnds = new HashMap<>();

    private long entries;
    private long multiPartEntries;
    private int partsMost;

    /// Takes the lines of an entry.
    ///
    /// @param parts number of messages in which the entry travelled
    void onEntry(List<String> lines, int parts) {
        entries++;
        multiPartEntries += parts > 1 ? 1 : 0;
        partsMost = Math.max(partsMost, parts);
        String header = lines.getFirst();
        count(outcomes, header.substring(header.lastIndexOf('=') + 1));
        for (int index = 1; index < lines.size(); index++) {
            String line = lines.get(index);
            String event = line.substring(0, line.indexOf(' '));
            count(events, event);
            switch (event) {
                case "OrderClosed" -> count(closeReasons, CommandStreams.word(line, "reason"));
                case "AlgoClosed" -> count(algoEnds, CommandStreams.word(line, "reason"));
                case "AlgoTriggered" -> {
                    count(algoEnds, CommandStreams.word(line, "leg"));
                    count(algoEnds, CommandStreams.word(line, "outcome"));
                }
                default -> {
                    // Its name is all that counts.
                }
            }
        }
    }

    private static void count(Map<String, long[]> counts, String name) {
        counts.computeIfAbsent(name, unknown -> new long[1])[0]++;
    }

    /// Adds what another run covered.
    void add(Coverage other) {
        entries += other.entries;
        multiPartEntries += other.multiPartEntries;
        partsMost = Math.max(partsMost, other.partsMost);
        add(outcomes, other.outcomes);
        add(events, other.events);
        add(closeReasons, other.closeReasons);
        add(algoEnds, other.algoEnds);
    }

    private static void add(Map<String, long[]> counts, Map<String, long[]> others) {
        others.forEach((name, count) -> counts.computeIfAbsent(name, unknown -> new long[1])[0] += count[0]);
    }

    long entries() {
        return entries;
    }

    long multiPartEntries() {
        return multiPartEntries;
    }

    int partsMost() {
        return partsMost;
    }

    /// Everything that the engine can say and did not.
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            addIfMissing(missing, outcomes, outcome.name());
        }
        for (CloseReason reason : CloseReason.values()) {
            if (!NOT_OF_ORDERS.contains(reason.name())) {
                addIfMissing(missing, closeReasons, reason.name());
            }
        }
        if (Agreement.SCOPE == CommandStreams.Scope.EVERYTHING) {
            ALGO_ENDS.stream().sorted().forEach(end -> addIfMissing(missing, algoEnds, end));
        }
        eventNames().forEach(event -> addIfMissing(missing, events, event));
        return missing;
    }

    private static void addIfMissing(List<String> missing, Map<String, long[]> counts, String name) {
        if (!counts.containsKey(name)) {
            missing.add(name);
        }
    }

    /// The events are the methods of the engine's sink; the schema's names begin with a capital.
    private static Set<String> eventNames() {
        return Arrays.stream(EventSink.class.getMethods())
                .map(method -> Character.toUpperCase(method.getName().charAt(0))
                        + method.getName().substring(1))
                .filter(name -> !name.equals("EntryStarted") && !name.equals("EntryEnded"))
                .collect(Collectors.toSet());
    }

    @Override
    public String toString() {
        return entries + " entries, " + multiPartEntries + " of them in up to " + partsMost + " parts\noutcomes "
                + shown(outcomes) + "\nevents " + shown(events) + "\nends of orders " + shown(closeReasons)
                + "\nends of algo orders " + shown(algoEnds);
    }

    private static String shown(Map<String, long[]> counts) {
        var sorted = new TreeMap<String, Long>();
        counts.forEach((name, count) -> sorted.put(name, count[0]));
        return sorted.toString();
    }
}
