package seawall.drill.evidence;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// What clients ask and are told, written down as it happens; any thread. Has room for so much, and says when that was
/// not enough.
public final class History {
    /// Operations at most.
    public static final int OPERATIONS_MAX = 1_000_000;
    /// Pushes at most.
    public static final int PUSHES_MAX = 4_000_000;
    /// Connections at most.
    public static final int CONNECTIONS_MAX = 100_000;

    private static final Answer MISSING = new Answer.Missing();

    private final long startNanos = System.nanoTime();
    private final List<Operation> operations = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private final List<Push> pushes = new ArrayList<>();
    private final LinkedHashSet<Integer> unanswered = new LinkedHashSet<>();
    private boolean isComplete = true;

    /// Makes what is asked, given its id.
    @FunctionalInterface
    public interface Asking {
        Asked withId(int id);
    }

    /// The run's clock: nanoseconds since it began.
    public long nowNanos() {
        return System.nanoTime() - startNanos;
    }

    /// Writes down what is asked, before it is sent.
    ///
    /// @return its id, or -1 when there is no room, and it may not be sent
    public synchronized int ask(Asking asking) {
        if (operations.size() == OPERATIONS_MAX) {
            isComplete = false;
            return -1;
        }
        int id = operations.size();
        operations.add(new Operation(asking.withId(id), MISSING, 0, List.of()));
        unanswered.add(id);
        return id;
    }

    /// Writes down the answer.
    public synchronized Operation answer(int id, Answer answer) {
        Operation before = operations.get(id);
        if (!before.answer().equals(MISSING)) {
            throw new IllegalStateException(
                    before.asked().label() + " was answered by " + before.answer() + " and then by " + answer);
        }
        Operation answered = before.with(answer, nowNanos());
        operations.set(id, answered);
        unanswered.remove(id);
        return answered;
    }

    /// Writes down what was found out about an operation with an unknown outcome.
    public synchronized void resolve(int id, List<Operation.Truth> truths) {
        operations.set(id, operations.get(id).with(truths));
    }

    /// @param client    -1 for a public connection
    /// @param accountId 0 for a public connection
    /// @return its number, or -1 when there is no room
    public synchronized int open(int client, int accountId, int gateway) {
        if (connections.size() == CONNECTIONS_MAX) {
            isComplete = false;
            return -1;
        }
        connections.add(new Connection(
                connections.size(),
                accountId,
                client,
                gateway,
                nowNanos(),
                System.currentTimeMillis(),
                Connection.OPEN,
                ""));
        return connections.size() - 1;
    }

    public synchronized void close(int connection, String why) {
        connections.set(connection, connections.get(connection).closed(nowNanos(), why));
    }

    public synchronized void push(Push push) {
        if (pushes.size() == PUSHES_MAX || push.connection() < 0) {
            isComplete = false;
            return;
        }
        pushes.add(push);
    }

    /// Operations without an answer.
    public synchronized int unanswered() {
        return unanswered.size();
    }

    /// When the oldest operation without an answer should have been asked; [Long#MAX_VALUE] when there is none.
    public synchronized long oldestUnansweredNanos() {
        return unanswered.isEmpty()
                ? Long.MAX_VALUE
                : operations.get(unanswered.getFirst()).asked().intendedNanos();
    }

    public synchronized boolean isComplete() {
        return isComplete;
    }

    public synchronized int operationCount() {
        return operations.size();
    }

    /// All operations from this one on, answered or not.
    public synchronized List<Operation> operationsFrom(int id) {
        return List.copyOf(operations.subList(Math.min(id, operations.size()), operations.size()));
    }

    public synchronized List<Connection> connections() {
        return List.copyOf(connections);
    }

    public synchronized List<Push> pushes() {
        return List.copyOf(pushes);
    }

    /// Seconds on the run's clock, for people.
    public static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / (double) TimeUnit.SECONDS.toNanos(1));
    }
}
