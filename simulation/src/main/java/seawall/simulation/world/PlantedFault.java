package seawall.simulation.world;

/// Faults of the kind that this simulation exists to find, planted to show that its judges find them.
public enum PlantedFault {
    /// A new leader does not have the latest commands, although their answers were given.
    LOST_ACKNOWLEDGEMENT,
    /// A gateway numbers a command anew and sends it once more.
    DOUBLE_APPLY,
    /// A gateway sends two unanswered commands again in the wrong order.
    REORDERED_RESEND,
    /// A reader of the journal leaves an entry out.
    SKIPPED_SEQUENCE,
    /// A gateway takes an entry and does not show its effects.
    STALE_VIEW,
    /// Members round a fill up where the rules say down.
    WRONG_ROUNDING,
    /// A member comes back from its snapshot without the last change of a balance.
    FORGETFUL_SNAPSHOT,
    /// A member answers before a majority has the command.
    EARLY_ACKNOWLEDGEMENT
}
