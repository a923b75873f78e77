package seawall.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PostgresqlHistoryTest extends HistoryTest {
    private Databases.Kind kind;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        Optional<String> missing = PostgresqlServer.missing();
        assumeTrue(missing.isEmpty(), () -> missing.orElseThrow());
        kind = Databases.postgresql();
    }

    @AfterAll
    void stop() {
        if (kind != null) {
            kind.close();
        }
    }

    @Override
    Databases.Kind kind() {
        return kind;
    }

    @Test
    void the_settings_of_the_driver_arrive() throws SQLException {
        try (var database = Database.open(Databases.config(kind.fresh(), 1));
                var writing = database.writing().getConnection();
                var reading = database.reading().getConnection()) {
            // Without it a server that vanished would hold the writing thread for as long as TCP hopes.
            assertEquals(60_000, writing.getNetworkTimeout());
            assertEquals("0", setting(writing, "statement_timeout"));
            assertEquals("3s", setting(reading, "statement_timeout"));
            assertEquals("on", setting(reading, "default_transaction_read_only"));
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
