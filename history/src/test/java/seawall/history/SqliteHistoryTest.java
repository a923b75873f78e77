package seawall.history;

final class SqliteHistoryTest extends HistoryTest {
    @Override
    Databases.Kind kind() {
        if (kind == null) {
            kind = Databases.sqlite(directory);
        }
        return kind;
    }

    private Databases.Kind kind;
}
