package seawall.history;

/// A sub-account and whose it is.
///
/// @param name unique within its main account
public record SubAccountRow(
        int accountId, long sequence, long timeNanos, int mainAccountId, String name, String label) {}
