package seawall.simulation.recorded;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What came of one comparison. One thread.
public final class Findings {
    /// Differences that are kept; the rest is only counted.
    public static final int DIFFERENCES_MAX = 20_000;

    /// Things of one kind that were compared, and how many of them were the same.
    ///
    /// @param compared how many
    /// @param equal    how many of these
    public record Tally(long compared, long equal) {
        @Override
        public String toString() {
            return compared + " compared, " + equal + " equal";
        }

        private Tally plus(boolean same) {
            return new Tally(compared + 1, same ? equal + 1 : equal);
        }
    }

    private final Map<Cause, Long> causes = new EnumMap<>(Cause.class);
    private final List<Difference> differences = new ArrayList<>();
    private Tally trades = new Tally(0, 0);
    private Tally books = new Tally(0, 0);
    private Tally orders = new Tally(0, 0);
    private Tally queues = new Tally(0, 0);
    private long events;
    private long commands;
    private long resynchronisations;

    Findings() {}

    void trade(boolean same) {
        trades = trades.plus(same);
    }

    void book(boolean same) {
        books = books.plus(same);
    }

    void order(boolean same) {
        orders = orders.plus(same);
    }

    void queue(boolean same) {
        queues = queues.plus(same);
    }

    void event() {
        events++;
    }

    void commands(long number) {
        commands = number;
    }

    void resynchronised() {
        resynchronisations++;
    }

    void differ(long line, Cause cause, String ours, String recorded, String why) {
        causes.merge(cause, 1L, Long::sum);
        if (differences.size() < DIFFERENCES_MAX) {
            differences.add(new Difference(line, cause, ours, recorded, why));
        }
    }

    /// Recorded events.
    public long events() {
        return events;
    }

    /// Commands that the engine was given, those that set it up included.
    public long commands() {
        return commands;
    }

    /// Recorded fills: price, quantity, the orders where they are named, and their sequence.
    public Tally trades() {
        return trades;
    }

    /// Books: best prices and the levels that an event touched, or all levels that a recorded book shows.
    public Tally books() {
        return books;
    }

    /// Orders that an event touched: price and quantity left.
    public Tally orders() {
        return orders;
    }

    /// Price levels with all their orders in their sequence, the whole book at a time.
    public Tally queues() {
        return queues;
    }

    /// How often an order was put right by hand so that one difference does not make others.
    public long resynchronisations() {
        return resynchronisations;
    }

    /// How many differences each cause has; causes without any are left out.
    public Map<Cause, Long> causes() {
        return new EnumMap<>(causes);
    }

    /// The differences in the order in which they were found, at most [#DIFFERENCES_MAX].
    public List<Difference> differences() {
        return List.copyOf(differences);
    }

    /// Whether every difference has a cause.
    public boolean explained() {
        return !causes.containsKey(Cause.UNEXPLAINED);
    }

    /// All counts, a line for each kind of thing that was compared, and what each cause means.
    public String text() {
        var text = new StringBuilder();
        line(text, "events", String.valueOf(events));
        if (commands > 0) {
            line(text, "commands", String.valueOf(commands));
        }
        line(text, "trades", trades);
        line(text, "books", books);
        line(text, "orders", orders);
        line(text, "queues", queues);
        if (commands > 0) {
            line(text, "put right", String.valueOf(resynchronisations));
        }
        long all = causes.values().stream().mapToLong(Long::longValue).sum();
        line(text, "differences", all + (explained() ? ", all explained" : ", NOT ALL EXPLAINED"));
        causes.forEach((cause, number) -> text.append(String.format(Locale.ROOT, "  %6d %s: ", number, cause))
                .append(cause.explanation())
                .append('\n'));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Tally tally) {
        if (tally.compared() > 0) {
            line(text, name, tally.toString());
        }
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-12s %s\n", name, value));
    }
}
