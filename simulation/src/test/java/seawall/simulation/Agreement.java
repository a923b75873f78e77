package seawall.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import seawall.cluster.EntryPartSink;
import seawall.cluster.InspectedReplica;
import seawall.cluster.Replica;
import seawall.engine.Limits;
import seawall.simulation.reference.ReferenceExchange;
import seawall.simulation.reference.ReferenceLimits;
import seawall.wire.EventReader;
import seawall.wire.JournalText;

/// One world in which the engine and the reference exchange take the same commands, entry by entry, while the journal
/// is audited and the engine's own state is counted again after every command.
final class Agreement {
    /// Makes the replica under test.
    interface Maker {
        Replica make(Limits limits, EntryPartSink parts);
    }

    /// Changes the bytes of an entry on their way to the judges.
    interface Fault extends UnaryOperator<byte[]> {}

    /// The commands that the engine knows.
    static final CommandStreams.Scope SCOPE = CommandStreams.Scope.EVERYTHING;

    private static final Fault NO_FAULT = entry -> entry;
    private static final String FIRST_DIFFERENCE = "\nfirst difference";

    private final String name;
    private final Limits limits;
    private final ReferenceExchange reference;
    private final Replica engine;
    private final JournalChecker checker = new JournalChecker();
    private final Coverage coverage = new Coverage();
    private final Fault fault;
    private final List<UnsafeBuffer> parts = new ArrayList<>();
    private final List<List<String>> engineEntries = new ArrayList<>();
    private final List<byte[]> joined = new ArrayList<>();
    private final List<Integer> partCounts = new ArrayList<>();

    Agreement(String name, Limits limits) {
        this(name, limits, InspectedReplica::new, NO_FAULT);
    }

    /// @param name says in objections how to repeat the run
    Agreement(String name, Limits limits, Maker maker, Fault fault) {
        this.name = name;
        this.limits = limits;
        this.fault = fault;
        reference = new ReferenceExchange(of(limits));
        engine = maker.make(limits, this::onPart);
    }

    /// A world for a stream from a seed.
    static Agreement ofSeed(long seed, Limits limits) {
        return new Agreement("seed " + seed, limits);
    }

    private void onPart(long sequence, int part, boolean last, DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        parts.add(new UnsafeBuffer(bytes));
        if (last) {
            engineEntries.add(JournalText.ofParts(parts));
            joined.add(parts.size() == 1 ? bytes : join(parts));
            partCounts.add(parts.size());
            parts.clear();
        }
    }

    /// The limits of the engine as the reference takes them.
    static ReferenceLimits of(Limits limits) {
        return new ReferenceLimits(
                limits.gatewaysMax(),
                limits.currenciesMax(),
                limits.instrumentsMax(),
                limits.accountsMax(),
                limits.apiKeysMax(),
                limits.apiKeysPerAccountMax(),
                limits.ordersMax(),
                limits.ordersPerAccountMax(),
                limits.ordersPerInstrumentMax(),
                limits.makersPerTakerMax(),
                limits.clientIdsMax(),
                limits.timersMax(),
                limits.timersPerAccountMax(),
                limits.feeTiersMax(),
                limits.algosMax(),
                limits.tpSlPerInstrumentMax(),
                limits.triggersPerInstrumentMax(),
                limits.trailingPerInstrumentMax(),
                limits.followUpsMax(),
                limits.subAccountsPerAccountMax());
    }

    private static byte[] join(List<UnsafeBuffer> parts) {
        var whole = new ExpandableArrayBuffer();
        var reader = new EventReader();
        int length = 0;
        for (int part = 0; part < parts.size(); part++) {
            UnsafeBuffer buffer = parts.get(part);
            reader.wrap(buffer, 0, buffer.capacity()).next();
            int from = part == 0 ? 0 : reader.length();
            whole.putBytes(length, buffer, from, buffer.capacity() - from);
            length += buffer.capacity() - from;
        }
        byte[] bytes = new byte[length];
        whole.getBytes(0, bytes);
        return bytes;
    }

    /// Runs a stream until the judges object.
    ///
    /// @return the first objection, or an empty text
    String run(CommandStreams commands, long commandsMax) {
        for (long index = 0; index < commandsMax; index++) {
            CommandStreams.Command command = commands.next();
            if (command.firesTimers()) {
                String objection = fireTimers(command.timeNanos(), commands);
                if (!objection.isEmpty()) {
                    return objection;
                }
            }
            String objection = apply(command.timeNanos(), command.bytes(), commands);
            if (!objection.isEmpty()) {
                return objection;
            }
        }
        return "";
    }

    /// Lets the engine go on alone, once the reference has objected, until the audit objects too.
    void goOnAlone(CommandStreams commands, long commandsMax) {
        for (long index = 0; index < commandsMax && checker.violationCount() == 0; index++) {
            CommandStreams.Command command = commands.next();
            if (command.firesTimers() && engine.nextTimerNanos() <= command.timeNanos()) {
                engine.onTimer(command.timeNanos());
            }
            var buffer = new UnsafeBuffer(command.bytes());
            engine.onCommand(command.timeNanos(), buffer, 0, buffer.capacity());
            for (byte[] entry : joined) {
                checker.onEntry(new UnsafeBuffer(entry), 0, entry.length);
            }
            engineEntries.forEach(commands::onAnswer);
            forgetEntries();
        }
    }

    /// Fires the timers that are due on both sides.
    ///
    /// @return the objection of the judges, or an empty text
    String fireTimers(long timeNanos) {
        return fireTimers(timeNanos, null);
    }

    /// Gives one command to both sides.
    ///
    /// @return the objection of the judges, or an empty text
    String apply(long timeNanos, byte[] command) {
        return apply(timeNanos, command, null);
    }

    private String fireTimers(long timeNanos, @Nullable CommandStreams listener) {
        if (engine.nextTimerNanos() > timeNanos) {
            return "";
        }
        engine.onTimer(timeNanos);
        var expected = new ArrayList<>(reference.onTimer(timeNanos));
        expected.addAll(reference.followUps(timeNanos));
        return compare(expected, timeNanos, null, listener);
    }

    private String apply(long timeNanos, byte[] command, @Nullable CommandStreams listener) {
        var buffer = new UnsafeBuffer(command);
        engine.onCommand(timeNanos, buffer, 0, command.length);
        var expected = new ArrayList<List<String>>();
        expected.add(reference.onCommand(timeNanos, buffer, 0, command.length));
        expected.addAll(reference.followUps(timeNanos));
        return compare(expected, timeNanos, command, listener);
    }

    private String compare(
            List<List<String>> expected, long timeNanos, byte @Nullable [] command, @Nullable CommandStreams listener) {
        if (listener != null) {
            expected.forEach(listener::onAnswer);
        }
        List<List<String>> found = new ArrayList<>();
        for (int index = 0; index < joined.size(); index++) {
            byte[] entry = joined.get(index);
            byte[] judged = fault.apply(entry);
            checker.onEntry(new UnsafeBuffer(judged), 0, judged.length);
            found.add(Arrays.equals(entry, judged) ? engineEntries.get(index) : text(judged));
            coverage.onEntry(engineEntries.get(index), partCounts.get(index));
        }
        forgetEntries();
        // Whatever is due by now is due at once, by whatever time it says so.
        boolean timersAgree = Math.max(engine.nextTimerNanos(), reference.timeNanos())
                == Math.max(reference.nextTimerNanos(), reference.timeNanos());
        String broken = brokenInvariant();
        if (found.equals(expected) && timersAgree && checker.violationCount() == 0 && broken.isEmpty()) {
            return "";
        }
        String cause = command == null ? "the timers" : HexFormat.of().formatHex(command);
        String difference = found.equals(expected) && !timersAgree
                ? FIRST_DIFFERENCE + ": the next timer"
                : firstDifference(expected, found);
        return name + ", " + limits + "\nat " + timeNanos + ": " + cause + difference
                + "\nexpected by the reference:\n" + shown(expected)
                + "\nfound from the engine:\n" + shown(found) + "\nnext timer: expected " + reference.nextTimerNanos()
                + ", found " + engine.nextTimerNanos() + "\naudit: " + checker.violations() + "\ninvariants: "
                + broken;
    }

    private void forgetEntries() {
        engineEntries.clear();
        joined.clear();
        partCounts.clear();
    }

    private String brokenInvariant() {
        if (engine instanceof InspectedReplica inspected) {
            try {
                inspected.checkInvariants();
            } catch (IllegalStateException broken) {
                return String.valueOf(broken.getMessage());
            }
        }
        return "";
    }

    private static List<String> text(byte[] entry) {
        try {
            return JournalText.of(new UnsafeBuffer(entry), 0, entry.length);
        } catch (IllegalArgumentException unreadable) {
            return List.of("unreadable: " + unreadable.getMessage());
        }
    }

    private static String firstDifference(List<List<String>> expected, List<List<String>> found) {
        List<String> left = expected.stream().flatMap(List::stream).toList();
        List<String> right = found.stream().flatMap(List::stream).toList();
        for (int line = 0; line < Math.max(left.size(), right.size()); line++) {
            String expectedLine = line < left.size() ? left.get(line) : "nothing";
            String foundLine = line < right.size() ? right.get(line) : "nothing";
            if (!expectedLine.equals(foundLine)) {
                return FIRST_DIFFERENCE + ", expected: " + expectedLine + FIRST_DIFFERENCE + ", found:    " + foundLine;
            }
        }
        return "\nthe texts agree";
    }

    private static String shown(List<List<String>> entries) {
        var text = new StringBuilder();
        for (List<String> entry : entries) {
            entry.forEach(line -> text.append("  ").append(line).append('\n'));
        }
        return text.toString();
    }

    Coverage coverage() {
        return coverage;
    }

    JournalChecker checker() {
        return checker;
    }
}
