package seawall.simulation.recorded;

/// One thing in which the engine and a recording differ.
///
/// @param line     where the recording says it
/// @param ours     what the engine has
/// @param recorded what the recording has
/// @param why      what shows that it is this cause
public record Difference(long line, Cause cause, String ours, String recorded, String why) {
    /// Whether it has a cause.
    public boolean isExplained() {
        return cause != Cause.UNEXPLAINED;
    }

    @Override
    public String toString() {
        return "line " + line + ": " + cause + ": ours " + ours + ", recorded " + recorded + ": " + why;
    }
}
