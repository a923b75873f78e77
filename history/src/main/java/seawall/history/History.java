package seawall.history;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The memory of the exchange: follows the journal on a thread of its own, writes it into SQL, answers questions.
///
/// Invariants:
/// 1. The tables hold the effects of exactly the entries 1 to the journal position: both commit in one transaction, so
///    stopping anywhere repeats nothing and skips nothing.
/// 2. Trouble outside (database or journal away) is retried from the committed position for as long as it lasts. A
///    mistake (a gap, a duplicate, an event without its order) stops the following for good and is shown by [#state].
public final class History implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final long IDLE_PARK_NANOS_MIN = 100_000;
    private static final long IDLE_PARK_NANOS_MAX = 10_000_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    /// How the following goes.
    ///
    /// @param sequence  entries up to this one are committed
    /// @param timeNanos journal time of that entry
    /// @param trouble   what is in the way now; empty while all is well
    /// @param stopped   true when it will not go on by itself: a mistake, or closed
    public record State(long sequence, long timeNanos, Optional<String> trouble, boolean stopped) {}

    private final Database database;
    private final HistoryQueries queries;
    private final Follower follower;
    private final long retryDelayNanosMax;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = new State(0, 0, Optional.empty(), false);

    private History(HistoryConfig config, JournalSource source, Database database) {
        this.database = database;
        this.queries = new HistoryQueries(Jdbi.create(database.reading()), config);
        this.follower = new Follower(Jdbi.create(database.writing()), source, config, System.nanoTime());
        this.retryDelayNanosMax = config.batches().retryDelayMax().toNanos();
        this.thread = Thread.ofPlatform().name("seawall-history").unstarted(this::follow);
    }

    /// Brings the tables up to date, then follows the journal until closed.
    ///
    /// @throws RuntimeException if the tables cannot be brought up to date
    public static History start(HistoryConfig config, JournalSource source) {
        var history = new History(config, source, Database.open(config));
        history.thread.start();
        return history;
    }

    /// Where questions are asked.
    public HistoryQueries queries() {
        return queries;
    }

    /// How the following goes.
    public State state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the entry is committed.
    ///
    /// @return false if it was not within the timeout, or never will be because the following stopped
    public boolean awaitSequence(long sequence, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (state.sequence() < sequence && !state.stopped() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return state.sequence() >= sequence;
        } finally {
            lock.unlock();
        }
    }

    /// Commits what was read, stops following, refuses further questions and lets those in the database finish.
    @Override
    public void close() {
        closing.countDown();
        boolean interrupted = false;
        try {
            thread.join(CLOSE_TIMEOUT);
        } catch (InterruptedException exception) {
            interrupted = true;
        }
        queries.close();
        database.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        var idle = new BackoffIdleStrategy(0, 0, IDLE_PARK_NANOS_MIN, IDLE_PARK_NANOS_MAX);
        int failures = 0;
        while (!isClosing()) {
            try {
                int entries = follower.work(System.nanoTime());
                failures = 0;
                publish(Optional.empty(), false);
                idle.idle(entries);
            } catch (RuntimeException exception) {
                if (isMistake(exception)) {
                    LOG.error("history stops after entry {}", follower.committedSequence(), exception);
                    follower.close();
                    publish(Optional.of(describe(exception)), true);
                    return;
                }
                failures++;
                long delayNanos = Follower.retryDelayNanos(failures, retryDelayNanosMax);
                LOG.warn(
                        "history goes on after entry {} in {} ms, attempt {}",
                        follower.committedSequence(),
                        TimeUnit.NANOSECONDS.toMillis(delayNanos),
                        failures,
                        exception);
                publish(Optional.of(describe(exception)), false);
                restartAfter(delayNanos);
            }
        }
        try {
            follower.commit();
            publish(Optional.empty(), true);
        } catch (RuntimeException exception) {
            LOG.warn("history closes after entry {}, the rest comes again", follower.committedSequence(), exception);
            publish(Optional.of(describe(exception)), true);
        } finally {
            follower.close();
        }
    }

    private void restartAfter(long delayNanos) {
        try {
            follower.restart();
            closing.await(delayNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException exception) {
            // Nobody but a dying process interrupts this thread: leave as if closed.
            closing.countDown();
        } catch (RuntimeException exception) {
            LOG.warn("the reader did not close; opening another one", exception);
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void publish(Optional<String> trouble, boolean stopped) {
        lock.lock();
        try {
            if (state.sequence() != follower.committedSequence()
                    || state.stopped() != stopped
                    || !state.trouble().equals(trouble)) {
                state = new State(follower.committedSequence(), follower.committedTimeNanos(), trouble, stopped);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Our own mistakes never get better by trying again: a broken invariant, or SQL that the database refuses.
    static boolean isMistake(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Mistake) {
                return true;
            }
            if (cause instanceof SQLiteException sqlite) {
                SQLiteErrorCode code = sqlite.getResultCode();
                return code.name().startsWith("SQLITE_CONSTRAINT")
                        || code == SQLiteErrorCode.SQLITE_ERROR
                        || code == SQLiteErrorCode.SQLITE_MISMATCH
                        || code == SQLiteErrorCode.SQLITE_CORRUPT
                        || code == SQLiteErrorCode.SQLITE_NOTADB;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                // 22 data, 23 constraint, 42 syntax or access rule.
                String sqlClass = sql.getSQLState().substring(0, 2);
                return sqlClass.equals("22") || sqlClass.equals("23") || sqlClass.equals("42");
            }
        }
        return false;
    }

    private static String describe(Throwable thrown) {
        String message = thrown.getMessage();
        return thrown.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
