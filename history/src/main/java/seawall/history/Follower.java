package seawall.history;

import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import seawall.link.JournalReader;

/// Follows the journal from what the database says on, and commits batches. There is one way to begin and it is also
/// the way to go on after any trouble: close the reader, forget the batch, read the position, open the journal after
/// it. A commit whose fate is unknown is settled by that reading too.
///
/// Sans threads: [#work] does what there is to do now. One thread at a time.
final class Follower implements AutoCloseable {
    private static final int POLL_ENTRIES_MAX = 64;

    private final Jdbi jdbi;
    private final JournalSource source;
    private final HistoryConfig config;
    private final Projection projection = new Projection();
    private final Pruning pruning;
    private final long delayNanosMax;
    private final long pruneIntervalNanos;

    private @Nullable JournalReader reader;
    private Batch batch = new Batch(0);
    private long batchOpenedNanos;
    private long prunedNanos;
    private long committedSequence;
    private long committedTimeNanos;
    private @Nullable RuntimeException failure;

    Follower(Jdbi jdbi, JournalSource source, HistoryConfig config, long nowNanos) {
        this.jdbi = jdbi;
        this.source = source;
        this.config = config;
        this.pruning = new Pruning(config.retention());
        this.delayNanosMax = config.batches().delayMax().toNanos();
        this.pruneIntervalNanos = config.retention().stepInterval().toNanos();
        this.prunedNanos = nowNanos;
    }

    /// Opens the journal if it is not open, reads what is ready, commits what is due, prunes when it is time.
    ///
    /// @param nowNanos a monotonic clock
    /// @return entries read; 0 when there was nothing to do
    /// @throws RuntimeException trouble or a mistake; [#restart] before working again
    int work(long nowNanos) {
        JournalReader journal = reader;
        if (journal == null) {
            journal = start();
        }
        boolean wasEmpty = batch.entries() == 0;
        int entries = journal.poll(POLL_ENTRIES_MAX);
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        if (wasEmpty && batch.entries() > 0) {
            batchOpenedNanos = nowNanos;
        }
        if (batch.entries() > 0 && nowNanos - batchOpenedNanos >= delayNanosMax) {
            commit();
        }
        if (nowNanos - prunedNanos >= pruneIntervalNanos) {
            prunedNanos = nowNanos;
            long timeNanos = committedTimeNanos;
            jdbi.useTransaction(handle -> pruning.step(handle, timeNanos));
        }
        return entries;
    }

    /// Sequence number up to which entries are committed, as far as this process knows.
    long committedSequence() {
        return committedSequence;
    }

    /// Journal time of that entry.
    long committedTimeNanos() {
        return committedTimeNanos;
    }

    /// Writes what was read and is not committed yet.
    void commit() {
        if (batch.entries() == 0) {
            return;
        }
        try {
            jdbi.useTransaction(batch::write);
        } catch (JdbiException exception) {
            throw exception;
        } catch (RuntimeException exception) {
            throw new Mistake(exception);
        }
        committedSequence = batch.sequence();
        committedTimeNanos = batch.timeNanos();
        batch = new Batch(committedSequence);
    }

    /// Forgets everything but the database, so that the next [#work] begins from its position.
    void restart() {
        JournalReader journal = reader;
        reader = null;
        failure = null;
        batch = new Batch(committedSequence);
        if (journal != null) {
            journal.close();
        }
    }

    @Override
    public void close() {
        restart();
    }

    private JournalReader start() {
        jdbi.useHandle(this::readPosition);
        batch = new Batch(committedSequence);
        JournalReader journal = source.open(committedSequence + 1, this::onEntry);
        reader = journal;
        return journal;
    }

    private void readPosition(Handle handle) {
        handle.createQuery("SELECT sequence, time_nanos FROM journal_position WHERE id = 1")
                .map((row, context) -> {
                    committedSequence = row.getLong(1);
                    committedTimeNanos = row.getLong(2);
                    return committedSequence;
                })
                .one();
    }

    private void onEntry(long sequence, DirectBuffer buffer, int offset, int length) {
        if (failure != null) {
            return;
        }
        try {
            projection.add(batch, buffer, offset, length);
        } catch (RuntimeException exception) {
            failure = new Mistake(exception);
            return;
        }
        try {
            if (batch.entries() >= config.batches().entriesMax()
                    || batch.rows() >= config.batches().rowsMax()) {
                commit();
            }
        } catch (RuntimeException exception) {
            // Kept rather than thrown: a transport would hand it to its error handler and go on with the next entry.
            failure = exception;
        }
    }

    /// The delay after the n-th failure in a row: doubling from a tenth of a second.
    static long retryDelayNanos(int failures, long retryDelayNanosMax) {
        long first = TimeUnit.MILLISECONDS.toNanos(100);
        return Math.min(retryDelayNanosMax, first << Math.min(failures - 1, 10));
    }
}
