package seawall.cluster;

/// What an acknowledged command survives.
public enum Durability {
    /// Every write of log and journal is synced to disk before it counts: survives the loss of power on all members.
    FSYNC(2),
    /// A majority has the command in memory or page cache: survives the death of processes and of a minority of
    /// machines, not of a majority at once.
    REPLICATED(0);

    private final int fileSyncLevel;

    Durability(int fileSyncLevel) {
        this.fileSyncLevel = fileSyncLevel;
    }

    /// Aeron's name for it: 0 leaves writing to the operating system, 2 syncs data and metadata.
    int fileSyncLevel() {
        return fileSyncLevel;
    }
}
