package seawall.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.cluster.EngineReplica;
import seawall.cluster.Replica;
import seawall.engine.Limits;
import seawall.simulation.reference.ReferenceExchange;
import seawall.simulation.reference.ReferenceLimits;
import seawall.wire.EventReader;
import seawall.wire.JournalText;

/// One seeded world in which the engine and the reference exchange take the same commands, entry by entry, while the
/// journal is audited.
final class Agreement {
    private final long seed;
    private final Limits limits;
    private final CommandStreams commands;
    private final ReferenceExchange reference;
    private final Replica engine;
    private final JournalChecker checker = new JournalChecker();
    private final UnaryOperator<byte[]> fault;
    private final List<UnsafeBuffer> parts = new ArrayList<>();
    private final List<List<String>> engineEntries = new ArrayList<>();
    private final List<byte[]> joined = new ArrayList<>();
    private long entries;
    private int partsMost;

    Agreement(long seed, Limits limits) {
        this(seed, limits, entry -> entry);
    }

    /// @param fault changes the bytes of an entry on their way to the judges
    Agreement(long seed, Limits limits, UnaryOperator<byte[]> fault) {
        this.seed = seed;
        this.limits = limits;
        this.fault = fault;
        commands = new CommandStreams(seed);
        reference = new ReferenceExchange(of(limits));
        engine = new EngineReplica(limits, (sequence, part, last, buffer, offset, length) -> {
            byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            parts.add(new UnsafeBuffer(bytes));
            if (last) {
                engineEntries.add(JournalText.ofParts(parts));
                joined.add(join(parts));
                partsMost = Math.max(partsMost, parts.size());
                parts.clear();
            }
        });
    }

    private static ReferenceLimits of(Limits limits) {
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
                limits.timersPerAccountMax());
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

    /// Runs until the judges object.
    ///
    /// @return the first objection, or an empty text
    String run(int commandsMax) {
        for (int index = 0; index < commandsMax; index++) {
            CommandStreams.Command command = commands.next();
            if (command.firesTimers() && engine.nextTimerNanos() <= command.timeNanos()) {
                engine.onTimer(command.timeNanos());
                String objection = compare(reference.onTimer(command.timeNanos()), "timer at " + command.timeNanos());
                if (!objection.isEmpty()) {
                    return objection;
                }
            }
            byte[] bytes = command.bytes();
            engine.onCommand(command.timeNanos(), new UnsafeBuffer(bytes), 0, bytes.length);
            var expected = List.of(reference.onCommand(command.timeNanos(), new UnsafeBuffer(bytes), 0, bytes.length));
            String objection = compare(
                    expected,
                    "command at " + command.timeNanos() + ": " + HexFormat.of().formatHex(bytes));
            if (!objection.isEmpty()) {
                return objection;
            }
        }
        return "";
    }

    private String compare(List<List<String>> expected, String cause) {
        for (List<String> entry : expected) {
            commands.onAnswer(entry);
        }
        entries += expected.size();
        var found = new ArrayList<List<String>>();
        for (int index = 0; index < joined.size(); index++) {
            byte[] entry = fault.apply(joined.get(index).clone());
            checker.onEntry(new UnsafeBuffer(entry), 0, entry.length);
            boolean changed = !Arrays.equals(entry, joined.get(index));
            found.add(changed ? text(entry) : engineEntries.get(index));
        }
        engineEntries.clear();
        joined.clear();
        boolean timersAgree = engine.nextTimerNanos() == reference.nextTimerNanos();
        if (found.equals(expected) && timersAgree && checker.violationCount() == 0) {
            return "";
        }
        return "seed " + seed + ", " + limits + "\n" + cause + firstDifference(expected, found)
                + "\nexpected by the reference:\n" + shown(expected)
                + "\nfound from the engine:\n" + shown(found) + "\nnext timer: expected " + reference.nextTimerNanos()
                + ", found " + engine.nextTimerNanos() + "\naudit: " + checker.violations();
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
                return "\nfirst difference, expected: " + expectedLine + "\nfirst difference, found:    " + foundLine;
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

    long entries() {
        return entries;
    }

    int partsMost() {
        return partsMost;
    }

    JournalChecker checker() {
        return checker;
    }
}
