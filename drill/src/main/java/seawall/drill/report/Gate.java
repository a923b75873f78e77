package seawall.drill.report;

/// One goal of a drill and what was measured against it. A drill passes when all of its gates do.
///
/// @param name     what is judged, such as `gap of a crash, p95`
/// @param goal     what is asked, in words with its unit, such as `below 1300 ms`
/// @param measured what was found, in `unit`
/// @param unit     such as `ms` or `orders`
/// @param passed   whether the goal was reached
public record Gate(String name, String goal, double measured, String unit, boolean passed) {
    /// A figure that has to stay below a bound.
    public static Gate below(String name, double bound, double measured, String unit) {
        return new Gate(name, "below " + number(bound) + " " + unit, measured, unit, measured < bound);
    }

    /// A figure that has to reach a bound.
    public static Gate atLeast(String name, double bound, double measured, String unit) {
        return new Gate(name, "at least " + number(bound) + " " + unit, measured, unit, measured >= bound);
    }

    /// Something that may not happen at all.
    public static Gate none(String name, long measured, String unit) {
        return new Gate(name, "no " + unit, measured, unit, measured == 0);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
