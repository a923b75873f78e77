package seawall.drill.report;

import java.util.List;
import java.util.Map;

/// What a drill found.
///
/// @param scenario   such as `failover`
/// @param gates      its goals
/// @param timeline   what happened
/// @param conditions under which it was measured, by name
/// @param gapsMillis how long clients went without an answer, one for each client and outage
/// @param findings   what the judge found, in words
/// @param slowest    the answers that took longest, in words
public record Report(
        String scenario,
        List<Gate> gates,
        List<Timeline.Event> timeline,
        Map<String, String> conditions,
        List<Double> gapsMillis,
        List<String> findings,
        List<String> slowest) {
    public Report {
        gates = List.copyOf(gates);
        timeline = List.copyOf(timeline);
        gapsMillis = List.copyOf(gapsMillis);
        findings = List.copyOf(findings);
        slowest = List.copyOf(slowest);
    }

    /// True when every goal was reached.
    public boolean passed() {
        return gates.stream().allMatch(Gate::passed);
    }
}
