package seawall.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import seawall.bench.StructureCase.Operation;
import seawall.engine.BalanceBytes;

/// A table for each structure, and the same as JSON.
final class StructuresReport {
    private static final int[] ACCOUNTS_WEIGHED = {1_000, 1_000_000, 1_000};
    private static final int[] CURRENCIES_WEIGHED = {64, 64, 1_024};

    private final Map<StructureCase, Spread> spreads = new LinkedHashMap<>();

    /// @param nanos of each iteration
    StructuresReport(Map<StructureCase, List<Double>> nanos) {
        nanos.forEach((measured, values) -> spreads.put(measured, new Spread(values)));
    }

    String tables() {
        var tables = new StringBuilder();
        String structure = "";
        for (Operation operation : operations()) {
            if (!operation.structure().equals(structure)) {
                structure = operation.structure();
                tables.append(String.format(
                        Locale.ROOT, "%n%s: nanoseconds an operation, median (least to most)%n", structure));
            }
            appendTable(tables, operation);
        }
        if (operations().stream().anyMatch(Operation::isOfAccounts)) {
            appendBytes(tables);
        }
        return tables.append("The first row of each structure is what the engine has.\n")
                .toString();
    }

    private void appendTable(StringBuilder table, Operation operation) {
        List<Integer> sizes = sizes(operation);
        table.append(String.format(Locale.ROOT, "%n  %-60s", operation.title()));
        sizes.forEach(size -> table.append(String.format(Locale.ROOT, "%,-26d", size)));
        for (String alternative : alternatives(operation)) {
            table.append(String.format(Locale.ROOT, "%n    %-58s", alternative));
            for (int size : sizes) {
                Spread spread = spreads.get(new StructureCase(operation, alternative, size));
                table.append(String.format(Locale.ROOT, "%-26s", spread == null ? "" : cell(spread)));
            }
        }
        table.append('\n');
    }

    private static String cell(Spread spread) {
        return String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", spread.median(), spread.least(), spread.most());
    }

    /// What the alternatives take in memory.
    private static void appendBytes(StringBuilder table) {
        table.append(String.format(Locale.ROOT, "%n  %-60s", "bytes per account, its two balances included"));
        for (int column = 0; column < ACCOUNTS_WEIGHED.length; column++) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-26s",
                    String.format(
                            Locale.ROOT, "%,d, %,d currencies", ACCOUNTS_WEIGHED[column], CURRENCIES_WEIGHED[column])));
        }
        for (String alternative : BalanceBytes.ALTERNATIVES) {
            table.append(String.format(Locale.ROOT, "%n    %-58s", alternative));
            for (int column = 0; column < ACCOUNTS_WEIGHED.length; column++) {
                double bytes = BalanceBytes.of(alternative, ACCOUNTS_WEIGHED[column], CURRENCIES_WEIGHED[column]);
                table.append(String.format(Locale.ROOT, "%-26.1f", bytes));
            }
        }
        table.append("\n    counted as allocated by the thread that builds them; without the accounts themselves\n");
    }

    String json(Map<String, String> conditions) {
        var fields = new StringJoiner(",", "{", "}");
        conditions.forEach((name, value) -> fields.add(quoted(name) + ":" + quoted(value)));
        var results = new StringJoiner(",\n", "[\n", "]");
        spreads.forEach((measured, spread) -> results.add(result(measured, spread)));
        return "{\"bench\":\"structures\",\"conditions\":" + fields + ",\"results\":" + results + "}\n";
    }

    /// A ratio above 1 means that the engine's own is ahead.
    private String result(StructureCase measured, Spread spread) {
        Operation operation = measured.operation();
        String ownName = alternatives(operation).getFirst();
        Spread own = spreads.get(new StructureCase(operation, ownName, measured.size()));
        return String.format(
                Locale.ROOT,
                "{\"case\":%s,\"metric\":%s,\"unit\":\"ns\",\"ours\":%s,\"peer\":%.2f,\"peerName\":%s,\"ratio\":%s,"
                        + "\"peerLeast\":%.2f,\"peerMost\":%.2f}",
                quoted(operation.structure() + " " + measured.size()),
                quoted(operation.method()),
                number(own == null ? null : own.median()),
                spread.median(),
                quoted(measured.alternative()),
                number(own == null ? null : spread.median() / own.median()),
                spread.least(),
                spread.most());
    }

    private static String number(@Nullable Double value) {
        return value == null ? "null" : String.format(Locale.ROOT, "%.3f", value);
    }

    private List<Operation> operations() {
        return spreads.keySet().stream()
                .map(StructureCase::operation)
                .distinct()
                .toList();
    }

    private List<String> alternatives(Operation operation) {
        return cases(operation).stream()
                .map(StructureCase::alternative)
                .distinct()
                .toList();
    }

    private List<Integer> sizes(Operation operation) {
        return cases(operation).stream()
                .map(StructureCase::size)
                .distinct()
                .sorted()
                .toList();
    }

    private List<StructureCase> cases(Operation operation) {
        return spreads.keySet().stream()
                .filter(measured -> measured.operation().equals(operation))
                .toList();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
