package seawall.gateway.view;

/// The timetable by which an instrument opens again; 0 = that phase is left out.
public record Reopening(long auctionNanos, long postOnlyNanos, long tradingNanos) {
    /// No timetable.
    public static final Reopening NONE = new Reopening(0, 0, 0);

    public boolean hasAuction() {
        return auctionNanos != 0;
    }

    /// When its auction ends; 0 if it has none.
    public long auctionEndNanos() {
        if (!hasAuction()) {
            return 0;
        }
        return postOnlyNanos != 0 ? postOnlyNanos : tradingNanos;
    }
}
