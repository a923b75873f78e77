package seawall.simulation.world;

/// One entry of the replicated log.
///
/// @param term      of the leader that appended it
/// @param timeNanos what the engine is told as log time
/// @param command   bytes of a command; empty for a timer and for the mark of a new term
record LogEntry(long term, Kind kind, long timeNanos, byte[] command) {
    enum Kind {
        COMMAND,
        TIMER,
        NEW_TERM
    }
}
