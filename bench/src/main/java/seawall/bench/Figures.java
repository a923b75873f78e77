package seawall.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Figures of all rounds by what was measured; each is asked for its median, so that one bad moment of the machine
/// decides nothing.
final class Figures {
    private final Map<Key, List<Double>> values = new LinkedHashMap<>();

    private record Key(String workload, CandidateProcess.Name candidate, String figure) {}

    void add(String workload, CandidateProcess.Name candidate, String figure, double value) {
        values.computeIfAbsent(new Key(workload, candidate, figure), unused -> new ArrayList<>())
                .add(value);
    }

    void addAll(Figures others) {
        others.values.forEach((key, found) ->
                values.computeIfAbsent(key, unused -> new ArrayList<>()).addAll(found));
    }

    boolean has(String workload, CandidateProcess.Name candidate, String figure) {
        return values.containsKey(new Key(workload, candidate, figure));
    }

    double median(String workload, CandidateProcess.Name candidate, String figure) {
        double[] sorted = sorted(workload, candidate, figure);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    double least(String workload, CandidateProcess.Name candidate, String figure) {
        return sorted(workload, candidate, figure)[0];
    }

    double most(String workload, CandidateProcess.Name candidate, String figure) {
        double[] sorted = sorted(workload, candidate, figure);
        return sorted[sorted.length - 1];
    }

    private double[] sorted(String workload, CandidateProcess.Name candidate, String figure) {
        List<Double> found = values.get(new Key(workload, candidate, figure));
        if (found == null) {
            throw new IllegalStateException(
                    "expected figures of " + candidate + " for " + workload + ": " + figure + ", found none");
        }
        return found.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
