package seawall.history;

import java.nio.file.Path;
import java.time.Duration;

/// Everything a history is told.
public record HistoryConfig(Store store, Batches batches, Asking asking, Retention retention) {

    /// Where the rows live.
    ///
    /// @param jdbcUrl `jdbc:sqlite:FILE` or `jdbc:postgresql://HOST:PORT/DATABASE`
    public record Store(String jdbcUrl, String user, String password) {
        public Store {
            require(
                    jdbcUrl.startsWith("jdbc:sqlite:") || jdbcUrl.startsWith("jdbc:postgresql:"),
                    "expected a jdbc:sqlite: or jdbc:postgresql: URL, found " + jdbcUrl);
        }

        boolean isSqlite() {
            return jdbcUrl.startsWith("jdbc:sqlite:");
        }

        /// The password stays out of logs.
        @Override
        public String toString() {
            return "Store[" + jdbcUrl + ", user " + user + "]";
        }
    }

    /// How much of the journal shares one transaction.
    ///
    /// @param entriesMax    a batch commits when it has this many entries
    /// @param rowsMax       a batch commits at the end of the entry with which it has this many rows
    /// @param delayMax      a batch commits when its first entry is this old
    /// @param retryDelayMax longest pause between attempts while the database or the journal is away
    public record Batches(int entriesMax, int rowsMax, Duration delayMax, Duration retryDelayMax) {
        public Batches {
            require(entriesMax >= 1 && rowsMax >= 1, "a batch holds at least one entry and one row");
            require(delayMax.toNanos() >= 0 && retryDelayMax.toMillis() >= 1, "delays are positive");
        }
    }

    /// What questions may cost.
    ///
    /// @param runningMax questions in the database at once, each on its own connection
    /// @param waitingMax questions waiting for a connection; one more is refused as busy
    /// @param timeout    from being asked to being answered, waiting included; also the statement timeout
    /// @param rowsMax    rows of one answer, whatever the question's limit says
    public record Asking(int runningMax, int waitingMax, Duration timeout, int rowsMax) {
        public Asking {
            require(runningMax >= 1 && waitingMax >= 0 && rowsMax >= 1, "limits are positive");
            require(timeout.toMillis() >= 1, "the timeout is positive");
        }
    }

    /// How long rows are kept, in days of the journal's time. Currencies, instruments, open orders and the bars of
    /// an hour are kept for good.
    ///
    /// @param days             ended orders, fills, bills, trades, transfers, deposits
    /// @param minuteCandleDays bars of a minute
    /// @param stepRowsMax      rows that one step deletes from one table, and of one instrument
    /// @param stepInterval     pause between pruning steps
    public record Retention(int days, int minuteCandleDays, int stepRowsMax, Duration stepInterval) {
        public Retention {
            require(days >= 1 && minuteCandleDays >= 1 && stepRowsMax >= 1, "limits are positive");
            require(stepInterval.toMillis() >= 1, "the interval is positive");
        }
    }

    /// One file, on this machine.
    public static HistoryConfig sqlite(Path file) {
        return of(new Store("jdbc:sqlite:" + file.toAbsolutePath(), "", ""));
    }

    /// A database server.
    public static HistoryConfig postgresql(String jdbcUrl, String user, String password) {
        return of(new Store(jdbcUrl, user, password));
    }

    /// The limits we start with: OKX shows three months of private history, so a hundred days are kept.
    static HistoryConfig of(Store store) {
        return new HistoryConfig(
                store,
                new Batches(1_000, 20_000, Duration.ofMillis(200), Duration.ofSeconds(5)),
                new Asking(4, 64, Duration.ofSeconds(3), 300),
                new Retention(100, 400, 2_000, Duration.ofSeconds(1)));
    }

    private static void require(boolean condition, String expectation) {
        if (!condition) {
            throw new IllegalArgumentException(expectation);
        }
    }
}
