package seawall.simulation;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.engine.Limits;
import seawall.simulation.reference.ReferenceExchange;
import seawall.simulation.reference.ReferenceLimits;

/// A world of the reference alone: a stream of commands, its journal, and the audit of that journal. It shows that the
/// two judges agree with each other, also where there is no engine yet that could agree with them.
final class ReferenceJournal {
    /// Limits that a stream reaches within a few commands.
    static final ReferenceLimits TINY = Agreement.of(Limits.tiny());

    /// Larger, so that books become deep and an auction has many pairs.
    static final ReferenceLimits SMALL = Agreement.of(ReferenceAgreementProperties.SMALL);

    private final ReferenceExchange reference;
    private final JournalBytes bytes = new JournalBytes();
    private final JournalChecker checker = new JournalChecker();
    private final Agreement.Fault fault;
    private final TreeMap<String, Integer> said = new TreeMap<>();

    ReferenceJournal(ReferenceLimits limits) {
        this(limits, entry -> entry);
    }

    ReferenceJournal(ReferenceLimits limits, Agreement.Fault fault) {
        reference = new ReferenceExchange(limits);
        this.fault = fault;
    }

    /// Runs a stream until the audit objects.
    ///
    /// @return its first objection with what led to it, or an empty text
    String run(CommandStreams commands, int commandsMax) {
        for (int index = 0; index < commandsMax; index++) {
            CommandStreams.Command command = commands.next();
            var entries = new ArrayList<List<String>>();
            if (command.firesTimers() && reference.nextTimerNanos() <= command.timeNanos()) {
                entries.addAll(reference.onTimer(command.timeNanos()));
                entries.addAll(reference.followUps(command.timeNanos()));
            }
            byte[] message = command.bytes();
            entries.add(reference.onCommand(command.timeNanos(), new UnsafeBuffer(message), 0, message.length));
            entries.addAll(reference.followUps(command.timeNanos()));
            for (List<String> entry : entries) {
                commands.onAnswer(entry);
                audit(entry);
            }
            if (checker.violationCount() > 0) {
                return "command " + index + ": " + HexFormat.of().formatHex(message) + "\n" + entries + "\n"
                        + checker.violations();
            }
        }
        return "";
    }

    private void audit(List<String> entry) {
        byte[] judged = fault.apply(bytes.of(entry));
        checker.onEntry(new UnsafeBuffer(judged), 0, judged.length);
        for (String line : entry) {
            said.merge(line.substring(0, line.indexOf(' ')), 1, Integer::sum);
            for (String word : line.split(" ")) {
                if (word.startsWith("outcome=") || word.startsWith("reason=") || word.startsWith("leg=")) {
                    said.merge(line.substring(0, line.indexOf(' ')) + " " + word, 1, Integer::sum);
                }
            }
        }
    }

    JournalChecker checker() {
        return checker;
    }

    /// How often each event, and each event with its outcome, reason or leg, is in the journal.
    TreeMap<String, Integer> said() {
        return said;
    }
}
