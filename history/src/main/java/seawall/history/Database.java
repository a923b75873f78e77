package seawall.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The connections: one that writes and a bounded number that read.
final class Database implements AutoCloseable {
    private static final int SQLITE_BUSY_TIMEOUT_MILLIS = 5_000;
    private static final int CONNECT_TIMEOUT_SECONDS = 5;
    private static final int WRITE_SOCKET_TIMEOUT_SECONDS = 60;

    private final HikariDataSource writing;
    private final HikariDataSource reading;

    private Database(HikariDataSource writing, HikariDataSource reading) {
        this.writing = writing;
        this.reading = reading;
    }

    /// Brings the tables up to date and opens the pools.
    static Database open(HistoryConfig config) {
        DataSource source = source(config.store());
        migrate(source);
        return new Database(
                pool("history-write", source, 1, Duration.ofSeconds(CONNECT_TIMEOUT_SECONDS), ""),
                readingPool(config, source));
    }

    /// Connections that only read, to tables that somebody else keeps up to date.
    static HikariDataSource openReading(HistoryConfig config) {
        return readingPool(config, source(config.store()));
    }

    private static HikariDataSource readingPool(HistoryConfig config, DataSource source) {
        return pool(
                "history-read",
                source,
                config.asking().runningMax(),
                config.asking().timeout(),
                config.store().isSqlite()
                        ? "PRAGMA query_only = ON"
                        : "SET default_transaction_read_only = on; SET statement_timeout = "
                                + config.asking().timeout().toMillis());
    }

    DataSource writing() {
        return writing;
    }

    DataSource reading() {
        return reading;
    }

    @Override
    public void close() {
        reading.close();
        writing.close();
    }

    static DataSource source(HistoryConfig.Store store) {
        if (store.isSqlite()) {
            var settings = new SQLiteConfig();
            settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
            // A crash of the machine may lose the last commits, never part of one: rows and journal position go back
            // together and the journal brings them again. So a sync at each checkpoint is enough, and a sync at each
            // commit would buy nothing.
            settings.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
            settings.setBusyTimeout(SQLITE_BUSY_TIMEOUT_MILLIS);
            var source = new SQLiteDataSource(settings);
            source.setUrl(store.jdbcUrl());
            return source;
        }
        var properties = new Properties();
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_TIMEOUT_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(WRITE_SOCKET_TIMEOUT_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        // The driver's own data source is annotated with types of a checker that is not on our path.
        return new DriverDataSource(store.jdbcUrl(), null, properties, store.user(), store.password());
    }

    static void migrate(DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:seawall/history/migration")
                .failOnMissingLocations(true)
                .cleanDisabled(true)
                .load()
                .migrate();
    }

    private static HikariDataSource pool(
            String name, DataSource source, int connections, Duration timeout, String initialSql) {
        var config = new HikariConfig();
        config.setPoolName(name.toLowerCase(Locale.ROOT));
        config.setDataSource(source);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(connections);
        // Hikari accepts nothing shorter than a quarter of a second.
        config.setConnectionTimeout(Math.max(250, timeout.toMillis()));
        // A database that is away at start is met by the retries of the follower, like one that goes away later.
        config.setInitializationFailTimeout(-1);
        if (!initialSql.isEmpty()) {
            config.setConnectionInitSql(initialSql);
        }
        return new HikariDataSource(config);
    }
}
