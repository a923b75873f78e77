package seawall.simulation.recorded;

/// Why the engine and a recording differ. Each but the last is given only where a condition on the recording holds that
/// shows it.
public enum Cause {
    HIDDEN_QUANTITY("an order of the recording has more quantity than it shows: it trades more than it showed, or shows"
            + " more once all that it showed has traded"),
    SELF_TRADE_PREVENTED("the venue cancels a resting order that its taker would have met next and leaves it unfilled:"
            + " both have one owner there, whom the recording does not name"),
    LISTED_LAST("the recording lists the fill of one order, which trades whole, behind those of younger orders at its"
            + " price, and does not say why; every order trades as much as by its place in the queue"),
    NEVER_SHOWN(
            "an order trades in the opening auction that the recording never showed, such as a market or stop order"),
    AMENDED_IN_AUCTION("the venue amends an order before its opening; Seawall takes no amendment in an auction, so the"
            + " order and those behind it are placed anew"),
    RESTED_BEFORE("an order rests from before the recording on, first shown when a book reaches down to its price"),
    DELETED_TWICE("the recording has the deletion of an order a second time"),
    DELETED_BEFORE_CREATED("the recording has the deletion of an order in front of its creation"),
    EVENTS_SWAPPED("the recording has two events of one matching in another order than they happened"),
    TAKER_OUT_OF_MONEY("the last fill of a taker is smaller than what the two orders allow, and the venue deletes the"
            + " rest of the taker: its account could not pay for more"),
    BOOK_OF_ANOTHER_MOMENT(
            "the venue sends its books beside its events: this one is the book of some events earlier or" + " later"),
    SATOSHI_CUT_OFF(
            "the table has one satoshi less than the log: it multiplies the amount as a binary fraction and cuts"
                    + " off what is behind the point"),
    UNEXPLAINED("no condition shows why");

    private final String explanation;

    Cause(String explanation) {
        this.explanation = explanation;
    }

    /// What it means, in a sentence without its end.
    public String explanation() {
        return explanation;
    }
}
