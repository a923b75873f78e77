package seawall.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/// One alternative at one size in one operation.
///
/// @param alternative as the benchmark names it; its first is what the engine has
/// @param size        what the structure holds
record StructureCase(Operation operation, String alternative, int size) {
    /// In the order in which a reader wants them, which the harness does not keep.
    private static final List<Operation> OPERATIONS = List.of(
            new Operation("PriceLevels", "findNear", "find one of the ten best levels"),
            new Operation("PriceLevels", "findAny", "find any level"),
            new Operation("PriceLevels", "replaceNear", "one of the ten best levels goes, another comes beside it"),
            new Operation("PriceLevels", "replaceAny", "any level goes, another comes beside it"),
            new Operation("PriceLevels", "walkBest", "read the five best levels"),
            new Operation("OrderIndex", "findRecent", "find one of the 64 newest orders"),
            new Operation("OrderIndex", "findAny", "find any order"),
            new Operation("OrderIndex", "replaceOldest", "the oldest order goes, a new one comes"),
            new Operation("OrderIndex", "replaceAny", "any order goes, a new one comes"),
            new Operation(
                    "OrderIndex", "replaceBesideLasting", "half of the orders stay; of the others the oldest goes"),
            new Operation("AccountTable", "findBusy", "find a balance of one of 64 busy accounts"),
            new Operation("AccountTable", "findAny", "find a balance of any account"),
            new Operation("AccountTable", "findBoth", "find both balances of any account"));

    /// What a benchmark does with a structure.
    ///
    /// @param structure name of the benchmark without its ending
    /// @param method    of the benchmark
    /// @param title     for a reader
    record Operation(String structure, String method, String title) {
        String qualifiedMethod() {
            return "seawall.engine." + structure + "Benchmark." + method;
        }

        boolean isOfAccounts() {
            return structure.equals("AccountTable");
        }
    }

    /// As it is filtered by and printed.
    String name() {
        return operation.structure + "/" + operation.method + "/" + alternative + "/" + size;
    }

    /// All that the benchmarks of this build have.
    static List<StructureCase> all() {
        OutputFormat silent = OutputFormatFactory.createFormatInstance(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), VerboseMode.SILENT);
        var cases = new ArrayList<StructureCase>();
        for (Operation operation : OPERATIONS) {
            String exactly = "^" + operation.qualifiedMethod() + "$";
            for (BenchmarkListEntry benchmark : BenchmarkList.defaultList().find(silent, List.of(exactly), List.of())) {
                addCases(cases, operation, benchmark.getParams().get());
            }
        }
        return cases;
    }

    private static void addCases(List<StructureCase> cases, Operation operation, Map<String, String[]> parameters) {
        for (String alternative : parameters.getOrDefault("alternative", new String[0])) {
            for (String size : parameters.getOrDefault("size", new String[0])) {
                cases.add(new StructureCase(operation, alternative, Integer.parseInt(size)));
            }
        }
    }
}
