package seawall.bench;

import java.util.List;

/// Some measurements of one thing, of which the median counts.
///
/// @param sorted least first
record Spread(double[] sorted) {
    Spread(List<Double> values) {
        this(values.stream().mapToDouble(Double::doubleValue).sorted().toArray());
    }

    double median() {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    double least() {
        return sorted[0];
    }

    double most() {
        return sorted[sorted.length - 1];
    }
}
