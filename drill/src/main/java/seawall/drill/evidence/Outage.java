package seawall.drill.evidence;

/// A time without a leader, made by the drill.
///
/// @param beganNanos when the leader was killed, paused or asked to step down, on the run's clock
/// @param endedNanos when a leader was seen again
public record Outage(String what, long beganNanos, long endedNanos) {}
