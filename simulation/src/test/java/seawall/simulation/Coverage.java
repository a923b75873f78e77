package seawall.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.TreeMap;
import java.util.stream.Collectors;
import seawall.engine.CloseReason;
import seawall.engine.EventSink;
import seawall.engine.Outcome;

/// How often each outcome, each event and each end of an order occurred in a run: what never occurred was not tested,
/// however long the run.
final class Coverage {
    /// A reason that the schema reserves and the engine never gives.
    private static final Set<CloseReason> NEVER_GIVEN = EnumSet.of(CloseReason.SYSTEM);

    private static final Pattern REASON = Pattern.compile(" reason=([A-Z_]+)");

    private final Map<String, long[]> outcomes = new HashMap<>();
    private final Map<String, long[]> events = new HashMap<>();
    private final Map<String, long[]> closeReasons = new HashMap<>();
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
            Matcher reason = REASON.matcher(line);
            if (event.endsWith("Closed") && reason.find()) {
                count(closeReasons, reason.group(1));
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
            if (!NEVER_GIVEN.contains(reason)) {
                addIfMissing(missing, closeReasons, reason.name());
            }
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
                + shown(outcomes) + "\nevents " + shown(events) + "\nends of orders " + shown(closeReasons);
    }

    private static String shown(Map<String, long[]> counts) {
        var sorted = new TreeMap<String, Long>();
        counts.forEach((name, count) -> sorted.put(name, count[0]));
        return sorted.toString();
    }
}
