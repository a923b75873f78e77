package seawall.history;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PostgresqlHistoryTest extends HistoryTest {
    private Databases.Kind kind;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        kind = Databases.postgresql();
        assumeTrue(kind != null, "initdb and postgres are on the PATH");
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
}
